"""Hostile text stays text: the Big List of Naughty Strings through every text field of the API, on each database.

    python3 tests/hostile/run.py target/debug/samfin [POSTGRES URL...]

Each string goes into every text field at once (`fields.py` finds them in the service's own description, and a field that has
no place in `given.py` is a failure). It is refused with a documented 4xx that points at each field, or comes back equal. What
must be refused is written down beside the program (`strings.py`). Then the strings are the names of things in agreements whose
pages, workbooks and CSV are read again (`shown.py`). Both databases must say the same of everything.
"""

import copy
import multiprocessing
import sys
import tempfile
import time
import traceback
from pathlib import Path

import given
import parameters
import shown
from fields import places, put, strings, text_fields
from flows import CALCULATIONS, FLOWS, Refused, paid, settled, stored
from service import Caller, Service
from strings import everything, is_refused

STRINGS = everything()

# What a text field may be refused for. A field that names something else says what it does not find.
REFUSALS = {
    "illegal-character", "text-length", "id-format", "unknown-reference", "unknown-target", "unknown-lever", "unknown-value", "out-of-range",
    "missing-statistic", "duplicate-id", "duplicate-name", "missing-field", "wrong-type", "key-cycle", "invalid-document", "duplicate-observation",
    "malformed-json", "identifier-format", "unknown-field",
}  # fmt: skip


HARMLESS = 'Å <b title="x">'
# What is read by the same code as by `calculate`, and takes longer.
EXPENSIVE = CALCULATIONS.keys() - {"calculate"}
# Fields of text that must name something else in the request.
NAMES_SOMETHING = {"per_inhabitant", "baseline", "statistic"}


def pointer(slot):
    """The JSON Pointer to a field, or to the map that a key is in."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in slot[3] if step != "{}")


class Failures(list):
    def check(self, holds, text):
        if not holds and len(self) < 200:
            self.append(text)
        return holds


class Round:
    """One database's service and what was found out about each field and string on it."""

    def __init__(self, service, name):
        self.caller = Caller(service.port, service.key())
        self.caller.admin = Caller(service.port, service.key("admin"))
        self.caller.approver = Caller(service.port, service.key("approver"))
        self.description = Caller(service.port, None).ask("GET", "/api/openapi.json").json()
        self.service, self.name, self.strings = service, name, STRINGS
        # Scenarios can be locked whatever stands in their own statistics.
        known = {"items": given.observations()}
        assert self.caller.ask("POST", "/api/v1/statistics/population/observations", known).status == 201
        self.failures, self.verdicts, self.calls = Failures(), {}, 0
        self.fields = text_fields(self.description)
        self.requests = given.requests()
        # (operation, which request, path, place, schema), one for each text field.
        self.slots = [
            (operation, number, path, place, fields[path])
            for operation, fields in self.fields.items()
            for number, request in enumerate(self.requests.get(operation, []))
            for path, place in places(request, fields).items()
        ]
        have = {(operation, path) for operation, _, path, _, _ in self.slots}
        for operation, fields in self.fields.items():
            for path in fields:
                self.failures.check((operation, path) in have, f"{operation}: nothing is sent in {'/'.join(path)} (given.py)")

    def run(self, flows):
        for operations, flow in flows:
            self._flow(operations, flow)

    def _flow(self, operations, flow):
        slots = [slot for slot in self.slots if slot[0] in operations]
        accepting = self._accepting(slots, flow)
        tokens = {self._id(slot): f"token {i:04} å" for i, slot in enumerate(accepting)}
        found = {}
        for number in range(self._most(operations)):
            for operation, (answer, read) in self._send(flow, number, accepting, lambda slot: tokens[self._id(slot)]).items():
                if not any(slot[:2] == (operation, number) for slot in accepting):
                    continue
                self.failures.check(answer.status < 300, f"{operation} with tokens: {answer.status} {answer.body[:600]}")
                here = {}
                for place, text in strings(read) if read is not None else ():
                    # What is below a key that is text itself is somewhere else the next time.
                    if not any(str(step).startswith("token") for step in place):
                        here.setdefault(text, []).append(place)
                found[(operation, number)] = here
        self._must_be_found(operations, accepting, tokens, found)
        referring = [slot for slot in slots if slot not in accepting]
        for position, text in enumerate(STRINGS):
            # What is calculated is read by the same code everywhere: each text goes through the cheapest operation, and every
            # twentieth, like those that are refused at once, through all. So it is with the second request of an operation.
            is_one_of_twenty = position % 20 == 0
            self.whole = is_one_of_twenty or is_refused(text, 200, False)
            # Their reasons and names are read by the same code as those of the flows before, and each round is a year of its own.
            if flow in (paid, settled) and position % 4 and not self.whole:
                continue
            for number in range(self._most(operations)):
                if number > 0 and not is_one_of_twenty and operations != ["addObservations"]:
                    continue
                self._text(flow, number, accepting, text, tokens, found)
                if referring and (self.whole or flow is stored):
                    self._reference(flow, number, referring, text)

    def _must_be_found(self, operations, accepting, tokens, found):
        """What is stored is read again: a field that is not would be no test of it."""
        for slot in accepting:
            is_back = tokens[self._id(slot)] in found[(slot[0], slot[1])]
            self.failures.check(is_back or slot[0] in CALCULATIONS, f"{slot[0]}: {slot[2]} is not read back")

    def _most(self, operations):
        return max(len(self.requests[operation]) for operation in operations)

    def _id(self, slot):
        return slot[:3]

    def _accepting(self, slots, flow):
        """The fields that take any text; the others name something that must be there."""
        accepting = [slot for slot in slots if slot[0] not in CALCULATIONS or slot[2][-1] not in NAMES_SOMETHING]
        for number in range(self._most({slot[0] for slot in slots})):
            while tried := [slot for slot in accepting if slot[1] == number]:
                refused = []
                for operation, (answer, _) in self._send(flow, number, tried, lambda _: HARMLESS).items():
                    own = [slot for slot in tried if slot[0] == operation]
                    if answer.status >= 300 and own:
                        told = {entry["pointer"] for entry in answer.json().get("errors", ())}
                        related = [slot for slot in own if any(t.startswith(pointer(slot)) or pointer(slot).startswith(t) for t in told)]
                        refused += related or own
                        for slot in related or own:
                            may_refuse = number > 0 or "\\ufdd0" not in slot[4].get("pattern", "") or slot[2][-1] in NAMES_SOMETHING
                            self.failures.check(may_refuse, f"{operation}: {slot[2]} refuses harmless text: {answer.body[:300]}")
                if not refused:
                    break
                accepting = [slot for slot in accepting if slot not in refused]
        return accepting

    def _send(self, flow, number, slots, text, skipped=()):
        """Carries out the flow with a text in each of the slots of the `number`-th requests."""
        harmless = {operation: requests[0] for operation, requests in self.requests.items()}
        requests = {operation: copy.deepcopy(some[number if number < len(some) else 0]) for operation, some in self.requests.items()}
        for slot in slots:
            if slot[1] == number:
                put(requests[slot[0]], slot[3], text(slot))
        only = {slot[0] for slot in slots if slot[1] == number} - set(skipped)
        return flow(self.caller, requests, harmless, only)

    def _text(self, flow, number, accepting, text, tokens, found):
        skipped = () if self.whole else EXPENSIVE
        for operation, (answer, read) in self._send(flow, number, accepting, lambda _: text, skipped).items():
            here = [slot for slot in accepting if slot[0] == operation and slot[1] == number]
            if not here:
                continue
            self.calls += 1
            refused = [slot for slot in here if self._is_refused(slot, text)]
            told = f"{operation} with {text[:60]!r}"
            self.verdicts[(operation, number, text)] = answer.status
            if not refused:
                if self.failures.check(answer.status < 300, f"{told}: {answer.status} {answer.body[:400]}") and read is not None:
                    if number > 0 and operation in CALCULATIONS:
                        continue  # it tells how two agreements differ, which with the same text in both they do not
                    back = {(place, each) for place, each in strings(read)}
                    for slot in here:
                        if operation in CALCULATIONS and "changes" in slot[2]:
                            continue  # to what was there before is no change
                        for place in found[(operation, number)].get(tokens[self._id(slot)], ()):
                            self.failures.check((place, text) in back, f"{told}: {slot[2]} did not come back equal")
                continue
            problem = self._problem(answer, told)
            pointers = {entry["pointer"] for entry in problem.get("errors", ())}
            for slot in refused:
                # What a change leads to is told where it leads.
                is_told = "changes" in slot[2] or problem.get("type") == "/problems/malformed-json" or any(told.startswith(pointer(slot)) for told in pointers)
                # A name that is no name of a field makes the rest of its object unreadable; at most 100 errors are listed.
                self.failures.check(is_told or len(pointers) >= 50, f"{told}: nothing said of {pointer(slot)}: {sorted(pointers)[:8]}")

    def _is_refused(self, slot, text):
        schema = slot[4]
        longest = schema.get("maxLength", 200)
        is_any_value = not schema and slot[2][-1] != "{}"
        multiline = "\\u0008\\u000b" in schema.get("pattern", "")
        return is_refused(text, 200 if is_any_value else longest, multiline)

    def _reference(self, flow, number, referring, text):
        if flow is stored:
            self.refused = getattr(self, "refused", None) or Refused(self.caller, {name: some[0] for name, some in self.requests.items()})
            flow = lambda _caller, requests, _harmless, only: self.refused(requests, only)
        for operation, (answer, _) in self._send(flow, number, referring, lambda _: text).items():
            if any(slot[0] == operation and slot[1] == number for slot in referring):
                self.calls += 1
                self.verdicts[(operation, number, "reference", text)] = answer.status
                if answer.status >= 300:
                    self._problem(answer, f"{operation} naming {text[:60]!r}")

    def _problem(self, answer, told):
        """A documented refusal, or a failure."""
        is_refusal = answer.status in (400, 409, 422) and answer.is_problem()
        if not self.failures.check(is_refusal, f"{told}: {answer.status} {answer.body[:400]}"):
            return {}
        problem = answer.json()
        codes = {problem["type"].removeprefix("/problems/")} | {entry["code"] for entry in problem.get("errors", ())}
        self.failures.check(codes <= REFUSALS, f"{told}: refused for {codes - REFUSALS}")
        return problem


def on_one(service, name, flows, told):
    """In a process of its own, as two threads would share one processor."""
    one = Round(service, name)
    try:
        test(one, flows)
    except Exception:  # noqa: BLE001 one that ends early is a failure
        one.failures.append(traceback.format_exc())
    told.send((list(one.failures), one.verdicts))


def test(one, flows):
    began = time.monotonic()
    one.run(flows)
    took = time.monotonic() - began
    parameters.run(one)
    texts, seen = shown.run(one)
    print(f"{one.name}: {len(one.slots)} text fields in {len(one.fields)} operations, {len(STRINGS)} strings, {one.calls} calls "
          f"in {took:.0f} s; {texts} texts looked for in {seen} pages, workbooks and files; {time.monotonic() - began:.0f} s in all", flush=True)  # fmt: skip


def main():
    binary, *urls = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="samfin-hostile.") as folder:
        rounds, running, services = [], [], []
        start = multiprocessing.get_context("fork")
        try:
            for number, url in enumerate([f"sqlite://{folder}/samfin.db", *urls]):
                own = Path(folder) / str(number)
                own.mkdir()
                services.append(Service(binary, own, url).__enter__())
                # What is only calculated touches no database.
                flows = FLOWS if number == 0 else FLOWS[:-1]
                heard, told = start.Pipe(duplex=False)
                process = start.Process(target=on_one, args=(services[-1], url.split(":")[0], flows, told), daemon=True)
                running.append((url.split(":")[0], process, heard))
                process.start()
                told.close()
            for name, process, heard in running:
                try:
                    rounds.append((name, *heard.recv()))
                except EOFError:
                    rounds.append((name, [f"the process ended with {process.exitcode}, and said nothing"], {}))
                process.join()
        finally:
            for service in services:
                service.__exit__()
    failures = [f"{name}: {text}" for name, own, _ in rounds for text in own]
    (first, _, verdicts), *others = rounds
    for name, _, other in others:
        for case in verdicts.keys() & other.keys():
            if verdicts[case] != other[case]:
                failures.append(f"{case}: {verdicts[case]} on {first}, {other[case]} on {name}")
    print("\n".join(failures[:60]))
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
