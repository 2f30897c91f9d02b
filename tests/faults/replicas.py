"""Three replicas over one PostgreSQL, started at once on an empty database: one migration, and one effect of each request."""

from concurrent.futures import ThreadPoolExecutor

from context import Outcome, running
from invariants import examine
from load import Ledger, Load, Sender, agreement
from service import Service

REPLICAS = 3


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
            for service in services:
                service.terminate()
            verdict = examine(database, ledger)
            verdict.others += [line for service in services for line in service.errors()]
            notes = [f"{len(ran)} migrations ran once; {rounds} requests sent to all three at once were each done once"]
            return Outcome(f"{REPLICAS} at once", verdict, notes)
        finally:
            for service in services:
                service.stop()


FAULTS = {"replicas": (["postgres"], replicas)}
