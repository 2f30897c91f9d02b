"""SIGTERM with sixty changes under way: sixty answers, all of them stored, and a process that ends in order."""

import json
import socket
import time

from context import Outcome, running, within
from dropped import raw
from invariants import examine
from load import Ledger, Sender, agreement
from service import Service

CLIENTS = 60


def answer(connection):
    """The status and the body of what comes until the service closes."""
    whole = b""
    while chunk := connection.recv(65536):
        whole += chunk
    head, _, body = whole.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]) if head else 0, body


def sigterm(context, kind):
    ledger = Ledger()
    with context.database(kind) as database, running(Service(database)) as service:
        sender = Sender(service, ledger)
        clients = []
        for number in range(CLIENTS):
            request = ledger.ask(agreement(f"till-sist-{number}"))
            whole = raw(service, sender, request).replace(b"\r\nHost", b"\r\nConnection: close\r\nHost", 1)
            connection = socket.create_connection(("127.0.0.1", service.port))
            connection.settimeout(40)
            connection.sendall(whole[:-20])  # under way until the rest has come
            clients.append((request, connection, whole[-20:]))
        time.sleep(0.5)
        service.process.terminate()
        if within(5, lambda: service.ready()[0] == 503) is None:
            ledger.complain("it does not say that it is stopping")
        time.sleep(1.5)
        for _, connection, rest in clients:
            connection.sendall(rest)
        for request, connection, _ in clients:
            status, body = answer(connection)
            ledger.saw(status)
            if status == 201:
                request.status, request.answer = status, json.loads(body)
            else:
                ledger.complain(f"{status}: {body[:200]}")
        code = service.process.wait(40)
        if code != 0:
            ledger.complain(f"the process ended with {code}")
        verdict = examine(database, ledger)
        verdict.others += service.errors()
        return Outcome(f"{CLIENTS} under way", verdict, [f"answers by status: {ledger.statuses}"])


FAULTS = {"sigterm": (["sqlite", "postgres"], sigterm)}
