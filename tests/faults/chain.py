"""The audit trail's chain, checked from its recipe (src/storage/audit.rs) by a program that shares nothing with samfin."""

import hashlib
import json
from datetime import UTC, datetime

NAMES = ["action", "actor_id", "actor_kind", "actor_name", "after_sha256", "agreement_id", "before_sha256", "id", "number",
         "object_id", "object_kind", "previous_sha256", "reason", "request_id"]


def events(database):
    rows = database.rows(f"SELECT {', '.join(NAMES)}, sha256, recorded_at FROM audit_events ORDER BY number")
    for row in rows:
        row["recorded_at"] = datetime.fromisoformat(row["recorded_at"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return rows


def checksum(event):
    text = json.dumps({name: event[name] for name in [*NAMES, "recorded_at"]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken(database):
    """What is wrong with the chain, in words; the events."""
    found, wrong, previous = events(database), [], "0" * 64
    for place, event in enumerate(found, 1):
        if event["number"] != place:
            wrong.append(f"event {event['number']} stands in place {place}")
            break
        if event["previous_sha256"] != previous:
            wrong.append(f"event {place} does not follow on the one before")
        if event["sha256"] != checksum(event):
            wrong.append(f"event {place} is not what its checksum says")
        previous = event["sha256"]
    head = database.rows("SELECT number, sha256 FROM audit_head")
    if [(row["number"], row["sha256"]) for row in head] != ([(len(found), previous)] if found else []):
        wrong.append(f"the head is {head}, the chain has {len(found)} events")
    return wrong, found
