"""Clients that vanish: connections reset 0 to 20 ms after the request was sent.

PostgreSQL is made to seem 2 ms away, so that many of them vanish while samfin waits for it: at BEGIN, between statements, at
COMMIT.
"""

import json
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from context import Outcome, running, within
from invariants import examine
from load import Ledger, Sender, agreement, observation, scenario
from proxy import Proxy
from service import Service

# Orderly requests afterwards, all at once, and how long the slowest may take.
AFTER, SOON = 50, 5.0

# So many vanish at once.
WAVE = 25

IN_TRANSACTION = ("SELECT COUNT(*) AS number FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'samfin' "
                  "AND (state <> 'idle' OR xact_start IS NOT NULL)")


def raw(service, sender, request):
    """The request as bytes."""
    body = json.dumps(request.body).encode()
    head = [f"POST {request.path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in sender.headers(request).items()]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def vanish(service, sender, request, seconds, share):
    """Sends a share of the request and is gone `seconds` later."""
    request.sent += 1
    whole = raw(service, sender, request)
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        # Closing sends a reset: the client is gone without a word.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(whole[:int(len(whole) * share)])
        time.sleep(seconds)


@contextmanager
def far_away(context, database):
    """The address of the database, as from another place."""
    if database.kind == "sqlite":
        yield database.url
        return
    proxy = Proxy(context.cluster.port, delay=0.002)
    try:
        yield database.url_at(proxy.port)
    finally:
        proxy.close()


def settled(database):
    """How many requests have been carried out, once those that go on without their clients are done."""
    def count():
        return database.rows("SELECT COUNT(*) AS number FROM idempotency")[0]["number"]

    counts = [-1, count()]
    while counts[-1] != counts[-2]:
        time.sleep(0.5)
        counts.append(count())
    return counts[-1]


def dropped(context, kind):
    chance, ledger, drops = context.chance("dropped"), Ledger(), 500
    with context.database(kind) as database, far_away(context, database) as url, running(Service(database, url=url)) as service:
        sender = Sender(service, ledger)
        home = ledger.ask(agreement("hem"))
        sender.until_answered(home)
        makers = [lambda name: agreement(name), lambda name: scenario(home.answer["id"], name), observation]
        requests = [ledger.ask(makers[number % 3](f"borta-{number}")) for number in range(drops)]
        waits = [chance.uniform(0, 0.02) for _ in requests]
        # Two in five are gone before they have said all.
        shares = [chance.uniform(0.1, 0.99) if number % 5 < 2 else 1 for number in range(drops)]
        drop_in = list(zip(requests, waits, shares))
        for first in range(0, drops, WAVE):
            with ThreadPoolExecutor(WAVE) as clients:
                list(clients.map(lambda each: vanish(service, sender, *each), drop_in[first:first + WAVE]))
            if kind == "postgres" and within(5, lambda: database.rows(IN_TRANSACTION)[0]["number"] == 0) is None:
                ledger.complain(f"sessions still in a transaction after {first + WAVE}: {database.rows(IN_TRANSACTION)}")
        def orderly(number):
            began = time.monotonic()
            Sender(service, ledger).until_answered(ledger.ask(agreement(f"efter-{number}")), patience=30)
            return time.monotonic() - began

        with ThreadPoolExecutor(AFTER) as clients:
            slowest = max(clients.map(orderly, range(AFTER)))
        if slowest > SOON:
            ledger.complain(f"{AFTER} requests afterwards took up to {slowest:.1f} s")
        done = settled(database) - 1 - AFTER
        if done <= 0:
            ledger.complain("none of them got as far as the database")
        # Who vanished asks again, and everything is there once.
        with ThreadPoolExecutor(10) as clients:
            list(clients.map(lambda request: Sender(service, ledger).until_answered(request), requests))
        replayed = sum(request.replayed for request in requests)
        early = [request.name for request, share in zip(requests, shares) if request.replayed and share < 1]
        if early:
            ledger.complain(f"carried out before they had been said to the end: {early}")
        if replayed != done:
            ledger.complain(f"{done} had been done, and {replayed} were answered as done before")
        service.terminate()
        verdict = examine(database, ledger)
        verdict.others += service.errors()
        notes = [f"{drops - sum(share < 1 for share in shares)} were sent whole, and {done} of those had been done all the same; {AFTER} requests afterwards took at most {slowest:.2f} s"]
        return Outcome(f"{drops} resets", verdict, notes)


FAULTS = {"dropped": (["sqlite", "postgres"], dropped)}
