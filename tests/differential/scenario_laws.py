"""What must hold in every answer of § 9, whoever gave it. Every year can be calculated alone, with `split`."""

from fractions import Fraction
from math import comb

from laws import ore, sums, total


def broken(verb, body, answer, calculate):
    """The laws that an answer breaks, in words. `calculate` makes the answer of § 8 to a request."""
    if "errors" in answer or "crash" in answer:
        return
    yield from LAWS[verb](body, answer, calculate)


def comparison(body, answer, calculate):
    other = isinstance(body.get("baseline"), dict)
    scenarios = [*([None] if other else []), {}, *(body.get("scenarios") or [])]
    against = body["baseline"] if isinstance(body.get("baseline"), str) else answer["years"][0]["scenarios"][0]["name"]
    yield from columns(answer, against)
    for index, scenario in enumerate(scenarios):
        if scenario is None:
            single = {**body, "agreement": body["baseline"]["agreement"], "changes": []}
            there = {party["id"] for party in single["agreement"]["parties"]}
            opening = body.get("opening") or {}
            debts = {id: owed for id, owed in (opening.get("debts") or {}).items() if id in there}
            yield from chained(answer, index, as_scenario({**single, "opening": {**opening, "debts": debts}}, {}),
                               calculate)
            continue
        yield from chained(answer, index, as_scenario(body, scenario), calculate)
        if not any(scenario.get(name) for name in ("changes", "events", "statistics")):
            for year in answer["years"]:
                if year["scenarios"][index]["result"] != year["scenarios"][int(other)]["result"]:
                    yield f"{scenario.get('name')} changes nothing and differs in {year['year']}"


def leaving(body, answer, calculate):
    yield from columns(answer, "stay")
    stay = as_scenario(body, (body.get("scenarios") or [{}])[0])
    member_to = {"target": f"parties/{body['party']}/member_to", "value": body["last_day"]}
    yield from chained(answer, 0, stay, calculate)
    yield from chained(answer, 1, {**stay, "changes": [*stay["changes"], member_to]}, calculate)
    notice = answer["notice"]
    if notice["notice_by"] is None:
        verdict = "no-notice-period"
    else:
        verdict = "in-time" if body["notice_on"] <= notice["notice_by"] else "too-late"
        months = [int(day[:4]) * 12 + int(day[5:7]) for day in (notice["notice_by"], body["last_day"])]
        if months[1] - months[0] != notice["notice_months"]:
            yield "notice is not so many months before"
    if notice["verdict"] != verdict:
        yield f"notice is {verdict}"


def as_scenario(body, scenario):
    """The request of § 8 for a scenario, its year left out."""
    own = {name: {(each["for"], each["date"]): each for each in series}
           for name, series in (body.get("statistics") or {}).items()}
    for name, series in (scenario.get("statistics") or {}).items():
        own.setdefault(name, {}).update({(each["for"], each["date"]): each for each in series})
    return {"agreement": body["agreement"],
            "changes": [*(body.get("changes") or []), *(scenario.get("changes") or [])],
            "statistics": {name: list(series.values()) for name, series in own.items()},
            "opening": body.get("opening"), "events": scenario.get("events") or []}


def chained(answer, index, request, calculate):
    """Every year alone, opened with what the year before closed with, is the year of the chain."""
    opening = request["opening"]
    for year in answer["years"]:
        result = year["scenarios"][index]["result"]
        alone = calculate({**request, "opening": opening, "year": year["year"]})
        if any(alone.get(name) != result[name] for name in FIGURES):
            yield f"column {index}: {year['year']} alone is not what it is in the chain"
        opening = result["closing"]
    if answer["sustained"][index]["closing"] != opening:
        yield f"column {index}: does not close with what the last year closes with"


FIGURES = ["total", "lines", "parties", "default", "transfers", "closing"]


def columns(answer, against):
    for year in answer["years"]:
        base = next(each for each in year["scenarios"] if each["name"] == against)
        before = {party["id"]: ore(party["payable"]) for party in base["result"]["parties"]}
        for each in year["scenarios"]:
            at = f"{each['name']} {year['year']}"
            for law in (*result_laws(each["result"]), *indicator_laws(each), *change_laws(each, before)):
                yield f"{at}: {law}"


def result_laws(result):
    yield from sums(result)
    default = result["default"]
    if default and total(default["steps"], "covered") + ore(default["uncovered"]) != ore(default["shortfall"]):
        yield "covered and uncovered are not the shortfall"


def change_laws(column, before):
    now = {party["id"]: ore(party["payable"]) for party in column["result"]["parties"]}
    told = {each["party"]: ore(each["amount"]) for each in column["change"]}
    if told != {id: now.get(id, 0) - before.get(id, 0) for id in now.keys() | before.keys()}:
        yield "change is not payable minus the baseline's"
    for each in column["change"]:
        base = before.get(each["party"], 0)
        if (each["percent"] is None) != (base <= 0):
            yield f"{each['party']}: a percentage of nothing, or none of something"
        elif base > 0 and abs(Fraction(each["percent"]) * base - 100 * ore(each["amount"])) > base * SMALL:
            yield f"{each['party']}: the percentage is not that of the amount"


SMALL = Fraction(1, 2_000_000)  # half of the sixth decimal


def indicator_laws(column):
    found, parties = column["indicators"], column["result"]["parties"]
    if found["total"] != column["result"]["total"]:
        yield "two totals"
    most = max((ore(each["amount"]) for each in column["change"]), default=0)
    if ore((found["largest_increase"] or {"amount": "0.00"})["amount"]) != max(0, most):
        yield "the largest increase is not the largest"
    if (found["gini"] is None) < (found["per_inhabitant"] is None):
        yield "a gini of nothing"
    heads = found["per_inhabitant"]
    if heads:
        amounts = [ore(each["amount"]) for each in heads["municipalities"]]
        if not min(amounts) == ore(heads["min"]) <= ore(heads["mean"]) <= ore(heads["max"]) == max(amounts):
            yield "min, mean and max are out of order"
        nobody_gains = all(ore(party["payable"]) >= 0 for party in parties)
        if found["gini"] and nobody_gains and not 0 <= Fraction(found["gini"]) < 1:
            yield "gini is outside 0 and 1"


def stress(body, answer, calculate):
    parties = calculate({**plain(body), "year": body["year"]})["parties"]
    for policy in answer["policies"]:
        if (policy["breaking_point"] is None) != (policy["uncovered_subsets"] == 0):
            yield f"{policy['name']}: a breaking point and no uncovered subset, or the other way"
        if not policy["uncovered_subsets"] <= policy["subsets"] <= subsets(len(parties), body["max_defaulters"]):
            yield f"{policy['name']}: too many subsets"
        for worst in policy["worst_increase"]:
            again = fallen(body, policy["name"], worst["defaulters"], calculate)
            if not any(each["id"] == worst["party"] and each["cover"] == worst["amount"] for each in again["parties"]):
                yield f"{policy['name']}: {worst['party']} does not cover {worst['amount']}"
    for each in answer["matrix"]:
        again = fallen(body, each["policy"], each["defaulters"], calculate)
        default = again.get("default") or {"uncovered": "0.00"}
        if "errors" not in again and default["uncovered"] != each["uncovered"]:
            yield f"{each['policy']}, {each['defaulters']}: uncovered is {default['uncovered']}"


def subsets(count, most):
    return sum(comb(count, size) for size in range(1, most + 1))


def plain(body):
    return {name: body[name] for name in ("agreement", "changes", "statistics", "opening") if name in body}


def fallen(body, policy, defaulters, calculate):
    """The year calculated alone with these defaulters, the policy put into the agreement."""
    changes = list(body.get("changes") or [])
    if policy != "agreement":
        changes.append({"target": "default_policy", "value": body["policies"][policy]})
    events = [{"party": id, "contributes_percent": "0"} for id in defaulters]
    return calculate({**plain(body), "changes": changes, "events": events, "year": body["year"]})


def lever_of(asked, body):
    """The lever itself; None when it is the agreement's own and changes may have touched it."""
    return asked.get("lever") or next((each for each in body["agreement"].get("levers") or []
                                       if each["id"] == asked["id"]), None)


def with_lever(body, lever, value, calculate):
    found = as_scenario(body, (body.get("scenarios") or [{}])[0])
    changes = [{"target": target, "value": value} for target in lever["targets"]]
    changes += [{"target": each["target"], "value": decimal(Fraction(each["of"]) - Fraction(value))}
                for each in lever.get("complements") or []]
    return calculate({**found, "changes": [*found["changes"], *changes], "year": body["years"][0]})


def decimal(exact):
    text = f"{float(exact):.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def sensitivity(body, answer, calculate):
    plainly = calculate({**as_scenario(body, (body.get("scenarios") or [{}])[0]), "year": body["years"][0]})
    for asked, told in zip(body["levers"], answer["levers"], strict=True):
        lever = lever_of(asked, body)
        ends = {end: with_lever(body, lever, asked[end], calculate) for end in ("low", "high")}
        for end, again in {**ends, "now": plainly}.items():
            payable = [{"party": party["id"], "payable": party["payable"]} for party in again["parties"]]
            if told[end]["parties"] != payable or told[end]["total"] != again["total"]:
                yield f"{told['id']}: {end} is not what the year comes to alone"


def goal_seek(body, answer, calculate):
    asked = {"id": body["lever"]} if isinstance(body["lever"], str) else {"lever": body["lever"]}
    lever = lever_of(asked, body)
    again = with_lever(body, lever, answer["value"], calculate)
    if any(again.get(name) != answer["result"][name] for name in FIGURES):
        yield "the result is not that of the value"
    value, step = Fraction(answer["value"]), Fraction(lever["step"])
    if (value - Fraction(lever["min"])) % step or not Fraction(lever["min"]) <= value <= Fraction(lever["max"]):
        yield "the value is not one of the lever's"
    yield from result_laws(answer["result"])
    goal = body["goal"]
    if goal["measure"] == "payable":
        most = max((ore(party["payable"]) for party in answer["result"]["parties"]
                    if party["id"] == goal["for"] or goal["for"] == "each-municipality"
                    and kind_of(body, party["id"]) == "municipality"), default=0)
        if goal["for"] != "each-municipality" and answer["found"] != (most <= ore(goal["at_most"])):
            yield "found is not whether the goal is reached"


def kind_of(body, id):
    return next((party["kind"] for party in body["agreement"]["parties"] if party["id"] == id), None)


LAWS = {"comparison": comparison, "stress": stress, "sensitivity": sensitivity, "goal-seek": goal_seek,
        "exit": leaving}
