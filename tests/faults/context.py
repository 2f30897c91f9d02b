"""What a fault is given, and what it hands back."""

import random
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from databases import Cluster, Sqlite
from invariants import Verdict


@dataclass
class Outcome:
    """`injected` says how many faults of what kind; `verdict` what the invariants found."""

    injected: str
    verdict: Verdict
    notes: list = field(default_factory=list)


class Context:
    """How much of everything, from which seed; and databases, which go away with it."""

    def __init__(self, quick, seed):
        self.quick, self.seed = quick, seed
        self._cluster = None

    def chance(self, name):
        return random.Random(f"{self.seed}/{name}")

    def many(self, quick, long):
        return quick if self.quick else long

    @property
    def cluster(self):
        if self._cluster is None:
            self._cluster = Cluster()
        return self._cluster

    @contextmanager
    def database(self, kind, folder=None):
        database = Sqlite(folder) if kind == "sqlite" else self.cluster.database()
        try:
            yield database
        finally:
            database.close()

    def close(self):
        if self._cluster is not None:
            self._cluster.close()


@contextmanager
def running(service):
    """A service that is stopped whatever happens."""
    try:
        yield service
    finally:
        service.stop()


def within(seconds, holds, pause=0.02):
    """How long it took until `holds()`, or None."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if holds():
            return time.monotonic() - began
        time.sleep(pause)
    return None
