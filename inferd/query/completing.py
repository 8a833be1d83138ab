"""What may be written at a place: members of what stands before a dot, names that are in sight, names to import.

An *offer* says where it comes from and how sure it is.  Nothing is computed about an offer but what is needed to list
it; types and documentation are looked up for the one that is chosen (`inferd_lsp.completion.resolve`).

Members come from classes as inference sees them (`classes.info`), so those of libraries and of the project alike; where
a receiver is not known, or only in part, from what recorded runs saw there, which is said (`possible`).
"""

import builtins
import keyword
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from inferd.index.resolve import Module, Outside, Symbol
from inferd.inference.definitions import classes, managers, orm
from inferd.inference.engine import Engine, Where
from inferd.inference.types import Types, Value
from inferd.model import EXACT, INFERRED, POSSIBLE
from inferd.query import sightings
from inferd.query import targets as T
from inferd.query.types import Typing
from inferd.query.view import Block, View, some_roles
from inferd.store.rows import FileRow
from inferd.syntax import facts as F

LARGEST = 400  # names to import, of those that begin alike


class Offer(NamedTuple):
    """A name that may stand at a place.

    `kind`: method, function, class, property, attribute, variable, constant, module, parameter, argument, import or
    keyword; `home`: the symbol (`module:Class.name`) that it is, as far as that is known, for libraries with their
    module; `owner`: the class or module that has it.
    """

    name: str
    kind: str
    home: str
    owner: str
    confidence: str = EXACT
    module: str | None = None  # of a name to import: from where, '' for a module itself


# ---------------------------------------------------------------------------------------------------------------------
# Members


def members(typing: Typing, types: Types, confidence: str = INFERRED) -> list[Offer]:
    """The attributes of what a set holds; a name of several classes is offered once, for the first."""
    out: dict[str, Offer] = {}
    for v in typing.values_in(types):
        for offer in _of_value(typing, v, confidence):
            out.setdefault(offer.name, offer)
    return list(out.values())


def observed(view: View, block: Block, k: int) -> list[Offer]:
    """The attributes of what runs saw as the receiver of attribute *k*."""
    typing = view.typing
    return members(typing, sightings.receivers(view, block, k), POSSIBLE) if typing is not None else []


def used(block: Block, k: int) -> list[Offer]:
    """The attributes that the same variable is used with elsewhere in the block, where nothing else is known of it."""
    link = block.record(k)[5]
    if link < 0:
        return []
    name, _, _, _, _, bound = block.record(link)
    out: dict[str, Offer] = {}
    for j in range(len(block.o) // 6):
        code, at = block.o[j * 6 + 3], block.o[j * 6 + 5]
        if j != k and code & F.ROLE_MASK == F.ATTRIBUTE and at >= 0:
            receiver = block.record(at)
            if receiver[0] == name and receiver[5] == bound and receiver[3] & F.ROLE_MASK in F.NAME_ROLES:
                word = block.names[block.o[j * 6]]
                out.setdefault(word, Offer(word, "method" if code & F.CALLED else "attribute", "", "", POSSIBLE))
    return list(out.values())


def _of_value(typing: Typing, v: Value, confidence: str) -> Iterator[Offer]:
    engine = typing.engine
    tag = v[-1]
    if tag == "module":
        yield from of_module(typing, v.space, v.name, confidence)
    elif tag == "instance" or tag == "class":
        yield from _of_class(engine, v.cls, confidence, tag == "class")
        info = classes.info(engine, v.cls)
        for other in managers.handed_on(engine, info, v) if tag == "instance" else ():
            if other[-1] == "instance":
                yield from _of_class(engine, other.cls, confidence, False)
        for name in orm.GIVEN[tag] if info.orm == classes.MODEL else ():
            yield Offer(name, "attribute", "", f"{v.cls.module}:{v.cls.name}", confidence)
    elif tag == "super":
        yield from _of_class(engine, v.receiver.cls, confidence, False, v.cls)
    elif tag == "function" or tag == "bound":
        kind = "FunctionType" if tag == "function" else "MethodType"
        yield from _of_class(engine, engine.outside_class("types", kind), confidence, False)
    elif tag == "record":
        yield from _of_class(engine, engine.builtin("dict"), confidence, False)


def _of_class(engine: Engine, cls: Any, confidence: str, is_class: bool, after: Any = None) -> Iterator[Offer]:
    line = classes.info(engine, cls).line
    if after is not None:
        names = [a.cls for a in line]
        line = line[names.index(after) + 1 :] if after in names else line[1:]
    seen: set[str] = set()
    for a in line:
        owner = f"{a.cls.module}:{a.cls.name}"
        for name, kind in members_of(engine, a.cls).items():
            if name not in seen:
                seen.add(name)
                yield Offer(name, kind, f"{owner}.{name}", owner, confidence)
    for meta in classes.info(engine, cls).metaclass or ((engine.builtin("type"),) if is_class else ()):
        if is_class:
            for offer in _of_class(engine, meta, confidence, False):
                if offer.name not in seen:
                    seen.add(offer.name)
                    yield offer


def members_of(engine: Engine, cls: Any) -> dict[str, str]:
    """The names that a class itself has, in its body or put there through the first parameter of its methods, with
    the kind of each.
    """
    out: dict[str, str] = {}
    for place in classes.info(engine, cls).places:
        program = engine.program(place)
        for name, steps in program.stores.items():
            if name not in program.outer:
                out.setdefault(name, _kind(program.steps, steps[0], True))
        tree = engine.tree(place.space, place.file)
        for child in tree.children[place.scope]:
            scope = tree.scopes[child]
            if scope.kind != "function" or "\nA" not in scope.program:
                continue
            inner = tree.program(child)
            own = inner.params[0][0] if inner.params else ""
            for words in inner.steps:
                if words[0] in ("A", "Aa") and own and inner.steps[int(words[1])][:2] == ["l", own]:
                    out.setdefault(words[2], "attribute")
    for name in engine.fields_of(cls) or ():
        out.setdefault(name, "attribute")
    return out


_PROPERTIES = frozenset(("property", "cached_property", "setter", "getter", "abstractproperty"))


def _kind(steps: list[list[str]], n: int, in_class: bool) -> str:
    """What a step that binds a name makes of it."""
    words = steps[n]
    if words[0] == "s":
        made = steps[int(words[2])]
        if made[0] in ("f", "fa"):
            for w in made[3:]:
                if w[0] == "@":
                    decorator = steps[int(w[1:])]
                    if decorator[0] in ("l", "a") and decorator[-1] in _PROPERTIES:
                        return "property"
            return "method" if in_class else "function"
        if made[0] == "k":
            return "class"
        if made[0] in ("im", "fr"):
            return "import"
    if words[0] == "sm":
        return "module"
    if words[0] == "p":
        return "parameter"
    if in_class:
        return "attribute"
    return "constant" if words[1].isupper() else "variable"


_KINDS = {"d": "function", "c": "class", "v": "variable"}


def of_module(typing: Typing, space: str, module: str, confidence: str = EXACT) -> list[Offer]:
    """What a module has: the names that it binds, and the modules below it."""
    spaces: Any = typing.world.space(space)
    return names_of_module(spaces.resolver, spaces.reader, module, confidence)


def names_of_module(resolver: Any, reader: Any, module: str, confidence: str = EXACT) -> list[Offer]:
    """The same of a resolver and the reader behind it."""
    out: dict[str, Offer] = {}
    for namespace in resolver.namespaces(module):
        is_stub = namespace.file.path.endswith(".pyi")
        for name, entries in namespace.binds.items():
            entry = entries[0] if entries else "v"
            if is_stub and type(entry) is list and not resolver.is_exported(module, name):
                continue  # what a stub imports for itself
            out.setdefault(name, Offer(name, _entry_kind(name, entry), f"{module}:{name}", module, confidence))
        for level, starred in namespace.stars:
            target, inside = resolver.imported_module(namespace, level, starred)
            if inside and target != module:
                for offer in names_of_module(resolver, reader, target, confidence):
                    if not offer.name.startswith("_"):
                        out.setdefault(offer.name, offer)
    prefix = f"{module}."
    for below in reader.modules_under(module):
        if below.startswith(prefix):
            name = below[len(prefix) :].partition(".")[0]
            out.setdefault(name, Offer(name, "module", f"{module}.{name}", module, confidence))
    return list(out.values())


def _entry_kind(name: str, entry: Any) -> str:
    if type(entry) is list:
        return "module" if entry[0] == "m" else "class" if name[:1].isupper() and not name.isupper() else "import"
    kind = _KINDS.get(entry, "variable")
    return "constant" if kind == "variable" and name.isupper() else kind


# ---------------------------------------------------------------------------------------------------------------------
# Names in sight

_BINDING = some_roles(F.WRITE, F.DEFINITION, F.PARAMETER, F.CAPTURE, F.IMPORT)


def in_sight(view: View, block: Block, scope: int) -> list[Offer]:
    """The names that a statement in a scope of a block can read: locals first, then the module's, then builtins."""
    out: dict[str, Offer] = {}
    chain: list[int] = []
    at = scope
    while at >= 0:
        if not chain or block.s[at * 7] != F.CLASS:
            chain.append(at)
        at = block.s[at * 7 + 2]
    wanted = set(chain)
    found: dict[int, list[tuple[str, str, str]]] = {}
    for k, name, role, code, around, link in block.having(_BINDING):
        bound = around if role == F.IMPORT else link
        if bound in wanted and (role != F.IMPORT or code & F.BINDS):
            found.setdefault(bound, []).append((name, _role_kind(block, k, role, code), block.symbol_in(bound, name)))
    for inner in chain:
        for name, kind, symbol in found.get(inner, ()):
            out.setdefault(name, Offer(name, kind, symbol, ""))
    if scope < 0 and block.row.owner:  # in the body of a class
        for other in view.blocks_of_file(block.row.file_id):
            if other.row.owner == block.row.owner:
                for k, name, role, code, around, link in other.having(_BINDING):
                    if link == F.OWNER or (role == F.IMPORT and around < 0 and code & F.BINDS):
                        symbol = other.symbol_in(-1, name)
                        out.setdefault(name, Offer(name, _role_kind(other, k, role, code), symbol, ""))
    for offer in names_of_module(view.resolver, _NoModules, block.file.module):
        out.setdefault(offer.name, offer)
    for name in dir(builtins):
        if not name.startswith("_"):
            kind = "class" if isinstance(getattr(builtins, name), type) else "function"
            out.setdefault(name, Offer(name, kind, f"builtins:{name}", "builtins"))
    for name in keyword.kwlist:
        out.setdefault(name, Offer(name, "keyword", "", ""))
    return list(out.values())


class _NoModules:
    """A reader for which nothing is below a module: its submodules are no names in it."""

    @staticmethod
    def modules_under(module: str) -> list[str]:
        del module
        return []


def _role_kind(block: Block, k: int, role: int, code: int) -> str:
    if role == F.PARAMETER:
        return "parameter"
    if role == F.IMPORT:
        return "import"
    if role == F.DEFINITION:
        return "class" if code & F.IS_CLASS else "function"
    return "constant" if block.names[block.record(k)[0]].isupper() else "variable"


# ---------------------------------------------------------------------------------------------------------------------
# Names to import

_DEFINING = 1 << F.DEFINITION
_IMPORTED = 1 << F.IMPORT


def importable(view: View, file: FileRow, prefix: str, known: Iterable[str]) -> list[Offer]:
    """Names that begin with a prefix, and the module that each may be imported from: what modules of the project
    define at their top level, and what files of the project import from elsewhere.
    """
    without = set(known)
    names = [n for n in view.reader.names_from(prefix, LARGEST) if n not in without]
    return importable_names(view, file, names)


def importable_names(view: View, file: FileRow, names: list[str]) -> list[Offer]:
    """The same for whole names."""
    out: dict[tuple[str, str], Offer] = {}
    posted = view.reader.postings_among(names, F.VISIBLE, _DEFINING)
    ids = dict(posted)
    blocks = {b.raw[0]: b for b in view.blocks_by_id([i for found in ids.values() for i in found][: LARGEST * 4])}
    for name in names:
        for i in ids.get(name, ()):
            block = blocks.get(i)
            if block is None or block.file.id == file.id or block.row.owner:
                continue
            for _, role, code, _, link in block.mentions(name):
                if role == F.DEFINITION and link == F.GLOBAL:
                    kind = "class" if code & F.IS_CLASS else "function"
                    module = block.file.module
                    out.setdefault((name, module), Offer(name, kind, f"{module}:{name}", module, EXACT, module))
    for name in names:
        if len(out) < LARGEST and not any(n == name for n, _ in out):
            for offer in _imported_elsewhere(view, name):
                out.setdefault((name, offer.owner), offer)
    return list(out.values())


_LOOKED_AT = 12  # blocks that import a name


def _imported_elsewhere(view: View, name: str) -> list[Offer]:
    """How other files import a name."""
    out: dict[str, Offer] = {}
    ids = [i for _, bits, found in view.postings(name) if bits & _IMPORTED for i in found]
    for block in view.blocks_by_id(ids[:_LOOKED_AT]):
        for _, role, code, _, link in block.mentions(name):
            if role != F.IMPORT or not code & F.BINDS:
                continue
            level, module, imported, asname = block.i[link]
            if asname is not None or level:
                continue
            kind = "module"
            if imported is not None:
                kind = "class" if name[:1].isupper() else "function"
            for target in view.import_targets(block, block.i[link]):
                if isinstance(target, Outside):
                    home = f"{target.module}:{target.name}" if target.name else target.module
                elif isinstance(target, Symbol):
                    home = f"{target.module}:{target.name}"
                elif isinstance(target, Module):
                    home = target.name
                out.setdefault(module, Offer(name, kind, home, module, EXACT, module if imported is not None else ""))
    return list(out.values())


def modules(view: View, prefix: str) -> list[Offer]:
    """The parts of module paths that may follow a dotted prefix ('' at the top), of the project and of libraries."""
    out: dict[str, Offer] = {}
    inside = f"{prefix}." if prefix else ""
    reader = view.reader
    found = reader.modules_under(prefix) if prefix else [f.module for f in reader.files()]
    for module in found:
        if module.startswith(inside) and len(module) > len(inside):
            name = module[len(inside) :].partition(".")[0]
            if name.isidentifier():
                out.setdefault(name, Offer(name, "module", inside + name, prefix))
    if view.typing is not None:
        libraries = view.typing.world.shelf.libraries()
        library = libraries.find(prefix) if prefix else libraries.find("builtins")
        if library is not None:
            under = library.reader.modules_under(prefix) if prefix else [f.module for f in library.reader.files()]
            for module in under:
                if module.startswith(inside) and len(module) > len(inside):
                    name = module[len(inside) :].partition(".")[0]
                    out.setdefault(name, Offer(name, "module", inside + name, prefix))
    return list(out.values())


def keywords(typing: Typing, block: Block, callee: int, given: Iterable[str]) -> list[Offer]:
    """The parameters that a call of what stands at an occurrence takes by keyword, without those that it has."""
    from inferd.query import signatures

    out: dict[str, Offer] = {}
    without = set(given)
    for s in signatures.of(typing, typing.at(block, callee)):
        for p in s.parameters:
            if p.kind in "pk" and p.name not in without:
                out.setdefault(p.name, Offer(p.name, "argument", "", s.symbol))
    return list(out.values())


__all__ = ["Offer", "T", "Where", "importable", "in_sight", "keywords", "members", "modules", "observed", "of_module"]
