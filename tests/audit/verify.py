#!/usr/bin/env python3
"""Verifies samfin's audit trail, from docs/audit.md alone: no code of samfin's, only Python's own library.

    samfin audit export | tests/audit/verify.py --anchor "samfin-audit 2026-12-01T09:00:00.000000Z 12 5f70…"
    tests/audit/verify.py events.jsonl page-1.json page-2.json --anchors anchors.txt
    SAMFIN_KEY=samfin_… tests/audit/verify.py --url https://samfin.example/api/v1/audit-events

Reads events as JSON lines or as pages of GET /api/v1/audit-events, in the order they come. Exit code 0: the chain is whole
and every anchor fits; 1: it is not, and the first fault is told; 2: the input cannot be read.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import urllib.request

MEMBERS = {
    "action", "actor_id", "actor_kind", "actor_name", "after_sha256", "agreement_id", "before_sha256", "id", "number",
    "object_id", "object_kind", "previous_sha256", "reason", "recorded_at", "request_id", "sha256",
}
BEGINNING = "0" * 64
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
ANCHOR = re.compile(rf"samfin-audit ({MOMENT.pattern}) (0|[1-9]\d*) ([0-9a-f]{{64}})")


class Fault(Exception):
    """What is wrong with the trail."""


def canonical(event):
    """The bytes that the checksum is made of: every member but the checksum, names sorted, no white space, UTF-8."""
    covered = {name: value for name, value in event.items() if name != "sha256"}
    return json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def checksum(event):
    return hashlib.sha256(canonical(event)).hexdigest()


def parse_anchor(line):
    found = ANCHOR.fullmatch(line.strip())
    if not found:
        raise ValueError(f"not an anchor: {line!r}")
    return int(found[2]), found[3]


def verify(events, anchors):
    """How many events there are and the last checksum; a Fault when the chain or an anchor does not hold."""
    number, previous = 0, BEGINNING
    wanted = {}
    for anchored, digest in anchors:
        if wanted.setdefault(anchored, digest) != digest:
            raise Fault(f"two anchors for event {anchored} differ")
    if wanted.get(0, BEGINNING) != BEGINNING:
        raise Fault("the anchor of the empty trail does not fit")
    for event in events:
        if set(event) != MEMBERS:
            raise Fault(f"after event {number}: other members than the recipe's: {sorted(set(event) ^ MEMBERS)}")
        if event["number"] != number + 1 or isinstance(event["number"], bool):
            raise Fault(f"event {number + 1} is missing: {event['number']!r} stands there")
        number += 1
        if not isinstance(event["recorded_at"], str) or not MOMENT.fullmatch(event["recorded_at"]):
            raise Fault(f"event {number}: recorded_at is not written as the recipe says")
        if event["previous_sha256"] != previous:
            raise Fault(f"event {number} does not follow on event {number - 1}")
        if event["sha256"] != checksum(event):
            raise Fault(f"event {number} is not as it was when it was written")
        previous = event["sha256"]
        if wanted.get(number, previous) != previous:
            raise Fault(f"event {number} is not the one that was anchored")
    beyond = [anchored for anchored in wanted if anchored > number]
    if beyond:
        raise Fault(f"event {min(beyond)} was anchored, but the trail ends at {number}")
    return number, previous


def unique(pairs):
    """An object in which a name stands twice could be read in two ways."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return members


def documents(text):
    """Every JSON document of a text, one after the other."""
    decoder, at = json.JSONDecoder(object_pairs_hook=unique), 0
    while True:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if at == len(text):
            return
        document, at = decoder.raw_decode(text, at)
        yield document


def from_texts(texts):
    for text in texts:
        for document in documents(text):
            if isinstance(document, dict) and "items" in document:
                yield from document["items"]
            else:
                yield document


def from_lines(file):
    """JSON lines one at a time: memory stays flat however long the trail is."""
    for line in file:
        if line.strip():
            yield json.loads(line, object_pairs_hook=unique)


def from_service(url):
    """Page by page; the key, if there is one, from SAMFIN_KEY, so that it stands in no list of processes."""
    cursor, key = "", os.environ.get("SAMFIN_KEY")
    while cursor is not None:
        request = urllib.request.Request(url + "?limit=200" + cursor)
        if key:
            request.add_header("Authorization", f"Bearer {key}")
        with urllib.request.urlopen(request) as answer:
            page = json.load(answer, object_pairs_hook=unique)
        yield from page["items"]
        cursor = None if page["next"] is None else f"&cursor={page['next']}"


def main():
    sys.stdin.reconfigure(encoding="utf-8", errors="strict")
    parser = argparse.ArgumentParser(description="Verifies samfin's audit trail.")
    parser.add_argument("files", nargs="*", help="events as JSON lines or pages; standard input when there is none")
    parser.add_argument("--url", help="the address of /api/v1/audit-events")
    parser.add_argument("--anchor", action="append", default=[], help="an anchor line")
    parser.add_argument("--anchors", help="a file of anchor lines")
    given = parser.parse_args()
    try:
        lines = list(given.anchor)
        if given.anchors:
            with open(given.anchors, encoding="utf-8") as file:
                lines += [line for line in file if line.strip()]
        anchors = [parse_anchor(line) for line in lines]
        if given.url:
            events = from_service(given.url)
        elif given.files:
            events = from_texts(open(name, encoding="utf-8").read() for name in given.files)
        else:
            events = from_lines(sys.stdin)
        number, last = verify(events, anchors)
    except Fault as fault:
        print(f"NOT WHOLE: {fault}")
        return 1
    except (OSError, ValueError, TypeError, KeyError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    print(f"whole: {number} events, {len(anchors)} anchors, the last checksum is {last}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
