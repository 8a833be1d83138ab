"""Which files of a project are its Python sources, and their bytes.

A source is a regular file that ends in `.py` or `.pyi`, or one without a suffix whose first line is a Python shebang.
Hidden directories, caches, virtual environments, `node_modules` and the like are left out. `exclude` patterns leave out
more; `include` patterns win back what was left out by either. Patterns are those of `.gitignore`: without a slash they
match at any depth, with one they count from the root, `*` stays within a name, `**` spans folders, a final slash means
folders only, and a pattern that matches a folder means all that is in it.

Links to directories are never followed, so a loop of links cannot be walked into; links to files are skipped, because
a link that stays inside the project leads to a file that is found anyway, and one that leaves it leads to a file that
is not the project's. Nothing is read on a scan but the first line of files without a suffix.
"""

from __future__ import annotations

import os
from stat import S_ISLNK, S_ISREG
from typing import NamedTuple

from inferd.config import MAX_FILE_SIZE, Config
from inferd.errors import SourceError, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

# Left out wherever they stand, besides every directory with a leading dot and every one that holds a pyvenv.cfg.
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SHEBANG_LENGTH = 128


class Entry(NamedTuple):
    """One source file as a scan finds it: enough to see whether it may have changed."""

    path: str
    """Relative to the root, with '/'."""
    size: int
    mtime_ns: int
    inode: int


class Scan(NamedTuple):
    """What a scan found: the sources sorted by path, and (path, reason) for what could not be looked at."""

    entries: list[Entry]
    problems: list[tuple[str, str]]


def scan(root: str, config: Config | None = None, folders: list[str] | None = None) -> Scan:
    """The source files below `root`, by `config`'s patterns. One unreadable folder costs one line in `problems`.

    The folders that were entered are added to `folders`: '' for the root, otherwise relative, with a final '/'.
    Raises SourceError only where `root` itself cannot be read.
    """
    rules = _Rules(config) if config is not None and (config.include or config.exclude) else None
    entries: list[Entry] = []
    problems: list[tuple[str, str]] = []
    pending: list[tuple[str, str, bool]] = [(root, "", False)]
    scandir = os.scandir
    while pending:
        # `only`: this folder was entered just because an include pattern leads through it.
        folder, prefix, only = pending.pop()
        marks = len(entries), len(problems), len(pending)
        try:
            with scandir(folder) as listing:
                for item in listing:
                    name = item.name
                    if name.endswith((".py", ".pyi")):
                        if (
                            rules is not None
                            and (only or rules.excludes(prefix + name))
                            and not item.is_dir(follow_symlinks=False)
                            and not rules.includes(prefix + name)
                        ):
                            continue
                    elif item.is_dir(follow_symlinks=False):
                        pass
                    elif name == "pyvenv.cfg" and prefix and not (rules and rules.includes(prefix)):
                        del entries[marks[0] :], problems[marks[1] :], pending[marks[2] :]
                        break
                    elif rules is not None and rules.names(prefix + name):
                        pass
                    elif (
                        "." in name
                        or (
                            rules is not None
                            and (only or rules.excludes(prefix + name))
                            and not rules.includes(prefix + name)
                        )
                        or not _is_script(item, prefix, problems)
                    ):
                        continue
                    if item.is_dir(follow_symlinks=False):
                        path = f"{prefix}{name}/"
                        inner = _enters(name, path, only, rules)
                        if inner is not None and _printable(path, problems):
                            pending.append((item.path, path, inner))
                        continue
                    path = prefix + name
                    if not path.isascii() and not _printable(path, problems):
                        continue
                    try:
                        status = item.stat(follow_symlinks=False)
                    except FileNotFoundError:  # it has just gone
                        continue
                    if not S_ISREG(status.st_mode):
                        _report_irregular(item, path, status.st_mode, problems)
                        continue
                    entries.append(Entry(path, status.st_size, status.st_mtime_ns, status.st_ino))
                else:
                    if folders is not None:
                        folders.append(prefix)
        except OSError as error:
            if not prefix:
                raise SourceError(root, _reason(error)) from None
            if not isinstance(error, FileNotFoundError):  # a folder that has just gone is no problem
                problems.append((prefix[:-1], _reason(error)))
    entries.sort()
    problems.sort()
    return Scan(entries, problems)


def read(root: str, path: str, max_file_size: int = MAX_FILE_SIZE) -> bytes:
    """The bytes of the source file at `path` (relative, with '/') below `root`.

    Raises SourceError: permission denied, vanished, too large, a link, or not a regular file.
    """
    try:
        descriptor = os.open(f"{root}/{path}", _READ_FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise SourceError(path, _reason(error)) from None
    except ValueError:
        raise SourceError(path, "not a possible file name") from None
    try:
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode):
            raise SourceError(path, "not a regular file")
        if status.st_size > max_file_size:
            raise _too_large(path, status.st_size, max_file_size)
        chunks: list[bytes] = []
        total = 0
        while chunk := os.read(descriptor, max(status.st_size - total, 0) + 1):
            chunks.append(chunk)
            total += len(chunk)
            if total > max_file_size:  # it grows while we read
                raise _too_large(path, total, max_file_size)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    except OSError as error:
        raise SourceError(path, _reason(error)) from None
    finally:
        os.close(descriptor)


def is_source(path: str, config: Config | None = None) -> bool:
    """Whether a `.py` or `.pyi` file at `path` (relative, with '/') would be found by a scan, by its name alone.

    Virtual environments and files without a suffix can only be told on disk, so a scan decides about these.
    """
    if not path.endswith((".py", ".pyi")):
        return False
    rules = _Rules(config) if config is not None and (config.include or config.exclude) else None
    parts = path.split("/")
    only = False
    for depth in range(1, len(parts)):
        inner = _enters(parts[depth - 1], "/".join(parts[:depth]) + "/", only, rules)
        if inner is None:
            return False
        only = inner
    return rules is None or not (only or rules.excludes(path)) or rules.includes(path)


SOURCE, NAMED, PERHAPS, OTHER = "source", "named", "perhaps", ""


def classifier(config: Config) -> Callable[[str], str]:
    """What a changed file may be by its path alone: SOURCE by its suffix, NAMED by a pattern, PERHAPS, or OTHER."""
    rules = _Rules(config) if config.include or config.exclude else None

    def classify(path: str) -> str:
        if path.endswith((".py", ".pyi")):
            return SOURCE if is_source(path, config) else OTHER
        if rules is not None and rules.names(path):
            return NAMED
        return OTHER if "." in path.rpartition("/")[2] else PERHAPS

    return classify


def enters(path: str, config: Config | None = None) -> bool:
    """Whether a scan would go into the folder at `path` (relative, with '/'), by its name alone."""
    return not path or is_source(f"{path}/x.py", config) or bool(config is not None and config.include)


def _enters(name: str, path: str, only: bool, rules: _Rules | None) -> bool | None:
    """Whether a scan goes into the folder `name` at `path` (which ends in '/').

    None: no. True: only for what include patterns name in it. False: for everything in it. `only` is the answer for
    the folder around it.
    """
    if rules is None:
        return None if name in _SKIPPED or name.startswith(".") else False
    if rules.includes(path):
        return False
    if name in _SKIPPED or name.startswith(".") or rules.excludes(path):
        return True if rules.leads(path) else None
    return only


def exists(root: str, path: str) -> bool:
    """Whether anything stands at a path below `root`."""
    return os.path.lexists(f"{root}/{path}")


def may_enter(name: str) -> bool:
    """Whether a scan goes into a folder of this name, where no pattern says otherwise."""
    return name not in _SKIPPED and not name.startswith(".")


def is_python_shebang(head: bytes) -> bool:
    """Whether a file that begins with `head` is a script for a Python interpreter."""
    if not head.startswith(b"#!"):
        return False
    words = head[2:].split(b"\n", 1)[0].split()
    if words and words[0].rpartition(b"/")[2] == b"env":
        words = words[1:]
        while words and (words[0].startswith(b"-") or b"=" in words[0]):
            words = words[1:]
        if words[:2] == [b"uv", b"run"]:
            return True
    return bool(words) and words[0].rpartition(b"/")[2].startswith((b"python", b"pypy"))


def _is_script(item: os.DirEntry[str], prefix: str, problems: list[tuple[str, str]]) -> bool:
    """Whether a file without a suffix is a Python script. Its first 128 bytes are read."""
    if not item.is_file(follow_symlinks=False):
        return False
    try:
        descriptor = os.open(item.path, _READ_FLAGS)
        try:
            return is_python_shebang(os.read(descriptor, _SHEBANG_LENGTH))
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return False
    except OSError as error:
        # What is executable may be a script; what is not (a key, a lock) is nobody's source.
        try:
            executable = item.stat(follow_symlinks=False).st_mode & 0o111
        except FileNotFoundError:
            return False
        if executable:
            problems.append((one_line(prefix + item.name), _reason(error)))
        return False


def _report_irregular(item: os.DirEntry[str], path: str, mode: int, problems: list[tuple[str, str]]) -> None:
    """Dangling links and odd files become problems; links that lead somewhere are skipped, see above."""
    if not S_ISLNK(mode):
        problems.append((path, "not a regular file"))
    elif not item.name.startswith(".#"):  # the lock files of an editor dangle on purpose
        try:
            os.stat(item.path)
        except FileNotFoundError:
            problems.append((path, "a link that leads nowhere"))
        except OSError as error:
            problems.append((path, _reason(error)))


def _printable(path: str, problems: list[tuple[str, str]]) -> bool:
    """Whether `path` is text; one that is not is reported in an escaped form."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        problems.append((one_line(path), "the file name is not valid utf-8"))
        return False
    return True


def _too_large(path: str, size: int, limit: int) -> SourceError:
    return SourceError(path, f"too large: {size:,} bytes, the limit is {limit:,} (max-file-size)")


def _reason(error: OSError) -> str:
    import errno

    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "vanished"
    if error.errno == errno.ELOOP:
        return "a link"
    return (error.strerror or str(error)).lower()


class _Rules:
    """The include and exclude patterns of a configuration as regular expressions over relative paths.

    A folder's path ends in '/'.

    `leads` matches the folders through which an anchored include pattern passes, so that a hidden folder is entered for
    `include = [".tools/run.py"]` but never for a pattern of stars alone. `names` matches files that a pattern names by
    more than stars; these count as Python whatever their suffix.
    """

    __slots__ = ("_leads", "_names", "exclude", "include")

    def __init__(self, config: Config) -> None:
        include = [_segments(pattern) for pattern in config.include]
        exclude = [_segments(pattern) for pattern in config.exclude]
        self.include = _union(_expression(parts, anchored, folder) for parts, anchored, folder in include)
        self.exclude = _union(_expression(parts, anchored, folder) for parts, anchored, folder in exclude)
        self._leads = _union(
            _expression(parts[:count], anchored, False, below=False)
            for parts, anchored, _ in include
            if anchored
            for count in range(1, len(parts))
            if parts[count - 1].strip("*")
        )
        self._names = _union(
            _expression(parts, anchored, False, below=False)
            for parts, anchored, folder in include
            if parts[-1].strip("*") and not folder
        )

    def excludes(self, path: str) -> bool:
        return self.exclude is not None and self.exclude.fullmatch(path) is not None

    def includes(self, path: str) -> bool:
        return self.include is not None and self.include.fullmatch(path) is not None

    def leads(self, path: str) -> bool:
        return self._leads is not None and self._leads.fullmatch(path.rstrip("/")) is not None

    def names(self, path: str) -> bool:
        return self._names is not None and self._names.fullmatch(path) is not None


def _segments(pattern: str) -> tuple[list[str], bool, bool]:
    """A pattern's parts between slashes, whether it counts from the root, and whether it means folders only."""
    folder = pattern.endswith("/")
    anchored = "/" in pattern.rstrip("/")
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    return parts or ["**"], anchored, folder


def _union(expressions: Iterable[str]) -> re.Pattern[str] | None:
    import re

    alternatives = list(expressions)
    return re.compile("|".join(alternatives), re.DOTALL) if alternatives else None


def _expression(parts: list[str], anchored: bool, folder: bool, below: bool = True) -> str:
    """One pattern as a regular expression. Atomic groups keep hostile patterns from backtracking without end:

    the first place where the text between two stars (or two `**`) fits is as good as any later one.
    """
    if not anchored:
        parts = ["**", *parts]
    chunks: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            chunks.append([])
        else:
            chunks[-1].append(part)
    text = "/".join(_segment(part) for part in chunks[0])
    if len(chunks) > 1:
        text += "/" if text else ""
        for chunk in chunks[1:-1]:
            if chunk:
                text += "(?>(?:[^/]+/)*?" + "".join(_segment(part) + "/" for part in chunk) + ")"
        last = "/".join(_segment(part) for part in chunks[-1])
        text += f"(?:[^/]+/)*{last}" if last else ".+"
    if not below:
        return f"(?:{text})"
    return f"(?:{text})/.*" if folder else f"(?:{text})(?:/.*)?"


def _segment(part: str) -> str:
    """One part of a pattern as a regular expression: `*`, `?` and `[...]` within a name."""
    import re

    pieces = [""]
    index = 0
    while index < len(part):
        character = part[index]
        index += 1
        if character == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append("")
        elif character == "?":
            pieces[-1] += "[^/]"
        elif character == "[" and (end := part.find("]", index + (2 if part[index : index + 1] in "!^" else 1))) > 0:
            inner = part[index:end].replace("\\", "\\\\").replace("[", "\\[")
            inner = "^" + inner[1:] if inner[0] in "!^" else inner
            try:
                re.compile(f"[{inner}]")
                pieces[-1] += f"(?!/)[{inner}]"
            except re.error:  # a range that runs backwards matches nothing
                pieces[-1] += "(?!)"
            index = end + 1
        else:
            pieces[-1] += re.escape(character)
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1])
    return f"{pieces[0]}{middle}[^/]*{pieces[-1]}"
