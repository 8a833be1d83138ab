"""The files of a library: where they lie, which of them count, and the key that their names and bytes make (see
`libraries`).
"""

import os
import sys
from json import dumps
from typing import NamedTuple

from inferd.config import MAX_FILE_SIZE
from inferd.errors import SourceError, one_line
from inferd.index.modules import Place
from inferd.source import files
from inferd.source.text import content_hash
from inferd.store import connection, schema
from inferd.syntax.facts import ANALYSIS_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

STDLIB = "stdlib"  # what the library of prefix '' is called

MAX_MODULES = 4000  # of one library; tests and what lies deepest are left out first, and that is said
MAX_BYTES = 40_000_000
_INITS = ("__init__.py", "__init__.pyi")
_SKIPPED = frozenset(("__pycache__", "node_modules", "site-packages"))
DEEPEST = 30  # directories below a package
_FORM = 1  # of what goes into a key, besides the versions of tables and analysis


class Unit(NamedTuple):
    """Where a library's files lie; '' for a part that there is not."""

    prefix: str
    stubs: str  # the directory or file of the stub package
    inline: str


class Listing(NamedTuple):
    """The files of a unit, chosen and named."""

    root: str
    entries: list[files.Entry]
    problems: list[tuple[str, str]]
    places: dict[str, Place]
    roots: tuple[str, ...]
    left_out: int


def look_for(stems: list[str]) -> tuple[str, list[str]]:
    """The first of these paths without suffix that is a package or module, else ''; and those that are directories."""
    folders = []
    for stem in stems:
        found = regular(stem)
        if found:
            return found, []
        if os.path.isdir(stem):
            folders.append(stem)
    return "", folders


def regular(stem: str) -> str:
    """The package's directory, or the module's file, that a path without suffix stands for; '' where there is none."""
    if os.path.isfile(stem + "/__init__.py") or os.path.isfile(stem + "/__init__.pyi"):
        return stem
    for suffix in (".pyi", ".py"):
        if os.path.isfile(stem + suffix):
            return stem + suffix
    return ""


def list_files(unit: Unit) -> Listing:
    """The files of a unit: one for each module, in the order of PEP 561; what is too much is left out."""
    trees = [os.path.realpath(p) for p in (unit.stubs, unit.inline) if p]
    root = _common([os.path.dirname(t) for t in trees]) if unit.prefix else trees[0]
    problems: list[tuple[str, str]] = []
    best: dict[str, tuple[tuple[int, int, int], files.Entry]] = {}
    for rank, tree in enumerate(trees):
        for module, entry in _walk(tree, unit.prefix, root, problems):
            name = entry.path.rpartition("/")[2]
            order = (rank, name not in _INITS, not name.endswith(".pyi"))
            if module not in best or order < best[module][0]:
                best[module] = order, entry
    chosen = sorted((("tests" in m.split("."), m.count("."), m), m, e) for m, (_, e) in best.items())
    places: dict[str, Place] = {}
    entries: list[files.Entry] = []
    size = 0
    for _, module, entry in chosen:
        size += min(entry.size, MAX_FILE_SIZE)
        if len(entries) >= MAX_MODULES or size > MAX_BYTES:
            break
        entries.append(entry)
        places[entry.path] = Place(module, "")
    packages = {e.path.rpartition("/")[0] for e in entries if e.path.rpartition("/")[2] in _INITS}
    roots = {""}
    for path, place in places.items():
        folder = path.rpartition("/")[0]
        if folder not in packages:  # a root of its own: imports in it are absolute, as everywhere in a library
            roots.add(folder)
            places[path] = Place(place.module, folder)
    entries.sort()
    problems.sort()
    for path, _ in problems:
        places[path] = Place("/" + path, "")  # no module's name
    return Listing(root, entries, problems, places, tuple(sorted(roots)), len(chosen) - len(entries))


def _common(folders: list[str]) -> str:
    try:
        return os.path.commonpath(folders)
    except ValueError:  # on several drives
        return folders[0]


def _walk(tree: str, prefix: str, root: str, problems: list[tuple[str, str]]) -> "Iterator[tuple[str, files.Entry]]":
    """(module, entry) of the sources in a package's directory, or of one module.  Links below it are not followed."""

    def relative(path: str) -> str:
        inside = path[len(root.rstrip(os.sep)) + 1 :]
        return inside.replace(os.sep, "/") if os.sep != "/" else inside

    if not os.path.isdir(tree):
        info = os.stat(tree)
        yield prefix, files.Entry(relative(tree), info.st_size, info.st_mtime_ns, info.st_ino)
        return
    pending = [(tree, prefix, 0)]
    while pending:
        folder, package, depth = pending.pop()
        try:
            with os.scandir(folder) as items:
                for item in items:
                    stem, dot, suffix = item.name.partition(".")
                    if not stem.isidentifier() or stem in _SKIPPED:
                        continue
                    module = package if stem == "__init__" and dot else f"{package}.{stem}" if package else stem
                    if not dot:
                        if depth < DEEPEST and item.is_dir(follow_symlinks=False):
                            pending.append((item.path, module, depth + 1))
                    elif suffix in ("py", "pyi") and module:
                        info = item.stat(follow_symlinks=False)
                        if item.is_file(follow_symlinks=False):
                            yield module, files.Entry(relative(item.path), info.st_size, info.st_mtime_ns, info.st_ino)
                        elif not item.is_dir(follow_symlinks=False):
                            problems.append((relative(item.path), "a link, or no file"))
        except OSError as error:
            problems.append((one_line(relative(folder)), (error.strerror or str(error)).lower()))


_typeshed: list[str] = []


def typeshed_directory() -> str | None:
    """The stubs of the standard library in the installed `typeshed_client`, which is not imported; None without it."""
    if not _typeshed:
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec("typeshed_client")
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            path = os.path.join(place, "typeshed")
            if os.path.isfile(os.path.join(path, "VERSIONS")):
                _typeshed.append(os.path.realpath(path))
    return _typeshed[0] if _typeshed else None


def read_versions() -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """What typeshed's VERSIONS says: module -> the first and the last Python that has it."""
    directory = typeshed_directory()
    out: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
    if directory is None:
        return out
    with open(os.path.join(directory, "VERSIONS"), encoding="utf-8") as file:
        for line in file:
            name, found, span = line.partition("#")[0].partition(":")
            if found:
                first, _, last = span.strip().partition("-")
                out[name.strip()] = _pair(first), _pair(last) if last else (99, 99)
    return out


def _pair(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)


def fingerprint_of(unit: Unit, listing: Listing) -> str:
    """What is known of the files of a unit without reading them."""
    return _digest([listing.root, unit.prefix, _versions(), listing.entries, listing.problems, listing.left_out])


def fingerprint_of_typeshed(unit: Unit) -> str:
    """The stubs came with inferd, and are replaced as a whole: one look instead of one for each of 750 files."""
    info = os.stat(os.path.join(unit.stubs, "VERSIONS"))
    return _digest([unit.stubs, _versions(), info.st_size, info.st_mtime_ns, info.st_ino])


def content_key(unit: Unit, listing: Listing) -> str:
    """The key of a library: reads every file."""
    rows = []
    for e in listing.entries:
        try:
            rows.append([listing.places[e.path].module, e.path, content_hash(files.read(listing.root, e.path)).hex()])
        except SourceError as error:
            rows.append([listing.places[e.path].module, e.path, "!" + error.reason])
    return key_of(unit.prefix, rows, listing)


def key_of(prefix: str, rows: list[list[str]], listing: Listing) -> str:
    """The key of a library with these files: (module, path, digest of the bytes or why there are none)."""
    digest = _digest([prefix, _versions(), sorted(rows), listing.problems, listing.left_out, listing.roots])
    return f"{prefix[:60] if prefix.isascii() else ''}{'' if prefix else STDLIB}-{digest}"


def _versions() -> list[object]:
    return [_FORM, connection.versions(ANALYSIS_VERSION), schema.PAGE_SIZE, *sys.version_info[:2], MAX_FILE_SIZE]


def _digest(data: object) -> str:
    return content_hash(dumps(data).encode()).hex()
