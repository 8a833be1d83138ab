"""Receivers that nobody knows, told by what else is taken of them.

A visitor gets its `node` from a `getattr` that nobody can follow; but it takes `node.is_block`, `node.funcname` and
`node.body` of it, and of all classes that are in reach only two have all three.  That decides what types do not: an
attribute belongs to a class if no other class has all that is taken of the same receiver.

Terms
    A *receiver* is a variable of a function, or an attribute of `self`, or a chain of attributes of either; it is the
    same receiver wherever it is written in that function (or, for `self`, in that class).  Its *shape* is the names
    that are read of it.  An *owner* is the class whose definition of a name an object of a class that fits has.

What is decided
    - all owners are of the family that is renamed: the attribute belongs to it;
    - some are, and the others look like the same interface: a base class of the project above both, methods that take
      the same parameters first, or nothing and are private, three other public names in common, or a shape of three
      names and more. One place may reach both, so they change together;
    - else nothing.
    What a recorded run saw at the place goes before all this.
    Of a name that many classes beside each other define (`save`), no definitions are tied: where one place takes three
    names of two of these, that is chance.
    A shape whose names a builtin type or a class of a library has all of decides nothing, and neither do names that
    somebody writes into objects from outside.

The attributes of one receiver may be those of several objects (`x` is reused, or looked at by `isinstance`); then no
class fits, and the name alone is the shape.
"""

import builtins
import types
from collections.abc import Collection, Iterator

from inferd.index.hierarchy import Class
from inferd.index.libraries import imported_outside
from inferd.index.outside import outside_member
from inferd.inference.definitions import classes, members, signatures
from inferd.inference.definitions.signatures import Arg
from inferd.inference.operations import matching
from inferd.inference.types import Cls
from inferd.model import INFERRED, plain
from inferd.query import targets as T
from inferd.query.kin import Kin, Use, kin
from inferd.query.view import Block, Dangling, Member, View
from inferd.store.rows import BlockRow, Reader
from inferd.syntax import facts as F

#: evidence of what a shape decides
FITS = ({"kind": "static", "why": "no other class has all that is taken of this receiver"},)
#: evidence of what `sole_owners` decides
SOLE = ({"kind": "static", "why": "nothing else that the project knows has an attribute of this name"},)
#: how many names tell that unrelated classes are meant by one place
_SEVERAL = 3
#: of how many classes beside each other the definitions of a name may be told apart, or tied, by shapes
MOST_APART = 8
#: how many classes may have a name, themselves or by a base, where its receivers are looked at one by one
MOST_CLASSES = 400
#: what a report has time for
MAX_TOLD = 600  # attributes of unknown receivers that are looked at for what else is taken of these
MAX_CLASSES = 100  # classes that have the name, where that is done

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.query.world import Shelf

Key = tuple[str, ...]


class Shapes:
    """Shapes of receivers, and who fits them, for one name."""

    def __init__(self, view: View, name: str):
        self.view, self.name = view, name
        self._count = -1
        self._own: dict[str, bool] = {}
        self._apart: dict[frozenset[str], bool] = {}
        self._names: dict[Class, set[str]] = {}
        self._fits: dict[tuple[frozenset[str], bool], frozenset[Class]] = {}
        self._of_block: dict[int, dict[Key, set[str]]] = {}
        self._of_class: dict[Class, dict[Key, set[str]]] = {}
        self._called: dict[frozenset[str], set[str]] = {}  # of a shape, the names that are called somewhere

    def owners(self, use: Use, known: bool = False) -> tuple[frozenset[Class], int]:
        """The classes whose definition of the name an attribute may be, and how many names tell; none: not known.

        *known*: only classes of which it is known that they have all names. Others, of a base that nobody knows or with
        attributes that are put into them from outside, may have any.
        """
        shape = self._shape(use.block, use.block.o[use.k * 6 + 5])
        for names in (shape, frozenset((self.name,))):
            found = self._owners(names, known)
            if names and found:
                return self._taking(use, found), len(names)
        return frozenset(), 0

    def _taking(self, use: Use, owners: frozenset[Class]) -> frozenset[Class]:
        """Of several owners those whose method takes what a call passes, by number and names; all where none does."""
        typing = self.view.typing
        if typing is None or not use.is_call or len(owners) < 2:
            return owners
        step = typing.step_of(use.block, use.k)
        if step is None:
            return owners
        engine = typing.engine
        steps = engine.program(step.where).steps
        calls_of_it = [words for words in steps if words[0] == "(" and words[1] == str(step.number)]
        if not calls_of_it or any(w[0] == "*" for w in calls_of_it[0][2:]):
            return owners
        given = [
            Arg("k", name, ()) if value else Arg("p", "", ())
            for name, _, value in (w.partition("=") for w in calls_of_it[0][2:])
        ]
        fitting = set()
        for cls in owners:
            have = members.member(engine, Cls("", *cls), self.name)
            if have is None or have.kind != "method" or not have.places:
                fitting.add(cls)
                continue
            found = [signatures.signature(engine, *place) for place in have.places]
            if any(matching.assign(s, given, True) is not None for s in found):
                fitting.add(cls)
        return frozenset(fitting) or owners

    def holders(self, block: Block, k: int) -> frozenset[Class]:
        """The same for an object, *k*, of which the name is asked in another way than as an attribute."""
        shape = self._shape(block, k)
        return self._owners(shape, True) if shape is not None and len(shape) > 1 else frozenset()

    def _owners(self, names: frozenset[str] | None, known: bool) -> frozenset[Class]:
        if not names or not self._is_apart(names):
            return frozenset()
        found = self._fits.get((names, known))
        if found is None:
            found = self._fits[names, known] = frozenset(self._fitting(names, known))
        return found

    def _is_apart(self, names: frozenset[str]) -> bool:
        """Whether no class outside the project has all of these names."""
        if any(self._is_own(n) for n in names):
            return True
        if len(names) < 2 or self.view.shelf is None:
            return False
        found = self._apart.get(names)
        if found is None:
            found = self._apart[names] = not outside_has(self.view, names, self._called.get(names, names))
        return found

    def fits(self, use: Use, family: Collection[Class]) -> bool:
        """Whether an attribute can only be of the family."""
        if _was_seen(use) or self.count() > MOST_CLASSES or is_held_by_unknown(self.view, self.name):
            return False
        owners, _ = self.owners(use)
        return bool(owners) and owners <= set(family)

    def is_common(self) -> bool:
        """Whether so many classes beside each other define the name that its uses say nothing of any of them."""
        owners = set(self.view.members(self.name))
        apart = [c for c in owners if owners.isdisjoint(self.view.hierarchy.ancestors(c))]
        return len(apart) > MOST_APART

    def count(self) -> int:
        """How many classes define the name or are below one that does."""
        if self._count < 0:
            owners = self.view.members(self.name)
            self._count = len({c for o in owners for c in (o, *self.view.hierarchy.descendants(o))})
        return self._count

    def tied(self, ties: Kin) -> list[T.Subject]:
        """The definitions in other classes that one attribute of an unknown receiver reaches, too."""
        family = set(ties.classes)
        out: dict[Class, None] = {}
        for use in ties.possible.values() if family and not self.is_common() else ():
            if not is_asked(use) or use.block.row.stale or use.row.text != self.name or _was_seen(use):
                continue
            owners, size = self.owners(use, True)
            others = owners - family
            if not others or not owners & family:
                continue
            if size >= _SEVERAL or self._are_alike(owners & family, others):
                out.update(dict.fromkeys(sorted(others)))
        return [T.Attribute(c, self.name) for c in out]

    def _are_alike(self, family: Collection[Class], others: Collection[Class]) -> bool:
        """Whether all others look like one of the family, or like another that does."""
        like, left = sorted(family), sorted(others)
        for one in like:
            found = [c for c in left if self._alike(c, one)]
            like += found
            left = [c for c in left if c not in found]
        return not left

    def _alike(self, one: Class, other: Class) -> bool:
        """Whether two definitions of the name look like those of one interface."""
        hierarchy = self.view.hierarchy
        above = {one, *hierarchy.ancestors(one)}
        if not above.isdisjoint((other, *hierarchy.ancestors(other))):
            return True
        mine, its = self._parameters(one), self._parameters(other)
        if mine and its:
            return mine[: len(its)] == its[: len(mine)]
        if mine is None or its is None or mine != its:
            return mine == its and len(self._public(one) & self._public(other)) >= _SEVERAL
        # methods that take nothing: who calls a private one of something else knows which classes have it
        return self.name.startswith("_") or len(self._public(one) & self._public(other)) >= _SEVERAL

    def _parameters(self, cls: Class) -> tuple[str, ...] | None:
        """The parameters of a method of the name without the first; None where it is no method."""
        for block, k in self.view.members(self.name).get(cls, ()):
            scope = T.scope_defined(block, k)
            if scope < 0 or block.s[scope * 7] != F.FUNCTION or block.s[scope * 7 + 6] & (F.S_PROPERTY | F.S_SETTER):
                return None
            o = block.o
            found = [
                block.names[o[i]]
                for i in range(0, len(o), 6)
                if o[i + 3] & F.ROLE_MASK == F.PARAMETER and o[i + 5] == scope
            ]
            return tuple(found[1:])
        return None

    def _public(self, cls: Class) -> set[str]:
        """The names without a leading underscore that a class itself defines, but for the one that is renamed."""
        known = self._names.get(cls)
        if known is None:
            known = self._names[cls] = set()
            for file in self.view.reader.files_of_module(cls.module):
                for block in self.view.blocks_of_file(file.id):
                    if plain(block.row.owner) == cls.name and not block.row.stale:
                        o = block.o
                        known.update(
                            block.names[o[i]]
                            for i in range(0, len(o), 6)
                            if o[i + 3] & F.ROLE_MASK in (F.DEFINITION, F.WRITE) and o[i + 5] == F.OWNER
                        )
            known -= {self.name, *(n for n in known if n.startswith("_"))}
        return known

    def _is_own(self, name: str) -> bool:
        known = self._own.get(name)
        if known is None:
            members = self.view.members(name)
            known = self._own[name] = bool(members) and is_only_name_of(self.view, name, set(members))
        return known

    def _fitting(self, shape: frozenset[str], known: bool) -> set[Class]:
        view = self.view
        out: set[Class] = set()
        for owner in view.members(self.name):
            for cls in (owner, *view.hierarchy.descendants(owner)):
                found = view.lookup(cls, self.name)
                if isinstance(found, Member) and found.cls not in out and all(self._has(cls, n, known) for n in shape):
                    out.add(found.cls)
        return out

    def _has(self, cls: Class, name: str, known: bool) -> bool:
        found = self.view.lookup(cls, name)
        if isinstance(found, Member) or not found.opaque or self.view.typing is None:
            return isinstance(found, Member) or (found.opaque and not known)
        engine = self.view.typing.engine
        own = Cls("", *cls)
        is_open = not known and classes.info(engine, own).open
        return is_open or members.find(engine, own, name) is not None

    def _shape(self, block: Block, link: int) -> frozenset[str] | None:
        """What is taken of the receiver that stands at *link*, and the name."""
        key, owner = _key(self.view, block, link) if link >= 0 else ((), "")
        if not key:
            return None
        if owner:
            cls = Class(block.file.module, plain(owner))
            known = self._of_class.get(cls)
            if known is None:
                known = self._of_class[cls] = {}
                for other in self.view.blocks_of_file(block.row.file_id):
                    if not other.row.stale and plain(other.row.owner) == cls.name:
                        self._collect(other, known)
        else:
            known = self._of_block.get(block.row.id)
            if known is None:
                known = self._of_block[block.row.id] = {}
                self._collect(block, known)
        names = known.get(key, ())
        shape = frozenset((*(n.removesuffix("()") for n in names), self.name))
        self._called.setdefault(shape, set()).update(n[:-2] for n in names if n.endswith("()"))
        return shape

    def _collect(self, block: Block, into: dict[Key, set[str]]) -> None:
        o = block.o
        for k in range(len(o) // 6):
            code = o[k * 6 + 3]
            if code & F.ROLE_MASK == F.ATTRIBUTE and o[k * 6 + 5] >= 0 and not code & F.STORE:
                key, _ = _key(self.view, block, o[k * 6 + 5])
                if key:
                    name = block.names[o[k * 6]]
                    into.setdefault(key, set()).add(f"{name}()" if code & F.CALLED else name)


def is_asked(use: Use) -> bool:
    """Whether a use takes the name of a receiver: as an attribute, or by `getattr` and its like."""
    return use.role == F.ATTRIBUTE or (use.role == F.STRING and bool(use.code & F.BY_GETATTR))


def _was_seen(use: Use) -> bool:
    return any(e.get("kind") != "static" for e in use.row.evidence)


def _key(view: View, block: Block, k: int) -> tuple[Key, str]:
    """What tells a receiver from others, and the class where it is `self` that it is an attribute of; () for none."""
    o = block.o
    chain: list[str] = []
    while o[k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
        if o[k * 6 + 3] & F.CALLED or o[k * 6 + 5] < 0:
            return (), ""
        chain.append(block.names[o[k * 6]])
        k = o[k * 6 + 5]
    if o[k * 6 + 3] & F.ROLE_MASK != F.READ:
        return (), ""
    owner = view.self_class(block, k)
    if owner:
        return (("self", *reversed(chain)), owner) if chain else ((), "")
    scope = o[k * 6 + 5]
    if scope < 0:
        return (), ""
    return (str(scope), block.names[o[k * 6]], *reversed(chain)), ""


def told(view: View, ties: Kin, most: int, classes_at_most: int) -> Kin:
    """The kin with the attributes of unknown receivers (not strings) that can only be of the family among the sure
    ones, and with the definitions that one of these reaches as well: what a rename takes along. *most*: with more
    attributes than that, or more classes that have the name, what shapes tell is left out.
    """
    if not ties.classes or sum(map(is_asked, ties.possible.values())) > most:
        return ties
    shapes = Shapes(view, ties.name)
    has_few = shapes.count() <= classes_at_most and not shapes.is_common()
    while together := [s for s in shapes.tied(ties) if s not in ties.subjects] if has_few else []:
        reasons = {**ties.subjects, **dict.fromkeys(together, "one place takes the same names of either")}
        found = kin(view, list(reasons))
        ties = found._replace(subjects={s: reasons.get(s, why) for s, why in found.subjects.items()})
    asked = {
        k: u
        for k, u in ties.possible.items()
        if u.role == F.ATTRIBUTE and u.row.text == ties.name and u.block.is_verbatim(u.k) and not u.block.row.stale
    }
    is_sole = bool(asked) and sole_owners(view, ties)
    sure, possible = dict(ties.sure), dict(ties.possible)
    for key, use in asked.items():
        if is_sole or (has_few and shapes.fits(use, ties.classes)):
            row = use.row._replace(confidence=INFERRED, evidence=SOLE if is_sole else FITS)
            sure[key] = use._replace(row=row)
            del possible[key]
    return ties._replace(sure=sure, possible=possible)


def sole_owners(view: View, ties: Kin) -> bool:
    """Whether nothing that the project knows has a member of this name but what is renamed: then a receiver that is
    not known, and has it, is one of these.

    Looked at are the classes of the project, what is put into objects that nobody knows (`f.x = 1`), builtin types, and
    the modules outside that the project imports.
    """
    classes = set(ties.classes)
    if not classes or any(u.role == F.ATTRIBUTE and u.code & F.STORE for u in ties.possible.values()):
        return False
    if is_held_by_unknown(view, ties.name):
        return False
    return is_only_name_of(view, ties.name, classes)


def is_held_by_unknown(view: View, name: str) -> bool:
    """Whether some class takes a name of its `self` that only a base can have of which nobody knows what it has: it is
    another owner, which no definition tells.
    """
    known: dict[str, bool] = view.kept.setdefault("held by unknown bases", {})
    if name not in known:
        owners = view.members(name)
        known[name] = False
        for block in view.blocks_of_name(name, 1 << F.ATTRIBUTE):
            for k in block.positions(name):
                code, link = block.o[k * 6 + 3], block.o[k * 6 + 5]
                owner = view.self_class(block, link) if code & F.ROLE_MASK == F.ATTRIBUTE and link >= 0 else ""
                if not owner or known[name] or block.row.stale:
                    continue
                cls = Class(block.file.module, plain(owner))
                found = view.lookup(cls, name)
                is_open = isinstance(found, Dangling) and found.opaque
                known[name] = is_open and not any(d in owners for d in view.hierarchy.descendants(cls))
    return known[name]


def is_only_name_of(view: View, name: str, classes: Collection[Class]) -> bool:
    """Whether no other class of the project, builtin type, or class of an imported module has an attribute of this
    name: of the standard library those in the modules that are imported, of packages those that the project mentions.
    Functions and variables of modules do not count: a module that is a receiver is known to be one.
    """
    if name in _BUILTIN_MEMBERS or set(view.members(name)) - set(classes):
        return False
    if any(view.blocks_of_name(e) for e in _exceptions_with(name)):
        return False
    return next(_owners_outside(view, name), None) is None


def outside_has(view: View, names: Collection[str], called: Collection[str]) -> bool:
    """Whether a builtin type, or a class of a module that the project imports, has all of these names, or may have: for
    those that are not *called*, as something else than a method.
    """
    wanted = set(names)
    read = wanted - set(called)
    for t in (*vars(builtins).values(), *vars(types).values()):
        if isinstance(t, type) and wanted <= set(dir(t)) and not any(callable(getattr(t, n)) for n in read):
            return True
    if view.shelf is None:
        return False
    libraries = view.shelf.libraries()
    rarest: list[str] | None = None
    for name in sorted(wanted):
        found = sorted({*_owners_outside(view, name, name in read)})
        if rarest is None or len(found) < len(rarest):
            rarest = found
    assert rarest is not None
    if len(rarest) > _MOST_LOOKED_AT:
        return True
    return any(all(outside_member(cls, n, libraries) is not False for n in wanted) for cls in rarest)


_MOST_LOOKED_AT = 60  # classes outside that are asked one by one whether they have names


def _owners_outside(view: View, name: str, as_data: bool = False) -> Iterator[str]:
    """The classes, as `module:Class`, that define a name in modules that the project imports: of the standard library
    all, of packages those that the project mentions, because a package has many classes that only it uses.  *as_data*:
    without those in which it is a method.
    """
    if view.shelf is None or view.typing is None:
        return
    libraries = view.shelf.libraries()
    modules = {"io", *_imported(view, view.shelf)} - {"builtins"}
    modules |= {f"_{m}" for m in modules}  # where many of the standard library's classes are
    for library in {id(lib): lib for m in modules if (lib := libraries.find(m)) is not None}.values():
        reader = library.reader
        for file_id, _, ids in reader.postings(name, F.VISIBLE | 1 << F.DEFINITION):
            file = reader.file(file_id)
            if file is None or (not library.prefix and file.module not in modules):
                continue
            rows = [BlockRow._make(row) for row in reader.blocks_by_id(ids)]
            if as_data:
                inside = view.typing.library_view(library)
                rows = [row for row in rows if not _is_method(inside.wrap(row), name)]
            for owner in sorted({plain(row.owner) for row in rows} - {""}):
                if not library.prefix or view.blocks_of_name(owner.rpartition(".")[2]):
                    yield f"{file.module}:{owner}"


def _is_method(block: Block, name: str) -> bool:
    """Whether all that a block defines under a name are functions that are no properties."""
    scopes = [T.scope_defined(block, k) for k in block.positions(name)]
    flags = F.S_PROPERTY | F.S_SETTER | F.S_DECORATED
    return bool(scopes) and all(s >= 0 and not block.s[s * 7 + 6] & flags for s in scopes)


def _imported(view: View, shelf: "Shelf") -> set[str]:
    """The modules outside that the project imports."""
    reader = view.reader
    unsaved = {f.module for f in reader.unsaved()}
    return {*shelf.imported(Reader(reader.db)), *(imported_outside(reader, unsaved) if unsaved else ())}


def _exceptions_with(name: str) -> list[str]:
    """The builtin exceptions that have an attribute which not all exceptions have."""
    return [
        e.__name__
        for e in vars(builtins).values()
        if isinstance(e, type) and issubclass(e, BaseException) and hasattr(e, name)
    ]


_BUILTIN_MEMBERS = frozenset(
    name
    for t in (*vars(builtins).values(), *vars(types).values(), BaseException)
    if isinstance(t, type) and (t is BaseException or not issubclass(t, BaseException))
    for name in dir(t)
)
