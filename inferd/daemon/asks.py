"""Commands of the command line, run by a process that has everything imported already.

Why
    `inferd query` must answer byte for byte the same with and without a daemon, and a big question must not hold up the
    others.  So nothing is run twice in two ways: the *fork server* of this module imports the commands once and forks
    for each question.  The child takes over the client's standard input, output and error (their descriptors come over
    the socket), its current folder, environment and umask, runs the very function that the client would have run, and
    ends.  It writes to the client's terminal or pipe itself; only its exit status goes through the daemon.  Mercurial's
    `chg` has worked like this for years.

What follows from it
    Questions share no interpreter lock, with each other or with editors' sessions; what one leaks or breaks ends with
    it; Ctrl-C is a signal to the child, as it would be to the client; a client that has gone takes its child along.

Terms
    channel     the socket pair to the daemon.  Each message on it is 8 bytes of length and a client's greeting, with
                the descriptor of its connection.  When the child says that it is there, the client sends it those of
                its three streams and of its current folder.

Costs: 1 to 2 ms for the fork, against 40 to 150 ms of imports.  Not where there is no `fork` or where descriptors
cannot be sent (Windows): there the client runs the command itself, and asks the daemon only whether the index is up
to date.
"""

import gc
import io
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

Runner = Callable[[list[str]], int]

_DESCRIPTORS = 4  # standard input, output, error; current folder
_MOST_CHILDREN = 32  # at once; more run in their clients
_LARGEST = 8 << 20
_PATIENCE = 5.0  # seconds for a client to send its descriptors


def send(channel: socket.socket, greeting: bytes, connection: int) -> None:
    """Hand a question to the fork server (the daemon's end)."""
    data = len(greeting).to_bytes(8, "big") + greeting
    sent = socket.send_fds(channel, [data], [connection])
    channel.sendall(data[sent:])


def serve(channel: socket.socket, run: Runner) -> None:
    """Fork for each question until the daemon has gone, and every child after it."""
    gc.collect()
    gc.freeze()  # what is imported now is shared with the children: the collector should not touch it
    Server(channel, run).serve()


class Server:
    """The loop of the fork server: one thread, so that a fork finds every lock free."""

    def __init__(self, channel: socket.socket, run: Runner) -> None:
        self.channel = channel
        self.run = run
        self.children: dict[int, socket.socket] = {}
        self.poller = select.poll()
        self.open = True

    def serve(self) -> None:
        wake, waker = socket.socketpair()
        wake.setblocking(False)
        waker.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self.poller.register(wake, select.POLLIN)
        self.poller.register(self.channel, select.POLLIN)
        while self.open or self.children:
            for descriptor, _ in self.poller.poll():
                if descriptor == wake.fileno():
                    _drain(wake)
                    self._reap()
                elif descriptor == self.channel.fileno():
                    self._question()

    # -- questions ------------------------------------------------------------------------------------------------

    def _question(self) -> None:
        received = _receive(self.channel)
        if received is None:
            self.open = False
            self.poller.unregister(self.channel)
            return
        greeting, connection = received
        why = ""
        try:
            asked = json.loads(greeting)
            why = self._refusal(asked)
            child = 0 if why else os.fork()
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = f"{type(error).__name__}: {error}"
        if why:
            _say(connection, {"error": why})
            connection.close()
        elif child == 0:
            self._answer(asked, connection)  # does not return
        else:
            self.children[child] = connection

    def _refusal(self, asked: dict[str, Any]) -> str:
        if asked["python"] != list(sys.version_info[:2]) or asked["files"] != sys.getfilesystemencoding():
            return "another Python"
        if len(self.children) >= _MOST_CHILDREN:
            return "too many questions at once"
        return ""

    def _reap(self) -> None:
        while True:
            try:
                child, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if child == 0:
                return
            connection = self.children.pop(child, None)
            if connection is None:
                continue
            code = os.waitstatus_to_exitcode(status)
            _say(connection, {"exit": code if code >= 0 else 128 - code})
            connection.close()

    # -- the child ------------------------------------------------------------------------------------------------

    def _answer(self, asked: dict[str, Any], connection: socket.socket) -> None:
        status = 2
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self.channel.close()
            for other in self.children.values():
                other.close()
            _say(connection, {"ok": True})
            connection.settimeout(_PATIENCE)
            _, descriptors, _, _ = socket.recv_fds(connection, 1, _DESCRIPTORS)
            if len(descriptors) < _DESCRIPTORS:
                os._exit(status)  # the client has gone
            connection.settimeout(None)
            _take_over(asked, descriptors)
            threading.Thread(target=_follow, args=(connection,), daemon=True).start()
            status = self.run([str(word) for word in asked["argv"]])
            sys.stdout.flush()
            sys.stderr.flush()
        except KeyboardInterrupt:
            status = 130
        except BrokenPipeError:
            status = 141
        except BaseException:  # noqa: BLE001 - what `run` itself cannot explain; a child must not go on as the server
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status & 0xFF)


def _follow(connection: socket.socket) -> None:
    """Pass on what the client says: that it was interrupted, or nothing any more, because it has gone."""
    try:
        while connection.recv(4096):
            os.kill(os.getpid(), signal.SIGINT)
    except OSError:
        pass  # gone, too
    os.kill(os.getpid(), signal.SIGTERM)


def _take_over(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Let this process be the client: its streams, folder, environment and umask."""
    for target, source in enumerate(descriptors[:3]):
        os.dup2(source, target)
    os.fchdir(descriptors[3])
    for descriptor in descriptors:
        if descriptor > 2:
            os.close(descriptor)
    os.umask(int(asked["umask"]))
    environment = {str(k): str(v) for k, v in asked["environ"].items()}
    for name in [n for n in os.environ if n not in environment]:
        del os.environ[name]
    os.environ.update(environment)
    os.environ["INFERD_NO_DAEMON"] = "served"  # see `inferd.cli.main`
    sys.stdin = _stream(0, asked["streams"][0])
    sys.stdout = _stream(1, asked["streams"][1])
    sys.stderr = _stream(2, asked["streams"][2])


def _stream(descriptor: int, kind: list[str]) -> io.TextIOWrapper:
    """A standard stream as the interpreter itself makes it."""
    raw = io.FileIO(descriptor, "rb" if descriptor == 0 else "wb", closefd=False)
    buffer = io.BufferedReader(raw) if descriptor == 0 else io.BufferedWriter(raw)
    lines = descriptor == 2 or raw.isatty()
    return io.TextIOWrapper(buffer, encoding=kind[0], errors=kind[1], line_buffering=lines)


# ---------------------------------------------------------------------------------------------------------------------


def _receive(channel: socket.socket) -> tuple[bytes, socket.socket] | None:
    """One message; None where the daemon has gone."""
    descriptors: list[int] = []
    data = b""
    size = 8
    while len(data) < size:
        try:
            if not descriptors:
                chunk, descriptors, _, _ = socket.recv_fds(channel, size - len(data), 1)
            else:
                chunk = channel.recv(min(size - len(data), 1 << 20))
        except ConnectionResetError:
            return None
        if not chunk:
            return None
        data += chunk
        if size == 8 and len(data) == 8:
            size += int.from_bytes(data, "big")
            if size > _LARGEST:
                return None
    if not descriptors:
        return None
    return data[8:], socket.socket(fileno=descriptors[0])


def _say(connection: socket.socket, reply: dict[str, Any]) -> None:
    try:
        connection.sendall(json.dumps(reply).encode() + b"\n")
    except OSError:
        pass  # the client has gone


def _drain(wake: socket.socket) -> None:
    try:
        while wake.recv(4096):
            pass
    except BlockingIOError:
        pass
