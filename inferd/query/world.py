"""The project and its libraries as inference reads them: files, flow programs and names; no types.

A `World` belongs to one view of one snapshot.  What it reads of libraries never changes, so their spaces, with the
parsed programs, are kept by the `Libraries` object's owner and shared by all worlds (`Shelf`).
"""

from itertools import takewhile
from json import loads
from typing import Any

from inferd.errors import InferdError
from inferd.index.resolve import LookUp, Module, Namespace, Resolver, Symbol, Target
from inferd.inference.keeping.noted import NotedTree
from inferd.inference.program import ScopeText, Tree
from inferd.inference.spaces import Told
from inferd.store.rows import BlockRow, FileRow, Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from inferd.index.libraries import Libraries
    from inferd.inference.engine import Engine
    from inferd.inference.keeping.entries import Node
    from inferd.inference.keeping.numbering import Layouts
    from inferd.query.view import View

Found = tuple[str, str, str]


def _found(targets: "tuple[Target, ...]") -> list[Found]:
    out: list[Found] = []
    for t in targets:
        if isinstance(t, Symbol):
            out.append(("symbol", t.module, t.name))
        elif isinstance(t, Module):
            out.append(("module", t.name, ""))
        else:
            out.append(("outside", t.module, t.name))
    return out


_NOTHING = Told({}, {})
_SAID = "\0"  # between the path of a file and the code in a constant of it
_BEFORE = -(1 << 40)  # the numbers of such code lie below all others
_said: dict[int, tuple[FileRow, list[ScopeText]]] = {}  # by number, which is made of path and text: of all worlds


def is_said(file: int) -> bool:
    """Whether a file is code in a constant of another one."""
    return file <= _BEFORE


def _tell(told: Told, more: str, scope: str) -> None:
    data = loads(more)
    for key, out in (("t", told.commented), ("d", told.documented)):
        for name, text in data.get(key, {}).get(scope, {}).items():
            out.setdefault(name, text)


class Space:
    """One database of facts as inference reads it."""

    def __init__(self, key: str, reader: Reader, resolver: Resolver):
        self.key = key
        self.reader = reader
        self.resolver = resolver
        self.documents = True  # whether documentation tells types
        self.touched = 0  # the files that were read, one bit each by id; whoever wants to know sets it to 0 before
        self._found: dict[LookUp, tuple[list[Found], int, tuple[LookUp, ...]]] = {}
        self._hints: dict[int, list[BlockRow]] = {}
        self._told: dict[tuple[int, int], Told] = {}
        self._trees: dict[int, Tree] = {}
        self._parsed: dict[int, None] = {}  # trees that were looked at since `forget_functions`
        self._files: dict[int, FileRow] = {}
        self._of_module: dict[str, list[int]] = {}
        self._layouts: Layouts | None = None
        self._reader_noted: Engine | None = None  # for which it is noted what is read
        self._entries: dict[LookUp, Node] = {}

    def lay_out(self, layouts: "Layouts", engine: "Engine | None") -> None:
        """Number scopes and steps by layouts, and let it be noted what an engine reads, if that is wanted.  It is done
        before anything is read.
        """
        self._layouts = layouts
        self._reader_noted = engine
        if engine is not None:
            engine.notes = True

    def _file(self, file: int) -> FileRow:
        known = self._files.get(file)
        if known is None:
            row = self.reader.file(file) if not is_said(file) else _said[file][0]
            assert row is not None, f"file {file} vanished within a snapshot"
            known = self._files[file] = row
        return known

    def has(self, file: int) -> bool:
        """Whether there is such a file; there may have been one before an edit."""
        return file in self._files or is_said(file) or self.reader.file(file) is not None

    def files_of(self, module: str) -> list[int]:
        known = self._of_module.get(module)
        if known is None:
            known = self._of_module[module] = [f.id for f in self.reader.files_of_module(module)]
        return known

    def module_of(self, file: int) -> str:
        return self._file(file).module

    def path_of(self, file: int) -> str:
        return self._file(file).path

    def file_at(self, path: str) -> int | None:
        """The file at a path relative to the root."""
        row = self.reader.file_at(path) if _SAID not in path else None
        return row.id if row is not None else None

    def is_stub(self, file: int) -> bool:
        return self._file(file).path.endswith(".pyi")

    def tree(self, file: int) -> Tree:
        self._parsed[file] = None
        known = self._trees.get(file)
        if known is None:
            rows = self.reader.scope_programs(file) if not is_said(file) else _said[file][1]
            bit = 1 << max(file, 0)  # 0: a file that only an editor shows
            scopes = [ScopeText._make(r) for r in rows] or [ScopeText("", 1, "module", None, "")]
            known = Tree(scopes, bit, self._layouts if file >= 0 else None, file)
            if self._reader_noted is not None and file >= 0:
                known = NotedTree(known, self._reader_noted, file)
            self._trees[file] = known
        self.touched |= known.bit
        return known

    def text(self, file: int) -> Tree:
        """The scopes of a file, of which nothing is noted."""
        tree = self.tree(file)
        return tree.raw if isinstance(tree, NotedTree) else tree

    def said(self, file: int, text: str, scopes: list[ScopeText]) -> int:
        """The number of a file that stands for code in a constant of another one, whose names it sees."""
        from hashlib import blake2b

        row = self._file(file)
        path = f"{row.path}{_SAID}{text}"
        number = _BEFORE - int.from_bytes(blake2b(path.encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big")
        _said[number] = (row._replace(id=number, path=path), scopes)
        return number

    def forget_functions(self) -> None:
        for file in self._parsed:
            self._trees[file].forget_functions()
        self._parsed.clear()

    def resolve(self, module: str, name: str) -> list[Found]:
        known = self._found.get((module, name))
        if known is None:
            targets, reasons = self.resolver.resolve_with_reasons(module, name)
            bits = 0
            for m in {m for m, _ in reasons}:
                for f in self.files_of(m):
                    bits |= 1 << max(f, 0)
            known = self._found[module, name] = (_found(targets), bits, tuple(sorted(reasons)))
        self.touched |= known[1]
        self._note(known[2])
        return known[0]

    def _note(self, look_ups: "Iterable[LookUp]") -> None:
        """Note that an answer rests on some look-ups of names in modules."""
        engine = self._reader_noted
        if engine is None or engine.record is None or engine.trace is None:
            return
        for key in look_ups:
            node = self._entries.get(key)
            if node is None:
                node = self._entries[key] = engine.trace.entry(*key)
            engine.record.read[node] = None

    def entry(self, module: str, name: str) -> int:
        """The digest of what a look-up of a name in a module rests on."""
        if not name:
            return hash((self.resolver.is_module(module), tuple(self.files_of(module))))
        held = self.resolver.namespaces(module)
        if name == "__all__":
            return hash(repr([(space.file.id, space.exports, space.binds.get(name)) for space in held]))
        return hash(repr([(n.file.id, n.package, n.binds.get(name), n.stars) for n in held]))

    def imported(self, file: int, level: int, module: str, name: str | None) -> list[Found]:
        entry = ["m", module] if name is None else ["i", level, module, name]
        namespace = self._importer(file)
        if name is not None:
            target, inside = self.resolver.imported_module(namespace, level, module)
            if inside:
                self.resolve(target, name)  # for what it reads
                if namespace.file.module.startswith(f"{target}."):
                    self.resolve(namespace.file.module, name)  # whether it is imported while its package is
        return _found(self.resolver.entry_targets(namespace, "", entry))

    def _importer(self, file: int) -> Namespace:
        row = self._file(file)
        package = row.module
        path = row.path.partition(_SAID)[0]
        if not path.endswith(("/__init__.py", "/__init__.pyi")) and path not in ("__init__.py", "__init__.pyi"):
            package = row.module.rpartition(".")[0]
        return Namespace(row, {}, [], None, package)

    def starred(self, file: int, level: int, module: str) -> tuple[str, bool]:
        """The module whose names a star import in a file takes, and whether it is this space's."""
        return self.resolver.imported_module(self._importer(file), level, module)

    def exports(self, module: str, name: str) -> bool:
        """Whether a star import from a module takes a name along."""
        seen: set[LookUp] = set()
        found = self.resolver.is_exported(module, name, seen)
        self._note(sorted(seen))
        return found

    def told(self, file: int, scope: int) -> Told:
        blocks = self._hints.get(file)
        if blocks is None:
            blocks = self._hints[file] = [] if self.is_stub(file) else self.reader.blocks_with_hints(file)
        if not blocks:
            return _NOTHING
        known = self._told.get((file, scope))
        if known is None:
            known = self._told[file, scope] = self._read_told(blocks, file, scope)
            if not self.documents:
                known.documented.clear()
        return known

    def _read_told(self, blocks: list[BlockRow], file: int, scope: int) -> Told:
        """What type comments and docstrings tell in a scope; a constructor's docstring may be that of its class."""
        tree = self.tree(file)
        s = tree.scopes[scope]
        row = self.reader.block(s.block) if s.block is not None else None
        told = Told({}, {})
        if row is not None and row.kind != "class":
            ordinal = sum(tree.scopes[other].block == s.block for other in takewhile(scope.__ne__, tree.order))
            for block in blocks:
                if block.id == row.id:
                    _tell(told, block.more, str(ordinal))
            is_init = s.kind == "function" and s.qualname.endswith(".__init__")
            if is_init and tree.scopes[tree.parents[scope]].kind == "class":
                for name, text in self.told(file, tree.parents[scope]).documented.items():
                    if not name.startswith("self."):
                        told.documented.setdefault(name, text)
        elif s.block is None or row is not None:  # the module, or a class with blocks of its own
            owner = ""
            if row is not None:
                owner = f"{row.owner}.{row.name}" if row.owner else row.name
                owner += f"#{s.nth}" if s.nth > 1 else ""
            for block in blocks:
                if block.owner == owner and block.kind == "run":
                    _tell(told, block.more, "-1")
        return told


class Shelf:
    """The spaces of libraries, for all worlds of one thread."""

    def __init__(self, libraries: "Callable[[], Libraries]"):
        self._libraries = libraries
        self.made_of: Libraries | None = None
        self.spaces: dict[str, Space] = {}
        self._of_module: dict[str, Space | None] = {}
        self._imported: tuple[tuple[int, int], frozenset[str]] | None = None  # of which revision of which database
        self.flow: Any = None  # what flows in a project for which that is not stored: (of what, the state)

    def libraries(self) -> "Libraries":
        """The libraries, looked for when something of them is asked."""
        if self.made_of is None:
            self.made_of = self._libraries()
        return self.made_of

    def imported(self, reader: Reader) -> frozenset[str]:
        """The modules outside that the files of a project import, as saved: once a revision, as it takes a while."""
        from inferd.index.libraries import imported_outside

        key = (id(reader.db), reader.revision())
        if self._imported is None or self._imported[0] != key:
            self._imported = key, frozenset(imported_outside(reader))
        return self._imported[1]

    def space(self, key: str) -> Space:
        """The space of a library that stored types name; where it is another by now, what stands in its place."""
        known = self.spaces.get(key)
        if known is None:
            name = key.rpartition("-")[0]
            found = self.outside(name) or self.outside("builtins")
            known = self.spaces.get(key) or found
            if known is None:
                raise InferdError("the types of the standard library could not be read", "run the command again")
        return known

    def outside(self, module: str) -> Space | None:
        if module in self._of_module:
            return self._of_module[module]
        library = self.libraries().find(module)
        space = None
        if library is not None:
            space = self.spaces.get(library.key)
            if space is None:
                space = self.spaces[library.key] = Space(library.key, library.reader, library.resolver)
        self._of_module[module] = space
        return space


class World:
    """See the module's docstring."""

    def __init__(self, view: "View", shelf: Shelf):
        self.view = view
        self.shelf = shelf
        self.project = Space("", view.reader, view.resolver)

    def space(self, key: str) -> Space:
        return self.project if not key else self.shelf.space(key)

    def outside(self, module: str) -> Space | None:
        return self.shelf.outside(module)

