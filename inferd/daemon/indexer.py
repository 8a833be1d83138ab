"""The indexer: the process that watches one project and writes its database.

Why a process
    A question must not share an interpreter lock with indexing (docs/decisions/0002), and what an indexer holds in
    memory goes when it goes.  It can be killed at any instant: each change set is one transaction.

How it works
    One thread reads commands from standard input, one (the watcher's) collects which files may have changed, and the
    main thread alone writes.  It waits until nothing has happened for a moment, then brings the database up to date
    with one change set; at once, where somebody asks.  The writer lock is held for the change set only, so `inferd
    index` by hand works beside it; whichever comes second finds nothing to do.

    intake      a process beside it that folds in what recorders have left in the spool (`inferd.daemon.intake`).
    sync        is answered when every write that ended before it is in the database: a cookie through the watcher
                tells that all events have been seen; where it does not come back in time, or there are none, a scan.

The conversation is one JSON object a line.  Commands: `{"do": "sync", "id": n}`, `{"do": "changed", "paths": [..] or
null}`, `{"do": "stop"}`.  Events: `{"event": "progress", "done", "total", "path"}`, `{"event": "committed",
"revision", "paths" (empty: any), "notes", "seconds"}`, `{"event": "synced", "id", "revision"}` or `{"event":
"unsynced", "id", "state", "message"}`, `{"event": "failed", "message", "hint"}`, and `{"event": "state", ...}`
whenever that changes. It ends with its input, that is with the daemon at the latest.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from inferd.daemon import client, intake
from inferd.daemon.settler import Settler
from inferd.errors import ConfigError, DiskFull, InferdError, ProjectNotFound, StoreLocked, StoreReadOnly, one_line
from inferd.project import Project
from inferd.source.lock import WriterLock
from inferd.source.watch import Changes, Watcher
from inferd.store import connection
from inferd.syntax.facts import ANALYSIS_VERSION

QUIET = 0.1  # seconds without an event before a change set is written
_LONGEST = 1.0  # seconds that events may go on before it is written all the same
_SHARE = 4  # after a change set, rest this many times its duration, unless somebody asks
_COOKIE = 0.1  # seconds for the cookie to come back
_PROGRESS_EVERY = 0.1
_PATIENCE = 0.5  # seconds that a change set waits for the writer lock, before it lets others have their say
_RETRY = (0.5, 2.0, 10.0, 60.0)  # seconds after a failure
_TIDY = 5.0  # idle seconds after which the log of the database is cut
_MOST_WORKERS = 4
_MOST_PATHS = 200  # in one event, or in one change set without a scan


class Stop(BaseException):
    """Break off a long change set; the store survives that."""


class Indexer:
    """See the module's docstring."""

    def __init__(self, root: str, place: str, out: Any) -> None:
        self.root = root
        self.place = place
        self.out = out
        self.guard = threading.Condition()
        self.syncs: list[int] = []
        self.hinted = Changes()
        self.stopping = False
        self.project = self._open()
        self.intake = Settler(
            client.command("intake", self.project.root, place), self._taken_in,
            intake.QUIET, intake.LONGEST, intake.REST,
        )  # fmt: skip
        self.taken = False
        self.watcher = Watcher(
            self.project.root, self.project.directory, self.project.config, self._woken, self.intake.wanted
        )  # fmt: skip
        self.settler = Settler(client.command("settler", self.project.root, place), self._settled, stays=True)
        self.types = self._unsettled()
        self.said: dict[str, Any] = {}
        self.state = "starting"
        self.behind = Changes(everything=True)
        self.revision = 0
        self.failures = 0
        self.message = ""
        self.finished_once = False
        self.not_before = 0.0
        self.finished = 0.0
        self.database = (0, 0)
        self.tidied = True
        self._progressed = 0.0

    def _open(self) -> Project:
        return Project(self.root, self.place or None)

    def _unsettled(self) -> str:
        return "unsettled" if self.project.config.infer == "on-change" else "on request"

    # -- talking --------------------------------------------------------------------------------------------------

    def say(self, event: str, **more: Any) -> None:
        try:
            self.out.write(json.dumps({"event": event, **more}).encode() + b"\n")
            self.out.flush()
        except (OSError, ValueError):
            self.stopping = True  # the daemon has gone

    def say_state(self) -> None:
        watching, why = self.watcher.mode()
        now = {
            "state": self.state, "revision": self.revision, "pending": len(self.behind), "watching": watching,
            "why": why, "message": self.message, "types": self.types,
        }  # fmt: skip
        if now != self.said:
            self.said = now
            self.say("state", **now)

    def listen(self, source: int) -> None:
        """Read commands from a descriptor until there are no more (in a thread)."""
        for line in _lines(source):
            try:
                command = json.loads(line.decode("utf-8", "surrogatepass"))
            except ValueError:
                continue
            with self.guard:
                match command.get("do"):
                    case "sync":
                        self.syncs.append(command["id"])
                    case "changed":
                        self.hinted.add(self.watcher.relevant(command["paths"]))
                    case "stop":
                        self.stopping = True
                self.guard.notify()
        with self.guard:
            self.stopping = True
            self.guard.notify()

    def _settled(self, state: str) -> None:
        """What the settler is at (from its thread): said with the next state."""
        with self.guard:
            self.types = state
            self.guard.notify()

    def _taken_in(self, state: str) -> None:
        """Recorded runs were folded in (from the thread of the intake)."""
        if state == "settled":
            with self.guard:
                self.taken = True
                self.guard.notify()

    def _woken(self) -> None:
        with self.guard:
            self.guard.notify()

    # -- the loop -------------------------------------------------------------------------------------------------

    def run(self) -> int:
        self.say_state()
        self.watcher.start()
        self.settler.start()
        self.intake.start()
        if self.project.config.infer == "on-change":
            self.settler.wanted()  # while the first index is made, it can see to the standard library
        try:
            while not self.stopping:
                self._round()
                self.say_state()
        except Stop:
            pass
        finally:
            self.intake.stop()
            self.settler.stop()
            self.watcher.stop()
            self.project.close()
        return 0

    def _round(self) -> None:
        if not self.watcher.is_there():
            self.state = "gone"
            self.message = "the project's folder was moved or deleted"
            self._answer_syncs(False)
            self.stopping = True
            return
        with self.guard:
            if self.stopping:
                return
            wanted = bool(self.syncs)
            taken, self.taken = self.taken, False
            if not taken and not wanted and (pause := self._pause()) > 0:
                self.guard.wait(pause)
                return
        if taken:
            self.say("committed", revision=self.revision, paths=[], notes=[], seconds=0.0)
        if wanted:
            self._sync()
        if taken or wanted:
            return
        self._collect()
        if self.behind:
            self._bring()
        elif not self.tidied:
            self._tidy()

    def _tidy(self) -> None:
        self.tidied = True
        lock = WriterLock(self.project.directory)
        try:
            with lock:
                connection.cut_log(self.project.database)
        except (InferdError, OSError):
            pass  # somebody else is writing: it will be cut after that

    def _pause(self) -> float:
        """How long there is nothing to do."""
        now = time.monotonic()
        if self.behind or self.hinted or self.watcher.has_changes():
            first, last = self.watcher.since()
            due = min(last + QUIET, first + _LONGEST) if not self.behind and not self.hinted else 0.0
            return max(due, self.not_before) - now
        pause = self.watcher.next_scan() - now
        return pause if self.tidied else min(pause, self.finished + _TIDY - now)

    def _collect(self) -> None:
        """Take over what the watcher and clients have noted."""
        self.behind.add(self.watcher.take())
        with self.guard:
            self.behind.add(self.hinted)
            self.hinted = Changes()
        if self.finished_once and self.project.is_spooled():
            self.intake.wanted()  # as a rule the watcher has said so; not of runs whose `inferd record` was killed

    def _sync(self) -> None:
        with self.guard:
            asked = len(self.syncs)
        if not self.watcher.settle(_COOKIE):
            self.behind.everything = True
        self._collect()
        if self._database() != self.database:
            self.behind.everything = True  # somebody replaced it
        fine = not self.behind or self._bring()
        self.say_state()
        self._answer_syncs(fine, asked)

    def _answer_syncs(self, fine: bool, count: int | None = None) -> None:
        with self.guard:
            asked, self.syncs = self.syncs[:count], self.syncs[count:] if count is not None else []
        for number in asked:
            if fine:
                self.say("synced", id=number, revision=self.revision)
            else:
                self.say("unsynced", id=number, state=self.state, message=self.message)

    def _database(self) -> tuple[int, int]:
        try:
            status = os.stat(self.project.database)
        except OSError:
            return (0, 0)
        return (status.st_ino, status.st_dev)

    # -- one change set -------------------------------------------------------------------------------------------

    def _bring(self) -> bool:
        """Bring the database up to date; whether it is now.  What fails is tried again later."""
        changes, self.behind = self.behind, Changes()
        started = time.monotonic()
        self.tidied = False
        try:
            if self._is_superseded():
                return False
            done = self._update(changes)
        except StoreLocked as error:
            return self._failed(changes, "waiting", error, 0)
        except (DiskFull, StoreReadOnly, ConfigError) as error:
            return self._failed(changes, "failed", error, 1)
        except ProjectNotFound as error:
            return self._failed(changes, "gone", error, 1)
        except InferdError as error:
            return self._failed(changes, "failed", error, 1)
        except Exception as error:  # noqa: BLE001 - the process goes on; the log has the traceback
            import traceback

            traceback.print_exc()
            return self._failed(changes, "failed", InferdError(one_line(f"{type(error).__name__}: {error}")), 1)
        seconds = time.monotonic() - started
        self.finished = time.monotonic()
        self.not_before = self.finished + min(_SHARE * seconds, 10.0)
        recovered, self.message, self.failures = bool(self.message), "", 0
        first, self.finished_once = not self.finished_once, True
        if first and self.project.is_spooled():
            self.intake.wanted()
        self.state = "ready"
        self.database = self._database()
        if (done is not None or first) and self.project.config.infer == "on-change":
            self.types = self._unsettled()
            self.settler.wanted()
        if done is not None or recovered:
            notes, self.project.notes = self.project.notes, []
            self.say("committed", revision=self.revision, paths=done or [], notes=notes, seconds=round(seconds, 4))
        return True

    def _is_superseded(self) -> bool:
        """Whether a newer inferd has made the database its own: then this one leaves it alone.

        While an update of inferd is under way, daemons of both versions may run; each building the index again for
        itself would have them do so for ever.  The newer one does build again what an older one made.
        """
        made = connection.version_of(self.project.database)
        if made <= connection.version_of(None, ANALYSIS_VERSION):
            return False
        self.state, self.message = "superseded", "the index belongs to a newer inferd"
        self.say("failed", message=self.message, hint="restart the editors and commands that use the older one")
        self.stopping = True
        return True

    def _failed(self, changes: Changes, state: str, error: InferdError, weight: int) -> bool:
        changes.add(self.behind)
        changes.everything = True
        self.behind = changes
        self.not_before = time.monotonic() + _RETRY[min(self.failures, len(_RETRY) - 1)]
        self.failures += weight
        is_new = self.message != error.message
        self.state, self.message = state, error.message
        if weight and is_new:
            self.say("failed", message=error.message, hint=error.hint)
        return False

    def _update(self, changes: Changes) -> list[str] | None:
        """What changed (an empty list: anything); None where nothing did."""
        only: list[str] | None = None
        if not changes.everything and len(changes.paths) <= _MOST_PATHS and self.database == self._database():
            only = sorted(changes.paths)
        if only is None:
            if self.project.config is not (config := self._configured()):
                self.watcher.configure(config)
            self.watcher.refresh()
            began = time.monotonic()
            is_fresh = self.project.is_ready() and self.project.is_fresh()
            self.watcher.scanned(time.monotonic() - began)
            if is_fresh:
                revision, self.revision = self.revision, self._revision()
                return [] if revision != self.revision else None
        first = not self.project.is_ready() if only is None else False
        self.state = "indexing"
        if only is None:
            self.say_state()
        place = self.project.directory
        report = self.project.update(
            self._progress, workers=_workers() if first else 1, timeout=_PATIENCE, only=only, keep=True
        )
        if self.project.directory != place:
            self.say("settings")  # another user's inferd has that place: whoever reads looks where the index is
        before, self.revision = self.revision, report.revision
        self.watcher.watch_cookies()
        if not report.is_change and before == self.revision:
            return None
        return only or []

    def _configured(self) -> Any:
        """The settings as they are now; the project is opened again where they have changed."""
        fresh = self._open()
        if fresh.config == self.project.config and fresh.directory == self.project.directory:
            return self.project.config
        self.project.close()
        self.project = fresh
        self.finished_once = False  # under these settings
        self.types = self._unsettled()
        self.say("settings")
        return fresh.config

    def _revision(self) -> int:
        with self.project.snapshot() as view:
            return view.reader.revision()

    def _progress(self, done: int, total: int, path: str) -> None:
        if self.stopping and total - done > _MOST_PATHS:
            raise Stop
        now = time.monotonic()
        if now - self._progressed >= _PROGRESS_EVERY:
            self._progressed = now
            self.say("progress", done=done, total=total, path=path)


def _lines(source: int) -> Iterator[bytes]:
    """The lines that come from a descriptor (a buffered file would be locked by the waiting thread at the end)."""
    data = b""
    while chunk := os.read(source, 1 << 16):
        *lines, data = (data + chunk).split(b"\n")
        yield from lines


def _workers() -> int:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(count, _MOST_WORKERS))


def main(words: list[str]) -> int:
    """The process: ROOT, and the directory of the index."""
    root, place = words
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints to the log
    try:
        indexer = Indexer(root, place, out)
    except InferdError as error:
        out.write(json.dumps({"event": "failed", "message": error.message, "hint": error.hint}).encode() + b"\n")
        out.flush()
        return 3

    def stop(*_: object) -> None:
        indexer.stopping = True
        threading.Thread(target=indexer._woken).start()  # not from the handler: the loop may hold the guard

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=indexer.listen, args=(0,), name="commands", daemon=True).start()
    status = indexer.run()
    out.flush()
    return status
