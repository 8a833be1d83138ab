"""The projects of a daemon: for each an indexer process, and what sessions are told about it.

An indexer is started by the first question about its project and ended when nobody has asked for a while.  One that
crashes is started again, at once the first time, then after longer and longer pauses, and `inferd daemon status` says
so; in between, questions look at the files themselves.  Nothing here reads a project: that is done by the indexers,
and by the sessions with connections of their own.
"""

import json
import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from inferd.daemon import client
from inferd.project import Project
from inferd.source import layout

log = logging.getLogger("inferd.daemon")

Event = dict[str, Any]
Callback = Callable[[Event], None]

_PAUSES = (0.1, 0.5, 2.0, 10.0, 60.0)  # seconds before an indexer that crashed is started again
_LONG_LIFE = 60.0  # seconds after which a crash counts as the first one again
_GRACE = 5.0  # seconds for an indexer to finish its change set
_LOG_SIZE = 1 << 20
_MOST_SENT = 4096  # bytes that a pipe takes as a whole or not at all
_MOST_CRASHES = 2  # of an indexer, that one question waits for
_MOST_INDEXERS = 8  # of projects that no editor has open
_AGAIN = 0.02  # seconds
_RETIRED: Event = {
    "event": "failed", "message": "inferd has been installed again, or changed, since this session began",
    "hint": "restart the language server",
}  # fmt: skip


class Waiting:
    """One `sync` that is not answered yet."""

    __slots__ = ("answered", "reply")

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.reply: Event = {}


class Hosted:
    """One project: its indexer process, and who listens.

    *may_start*: whether the code is still the same, so that a process would understand this one.
    """

    def __init__(self, root: str, place: str, may_start: Callable[[], bool] = lambda: True) -> None:
        self.root = root
        self.place = place
        self.may_start = may_start
        self.retired = False  # no indexer is started any more
        self.state: Event = {"state": "starting", "revision": 0, "pending": 1, "watching": "", "why": "", "message": ""}
        self.ready = False  # the index was true for the files once since the indexer was started
        self.used = time.monotonic()
        self.sessions = 0  # subscriptions
        self.starts = 0
        self.crashes = 0
        self.last_crash = ""
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._not_before = 0.0
        self._number = 0
        self._waiting: dict[int, Waiting] = {}
        self._callbacks: list[Callback] = []
        self._project: Project | None = None
        self._closed = False
        self._timer: threading.Timer | None = None

    # -- the process ----------------------------------------------------------------------------------------------

    def pid(self) -> int:
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def wake(self) -> bool:
        """Have an indexer run, if it may be started now; whether it runs."""
        self.used = time.monotonic()
        with self._guard:
            if self._closed:
                return False
            if self._process is not None and self._process.poll() is None:
                return True
            if time.monotonic() < self._not_before or not os.path.isdir(self.root):
                return False
            if not self.retired and self.may_start():
                return self._start()
        self.retire()
        return False

    def retire(self) -> None:
        """Start no indexer any more, and say so; the one that runs goes on while a session needs it."""
        was, self.retired = self.retired, True
        if self.sessions:
            if not was:
                self._tell(dict(_RETIRED))
        else:
            self._send({"do": "stop"})

    def _start(self) -> bool:
        directory = self.place or layout.project_dir(self.root).dir
        try:
            with _open_log(directory) as errors:
                self._process = process = subprocess.Popen(
                    client.command("indexer", self.root, self.place),
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                    cwd="/" if os.name == "posix" else None,
                )  # fmt: skip
        except OSError as error:
            self._not_before = time.monotonic() + _PAUSES[-1]
            self.state = {**self.state, "state": "failed", "message": f"the indexer does not start: {error}"}
            log.warning("%s: the indexer does not start: %s", self.root, error)
            return False
        assert process.stdin is not None
        if os.name == "posix":
            os.set_blocking(process.stdin.fileno(), False)
        self.starts += 1
        self._started = time.monotonic()
        self.ready = False
        self.state = {**self.state, "state": "starting", "message": ""}
        log.info("%s: indexer %d started", self.root, process.pid)
        threading.Thread(target=self._listen, args=(process,), name="indexer", daemon=True).start()
        return True

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            self._take(event)
        status = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass  # what was not sent concerns nobody now
        with self._guard:
            if self._process is process:
                self._process = None
            self.ready = False
            waiting, self._waiting = list(self._waiting.values()), {}
            expected = self._closed or status == 0
            if not expected:
                self._crashed(status)
            elif self.state.get("state") == "superseded":
                self._not_before = time.monotonic() + _PAUSES[-1]
        if self.state.get("state") == "superseded":
            self.may_start()  # looks whether this very installation is the newer one by now
        for one in waiting:
            one.reply = {"event": "unsynced", "state": "starting"}
            one.answered.set()
        if not expected:
            self._tell({"event": "failed", "message": self.last_crash, "hint": ""})
        elif self.state.get("state") not in ("gone", "failed", "superseded"):
            self.state = {**self.state, "state": "asleep"}

    def _crashed(self, status: int) -> None:
        lived = time.monotonic() - self._started
        self.crashes = 1 if lived > _LONG_LIFE else self.crashes + 1
        pause = _PAUSES[min(self.crashes, len(_PAUSES)) - 1]
        self._not_before = time.monotonic() + pause
        how = f"signal {-status}" if status < 0 else f"status {status}"
        self.last_crash = f"the indexer ended with {how}"
        if self.state.get("state") != "failed":
            self.state = {**self.state, "state": "crashed", "message": self.last_crash}
        log.warning("%s: %s after %.1f s; it is started again in %.1f s", self.root, self.last_crash, lived, pause)
        if self.sessions:
            self._timer = threading.Timer(pause, self.wake)
            self._timer.daemon = True
            self._timer.start()

    def _take(self, event: Event) -> None:
        kind = event.pop("event", "")
        if kind in ("synced", "unsynced"):
            with self._guard:
                waiting = self._waiting.pop(event.get("id", 0), None)
            if waiting is not None:
                waiting.reply = {"event": kind, **event}
                waiting.answered.set()
            return
        if kind == "state":
            self.state = event
            self.ready = self.ready or event.get("state") == "ready"
        elif kind == "settings":
            with self._guard:
                self._project = None  # who has the old one may go on with it
        elif kind == "failed" and self.state.get("state") != "superseded":
            self.state = {**self.state, "state": "failed", "message": event.get("message", "")}
        if kind != "progress":
            log.debug("%s: %s %s", self.root, kind, event)
        self._tell({"event": kind, **event})

    def _tell(self, event: Event) -> None:
        for callback in list(self._callbacks):
            try:
                callback(event)
            except Exception:  # one session's trouble is not the others'
                log.exception("%s: a listener failed", self.root)

    def _send(self, command: Event) -> bool:
        with self._guard:
            process = self._process
            if process is None or process.stdin is None:
                return False
            data = json.dumps(command, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
            if len(data) > _MOST_SENT:
                data = b'{"do": "changed", "paths": null}\n'  # the only command that can be long
            try:
                return os.write(process.stdin.fileno(), data) == len(data)
            except (OSError, ValueError):
                return False  # it has ended, or does not read: then it is not to be relied on

    # -- what sessions ask ----------------------------------------------------------------------------------------

    def sync(self, patience: float, wait_for_start: bool = True) -> str:
        """Wait until every write that ended before this call is in the database: 'ok', or why it is not known."""
        running = self.wake()
        if not running and self.retired:
            return "outdated"
        if not running or (not self.ready and not wait_for_start):
            return "starting" if running else self.state.get("state", "failed")
        waiting = Waiting()
        with self._guard:
            self._number += 1
            number = self._number
            self._waiting[number] = waiting
        if not self._send({"do": "sync", "id": number}):
            with self._guard:
                self._waiting.pop(number, None)
            return "starting"  # it has just ended
        if not waiting.answered.wait(patience):
            with self._guard:
                self._waiting.pop(number, None)
            return "busy"
        if waiting.reply.get("event") == "synced":
            return "ok"
        return str(waiting.reply.get("state", "failed"))

    def changed(self, paths: Iterable[str] | None) -> None:
        """These files may have changed; none: something is wrong with the index."""
        listed = None if paths is None else list(paths)
        if not listed or sum(map(len, listed)) + 4 * len(listed) > _MOST_SENT // 2:
            listed = None
        if self.wake():
            self._send({"do": "changed", "paths": listed})

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        with self._guard:
            self._callbacks.append(callback)
            self.sessions += 1
            retired = self.retired
        self.wake()
        if retired:
            callback(dict(_RETIRED))

        def unsubscribe() -> None:
            with self._guard:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)
                    self.sessions -= 1
            self.used = time.monotonic()

        return unsubscribe

    def project(self) -> Project:
        """The project for readers, opened again where its settings have changed."""
        self.wake()
        with self._guard:
            if self._project is None:
                self._project = Project(self.root, self.place or None)
            return self._project

    # -- the end --------------------------------------------------------------------------------------------------

    def rest(self, idle: float) -> None:
        """End the indexer if nobody has used it for so long."""
        if not self.sessions and self.pid() and self.used and time.monotonic() - self.used > idle:
            self.used = 0.0
            log.info("%s: nobody asks; its indexer ends", self.root)
            self._send({"do": "stop"})

    def stop(self) -> None:
        """Ask the indexer to end; `join` waits for it."""
        with self._guard:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
        self._send({"do": "stop"})

    def join(self) -> None:
        process = self._process
        if process is not None:
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                log.warning("%s: the indexer does not end; it is killed, which the database survives", self.root)
                process.kill()
                process.wait()
        if self._project is not None:
            self._project.close()

    def describe(self) -> Event:
        """What `inferd daemon status` says of it."""
        pid = self.pid()
        state = self.state["state"] if pid or self.state["state"] != "ready" else "asleep"
        again = 0.0 if pid else max(0.0, self._not_before - time.monotonic())
        return {
            "again_in": round(again, 1),
            "root": self.root, **self.state, "state": state, "indexer": pid,
            "sessions": self.sessions, "starts": self.starts, "crashes": self.crashes, "last_crash": self.last_crash,
        }  # fmt: skip


class Services:
    """What sessions are given: the projects of this daemon.  Each method may be called from any thread."""

    def __init__(self, may_start: Callable[[], bool] = lambda: True) -> None:
        self._may_start = may_start
        self._guard = threading.Lock()
        self._hosted: dict[tuple[str, str], Hosted] = {}
        self._usual: dict[str, str] = {}  # where the index of a root is, if nobody says otherwise
        self._closed = False

    def hosted(self, root: str, place: str = "") -> Hosted:
        """The project at a root (as `layout.find_root` gives it); *place*: of its index, where that is elsewhere."""
        usual = self._usual.get(root)
        if usual is None or (place and place != usual and os.path.isdir(root)):
            usual = self._usual[root] = layout.project_dir(root).dir
        place = place or usual
        with self._guard:
            found = self._hosted.get((root, place))
            if found is None:
                found = self._hosted[root, place] = Hosted(
                    root, place if place != usual else "", self._may_start
                )
                if self._closed:
                    found.stop()
                self._make_room()
            return found

    def _make_room(self) -> None:
        """End the indexers that were asked least lately, where there are many (a script that goes through projects)."""
        running = [h for h in self._hosted.values() if not h.sessions and h.pid()]
        for hosted in sorted(running, key=lambda h: h.used)[: max(0, len(running) - _MOST_INDEXERS + 1)]:
            hosted.rest(0.0)

    def project(self, root: str) -> Project:
        return self.hosted(root).project()

    def sync(self, root: str, deadline: float = 0.1, patience: float = 60.0) -> bool:
        """Return when every write that ended before the call is in the database; whether that can be said.

        *deadline* is the indexer's, for the cookie; *patience* is for change sets under way, a first index included.
        """
        del deadline
        hosted = self.hosted(root)
        end = time.monotonic() + patience
        crashes = hosted.crashes
        while True:
            found = hosted.sync(max(0.0, end - time.monotonic()))
            if found not in ("starting", "crashed", "asleep") or hosted.crashes > crashes + _MOST_CRASHES:
                return found == "ok"
            if time.monotonic() >= end or not os.path.isdir(root):
                return False
            time.sleep(_AGAIN)  # the indexer has just ended, and is started again

    def changed(self, root: str, paths: Iterable[str] | None) -> None:
        self.hosted(root).changed(paths)

    def subscribe(self, root: str, callback: Callback) -> Callable[[], None]:
        return self.hosted(root).subscribe(callback)

    def state(self, root: str) -> Event:
        hosted = self.hosted(root)
        return {**hosted.state, "ready": hosted.ready, "indexing": hosted.state["state"] in ("starting", "indexing")}

    # -- for the daemon -------------------------------------------------------------------------------------------

    def all(self) -> list[Hosted]:
        with self._guard:
            return list(self._hosted.values())

    def rest(self, idle: float) -> None:
        for hosted in self.all():
            hosted.rest(idle)
            if hosted.state.get("state") == "gone" and not hosted.sessions and not os.path.isdir(hosted.root):
                with self._guard:
                    for key in [k for k, h in self._hosted.items() if h is hosted]:
                        del self._hosted[key]
                hosted.stop()
                hosted.join()

    def retire(self) -> None:
        """Other code stands on the disk: start no process any more, and keep those that open sessions need."""
        for hosted in self.all():
            hosted.retire()

    def stop(self) -> None:
        with self._guard:
            self._closed = True
        everyone = self.all()
        for hosted in everyone:
            hosted.stop()
        for hosted in everyone:
            hosted.join()


def _open_log(directory: str) -> Any:
    """The log of an indexer, in the directory of its index; begun anew where it has grown long."""
    path = os.path.join(directory, "daemon.log")
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if os.lstat(path).st_size > _LOG_SIZE:
            os.replace(path, path + ".1")
    except OSError:
        pass  # there is none yet
    try:
        return os.fdopen(os.open(path, flags, 0o600), "ab")
    except OSError:  # no index yet, or a link in its place
        return open(os.devnull, "ab")
