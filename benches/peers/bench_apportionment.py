"""PyPI `apportionment` on the rounding alone: `python3 benches/peers/bench_apportionment.py [--json]`.

It divides the öre of one cost of the Jämtland Härjedalen agreement as if they were seats: nine weights, of which the
region's is the municipalities' sum (half each). That is the last of many steps in `bench_split.py`, so the two times
are beside each other for scale, not as a race. Needs `pip install -r benches/peers/requirements.txt`.
"""

import argparse
import sys
from fractions import Fraction

from apportionment.methods import compute
from bench_split import report
from peer.rounding import largest_remainder

ORE = 7_073_302
MUNICIPALITIES = [7085, 5950, 10117, 15795, 5152, 10904, 12770, 64963]  # inhabitants 2025-12-31. Source: SCB
WEIGHTS = [sum(MUNICIPALITIES), *MUNICIPALITIES]
NAMES = "abcdefghi"


def exact():
    return compute("largest_remainder", WEIGHTS, ORE, fractions=True, parties=NAMES)


def floating():
    return compute("largest_remainder", WEIGHTS, ORE, parties=NAMES)


def ours():
    total = sum(WEIGHTS)
    return largest_remainder({name: Fraction(ORE * w, total) for name, w in zip(NAMES, WEIGHTS)}, ORE, 1)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=1.0)
    options.add_argument("--json", action="store_true", help="one line each, for a program to read")
    given = options.parse_args()
    assert list(exact()) == list(ours().values()), "the two agree on who gets the odd öre"
    report("apportionment, largest remainder, exact fractions", exact, given.seconds, given.json)
    report("apportionment, largest remainder, floating point", floating, given.seconds, given.json)
    report("largest remainder in bench_split.py", ours, given.seconds, given.json)


if __name__ == "__main__":
    sys.exit(main())
