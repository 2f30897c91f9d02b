"""One mistake each, made in a request that was fine: the two programs must name it the same."""


def make_one(rng, request):
    """Spoils the request in one way, chosen by `rng`; a way that needs what the request lacks does nothing."""
    rng.choice(MISTAKES)(rng, request)


def some_cost(rng, request):
    return rng.choice(request["agreement"]["costs"])


def unknown_key(rng, request):
    some_cost(rng, request)["key"] = "no-such-key"


def unknown_party(rng, request):
    some_cost(rng, request)["key"] = {"type": "shares", "shares": {"nobody": "1"}}


def unknown_body(rng, request):
    some_cost(rng, request)["key"] = {"type": "among", "among": {"body": "nowhere"}, "key": {"type": "equal"}}


def unknown_host(rng, request):
    request["agreement"]["host"] = "nobody"


def unknown_debtor(rng, request):
    request["opening"] = {"debts": {"nobody": "1.00"}}


def key_cycle(rng, request):
    blend = {"type": "blend", "parts": [{"weight": "0", "key": {"type": "ref", "key": "circle"}}]}
    request["agreement"]["keys"]["circle"] = blend


def payer_chain(rng, request):
    parties = request["agreement"]["parties"]
    for party, payer in zip(parties, parties[1:]):
        party["payer"] = payer["id"]
    parties[-1]["payer"] = parties[0]["id"]


def missing_index(rng, request):
    request["agreement"]["indexation"] = {"series": {"2001": "100"}, "base_year": 2001}


def duplicate_observation(rng, request):
    observations = request["statistics"]["pupils"]
    if observations:
        observations.append(dict(rng.choice(observations)))


def no_such_target(rng, request):
    request["changes"] = [{"target": "costs/no-such-cost/hours/per_year", "value": "1"}]


def negative_weight(rng, request):
    some_cost(rng, request)["key"] = {"type": "blend", "parts": [{"weight": "-1", "key": {"type": "equal"}}]}


def negative_reserve(rng, request):
    cost = some_cost(rng, request)
    for name in ("hours", "rate", "provided_by"):
        cost.pop(name, None)
    cost["type"], cost["amount"] = "reserve", {"per_year": "-1.00"}
    request.pop("changes", None)  # one of them may set the rate that is gone now


def money_as_number(rng, request):
    request["opening"] = {"reserve": rng.choice([5, 0.1])}


def no_such_field(rng, request):
    rng.choice(request["agreement"]["parties"])["knid"] = "region"


def no_name(rng, request):
    del rng.choice(request["agreement"]["parties"])["name"]


def no_such_kind(rng, request):
    rng.choice(request["agreement"]["parties"])["kind"] = "county"


def same_id(rng, request):
    parties = request["agreement"]["parties"]
    parties.append(dict(parties[0]))


def overlap(rng, request):
    group = {"among": "all", "weight": "1", "key": {"type": "equal"}}
    some_cost(rng, request)["key"] = {"type": "groups", "groups": [group, group]}


def minimum_above_maximum(rng, request):
    some_cost(rng, request)["key"] = {"type": "bounded", "key": {"type": "equal"}, "min": {"*": {"percent": "9"}},
                                      "max": {"*": {"percent": "8"}}}


def bent_policy(rng, request):
    bounded = {"type": "bounded", "key": {"type": "equal"}}
    request["agreement"]["default_policy"] = [{"type": "redistribute", "by": bounded}]


def turned_around(rng, request):
    some_cost(rng, request).update({"from": "2027-06-01", "to": "2027-05-31"})


def said_twice(rng, request):
    cost = some_cost(rng, request)
    cost["hours" if cost["type"] == "staff" else "amount"] = {"per_year": "1", "per_meeting": "1", "bodies": []}


def overlapping_events(rng, request):
    """The second begins on the last day of the first, or at its first, or both have no end."""
    party = rng.choice(request["agreement"]["parties"])["id"]
    first = {"party": party, "contributes_percent": "100", "from": "2027-03-01", "to": "2027-06-30"}
    second = {"party": party, "contributes_percent": "0", **rng.choice([
        {"from": "2027-06-30"}, {"to": "2027-03-01"}, {}, {"from": "2027-04-01", "to": "2027-04-01"}])}
    request["events"] = rng.sample([first, second], 2)


def event_for_nobody(rng, request):
    request["events"] = [{"party": "nobody", "contributes_percent": "0"}]


def event_above_all(rng, request):
    party = rng.choice(request["agreement"]["parties"])["id"]
    request["events"] = [{"party": party, "contributes_percent": rng.choice(["100.0000000001", "-1"])}]


def event_without_percent(rng, request):
    request["events"] = [{"party": request["agreement"]["parties"][0]["id"], "cause": "dispute"}]


def event_of_no_cause(rng, request):
    party = request["agreement"]["parties"][0]["id"]
    request["events"] = [{"party": party, "contributes_percent": "0", "cause": "weather"}]


def event_turned_around(rng, request):
    party = request["agreement"]["parties"][0]["id"]
    request["events"] = [{"party": party, "contributes_percent": "0", "from": "2027-07-01", "to": "2027-06-30"}]


def step_of_nothing(rng, request):
    steps = [{"type": "guarantor", "party": "nobody"}, {"type": "reduce_service", "costs": ["no-such-cost"]},
             {"type": "match_down", "of": {"parties": ["nobody"]}, "costs": []}]
    request["agreement"]["default_policy"] = [rng.choice(steps)]


def step_beyond_all(rng, request):
    steps = [{"type": "reserve", "limit": "-1.00"}, {"type": "reduce_service", "costs": [], "max_percent": "101"},
             {"type": "redistribute", "max_increase_percent": "-5"}, {"type": "carry_forward", "limit": "-0.01"}]
    request["agreement"]["default_policy"] = [rng.choice(steps)]


MISTAKES = [
    unknown_key, unknown_party, unknown_body, unknown_host, unknown_debtor, key_cycle, payer_chain, missing_index,
    duplicate_observation, no_such_target, negative_weight, negative_reserve, money_as_number, no_such_field, no_name,
    no_such_kind, same_id, overlap, minimum_above_maximum, bent_policy, turned_around,
    said_twice, overlapping_events, event_for_nobody, event_above_all, event_without_percent, event_of_no_cause,
    event_turned_around, step_of_nothing, step_beyond_all]
