"""The daemon: one process per user and version of inferd, which editors and the command line share.

It listens on a Unix socket (`client` says where), and gives each connection a thread:

* `lsp`      a session of an editor, run by what the command line put into the registry (this package knows no editor);
* `ask`      a command, handed to the fork server (`asks`) with the client's streams;
* `control`  one JSON object a line: `sync`, `changed`, `status`, `stop`.

One of a kind: a lock on a file beside the socket, held as long as the process lives, so a socket that nobody's lock
belongs to is stale and replaced.  Who connects is looked at (the other side's user id), because a directory can be
opened by mistake.  A client cannot harm the others: its first line has a deadline and every line a longest length, what
is sent to one that does not read is given up after a while, and an error is said to it alone.

The end: SIGTERM, SIGINT, `stop`, or nothing to do for half an hour (INFERD_DAEMON_IDLE, seconds).  Indexers finish
their change set first.  If the process is killed instead, indexers and fork server see their input end, and follow.

Other code: where inferd was installed again under it (`code`), the daemon *retires*: who has just come is refused, and
does without or comes again; socket and lock are given up to a successor, which is started; sessions that are open are
told, and go on with what runs, since their editors would not all come again by themselves; the last one ends it.
"""

import json
import logging
import os
import select
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from inferd import __version__
from inferd.daemon import asks, client
from inferd.daemon.code import Code
from inferd.daemon.hosting import Services
from inferd.errors import InferdError

log = logging.getLogger("inferd.daemon")

Session = Callable[[BinaryIO, BinaryIO, Services], None]

IDLE = 1800.0  # seconds without a client after which the daemon ends
INDEXER_IDLE = 900.0  # seconds without a question after which a project's indexer ends
_GREETING = 5.0  # seconds for a client's first line
_GREETING_SIZE = 4 << 20  # an environment can be large
_LINE = 4 << 20  # bytes of a later line
_SEND = 30.0  # seconds for a client to read what it is sent
_SOON = 1.0  # seconds for a change set under way, for a client that can do without; less than it waits for a reply
_PAUSE = 0.2  # seconds for the threads of sessions to end
_MOST_CONNECTIONS = 200
_LOG_SIZE = 1 << 20
_RETIRING = 3.0  # seconds that a client waits for the socket to be given up
_SUCCESSOR = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds between attempts to start one: an installation may be under way
_BIRTH = 15.0  # seconds for one to listen


class AlreadyRunning(InferdError):
    """Another daemon of this user and version has the lock."""

    def __init__(self) -> None:
        super().__init__("the daemon runs already", "see `inferd daemon status`")
        self.args = ()


class Daemon:
    """See the module's docstring.  *sessions*: what runs a connection, by its kind."""

    def __init__(
        self, sessions: Mapping[str, Session], preload: Callable[[], None] | None = None, log: str = "",
        code: Code | None = None,
    ) -> None:  # fmt: skip
        self.sessions = sessions
        self.preload = preload
        self.log = log  # the file that standard error goes to
        self.code = code or Code()
        self.services = Services(lambda: not self._is_outdated(now=True))
        self.started = time.time()
        self.idle = _seconds("INFERD_DAEMON_IDLE", IDLE)
        self.indexer_idle = _seconds("INFERD_INDEXER_IDLE", INDEXER_IDLE)
        self.stopping = threading.Event()
        self.outdated = threading.Event()
        self.retired = threading.Event()  # the place is free for a successor
        self.unwanted = False  # somebody has stopped it
        self.place = client.make_directory()
        self.asks = ForkServer() if client.uses_unix() and hasattr(os, "fork") else None
        self._secret = ""
        self._guard = threading.Lock()
        self._connections: dict[socket.socket, str] = {}
        self._last = time.monotonic()
        self._lock = -1
        self._successor: threading.Thread | None = None
        self._wake, self._waker = socket.socketpair()

    # -- life -----------------------------------------------------------------------------------------------------

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until the end.  AlreadyRunning where another does."""
        self._lock = _lock(client.address("lock", self.place))
        try:
            os.environ.pop("INFERD_PROJECT_DIR", None)  # it was meant for one command
            listener = self._listen()
            for number in (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
                signal.signal(number, lambda *_: self.stop())
            log.info("inferd %s listens at %s, process %d", __version__, self.place, os.getpid())
            try:
                ready()
                if self.asks is not None:
                    self.asks.start()
                if self.preload is not None:
                    threading.Thread(target=self._preload, args=(self.preload,), name="preload", daemon=True).start()
                self._serve(listener)
            finally:
                self._close(listener)
        finally:
            self._unlock()
            if self._successor is not None:
                self._successor.join()

    def stop(self) -> None:
        """End soon, as somebody has said; may be called from a signal handler."""
        self.unwanted = True
        self._end()

    def _end(self) -> None:
        self.stopping.set()
        self._notice()

    def _notice(self) -> None:
        """Have the main loop look at what has happened."""
        try:
            self._waker.send(b"x")
        except OSError:
            pass  # it has ended already

    def _unlock(self) -> None:
        descriptor, self._lock = self._lock, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _preload(self, preload: Callable[[], None]) -> None:
        try:
            preload()
        except Exception:  # a session that needs it will say so
            log.exception("what sessions need cannot be imported")

    def _listen(self) -> socket.socket:
        if client.uses_unix():
            path = client.address("sock", self.place)
            if os.path.lexists(path):
                os.unlink(path)  # its daemon is dead: we have the lock
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            listener.bind(path)
            os.chmod(path, 0o600)
        else:
            import secrets

            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.bind(("127.0.0.1", 0))
            self._secret = secrets.token_hex(32)
            path = client.address("port", self.place)
            descriptor = os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.write(descriptor, f"{listener.getsockname()[1]} {self._secret}\n".encode())
            os.close(descriptor)
            os.replace(path + ".new", path)
        listener.listen(64)
        listener.setblocking(False)
        self._path = path
        self._identity = _identity(path)
        return listener

    def _serve(self, listener: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(listener, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            pause = min(60.0, self.idle / 4, self.indexer_idle / 4)
            tick = time.monotonic() + pause
            while not self.stopping.is_set():
                for key, _ in selector.select(max(0.0, tick - time.monotonic())):
                    if key.fileobj is listener:
                        self._accept(listener)
                    else:
                        self._wake.recv(4096)
                if time.monotonic() >= tick:
                    self._tick()
                    tick = time.monotonic() + pause
                if self.outdated.is_set() and not self.stopping.is_set():
                    if not self.retired.is_set():
                        selector.unregister(listener)
                        self._retire(listener)
                    if not self._has_sessions():
                        self._end()

    def _tick(self) -> None:
        self.services.rest(self.indexer_idle)
        if self.log and not self.retired.is_set():
            cut_log(self.log)
        if self.retired.is_set():
            return
        if _identity(self._path) != self._identity:
            log.info("the socket has gone: nobody can come any more")
            self._end()
        elif self._is_outdated():
            return
        elif not self._connections and time.monotonic() - self._last > self.idle:
            log.info("nobody has come for %.0f s", self.idle)
            self._end()

    # -- other code -----------------------------------------------------------------------------------------------

    def _is_outdated(self, now: bool = False) -> bool:
        """Whether inferd was installed again since this process began; then it retires."""
        if not self.outdated.is_set():
            if not self.code.is_changed(now):
                return False
            log.warning("inferd has been installed again, or changed, since this daemon was started: it retires")
            self.outdated.set()
            self._notice()
        return True

    def _has_sessions(self) -> bool:
        with self._guard:
            return any(kind in self.sessions for kind in self._connections.values())

    def _retire(self, listener: socket.socket) -> None:
        is_found = _identity(self._path) == self._identity
        self._leave(listener)
        self._unlock()
        self.retired.set()
        self.services.retire()
        if self.asks is not None:
            self.asks.stop()
        if self.log and is_found:  # in the foreground, whoever started this process starts the next one
            self._successor = threading.Thread(target=self._succeed, name="successor")
            self._successor.start()

    def _succeed(self) -> None:
        """Start a daemon with the code as it is now; another try later where it breaks off."""
        for pause in _SUCCESSOR:
            time.sleep(pause)
            if self.unwanted:
                return
            if self.code.is_there() and _begin():
                return
        log.warning("there is no successor; the next session starts one")

    # -- the end --------------------------------------------------------------------------------------------------

    def _leave(self, listener: socket.socket) -> None:
        """Stop listening."""
        if not self.retired.is_set() and _identity(self._path) == self._identity:
            os.unlink(self._path)
        listener.close()

    def _close(self, listener: socket.socket) -> None:
        self._leave(listener)
        with self._guard:
            connections = list(self._connections)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RD)  # sessions see their input end, and say good-bye
            except OSError:
                pass  # it has just gone
        if self.asks is not None:
            self.asks.stop()
        self.services.stop()
        deadline = time.monotonic() + _PAUSE
        while self._connections and time.monotonic() < deadline:
            time.sleep(0.01)
        log.info("the daemon ends")

    # -- connections ----------------------------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except OSError as error:
            if not isinstance(error, BlockingIOError):
                log.warning("a client could not be let in: %s", error)
                time.sleep(0.05)  # no descriptors left: others may give theirs back
            return
        connection.setblocking(True)
        if client.uses_unix() and client.peer(connection) not in (-1, os.geteuid()):
            log.warning("a client of another user was turned away")
            connection.close()
            return
        self._last = time.monotonic()
        if len(self._connections) >= _MOST_CONNECTIONS:
            _refuse(connection, "too many clients")
            return
        with self._guard:
            self._connections[connection] = "new"
        threading.Thread(target=self._converse, args=(connection,), name="client", daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        try:
            line, rest = _first_line(connection)
            greeting = json.loads(line)
            if not isinstance(greeting, dict):
                raise ValueError("not an object")
            self._greeted(connection, line, greeting, rest)
        except (ValueError, RecursionError) as error:
            _refuse(connection, f"this is not how to begin: {error}")
        except OSError:
            pass  # it has gone
        except Exception:  # one client's trouble is not the others'
            log.exception("a client's conversation broke")
            _refuse(connection, "internal error; the daemon's log has more")
        finally:
            with self._guard:
                self._connections.pop(connection, None)
            self._last = time.monotonic()
            connection.close()
            if self.outdated.is_set():
                self._notice()

    def _greeted(self, connection: socket.socket, line: bytes, greeting: dict[str, Any], rest: bytes) -> None:
        import hmac

        kind = greeting.get("kind")
        if greeting.get("inferd") != __version__:
            _refuse(connection, f"this is inferd {__version__}")
        elif self._secret and not hmac.compare_digest(str(greeting.get("token", "")).encode(), self._secret.encode()):
            _refuse(connection, "the token is wrong")
        elif kind != "control" and self._is_outdated():
            self.retired.wait(_RETIRING)  # then the client may come again, to another one
            _refuse(connection, client.OUTDATED)
        elif kind == "ask":
            if self.asks is None or not isinstance(greeting.get("argv"), list):
                _refuse(connection, "commands cannot be run here")
            elif not self.asks.hand_over(line, connection.fileno()):
                _refuse(connection, "no process to run commands")
        elif kind == "control":
            self._connections[connection] = "control"
            _send_timeout(connection)
            self._control(connection, rest)
        elif isinstance(kind, str) and kind in self.sessions:
            self._connections[connection] = kind
            _send_timeout(connection)
            connection.sendall(b'{"ok": true}\n')
            reader, writer = Reader(connection, rest), Writer(connection)
            try:
                self.sessions[kind](reader, writer, self.services)  # type: ignore[arg-type]
            finally:
                writer.end()
        else:
            _refuse(connection, "there is no conversation of this kind")

    # -- control --------------------------------------------------------------------------------------------------

    def _control(self, connection: socket.socket, rest: bytes) -> None:
        connection.sendall(b'{"ok": true}\n')
        data = rest
        while True:
            line, found, data = data.partition(b"\n")
            if not found:
                if len(line) > _LINE:
                    _refuse(connection, f"a message is longer than {_LINE} bytes")
                    return
                chunk = connection.recv(65536)
                if not chunk:
                    return
                data = line + chunk
                continue
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                reply = self._do(asked) if isinstance(asked, dict) else {"error": "not an object"}
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                reply = {"error": f"not understood: {type(error).__name__}: {error}"}
            except InferdError as error:
                reply = {"error": error.message, "state": "failed"}
            connection.sendall(json.dumps(reply).encode() + b"\n")
            if reply.get("stopping"):
                self.stop()

    def _do(self, asked: dict[str, Any]) -> dict[str, Any]:
        is_outdated = asked.get("do") != "stop" and self._is_outdated()
        if is_outdated and self.retired.wait(_RETIRING) and asked.get("do") != "status":
            return {"error": client.OUTDATED, "state": "outdated"}
        match asked.get("do"):
            case "sync":
                hosted = self.services.hosted(_path(asked, "root"), _path(asked, "dir"))
                wait = min(float(asked.get("wait", 0)), 600.0)
                found = hosted.sync(wait or _SOON, wait > 0)
                if found == "ok":
                    return {"ok": True, "revision": hosted.state.get("revision", 0)}
                return {"error": "the index is not known to be up to date", "state": found}
            case "changed":
                hosted = self.services.hosted(_path(asked, "root"), _path(asked, "dir"))
                paths = asked["paths"]
                hosted.changed(None if paths is None else [str(p) for p in paths])
                return {"ok": True}
            case "status":
                return {"ok": True, **self.describe()}
            case "stop":
                return {"ok": True, "stopping": True, "process": os.getpid()}
        return {"error": "there is no such command"}

    def describe(self) -> dict[str, Any]:
        with self._guard:
            kinds = list(self._connections.values())
        return {
            "outdated": self.outdated.is_set(),
            "version": __version__, "process": os.getpid(), "python": sys.version.split()[0], "place": self.place,
            "log": client.address("log", self.place), "uptime": round(time.time() - self.started, 1),
            "idle": self.idle, "clients": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
            "commands": self.asks.pid() if self.asks is not None else 0,
            "asked": self.asks.asked if self.asks is not None else 0, "memory": _memory(os.getpid()),
            "projects": [{**h.describe(), "memory": _memory(h.pid())} for h in self.services.all()],
        }  # fmt: skip


class ForkServer:
    """The daemon's end of the fork server, which is started again when it has died."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._not_before = 0.0
        self.asked = 0  # commands that were handed over

    def start(self) -> None:
        with self._guard:
            self._ensure()

    def _ensure(self) -> bool:
        if self._process is not None and self._process.poll() is None:
            return True
        if time.monotonic() < self._not_before:
            return False
        self._not_before = time.monotonic() + 1.0
        if self._channel is not None:
            log.warning("the process that runs commands has ended, and is started again")
            self._channel.close()
        ours, theirs = socket.socketpair()
        ours.settimeout(2.0)
        os.set_inheritable(theirs.fileno(), True)
        try:
            self._process = subprocess.Popen(
                client.command("asks", str(theirs.fileno())), stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),),
                start_new_session=True, cwd="/",
            )  # fmt: skip
        except OSError as error:
            log.warning("commands cannot be run: %s", error)
            ours.close()
            return False
        finally:
            theirs.close()
        self._channel = ours
        return True

    def hand_over(self, greeting: bytes, connection: int) -> bool:
        with self._guard:
            if not self._ensure() or self._channel is None:
                return False
            try:
                asks.send(self._channel, greeting, connection)
            except OSError as error:
                log.warning("the process that runs commands does not take any: %s", error)
                if self._process is not None:
                    self._process.terminate()  # a message may have been sent in part
                return False
            self.asked += 1
            return True

    def pid(self) -> int:
        return self._process.pid if self._process is not None and self._process.poll() is None else 0

    def stop(self) -> None:
        with self._guard:
            if self._channel is not None:
                self._channel.close()  # what runs is finished, then it ends
            self._not_before = float("inf")


class Reader:
    """What a client sends, as a file: what came with its first line, then the socket."""

    def __init__(self, connection: socket.socket, first: bytes) -> None:
        self._connection = connection
        self._data = first
        self.closed = False

    def _fill(self) -> bool:
        try:
            chunk = self._connection.recv(65536)
        except OSError:
            chunk = b""
        self._data += chunk
        return bool(chunk)

    def read(self, size: int = -1) -> bytes:
        """*size* bytes, or all until the end; fewer only at the end."""
        if size >= 0 and len(self._data) >= size:
            out, self._data = self._data[:size], self._data[size:]
            return out
        parts = [self._data]
        have = len(self._data)
        self._data = b""
        while size < 0 or have < size:
            try:
                chunk = self._connection.recv(65536 if size < 0 else min(size - have, 1 << 20))
            except OSError:
                break
            if not chunk:
                break
            parts.append(chunk)
            have += len(chunk)
        return b"".join(parts)

    def read1(self, size: int = -1) -> bytes:
        """What there is, at most *size* bytes; b'' only at the end."""
        if not self._data:
            self._fill()
        size = len(self._data) if size < 0 else size
        out, self._data = self._data[:size], self._data[size:]
        return out

    def readline(self, limit: int = -1) -> bytes:
        """A line with its end, at most *limit* bytes of it."""
        while b"\n" not in self._data and (limit < 0 or len(self._data) < limit):
            if not self._fill():
                break
        end = self._data.find(b"\n") + 1 or len(self._data)
        end = end if limit < 0 else min(end, limit)
        out, self._data = self._data[:end], self._data[end:]
        return out

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._connection.fileno()

    def close(self) -> None:
        self.closed = True


class Writer:
    """What goes to a client, as a file.  One that does not read is given up: BrokenPipeError."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._guard = threading.Lock()
        self.closed = False

    def write(self, data: bytes) -> int:
        with self._guard:
            if self.closed:
                raise BrokenPipeError("the client has gone")
            try:
                self._connection.sendall(data)
            except OSError as error:  # it has gone, or has read nothing for too long
                self.closed = True
                try:
                    self._connection.shutdown(socket.SHUT_RDWR)  # the session's reader ends, too
                except OSError:
                    pass  # it was closed already
                raise BrokenPipeError("the client does not read") from error
        return len(data)

    def flush(self) -> None:
        pass

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._connection.fileno()

    def close(self) -> None:
        self.end()

    def end(self) -> None:
        """Nothing more will come: the client's proxy ends when it has read what is on the way."""
        with self._guard:
            self.closed = True
            try:
                self._connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the client was faster


# ---------------------------------------------------------------------------------------------------------------------


def _begin() -> bool:
    """Start a daemon, and wait until it listens; False where it breaks off."""
    if os.name != "posix":
        subprocess.Popen(client.command("daemon"), stdin=subprocess.DEVNULL)
        return True
    ready, done = os.pipe()
    try:
        process = subprocess.Popen(
            client.command("daemon", "--ready", str(done)), stdin=subprocess.DEVNULL, pass_fds=(done,),
            start_new_session=True, cwd="/",
        )  # fmt: skip
    except OSError as error:
        log.warning("the successor does not start: %s", error)
        os.close(ready)
        return False
    finally:
        os.close(done)
    try:
        select.select([ready], [], [], _BIRTH)
    finally:
        os.close(ready)
    try:
        return process.wait(0.2) == 0  # another one was faster
    except subprocess.TimeoutExpired:
        log.info("process %d is the daemon now", process.pid)
        return True


def _first_line(connection: socket.socket) -> tuple[bytes, bytes]:
    """A client's first line, and what came behind it."""
    deadline = time.monotonic() + _GREETING
    data = b""
    while b"\n" not in data:
        if len(data) > _GREETING_SIZE:
            raise ValueError("the first line is too long")
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            chunk = connection.recv(65536)
        except TimeoutError:
            raise ValueError("the first line does not come") from None
        if not chunk:
            raise ConnectionResetError
        data += chunk
    connection.settimeout(None)
    line, _, rest = data.partition(b"\n")
    return line, rest


def _refuse(connection: socket.socket, why: str) -> None:
    try:
        connection.settimeout(1.0)
        connection.sendall(json.dumps({"error": why}).encode() + b"\n")
        connection.shutdown(socket.SHUT_WR)
        for _ in range(64):  # what it still sends is read, or the error would be lost with the connection
            if not connection.recv(1 << 20):
                break
    except OSError:
        pass  # it has gone


def _send_timeout(connection: socket.socket) -> None:
    """Give up sending after a while; receiving may take as long as it likes."""
    seconds = _seconds("INFERD_SEND_TIMEOUT", _SEND)
    if os.name == "posix":
        value = struct.pack("@ll", int(seconds), int(seconds % 1 * 1e6))
    else:
        value = struct.pack("@I", int(seconds * 1000))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)


def _path(asked: dict[str, Any], key: str) -> str:
    path = str(asked.get(key, ""))
    if (key == "root" or path) and not os.path.isabs(path):
        raise ValueError(f"{key} is not an absolute path")
    return path


def _seconds(name: str, default: float) -> float:
    try:
        return max(0.05, float(os.environ.get(name, default)))
    except ValueError:
        return default


def _identity(path: str) -> tuple[int, int]:
    try:
        status = os.lstat(path)
    except OSError:
        return (0, 0)
    return (status.st_ino, status.st_dev)


def _memory(process: int) -> int:
    """Bytes that a process holds in memory; 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def _lock(path: str) -> int:
    """The lock of the one daemon; AlreadyRunning where another has it."""
    from inferd.source import lock

    for _ in range(10):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        if not lock.try_lock(descriptor, path):
            os.close(descriptor)
            raise AlreadyRunning
        if _identity(path) == (os.fstat(descriptor).st_ino, os.fstat(descriptor).st_dev):
            try:
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            except OSError:
                pass  # no room on the disk: the line only informs
            return descriptor
        os.close(descriptor)  # it was deleted in between: another file is the lock now
    raise AlreadyRunning


def cut_log(path: str) -> None:
    """Begin the log anew where it has grown long; the one before is kept."""
    try:
        if os.lstat(path).st_size > _LOG_SIZE:
            os.replace(path, path + ".1")
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            os.close(descriptor)
    except OSError:
        pass  # there is none


def set_up_log() -> None:
    """Let the log go to standard error, which is opened on a file."""
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s",
        level=logging.DEBUG if os.environ.get("INFERD_DEBUG") else logging.INFO,
    )  # fmt: skip
