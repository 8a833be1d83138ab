"""The indexer: a child process that keeps one project's database true, so that requests never share an interpreter
with it.

The child reads one JSON object a line from its standard input (`{"update": 3}`, or `{"update": 3, "only": [paths]}`
where somebody knows which files changed) and writes one a line to its standard output: `{"progress": [done, total,
what]}` any number of times, then `{"done": 3, "notes": [...], "changed": n}` or `{"failed": 3, "message": ..., "hint":
...}`. It ends when its input does, that is with its parent at the latest.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from inferd_lsp import children

_WORKERS = min(4, os.cpu_count() or 1)
_PROGRESS_EVERY = 0.1  # seconds
_POLITE = 5  # added to the nice value during the first index

Event = dict[str, Any]


class Indexer:
    """The parent's end.  *report* is called from a thread, once for every line of the child, and when it ends early."""

    def __init__(self, root: str, report: Callable[[Event], None]):
        self._root = root
        self._report = report
        self._process: subprocess.Popen[bytes] | None = None
        self._awaited = 0
        self._guard = threading.Lock()

    def update(self, number: int, only: Iterable[str] | None = None) -> None:
        """Ask for an update, of all files or of some; the answer carries its number."""
        with self._guard:
            self._awaited = number
            if self._process is None or self._process.poll() is not None:
                self._start()
            process = self._process
            assert process is not None and process.stdin is not None
            try:
                command: Event = {"update": number}
                if only is not None:
                    command["only"] = sorted(only)
                process.stdin.write(json.dumps(command).encode() + b"\n")
                process.stdin.flush()
            except OSError:
                pass  # it has just ended: the reading thread says so

    def stop(self) -> None:
        """Let the child end; a running update is broken off, which the store survives."""
        with self._guard:
            process, self._process, self._awaited = self._process, None, 0
        if process is None:
            return
        assert process.stdin is not None
        try:
            process.stdin.close()
        except OSError:
            pass
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self) -> None:
        self._process = children.start("indexer", self._root)
        threading.Thread(target=self._listen, args=(self._process,), name="indexer", daemon=True).start()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                break  # cut off: it was killed while it wrote
            if event.get("done") == self._awaited or event.get("failed") == self._awaited:
                self._awaited = 0
            self._report(event)
        status = process.wait()
        if self._awaited and process is self._process:
            self._report({"failed": self._awaited, "message": f"the indexer ended with status {status}", "hint": ""})


def serve(root: str) -> None:
    """The child's end."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints to the log

    def say(event: Event) -> None:
        out.write(json.dumps(event).encode() + b"\n")
        out.flush()

    try:
        for line in sys.stdin.buffer:
            command = json.loads(line)
            number = command["update"]
            try:
                say({"done": number, **_update(root, say, command.get("only"))})
            except Exception as error:  # noqa: BLE001  the parent says it to the client
                _explain(error, number, say)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)


def _update(root: str, say: Callable[[Event], None], only: list[str] | None) -> Event:
    import inferd

    last = 0.0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PROGRESS_EVERY:
            last = now
            say({"progress": [done, total, what]})

    with inferd.open(root) as project:
        first = not project.is_ready()
        if first and hasattr(os, "nice"):
            os.nice(_POLITE)  # meanwhile the parent answers from the files themselves
        report = project.update(progress, workers=_WORKERS if first else 1, only=None if first else only)
        return {"notes": project.notes, "changed": report.changed + report.removed + report.moved}


def _explain(error: Exception, number: int, say: Callable[[Event], None]) -> None:
    from inferd.errors import InferdError, one_line

    if isinstance(error, InferdError):
        say({"failed": number, "message": error.message, "hint": error.hint})
        return
    import traceback

    traceback.print_exc()
    say({"failed": number, "message": one_line(f"{type(error).__name__}: {error}"), "hint": ""})
