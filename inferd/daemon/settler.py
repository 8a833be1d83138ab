"""The settler: a short-lived process that computes the types of receivers and keeps them (`Project.settle`).

An indexer starts one when its project has been quiet for a moment and some files have no types.  It is a process of its
own, at the lowest priority, because inference needs memory that an indexer should not hold for ever, and because nobody
waits for it: while types are missing, questions compute what they need, or say that it is not settled.  Every slice is
one transaction under the writer lock; it may be killed at any instant, and ends with its indexer.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable

QUIET = 1.0  # seconds after the last change set
_NICE = 10
_RETRY = 30.0  # seconds after one that failed


class Settler:
    """Runs settlers for one indexer, one at a time, in a thread.

    *report*(state): 'settling' | 'settled' | 'unsettled'.  One is started when nothing was wanted for *quiet* seconds,
    or after *longest*, and not before the last one has ended *rest* seconds ago.
    """

    def __init__(
        self, command: list[str], report: Callable[[str], None], quiet: float = QUIET, longest: float = 1e9,
        rest: float = 0.0,
    ) -> None:  # fmt: skip
        self.command = command
        self.report = report
        self._quiet, self._longest, self._rest = quiet, longest, rest
        self._first = self._not_before = 0.0
        self._guard = threading.Condition()
        self._due = 0.0  # 0: nothing to do
        self._stopping = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="settler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wanted(self) -> None:
        """Something has changed."""
        with self._guard:
            now = time.monotonic()
            if not self._due:
                self._first = now
            self._due = max(min(now + self._quiet, self._first + self._longest), self._not_before)
            self._guard.notify()

    def stop(self) -> None:
        with self._guard:
            self._stopping = True
            if self._process is not None:
                self._process.terminate()
            self._guard.notify()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _run(self) -> None:
        while True:
            with self._guard:
                while not self._stopping and (not self._due or (left := self._due - time.monotonic()) > 0):
                    self._guard.wait(left if self._due else None)
                if self._stopping:
                    return
                self._due = 0.0
                try:
                    self._process = process = subprocess.Popen(
                        self.command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                        cwd="/" if os.name == "posix" else None,
                    )  # fmt: skip
                except OSError:
                    self._due = time.monotonic() + _RETRY
                    continue
            self.report("settling")
            status = process.wait()
            if process.stdin is not None:
                process.stdin.close()
            with self._guard:
                self._process = None
                self._not_before = time.monotonic() + self._rest
                if self._due:
                    self._due = max(self._due, self._not_before)
                if status and not self._stopping and not self._due:  # type: ignore[redundant-expr]  # from another thread
                    self._due = time.monotonic() + _RETRY
                again = bool(self._due)
            self.report("unsettled" if again or status else "settled")


def end_with_parent() -> None:
    """Wait for the end of the input, which is that of the indexer, however that ends."""
    while os.read(0, 4096):
        pass
    os._exit(1)


def main(words: list[str]) -> int:
    """The process: ROOT, and the directory of the index."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    from inferd.errors import InferdError
    from inferd.project import Project

    root, place = words
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        with Project(root, place or None) as project:
            project.prepare()
            if project.is_ready():
                project.settle()
    except InferdError as error:
        import sys

        print(f"inferd: types of {root} are not settled: {error.message}", file=sys.stderr)
        return 3
    return 0
