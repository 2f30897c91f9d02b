"""Calculates a request file: `python3 benches/peers/split.py REQUEST.json [--year 2027]`.

Prints the answer, or what is wrong with the request (then it exits with 2). A file of `examples/`, which holds
its request under `request`, works too.
"""

import argparse
import json
import sys

from peer.calculation import answer, calculate, read
from peer.problems import Problems


def no_repeats(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name is given twice in one object")
    return dict(pairs)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("request")
    options.add_argument("--year", type=int)
    given = options.parse_args()
    try:
        with open(given.request, encoding="utf-8") as file:
            body = json.load(file, object_pairs_hook=no_repeats)
        if isinstance(body, dict) and "request" in body:
            body = body["request"]
        shown, code = split(body, given.year), 0
    except Problems as problems:
        shown, code = problems.answer(), 2
    except (ValueError, RecursionError):
        shown, code = {"errors": [{"code": "malformed-json", "pointer": ""}]}, 2
    print(json.dumps(shown, ensure_ascii=False, indent=1))
    return code


def split(body, year=None):
    """The answer to a parsed request body."""
    request = read({**body, "year": year} if year is not None else body)
    return answer(request, calculate(request))


if __name__ == "__main__":
    sys.exit(main())
