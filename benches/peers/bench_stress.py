"""How long a stress test takes in Python: `python3 benches/peers/bench_stress.py REQUEST.json [--json]`.

The request is the body of a stress test, or the agreement and statistics of a calculation: then it is every subset of
the parties under six policies. Reading is outside, as in samfin's own bench; calculating once without defaulters is
inside. `--subsets 100` tries the first hundred only; the time per subset (under all the policies) is told beside.
"""

import argparse
import json
import sys
from time import perf_counter_ns

from peer.calculation import calculate
from peer.stress import Test


def six_policies(costs):
    """The agreement's own (none: all uncovered) and five more, one of each kind of answer to a shortfall."""
    return {
        "redistribute": [{"type": "redistribute"}],
        "capped": [{"type": "redistribute", "max_increase_percent": "10"}, {"type": "carry_forward"}],
        "guaranteed": [{"type": "guarantor", "party": None, "percent": "50"}, {"type": "redistribute"}],
        "less": [{"type": "reduce_service", "costs": costs, "max_percent": "25"}, {"type": "redistribute"}],
        "reserve-first": [{"type": "reserve"}, {"type": "redistribute", "max_increase_percent": "5"},
                          {"type": "reduce_service", "costs": costs}]}


def stress_body(body):
    """A stress test over a calculation's agreement."""
    if "max_defaulters" in body:
        return body
    agreement = body["agreement"]
    sharing = [party for party in agreement["parties"] if party.get("shares_costs") is not False]
    policies = six_policies([cost["id"] for cost in agreement["costs"]])
    policies["guaranteed"][0]["party"] = agreement["parties"][0]["id"]
    return {"agreement": agreement, "statistics": body.get("statistics"), "year": body["year"],
            "opening": {"reserve": "20000.00"}, "max_defaulters": len(sharing), "policies": policies}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("request")
    options.add_argument("--subsets", type=int, help="only the first so many")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--json", action="store_true", help="one line each, for a program to read")
    given = options.parse_args()
    with open(given.request, encoding="utf-8") as file:
        body = json.load(file)
    test = Test(stress_body(body.get("request", body)))
    times = []
    for _ in range(given.runs):
        started = perf_counter_ns()
        test.calculated = calculate(test.request)
        answer = test.answer(given.subsets)
        times.append(perf_counter_ns() - started)
    median = sorted(times)[len(times) // 2]
    subsets, policies = answer["policies"][0]["subsets"], len(answer["policies"])
    name = f"stress test in Python fractions, {subsets} subsets, {policies} policies"
    for name, ns in ((name, median), (f"{name}, per subset", median // subsets)):
        if given.json:
            print(json.dumps({"name": name, "median_ns": ns, "runs": given.runs}))
        else:
            print(f"{name}: median {ns:,} ns over {given.runs} runs")


if __name__ == "__main__":
    sys.exit(main())
