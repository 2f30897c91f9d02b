"""One mistake each in a request of § 9: the two programs must name it the same."""


def make_one(rng, verb, body):
    """Spoils the body in one way, chosen by `rng` among those that fit what is asked."""
    rng.choice([*ANY, *OF[verb]])(rng, body)


def no_such_field(rng, body):
    body["scenario"] = []


def no_such_target(rng, body):
    body["changes"] = [{"target": "costs/no-such-cost/hours/per_year", "value": "1"}]


def unknown_debtor(rng, body):
    body["opening"] = {"debts": {"nobody": "1.00"}}


def unknown_host(rng, body):
    body["agreement"]["host"] = "nobody"


def no_agreement(rng, body):
    del body["agreement"]


def money_as_number(rng, body):
    body["opening"] = {"reserve": 12}


def said_twice(rng, body):
    body["statistics"] = {"pupils": [{"for": "a", "date": "2025-12-31", "value": "1"}] * 2}


def add_scenario(body, **scenario):
    """The last one is spoiled, or one is there for it."""
    body["scenarios"] = [*(body.get("scenarios") or [{"name": "spoiled"}])]
    body["scenarios"][-1] = {**body["scenarios"][-1], **scenario}


def event_for_nobody(rng, body):
    add_scenario(body, events=[{"party": "nobody", "contributes_percent": "0"}])


def overlapping_events(rng, body):
    party = body["agreement"]["parties"][0]["id"]
    add_scenario(body, events=[{"party": party, "contributes_percent": "50", "to": "2028-06-30"},
                               {"party": party, "contributes_percent": "0"}])


def target_in_scenario(rng, body):
    add_scenario(body, changes=[{"target": rng.choice(["costs/x/y", "default_policy/77", "parties/x/name/z"]),
                                 "value": "1"}])


def bad_value(rng, body):
    add_scenario(body, changes=[{"target": "rounding_unit", "value": "0.10"}])


def reference_removed(rng, body):
    host = body["agreement"]["host"]
    if isinstance(host, str):
        add_scenario(body, changes=[{"target": f"parties/{host}", "value": None}])


def scenario_said_twice(rng, body):
    add_scenario(body, statistics={"pupils": [{"for": "a", "date": "2025-12-31", "value": "1"}] * 2})


def no_name(rng, body):
    body["scenarios"] = [{"changes": []}]
    body.pop("baseline", None)


def series_of_nothing(rng, body):
    body["per_inhabitant"] = "nobody-counts"


def name_taken(rng, body):
    taken = rng.choice(["baseline", "twice"])
    body["scenarios"] = [{"name": taken}, {"name": "other"}, {"name": taken}]
    body.pop("baseline", None)


def name_of_other(rng, body):
    body["baseline"] = {"name": "earlier", "agreement": body["agreement"]}
    body["scenarios"] = [{"name": rng.choice(["earlier", "agreement"])}]


def unknown_baseline(rng, body):
    body["baseline"] = "no such scenario"


def other_in_pieces(rng, body):
    body["baseline"] = {"name": "earlier", "agreement": {"name": "x"}}


def gap(rng, body):
    body["years"] = rng.choice([[2027, 2029], [2028, 2027], [2027, 2027], []])


def too_many_years(rng, body):
    body["years"] = list(range(2027, 2027 + 61))


def too_many_scenarios(rng, body):
    body["scenarios"] = [{"name": f"number {n}"} for n in range(51)]
    if isinstance(body.get("baseline"), str):
        del body["baseline"]  # one mistake at a time: the scenario that it names is gone


def policy_called_agreement(rng, body):
    body["policies"] = {"agreement": []}


def policy_of_nothing(rng, body):
    steps = [{"type": "guarantor", "party": "nobody"}, {"type": "reduce_service", "costs": ["no-such-cost"]},
             {"type": "redistribute", "max_increase_percent": "-1"}, {"type": "wish"},
             {"type": "redistribute", "by": {"type": "base_fee", "fees": {}, "remainder": {"type": "equal"}}}]
    body["policies"] = {"odd": [rng.choice(steps)]}


def nobody_falls(rng, body):
    body["max_defaulters"] = 0


def two_years(rng, body):
    body["years"] = [2027, 2028]


def two_scenarios(rng, body):
    body["scenarios"] = [{"name": "one"}, {"name": "two"}]


def unknown_lever(rng, body):
    if "levers" in body:
        body["levers"].append({"id": "no-such-lever", "low": "1", "high": "2"})
    else:
        body["lever"] = "no-such-lever"


def lever_to_nowhere(rng, body):
    lever = {"id": "l", "name": "L", "targets": ["costs/nowhere/hours/per_year"], "min": "0", "max": "1", "step": "1"}
    if "levers" in body:
        body["levers"].append({"lever": lever, "low": "1", "high": "2"})
    else:
        body["lever"] = lever


def goal_for_nobody(rng, body):
    body["goal"]["for"] = "nobody"


def goal_without_series(rng, body):
    body.pop("per_inhabitant", None)
    body["goal"]["measure"] = "per_inhabitant"


def nobody_leaves(rng, body):
    body["party"] = "nobody"


def leaves_before_it_came(rng, body):
    party = next(each for each in body["agreement"]["parties"] if each["id"] == body["party"])
    party["member_from"], body["last_day"] = "2027-06-01", "2027-05-31"
    party.pop("member_to", None)


def day_that_is_not(rng, body):
    body["last_day"] = "2027-02-30"


ANY = [no_such_field, no_such_target, unknown_debtor, unknown_host, no_agreement, money_as_number, said_twice]
SCENARIO = [event_for_nobody, overlapping_events, target_in_scenario, bad_value, reference_removed,
            scenario_said_twice, no_name]
OF = {
    "comparison": [*SCENARIO, series_of_nothing, name_taken, name_of_other, unknown_baseline, other_in_pieces, gap,
                   too_many_years, too_many_scenarios],
    "stress": [policy_called_agreement, policy_of_nothing, policy_of_nothing, nobody_falls],
    "sensitivity": [*SCENARIO, two_years, two_scenarios, unknown_lever, lever_to_nowhere],
    "goal-seek": [*SCENARIO, two_years, two_scenarios, unknown_lever, lever_to_nowhere, goal_for_nobody,
                  goal_without_series],
    "exit": [*SCENARIO, two_scenarios, nobody_leaves, leaves_before_it_came, day_that_is_not, gap]}
