"""`kill -9` while invoices are issued: by one program on SQLite, by three replicas on PostgreSQL.

Every request is sent by two clients at once under one key, on PostgreSQL to different replicas, and again until it is answered.
Programs are killed in between and started again. Then every number is there once, every key has one answer, nothing is asked
for twice, and every document has its files.
"""

import collections
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

import requests

import billing
import chain
from context import Outcome, within
from invariants import Verdict
from service import Service, samfin

REPLICAS = {"sqlite": 1, "postgres": 3}
PAIRS = 4
PATIENCE = 90
# How soon every document has its files once everything runs again.
FILES_WITHIN = 120

PLACES = ("SELECT period_id, payer, seller, occasion, ordinal, vat_group FROM invoices WHERE status <> 'discarded' AND credits_id IS NULL "
          "GROUP BY period_id, payer, seller, occasion, ordinal, vat_group HAVING COUNT(*) > 1")


@dataclass
class Issue:
    """A request that issues one document, or several together; what each of its two clients was answered."""

    items: list
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answers: list = field(default_factory=list)
    firsts: int = 0

    def send(self, service):
        headers = {"Authorization": f"Bearer {service.key}", "Idempotency-Key": self.key}
        if len(self.items) == 1:
            (document, revision), body = self.items[0], None
            path, headers["If-Match"] = f"/invoices/{document}/issue", f'"r{revision}"'
        else:
            path, body = "/invoice-issues", {"items": [{"id": document, "revision": revision} for document, revision in self.items]}
        return requests.post(service.address + billing.ROOT + path, json=body, headers=headers, timeout=30)


class Issuing:
    """Pairs of clients that work through a list of requests."""

    def __init__(self, services, wanted, chance):
        self.services, self.wanted, self.next = services, wanted, 0
        self.lock, self.complaints, self.statuses = threading.Lock(), [], collections.Counter()
        self.threads = [threading.Thread(target=self._pair, args=[random.Random(chance.random())], daemon=True) for _ in range(PAIRS)]
        for thread in self.threads:
            thread.start()

    def _pair(self, chance):
        while True:
            with self.lock:
                if self.next == len(self.wanted):
                    return
                issue = self.wanted[self.next]
                self.next += 1
            other = threading.Thread(target=self.until_answered, args=[issue, random.Random(chance.random())], daemon=True)
            other.start()
            self.until_answered(issue, chance)
            other.join()

    def until_answered(self, issue, chance):
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            try:
                answer = issue.send(chance.choice(self.services))
            except requests.RequestException:
                time.sleep(0.02)
                continue
            with self.lock:
                self.statuses[answer.status_code] += 1
                if answer.status_code == 200:
                    body = answer.json()
                    issue.answers.append([(one["id"], one["series"]["number"]) for one in body.get("items", [body])])
                    issue.firsts += answer.headers.get("Idempotency-Replayed") != "true"
                    return
                if answer.status_code != 503 and "in-flight" not in answer.text:
                    self.complaints.append(f"{answer.status_code} for an issue: {answer.text[:300]}")
                    return
            time.sleep(0.05)
        with self.lock:
            self.complaints.append(f"an issue had no answer for {PATIENCE} s")

    def join(self):
        for thread in self.threads:
            thread.join(2 * PATIENCE)


def requests_of(documents, chance):
    """Each document in one request, alone or with others."""
    wanted, left = [], list(documents)
    chance.shuffle(left)
    while left:
        size = chance.choice([1, 1, 1, 2, 5])
        wanted.append(Issue(left[:size]))
        left = left[size:]
    return wanted


# Each counter and what it has counted: documents, and vouchers, whose counters are called after those whose books they are in.
SERIES = [
    "SELECT s.last AS last, COUNT(i.id) AS held, MIN(i.number) AS low, MAX(i.number) AS high FROM number_series s "
    "LEFT JOIN invoices i ON i.issuer = s.issuer AND i.series_year = s.year WHERE s.issuer NOT LIKE '%/vouchers' "
    "GROUP BY s.issuer, s.year, s.last",
    "SELECT s.last AS last, COUNT(v.id) AS held, MIN(v.number) AS low, MAX(v.number) AS high FROM number_series s "
    "LEFT JOIN vouchers v ON v.issuer || '/vouchers' = s.issuer AND v.year = s.year WHERE s.issuer LIKE '%/vouchers' "
    "GROUP BY s.issuer, s.year, s.last",
]


def examine(database, wanted, complaints):
    verdict = Verdict(acknowledged=sum(bool(issue.answers) for issue in wanted), others=list(complaints))
    stored = {row["id"]: row["number"] for row in database.rows("SELECT id, number FROM invoices WHERE status = 'issued'")}
    for issue in wanted:
        if len(issue.answers) != 3 or any(answer != issue.answers[0] for answer in issue.answers):
            verdict.doubles.append(f"{issue.key} was answered {issue.answers}")
            continue
        if issue.firsts > 1:
            verdict.doubles.append(f"{issue.key}: {issue.firsts} answers say that they were the first")
        for document, number in issue.answers[0]:
            if stored.get(document) != number:
                verdict.losses.append(f"{document} was answered number {number} and has {stored.get(document)}")
    documents = {document for issue in wanted for document, _ in issue.items}
    verdict.others += [f"{document} is issued and was never asked for" for document in stored.keys() - documents]
    for series in (series for counted in SERIES for series in database.rows(counted)):
        if series["low"] != 1 or not series["last"] == series["held"] == series["high"]:
            verdict.halves.append(f"a series has gaps: {series}")
    posted = {row["document"] for row in database.rows("SELECT source_id AS document FROM vouchers WHERE source_kind = 'document'")}
    verdict.halves += [f"{document} is issued and not in the books, or the other way round" for document in posted ^ stored.keys()]
    verdict.doubles += [f"two documents in one place: {row}" for row in database.rows(PLACES)]
    wrong, events = chain.broken(database)
    verdict.halves += wrong
    told = collections.Counter(event["object_id"] for event in events if event["action"] == "invoice.issued")
    verdict.halves += [f"{document} is told of {told[document]} times" for document in documents | told.keys() if told[document] != 1]
    half = database.rows("SELECT idempotency_key AS name FROM idempotency WHERE outcome IS NULL")
    verdict.halves += [f"the key {row['name']} has no outcome" for row in half]
    for verb in ("doctor", "verify"):
        ran = samfin(database, verb)
        if ran.returncode != 0:
            verdict.others.append(f"samfin {verb}: {ran.stdout}{ran.stderr}")
    return verdict


def without_files(database):
    sql = ("SELECT COUNT(*) AS number FROM invoices i WHERE i.status = 'issued' "
           "AND NOT EXISTS (SELECT 1 FROM invoice_files f WHERE f.invoice_id = i.id AND f.kind = 'pdf')")
    return database.rows(sql)[0]["number"]


def issuing(context, kind):
    chance, agreements, parts, kills = context.chance("issuing"), context.many(1, 12), context.many(4, 12), context.many(4, 30)
    with context.database(kind) as database:
        services = [Service.prepared(database) for _ in range(REPLICAS[kind])]
        try:
            for service in services:
                service.start()
            Service.share_a_key(database, services)
            attestant = billing.approver(database)
            billing.organisations(services[0])
            documents = [one for at in range(agreements) for one in billing.attested(services[0], attestant, f"Avtal {at}", parts)]
            wanted = requests_of(documents, chance)
            issuing = Issuing(services, wanted, chance)
            under_way = 0
            for number in range(kills):
                # In the middle of the work, wherever that is in time.
                due = (number + 1) * len(wanted) // (kills + 1)
                within(PATIENCE, lambda due=due: issuing.next >= due, pause=0.001)
                under_way += issuing.next < len(wanted)
                service = chance.choice(services)
                service.kill()
                service.start()
            issuing.join()
            lacking = without_files(database)
            # What was done is answered again, by whoever is asked.
            for issue in wanted:
                issuing.until_answered(issue, chance)
            for service in services:
                service.terminate()
                service.start()
            took = within(FILES_WITHIN, lambda: without_files(database) == 0, pause=0.5)
            if took is None:
                issuing.complaints.append(f"{without_files(database)} documents have no files after {FILES_WITHIN} s")
            for service in services:
                service.terminate()
            verdict = examine(database, wanted, issuing.complaints)
            verdict.others += [line for service in services for line in service.errors()]
            if not under_way:
                verdict.others.append("nothing was under way at any of the kills")
            statuses = ", ".join(f"{count} × {status}" for status, count in sorted(issuing.statuses.items()))
            notes = [f"{len(documents)} documents in {len(wanted)} requests, each sent by two: {statuses}",
                     f"{lacking} had no files at the end of the issuing, and got them"]
            return Outcome(f"{kills} kills", verdict, notes)
        finally:
            for service in services:
                service.stop()


FAULTS = {"issuing": (["sqlite", "postgres"], issuing)}
