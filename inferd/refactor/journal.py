"""The journal: many files changed as one, and changed back.

Why. A rename touches hundreds of files. Half of one is worse than none: the program is broken and nobody
knows where. So a list of `FileChange` is written to disk as one unit which a power cut, `kill -9` or a full
disk cannot split, and the last units can be undone and redone to the byte.

Terms. An *entry* is one such unit, a directory `journal/NNNNNN/` in the project directory with `entry.json`
and the contents before and after, each in a file named by its hash. Its *state* is `applied` or `undone` at
rest, and `prepared` while files are being written; `was` then tells where it came from (`new`, `applied`,
`undone`), and so where it goes: an entry that was `applied` goes to the *before* side, any other to the
*after* side. A file is *foreign* when its content is neither, because somebody else wrote it meanwhile.

Steps (`apply`; `undo` and `redo` begin at 3 with the entry that exists):

1. Every path is resolved and every file compared with `before`. What differs is named, and nothing is touched.
2. The contents are written and synced to disk.
3. `entry.json` says `prepared`, durably. From here on the disk alone tells how to finish, or to go back.
4. Every new content is written and synced under a temporary name beside its target, with its mode. A full
   disk or a missing permission shows here, before the first target is touched.
5. Each target is compared once more and replaced by a rename (or removed); the directories are synced.
6. `entry.json` says `applied` (or `undone`).

What fails in 4 to 6 is rolled back and reported. What is killed there is finished by `recover`, which every
writing command calls first: forward if each file is on one of the two sides, else back, and foreign files are
left alone. Both are the same loop, `_bring`, which looks at the disk and does what is missing, so it can
itself be killed and repeated. The commit of every step is one atomic rename of `entry.json`.

The journal is not trusted. A repository can come with a planted one, so an entry counts only if it belongs to
this user and nobody else may read or write it (git cannot record that), its paths stay in the project and out
of `.git` and the like, and the contents have the hashes that the entry says.

What it does not do. It takes no lock: the caller holds the writer lock. It cannot hide the intermediate states
from a process that reads the tree meanwhile. Replacing a file separates it from its other hard links and drops
extended attributes. Directories that a change empties are removed, with what Python has cached in them: a package
that moved would else stay importable, as a namespace. Their modes are not kept. A rename that only
changes the case of a name is refused where the file system ignores case.

Tests: tests/unit/test_journal.py.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from inferd.errors import JournalError, NothingRecorded, one_line
from inferd.refactor import durable
from inferd.refactor.edits import FileChange, journal_error

KEEP = 50
"""Entries kept; the oldest go first."""

FORMAT = 1

NOTHING = "nothing was changed"
INTERRUPTED = "put that right; the next refactoring command then finishes it or takes it back"

_NO_CHANGES = "inferd keeps the changes that `--apply` writes, and has none of this project"
_ALL_UNDONE = "every change that inferd made here is undone already; `inferd redo` makes it again"

_REPOSITORIES = frozenset((".git", ".hg", ".svn", ".bzr", ".jj"))
_MAX_ENTRY_BYTES = 64 << 20


class EntryFile(NamedTuple):
    """One file of an entry: hashes of its two contents (None: absent) and the mode it gets when it is made."""

    path: str
    before: str | None
    after: str | None
    mode: int


class Entry(NamedTuple):
    """One change as the journal holds it."""

    number: int
    state: str
    """`applied` or `undone`; `prepared` while it is being written or after an interruption."""
    was: str
    """The state before this one: `new`, `applied` or `undone`."""
    description: str
    time: str
    """When it was made, UTC, as `2026-08-01T12:00:00Z`."""
    files: tuple[EntryFile, ...]
    made_dirs: tuple[str, ...]
    """Directories that did not exist before, outermost first."""
    also: tuple[str, ...] = ()
    """The roots of other projects in which files change, too, as paths from this one: `../view`."""


class _Place(NamedTuple):
    root: str
    """The project, as a real path."""
    own: str
    """The project directory (`.project`), as a real path."""
    journal: str
    also: tuple[str, ...] = ()
    """The other projects of the entry at hand, as paths from the root."""


class _Foreign(Exception):
    """Files that hold neither content of an entry."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(paths)
        self.paths = paths


class _Refused(Exception):
    """Why an entry in the journal is not taken for one of ours."""


# --- what callers use ----------------------------------------------------------------------------------------


def apply(
    root: str, project_dir: str, changes: Iterable[FileChange], description: str, also: Iterable[str] = ()
) -> Entry:
    """Write all `changes` to disk, or none; what was undone before can no longer be redone afterwards.

    `also`: roots of other projects, as paths from this one, to whose files changes may lead (`../view/app.py`).
    """
    place = _place(root, project_dir, create=True)._replace(also=tuple(also))
    entries = _settled(place)
    changes, targets = _checked(place, changes)
    entry = _prepare(place, entries, changes, targets, description)
    applied = _commit(place, entry)
    kept = [entry.number for entry in entries if entry.state == "applied"]
    _tidy(place, [entry.number for entry in entries if entry.state == "undone"] + kept[: -(KEEP - 1)])
    return applied


def undo(root: str, project_dir: str) -> Entry:
    """Take back the last change that is applied."""
    place = _place(root, project_dir)
    entries = _settled(place)
    applied = [entry for entry in entries if entry.state == "applied"]
    if not applied:
        raise NothingRecorded(place.journal, "undo", _ALL_UNDONE if entries else _NO_CHANGES)
    return _turn(place, applied[-1])


def redo(root: str, project_dir: str) -> Entry:
    """Make again the change that was undone last."""
    place = _place(root, project_dir)
    undone = [entry for entry in _settled(place) if entry.state == "undone"]
    if not undone:
        raise NothingRecorded(place.journal, "redo", "only what was undone last can be made again")
    return _turn(place, undone[0])


def history(root: str, project_dir: str) -> list[Entry]:
    """The changes that can be undone or redone, oldest first. Writes nothing."""
    entries = _entries(_place(root, project_dir))
    return _live([entry for entry in entries if isinstance(entry, Entry)])


def recover(root: str, project_dir: str) -> list[str]:
    """Finish, or take back, what was interrupted; one line for each thing done or refused.

    Raises JournalError where neither can be done now (no space, no permission); the next call tries again.
    """
    place = _place(root, project_dir)
    said = []
    for entry in _entries(place):
        if isinstance(entry, str):
            said.append(entry)
        elif entry.state == "prepared":
            said.append(_recover_one(place, entry))
    _tidy(
        place,
        [  # killed before it was prepared, or while it was dropped
            number
            for number, entry_dir in _directories(place)
            if not os.path.lexists(os.path.join(entry_dir, "entry.json")) and _is_ours(os.lstat(entry_dir))
        ],
    )
    _settled(place)
    return said


# --- one entry, from side to side ----------------------------------------------------------------------------


def _prepare(
    place: _Place, entries: list[Entry], changes: list[FileChange], targets: list[str], description: str
) -> Entry:
    """Write the record of a change: both contents of every file, then the prepared entry."""
    number = max((entry.number for entry in entries), default=0)
    made = False
    try:
        while not made:
            number += 1
            entry_dir = os.path.join(place.journal, f"{number:06d}")
            made = durable.mkdir(entry_dir, 0o700)  # False: an entry that is refused, or what is left of one
        created_mode = _created_mode(entry_dir)
        contents: dict[str, bytes] = {}
        files = []
        for change, target in zip(changes, targets, strict=True):
            if change.before is None:
                mode = created_mode if change.mode is None else change.mode
            else:
                mode = os.stat(target).st_mode
            before = None if change.before is None else durable.hash_of(change.before)
            after = None if change.after is None else durable.hash_of(change.after)
            if before is not None and change.before is not None:
                contents[before] = change.before
            if after is not None and change.after is not None:
                contents[after] = change.after
            files.append(EntryFile(change.path, before, after, mode & 0o777))
        for name, content in contents.items():
            durable.write_new(os.path.join(entry_dir, name), content, 0o600)
        for name in contents:
            durable.sync(os.path.join(entry_dir, name))
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        dirs = _missing_dirs(place, changes)
        entry = Entry(number, "prepared", "new", _short(description), now, tuple(files), dirs, place.also)
        _write_entry(place, entry)
        return entry
    except BaseException as error:
        if made:
            _tidy(place, [number])
        if isinstance(error, OSError):
            raise journal_error(place.journal, f"cannot keep an undo record: {_reason(error)}", NOTHING) from error
        raise


def _turn(place: _Place, entry: Entry) -> Entry:
    """Undo or redo one entry that is at rest."""
    place = place._replace(also=entry.also)
    verb = "undo" if entry.state == "applied" else "redo"
    changed = []
    try:
        for file in entry.files:
            here = file.after if entry.state == "applied" else file.before
            if durable.disk_hash(_resolve(place, file.path)) != here:
                changed.append(file.path)
        if changed:
            raise journal_error(_named(changed), f"changed since: cannot {verb} '{entry.description}'", NOTHING)
        _check_contents(place, entry)  # a damaged record is found here, before anything is written
    except OSError as error:
        reason = f"cannot {verb} '{entry.description}': {_reason(error)}"
        raise journal_error(place.journal, reason, NOTHING) from error
    return _commit(place, entry._replace(state="prepared", was=entry.state))


def _commit(place: _Place, entry: Entry) -> Entry:
    """Bring a prepared entry to its goal, or back and raise."""
    try:
        if entry.was != "new":  # that one stands on disk already
            _write_entry(place, entry)
        _bring(place, entry, forward=True)
        return _settle(place, entry, forward=True)
    except BaseException as error:
        try:
            foreign = _take_back(place, entry)
        except (OSError, JournalError) as second:
            reason = f"'{entry.description}' stopped halfway ({_reason(error)}) and cannot be taken back yet"
            raise journal_error(place.journal, f"{reason} ({_reason(second)})", INTERRUPTED) from error
        if isinstance(error, (OSError, _Foreign)):
            left = f", except what was edited meanwhile: {_named(foreign)}" if foreign else ""
            reason = f"'{entry.description}' failed ({_reason(error)}): every file was put back{left}"
            raise journal_error(_where(place, entry, error), reason, NOTHING) from error
        raise


def _take_back(place: _Place, entry: Entry) -> list[str]:
    """Roll a prepared entry back; the files that somebody else wrote meanwhile stay, and are returned."""
    foreign: list[str] = []
    try:
        _bring(place, entry, forward=False)
    except _Foreign as found:
        foreign = found.paths
    _settle(place, entry, forward=False)
    return foreign


def _recover_one(place: _Place, entry: Entry) -> str:
    place = place._replace(also=entry.also)
    what = f"interrupted {'undo' if entry.was == 'applied' else 'change'} '{entry.description}'"
    files = f"{len(entry.files)} file{'s' if len(entry.files) != 1 else ''}"
    try:
        _bring(place, entry, forward=True)
        _settle(place, entry, forward=True)
        return f"{what}: finished ({files})"
    except (OSError, _Foreign) as error:
        reason = _reason(error)
    try:
        foreign = _take_back(place, entry)
    except OSError as error:
        reason = f"{what} can be neither finished ({reason}) nor taken back ({_reason(error)})"
        raise journal_error(place.journal, reason, INTERRUPTED) from error
    if foreign:
        return f"{what}: taken back ({files}), except what was edited since: {_named(foreign)}"
    return f"{what}: taken back ({files}), because {reason}"


def _bring(place: _Place, entry: Entry, *, forward: bool) -> None:
    """Bring every file of a prepared entry to its goal (or back), whatever has been done of that already.

    Forward it raises _Foreign before anything is written; backward it does the others first, then raises.
    """
    to_after = forward == (entry.was != "applied")
    foreign: list[str] = []
    todo: list[tuple[str, str, EntryFile, str | None, str | None]] = []  # target, temporary, file, from, to
    absent: list[str] = []
    for index, file in enumerate(entry.files):
        target = _resolve(place, file.path)
        temporary = os.path.join(os.path.dirname(target), f".inferd-{entry.number:06d}-{index}.tmp")
        here, there = (file.before, file.after) if to_after else (file.after, file.before)
        if there is None:
            absent.append(target)
        durable.unlink(temporary)
        content = durable.disk_hash(target)
        if content == there:
            continue
        if content == here:
            todo.append((target, temporary, file, here, there))
        else:
            foreign.append(file.path)
    if foreign and forward:
        raise _Foreign(foreign)

    parents = {os.path.dirname(target) for target, *_ in todo}
    try:
        if to_after:
            for path in entry.made_dirs:
                made = _resolve(place, path)
                if durable.mkdir(made, 0o777):
                    parents.add(os.path.dirname(made))
        for parent in parents:
            if not os.path.isdir(parent):  # removed by hand since
                os.makedirs(parent)
        for target, temporary, file, here, there in todo:
            if there is not None:
                _stage(target, temporary, _content(place, entry, there), file.mode, exists=here is not None)
        for _, temporary, _, _, there in todo:
            if there is not None:
                durable.sync(temporary)
        for target, temporary, file, here, there in todo:
            if durable.disk_hash(target) != here:
                foreign.append(file.path)
                if forward:
                    raise _Foreign(foreign)
            elif there is None:
                os.unlink(target)
            else:
                os.replace(temporary, target)
    finally:
        for _, temporary, *_ in todo:
            durable.unlink(temporary)
    if not to_after:
        for path in reversed(entry.made_dirs):
            made = _resolve(place, path)
            if durable.rmdir_if_empty(made):
                parents.discard(made)
                parents.add(os.path.dirname(made))
    for target in absent:
        for removed in _remove_emptied(place, os.path.dirname(target)):
            parents.discard(removed)
            parents.add(os.path.dirname(removed))
    for parent in parents:
        if os.path.isdir(parent):
            durable.sync_dir(parent)
    if foreign:
        raise _Foreign(foreign)


def _settle(place: _Place, entry: Entry, *, forward: bool) -> Entry:
    """The last step: the entry says where the files now are. A new one that went back is gone."""
    if forward:
        entry = entry._replace(state="undone" if entry.was == "applied" else "applied")
    elif entry.was == "new":
        _remove_entry(place, entry.number)
        return entry
    else:
        entry = entry._replace(state=entry.was)
    _write_entry(place, entry)
    return entry


def _stage(target: str, temporary: str, data: bytes, mode: int, *, exists: bool) -> None:
    """Write the coming content of `target` beside it, with the owner and mode of the file it replaces."""
    durable.write_new(temporary, data, 0o600)
    if not exists:
        os.chmod(temporary, mode)
        return
    old = os.stat(target)
    new = os.stat(temporary)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid) and hasattr(os, "chown"):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except PermissionError:
            pass  # only root may give files away; every editor that saves by renaming does the same
    os.chmod(temporary, stat.S_IMODE(old.st_mode))
    # Python trusts a .pyc whose source has the recorded size and whole second: do not reuse both.
    if old.st_size == new.st_size and int(old.st_mtime) == int(new.st_mtime):
        later = (int(new.st_mtime) + 1) * 1_000_000_000
        os.utime(temporary, ns=(later, later))


# --- paths ---------------------------------------------------------------------------------------------------


def _checked(place: _Place, changes: Iterable[FileChange]) -> tuple[list[FileChange], list[str]]:
    """The changes that change something, with their real paths, after all that can be refused was refused."""
    by_target: dict[str, FileChange] = {}
    differ: list[str] = []
    for change in changes:
        target = _resolve(place, change.path)
        link = os.path.join(place.root, change.path)
        if os.path.islink(link) and (change.before is None or change.after is None):
            raise journal_error(change.path, "is a symbolic link, and nothing is made or removed through one", NOTHING)
        if change.before == change.after:
            continue
        earlier = by_target.setdefault(target, change)
        if earlier is not change:
            if earlier[1:] != change[1:]:
                raise journal_error(change.path, f"is the same file as {earlier.path}, with another change", NOTHING)
            continue
        try:
            if durable.read(target) != change.before:
                differ.append(change.path)
        except OSError as error:
            raise journal_error(change.path, _reason(error), NOTHING) from error
        if change.before is not None and not os.access(target, os.W_OK):
            raise journal_error(change.path, "is read-only", NOTHING)
    if differ:
        raise journal_error(_named(differ), "changed since it was read", f"{NOTHING}; run again")
    if not by_target:
        raise journal_error(place.root, "the change is empty: every file is as it should be", "")
    return list(by_target.values()), list(by_target)


def _resolve(place: _Place, path: str) -> str:
    """The real path of a target, inside the root (or that of another project of the change), outside repositories and
    the project directory; or refuse.
    """
    outer, parts = _split(path, place.also)
    root = os.path.realpath(os.path.join(place.root, outer)) if outer else place.root
    parent = os.path.realpath(os.path.join(root, *parts[:-1]))
    target = os.path.join(parent, parts[-1])
    if os.path.islink(target):
        target = os.path.realpath(target)
    if target == root or not _is_inside(target, root):
        raise journal_error(path, "leads outside the project", NOTHING)
    for part in (*parts, *os.path.relpath(target, root).split(os.sep)):
        if part.rstrip(" .").lower() in _REPOSITORIES or part.lower() == "git~1":
            raise journal_error(path, "is a part of the version control", NOTHING)
    within = place.own if place.own != place.root and _is_inside(place.own, place.root) else place.journal
    if _is_inside(target, within) or (outer and parts[0] == os.path.basename(place.own)):
        raise journal_error(path, "belongs to inferd's own files", NOTHING)
    return target


def _split(path: str, also: Iterable[str]) -> tuple[str, list[str]]:
    """The other project that a path leads into ('' for none), and the names in the path from there."""
    for root in also:
        if path.startswith(root + "/"):
            return root, _parts(path[len(root) + 1 :])
    return "", _parts(path)


def _also_parts(path: str) -> None:
    """Refuse what is no way to another project: up, and then down."""
    up = 0
    parts = path.split("/")
    while up < len(parts) and parts[up] == os.pardir:
        up += 1
    if not up or (parts[up:] and not _parts("/".join(parts[up:]))):
        raise journal_error(path, "is not a path to another project", NOTHING)


def _parts(path: str) -> list[str]:
    """The names in a relative path that has no way up."""
    parts = path.split("/")
    odd = "\0" in path or os.path.isabs(path) or (os.sep != "/" and (os.sep in path or ":" in path))
    if odd or any(part in ("", os.curdir, os.pardir) for part in parts):
        raise journal_error(path, "is not a path inside the project", NOTHING)
    return parts


def _is_inside(path: str, directory: str) -> bool:
    return path == directory or path.startswith(directory.rstrip(os.sep) + os.sep)


def _missing_dirs(place: _Place, changes: Iterable[FileChange]) -> tuple[str, ...]:
    """Directories that the created files need, outermost first."""
    missing: set[str] = set()
    for change in changes:
        parent = change.path.rpartition("/")[0] if change.before is None else ""
        while parent and not os.path.isdir(os.path.join(place.root, parent)):
            missing.add(parent)
            parent = parent.rpartition("/")[0]
    return tuple(sorted(missing, key=lambda path: (path.count("/"), path)))


def _short(text: str) -> str:
    """Foreign text as one line, safe to print."""
    return one_line(" ".join(text.split()))[:500]


def _named(paths: list[str], most: int = 5) -> str:
    shown = ", ".join(one_line(path) for path in paths[:most])
    return shown if len(paths) <= most else f"{shown} and {len(paths) - most} more"


def _reason(error: BaseException) -> str:
    if isinstance(error, _Foreign):
        return f"{_named(error.paths)} changed meanwhile"
    if isinstance(error, OSError) and error.strerror:
        where = f": {one_line(os.fsdecode(error.filename))}" if isinstance(error.filename, (str, bytes)) else ""
        return error.strerror.lower() + where
    return str(error) or type(error).__name__


def _where(place: _Place, entry: Entry, error: BaseException) -> str:
    """The file that an error is about, as the user knows it."""
    if isinstance(error, _Foreign):
        return error.paths[0]
    name = getattr(error, "filename", None)
    if isinstance(name, str) and _is_inside(name, place.root) and not name.endswith(".tmp"):
        return os.path.relpath(name, place.root).replace(os.sep, "/")
    return entry.files[0].path


def _remove_emptied(place: _Place, directory: str) -> list[str]:
    """Remove a directory in which nothing is left but what Python has cached, and those around it; what was removed."""
    removed: list[str] = []
    roots = {place.root, *(os.path.realpath(os.path.join(place.root, path)) for path in place.also)}
    while directory not in roots and not os.path.islink(directory):
        try:
            left = os.listdir(directory)
        except (FileNotFoundError, NotADirectoryError):
            left = []
        if left == ["__pycache__"] and not os.path.islink(os.path.join(directory, "__pycache__")):
            caches = os.path.join(directory, "__pycache__")
            if any(not name.endswith(".pyc") for name in os.listdir(caches)):
                return removed
            for name in os.listdir(caches):
                durable.unlink(os.path.join(caches, name))
            durable.rmdir_if_empty(caches)
        elif left:
            return removed
        if os.path.isdir(directory):
            if not durable.rmdir_if_empty(directory):
                return removed
            removed.append(directory)
        directory = os.path.dirname(directory)
    return removed


# --- the journal on disk -------------------------------------------------------------------------------------


def _place(root: str, project_dir: str, *, create: bool = False) -> _Place:
    """Where things are. The journal may not exist; a link or another user's directory in its place is refused."""
    own = os.path.realpath(project_dir)
    journal = os.path.join(own, "journal")
    place = _Place(os.path.realpath(root), own, journal)
    try:
        if create and not os.path.lexists(journal):
            os.makedirs(journal, 0o700, exist_ok=True)
            durable.sync_dir(own)
        found = os.lstat(journal)
    except FileNotFoundError:
        return place
    except OSError as error:
        raise journal_error(journal, f"cannot keep an undo record: {_reason(error)}", NOTHING) from error
    if not stat.S_ISDIR(found.st_mode) or not _is_ours(found):
        raise journal_error(journal, "is not a directory of yours", "remove it, then run again")
    return place


def _is_ours(found: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()


def _directories(place: _Place) -> Iterator[tuple[int, str]]:
    """Entry directories in the order they were made."""
    try:
        names = os.listdir(place.journal)
    except FileNotFoundError:
        return
    for number, name in sorted((int(name), name) for name in names if _is_number(name)):
        path = os.path.join(place.journal, name)
        if stat.S_ISDIR(os.lstat(path).st_mode):
            yield number, path


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and 6 <= len(name) <= 9 and name == f"{int(name):06d}"


def _entries(place: _Place) -> list[Entry | str]:
    """Every entry, oldest first; for one that is refused, the line that says so."""
    found: list[Entry | str] = []
    for number, path in _directories(place):
        try:
            entry = _read_entry(place, number, path)
        except _Refused as reason:
            found.append(f"journal entry {number:06d} is ignored: {reason}; delete {one_line(path)} to silence this")
        else:
            if entry is not None:
                found.append(entry)
    return found


def _live(entries: list[Entry]) -> list[Entry]:
    """Without what was undone before a later change was applied: it cannot be redone."""
    last = max((entry.number for entry in entries if entry.state == "applied"), default=0)
    return [entry for entry in entries if entry.state != "undone" or entry.number > last]


def _settled(place: _Place) -> list[Entry]:
    """The entries at rest, after dropping the remains of an interrupted `apply`; refuses if one is prepared."""
    entries = [entry for entry in _entries(place) if isinstance(entry, Entry)]
    for entry in entries:
        if entry.state == "prepared":
            raise journal_error(place.journal, f"'{entry.description}' was interrupted", INTERRUPTED)
    live = _live(entries)
    _tidy(place, [entry.number for entry in entries if entry not in live])
    return live


def _created_mode(entry_dir: str) -> int:
    """The mode of a new file under this process's umask, which cannot be read without setting it."""
    probe = os.path.join(entry_dir, "probe")
    durable.write_new(probe, b"", 0o666)
    mode = stat.S_IMODE(os.stat(probe).st_mode)
    os.unlink(probe)
    return mode


def _write_entry(place: _Place, entry: Entry) -> None:
    """Replace entry.json atomically and durably."""
    entry_dir = os.path.join(place.journal, f"{entry.number:06d}")
    content = {
        "format": FORMAT,
        "state": entry.state,
        "was": entry.was,
        "description": entry.description,
        "time": entry.time,
        "files": [file._asdict() for file in entry.files],
        "made_dirs": list(entry.made_dirs),
    }
    if entry.also:
        content["also"] = list(entry.also)
    path = os.path.join(entry_dir, "entry.json")
    durable.write_new(path + ".tmp", json.dumps(content, indent=1).encode("ascii"), 0o600)
    try:
        durable.sync(path + ".tmp")
        if entry.was == "new" and entry.state == "prepared":
            durable.sync_dir(entry_dir)
            durable.sync_dir(place.journal)
        os.replace(path + ".tmp", path)
    except OSError:
        durable.unlink(path + ".tmp")
        raise
    durable.sync_dir(entry_dir)


def _read_entry(place: _Place, number: int, entry_dir: str) -> Entry | None:
    """One entry, checked field by field; None where it was never prepared."""
    path = os.path.join(entry_dir, "entry.json")
    try:
        entry_found, found = os.lstat(entry_dir), os.lstat(path)
    except FileNotFoundError:
        return None
    for part in (entry_found, found):
        if not _is_ours(part):
            raise _Refused("it belongs to another user")
        if os.name == "posix" and part.st_mode & 0o077 and _keeps_modes(place.journal):
            raise _Refused("it was not made here (others may read it, as in a copied or cloned project)")
    if not stat.S_ISREG(found.st_mode) or found.st_size > _MAX_ENTRY_BYTES:
        raise _Refused("entry.json is not a file that inferd wrote")
    try:
        content = json.loads(durable.read(path) or b"")
    except (OSError, ValueError, RecursionError) as error:
        raise _Refused(f"entry.json is unreadable ({_reason(error)})") from error
    try:
        entry = _parsed(number, content)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _Refused(f"entry.json is damaged ({type(error).__name__}: {_short(str(error))})") from error
    except JournalError as error:
        raise _Refused(str(error)) from error
    if entry.state == "prepared":  # it will be acted on without being asked for, so all of it is checked now
        place = place._replace(also=entry.also)
        try:
            for path in (*(file.path for file in entry.files), *entry.made_dirs):
                _resolve(place, path)
            _check_contents(place, entry)
        except (OSError, JournalError) as error:
            raise _Refused(
                f"it was interrupted but cannot be used ({_reason(error)}); "
                f"look at {_named([file.path for file in entry.files])}"
            ) from error
    return entry


def _parsed(number: int, content: Any) -> Entry:
    if content["format"] != FORMAT:
        raise _Refused(f"it has format {content['format']!r}, another version of inferd wrote it")
    state, was = content["state"], content["was"]
    if state not in ("prepared", "applied", "undone") or was not in ("new", "applied", "undone"):
        raise ValueError("state")
    also = tuple(_text(path) for path in content.get("also", ()))
    for path in also:
        _also_parts(path)
    files = []
    for raw in content["files"]:
        path, mode = _text(raw["path"]), raw["mode"]
        before, after = raw["before"], raw["after"]
        if type(mode) is not int or not 0 <= mode <= 0o777 or before == after:
            raise ValueError(path)
        _split(path, also)
        for name in (before, after):
            if name is not None and not _is_content(_text(name)):
                raise ValueError(path)
        files.append(EntryFile(path, before, after, mode))
    if not files:
        raise ValueError("files")
    dirs = tuple(_text(path) for path in content["made_dirs"])
    description = _short(_text(content["description"]))
    return Entry(number, state, was, description, _short(_text(content["time"])), tuple(files), dirs, also)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("not a text")
    return value


def _is_content(name: str) -> bool:
    return len(name) == 40 and set(name) <= set("0123456789abcdef")


def _keeps_modes(journal: str) -> bool:
    """Whether this file system records permissions at all (FAT and some mounts do not)."""
    probe = os.path.join(journal, "probe")
    try:
        durable.write_new(probe, b"", 0o600)
        try:
            return not os.stat(probe).st_mode & 0o077
        finally:
            os.unlink(probe)
    except OSError:
        return True  # cannot be tried, so the stricter answer


def _content(place: _Place, entry: Entry, name: str) -> bytes:
    """One content of an entry, which must be what its name says."""
    data = durable.read(os.path.join(place.journal, f"{entry.number:06d}", name))
    if data is None or durable.hash_of(data) != name:
        reason = f"the record of '{entry.description}' is damaged: a content is missing or was altered"
        raise journal_error(os.path.join(place.journal, f"{entry.number:06d}"), reason, NOTHING)
    return data


def _check_contents(place: _Place, entry: Entry) -> None:
    for name in {name for file in entry.files for name in (file.before, file.after) if name is not None}:
        _content(place, entry, name)


def _remove_entry(place: _Place, number: int) -> None:
    """Forget an entry: entry.json first and durably, so that what is left of it is never taken for one.

    Only files with names of ours go; a directory that holds anything else stays.
    """
    entry_dir = os.path.join(place.journal, f"{number:06d}")
    durable.unlink(os.path.join(entry_dir, "entry.json"))
    durable.sync_dir(entry_dir)
    try:
        names = os.listdir(entry_dir)
    except FileNotFoundError:
        return
    for name in names:
        if name in ("entry.json.tmp", "probe") or _is_content(name):
            durable.unlink(os.path.join(entry_dir, name))
    durable.rmdir_if_empty(entry_dir)


def _tidy(place: _Place, numbers: list[int]) -> None:
    """Forget entries that no longer count. What cannot be removed is tried again by the next writing command."""
    for number in numbers:
        try:
            _remove_entry(place, number)
        except OSError:
            continue  # it does not count, whether it is there or not: no reason to fail a change that is made
