"""Checks worked cases: `python3 benches/peers/check_cases.py DIR`."""

import json
import sys
from pathlib import Path

from split import split


def differences(expected, got, at=""):
    """Where `got` lacks or contradicts something in `expected`; more in `got` is fine, other than in lists."""
    if isinstance(expected, dict) and isinstance(got, dict):
        if at.endswith("/debts") and set(expected) != set(got):
            yield f"{at}: expected {expected}, got {got}"
        for name, value in expected.items():
            if name not in got:
                yield f"{at}/{name}: absent"
            else:
                yield from differences(value, got[name], f"{at}/{name}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, pair in enumerate(zip(expected, got)):
            yield from differences(*pair, f"{at}/{index}")
    elif expected != got:
        yield f"{at}: expected {expected}, got {got}"


def main(folder):
    passed = failed = 0
    for path in sorted(Path(folder).glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        try:
            found = list(differences(case["expected"], split(case["request"])))
        except Exception as error:  # a crash is a failed case, named like any other
            found = [f"{type(error).__name__}: {error}"]
        passed, failed = passed + (not found), failed + bool(found)
        for line in found:
            print(f"{path.name}{line}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
