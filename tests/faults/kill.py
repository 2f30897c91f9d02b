"""`kill -9` in the middle of writing: the program is started again, and the clients ask again."""

import time

from context import Outcome, running
from invariants import examine
from load import Ledger, Load
from service import Service

CLIENTS = 12


def kill(context, kind):
    chance, ledger = context.chance("kill"), Ledger()
    kills = context.many(3, 20)
    with context.database(kind) as database, running(Service(database)) as service:
        load = Load(service, ledger, CLIENTS, context.seed)
        under_way = []
        for _ in range(kills):
            time.sleep(chance.uniform(0.3, 1.5))
            under_way.append(load.under_way)
            service.kill()
            service.start()
        time.sleep(0.5)
        load.stop()
        service.terminate()
        verdict = examine(database, ledger)
        verdict.others += service.panics()
        if not any(under_way):
            verdict.others.append("nothing was under way at any of the kills")
        resent = sum(request.sent > 1 for request in ledger.asked)
        replayed = sum(request.replayed for request in ledger.asked)
        notes = [f"{sum(under_way)} requests were under way, {resent} were sent again, {replayed} of them had been done"]
        return Outcome(f"{kills} kills", verdict, notes)


FAULTS = {"kill": (["sqlite", "postgres"], kill)}
