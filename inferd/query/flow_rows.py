"""What flows, and what that gives, as it is stored: in terms of paths and names, and read again entry by entry.

A row for each file, in lines of a key, a tab and a value, both JSON.  What flows into a file (`Stored`): the contexts
of its functions and lambdas, and what is put into the attributes of its classes.  What that gives (`Summaries`): what
its functions return, by a digest of what they are run with.  A row says the same in any database of the same files.  It
is read when inference asks for something of its file, and of it only what is asked for: that of a file whose functions
are called with hundreds of types has megabytes.
"""

from collections.abc import Iterable
from functools import cached_property
from json import JSONDecoder, dumps
from typing import Any

from inferd.inference.definitions import keys
from inferd.inference.definitions.signatures import Arg
from inferd.inference.engine import Engine, Where
from inferd.inference.flow import contexts, states
from inferd.inference.flow.contexts import Context, Unit
from inferd.source.text import content_hash

from inferd.inference.types import (  # isort:skip
    UNKNOWN, Alias, Bound, Callable, ClassObject, ClassOf, Cls, Function, Instance, Literal, Module, Partial, Record,
    Special, Summary, Super, Tuple, Types, Unpacked, Value, Variable,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.query.view import View


_DECODER = JSONDecoder()


class Codec:
    """Values as JSON and back, for one view of the project."""

    def __init__(self, engine: Engine):
        self.engine = engine

    # -- to JSON --------------------------------------------------------------------------------------------------

    def scope(self, where: Where) -> "list[Any]":
        """A scope by path, qualified name and its number among those of that name."""
        tree = self.engine.tree(where.space, where.file)
        name = tree.scopes[where.scope].qualname
        return [where.space, self.path(where), name, tree.by_name[name].index(where.scope)]

    def place(self, kind: str, where: Where, at: int) -> "list[Any]":
        """Under what a part of the state stands of a function, or lambda, in the row of its file."""
        return [kind, *self.scope(where)[2:], self.step(where, at)]

    def step(self, where: Where, n: int) -> int:
        """The number of a step in the program as it is stored."""
        return self.engine.tree(where.space, where.file).dense(where.scope, n) if n >= 0 else n

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
        return [self.scope(unit.where), self.step(unit.where, unit.at), self.context(unit.context)]

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
            where = Where(v.space, v.file, v.scope)
            return [tag, self.scope(where), v.name, self.unit(v.made_in), self.step(where, v.at)]
        if tag == "bound":
            return [tag, self.value(v.function), self.value(v.receiver), *([v.asked] if v.asked else ())]
        if tag == "module":
            return [tag, v.space, v.name]
        if tag == "callable":
            made = [self.scope(v.made[0]), self.step(*v.made[:2]), self.unit(v.made[2])] if v.made is not None else None
            params = [self.types(p) for p in v.params] if v.params is not None else None
            inner = self.types(v.inner) if v.inner is not None else None
            form = [self.types(v.form[0]), self.types(v.form[1])] if v.form is not None else None
            runs = self.types(v.runs) if v.runs is not None else None
            return [tag, self.types(v.result), params, inner, made, form, runs]
        if tag == "partial":
            given = [[a.kind, a.name, self.types(a.types)] for a in v.given]
            return [tag, self.value(v.callee), given, self.value(v.holder) if v.holder is not None else None]
        if tag == "typevar":
            return [tag, v.space, self.home(v), v.name]
        if tag == "class of":
            return [tag, self.value(v.variable)]
        if tag == "super":
            return [tag, *v.cls, self.value(v.receiver)]
        if tag == "alias":
            return [tag, self.types(v.types)]
        if tag == "special":
            return [tag, v.name, *(self.types(a) for a in v.args)]
        return "?"

    def home(self, v: Variable) -> str:
        """What a type variable is told apart by from others of its name."""
        around, mark, step = v.module.rpartition("@")
        module, _, name = around.partition(":")
        for f in self.engine.root.files_of(module) if mark and not v.space else ():
            tree = self.engine.root.text(f)
            for scope in tree.by_name.get(name, ()):
                if tree.unit(scope, int(step)) is not None:
                    return f"{around}@{tree.dense(scope, int(step))}"
        return v.module

    def cell(self, where: Where, key: str) -> str:
        """A variable of a unit, with the step that stores it where it is one of a comprehension."""
        name, mark, step = key.partition("@")
        return f"{name}@{self.step(where, int(step))}" if mark else key

    def summary(self, where: Where, s: Summary) -> "list[Any]":
        """What running a unit of a scope gives."""
        cells = [[self.cell(where, key), self.types(types)] for key, types in s.cells]
        stored = [[name, self.types(types)] for name, types in s.stored]
        return [self.types(s.returned), self.types(s.yielded), cells, stored]

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
            return Bound(function, self.read(data[2]), *data[3:]) if function != UNKNOWN else UNKNOWN
        if tag == "module":
            return Module(data[1], data[2])
        if tag == "callable":
            made_in = None
            if data[4] is not None:
                where = self.find(data[4][0])
                made_in = (where, data[4][1], self.read_unit(data[4][2])) if where is not None else None
            inner = self.read_types(data[3]) if data[3] is not None else None
            params = tuple([self.read_types(p) for p in data[2]]) if data[2] is not None else None
            form = (self.read_types(data[5][0]), self.read_types(data[5][1])) if data[5] is not None else None
            runs = self.read_types(data[6]) if data[6] is not None else None
            return Callable(self.read_types(data[1]), params, inner, made_in, form, runs)
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


def rows(engine: Engine, state: states.State, only: "frozenset[int] | None" = None) -> "dict[int, str]":
    """File -> its row; of some files alone if that is wanted."""
    codec = Codec(engine)
    out: dict[int, list[str]] = {}

    def tell(file: int, key: "list[Any]", what: Any) -> None:
        out.setdefault(file, []).append(f"{packed(key)}\t{packed(what)}")

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
            if is_wanted(file := home(engine, module_of(key))):
                tell(file, codec.key(kind, key), codec.types(types))
    return {file: "\n".join(sorted(lines)) for file, lines in sorted(out.items())}


def packed(data: Any) -> str:
    """JSON without spaces."""
    return dumps(data, separators=(",", ":"))


def _begin(text: str, key: str) -> int:
    """Where that begins which stands under a key in a row; -1 where nothing does.  The lines of a row are sorted."""
    wanted = f"{key}\t"
    low, high = 0, len(text)  # beginnings of lines; the one that is looked for is none before, and none after
    while low < high:
        middle = (low + high) // 2
        at = text.rfind("\n", low, middle) + 1 or low
        if text.startswith(wanted, at):
            return at + len(wanted)
        if text[at : at + len(wanted)] < wanted:
            low = text.find("\n", middle, high) + 1 or high
        else:
            high = at
    return -1


def _read_at(text: str, at: int) -> Any:
    """The JSON value that begins there."""
    return _DECODER.raw_decode(text, at)[0]


def module_of(key: "tuple[Any, ...]") -> str:
    """The module that a part of the state belongs to, by its key."""
    first = key[0]
    return str(first if isinstance(first, str) else first.module)


def home(engine: Engine, module: str) -> int:
    """The file in whose row stands what is told of a module; -1 where there is none."""
    files = engine.root.files_of(module)
    return files[0] if files else -1


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
        known = self._known.get(key)
        return known is not None or self.stored.place(self.kind, key) is not None


class Stored:
    """A `states.State` that is read from the database."""

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
        self._rows: dict[int, str] = {}

    def place(self, kind: str, key: Any) -> tuple[str, int] | None:
        """The row in which something stands under a key of a part, and where that begins; None where nothing does."""
        where = key[0]
        if not isinstance(where, Where):
            files = self.engine.root.files_of(module_of(key))
            file, what = (files[0] if files else -1), self.codec.key(kind, key) if files else []
        else:
            file = where.file if not where.space else -1
            what = self.codec.place(kind, where, key[1]) if file >= 0 else []
        if file < 0:
            return None
        row = self._rows.get(file)
        if row is None:
            row = self._rows[file] = self.view.reader.flow(file) or ""
        at = _begin(row, packed(what)) if row else -1
        return (row, at) if at >= 0 else None

    def entry(self, kind: str, key: Any) -> Any:
        """What stands under a key of a part; None where nothing does."""
        found = self.place(kind, key)
        if found is None:
            return None
        codec, data = self.codec, _read_at(*found)
        if kind == "contexts":
            return tuple([codec.read_context(c) for c in data])
        if kind != "joined":
            return codec.read_types(data)
        called = keys.called(self.engine, *key)
        return {
            None if is_all else contexts.kin(context, called): context
            for is_all, one in data for context in [codec.read_context(one)]
        }  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# What running functions gives


def _digest(text: str) -> str:
    return content_hash(text.encode("utf-8", "surrogatepass")).hex()[:16]


def _program(engine: Engine, where: Where) -> str:
    """What stands for the text of a scope."""
    return _digest(engine.tree(where.space, where.file).scopes[where.scope].program)


def summaries(engine: Engine, found: Iterable[tuple[Unit, Summary]]) -> str:
    """The row of a file, of what its functions give."""
    codec = Codec(engine)
    out: dict[str, tuple[str, dict[str, list[Any]]]] = {}
    for unit, summary in found:
        key = packed(codec.place("gives", unit.where, unit.at))
        if key not in out:
            out[key] = (_program(engine, unit.where), {})
        out[key][1][_digest(packed(codec.context(unit.context)))] = codec.summary(unit.where, summary)
    return "\n".join(f"{key}\t{packed([text, dict(sorted(of.items()))])}" for key, (text, of) in sorted(out.items()))


class _Kept:
    """A stored `Summary`, of which is read what is asked for."""

    def __init__(self, codec: Codec, data: "list[Any]"):
        self.codec = codec
        self.data = data
        self._cells: dict[str, Types | None] = {}

    @cached_property
    def returned(self) -> Types:
        return self.codec.read_types(self.data[0])

    @cached_property
    def yielded(self) -> Types:
        return self.codec.read_types(self.data[1])

    @cached_property
    def stored(self) -> tuple[tuple[str, Types], ...]:
        return tuple([(name, self.codec.read_types(types)) for name, types in self.data[3]])

    def cell(self, name: str) -> Types | None:
        if name not in self._cells:
            held = next((types for known, types in self.data[2] if known == name), None)
            self._cells[name] = self.codec.read_types(held) if held is not None else None
        return self._cells[name]


class Summaries:
    """What functions of the project give, as it is stored of files that are settled.

    Where it is not known yet what flows since an edit (*lags*), of other files, too, as it was before; `View.settling`
    says so then.  Of functions that were edited themselves nothing is told.  Unsaved text is taken not to change what
    others give.
    """

    def __init__(self, view: "View", engine: Engine, lags: bool):
        self.view = view
        self.engine = engine
        self.lags = lags
        self.codec = Codec(engine)
        self._rows: dict[int, tuple[str, int]] = {}
        self._known: dict[Unit, _Kept | None] = {}

    def get(self, unit: Unit) -> _Kept | None:
        where = unit.where
        if where.space or where.file < 0:
            return None
        row = self._rows.get(where.file)
        if row is None:
            row = self._rows[where.file] = self._read(where.file)
        text, reads = row
        if not text:
            return None
        if unit in self._known:
            found = self._known[unit]
        else:
            found = self._known[unit] = self._find(text, reads < 0, unit)
        if found is None:
            return None
        if reads >= 0:
            self.engine.root.touched |= reads
        elif self.lags:
            self.view.settling = max(self.view.settling, 1)
        return found

    def _find(self, row: str, is_old: bool, unit: Unit) -> _Kept | None:
        codec = self.codec
        begin = _begin(row, packed(codec.place("gives", unit.where, unit.at)))
        if begin < 0 or (is_old and not row.startswith(f'["{_program(self.engine, unit.where)}"', begin)):
            return None
        end = row.find("\n", begin)
        key = f'"{_digest(packed(codec.context(unit.context)))}":'
        at = row.find(key, begin, end if end >= 0 else len(row))
        return _Kept(codec, _read_at(row, at + len(key))) if at >= 0 else None

    def _read(self, file: int) -> tuple[str, int]:
        """The row of a file, and the files that it was found from; -1 where it is from before an edit."""
        reader = self.view.reader
        row = reader.typed(file)
        text = reader.summaries(file) if row is not None or self.lags or file in reader.overlaid else None
        return text or "", int.from_bytes(row[0], "little") if row is not None else -1


__all__ = ["Codec", "Stored", "Summaries", "home", "module_of", "packed", "rows", "summaries"]
