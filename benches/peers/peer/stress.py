"""Stress tests (§ 9): every few parties that could fail to pay, under every policy, and what then happens."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice
from math import comb

from . import asked, references
from .calculation import Calculation, calculate, settle, standings
from .columns import column
from .comparison import fail, read
from .numbers import show_decimal, show_money
from .problems import Problems, all_of
from .shortfalls import shortfalls

MOST_WORK = 20_000_000


def stress(body, most_subsets=None):
    """The answer to the body of a stress test; only the first so many subsets where that is asked for."""
    test = Test(body)
    return test.answer(most_subsets)


class Test:
    """A stress test that is read and calculated without defaulters: what is left is to try the subsets."""

    def __init__(self, body):
        found = read(asked.stress, body)
        problems = [("duplicate-id", "/policies/agreement")] if "agreement" in (found["policies"] or {}) else []
        base = all_of([lambda: fail(problems), lambda: column("agreement", found)])[1]
        self.request = base.request
        agreement = base.request.agreement
        self.policies = {"agreement": agreement["default_policy"] or [], **(found["policies"] or {})}
        references.check({**agreement, "default_policy": [step for steps in (found["policies"] or {}).values()
                                                          for step in steps]}, problems)
        self.ids = [party["id"] for party in agreement["parties"]]
        self.sharing = [party["id"] for party in agreement["parties"] if party["shares_costs"] is not False]
        self.most = min(found["max_defaulters"], len(self.sharing))
        work = sum(1 + len(steps) for steps in self.policies.values()) * len(self.ids) * self.count()
        if work > MOST_WORK:
            problems.append(("too-much-work", "/max_defaulters"))
        fail(problems)
        self.calculated = calculate(self.request)

    def count(self):
        return sum(comb(len(self.sharing), size) for size in range(1, self.most + 1))

    def subsets(self):
        """By size, then in the parties' order."""
        for size in range(1, self.most + 1):
            yield from combinations(self.sharing, size)

    def answer(self, most_subsets=None):
        policies, matrix = [], []
        for name, steps in self.policies.items():
            agreement = {**self.request.agreement, "default_policy": steps}
            request = replace(self.request, agreement=agreement)
            seen = Seen(self.ids)
            for defaulters in islice(self.subsets(), most_subsets):
                outcome = self.outcome(request, defaulters)
                seen.add(defaulters, outcome)
                if len(defaulters) <= 2:
                    matrix.append({"policy": name, "defaulters": list(defaulters), **outcome.in_matrix()})
            policies.append({"name": name, **seen.shown()})
        return {"year": self.request.year, "policies": policies, "matrix": matrix}

    def outcome(self, request, defaulters):
        """Only what follows from the defaults is calculated anew: the costs and their lines stay."""
        request = replace(request, events=[
            {"party": id, "contributes_percent": Fraction(0), "from": None, "to": None, "at": "/events"}
            for id in defaulters])
        before = self.calculated
        found = Calculation(before.host, before.costs, before.lines)
        try:
            settle(request, found)
        except Problems:
            missing, _ = shortfalls(request, before.allocated)
            return Outcome(before.allocated, {}, sum(missing.values()), Fraction(0), failed=True)
        standing = standings(found)
        return Outcome(before.allocated, {id: each["cover"] for id, each in standing.items()},
                       found.default.uncovered if found.default else 0, hours_lost(found))


def hours_lost(found):
    """Cut hours as they are shown: two decimals for every cost."""
    cuts = found.default.cuts if found.default else {}
    return sum((Fraction(show_decimal(amount.hours * cuts[cost["id"]] / amount.ore, 2))
                for cost, amount in found.costs if amount.hours is not None and cuts.get(cost["id"])), Fraction(0))


class Outcome:
    """One subset under one policy, in öre."""

    def __init__(self, allocated, cover, uncovered, hours, failed=False):
        self.allocated, self.cover, self.uncovered, self.hours = allocated, cover, uncovered, hours
        self.falls_through = failed or uncovered > 0

    def in_matrix(self):
        percents = [Fraction(ore * 100, self.allocated[id]) for id, ore in self.cover.items()
                    if ore > 0 and self.allocated[id] > 0]
        return {"largest_increase_percent": show_decimal(max(percents, default=0), 6),
                "uncovered": show_money(self.uncovered)}


class Seen:
    """The worst of the subsets so far; of equals the first."""

    def __init__(self, ids):
        self.worst = {id: (0, None, None) for id in ids}
        self.hours, self.breaking, self.subsets, self.uncovered = (Fraction(0), ()), None, 0, 0

    def add(self, defaulters, outcome):
        self.subsets += 1
        if outcome.falls_through:
            self.uncovered += 1
            self.breaking = self.breaking or (defaulters, outcome.uncovered)
        if outcome.hours > self.hours[0]:
            self.hours = outcome.hours, defaulters
        for id, ore in outcome.cover.items():
            if ore > self.worst[id][0]:
                self.worst[id] = ore, outcome.allocated[id], defaulters

    def shown(self):
        return {
            "subsets": self.subsets, "uncovered_subsets": self.uncovered,
            "worst_increase": [
                {"party": id, "amount": show_money(ore),
                 "percent": show_decimal(Fraction(ore * 100, allocated), 6) if allocated > 0 else None,
                 "defaulters": list(defaulters)}
                for id, (ore, allocated, defaulters) in self.worst.items() if ore],
            "most_hours_lost": {"hours": show_decimal(self.hours[0], 2), "defaulters": list(self.hours[1])},
            "breaking_point": self.breaking and {"defaulters": list(self.breaking[0]),
                                                 "uncovered": show_money(self.breaking[1])}}
