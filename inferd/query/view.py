"""One snapshot as queries see it: blocks unpacked, and what each occurrence stands for.

The heart is `View.meaning(block, k)`: the entities that occurrence *k* of a block denotes by Python's own rules, as far
as they are decidable without types: lexical binding, imports, attributes of modules and of plainly named classes, and
members through `self`, `cls` and `super()` over the hierarchy.  Everything else has no meaning here: `()`.
"""

import builtins
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from json import JSONDecoder, loads
from struct import Struct
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class, Hierarchy, Opaque, class_of
from inferd.index.resolve import Entry, Module, Namespace, Outside, Resolver, Symbol, Target
from inferd.model import plain
from inferd.store.rows import BlockRow, FileRow, Reader
from inferd.syntax import facts as F

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.query.runtime import Seen
    from inferd.query.types import Typing
    from inferd.query.world import Shelf

_BUILTINS = frozenset(dir(builtins))
_DEEPEST = 60
_MOST_BLOCKS = 12_000
_NOTHING: dict[str, Any] = {}
_NONE: list[Any] = []
_narrow = Struct("<6h").unpack_from
_wide = Struct("<6i").unpack_from
_OWNER, _LINE, _STALE, _WIDE, _NAMES, _OCCURRENCES, _MORE = map(
    BlockRow._fields.index, ("owner", "line", "stale", "wide", "names", "occurrences", "more")
)
# Without the checks that `loads` makes around it: a third of its time on short texts.
_unjson: Callable[[str, int], tuple[Any, int]] = JSONDecoder().scan_once  # type: ignore[attr-defined]
_BIND_NOTHING = frozenset((F.ATTRIBUTE, F.KEYWORD, F.STRING, F.READ, F.CALL))
_NO_SELF = F.S_STATIC | F.S_REBOUND


class Local(NamedTuple):
    """A name bound in a scope inside a block: known by place, because comprehensions and lambdas have no names."""

    block: int
    scope: int
    name: str


class Member(NamedTuple):
    """Attribute *name* as found from class *seen*: defined by *cls*.  Not `certain` behind an outside base."""

    cls: Class
    name: str
    seen: Class
    certain: bool


_METACLASSES = ("builtins:type", "abc:ABCMeta")


class Dangling(NamedTuple):
    """Attribute *name* of a known class whose MRO, as far as it is ours, lacks it; `opaque`: a base is not known."""

    seen: Class
    name: str
    opaque: bool


Entity = Target | Local | Member | Dangling


#: an occurrence of a name in a block: (its number, role, code, scope, link), see `inferd.syntax.facts`
Mention = tuple[int, int, int, int, int]


class Block:
    """A block row with its facts unpacked, each part when first asked for: most blocks are only leafed through."""

    _i: list[list[Any]]
    _w: dict[str, object]

    __slots__ = ("_around", "_asked", "_found", "_i", "_names", "_o", "_quals", "_row", "_s", "_w", "file", "raw")

    def __init__(self, row: tuple[Any, ...], file: FileRow):
        self.raw = row  # what `row` is, without names for its fields
        self.file = file
        self._row: BlockRow | None = None
        self._names: list[str] | None = None
        self._o: array[int] | None = None
        self._s: Sequence[int] | None = None
        self._around: dict[int, str] | None = None
        self._quals: dict[int, str] | None = None
        self._asked = ""

    @property
    def row(self) -> BlockRow:
        row = self._row
        if row is None:
            row = self._row = BlockRow._make(self.raw)
        return row

    @property
    def names(self) -> list[str]:
        names = self._names
        if names is None:
            names = self._names = self.raw[_NAMES].split()
        return names

    @property
    def o(self) -> "array[int]":
        """The occurrences: six integers each."""
        o = self._o
        if o is None:
            o = self._o = F.unpacked(self.raw[_OCCURRENCES], self.raw[_WIDE])
        return o

    @property
    def s(self) -> Sequence[int]:
        """The scopes: kind, occurrence that defines it, parent, line, end line, name of the first parameter, flags."""
        s = self._s
        return s if s is not None else self._unpack_more()

    @property
    def i(self) -> list[list[Any]]:
        """The imports: level, module, name or None, asname."""
        if self._s is None:
            self._unpack_more()
        return self._i

    @property
    def w(self) -> dict[str, object]:
        """The widths of occurrences that are not written as they are named."""
        if self._s is None:
            self._unpack_more()
        return self._w

    def _unpack_more(self) -> Sequence[int]:
        more = _unjson(self.raw[_MORE], 0)[0] if self.raw[_MORE] else _NOTHING
        self._i = more.get("i", _NONE)
        self._w = more.get("w", _NOTHING)
        s: Sequence[int] = more.get("s", _NONE)
        self._s = s
        return s

    def record(self, k: int) -> tuple[int, int, int, int, int, int]:
        """Occurrence *k* without unpacking the others: name, line, column, code, scope, link."""
        raw = self.raw
        return _wide(raw[_OCCURRENCES], k * 24) if raw[_WIDE] else _narrow(raw[_OCCURRENCES], k * 12)

    def mentions(self, name: str) -> list[Mention]:
        """The occurrences of a name.  The last answer is kept: one name is asked for again and again."""
        if self._asked == name:
            return self._found
        raw = self.raw
        self._asked = name
        out: list[Mention] = []
        self._found: list[Mention] = out
        names = f" {raw[_NAMES]} "
        at = names.find(f" {name} ")
        if at < 0:
            return out
        n = names.count(" ", 0, at)
        occurrences = raw[_OCCURRENCES]
        unpack, size = (_wide, 24) if raw[_WIDE] else (_narrow, 12)
        # The low bytes of the ordinals, searched in C.  Where there are more than 256 names, some of what is met is
        # another.
        low = n & 255
        ordinals = occurrences[::size]
        k = ordinals.find(low)
        while k >= 0:
            m, _, _, code, scope, link = unpack(occurrences, k * size)
            if m == n:
                out.append((k, code & 15, code, scope, link))
            k = ordinals.find(low, k + 1)
        return out

    @property
    def is_stale(self) -> bool:
        """Whether these are the last facts of a block that does not parse at present."""
        return bool(self.raw[_STALE])

    def having(self, roles: bytes) -> Iterator[tuple[int, str, int, int, int, int]]:
        """(number, name, role, code, scope, link) of the occurrences of certain roles (see `some_roles`), in order."""
        raw = self.raw
        names = self.names
        occurrences = raw[_OCCURRENCES]
        unpack, size = (_wide, 24) if raw[_WIDE] else (_narrow, 12)
        wanted = occurrences[size // 2 :: size].translate(roles)
        k = wanted.find(1)
        while k >= 0:
            n, _, _, code, scope, link = unpack(occurrences, k * size)
            yield k, names[n], code & 15, code, scope, link
            k = wanted.find(1, k + 1)

    def positions(self, name: str) -> list[int]:
        """The occurrences of a name, by number."""
        return [m[0] for m in self.mentions(name)]

    def place(self, k: int) -> tuple[int, int, int, int]:
        """(line, column, end line, end column) of an occurrence, from 1."""
        n, line, column, _, _, _ = self.record(k)
        line += self.raw[_LINE]
        column += 1
        widths = self.w
        if widths:
            w = widths.get(str(k))
            if w is not None:
                if type(w) is int:
                    return line, column, line, column + w
                return line, column, self.raw[_LINE] + w[0], w[1] + 1  # type: ignore[index]
        return line, column, line, column + len(self.names[n])

    def shown(self, k: int) -> tuple[str, int, int, int, int, str, str, str]:
        """An occurrence as the first fields of a `Reference`: path, range, text, role, enclosing scope."""
        n, line, column, code, scope, _ = self.record(k)
        around = self._around
        symbol = around.get(scope) if around is not None else None
        if symbol is None:
            symbol = self.enclosing(scope)
        text = self.names[n]
        if self.w:
            return self.file.path, *self.place(k), text, F.ROLE_NAMES[code & 15], symbol
        line += self.raw[_LINE]
        return self.file.path, line, column + 1, line, column + 1 + len(text), text, F.ROLE_NAMES[code & 15], symbol

    def is_verbatim(self, k: int) -> bool:
        """Whether the occurrence stands in the source as one word (not a string with escapes or over several lines)."""
        w = self.w.get(str(k)) if self.w else None
        return w is None or type(w) is int

    def scope_name(self, scope: int) -> str:
        """The qualified name of a scope of the block (-1: its owner), without the module."""
        if scope < 0:
            owner: str = self.raw[_OWNER]
            return owner
        quals = self._quals
        if quals is None:
            quals = self._quals = {}
        known = quals.get(scope)
        if known is None:
            s = self.s
            kind, record, parent = s[scope * 7], s[scope * 7 + 1], s[scope * 7 + 2]
            around = self.scope_name(parent)
            if kind == F.TYPE_SCOPE:
                known = around
            else:
                if record >= 0:
                    name = self.names[self.record(record)[0]]
                else:
                    name = "<lambda>" if kind == F.LAMBDA else "<comprehension>"
                if parent >= 0 and self._is_function(parent):
                    name = "<locals>." + name
                known = f"{around}.{name}" if around else name
            quals[scope] = known
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
        around = self._around
        if around is None:
            around = self._around = {}
        known = around.get(scope)
        if known is None:
            within = scope
            while within >= 0 and self.s[within * 7] not in (F.FUNCTION, F.CLASS):
                within = self.s[within * 7 + 2]
            name = self.scope_name(within)
            known = around[scope] = f"{self.file.module}:{name}" if name else self.file.module
        return known

    def class_around(self, scope: int) -> str:
        """The qualified name of the class that a method's scope sits in; '' where it sits in none."""
        parent = self.s[scope * 7 + 2]
        while parent >= 0 and self.s[parent * 7] == F.TYPE_SCOPE:
            parent = self.s[parent * 7 + 2]
        if parent >= 0:
            return self.scope_name(parent) if self.s[parent * 7] == F.CLASS else ""
        owner: str = self.raw[_OWNER]
        return owner

    def method_around(self, scope: int) -> int:
        """The innermost method that a scope lies in; -1 for none."""
        while scope >= 0:
            if self.s[scope * 7] == F.FUNCTION and self.s[scope * 7 + 6] & F.S_METHOD:
                return scope
            scope = self.s[scope * 7 + 2]
        return -1


def some_roles(*roles: int) -> bytes:
    """Some roles as `Block.having` wants them: a table over the low byte of an occurrence's code."""
    return bytes(code & F.ROLE_MASK in roles for code in range(256))


class View:
    """Everything that one request asks of one snapshot."""

    #: called all the time while types are inferred; raises where nobody wants the answer any more
    check: Callable[[], None] | None = None
    #: what runs have seen, once it was asked for (see `query.runtime`)
    seen: "tuple[Seen | None] | None" = None

    def __init__(self, reader: Reader):
        self.reader = reader
        self.roots: tuple[str, ...] = tuple(loads(reader.meta("roots", '[""]')))
        self.resolver = Resolver(reader, self.roots)
        self.hierarchy = Hierarchy(reader)
        self._files: dict[int, FileRow] = {}
        self._blocks: dict[int, Block] = {}
        self._members: dict[str, dict[Class, list[tuple[Block, int]]]] = {}
        self._members_in: dict[tuple[str, str], dict[Class, list[tuple[Block, int]]]] = {}
        self._bound: dict[tuple[int, str], tuple[Target, ...]] = {}
        self._stubs: set[str] | None = None
        self._starred: set[int] | None = None
        self._by_name: dict[tuple[str, int], list[Block]] = {}
        self._posted: dict[str, list[tuple[int, int, list[int]]]] = {}
        self._bare_namespaces: dict[int, Namespace] = {}
        self._extents: dict[int, dict[int, tuple[int, int]]] = {}
        self._looked_up: dict[tuple[Class, str, bool], Member | Dangling] = {}
        self._metas: frozenset[Class] | None = None
        self._local: dict[tuple[int, int, str], tuple[Entity, ...]] = {}
        self._kinds: dict[Symbol, set[str]] = {}
        self._depth = 0
        self._class_names: dict[str, bool] = {}
        self.shelf: Shelf | None = None
        self.explains = True  # whether rows are given the evidence for their types
        self.waits = False  # whether types are computed however many are not settled
        self.settling = 0  # files whose types are not settled, of those that an answer would have needed
        self._typing: Typing | None = None
        self._holds: dict[str, bool] = {}
        self.kept: dict[str, Any] = {}  # what others found out about the whole project, by names of theirs
        self.follows_all = False  # whether chains are followed that can lead to nothing in the project

    @property
    def typing(self) -> "Typing | None":
        """Types, where whoever made this view gave it the libraries (`shelf`)."""
        if self._typing is None and self.shelf is not None:
            from inferd.query.types import Typing

            self._typing = Typing(self, self.shelf)
        return self._typing

    def use(self, typing: "Typing") -> "Typing":
        """Let types be found by another engine."""
        self._typing = typing
        return typing

    def is_large(self) -> bool:
        """Whether it has read so much that it should not be kept."""
        return len(self._blocks) > _MOST_BLOCKS or (self._typing is not None and self._typing.engine.is_large())

    def close(self) -> None:
        """Let go of all that it holds.

        What inference holds refers to itself, and it would take Python's collector a tenth of a second, now and then,
        to find out that nobody else does.
        """
        if self._typing is not None:
            self._typing.close()
        vars(self).clear()

    def forget_blocks(self) -> None:
        """Forget the rows that were read; what was found out from them stays."""
        for held in (self._blocks, self._by_name, self._posted, self._extents):
            held.clear()

    def refresh(self) -> None:
        """Forget what one question has asked for itself."""
        self.explains, self.waits, self.settling = True, False, 0
        if self._typing is not None:
            self._typing.left_out.clear()

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

    def postings(self, name: str) -> list[tuple[int, int, list[int]]]:
        """Where a name occurs: (file id, posting bits, block ids)."""
        known = self._posted.get(name)
        if known is None:
            known = self._posted[name] = self.reader.postings(name)
        return known

    def blocks_of_name(self, name: str, mask: int = -1) -> list[Block]:
        """The blocks that mention a name, of the files that post it with a bit of *mask*, by file."""
        known = self._by_name.get((name, mask))
        if known is None:
            ids = [i for _, bits, blocks in self.postings(name) if bits & mask for i in blocks]
            known = self._by_name[name, mask] = self.blocks_by_id(ids)
        return known

    def blocks_by_id(self, ids: list[int]) -> list[Block]:
        """Blocks in the order of their ids in the list; those not read yet are read together."""
        blocks = self._blocks
        missing = [i for i in ids if i not in blocks]
        if missing:
            rows = self.reader.blocks_by_id(missing)
            files = self._files
            unknown = {r[1] for r in rows if r[1] not in files}
            if unknown:
                files.update((f.id, f) for f in self.reader.files_by_id(unknown))
            for r in rows:
                blocks[r[0]] = Block(r, files[r[1]])
        return [blocks[i] for i in ids if i in blocks]

    def can_hold(self, name: str) -> bool:
        """Whether anything in the project makes this name a class, a module or an import.  A name of which that is not
        so can be no receiver whose attributes are decided here, and need not be followed.
        """
        if self.follows_all:
            return True
        known = self._holds.get(name)
        if known is None:
            known = self._holds[name] = self.reader.is_posted(name, 1 << F.IMPORT | F.POSTED_CLASS)
        return known

    def ask_holders(self, names: Iterable[str]) -> None:
        """Find out about many names at once what `can_hold` will be asked."""
        unknown = [n for n in names if n not in self._holds]
        if len(unknown) > 1:
            found = self.reader.posted_among(unknown, 1 << F.IMPORT | F.POSTED_CLASS)
            self._holds.update((n, n in found) for n in unknown)

    def _is_class_name(self, name: str) -> bool:
        if self.follows_all:
            return True
        known = self._class_names.get(name)
        if known is None:
            known = self._class_names[name] = self.reader.is_posted(name, F.POSTED_CLASS)
        return known

    def blocks_of_file(self, file_id: int) -> list[Block]:
        return [self.wrap(r) for r in self.reader.blocks_of_file(file_id)]

    def class_extents(self, file_id: int) -> dict[int, tuple[int, int]]:
        """Header block -> (first line from the block's, lines) of the classes of a file."""
        known = self._extents.get(file_id)
        if known is None:
            known = self._extents[file_id] = self.reader.class_extents(file_id)
        return known

    def read_above(self, classes: Iterable[Class]) -> None:
        """Read all that is above some classes: one statement a step up, where class by class it is one a module."""
        classes = list(classes)
        while modules := self.hierarchy.unread(classes):
            wanted = sorted(modules)
            self.hierarchy.learn(wanted, self.reader.bases_of(wanted))

    # -- names ----------------------------------------------------------------------------------------------------

    def global_targets(self, file: FileRow, name: str, blocks: list[Block] | None = None) -> tuple[Target, ...]:
        """What a module-level name of a file stands for; () for builtins and for what nothing binds.

        *blocks*, where given, are all blocks of the file that mention the name: its bindings are read from them, so
        that the file's namespace need not be.
        """
        key = (file.id, name)
        known = self._bound.get(key)
        if known is not None:
            return known
        if blocks is None:
            out = self.resolver.resolve(file.module, name)
        else:
            entries = _bindings(blocks, name)
            if entries and not self.has_sibling(file):
                found: dict[Target, None] = {}
                namespace = self._bare(file)
                for entry in entries:
                    found.update(dict.fromkeys(self.resolver.entry_targets(namespace, name, entry)))
                out = tuple(found)
            elif self._has_star(file.id) or self.has_sibling(file):
                out = self.resolver.resolve(file.module, name)
            elif name in _BUILTINS:
                out = ()
            else:
                out = self.resolver.resolve(file.module, name)
        self._bound[key] = out
        return out

    def _bare(self, file: FileRow) -> Namespace:
        """The namespace of a file without its names: what relative imports need."""
        known = self._bare_namespaces.get(file.id)
        if known is None:
            known = self._bare_namespaces[file.id] = _without_names(file)
        return known

    def has_sibling(self, file: FileRow) -> bool:
        if self._stubs is None:
            self._stubs = self.reader.stub_paths()
        if file.path.endswith(".pyi"):
            return self.reader.file_at(file.path[:-1]) is not None
        return file.path + "i" in self._stubs

    def _has_star(self, file_id: int) -> bool:
        if self._starred is None:
            self._starred = {f for f, _, _ in self.reader.postings("*")}
        return file_id in self._starred

    def import_targets(self, block: Block, entry: list[Any]) -> tuple[Target, ...]:
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
        for _, role, code, within, link in block.mentions(name):
            if role == F.IMPORT:
                if code & F.BINDS and within == scope:
                    out.update(dict.fromkeys(self.import_targets(block, block.i[link])))
            elif link == scope and role not in _BIND_NOTHING:
                if role == F.DEFINITION and not code & F.TYPE_PARAMETER:
                    module, _, qualname = block.symbol_in(scope, name).partition(":")
                    symbol = Symbol(module, plain(qualname))
                    out[symbol] = None
                    kinds.add("c" if code & F.IS_CLASS else "d")
                elif role != F.GLOBAL_STATEMENT:
                    itself = True
                    kinds.add("v")
        if itself or not out:
            is_member = block.s[scope * 7] == F.CLASS  # of a class in a function
            cls = Class(block.file.module, plain(block.scope_name(scope)))
            out[Member(cls, name, cls, True) if is_member else Local(block.row.id, scope, name)] = None
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
            # classes inside functions bind their members in a scope of the block, which no posting calls visible
            mask = F.VISIBLE | 1 << F.DEFINITION | 1 << F.WRITE
            known = self._members[name] = self._defined_in(name, self.blocks_of_name(name, mask))
        return known

    def members_of(self, cls: Class, name: str) -> list[tuple[Block, int]]:
        """The same of one class: only its own files are looked at, where nobody has asked for all."""
        known = self._members.get(name)
        if known is None:
            key = (cls.module, name)
            known = self._members_in.get(key)
            if known is None:
                files = [f.id for f in self.reader.files_of_module(cls.module)]
                rows = self.reader.blocks_of_name_in(name, files) if files else []
                known = self._members_in[key] = self._defined_in(name, [self.wrap(row) for row in rows])
        return known.get(cls, [])

    def _defined_in(self, name: str, blocks: list[Block]) -> dict[Class, list[tuple[Block, int]]]:
        out: dict[Class, list[tuple[Block, int]]] = {}
        for block in blocks:
            for k, role, code, scope, link in block.mentions(name):
                owner = ""
                if role == F.ATTRIBUTE:
                    if code & F.STORE:
                        owner = self.self_class(block, link)
                elif role == F.IMPORT:
                    if code & F.BINDS and scope < 0:
                        owner = block.row.owner
                elif role in (F.WRITE, F.DEFINITION, F.CAPTURE):
                    if link == F.OWNER:
                        owner = block.row.owner
                    elif link >= 0 and block.s[link * 7] == F.CLASS:
                        owner = block.scope_name(link)
                if owner:
                    out.setdefault(Class(block.file.module, plain(owner)), []).append((block, k))
        return out

    def self_class(self, block: Block, receiver: int) -> str:
        """The class that the receiver occurrence is or is an instance of, where it is a method's first parameter."""
        if receiver < 0:
            return ""
        n, _, _, code, _, scope = block.record(receiver)
        if scope < 0 or code & F.ROLE_MASK not in F.NAME_ROLES:
            return ""
        s = block.s
        at = scope * 7
        flags = s[at + 6]
        if s[at + 5] != n or s[at] != F.FUNCTION or not flags & F.S_METHOD or flags & _NO_SELF:
            return ""
        return block.class_around(scope)

    def lookup(self, cls: Class, name: str, after_self: bool = False) -> Member | Dangling:
        """Find an attribute in the MRO of a class; *after_self*: as `super()` does."""
        key = (cls, name, after_self)
        known = self._looked_up.get(key)
        if known is None:
            known = self._looked_up[key] = self._look_up(cls, name, after_self)
        return known

    def _look_up(self, cls: Class, name: str, after_self: bool) -> Member | Dangling:
        if not after_self and self.members_of(cls, name):
            return Member(cls, name, cls, True)
        above = self.hierarchy.above(cls)
        defining = [c for c in above if type(c) is Class and self.members_of(c, name)]
        opaque = [n for n in above if type(n) is Opaque]
        if not defining:
            made = self._of_metaclass(cls, name)
            return Member(made, name, cls, True) if made is not None else Dangling(cls, name, bool(opaque))
        if len(defining) == 1 and all(n.lacks(name) for n in opaque):
            return Member(defining[0], name, cls, True)
        certain = True  # the order decides
        for node in self.hierarchy.mro(cls)[1:]:
            if isinstance(node, Opaque):
                if not node.lacks(name):
                    certain = False
            elif node in defining:
                return Member(node, name, cls, certain)
        raise AssertionError("the line of a class holds all that is above it")

    def metaclasses(self) -> frozenset[Class]:
        """The project's metaclasses."""
        if self._metas is None:
            self._metas = frozenset(c for meta in _METACLASSES for c in self.hierarchy.descendants(class_of(meta)))
        return self._metas

    def _of_metaclass(self, cls: Class, name: str) -> Class | None:
        """The metaclass of a class that has an attribute, where its own line has none: `def __init__(cls, ...):
        cls.label = 1` gives each class a label, which its objects have, too.
        """
        metas = self.metaclasses()
        if not metas or cls in metas or self.typing is None or metas.isdisjoint(self.members(name)):
            return None
        for meta in self.typing.metaclasses(cls):
            for node in (meta, *self.hierarchy.ancestors(meta)):
                made = self.members_of(node, name)
                if made and all(b.o[k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE for b, k in made):
                    return node
        return None

    # -- meaning --------------------------------------------------------------------------------------------------

    def meaning(
        self, block: Block, k: int, blocks: list[Block] | None = None, receiver: bool = False
    ) -> tuple[Entity, ...]:
        """What occurrence *k* of a block denotes; see the module's docstring.

        *receiver*: it is asked for as a receiver, so that an attribute of a class matters only where it is a class
        itself.
        """
        n, _, _, code, scope, link = block.record(k)
        role = code & F.ROLE_MASK
        name = block.names[n]
        if role == F.ATTRIBUTE:
            return self.attribute(block, name, link, scope, receiver)
        if role == F.IMPORT:
            if code & F.MODULE_PART:
                return self._module_part(block, k)
            return self.import_targets(block, block.i[link]) if name != "*" else ()
        if role == F.STRING:
            if code & F.IN_ALL:
                return self.global_targets(block.file, name, blocks)
            if code & F.DOTTED:
                return self.dotted_string(block, k)
            if code & F.BY_GETATTR and link >= 0 and not code & F.WORD:
                return self.attribute(block, name, link, scope)
            return ()
        if role == F.KEYWORD:
            return ()
        if link >= 0 and not (block.s[link * 7] == F.CLASS and self.is_unbound_yet(block, k, name)):
            return self.local_targets(block, link, name)
        if link == F.OWNER and not self.is_unbound_yet(block, k, name):
            return self._with_imported(Member(c := Class(block.file.module, plain(block.row.owner)), name, c, True))
        if link == F.OWNER_TYPE:
            return self.owner_type(block, name)
        found = self.global_targets(block.file, name, blocks)
        if not found and name in _BUILTINS:
            return (Outside("builtins", name),)
        return found

    def owner_type(self, block: Block, name: str) -> tuple[Entity, ...]:
        """The type parameter, of a class around, that a name in the body of the class stands for."""
        owner = plain(block.row.owner)
        while owner:
            for header, _ in self.definitions(block.file.module, owner):
                for _, role, code, _, link in header.mentions(name):
                    is_ours = role == F.DEFINITION and code & F.TYPE_PARAMETER
                    if is_ours and header.row.file_id == block.row.file_id:
                        return (Local(header.row.id, link, name),)
            owner = owner.rpartition(".")[0]
        return ()

    def is_unbound_yet(self, block: Block, k: int, name: str) -> bool:
        """Whether a class body reads a name in or before the statement that is the first to bind it there: `f =
        staticmethod(f)` reads the module's.  So does that of a class in a function, which has a local of this name.
        """
        if block.o[k * 6 + 3] & F.ROLE_MASK not in (F.READ, F.CALL):
            return False
        line = block.place(k)[0]
        link = block.o[k * 6 + 5]
        if link >= 0:
            found = block.mentions(name)
            bound = [block.place(j) for j, role, _, _, at in found if at == link and role not in (F.READ, F.CALL)]
            bound += [block.place(j) for j, role, _, at, _ in found if at == link and role == F.IMPORT]
        else:
            cls = Class(block.file.module, plain(block.row.owner))
            places = self.members_of(cls, name)
            bound = [b.place(j) for b, j in places if b.row.owner == block.row.owner and b.o[j * 6 + 5] == F.OWNER]
        return all(at[0] >= line for at in bound) and (name in _BUILTINS or bool(self.global_targets(block.file, name)))

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
        owner = self.self_class(block, link)
        if owner:
            return () if no_class else self._with_imported(self.lookup(Class(block.file.module, plain(owner)), name))
        if not self.can_hold(block.names[block.record(link)[0]]):
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
        for block, k in self.members_of(e.cls, e.name):
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
            places = self.members_of(e.cls, e.name)
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
        places = self.members_of(Class(module, owner), name) or self.definitions(module, qualname)
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
        level, module, _, _ = block.i[entry_index]
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
            for k, role, code, scope, link in block.mentions(name):
                if role == F.ATTRIBUTE:
                    if code & F.STORE and owner and plain(self.self_class(block, link)) == owner:
                        out.append((block, k))
                    continue
                if role == F.IMPORT:
                    if not code & F.BINDS:
                        continue
                    link = scope
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


def _without_names(file: FileRow) -> Namespace:
    package = file.module
    if not file.path.endswith(("/__init__.py", "/__init__.pyi")) and file.path not in ("__init__.py", "__init__.pyi"):
        package = file.module.rpartition(".")[0]
    return Namespace(file, {}, [], None, package)


def _bindings(blocks: list[Block], name: str) -> list[Entry]:
    """How the module level of a file binds a name, as namespace entries, read from the blocks that mention it."""
    out: list[Entry] = []
    for block in blocks:
        for _, role, code, scope, link in block.mentions(name):
            if role == F.IMPORT:
                if code & F.BINDS and (code & F.INTO_GLOBAL or (scope < 0 and not block.row.owner)):
                    level, module, imported, asname = block.i[link]
                    if imported is None:
                        entry: Entry = ["m", module if asname else module.partition(".")[0]]
                    else:
                        entry = ["i", level, module, imported]
                    if entry not in out:
                        out.append(entry)
            elif role in (F.WRITE, F.DEFINITION, F.CAPTURE, F.DELETE) and link == F.GLOBAL:
                entry = ("c" if code & F.IS_CLASS else "d") if role == F.DEFINITION else "v"
                if entry not in out:
                    out.append(entry)
    return out
