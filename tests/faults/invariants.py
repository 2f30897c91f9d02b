"""What must hold after every fault: what was acknowledged is there once, what is there was asked for, and nothing is half."""

import collections
from dataclasses import dataclass, field

import chain
from service import samfin

# Everything that clients make, by the name that is in it.
STORED = {
    "agreement": "SELECT v.note AS name, a.id AS id FROM agreements a LEFT JOIN agreement_versions v ON v.agreement_id = a.id AND v.number = 1",
    "version": "SELECT note AS name, agreement_id AS id FROM agreement_versions WHERE number > 1",
    "scenario": "SELECT name AS name, id AS id FROM scenarios",
    "observation": "SELECT source AS name, id AS id FROM observations",
}

# What each of them tells of itself, and by which id.
TOLD = {"agreement": "agreement.created", "version": "version.created", "scenario": "scenario.created", "observation": "statistics.added"}


@dataclass
class Verdict:
    acknowledged: int = 0
    losses: list = field(default_factory=list)
    doubles: list = field(default_factory=list)
    halves: list = field(default_factory=list)
    others: list = field(default_factory=list)

    @property
    def holds(self):
        return not (self.losses or self.doubles or self.halves or self.others)

    def lines(self):
        for title in ("losses", "doubles", "halves", "others"):
            for text in getattr(self, title)[:5]:
                yield f"{title}: {text}"


def examine(database, ledger, unanswered_is_wrong=True):
    """Holds the database against the ledger. Every client has stopped."""
    verdict = Verdict(acknowledged=len(ledger.acknowledged))
    verdict.others += ledger.complaints
    stored = _stored_once(database, ledger, verdict, unanswered_is_wrong)
    _versions_have_no_gaps(database, verdict)
    wrong, events = chain.broken(database)
    verdict.halves += wrong
    _told_once(events, stored, verdict)
    _outcomes(database, ledger, stored, verdict)
    for verb in ("doctor", "verify"):
        ran = samfin(database, verb)
        if ran.returncode != 0:
            verdict.others.append(f"samfin {verb}: {ran.stdout}{ran.stderr}")
    return verdict


def _stored_once(database, ledger, verdict, unanswered_is_wrong):
    stored = {}
    for kind, sql in STORED.items():
        rows = database.rows(sql)
        counts = collections.Counter(row["name"] for row in rows)
        ids = {row["name"]: row["id"] for row in rows}
        asked = {request.name: request for request in ledger.asked if request.kind == kind}
        for name, times in counts.items():
            if name not in asked:
                verdict.others.append(f"{kind} {name} was never asked for")
            elif times > 1:
                verdict.doubles.append(f"{kind} {name} is there {times} times")
        for name, request in asked.items():
            if request.answer is None:
                if unanswered_is_wrong:
                    verdict.others.append(f"{kind} {name} was never answered")
            elif name not in counts:
                verdict.losses.append(f"{kind} {name} was acknowledged and is not there")
            elif kind != "version" and request.answer["id"] != ids[name]:
                verdict.losses.append(f"{kind} {name} is another one than was acknowledged")
        stored[kind] = ids
    return stored


def _versions_have_no_gaps(database, verdict):
    rows = database.rows("SELECT a.id AS id, a.versions AS counter, COUNT(v.number) AS held, MAX(v.number) AS last FROM agreements a "
                         "LEFT JOIN agreement_versions v ON v.agreement_id = a.id GROUP BY a.id, a.versions")
    for row in rows:
        if not row["counter"] == row["held"] == row["last"]:
            verdict.halves.append(f"agreement {row['id']} counts {row['counter']} versions, has {row['held']}, the last is {row['last']}")


def _told_once(events, stored, verdict):
    told = collections.Counter((event["action"], event["object_id"]) for event in events)
    expected = collections.Counter()
    for kind, ids in stored.items():
        for name, found in ids.items():
            if kind == "version":
                expected[kind] += 1
                continue
            which = (TOLD[kind], name if kind == "observation" else found)
            if told[which] != 1:
                verdict.halves.append(f"{kind} {name} is told of {told[which]} times")
            expected[kind] += 1
    for kind, action in TOLD.items():
        count = sum(times for (what, _), times in told.items() if what == action)
        if count != expected[kind]:
            verdict.halves.append(f"{count} events tell {action}, and {expected[kind]} are stored")


def _outcomes(database, ledger, stored, verdict):
    rows = database.rows("SELECT idempotency_key AS name, outcome IS NULL AS half FROM idempotency")
    halves = [row["name"] for row in rows if row["half"]]
    verdict.halves += [f"the key {key} has no outcome" for key in halves]
    kept = {row["name"] for row in rows}
    for request in ledger.asked:
        is_stored = request.name in stored[request.kind]
        if is_stored != (request.key in kept):
            verdict.halves.append(f"{request.kind} {request.name}: stored is {is_stored}, its key is {request.key in kept}")
