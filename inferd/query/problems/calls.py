"""Calls that no definition of what is called takes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from inferd.index.resolve import Symbol
from inferd.inference.definitions import classes, members, signatures
from inferd.inference.definitions.signatures import Signature
from inferd.inference.engine import Where
from inferd.inference.scopes.frames import Frame
from inferd.inference.types import UNKNOWN, Cls, Function, Value
from inferd.model import EXACT, INFERRED
from inferd.query import evidence
from inferd.query import targets as T
from inferd.query.problems.doubt import Doubt
from inferd.query.problems.guards import Guards
from inferd.query.problems.names import Finding
from inferd.query.view import Block, Member
from inferd.syntax import facts as F


class Misfit(NamedTuple):
    """Why a call does not fit one definition."""

    code: str
    said: str
    keyword: str  # the keyword argument that it is about; ''
    where: Where  # the scope around the definition
    step: int


def of_frame(doubt: Doubt, guards: Guards, frame: Frame) -> Iterator[Finding]:
    """The findings in a scope that was run."""
    typing = doubt.typing
    where = frame.where
    for n, words in enumerate(frame.steps):
        if words[0] != "(":
            continue
        at = int(words[1])
        callee = frame.types[at]
        if not callee or UNKNOWN in callee or any(not frame.types[_step(w)] for w in words[2:]):
            continue
        misfits: list[Misfit] = []
        for v in callee:
            found = _misfits(doubt, frame, at, v, words[2:])
            if not found:
                break
            misfits += found
        else:
            if guards.expects(where, n, "TypeError") or not doubt.is_sure(frame, at):
                continue
            place = typing.ties(where.file).place_of(where.scope, at)
            if place is None or place[0].is_stale or _is_unsure_method(doubt, frame, at, place):
                continue
            yield _finding(doubt, frame, at, place, misfits)


def _is_unsure_method(doubt: Doubt, frame: Frame, at: int, place: tuple[Block, int]) -> bool:
    """Whether a callee is a method that is taken from a class of which only types tell that it is one: it may be an
    instance, too; or one of those that Python looks up elsewhere.
    """
    words = frame.steps[at]
    if words[0] != "a":
        return False
    if words[2].startswith("__") and words[2] != "__init__":
        return True
    receiver = frame.types[int(words[1])]
    if any(v[-1] in ("class", "super") and doubt.is_metaclass(v.cls) for v in receiver):
        return True
    return (
        any(v[-1] == "class" for v in receiver)
        and not doubt.view.meaning(*place)
        and any(v[-1] == "function" and doubt.engine.kind(Where(*v[:3])) == "class" for v in frame.types[at])
    )


def _step(word: str) -> int:
    return int(word.rpartition("=")[2].lstrip("*"))


def _finding(doubt: Doubt, frame: Frame, at: int, place: tuple[Block, int], misfits: list[Misfit]) -> Finding:
    block, k = place
    first = misfits[0]
    typing = doubt.typing
    name = block.names[block.o[k * 6]]
    codes = {m.code for m in misfits}
    code, said = (first.code, first.said) if len(codes) == 1 else ("no-overload", "no definition takes these arguments")
    if len(codes) == 1 and len({m.said for m in misfits}) > 1:
        said = f"{first.said}; nor does any other of its definitions take it"
    if first.keyword and code in ("unknown-keyword", "repeated-argument"):
        k = _keyword(block, k, first.keyword)
    meaning = doubt.view.meaning(*place)
    is_exact = len(meaning) == 1 and (
        isinstance(meaning[0], Symbol) or (isinstance(meaning[0], Member) and meaning[0].certain)
    )
    told: list[dict[str, Any]] = []
    for m in misfits[:2]:
        defined = evidence.place(typing, m.where, m.step)
        entry: dict[str, Any] = {"kind": "stub" if m.where.space else "static", "why": f"{name} is defined"}
        if defined is not None:
            entry["path"], entry["line"] = defined
        told.append(entry)
    if frame.steps[at][0] == "a" and not is_exact:
        told += evidence.explain(typing, frame.where, int(frame.steps[at][1]))
    symbol = T.symbol_of(doubt.view, T.subject_of(doubt.view, meaning[0])) if meaning else ""
    grade = EXACT if is_exact else INFERRED
    return Finding(block, k, code, f"{name} {said}", grade, symbol, tuple(told), place[1] if k != place[1] else -1)


def _keyword(block: Block, callee: int, name: str) -> int:
    for k, role, _, _, link in block.mentions(name):
        if role == F.KEYWORD and link == callee:
            return k
    return callee


# ---------------------------------------------------------------------------------------------------------------------


def _misfits(doubt: Doubt, frame: Frame, at: int, v: Value, args: list[str]) -> list[Misfit]:
    """Why no definition that a value may stand for takes some arguments; [] where one does, or nobody knows."""
    tag = v[-1]
    if tag == "function":
        return _of_function(doubt, v, args, False) if v.name != "__new__" else []
    if tag == "bound":
        own = v.receiver
        if v.function[-1] != "function" or own[-1] not in ("instance", "class"):
            return []
        if doubt.is_metaclass(own.cls) or doubt.answers_anything(own.cls):
            return []
        if doubt.engine.kind(Where(*v.function[:3])) != "class" or v.function.name == "__new__":
            return []
        if doubt.is_rewritten(own.cls, v.function.name) or _is_declaration(doubt, own.cls, v.function):
            return []
        if _is_given_class(doubt, frame):
            return []
        return [] if _is_overridden(doubt, own.cls, v.function, args) else _of_function(doubt, v.function, args, True)
    if tag == "class":
        return _of_class(doubt, frame, at, v.cls, args)
    if tag == "partial" and all(a.kind in "pk" for a in v.given):
        again = {w.partition("=")[0] for w in args}
        first = ["0" for a in v.given if a.kind == "p"]
        last = [f"{a.name}=0" for a in v.given if a.kind == "k" and a.name not in again]
        return _misfits(doubt, frame, at, v.callee, [*first, *args, *last])
    if tag == "callable" and v.made is not None:
        where, first = v.made[:2]
        misfit = _misfit(signatures.lambda_signature(doubt.engine, where, first), args, False)
        return [misfit] if misfit is not None else []
    return []


def _of_function(doubt: Doubt, f: Function, args: list[str], bound: bool) -> list[Misfit]:
    engine = doubt.engine
    if not f.space and doubt.stored(f.name):
        return []
    out: list[Misfit] = []
    where = Where(f.space, f.file, f.scope)
    if len(engine.program(where).stores.get(f.name, ())) != len(_made(doubt, where, f.name)):
        return []  # bound to something else, too
    found = signatures.definitions(engine, f)
    is_stub = where.space and engine.world.space(where.space).is_stub(where.file)
    if not is_stub and all(signatures.is_overload(engine, *d) for d in found):
        # what runs is the implementation, whatever its overloads say
        steps = engine.program(where).steps
        all_ = [(where, int(steps[n][2])) for n in _made(doubt, where, f.name)]
        found = [d for d in all_ if d not in found] or found
    for place, step in found:
        if not doubt.is_neutral(place, step) or doubt.has_source(place.space, place.file):
            return []
        if not bound and not doubt.decorated(place, step).isdisjoint(_OF_CLASS):
            return []  # in a namespace that a call makes a class of
        s = signatures.signature(engine, place, step)
        misfit = _misfit(s, args, bound)
        if misfit is None:
            return []
        if misfit.code == "unknown-keyword" and doubt.may_take_any(place, f.name):
            return []
        is_of_many = is_stub and len(found) > 1 and misfit.code == "missing-argument"
        if is_of_many and (f.name == "__init__" or any(p.kind == "/" for p in s.params)):
            return []  # written in C, where stubs leave out a default now and then
        out.append(misfit)
    return out


_OF_CLASS = frozenset(("classmethod", "builtins.classmethod"))


def one_definition(doubt: Doubt, f: Function) -> bool:
    """Whether a function of the project has one definition, and is called with the arguments that its text says."""
    if f.space or doubt.stored(f.name):
        return False
    where = Where(f.space, f.file, f.scope)
    if len(doubt.engine.program(where).stores.get(f.name, ())) != 1 or len(_made(doubt, where, f.name)) != 1:
        return False
    found = signatures.definitions(doubt.engine, f)
    return len(found) == 1 and doubt.is_neutral(*found[0])


def _made(doubt: Doubt, where: Where, name: str) -> list[int]:
    steps = doubt.engine.program(where).steps
    stores = doubt.engine.program(where).stores.get(name, ())
    return [n for n in stores if steps[n][0] == "s" and steps[int(steps[n][2])][0] in ("f", "fa")]


def _is_declaration(doubt: Doubt, cls: Cls, f: Function) -> bool:
    """Whether a method is declared without the object that it is called on, in a class with a base that nobody knows:
    as interfaces are, whose metaclass takes that for granted.
    """
    if not classes.info(doubt.engine, cls).open:
        return False
    found = [signatures.signature(doubt.engine, *d).params for d in signatures.definitions(doubt.engine, f)]
    return any(not params or params[0].name not in ("self", "cls") for params in found)


def _is_given_class(doubt: Doubt, frame: Frame) -> bool:
    """Whether a function is one that pytest calls with the class, where the class does not say so."""
    made = doubt.engine.made_at(frame.where)
    return made is not None and doubt.engine.program(made[0]).steps[made[1]][2] in _OF_PYTEST


_OF_PYTEST = frozenset(("setup_class", "teardown_class"))


def _is_overridden(doubt: Doubt, cls: Cls, f: Function, args: list[str]) -> bool:
    """Whether a class below has another method of that name, which takes the arguments: of a library's classes, below
    abstract ones.
    """
    engine = doubt.engine
    for below in doubt.below_abstract(cls) if cls.space else doubt.below(cls):
        found = members.find(engine, below, f.name)
        if found is None:
            return True
        for other in found[1].types:
            if other[-1] != "function" or (other != f and not _of_function(doubt, other, args, True)):
                return True
    return False


def _of_class(doubt: Doubt, frame: Frame, at: int, cls: Cls, args: list[str]) -> list[Misfit]:
    own = _of_constructors(doubt, cls, args)
    if not own or _is_plain(frame, at):
        return own
    for below in doubt.below(cls):  # `cls()` may make one of these
        if not _of_constructors(doubt, below, args):
            return []
    return own


def _is_plain(frame: Frame, at: int) -> bool:
    """Whether a callee is a name that only a class statement or an import of a module binds."""
    words = frame.steps[at]
    if words[0] != "l":
        return False
    stored = [frame.steps[n] for n in frame.program.stores.get(words[1], ())]
    return not stored or (len(stored) == 1 and stored[0][0] == "s" and frame.steps[int(stored[0][2])][0] == "k")


def _of_constructors(doubt: Doubt, cls: Cls, args: list[str]) -> list[Misfit]:
    engine = doubt.engine
    fields = doubt.fields(cls)
    if fields is not None:
        misfit = _misfit(fields, args, False)
        return [misfit] if misfit is not None else []
    if doubt.is_made_up(cls):
        return []
    object_ = engine.builtin("object")
    begun = members.find(engine, cls, "__init__")
    is_begun_here = begun is not None and not begun[0].cls.space
    is_node = any(a.cls.space and (a.cls.module, a.cls.name) == ("ast", "AST") for a in classes.info(engine, cls).line)
    out: list[Misfit] = []
    own = 0
    for name in ("__new__", "__init__"):
        found = members.find(engine, cls, name)
        if found is None:
            return []
        if found[0].cls == object_:
            continue
        own += 1
        if found[1].kind not in ("method", "static method"):
            return []
        for f in found[1].types:
            if f[-1] != "function":
                return []
            misfits = _of_function(doubt, f, args, True)
            if is_node and any(m.code == "missing-argument" for m in misfits):
                return []  # whatever the stubs ask for, nodes may get their fields later
            if not misfits and (name == "__init__" or not f.space or not is_begun_here):
                return []  # a `__new__` of a library gives an object of the class, whose own `__init__` is called
            out += misfits
    if not own and args and not cls.space and not any(w[0] == "*" for w in args):
        info = classes.info(engine, cls)
        if all(not a.cls.space or a.cls == object_ for a in info.line) and info.made:
            return [Misfit("too-many-arguments", "takes no arguments: it has no __init__", "", *info.made[0])]
    return out


def _misfit(s: Signature, args: list[str], bound: bool) -> Misfit | None:
    """Why a signature does not take some arguments, as a flow program writes them; None where it may."""
    params = s.params
    start = 1 if bound and params and params[0].kind in "/p" else 0
    if bound and not start and not (params and params[0].kind == "*"):
        return None  # a method without a first parameter
    places = [p for p in params[start:] if p.kind in "/p"]
    by_name = {p.name: p for p in params[start:] if p.kind in "pk"}
    has_rest = any(p.kind == "*" for p in params)
    has_more = any(p.kind == "**" for p in params)
    plain = sum(1 for w in args if w.isdigit())
    starred = any(w[0] == "*" for w in args)
    if plain > len(places) and not has_rest:
        takes = f"{len(places)} positional argument{'s' if len(places) != 1 else ''}"
        return Misfit("too-many-arguments", f"takes {takes}, and {plain} are given", "", s.where, s.step)
    named: set[str] = set()
    before_star = 0
    for w in args:
        if not w.isdigit():
            break
        before_star += 1
    filled = {p.name for p in places[:before_star]}
    for w in args:
        if w[0] == "*" or "=" not in w:
            continue
        name = w.partition("=")[0]
        named.add(name)
        if name not in by_name:
            if not has_more:
                return Misfit("unknown-keyword", f"has no parameter {name}", name, s.where, s.step)
        elif name in filled and by_name[name].kind == "p":
            return Misfit("repeated-argument", f"is given {name} twice", name, s.where, s.step)
    if starred:
        return None
    missing = [
        p.name for p in params[start:]
        if p.kind in "/pk" and not p.has_default and p.name not in filled and (p.kind == "/" or p.name not in named)
    ]  # fmt: skip
    if missing:
        return Misfit("missing-argument", f"is not given {', '.join(missing)}", "", s.where, s.step)
    return None


__all__ = ["of_frame", "one_definition"]
