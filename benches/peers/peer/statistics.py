"""Statistics: what a series says about a party on a day."""

from datetime import date

from .numbers import day_or_last, months_later
from .problems import Problems

STALE_AFTER_MONTHS = 18


def duplicates(series):
    """`duplicate-observation` for every second observation of the same area and day."""
    for name, observations in series.items():
        seen = set()
        for each in observations or []:
            if each and (each["for"], each["date"]) in seen:
                yield "duplicate-observation", each["at"]
            seen.add(each and (each["for"], each["date"]))


def reference_day(as_of, year):
    """The day a series is read for a calculated year; 31 December of the year before when the key does not say."""
    if as_of is None:
        return date(year - 1, 12, 31)
    return as_of["date"] or day_or_last(year - as_of["years_before"], as_of["month"], as_of["day"])


class Statistics:
    """Observations by series and by what they are for, oldest first."""

    def __init__(self, series):
        self.series = {}
        for name, observations in series.items():
            by_for = self.series[name] = {}
            for each in observations:
                by_for.setdefault(each["for"], []).append((each["date"], each["value"]))
            for values in by_for.values():
                values.sort()

    def value(self, name, party, on, warn):
        """The latest value on or before a day: the party's own when there is any, else its area's."""
        by_for = self.series.get(name, {})
        observations = by_for.get(party["id"]) or by_for.get(party["area"], [])
        known = [(day, value) for day, value in observations if day <= on]
        if not known:
            raise Problems(("missing-statistic", f"/statistics/{name}/{party['id']}/{on}"))
        day, value = known[-1]
        if months_later(day, STALE_AFTER_MONTHS) < on:
            warn("stale-statistic", f"{name} of {party['id']} is from {day}, read for {on}")
        return value
