"""Three replicas over one PostgreSQL, started at once on an empty database: one migration, and one effect of each request."""

import time
from concurrent.futures import ThreadPoolExecutor

import requests

from context import Outcome, within
from invariants import examine
from load import Ledger, Load, Sender, agreement
from service import Service, make_key, samfin

REPLICAS = 3
# How soon a key that was revoked must be refused everywhere.
EVERYWHERE = 5.0


def revoked(database, services, ledger, at_once):
    """Seconds until a key that each replica has just seen is refused by all of them."""
    key = make_key(database)
    headers = {"Authorization": f"Bearer {key}"}

    def status(service):
        return requests.get(f"{service.address}/api/v1/agreements", headers=headers, timeout=30).status_code

    before = list(at_once.map(status, services))
    done = samfin(database, "key", "revoke", key.split("_")[1])
    since = time.monotonic()
    waits = list(at_once.map(lambda service: within(2 * EVERYWHERE, lambda: status(service) == 401), services))
    if before != [200] * len(services) or done.returncode != 0 or None in waits or max(waits) > EVERYWHERE:
        ledger.complain(f"a revoked key: {before} before, {done.stderr}, refused after {waits} s")
    return time.monotonic() - since


def replicas(context, kind):
    ledger, rounds = Ledger(), context.many(20, 200)
    with context.database(kind) as database, ThreadPoolExecutor(REPLICAS) as at_once:
        services = [Service.prepared(database) for _ in range(REPLICAS)]
        try:
            list(at_once.map(Service.start, services))
            ran = database.rows("SELECT version, success FROM _sqlx_migrations")
            if len({row["version"] for row in ran}) != len(ran) or not all(row["success"] for row in ran):
                ledger.complain(f"migrations: {ran}")
            Service.share_a_key(database, services)
            senders = [Sender(service, ledger) for service in services]
            firsts = 0
            for number in range(rounds):
                request = ledger.ask(agreement(f"samtidigt-{number}"))
                # Each replica gets a copy of its own, with the same key.
                copies = [agreement(request.name) for _ in senders]
                for copy in copies:
                    copy.key = request.key
                list(at_once.map(lambda each: each[0].until_answered(each[1]), zip(senders, copies)))
                ids = {copy.answer["id"] for copy in copies if copy.answer}
                firsts += sum(not copy.replayed for copy in copies)
                if len(ids) != 1:
                    ledger.complain(f"the replicas made {ids} of one request")
                request.answer = copies[0].answer
            if firsts != rounds:
                ledger.complain(f"{firsts} of {rounds} requests say that they were the first")
            # All of them at once, each with clients of its own.
            loads = [Load(service, ledger, 4, f"{context.seed}-{number}", mark=f"replik-{number}") for number, service in enumerate(services)]
            loads[0].ended.wait(context.many(2, 15))
            for load in loads:
                load.stop()
            slowest = revoked(database, services, ledger, at_once)
            for service in services:
                service.terminate()
            verdict = examine(database, ledger)
            verdict.others += [line for service in services for line in service.errors()]
            notes = [f"{len(ran)} migrations ran once; {rounds} requests sent to all three at once were each done once",
                     f"a revoked key was refused everywhere after {slowest:.1f} s"]
            return Outcome(f"{REPLICAS} at once", verdict, notes)
        finally:
            for service in services:
                service.stop()


FAULTS = {"replicas": (["postgres"], replicas)}
