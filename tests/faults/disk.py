"""No room to write: reading goes on, `/health/ready` says why, and writing comes back without a restart.

`full` fills a small file system of its own, where the harness may mount one. `limit` lowers how large a file the process
may write (`ulimit -f`), which needs no rights: SQLite is then refused in the middle of a write.
"""

import os
import resource
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import requests

from context import Outcome, running, within
from invariants import examine
from load import Ledger, Load, Sender, agreement
from service import Service

CLIENTS = 8
BACK = 5.0


@contextmanager
def small_disk(megabytes):
    """A folder on a file system of its own, or None where nothing may be mounted."""
    folder = tempfile.mkdtemp(prefix="samfin-faults-disk-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=False, capture_output=True)
    try:
        yield Path(folder) if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)
        os.rmdir(folder)


def fill(folder, left):
    """Leaves `left` bytes free."""
    space = os.statvfs(folder)
    with (folder / "filler").open("wb") as filler:
        filler.write(b"\0" * max(0, space.f_bavail * space.f_frsize - left))


def starve(service, ledger, take_room, give_room):
    """One round: room is taken until writing stops, reading is tried, room is given back."""
    sender = Sender(service, ledger)
    headers = {"Authorization": f"Bearer {service.key}"} if service.key else {}
    take_room()
    load = Load(service, ledger, CLIENTS, 1, mark=f"klient-{len(ledger.asked)}")
    refused = within(30, lambda: ledger.statuses.get(503, 0) > CLIENTS)
    if refused is None:
        ledger.complain(f"writing never stopped: {ledger.statuses}")
    if within(5, lambda: service.ready()[0] == 503) is None:
        ledger.complain("/health/ready does not say that nothing can be stored")
    status, why = service.ready()
    if status == 503 and "disk" not in why:
        ledger.complain(f"/health/ready does not say why: {why}")
    for path in ("/api/v1/agreements", "/api/v1/statistics", "/health/live"):
        answer = requests.get(service.address + path, headers=headers, timeout=30)
        if answer.status_code != 200:
            ledger.complain(f"reading {path} is {answer.status_code} while nothing can be stored: {answer.text[:300]}")
    give_room()
    since = time.monotonic()
    back = within(4 * BACK, lambda: any(at > since for at in ledger.answered_at[-5:]))
    if back is None or back > BACK:
        ledger.complain(f"writing came back after {back} s")
    ready = within(BACK, lambda: service.ready()[0] == 200)
    if ready is None:
        ledger.complain(f"not ready though there is room: {service.ready()}")
    load.stop()
    sender.until_answered(ledger.ask(agreement(f"efter-{len(ledger.asked)}")))
    return back or 0, why


def starved(context, database, service, rounds, take_room, give_room, how):
    ledger, pid = Ledger(), service.pid
    ends = [starve(service, ledger, take_room, give_room) for _ in range(rounds)]
    if service.process.poll() is not None or service.pid != pid:
        ledger.complain("the process did not survive")
    service.terminate()
    verdict = examine(database, ledger)
    verdict.others += service.errors()
    notes = [f"{how}; answers: {ledger.statuses}, {ledger.problems}; back after at most {max(back for back, _ in ends):.1f} s",
             f"/health/ready: {ends[0][1]}"]
    return Outcome(f"{rounds} times full", verdict, notes)


def full(context, kind):
    with small_disk(12) as folder:
        if folder is None:
            return limit(context, kind, "no file system may be mounted here: a limit on the size of files instead")
        with context.database(kind, folder) as database, running(Service(database)) as service:
            return starved(context, database, service, context.many(1, 5), lambda: fill(folder, 40_000),
                           lambda: (folder / "filler").unlink(), "a tmpfs of 12 MiB")


def limit(context, kind, how="RLIMIT_FSIZE"):
    def survive():
        # Otherwise a file that is too large kills the process; a disk that is full does not.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    with context.database(kind) as database, running(Service(database, before=survive)) as service:
        most = resource.RLIM_INFINITY

        def lower():
            resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (200_000, most))

        return starved(context, database, service, context.many(1, 5), lower,
                       lambda: resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (most, most)), how)


FAULTS = {"full": (["sqlite"], full), "limit": (["sqlite"], limit)}
