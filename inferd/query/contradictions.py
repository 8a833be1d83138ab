"""What is declared, or follows from the code, against what runs saw.

A row is a parameter or a result of a function whose body stands there as it ran, with the types that were seen and do
not fit; its evidence says what is declared or inferred, and what was seen.  Only what is certain counts:

* Arguments of generic types are not compared, and a type that is not known, on either side, contradicts nothing.
* Documentation is not held to its word, nor that of what a body calls.
* What a body returns is only inferred, and least surely where it calculates: there a number is a number.
* Who belongs to a class may be decided while the program runs (an abstract base class, with which others register; a
  metaclass of its own; a proxy that says it is something else), or be told to type checkers alone (`NewType`,
  `TypedDict`, literals, `bytes` for what is like it): none of that is held against anybody.
* Results are those of plain functions: what generators and coroutines give is wrapped.
"""

from collections.abc import Iterable
from typing import Any

from inferd.inference import types as V
from inferd.inference.definitions import classes, members, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import matching
from inferd.inference.scopes import lazy
from inferd.inference.types import ANY, NONE, NUMBERS, UNKNOWN, ClassObject, Cls, Instance, Types, Value
from inferd.model import TypeRow
from inferd.query import runtime
from inferd.query import targets as T
from inferd.query.runtime import CURRENT, Seen
from inferd.query.types import Typing
from inferd.query.view import View
from inferd.store.observations import Body, Signature


def contradictions(view: View, subject: T.Subject | None) -> list[TypeRow]:
    """The contradictions in what a target names, or in the whole project."""
    seen, typing = runtime.of(view), view.typing
    if seen is None or typing is None:
        return []
    bodies = seen.bodies_under(subject) if subject is not None else seen.bodies_in(seen.o.paths())
    bodies = [b for b in bodies if b.kind == "function" and seen.scope(b) is not None]
    of_body: dict[int, list[Signature]] = {}
    for s in seen.o.signatures_of(b.id for b in bodies):
        of_body.setdefault(s.body, []).append(s)
    out = []
    plain = Typing(view, typing.world.shelf)
    plain.world.project.documents = False
    for body in bodies:
        out += _of_function(seen, typing, plain, body, of_body.get(body.id, []))
    return sorted(out, key=lambda r: (r.path, r.line, r.column, r.kind))


def marked(rows: Iterable[TypeRow], against: Iterable[TypeRow]) -> list[TypeRow]:
    """Rows of types, those that what runs saw contradicts with that as further evidence."""
    places = {r[:3]: r for r in against}
    parameters = {(r.scope, r.name): r for r in against if r.kind == "parameter"}
    out = []
    for row in rows:
        found = places.get(row[:3]) or (parameters.get((row.scope, row.name)) if row.kind == "variable" else None)
        if found is not None:
            said = {**found.evidence[-1], "why": f"contradicts it: {' | '.join(found.types)} was seen"}
            row = row._replace(evidence=(*row.evidence, said))
        out.append(row)
    return out


def _of_function(
    seen: Seen, typing: Typing, plain: Typing, body: Body, observed: list[Signature]
) -> list[TypeRow]:  # fmt: skip
    """*plain*: types without what documentation says, asked only where a body contradicts what was seen."""
    file, scope = seen.view.reader.file_at(body.path), seen.scope(body)
    if file is None or scope is None or not observed:
        return []
    where = Where("", file.id, scope)
    made = typing.engine.made_at(where)
    if made is None:
        return []
    s = signatures.signature(typing.engine, *made)
    annotated = {p.name for p in s.params if p.annotation is not None}
    places = runtime.parameter_places(seen, body)
    out = []
    for i, name in enumerate(body.parameters):
        bare = name.lstrip("*")
        if bare not in annotated:
            continue
        wanted = lazy.parameter(typing.engine, where, bare)
        found = [(x.arguments[i], x.run, x.times) for x in observed if i < len(x.arguments)]
        how = ("declared", f"parameter {bare} is declared")
        out += _row(seen, typing, body, "parameter", bare, places.get(i), wanted, found, how)
    if not s.is_async and not typing.engine.program(where).yields:
        found = [(x.result, x.run, x.times) for x in observed if x.outcome == "return"]
        if s.result is not None:
            wanted = signatures.result_of_definition(typing.engine, *made)
            how = ("declared", "the result is declared")
            out += _row(seen, typing, body, "return", "return", None, wanted, found, how)
        else:
            how = ("static", "what the body returns")
            rows = _row(seen, typing, body, "return", "return", None, lazy.returned(typing.engine, s), found, how)
            if rows and (again := plain.engine.made_at(where)) is not None:
                wanted = lazy.returned(plain.engine, signatures.signature(plain.engine, *again))
                out += _row(seen, plain, body, "return", "return", None, wanted, found, how)
    return out


def _row(
    seen: Seen, typing: Typing, body: Body, kind: str, name: str, place: tuple[int, int] | None, wanted: Types,
    found: list[tuple[str, int, int]], how: tuple[str, str],
) -> list[TypeRow]:  # fmt: skip
    if not wanted or wanted == ANY or UNKNOWN in wanted:
        return []
    if how[0] == "static" and any(typing.show((w,))[0] in NUMBERS for w in wanted):
        found = [x for x in found if x[0] not in NUMBERS]
    terms: dict[str, None] = {}
    runs: dict[int, int] = {}
    verdicts: dict[str, bool] = {}
    for term, run, times in found:
        if term not in verdicts:
            verdicts[term] = contradicts(typing, term, wanted)
        if verdicts[term] and seen.status(body, run) == CURRENT:
            terms[term] = None
            runs[run] = runs.get(run, 0) + times
    if not terms:
        return []
    line, column = place or seen.place(body)
    known = " | ".join(typing.show(wanted))
    said: dict[str, Any] = {"kind": how[0], "why": f"{how[1]}: {known}", "path": body.path, "line": line}
    return [
        TypeRow(body.path, line, column, kind, name, seen.symbol(body), runtime.united(terms),
                (said, seen.evidence(runs, CURRENT)))
    ]  # fmt: skip


def contradicts(typing: Typing, term: str, wanted: Types) -> bool:
    """Whether a type that was seen can certainly not be one of these."""
    value = _value(typing, term)
    return value is not None and _cannot_be(typing.engine, value, _widened(typing.engine, wanted))


def cannot_be(typing: Typing, value: Value, wanted: Types) -> bool:
    """Whether a value that inference knows can certainly not be one of these, whatever generic types are made of."""
    engine = typing.engine
    wanted = V.union(_bare(engine, w) for w in _widened(engine, wanted))
    if typing.show(_bare(engine, value))[0] in NUMBERS and any(typing.show((w,))[0] in NUMBERS for w in wanted):
        return False
    called = any(w[-1] in ("callable", "special") for w in wanted)
    if called and value[-1] in ("function", "bound", "callable", "class"):
        return False
    return all(v[-1] in _PLAIN and _cannot_be(engine, v, wanted) for v in _bare(engine, value))


_PLAIN = frozenset(("none", "instance", "class", "function", "bound", "module"))


def _bare(engine: Engine, v: Value) -> Types:
    """A value without what it is made of."""
    if isinstance(v, V.Literal):
        return engine.instance(V.literal_class(v.text))
    if v[-1] in ("tuple", "record"):
        return engine.instance("tuple" if v[-1] == "tuple" else "dict")
    return (Instance(v.cls),) if isinstance(v, Instance) else (v,)


def _cannot_be(engine: Engine, value: Value, wanted: Types) -> bool:
    if matching.assignable(engine, (value,), wanted) is not False:
        return False
    if not isinstance(value, Instance):
        return not (isinstance(value, ClassObject) and any(_makes(engine, w, value.cls) for w in wanted))
    if value.cls == engine.builtin("type") and any(_is_class(engine, w) for w in wanted):
        return False  # a class that has no name by which it could be told
    if _has_own(engine, value.cls, "__class__", "object"):
        return False
    return not any(_may_belong(engine, value.cls, w.cls) for w in wanted if isinstance(w, Instance))


def _is_class(engine: Engine, w: Value) -> bool:
    """Whether a value is a class: it is known which, or of which metaclass."""
    return w[-1] == "class" or (w[-1] == "instance" and classes.is_subclass(engine, w.cls, engine.builtin("type")))


def _makes(engine: Engine, w: Value, cls: Cls) -> bool:
    """Whether a value is an instance of a metaclass that a class is of."""
    metas = classes.info(engine, cls).metaclass or (engine.builtin("type"),)
    return isinstance(w, Instance) and any(classes.is_subclass(engine, meta, w.cls) for meta in metas)


def _widened(engine: Engine, wanted: Types) -> Types:
    """Literals as their classes, because values are not recorded, and what a test of types is declared to give."""
    return V.union(_plain(engine, w) for w in wanted)


def _plain(engine: Engine, w: Value) -> Types:
    if isinstance(w, V.Literal):
        return engine.instance(V.literal_class(w.text))
    if isinstance(w, V.Special) and w.name in ("TypeGuard", "TypeIs"):
        return engine.instance("bool")
    return (w,)


def _may_belong(engine: Engine, cls: Cls, wanted: Cls) -> bool:
    """Whether instances of a class may count as those of another which is not among its bases."""
    info = classes.info(engine, wanted)
    above = {a.cls for a in info.line[1:]} - {engine.builtin("object")}
    if any(a.module == "typing" and a.name == "_TypedDict" for a in above):
        return classes.is_subclass(engine, cls, engine.builtin("dict")) is not False
    if any(_has_own(engine, meta, "__instancecheck__", "type") for meta in info.metaclass):
        return True
    if cls in above and not info.places:
        return True  # a NewType, as a rule
    names = ("bytes", "bytearray", "memoryview")
    return wanted.module == cls.module == "builtins" and wanted.name == "bytes" and cls.name in names


def _has_own(engine: Engine, cls: Cls, name: str, plain: str) -> bool:
    """Whether a class has a member of that name other than the one of *plain*, which every such class has."""
    found = members.find(engine, cls, name)
    return found is not None and found[0].cls != engine.builtin(plain)


def _value(typing: Typing, term: str) -> Value | None:
    """A stored type as a value, without arguments; None where it is none that inference knows by name."""
    if term == "None":
        return NONE
    is_class = term.startswith("type[")
    name = (term[5:-1] if is_class else term).partition("[")[0]
    if " " in name or "<locals>" in name or name in ("?", "Never", "function", "types:EllipsisType"):
        return None  # `b: str = ...` leaves the default untold
    cls = runtime.class_named(typing, name)
    if cls is None or (not cls.space and runtime.project_value(typing.view, name) is None):
        return None
    info = classes.info(typing.engine, cls)
    if not info.places or info.open:
        return None
    return ClassObject(cls) if is_class else Instance(cls)
