"""The connection to PostgreSQL breaks exactly at COMMIT: nobody can know, nobody says they do, and asking again settles it."""

from context import Outcome, running
from invariants import examine
from load import Ledger, Sender, agreement, observation, scenario
from proxy import CUTS, Proxy
from service import Service


def commit(context, kind):
    ledger, rounds = Ledger(), context.many(2, 20)
    with context.database(kind) as database:
        proxy = Proxy(context.cluster.port)
        with running(Service(database, url=database.url_at(proxy.port))) as service:
            sender, answers = Sender(service, ledger), []
            home = ledger.ask(agreement("hem"))
            sender.until_answered(home)
            for number in range(rounds):
                for how in CUTS:
                    for request in (agreement(f"a-{number}-{how}"), scenario(home.answer["id"], f"s-{number}-{how}"),
                                    observation(f"o-{number}-{how}".replace(" ", "-"))):
                        ledger.ask(request)
                        proxy.arm(request.key, how)
                        before, unknown = proxy.cut, ledger.problems.get("outcome-unknown", 0)
                        status = sender.once(request)
                        if proxy.cut != before + 1 or status != 503 or ledger.problems.get("outcome-unknown", 0) != unknown + 1:
                            ledger.complain(f"cut {how}: {proxy.cut - before} cuts, and the answer is {status}, {ledger.problems}")
                        sender.until_answered(request)
                        # Swallowed, it was certainly not done; answered by the server, it certainly was.
                        if (how == "before" and request.replayed) or (how == "after" and not request.replayed):
                            ledger.complain(f"cut {how}: the second time it was {'not ' * (not request.replayed)}done already")
                        answers.append(request.replayed)
            service.terminate()
        proxy.close()
        verdict = examine(database, ledger)
        verdict.others += service.errors()
        notes = [f"what the answers said: {ledger.problems}; asked again, {sum(answers)} had been done"]
        return Outcome(f"{proxy.cut} cuts at COMMIT", verdict, notes)


FAULTS = {"commit": (["postgres"], commit)}
