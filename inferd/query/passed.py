"""What calls pass, by their text, against what the project's parameters are declared as.

Nothing has to have run: each scope that may call is run once, as inference runs it, and the arguments of its calls are
held against the annotations of the definition that takes them.  A row is a parameter with what is passed and cannot
be meant; its evidence says what is declared, and each call.  Only what is plain counts:

* Every value that an argument may have has to be known and to contradict.  Arguments of generic types, numbers among
  each other, and who belongs to an abstract class, a protocol or a `NewType` are not compared (`contradictions`).
* The callee is one definition of the project, which no overload, decorator or class below replaces.
* Calls that expect to fail (`problems.guards`), and lines with a comment that silences checkers, say nothing.
* What an attribute holds counts only where `problems.doubt` is sure of it.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from inferd.inference import types as V
from inferd.inference.definitions import classes, members, signatures
from inferd.inference.engine import TYPING, Where
from inferd.inference.operations import matching
from inferd.inference.scopes import frames, lazy
from inferd.inference.scopes.frames import Frame
from inferd.inference.types import ANY, NONE, UNKNOWN, Function, Types, Value
from inferd.model import Problem, TypeRow
from inferd.query import binding, evidence
from inferd.query import targets as T
from inferd.query.contradictions import cannot_be
from inferd.query.problems import Finder, without_silenced
from inferd.query.problems.calls import one_definition
from inferd.query.view import Block, View
from inferd.syntax import facts as F


class Passed(NamedTuple):
    """An argument that contradicts the declaration of what takes it."""

    body: Where  # of the function that is called
    name: str
    wanted: Types
    given: Types
    path: str
    line: int


def contradictions(
    view: View, subject: T.Subject | None, root: str, flows: bool = True,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[TypeRow]:  # fmt: skip
    """The parameters of what a target names, or of the whole project, to which calls pass what they cannot be.

    *progress*(files done, files, path) is called on the way.
    """
    if view.shelf is None:
        return []
    finder = Finder(view, root, flows)
    inside = "" if subject is None else T.symbol_of(view, subject)
    out: dict[tuple[Where, str], list[Passed]] = {}
    rows: list[TypeRow] = []
    files = binding.mentioning(view, subject)
    for n, file_id in enumerate(files):
        if progress is not None:
            progress(n, len(files), view.file(file_id).path)
        found = [p for p in _in_file(finder, file_id) if _is_inside(finder, p.body, inside)]
        found = _spoken_of(view, root, found)
        for p in found:
            out.setdefault((p.body, p.name), []).append(p)
        finder = finder.renewed()
    for several in out.values():
        rows += _row(finder, several)
    return sorted(rows, key=lambda r: (r.path, r.line, r.column))


_MOST_FILES = 5  # that are looked into for one function where only its types are asked for


def marked(view: View, rows: list[TypeRow], root: str, flows: bool = True) -> list[TypeRow]:
    """Rows of types, those of declared parameters with the calls that pass what contradicts them."""
    asked = {r.scope for r in rows if r.kind == "parameter" and r.evidence and r.evidence[0]["kind"] == "declared"}
    against: dict[tuple[str, str], TypeRow] = {}
    for symbol in sorted(asked):
        for subject in T.parse(view, symbol, root):
            if len(binding.mentioning(view, subject)) <= _MOST_FILES:
                against.update({(r.scope, r.name): r for r in contradictions(view, subject, root, flows)})
    out = []
    for row in rows:
        found = against.get((row.scope, row.name)) if row.kind == "parameter" else None
        if found is not None:
            said = tuple({**e, "why": f"contradicts it: {e['why']}"} for e in found.evidence[1:])
            row = row._replace(evidence=(*row.evidence, *said))
        out.append(row)
    return out


def _is_inside(finder: Finder, body: Where, inside: str) -> bool:
    symbol = _symbol(finder, body)
    if not inside or symbol == inside:
        return True
    if ":" not in inside:
        module = symbol.partition(":")[0]
        return module == inside or module.startswith(f"{inside}.")
    return symbol.startswith(f"{inside}.")


def _in_file(finder: Finder, file_id: int) -> Iterator[Passed]:
    if finder.view.file(file_id).status == "skipped":
        return
    engine = finder.typing.engine
    for i in range(len(engine.tree("", file_id).scopes)):
        where = Where("", file_id, i)
        if any(words[0] == "(" for words in engine.program(where).steps):
            yield from _in_frame(finder, frames.run(engine, where))


def _in_frame(finder: Finder, frame: Frame) -> Iterator[Passed]:
    doubt, where = finder.doubt, frame.where
    for n, words in enumerate(frame.steps):
        if words[0] != "(":
            continue
        callee = frame.types[int(words[1])]
        if len(callee) != 1 or UNKNOWN in callee:
            continue
        taking = _taking(finder, callee[0])
        if taking is None or not doubt.is_sure(frame, int(words[1])):
            continue
        f, is_bound = taking
        place, step = signatures.definitions(doubt.engine, f)[0]
        s = signatures.signature(doubt.engine, place, step)
        if s.body is None:
            continue
        for p, at in binding.pairs(s.params, words[2:], is_bound):
            if p.annotation is None:
                continue
            given = frame.types[at]
            if not given or UNKNOWN in given or (p.has_default and NONE in given):
                continue
            wanted = lazy.parameter(doubt.engine, s.body, p.name)
            if not wanted or wanted == ANY or UNKNOWN in wanted or not _all_contradict(finder, given, wanted):
                continue
            if finder.guards.expects(where, n, "TypeError", "ValueError", "AttributeError", "AssertionError"):
                continue
            found = finder.typing.ties(where.file).place_of(where.scope, int(words[1]))
            if found is None or found[0].is_stale or not doubt.is_sure(frame, at) or not _is_plain(finder, frame, at):
                continue
            line = evidence.place(finder.typing, where, n)
            at_line = line[1] if line is not None else found[0].place(found[1])[0]
            yield Passed(s.body, p.name, wanted, given, found[0].file.path, at_line)


def _taking(finder: Finder, v: Value) -> tuple[Function, bool] | None:
    """(the one function of the project that takes the arguments of a call, whether its first parameter is bound)."""
    doubt = finder.doubt
    if v[-1] == "function":
        return (v, False) if one_definition(doubt, v) and v.name != "__new__" else None
    if v[-1] == "bound":
        own = v.receiver
        if v.function[-1] != "function" or own[-1] not in ("instance", "class") or v.function.name == "__new__":
            return None
        if doubt.engine.kind(Where(*v.function[:3])) != "class" or doubt.is_metaclass(own.cls):
            return None
        for below in doubt.below(own.cls):
            other = members.find(doubt.engine, below, v.function.name)
            if other is None or other[1].types != (v.function,):
                return None
        return (v.function, True) if one_definition(doubt, v.function) else None
    if v[-1] == "class" and not doubt.is_made_up(v.cls):
        object_ = doubt.engine.builtin("object")
        made = members.find(doubt.engine, v.cls, "__new__")
        found = members.find(doubt.engine, v.cls, "__init__")
        if made is None or made[0].cls != object_ or found is None or found[1].kind != "method":
            return None
        (f, *more) = found[1].types or (UNKNOWN,)
        return (f, True) if not more and f[-1] == "function" and one_definition(doubt, f) else None
    return None


def _all_contradict(finder: Finder, given: Types, wanted: Types) -> bool:
    return all(_contradicts(finder, v, wanted) for v in given)


def _contradicts(finder: Finder, v: Value, wanted: Types) -> bool:
    """Whether a value cannot be what is wanted.

    What is known of it may be a base: who is declared as that may be of any class below, and what a metaclass makes,
    `type` itself included, may be whatever is called a class.
    """
    engine, doubt = finder.doubt.engine, finder.doubt
    instances = [w for w in wanted if w[-1] == "instance"]
    if v[-1] == "bound" or any(w[-1] == "typevar" for w in wanted):
        return False
    if v[-1] == "class" and v.cls == engine.builtin("type"):
        return False
    of_functions = (w.cls.module == "types" or matching.protocol_members(engine, w.cls) is not None for w in instances)
    if v[-1] == "function" and any(of_functions):
        return False
    if v[-1] == "instance":
        if doubt.is_metaclass(v.cls) or v.cls.module in TYPING or classes.info(engine, v.cls).metaclass:
            return False
        if doubt.answers_anything(v.cls):
            return False  # it stands for something else
        below = (v.cls, *doubt.below(v.cls))
        for w in instances:
            if classes.is_subclass(engine, w.cls, v.cls) or any(classes.is_subclass(engine, b, w.cls) for b in below):
                return False
    return cannot_be(finder.typing, v, wanted)


def _is_plain(finder: Finder, frame: Frame, at: int) -> bool:
    """Whether a value comes from no function of the project behind a decorator that may replace what it gives."""
    words = frame.steps[at]
    if words[0] == "l":
        stores = frame.program.stores.get(words[1], ())
        if stores == [0] and frame.steps[0][0] == "p":
            made = finder.doubt.engine.made_at(frame.where)  # a decorator may make it a class, or another object
            return made is None or finder.doubt.is_neutral(*made)
        plain = (frame.steps[n] for n in stores if frame.steps[n][0] == "s" and int(frame.steps[n][2]) < at)
        return all(_is_plain(finder, frame, int(w[2])) for w in plain)
    if words[0] != "(":
        return True
    functions = (v.function if v[-1] == "bound" else v for v in frame.types[int(words[1])])
    return all(f[-1] != "function" or f.space or one_definition(finder.doubt, f) for f in functions)


def _spoken_of(view: View, root: str, found: list[Passed]) -> list[Passed]:
    """Without those whose lines have a comment that silences checkers."""
    as_problems = {
        (p.path, p.line): Problem(p.path, p.line, 1, p.line, 1, "", "", "", "", "", "") for p in found
    }  # fmt: skip
    kept = {(p.path, p.line) for p in without_silenced(view, root, list(as_problems.values()))}
    return [p for p in found if (p.path, p.line) in kept]


# ---------------------------------------------------------------------------------------------------------------------


def _defined(finder: Finder, body: Where) -> tuple[Block, int] | None:
    return evidence.defined(finder.typing.ties(body.file), body.scope)


def _symbol(finder: Finder, body: Where) -> str:
    found = _defined(finder, body)
    return found[0].enclosing(T.scope_defined(*found)) if found is not None else ""


_SHOWN = 5  # calls of one parameter


def _row(finder: Finder, several: list[Passed]) -> list[TypeRow]:
    first = several[0]
    typing = finder.typing
    found = _defined(finder, first.body)
    if found is None:
        return []
    block, k = found
    scope = T.scope_defined(block, k)
    at = next(
        (
            i for i, role, _, around, _ in block.mentions(first.name)
            if role == F.PARAMETER and around == scope
        ), k
    )  # fmt: skip
    line, column, _, _ = block.place(at)
    declared: dict[str, Any] = {
        "kind": "declared", "why": f"parameter {first.name} is declared: {' | '.join(typing.show(first.wanted))}",
        "path": block.file.path, "line": line,
    }  # fmt: skip
    calls_ = [
        {"kind": "static", "why": f"{' | '.join(typing.show(p.given))} is passed", "path": p.path, "line": p.line}
        for p in several
    ]
    unique = list({tuple(e.items()): e for e in calls_}.values())
    if len(unique) > _SHOWN:
        more = len(unique) - _SHOWN
        unique = [*unique[:_SHOWN], {"kind": "static", "why": f"and so do {more} calls more"}]
    given = tuple(typing.show(V.union(p.given for p in several)))
    return [
        TypeRow(block.file.path, line, column, "parameter", first.name, _symbol(finder, first.body), given,
                (declared, *unique))
    ]  # fmt: skip


__all__ = ["contradictions"]
