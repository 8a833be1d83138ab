"""Where the daemon is, and how to reach it: what a client needs, with next to no imports.

Start-up time is a feature: an editor starts `inferd lsp`, a script starts `inferd query` in a loop.  So this module
(and `proxy`, which carries bytes) imports neither `os` nor `socket` nor `json`, only what is built into the
interpreter, and works under `python -I -S`.

The daemon of a user and a version of inferd listens on a Unix socket in a directory that only this user can enter:
`$XDG_RUNTIME_DIR/inferd`, otherwise `inferd-UID` in the directory for temporary files, or what INFERD_USER_DIR says.
Anybody can make a directory of that name there first, so a client trusts it only if it is a real directory, owned by
this user and closed to all others; and it looks who is on the other side of the socket.  Where there are no Unix
sockets, the daemon listens on the loopback interface, and a file in that directory holds its port and a secret.

A conversation begins with one JSON line from the client, `{"inferd": VERSION, "kind": KIND, ...}`, and one from the
daemon, `{"ok": true}` or `{"error": "..."}`.  What follows depends on the kind: `lsp` is raw bytes both ways, `ask`
hands over a whole command, `control` is one JSON object a line.
"""

import _socket
import sys

from inferd import __version__

try:
    import posix
except ImportError:  # Windows
    import nt as posix  # type: ignore[no-redef]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

HAS_UNIX = hasattr(_socket, "AF_UNIX")
_LONGEST = 80  # bytes of the directory; the address of a Unix socket holds 107 or less
_GREETING = 2.0  # seconds for the daemon to say hello; it answers in well under a millisecond
_REPLY = 1 << 20  # bytes of an answer in one line


OUTDATED = "inferd has been changed since the daemon was started"  # its reply to whom it does not serve any more


class Unsafe(Exception):
    """The directory of the socket, or the other side of it, is not to be trusted."""


def variable(name: str) -> str:
    """An environment variable, '' where it is not set."""
    os = sys.modules.get("os")
    if os is not None:
        return os.environ.get(name, "")  # type: ignore[no-any-return]
    environment: Any = posix.environ
    value = environment.get(name.encode()) or environment.get(name) or ""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def directory() -> str:
    """Where the socket, the lock and the log of the daemon are."""
    override = variable("INFERD_USER_DIR")
    if override:
        if not override.startswith("/") and ":" not in override[:3]:
            override = f"{posix.getcwd()}/{override}"
        path = f"{override.rstrip('/')}/run"
    elif not hasattr(posix, "geteuid"):
        return f"{variable('LOCALAPPDATA') or variable('TEMP')}/inferd/run"
    else:
        base = variable("XDG_RUNTIME_DIR")
        path = f"{base}/inferd" if base.startswith("/") else f"{_temporary()}/inferd-{posix.geteuid()}"
    if len(path.encode("utf-8", "surrogateescape")) > _LONGEST and hasattr(posix, "geteuid"):
        from binascii import crc32

        return f"{_temporary()}/inferd-{posix.geteuid()}-{crc32(path.encode('utf-8', 'surrogateescape')):08x}"
    return path


def _temporary() -> str:
    base = variable("TMPDIR").rstrip("/")
    return base if base.startswith("/") and len(base) < _LONGEST // 2 else "/tmp"  # noqa: S108 - checked before use


def address(suffix: str = "sock", place: str = "") -> str:
    """The path of the daemon's socket, or of its `lock`, `log` or `port`."""
    return f"{place or directory()}/{__version__}.{suffix}"


def check(place: str) -> bool:
    """Whether the directory is there; Unsafe where it is, and somebody else may have made it or may write to it."""
    try:
        status = posix.lstat(place)
    except FileNotFoundError:
        return False
    if not hasattr(posix, "geteuid"):
        return True
    if status.st_mode & 0o170000 != 0o040000:
        raise Unsafe(f"{place} is not a directory")
    if status.st_uid != posix.geteuid():
        raise Unsafe(f"{place} belongs to another user")
    if status.st_mode & 0o077:
        raise Unsafe(f"{place} is open to other users (mode {status.st_mode & 0o777:o} instead of 700)")
    return True


def peer(connection: "_socket.socket") -> int:
    """The user id on the other side of a Unix socket; -1 where the system does not tell."""
    option = getattr(_socket, "SO_PEERCRED", None)
    if option is None:
        return -1
    return int.from_bytes(connection.getsockopt(_socket.SOL_SOCKET, option, 12)[4:8], sys.byteorder)


_hangs = False  # it was silent to this process once: not asked again


def is_silent() -> bool:
    """Whether the daemon did not answer this process in time, and is done without."""
    return _hangs


def connect() -> "_socket.socket | None":
    """A connection to the daemon; None where none runs.  Unsafe where something else sits in its place."""
    if _hangs:
        return None
    place = directory()
    try:
        if not check(place):
            return None
        if not uses_unix():
            return _connect_tcp(place)
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        connection.settimeout(_GREETING)
        try:
            connection.connect(address(place=place))
            other = peer(connection)
        except OSError:
            connection.close()
            raise
        if other not in (-1, posix.geteuid()):
            connection.close()
            raise Unsafe(f"another user listens at {address(place=place)}")
        return connection
    except (OSError, ValueError):
        return None  # nobody listens


def uses_unix() -> bool:
    """Whether the daemon listens on a Unix socket (INFERD_DAEMON_TCP says no, for tests)."""
    return HAS_UNIX and not variable("INFERD_DAEMON_TCP")


_secret = ""  # of the daemon on the loopback interface that was connected to last


def _connect_tcp(place: str) -> "_socket.socket | None":
    global _secret  # noqa: PLW0603 - one daemon a process
    descriptor = posix.open(address("port", place), posix.O_RDONLY)
    try:
        port, _, secret = posix.read(descriptor, 200).decode("ascii").strip().partition(" ")
    finally:
        posix.close(descriptor)
    connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    connection.settimeout(_GREETING)
    try:
        connection.connect(("127.0.0.1", int(port)))
    except (OSError, OverflowError):
        connection.close()
        return None
    _secret = secret
    return connection


def quoted(text: str) -> str:
    """A text as JSON."""
    try:
        from _json import encode_basestring_ascii
    except ImportError:
        from json.encoder import encode_basestring_ascii
    return encode_basestring_ascii(text)


def greeting(kind: str, more: str = "") -> bytes:
    """The first line of a conversation; *more* is `, "key": value` as often as needed."""
    secret = f', "token": {quoted(_secret)}' if _secret else ""
    return f'{{"inferd": {quoted(__version__)}, "kind": {quoted(kind)}{secret}{more}}}\n'.encode()


def greet(connection: "_socket.socket", kind: str, more: str = "") -> tuple[bytes, bytes]:
    """Begin a conversation: the daemon's line (b'' where it says nothing) and what came behind it."""
    global _hangs  # noqa: PLW0603 - one daemon a process
    try:
        connection.sendall(greeting(kind, more))
        return read_line(connection)
    except TimeoutError:
        _hangs = True
        return b"", b""
    except OSError:
        return b"", b""


def read_line(connection: "_socket.socket", data: bytes = b"") -> tuple[bytes, bytes]:
    """One line (without its end) and what came behind it; b'' where the other side has gone."""
    while b"\n" not in data:
        if len(data) > _REPLY:
            return b"", b""
        chunk = connection.recv(65536)
        if not chunk:
            return b"", b""
        data += chunk
    line, _, rest = data.partition(b"\n")
    return line, rest


def is_ok(line: bytes) -> bool:
    """Whether a reply says yes."""
    return line.startswith(b'{"ok": true')


# ---------------------------------------------------------------------------------------------------------------------
# Starting it


def make_directory() -> str:
    """The directory of the socket, made if it is missing; Unsafe where it is not to be trusted."""
    place = directory()
    if not check(place):
        parent = place.rpartition("/")[0]
        try:
            posix.mkdir(parent, 0o700)
        except OSError:
            pass  # it is there, or what follows says why not
        try:
            posix.mkdir(place, 0o700)
        except FileExistsError:
            pass  # another process was first
        check(place)
    return place


_BOOT = "import sys; sys.path[:0] = sys.argv[1:2]; from inferd.cli.service import main; sys.exit(main(sys.argv[2:]))"


def command(*words: str) -> list[str]:
    """The command line of a process of the daemon.

    Isolated (-I): neither the current folder nor PYTHONPATH can bring code, whatever project it is started in.
    """
    package = __file__.replace("\\", "/").rpartition("/inferd/daemon/")[0]
    return [sys.executable, "-I", "-c", _BOOT, package, *words]


def start(patience: float = 15.0) -> str:
    """Start the daemon, and wait until it listens; why it does not, or ''."""
    from time import monotonic, sleep

    if not sys.executable:
        return "Python does not know its own interpreter"
    try:
        place = make_directory()
        ready = _launch(place, patience)
    except Unsafe as error:
        return str(error)
    except OSError as error:
        return f"{error.filename or directory()}: {(error.strerror or str(error)).lower()}"
    # Without word of it: another daemon may have been first, and will listen in a moment.
    deadline = monotonic() + (patience if ready else 2.0)
    while True:
        try:
            connection = connect()
        except Unsafe as error:
            return str(error)
        if connection is not None:
            connection.close()
            return ""
        if monotonic() >= deadline:
            return f"it ended right away; {address('log', place)} may say why"
        sleep(0.01)


def _environment() -> "dict[Any, Any]":
    """This process's environment for the daemon, whose current folder is another one."""
    os = sys.modules.get("os")
    environment = dict(os.environ if os is not None else posix.environ)
    override = variable("INFERD_USER_DIR")
    if override and not override.startswith("/"):
        for name in ("INFERD_USER_DIR", b"INFERD_USER_DIR"):
            environment.pop(name, None)
        environment["INFERD_USER_DIR"] = f"{posix.getcwd()}/{override}"
    return environment


def _launch(place: str, patience: float) -> bool:
    """Start the process, detached from this one; whether it said that it listens."""
    if not hasattr(posix, "fork"):
        import subprocess

        flags = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        with open(address("log", place), "ab") as log:
            none = subprocess.DEVNULL
            subprocess.Popen(command("daemon"), stdin=none, stdout=none, stderr=log, creationflags=flags)
        return True
    from select import select

    environment = _environment()
    ready, done = posix.pipe()
    child = posix.fork()
    if child == 0:
        try:
            posix.setsid()
            if posix.fork() == 0:
                null = posix.open("/dev/null", posix.O_RDWR)
                output = posix.open(address("log", place), posix.O_WRONLY | posix.O_CREAT | posix.O_APPEND, 0o600)
                for descriptor, source in ((0, null), (1, output), (2, output)):
                    posix.dup2(source, descriptor)
                posix.set_inheritable(done, True)
                posix.chdir("/")
                posix.execve(sys.executable, command("daemon", "--ready", str(done)), environment)
        finally:
            posix._exit(0)
    posix.close(done)
    posix.waitpid(child, 0)
    try:
        readable, _, _ = select([ready], [], [], patience)
        return bool(readable and posix.read(ready, 1))
    finally:
        posix.close(ready)


# ---------------------------------------------------------------------------------------------------------------------
# Asking it


def ask(words: "Sequence[str]") -> int | None:
    """Let the daemon run a command with this process's streams, folder, environment; its exit status.

    None: no daemon runs, or it cannot do it, and nothing has been done.
    """
    os = sys.modules.get("os")
    if os is None or not uses_unix() or not hasattr(_socket.socket, "sendmsg"):
        return None
    try:
        streams = [sys.stdin, sys.stdout, sys.stderr]
        if [s.fileno() for s in streams] != [0, 1, 2]:
            return None
        connection = connect()
    except (AttributeError, OSError, ValueError, Unsafe):
        return None  # a stream that is closed or not the system's own; or not our daemon
    if connection is None:
        return None
    folder = -1
    try:
        folder = posix.open(".", posix.O_RDONLY)
        mask = posix.umask(0o077)
        posix.umask(mask)
        kinds = ", ".join(f"[{quoted(s.encoding)}, {quoted(s.errors or 'strict')}]" for s in streams)
        environment = ", ".join(f"{quoted(k)}: {quoted(v)}" for k, v in os.environ.items())
        more = (
            f', "argv": [{", ".join(map(quoted, words))}], "environ": {{{environment}}}, "umask": {mask}'
            f', "streams": [{kinds}], "python": [{sys.version_info[0]}, {sys.version_info[1]}]'
            f', "files": {quoted(sys.getfilesystemencoding())}'
        )
        line, rest = greet(connection, "ask", more)
        if not is_ok(line):
            return None
        # Only now: descriptors on their way to a process that hangs would keep our reader waiting for the end.
        rights = b"".join(d.to_bytes(4, sys.byteorder) for d in (0, 1, 2, folder))
        connection.sendmsg([b"\n"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)])
        return _await(connection, rest)
    except OSError:
        return None  # no current folder, or no descriptors left
    finally:
        if folder >= 0:
            posix.close(folder)
        connection.close()


def _await(connection: "_socket.socket", rest: bytes) -> int:
    connection.settimeout(None)
    while True:
        try:
            line, _ = read_line(connection, rest)
            break
        except KeyboardInterrupt:
            connection.sendall(b"interrupt\n")  # the command says what it has to say, and ends
        except OSError:
            line = b""
            break
    if line.startswith(b'{"exit": '):
        return int(line[9:].rstrip(b"} "))
    sys.stderr.write("inferd: the daemon ended before the command did\n  run it again with --no-daemon\n")
    return 2


def sync(root: str, place: str, wait: float = 0.0) -> str:
    """Ask the daemon whether the index of the project at *root*, kept in *place*, is true for the files.

    'ok'; 'starting' or 'busy', where waiting so many seconds may help; another state of it, or '' without a daemon.
    """
    try:
        connection = connect()
    except Unsafe:
        return ""
    if connection is None:
        return ""
    try:
        line, rest = greet(connection, "control")
        if not is_ok(line):
            return ""
        connection.settimeout(wait + _GREETING)
        connection.sendall(
            f'{{"do": "sync", "root": {quoted(root)}, "dir": {quoted(place)}, "wait": {wait}}}\n'.encode()
        )
        line, _ = read_line(connection, rest)
    except OSError:
        return ""
    finally:
        connection.close()
    if is_ok(line):
        return "ok"
    return line.partition(b'"state": "')[2].partition(b'"')[0].decode("ascii", "replace") or "failed"
