"""Shortfalls (§7): how much of its part each party does not contribute, and who there is to cover for it."""

from datetime import date
from fractions import Fraction

from .numbers import FIRST_DAY, LAST_DAY, days_in, half_away

CAUSES = ["no_budget", "partial_budget", "dispute", "late", "exit", "never_joined", "other"]


def overlapping(events):
    """`overlapping-events` for every event that shares a day with an earlier one of the same party."""
    for index, event in enumerate(events):
        if any(each["party"] == event["party"] and days_in(*common(reach(each), reach(event)))
               for each in events[:index]):
            yield "overlapping-events", event["at"]


def reach(event):
    """First and last day; an absent start is the beginning, an absent end until further notice."""
    return event["from"] or FIRST_DAY, event["to"] or LAST_DAY


def common(one, other):
    return max(one[0], other[0]), min(one[1], other[1])


def member_days(party, agreement, year):
    """The first and last day of the year on which the party is a member and the agreement is valid."""
    first = max(day for day in (date(year, 1, 1), agreement["valid_from"], party["member_from"]) if day)
    last = min(day for day in (date(year, 12, 31), agreement["valid_to"], party["member_to"]) if day)
    return first, last


def shortfalls(request, allocated):
    """What each defaulter falls short with (party id -> öre), and the stretches of days on which anyone does."""
    parties = {party["id"]: party for party in request.agreement["parties"]}
    found, stretches = {}, []
    for event in request.events:
        own = member_days(parties[event["party"]], request.agreement, request.year)
        part = allocated[event["party"]]
        if part <= 0 or not days_in(*own):
            continue
        stretch = common(reach(event), own)
        exact = part * (100 - event["contributes_percent"]) / 100 * Fraction(days_in(*stretch), days_in(*own))
        ore = half_away(exact / request.unit) * request.unit
        if ore:
            found[event["party"]] = min(part, found.get(event["party"], 0) + ore)
            stretches.append(stretch)
    return {id: found[id] for id in parties if id in found}, stretches


def coverers(request, defaulters, stretches):
    """The members that do contribute and were members on a day when someone did not, in the agreement's order."""
    def there(party):
        own = member_days(party, request.agreement, request.year)
        return any(days_in(*common(own, stretch)) for stretch in stretches)

    return [party for party in request.agreement["parties"]
            if party["shares_costs"] is not False and party["id"] not in defaulters and there(party)]
