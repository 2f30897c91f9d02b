"""The built program, serving, as a process that can be killed, stopped and started again on the same address."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import requests

from databases import REPOSITORY

TARGET = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
BINARY = TARGET / "debug" / "samfin"

# Nothing of the caller's settings reaches the program.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "LC_ALL": "C.UTF-8", "SAMFIN_BIND": "127.0.0.1:0"}

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def samfin(database, *arguments):
    """Runs a verb beside the service."""
    command = [BINARY, *arguments, "--database-url", database.url, "--data-dir", str(database.folder), "--lang", "en"]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=ENVIRONMENT, timeout=PATIENCE, cwd=database.folder)


def make_key(database):
    """A key of an officer; the only way to change anything that is stored."""
    made = samfin(database, "key", "create", "--name", "faults", "--role", "officer")
    if made.returncode != 0:
        raise RuntimeError(f"samfin key create: {made.stderr}")
    return made.stdout.strip()


class Service:
    """`samfin serve` on a database. `key` is sent with every request."""

    def __init__(self, database, url=None, before=None):
        self._prepare(database, url, before)
        self.start()
        self.key = make_key(database)

    @classmethod
    def prepared(cls, database):
        """One that is not started yet, and has no key yet."""
        service = cls.__new__(cls)
        service._prepare(database, None, None)
        return service

    @staticmethod
    def share_a_key(database, services):
        key = make_key(database)
        for service in services:
            service.key = key

    def _prepare(self, database, url, before):
        self.database, self.url, self.before = database, url or database.url, before
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log, self.process, self.key = [], None, None

    def start(self, wait=True):
        command = [BINARY, "serve", "--bind", f"127.0.0.1:{self.port}", "--database-url", self.url,
                   "--data-dir", str(self.database.folder)]
        # The log goes through a pipe: a file would be subject to the limits that some faults set.
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT,
                                        preexec_fn=self.before, cwd=self.database.folder)
        threading.Thread(target=self._read_log, args=[self.process.stderr], daemon=True).start()
        if wait:
            self.wait_until_ready()

    def _read_log(self, stream):
        for line in stream:
            self.log.append(line.rstrip("\n"))

    def wait_until_ready(self, patience=PATIENCE):
        """Seconds until `/health/ready` answers 200."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            if self.process.poll() is not None:
                raise RuntimeError(f"the service ended with {self.process.returncode}:\n" + "\n".join(self.log[-20:]))
            if self.ready()[0] == 200:
                return time.monotonic() - began
            time.sleep(0.02)
        raise RuntimeError(f"not ready after {patience} s:\n" + "\n".join(self.log[-20:]))

    def ready(self):
        """The status and the detail of `/health/ready`; 0 when nobody answers."""
        try:
            answer = requests.get(f"{self.address}/health/ready", timeout=30)
        except requests.RequestException as error:
            return 0, str(error)
        return answer.status_code, answer.json().get("detail", "")

    @property
    def pid(self):
        return self.process.pid

    def kill(self):
        self.process.kill()
        self.process.wait()

    def terminate(self):
        """Asks it to stop, and gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def panics(self):
        return [line for line in self.log if re.search(r"panicked", line)]

    def errors(self):
        """Log lines that tell of a fault of the program itself."""
        return [line for line in self.log if '"status":500' in line or "panicked" in line]
