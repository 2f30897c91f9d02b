"""Breaks things under samfin and looks what is left: scripts/soak runs it.

    scripts/soak [--quick] [--seed N] [NAME...]

Every fault runs on every database that it concerns. The table says how often the fault was injected, how many requests were
acknowledged to clients, and what was lost, done twice or left half; `holds` means that every invariant of invariants.py does.
"""

import argparse
import secrets
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import commit
import disk
import dropped
import issuing
import kill
import outage
import replicas
import sigterm
import slow
import starting
from context import Context, Outcome
from invariants import Verdict

FAULTS = {name: fault for module in (kill, issuing, outage, dropped, disk, commit, sigterm, replicas, starting, slow)
          for name, fault in module.FAULTS.items()}

PATIENT = {"slow"}

HEADINGS = ["fault", "database", "injected", "acknowledged", "losses", "doubles", "halves", "verdict", "seconds"]


def row(name, kind, outcome, seconds):
    verdict = outcome.verdict
    return [name, kind, outcome.injected, str(verdict.acknowledged), str(len(verdict.losses)), str(len(verdict.doubles)),
            str(len(verdict.halves)), "holds" if verdict.holds else "BROKEN", f"{seconds:.0f}"]


def table(rows):
    widths = [max(len(line[column]) for line in [HEADINGS, *rows]) for column in range(len(HEADINGS))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths)) for line in [HEADINGS, *rows]]
    return "\n".join([lines[0], "-+-".join("-" * width for width in widths), *lines[1:]])


def one(context, name, kind, fault):
    """Runs a fault; one that ends in an error of the harness is broken too."""
    began = time.monotonic()
    try:
        outcome = fault(context, kind)
    except Exception:  # noqa: BLE001 - whatever it is belongs in the table
        outcome = Outcome("?", Verdict(others=[traceback.format_exc()]))
    seconds = time.monotonic() - began
    print(f"{name} on {kind}: {outcome.injected}, {'holds' if outcome.verdict.holds else 'BROKEN'} ({seconds:.0f} s)", flush=True)
    for line in [*outcome.notes, *outcome.verdict.lines()]:
        print(f"    {line}", flush=True)
    return row(name, kind, outcome, seconds), outcome.verdict.holds


def main():
    parser = argparse.ArgumentParser(description="Breaks things under samfin and looks what is left.")
    parser.add_argument("--quick", action="store_true", help="a few of each fault, for scripts/test")
    parser.add_argument("--seed", type=int, default=None, help="the same faults at the same places in the program of faults")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only on this one")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(FAULTS)}")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(FAULTS)
    if unknown:
        parser.error(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
    seed = arguments.seed if arguments.seed is not None else 20270101 if arguments.quick else secrets.randbelow(10**9)
    print(f"seed {seed}", flush=True)
    context, rows, all_hold = Context(arguments.quick, seed), [], True
    try:
        for name in arguments.names or FAULTS:
            kinds, fault = FAULTS[name]
            kinds = [kind for kind in kinds if arguments.database in (None, kind)]
            # What mostly waits can wait on both databases at once.
            with ThreadPoolExecutor(len(kinds) or 1 if name in PATIENT else 1) as places:
                for line, holds in places.map(lambda kind, name=name, fault=fault: one(context, name, kind, fault), kinds):
                    rows.append(line)
                    all_hold &= holds
    finally:
        context.close()
    print(f"\n{table(rows)}\n\nseed {seed}")
    sys.exit(0 if all_hold and rows else 1)


if __name__ == "__main__":
    main()
