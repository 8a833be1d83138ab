"""Who calls whom, as inference knows it: each scope that is asked about is run, and what its calls reach is told, or
looked up where it is kept (`kept_calls`).

A class that is called stands as its `__init__` where it has one.  What Python calls on behalf of a statement counts,
too: operators, iteration, `with`, properties, decorators, and what a function of a library calls back.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference import calls, contexts, frames, lazy, members, signatures
from inferd.inference.engine import Where
from inferd.inference.types import UNKNOWN, Cls, Function, Instance, Types, Value, literal_class
from inferd.model import CallRow, TypeRow, Undecided
from inferd.query import evidence
from inferd.query import targets as T
from inferd.query.references import BELOW, BESIDE, references
from inferd.query.types import Typing
from inferd.query.view import View

INFERRED, POSSIBLE = "inferred", "possible"


def of_file(typing: Typing, file_id: int) -> list[CallRow]:
    """The calls in the scopes of a file, in order."""
    tree = typing.engine.tree("", file_id)
    return of_scopes(typing, [Where("", file_id, i) for i in range(len(tree.scopes))])


def of_scopes(typing: Typing, scopes: Iterable[Where]) -> list[CallRow]:
    """The calls in some scopes and in the lambdas that they make, in order."""
    found: list[Found] = []
    kept: dict[int, dict[int, list[Found]]] = {}
    for where in scopes:
        stored = typing.kept_calls(where.file) if not where.space else None
        if stored is None:
            found += [(where, *call) for call in calls_of(typing, where)]
            continue
        if where.file not in kept:
            of_scope = kept[where.file] = {}
            for scope, step, first, callee in stored.calls():
                of_scope.setdefault(scope, []).append((Where("", where.file, scope), step, first, callee))
        found += kept[where.file].get(where.scope, ())
    return _rows(typing, found)


Found = tuple[Where, int, int, str]  # a call: scope, step, the first step of the lambda it is in or -1, callee


def _rows(typing: Typing, found: Iterable[Found]) -> list[CallRow]:
    out: dict[tuple[str, int, int, str, str], CallRow] = {}
    for where, step, first, callee in found:
        caller = symbol_of(typing, where) if first < 0 else lambda_symbol(typing, where, first)
        row = _row(typing, where, step, caller, callee)
        out.setdefault(row[:5], row)
    return sorted(out.values(), key=lambda r: r[:5])


def calls_of(typing: Typing, where: Where) -> Iterator[tuple[int, int, str]]:
    """(step, first step of the lambda it is in or -1, callee) of the calls in a scope, which is run for it."""
    frame = frames.run(typing.engine, where)
    for step, callee in _calls(typing, frame):
        yield step, -1, callee
    flow = typing.engine.flow
    for first in _lambdas(frame):
        found: dict[tuple[int, str], None] = {}
        for context in flow.contexts.get((where, first), ()) if flow is not None else ():
            body = frames.Frame(typing.engine, where, contexts.Unit(where, first, context))
            body.run()
            found.update(dict.fromkeys(_calls(typing, body)))
        for step, callee in found:
            yield step, first, callee


def unknown_in(typing: Typing, where: Where) -> int:
    """How many calls in a scope are of something that is not known."""
    stored = typing.kept_calls(where.file) if not where.space else None
    if stored is not None:
        return stored.unknown(where.scope)
    frame = frames.run(typing.engine, where)
    return sum(words[0] == "(" and UNKNOWN in frame.types[int(words[1])] for words in frame.steps)


Asked = int | list[T.Subject] | None


def within(typing: Typing, asked: Asked) -> tuple[list[CallRow], list[Undecided]]:
    """The calls in a file, by id, in subjects, or, for None, in the whole project."""
    scopes = _scopes(typing, asked)
    rows = of_scopes(typing, scopes)
    return rows, _unknown(typing, scopes)


def reaching(typing: Typing, asked: Asked) -> tuple[list[CallRow], list[Undecided]]:
    """The calls of what subjects name: in the files of `looked_into`."""
    wanted = _wanted(typing.view, asked if isinstance(asked, list) else [])
    files, left_out = looked_into(typing.view, asked)
    found: list[Found] = []
    for f in files:
        stored = typing.kept_calls(f)
        if stored is not None:
            found += [(Where("", f, scope), step, first, c) for scope, step, first, c in stored.calls(wanted.symbols)]
            continue
        for i in range(len(typing.engine.tree("", f).scopes)):
            where = Where("", f, i)
            found += [(where, *call) for call in calls_of(typing, where) if call[2] in wanted.symbols]
    hint = "`inferd query refs` lists all uses of the name"
    if not typing.is_followed:
        hint += "; what calls pass was not followed here: `inferd index --types` does, or the daemon in the background"
    undecided = [Undecided("calls whose target is not known", 0, hint)]
    if left_out:
        what = "files that do not mention it and may call it by an operator or a statement"
        undecided.append(Undecided(what, left_out, "`inferd query calls` looks into all of them, once"))
    rows = _rows(typing, found)
    known = {row[:3] for row in rows}
    more = [row for row in _by_mixins(typing, asked) if row[:3] not in known] if isinstance(asked, list) else []
    return sorted([*rows, *more], key=lambda r: r[:5]), undecided


def may_pass_more(view: View, rows: Iterable[TypeRow]) -> list[Undecided]:
    """The calls that may be of the methods whose parameters stand in some rows, and are not among those that tell what
    these are given: their receivers are not known.
    """
    out: list[Undecided] = []
    known = [row.scope for row in rows if set(row.types) != {"?"} and evidence.is_from_calls(row)]
    for scope in dict.fromkeys(known):
        for subject in T.parse(view, scope):
            if not isinstance(subject, T.Attribute):
                continue
            uses = references(view, subject, definitions=False).rows
            many = sum(r.confidence == POSSIBLE and r.role == "attribute" for r in uses)
            if many:
                what = f"uses of {subject.name!r} on receivers that are not known, which may pass others"
                out.append(Undecided(what, many, f"`inferd query refs {scope}` lists them as possible"))
    return out


def _by_mixins(typing: Typing, subjects: list[T.Subject]) -> Iterator[CallRow]:
    """The calls of methods through the receiver of a class that has no such method, where a class below it has."""
    for subject in subjects:
        if not isinstance(subject, T.Attribute):
            continue
        below = {
            r[:3]: r for r in references(typing.view, subject, definitions=False).rows if r.evidence in (BELOW, BESIDE)
        }
        for path in dict.fromkeys(path for path, _, _ in below):
            file = typing.world.project.file_at(path)
            for where, step in _calls_by(typing, file, (subject.name,)) if file is not None else ():
                found = evidence.place(typing, where, step)
                row = below.get((*found, evidence.column(typing, where, step))) if found is not None else None
                if row is not None:
                    first = _around(typing, where, step)
                    caller = symbol_of(typing, where) if first < 0 else lambda_symbol(typing, where, first)
                    yield CallRow(*row[:3], caller, row.symbol, INFERRED, row.evidence)


def _around(typing: Typing, where: Where, step: int) -> int:
    """The first step of the innermost lambda that a step is in; -1 for none."""
    around = [-1]
    for n, words in enumerate(typing.engine.program(where).steps[:step]):
        if words[0] == "L":
            around.append(n)
        elif words[0] == "M":
            around.pop()
    return around[-1]


def calling(typing: Typing, subjects: list[T.Subject], where: Where) -> list[CallRow]:
    """The calls of subjects in one scope."""
    wanted = _wanted(typing.view, subjects)
    return [row for row in of_scopes(typing, [where]) if row.callee in wanted.symbols]


class _Wanted(NamedTuple):
    symbols: frozenset[str]  # what calls of a target reach
    names: frozenset[str]  # by one of which a file that calls it mentions it
    is_unnamed: bool  # or Python calls it for what stands there


def _wanted(view: View, subjects: list[T.Subject]) -> _Wanted:
    symbols: set[str] = set()
    names: set[str] = set()
    is_unnamed = False
    for subject in subjects:
        symbol = T.symbol_of(view, subject)
        module, _, qualname = symbol.partition(":")
        owner, _, last = qualname.rpartition(".")
        parts = qualname.removesuffix(".__init__").split(".")
        symbols |= {symbol, f"{module}:{qualname.removesuffix('.__init__')}", f"{symbol}.__init__"}
        names |= {parts[-1], last}
        if last in ("__init__", "__new__") and owner:
            below = view.hierarchy.descendants(Class(module, owner))
            names |= {owner.rpartition(".")[2], *(c.name.rpartition(".")[2] for c in below)}
        elif owner and last.startswith("__") and last.endswith("__"):
            is_unnamed = True
    return _Wanted(frozenset(symbols), frozenset(names), is_unnamed)


_MOST_FILES = 700  # files that are looked into for what is called without being named


def looked_into(view: View, asked: Asked) -> tuple[list[int], int]:
    """The files in which calls of subjects are looked for, and how many may hold calls that are not found.

    These mention the name, or that of its class.  What operators and statements call, such as `__getitem__`, is looked
    for everywhere, unless that is much to find out: then where it is known or named.
    """
    wanted = _wanted(view, asked if isinstance(asked, list) else [])
    files = {f for name in wanted.names for f in view.reader.posting_files(name)}
    if not wanted.is_unnamed:
        return sorted(files), 0
    every = view.reader.file_ids()
    missing = set(view.reader.uncalled(every)) - files
    if len(missing) <= _MOST_FILES:
        return sorted(every), 0
    return sorted(set(every) - missing), len(missing)


def files_of(typing: Typing, asked: Asked) -> list[int]:
    """The files whose calls `within` tells."""
    if asked is None:
        return typing.view.reader.file_ids()
    return list(dict.fromkeys(w.file for w in _scopes(typing, asked)))


_LOOKED_AT = 40  # calls that may be of a function, of which is found out whether they are


def sites(typing: Typing, where: Where, most: int) -> tuple[list[tuple[str, int]], bool]:
    """(path, line) of the first calls of a function that name it, and whether these are all of them; for people.

    No scope is run for it: what is called hangs on what the name, or the receiver, is anywhere in its scope.
    """
    symbol = symbol_of(typing, where)
    parts = symbol.replace(":", ".").split(".")
    names = {parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]}
    reader = typing.view.reader
    files = {f for name in names for f in reader.posting_files(name)} | {where.file}
    out: dict[tuple[str, int], None] = {}
    looked_at = 0
    for path, f in sorted((typing.world.project.path_of(f), f) for f in files):
        for at, callee in _calls_by(typing, f, names):
            if len(out) == most or looked_at == _LOOKED_AT:
                return list(out), False
            looked_at += 1
            if any(symbol in callees(typing, v) for v in lazy.value(typing.engine, at, callee)):
                found = evidence.place(typing, at, callee)
                out[path, found[1] if found is not None else 0] = None
    return list(out), True


def _calls_by(typing: Typing, file_id: int, names: Collection[str]) -> Iterator[tuple[Where, int]]:
    """(scope, step of the callee) of the calls in a file whose callee ends in one of some names."""
    for i in range(len(typing.engine.tree("", file_id).scopes)):
        where = Where("", file_id, i)
        steps = typing.engine.program(where).steps
        for words in steps:
            if words[0] == "(" and steps[int(words[1])][0] in ("l", "a") and steps[int(words[1])][-1] in names:
                yield where, int(words[1])


def _scopes(typing: Typing, asked: Asked) -> list[Where]:
    engine = typing.engine
    if isinstance(asked, int):
        return [Where("", asked, i) for i in range(len(engine.tree("", asked).scopes))]
    out: dict[Where, None] = {}
    if asked is None:
        for f in typing.view.reader.file_ids():
            out.update(dict.fromkeys(Where("", f, i) for i in range(len(engine.tree("", f).scopes))))
        return list(out)
    for subject in asked:
        module, _, name = T.symbol_of(typing.view, subject).partition(":")
        modules = [module, *typing.view.reader.modules_under(module)] if not name else [module]
        for f in sorted({f for m in modules for f in engine.root.files_of(m)}):
            for i, scope in enumerate(engine.tree("", f).scopes):
                if not name or scope.qualname == name or scope.qualname.startswith(f"{name}."):
                    out[Where("", f, i)] = None
    return list(out)


def _unknown(typing: Typing, scopes: list[Where]) -> list[Undecided]:
    """How many calls there are of which nothing is known."""
    count = sum(unknown_in(typing, where) for where in scopes)
    return [Undecided("calls of something that is not known", count, "")] if count else []


def united(rows: Iterable[CallRow], observed: Iterable[CallRow]) -> list[CallRow]:
    """What inference finds and what runs saw: a call that both know is one row."""
    out = {(*r[:4], _dotted(r.callee)): r for r in rows}
    for row in observed:
        key = (*row[:4], _dotted(row.callee))
        known = out.get(key)
        out[key] = known._replace(evidence=(*known.evidence, *row.evidence)) if known is not None else row
    return sorted(out.values(), key=lambda r: r[:5])


def _dotted(symbol: str) -> str:
    return symbol.replace(":", ".")


def symbol_of(typing: Typing, where: Where) -> str:
    """A scope as a symbol; of libraries with a dot, as everybody writes them."""
    module = typing.engine.module_of(where)
    qualname = typing.engine.qualname(where)
    if not qualname:
        return module
    return f"{module}.{qualname}" if where.space else f"{module}:{qualname}"


def lambda_symbol(typing: Typing, where: Where, first: int) -> str:
    """The lambda that begins at a step of a scope, as `__qualname__` says it."""
    depth = typing.engine.program(where).lambdas[first]
    around = symbol_of(typing, where)
    kind = typing.engine.kind(where)
    join = f"{around}:" if not where.scope else f"{around}." if kind == "class" else f"{around}.<locals>."
    return join + ".<locals>.".join(["<lambda>"] * depth)


def _lambdas(frame: frames.Frame) -> list[int]:
    return [n for n, words in enumerate(frame.steps) if words[0] == "L"] if frame.is_traced else []


def _row(typing: Typing, where: Where, step: int, caller: str, callee: str) -> CallRow:
    words = typing.engine.program(where).steps[step]
    named = int(words[1]) if words[0] in ("(", "it", "nx", "en", "ae") else step
    found = evidence.place(typing, where, named)
    path, line = found[:2] if found is not None else (typing.world.project.path_of(where.file), 0)
    column = evidence.column(typing, where, named)
    said = {"kind": "static", "why": "what is called there"}
    return CallRow(path, line, column, caller, callee, INFERRED, (said,))


def _calls(typing: Typing, frame: frames.Frame) -> "list[tuple[int, str]]":
    """(step, symbol of what is called) of a frame that was run, in order."""
    out: dict[tuple[int, str], None] = {}
    own = _own_steps(frame)
    for n in own:
        words = frame.steps[n]
        if words[0] == "(" and frame.types[int(words[1])]:
            for v in _fitting(typing, frame, words):
                for callee in callees(typing, v):
                    out[n, callee] = None
        elif words[0] == "a" and frame.types[int(words[1])]:
            for callee in _getters(typing, frame.types[int(words[1])], words[2]):
                out[n, callee] = None
    for step, where, at in frame.reached:
        if step in own:
            out[step, lambda_symbol(typing, where, at) if at >= 0 else symbol_of(typing, where)] = None
    return list(out)


def _fitting(typing: Typing, frame: frames.Frame, words: list[str]) -> Types:
    """What is called, without what does not take the arguments."""
    callee = frame.types[int(words[1])]
    return calls.fitting(typing.engine, callee, frame.arguments(words[2:])) if len(callee) > 1 else callee


def _own_steps(frame: frames.Frame) -> dict[int, None]:
    """The steps of a frame, in order, without those of the lambdas that it makes."""
    steps = frame.steps
    first = frame.unit.at if frame.unit is not None else -1
    inside = 0
    out: dict[int, None] = {}
    for n in range(first + 1, frame.end_of(first) if first >= 0 else len(steps)):
        if steps[n][0] == "L":
            inside += 1
        elif steps[n][0] == "M":
            inside -= 1
        elif not inside:
            out[n] = None
    return out


def callees(typing: Typing, v: Value) -> list[str]:
    """What calling a value runs, as symbols."""
    engine = typing.engine
    tag = v[-1]
    if tag == "partial":
        return callees(typing, v.callee)
    if tag == "bound":
        cls = v.receiver.cls if v.receiver[-1] in ("instance", "class") else None
        if v.function[-1] == "function" and v.function.space and cls is not None and cls.space:
            return [f"{class_symbol(cls)}.{v.function.name}"]
        v = v.function
        tag = v[-1]
    if tag == "function":
        return [_function(typing, v)]
    if tag == "class":
        found = members.find(engine, v.cls, "__init__")
        if found is not None and not found[0].cls.space and not v.cls.space:
            return [_function(typing, f) for f in found[1].types if f[-1] == "function"]
        return [class_symbol(v.cls)]
    if tag == "callable" and v.made is not None:
        return [lambda_symbol(typing, v.made[0], v.made[1])]
    if tag == "callable" and v.runs is not None:
        return [symbol for f in v.runs for symbol in callees(typing, f)]
    if tag == "instance":
        found = members.find(engine, v.cls, "__call__")
        if found is not None:
            return [_function(typing, f) for f in found[1].types if f[-1] == "function"]
    return []


def class_symbol(cls: Cls) -> str:
    """A class as a symbol."""
    return f"{cls.module}.{cls.name}" if cls.space else f"{cls.module}:{cls.name}"


def _function(typing: Typing, f: Function) -> str:
    for where, step in signatures.definitions(typing.engine, f):
        s = signatures.signature(typing.engine, where, step)
        if s.body is not None:
            return symbol_of(typing, s.body)
    around = symbol_of(typing, Where(f.space, f.file, f.scope))
    return f"{around}.{f.name}" if f.space or ":" in around else f"{around}:{f.name}"


def _getters(typing: Typing, receiver: Types, name: str) -> list[str]:
    """The properties of the project that reading an attribute runs."""
    out = []
    for v in receiver:
        if v[-1] == "literal":
            v = Instance(typing.engine.builtin(literal_class(v.text)))
        if v[-1] != "instance":
            continue
        found = members.find(typing.engine, v.cls, name)
        if found is None or found[1].kind != "property" or found[0].cls.space:
            continue
        for where, step in found[1].places[:1]:
            words: Any = typing.engine.program(where).steps[step]
            if words[0] in ("f", "fa"):
                s = signatures.signature(typing.engine, where, step)
                if s.body is not None:
                    out.append(symbol_of(typing, s.body))
    return out
