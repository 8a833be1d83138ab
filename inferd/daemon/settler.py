"""The settler: a short-lived process that computes the types of receivers and keeps them (`Project.settle`).

An indexer starts one when its project has been quiet for a moment and some files have no types.  It is a process of its
own, at the lowest priority, because inference needs memory that an indexer should not hold for ever, and because nobody
waits for it: while types are missing, questions compute what they need, or say that it is not settled.  Every slice is
one transaction under the writer lock; it may be killed at any instant, and ends with its indexer.

Where it has found out what flows between functions, it stays for a while, because with what it has in memory the next
edit costs a small part of the first time.  It says each time with a byte that it is done, and a line that it is sent
lets it begin again.

In a large project the first time takes minutes.  There, what flows is left as it was before the first edit until nobody
has edited for a while; another byte says that all but that is done.
"""

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inferd.project import Project

QUIET = 1.0  # seconds after the last change set
_NICE = 10
_RETRY = 30.0  # seconds after one that failed
_STAYS = 900.0  # seconds for which one stays that has something to keep
_LARGEST = 1_600 << 20  # bytes; one that needs more memory ends at once
_PATIENCE = 60.0  # seconds without an edit, before what takes minutes is begun
_LONGEST = 900.0  # and however many edits there are
_DONE, _LATE = b"1", b"2"


class Settler:
    """Runs settlers for one indexer, one at a time, in a thread.

    *report*(state): 'settling' | 'settled' | 'unsettled'.  One is started when nothing was wanted for *quiet* seconds,
    or after *longest*, and not before the last one has ended *rest* seconds ago.  *stays*: whether the process says
    when it is done, and may stay.
    """

    def __init__(
        self, command: list[str], report: Callable[[str], None], quiet: float = QUIET, longest: float = 1e9,
        rest: float = 0.0, stays: bool = False,
    ) -> None:  # fmt: skip
        self.command = command
        self.report = report
        self._quiet, self._longest, self._rest = quiet, longest, rest
        self._stays = stays
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
                    process = self._begin()
                except OSError:
                    self._due = time.monotonic() + _RETRY
                    continue
            self.report("settling")
            status = self._wait(process)
            with self._guard:
                if process.poll() is not None:
                    self._process = None
                self._not_before = time.monotonic() + self._rest
                if self._due:
                    self._due = max(self._due, self._not_before)
                if status and not self._stopping and not self._due:  # type: ignore[redundant-expr]  # from another thread
                    self._due = time.monotonic() + (_RETRY if status > 0 else self._quiet)
                again = bool(self._due)
            self.report("unsettled" if again or status else "settled")

    def _begin(self) -> "subprocess.Popen[bytes]":
        """The process that is at work: the one that has stayed, or a new one."""
        process = self._process
        if process is not None and process.poll() is None and process.stdin is not None:
            try:
                process.stdin.write(b"\n")
                process.stdin.flush()
                return process
            except OSError:
                pass  # it has just ended: another one
        if process is not None:
            _end(process)
        self._process = process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE if self._stays else subprocess.DEVNULL,
            cwd="/" if os.name == "posix" else None,
        )  # fmt: skip
        return process

    def _wait(self, process: "subprocess.Popen[bytes]") -> int:
        """Wait until a process has done its work, or has ended: 0 if it went well, -1 if it ended unasked."""
        if process.stdout is None:
            return _end(process)
        said = process.stdout.read(1)
        if not said:
            return abs(_end(process)) or -1
        if said == _LATE:
            with self._guard:
                self._due = self._due or time.monotonic() + _PATIENCE
        return 0


def _end(process: "subprocess.Popen[bytes]") -> int:
    """Wait for the end of a process; its status."""
    status = process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was written to it last may not have arrived
                pipe.close()
    return status


def end_with_parent() -> None:
    """Wait for the end of the input, which is that of the indexer, however that ends."""
    while os.read(0, 4096):
        pass
    os._exit(1)


def _listen(again: threading.Event) -> None:
    """Note each line of the input; end with it, which is the end of the indexer, however that ends."""
    while os.read(0, 4096):
        again.set()
    os._exit(1)


def main(words: list[str]) -> int:
    """The process: ROOT, and the directory of the index."""
    again = threading.Event()
    threading.Thread(target=_listen, args=(again,), daemon=True).start()
    from inferd.errors import InferdError
    from inferd.project import Project

    root, place = words
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        with Project(root, place or None) as project:
            project.prepare()
            late = Late()
            while True:
                again.clear()
                is_late = False
                if project.is_ready():
                    is_late = project.follows_late() and late.waits(_revision(project), time.monotonic())
                    project.settle(keep=True, follow=not is_late)
                os.write(1, _LATE if is_late else _DONE)
                if is_late:
                    again.wait()
                elif not project.keeps_flow or _memory() > _LARGEST or not again.wait(_STAYS):
                    return 0
    except InferdError as error:
        import sys

        print(f"inferd: types of {root} are not settled: {error.message}", file=sys.stderr)
        return 3


def _revision(project: "Project") -> int:
    with project.snapshot() as view:
        return view.reader.revision()


class Late:
    """Whether what takes minutes waits still: until it is asked for twice with no edit in between, or for long enough.

    The indexer asks again when there was no edit for `_PATIENCE` seconds.
    """

    def __init__(self) -> None:
        self._since = 0.0
        self._revision = -1

    def waits(self, revision: int, now: float) -> bool:
        """Whether it is not begun now, at a revision of the index."""
        if self._revision < 0:
            self._since = now
        is_other = self._revision != revision
        self._revision = revision
        return is_other and now - self._since < _LONGEST


def _memory() -> int:
    """The memory that this process holds, in bytes; 0 where that cannot be told."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
