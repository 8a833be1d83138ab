"""What recorded runs saw, as answers: types, calls, tests; and whether it still holds.

Why
    An observation is about a body that ran.  It is never changed when files are: whether that body stands there now is
    found out here, against the snapshot that the question sees (unsaved text included).

Terms
    status   `current`: the body that ran stands at its path, under its name; `callee-changed`: it does, but a body that
             the same run saw it call does not; `retired`: another body stands there now, or none.  Only what is current
             raises a grade (`receivers`); the rest is shown as what it is.
    term     a type or name as it is stored: classes as `module:Class.Inner`, so that they can be found again; `shown`
             makes the text for people of it.

What it costs: the scopes of the files that are asked about, and their observations; a project without any pays for one
look at an empty table.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from inferd.index.bodies import Version, ranked
from inferd.index.hierarchy import Class
from inferd.inference.types import ClassObject, Cls, Instance, Value
from inferd.model import EXACT, INFERRED, POSSIBLE, CallRow, TestRow, TypeRow, plain
from inferd.query import targets as T
from inferd.query.view import Block, View
from inferd.store.observations import Body, Call, Observations, Run, Signature
from inferd.syntax import facts as F

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.query.types import Typing

CURRENT, CALLEE_CHANGED, RETIRED = "current", "callee-changed", "retired"
STATUSES = (CURRENT, CALLEE_CHANGED, RETIRED)
NOTHING_RECORDED = "no run is recorded"
RECORD = "`inferd record -- pytest` records one"
_LAMBDA = "<lambda>"


def of(view: View) -> "Seen | None":
    """What runs have seen, for a view; None where nothing was recorded."""
    known = view.seen
    if known is None:
        found = Seen(view)
        known = view.seen = (found if found.o.exist() else None,)
    return known[0]


class Seen:
    """Observations over one view."""

    def __init__(self, view: View):
        self.view = view
        self.o = Observations(view.reader.db)
        self._present: dict[str, dict[tuple[str, bytes], list[int]]] = {}
        self._bodies: dict[str, list[Body]] = {}
        self._changed: dict[int, set[int]] = {}  # body -> the runs of which something that it called has changed
        self._versions: dict[str, Version | None] = {}
        self._known: dict[int, Body] = {}
        self._runs: dict[int, Run] | None = None
        self.receivers = Receivers(self)

    # -- bodies and their status ----------------------------------------------------------------------------------

    def bodies_of(self, path: str) -> list[Body]:
        known = self._bodies.get(path)
        if known is None:
            known = self._bodies[path] = self.o.bodies_of(path)
            self._known.update((b.id, b) for b in known)
        return known

    def bodies_in(self, paths: Iterable[str]) -> list[Body]:
        return [b for p in sorted(paths) for b in self.bodies_of(p)]

    def bodies(self, ids: Iterable[int]) -> list[Body]:
        wanted = set(ids)
        missing = wanted - self._known.keys()
        if missing:
            self._known.update((b.id, b) for b in self.o.bodies(missing))
        return [self._known[i] for i in sorted(wanted) if i in self._known]

    def body(self, number: int) -> Body | None:
        found = self.bodies((number,))
        return found[0] if found else None

    def scope(self, body: Body) -> int | None:
        """The scope of the present file that has a body (a lambda: that it lies in); None where none has."""
        found = self._scopes(body.path).get((owner_of(body), body.body_hash), ())
        if body.kind == "lambda":
            return found[0] if found else None
        return found[body.rank] if body.rank < len(found) else None

    def _scopes(self, path: str) -> dict[tuple[str, bytes], list[int]]:
        known = self._present.get(path)
        if known is None:
            known = self._present[path] = {}
            file = self.view.reader.file_at(path)
            rows = self.view.reader.scopes_of_file(file.id) if file is not None else ()
            for d in ranked((s.qualname, s.kind, 0, s.body_hash) for s in rows):
                known.setdefault((d.qualname, d.body_hash), []).append(d.scope)
        return known

    def status(self, body: Body, run: int) -> str:
        """The status of what a run saw of a body."""
        if self.scope(body) is None:
            return RETIRED
        changed = self._changed.get(body.id)
        if changed is None:
            self.look_at([body])
            changed = self._changed[body.id]
        return CALLEE_CHANGED if run in changed else CURRENT

    def look_at(self, bodies: Sequence[Body]) -> None:
        """Find the status of several bodies at once."""
        new = [b for b in bodies if b.id not in self._changed]
        callees = self.o.callees_of(b.id for b in new)
        called = {b.id: b for b in self.bodies(c for _, c, _ in callees)}
        self._changed.update((b.id, set()) for b in new)
        for caller, callee, run in callees:
            if callee in called and self.scope(called[callee]) is None:
                self._changed[caller].add(run)

    def version(self, path: str) -> Version | None:
        """The present version of a file."""
        if path not in self._versions:
            file = self.view.reader.file_at(path)
            self._versions[path] = Version.stored(self.view.reader, file.id) if file is not None else None
        return self._versions[path]

    def run(self, number: int) -> Run | None:
        if self._runs is None:
            self._runs = {r.id: r for r in self.o.runs()}
        return self._runs.get(number)

    # -- places and names -----------------------------------------------------------------------------------------

    def module(self, path: str) -> str:
        file = self.view.reader.file_at(path)
        return file.module if file is not None else path

    def symbol(self, body: Body) -> str:
        return f"{self.module(body.path)}:{body.qualname}" if body.qualname else self.module(body.path)

    def place(self, body: Body) -> tuple[int, int]:
        """(line, column) where a body's definition stands, or where one of its name does; (0, 0) where none does."""
        version = self.version(body.path)
        if version is None:
            return 0, 0
        scope = self.scope(body)
        if scope is None:
            names = [d.scope for d in version.definitions if d.qualname == owner_of(body)]
            if not names:
                return 0, 0
            scope = names[min(body.rank, len(names) - 1)]
        return version.named_at(scope)

    def site(self, call: Call) -> tuple[int, int]:
        """(line, column) of a call's callee, or of its caller where the site is not known any more."""
        caller = self.body(call.caller)
        if caller is None:
            return 0, 0
        scope = self.scope(caller)
        version = self.version(caller.path)
        if scope is None or version is None or call.site < 0:
            return self.place(caller)
        tied = version.tied(scope)
        if call.site >> 1 >= len(tied):
            return self.place(caller)
        line, column, _ = version.place(tied[call.site >> 1])
        return line, column + 1

    def evidence(self, runs: dict[int, int], status: str, why: str = "") -> dict[str, Any]:
        """Evidence of kind `runtime`: how often, in which runs, when; *runs*: run -> how often."""
        times = sum(runs.values())
        known = [r for r in map(self.run, sorted(runs)) if r is not None]
        when = max((r.ended or r.started for r in known), default="")
        said = f"seen {_times(times)}" + (f" in {len(known)} runs" if len(known) > 1 else "")
        if why:
            said += f", {why}"
        if status == CALLEE_CHANGED:
            said += ", before something that it calls was changed"
        elif status == RETIRED:
            said += ", on a body that is not there any more"
        out: dict[str, Any] = {"kind": "runtime", "why": said, "status": status, "count": times, "runs": sorted(runs)}
        if when:
            out["when"] = when
        return out

    # -- what a target is -----------------------------------------------------------------------------------------

    def bodies_named(self, subject: T.Subject) -> list[Body]:
        """The bodies, of any time, that a subject names: of a function, a method, a class, or a module."""
        named = self._named(subject)
        return self._of_module(*named) if named is not None else []

    def _named(self, subject: T.Subject) -> tuple[str, str] | None:
        """The module and the qualified name that a subject has, as bodies are filed."""
        if isinstance(subject, T.ModuleSubject):
            return subject.module, ""
        if isinstance(subject, T.Global):
            return subject.module, plain(subject.name)
        if isinstance(subject, T.Attribute):
            return subject.cls.module, f"{plain(subject.cls.name)}.{_written(subject.cls, subject.name)}"
        if isinstance(subject, T.Variable) and self.view.reader.block(subject.block) is not None:
            module, _, qualname = T.symbol_of(self.view, subject).partition(":")
            return module, plain(qualname)
        return None

    def _of_module(self, module: str, qualname: str) -> list[Body]:
        paths = [f.path for f in self.view.reader.files_of_module(module)]
        return [b for b in self.bodies_in(paths) if b.qualname == qualname]

    def bodies_under(self, subject: T.Subject) -> list[Body]:
        """`bodies_named`, and all that is defined inside."""
        if isinstance(subject, T.ModuleSubject):
            modules = self.view.reader.modules_under(subject.module)
            return self.bodies_in(f.path for m in modules for f in self.view.reader.files_of_module(m))
        named = self._named(subject)
        if named is None:
            return []
        module, qualname = named
        paths = [f.path for f in self.view.reader.files_of_module(module)]
        inside = (f"{qualname}.", f"{qualname}.<locals>.")
        return [b for b in self.bodies_in(paths) if b.qualname == qualname or b.qualname.startswith(inside)]


def _written(cls: Class, name: str) -> str:
    """The name of a member as it stands in its class: a private one without what Python puts in front."""
    prefix = f"_{plain(cls.name).rpartition('.')[2].lstrip('_')}"
    return name.removeprefix(prefix) if name.startswith(f"{prefix}__") and prefix != "_" else name


def owner_of(body: Body) -> str:
    """The qualified name of the scope that a body's hash is of: a lambda's is that of the scope around it."""
    if body.kind != "lambda":
        return body.qualname
    around = body.qualname.partition(_LAMBDA)[0]
    return around.removesuffix(".").removesuffix(".<locals>")


def shown(term: str) -> str:
    """A stored type as people read it."""
    return term.replace(":", ".")


def united(terms: Iterable[str]) -> tuple[str, ...]:
    """Stored types as the sorted texts of one set; what is only known of an empty container goes where more is."""
    found = set(terms)
    heads = {t.partition("[")[0] for t in found if "Never" not in t and "[" in t}
    kept = {t for t in found if "Never" not in t or t.partition("[")[0] not in heads}
    return tuple(sorted(shown(t) for t in kept))


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n:,} times"


# ---------------------------------------------------------------------------------------------------------------------
# Types


def types(view: View, subject: T.Subject) -> list[TypeRow]:
    """What went in and came out of what a target names; of an attribute or a local, what it was."""
    seen = of(view)
    if seen is None:
        return []
    rows: list[TypeRow] = []
    bodies = [b for b in seen.bodies_named(subject) if b.kind in ("function", "lambda")]
    rows += _signature_rows(seen, bodies)
    if isinstance(subject, T.Attribute):
        rows += _attribute_rows(seen, subject)
    elif isinstance(subject, T.Variable):
        rows += _variable_rows(seen, subject)
    elif isinstance(subject, T.Global):
        modules = [b for b in seen._of_module(subject.module, "") if b.kind == "module"]
        rows += _value_rows(seen, modules, subject.name, "variable", 0)
    return rows


_OUTCOMES = ("return", "yield", "send", "raise")


def added(rows: Sequence[TypeRow], seen: Sequence[TypeRow]) -> list[TypeRow]:
    """Rows of static types and behind them what runs saw, as far as that is current; it replaces what knows nothing."""
    current = [r for r in seen if r.evidence[0]["status"] == CURRENT]
    places = {r[:3] for r in current}
    kept = [r for r in rows if r.types != ("?",) or (r[:3] not in places and not _is_about(r, current))]
    return [*kept, *(r for r in current if r not in kept)]


def _is_about(row: TypeRow, seen: Sequence[TypeRow]) -> bool:
    """Whether a use of a variable or an attribute is told by what was seen of that."""
    if row.kind == "attribute":
        return any(s.kind == "attribute" and s.name == row.name for s in seen)
    return any(s.name == row.name and s.scope == row.scope and s.kind in ("parameter", "variable") for s in seen)


def _signature_rows(seen: Seen, bodies: Sequence[Body]) -> list[TypeRow]:
    of_body: dict[int, list[Signature]] = {}
    for s in seen.o.signatures_of(b.id for b in bodies):
        of_body.setdefault(s.body, []).append(s)
    seen.look_at(bodies)
    out = []
    for body in bodies:
        signatures = of_body.get(body.id, [])
        places = parameter_places(seen, body)
        for i, name in enumerate(body.parameters):
            found = [(s.arguments[i], s.run, s.times) for s in signatures if i < len(s.arguments)]
            out += _rows(seen, body, "parameter", name, places.get(i), found)
        for outcome in _OUTCOMES:
            found = [(s.result, s.run, s.times) for s in signatures if s.outcome == outcome]
            out += _rows(seen, body, "return", outcome, None, found)
    return out


def parameter_places(seen: Seen, body: Body) -> dict[int, tuple[int, int]]:
    """Number of a parameter -> (line, column), where the body stands in the file now."""
    scope = seen.scope(body)
    version = seen.version(body.path)
    if scope is None or version is None or body.kind != "function":
        return {}
    out = {}
    tied = version.tied(scope)[: len(body.parameters)]
    names = [version.name_at(scope, i) for i in range(len(tied))]
    for i, name in enumerate(body.parameters):
        bare = name.lstrip("*")
        if bare in names:
            line, column, _ = version.place(tied[names.index(bare)])
            out[i] = line, column + 1
    return out


_OF_OUTCOME = {"return": "returned by", "yield": "yielded by", "raise": "raised by", "send": "sent to"}
Found = Sequence[tuple[str, int, int]]  # (term, run, how often)


def _rows(
    seen: Seen, body: Body, kind: str, name: str, place: tuple[int, int] | None, found: Found,
    statuses: Callable[[int], str] | None = None,
) -> list[TypeRow]:  # fmt: skip
    """The terms that runs saw, a row a status; what one status has does not stand under a lesser one again."""
    groups: dict[str, dict[str, dict[int, int]]] = {}
    for term, run, times in found:
        if term != "?":
            status = statuses(run) if statuses is not None else seen.status(body, run)
            of_term = groups.setdefault(status, {}).setdefault(term, {})
            of_term[run] = of_term.get(run, 0) + times
    line, column = place or seen.place(body)
    why = f"{_OF_OUTCOME[name]} {body.qualname}" if kind == "return" else ""
    out = []
    told: set[str] = set()
    for status in STATUSES:
        terms = {t: r for t, r in groups.get(status, {}).items() if t not in told}
        if not terms:
            continue
        told.update(terms)
        runs: dict[int, int] = {}
        for of_term in terms.values():
            for run, times in of_term.items():
                runs[run] = runs.get(run, 0) + times
        evidence = seen.evidence(runs, status, why)
        out.append(
            TypeRow(
                body.path, line, column, kind, name.lstrip("*"), seen.symbol(body), united(terms), (evidence,)
            )
        )  # fmt: skip
    return out


def _value_rows(seen: Seen, bodies: Sequence[Body], name: str, kind: str, attribute: int) -> list[TypeRow]:
    of_body: dict[int, list[tuple[str, int, int]]] = {}
    for v in seen.o.values_in(b.id for b in bodies):
        if v.name == name and v.attribute == attribute:
            of_body.setdefault(v.body, []).append((v.type, v.run, v.times))
    out = []
    for body in bodies:
        found = of_body.get(body.id)
        if not found:
            continue
        place = None
        scope, version = seen.scope(body), seen.version(body.path)
        if not attribute and scope is not None and version is not None:
            place = version.first(scope, name)
        statuses = class_statuses(seen, body) if attribute else None
        out += _rows(seen, body, kind, name, place, found, statuses)
    return out


def class_statuses(seen: Seen, body: Body) -> Callable[[int], str]:
    """The status, by run, of what instances of a class had: any of its methods that ran may have put it there."""
    inside = f"{body.qualname}."
    methods = [b for b in seen.bodies_of(body.path) if b.qualname.startswith(inside) and seen.scope(b) is None]
    gone = {run for runs in seen.o.runs_of(b.id for b in methods).values() for run in runs}
    return lambda run: RETIRED if run in gone else seen.status(body, run)


def _attribute_rows(seen: Seen, subject: T.Attribute) -> list[TypeRow]:
    """What an attribute was on instances of a class and of the classes below it."""
    out = []
    for cls in (subject.cls, *seen.view.hierarchy.descendants(subject.cls)):
        bodies = [b for b in seen._of_module(cls.module, plain(cls.name)) if b.kind == "class"]
        out += _value_rows(seen, bodies, subject.name, "attribute", 1)
        out += _value_rows(seen, bodies, subject.name, "variable", 0)
    return out


def _variable_rows(seen: Seen, subject: T.Variable) -> list[TypeRow]:
    """What a parameter was when its function was called, or a local when it returned."""
    row = seen.view.reader.block(subject.block)
    if row is None:
        return []
    block = seen.view.wrap(row)
    scope = subject.scope
    qualname = block.scope_name(scope)
    bodies = [
        b for b in seen.bodies_of(block.file.path) if b.qualname == plain(qualname) and b.kind in ("function", "class")
    ]
    out = [r for r in _signature_rows(seen, bodies) if r.kind == "parameter" and r.name == subject.name]
    return out or _value_rows(seen, bodies, subject.name, "variable", 0)


# ---------------------------------------------------------------------------------------------------------------------
# Receivers


class Sighting(NamedTuple):
    """A type (a term) that the receiver of an attribute was seen to have; `how`: as what, if not at this very place."""

    term: str
    status: str
    runs: dict[int, int]
    how: str


_BINDS = frozenset((F.WRITE, F.DELETE, F.CAPTURE, F.IMPORT, F.DEFINITION))


class Receivers:
    """What runs saw of the receivers of attributes, by place."""

    def __init__(self, seen: Seen):
        self.seen = seen
        self._sites: dict[str, dict[tuple[int, int], list[tuple[Body, Call]]]] = {}
        self._scopes: dict[str, dict[int, list[int]]] = {}  # path -> block -> scopes that begin in it
        self._tied: dict[int, dict[int, list[int]]] = {}  # block -> scope (-1: the owner) -> tied occurrences
        self._owned: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
        self._parameters: dict[tuple[str, int], list[tuple[Body, list[Signature]]]] = {}

    def at(self, block: Block, k: int) -> list[Sighting]:
        """What was seen at attribute *k*, when it was called."""
        path = block.file.path
        sites = self._sites.get(path)
        if sites is None:
            sites = self._sites[path] = self._sites_in(path)
        if not sites:
            return []
        place = self._place(block, k)
        found = sites.get(place, ()) if place is not None else ()
        name = block.names[block.o[k * 6]]
        here = [(body, call) for body, call in found if self._is_called(call, name)]
        return self._sightings([(call.receiver, body, call.run, call.times) for body, call in here], "")

    def _is_called(self, call: Call, name: str) -> bool:
        """Whether what was called is the method of that name, so that its receiver is that of the attribute; not the
        constructor of a class, `__call__` of what the attribute holds, or another object's method.
        """
        body = self.seen.body(call.callee)
        called = (body.qualname if body is not None else call.outside).rpartition(".")[2]
        return called == name or (called.startswith("__") and name.startswith("_") and name.endswith(called))

    def behind(self, block: Block, k: int) -> list[Sighting]:
        """What the parameter, the variable or the attribute of `self`, from which *k* is taken, was seen to be."""
        link = block.o[k * 6 + 5]
        if link < 0 or not self.seen.bodies_of(block.file.path):
            return []
        role = block.o[link * 6 + 3] & F.ROLE_MASK
        if role == F.READ:
            return self._of_parameter(block, link) or self._of_variable(block, link)
        if role == F.ATTRIBUTE:
            return self._of_attribute(block, link)
        return []

    def _of_parameter(self, block: Block, link: int) -> list[Sighting]:
        name, scope = block.names[block.o[link * 6]], block.o[link * 6 + 5]
        if scope < 0 or block.s[scope * 7] != F.FUNCTION or not T.parameter_in(block, scope, name):
            return []
        o = block.o
        for j in block.positions(name):
            if o[j * 6 + 5] == scope and o[j * 6 + 3] & F.ROLE_MASK in (F.WRITE, F.DELETE, F.CAPTURE):
                return []  # what it is there need not be what came in
        number = self._number(block, scope)
        key = (block.file.path, number)
        known = self._parameters.get(key)
        if known is None:
            bodies = [b for b in self.seen.bodies_of(key[0]) if b.kind == "function" and self.seen.scope(b) == number]
            of_body: dict[int, list[Signature]] = {b.id: [] for b in bodies}
            for s in self.seen.o.signatures_of(of_body):
                of_body[s.body].append(s)
            known = self._parameters[key] = [(b, of_body[b.id]) for b in bodies]
        found = []
        for body, signatures in known:
            if name in body.parameters:
                i = body.parameters.index(name)
                found += [(s.arguments[i], body, s.run, s.times) for s in signatures if i < len(s.arguments)]
        return self._sightings(found, f" as parameter {name}")

    def _of_variable(self, block: Block, link: int) -> list[Sighting]:
        """What a variable was when its function ended, where it is given a value once, in no loop."""
        name, scope = block.names[block.o[link * 6]], block.o[link * 6 + 5]
        typing = self.seen.view.typing
        if scope < 0 or block.s[scope * 7] != F.FUNCTION or T.parameter_in(block, scope, name) or typing is None:
            return []
        o = block.o
        bound = [j for j in block.positions(name) if o[j * 6 + 5] == scope and o[j * 6 + 3] & F.ROLE_MASK in _BINDS]
        if len(bound) != 1 or o[bound[0] * 6 + 3] & F.ROLE_MASK != F.WRITE or o[bound[0] * 6 + 4] != scope:
            return []
        step = typing.step_of(block, bound[0])
        if step is None:
            return []
        begun = typing.engine.program(step.where).steps[: step.number]
        if sum({"lp": 1, "lf": -1}.get(words[0], 0) for words in begun):
            return []
        number = self._number(block, scope)
        bodies = {
            b.id: b
            for b in self.seen.bodies_of(block.file.path)
            if b.kind == "function" and self.seen.scope(b) == number
        }
        found = [
            (v.type, bodies[v.body], v.run, v.times)
            for v in self.seen.o.values_in(bodies)
            if not v.attribute and v.name == name
        ]
        return self._sightings(found, f" as variable {name}")

    def _of_attribute(self, block: Block, link: int) -> list[Sighting]:
        view = self.seen.view
        owner = view.self_class(block, block.o[link * 6 + 5])
        if not owner:
            return []
        name = block.names[block.o[link * 6]]
        cls = Class(block.file.module, plain(owner))
        out: list[Sighting] = []
        for c in (cls, *view.hierarchy.descendants(cls)):
            bodies = {b.id: b for b in self.seen._of_module(c.module, plain(c.name)) if b.kind == "class"}
            values = [v for v in self.seen.o.values_in(bodies) if v.attribute and v.name == name]
            for body in bodies.values():
                statuses = class_statuses(self.seen, body)
                found = [(v.type, body, v.run, v.times) for v in values if v.body == body.id]
                out += self._sightings(found, f" as attribute {name} of {c.name}", statuses)
        return out

    def _sightings(
        self, found: Sequence[tuple[str, Body, int, int]], how: str, statuses: Callable[[int], str] | None = None
    ) -> list[Sighting]:
        out: dict[tuple[str, str], dict[int, int]] = {}
        for term, body, run, times in found:
            if term and term != "?":
                status = statuses(run) if statuses is not None else self.seen.status(body, run)
                runs = out.setdefault((term, status), {})
                runs[run] = runs.get(run, 0) + times
        return [Sighting(term, status, runs, how) for (term, status), runs in out.items()]

    # -- places -----------------------------------------------------------------------------------------------------

    def _sites_in(self, path: str) -> dict[tuple[int, int], list[tuple[Body, Call]]]:
        """(scope, number among its tied occurrences) -> what was called there on what, in the present file."""
        bodies = {b.id: b for b in self.seen.bodies_of(path) if self.seen.scope(b) is not None}
        out: dict[tuple[int, int], list[tuple[Body, Call]]] = {}
        self.seen.look_at(list(bodies.values()))
        for call in self.seen.o.calls_from(bodies):
            if call.receiver and call.site >= 0 and not call.site & 1:
                body = bodies[call.caller]
                scope = self.seen.scope(body)
                assert scope is not None
                out.setdefault((scope, call.site >> 1), []).append((body, call))
        return out

    def _number(self, block: Block, scope: int) -> int:
        """The scope of the file that a scope of a block is, or lies in; -1 for the owner's, -2 where none is known."""
        s = block.s
        while scope >= 0 and s[scope * 7] not in (F.FUNCTION, F.CLASS):
            scope = s[scope * 7 + 2]
        if scope < 0:
            return -1
        path = block.file.path
        begun = self._scopes.get(path)
        if begun is None:
            begun = self._scopes[path] = {}
            for number, row in enumerate(self.seen.view.reader.scopes_of_file(block.file.id)):
                if row.block_id is not None:
                    begun.setdefault(row.block_id, []).append(number)
        of_block = begun.get(block.row.id, ())
        rank = sum(1 for i in range(scope) if s[i * 7] in (F.FUNCTION, F.CLASS))
        return of_block[rank] if rank < len(of_block) else -2

    def _place(self, block: Block, k: int) -> tuple[int, int] | None:
        """(scope, number among its tied occurrences) of an occurrence."""
        number = self._number(block, block.o[k * 6 + 4])
        if number == -2:
            return None
        if number == -1:
            return self._owned_in(block).get(block.place(k)[:2])
        tied = self._tied.get(block.row.id)
        if tied is None:
            tied = self._tied[block.row.id] = {}
            of: dict[int, int] = {}
            o = block.o
            for j in range(len(o) // 6):
                if F.is_tied(o[j * 6 + 3], block.names[o[j * 6]]):
                    scope = o[j * 6 + 4]
                    if scope not in of:
                        of[scope] = self._number(block, scope)
                    tied.setdefault(of[scope], []).append(j)
        try:
            return number, tied.get(number, []).index(k)
        except ValueError:
            return None

    def _owned_in(self, block: Block) -> dict[tuple[int, int], tuple[int, int]]:
        """The places of the tied occurrences of the module's and the classes' own scopes, which lie in many blocks."""
        path = block.file.path
        known = self._owned.get(path)
        if known is None:
            known = self._owned[path] = {}
            version = self.seen.version(path)
            for d in version.definitions if version is not None else ():
                if d.kind != "function" and version is not None:
                    for i, at in enumerate(version.tied(d.scope)):
                        line, column, _ = version.place(at)
                        known[line, column + 1] = d.scope, i
        return known


def project_value(view: View, term: str) -> Value | None:
    """A stored type as a value that can be looked into, where it is a class of the project or an instance of one."""
    is_class = term.startswith("type[")
    module, _, name = (term[5:-1] if is_class else term).partition("[")[0].partition(":")
    if not name or " " in module or not view.reader.files_of_module(module):
        return None
    cls = Cls("", module, name)
    if "c" not in view.definition_kinds(module, name):
        from inferd.inference.definitions import classes

        made = classes.info(view.typing.engine, cls) if view.typing is not None and "<locals>" not in name else None
        if made is None or made.open or len(made.line) < 2:  # not one that a call makes: `Node = Meta("Node", ...)`
            return None
    return ClassObject(cls) if is_class else Instance(cls)


# ---------------------------------------------------------------------------------------------------------------------
# Calls


def class_named(typing: "Typing", name: str) -> Cls | None:
    """A class as inference names it, by its stored name (`shop.cart:Cart`, `int`); None in a module nobody has."""
    module, colon, qualname = name.partition(":")
    if not colon:
        return typing.engine.builtin(name)
    if typing.view.reader.files_of_module(module):
        return Cls("", module, qualname)
    outside = typing.world.outside(module)
    return Cls(outside.key, module, qualname) if outside is not None else None


def callers(view: View, subject: T.Subject) -> list[CallRow]:
    """The calls of a target that were seen, a row a call site."""
    seen = of(view)
    if seen is None:
        return []
    bodies = {b.id: b for b in seen.bodies_named(subject)}
    called = seen.o.calls_to(bodies)
    cls = _class_of(subject)
    if cls is not None:
        called += seen.o.calls_of_outside(f"class {cls}")
    return _call_rows(seen, called)


def callers_besides(
    view: View, subjects: Iterable[T.Subject], known: Iterable[tuple[str, int, int]]
) -> list[dict[str, Any]]:  # fmt: skip
    """The scopes in which runs saw targets called as they stand now, at other places than the *known* ones: objects of
    `Impact.callers`, with their evidence.
    """
    places = set(known)
    found: dict[tuple[str, str], list[CallRow]] = {}
    for s in subjects:
        for row in callers(view, s):
            if row.confidence == INFERRED and row.line and (row.path, row.line, row.column) not in places:
                found.setdefault((row.path, row.caller), []).append(row)
    out = []
    for (path, caller), rows in found.items():
        at = sorted({(r.path, r.line, r.column) for r in rows})
        out.append({
            "caller": caller, "path": path, "line": at[0][1], "count": len(at), "confidence": INFERRED,
            "places": [list(p) for p in at], "evidence": [dict(e) for r in rows for e in r.evidence],
        })  # fmt: skip
    return sorted(out, key=lambda c: (-c["count"], c["path"], c["line"]))


def _class_of(subject: T.Subject) -> str | None:
    """The class that a call of a target constructs, as a term."""
    if isinstance(subject, T.Global):
        return f"{subject.module}:{subject.name}"
    if isinstance(subject, T.Attribute):
        if subject.name == "__init__":
            return f"{subject.cls.module}:{plain(subject.cls.name)}"
        return f"{subject.cls.module}:{plain(subject.cls.name)}.{subject.name}"
    return None


def calls(view: View, subject: T.Subject | None) -> list[CallRow]:
    """The calls that were seen in a target, or in the whole project."""
    seen = of(view)
    if seen is None:
        return []
    bodies = seen.bodies_under(subject) if subject is not None else seen.bodies(b.id for b in seen.o.bodies())
    return _call_rows(seen, seen.o.calls_from(b.id for b in bodies))


def _call_rows(seen: Seen, found: Iterable[Call]) -> list[CallRow]:
    groups: dict[tuple[int, int, int, str], list[Call]] = {}
    for call in found:
        groups.setdefault((call.caller, call.site, call.callee, call.outside), []).append(call)
    seen.look_at(seen.bodies({n for g in groups for n in (g[0], g[2]) if n}))
    out = []
    for (number, _, callee, outside), group in groups.items():
        caller = seen.body(number)
        called = seen.body(callee) if callee else None
        if caller is None or (callee and called is None):
            continue
        runs: dict[int, int] = {}
        for c in group:
            runs[c.run] = runs.get(c.run, 0) + c.times
        status = min((seen.status(caller, run) for run in runs), key=STATUSES.index)
        if status == CURRENT and called is not None and seen.scope(called) is None:
            status = CALLEE_CHANGED
        receivers = united(c.receiver for c in group if c.receiver)
        line, column = seen.site(group[0])
        why = f"on {' | '.join(receivers)}" if receivers else ""
        evidence = seen.evidence(runs, status, why)
        if receivers:
            evidence["receivers"] = list(receivers)
        name = seen.symbol(called) if called is not None else _outside_name(seen, outside)
        confidence = INFERRED if status == CURRENT else POSSIBLE
        out.append(CallRow(caller.path, line, column, seen.symbol(caller), name, confidence, (evidence,)))
    return sorted(out, key=lambda r: (r.path, r.line, r.column, r.callee, r.evidence[0]["status"]))


def _outside_name(seen: Seen, outside: str) -> str:
    """What was called outside of the bodies that are known, as a symbol: a class as its `__init__` where it has one."""
    kind, _, term = outside.partition(" ")
    module, _, name = term.partition(":")
    if kind == "function":
        return _outside(seen, term)
    if kind == "class" and name and seen.view.reader.files_of_module(module):
        found = seen.view.lookup(Class(module, name), "__init__")
        cls = getattr(found, "cls", None)
        return f"{cls.module}:{plain(cls.name)}.__init__" if cls is not None else term
    if kind == "instance":
        return f"{_outside(seen, term)}.__call__"
    return _outside(seen, term)


def _outside(seen: Seen, term: str) -> str:
    """A function or a class by the name that everybody writes: with a dot where it is not the project's."""
    module, colon, _ = term.partition(":")
    if not colon:
        return f"builtins.{term}"
    return term if seen.view.reader.files_of_module(module) else term.replace(":", ".")


# ---------------------------------------------------------------------------------------------------------------------
# Tests


class Reached(NamedTuple):
    """A test that a target matters to."""

    id: str
    why: str
    status: str
    runs: tuple[int, ...]


def tests_of(view: View, subjects: Sequence[T.Subject]) -> list[Reached]:
    """The tests that ran what targets name, or rely on what ran it; those that ran what stands there now come first."""
    seen = of(view)
    if seen is None:
        return []
    bodies: dict[int, Body] = {}
    for s in subjects:
        named = seen.bodies_named(s)
        if not named and _is_function(seen, s):
            continue  # what stands around it may have run, it did not
        if not named or (isinstance(s, T.Attribute | T.Global) and all(b.kind == "class" for b in named)):
            named = [*named, *(seen.bodies_under(s) if named else _around(seen, s))]
        bodies.update((b.id, b) for b in named)
    return tests_running(seen, bodies.values())


def _is_function(seen: Seen, subject: T.Subject) -> bool:
    """Whether a subject is defined by `def` alone, as far as that is known."""
    if isinstance(subject, T.Global):
        return seen.view.definition_kinds(subject.module, subject.name) == {"d"}
    if isinstance(subject, T.Attribute):
        return seen.view.definition_kinds(subject.cls.module, f"{subject.cls.name}.{subject.name}") == {"d"}
    named = seen._named(subject) if isinstance(subject, T.Variable) else None
    if named is None:
        return False
    versions = [seen.version(f.path) for f in seen.view.reader.files_of_module(named[0])]
    return any(d.qualname == named[1] and d.kind == "function" for v in versions if v for d in v.definitions)


def _around(seen: Seen, subject: T.Subject) -> list[Body]:
    """What runs where a variable is bound: the body of its module or class."""
    if isinstance(subject, T.Global):
        return seen._of_module(subject.module, "")
    if isinstance(subject, T.Attribute):
        return seen._of_module(subject.cls.module, plain(subject.cls.name))
    if isinstance(subject, T.Variable):
        row = seen.view.reader.block(subject.block)
        if row is not None:
            block = seen.view.wrap(row)
            return [b for b in seen.bodies_of(block.file.path) if b.qualname == plain(block.scope_name(subject.scope))]
    return []


def tests_running(seen: Seen, bodies: Iterable[Body]) -> list[Reached]:
    """The tests that ran any of some bodies, directly, in a fixture, or by importing the file."""
    by_id = {b.id: b for b in bodies}
    ran = seen.o.owners_of(by_id)
    direct = {o for of_body in ran.values() for o in of_body}
    needing = seen.o.needing(direct)
    names = seen.o.owners(direct | {o for of_owner in needing.values() for o in of_owner})
    every = seen.o.tests() if any(kind == "file" for kind, _ in names.values()) else {}
    found: dict[str, tuple[int, str, str, set[int]]] = {}

    def note(rank: int, test: str, why: str, status: str, runs: Iterable[int]) -> None:
        rank += STATUSES.index(status) * 10
        known = found.get(test)
        if known is None or rank < known[0]:
            found[test] = (rank, why, status, set(runs) | (known[3] if known else set()))
        else:
            known[3].update(runs)

    for number, owners in sorted(ran.items()):
        body = by_id[number]
        status = RETIRED if seen.scope(body) is None else CURRENT
        what = body.qualname or body.path
        for owner, runs in owners.items():
            kind, name = names[owner]
            if kind == "test":
                note(0, name, f"it ran {what}", status, runs)
                continue
            for other, in_runs in needing.get(owner, {}).items():
                if kind == "fixture":
                    why = f"its fixture {name.partition('::')[2].partition('@')[0] or name} ran {what}"
                else:
                    why = f"it imports {name}, which ran {what}" if body.qualname else f"it imports {name}"
                other_kind, other_name = names[other]
                if other_kind == "test":
                    note(1 if kind == "fixture" else 2, other_name, why, status, in_runs)
                    continue
                inside = other_name + "::"
                for test, of_test in every.items():
                    if test.startswith(inside) and not of_test.keys().isdisjoint(in_runs):
                        note(2, test, why, status, in_runs)
    out = [(rank, Reached(test, why, status, tuple(sorted(runs)))) for test, (rank, why, status, runs) in found.items()]
    return [r for _, r in sorted(out, key=lambda x: (x[0], x[1].id))]


def test_rows(view: View, subjects: Sequence[T.Subject]) -> list[TestRow]:
    """`tests_of` as rows, with the place of each test and how it ended."""
    seen = of(view)
    if seen is None:
        return []
    outcomes = seen.o.tests()
    out = []
    for r in tests_of(view, subjects):
        path, line, column = place_of_test(seen, r.id)
        last = outcomes.get(r.id, {})
        outcome = last.get(max(last), "") if last else ""
        evidence = {"kind": "runtime", "why": r.why, "status": r.status, "runs": list(r.runs)}
        if r.status == RETIRED:
            evidence["why"] = f"{r.why}, as it was then"
        confidence = EXACT if r.status == CURRENT else POSSIBLE
        out.append(TestRow(path, line, column, r.id, r.why, outcome, confidence, (evidence,)))
    return out


def standing_tests(seen: Seen) -> set[str]:
    """The tests (without their parameters, as pytest names them) that were recorded and stand there as they ran."""
    out = set()
    names: dict[str, set[str]] = {}
    for test in seen.o.tests():
        path, _, rest = node_of_test(seen, test).partition("::")
        if rest:
            names.setdefault(path, set()).add(rest)
    for body in seen.bodies_in(names):
        if body.kind == "function" and seen.scope(body) is not None:
            name = body.qualname.replace(".", "::")
            if name in names[body.path]:
                out.add(f"{body.path}::{name}")
    return out


_UNITTEST = "unittest:"


def node_of_test(seen: Seen, test: str) -> str:
    """A test as pytest names it, without parameters; unittest's own `module.Class.test` where that is found as well."""
    if not test.startswith(_UNITTEST):
        return test.partition("[")[0]
    path, qualname = _of_unittest(seen, test)
    return f"{path}::{qualname.replace('.', '::')}" if path else test


def _of_unittest(seen: Seen, test: str) -> tuple[str, str]:
    """(path, qualified name) of a test by the id that unittest has for it; '' where there is no such module."""
    parts = test.removeprefix(_UNITTEST).partition(" ")[0].split(".")
    for n in range(len(parts) - 1, 0, -1):
        files = seen.view.reader.files_of_module(".".join(parts[:n]))
        paths = [f.path for f in files if not f.path.endswith(".pyi")]
        if paths:
            return paths[0], ".".join(parts[n:])
    return "", ""


def place_of_test(seen: Seen, test: str) -> tuple[str, int, int]:
    """(path, line, column) of a test by its id, of its class where it is inherited; the line is 0 where none is."""
    path, _, rest = node_of_test(seen, test).partition("::")
    version = seen.version(path) if rest else None
    if version is None:
        return path if rest else "", 0, 0
    qualname = rest.replace("::", ".")
    while qualname:
        for d in version.definitions:
            if d.qualname == qualname:
                return (path, *version.named_at(d.scope))
        qualname = qualname.rpartition(".")[0]
    return path, 0, 0


# ---------------------------------------------------------------------------------------------------------------------
# Runs, for those who list them


def described(o: Observations, run: Run) -> dict[str, Any]:
    """A run as a JSON object."""
    return {
        "run": run.id, "token": run.token, "command": run.command, "started": run.started, "ended": run.ended,
        "python": run.python, "status": run.status, **o.counts(run.id), "notes": run.notes,
    }  # fmt: skip
