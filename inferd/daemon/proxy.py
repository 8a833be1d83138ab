"""What `inferd lsp` is: a pipe from the editor to the daemon, started in milliseconds because it knows nothing else.

Bytes go both ways as they are.  Each way has a bounded buffer: where one side does not read, the other is not read
either, and the way back goes on.  When the editor's output ends, the socket is half-closed, so that the daemon's last
answers still come; when the daemon's end, so does this process, unless it was killed: then the session goes on in
another one (`resuming`).

`python -I -S .../inferd/daemon/proxy.py` does the same without the console script, for editors that can be told so.
"""

import sys

try:
    import posix
except ImportError:  # Windows
    import nt as posix  # type: ignore[no-redef]

if not __package__:  # run as a file: `inferd` is two folders up
    sys.path.insert(0, __file__.rpartition("/inferd/")[0])

import _socket
from select import POLLERR, POLLHUP, POLLIN, POLLOUT, poll

from inferd.daemon import client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.daemon.resuming import Memory

_BUFFER = 1 << 16  # bytes held for a side that does not read
_EXIT = 200  # bytes at the end of which the notification `exit` stands
_PIPE = 4096  # bytes that a pipe takes at once when it takes any


def open_session() -> tuple["_socket.socket | None", bytes, str]:
    """A session with the daemon, started if none runs: the connection and its first bytes, or why there is none."""
    if client.variable("INFERD_PROJECT_DIR"):
        return None, b"", "INFERD_PROJECT_DIR is set"
    why = ""
    started = False
    for _ in range(3):  # an old one that retires, one to be started, and the one that was
        try:
            connection = client.connect()
        except client.Unsafe as error:
            return None, b"", str(error)
        if connection is None:
            if started or client.is_silent():
                break
            started = True
            why = client.start()
            if why:
                break
            continue
        line, rest = client.greet(connection, "lsp")
        if client.is_ok(line):
            return connection, rest, ""
        connection.close()
        why = line.decode("utf-8", "replace") or "it does not answer"
    return None, b"", why or "it cannot be reached"


def carry(
    connection: "_socket.socket", first: bytes = b"", source: int = 0, sink: int = 1, memory: "Memory | None" = None,
    outgoing: bytes = b"",
) -> bool:  # fmt: skip
    """Carry bytes until the daemon's side ends; whether that is in order: the editor's had ended, or it said `exit`.

    *memory* is told what both sides say; *outgoing*: what the daemon is told first.
    """
    connection.setblocking(False)
    wire = connection.fileno()
    incoming = memory.heard(first) if memory is not None and first else first  # to the editor
    tail = b""  # the last that the editor said
    reading = True  # from the editor
    answering = True  # the daemon
    while answering or incoming:
        poller = poll()
        if reading and len(outgoing) < _BUFFER:
            poller.register(source, POLLIN)
        mask = (POLLIN if answering and len(incoming) < _BUFFER else 0) | (POLLOUT if outgoing else 0)
        if answering and mask:
            poller.register(wire, mask)
        poller.register(sink, POLLOUT if incoming else 0)  # with nothing to write: has the editor gone?
        for descriptor, event in poller.poll():
            if descriptor == sink and (descriptor != source or event & POLLOUT):
                if event & POLLOUT and incoming:
                    incoming = incoming[posix.write(sink, incoming[:_PIPE]) :]
                elif event & (POLLERR | POLLHUP):
                    return not reading  # nobody reads any more
            elif descriptor == source:
                chunk = posix.read(source, 65536)
                if memory is not None:
                    memory.said(chunk)
                outgoing += chunk
                tail = (tail + chunk)[-_EXIT:]
                if not chunk:
                    reading = False
                    if not outgoing:
                        _end(connection)
            elif descriptor == wire:
                if event & POLLOUT and outgoing:
                    try:
                        outgoing = outgoing[connection.send(outgoing) :]
                    except BlockingIOError:
                        pass
                    except OSError:
                        outgoing, reading = b"", False  # it does not listen any more, but what it said still comes
                    if not outgoing and not reading:
                        _end(connection)
                if event & (POLLIN | POLLHUP | POLLERR):
                    try:
                        chunk = connection.recv(65536)
                    except BlockingIOError:
                        continue
                    except OSError:
                        chunk = b""
                    if not chunk:
                        answering = False
                    incoming += memory.heard(chunk) if memory is not None and chunk else chunk
    return not reading or b'"exit"' in tail


def _end(connection: "_socket.socket") -> None:
    try:
        connection.shutdown(_socket.SHUT_WR)
    except OSError:
        pass  # the other side was faster


def run() -> int | None:
    """One session over standard input and output; its exit status, None where there is no daemon to carry to."""
    connection, first, why = open_session()
    if connection is None:
        message = f"inferd: the daemon cannot be used ({why}); running standalone\n"
        posix.write(2, message.encode("utf-8", "backslashreplace"))
        return None
    from inferd.daemon.resuming import Memory

    memory = Memory()
    outgoing = b""
    try:
        while not carry(connection, first, memory=memory, outgoing=outgoing):
            again = memory.resume() if _was_killed() else None
            if again is None:
                return 1
            outgoing = again
            posix.write(2, b"inferd: the daemon has ended; another one goes on\n")
            connection.close()
            following, first, why = open_session()
            if following is None:
                posix.write(2, f"inferd: {why}\n".encode("utf-8", "backslashreplace"))
                return 1
            connection = following
        return 0
    except BrokenPipeError:
        return 0
    finally:
        connection.close()


def _was_killed() -> bool:
    """Whether the daemon left its address behind: one that ends in order takes it away first."""
    try:
        posix.stat(client.address("sock" if client.uses_unix() else "port", client.directory()))
    except OSError:
        return False
    return True


def main() -> None:
    """As a file: without a daemon, the same interpreter runs the session by itself."""
    status = run()
    if status is None:
        words = client.command("lsp", "--standalone")
        posix.execv(words[0], words)
    sys.exit(status)


if __name__ == "__main__":
    main()
