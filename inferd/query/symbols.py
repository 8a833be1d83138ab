"""Definitions, members, bindings, strings, outlines and symbol search: the questions about what there is."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class, Opaque
from inferd.index.resolve import Namespace
from inferd.model import EXACT, POSSIBLE, Definition, Reference, plain
from inferd.query import targets as T
from inferd.query.rows import row
from inferd.query.view import Block, View, some_roles
from inferd.store.rows import FileRow
from inferd.syntax import facts as F


class Outline(NamedTuple):
    """A symbol of a file with what it contains; ranges from 1."""

    name: str
    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    body_line: int
    body_end_line: int
    children: tuple["Outline", ...]


def kind_of(block: Block, k: int, scope: int | None = None) -> str:
    """The kind of what an occurrence defines, in the field's words.  *scope*: the one that it opens, if known."""
    n, _, _, code, _, link = block.record(k)
    role = code & F.ROLE_MASK
    if role == F.ATTRIBUTE:
        return "attribute"
    if role == F.PARAMETER:
        return "parameter"
    if role == F.IMPORT:
        return "import"
    in_class = link == F.OWNER or (link >= 0 and block.s[link * 7] == F.CLASS)
    if role == F.DEFINITION:
        if code & F.TYPE_PARAMETER:
            return "type parameter"
        if code & F.IS_CLASS:
            return "class"
        if scope is None:
            scope = T.scope_defined(block, k)
        flags = block.s[scope * 7 + 6] if scope >= 0 else 0
        if flags & (F.S_PROPERTY | F.S_SETTER):
            return "property"
        return "method" if in_class else "function"
    if in_class:
        return "attribute"
    return "constant" if link == F.GLOBAL and block.names[n].isupper() else "variable"


def definition_at(view: View, block: Block, k: int, symbol: str, ordinal: int) -> Definition:
    """The row of a definition whose name is occurrence *k*; *ordinal*: the how many-th of that symbol it is, from 1."""
    line, column, end_line, end_column = block.place(k)
    body, body_end = line, end_line
    scope = -1
    if block.record(k)[3] & F.ROLE_MASK == F.DEFINITION:
        scope = T.scope_defined(block, k)
        if scope >= 0:
            body = block.row.line + block.s[scope * 7 + 3]
            body_end = block.row.line + block.s[scope * 7 + 4]
        elif block.row.kind == "class":
            body, body_end = block.row.line, _class_end(view, block)
    return Definition(
        symbol, kind_of(block, k, scope), ordinal, block.file.path, line, column, end_line, end_column, body, body_end,
        bool(block.row.stale),
    )  # fmt: skip


def _class_end(view: View, header: Block) -> int:
    """The last line of a class that is an owner."""
    line, lines = view.class_extents(header.row.file_id).get(header.row.id, (0, header.row.lines))
    return header.row.line + line + lines - 1


def definitions(view: View, subject: T.Subject) -> list[Definition]:
    """Where a subject is defined, in order; a module is defined where its file begins."""
    symbol = T.symbol_of(view, subject)
    if isinstance(subject, T.ModuleSubject):
        return [
            Definition(symbol, "module", i + 1, f.path, 1, 1, 1, 1, 1, 1)
            for i, f in enumerate(view.reader.files_of_module(subject.module))
        ]
    if isinstance(subject, T.External):
        return []
    if isinstance(subject, T.Variable):
        places = _bound(view, subject)
    elif isinstance(subject, T.Attribute):
        places = view.members_of(subject.cls, subject.name)
        in_class = [(b, k) for b, k in places if b.o[k * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE]
        places = in_class or places
    else:
        places = view.definitions(subject.module, subject.name)
    return [definition_at(view, b, k, symbol, i + 1) for i, (b, k) in enumerate(places)]


def places(view: View, subject: T.Subject) -> list[tuple[Block, int]]:
    """The occurrences that bind a subject: (block, number in it)."""
    if isinstance(subject, T.Attribute):
        return view.members_of(subject.cls, subject.name)
    if isinstance(subject, T.Global):
        return view.definitions(subject.module, subject.name)
    return _bound(view, subject) if isinstance(subject, T.Variable) else []


def flags(view: View, subject: T.Subject) -> int:
    """The flags of the functions and classes that a subject is defined as (`facts.S_*`)."""
    out = 0
    for block, k in places(view, subject):
        if block.o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION:
            scope = T.scope_defined(block, k)
            out |= block.s[scope * 7 + 6] if scope >= 0 else 0
    return out


def _bound(view: View, subject: T.Variable) -> list[tuple[Block, int]]:
    """The occurrences that bind a name of a function."""
    record = view.reader.block(subject.block)
    assert record is not None
    block = view.wrap(record)
    return [
        (block, k) for k, role, code, around, link in block.mentions(subject.name)
        if (role in (F.WRITE, F.PARAMETER, F.DEFINITION, F.CAPTURE) and link == subject.scope)
        or (role == F.IMPORT and code & F.BINDS and around == subject.scope)
    ]  # fmt: skip


def members(view: View, subject: T.Subject) -> list[Definition]:
    """What a class has, its own first and then what it inherits, or what a module defines."""
    if isinstance(subject, T.ModuleSubject):
        out = []
        for f in view.reader.files_of_module(subject.module):
            for block in view.blocks_of_file(f.id):
                out += _visible(view, block, "", f"{subject.module}:")
        return _numbered(out)
    cls = _as_class(view, subject)
    if cls is None:
        return []
    out = []
    seen: set[str] = set()
    for node in view.hierarchy.mro(cls):
        if isinstance(node, Opaque):
            continue
        own = []
        for f in view.reader.files_of_module(node.module):
            for block in view.blocks_of_file(f.id):
                own += _visible(view, block, node.name, f"{node.symbol}.")
        names = {d.symbol.rpartition(".")[2] for d in own}
        out += [d for d in own if d.symbol.rpartition(".")[2] not in seen]
        seen |= names
    return _numbered(out)


def _as_class(view: View, subject: T.Subject) -> Class | None:
    if isinstance(subject, T.Global) and view.definition_kinds(subject.module, subject.name) & {"c"}:
        return Class(subject.module, subject.name)
    if isinstance(subject, T.Attribute):
        return Class(subject.cls.module, f"{subject.cls.name}.{subject.name}")
    return None


def _visible(view: View, block: Block, owner: str, prefix: str) -> list[Definition]:
    """The definitions in a block that the owner's scope sees; instance attributes included.

    A class in a branch has no blocks of its own: it is a scope of the block that the whole statement is.
    """
    out: list[Definition] = []
    if owner:
        own = {i for i in range(len(block.s) // 7) if block.s[i * 7] == F.CLASS and plain(block.scope_name(i)) == owner}
        if plain(block.row.owner) == owner:
            own.add(F.OWNER)
        elif not own:
            return out
    else:
        own = {F.GLOBAL}
    for k, name, role, code, _, link in block.having(_MEMBER_ROLES if owner else _DEFINING_ROLES):
        if role == F.ATTRIBUTE:
            if not code & F.STORE or plain(view.self_class(block, link)) != owner:
                continue
        elif link not in own or (not owner and block.row.owner):
            continue
        out.append(definition_at(view, block, k, prefix + name, 1))
    return out


def _numbered(definitions: list[Definition]) -> list[Definition]:
    """Drop repeated instance attributes, and count what is defined more than once."""
    counts: dict[str, int] = {}
    out = []
    for d in definitions:
        n = counts.get(d.symbol, 0)
        if n and d.kind in ("attribute", "variable", "constant"):
            continue
        counts[d.symbol] = n + 1
        out.append(d._replace(ordinal=n + 1))
    return out


def bindings(view: View, subject: T.Subject) -> list[Reference]:
    """The occurrences that bind names in a module, class or function."""
    out: list[Reference] = []
    if isinstance(subject, T.ModuleSubject):
        for f in view.reader.files_of_module(subject.module):
            for block in view.blocks_of_file(f.id):
                out += _bindings_in(block, None)
        return out
    if isinstance(subject, T.Variable):
        record = view.reader.block(subject.block)
        assert record is not None
        block = view.wrap(record)
        for k in block.positions(subject.name):
            scope = T.scope_defined(block, k)
            if scope >= 0:
                out += _bindings_in(block, scope)
        return out
    for block, k in places(view, subject):
        scope = T.scope_defined(block, k)
        if scope >= 0:
            out += _bindings_in(block, scope)
        elif block.row.kind == "class":
            owner = f"{block.row.owner}.{block.row.name}" if block.row.owner else block.row.name
            for inner in _body(view, block.row.file_id, plain(owner)):
                out += _bindings_in(inner, -1)
    return out


def _body(view: View, file_id: int, cls: str) -> list[Block]:
    """The blocks of a file that a class (a plain qualified name) owns, in order."""
    return [b for b in view.blocks_of_file(file_id) if plain(b.row.owner) == cls]


_BINDING_ROLES = some_roles(F.WRITE, F.DEFINITION, F.PARAMETER, F.CAPTURE, F.DELETE, F.IMPORT)


def _bindings_in(block: Block, scope: int | None) -> list[Reference]:
    """The bindings in a block: all of them, or those of one scope (-1: the owner's)."""
    out = []
    for k, name, role, code, around, link in block.having(_BINDING_ROLES):
        if role == F.IMPORT and not code & F.BINDS:
            continue
        bound = around if role == F.IMPORT else link
        if scope is not None and bound != scope and not (scope == -1 and bound < 0):
            continue
        out.append(row(block, k, block.symbol_in(max(bound, -1), name), EXACT, ()))
    return out


def strings(view: View, name: str) -> list[Reference]:
    """The strings that read as this name, or have it as a component."""
    out = []
    for block in view.blocks_of_name(name, 1 << F.STRING):
        for k in block.positions(name):
            code = block.o[k * 6 + 3]
            if code & F.ROLE_MASK == F.STRING:
                meaning = view.meaning(block, k)
                symbol = T.symbol_of(view, T.subject_of(view, meaning[0])) if meaning else ""
                confidence = EXACT if code & F.IN_ALL and meaning else POSSIBLE
                why = "in __all__" if code & F.IN_ALL else "a dotted string" if code & F.DOTTED else ""
                why = why or ("given to getattr or its like" if code & F.BY_GETATTR else "a string")
                out.append(row(block, k, symbol, confidence, ({"kind": "static", "why": why},)))
    return out


def unresolved(view: View, subject: T.Subject | None = None) -> list[Reference]:
    """Imports that lead nowhere inside the project though their package is here, and names that nothing binds.

    Without a subject: of the whole project.
    """
    out = []
    for f in _files(view, subject):
        stars = any(not inside for ns in view.resolver.namespaces(f.module) for inside in _stars(view, ns))
        for block in view.blocks_of_file(f.id):
            for k, name, role, code, _, link in block.having(_USING_ROLES):
                if role == F.IMPORT:
                    if code & F.MODULE_PART or name == "*":
                        continue
                    if not view.import_targets(block, block.i[link]):
                        out.append(
                            row(block, k, "", POSSIBLE, ({"kind": "static", "why": "the module has no such name"},))
                        )
                elif link == F.GLOBAL and not code & F.IN_COMMENT:
                    if name in _MODULE_NAMES or view.meaning(block, k):
                        continue
                    why = (
                        "bound by nothing, unless a star import from outside brings it" if stars else "bound by nothing"
                    )
                    out.append(row(block, k, "", POSSIBLE, ({"kind": "static", "why": why},)))
    return out


def files_of(view: View, subject: T.Subject | None) -> list[int]:
    """The files of a subject's module, by id; all of the project for None."""
    return [f.id for f in _files(view, subject)]


def _files(view: View, subject: T.Subject | None) -> "Sequence[FileRow]":
    if isinstance(subject, T.ModuleSubject):
        return view.reader.files_of_module(subject.module)
    if subject is None:
        return view.reader.files()
    return view.reader.files_of_module(T.symbol_of(view, subject).partition(":")[0])


_USING_ROLES = some_roles(F.READ, F.CALL, F.IMPORT)
_MODULE_NAMES = frozenset(
    "__name__ __file__ __doc__ __package__ __spec__ __loader__ __path__ __builtins__ __class__ __module__ __qualname__ "
    "__annotations__ __debug__ __cached__ __dict__ WindowsError".split()
)


def _stars(view: View, namespace: Namespace) -> list[bool]:
    return [view.resolver.imported_module(namespace, level, module)[1] for level, module in namespace.stars]


# ---------------------------------------------------------------------------------------------------------------------
# Outlines and symbol search


def outline(view: View, path: str) -> list[Outline]:
    """The symbols of a file as a tree: classes, functions, attributes, module-level variables."""
    f = view.reader.file_at(path)
    if f is None:
        return []
    top: list[list[Any]] = []
    classes: dict[str, list[list[Any]]] = {}
    order = view.blocks_of_file(f.id)
    counts: dict[str, int] = {}
    for block in order:
        where = classes.get(block.row.owner, top) if block.row.owner else top
        named: set[str] = {item[0] for item in where}
        inner: dict[int, list[list[Any]]] = {}
        for k, name, role, code, around, link in block.having(_DEFINING_ROLES):
            if code & F.TYPE_PARAMETER if role == F.DEFINITION else link >= 0 or name in named:
                continue
            place = block.place(k)
            body, body_end = place[0], place[2]
            children: list[list[Any]] = []
            scope = -1
            if role == F.DEFINITION:
                scope = T.scope_defined(block, k)
                if scope >= 0:
                    body = block.row.line + block.s[scope * 7 + 3]
                    body_end = block.row.line + block.s[scope * 7 + 4]
                    inner[scope] = children
                elif code & F.IS_CLASS and block.row.kind == "class":
                    body = block.row.line
                    body_end = _class_end(view, block)
                    full = f"{block.row.owner}.{name}" if block.row.owner else name
                    key = full
                    counts[full] = counts.get(full, 0) + 1
                    if counts[full] > 1:
                        key = f"{full}#{counts[full]}"
                    classes[key] = children
            item = [name, kind_of(block, k, scope), *place, body, body_end, children]
            if link >= 0:
                parent = inner.get(around)
                if parent is not None:
                    parent.append(item)
            else:
                where.append(item)
                named.add(name)
    return [_frozen(i) for i in top]


def _frozen(item: list[Any]) -> Outline:
    return Outline._make((*item[:8], tuple(_frozen(c) for c in item[8])))


def search(view: View, text: str, limit: int = 200) -> list[Definition]:
    """Module-level and class-level symbols whose name contains the letters of *text* in order; best first."""
    letters = [c.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for c in text]
    names = view.reader.names_like("%" + "%".join(letters) + "%" if letters else "%", _MOST_NAMES)
    ranked = _ranked(names, text.casefold())
    out: list[Definition] = []
    count = 8
    while ranked:
        batch, ranked = ranked[:count], ranked[count:]
        count *= 2
        posted = view.reader.postings_among(batch, F.VISIBLE, _POSTED_DEFINING)
        blocks = {b.raw[0]: b for b in view.blocks_by_id([i for _, ids in posted for i in ids][: limit * 20])}
        for name, ids in posted:
            for i in ids:
                block = blocks.get(i) or view.blocks_by_id([i])[0]
                for k, role, _, _, link in block.mentions(name):
                    if role in _DEFINING and link < 0:
                        out.append(definition_at(view, block, k, block.symbol_in(-1, name), 1))
                        if len(out) >= limit:
                            return out
    return out


_MOST_NAMES = 4000
_DEFINING = frozenset((F.WRITE, F.DEFINITION, F.CAPTURE))
_DEFINING_ROLES = some_roles(F.WRITE, F.DEFINITION, F.CAPTURE)
_MEMBER_ROLES = some_roles(F.WRITE, F.DEFINITION, F.CAPTURE, F.ATTRIBUTE)
_POSTED_DEFINING = 1 << F.WRITE | 1 << F.DEFINITION | 1 << F.CAPTURE


def _ranked(names: list[str], folded: str) -> list[str]:
    """Names, shortest first, with what is the text before what begins with it, contains it, or has its letters."""
    groups: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    for name in names:
        at = name.casefold().find(folded)
        groups[3 if at < 0 else 2 if at else 0 if len(name.casefold()) == len(folded) else 1].append(name)
    return [name for group in groups for name in group]
