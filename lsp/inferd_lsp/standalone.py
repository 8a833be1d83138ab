"""The services of a process with one session: an indexer process a project, and a scan where nobody tells of changes.

A scan costs some 40 ms on thousands of files, so it is made only when an answer needs it: not where the client has
said that it tells about every change (`rely`), and not again while an update runs that would see the same files.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import inferd
from inferd.errors import InferdError
from inferd.project import Project
from inferd_lsp.indexer import Indexer
from inferd_lsp.services import Event

SETTINGS_FILES = ("pyproject.toml", "config.toml")
_RETRY = 2.0  # seconds after which an update that failed is tried again by a question


class Standalone:
    """See `services.Services`."""

    def __init__(self) -> None:
        self._keepers: dict[str, Keeper] = {}
        self._guard = threading.Lock()

    def project(self, root: str) -> Project:
        with self._guard:
            keeper = self._keepers.get(root)
            if keeper is None:
                project = inferd.open(root)
                keeper = self._keepers.get(project.root)
                if keeper is None:
                    keeper = self._keepers[project.root] = Keeper(project)
                else:
                    project.close()
            return keeper.project

    def sync(self, root: str, deadline: float = 0.1) -> bool:
        del deadline  # nothing cheaper than a scan is at hand
        return self._keepers[root].sync()

    def changed(self, root: str, paths: Sequence[str]) -> None:
        self._keepers[root].changed(paths)

    def rely(self, root: str, told: bool) -> None:
        """Whether the client tells about every change below *root*."""
        self._keepers[root].told = told

    def subscribe(self, root: str, callback: Callable[[Event], None]) -> Callable[[], None]:
        callbacks = self._keepers[root].callbacks
        callbacks.append(callback)

        def end() -> None:
            if callback in callbacks:
                callbacks.remove(callback)

        return end

    def state(self, root: str) -> dict[str, Any]:
        return self._keepers[root].state()

    def close(self) -> None:
        """Let the indexers end; what is committed stays."""
        with self._guard:
            for keeper in self._keepers.values():
                keeper.close()
            self._keepers.clear()


class Keeper:
    """One project and its indexer.  An update has a number; who asked for it waits until that number is done."""

    def __init__(self, project: Project):
        self.project = project
        self.callbacks: list[Callable[[Event], None]] = []
        self.told = False
        self._condition = threading.Condition()
        self._asked = self._running = self._done = 0
        self._only: set[str] | None = set()  # the files that the next update is for; None: all
        self._failed_at = 0.0
        self._closed = False
        self._indexer = Indexer(project.root, self._report)
        if not project.is_ready():
            self.update()

    def state(self) -> dict[str, Any]:
        pending = self._asked - self._done
        return {"ready": True, "indexing": pending > 0, "pending": pending}

    def changed(self, paths: Sequence[str]) -> None:
        """Update for these files; with a settings file among them, open the project anew."""
        if any(p.rpartition("/")[2] in SETTINGS_FILES for p in paths):
            try:
                fresh = inferd.open(self.project.root)
            except InferdError as error:
                self._tell({"event": "failed", "message": error.message, "hint": error.hint})
                return
            before, self.project = self.project, fresh
            before.close()
            paths = ()
        self.update(paths)

    def update(self, paths: Sequence[str] = ()) -> int:
        """Ask for an update (of all files, where none are given); the number that it will have."""
        with self._condition:
            if self._closed:
                return self._done
            self._asked += 1
            if not paths:
                self._only = None
            elif self._only is not None:
                self._only.update(paths)
            number = self._asked
            if not self._running:
                self._send()
            return number

    def sync(self) -> bool:
        """Return when the database is true for the files, or cannot be brought to be."""
        self._wait(self._asked)
        if self._failed_at:
            if time.monotonic() - self._failed_at >= _RETRY:
                self._wait(self.update())
        elif not self.told and not (self.project.is_ready() and self.project.is_fresh()):
            self._wait(self.update())
        return not self._failed_at

    def _wait(self, number: int) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self._done >= number or self._closed)

    def _send(self) -> None:
        self._running = self._asked
        only, self._only = self._only, set()
        try:
            self._indexer.update(self._running, only)
        except OSError as error:
            self._ended({"failed": self._running, "message": f"the indexer does not start: {error}"})

    def _report(self, event: Event) -> None:
        """An event of the indexer, on its thread."""
        if "progress" in event:
            done, total, _ = event["progress"]
            self._tell({"event": "progress", "done": done, "total": total})
            return
        if not self._closed:
            self._ended(event)

    def _ended(self, event: Event) -> None:
        failed = "failed" in event
        self._failed_at = time.monotonic() if failed else 0.0
        if failed:
            told = {"event": "failed", "message": event.get("message", ""), "hint": event.get("hint", "")}
        else:
            told = {"event": "committed", "notes": event.get("notes", []), "changed": event.get("changed", 0)}
        self._tell(told)  # before anybody goes on who waits for it
        with self._condition:
            self._done = max(self._done, event["failed"] if failed else event["done"])
            self._running = 0
            if self._asked > self._done and not self._closed:
                self._send()
            self._condition.notify_all()

    def _tell(self, event: Event) -> None:
        for callback in list(self.callbacks):
            callback(event)

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._indexer.stop()
        self.project.close()


def main() -> int:
    """Serve one client over standard input and output until it says exit; the exit status."""
    from inferd_lsp.session import serve

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints to the log: standard output carries the protocol and nothing else
    sys.stdout = sys.stderr
    level = logging.getLevelNamesMapping().get(os.environ.get("INFERD_LOG", "").upper(), logging.WARNING)
    logging.basicConfig(stream=sys.stderr, level=level, format="inferd lsp: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs refusals as errors; ours are logged here
    services = Standalone()
    try:
        return serve(sys.stdin.buffer, out, services)
    finally:
        services.close()
