"""Writes `expected` in example files: `python3 benches/peers/write_expected.py examples/*.json [--check]`.

The figures come from the Python peer, never from samfin, so that samfin's tests over `examples/` compare two
independent programs. `--check` writes nothing and fails when a file is not what would be written.
"""

import argparse
import json
import sys
from pathlib import Path

from split import split

KEPT = ["total", "costs", "lines", "parties", "transfers", "default", "closing"]
WIDTH = 160


def laid_out(value, indent=0):
    """JSON with what fits on a line on one line: an observation or a figure per row reads like a table."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (indent and len(line) + indent <= WIDTH):
        return line
    pad, inner = " " * indent, " " * (indent + 2)
    if isinstance(value, dict):
        rows = [f"{inner}{laid_out(name)}: {laid_out(each, indent + 2)}" for name, each in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{pad}}}"
    return "[\n" + ",\n".join(inner + laid_out(each, indent + 2) for each in value) + f"\n{pad}]"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    stale = 0
    for path in given.files:
        written = path.read_text(encoding="utf-8")
        example = json.loads(written)
        answer = split(example["request"])
        example["expected"] = {name: answer[name] for name in KEPT}
        fresh = laid_out(example) + "\n"
        stale += fresh != written
        if fresh != written and not given.check:
            path.write_text(fresh, encoding="utf-8")
        told = sorted({warning["code"] for warning in answer["warnings"]})
        state = "unchanged" if fresh == written else "differs" if given.check else "written"
        print(f"{path.name}: total {answer['total']}, {state}{', ' + ', '.join(told) if told else ''}")
    return 1 if given.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
