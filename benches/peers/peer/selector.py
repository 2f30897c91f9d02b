"""Selectors: which of the members a key, a group or a policy step is about."""

from .shape import fields, ids, one_of, one_way, optional, slug

table = one_way(
    fields({"kind": optional(one_of("region", "municipality", "association", "other")), "parties": optional(ids),
            "except": optional(ids), "body": optional(slug)}),
    ["kind"], ["parties"], ["except"], ["body"])


class Selector:
    """`"all"`, a kind, these parties, all but these, or those with a seat in a body."""

    def __init__(self, how, what, at):
        self.how, self.what, self.at = how, what, at

    def among(self, members, bodies):
        return [party for party in members if self.takes(party, bodies)]

    def takes(self, party, bodies):
        match self.how:
            case "all":
                return True
            case "kind":
                return party["kind"] == self.what
            case "parties":
                return party["id"] in self.what
            case "except":
                return party["id"] not in self.what
            case "body":
                return (bodies[self.what]["seats"] or {}).get(party["id"], 0) > 0


def selector(value, at, problems):
    if value == "all":
        return Selector("all", None, at)
    if isinstance(value, str):
        return problems.append(("unknown-value", at))
    found = table(value, at, problems)
    if found is None:
        return None
    how = next((name for name in ("kind", "parties", "except", "body") if found[name] is not None), None)
    return Selector(how, found[how], at) if how else None
