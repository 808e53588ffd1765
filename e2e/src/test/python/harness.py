"""What the scenarios share: events that are waited for, a proxy that can be cut, a runner of named steps."""
import os
import queue
import socket
import sys
import threading
import time
import traceback

SECONDS = 20


class Events:
    """Keeps the arguments of each event until they are asked for."""

    def __init__(self, client, *names, namespace="/"):
        self.queues = {name: queue.Queue() for name in names}
        for name in names:
            client.on(name, lambda *args, name=name: self.queues[name].put(list(args)), namespace=namespace)

    def next(self, name):
        try:
            return self.queues[name].get(timeout=SECONDS)
        except queue.Empty:
            raise AssertionError(f'no "{name}" in time') from None


def equal(actual, expected, what=""):
    assert actual == expected, f"{what}\nexpected: {expected!r}\nbut was:  {actual!r}"


def fails(kind, call):
    try:
        call()
    except kind as ex:
        return ex
    raise AssertionError(f"no {kind.__name__}")


class Proxy:
    """A TCP proxy that loses its connections when it is told to, and refuses new ones until it is restored."""

    def __init__(self, port):
        self.target = port
        self.cut_off = False
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            incoming, _ = self.listener.accept()
            if self.cut_off:
                incoming.close()
                continue
            outgoing = socket.create_connection(("127.0.0.1", self.target))
            self.connections += [incoming, outgoing]
            for pair in (incoming, outgoing), (outgoing, incoming):
                threading.Thread(target=self.copy, args=pair, daemon=True).start()

    @staticmethod
    def copy(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # It is closed.

    def cut(self):
        self.cut_off = True
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # The other end was faster.
            connection.close()
        self.connections = []

    def restore(self):
        self.cut_off = False


def run(steps, run_step):
    """Runs steps, each a function whose name says what it tries."""
    failed = 0
    for step in steps:
        since = time.monotonic()
        try:
            run_step(step)
            outcome = "ok     "
        except Exception:
            failed += 1
            outcome = "FAILED "
            traceback.print_exc(file=sys.stdout)
        print(f"{outcome} {round(1000 * (time.monotonic() - since)):5} ms  {step.__name__}", flush=True)
    print(f"{failed} of {len(steps)} steps failed" if failed else "all steps passed", flush=True)
    # At once, whatever threads of the client still wait for.
    os._exit(1 if failed else 0)
