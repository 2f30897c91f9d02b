"""What must not start: a second service on one SQLite file, and a program that is older than its database."""

import subprocess

from context import Outcome, running
from invariants import examine
from load import Ledger, Sender, agreement
from service import BINARY, ENVIRONMENT, Service, free_port, samfin

FUTURE = ("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) "
          "SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1")

# How soon it must have refused.
SOON = 15


def serve(database):
    """What comes of another `samfin serve`, which is expected to refuse."""
    command = [BINARY, "serve", "--bind", f"127.0.0.1:{free_port()}", "--database-url", database.url, "--data-dir", str(database.folder),
               "--lang", "en"]
    try:
        return subprocess.run(command, check=False, capture_output=True, text=True, env=ENVIRONMENT, timeout=SOON, cwd=database.folder)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 0, "", f"it was still running after {SOON} s")


def starting(context, kind):
    ledger = Ledger()
    with context.database(kind) as database, running(Service(database)) as service:
        sender = Sender(service, ledger)
        sender.until_answered(ledger.ask(agreement("före")))
        if kind == "sqlite":
            second = serve(database)
            if second.returncode != 75 or "another samfin serve" not in second.stderr:
                ledger.complain(f"a second service ended with {second.returncode}: {second.stderr}")
        for verb in (["migrate"], ["doctor"]):
            beside = samfin(database, *verb)
            if beside.returncode != 0:
                ledger.complain(f"samfin {verb[0]} beside the service ended with {beside.returncode}: {beside.stdout}{beside.stderr}")
        sender.until_answered(ledger.ask(agreement("efter")))
        service.terminate()
        verdict = examine(database, ledger)
        database.run(FUTURE)
        older = serve(database)
        if older.returncode != 2 or "newer than this program" not in older.stderr:
            verdict.others.append(f"an older program ended with {older.returncode}: {older.stderr}")
        injected = "second, older" if kind == "sqlite" else "older"
        return Outcome(injected, verdict)


FAULTS = {"starting": (["sqlite", "postgres"], starting)}
