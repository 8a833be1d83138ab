"""Does a class outside the project define a member?  Three answers: yes, no, and nobody here can know.

Builtin classes are looked up in the interpreter that inferd itself runs on.  Classes of the standard library are read, never
imported: from typeshed's stubs (which `typeshed_client` brings along) and, because stubs leave out what is private, from the
library's own source where it is written in Python.  Imports and re-exports are followed from module to module and bases
transitively.  Third-party classes are unknown: their code may be another version, or absent.

Nothing here runs code of a project or looks for its interpreter.  `typeshed_client` and `ast` are imported at the first
question; what was read is kept for the life of the process.
"""

import builtins
import os
import sys
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    _Read: TypeAlias = Callable[[str], "_Source | None"]

#: classes that only the type checker sees as such
_EMPTY = frozenset(("typing:Generic", "typing:Protocol", "typing_extensions:Generic", "typing_extensions:Protocol", "abc:ABC"))
_DICTIONARIES = frozenset(("typing:TypedDict", "typing_extensions:TypedDict"))
_SEPARATELY_SHIPPED = frozenset(("typing_extensions", "_typeshed", "mypy_extensions"))


class _Class(NamedTuple):
    members: frozenset[str]
    bases: tuple[str, ...]  # dotted, as written; '?' where the expression is no name


class _Source(NamedTuple):
    """What one module text binds: classes by qualified name, and names that stand for something elsewhere."""

    classes: dict[str, _Class]
    names: dict[str, tuple[str, str]]  # name -> (module, name there; '' for the module itself)
    stars: tuple[str, ...]


def outside_member(symbol: str, name: str) -> bool | None:
    """Whether the class *symbol* (`module:Class`, outside the project) has a member *name*, inherited ones included."""
    module, _, qualname = symbol.partition(":")
    if not qualname:
        return None
    return _has(module, qualname, name, set())


def _has(module: str, qualname: str, name: str, busy: set[tuple[str, str]]) -> bool | None:
    if hasattr(object, name):
        return True
    if module == "builtins":
        cls = getattr(builtins, qualname, None)
        if not isinstance(cls, type):
            return None
        return hasattr(cls, name)
    if f"{module}:{qualname}" in _EMPTY:
        return False
    if f"{module}:{qualname}" in _DICTIONARIES:
        return hasattr(dict, name)
    if (module, qualname) in busy:
        return False
    busy.add((module, qualname))
    if not _is_standard(module):
        return None
    answers = []
    for read in (_stub, _library):
        found = _find(read, module, qualname, 0)
        if found is None:
            continue
        home, cls = found
        if name in cls.members:
            return True
        answer: bool | None = False
        for base in cls.bases:
            target = _target(read, home, base)
            above = _has(*target, name, busy) if target is not None else None
            if above:
                return True
            if above is None:
                answer = None
        answers.append(answer)
    # one text that knows every base is enough: the other one may have a base that only it calls by a name
    return False if False in answers else None


def _is_standard(module: str) -> bool:
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names or top in _SEPARATELY_SHIPPED


def _find(read: "_Read", module: str, qualname: str, depth: int) -> tuple[str, _Class] | None:
    """A class by the module that is said to have it; the module that really does, and the class."""
    source = read(module)
    if source is None or depth > 12:
        return None
    if qualname in source.classes:
        return module, source.classes[qualname]
    first, dot, rest = qualname.partition(".")
    if first in source.names:
        other, name = source.names[first]
        inner = f"{name}{dot}{rest}" if name else rest
        if (other, inner) != (module, qualname) and inner:
            found = _find(read, other, inner, depth + 1)
            if found is not None:
                return found
    submodule = f"{module}.{first}"
    if dot and read(submodule) is not None:
        return _find(read, submodule, rest, depth + 1)
    for other in source.stars:
        found = _find(read, other, qualname, depth + 1)
        if found is not None:
            return found
    return None


def _target(read: "_Read", module: str, dotted: str) -> tuple[str, str] | None:
    """What a base class expression in a module names: (module, qualname)."""
    if dotted == "?":
        return None
    source = read(module)
    first, dot, rest = dotted.partition(".")
    if source is not None:
        if dotted in source.classes:
            return module, dotted
        if first in source.names:
            other, name = source.names[first]
            inner = f"{name}{dot}{rest}" if name else rest
            return (other, inner) if inner else None
        for other in source.stars:
            if _find(read, other, dotted, 0) is not None:
                return other, dotted
    if isinstance(getattr(builtins, first, None), type):
        return "builtins", first
    return None


# ---------------------------------------------------------------------------------------------------------------------
# Reading modules

_stubs: dict[str, _Source | None] = {}
_libraries: dict[str, _Source | None] = {}


def _stub(module: str) -> _Source | None:
    if module not in _stubs:
        import typeshed_client

        path = typeshed_client.get_stub_file(module)
        _stubs[module] = _read(str(path), module) if path is not None else None
    return _stubs[module]


def _library(module: str) -> _Source | None:
    """The standard library's own source, as a file: it is parsed, not imported."""
    if module not in _libraries:
        import sysconfig

        stem = os.path.join(sysconfig.get_path("stdlib"), *module.split("."))
        source = None
        for path in (stem + ".py", os.path.join(stem, "__init__.py")):
            if os.path.isfile(path):
                source = _read(path, module)
                break
        _libraries[module] = source
    return _libraries[module]


def _read(path: str, module: str) -> _Source | None:
    import ast

    from inferd.errors import SourceError
    from inferd.source.text import decode

    try:
        with open(path, "rb") as f:
            text, _ = decode(f.read(), path)
        tree = ast.parse(text, "<inferd>")
    except (OSError, SourceError, SyntaxError):
        return None
    package = module if os.path.basename(path).startswith("__init__.") else module.rpartition(".")[0]
    classes: dict[str, _Class] = {}
    names: dict[str, tuple[str, str]] = {}
    stars: list[str] = []
    for node in _statements(tree.body):
        if isinstance(node, ast.ClassDef):
            _add_class(node, "", classes)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                base = package
                for _ in range(node.level - 1):
                    base = base.rpartition(".")[0]
                source = f"{base}.{source}" if source else base
            for alias in node.names:
                if alias.name == "*":
                    stars.append(source)
                else:
                    names[alias.asname or alias.name] = (source, alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.partition(".")[0]
                names[bound] = (alias.name if alias.asname else bound, "")
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            dotted = _dotted(node.value)
            if dotted != "?" and node.targets[0].id not in names:
                names[node.targets[0].id] = (module, dotted)
    return _Source(classes, names, tuple(stars))


def _statements(body: "list[ast.stmt]") -> "Iterator[ast.stmt]":
    """Statements, those of `if` and `try` included: every platform and version counts."""
    import ast

    for node in body:
        yield node
        if isinstance(node, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
            yield from _statements(node.body)
            yield from _statements(getattr(node, "orelse", []))
            yield from _statements(getattr(node, "finalbody", []))
            for handler in getattr(node, "handlers", ()):
                yield from _statements(handler.body)


def _add_class(node: "ast.ClassDef", prefix: str, classes: dict[str, _Class]) -> None:
    import ast

    qualname = prefix + node.name
    members: set[str] = set()
    for inner in _statements(node.body):
        if isinstance(inner, ast.ClassDef):
            members.add(inner.name)
            _add_class(inner, qualname + ".", classes)
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            members.add(inner.name)
            for x in ast.walk(inner):
                if isinstance(x, ast.Attribute) and isinstance(x.ctx, ast.Store):
                    if isinstance(x.value, ast.Name) and x.value.id == "self":
                        members.add(_mangled(node.name, x.attr))
        elif isinstance(inner, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            for target in inner.targets if isinstance(inner, ast.Assign) else [inner.target]:
                members.update(x.id for x in ast.walk(target) if isinstance(x, ast.Name))
        elif isinstance(inner, (ast.Import, ast.ImportFrom)):
            members.update((a.asname or a.name).partition(".")[0] for a in inner.names)
    bases = [_dotted(b) for b in node.bases]
    known = classes.get(qualname)
    if known is not None:  # another version's or platform's definition
        members |= known.members
        bases = [*known.bases, *(b for b in bases if b not in known.bases)]
    classes[qualname] = _Class(frozenset(_mangled(node.name, m) for m in members), tuple(bases))


def _dotted(node: "ast.expr") -> str:
    import ast

    while isinstance(node, ast.Subscript):
        node = node.value
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return "?"
    return ".".join((node.id, *reversed(parts)))


def _mangled(class_name: str, name: str) -> str:
    if name.startswith("__") and not name.endswith("__"):
        bare = class_name.lstrip("_")
        return f"_{bare}{name}" if bare else name
    return name
