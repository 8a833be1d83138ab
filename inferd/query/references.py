"""Where a symbol is used, graded.

Strategy
    1. Find the *names* that the symbol goes by: its own, and those that imports give it (`as`), to a fixpoint.
    2. Take every block that mentions one of them (the inverted index), and ask for each occurrence what it means
       (`View`).
    3. Grade: `exact` where Python's own rules bind it to the symbol or to a member of its family; `possible` where
       nothing tells what the receiver is; nothing where it is known to be something else.

A member's *family* is what must change together: the classes that define it, connected by inheritance.  They are found
from the definitions of the name (one pass over its postings) and the hierarchy, so no class that lacks the name costs
anything but a step in an MRO.

An attribute of anything but `self`, `cls`, `super()`, a module or a plainly named class is decided by the types of its
receiver (`receivers`): `inferred`, `possible` or none.  Where very many of these are not settled yet, the answer does
without, and says so (`_hurry`).

What it costs: one unpacked block (about 10 microseconds) per block that mentions a name.
"""

from collections.abc import Callable, Container, Mapping, Set
from operator import itemgetter
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class, Node, Opaque
from inferd.index.resolve import Module, Outside, Symbol, Target
from inferd.inference.types import Types
from inferd.model import EXACT, INFERRED, POSSIBLE, Reference, Undecided, plain
from inferd.query import named_keys, protocols, receivers
from inferd.query import targets as T
from inferd.query.rows import Evidence, row
from inferd.query.view import Block, Dangling, Local, Member, View
from inferd.syntax import facts as F

_CERTAIN: Evidence = ()
_FIELD = ({"kind": "static", "why": "a field of the class, which has no __init__ of its own in the project"},)
_STRING = ({"kind": "static", "why": "the dotted string names it"},)
_GIVEN = ({"kind": "static", "why": "the name that getattr or its like is given"},)
_KEY = ({"kind": "static", "why": "what is asked with it is known by its type"},)
_BY_NAME = ({"kind": "static", "why": "getattr and its like, receiver unknown"},)
BELOW = ({"kind": "static", "why": "a class below defines it"},)
BESIDE = ({"kind": "static", "why": "a class below inherits it from another base"},)
_OUTSIDE_FIRST = ({"kind": "static", "why": "a base outside the project comes first"},)


class Found(NamedTuple):
    """The references of one subject, in no order, and what could not be decided."""

    rows: list[Reference]
    undecided: list[Undecided]


class Family(NamedTuple):
    """The classes that define a member and are connected by inheritance, with the reason for each."""

    name: str
    reasons: dict[Class, str]
    structural: dict[Class, str]  # those that only a Protocol ties to the rest: class -> which
    opaque: tuple[tuple[Class, Opaque], ...]  # outside or unknown bases that might define it too


def references(view: View, subject: T.Subject, definitions: bool = True) -> Found:
    """All occurrences of a subject in their grades, best first; with *definitions* those that define it too."""
    from inferd.query import given

    tied = given.tied(view, subject)
    found = _references(view, subject, definitions)
    for twin in _twins(view, subject) if isinstance(subject, T.Variable) else ():
        known = {(r.path, r.line, r.column) for r in found.rows}
        more = [r for r in _references(view, twin, definitions).rows if (r.path, r.line, r.column) not in known]
        found = Found(_ranked(view, subject, [*found.rows, *more]), found.undecided)
    if tied == given.Tied((), ()):
        return found
    symbol = _symbol(view, subject)
    rows = [*found.rows, *(row(*at, symbol, INFERRED, given.WHY) for at in tied.strings)]
    is_fixture = not isinstance(subject, T.Variable)
    for other in tied.subjects:  # a parameter is a use of the fixture
        keeps = definitions or (is_fixture and isinstance(other, T.Variable))
        rows += [
            r._replace(confidence=INFERRED, evidence=given.WHY) if r.confidence == EXACT else r
            for r in _references(view, other, keeps).rows
        ]
    return Found(_ranked(view, subject, rows), found.undecided)


def _twins(view: View, subject: T.Variable) -> list[T.Variable]:
    """The parameters of this name that a function has in the stub beside its module, or beside its stub in that."""
    record = view.reader.block(subject.block)
    assert record is not None
    block, scope = view.wrap(record), subject.scope
    is_stub = block.file.path.endswith(".pyi")
    if block.s[scope * 7] != F.FUNCTION or not view.has_sibling(block.file):
        return []
    made_by = block.s[scope * 7 + 1]
    if made_by < 0 or not T.parameter_in(block, scope, subject.name):
        return []
    functions = {f for e in view.meaning(block, made_by) for f in T.functions_called(view, e)}
    alike = [(b, at) for b, at in functions if b.file.path.endswith(".pyi") != is_stub]
    found = [T.Variable(b.row.id, at, subject.name) for b, at in alike if T.parameter_in(b, at, subject.name)]
    return sorted(found)


def _references(view: View, subject: T.Subject, definitions: bool) -> Found:
    hurried = _hurry(view, subject.name) if isinstance(subject, (T.Global, T.Attribute)) else []
    if isinstance(subject, T.Global):
        found = _of_targets(view, {Symbol(subject.module, subject.name)}, subject.name, _symbol(view, subject))
    elif isinstance(subject, T.External):
        name = subject.name.rpartition(".")[2] or subject.module.rpartition(".")[2]
        found = _of_targets(view, {Outside(subject.module, subject.name)}, name, _symbol(view, subject))
    elif isinstance(subject, T.ModuleSubject):
        found = _of_targets(view, {Module(subject.module)}, subject.module.rpartition(".")[2], subject.module)
    elif isinstance(subject, T.Attribute):
        found = _of_member(view, subject)
    else:
        found = _of_variable(view, subject)
    rows = found.rows
    if not definitions:
        rows = [r for r in rows if r.role not in ("definition", "parameter")]
    return Found(_ranked(view, subject, rows), [*found.undecided, *hurried])


def _symbol(view: View, subject: T.Subject) -> str:
    return T.symbol_of(view, subject)


_GRADE = {EXACT: 0, INFERRED: 1, POSSIBLE: 2}
_place = itemgetter(0, 1, 2)


def unknown_receiver(
    view: View, block: Block, k: int, name: str, own: str,
    symbol_of: Mapping[Class, str], below: Callable[[Class], bool], decided: dict[Types, receivers.Decision],
    wanted: Set[Target] = frozenset(),
) -> Reference | None:  # fmt: skip
    """The row of an attribute of the wanted name whose receiver Python's own rules do not decide; None where it is
    known to be something else.  All such rows are made here.

    *own*: the symbol that was asked for.  *symbol_of*: for a member, the symbol in each class of its family; empty for
    what is no member, but one of *wanted*.  *below*: whether an instance of a class may be of one below it that has the
    member.  *decided*: see `receivers.judge`.
    """
    if not symbol_of:
        told = receivers.in_modules(view, block, k, name, wanted)
        return row(block, k, own, told.confidence, told.evidence) if told is not None else None
    verdict = receivers.judge(view, block, k, name, symbol_of, below, None, decided)
    if verdict is None:
        return None
    symbol = symbol_of[verdict.owner] if verdict.owner is not None else own
    return row(block, k, symbol, verdict.confidence, verdict.evidence)


def _ranked(view: View, subject: T.Subject, rows: list[Reference]) -> list[Reference]:
    """By grade; possible ones by how near their file is to the definition; then by place."""
    symbol = _symbol(view, subject)
    home = symbol.partition(":")[0]
    files = view.reader.files_of_module(home)
    home_path = files[0].path if files else ""
    near = home_path.split("/")
    graded: tuple[list[Reference], list[Reference]] = ([], [])
    open_ones: dict[tuple[int, str], list[Reference]] = {}
    distance: dict[str, int] = {}
    for r in _unique(rows):
        grade = _GRADE[r.confidence]
        if grade < 2:
            graded[grade].append(r)
            continue
        d = distance.get(r.path)
        if d is None:
            common = 0
            for a, b in zip(near, r.path.split("/"), strict=False):
                if a != b:
                    break
                common += 1
            d = distance[r.path] = -common
        near_or_far = 0 if not r.evidence else 100 if r.evidence[0].get("why", "").startswith(receivers.AGAINST) else -4
        open_ones.setdefault((d + near_or_far, r.path), []).append(r)
    out = sorted(graded[0], key=_place) + sorted(graded[1], key=_place)
    for at in sorted(open_ones):
        out += sorted(open_ones[at], key=_place)
    return out


def _unique(rows: list[Reference]) -> list[Reference]:
    seen: dict[tuple[str, int, int, int], Reference] = {}
    for r in rows:
        key = r[:4]
        other = seen.get(key)
        if other is None or _GRADE[r.confidence] < _GRADE[other.confidence]:
            seen[key] = r
    return list(seen.values())


# ---------------------------------------------------------------------------------------------------------------------
# Module-level names, modules, and names outside the project


def _never(_: Class) -> bool:
    return False


def _by_file(blocks: list[Block]) -> dict[int, list[Block]]:
    out: dict[int, list[Block]] = {}
    for b in blocks:
        out.setdefault(b.row.file_id, []).append(b)
    return out


def aliases(view: View, wanted: Set[Target], name: str) -> list[str]:
    """The names by which files know the wanted targets: *name*, and what `as` makes of it, to a fixpoint."""
    names = [name]
    for n in names:
        for block in view.blocks_of_name(n, 1 << F.IMPORT):
            if not any(role == F.IMPORT for _, role, _, _, _ in block.mentions(n)):
                continue
            for entry in block.i:
                asname = entry[3]
                if asname is None or asname in names:
                    continue
                imported = entry[2] if entry[2] is not None else entry[1].rpartition(".")[2]
                if imported == n and not wanted.isdisjoint(view.import_targets(block, entry)):
                    names.append(asname)
    return names


def _of_targets(view: View, wanted: Set[Target], name: str, symbol: str) -> Found:
    rows: list[Reference] = []
    strings = 0
    is_attribute = not isinstance(next(iter(wanted)), Module)  # an attribute of an unknown receiver may be it
    for n in aliases(view, wanted, name):
        all_blocks = view.blocks_of_name(n)
        view.ask_holders(receiver_names(all_blocks, n))
        builtin = (Outside("builtins", n),) if Outside("builtins", n) in wanted else ()
        for file_id, blocks in _by_file(all_blocks).items():
            file = view.file(file_id)
            is_global: bool | None = None
            for block in blocks:
                mentions = block.mentions(n)
                is_bound: bool | None = None  # whether a scope of the block may have it under this name
                for k, role, code, scope, link in mentions:
                    if role == F.ATTRIBUTE:
                        meaning = view.attribute(block, n, link, scope)
                        if not meaning:
                            if n == name and is_attribute:
                                found = unknown_receiver(view, block, k, n, symbol, {}, _never, {}, wanted)
                                if found is not None:
                                    rows.append(found)
                        elif not wanted.isdisjoint(meaning):
                            rows.append(row(block, k, symbol, EXACT, _CERTAIN))
                    elif role == F.KEYWORD:
                        continue
                    elif role == F.STRING:
                        if code & F.IN_ALL:
                            if not wanted.isdisjoint(view.global_targets(file, n, blocks)):
                                rows.append(row(block, k, symbol, EXACT, _CERTAIN))
                        elif code & F.DOTTED:
                            if not wanted.isdisjoint(view.dotted_string(block, k)):
                                rows.append(row(block, k, symbol, POSSIBLE, _STRING))
                        elif code & F.BY_GETATTR:
                            meaning = view.meaning(block, k)
                            if not wanted.isdisjoint(meaning):
                                rows.append(row(block, k, symbol, INFERRED, _GIVEN))
                            elif not meaning and n == name and is_attribute:
                                rows.append(row(block, k, symbol, POSSIBLE, _BY_NAME))
                        elif n == name:
                            strings += 1
                    elif role == F.IMPORT:
                        if n == "*":
                            continue
                        if not wanted.isdisjoint(view.meaning(block, k)) or _binds(block, k, n, wanted):
                            rows.append(row(block, k, symbol, EXACT, _CERTAIN))
                    elif link == F.GLOBAL:
                        if is_global is None:
                            is_global = not wanted.isdisjoint(view.global_targets(file, n, blocks) or builtin)
                        if is_global:
                            rows.append(row(block, k, symbol, EXACT, _CERTAIN))
                    elif link >= 0 and block.s[link * 7] == F.CLASS and view.is_unbound_yet(block, k, n):
                        if not wanted.isdisjoint(view.global_targets(file, n, blocks) or builtin):
                            rows.append(row(block, k, symbol, EXACT, _CERTAIN))
                    elif link >= 0:
                        if is_bound is None:
                            is_bound = any(r == F.IMPORT or r == F.DEFINITION for _, r, _, _, _ in mentions)
                        if is_bound and not wanted.isdisjoint(view.local_targets(block, link, n)):
                            rows.append(row(block, k, symbol, EXACT, _CERTAIN))
                    elif link == F.OWNER and not wanted.isdisjoint(view.meaning(block, k)):  # its class imports it
                        rows.append(row(block, k, symbol, EXACT, _CERTAIN))
    undecided = _undecided(rows, strings, name)
    return Found(rows, undecided)


def receiver_names(blocks: list[Block], name: str) -> set[str]:
    """The names whose attribute *name* is, in some blocks."""
    out: set[str] = set()
    for block in blocks:
        for _, role, _, _, link in block.mentions(name):
            if role == F.ATTRIBUTE and link >= 0:
                out.add(block.names[block.record(link)[0]])
    return out


def _binds(block: Block, k: int, name: str, wanted: Set[Target]) -> bool:
    """Whether an import gives a module-level name of ours another value: a fallback, or a faster version."""
    code = block.o[k * 6 + 3]
    if not code & F.BINDS or not (code & F.INTO_GLOBAL or (block.o[k * 6 + 4] < 0 and not block.row.owner)):
        return False
    return Symbol(block.file.module, name) in wanted


def _undecided(rows: list[Reference], strings: int, name: str) -> list[Undecided]:
    out = []
    unknown = sum(1 for r in rows if r.confidence == POSSIBLE and r.role == "attribute")
    if unknown:
        out.append(Undecided("attributes of this name whose receiver is not known", unknown, "listed as possible"))
    if strings:
        out.append(Undecided(f"strings that read {name!r}", strings, f"inferd query strings {name}"))
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Members


def family(view: View, cls: Class, name: str) -> Family:
    """The classes that define member *name* and are connected with *cls* by inheritance."""
    members = view.members(name)
    hierarchy = view.hierarchy
    kin: dict[Class, dict[Class, str]] = {}  # who is connected with whom, and how
    related: set[Class] = set()  # the classes that are in *kin* with all that they are connected with

    def relate(to: Class) -> None:
        near = _connected(view, to, members)
        for c in members:
            if c in near and c not in related:
                related.add(c)
                for up in hierarchy.above(c):
                    if type(up) is Class and up in members:
                        kin.setdefault(c, {}).setdefault(up, f"overridden by {c.symbol}")
                        kin.setdefault(up, {}).setdefault(c, f"overrides {up.symbol}")

    reasons: dict[Class, str] = {cls: "the symbol itself"}
    structural: dict[Class, str] = {}
    ties = protocols.ties(view, name)
    opaque: dict[tuple[Class, Opaque], None] = {}
    queue = [cls]
    looked: set[Class] = set()
    while queue:
        found = list(queue)
        for c in found:
            if c not in related and c in members:
                relate(c)
            for other, why in sorted(kin.get(c, _NO_KIN).items()):
                if other not in reasons:
                    reasons[other] = why
                    found.append(other)
        queue = []
        # a class below may bring in another definition beside these; what is below a class is below those above it, too
        for c in found:
            if not reasons.keys().isdisjoint(hierarchy.above(c)):
                continue
            downs = hierarchy.joins(c)
            view.read_above(downs)
            for down in downs:
                if down in looked:
                    continue
                looked.add(down)
                if all(n in reasons or n not in members for n in hierarchy.above(down)):
                    continue
                line = hierarchy.mro(down)[1:]
                met = next((n for n in line if n in reasons), None)
                for node in line:
                    if isinstance(node, Class) and node in members and node not in reasons and met is not None:
                        reasons[node] = f"meets {met.symbol} in {down.symbol}"
                        queue.append(node)
        if not queue:
            before = set(reasons)
            for protocol, tied in ties:
                # from a Protocol to those who satisfy it, from one of these to the Protocol, and not on to the others
                if protocol in before and protocol not in structural:
                    found = list(tied)
                elif any(c in before and c not in structural for c in tied):
                    found = [protocol]
                else:
                    continue
                for c in found:
                    if c not in reasons:
                        reasons[c] = f"belongs to Protocol {protocol.symbol}"
                        structural[c] = reasons[c]
                        queue.append(c)
            for c in queue:  # and whoever is kin to these
                if c not in related and c in members:
                    relate(c)
                for other in kin.get(c, ()):
                    if other not in reasons:
                        structural.setdefault(other, structural[c])
    for c in reasons:
        if any(type(n) is Opaque and not n.lacks(name) for n in hierarchy.above(c)):
            for node in hierarchy.mro(c)[1:]:
                if isinstance(node, Opaque) and not node.lacks(name):
                    opaque[c, node] = None
    return Family(name, reasons, structural, tuple(opaque))


_NO_KIN: dict[Class, str] = {}
_FEW = 60


def _connected(view: View, cls: Class, members: dict[Class, Any]) -> Container[Class]:
    """The members that may be connected with a class: what is found by going up and down from it; or, where that meets
    more classes than there are members, all of them, which are then read together.
    """
    hierarchy = view.hierarchy
    left = len(members)
    found = [cls]
    known = {cls}
    for c in found if left > _FEW else ():
        near = [up for up in hierarchy.above(c) if type(up) is Class]
        below = view.reader.some_below(c.symbol, left + 1)
        left -= len(below)
        if left <= 0:
            break
        near += [Class(module, plain(name)) for module, name in below]
        for other in near:
            if other in members and other not in known:
                known.add(other)
                found.append(other)
    else:
        if len(members) > _FEW:
            return known
    view.read_above(members)
    return members


_PATIENCE = 60  # files whose types are computed for one question where they are not settled


def _hurry(view: View, name: str) -> list[Undecided]:
    """Where a name stands in many files whose types are not settled, do without these: the answer says so."""
    typing = view.typing
    if typing is None or view.waits:
        return []
    unsettled = {f for f, _, _ in view.reader.postings(name, 1 << F.ATTRIBUTE)}
    if typing.settled() is not None:
        unsettled = view.reader.unsettled(unsettled)
    if len(unsettled) <= _PATIENCE:
        return []
    typing.left_out |= unsettled
    view.settling = max(view.settling, len(unsettled))
    return [Undecided("files with this name whose types are not settled yet", len(unsettled), _SETTLING)]


_SETTLING = "the daemon settles them in the background, `inferd index --types` does it now"


def _of_member(view: View, subject: T.Attribute) -> Found:
    name = subject.name
    kin = family(view, subject.cls, name)
    classes = kin.reasons
    hierarchy = view.hierarchy
    above: set[Node] = set()  # classes whose instances may be of a class that defines it
    for c in classes:
        above |= hierarchy.above(c)
    undefined = subject.cls not in view.members(name)
    wanted = {Symbol(c.module, f"{c.name}.{name}") for c in classes}
    symbol_of = {c: f"{c.symbol}.{name}" for c in classes}
    own = symbol_of[subject.cls]
    judged: dict[Dangling, tuple[str, Evidence] | None] = {}
    mixed: dict[Class, bool] = {}
    decided: dict[Types, receivers.Decision] = {}

    def beside(c: Class) -> bool:
        """Whether a class below *c* gets the member from another of its bases, as mixins expect it."""
        if c not in mixed:
            downs = hierarchy.joins(c)
            view.read_above(downs)
            mixed[c] = any(down in classes or not classes.keys().isdisjoint(hierarchy.above(down)) for down in downs)
        return mixed[c]

    def below(c: Class) -> bool:
        return c in above or beside(c)

    def lacking(e: Dangling) -> tuple[str, Evidence] | None:
        """The grade and evidence of an attribute of a class that does not have it itself."""
        if undefined and e.seen == subject.cls:
            return EXACT, _CERTAIN
        if e.seen in above:
            return INFERRED, BELOW
        if beside(e.seen):
            return INFERRED, BESIDE
        if e.opaque and not any(type(n) is Opaque and n.has(name) for n in hierarchy.above(e.seen)):
            return POSSIBLE, _CERTAIN
        return None

    def sure(c: Class) -> tuple[str, Evidence]:
        """The grade of what the language's own rules give to a class of the family."""
        why = kin.structural.get(c)
        return (EXACT, _CERTAIN) if why is None else (INFERRED, ({"kind": "declared", "why": why},))

    rows: list[Reference] = []
    strings = 0
    has_keys = any(named_keys.has_keys(view, c, name) for c in classes)
    blocks = view.blocks_of_name(name)
    view.ask_holders(receiver_names(blocks, name))
    for block in blocks:
        for k, role, code, scope, link in block.mentions(name):
            if role == F.ATTRIBUTE:
                meaning = view.attribute(block, name, link, scope)
                if not meaning:
                    found = unknown_receiver(view, block, k, name, own, symbol_of, below, decided)
                    if found is not None:
                        rows.append(found)
                    continue
                for e in meaning:
                    if type(e) is Member:
                        if e.cls in classes:
                            if e.certain:
                                rows.append(row(block, k, symbol_of[e.cls], *sure(e.cls)))
                            else:
                                rows.append(row(block, k, symbol_of[e.cls], POSSIBLE, _OUTSIDE_FIRST))
                    elif type(e) is Dangling:
                        if e not in judged:
                            judged[e] = lacking(e)
                        grade = judged[e]
                        if grade is None or grade[0] == POSSIBLE:
                            # an annotated `self`, a metaclass, or a base outside the project may have it
                            found = unknown_receiver(view, block, k, name, own, symbol_of, below, decided)
                            if found is not None and found.confidence == INFERRED:
                                rows.append(found)
                                continue
                            if found is None and view.typing is not None:
                                continue  # such a base is known to have it
                        if grade is not None:
                            rows.append(row(block, k, own, *grade))
                    elif e in wanted:
                        rows.append(row(block, k, own, EXACT, _CERTAIN))
            elif role == F.KEYWORD:
                continue
            elif role == F.STRING:
                if code & F.DOTTED:
                    named = [e.cls for e in view.dotted_string(block, k) if isinstance(e, Member) and e.cls in classes]
                    rows += [row(block, k, symbol_of[c], POSSIBLE, _STRING) for c in named]
                elif code & F.BY_GETATTR:
                    meaning = view.meaning(block, k)
                    if not meaning:
                        given = named_keys.given(view, block, k)
                        verdict = None
                        if given is not None:
                            verdict = receivers.judge(view, block, link, name, classes, below, given, decided)
                        if given is None or (verdict is not None and verdict.confidence == POSSIBLE):
                            rows.append(row(block, k, own, POSSIBLE, _BY_NAME))
                        elif verdict is not None:
                            of = symbol_of[verdict.owner] if verdict.owner is not None else own
                            rows.append(row(block, k, of, INFERRED, verdict.evidence))
                    for e in meaning:
                        if isinstance(e, Member) and e.cls in classes:
                            rows.append(row(block, k, symbol_of[e.cls], INFERRED, _GIVEN))
                        elif isinstance(e, Dangling) and undefined and e.seen == subject.cls:
                            rows.append(row(block, k, own, INFERRED, _GIVEN))
                elif (slot_of := T.slot_class(block, k)) in classes and slot_of is not None:
                    rows.append(row(block, k, symbol_of[slot_of], *sure(slot_of)))
                elif has_keys and (keyed := [e.cls for e in named_keys.named(view, block, k) if e.cls in classes]):
                    rows += [row(block, k, symbol_of[c], INFERRED, _KEY) for c in keyed]
                else:
                    strings += 1
            else:
                # what a class body binds, or reads of what it binds
                if role == F.IMPORT:
                    owner = block.row.owner if code & F.BINDS and scope < 0 else ""
                elif link == F.OWNER:
                    owner = "" if view.is_unbound_yet(block, k, name) else block.row.owner
                elif link >= 0 and block.s[link * 7] == F.CLASS:
                    owner = "" if view.is_unbound_yet(block, k, name) else block.scope_name(link)
                else:
                    continue
                c = Class(block.file.module, plain(owner))
                if owner and c in classes:
                    rows.append(row(block, k, symbol_of[c], *sure(c)))
    rows += _fields(view, list(classes), name)
    return Found(rows, _undecided(rows, strings, name))


def _fields(view: View, classes: list[Class], name: str) -> list[Reference]:
    """The keyword arguments that give a field its value: calls of a class (or of one below) that writes no `__init__`,
    as dataclasses, attrs and NamedTuple have it.
    """
    from inferd.query import fields, keywords

    members = view.members(name)
    is_made = False  # whether a call makes one of the classes
    owners: dict[Class, Class] = {}  # a class that may be called -> whose field it is
    for c in classes:
        for block, k in members.get(c, ()):
            if block.o[k * 6 + 3] & F.ROLE_MASK == F.WRITE:
                owners[c] = c
                for down in view.hierarchy.descendants(c):
                    owners.setdefault(down, c)
                break
        if fields.owner(view, c, name) == c:
            owners[c] = c
            is_made = True
    out: list[Reference] = []
    if not owners:
        return out

    open_ones: list[tuple[Block, int]] = []
    for block in view.blocks_of_name(name, 1 << F.KEYWORD):
        for k, role, _, _, link in block.mentions(name):
            if role != F.KEYWORD:
                continue
            if link < 0:
                open_ones.append((block, k))
                continue
            called = T.called_as(view, block, link)
            field, why = keywords.copied_field(view, block, link, name, called), _COPIED
            if field is None:
                field, why = keywords.given_field(view, name, called), _FIELD
            if field is not None and field.cls in owners.values():
                out.append(row(block, k, f"{field.cls.symbol}.{name}", INFERRED, why))
            elif field is None and keywords.is_open(view, called):
                open_ones.append((block, k))
    home = {block.row.file_id for c in classes for block, _ in members.get(c, ())}
    spelled = {c.name.rpartition(".")[2] for c in owners}
    for block, k, e in keywords.typed(view, open_ones, [], home) if is_made or keywords.is_held(view, spelled) else ():
        if isinstance(e, Member) and e.cls in owners:
            out.append(row(block, k, f"{e.cls.symbol}.{name}", INFERRED, _TYPE))
    return out


_COPIED: Evidence = ({"kind": "static", "why": "a field of the object that is copied with changes"},)
_TYPE: Evidence = ({"kind": "static", "why": "what is called there is known by its type"},)


# ---------------------------------------------------------------------------------------------------------------------
# Locals and parameters


def _of_variable(view: View, subject: T.Variable) -> Found:
    record = view.reader.block(subject.block)
    assert record is not None
    block = view.wrap(record)
    symbol = block.symbol_in(subject.scope, subject.name)
    rows: list[Reference] = []
    is_parameter = is_of_class = False
    for k, role, code, scope, link in block.mentions(subject.name):
        if role in (F.ATTRIBUTE, F.KEYWORD, F.STRING):
            continue
        if role == F.IMPORT:
            if code & F.BINDS and scope == subject.scope and not code & F.INTO_GLOBAL:
                rows.append(row(block, k, symbol, EXACT, _CERTAIN))
            continue
        if link == subject.scope:
            rows.append(row(block, k, symbol, EXACT, _CERTAIN))
            is_parameter = is_parameter or role == F.PARAMETER
            is_of_class = is_of_class or (role == F.DEFINITION and bool(code & F.TYPE_PARAMETER))
    if is_of_class:
        rows += _in_class(view, block, subject, symbol)
    undecided: list[Undecided] = []
    if is_parameter and block.s[subject.scope * 7] in (F.FUNCTION, F.LAMBDA):
        rows += _keywords(view, block, subject, symbol)
        unknown = sum(1 for r in rows if r.confidence == POSSIBLE)
        if unknown:
            undecided.append(
                Undecided("keyword arguments of calls whose callee is not known", unknown, "listed as possible")
            )
    return Found(rows, undecided)


def _in_class(view: View, header: Block, subject: T.Variable, symbol: str) -> list[Reference]:
    """The uses of a type parameter in the body of the class that has it."""
    wanted = (Local(header.row.id, subject.scope, subject.name),)
    return [
        row(block, k, symbol, EXACT, _CERTAIN)
        for block in view.blocks_of_name(subject.name) if block.row.file_id == header.row.file_id
        for k, _, _, _, link in block.mentions(subject.name)
        if link == F.OWNER_TYPE and view.owner_type(block, subject.name) == wanted
    ]  # fmt: skip


def _keywords(view: View, function: Block, subject: T.Variable, symbol: str) -> list[Reference]:
    """The keyword arguments that name a parameter: exact at plain calls of the function, possible where the callee is
    unknown but called by the function's name (or, for a constructor, by anything that may be the class).
    """
    record = function.s[subject.scope * 7 + 1]
    called = function.names[function.o[record * 6]] if record >= 0 else ""
    names = {called}
    if called in ("__init__", "__new__", "__call__"):
        owner = function.class_around(subject.scope)
        names.add(owner.rpartition(".")[2])
    parent = function.s[subject.scope * 7 + 2]
    from inferd.query import keywords

    out = []
    open_ones: list[tuple[Block, int]] = []
    through: list[tuple[Block, int]] = []
    wanted = Local(function.row.id, subject.scope, subject.name)
    spelled = _spelled(view, function, subject, called, names)
    blocks = _calling(view, subject.name, spelled)
    calling = {b.row.id for b in blocks}
    also = keywords.near(view, subject.name, function.row.file_id)
    is_held = keywords.is_held(view, spelled)  # whether variables may stand for it
    blocks += [b for b in also if b.row.id not in calling]
    for block in blocks:
        o = block.o
        for k, role, _, _, link in block.mentions(subject.name):
            if role != F.KEYWORD:
                continue
            if link < 0:  # of a call of what has no name
                open_ones.append((block, k))
                continue
            callee = block.names[o[link * 6]]
            denoted = T.called_as(view, block, link)
            if callee not in spelled and keywords.is_open(view, denoted):
                if is_held or block.row.id in calling:
                    open_ones.append((block, k))
                continue
            if keywords.goes_through(view, denoted, subject.name):
                through.append((block, k))
                continue
            if block.row.id not in calling and o[link * 6 + 3] & F.ROLE_MASK != F.CALL:  # of `cls` by another name
                continue
            meaning = view.meaning(block, link)
            if not meaning:
                if callee in T.HAND_ON and wanted in T.keyword_targets(view, block, k):
                    out.append(row(block, k, symbol, EXACT, _CERTAIN))
                elif callee in names and o[link * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
                    owner = function.class_around(subject.scope)
                    if not owner:
                        home = {Symbol(function.file.module, called)} if parent < 0 else frozenset()
                        told = receivers.in_modules(view, block, link, callee, home)
                        if told is not None:
                            out.append(row(block, k, symbol, told.confidence, told.evidence))
                        continue
                    cls = Class(function.file.module, plain(owner))
                    verdict = receivers.judge(view, block, link, callee, (cls,), lambda _: False)
                    if verdict is not None:
                        out.append(row(block, k, symbol, verdict.confidence, verdict.evidence))
                continue
            if wanted in T.keyword_targets(view, block, k):
                out.append(row(block, k, symbol, EXACT, _CERTAIN))
            elif callee in names and any(
                isinstance(e, Dangling) or (isinstance(e, Member) and not e.certain) for e in meaning
            ):
                known = keywords.by_type(view, block, k, subject.name) if view.metaclasses() else ()
                if wanted in known or not known:
                    sure = (INFERRED, _TYPE) if known else (POSSIBLE, _CERTAIN)
                    out.append(row(block, k, symbol, *sure))
            elif keywords.is_open(view, denoted):  # `cls`, which holds a class
                open_ones.append((block, k))
    for block, k, e in keywords.typed(view, open_ones, through, {function.row.file_id}):
        if e == wanted:
            out.append(row(block, k, symbol, INFERRED, _TYPE))
    for block in keywords.near(view, subject.name, function.row.file_id, F.STRING):
        for k, role, code, _, _ in block.mentions(subject.name):
            if role == F.STRING and not code & (F.DOTTED | F.BY_GETATTR) and wanted in keywords.by_key(view, block, k):
                out.append(row(block, k, symbol, INFERRED, _TYPE))
    return out


def _spelled(view: View, function: Block, subject: T.Variable, called: str, names: set[str]) -> set[str]:
    """What plain calls of a function are written with: its name, or its class's, or an alias of either."""
    spelled = set(names)
    parent = function.s[subject.scope * 7 + 2]
    owner = function.class_around(subject.scope)
    if owner:
        if called in ("__init__", "__new__"):
            cls = Class(function.file.module, plain(owner))
            spelled.add("cls")
            for c in (cls, *view.hierarchy.descendants(cls)):
                spelled.update(aliases(view, {Symbol(*c)}, c.name.rpartition(".")[2]))
    elif parent < 0 and called:
        spelled.update(aliases(view, {Symbol(function.file.module, called)}, called))
    return spelled


def _calling(view: View, keyword: str, spelled: set[str]) -> list[Block]:
    """The blocks that mention a keyword and also what the function is called by; found from the postings alone."""
    inside: set[int] = set()
    for name in spelled:
        for _, _, ids in view.postings(name):
            inside.update(ids)
    wanted = []
    for _, bits, ids in view.postings(keyword):
        if bits & 1 << F.KEYWORD:
            wanted += [i for i in ids if i in inside]
    return view.blocks_by_id(wanted)
