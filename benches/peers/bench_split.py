"""How long the exact calculation takes in Python: `python3 benches/peers/bench_split.py REQUEST.json [--json]`.

Times the calculation alone, of a request that is already read: costs, keys, rounding, positions, transfers. Reading and
writing JSON are outside, as in samfin's own bench.
"""

import argparse
import json
import statistics
import sys
from time import perf_counter_ns

from peer.calculation import calculate, read


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("request")
    options.add_argument("--seconds", type=float, default=2.0)
    options.add_argument("--json", action="store_true", help="one line for a program to read")
    given = options.parse_args()
    with open(given.request, encoding="utf-8") as file:
        body = json.load(file)
    request = read(body.get("request", body))
    report("split in Python fractions", lambda: calculate(request), given.seconds, given.json)


def report(name, work, seconds, as_json):
    """Runs `work` for so long after a tenth of it as warm-up, and prints the median."""
    times, until = [], perf_counter_ns() + int(seconds * 1.1e9)
    begins = perf_counter_ns() + int(seconds * 1e8)
    while (started := perf_counter_ns()) < until:
        work()
        if started >= begins:
            times.append(perf_counter_ns() - started)
    median = int(statistics.median(times))
    if as_json:
        print(json.dumps({"name": name, "median_ns": median, "runs": len(times)}))
    else:
        print(f"{name}: median {median:,} ns over {len(times):,} runs")


if __name__ == "__main__":
    sys.exit(main())
