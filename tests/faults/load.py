"""Clients that change things, each request under an `Idempotency-Key` of its own, and send it again until it is answered.

What was asked for and what was answered is kept in a ledger, which the invariants are held against.
"""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field

import requests

AGREEMENT = {
    "name": "", "currency": "SEK", "valid_from": "2027-01-01", "host": "rjh",
    "parties": [
        {"id": "rjh", "name": "Region Jämtland Härjedalen", "kind": "region", "area": "23"},
        {"id": "are", "name": "Åre kommun", "kind": "municipality", "area": "2321"},
    ],
    "costs": [{"id": "hall", "name": "Lokal", "type": "purchase", "amount": {"per_year": "1000.00"}, "key": "even"}],
    "keys": {"even": {"type": "equal"}},
}

# What a request may be answered while a fault is under way: done, under way already, or not now.
IN_TIME = {409, 503}


@dataclass
class Asked:
    """A request: `name` is in what it makes, and nowhere else."""

    kind: str
    name: str
    path: str
    body: dict
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answer: dict | None = None
    status: int = 0
    sent: int = 0
    replayed: bool = False


def agreement(name):
    return Asked("agreement", name, "/api/v1/agreements", {"document": {**AGREEMENT, "name": name}, "note": name})


def version(of, name, year):
    document = {**AGREEMENT, "name": name, "valid_from": f"{year}-01-01"}
    return Asked("version", name, f"/api/v1/agreements/{of}/versions", {"document": document, "note": name})


def scenario(of, name):
    changes = [{"target": "costs/hall/amount/per_year", "value": "2000.00"}]
    return Asked("scenario", name, f"/api/v1/agreements/{of}/scenarios", {"name": name, "changes": changes})


def observation(name):
    body = {"for": "2321", "date": "2026-12-31", "value": "12801", "source": name}
    return Asked("observation", name, f"/api/v1/statistics/{name}/observations", body)


class Ledger:
    """Everything that was asked for, and what the answers were."""

    def __init__(self):
        self.lock = threading.Lock()
        self.asked, self.statuses, self.complaints = [], {}, []
        self.problems = {}
        self.answered_at = []

    def ask(self, request):
        with self.lock:
            self.asked.append(request)
        return request

    def saw(self, status):
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if 200 <= status < 300:
                self.answered_at.append(time.monotonic())

    def was_told(self, problem):
        with self.lock:
            self.problems[problem] = self.problems.get(problem, 0) + 1

    def complain(self, text):
        with self.lock:
            self.complaints.append(text)

    @property
    def acknowledged(self):
        return [request for request in self.asked if request.answer is not None]


class Sender:
    """Sends requests to a service and writes down what came of them."""

    def __init__(self, service, ledger):
        self.service, self.ledger = service, ledger
        self.session = requests.Session()
        self.session.trust_env = False

    def headers(self, request):
        headers = {"Idempotency-Key": request.key}
        if self.service.key:
            headers["Authorization"] = f"Bearer {self.service.key}"
        return headers

    def once(self, request, address=None, timeout=60):
        """Sends it once; the status, or 0 when there was no answer."""
        request.sent += 1
        try:
            answer = self.session.post((address or self.service.address) + request.path, json=request.body, headers=self.headers(request),
                                       timeout=timeout)
        except requests.RequestException:
            return 0
        self.ledger.saw(answer.status_code)
        if answer.headers.get("Content-Type") == "application/problem+json":
            self.ledger.was_told(answer.json()["type"].rpartition("/")[2])
        if 200 <= answer.status_code < 300:
            request.status, request.answer = answer.status_code, answer.json()
            request.replayed = answer.headers.get("Idempotency-Replayed") == "true"
        elif answer.status_code in IN_TIME:
            if "Retry-After" not in answer.headers:
                self.ledger.complain(f"{answer.status_code} without Retry-After: {answer.text[:300]}")
        else:
            self.ledger.complain(f"{answer.status_code} for a {request.kind}: {answer.text[:300]}")
        return answer.status_code

    def until_answered(self, request, patience=90):
        """Sends it until it is done. Clients of a soak do not wait as long as `Retry-After` says."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            status = self.once(request)
            if request.answer is not None:
                return True
            if status not in IN_TIME and status != 0:
                time.sleep(0.1)  # a client that is refused does not ask faster than one that is served
                return False
            time.sleep(0.02 if status == 0 else 0.1)
        self.ledger.complain(f"a {request.kind} had no answer for {patience} s")
        return False


class Load:
    """`clients` threads that go on until they are stopped. Each makes an agreement, then things in it and beside it."""

    def __init__(self, service, ledger, clients, seed, mark="klient"):
        self.service, self.ledger, self.mark = service, ledger, mark
        self.ended = threading.Event()
        self.under_way = 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._client, args=[number, random.Random(f"{seed}/{number}")], daemon=True)
                        for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def _client(self, number, chance):
        sender = Sender(self.service, self.ledger)
        own, year, made = None, 2027, 0
        while not self.ended.is_set():
            made += 1
            name = f"{self.mark}-{number}-{made}"
            draw = chance.random()
            if own is None or draw < 0.3:
                request = agreement(name)
            elif draw < 0.5 and year < 2099:
                year += 1
                request = version(own, name, year)
            elif draw < 0.8:
                request = scenario(own, name)
            else:
                request = observation(name)
            self.ledger.ask(request)
            with self.lock:
                self.under_way += 1
            sender.until_answered(request)
            with self.lock:
                self.under_way -= 1
            if request.kind == "agreement" and request.answer:
                own, year = request.answer["id"], 2027

    def stop(self):
        """Lets every client get the answer that it waits for."""
        self.ended.set()
        for thread in self.threads:
            thread.join(120)
            if thread.is_alive():
                self.ledger.complain("a client is still waiting after two minutes")
