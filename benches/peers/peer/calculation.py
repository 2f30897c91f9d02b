"""The whole calculation: a request read, its costs divided, the answer written."""

from dataclasses import dataclass, field
from fractions import Fraction

from . import document, positions, references
from .changes import added_fields, changed
from .costs import amount_of
from .keys import Setting, summed
from .numbers import MAX_ORE, days_in, next_day, show_decimal, show_money
from .problems import Problems, all_of
from .rounding import largest_remainder
from .shortfalls import overlapping
from .statistics import Statistics, duplicates
from .waterfall import Waterfall, waterfall


@dataclass
class Request:
    """A request that has been read and holds together."""

    agreement: dict
    statistics: Statistics
    year: int
    opening: dict
    actuals: dict
    events: list
    bodies: dict
    keys: dict
    unit: int


@dataclass
class Calculation:
    """The result, in whole öre."""

    host: str
    costs: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    provided: dict = field(default_factory=dict)
    allocated: dict = field(default_factory=dict)
    transfers: list = field(default_factory=list)
    set_aside: int = 0
    default: Waterfall | None = None
    warnings: list = field(default_factory=list)


def read(body):
    """The request in a parsed JSON body; `Problems` with everything wrong in it otherwise."""
    problems = []
    found = document.request(body, "", problems)
    if problems:
        raise Problems(*problems)
    changes = found["changes"] or []
    return assembled(changed(found["agreement"], changes), found, changes=changes)


def assembled(source, found, at="/agreement", changes=()):
    """An agreement's JSON, its changes made, and the rest of a request that is already read, held against it."""
    problems = []
    agreement = document.agreement(source, at, problems)
    holds_together = not problems
    targets = set(added_fields(source, changes)) if problems else ()
    problems = [("unknown-target" if code == "unknown-field" and pointer in targets else code, pointer)
                for code, pointer in problems]
    problems.extend(duplicates(found["statistics"] or {}))
    problems.extend(overlapping(found["events"] or []))
    if not holds_together:
        raise Problems(*problems)
    references.check(agreement, problems)
    check_names(found, agreement, problems)
    if problems:
        raise Problems(*problems)
    return Request(
        agreement, Statistics(found["statistics"] or {}), found["year"],
        found["opening"] or {"reserve": None, "debts": None}, found["actuals"] or {},
        found["events"] or [], {body["id"]: body for body in agreement["bodies"] or []}, agreement["keys"] or {},
        100 if agreement["rounding_unit"] == "1.00" else 1)


def check_names(found, agreement, problems):
    """Actuals, opening debts and events name costs and parties that exist."""
    costs = {cost["id"] for cost in agreement["costs"]}
    parties = {party["id"] for party in agreement["parties"]}
    for known, given, at in ((costs, found["actuals"], "/actuals"),
                             (parties, (found["opening"] or {}).get("debts"), "/opening/debts")):
        problems.extend(("unknown-reference", f"{at}/{id}") for id in given or () if id not in known)
    problems.extend(("unknown-reference", f"{event['at']}/party") for event in found["events"] or []
                    if event["party"] not in parties)
    types = {cost["id"]: cost["type"] for cost in agreement["costs"]}
    for id, actual in (found["actuals"] or {}).items():
        if actual["hours"] is not None and types.get(id, "staff") != "staff":
            problems.append(("unknown-field", f"/actuals/{id}/hours"))
        if types.get(id) == "reserve" and (actual["amount"] or 0) < 0:
            problems.append(("out-of-range", f"/actuals/{id}/amount"))


def calculate(request):
    """Costs, lines, positions and transfers of the request's year."""
    agreement = request.agreement
    result = Calculation(positions.host_of(agreement["host"], request.year))
    divided = all_of([lambda cost=cost: divide(cost, request, result.warnings) for cost in agreement["costs"]])
    odd_units = {}
    if abs(sum(amount.ore for amount, _ in divided)) >= MAX_ORE:
        raise Problems(("amount-too-large", "/agreement/costs"))
    for cost, (amount, parts) in zip(agreement["costs"], divided):
        result.costs.append((cost, amount))
        if amount.ore:
            payers = sum(1 for part in parts.values() if part)
            if abs(amount.ore) // request.unit < payers:
                warn(result.warnings, "unit-too-coarse", cost["at"])
            rounded = largest_remainder(parts, amount.ore, request.unit, odd_units)
            result.lines.extend((cost["id"], party["id"], rounded[party["id"]])
                                for party in agreement["parties"] if rounded.get(party["id"]))
    settle(request, result)
    return result


def warn(warnings, code, what):
    if (code, what) not in warnings:
        warnings.append((code, what))


def divide(cost, request, warnings):
    """The cost's amount and its exact parts, summed over the stretches of the year with the same members."""
    amount = amount_of(cost, request)
    if not amount.ore:
        return amount, {}
    if abs(amount.ore) >= MAX_ORE:
        raise Problems(("amount-too-large", cost["at"]))
    if not amount.active_days:
        raise Problems(("no-one-to-charge", cost["at"]))

    def of_segment(first, last, members):
        days = days_in(first, last)
        setting = Setting(request, cost, days, lambda code, what: warn(warnings, code, what))
        return cost["key"].divide(Fraction(amount.ore * days, amount.active_days), members, setting)

    segments = list(segments_of(amount.first, amount.last, request.agreement["parties"]))
    return amount, summed(all_of([lambda each=each: of_segment(*each) for each in segments]))


def segments_of(first, last, parties):
    """`(first, last, members)` for every stretch of days in which no one joins or leaves."""
    sharing = [party for party in parties if party["shares_costs"] is not False]
    starts = {first}
    for party in sharing:
        starts.update(day for day in (party["member_from"], party["member_to"] and next_day(party["member_to"]))
                      if day and first < day <= last)
    starts = sorted(starts)
    for start, following in zip(starts, [*starts[1:], next_day(last)]):
        end = type(start).fromordinal(following.toordinal() - 1)
        yield start, end, [party for party in sharing if (party["member_from"] or start) <= start
                           and (party["member_to"] or end) >= end]


def settle(request, result):
    parties = request.agreement["parties"]
    result.allocated = {party["id"]: 0 for party in parties}
    result.provided = {party["id"]: 0 for party in parties}
    for _, party, ore in result.lines:
        result.allocated[party] += ore
    result.default = waterfall(request, result.host, result.allocated, result.costs,
                               lambda code, what: warn(result.warnings, code, what))
    for cost, amount in result.costs:
        left = amount.ore - cut(result, cost["id"])
        if cost["type"] == "reserve":
            result.set_aside += left
        else:
            result.provided[cost["provided_by"] or result.host] += left
    standing = standings(result)
    check_sizes(request, result, standing)
    net = {id: found["net"] for id, found in standing.items()}
    settled = positions.balances(parties, net, used(result) - result.set_aside)
    if request.agreement["settlement"] == "netted":
        result.transfers = positions.netted(settled)
    else:
        hub = next(party["payer"] or party["id"] for party in parties if party["id"] == result.host)
        result.transfers = positions.via_host(settled, hub)


def check_sizes(request, result, standing):
    """No figure of the answer is as large as 10^15 kronor; opening balances may be what makes one so."""
    debts = request.opening["debts"] or {}
    figures = [closing_reserve(request, result), *(ore + standing[id]["debt"] for id, ore in debts.items())]
    if any(abs(ore) >= MAX_ORE for ore in figures):
        raise Problems(("amount-too-large", "/opening"))
    if any(abs(ore) >= MAX_ORE for found in standing.values() for ore in found.values()):
        raise Problems(("amount-too-large", "/agreement/costs"))


def closing_reserve(request, result):
    return (request.opening["reserve"] or 0) + result.set_aside - used(result)


def closing(request, result):
    """The balances the year ends with, and the next one opens with: everyone with a debt or named in the opening."""
    opening = request.opening["debts"] or {}
    return {"reserve": closing_reserve(request, result),
            "debts": {id: opening.get(id, 0) + found["debt"] for id, found in standings(result).items()
                      if id in opening or found["debt"]}}


def standings(result):
    """Every party's position (§6), in öre."""
    found, fallen = {}, result.default
    for id, allocated in result.allocated.items():
        shortfall = fallen.missing.get(id, 0) if fallen else 0
        cover = fallen.cover[id] if fallen else 0
        advance = fallen.advance if fallen and id == result.host else 0
        payable = allocated - shortfall + cover
        found[id] = {
            "allocated": allocated, "shortfall": shortfall, "cover": cover, "payable": payable,
            "provided": result.provided[id], "advance": advance, "net": payable + advance - result.provided[id],
            "debt": fallen.debts.get(id, 0) if fallen else 0}
    return found


def cut(result, cost):
    return result.default.cuts[cost] if result.default else 0


def used(result):
    return result.default.from_reserve if result.default else 0


def answer(request, result):
    """The JSON of §8."""
    total = sum(amount.ore for _, amount in result.costs)
    standing = standings(result)
    return {
        "year": request.year, "currency": "SEK", "host": result.host, "total": show_money(total),
        "costs": [shown_cost(cost, amount, cut(result, cost["id"])) for cost, amount in result.costs],
        "lines": [{"cost": cost, "party": party, "amount": show_money(ore)} for cost, party, ore in result.lines],
        "parties": [{
            "id": party["id"], "name": party["name"],
            "share_percent": show_decimal(Fraction(100 * result.allocated[party["id"]], total) if total else 0, 6),
            **{name: show_money(ore) for name, ore in standing[party["id"]].items()},
        } for party in request.agreement["parties"]],
        "default": shown_default(result.default),
        "transfers": [{"from": a, "to": b, "amount": show_money(ore)} for a, b, ore in result.transfers],
        "closing": shown_closing(closing(request, result)),
        "warnings": [{"code": code, "detail": what} for code, what in result.warnings]}


def shown_default(default):
    if default is None:
        return None
    return {
        "shortfall": show_money(default.shortfall),
        "steps": [{"type": type, "covered": show_money(covered), "remaining": show_money(left),
                   "by": [{kind: id, "amount": show_money(ore)} for kind, id, ore in by]}
                  for type, covered, left, by in default.steps],
        "uncovered": show_money(default.uncovered),
        "claims": [{"creditor": id, "amount": show_money(ore)} for id, ore in default.claims()]}


def shown_closing(closing):
    return {"reserve": show_money(closing["reserve"]),
            "debts": {id: show_money(ore) for id, ore in closing["debts"].items()}}


def shown_cost(cost, amount, reduction):
    staff = amount.hours is not None
    lost = amount.hours * reduction / amount.ore if staff and reduction else Fraction(0)
    return {
        "id": cost["id"], "name": cost["name"], "hours": show_decimal(amount.hours, 2) if staff else None,
        "rate": show_decimal(amount.rate / 100, 2) if staff else None, "active_days": amount.active_days,
        "amount": show_money(amount.ore), "reduction": show_money(reduction),
        "hours_lost": show_decimal(lost, 2) if staff else None}
