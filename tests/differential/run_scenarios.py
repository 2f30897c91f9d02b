"""Two programs, one contract, § 9: comparisons, stress tests, sensitivities, goal seeks, exits.

    python3 tests/differential/run_scenarios.py target/debug/samfin [--url http://127.0.0.1:PORT] [--count 500]

Comparisons and stress tests are made by `samfin compare` and `samfin stress`; with `--url`, all five by a running
service instead. What differs from `benches/peers`, or breaks a law of `scenario_laws.py`, is kept as a file, printed
with the seed that made it, and makes the exit code 1. `--peer-only` runs the peer alone and holds it to the laws.
"""

import argparse
import collections
import http.client
import json
import secrets
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

from generate_scenarios import requests
from run import differences, essence, of_peer
from scenario_laws import broken
from scenarios import answered

COMMANDS = {"comparison": "compare", "stress": "stress"}
ROUTES = {"comparison": "comparisons", "stress": "stress-tests", "sensitivity": "sensitivities",
          "goal-seek": "goal-seeks", "exit": "exits"}
SECONDS = 120


def by_command(binary, verb, path):
    ran = subprocess.run([binary, COMMANDS[verb], str(path), "--format", "json"], capture_output=True, text=True,
                         check=False, timeout=SECONDS)
    for stream in (ran.stdout, ran.stderr) if ran.returncode in (0, 2) else ():
        try:
            return json.loads(stream)
        except json.JSONDecodeError:
            continue
    return {"crash": ran.returncode, "stderr": ran.stderr[-2000:]}


class Service:
    """A running samfin; a connection for every thread."""

    def __init__(self, url):
        self.place, self.own = urlsplit(url).netloc, threading.local()

    def answer(self, verb, body):
        for _ in range(2):  # a connection that was idle for long may be closed: then a new one is tried
            try:
                return self.asked(f"/api/v1/{ROUTES[verb]}", json.dumps(body).encode())
            except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
                self.own.connection, told = None, {"crash": type(error).__name__, "stderr": str(error)}
        return told

    def asked(self, route, body):
        if getattr(self.own, "connection", None) is None:
            self.own.connection = http.client.HTTPConnection(self.place, timeout=SECONDS)
        self.own.connection.request("POST", route, body, {"content-type": "application/json"})
        response = self.own.connection.getresponse()
        told = json.loads(response.read())
        if response.status == 200 or (response.status == 422 and "errors" in told):
            return told
        return {"crash": response.status, "stderr": json.dumps(told)[:2000]}


def compared(peer, samfin):
    """Both answers, cut down to what must be the same: what samfin adds for a reader is left out."""
    for answer in (peer, samfin):
        if "errors" in answer or "crash" in answer:
            return essence_of_errors(peer), essence_of_errors(samfin)
    return like(figures(peer), figures(samfin)), figures(samfin)


def essence_of_errors(answer):
    return essence(answer) if "errors" in answer or "crash" in answer else {"answered": True}


def like(peer, samfin):
    """The peer's answer, with what samfin alone says taken over: only what both claim is compared."""
    if isinstance(peer, dict) and isinstance(samfin, dict):
        extra = {name: value for name, value in samfin.items() if name in SAMFIN_ADDS and name not in peer}
        return {**{name: like(value, samfin.get(name)) for name, value in peer.items()}, **extra}
    if isinstance(peer, list) and isinstance(samfin, list) and len(peer) == len(samfin):
        return [like(*pair) for pair in zip(peer, samfin)]
    return peer


SAMFIN_ADDS = {"sentence", "text", "baseline", "detail", "sentences"}


def figures(value, name=""):
    """Results by their essence, differences in any order and without nulls inside, "5.0" as "5"."""
    if isinstance(value, list):
        shown = [figures(each, name) for each in value]
        return sorted(shown, key=place_of) if name == "input_differences" else shown
    if name == "result":
        return essence(value)
    if isinstance(value, dict):
        return {each: figures(inner, each) for each, inner in value.items() 
                if inner is not None or name not in ("value", "baseline")}
    if name in ("value", "contributes_percent") and isinstance(value, str):
        try:
            return str(Fraction(value))
        except ValueError:
            return value
    return value


def place_of(difference):
    return [difference["scenario"], difference["target"]]


def kinds_of(verb, answer):
    """For the summary: what this request was good for."""
    if "errors" in answer:
        return [f"{verb} refused", *{f"error {each['code']}" for each in answer["errors"]}]
    found = [f"{verb} answered"]
    if verb == "comparison":
        found += ["differs in input"] * bool(answer["input_differences"])
        found += ["not sustained"] * any(each["first_uncovered_year"] for each in answer["sustained"])
        found += ["with gini"] * any(each["indicators"]["gini"] is not None
                                     for each in answer["years"][0]["scenarios"])
    if verb == "stress":
        found += ["breaks"] * any(each["breaking_point"] for each in answer["policies"])
    if verb == "goal-seek":
        found.append("goal reached" if answer["found"] else "goal missed")
    if verb == "exit":
        found.append(f"notice {answer['notice']['verdict']}")
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary", nargs="?")
    options.add_argument("--url")
    options.add_argument("--seed", default=secrets.token_hex(4))
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "samfin-differential")
    options.add_argument("--peer-only", action="store_true")
    given = options.parse_args()
    if not (given.peer_only or given.binary or given.url):
        options.error("which samfin? give the path of the binary, or --url, or --peer-only")
    service = Service(given.url) if given.url else None
    print(f"seed {given.seed}", flush=True)
    seen, failed = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:

        def of_samfin(number, verb, body):
            if service:
                return service.answer(verb, body)
            if verb == "stress" and body.get("policies") is None:
                body = {**body, "policies": {}}  # the command, unlike the service, adds rules where none are
            path = Path(folder) / f"{number:05}.json"
            path.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
            return by_command(given.binary, verb, path)

        def tried(numbered):
            number, (verb, body) = numbered
            peer = answered(verb, body)
            alone = given.peer_only or not (service or verb in COMMANDS)
            samfin = peer if alone else of_samfin(number, verb, body)
            found = list(differences(*compared(peer, samfin)))
            return number, verb, body, peer, found + list(broken(verb, body, peer if found else samfin, of_peer))

        for number, verb, body, peer, found in pool.map(tried, enumerate(requests(given.seed, given.count))):
            seen.update(kinds_of(verb, peer))
            if found:
                failed += 1
                given.keep.mkdir(parents=True, exist_ok=True)
                kept = given.keep / f"{given.seed}-{number:05}-{verb}.json"
                kept.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
                print(f"seed {given.seed}, request {number}: {kept}")
                for line in found[:8]:
                    print(f"  {line}")
    print(", ".join(f"{name}: {times}" for name, times in sorted(seen.items())))
    print(f"{given.count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
