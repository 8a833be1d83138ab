"""What flows between functions (`inferd.inference.flows`) as it is stored, and read again.

A row for each file: the contexts of its functions and lambdas, and what is put into the attributes of its classes, in
lines of a key, a tab and a value, both JSON in terms of paths and qualified names, so that a row says the same in any
database of the same files.  Rows are read one by one, when inference asks for something of their file, and of a row
what it asks for: that of a file whose functions are called with hundreds of types has megabytes.

The state of the whole project is found out again after each change, by a `Solver`, which takes over what still holds; a
row that says another thing than before unsettles the types that were read from its file.  Projects of more scopes than
the setting `follow-calls` says have no rows, and parameters that nothing declares are not known there: Django has
44,000, and takes a gigabyte.  The same holds where very many functions hang on each other in one circle, as in SymPy.
"""

from json import dumps, loads
from typing import Any, NamedTuple

from inferd.inference import contexts, flows, keys, sources
from inferd.inference.contexts import Context, Place, Unit
from inferd.inference.engine import INFERENCE_VERSION, Engine, EntangledError, Learned, Where
from inferd.inference.signatures import Arg

from inferd.inference.types import (  # isort:skip
    UNKNOWN, Alias, Bound, Callable, ClassObject, ClassOf, Cls, Function, Instance, Literal, Module, Partial, Record,
    Special, Super, Tuple, Types, Unpacked, Value, Variable,
)  # fmt: skip
from inferd.store.rows import Reader
from inferd.store.schema import NAMELESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import abc

    from inferd.inference.roots import Mentions
    from inferd.query.view import View
    from inferd.query.world import Shelf

_AT_ONCE = 400  # scopes of a project in which it is found out for a single question
Names = dict[int, str]


class Codec:
    """Values as JSON and back, for one view of the project."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.units: dict[str, Unit | None] = {}

    # -- to JSON --------------------------------------------------------------------------------------------------

    def scope(self, where: Where) -> "list[Any]":
        """A scope by path, qualified name and its number among those of that name."""
        tree = self.engine.tree(where.space, where.file)
        name = tree.scopes[where.scope].qualname
        return [where.space, self.path(where), name, tree.by_name[name].index(where.scope)]

    def place(self, kind: str, where: Where, at: int) -> "list[Any]":
        """Under what a part of the state stands of a function, or lambda, in the row of its file."""
        return [kind, *self.scope(where)[2:], at]

    def key(self, kind: str, key: "tuple[Any, ...]") -> "list[Any]":
        """The same of an attribute, or a name of a module."""
        first, *rest = key
        if isinstance(first, str):
            return [kind, first, *rest]
        return [kind, first.module, first.name, rest[0], *([self.value(f) for f in part] for part in rest[1:])]

    def path(self, where: Where) -> str:
        space: Any = self.engine.world.space(where.space)
        return str(space.path_of(where.file))

    def unit(self, unit: "Unit | None") -> Any:
        if unit is None:
            return None
        return [self.scope(unit.where), unit.at, self.context(unit.context)]

    def context(self, context: Context) -> "list[Any]":
        return [[[name, self.types(types)] for name, types in context.given], self.unit(context.closure)]

    def types(self, types: Types) -> "list[Any]":
        out = [self.value(v) for v in types]
        return sorted(out, key=dumps) if len(out) > 1 else out

    def value(self, v: Value) -> Any:
        tag = v[-1]
        if tag == "none":
            return None
        if tag == "unknown":
            return "?"
        if tag in ("instance", "class") and v.made_with:
            return ["with", self.value(v._replace(made_with=())), [self.value(f) for f in v.made_with]]
        if tag == "instance" and v.items is not None:
            return ["list", *v.cls, [self.types(a) for a in v.args], [self.types(i) for i in v.items]]
        if tag in ("instance", "class"):
            return [tag, *v.cls, *(self.types(a) for a in v.args)]
        if tag == "literal":
            return [tag, v.text]
        if tag == "tuple" or tag == "unpacked":
            return [tag, *(self.types(i) for i in v.items)]
        if tag == "record":
            return [tag, list(v.maybe), *([k, self.types(t)] for k, t in v.items)]
        if tag == "function":
            return [tag, self.scope(Where(v.space, v.file, v.scope)), v.name, self.unit(v.made_in), v.at]
        if tag == "bound":
            return [tag, self.value(v.function), self.value(v.receiver)]
        if tag == "module":
            return [tag, v.space, v.name]
        if tag == "callable":
            made = [self.scope(v.made[0]), v.made[1], self.unit(v.made[2])] if v.made is not None else None
            params = [self.types(p) for p in v.params] if v.params is not None else None
            inner = self.types(v.inner) if v.inner is not None else None
            return [tag, self.types(v.result), params, inner, made]
        if tag == "partial":
            given = [[a.kind, a.name, self.types(a.types)] for a in v.given]
            return [tag, self.value(v.callee), given, self.value(v.holder) if v.holder is not None else None]
        if tag == "typevar":
            return [tag, v.space, v.module, v.name]
        if tag == "class of":
            return [tag, self.value(v.variable)]
        if tag == "super":
            return [tag, *v.cls, self.value(v.receiver)]
        if tag == "alias":
            return [tag, self.types(v.types)]
        if tag == "special":
            return [tag, v.name, *(self.types(a) for a in v.args)]
        return "?"

    # -- from JSON ------------------------------------------------------------------------------------------------

    def find(self, data: "list[Any]") -> Where | None:
        """A scope by what `scope` wrote; None where it is gone."""
        space_key, path, name, number = data
        try:
            space: Any = self.engine.world.space(space_key)
        except KeyError:
            return None
        file = space.file_at(path)
        if file is None:
            return None
        found = space.tree(file).by_name.get(name, ())
        return Where(space_key, file, found[number]) if number < len(found) else None

    def read_unit(self, data: Any) -> "Unit | None":
        if data is None:
            return None
        where = self.find(data[0])
        return Unit(where, data[1], self.read_context(data[2])) if where is not None else None

    def read_context(self, data: "list[Any]") -> Context:
        return contexts.context([(name, self.read_types(types)) for name, types in data[0]], self.read_unit(data[1]))

    def read_types(self, data: "list[Any]") -> Types:
        return tuple([self.read(v) for v in data])

    def read(self, data: Any) -> Value:
        if data is None:
            return ("none",)
        if data == "?":
            return UNKNOWN
        tag = data[0]
        if tag in ("instance", "class"):
            made = Instance if tag == "instance" else ClassObject
            return made(Cls(data[1], data[2], data[3]), tuple([self.read_types(a) for a in data[4:]]))
        if tag == "with":
            functions = tuple([self.read(f) for f in data[2]])
            return self.read(data[1])._replace(made_with=functions if UNKNOWN not in functions else ())
        if tag == "list":
            args, items = (tuple([self.read_types(a) for a in part]) for part in data[4:])
            return Instance(Cls(data[1], data[2], data[3]), args, items)
        if tag == "literal":
            return Literal(data[1])
        if tag == "tuple" or tag == "unpacked":
            return (Tuple if tag == "tuple" else Unpacked)(tuple([self.read_types(i) for i in data[1:]]))
        if tag == "record":
            return Record(tuple([(k, self.read_types(t)) for k, t in data[2:]]), tuple(data[1]))
        if tag == "function":
            where = self.find(data[1])
            if where is None:
                return UNKNOWN
            return Function(where.space, where.file, where.scope, data[2], self.read_unit(data[3]), data[4])
        if tag == "bound":
            function = self.read(data[1])
            return Bound(function, self.read(data[2])) if function != UNKNOWN else UNKNOWN
        if tag == "module":
            return Module(data[1], data[2])
        if tag == "callable":
            made_in = None
            if data[4] is not None:
                where = self.find(data[4][0])
                made_in = (where, data[4][1], self.read_unit(data[4][2])) if where is not None else None
            inner = self.read_types(data[3]) if data[3] is not None else None
            params = tuple([self.read_types(p) for p in data[2]]) if data[2] is not None else None
            return Callable(self.read_types(data[1]), params, inner, made_in)
        if tag == "partial":
            given = tuple([Arg(kind, name, self.read_types(types)) for kind, name, types in data[2]])
            return Partial(self.read(data[1]), given, self.read(data[3]) if data[3] is not None else None)
        if tag == "typevar":
            return Variable(data[1], data[2], data[3])
        if tag == "class of":
            return ClassOf(self.read(data[1]))
        if tag == "super":
            return Super(Cls(data[1], data[2], data[3]), self.read(data[4]))
        if tag == "alias":
            return Alias(self.read_types(data[1]))
        if tag == "special":
            return Special(data[1], tuple([self.read_types(a) for a in data[2:]]))
        return UNKNOWN


# ---------------------------------------------------------------------------------------------------------------------
# Rows


def rows(engine: Engine, state: flows.State, only: "frozenset[int] | None" = None) -> "dict[int, str]":
    """File -> its row; of some files alone if that is wanted."""
    codec = Codec(engine)
    out: dict[int, list[str]] = {}

    def tell(file: int, key: "list[Any]", what: Any) -> None:
        out.setdefault(file, []).append(f"{_packed(key)}\t{_packed(what)}")

    def is_wanted(file: int) -> bool:
        return file >= 0 and (only is None or file in only)

    for (where, at), known in state.contexts.items():
        if is_wanted(where.file):
            tell(where.file, codec.place("contexts", where, at), sorted((codec.context(c) for c in known), key=dumps))
    for (where, at), groups in state.joined.items():
        if is_wanted(where.file):
            found = [[group is None, codec.context(context)] for group, context in groups.items()]
            tell(where.file, codec.place("joined", where, at), sorted(found, key=dumps))
    for kind in ("attributes", "on_class", "made", "names"):
        for key, types in getattr(state, kind).items():
            if is_wanted(file := _home(engine, _module(key))):
                tell(file, codec.key(kind, key), codec.types(types))
    return {file: "\n".join(sorted(lines)) for file, lines in sorted(out.items())}


def _packed(data: Any) -> str:
    return dumps(data, separators=(",", ":"))


def _module(key: "tuple[Any, ...]") -> str:
    """The module that a part of the state belongs to, by its key."""
    first = key[0]
    return str(first if isinstance(first, str) else first.module)


def _home(engine: Engine, module: str) -> int:
    """The file in whose row stands what is told of a module; -1 where there is none."""
    files = engine.root.files_of(module)
    return files[0] if files else -1


def _different(engine: Engine, state: flows.State, other: flows.State) -> "frozenset[int]":
    """The files whose rows two states may tell differently."""
    out: set[int] = set()
    for kind in ("contexts", "joined", "attributes", "made", "names", "on_class"):
        one, two = getattr(state, kind), getattr(other, kind)
        for key in [k for k, v in one.items() if k not in two or two[k] != v] + [k for k in two if k not in one]:
            first = key[0]
            out.add(first.file if isinstance(first, Where) else _home(engine, _module(key)))
    return frozenset(out)


class _Part:
    """A part of the stored state, as a mapping whose entries are read when they are asked for."""

    def __init__(self, stored: "Stored", kind: str):
        self.stored = stored
        self.kind = kind
        self._known: dict[Any, Any] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        if key not in self._known:
            self._known[key] = self.stored.entry(self.kind, key)
        known = self._known[key]
        return known if known is not None else default

    def __contains__(self, key: Any) -> bool:
        return self.get(key) is not None


class Stored:
    """A `flows.State` that is read from the database."""

    def __init__(self, view: "View", engine: Engine):
        self.view = view
        self.engine = engine
        self.codec = Codec(engine)
        self.contexts = _Part(self, "contexts")
        self.joined = _Part(self, "joined")
        self.attributes = _Part(self, "attributes")
        self.made = _Part(self, "made")
        self.on_class = _Part(self, "on_class")
        self.names = _Part(self, "names")
        self._files: dict[int, dict[str, str]] = {}

    def entry(self, kind: str, key: Any) -> Any:
        """What stands under a key of a part; None where nothing does."""
        codec = self.codec
        where = key[0]
        if not isinstance(where, Where):
            files = self.engine.root.files_of(_module(key))
            text = self._of(files[0]).get(_packed(codec.key(kind, key))) if files else None
            return codec.read_types(loads(text)) if text is not None else None
        if where.space or where.file < 0:
            return None
        text = self._of(where.file).get(_packed(codec.place(kind, where, key[1])))
        if text is None:
            return None
        if kind == "contexts":
            return tuple([codec.read_context(c) for c in loads(text)])
        called = keys.called(self.engine, *key)
        return {
            None if is_all else contexts.kin(context, called): context
            for is_all, data in loads(text) for context in [codec.read_context(data)]
        }  # fmt: skip

    def _of(self, file: int) -> "dict[str, str]":
        known = self._files.get(file)
        if known is None:
            text = self.view.reader.flow(file)
            lines = [line.partition("\t") for line in text.split("\n")] if text else []
            known = self._files[file] = {key: data for key, _, data in lines}
        return known


# ---------------------------------------------------------------------------------------------------------------------
# For a view


def stamp(revision: int, libraries: str) -> str:
    """What rows were found out from."""
    return dumps([INFERENCE_VERSION, revision, libraries])


def is_known(reader: Reader) -> bool:
    """Whether what is kept was found out from the files as they are; libraries may still be others."""
    known = reader.meta("flow")
    return bool(known) and bool(loads(known)[:2] == [INFERENCE_VERSION, reader.revision()])


def load(view: "View", engine: Engine) -> "flows.State | Stored | None":
    """What flows, as it is stored; found out now where nothing is stored and the project is tiny; else None."""
    known = view.reader.meta("flow")
    if known and loads(known)[0] == INFERENCE_VERSION:
        return Stored(view, engine)
    shelf = view.shelf
    if shelf is None or type(view.reader) is not Reader:  # with unsaved buffers it is another project each time
        return compute(view, engine, _AT_ONCE)
    key = (id(view.reader.db), view.reader.revision())
    if shelf.flow is None or shelf.flow[0] != key:
        shelf.flow = (key, compute(view, engine, _AT_ONCE))
    state: flows.State | None = shelf.flow[1]
    return state


class Solver:
    """Finds out what flows in a project, again after each change.

    What was found out is kept from one time to the next, where that is wanted, so that an edit costs what it changes.
    Between two times the project may change in any way; where much of it does, or libraries change, it begins anew.
    """

    def __init__(self, keeps: bool):
        self.keeps = keeps
        self.solution: flows.Solution | None = None
        self._learned: Learned | None = None
        self._shelf: Shelf | None = None  # it has opened the libraries that what was learned speaks of
        self._libraries = ""
        self._files: dict[int, tuple[str, str, bytes]] = {}
        self._rows: dict[int, str] = {}
        self._surfaces: dict[int, int] = {}  # file -> what others may look up in it, and rows speak of; see `sources`

    def rows(
        self, view: "View", shelf: "Shelf", libraries: str,
        progress: "abc.Callable[[int, int, str], None] | None" = None,
    ) -> "dict[int, str]":
        """File -> its row, of the project as a view has it.  *libraries*: what stands for those that it imports."""
        from inferd.query.world import World

        files = view.reader.contents()
        engine = Engine(World(view, shelf))
        files_now = view.reader.file_ids()
        if not self.keeps:
            return rows(engine, flows.solve(engine, files_now, progress=progress).state)
        before = self.solution if self._shelf is shelf and self._libraries == libraries else None
        edit = _edit(view.reader, self._learned.mentions, self._files, files) if self._learned is not None else None
        if before is None or edit is None or self._learned is None:
            before, edit = None, _Edit([], 0, frozenset())
        else:
            engine.take_over(self._learned, 1 << NAMELESS | sum(1 << f for f in edit.files) | edit.bits, edit.modules)
        surfaces = {f: sources.surface(engine, f) for f in (files_now if before is None else edit.files)}
        others = edit.bits | sum(
            1 << f for f, digest in surfaces.items() if before is not None and digest != self._surfaces.get(f)
        )
        if others:
            others |= 1 << NAMELESS
        known = before.nodes.sources if before is not None else {}
        digests = sources.digests(engine, known, edit.files)
        changed = [node for node, digest in digests.items() if known[node] != digest]
        solution = flows.solve(
            engine, files_now, before=before, edited=others, changed=changed, keeps=True, progress=progress
        )
        if before is None or others:
            self._rows = rows(engine, solution.state)
        elif solution.state is not before.state:
            different = _different(engine, solution.state, before.state)
            kept = {f: row for f, row in self._rows.items() if f not in different}
            self._rows = dict(sorted({**kept, **rows(engine, solution.state, different)}.items()))
        known = solution.nodes.sources
        known.update((node, digest) for node, digest in digests.items() if node in known)
        self._surfaces = {f: digest for f, digest in {**self._surfaces, **surfaces}.items() if f in files}
        self.solution, self._learned = solution, engine.learned()
        self._shelf, self._libraries, self._files = shelf, libraries, files
        return self._rows


class _Edit(NamedTuple):
    """What is another thing in a project than it was: *files* whose text is; *bits*: files of which all that was found
    counts as changed; *modules* of all of these, which may be gone.
    """

    files: list[int]
    bits: int
    modules: frozenset[str]


def _edit(
    reader: Reader, mentions: "abc.Mapping[int, Mentions]", before: "dict[int, tuple[str, str, bytes]]",
    now: "dict[int, tuple[str, str, bytes]]",
) -> _Edit | None:
    """What has changed between two states of a project, by id -> (path, module, what stands for the content).

    A module is looked for by a name in an import, or in a string.  So where one came or went, whatever was found from
    a file with its name may be another thing.  None where it is not worth while to tell, or cannot be told.
    """
    same = [f for f, known in before.items() if f in now and now[f][:2] == known[:2]]
    texts = [f for f in same if now[f] != before[f]]
    kept = set(same)
    paths = [(f, *known[:2]) for state in (before, now) for f, known in state.items() if f not in kept]
    if _is_most(len(texts) + len(paths), now) or any(p.rpartition("/")[2] == _CONFTEST for _, p, _ in paths):
        return None
    texts += sorted({f for f in now if f not in kept})
    bits = sum(1 << f for f in {f for f, _, _ in paths})
    modules = {module for _, _, module in paths}
    around = set(modules)
    for module in modules:
        package = module.rpartition(".")[0]
        while package and len(reader.modules_under(package)) < 2:  # it came or went with the module
            around.add(package)
            package = package.rpartition(".")[0]
    for module in around:
        name = module.rpartition(".")[2]
        found = {f.id for f in reader.files_of_module(module)}
        found.update(reader.posting_files(name))
        dotted = f".{name}"
        found.update(f for f, said in mentions.items() if any(t.endswith(dotted) for t in said.in_strings))
        bits |= sum(1 << f for f in found)
    if _is_most(bits.bit_count(), now):
        return None
    gone = frozenset(known[1] for f in texts for state in (before, now) if (known := state.get(f)) is not None)
    return _Edit(texts, bits, gone.union(modules, {now[f][1] for f in now if bits >> f & 1}))


def _is_most(count: int, files: "abc.Sized") -> bool:
    """Whether so many files are as good as all."""
    return count > _FEW and 4 * count > len(files)


_CONFTEST = "conftest.py"
_FEW = 50


def compute(view: "View", engine: Engine, most: int) -> "flows.State | None":
    """What flows, found out from the project's files; None where there are more scopes."""
    if view.reader.has_more_scopes(most):
        return None
    try:
        return flows.solve(engine, view.reader.file_ids()).state
    except EntangledError:
        return None
