"""Costs (§3): what each comes to in the year, rounded once."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .numbers import days_in, days_in_year, half_away
from .problems import Problems


@dataclass
class Amount:
    """A cost in the year: whole öre, and for staff the hours and the rate behind it."""

    ore: int
    first: date
    last: date
    active_days: int
    hours: Fraction | None
    rate: Fraction | None


def amount_of(cost, request):
    """The cost's amount in the request's year, from its actuals where there are any."""
    agreement, year = request.agreement, request.year
    first = max(day for day in (date(year, 1, 1), agreement["valid_from"], cost["from"]) if day)
    last = min(day for day in (date(year, 12, 31), agreement["valid_to"], cost["to"]) if day)
    days = days_in(first, last)
    actual = request.actuals.get(cost["id"]) or {"hours": None, "amount": None}
    if actual["amount"] is not None:
        return Amount(rounded(Fraction(actual["amount"]), request.unit), first, last, days, None, None)
    part_of_year = Fraction(days, days_in_year(year))
    factor = Fraction(1)
    if days or actual["hours"] is not None:
        factor = index_factor(cost, agreement["indexation"], year)
    if cost["type"] != "staff":
        exact = quantity(cost["amount"], request.bodies) * factor * part_of_year
        return Amount(rounded(exact, request.unit), first, last, days, None, None)
    rate = hourly_rate(cost["rate"])
    hours = actual["hours"]
    if hours is None:
        hours = quantity(cost["hours"], request.bodies) * part_of_year
    return Amount(rounded(hours * rate * factor, request.unit), first, last, days, hours, rate)


def quantity(found, bodies):
    """Hours or öre a year: said outright, or so much per meeting of some bodies."""
    if found["per_year"] is not None:
        return Fraction(found["per_year"])
    return found["per_meeting"] * sum((bodies[id]["meetings_per_year"] or Fraction(0) for id in found["bodies"] or ()),
                                      Fraction(0))


def hourly_rate(rate):
    if rate["hourly"] is not None:
        return Fraction(rate["hourly"])
    percent = [1 + (rate[name] or 0) / Fraction(100) for name in ("on_costs_percent", "overhead_percent")]
    return 12 * rate["monthly_salary"] * percent[0] * percent[1] / rate["annual_hours"]


def index_factor(cost, indexation, year):
    if indexation is None or cost["index"] == "none":
        return Fraction(1)
    base = indexation["base_year"]
    if indexation["series"] is None:
        return (1 + indexation["percent_per_year"] / 100) ** max(0, year - base)
    series = indexation["series"]
    absent = [each for each in (base, year) if str(each) not in series]
    if absent:
        raise Problems(("missing-index", f"{indexation['at']}/series/{absent[0]}"))
    return series[str(year)] / series[str(base)]


def rounded(exact, unit):
    return half_away(exact / unit) * unit
