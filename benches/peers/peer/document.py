"""The agreement document of §2, field by field. Everything is read and checked, used by the calculation or not."""

from .keys import key
from .selector import selector
from .shape import (anything, ascending, day, decimal, elements, fields, flag, ids, in_order, list_of, map_of, money,
                    one_of, one_way, optional, required, slug, text, whole)
from .shortfalls import CAUSES

YEAR = whole(2000, 2100)
PERCENT = decimal(0, 100)
NOT_NEGATIVE = decimal(0)
KIND = one_of("region", "municipality", "association", "other")
RESERVED = {"reserve", "region", "municipality", "association", "other"}


def turns(value, at, problems):
    found = ids(value, at, problems)
    if found == []:
        problems.append(("out-of-range", at))
    return found


rotation = fields({"rotate": required(turns), "starting": required(YEAR)})


def host(value, at, problems):
    """One party, or several that take turns."""
    return slug(value, at, problems) if isinstance(value, str) else rotation(value, at, problems)


def key_or_name(value, at, problems):
    """A cost's key may be written out or named."""
    if isinstance(value, str):
        value = {"type": "ref", "key": value}
    return key(value, at, problems)


month_day = fields({"month": required(whole(1, 12)), "day": required(whole(1, 31))})

party_fields = in_order(fields({
    "id": required(slug), "name": required(text), "kind": required(KIND), "organisation_number": optional(text),
    "area": optional(text), "member_from": optional(day), "member_to": optional(day), "payer": optional(slug),
    "shares_costs": optional(flag)}), "member_from", "member_to")


def party(value, at, problems):
    """A reserved word is no party's id, as fees and bounds could then mean a kind or a party. The one exception is a
    party named by its own kind (a lone association called `association`), for which both mean the same."""
    found = party_fields(value, at, problems)
    if found and found["id"] in RESERVED and found["id"] != found["kind"]:
        problems.append(("id-format", f"{at}/id"))
    return found


body = fields({
    "id": required(slug), "name": required(text), "meetings_per_year": optional(NOT_NEGATIVE),
    "seats": optional(map_of(NOT_NEGATIVE)), "chair": optional(host)})

PER_YEAR, PER_MEETING = ["per_year"], ["per_meeting", "bodies"]
hours = one_way(fields({"per_year": optional(NOT_NEGATIVE), "per_meeting": optional(NOT_NEGATIVE),
                        "bodies": optional(ids)}), PER_YEAR, PER_MEETING)
rate_fields = one_way(fields({
    "hourly": optional(money(0)), "monthly_salary": optional(money(0)), "on_costs_percent": optional(NOT_NEGATIVE),
    "overhead_percent": optional(NOT_NEGATIVE), "annual_hours": optional(decimal(above=0)), "source": optional(text)}),
    ["hourly"], ["monthly_salary", "annual_hours"])


def rate(value, at, problems):
    """What is put on a salary has no place beside an hourly rate."""
    found = rate_fields(value, at, problems)
    if found and found["hourly"] is not None:
        if any(found[name] is not None for name in ("on_costs_percent", "overhead_percent")):
            problems.append(("conflicting-fields", at))
    return found


amount = one_way(fields({"per_year": optional(money()), "per_meeting": optional(money()), "bodies": optional(ids)}),
                 PER_YEAR, PER_MEETING)

cost_fields = in_order(fields({
    "id": required(slug), "name": required(text), "type": required(one_of("staff", "purchase", "reserve")),
    "hours": optional(hours), "rate": optional(rate), "amount": optional(amount), "key": required(key_or_name),
    "provided_by": optional(slug), "from": optional(day), "to": optional(day), "index": optional(one_of("none")),
    "vat": optional(one_of("outside_scope", "standard_25", "standard_12", "standard_6", "exempt")),
    "exemption_reason": optional(text), "source": optional(text), "account": optional(anything)}), "from", "to")


def cost(value, at, problems):
    found = cost_fields(value, at, problems)
    if found is None:
        return None
    staff = found["type"] == "staff"
    needed, foreign = (["hours", "rate"], ["amount"]) if staff else (["amount"], ["hours", "rate"])
    if found["type"]:
        problems.extend(("missing-field", f"{at}/{name}") for name in needed if value.get(name) is None)
        problems.extend(("unknown-field", f"{at}/{name}") for name in foreign if value.get(name) is not None)
    if found["type"] == "reserve" and found["amount"]:
        given = [name for name in ("per_year", "per_meeting") if (found["amount"][name] or 0) < 0]
        problems.extend(("out-of-range", f"{at}/amount/{name}") for name in given)
    return found


indexation = one_way(fields({
    "percent_per_year": optional(decimal(above=-100)), "series": optional(map_of(NOT_NEGATIVE)),
    "base_year": required(YEAR)}), ["percent_per_year"], ["series"])


def index(value, at, problems):
    found = indexation(value, at, problems)
    if found and found["series"] and found["series"].get(str(found["base_year"])) == 0:
        problems.append(("out-of-range", f"{at}/series/{found['base_year']}"))
    return found


steps = {
    "reserve": {"limit": optional(money(0))},
    "redistribute": {"among": optional(selector), "by": optional(key_or_name),
                     "max_increase_percent": optional(NOT_NEGATIVE)},
    "guarantor": {"party": required(slug), "limit": optional(money(0)), "percent": optional(PERCENT)},
    "reduce_service": {"costs": required(ids), "max_percent": optional(PERCENT)},
    "match_down": {"of": required(selector), "costs": required(ids)},
    "carry_forward": {"limit": optional(money(0))}}


def step(value, at, problems):
    kind = value.get("type") if isinstance(value, dict) else None
    table = {"type": required(one_of(*steps)), "recoverable": optional(flag), **steps.get(kind, {})}
    return fields(table)(value, at, problems)


complement = fields({"target": required(text), "of": required(decimal())})
lever = ascending(fields({
    "id": required(slug), "name": optional(text), "targets": required(list_of(text)),
    "complements": optional(list_of(complement)), "min": required(decimal()), "max": required(decimal()),
    "step": required(decimal(above=0)), "unit": optional(text)}), "min", "max")
milestone = fields({"id": required(slug), "name": required(text), "date": optional(day),
                    "every_year": optional(month_day)})
reference = fields({"label": required(text), "text": optional(text)})
invoicing = fields({
    "instalments": optional(whole(1, 12)), "in_advance": optional(flag), "due_days": optional(whole(0, 365)),
    "fixed_due_day": optional(month_day), "minimum_amount": optional(money(0)), "handling_cost": optional(money(0)),
    "ocr": optional(one_of("check", "length_check")), "reminder_fee": optional(money(0)),
    "interest_margin_percent": optional(NOT_NEGATIVE)})

agreement = in_order(fields({
    "name": required(text), "currency": required(one_of("SEK")), "valid_from": required(day), "valid_to": optional(day),
    "host": required(host), "settlement": optional(one_of("via_host", "netted")),
    "rounding_unit": optional(one_of("0.01", "1.00")), "parties": required(elements(party)),
    "bodies": optional(elements(body)), "costs": required(elements(cost)), "keys": optional(map_of(key)),
    "indexation": optional(index), "default_policy": optional(list_of(step)), "levers": optional(elements(lever)),
    "invoicing": optional(invoicing), "notice_months": optional(whole(0, 1200)),
    "milestones": optional(elements(milestone)), "references": optional(list_of(reference))}), "valid_from", "valid_to")

observation = fields({"for": required(text), "date": required(day), "value": required(NOT_NEGATIVE),
                      "source": optional(text)})
opening = fields({"reserve": optional(money(0)), "debts": optional(map_of(money(0)))})
actual = one_way(fields({"hours": optional(NOT_NEGATIVE), "amount": optional(money())}), ["hours"], ["amount"])
change_fields = fields({"target": required(text), "value": optional(anything)})


def change(value, at, problems):
    """A change says its value, be it null."""
    found = change_fields(value, at, problems)
    if found and "value" not in value:
        problems.append(("missing-field", f"{at}/value"))
    return found


event = in_order(fields({
    "party": required(slug), "contributes_percent": required(PERCENT), "from": optional(day), "to": optional(day),
    "cause": optional(one_of(*CAUSES)), "reason": optional(text)}), "from", "to")

request = fields({
    "agreement": required(anything), "changes": optional(list_of(change)), "year": required(YEAR),
    "statistics": optional(map_of(list_of(observation))), "opening": optional(opening),
    "actuals": optional(map_of(actual)), "events": optional(list_of(event))})
