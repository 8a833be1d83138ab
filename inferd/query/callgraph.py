"""Who calls whom, as inference knows it: each scope that is asked about is run, and what its calls reach is told
(`called`), or looked up where it is kept (`kept_calls`).
"""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference.definitions import members, signatures
from inferd.inference.engine import Where
from inferd.inference.scopes import lazy
from inferd.inference.types import Cls
from inferd.model import INFERRED, POSSIBLE, CallRow, Reference, TypeRow, Undecided
from inferd.query import evidence, protocols
from inferd.query import symbols as symbols_
from inferd.query import targets as T
from inferd.query.called import callees, calls_of, lambda_symbol, named, symbol_of, unknown_calls
from inferd.query.inheritance import as_class, implementations
from inferd.query.references import BELOW, BESIDE, references
from inferd.query.types import Typing
from inferd.query.view import View
from inferd.syntax import facts as F


def of_scopes(typing: Typing, scopes: Iterable[Where]) -> list[CallRow]:
    """The calls in some scopes and in the lambdas that they make, in order."""
    found: list[Found] = []
    kept: dict[int, dict[int, list[Found]]] = {}
    for where in scopes:
        stored = typing.kept_calls(where.file) if not where.space else None
        if stored is None:
            found += [(where, step, first, named(typing, callee)) for step, first, callee in calls_of(typing, where)]
            continue
        if where.file not in kept:
            of_scope = kept[where.file] = {}
            for scope, step, first, callee in stored.calls():
                of_scope.setdefault(scope, []).append((Where("", where.file, scope), step, first, callee))
        found += kept[where.file].get(where.scope, ())
    rows = _rows(typing, found)
    below = {callee: overriding(typing, callee) for callee in dict.fromkeys(row.callee for row in rows)}
    out = {row[:5]: row for row in rows}
    for row in rows:
        for callee in below[row.callee]:
            more = _through(row, callee)
            out.setdefault(more[:5], more)
    return sorted(out.values(), key=lambda r: r[:5]) if len(out) > len(rows) else rows


def overriding(typing: Typing, symbol: str) -> list[str]:
    """What runs where a method is called that leaves it to classes below, or is a Protocol's: the methods there."""
    subject = _method(symbol)
    if subject is None or not _is_left_open(typing, subject):
        return []
    return list(dict.fromkeys(d.symbol for d in implementations(typing.view, subject)))


def overridden(typing: Typing, symbol: str) -> list[str]:
    """The methods, as those, that leave to classes below what one of these defines."""
    subject = _method(symbol)
    if subject is None:
        return []
    view = typing.view
    above = [c for c in view.hierarchy.ancestors(subject.cls) if c in view.members(subject.name)]
    above += [protocol for protocol, satisfying in protocols.ties(view, subject.name) if subject.cls in satisfying]
    left_open = [s for c in dict.fromkeys(above) if _is_left_open(typing, s := T.Attribute(c, subject.name))]
    return [T.symbol_of(view, s) for s in left_open]


def _method(symbol: str) -> T.Attribute | None:
    """What a symbol names, if it is a member of a class of the project, by its look."""
    module, colon, qualname = symbol.partition(":")
    owner, _, name = qualname.rpartition(".")
    is_member = colon and owner and not owner.endswith("<locals>") and not name.startswith("__")
    return T.Attribute(Class(module, owner), name) if is_member else None


def _is_left_open(typing: Typing, subject: T.Attribute) -> bool:
    """Whether a method is abstract, raises NotImplementedError and no more, or belongs to a Protocol."""
    engine = typing.engine
    if protocols.is_protocol(typing.view, subject.cls):
        return True
    if not typing.view.hierarchy.subclasses(subject.cls):
        return False
    found = members.find(engine, Cls("", *subject.cls), subject.name)
    places = found[1].places if found is not None and not found[0].cls.space else ()
    return any(signatures.is_left_open(engine, *place) for place in places)


def _through(row: CallRow, callee: str) -> CallRow:
    why = f"overrides {row.callee}, which is called there and leaves it to others"
    return row._replace(callee=callee, evidence=({"kind": "static", "why": why},))


Found = tuple[Where, int, int, str]  # a call: scope, step, the first step of the lambda it is in or -1, callee


def _rows(typing: Typing, found: Iterable[Found]) -> list[CallRow]:
    out: dict[tuple[str, int, int, str, str], CallRow] = {}
    for where, step, first, callee in found:
        caller = symbol_of(typing, where) if first < 0 else lambda_symbol(typing, where, first)
        row = _row(typing, where, step, caller, callee)
        out.setdefault(row[:5], row)
    return sorted(out.values(), key=lambda r: r[:5])


def unknown_in(typing: Typing, where: Where) -> int:
    """How many calls in a scope are of something that is not known."""
    stored = typing.kept_calls(where.file) if not where.space else None
    return stored.unknown(where.scope) if stored is not None else unknown_calls(typing, where)


Asked = int | list[T.Subject] | None


def within(typing: Typing, asked: Asked) -> tuple[list[CallRow], list[Undecided]]:
    """The calls in a file, by id, in subjects, or, for None, in the whole project."""
    scopes = _scopes(typing, asked)
    rows = of_scopes(typing, scopes)
    return rows, _unknown(typing, scopes)


def reaching(typing: Typing, asked: Asked) -> tuple[list[CallRow], list[Undecided]]:
    """The calls of what subjects name: in the files of `looked_into`."""
    wanted = wanted_of(typing.view, asked if isinstance(asked, list) else [])
    above: dict[str, list[str]] = {}
    for symbol in sorted(wanted.symbols):
        for left_open in overridden(typing, symbol):
            above.setdefault(left_open, []).append(symbol)
    wanted = wanted._replace(symbols=wanted.symbols | above.keys())
    files, left_out = looked_into(typing, wanted)
    found: list[Found] = _kept(typing, wanted, typing.files_calling(wanted.symbols))
    for f in files:
        for i in range(len(typing.engine.tree("", f).scopes)):
            where = Where("", f, i)
            ran = [(where, step, first, named(typing, callee)) for step, first, callee in calls_of(typing, where)]
            found += [call for call in ran if call[3] in wanted.symbols]
    hint = "`inferd query refs` lists all uses of the name"
    if not typing.is_followed:
        hint += "; what calls pass was not followed here: `inferd index --types` does, or the daemon in the background"
    undecided = [Undecided("calls whose target is not known", 0, hint)]
    named_ones = [s for s in asked if isinstance(s, T.Attribute | T.Global)] if isinstance(asked, list) else []
    called = [s for s in named_ones if as_class(typing.view, s) or symbols_.flags(typing.view, s) & F.S_DECORATED]
    looked_up = dict.fromkeys([*called, *_attributes(named_ones)])
    uses = {s: references(typing.view, s, definitions=False).rows for s in looked_up}
    for subject, rows in uses.items():
        if isinstance(subject, T.Attribute) and (count := _on_unknown(rows)):
            what = f"uses of {subject.name!r} on receivers that are not known, which may call it"
            undecided.append(Undecided(what, count, _LISTED.format(T.symbol_of(typing.view, subject))))
    if left_out:
        what = "files that do not mention it and may call it all the same: by an operator, or handed on"
        undecided.append(Undecided(what, left_out, "`inferd index --types` looks into all of them, once"))
    calls = _rows(typing, found)
    out = [call for call in calls if call.callee not in above]
    out += [_through(call, symbol) for call in calls for symbol in above.get(call.callee, ())]
    known = {row[:3] for row in out}
    for subject, rows in uses.items():
        calls_by_name = _by_name(typing, rows, subject in called)
        out += [call for call in calls_by_name if call[:3] not in known]
    return sorted(out, key=lambda r: r[:5]), undecided


_LISTED = "`inferd query refs {}` lists them as possible"


def _attributes(subjects: Iterable[T.Subject]) -> list[T.Attribute]:
    return [s for s in subjects if isinstance(s, T.Attribute)]


def _on_unknown(uses: Iterable[Reference]) -> int:
    """How many uses of an attribute are on receivers that are not known."""
    return sum(r.confidence == POSSIBLE and r.role == "attribute" for r in uses)


def may_pass_more(view: View, rows: Iterable[TypeRow]) -> list[Undecided]:
    """The calls that may be of the methods whose parameters stand in some rows, and are not among those that tell what
    these are given: their receivers are not known.  Rows that say themselves that there may be others are left out, for
    to look for the uses of a frequent name takes a while.
    """
    out: list[Undecided] = []
    known = [row.scope for row in rows if "?" not in row.types and evidence.is_from_calls(row)]
    for scope in dict.fromkeys(known):
        for subject in _attributes(T.parse(view, scope)):
            if count := _on_unknown(references(view, subject, definitions=False).rows):
                what = f"uses of {subject.name!r} on receivers that are not known, which may pass others"
                out.append(Undecided(what, count, _LISTED.format(scope)))
    return out


def _by_name(typing: Typing, uses: Iterable[Reference], is_called: bool) -> Iterator[CallRow]:
    """The calls of a method through the receiver of a class that has no such method, where a class below it has.

    *is_called*: also those by the name, of what is decorated (what the decorator has made of it runs), or of a class
    (the `__init__` of one above may run).
    """
    below = {r[:3]: r for r in uses if r.evidence in (BELOW, BESIDE) or (is_called and r.confidence != POSSIBLE)}
    names = {r.text for r in below.values()}
    for path in dict.fromkeys(path for path, _, _ in below):
        file = typing.world.project.file_at(path)
        for where, step in _calls_by(typing, file, names) if file is not None else ():
            found = evidence.place(typing, where, step)
            row = below.get((*found, evidence.column(typing, where, step))) if found is not None else None
            if row is not None:
                first = _around(typing, where, step)
                caller = symbol_of(typing, where) if first < 0 else lambda_symbol(typing, where, first)
                yield CallRow(*row[:3], caller, row.symbol, INFERRED, row.evidence or _NAMED)


_NAMED = ({"kind": "static", "why": "it is called by its name"},)


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
    wanted = wanted_of(typing.view, subjects)
    return [row for row in of_scopes(typing, [where]) if row.callee in wanted.symbols]


class Wanted(NamedTuple):
    """What is looked for where somebody asks who calls something."""

    symbols: frozenset[str]  # what calls of a target reach
    names: frozenset[str]  # by one of which a file that calls it mentions it
    is_operator: bool  # or Python calls it for what stands there
    is_handed_on: bool  # or whoever it was given to calls it


def wanted_of(view: View, subjects: list[T.Subject]) -> Wanted:
    """What the calls of some subjects are recognised by."""
    symbols: set[str] = set()
    names: set[str] = set()
    is_operator = False
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
            is_operator = True
    is_handed_on = any(view.reader.is_posted(name, _HANDED_ON) for name in names)
    is_handed_on = is_handed_on or any(symbols_.flags(view, subject) & F.S_DECORATED for subject in subjects)
    return Wanted(frozenset(symbols), frozenset(names), is_operator, is_handed_on)


_HANDED_ON = 1 << F.READ | 1 << F.ATTRIBUTE | 1 << F.STRING  # posting bits of uses that may be no calls
_MOST_FILES, _FEW_FILES = 700, 60  # that are run to look for operators, and for what may have been handed on


def looked_into(typing: Typing, wanted: Wanted) -> tuple[list[int], int]:
    """The files that are run to look for calls, as it is not kept what theirs reach, and how many others may hold calls
    that are not found.

    These mention the name, or that of its class.  What may be called without its name is looked for everywhere, unless
    that is much to find out.
    """
    every = typing.not_kept_calls()
    named = {f for name in wanted.names for f in typing.view.reader.posting_files(name)}
    files = [f for f in every if f in named]
    left_out = len(every) - len(files)
    if not left_out or not (wanted.is_operator or wanted.is_handed_on):
        return files, 0
    return (every, 0) if left_out <= (_MOST_FILES if wanted.is_operator else _FEW_FILES) else (files, left_out)


def files_reaching(typing: Typing, asked: Asked) -> list[int]:
    """The files that `reaching` runs."""
    return looked_into(typing, wanted_of(typing.view, asked if isinstance(asked, list) else []))[0]


def files_of(typing: Typing, asked: Asked) -> list[int]:
    """The files that `within` runs."""
    missing = typing.not_kept_calls()
    if asked is None:
        return missing
    files = {w.file for w in _scopes(typing, asked)}
    return [f for f in missing if f in files]


def _kept(typing: Typing, wanted: Wanted, files: Iterable[int]) -> list[Found]:
    """The calls that are wanted, of files of which it is kept what theirs reach."""
    found: list[Found] = []
    for f in files:
        stored = typing.kept_calls(f)
        if stored is not None:
            found += [(Where("", f, scope), step, first, c) for scope, step, first, c in stored.calls(wanted.symbols)]
    return found


_MANY_FILES = 30  # with calls, of which those that name what they call are left to whoever looks for the name


def beside_names(typing: Typing, wanted: Wanted) -> list[CallRow]:
    """The calls that are kept, for somebody who has those by the name: where there are many, those without it."""
    files = typing.files_calling(wanted.symbols)
    if len(files) > _MANY_FILES and not wanted.is_operator:
        naming = {f for name in wanted.names for f in typing.view.reader.posting_files(name)}
        files = [f for f in files if f not in naming]
    return _rows(typing, _kept(typing, wanted, files))


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
            found_there = [c for v in lazy.value(typing.engine, at, callee) for c in callees(typing, v)]
            if symbol in map(partial(named, typing), found_there):
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


def _row(typing: Typing, where: Where, step: int, caller: str, callee: str) -> CallRow:
    words = typing.engine.program(where).steps[step]
    named = int(words[1]) if words[0] in ("(", "it", "nx", "en", "ae") else step
    found = evidence.place(typing, where, named)
    path, line = found[:2] if found is not None else (typing.world.project.path_of(where.file), 0)
    column = evidence.column(typing, where, named)
    said = {"kind": "static", "why": "what is called there"}
    return CallRow(path, line, column, caller, callee, INFERRED, (said,))
