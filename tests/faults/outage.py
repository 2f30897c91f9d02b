"""PostgreSQL stopped and started under load, in an orderly way and as if its machine had stopped; samfin goes on."""

import time

from context import Outcome, running, within
from invariants import examine
from load import Ledger, Load
from service import Service

# How soon after its database samfin must do something again.
BACK = 5.0


def outage(context, kind):
    chance, ledger = context.chance("outage"), Ledger()
    outages, clients = context.many(2, 5), context.many(20, 50)
    with context.database(kind) as database, running(Service(database)) as service:
        pid, slowest, notes = service.pid, 0.0, []
        load = Load(service, ledger, clients, context.seed)
        for number in range(outages):
            time.sleep(chance.uniform(0.5, 1.5))
            context.cluster.stop("immediate" if number % 2 else "fast")
            time.sleep(chance.uniform(0.2, 1.0) if number < outages - 1 else 3.0)
            status, _ = service.ready()
            if status != 503:
                ledger.complain(f"/health/ready is {status} while the database is down")
            context.cluster.start()
            since = time.monotonic()
            back = within(4 * BACK, lambda since=since: any(at > since for at in ledger.answered_at[-5:]))
            if back is None or back > BACK:
                ledger.complain(f"back after {back} s")
            slowest = max(slowest, back or 0)
        load.stop()
        if service.process.poll() is not None or service.pid != pid:
            ledger.complain("the process did not survive")
        service.terminate()
        verdict = examine(database, ledger)
        verdict.others += service.errors()
        notes.append(f"{clients} clients; answers: {ledger.statuses}, {ledger.problems}; back after at most {slowest:.1f} s")
        return Outcome(f"{outages} outages", verdict, notes)


FAULTS = {"outage": (["postgres"], outage)}
