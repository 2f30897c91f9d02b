"""Indicators (§ 9): what a year of a scenario comes to, in a few figures."""

from datetime import date
from fractions import Fraction

from .numbers import days_in, show_decimal, show_money
from .problems import Problems
from .shortfalls import member_days


def indicators(year, series, change):
    """The indicators of a calculated year; `change` is what the parties pay more than in the baseline."""
    shown, agreement = year.answer, year.request.agreement
    heads = None if series is None else per_inhabitant(year, series)
    invoicing = agreement["invoicing"] or {"instalments": None, "handling_cost": None}
    payments = [each for each in shown["transfers"] if "reserve" not in (each["from"], each["to"])]  # nobody bills it
    invoices = len(payments) * (invoicing["instalments"] or 1)
    return {
        "total": shown["total"],
        "support_hours": show_decimal(sum(Fraction(cost["hours"]) - Fraction(cost["hours_lost"])
                                          for cost in shown["costs"] if cost["hours"] is not None), 2),
        "region_share_percent": region_share_percent(year),
        "per_inhabitant": shown_heads(heads) if heads else None,
        "gini": gini(list(heads.values())) if heads else None,
        "largest_increase": largest(change),
        "invoices": invoices, "handling_cost": show_money(invoices * (invoicing["handling_cost"] or 0))}


def region_share_percent(year):
    payable = year.payable()
    total = sum(payable.values())
    regions = sum(payable[party["id"]] for party in year.request.agreement["parties"] if party["kind"] == "region")
    return show_decimal(Fraction(regions * 100, total) if total else 0, 6)


def per_inhabitant(year, series):
    """Exact öre per inhabitant of the municipalities that share costs and are members some day of the year."""
    payable, found, missing = year.payable(), {}, []
    for party in year.request.agreement["parties"]:
        there = days_in(*member_days(party, year.request.agreement, year.request.year))
        if party["kind"] == "municipality" and party["shares_costs"] is not False and there:
            try:
                value = inhabitants(year, series, party)
            except Problems as problems:
                missing.extend(problems.pairs)
                continue
            if value > 0:
                found[party["id"]] = payable[party["id"]] / value
    if missing:
        raise Problems(*missing)
    return found


def inhabitants(year, series, party):
    """What the series says at 31 December of the year before."""
    try:
        return year.request.statistics.value(series, party, date(year.request.year - 1, 12, 31), lambda *_: None)
    except Problems as problems:
        raise Problems(*((code, "/per_inhabitant") for code, _ in problems.pairs)) from problems


def shown_heads(heads):
    def shown(exact):
        return show_decimal(exact / 100, 2)

    return {"municipalities": [{"party": id, "amount": shown(exact)} for id, exact in heads.items()],
            "min": shown(min(heads.values())), "max": shown(max(heads.values())),
            "mean": shown(sum(heads.values()) / len(heads))}


def gini(values):
    """Σ|x − y| over all ordered pairs / (2 n² mean), which is 2 n Σx: 1 and 3 give 4 / 16."""
    total = sum(values)
    if total <= 0:
        return None
    return show_decimal(sum(abs(x - y) for x in values for y in values) / (2 * len(values) * total), 6)


def largest(change):
    """The party that pays most more than in the baseline, with the percentage; the first of equals."""
    most = max(change, key=lambda each: each["ore"], default=None)
    if most is None or most["ore"] <= 0:
        return None
    return shown_change(most)


def change_of(payable, before):
    """What each party pays more than before; those that were only there before, last, pay all of it less."""
    found = [(id, ore - before.get(id, 0)) for id, ore in payable.items()]
    found += [(id, -ore) for id, ore in before.items() if id not in payable]
    return [{"party": id, "ore": ore, "before": before.get(id, 0)} for id, ore in found]


def shown_change(each):
    percent = show_decimal(Fraction(each["ore"] * 100, each["before"]), 6) if each["before"] > 0 else None
    return {"party": each["party"], "amount": show_money(each["ore"]), "percent": percent}
