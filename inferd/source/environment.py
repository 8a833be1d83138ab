"""Where the packages that a project uses are installed, found by reading files only: no interpreter is started.

An *environment* is a directory with a `pyvenv.cfg` (or conda's `conda-meta`) and a `site-packages`.  A project's is
the first of

1. the setting `python`: the environment's folder, or the interpreter in it;
2. `.venv`, `venv` or `env` in the root;
3. what the caller names as active (`VIRTUAL_ENV` of the terminal in which a command was typed).

This module never looks at the variables of its own process: the same project would have other facts in a daemon than
in a terminal.  Whoever asks for somebody's sake hands in what that somebody's `VIRTUAL_ENV` says, and it counts only
for a project that has no environment of its own.  Without any, there are no packages; the standard library is that of
`python`, by default the version that runs inferd.

All of it may be hostile: an environment may have come with a clone.  `.pth` files are read as Python's `site` reads
them, but only lines that name an existing directory count; lines that begin with `import` are code and are left
alone, and the one thing known to be said by them, the table in setuptools' editable finders, is read as data.  Nothing
here raises: what cannot be read is a note.  What is found are places where packages may lie; that they are read as
source files, never run, is the safety.
"""

from __future__ import annotations

import os
import sys
from stat import S_ISREG
from typing import NamedTuple

from inferd.errors import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = (".venv", "venv", "env")
_LARGEST = 1_000_000  # bytes of a pyvenv.cfg, a .pth or a finder; what is larger is none
_MOST_PATHS = 500


class Environment(NamedTuple):
    """What there is to know of one environment.  Paths are absolute, links followed, each once."""

    prefix: str  # '' where there is none
    origin: str  # 'python' (the setting), '.venv', 'venv', 'env', 'VIRTUAL_ENV'; '' where there is none
    python: tuple[int, int]
    paths: tuple[str, ...]  # where packages lie, in the order of `sys.path`
    mapped: tuple[tuple[str, str], ...]  # (package, its path without suffix), as editable finders say
    notes: tuple[str, ...]  # what could not be used, one line each


def find_environment(root: str, python: str | None = None, active: str | None = None) -> Environment:
    """The environment of the project at *root*.

    *python*: the setting, relative to the root or absolute.  *active*: the caller's `VIRTUAL_ENV`.
    """
    notes: list[str] = []
    if python:
        prefix = _prefix_of(os.path.join(root, python))
        if _is_environment(prefix) or _site_directories(prefix, None):
            return _read(prefix, "python", notes)
        notes.append(f"{python}: no environment is there (setting python)")
    else:
        for name in _NAMES:
            prefix = os.path.join(root, name)
            if _is_environment(prefix):
                return _read(prefix, name, notes)
        if active:
            prefix = _prefix_of(os.path.join(root, active))
            if _is_environment(prefix):
                return _read(prefix, "VIRTUAL_ENV", notes)
            notes.append(f"{one_line(active)}: no environment is there (VIRTUAL_ENV)")
    return Environment("", "", _running(), (), (), tuple(notes))


def _running() -> tuple[int, int]:
    return sys.version_info[0], sys.version_info[1]


def _prefix_of(path: str) -> str:
    """The environment's directory, where the interpreter in it is named instead (as a rule a link out of it)."""
    folder, name = os.path.split(os.path.normpath(path))
    if name.lower().startswith(("python", "pypy")) and os.path.basename(folder).lower() in ("bin", "scripts"):
        return os.path.dirname(folder)
    return path


def _is_environment(prefix: str) -> bool:
    try:
        return os.path.isfile(os.path.join(prefix, "pyvenv.cfg")) or os.path.isdir(os.path.join(prefix, "conda-meta"))
    except ValueError:
        return False


def _read(prefix: str, origin: str, notes: list[str]) -> Environment:
    prefix = os.path.realpath(prefix)
    settings = _settings(os.path.join(prefix, "pyvenv.cfg"), notes)
    version = _version(settings.get("version", "")) or _version(settings.get("version_info", ""))
    sites = _site_directories(prefix, version)
    if not sites:
        notes.append(f"{prefix}: there is no site-packages in it")
    python = version or _version_in(sites) or _running()
    if settings.get("include-system-site-packages", "").lower() == "true" and settings.get("home"):
        base = os.path.dirname(os.path.realpath(settings["home"])) if os.path.isabs(settings["home"]) else ""
        if base:
            sites += [s for s in _site_directories(base, python, exact=True) if s not in sites]
    paths: dict[str, None] = {}
    mapped: dict[str, str] = {}
    for site in sites:
        paths[site] = None
        for path in _links_in(site, mapped, notes):
            if len(paths) >= _MOST_PATHS:
                notes.append(f"{site}: more than {_MOST_PATHS} directories in .pth files, the rest is left out")
                break
            paths[path] = None
    return Environment(prefix, origin, python, tuple(paths), tuple(mapped.items()), tuple(notes))


def _settings(path: str, notes: list[str]) -> dict[str, str]:
    """The `key = value` lines of a pyvenv.cfg."""
    text = _text(path, notes)
    out: dict[str, str] = {}
    for line in (text or "").splitlines():
        key, found, value = line.partition("=")
        if found and "\0" not in value:
            out.setdefault(key.strip().lower(), value.strip())
    return out


def _version(text: str) -> tuple[int, int] | None:
    parts = text.split(".")
    if len(parts) < 2 or not all(p.isascii() and p.isdecimal() and len(p) < 4 for p in parts[:2]):
        return None
    return int(parts[0]), int(parts[1])


def _number(name: str) -> str:
    """The `3.12` of `python3.12`."""
    return name.removeprefix("python").removeprefix("pypy")


def _version_in(sites: list[str]) -> tuple[int, int] | None:
    """The version in `lib/python3.12/site-packages`."""
    for site in sites:
        version = _version(_number(os.path.basename(os.path.dirname(site))))
        if version:
            return version
    return None


def _site_directories(prefix: str, version: tuple[int, int] | None, exact: bool = False) -> list[str]:
    """The `site-packages` below an interpreter's prefix.  *exact*: only those of this version, Debian's included."""
    candidates: list[str] = []
    wanted = f"{version[0]}.{version[1]}" if version else ""
    for lib in ("lib", "lib64", "local/lib"):
        folder = os.path.join(prefix, lib)
        try:
            names = [n for n in os.listdir(folder) if n.startswith(("python", "pypy"))]
        except (OSError, ValueError):
            continue
        plain = sorted(names, key=lambda n: (_number(n) != wanted, _version(_number(n)) or (0, 0), n))
        if wanted and any(_number(n) == wanted for n in names):
            plain = [n for n in plain if _number(n) == wanted or n == "python3"]
        elif exact:
            plain = [n for n in plain if n == "python3"]
        for name in plain:
            candidates += [os.path.join(folder, name, site) for site in ("site-packages", "dist-packages")]
    candidates += [os.path.join(prefix, "Lib", "site-packages"), os.path.join(prefix, "site-packages")]
    out: list[str] = []
    for path in candidates:
        if os.path.isdir(path):
            real = os.path.realpath(path)
            if real not in out:
                out.append(real)
    return out


# ---------------------------------------------------------------------------------------------------------------------
# .pth files


def _links_in(site: str, mapped: dict[str, str], notes: list[str]) -> Iterator[str]:
    """The directories that the `.pth` files of a site directory add; *mapped* gets what editable finders say."""
    try:
        names = sorted(os.listdir(site))
    except OSError as error:
        notes.append(f"{site}: {(error.strerror or str(error)).lower()}")
        return
    for name in names:
        if name.startswith("__editable__") and name.endswith("_finder.py"):
            _read_finder(os.path.join(site, name), mapped, notes)
        if not name.endswith(".pth") or name.startswith("."):
            continue
        text = _text(os.path.join(site, name), notes)
        for line in (text or "").splitlines():
            line = line.rstrip()
            if not line or line.startswith("#"):
                continue
            if line.startswith(("import ", "import\t")):
                continue  # code, which Python would run
            try:
                path = os.path.realpath(os.path.join(site, line))
                if os.path.isdir(path):
                    yield path
            except (OSError, ValueError):
                notes.append(f"{os.path.join(site, name)}: a line of it is no path")


def _read_finder(path: str, mapped: dict[str, str], notes: list[str]) -> None:
    """What `MAPPING` in the module of an editable install by setuptools says: a literal, read as one."""
    text = _text(path, notes)
    for line in (text or "").splitlines():
        if not line.startswith("MAPPING"):
            continue
        import ast

        try:
            table = ast.literal_eval(line.partition("=")[2].strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            table = None
        if not isinstance(table, dict):
            notes.append(f"{path}: MAPPING is not a table of names and paths")
            return
        for name, target in table.items():
            if isinstance(name, str) and isinstance(target, str) and "\0" not in target and os.path.isabs(target):
                mapped.setdefault(name, os.path.realpath(target))
        return


def _text(path: str, notes: list[str]) -> str | None:
    """The text of a small regular file; None, and a note, for anything else (a pipe would be waited for)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        notes.append(f"{one_line(path)}: {(getattr(error, 'strerror', None) or str(error)).lower()}")
        return None
    try:
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            notes.append(f"{one_line(path)}: {'too large' if S_ISREG(status.st_mode) else 'not a regular file'}")
            return None
        data = b""
        while len(data) <= _LARGEST and (chunk := os.read(descriptor, _LARGEST)):
            data += chunk
    except OSError as error:
        notes.append(f"{one_line(path)}: {(error.strerror or str(error)).lower()}")
        return None
    finally:
        os.close(descriptor)
    try:
        return data[:_LARGEST].decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(f"{one_line(path)}: not valid utf-8")
        return None
