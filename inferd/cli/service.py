"""The processes of the daemon, put together: here, because here the command line and the language server are known.

`main` is what `inferd.daemon.client.command` starts: `daemon`, `indexer ROOT DIR`, `settler ROOT DIR`,
`intake ROOT DIR`, `asks DESCRIPTOR` (the fork server), or `lsp --standalone`.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.daemon.code import Code

# What sessions import late, by the packages that it lies in.
_LATE = ("index", "inference", "query", "refactor", "source", "syntax")
_NOT_IN_SESSIONS = ("inferd.source.watch",)
_LATER = 2.0  # seconds, for a first session to begin


def main(words: list[str]) -> int:
    """Run one of the processes; its exit status."""
    from inferd.source.collector import collect_seldom

    collect_seldom()
    kind, *rest = words
    if kind == "indexer":
        from inferd.daemon import indexer

        return indexer.main(rest)
    if kind == "settler":
        from inferd.daemon import settler

        return settler.main(rest)
    if kind == "intake":
        from inferd.daemon import intake

        return intake.main(rest)
    if kind == "asks":
        return _asks(int(rest[0]))
    if kind == "daemon":
        from inferd.daemon.code import Code

        code = Code()  # before more is imported of it
        return daemon(int(rest[1]) if rest[:1] == ["--ready"] else -1, code=code)
    from inferd.cli.main import main as command_line

    return command_line(words)


def daemon(ready: int = -1, foreground: bool = False, code: "Code | None" = None) -> int:
    """Run the daemon in this process.  *ready*: a descriptor that gets one byte when it listens."""
    from inferd.daemon import client, server
    from inferd.errors import InferdError

    def say_ready() -> None:
        if ready >= 0:
            os.write(ready, b"1")
            os.close(ready)

    if ready >= 0:
        os.set_inheritable(ready, False)
    try:
        log = "" if foreground else client.address("log", client.make_directory())
        if log:
            server.cut_log(log)
        server.set_up_log()
        server.Daemon({"lsp": _session}, _preload, log, code).run(say_ready)
    except server.AlreadyRunning as error:
        if foreground:
            raise
        print(f"inferd: {error.message}", file=sys.stderr)
        return 0
    except client.Unsafe as error:
        raise InferdError(str(error), "remove it, or set INFERD_USER_DIR") from None
    return 0


def _session(reader, writer, services) -> None:  # type: ignore[no-untyped-def]
    from inferd_lsp.session import serve

    serve(reader, writer, services)


def _preload() -> None:
    """What an editor's session needs, imported before there is one.

    What it needs only later follows a little later, so that a session goes on in the code that it began with, when
    inferd is installed again.
    """
    try:
        import inferd_lsp.session
    except ModuleNotFoundError as error:
        if error.name != "inferd_lsp.session":
            raise
    import time

    time.sleep(_LATER)
    import inferd_lsp.first
    import inferd_lsp.methods

    inferd_lsp.methods.load()

    _import_all(_LATE)


def _import_all(packages: tuple[str, ...]) -> None:
    import importlib

    for package in packages:
        folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), package)
        for name in sorted(os.listdir(folder)):
            module, dot, suffix = name.partition(".")
            if f"{dot}{suffix}" == ".py" and f"inferd.{package}.{module}" not in _NOT_IN_SESSIONS:
                importlib.import_module(f"inferd.{package}.{module}" if module != "__init__" else f"inferd.{package}")


def _asks(descriptor: int) -> int:
    """The fork server: everything that commands need is imported now, once."""
    import socket

    from inferd.cli import commands, query, reports, session, text  # noqa: F401
    from inferd.cli.main import guarded, run_here
    from inferd.daemon import asks
    from inferd.query import evidence, impact, settled  # noqa: F401
    from inferd.refactor import edits, journal, rename  # noqa: F401

    import difflib  # noqa: F401  isort:skip - for the diffs of a refactoring

    asks.serve(socket.socket(fileno=descriptor), lambda words: guarded(lambda: run_here(words)))
    return 0
