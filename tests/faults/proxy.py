"""A proxy before PostgreSQL that breaks a connection exactly at a COMMIT, or makes the server seem far away.

It reads what samfin sends message by message. A transaction is known by a text that its statements carry (the request's
`Idempotency-Key`): of the connection that has sent that text, the next COMMIT is the one.
"""

import socket
import threading
import time

# How a cut goes: the COMMIT is swallowed; it is sent on and the server's answer swallowed; it is sent on, and nobody waits.
CUTS = ["before", "after", "at once"]


class Proxy:
    def __init__(self, port, delay=0.0):
        """`delay` is how long the server's answers are under way, in seconds."""
        self.server_port, self.delay = port, delay
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.marked, self.how, self.cut = b"", "", 0
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, marker, how):
        """The next COMMIT of the transaction that carries `marker` is cut."""
        with self.lock:
            self.marked, self.how = marker.encode(), how

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(self, client, server)
            threading.Thread(target=link.upwards, daemon=True).start()
            threading.Thread(target=link.downwards, daemon=True).start()


class Link:
    """One connection of samfin's to its database."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.is_marked, self.swallowing = False, False

    def upwards(self):
        """From samfin to the server. The first message has no kind, every other one has."""
        waiting, head = b"", 0
        try:
            while chunk := self.client.recv(65536):
                waiting += chunk
                while len(waiting) >= head + 4:
                    length = head + int.from_bytes(waiting[head:head + 4], "big")
                    if len(waiting) < length:
                        break
                    message, waiting, head = waiting[:length], waiting[length:], 1
                    if self._is_the_one(message):
                        self._cut(message)
                        return
                    self.server.sendall(message)
        except OSError:
            pass
        self._close()

    def _is_the_one(self, message):
        with self.proxy.lock:
            if self.proxy.marked and self.proxy.marked in message:
                self.is_marked = True
            if self.is_marked and message[:1] == b"Q" and message[5:].upper().startswith(b"COMMIT"):
                self.proxy.marked, self.proxy.cut = b"", self.proxy.cut + 1
                return True
        return False

    def _cut(self, message):
        how = self.proxy.how
        self.swallowing = True
        if how != "before":
            self.server.sendall(message)
        if how == "after":
            self.server.settimeout(10)
            return  # `downwards` sees the server's answer, and closes then
        self._close()

    def downwards(self):
        try:
            while chunk := self.server.recv(65536):
                if self.swallowing:
                    break
                if self.proxy.delay:
                    time.sleep(self.proxy.delay)
                self.client.sendall(chunk)
        except OSError:
            pass
        self._close()

    def _close(self):
        for each in (self.client, self.server):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()
