"""Two programs, one contract: samfin and the Python peer must give the same answer, to the öre.

    python3 tests/differential/run.py target/debug/samfin [--count 500] [--seed 7] [--keep DIR]

Every request is calculated by `samfin split` and by `benches/peers`. What differs, or breaks a law of `laws.py`, is
kept as a file, printed with the seed that made it, and makes the exit code 1. `--peer-only` runs the peer alone, holds
it to the laws and says what the requests are like.
"""

import argparse
import collections
import json
import secrets
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benches" / "peers"))

from generate import requests
from laws import broken
from peer.problems import Problems
from split import split

COMPARED = ["year", "currency", "host", "total", "costs", "lines", "parties", "transfers", "default", "closing"]


def of_peer(body):
    try:
        return split(body)
    except Problems as problems:
        return problems.answer()


def of_samfin(binary, path, year):
    command = [binary, "split", str(path), "--year", str(year), "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if ran.returncode not in (0, 2):
        return {"crash": ran.returncode, "stderr": ran.stderr[-2000:]}
    for stream in (ran.stdout, ran.stderr):
        try:
            return json.loads(stream)
        except json.JSONDecodeError:
            continue
    return {"crash": ran.returncode, "stderr": ran.stderr[-2000:]}


def essence(answer):
    """What must be the same: figures, and the codes of errors and warnings (their wording and number are samfin's)."""
    if "crash" in answer:
        return answer
    if "errors" in answer:
        return {"errors": sorted({error["code"] for error in answer["errors"]})}
    kept = {name: answer.get(name) for name in COMPARED}
    return {**kept, "warnings": sorted({warning["code"] for warning in answer["warnings"]})}


def differences(ours, theirs, at=""):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            yield from differences(ours.get(name, "(absent)"), theirs.get(name, "(absent)"), f"{at}/{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs)):
            yield from differences(*pair, f"{at}/{index}")
    elif ours != theirs:
        yield f"{at or '/'}: samfin {json.dumps(theirs)[:200]}, peer {json.dumps(ours)[:200]}"


def kinds_of(answer):
    """For the summary: what this request was good for."""
    if "errors" in answer:
        return [f"error {code}" for code in answer["errors"]]
    default = answer["default"] or {"steps": [], "uncovered": "0.00"}
    covered = [f"step {step['type']} {'covers' if step['by'] else 'idle'}" for step in default["steps"]]
    return ["answered", *["shortfall"] * (answer["default"] is not None), *covered,
            *(f"warning {code}" for code in answer["warnings"])]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary", nargs="?")
    options.add_argument("--seed", default=secrets.token_hex(4))
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "samfin-differential")
    options.add_argument("--peer-only", action="store_true")
    given = options.parse_args()
    if not given.peer_only and not given.binary:
        options.error("which samfin? give the path of the binary, or --peer-only")
    print(f"seed {given.seed}", flush=True)
    seen, failed = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:

        def compared(numbered):
            number, body = numbered
            path = Path(folder) / f"{number:05}.json"
            path.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
            answered = of_peer(body)
            peer = essence(answered)
            samfin = peer if given.peer_only else essence(of_samfin(given.binary, path, body["year"]))
            return number, body, peer, [*broken(body, answered, of_peer), *differences(peer, samfin)]

        for number, body, peer, found in pool.map(compared, enumerate(requests(given.seed, given.count))):
            seen.update(kinds_of(peer))
            if found:
                failed += 1
                given.keep.mkdir(parents=True, exist_ok=True)
                kept = given.keep / f"{given.seed}-{number:05}.json"
                kept.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
                print(f"seed {given.seed}, request {number}: {kept}")
                for line in found[:8]:
                    print(f"  {line}")
    print(", ".join(f"{name}: {times}" for name, times in sorted(seen.items())))
    print(f"{given.count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
