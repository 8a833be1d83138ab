"""One snapshot as queries see it: blocks unpacked, and what each occurrence stands for.

The heart is `View.meaning(block, k)`: the entities that occurrence *k* of a block denotes by Python's own rules, as far as
they are decidable without types: lexical binding, imports, attributes of modules and of plainly named classes, and members
through `self`, `cls` and `super()` over the hierarchy.  Everything else has no meaning here: `()`.
"""

import builtins
from array import array
from json import JSONDecoder, loads
from typing import NamedTuple

from inferd.index.hierarchy import Class, Hierarchy, Opaque
from inferd.index.resolve import Module, Namespace, Outside, Resolver, Symbol, Target
from inferd.model import plain as plain
from inferd.store.rows import BlockRow, FileRow, Reader
from inferd.syntax import facts as F

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.query.types import Typing
    from inferd.query.world import Shelf

_BUILTINS = frozenset(dir(builtins))
_DEEPEST = 60
_NOTHING: dict = {}
_unjson = JSONDecoder().scan_once  # without the checks that `loads` makes around it: a third of its time on short texts
_NO_SELF = F.S_STATIC | F.S_REBOUND


class Local(NamedTuple):
    """A name bound in a scope inside a block: known by place, because comprehensions and lambdas have no names."""

    block: int
    scope: int
    name: str


class Member(NamedTuple):
    """Attribute *name* as found from class *seen*: defined by *cls*.  Not `certain` where an outside base comes first."""

    cls: Class
    name: str
    seen: Class
    certain: bool


class Dangling(NamedTuple):
    """Attribute *name* of a known class in whose MRO nothing in the project defines it; `opaque` where a base is not known."""

    seen: Class
    name: str
    opaque: bool


Entity = Target | Local | Member | Dangling


class Block:
    """A block row with its facts unpacked."""

    __slots__ = ("row", "file", "names", "o", "s", "i", "w", "_quals")

    s: list[int]  # the scopes: kind, occurrence that defines it, parent, line, end line, name of the first parameter, flags
    i: list[list]  # the imports: level, module, name or None, asname
    w: dict[str, object]  # widths of occurrences that are not written as they are named

    def __init__(self, row: BlockRow, file: FileRow):
        self.row = row
        self.file = file
        self.names: list[str] = row.names.split()
        self.o: array[int] = F.unpacked(row.occurrences, row.wide)
        self._quals: dict[int, str] = {}

    def __getattr__(self, name: str):
        """Unpack scopes, imports and widths when one of them is first asked for: most blocks are only leafed through."""
        if name not in ("s", "i", "w"):
            raise AttributeError(name)
        more = _unjson(self.row.more, 0)[0] if self.row.more else _NOTHING
        self.s = more.get("s", ())
        self.i = more.get("i", ())
        self.w = more.get("w", ())
        return getattr(self, name)

    def positions(self, name: str) -> list[int]:
        """The occurrences of a name, by number."""
        try:
            n = self.names.index(name)
        except ValueError:
            return []
        ordinals = self.o[0::6]
        out = []
        k = -1
        for _ in range(ordinals.count(n)):
            k = ordinals.index(n, k + 1)
            out.append(k)
        return out

    def place(self, k: int) -> tuple[int, int, int, int]:
        """(line, column, end line, end column) of an occurrence, from 1."""
        j = k * 6
        o = self.o
        line = self.row.line + o[j + 1]
        column = o[j + 2] + 1
        if self.w:
            w = self.w.get(str(k))
            if w is not None:
                if type(w) is int:
                    return line, column, line, column + w
                return line, column, self.row.line + w[0], w[1] + 1  # type: ignore[index]
        return line, column, line, column + len(self.names[o[j]])

    def is_verbatim(self, k: int) -> bool:
        """Whether the occurrence stands in the source as one word (not a string with escapes or over several lines)."""
        w = self.w.get(str(k)) if self.w else None
        return w is None or type(w) is int

    def scope_name(self, scope: int) -> str:
        """The qualified name of a scope of the block (-1: its owner), without the module."""
        if scope < 0:
            return self.row.owner
        known = self._quals.get(scope)
        if known is None:
            s = self.s
            kind, record, parent = s[scope * 7], s[scope * 7 + 1], s[scope * 7 + 2]
            around = self.scope_name(parent)
            if kind == F.TYPE_SCOPE:
                known = around
            else:
                if record >= 0:
                    name = self.names[self.o[record * 6]]
                else:
                    name = "<lambda>" if kind == F.LAMBDA else "<comprehension>"
                if parent >= 0 and self._is_function(parent):
                    name = "<locals>." + name
                known = f"{around}.{name}" if around else name
            self._quals[scope] = known
        return known

    def _is_function(self, scope: int) -> bool:
        s = self.s
        while scope >= 0 and s[scope * 7] == F.TYPE_SCOPE:
            scope = s[scope * 7 + 2]
        return scope >= 0 and s[scope * 7] != F.CLASS

    def symbol_in(self, scope: int, name: str) -> str:
        """The symbol of a name bound in a scope."""
        around = self.scope_name(scope)
        if scope >= 0 and self._is_function(scope):
            around += ".<locals>"
        return f"{self.file.module}:{around}.{name}" if around else f"{self.file.module}:{name}"

    def enclosing(self, scope: int) -> str:
        """The symbol of the module, class or function that a scope belongs to."""
        while scope >= 0 and self.s[scope * 7] not in (F.FUNCTION, F.CLASS):
            scope = self.s[scope * 7 + 2]
        return f"{self.file.module}:{self.scope_name(scope)}"

    def class_around(self, scope: int) -> str:
        """The qualified name of the class that a method's scope sits in; '' where it sits in none."""
        parent = self.s[scope * 7 + 2]
        while parent >= 0 and self.s[parent * 7] == F.TYPE_SCOPE:
            parent = self.s[parent * 7 + 2]
        if parent >= 0:
            return self.scope_name(parent) if self.s[parent * 7] == F.CLASS else ""
        return self.row.owner

    def method_around(self, scope: int) -> int:
        """The innermost method that a scope lies in; -1 for none."""
        while scope >= 0:
            if self.s[scope * 7] == F.FUNCTION and self.s[scope * 7 + 6] & F.S_METHOD:
                return scope
            scope = self.s[scope * 7 + 2]
        return -1


class View:
    """Everything that one request asks of one snapshot."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.roots: tuple[str, ...] = tuple(loads(reader.meta("roots", '[""]')))
        self.resolver = Resolver(reader, self.roots)
        self.hierarchy = Hierarchy(reader)
        self._files: dict[int, FileRow] = {}
        self._blocks: dict[int, Block] = {}
        self._members: dict[str, dict[Class, list[tuple[Block, int]]]] = {}
        self._bound: dict[tuple[int, str], tuple[Target, ...]] = {}
        self._stubs: set[str] | None = None
        self._starred: set[int] | None = None
        self._by_name: dict[tuple[str, int], list[Block]] = {}
        self._local: dict[tuple[int, int, str], tuple[Entity, ...]] = {}
        self._kinds: dict[Symbol, set[str]] = {}
        self._depth = 0
        self._class_names: dict[str, bool] = {}
        self.shelf: Shelf | None = None
        self._typing: Typing | None = None
        self._holds: dict[str, bool] = {}

    @property
    def typing(self) -> "Typing | None":
        """Types, where whoever made this view gave it the libraries (`shelf`)."""
        if self._typing is None and self.shelf is not None:
            from inferd.query.types import Typing

            self._typing = Typing(self, self.shelf)
        return self._typing

    # -- rows -----------------------------------------------------------------------------------------------------

    def file(self, file_id: int) -> FileRow:
        known = self._files.get(file_id)
        if known is None:
            row = self.reader.file(file_id)
            assert row is not None, f"file {file_id} vanished within a snapshot"
            known = self._files[file_id] = row
        return known

    def wrap(self, row: BlockRow) -> Block:
        known = self._blocks.get(row.id)
        if known is None:
            known = self._blocks[row.id] = Block(row, self.file(row.file_id))
        return known

    def blocks_of_name(self, name: str, mask: int = -1) -> list[Block]:
        known = self._by_name.get((name, mask))
        if known is None:
            rows = self.reader.blocks_of_name(name, mask)
            missing = {r.file_id for r in rows} - self._files.keys()
            if len(missing) > 3:
                self._files.update((f.id, f) for f in self.reader.files_by_id(missing))
            known = self._by_name[name, mask] = [self.wrap(r) for r in rows]
        return known

    def can_hold(self, name: str) -> bool:
        """Whether anything in the project makes this name a class, a module or an import.  A name of which that is not so
        can be no receiver whose attributes are decided here, and need not be followed."""
        known = self._holds.get(name)
        if known is None:
            known = self._holds[name] = self.reader.is_posted(name, 1 << F.IMPORT | F.POSTED_CLASS)
        return known

    def _is_class_name(self, name: str) -> bool:
        known = self._class_names.get(name)
        if known is None:
            known = self._class_names[name] = self.reader.is_posted(name, F.POSTED_CLASS)
        return known

    def blocks_of_file(self, file_id: int) -> list[Block]:
        return [self.wrap(r) for r in self.reader.blocks_of_file(file_id)]

    # -- names ----------------------------------------------------------------------------------------------------

    def global_targets(self, file: FileRow, name: str, blocks: list[Block] | None = None) -> tuple[Target, ...]:
        """What a module-level name of a file stands for; () for builtins and for what nothing binds.

        *blocks*, where given, are all blocks of the file that mention the name: its bindings are read from them, so that
        the file's namespace need not be."""
        key = (file.id, name)
        known = self._bound.get(key)
        if known is not None:
            return known
        if blocks is None:
            out = self.resolver.resolve(file.module, name)
        else:
            entries = _bindings(blocks, name)
            if entries and not self._has_sibling(file):
                found: dict[Target, None] = {}
                namespace = self._bare(file)
                for entry in entries:
                    found.update(dict.fromkeys(self.resolver.entry_targets(namespace, name, entry)))
                out = tuple(found)
            elif self._has_star(file.id) or self._has_sibling(file):
                out = self.resolver.resolve(file.module, name)
            elif name in _BUILTINS:
                out = ()
            else:
                out = self.resolver.resolve(file.module, name)
        self._bound[key] = out
        return out

    def _bare(self, file: FileRow) -> Namespace:
        package = file.module
        if not file.path.endswith(("/__init__.py", "/__init__.pyi")) and file.path not in ("__init__.py", "__init__.pyi"):
            package = file.module.rpartition(".")[0]
        return Namespace(file, {}, [], None, package)

    def _has_sibling(self, file: FileRow) -> bool:
        if self._stubs is None:
            self._stubs = self.reader.stub_paths()
        if file.path.endswith(".pyi"):
            return self.reader.file_at(file.path[:-1]) is not None
        return file.path + "i" in self._stubs

    def _has_star(self, file_id: int) -> bool:
        if self._starred is None:
            self._starred = {f for f, _, _ in self.reader.postings("*")}
        return file_id in self._starred

    def import_targets(self, block: Block, entry: list) -> tuple[Target, ...]:
        """What an import entry [level, module, name or None, asname] brings: the target of the name it binds."""
        level, module, name, asname = entry
        if name is None:
            bound = ["m", module if asname else module.partition(".")[0]]
        else:
            bound = ["i", level, module, name]
        return self.resolver.entry_targets(self._bare(block.file), "", bound)

    def local_targets(self, block: Block, scope: int, name: str) -> tuple[Entity, ...]:
        """What a name bound in a scope of a block stands for: what it is imported as, else itself."""
        key = (block.row.id, scope, name)
        known = self._local.get(key)
        if known is not None:
            return known
        out: dict[Entity, None] = {}
        itself = False
        kinds: set[str] = set()
        o = block.o
        for k in block.positions(name):
            j = k * 6
            code = o[j + 3]
            role = code & F.ROLE_MASK
            if role == F.IMPORT:
                if code & F.BINDS and o[j + 4] == scope:
                    out.update(dict.fromkeys(self.import_targets(block, block.i[o[j + 5]])))
            elif role not in (F.ATTRIBUTE, F.KEYWORD, F.STRING, F.READ, F.CALL) and o[j + 5] == scope:
                if role == F.DEFINITION and not code & F.TYPE_PARAMETER:
                    module, _, qualname = block.symbol_in(scope, name).partition(":")
                    symbol = Symbol(module, plain(qualname))
                    out[symbol] = None
                    kinds.add("c" if code & F.IS_CLASS else "d")
                elif role != F.GLOBAL_STATEMENT:
                    itself = True
                    kinds.add("v")
        if itself or not out:
            out[Local(block.row.id, scope, name)] = None
        for e in out:
            if type(e) is Symbol and kinds:
                self._kinds.setdefault(e, kinds)
        result = self._local[key] = tuple(out)
        return result

    # -- classes --------------------------------------------------------------------------------------------------

    def members(self, name: str) -> dict[Class, list[tuple[Block, int]]]:
        """The classes that define an attribute of this name, in their body or by an assignment through `self`."""
        known = self._members.get(name)
        if known is None:
            known = {}
            # classes inside functions bind their members in a scope of the block, which no posting calls visible
            mask = F.VISIBLE | 1 << F.DEFINITION | 1 << F.WRITE
            for block in self.blocks_of_name(name, mask):
                o = block.o
                for k in block.positions(name):
                    j = k * 6
                    code = o[j + 3]
                    role = code & F.ROLE_MASK
                    owner = ""
                    if role == F.ATTRIBUTE:
                        if code & F.STORE:
                            owner = self._self_class(block, o[j + 5])
                    elif role == F.IMPORT:
                        if code & F.BINDS and o[j + 4] < 0 and block.row.owner:
                            owner = block.row.owner
                    elif role in (F.WRITE, F.DEFINITION, F.CAPTURE):
                        link = o[j + 5]
                        if link == F.OWNER:
                            owner = block.row.owner
                        elif link >= 0 and block.s[link * 7] == F.CLASS:
                            owner = block.scope_name(link)
                    if owner:
                        known.setdefault(Class(block.file.module, plain(owner)), []).append((block, k))
            self._members[name] = known
        return known

    def _self_class(self, block: Block, receiver: int) -> str:
        """The class whose instance (or which itself) the receiver occurrence is, where it is a method's first parameter."""
        if receiver < 0:
            return ""
        o = block.o
        j = receiver * 6
        if o[j + 3] & F.ROLE_MASK not in F.NAME_ROLES:
            return ""
        scope = o[j + 5]
        if scope < 0 or block.s[scope * 7] != F.FUNCTION:
            return ""
        flags = block.s[scope * 7 + 6]
        if not flags & F.S_METHOD or flags & _NO_SELF or block.s[scope * 7 + 5] != o[j]:
            return ""
        return block.class_around(scope)

    def lookup(self, cls: Class, name: str, after_self: bool = False) -> Member | Dangling:
        """Find an attribute in the MRO of a class; *after_self*: as `super()` does."""
        members = self.members(name)
        certain = True
        opaque = False
        for node in self.hierarchy.mro(cls)[1 if after_self else 0 :]:
            if isinstance(node, Opaque):
                opaque = True
                if not node.lacks(name):
                    certain = False
            elif node in members:
                return Member(node, name, cls, certain)
        return Dangling(cls, name, opaque)

    # -- meaning --------------------------------------------------------------------------------------------------

    def meaning(self, block: Block, k: int, blocks: list[Block] | None = None, receiver: bool = False) -> tuple[Entity, ...]:
        """What occurrence *k* of a block denotes; see the module's docstring.

        *receiver*: it is asked for as a receiver, so that an attribute of a class matters only where it is a class itself."""
        j = k * 6
        o = block.o
        code = o[j + 3]
        role = code & F.ROLE_MASK
        name = block.names[o[j]]
        link = o[j + 5]
        if role == F.ATTRIBUTE:
            return self.attribute(block, name, link, o[j + 4], receiver)
        if role == F.IMPORT:
            if code & F.MODULE_PART:
                return self._module_part(block, k)
            return self.import_targets(block, block.i[link]) if name != "*" else ()
        if role == F.STRING:
            if code & F.IN_ALL:
                return self.global_targets(block.file, name, blocks)
            if code & F.DOTTED:
                return self.dotted_string(block, k)
            if code & F.BY_GETATTR and link >= 0:
                return self.attribute(block, name, link, o[j + 4])
            return ()
        if role == F.KEYWORD:
            return ()
        if link >= 0:
            return self.local_targets(block, link, name)
        if link == F.OWNER:
            return self._with_imported(Member(c := Class(block.file.module, plain(block.row.owner)), name, c, True))
        if link == F.OWNER_TYPE:
            return (Symbol(block.file.module, f"{plain(block.row.owner)}.<type>.{name}"),)
        found = self.global_targets(block.file, name, blocks)
        if not found and name in _BUILTINS:
            return (Outside("builtins", name),)
        return found

    def attribute(self, block: Block, name: str, link: int, scope: int, receiver: bool = False) -> tuple[Entity, ...]:
        """What attribute *name* of the receiver that *link* tells denotes."""
        if receiver and not self.can_hold(name):
            return ()
        no_class = receiver and not self._is_class_name(name)
        if link == F.SUPER:
            if no_class:
                return ()
            method = block.method_around(scope)
            owner = block.class_around(method) if method >= 0 else ""
            return self._with_imported(self.lookup(Class(block.file.module, plain(owner)), name, True)) if owner else ()
        if link < 0:
            return ()
        owner = self._self_class(block, link)
        if owner:
            return () if no_class else self._with_imported(self.lookup(Class(block.file.module, plain(owner)), name))
        if not self.can_hold(block.names[block.o[link * 6]]):
            return ()
        out: dict[Entity, None] = {}
        for e in self._receiver(block, link):
            if type(e) is Module:
                out.update(dict.fromkeys(self.resolver.resolve(e.name, name)))
            elif type(e) is Outside:
                out[Outside(e.module, f"{e.name}.{name}" if e.name else name)] = None
            elif not no_class:
                cls = self.as_class(e)
                if cls is not None:
                    out.update(dict.fromkeys(self._with_imported(self.lookup(cls, name))))
        return tuple(out)

    def _with_imported(self, e: Member | Dangling) -> tuple[Entity, ...]:
        """A member, and what it stands for where the body of its class imports it."""
        if type(e) is not Member or not e.certain:
            return (e,)
        out: dict[Entity, None] = {e: None}
        for block, k in self.members(e.name).get(e.cls, ()):
            if block.o[k * 6 + 3] & F.ROLE_MASK == F.IMPORT:
                out.update(dict.fromkeys(self.import_targets(block, block.i[block.o[k * 6 + 5]])))
        return tuple(out)

    def _receiver(self, block: Block, k: int) -> tuple[Entity, ...]:
        """What a receiver denotes; nothing where a chain of attributes is longer than anybody writes one."""
        if self._depth >= _DEEPEST:
            return ()
        self._depth += 1
        try:
            return self.meaning(block, k, None, True)
        finally:
            self._depth -= 1

    def as_class(self, e: Entity) -> Class | None:
        """The class that an entity is, if it is nothing but a class."""
        if type(e) is Symbol:
            kinds = self.definition_kinds(e.module, e.name)
            return Class(e.module, e.name) if kinds == {"c"} else None
        if type(e) is Member and e.certain:
            places = self.members(e.name)[e.cls]
            if all(b.o[k * 6 + 3] & F.IS_CLASS and b.o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION for b, k in places):
                return Class(e.cls.module, f"{e.cls.name}.{e.name}")
        return None

    def definition_kinds(self, module: str, qualname: str) -> set[str]:
        """How a symbol is defined: letters of "dcv" (function, class, variable), "i" for imports."""
        if "." not in qualname:
            return self.resolver.kinds(module, qualname)
        known = self._kinds.get(Symbol(module, qualname))
        if known is not None:
            return known
        owner, _, name = qualname.rpartition(".")
        places = self.members(name).get(Class(module, owner))
        if places is None:
            places = self.definitions(module, qualname)
        out = set()
        for block, k in places:
            code = block.o[k * 6 + 3]
            role = code & F.ROLE_MASK
            if role == F.DEFINITION:
                out.add("c" if code & F.IS_CLASS else "d")
            else:
                out.add("i" if role == F.IMPORT else "v")
        self._kinds[Symbol(module, qualname)] = out
        return out

    def _module_part(self, block: Block, k: int) -> tuple[Entity, ...]:
        """The module that a component of an import's module path names."""
        o = block.o
        entry_index = o[k * 6 + 5]
        first = k
        while first > 0 and o[first * 6 - 3] & 47 == F.IMPORT | F.MODULE_PART and o[first * 6 - 1] == entry_index:
            first -= 1
        parts = [block.names[o[x * 6]] for x in range(first, k + 1)]
        level, module, name, _ = block.i[entry_index]
        namespace = self._bare(block.file)
        dotted = ".".join(module.split(".")[: len(parts)])
        target, inside = self.resolver.imported_module(namespace, level, dotted)
        return (Module(target),) if inside else (Outside(target, ""),)

    def dotted_string(self, block: Block, k: int) -> tuple[Entity, ...]:
        """What a dotted string, read as an absolute path up to this component, names."""
        parts: list[str] = []
        at = k
        while at >= 0:
            parts.append(block.names[block.o[at * 6]])
            at = block.o[at * 6 + 5]
        parts.reverse()
        found = self.resolver.find_module(parts[0], block.file)
        if found is None:
            return ()
        entities: tuple[Entity, ...] = (Module(found),)
        for part in parts[1:]:
            out: dict[Entity, None] = {}
            for e in entities:
                if type(e) is Module:
                    out.update(dict.fromkeys(self.resolver.resolve(e.name, part)))
                else:
                    cls = self.as_class(e)
                    if cls is not None:
                        out[self.lookup(cls, part)] = None
            entities = tuple(out)
        return entities

    # -- definitions ----------------------------------------------------------------------------------------------

    def definitions(self, module: str, qualname: str) -> list[tuple[Block, int]]:
        """The occurrences that define a symbol (as named, not through imports), in order of path and line."""
        owner, _, name = qualname.rpartition(".")
        files = {f.id for f in self.reader.files_of_module(module)}
        out = []
        in_function = owner.endswith("<locals>")
        around = owner[: -len(".<locals>")] if in_function else owner
        for block in map(self.wrap, self.reader.blocks_of_name_in(name, files)):
            o = block.o
            for k in block.positions(name):
                j = k * 6
                code = o[j + 3]
                role = code & F.ROLE_MASK
                link = o[j + 5]
                if role == F.ATTRIBUTE:
                    if code & F.STORE and owner and plain(self._self_class(block, link)) == owner:
                        out.append((block, k))
                    continue
                if role == F.IMPORT:
                    if not code & F.BINDS:
                        continue
                    link = o[j + 4]
                    if link < 0:
                        link = F.OWNER if block.row.owner else F.GLOBAL
                elif role not in (F.WRITE, F.DEFINITION, F.PARAMETER, F.CAPTURE):
                    continue
                if link == F.GLOBAL:
                    matches = not owner
                elif link == F.OWNER:
                    matches = plain(block.row.owner) == owner and bool(owner)
                elif link >= 0 and owner:
                    matches = plain(block.scope_name(link)) == around and block._is_function(link) == in_function
                else:
                    matches = False
                if matches:
                    out.append((block, k))
        out.sort(key=lambda x: (x[0].file.path, x[0].place(x[1])))
        return out


def _bindings(blocks: list[Block], name: str) -> list:
    """How the module level of a file binds a name, as namespace entries, read from the blocks that mention it."""
    out: list = []
    for block in blocks:
        o = block.o
        for k in block.positions(name):
            j = k * 6
            code = o[j + 3]
            role = code & F.ROLE_MASK
            if role == F.IMPORT:
                if code & F.BINDS and (code & F.INTO_GLOBAL or (o[j + 4] < 0 and not block.row.owner)):
                    level, module, imported, asname = block.i[o[j + 5]]
                    if imported is None:
                        entry: object = ["m", module if asname else module.partition(".")[0]]
                    else:
                        entry = ["i", level, module, imported]
                    if entry not in out:
                        out.append(entry)
            elif role in (F.WRITE, F.DEFINITION, F.CAPTURE, F.DELETE) and o[j + 5] == F.GLOBAL:
                entry = ("c" if code & F.IS_CLASS else "d") if role == F.DEFINITION else "v"
                if entry not in out:
                    out.append(entry)
    return out
