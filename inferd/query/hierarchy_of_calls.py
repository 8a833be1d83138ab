"""The call hierarchy, a step up or down: which scopes call something, and what a scope calls.

Up is read off the references: the sure uses that are calls, those through a class above included, since they may run
it.  What Python calls without its name (`x[k]`, `with x`, `sorted(xs, key=f)`) is looked for by `callgraph`: a special
method in the files that may call it, a function that is handed on in the scopes that do so.  Down runs the scope
once, as `callgraph` does.  What recorded runs saw at other places is told with both.
"""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from inferd.errors import InferdError
from inferd.inference.engine import Where
from inferd.model import POSSIBLE, CallRow, Definition, Reference
from inferd.query import callgraph, outside, runtime, symbols
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.inheritance import as_class
from inferd.query.view import Block, Member, View
from inferd.syntax import facts as F

Place = tuple[str, int, int, int, int, str]  # path, line, column, end line, end column (from 1), the name there


class Step(NamedTuple):
    """A function, class or module on the other side of calls, and where these stand."""

    symbol: str
    places: list[Place]
    is_observed: bool  # only recorded runs know of it


def incoming(view: View, subject: T.Subject) -> list[Step]:
    """The scopes that call a subject, by where they stand."""
    found: dict[str, dict[Place, None]] = {}
    rows, handed_on = _call_rows(view, subject)
    for row in rows:
        found.setdefault(row.scope, {})[(*row[:5], row.text)] = None
    at = {place[:3] for places in found.values() for place in places}
    for call in _unnamed(view, subject, handed_on):
        if call[:3] not in at:
            place = _named(view, *call[:3])
            if place is not None:
                found.setdefault(call.caller, {})[place] = None
    known = {place[:3] for places in found.values() for place in places}
    steps = [Step(symbol, sorted(places), False) for symbol, places in found.items()]
    if view.reader.is_recorded():
        seen: dict[str, dict[Place, None]] = {}
        for call in runtime.callers(view, subject):
            if call.confidence != POSSIBLE and call.line and call[:3] not in known:
                place = _named(view, call.path, call.line, call.column)
                if place is not None:
                    seen.setdefault(call.caller, {})[place] = None
        steps += [Step(symbol, sorted(places), True) for symbol, places in seen.items()]
    return sorted(steps, key=lambda s: (s.places[0], s.symbol))


def _unnamed(view: View, subject: T.Subject, handed_on: list[Reference]) -> Iterator[CallRow]:
    """The calls of a subject that do not name it, as far as there is time to look for them (`Typing.within`)."""
    typing = view.typing
    if typing is None or isinstance(subject, T.ModuleSubject | T.External):
        return
    wanted = callgraph.wanted_of(view, [subject])
    yield from callgraph.beside_names(typing, wanted)
    scopes: dict[Where, None] = {}
    if wanted.is_operator:
        for f in callgraph.looked_into(typing, wanted)[0]:
            scopes.update(dict.fromkeys(Where("", f, i) for i in range(len(typing.engine.tree("", f).scopes))))
    for row in handed_on[:_MOST_HANDED_ON]:
        found = T.at_position(view, row.path, row.line, row.column)
        step = typing.step_of(*found) if found is not None else None
        if step is not None:
            scopes[step.where] = None
    for where in scopes:
        calls = partial(callgraph.calling, typing, [subject], where)
        found_here: list[CallRow] = typing.within(calls, []) if typing.within is not None else calls()
        yield from found_here


_MOST_HANDED_ON = 20  # uses of a function as a value that are followed


def _call_rows(view: View, subject: T.Subject) -> tuple[list[Reference], list[Reference]]:
    """The uses that call a subject, and those that hand it on."""
    rows = [r for r in R.references(view, subject, False).rows if r.confidence != POSSIBLE]
    if isinstance(subject, T.Attribute):
        wanted = {f"{c.symbol}.{subject.name}" for c in (subject.cls, *view.hierarchy.ancestors(subject.cls))}
        rows = [r for r in rows if r.symbol in wanted]
        if subject.name in ("__init__", "__new__"):
            for cls in (subject.cls, *view.hierarchy.descendants(subject.cls)):
                made = view.lookup(cls, subject.name)
                if isinstance(made, Member) and made.cls == subject.cls:
                    symbol = cls.symbol
                    rows += [
                        r for s in _subjects(view, symbol) for r in R.references(view, s, False).rows
                        if r.confidence != POSSIBLE
                    ]  # fmt: skip
    is_called = _Calls(view, *_accesses(view, subject))
    calls = [r for r in rows if is_called(r)]
    if as_class(view, subject) is not None:
        return calls, []
    known = set(map(id, calls))
    return calls, [r for r in rows if id(r) not in known and r.role in ("read", "attribute")]


def _accesses(view: View, subject: T.Subject) -> tuple[bool, bool]:
    """Whether reading a subject calls it, and whether storing or deleting it does: properties."""
    flags = symbols.flags(view, subject) if isinstance(subject, T.Attribute) else 0
    return bool(flags & F.S_PROPERTY), bool(flags & F.S_SETTER)


class _Calls:
    """Whether the occurrence that a row stands for is called; *read*, *stored*: reading or storing it does that."""

    def __init__(self, view: View, read: bool, stored: bool):
        self._view = view
        self._read, self._stored = read, stored
        self._blocks: dict[str, dict[str, list[Block]]] = {}

    def __call__(self, row: Reference) -> bool:
        if row.role == "call":
            return True
        if row.role not in ("attribute", "read"):
            return False
        of_name = self._blocks.get(row.text)
        if of_name is None:
            of_name = self._blocks[row.text] = {}
            for block in self._view.blocks_of_name(row.text):
                of_name.setdefault(block.file.path, []).append(block)
        for block in of_name.get(row.path, ()):
            first = block.raw[5]
            if first <= row.line:
                for k, role, code, _, _ in block.mentions(row.text):
                    if role == F.ATTRIBUTE and not self._is_call(code):
                        continue
                    if role == F.READ and not code & F.DECORATOR:
                        continue
                    if code & F.DECORATOR and _is_receiver(block, k):
                        continue  # `price` in `@price.setter`
                    if block.place(k)[:2] == (row.line, row.column):
                        return True
        return False

    def _is_call(self, code: int) -> bool:
        """Whether an attribute with these flags is called, or runs the function of a property."""
        if code & (F.CALLED | F.DECORATOR) or (code & F.AUGMENTED and self._read):
            return True
        return self._stored if code & (F.STORE | F.DELETED) else self._read


def _is_receiver(block: Block, k: int) -> bool:
    """Whether an attribute of an occurrence is what stands next."""
    if (k + 1) * 6 >= len(block.o):
        return False
    _, _, _, code, _, link = block.record(k + 1)
    return code & F.ROLE_MASK == F.ATTRIBUTE and link == k


def _named(view: View, path: str, line: int, column: int) -> Place | None:
    """The name at a place."""
    found = T.at_position(view, path, line, column)
    if found is None:
        return None
    block, k = found
    return (path, *block.place(k), block.names[block.record(k)[0]])


def outgoing(view: View, subject: T.Subject) -> list[Step]:
    """What the body of a subject calls, by the first place; the functions inside of it are on their own."""
    typing = view.typing
    if typing is None:
        return []
    symbol = T.symbol_of(view, subject)
    module, _, name = symbol.partition(":")
    if as_class(view, subject) is not None and not isinstance(subject, T.ModuleSubject):
        found = _subjects(view, f"{symbol}.__init__")  # what calling it runs
        if found:
            return outgoing(view, found[0])
    engine = typing.engine
    scopes = [
        Where("", f, i)
        for f in engine.root.files_of(module)
        for i, scope in enumerate(engine.tree("", f).scopes)
        if scope.qualname == name
    ]
    rows = callgraph.of_scopes(typing, scopes)
    steps: dict[str, dict[Place, None]] = {}
    for row in rows:
        place = _named(view, row.path, row.line, row.column)
        if place is not None:
            steps.setdefault(row.callee, {})[place] = None
    known = {(place[:3], callgraph._dotted(callee)) for callee, places in steps.items() for place in places}
    seen: dict[str, dict[Place, None]] = {}
    if view.reader.is_recorded():
        for row in runtime.calls(view, subject):
            if row.confidence == POSSIBLE or row.caller != symbol:
                continue
            if (row[:3], callgraph._dotted(row.callee)) not in known:
                place = _named(view, row.path, row.line, row.column)
                if place is not None:
                    seen.setdefault(row.callee, {})[place] = None
    out = [Step(callee, sorted(places), False) for callee, places in steps.items()]
    out += [Step(callee, sorted(places), True) for callee, places in seen.items()]
    return sorted(out, key=lambda s: (s.places[0], s.symbol))


def _subjects(view: View, symbol: str) -> list[T.Subject]:
    try:
        return T.parse(view, symbol)
    except InferdError:
        return []


def definition_of(view: View, symbol: str) -> Definition | None:
    """Where a symbol stands that calls are told with: `module:name`, or with a dot for a library's; None for what is
    nowhere (a lambda, what only the running program has).
    """
    module, colon, name = symbol.partition(":")
    if "<lambda>" in symbol:
        around = symbol.partition("<lambda>")[0]
        return definition_of(view, around.removesuffix(".<locals>.").rstrip(".:"))
    if colon or view.resolver.namespaces(module):
        if not name and view.resolver.namespaces(module):
            return next(iter(symbols.definitions(view, T.ModuleSubject(module))), None)
        found = [(b, k) for b, k in view.definitions(module, name)] if view.resolver.namespaces(module) else []
        if found:
            return symbols.definition_at(view, *found[-1], symbol, 1)
        return next(iter(outside.definitions(view, module, name)), None) if colon else None
    parts = symbol.split(".")
    for n in range(len(parts) - 1, 0, -1):
        known = outside.definitions(view, ".".join(parts[:n]), ".".join(parts[n:]))
        if known:
            return known[0]
    return None
