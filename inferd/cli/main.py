"""The console entry point.

Start-up time is a feature: `inferd query` is what scripts and editors call in loops.  So the first thing is a look at
the arguments.  Where a daemon runs, it is handed questions, impact reports and refactorings with this process's
streams, and runs `run_here` in a process that has everything imported (`inferd.daemon.asks`): the same function, so
the same answer.  Otherwise a question goes to `query.py`, which imports nothing but what answering needs; everything
else, and all help, goes to click in `commands.py`.  `inferd lsp` only carries bytes.  tests/cli/test_startup.py lists
the modules that a question must not import.

Errors end here, for both ways: an `InferdError` is one line and its hint on standard error and exit status 2; Ctrl-C is
one line and 130; a reader that has gone (`| head`) ends the command quietly, with 141.  A traceback appears only with
INFERD_DEBUG=1.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INTERRUPTED = 130
BROKEN_PIPE = 141

_HELP = ("--help", "-h")
_SERVED = ("query", "impact", "refactor")
_NO_DAEMON = "--no-daemon"
_MOST_CANDIDATES = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is still one
    return guarded(lambda: _run(words))


def _run(words: list[str]) -> int:
    name = words[0] if words else ""
    if name in _SERVED or name == "lsp":
        words, without = _without(words)
        if name == "lsp" and len(words) == 1 and not without:
            status = _carry()
            return run_here(["lsp", "--standalone"]) if status is None else status
        if name != "lsp" and not without and not _asks_for_help(words[1:]):
            from inferd.daemon import client

            status = client.ask(words)
            if status is not None:
                return status
    return run_here(words)


def _carry() -> int | None:
    """An editor's session in the daemon; None where there can be none."""
    try:
        from inferd.daemon import proxy
    except ImportError:  # no `poll` on this system
        return None
    return proxy.run()


def _without(words: list[str]) -> tuple[list[str], bool]:
    """The words but --no-daemon, and whether the daemon is to be left alone."""
    import os

    options = words[: words.index("--")] if "--" in words else words
    if _NO_DAEMON in options:
        os.environ["INFERD_NO_DAEMON"] = "1"
        words = [w for w in options if w != _NO_DAEMON] + words[len(options) :]
    return words, bool(os.environ.get("INFERD_NO_DAEMON"))


def run_here(words: list[str]) -> int:
    """Run a command in this process."""
    from inferd.source.collector import collect_seldom

    collect_seldom()
    if words and words[0] == "query" and not _asks_for_help(words[1:]):
        from inferd.cli import query

        return query.run(words[1:])
    from inferd.cli import commands

    return commands.run(words)


def _asks_for_help(words: list[str]) -> bool:
    """Whether help is wanted: asked for, or nothing else was said."""
    options = words[: words.index("--")] if "--" in words else words
    return not words or any(w in _HELP for w in options)


def guarded(command: Callable[[], int]) -> int:
    """What a command returns; what it raises, as a line on standard error and an exit status."""
    try:
        status = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _say(INTERRUPTED, "interrupted; the index and all files are intact")
    except BrokenPipeError:
        _discard_output()
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last resort: one line for people, the traceback on request
        return explain(error)
    return status


def explain(error: Exception) -> int:
    """Say an error on standard error, and return the exit status for it."""
    import os

    from inferd.errors import AmbiguousTarget, InferdError, RefactorRefused, one_line

    if os.environ.get("INFERD_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if type(error).__module__ == "sqlite3":
        from inferd.store.connection import explain

        error = explain(error, "the index")
    if isinstance(error, AmbiguousTarget):
        names = error.candidates[:_MOST_CANDIDATES]
        more = len(error.candidates) - len(names)
        lines = [*(f"  {name}" for name in names), *([f"  and {more} more"] if more else [])]
        head = f"{one_line(error.target)} names {len(error.candidates)} things; say which:"
        return _say(2, "\n".join([head, *lines]))
    if isinstance(error, RefactorRefused) and len(error.reasons) > 1:
        places = (f"{path}:{line}: " if line else f"{path}: " if path else "" for path, line, _ in error.reasons)
        lines = [one_line(f"{place}{reason}") for place, (_, _, reason) in zip(places, error.reasons, strict=True)]
        return _say(2, f"refused, for {len(lines)} reasons:\n" + "\n".join(f"  {line}" for line in lines), error.hint)
    if isinstance(error, InferdError):
        return _say(error.exit_code, error.message, error.hint)
    return _say(2, f"{type(error).__name__}: {one_line(str(error))}", "run with INFERD_DEBUG=1 for the traceback")


def _say(status: int, message: str, hint: str = "") -> int:
    try:
        sys.stdout.flush()  # what was found before belongs before
    except (OSError, ValueError):
        _discard_output()
    try:
        print(f"inferd: {message}", file=sys.stderr)
        if hint:
            print(f"  {hint}", file=sys.stderr)
    except OSError:
        pass  # nobody reads standard error either
    return status


def _discard_output() -> None:
    """Let the flush at exit go nowhere, so that Python does not report the broken pipe itself."""
    import os

    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass  # standard output has no descriptor (a test's): there is nothing to flush either
