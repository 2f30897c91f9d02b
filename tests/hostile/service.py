"""A `samfin serve` for a test, on a database of its own, with an officer's key; and calls to it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path


class Service:
    """Started by `with`, and stopped by SIGTERM, on which it must end cleanly."""

    def __init__(self, binary, folder, url):
        self.binary, self.folder, self.url = str(binary), Path(folder), url
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def __enter__(self):
        self.log = open(self.folder / "server.log", "wb")
        command = [self.binary, "serve", "--bind", f"127.0.0.1:{self.port}", *self._database()]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        for _ in range(200):
            try:
                if Caller(self.port, None).ask("GET", "/health/ready").status == 200:
                    break
            except OSError:
                pass
            time.sleep(0.1)
        else:
            sys.exit(f"the service was not ready within 20 seconds:\n{self.told()}")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        status = self.process.wait(timeout=40)
        self.log.close()
        if status != 0 or "panicked" in self.told():
            sys.exit(f"the service did not stop cleanly (status {status}):\n{self.told()[-3000:]}")

    def _database(self):
        return ["--database-url", self.url, "--data-dir", str(self.folder)]

    def told(self):
        return (self.folder / "server.log").read_text(errors="replace")

    def key(self, role="officer", agreement=None):
        """A key that may do what the role may, made beside the running service."""
        within = ["--agreement", agreement] if agreement else []
        command = [self.binary, "key", "create", "--name", "hostile", "--role", role, *within, *self._database()]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            sys.exit(f"no key: {made.stderr}")
        return made.stdout.strip()


class Caller:
    """Somebody with a key, or without, and one connection."""

    def __init__(self, port, key):
        self.port, self.key = port, key
        # An administrator and an approver beside the officer, the agreement that links show, the invoice that is credited and
        # the year that is settled: set by those who need them.
        self.admin, self.approver, self.agreement, self.invoice, self.settled = None, None, None, None, None
        # The invoice that is paid and disputed, and how often it was.
        self.claimed, self.paid = None, 0
        self.connection = None

    def ask(self, method, path, body=None, kind="application/json", **headers):
        """One call. `path` is sent as it is; a body that is no bytes is written as JSON; `if_match="x"` is a header."""
        if body is not None and not isinstance(body, bytes):
            body = in_json(body)
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.connection.putrequest(method, path, skip_accept_encoding=True)
                if self.key:
                    self.connection.putheader("authorization", f"Bearer {self.key}")
                if body is not None:
                    self.connection.putheader("content-type", kind)
                    self.connection.putheader("content-length", str(len(body)))
                for name, value in headers.items():
                    self.connection.putheader(name.replace("_", "-"), value)
                self.connection.endheaders(body)
                answer = self.connection.getresponse()
                return Answer(answer.status, answer.headers, answer.read())
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
                # The service closed a connection that it had refused something on: a new one, once.
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def is_problem(self):
        return self.headers.get("content-type") == "application/problem+json"


def in_json(value):
    """JSON in UTF-8; halves of surrogate pairs, which UTF-8 does not have, as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def in_address(text):
    """A text as part of an address, every byte escaped that can be."""
    return urllib.parse.quote(text.encode("utf-8", "surrogatepass"), safe="")
