"""Answers the requests of § 9: `python3 benches/peers/scenarios.py comparison REQUEST.json`.

The verbs are comparison, stress, sensitivity, goal-seek and exit; the file is the body that the service would get.
Prints the answer, or what is wrong with the request (then it exits with 2).
"""

import argparse
import json
import sys

from peer.comparison import comparison
from peer.exits import leaving
from peer.goal_seek import goal_seek
from peer.problems import Problems
from peer.sensitivity import sensitivity
from peer.stress import stress
from split import no_repeats

VERBS = {"comparison": comparison, "stress": stress, "sensitivity": sensitivity, "goal-seek": goal_seek,
         "exit": leaving}


def answered(verb, body):
    """The answer, or the errors."""
    try:
        return VERBS[verb](body)
    except Problems as problems:
        return problems.answer()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("verb", choices=VERBS)
    options.add_argument("request")
    given = options.parse_args()
    try:
        with open(given.request, encoding="utf-8") as file:
            shown = answered(given.verb, json.load(file, object_pairs_hook=no_repeats))
    except (ValueError, RecursionError):
        shown = {"errors": [{"code": "malformed-json", "pointer": ""}]}
    print(json.dumps(shown, ensure_ascii=False, indent=1))
    return 2 if "errors" in shown else 0


if __name__ == "__main__":
    sys.exit(main())
