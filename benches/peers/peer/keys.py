"""Keys (§4): each divides an exact amount among the members of a day, exactly."""

from fractions import Fraction

from .numbers import days_in_year
from .problems import Problems, all_of
from .selector import selector
from .shape import (day, decimal, fields, ids, list_of, map_of, money, one_of, one_way, optional, required, text,
                    whole)
from .statistics import reference_day

DEEPEST = 32


class Setting:
    """What a key may look at besides its members: the agreement, the statistics, and how long the segment is."""

    def __init__(self, request, cost, days, warn):
        self.request, self.cost, self.days, self.warn = request, cost, days, warn
        self.year_days = days_in_year(request.year)

    def prorated(self, yearly):
        return yearly * Fraction(self.days, self.year_days)

    def no_one(self):
        return Problems(("no-one-to-charge", f"{self.cost['at']}/key"))

    def nothing(self):
        raise self.no_one()


def by_weight(x, weights, setting):
    total = sum(weights.values())
    if total == 0:
        raise setting.no_one()
    return {party: x * weight / total for party, weight in weights.items() if weight}


def summed(divisions):
    total = {}
    for division in divisions:
        for party, part in division.items():
            total[party] = total.get(party, 0) + part
    return total


def for_party(table, party):
    """The entry for a party: its id wins over its kind, its kind over `*`."""
    return next((table[name] for name in (party["id"], party["kind"], "*") if name in (table or {})), None)


class Key:
    """The fields of one key, as read; subclasses divide."""

    def __init__(self, found):
        self.found, self.at = found, found["at"]

    def inner(self):
        return [self.found["key"]]


class Equal(Key):
    def inner(self):
        return []

    def divide(self, x, members, setting):
        return by_weight(x, {party["id"]: 1 for party in members}, setting)


class Shares(Equal):
    def divide(self, x, members, setting):
        shares = self.found["shares"]
        return by_weight(x, {party["id"]: shares.get(party["id"], 0) for party in members}, setting)


class Statistic(Equal):
    def divide(self, x, members, setting):
        request, series = setting.request, self.found["statistic"]
        on = reference_day(self.found["as_of"], request.year)
        values = all_of([lambda p=p: request.statistics.value(series, p, on, setting.warn) for p in members])
        return by_weight(x, {party["id"]: value for party, value in zip(members, values)}, setting)


class Seats(Equal):
    def divide(self, x, members, setting):
        bodies = setting.request.bodies
        chosen = [bodies[id]["seats"] or {} for id in self.found["bodies"] or bodies]
        return by_weight(x, {p["id"]: sum(seats.get(p["id"], 0) for seats in chosen) for p in members}, setting)


class Groups(Key):
    def inner(self):
        return [group["key"] for group in self.found["groups"]]

    def divide(self, x, members, setting):
        groups = [(group, group["among"].among(members, setting.request.bodies)) for group in self.found["groups"]]
        for group, inside in groups:
            if group["weight"] and not inside:
                setting.warn("group-without-members", group["at"])
        total = sum(group["weight"] for group, inside in groups if inside)
        _, *divisions = all_of([lambda: self.overlap(groups), *([] if total else [setting.nothing])] + [
            lambda group=group, inside=inside: group["key"].divide(x * group["weight"] / total, inside, setting)
            for group, inside in groups if inside and group["weight"]])
        return summed(divisions)

    def overlap(self, groups):
        taken = [party["id"] for _, inside in groups for party in inside]
        if len(taken) != len(set(taken)):
            raise Problems(("overlapping-groups", self.at))


class Blend(Key):
    def inner(self):
        return [part["key"] for part in self.found["parts"]]

    def divide(self, x, members, setting):
        parts = [part for part in self.found["parts"] if part["weight"]]
        total = sum(part["weight"] for part in parts)
        if total == 0:
            raise setting.no_one()
        return summed(all_of([
            lambda part=part: part["key"].divide(x * part["weight"] / total, members, setting) for part in parts]))


class BaseFee(Key):
    def inner(self):
        return [self.found["remainder"]]

    def divide(self, x, members, setting):
        remainder = self.found["remainder"]
        fees = {party["id"]: setting.prorated(for_party(self.found["fees"], party) or 0) for party in members}
        total = sum(fees.values())
        if x < 0 or total == 0:
            return remainder.divide(x, members, setting)
        if total > x:
            setting.warn("base-fee-scaled", setting.cost["at"])
            return {party: fee * x / total for party, fee in fees.items()}
        if total == x:
            return fees
        return summed([fees, remainder.divide(x - total, members, setting)])


class Bounded(Key):
    def divide(self, x, members, setting):
        sign, size = (-1 if x < 0 else 1), abs(x)
        wanted = {party: abs(part) for party, part in self.found["key"].divide(x, members, setting).items()}
        least = {party["id"]: self.bound("min", party, size, setting) or 0 for party in members}
        most = {party["id"]: self.bound("max", party, size, setting) for party in members}
        if any(most[party] is not None and least[party] > most[party] for party in least):
            raise Problems(("bounds-cannot-hold", self.at))
        total = sum(least.values())
        if total > size:
            setting.warn("bounds-scaled", setting.cost["at"])
            return {party: sign * part * size / total for party, part in least.items()}
        parts = clamped_to_sum({p: wanted.get(p, 0) for p in least}, least, most, size)
        if parts is None:
            raise Problems(("bounds-cannot-hold", self.at))
        return {party: sign * part for party, part in parts.items()}

    def bound(self, which, party, size, setting):
        found = for_party(self.found[which], party)
        if found is None:
            return None
        return size * found["percent"] / 100 if found["percent"] is not None else setting.prorated(found["amount"])


def clamped_to_sum(wanted, least, most, total):
    """`clamp(λ·wanted, least, most)` for the λ ≥ 0 whose parts sum to `total`; None when there is none.

    The sum rises with λ in straight pieces: find the piece that reaches the total, then solve it.
    """

    def at(scale):
        return {p: max(least[p], min(scale * w, most[p]) if most[p] is not None else scale * w)
                for p, w in wanted.items()}

    bends = {bound / wanted[p] for p in wanted if wanted[p] for bound in (least[p], most[p]) if bound is not None}
    below = max(scale for scale in {0, *bends} if sum(at(scale).values()) <= total)
    parts = at(below)
    missing = total - sum(parts.values())
    if missing == 0:
        return parts
    rising = [p for p, w in wanted.items() if w and below * w >= least[p] and (most[p] is None or below * w < most[p])]
    if not rising:
        return None
    return at(below + missing / sum(wanted[p] for p in rising))


class Among(Key):
    def divide(self, x, members, setting):
        return self.found["key"].divide(x, self.found["among"].among(members, setting.request.bodies), setting)


class Ref(Key):
    def inner(self):
        return []

    def divide(self, x, members, setting):
        return setting.request.keys[self.found["key"]].divide(x, members, setting)


def key(value, at, problems, depth=1):
    """Reads a key object of any type."""
    if depth > DEEPEST:
        return problems.append(("key-depth", at))
    if not isinstance(value, dict):
        return problems.append(("wrong-type", at))

    def nested(value, at, problems):
        return key(value, at, problems, depth + 1)

    weight = decimal(0)
    part = {"weight": required(weight), "key": required(nested)}
    bound = one_way(fields({"percent": optional(decimal(0)), "amount": optional(money(0))}), ["percent"], ["amount"])
    as_of = one_way(fields({"years_before": optional(whole(0, 100)), "month": optional(whole(1, 12)),
                    "day": optional(whole(1, 31)), "date": optional(day)}),
                    ["years_before", "month", "day"], ["date"])
    types = {
        "equal": (Equal, {}),
        "shares": (Shares, {"shares": required(map_of(weight))}),
        "statistic": (Statistic, {"statistic": required(text), "as_of": optional(as_of)}),
        "seats": (Seats, {"bodies": optional(ids)}),
        "groups": (Groups, {"groups": required(list_of(fields({"among": required(selector), **part})))}),
        "blend": (Blend, {"parts": required(list_of(fields(part)))}),
        "base_fee": (BaseFee, {"fees": required(map_of(money(0))), "remainder": required(nested)}),
        "bounded": (Bounded, {"key": required(nested), "min": optional(map_of(bound)), "max": optional(map_of(bound))}),
        "among": (Among, {"among": required(selector), "key": required(nested)}),
        "ref": (Ref, {"key": required(text)})}
    chosen, table = types.get(value.get("type"), (None, {}))
    known = value if chosen else {"type": value.get("type")}  # of an unknown type, no field can be said to be wrong
    found = fields({"type": required(one_of(*types)), **table})(known, at, problems)
    return chosen(found) if chosen and found else None
