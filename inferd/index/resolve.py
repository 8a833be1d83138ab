"""From a name in a module to what it stands for, across files.

A file's *namespace* is JSON: {"b": {name: [entry, ...]}, "s": [[level, module], ...], "a": [...], "z": {...}}.  An
entry is `"d"` (function), `"c"` (class), `"v"` (variable), `["i", level, module, name]` (from-import) or `["m",
dotted]` (the module itself); "s" are star imports, "a" is `__all__` as far as it can be read, "z" the bindings of
blocks that do not parse now.

A *target* is what a name may stand for: `Symbol(module, name)` in the project, `Module(name)` in the project, or
`Outside(module, name)` (name '' for the module itself).  Several entries (a fallback in `try`, a platform branch, a
`.pyi` beside its `.py`) give several targets: Python's rules decide between them at run time only, so all of them hold.

`resolve` follows import chains and star imports to a fixpoint: a look-up that comes back to itself adds nothing.  Each
result knows the (module, name) look-ups that it rests on, found or not; what exists as a module is the look-up (module,
'').
"""

from collections.abc import Iterator, Sequence
from json import loads
from typing import Any, NamedTuple, Protocol


class Symbol(NamedTuple):
    """A module-level definition of the project, or one inside it: `name` is qualified."""

    module: str
    name: str


class Module(NamedTuple):
    """A module of the project, by its dotted name."""

    name: str


class Outside(NamedTuple):
    """Something outside the project; `name` is '' for the module itself."""

    module: str
    name: str


Target = Symbol | Module | Outside


class FileLike(Protocol):
    """What resolution needs of a file: a stored row has it, and so has an overlay's."""

    @property
    def id(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def module(self) -> str: ...
    @property
    def root(self) -> str: ...


class Facts(Protocol):
    """What resolution reads; `store.rows.Reader` and its overlays are such."""

    def files_of_module(self, module: str) -> Sequence[FileLike]: ...
    def file_at(self, path: str) -> FileLike | None: ...
    def namespace(self, file_id: int) -> str: ...
    def modules_under(self, prefix: str) -> list[str]: ...
    def package_directories(self) -> set[str]: ...


_DEEPEST = 150  # `__all__` taken from modules through more steps than this is not followed
_UNREADABLE = "?"  # stands for the part of an `__all__` that only running it would tell: any public name may be in it


Entry = Any  # of a namespace, decoded JSON: a letter, ["i", level, module, name] or ["m", dotted]
LookUp = tuple[str, str]  # (module, name)


class Namespace(NamedTuple):
    """What a file's module level binds, decoded; see the module's docstring for the entries."""

    file: FileLike
    binds: dict[str, list[Entry]]
    stars: list[list[Any]]  # [level, module]
    exports: list[Any] | None
    package: str  # what relative imports count from

    def lookup(self, name: str) -> list[Entry]:
        return self.binds.get(name, [])


class Resolver:
    """Resolution over one snapshot; remembers what it has looked up."""

    def __init__(self, facts: Facts, roots: tuple[str, ...] = ("",), stale: bool = True):
        self.facts = facts
        self.roots = roots
        self.stale = stale
        self._namespaces: dict[str, list[Namespace]] = {}
        self._found: dict[tuple[str, str, str, bool], str | None] = {}
        self._results: dict[tuple[str, str], tuple[tuple[Target, ...], frozenset[LookUp]]] = {}
        self._exists: dict[str, bool] = {}
        self._packages: set[str] | None = None
        self._busy: list[tuple[str, str]] = []

    # -- modules --------------------------------------------------------------------------------------------------

    def namespaces(self, module: str) -> list[Namespace]:
        """The namespaces of the files that make up a module (a `.py` and a `.pyi`); none for a namespace package."""
        known = self._namespaces.get(module)
        if known is None:
            known = []
            for f in self.facts.files_of_module(module):
                data = loads(self.facts.namespace(f.id))
                binds = data.get("b", {})
                if self.stale and "z" in data:
                    binds = {**data["z"], **binds}
                package = module
                if not f"/{f.path}".endswith(("/__init__.py", "/__init__.pyi")):
                    package = module.rpartition(".")[0]
                known.append(Namespace(f, binds, data.get("s", []), data.get("a"), package))
            self._namespaces[module] = known
        return known

    def is_module(self, module: str) -> bool:
        """Whether the project has a module or namespace package of this canonical name."""
        known = self._exists.get(module)
        if known is None:
            known = self._exists[module] = bool(self.facts.modules_under(module))
        return known

    def find_module(self, dotted: str, importer: FileLike) -> str | None:
        """The canonical name of the module that an absolute import of *dotted* means in a file; None outside the
        project.

        In Python's order: the importer's own root (or its directory, for a file in no package), then the main roots.
        """
        directory = importer.path.rpartition("/")[0]
        if directory != importer.root and self._in_package(directory):
            directory = importer.root  # nothing depends on where in its package the importer is
        is_own = importer.path.rpartition("/")[2].partition(".")[0] == dotted
        key = (dotted, importer.root, directory, is_own)
        if key in self._found:
            return self._found[key]
        found = None
        places = []
        if importer.root not in self.roots:
            places.append(importer.root)
        if directory != importer.root:
            places.append(directory)
        tail = dotted.replace(".", "/")
        for place in places:
            stem = f"{place}/{tail}" if place else tail
            for suffix in ("/__init__.py", ".py", "/__init__.pyi", ".pyi"):
                f = self.facts.file_at(stem + suffix)
                if f is not None and f.path != importer.path:  # `import logging` in a `logging.py` means another one
                    found = f.module
                    break
            if found:
                break
        if found is None and self.is_module(dotted):
            found = dotted
        self._found[key] = found
        return found

    def _in_package(self, directory: str) -> bool:
        if self._packages is None:
            self._packages = self.facts.package_directories()
        return directory in self._packages

    def imported_module(self, namespace: Namespace, level: int, module: str) -> tuple[str, bool]:
        """The module that an import names: (canonical name, True), or (dotted name as far as known, False) outside."""
        if level:
            base = namespace.package
            for _ in range(level - 1):
                base = base.rpartition(".")[0]
            dotted = f"{base}.{module}" if base and module else base or module
            return dotted, self.is_module(dotted)
        found = self.find_module(module, namespace.file)
        return (found, True) if found is not None else (module, False)

    # -- names ----------------------------------------------------------------------------------------------------

    def resolve(self, module: str, name: str) -> tuple[Target, ...]:
        return self.resolve_with_reasons(module, name)[0]

    def resolve_with_reasons(self, module: str, name: str) -> tuple[tuple[Target, ...], frozenset[tuple[str, str]]]:
        """What `module.name` stands for, and the (module, name) look-ups that this rests on."""
        key = (module, name)
        known = self._results.get(key)
        if known is None:
            out: dict[Target, None] = {}
            seen: set[tuple[str, str]] = set()
            self._member(module, name, out, seen)
            known = self._results[key] = (tuple(out), frozenset(seen))
        return known

    def _member(self, module: str, name: str, out: dict[Target, None], seen: set[LookUp]) -> None:
        """Attribute *name* of a module of the project: a binding, else through star imports, else a submodule.

        Look-ups that one needs are yielded by it and run here, on a stack of our own: a chain of imports may be longer
        than Python's.
        """
        stack: list[tuple[tuple[str, str], Iterator[tuple[str, str]]]] = []
        wanted: tuple[str, str] | None = (module, name)
        while True:
            if wanted is not None:
                if wanted in seen:
                    # `from . import x` in a package that binds x by nothing else: the import makes it the submodule
                    if any(key == wanted for key, _ in stack) and self.is_module(f"{wanted[0]}.{wanted[1]}"):
                        out[Module(f"{wanted[0]}.{wanted[1]}")] = None
                else:
                    seen.add(wanted)
                    stack.append((wanted, self._look_up(*wanted, out, seen)))
            if not stack:
                return
            wanted = next(stack[-1][1], None)
            if wanted is None:
                stack.pop()

    def _look_up(self, module: str, name: str, out: dict[Target, None], seen: set[LookUp]) -> Iterator[tuple[str, str]]:
        found = False
        for namespace in self.namespaces(module):
            for entry in namespace.lookup(name):
                found = True
                further = self.entry(namespace, name, entry, out, seen)
                if further is not None:
                    yield further
            if name in namespace.binds:
                continue
            for level, starred in namespace.stars:
                target, inside = self.imported_module(namespace, level, starred)
                seen.add((target, ""))
                if inside and self.is_exported(target, name, seen):
                    before = len(out)
                    yield target, name
                    found = found or len(out) > before
        if not found:
            submodule = f"{module}.{name}"
            seen.add((submodule, ""))
            if self.is_module(submodule):
                out[Module(submodule)] = None

    def entry(
        self, namespace: Namespace, name: str, entry: Entry, out: dict[Target, None], seen: set[LookUp]
    ) -> LookUp | None:
        """Add what one namespace entry stands for to *out*; of an import of ours, return the look-up it needs."""
        if type(entry) is str:
            out[Symbol(namespace.file.module, name)] = None
            return None
        if entry[0] == "m":
            target = self.find_module(entry[1], namespace.file)
            seen.add((entry[1], ""))
            out[Module(target) if target is not None else Outside(entry[1], "")] = None
            return None
        _, level, module, imported = entry
        target, inside = self.imported_module(namespace, level, module)
        seen.add((target, ""))
        if inside:
            early = self._while_importing(target, imported, namespace, entry, seen)
            if early is not None:
                out[early] = None
                return None
            if target == namespace.file.module:
                out.update(dict.fromkeys(self._before_bound(target, imported, seen)))
            return target, imported
        out[Outside(target, imported)] = None
        return None

    def _before_bound(self, package: str, name: str, seen: set[LookUp]) -> tuple[Target, ...]:
        """The submodule that a package imports from itself where it binds the name only later, to a value or by another
        import: `from . import path as _path; path = _path`.
        """
        kinds = self.kinds(package, name)
        if not kinds or not kinds <= {"v", "i"}:
            return ()
        seen.add((f"{package}.{name}", ""))
        return (Module(f"{package}.{name}"),) if self.is_module(f"{package}.{name}") else ()

    def _while_importing(
        self, package: str, name: str, importer: Namespace, entry: Entry, seen: set[LookUp]
    ) -> Module | None:  # fmt: skip
        """The submodule that a module of a package imports from it, where the package has that name only from star
        imports that come later than the one that runs this module: `from .ranges import *` runs `from pkg import
        wrappers` before `from .spans import *` brings another `wrappers`.
        """
        submodule, own = f"{package}.{name}", importer.file.module
        if not own.startswith(f"{package}.") or not self.is_module(submodule):
            return None
        if not any(entry in entries for n in self.namespaces(own) for entries in n.binds.values()):
            return None  # a function's import runs later
        seen.add((submodule, ""))
        before: set[LookUp] = {(package, name)}
        for namespace in self.namespaces(package):
            if name in namespace.binds:
                return None
            for level, starred in namespace.stars:
                target, inside = self.imported_module(namespace, level, starred)
                seen.add((target, ""))
                if target == own:
                    seen |= before
                    return Module(submodule)
                if not inside or any(n.stars or name in n.binds for n in self.namespaces(target)):
                    return None
                before.add((target, name))
        return None

    def entry_targets(self, namespace: Namespace, name: str, entry: Entry) -> tuple[Target, ...]:
        """What one namespace entry stands for; what an import brings is looked up once for all its importers."""
        if type(entry) is not str and entry[0] == "i":
            target, inside = self.imported_module(namespace, entry[1], entry[2])
            if not inside:
                return (Outside(target, entry[3]),)
            early = self._while_importing(target, entry[3], namespace, entry, set())
            if early is not None:
                return (early,)
            found = self.resolve(target, entry[3])
            if target == namespace.file.module:
                return tuple(dict.fromkeys((*self._before_bound(target, entry[3], set()), *found)))
            return found
        out: dict[Target, None] = {}
        self.entry(namespace, name, entry, out, set())
        return tuple(out)

    def is_exported(self, module: str, name: str, seen: set[LookUp] | None = None) -> bool:
        """Whether `from module import *` takes *name* along."""
        if seen is not None:
            seen.add((module, "__all__"))
        exported = False
        for namespace in self.namespaces(module):
            if namespace.exports is None:
                exported = exported or not name.startswith("_")
            else:
                listed = self._all_of(module, namespace, set(), seen if seen is not None else set())
                exported = exported or name in listed or (_UNREADABLE in listed and not name.startswith("_"))
        return exported

    def _all_of(self, module: str, namespace: Namespace, busy: set[str], seen: set[LookUp]) -> set[str]:
        """The names in `__all__`, those of `other.__all__` included; what that rests on goes into *seen*."""
        out: set[str] = set()
        if module in busy:
            return out
        busy.add(module)
        for item in namespace.exports or ():
            if type(item) is str:
                out.add(item)
            elif item[0] == "@":
                for target in self._modules_named(module, item[1], seen):
                    seen.add((target, "__all__"))
                    for other in self.namespaces(target):
                        out |= self._all_of(target, other, busy, seen)
            else:
                out.add(_UNREADABLE)
        return out

    def _modules_named(self, module: str, dotted: str, seen: set[LookUp]) -> list[str]:
        """The modules that a dotted name means at module level by plain imports.

        Not through star imports: what these bring may itself hang on the `__all__` that is being read.
        """
        found = [module]
        for part in dotted.split("."):
            found = [x for m in found for x in self._module_bound(m, part, seen)]
        return found

    def _module_bound(self, module: str, name: str, seen: set[LookUp]) -> list[str]:
        if ((module, name) in seen and (module, name) in self._busy) or len(self._busy) > _DEEPEST:
            return []
        seen |= {(module, name), (f"{module}.{name}", "")}
        self._busy.append((module, name))
        out: dict[str, None] = {}
        try:
            for namespace in self.namespaces(module):
                for entry in namespace.lookup(name):
                    if type(entry) is str:
                        continue
                    if entry[0] == "m":
                        seen.add((entry[1], ""))
                        target = self.find_module(entry[1], namespace.file)
                        if target is not None:
                            out[target] = None
                        continue
                    target, inside = self.imported_module(namespace, entry[1], entry[2])
                    seen.add((target, ""))
                    if inside:
                        out.update(dict.fromkeys(self._module_bound(target, entry[3], seen)))
        finally:
            self._busy.pop()
        if not out and self.is_module(f"{module}.{name}"):
            out[f"{module}.{name}"] = None
        return list(out)

    def attribute(self, targets: tuple[Target, ...], name: str) -> tuple[Target, ...]:
        """Attribute *name* of modules and classes; a class's attribute is `Class.name` without a look at bases."""
        out: dict[Target, None] = {}
        for t in targets:
            if isinstance(t, Module):
                for x in self.resolve(t.name, name):
                    out[x] = None
            elif isinstance(t, Symbol):
                out[Symbol(t.module, f"{t.name}.{name}")] = None
            else:
                out[Outside(t.module, f"{t.name}.{name}" if t.name else name)] = None
        return tuple(out)

    def kinds(self, module: str, name: str) -> set[str]:
        """How a module binds a name itself: letters of "dcv", and "i" or "m" for imports."""
        out = set()
        for namespace in self.namespaces(module):
            for entry in namespace.lookup(name):
                out.add(entry if type(entry) is str else entry[0])
        return out

