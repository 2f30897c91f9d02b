"""The waterfall (§7): the steps of `default_policy` cover a shortfall in turn, each what it may.

A shortfall of 1 000 kronor, 300 in the reserve, the others at most 5 % more: the reserve gives 300, the others up to
5 % each, and what is then left is laid out by the host.
"""

from fractions import Fraction

from .keys import Setting
from .problems import Problems
from .rounding import largest_remainder
from .shortfalls import coverers, shortfalls

NEVER_OWED = ("reduce_service", "match_down")


def waterfall(request, host, allocated, costs, warn):
    """The outcome of the year's events; None when they leave no shortfall. `costs` is (cost, Amount) in order."""
    missing, stretches = shortfalls(request, allocated)
    if not missing:
        return None
    outcome = Waterfall(request, host, allocated, costs, missing, coverers(request, missing, stretches), warn)
    outcome.run()
    return outcome


class Waterfall:
    """What has been covered so far, by whom, in whole öre."""

    def __init__(self, request, host, allocated, costs, missing, coverers, warn):
        self.request, self.host, self.allocated, self.warn = request, host, allocated, warn
        self.missing, self.coverers = missing, coverers
        self.amounts = {cost["id"]: (cost, amount) for cost, amount in costs}
        self.left = self.shortfall = sum(missing.values())
        self.cover = {id: 0 for id in allocated}
        self.redistributed = {id: 0 for id in allocated}
        self.cuts = {id: 0 for id in self.amounts}
        self.advance = self.from_reserve = 0
        self.owed_to = {}
        self.steps = []
        self.uncovered = 0
        self.debts = {}

    def run(self):
        for step in self.request.agreement["default_policy"] or []:
            by = getattr(self, step["type"])(step) if self.left else []
            covered = sum(ore for _, _, ore in by)
            self.left -= covered
            self.steps.append((step["type"], covered, self.left, by))
            if step["recoverable"] is not False and step["type"] not in NEVER_OWED:
                for _, creditor, ore in by:
                    self.owe(creditor, ore)
        self.uncovered = self.left
        if self.uncovered:
            self.warn("uncovered-shortfall", "/agreement/default_policy")
            self.advance += self.uncovered
            self.owe(self.host, self.uncovered)
        self.settle_debts()

    def owe(self, creditor, ore):
        self.owed_to[creditor] = self.owed_to.get(creditor, 0) + ore

    def settle_debts(self):
        """The defaulters owe in proportion to what they fell short with; a host that owes itself does not."""
        owed = sum(self.owed_to.values())
        self.debts = largest_remainder({id: Fraction(owed * ore, self.shortfall) for id, ore in self.missing.items()},
                                       owed, self.request.unit)
        both = min(self.debts.get(self.host, 0), self.owed_to.get(self.host, 0))
        if both:
            self.debts[self.host] -= both
            self.owed_to[self.host] -= both

    def claims(self):
        order = [*self.allocated, "reserve"]
        return [(id, self.owed_to[id]) for id in order if self.owed_to.get(id)]

    def floor(self, exact):
        return exact // self.request.unit * self.request.unit

    def at_most(self, *limits):
        """The least of what is left and the limits that there are, in whole units."""
        return self.floor(min(limit for limit in (self.left, *limits) if limit is not None))

    # The steps. Each gives what it covers as (kind, id, öre), in the order it is shown, zeros left out.

    def reserve(self, step):
        opening = self.request.opening["reserve"] or 0
        ore = self.at_most(opening - self.from_reserve, step["limit"])
        self.from_reserve += ore
        return [("reserve", "reserve", ore)] if ore else []

    def redistribute(self, step):
        asked = self.coverers if step["among"] is None else step["among"].among(
            self.coverers, self.request.bodies)
        weights, caps = self.weights(step["by"], asked), {}
        if step["max_increase_percent"] is not None:
            caps = {id: self.most(self.allocated[id], step["max_increase_percent"], self.redistributed[id])
                    for id in weights}
        given = shared(self.left, weights, caps, self.request.unit)
        for id, ore in given.items():
            self.redistributed[id] += ore
            self.cover[id] += ore
        return [("party", id, given[id]) for id in self.allocated if given.get(id)]

    def weights(self, by, asked):
        """By allocated amount, or as a key divides one krona among exactly those asked."""
        if by is None:
            return {party["id"]: max(0, self.allocated[party["id"]]) for party in asked}
        try:
            return by.divide(Fraction(1), asked, Setting(self.request, {"at": by.at}, 0, self.warn))
        except Problems as problems:
            if any(code != "no-one-to-charge" for code, _ in problems.pairs):
                raise
            return {}

    def most(self, amount, percent, already):
        """So many percent of an amount in whole units, less what is taken of it already."""
        return max(0, self.floor(max(0, amount) * Fraction(percent) / 100) - already)

    def guarantor(self, step):
        if step["party"] in self.missing:
            return []
        percent = None if step["percent"] is None else self.left * step["percent"] / 100
        ore = self.at_most(step["limit"], percent)
        self.cover[step["party"]] += ore
        return [("party", step["party"], ore)] if ore else []

    def reduce_service(self, step):
        percent = 100 if step["max_percent"] is None else step["max_percent"]
        caps = {id: self.most(self.amounts[id][1].ore, percent, self.cuts[id]) for id in step["costs"]}
        return self.cut(step["costs"], self.left, caps)

    def cut(self, costs, ore, caps):
        given = shared(ore, self.uncut(costs), caps, self.request.unit)
        for id, each in given.items():
            self.cuts[id] += each
        return [("cost", id, given[id]) for id in self.amounts if given.get(id)]

    def uncut(self, costs):
        return {id: max(0, self.amounts[id][1].ore - self.cuts[id]) for id in costs}

    def match_down(self, step):
        """The side that falls short is `of`; the others lower their part by the same fraction."""
        parties, bodies = self.request.agreement["parties"], self.request.bodies
        side = {party["id"] for party in step["of"].among(parties, bodies)}
        base = sum(max(0, self.allocated[id]) for id in side)
        if not base or not side.issuperset(self.missing):
            return self.cannot_match(step)
        lowered = {party["id"]: self.floor(Fraction(max(0, self.allocated[party["id"]]) * self.left, base))
                   for party in self.coverers if party["id"] not in side}
        ore = self.left + sum(lowered.values())
        left = self.uncut(step["costs"])
        if sum(left.values()) < ore:
            return self.cannot_match(step)
        for id, each in lowered.items():
            self.cover[id] -= each
        return [*self.cut(step["costs"], ore, left), *(("party", id, -each) for id, each in lowered.items() if each)]

    def cannot_match(self, step):
        self.warn("cannot-match-down", step["at"])
        return []

    def carry_forward(self, step):
        if self.host in self.missing:
            return []
        ore = self.at_most(step["limit"])
        self.advance += ore
        return [("party", self.host, ore)] if ore else []


def shared(ore, weights, caps, unit):
    """`min(λ·weight, cap)` summing to `ore`, or to what the caps allow; rounded among those not at their cap.

    100 by weights 3 and 1 where the first is capped at 60 is 60 and 40.
    """
    free, given = {id: weight for id, weight in weights.items() if weight}, {}
    while free:
        scale = Fraction(ore) / sum(free.values())
        full = [id for id, weight in free.items() if id in caps and caps[id] <= scale * weight]
        if not full:
            return given | largest_remainder({id: scale * weight for id, weight in free.items()}, ore, unit)
        for id in full:
            given[id] = caps[id]
            ore -= caps[id]
            del free[id]
    return given
