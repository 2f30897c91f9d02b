"""What must hold in every answer: nothing is lost, nobody is asked for more than the policy says."""

from fractions import Fraction

PERCENT = Fraction(1, 100)


def broken(body, answer, calculate):
    """The laws that an answer breaks, in words. `calculate` makes an answer of a request."""
    if "errors" in answer:
        return
    yield from sums(answer)
    if body.get("events") and calculate({**body, "events": body["events"][::-1]}) != answer:
        yield "the order of events matters"
    if answer["default"] is None:
        if any(party[name] != "0.00" for party in answer["parties"] for name in ("shortfall", "cover", "advance")):
            yield "positions moved without a shortfall"
        return
    yield from accounts(body, answer)
    yield from defaulters(answer)
    if "changes" not in body:  # they may have changed the policy
        yield from caps(body["agreement"], answer)


def ore(text):
    return int(Fraction(text) * 100)


def total(elements, name):
    return sum(ore(each[name]) for each in elements)


def gained(answer, body):
    """What the reserve holds more at the end than at the start."""
    return ore(answer["closing"]["reserve"]) - ore((body.get("opening") or {}).get("reserve") or "0")


def sums(answer):
    """Σ net, the reserve's included, is what the transfers say: zero."""
    in_and_out = {}
    for each in answer["transfers"]:
        in_and_out[each["from"]] = in_and_out.get(each["from"], 0) + ore(each["amount"])
        in_and_out[each["to"]] = in_and_out.get(each["to"], 0) - ore(each["amount"])
    if total(answer["parties"], "net") + in_and_out.get("reserve", 0) != 0:
        yield "Σ net is not zero"
    if total(answer["parties"], "debt") != total((answer["default"] or {"claims": []})["claims"], "amount"):
        yield "debts are not claims"


def accounts(body, answer):
    """Cover, reductions, reserve and advance account for the shortfall."""
    default, costs = answer["default"], answer["costs"]
    names = {cost["id"]: cost["type"] for cost in body["agreement"]["costs"]}
    set_aside = sum(ore(cost["amount"]) - ore(cost["reduction"]) for cost in costs
                    if names.get(cost["id"], cost["id"]) == "reserve")
    from_reserve = set_aside - gained(answer, body)
    if "changes" in body:  # a cost that a change added may be a reserve
        from_reserve = sum(ore(by["amount"]) for step in default["steps"] for by in step["by"] if "reserve" in by)
    if from_reserve > ore((body.get("opening") or {}).get("reserve") or "0"):
        yield "the reserve pays more than it held at the start"
    missing = total(answer["parties"], "shortfall")
    if missing != ore(default["shortfall"]):
        yield "the parties' shortfalls are not the shortfall"
    met = total(answer["parties"], "cover") + total(costs, "reduction") + total(answer["parties"], "advance")
    if met + from_reserve != missing:
        yield f"{met + from_reserve} öre cover {missing} öre"
    left = missing
    for number, step in enumerate(default["steps"]):
        left -= ore(step["covered"])
        if left != ore(step["remaining"]) or total(step["by"], "amount") != ore(step["covered"]) or left < 0:
            yield f"step {number} does not add up"
    if left != ore(default["uncovered"]):
        yield "uncovered is not what is left"


def defaulters(answer):
    """Who falls short covers nothing; only an uncovered rest may be laid out by a host that does."""
    short = {party["id"] for party in answer["parties"] if party["shortfall"] != "0.00"}
    for party in answer["parties"]:
        if party["id"] in short and party["cover"] != "0.00":
            yield f"{party['id']} falls short and covers"
        if ore(party["shortfall"]) > max(0, ore(party["allocated"])) or ore(party["debt"]) > ore(party["shortfall"]):
            yield f"{party['id']} falls short or owes more than its part"
    for step in answer["default"]["steps"]:
        if any(by.get("party") in short for by in step["by"]):
            yield f"a defaulter covers in {step['type']}"


def caps(agreement, answer):
    """Nobody is above a cap, counted over the steps before."""
    allocated = {party["id"]: max(0, ore(party["allocated"])) for party in answer["parties"]}
    amounts = {cost["id"]: max(0, ore(cost["amount"])) for cost in answer["costs"]}
    got, cut, before = {}, {}, ore(answer["default"]["shortfall"])
    for step, told in zip(agreement.get("default_policy") or [], answer["default"]["steps"], strict=True):
        for by in told["by"]:
            if step["type"] == "redistribute":
                id = by["party"]
                got[id] = got.get(id, 0) + ore(by["amount"])
                most = step.get("max_increase_percent")
                if most is not None and got[id] > allocated[id] * Fraction(most) * PERCENT:
                    yield f"{id} is above its cap"
            elif "cost" in by:
                id = by["cost"]
                cut[id] = cut.get(id, 0) + ore(by["amount"])
                if cut[id] > amounts[id] * Fraction(step.get("max_percent") or "100") * PERCENT:
                    yield f"{id} is cut too much"
        covered = ore(told["covered"])
        if covered > ore(step.get("limit") or "1000000000000000"):
            yield f"{step['type']} covers more than its limit"
        if step["type"] == "guarantor" and covered > before * Fraction(step.get("percent") or "100") * PERCENT:
            yield "the guarantor takes more than its percent"
        before = ore(told["remaining"])
