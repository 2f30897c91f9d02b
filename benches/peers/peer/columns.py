"""Columns of a comparison: an agreement as one scenario has it, calculated year after year.

A year closes with a reserve and debts; the next one opens with them.
"""

import copy
from dataclasses import dataclass, field, replace

from .calculation import Request, answer, assembled, calculate, closing, standings
from .changes import changed
from .problems import Problems
from .statistics import duplicates


@dataclass
class Column:
    """One scenario, read: its document as JSON, and the request of its first year."""

    name: str
    source: dict
    request: Request
    events: list
    observations: dict
    years: list = field(default_factory=list)


@dataclass
class Year:
    """A calculated year: the answer of § 8, and the same in öre."""

    request: Request
    answer: dict
    standing: dict
    closing: dict

    def payable(self):
        return {id: found["payable"] for id, found in self.standing.items()}


def column(name, found, scenario=None, at="", levers=()):
    """The agreement of the request, changed by the request, by the scenario and by levers, in that order."""
    scenario = scenario or {"changes": None, "events": None, "statistics": None}
    changes = [(found["changes"] or [], "/changes"), (scenario["changes"] or [], f"{at}/changes"), (levers, "/levers")]
    source = found["agreement"]
    for some, told_at in changes:
        source = changed(source, some, told_at)
    own = scenario["statistics"] or {}
    twice = [*duplicates(found["statistics"] or {}), *duplicates(own)]
    if twice:
        raise Problems(*twice)
    merged = with_own(found["statistics"] or {}, own)
    return assemble(name, source, found, "/agreement", merged, scenario["events"] or [],
                    [each for some, _ in changes for each in some])


def other_agreement(found):
    """Another agreement as the first column: it knows the debts of the parties it has, and no changes."""
    source = copy.deepcopy(found["baseline"]["agreement"])
    opening = found["opening"]
    if opening and opening["debts"] and isinstance(source, dict):
        there = {each.get("id") for each in source.get("parties") or () if isinstance(each, dict)}
        opening = {**opening, "debts": {id: ore for id, ore in opening["debts"].items() if id in there}}
    return assemble(found["baseline"]["name"], source, {**found, "opening": opening}, "/baseline/agreement",
                    found["statistics"] or {}, [])


def assemble(name, source, found, at, observations, events, changes=()):
    first = found["years"][0] if "years" in found else found["year"]
    request = assembled(source, {"statistics": observations, "opening": found["opening"], "actuals": None,
                                 "events": events, "year": first}, at, changes)
    return Column(name, source, request, events, observations)


def with_own(general, own):
    """A scenario's observations beside the request's; for the same place and day they stand instead."""
    merged = {name: {(each["for"], each["date"]): each for each in series} for name, series in general.items()}
    for name, series in own.items():
        merged.setdefault(name, {}).update({(each["for"], each["date"]): each for each in series})
    return {name: list(series.values()) for name, series in merged.items()}


def run(column, years):
    """Calculates the column's years in a chain."""
    opening = column.request.opening
    for year in years:
        request = replace(column.request, year=year, opening=opening)
        found = calculate(request)
        opening = closing(request, found)
        column.years.append(Year(request, answer(request, found), standings(found), opening))
    return column
