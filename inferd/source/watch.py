"""Which files of a project may have changed since somebody last looked.

Why
    A question must reflect every write that ended before it, and must not pay for a scan of the whole project to be
    sure of it.  So the system's notifications are collected; *they are hints*: what changed is decided by content
    hashes, and whenever a notification may have been lost, the hint is "anything".

Terms
    change set  the paths that may have changed, or `everything`.
    cookie      a file that is made in the index's `cookies` folder, which is watched too.  Notifications come in order:
                when the one of the cookie has come, those of all writes before it have.
    native      notifications by the system, through watchdog: on Linux through its inotify layer, elsewhere through
                its observer.  watchdog's own observer for Linux is not used, because it holds back what is behind a
                file that was moved away for half a second, and watches folders that no scan enters.
    polling     no notifications: a look at everything from time to time, and before each answer.

Only folders that a scan enters are watched: not hidden ones, not virtual environments, and not `.project`, where the
database is written all the time.  A folder that is made, moved or removed makes the next look one at everything, and
before that look the folders are listed again until there is no new one, so that nothing falls between the two.

What ends in `everything`: an overflow of the system's queue, folders that come and go, changed settings, a jump of the
clock (the machine slept), too many paths.  What ends in polling: no notifications on this system or file system
(network mounts tell of no writes by other machines, some others of none at all: the first cookie does not come back),
the limit of watches, INFERD_WATCH=polling.

Cost: a watch a folder (0.1 s for Django's 800 at start), about 10 microseconds a notification, nothing while idle.
What it does not see: a setting in the index's own `config.toml` by notification (its time is looked at instead), and
folders above the root being moved (looked at before each change set).
"""

import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from inferd.config import Config
from inferd.errors import SourceError
from inferd.source import files

log = logging.getLogger("inferd.watch")

COOKIES = "cookies"
SPOOL = "spool"
_SHARD = ".jsonl"
_SETTINGS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "tox.ini", "pyvenv.cfg"})
_REMOTE = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph fuse.sshfs fuse.rclone vboxsf prl_fs fuse.vmhgfs-fuse drvfs".split()
)
_POLL_AT_LEAST = 2.0  # seconds
_POLL_SHARE = 250  # a look at everything after this many times what the last one took: 0.4 % of a processor
_JUMP = 2.0  # seconds between two clocks after which the machine is taken to have slept
_TICK = 60.0  # seconds between looks at the clocks and at the root
_MOST_PATHS = 5000  # then it is everything
_STALE_COOKIE = 60.0
_FIRST_COOKIE = 2.0  # seconds for the first one to come back; some file systems take watches and tell nothing


class Changes:
    """A change set: relative paths that may have changed, or everything."""

    __slots__ = ("everything", "paths")

    def __init__(self, paths: Iterable[str] = (), everything: bool = False) -> None:
        self.paths = set(paths)
        self.everything = everything

    def __len__(self) -> int:
        return len(self.paths) + self.everything

    def add(self, other: "Changes") -> None:
        self.everything = self.everything or other.everything or len(self.paths) > _MOST_PATHS
        if self.everything:
            self.paths.clear()
        else:
            self.paths |= other.paths


class Watcher:
    """Collects hints in threads of its own.  *wake* is called (from any thread) when there are some after none, and
    *spooled* when a recorder has written something.
    """

    def __init__(
        self, root: str, place: str, config: Config, wake: Callable[[], None],
        spooled: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.root = os.path.realpath(root)
        self.cookies = os.path.join(os.path.realpath(place), COOKIES)
        self.spool = os.path.join(os.path.realpath(place), SPOOL)
        self.note_spool = spooled
        self.config = config
        self._wake = wake
        self._guard = threading.Lock()
        self._changes = Changes()
        self._perhaps: set[str] = set()  # scripts, if their first line says so
        self._scripts: frozenset[str] = frozenset()  # sources without a suffix, at the last listing
        self._first = self._last = 0.0
        self._folders_changed = True
        self._kinds: dict[str, str] = {}
        self._classify = files.classifier(config)
        self._identity = _identity(self.root)
        self._settings_file = os.path.join(place, "config.toml")
        self._settings_stamp = _stamp(self._settings_file)
        self._clocks = _clocks()
        self._native: _Inotify | _Observed | None = None
        self._why_polling = ""
        self._next = time.monotonic() + _TICK
        self._cookie = 0
        self._awaited = ""
        self._seen = threading.Event()

    # -- life -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to watch; call `refresh` before the first look at the files."""
        forced = os.environ.get("INFERD_WATCH", "")
        why = "INFERD_WATCH says so" if forced == "polling" else _remote_mount(self.root)
        if why:
            self._poll(why)
            return
        try:
            try:
                if forced == "observer":
                    raise ImportError
                self._native = _Inotify(self)
            except ImportError:  # another system, or a watchdog without that layer
                self._native = _Observed(self)
            self.watch_cookies()
        except OSError as error:
            self._poll(_explain(error))
        except ImportError as error:
            self._poll(f"no notifications on this system ({error})")

    def stop(self) -> None:
        native, self._native = self._native, None
        if native is not None:
            native.stop()

    def _poll(self, why: str) -> None:
        log.warning("%s: looking at the files from time to time, because %s", self.root, why)
        self.stop()
        self._why_polling = why
        self._next = time.monotonic() + _POLL_AT_LEAST

    def mode(self) -> tuple[str, str]:
        """'native' or 'polling', and why."""
        return ("polling", self._why_polling) if self._why_polling else ("native", "")

    def is_there(self) -> bool:
        """Whether the root is still the folder that it was."""
        return _identity(self.root) == self._identity

    def configure(self, config: Config) -> None:
        """Follow other settings."""
        self.config = config
        self._classify = files.classifier(config)
        self._kinds.clear()
        self._folders_changed = True

    # -- what a look at everything begins with --------------------------------------------------------------------

    def refresh(self) -> None:
        """Watch the folders that there are now; what is written to them after this call is noted."""
        native = self._native
        if native is None or not self._folders_changed:
            return
        self._folders_changed = False
        try:
            for _ in range(5):
                listed: list[str] = []
                scan = files.scan(self.root, self.config, listed)
                self._scripts = frozenset(e.path for e in scan.entries if not e.path.endswith((".py", ".pyi")))
                if not native.follow(listed):
                    break
        except OSError as error:
            self._poll(_explain(error))
        except SourceError:
            self._folders_changed = True  # the root cannot be read now; whoever looks at the files says so

    def watch_cookies(self) -> None:
        """Make the folder of the cookies and watch it, if that is not done and there is an index; and the spool."""
        if self._native is None:
            return
        try:
            self._native.follow_spool()
            if self._native.has_cookies():
                return
            try:
                os.mkdir(self.cookies)
            except FileExistsError:
                pass  # from another time
            if os.path.islink(self.cookies):  # it came with the project, and leads who knows where
                log.warning("%s is a link: no cookies are put there", self.cookies)
                return
            for name in os.listdir(self.cookies):  # of a process that was killed
                path = os.path.join(self.cookies, name)
                is_ours = name.count("-") == 1 and name.replace("-", "").isdecimal()
                if is_ours and time.time() - os.lstat(path).st_mtime > _STALE_COOKIE:
                    os.unlink(path)
        except FileNotFoundError:
            return
        except OSError as error:
            log.warning("%s: %s", self.cookies, error)
            return
        self._native.follow_cookies()
        if self._native.has_cookies() and not self.settle(_FIRST_COOKIE):
            self._poll("notifications do not arrive on this file system")

    def scanned(self, seconds: float) -> None:
        """A look at everything took so long (polling: the next one is put off accordingly)."""
        if self._native is None:
            self._next = time.monotonic() + max(_POLL_AT_LEAST, _POLL_SHARE * seconds)

    # -- hints ----------------------------------------------------------------------------------------------------

    def relevant(self, paths: Iterable[str] | None) -> Changes:
        """A change set of paths that a client names, absolute or relative; None: everything."""
        if paths is None:
            return Changes(everything=True)
        changes = Changes()
        for path in paths:
            if os.path.isabs(path):
                path = os.path.relpath(os.path.realpath(path), self.root)
            path = path.replace(os.sep, "/")
            if path.startswith("../"):
                continue
            if path.rpartition("/")[2] in _SETTINGS or os.path.isdir(os.path.join(self.root, path)):
                changes.everything = True
            elif (kind := self._classify(path)) == files.SOURCE:
                changes.paths.add(path)
            elif kind in (files.PERHAPS, files.NAMED):
                changes.everything = True
        return changes

    def note_file(self, path: str) -> None:
        """A file may have changed (relative path)."""
        kind = self._kinds.get(path)
        if kind is None:
            if len(self._kinds) > 4 * _MOST_PATHS:
                self._kinds.clear()
            name = path.rpartition("/")[2]
            kind = self._kinds[path] = "settings" if name in _SETTINGS else self._classify(path)
        if kind == files.SOURCE:
            self._note(path)
        elif kind == files.PERHAPS:
            self._note(path, perhaps=True)
        elif kind == files.NAMED:
            self._note(None)
        elif kind == "settings":
            self._folders_changed = True  # a virtual environment may have begun or ended
            self._note(None)

    def note_folder(self, path: str) -> None:
        """A folder has come, gone or moved."""
        if files.enters(path, self.config):
            self._folders_changed = True
            self._note(None)

    def note_loss(self, why: str) -> None:
        """Notifications were lost."""
        log.warning("%s: %s; looking at all files", self.root, why)
        self._folders_changed = True
        self._note(None)

    def note_gone(self) -> None:
        """The root itself was moved or deleted."""
        self._note(None)

    def note_cookie(self, name: str) -> None:
        if name == self._awaited:
            self._seen.set()

    def _note(self, path: str | None, perhaps: bool = False) -> None:
        with self._guard:
            now = time.monotonic()
            was_empty = not self._changes and not self._perhaps
            if was_empty:
                self._first = now
            self._last = now
            if path is None:
                self._changes.everything = True
            elif perhaps:
                self._perhaps.add(path)
            elif not self._changes.everything:
                self._changes.paths.add(path)
                if len(self._changes.paths) > _MOST_PATHS:
                    self._changes.add(Changes(everything=True))
        if was_empty:
            self._wake()

    def has_changes(self) -> bool:
        return bool(self._changes) or bool(self._perhaps) or self.next_scan() <= time.monotonic()

    def since(self) -> tuple[float, float]:
        """When the first and the last of the hints came that are not taken yet."""
        return self._first, self._last

    def next_scan(self) -> float:
        """When to look next although nothing is noted."""
        return self._next

    def take(self) -> Changes:
        """What was noted since the last call."""
        with self._guard:
            changes, self._changes = self._changes, Changes()
            perhaps, self._perhaps = self._perhaps, set()
        scripts = {p for p in perhaps if _is_script(os.path.join(self.root, p))}
        if scripts or perhaps & self._scripts:
            self._scripts |= scripts
            changes.everything = True
        if (stamp := _stamp(self._settings_file)) != self._settings_stamp:
            self._settings_stamp = stamp
            changes.everything = True
        before, self._clocks = self._clocks, _clocks()
        if abs((self._clocks[0] - before[0]) - (self._clocks[1] - before[1])) > _JUMP:
            log.info("%s: the clock jumped", self.root)
            changes.everything = True
        now = time.monotonic()
        if self._native is None:
            if now >= self._next:
                changes.everything = True
                self._next = now + _POLL_AT_LEAST
        else:
            self._next = now + _TICK
            if not self._native.is_alive():
                self._poll("the notifications ended")
                changes.everything = True
        if changes.everything:
            changes.paths.clear()
        return changes

    def settle(self, deadline: float) -> bool:
        """Wait until everything that was written before this call is noted; False where only a look can tell."""
        native = self._native
        if native is None or not native.has_cookies():
            return False
        self._cookie += 1
        name = f"{os.getpid()}-{self._cookie}"
        path = os.path.join(self.cookies, name)
        self._seen.clear()
        self._awaited = name
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600))
        except OSError:
            return False
        try:
            return self._seen.wait(deadline)
        finally:
            self._awaited = ""
            try:
                os.unlink(path)
            except OSError:
                pass  # somebody tidied up


# ---------------------------------------------------------------------------------------------------------------------
# Notifications


class _Inotify:
    """watchdog's inotify layer, with the folders that we choose.  Its thread calls `on_...` for each event."""

    def __init__(self, watcher: Watcher) -> None:
        from watchdog.observers.inotify_c import InotifyConstants as Constant
        from watchdog.observers.inotify_c import InotifyFD

        self._mask: Any = (
            Constant.IN_MODIFY | Constant.IN_ATTRIB | Constant.IN_CLOSE_WRITE | Constant.IN_MOVE | Constant.IN_CREATE
            | Constant.IN_DELETE | Constant.IN_DELETE_SELF | Constant.IN_MOVE_SELF | Constant.IN_ONLYDIR
            | Constant.IN_EXCL_UNLINK
        )  # fmt: skip
        self._watcher = watcher
        self._guard = threading.Lock()
        self._prefix: dict[int, str] = {}  # by watch: '' for the root, 'a/b/' for a folder in it
        self._watch: dict[str, int] = {}
        self._cookies = self._spool = -1
        self._place = os.path.join(os.path.dirname(watcher.cookies), "")
        self._layer = InotifyFD()
        self._layer.start()
        self._id: Any = id(self)

    def stop(self) -> None:
        self._layer.stop()
        self._layer.join(1.0)

    def is_alive(self) -> bool:
        return self._layer.is_alive()

    def follow(self, folders: Sequence[str]) -> bool:
        """Watch these folders (each '' or ending in '/') and no others; whether any of them is new."""
        wanted = set(folders)
        with self._guard:
            gone = [p for p in self._watch if p not in wanted]
        self._forget(gone)
        added = False
        for prefix in folders:
            path = os.path.join(self._watcher.root, prefix)
            if prefix in self._watch or path.startswith(self._place):
                continue
            number = self._add(path)
            if number is None:
                continue
            added = True
            with self._guard:
                self._prefix[number] = prefix
                self._watch[prefix] = number
        return added

    def _add(self, path: str) -> int | None:
        try:
            return self._layer.add_callback(os.fsencode(path), self._mask, self, self._id)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ELOOP):
                return None  # it has just gone, or cannot be read: the scan says so
            raise

    def _forget(self, prefixes: Iterable[str]) -> None:
        with self._guard:
            numbers = [self._watch.pop(p) for p in prefixes if p in self._watch]
            for number in numbers:
                self._prefix.pop(number, None)
        self._layer.remove_callbacks([(number, self._id) for number in numbers])  # type: ignore[misc]

    def follow_cookies(self) -> None:
        number = self._add(self._watcher.cookies)
        self._cookies = -1 if number is None else number

    def has_cookies(self) -> bool:
        return self._cookies >= 0

    def follow_spool(self) -> None:
        if self._spool < 0:
            number = self._add(self._watcher.spool)
            self._spool = -1 if number is None else number

    # Called by watchdog, in its thread.

    def on_event(self, event: Any) -> None:
        if event.wd == self._cookies:
            if event.is_create:
                self._watcher.note_cookie(os.fsdecode(event.name))
            elif event.is_move_self:
                self._cookies = -1
            return
        if event.wd == self._spool:
            if event.is_move_self:
                self._spool = -1
            elif os.fsdecode(event.name).endswith(_SHARD):
                self._watcher.note_spool()
            return
        prefix = self._prefix.get(event.wd)
        if prefix is None:
            return
        if not event.name:
            if not prefix and (event.is_delete_self or event.is_move_self):
                self._watcher.note_gone()
            return
        path = prefix + os.fsdecode(event.name)
        if not event.mask & 0x40000000:  # IN_ISDIR
            self._watcher.note_file(path)
        elif event.is_moved_from:  # its watches go along with it, under a name that is not theirs any more
            with self._guard:
                inside = [p for p in self._watch if p.startswith(path + "/")]
            self._forget(inside)
            self._watcher.note_folder(path)
        elif event.is_create or event.is_moved_to or event.is_delete or event.is_attrib:
            self._watcher.note_folder(path)

    def on_watch_deleted(self, wd: int) -> None:
        if wd == self._cookies:
            self._cookies = -1
        if wd == self._spool:
            self._spool = -1
        with self._guard:
            prefix = self._prefix.pop(wd, None)
            if prefix is not None and self._watch.get(prefix) == wd:
                del self._watch[prefix]

    def on_queue_overflow(self) -> None:
        self._watcher.note_loss("more changes than the system reports")


class _Observed:
    """watchdog's observer of this system, over the whole root; what is not ours is left out after the fact."""

    def __init__(self, watcher: Watcher) -> None:
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        if Observer is PollingObserver:
            raise ImportError("watchdog can only poll here, which inferd does better itself")
        self._watcher = watcher
        self._place = os.path.dirname(watcher.cookies)
        self._ready = False
        self._observer = Observer()
        self._observer.schedule(self, watcher.root, recursive=True)  # type: ignore[arg-type]
        self._observer.start()

    def stop(self) -> None:
        self._observer.stop()
        self._observer.join(1.0)

    def is_alive(self) -> bool:
        return self._observer.is_alive()

    def follow(self, folders: Sequence[str]) -> bool:  # noqa: ARG002 - all are watched
        return False

    def follow_cookies(self) -> None:
        if not self._watcher.cookies.startswith(self._watcher.root + os.sep):
            self._observer.schedule(self, self._watcher.cookies)  # type: ignore[arg-type]
        self._ready = True

    def has_cookies(self) -> bool:
        return self._ready

    def follow_spool(self) -> None:
        pass  # where it lies in the root, it is watched

    def dispatch(self, event: Any) -> None:
        """Called by watchdog, in its thread."""
        kind = event.event_type
        if kind in ("opened", "closed_no_write") or (event.is_directory and kind == "modified"):
            return
        for full in (event.src_path, event.dest_path):
            if not full:
                continue
            full = os.path.realpath(os.path.dirname(os.fsdecode(full))) + os.sep + os.path.basename(os.fsdecode(full))
            if os.path.dirname(full) == self._watcher.cookies:
                if kind == "created":
                    self._watcher.note_cookie(os.path.basename(full))
            elif os.path.dirname(full) == self._watcher.spool and full.endswith(_SHARD):
                self._watcher.note_spool()
            elif full == self._watcher.root:
                self._watcher.note_gone()
            elif full.startswith(self._watcher.root + os.sep) and not full.startswith(self._place + os.sep):
                path = full[len(self._watcher.root) + 1 :].replace(os.sep, "/")
                if event.is_directory:
                    self._watcher.note_folder(path)
                elif files.enters(path.rpartition("/")[0], self._watcher.config):
                    self._watcher.note_file(path)


# ---------------------------------------------------------------------------------------------------------------------


def _identity(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return (status.st_ino, status.st_dev)


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _clocks() -> tuple[float, float]:
    return time.time(), time.monotonic()


def _is_script(path: str) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        return files.is_python_shebang(os.read(descriptor, 128))
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _explain(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the limit of watches is reached (fs.inotify.max_user_watches)"
    if error.errno == errno.EMFILE:
        return "the limit of watchers is reached (fs.inotify.max_user_instances)"
    return (error.strerror or str(error)).lower()


def _remote_mount(root: str) -> str:
    """Why a root's file system tells nothing of other machines' writes; '' where it does."""
    if not sys.platform.startswith("linux"):
        return ""
    best, kind = "", ""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:
            for line in mounts:
                before, _, after = line.partition(" - ")
                point = before.split()[4].replace("\\040", " ")
                if len(point) >= len(best) and (root == point or root.startswith(point.rstrip("/") + "/")):
                    best, kind = point, after.split()[0]
    except (OSError, IndexError):
        return ""
    return f"the file system ({kind}) does not tell of other machines' writes" if kind in _REMOTE else ""
