"""Clients that begin a request and never end it: closed after their deadline, and nothing of the database is theirs."""

import socket
import time

from context import Outcome, running
from dropped import IN_TRANSACTION, SOON, raw
from invariants import examine
from load import Ledger, Sender, agreement
from service import Service

# More than there are connections to the database.
CLIENTS = 40
# The body's deadline, and the head's, with some time to close.
BODY, HEAD = 30 + 10, 5 + 10


def last_words(connection, seconds):
    """What the service says before it closes, and when; None when it does not close."""
    began, said = time.monotonic(), b""
    connection.settimeout(seconds)
    try:
        while chunk := connection.recv(65536):
            said += chunk
    except TimeoutError:
        return None, said
    except ConnectionResetError:
        pass
    return time.monotonic() - began, said


def slow(context, kind):
    ledger = Ledger()
    with context.database(kind) as database, running(Service(database)) as service:
        sender = Sender(service, ledger)
        without_end = [raw(service, sender, agreement(f"aldrig-{number}"))[:-10] for number in range(CLIENTS)]
        began = time.monotonic()
        bodies, heads = [], []
        for whole in without_end:
            bodies.append(socket.create_connection(("127.0.0.1", service.port)))
            bodies[-1].sendall(whole)
            heads.append(socket.create_connection(("127.0.0.1", service.port)))
            heads[-1].sendall(whole[:30])
        time.sleep(1)
        # Everybody else is served meanwhile, reading and writing.
        slowest = 0.0
        for number in range(20):
            asked = time.monotonic()
            sender.until_answered(ledger.ask(agreement(f"under-tiden-{number}")))
            slowest = max(slowest, time.monotonic() - asked)
        if slowest > SOON:
            ledger.complain(f"others waited up to {slowest:.1f} s")
        if kind == "postgres" and database.rows(IN_TRANSACTION)[0]["number"] != 0:
            ledger.complain("a slow client holds a transaction")
        for sort, connections, deadline in (("head", heads, HEAD), ("body", bodies, BODY)):
            for connection in connections:
                after, said = last_words(connection, max(1, deadline - (time.monotonic() - began)))
                if after is None:
                    ledger.complain(f"a connection without a whole {sort} is still open after {deadline} s")
                elif said and b" 408 " not in said.split(b"\r\n", 1)[0]:
                    ledger.complain(f"without a whole {sort} the answer is {said[:100]}")
                connection.close()
        seconds = time.monotonic() - began
        service.terminate()
        verdict = examine(database, ledger)
        verdict.others += service.errors()
        notes = [f"the last was closed after {seconds:.0f} s; others waited at most {slowest:.2f} s"]
        return Outcome(f"{2 * CLIENTS} slow clients", verdict, notes)


FAULTS = {"slow": (["sqlite", "postgres"], slow)}
