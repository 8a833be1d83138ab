"""Module names: which dotted name a file has, and where an absolute import looks.

Terms
-----
root      A directory (relative, '' for the project) that is on `sys.path` when the project runs.
module    The canonical dotted name of a file; unique, but for a `.pyi` beside its `.py`, which share it.

How a name is found
    1. The *main roots* are those of the configuration, else `src` (where it is no package) and ''.
    2. A file in a package (a chain of directories with `__init__`) is named from the directory T that holds the top
       package.  T is a root of its own where it holds a project file, or is called like a place that is put on the path
       as a whole (`tests`, `examples`, ...: pytest and Django's runner do that); otherwise the directories up to the
       main root are namespace packages and belong to the name.
    3. A file in no package is named by its path from the main root (a namespace package's module, or a script).
    4. Where two files would get one name, the first by (main root order, packages before modules, path) keeps it, the
       others are named by their path.

All this depends on the set of paths only, so it is the same for every order in which files appear.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

_PATH_PLACES = frozenset(
    "test tests testing unittests doc docs example examples sample samples script scripts tool tools benchmark "
    "benchmarks bench misc extras contrib demo demos ci utils_dev integration functional e2e".split()
)
PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg", "manage.py", "conftest.py", "tox.ini")


class Place(NamedTuple):
    """Where a file stands among modules: its dotted name, and the directory on the path from which it is imported."""

    module: str
    root: str


def main_roots(paths: Iterable[str], configured: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The roots that imports search first, in order."""
    if configured:
        return tuple(dict.fromkeys("" if r in (".", "./") else r.strip("/") for r in configured))
    names = set(paths)
    for marker in ("src/__init__.py", "src/__init__.pyi"):
        if marker in names:
            return ("",)
    return ("src", "") if any(p.startswith("src/") for p in names) else ("",)


def place_modules(paths: Iterable[str], roots: tuple[str, ...], is_project: Callable[[str], bool]) -> dict[str, Place]:
    """The place of every path.  *is_project(directory)* tells whether a directory holds a project file."""
    ordered = sorted(paths)
    packages = {p.rpartition("/")[0] for p in ordered if p.endswith(("/__init__.py", "/__init__.pyi"))}
    root_of_top: dict[str, str] = {}
    wanted: dict[str, Place] = {}
    rank = {r: i for i, r in enumerate(roots)}
    for path in ordered:
        directory = path.rpartition("/")[0]
        top = directory
        while top and top in packages:
            top = top.rpartition("/")[0]
        if directory in packages and directory:
            root = root_of_top.get(top)
            if root is None:
                root = root_of_top[top] = _root_of(top, roots, is_project)
        else:
            root = _main_root(directory, roots)
        wanted[path] = Place(_dotted(path, root), root)
    taken: dict[tuple[str, str], str] = {}
    out: dict[str, Place] = {}
    for path in sorted(ordered, key=lambda p: (rank.get(wanted[p].root, len(rank)), not _is_init(p), p)):
        place = wanted[path]
        kind, other_kind = ("pyi", "py") if path.endswith(".pyi") else ("py", "pyi")
        for module in (place.module, _dotted(path, ""), path):
            beside = taken.get((module, other_kind))
            if (module, kind) not in taken and (beside is None or _are_beside(beside, path)):
                break
        taken[module, kind] = path
        out[path] = Place(module, place.root)
    return out


def _is_init(path: str) -> bool:
    """Whether a file makes a package, which Python prefers to a module of the same name."""
    return path.rpartition("/")[2] in ("__init__.py", "__init__.pyi")


def _are_beside(one: str, other: str) -> bool:
    """Whether two files are a module and its stub."""
    return one.removesuffix(".pyi").removesuffix(".py") == other.removesuffix(".pyi").removesuffix(".py")


def stem_of(path: str) -> str:
    """The path without suffix, and without `/__init__`."""
    base = path.rsplit(".", 1)[0] if path.endswith((".py", ".pyi")) else path
    return base.removesuffix("/__init__")


def _dotted(path: str, root: str) -> str:
    inside = path[len(root) + 1 :] if root else path
    stem = stem_of(inside)
    if stem == "__init__":
        stem = (root or ".").rpartition("/")[2]
    return stem.replace("/", ".")


def _main_root(directory: str, roots: tuple[str, ...]) -> str:
    best = ""
    for r in roots:
        if r and (directory == r or directory.startswith(r + "/")) and len(r) > len(best):
            best = r
    return best


def _root_of(top: str, roots: tuple[str, ...], is_project: Callable[[str], bool]) -> str:
    if top in roots or not top:
        return top
    parts = top.split("/")
    if parts[-1] in ("src", "lib", "python") or not _PATH_PLACES.isdisjoint(parts) or is_project(top):
        return top
    return _main_root(top, roots)
