"""What can go wrong, one class per cause.

Every error says what happened and where in one line (`message`), and what to do next (`hint`). The classes and their
attributes are API; the wording is not. Each can be pickled, so that it crosses a process boundary whole.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "AmbiguousTarget",
    "ConfigError",
    "DiskFull",
    "InferdError",
    "JournalError",
    "NothingRecorded",
    "ProjectNotFound",
    "RefactorRefused",
    "SourceError",
    "StoreCorrupt",
    "StoreForeign",
    "StoreLocked",
    "StoreOutdated",
    "StoreReadOnly",
    "TargetNotFound",
    "UnknownRevision",
    "from_os_error",
]


class InferdError(Exception):
    """Base of all errors that inferd raises on purpose.

    `message` is one line; `hint` is what to do next, or ''; `exit_code` is the exit status of the command line.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = one_line(message)
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class SourceError(InferdError):
    """A file cannot be analysed; the rest of the project can. `path` may be '' where only bytes were at hand."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: not analysed: {reason}" if path else f"not analysed: {reason}")
        self.args = (path, reason)
        self.path = path
        self.reason = reason


class ConfigError(InferdError):
    """A setting is wrong. `path` is the file (or what else holds it); `key` and `line` are '' and 0 if unknown."""

    def __init__(self, path: str, reason: str, key: str = "", line: int = 0, hint: str = "") -> None:
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {key}: {reason}" if key else f"{where}: {reason}", hint)
        self.args = (path, reason, key, line, hint)
        self.path = path
        self.reason = reason
        self.key = key
        self.line = line


class ProjectNotFound(InferdError):
    """There is no project at `path`."""

    def __init__(self, path: str, reason: str = "there is no such file or directory") -> None:
        super().__init__(f"{path}: {reason}", "name a directory that holds Python files")
        self.args = (path, reason)
        self.path = path
        self.reason = reason


class TargetNotFound(InferdError):
    """No symbol, file or position is called `target`; `nearest` are known ones that look like it, best first.

    `said` and `hint` stand for the message and the hint where there is something better to say.
    """

    def __init__(self, target: str, nearest: Sequence[str] = (), said: str = "", hint: str = "") -> None:
        given = (target, nearest, said, hint)
        if nearest:
            hint = f"did you mean {_alternatives(nearest)}?"
        elif not hint:
            hint = "a target is package.module:Class.method, path/file.py:LINE:COL, path/file.py, or a unique bare name"
        super().__init__(said or f"nothing is known by the name {target}", hint)
        self.args = given
        self.target = target
        self.nearest = list(nearest)


class AmbiguousTarget(InferdError):
    """Several symbols answer to `target`; `candidates` are their full names."""

    def __init__(self, target: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{target} names {len(candidates)} things: {_listed(candidates)}", "name one of them in full")
        self.args = (target, candidates)
        self.target = target
        self.candidates = list(candidates)


class StoreCorrupt(InferdError):
    """The database at `path` is damaged."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path}: the database is damaged: {reason}", "run `inferd index`: it is set aside, and made again"
        )
        self.args = (path, reason)
        self.path = path
        self.reason = reason


class StoreForeign(InferdError):
    """The database at `path` was not made by this user's inferd, so it is not trusted."""

    def __init__(
        self, path: str, reason: str = "it was not made by this user's inferd",
        hint: str = "run `inferd index` to make one of your own",
    ) -> None:  # fmt: skip
        super().__init__(f"{path}: the database is not used: {reason}", hint)
        self.args = (path, reason, hint)
        self.path = path
        self.reason = reason


class StoreLocked(InferdError):
    """Another process writes to the index: `owner` has its `pid`, `host`, `started` (seconds since 1970), or less."""

    def __init__(self, owner: Mapping[str, object] | None = None) -> None:
        self.owner = dict(owner or {})
        super().__init__(f"the index is being written by {_owner_text(self.owner)}", "wait for it to end and try again")
        self.args = (self.owner,)


class StoreOutdated(InferdError):
    """The database at `path` was made again by another version of inferd than this process runs."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: another version of inferd has made the index its own",
            "start this program again, or run `inferd index` with this version",
        )
        self.args = (path,)
        self.path = path


class StoreReadOnly(InferdError):
    """`path` cannot be written."""

    def __init__(self, path: str, reason: str = "permission denied") -> None:
        super().__init__(
            f"{path}: cannot be written: {reason}", "name another place with --project-dir or INFERD_PROJECT_DIR"
        )
        self.args = (path, reason)
        self.path = path
        self.reason = reason


class DiskFull(InferdError):
    """There is no room left on the disk that holds `path`. What was written before is intact."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no space left on the disk", "free some space and run the command again")
        self.args = (path,)
        self.path = path


class RefactorRefused(InferdError):
    """A refactoring would break the code. `reasons` are (path, line, reason), lines from 1, 0 where none applies."""

    def __init__(self, reasons: Iterable[tuple[str, int, str]]) -> None:
        self.reasons: list[tuple[str, int, str]] = [(path, line, why) for path, line, why in reasons]
        path, line, first = self.reasons[0] if self.reasons else ("", 0, "no reason given")
        where = f"{path}:{line}: " if line else f"{path}: " if path else ""
        more = f" (and {len(self.reasons) - 1} more)" if len(self.reasons) > 1 else ""
        super().__init__(f"refused: {where}{first}{more}")
        self.args = (self.reasons,)


class JournalError(InferdError):
    """A recorded change cannot be undone or redone: the journal at `path` and the files differ."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}", "nothing was changed; put the file back as it was, or edit it by hand")
        self.args = (path, reason)
        self.path = path
        self.reason = reason


class NothingRecorded(JournalError):
    """There is no change to undo (or redo): `verb` says which."""

    def __init__(self, path: str, verb: str, hint: str) -> None:
        super().__init__(path, f"there is nothing to {verb}")
        self.args = (path, verb, hint)
        self.message = one_line(f"there is nothing to {verb}")
        self.hint = hint


class UnknownRevision(InferdError):
    """No revision is called `revision`; `latest` is the newest one."""

    def __init__(self, revision: object, latest: int | None = None) -> None:
        super().__init__(
            f"there is no revision {revision}", "" if latest is None else f"the newest revision is {latest}"
        )
        self.args = (revision, latest)
        self.revision = revision
        self.latest = latest


def from_os_error(error: OSError, path: str) -> InferdError:
    """The inferd error for `error`, which happened while `path` was written."""
    import errno

    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DiskFull(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreReadOnly(path, (error.strerror or "permission denied").lower())
    return InferdError(f"{path}: {error.strerror or error}")


def one_line(text: str) -> str:
    """`text` with control characters and lone surrogates escaped: safe to print, and one line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def first_place(reason: str) -> str:
    """Why a file was not analysed, with the first place where one is named, and how many more there are."""
    first, *others = reason.split("; line ")
    return f"{first}; and in {len(others)} more place{'s' if len(others) != 1 else ''}" if others else first


def _listed(names: Sequence[str], most: int = 8) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _alternatives(names: Sequence[str]) -> str:
    return " or ".join(names[:3])


def _owner_text(owner: Mapping[str, object]) -> str:
    pid, host, started = owner.get("pid"), owner.get("host"), owner.get("started")
    text = f"process {pid}" if pid else "another process"
    if host:
        text += f" on {host}"
    if isinstance(started, int | float):
        import time

        text += f" since {time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(started))}"
    return text
