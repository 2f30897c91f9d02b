"""Nobody reaches over an agreement's wall: two peers, and every operation of the API that is about one agreement.

    python3 tests/hostile/walls.py target/debug/samfin [POSTGRES URL...]

An officer of one agreement calls each such operation with the other's ids, with queries and bodies that schemathesis makes from
the description and with ones that would succeed in an agreement of its own. Each must be refused, nothing of the other may be
in any answer, and afterwards the whole database is what it was. The seed is fixed; SAMFIN_SEED chooses another.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlencode

import given
from hypothesis import HealthCheck, Phase, given as drawn, seed, settings
from schemathesis import openapi
from schemathesis.generation import GenerationMode
from service import Caller, Service

SEED = int(os.environ.get("SAMFIN_SEED", "20270101"))
EXAMPLES = 12
REFUSED = {400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428}
NAMES = ("Kodord Alfa", "Kodord Beta")
TAGS = ('"r1"', '"r2"', '"r3"', None)


class Peer:
    """An agreement with everything that one can have, and its officer."""

    def __init__(self, service, name):
        caller = Caller(service.port, service.key())
        self.agreement = self._made(caller, "agreements", {"document": {**given.document(), "name": name}, "note": name})
        of = f"agreements/{self.agreement}"
        self._made(caller, f"{of}/versions", {"document": {**given.document(), "name": name, "valid_from": "2028-01-01"}})
        caller.ask("PUT", f"/api/v1/{of}/budgets/2027", {"changes": []})
        self.scenario = self._made(caller, f"{of}/scenarios", {"name": f"{name} utkast", "note": name})
        self.shared = self._made(caller, f"{of}/scenarios", {"name": f"{name} delat", "note": name})
        assert caller.ask("POST", f"/api/v1/{of}/scenarios/{self.shared}/share", {"reason": name}, if_match='"r1"').status == 200
        self.officer = Caller(service.port, service.key("officer", self.agreement))
        self.name = name

    @staticmethod
    def _made(caller, path, body):
        answer = caller.ask("POST", f"/api/v1/{path}", body)
        assert answer.status == 201, answer.body
        return answer.json().get("id", "")


def walls(service, database):
    one, other = (Peer(service, name) for name in NAMES)
    before = rows(database)
    schema = openapi.from_dict(Caller(service.port, None).ask("GET", "/api/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [operation for operation in operations if operation.path.startswith("/api/v1/agreements/{id}")]
    failures, calls = [], 0

    def refused(operation, path, body, **headers):
        nonlocal calls
        calls += 1
        answer = one.officer.ask(operation.method.upper(), path, body, **headers)
        if answer.status not in REFUSED:
            failures.append(f"{operation.method} {path} {str(body)[:300]}: {answer.status} {answer.body[:300]}")
        if other.name.encode() in answer.body:
            failures.append(f"{operation.method} {path}: tells of {other.name}: {answer.body[:300]}")

    for operation in operations:
        # The other's ids, and its scenarios in an agreement of one's own.
        for agreement in (other.agreement, one.agreement) if "{scenario}" in operation.path else (other.agreement,):
            for scenario in (other.scenario, other.shared):
                address = operation.path.replace("{id}", agreement).replace("{scenario}", scenario)
                address = address.replace("{year}", "2027").replace("{version}", "1")
                # What would be done if it were one's own.
                for body in given.requests().get(operation_id(operation), [None]):
                    for tag in TAGS:
                        query = {"calculateAgreement": "?year=2027", "compareAgreement": "?years=2027"}.get(operation_id(operation), "")
                        refused(operation, address + query, body, **({"if_match": tag} if tag else {}))
                made_up(operation, address, refused)
    # In one's own agreement, with a look at the other's.
    mine = f"/api/v1/agreements/{one.agreement}/comparison?years=2027&version=1"
    compared = next(operation for operation in operations if operation_id(operation) == "compareAgreement")
    for looked_at in (f"scenario={other.shared}", f"scenario={other.scenario}", f"baseline={other.agreement}", f"baseline={other.shared}"):
        refused(compared, f"{mine}&{looked_at}", None)
    # And nothing of it in what lists everything.
    for path in ("agreements", "statistics", "audit-events", "changes", f"agreements/{one.agreement}/scenarios"):
        answer = one.officer.ask("GET", f"/api/v1/{path}")
        calls += 1
        if other.name.encode() in answer.body or other.agreement.encode() in answer.body:
            failures.append(f"{path} tells of {other.name}: {answer.body[:600]}")
    if one.officer.ask("GET", f"/api/v1/agreements/{one.agreement}").status != 200:
        failures.append("the officer cannot read its own agreement: nothing was shown")
    after = rows(database)
    failures += [f"a row has changed: {row[:300]}" for row in sorted(before ^ after)]
    print(f"{database.split(':')[0]}: {len(operations)} operations, {calls} calls over the wall, {len(before)} rows compared, seed {SEED}")
    return failures


def operation_id(operation):
    return operation.definition.raw["operationId"]


def made_up(operation, address, refused):
    """Calls an operation with what schemathesis makes up for it: what fits its description, and what does not."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @seed(SEED)
        @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @drawn(operation.as_strategy(generation_mode=mode))
        def call(case):
            query = urlencode({name: value for name, value in (case.query or {}).items()}, doseq=True, quote_via=quote, errors="replace")
            has_body = operation.method.upper() in ("POST", "PUT") and isinstance(case.body, (dict, list, str, int, float, bool, type(None)))
            headers = {name.lower(): str(value).encode("utf-8", "replace") for name, value in (case.headers or {}).items()}
            headers = {name: value for name, value in headers.items() if name in ("if-match", "if-none-match") and not set(value) & set(b"\r\n\0")}
            refused(operation, f"{address}?{query}" if query else address, as_json(case.body) if has_body else None, **headers)

        try:
            call()
        except Exception as why:  # noqa: BLE001 some operations have nothing that could be wrong
            if type(why).__name__ not in ("Unsatisfiable", "UnsatisfiedAssumption", "SkipTest", "Skipped", "NoExamples"):
                raise


def as_json(body):
    try:
        return json.dumps(body).encode()
    except (TypeError, ValueError):
        return b"{}"


def rows(database):
    """Every row of the database, read beside the program, but for who does the housekeeping."""
    if database.startswith("sqlite"):
        connection = sqlite3.connect(database.removeprefix("sqlite://"))
        lines = set(connection.iterdump())
        connection.close()
        return {line for line in lines if "leases" not in line}
    dumped = subprocess.run(["pg_dump", "--inserts", "--data-only", database], capture_output=True, text=True, check=True)
    # Newer versions begin and end with a word made up for each dump.
    return {line for line in dumped.stdout.splitlines() if not line.startswith("\\") and "leases" not in line}


def main():
    binary, *servers = sys.argv[1:]
    failures = []
    with tempfile.TemporaryDirectory(prefix="samfin-walls.") as folder:
        for number, database in enumerate([f"sqlite://{folder}/samfin.db", *servers]):
            own = Path(folder) / str(number)
            own.mkdir()
            with Service(binary, own, database) as service:
                failures += walls(service, database)
    print("\n".join(failures[:40]))
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
