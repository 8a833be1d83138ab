"""Modules, classes and the scopes of a file, read while it is noted what of them is read.

Why
---
What stands outside of functions is looked at by everybody: where a function is defined, what a name is bound to, which
methods a class has.  An edit there would concern all who looked at anything in the file, if it were not known what it
was.  So where answers are kept over edits (`trace`), trees and the programs of modules and classes are handed out as
what stands here: it looks like them, and puts what somebody reads into the record of the question that is answered, as
parts of the text (`sources`): a unit of steps, the stores of a name, the scopes of a name, ...

What has no part of its own (a look at all steps, what is derived from them) is a look at the whole program.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from inferd.inference import versions
from inferd.inference.keeping import sources
from inferd.inference.program import Program, ScopeText, Tree

if TYPE_CHECKING:
    from inferd.inference.engine import Engine
    from inferd.inference.keeping.entries import Node


class _Reader:
    """Who notes what is read of one file."""

    __slots__ = ("engine", "file")

    def __init__(self, engine: "Engine", file: int):
        self.engine = engine
        self.file = file

    def note(self, known: "dict[Any, Node]", key: Any, kind: str, about: Any) -> None:
        """Note that a part of the text is read; *known*: where its node is remembered, under a key."""
        record = self.engine.record
        if record is None:
            return
        node = known.get(key)
        if node is None:
            trace = self.engine.trace
            if trace is None:
                return
            node = known[key] = trace.text(kind, self.file, about)
        record.read[node] = None


class _Steps:
    """The steps of a program."""

    __slots__ = ("_all", "_nodes", "_reader", "_scope", "_tree")

    def __init__(self, tree: Tree, scope: int, reader: _Reader):
        self._tree = tree
        self._scope = scope
        self._reader = reader
        self._all = tree.program(scope).steps
        self._nodes: dict[int, Node] = {}  # of the units that steps are in

    def note(self, n: int) -> None:
        """Note that the unit of a step is read."""
        record = self._reader.engine.record
        if record is None:
            return
        node = self._nodes.get(n)
        if node is None:
            node = self._node(n)
            if node is None:
                return
        record.read[node] = None

    def _node(self, n: int) -> "Node | None":
        trace = self._reader.engine.trace
        if trace is None:
            return None
        unit = self._tree.unit(self._scope, n)
        if unit is None:
            return trace.text(sources.WHOLE, self._reader.file, self._scope)
        node = trace.text(sources.UNIT, self._reader.file, (self._scope, unit.base))
        self._nodes.update(dict.fromkeys(range(unit.base, unit.base + unit.size), node))
        return node

    def note_all(self) -> None:
        """Note that the whole program is read."""
        self._reader.note(self._nodes, -1, sources.WHOLE, self._scope)

    def __getitem__(self, n: Any) -> Any:
        record = self._reader.engine.record
        if record is not None:
            if type(n) is int:
                node = self._nodes.get(n) if n >= 0 else None
                if node is not None:
                    record.read[node] = None
                else:
                    self.note(n if n >= 0 else n + len(self._all))
            else:
                self.note_all()
        return self._all[n]

    def __iter__(self) -> Iterator[list[str]]:
        self.note_all()
        return iter(self._all)

    def __len__(self) -> int:
        self.note_all()
        return len(self._all)


class _Some:
    """Steps of which it is asked whether one is among them, which its unit tells."""

    __slots__ = ("_all", "_steps")

    def __init__(self, all_: Any, steps: _Steps):
        self._all = all_
        self._steps = steps

    def __contains__(self, n: object) -> bool:
        assert isinstance(n, int)
        self._steps.note(n)
        return n in self._all


class _Walrus(_Some):
    """Step -> the name that `:=` gives its value."""

    __slots__ = ()

    def __getitem__(self, n: int) -> str:
        self._steps.note(n)
        return cast("str", self._all[n])

    def get(self, n: int) -> str | None:
        self._steps.note(n)
        return cast("str | None", self._all.get(n))


class _Parts(Mapping[Any, Any]):
    """What is looked up by a key, each of which is a part of the text: names in a scope, scopes by name, ..."""

    __slots__ = ("_all", "_kind", "_nodes", "_reader", "_scope", "_steps")

    def __init__(self, all_: Any, reader: _Reader, kind: str, scope: int | None, steps: _Steps | None = None):
        self._all = all_
        self._reader = reader
        self._kind = kind
        self._scope = scope  # that all of it is of, if it is one's
        self._steps = steps
        self._nodes: dict[Any, Node] = {}

    def note(self, key: Any) -> None:
        self._reader.note(self._nodes, key, self._kind, (self._scope, key))

    def __getitem__(self, key: Any) -> Any:
        self.note(key)
        return self._all[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self.note(key)
        return self._all.get(key, default)

    def __contains__(self, key: object) -> bool:
        self.note(key)
        return key in self._all

    def __iter__(self) -> Iterator[Any]:
        assert self._steps is not None
        self._steps.note_all()
        return iter(self._all)

    def __len__(self) -> int:
        assert self._steps is not None
        self._steps.note_all()
        return len(self._all)

    def items(self) -> Any:
        assert self._steps is not None
        self._steps.note_all()
        return self._all.items()


class _Program:
    """The program of a module or a class."""

    __slots__ = (
        "_inside", "_nodes", "_program", "_reader", "_scope", "bit", "body_node", "children", "outer", "steps",
        "stores", "walrus",
    )  # fmt: skip

    def __init__(self, tree: Tree, scope: int, reader: _Reader):
        program = self._program = tree.program(scope)
        self._reader = reader
        self._scope = scope
        self._nodes: dict[str, Node] = {}
        self._inside: _Parts | None = None
        self.bit = program.bit
        self.body_node = False
        self.steps = _Steps(tree, scope, reader)
        self.stores = _Parts(program.stores, reader, sources.BOUND, scope, self.steps)
        self.outer = _Parts(program.outer, reader, sources.BOUND, scope, self.steps)
        self.children = _Parts(program.children, reader, sources.MADE, None, self.steps)
        self.walrus = _Walrus(program.walrus, self.steps)

    def _note_marks(self) -> None:
        self._reader.note(self._nodes, sources.MARKS, sources.MARKS, self._scope)

    @property
    def whole(self) -> Program:
        self.steps.note_all()
        return self._program

    @property
    def generic(self) -> bool:
        self._note_marks()
        return self._program.generic

    @property
    def makes(self) -> bool:
        self._note_marks()
        return self._program.makes

    @property
    def level(self) -> _Some:
        return _Some(self._program.level, self.steps)

    @property
    def star_imports(self) -> tuple[tuple[bool, int, str], ...]:
        self._note_marks()
        return self._program.star_imports

    @property
    def choices(self) -> versions.Choices:
        self._note_marks()
        return versions.choices(self._program)

    @property
    def inside(self) -> _Parts:
        if self._inside is None:
            self._inside = _Parts(self._program.inside, self._reader, sources.INSIDE, self._scope, self.steps)
        return self._inside

    @property
    def params(self) -> list[tuple[str, str]]:
        return self._program.params  # there are none

    def is_of_lambda(self, n: int) -> bool:
        self.steps.note(n)
        return self._program.is_of_lambda(n)

    def binder(self, first: int, name: str) -> int:
        self._note_bound(first, name)
        return self._program.binder(first, name)

    def bound_around(self, first: int, name: str) -> int:
        self._note_bound(first, name)
        return self._program.bound_around(first, name)

    def _note_bound(self, first: int, name: str) -> None:
        """What is around a step is in its unit."""
        self.steps.note(first)
        self.stores.note(name)
        self.inside.note(name)

    def root_of(self, n: int) -> str | None:
        self.steps.note(n)
        return self._program.root_of(n)

    def __getattr__(self, name: str) -> Any:
        self.steps.note_all()
        return getattr(self._program, name)


class _Children:
    """Scope -> those that begin in it."""

    __slots__ = ("_all", "_nodes", "_reader")

    def __init__(self, all_: list[list[int]], reader: _Reader):
        self._all = all_
        self._reader = reader
        self._nodes: dict[int, Node] = {}

    def __getitem__(self, scope: int) -> list[int]:
        self._reader.note(self._nodes, scope, sources.CHILDREN, scope)
        return self._all[scope]


class NotedTree(Tree):
    """The scopes of a file whose text is noted where it is read."""

    __slots__ = ("_nodes", "_noted", "_reader", "_text")

    def __init__(self, tree: Tree, engine: "Engine", file: int):  # what a `Tree` has is that of the other one
        self._text = tree
        self._reader = reader = _Reader(engine, file)
        self._noted: dict[int, Program] = {}
        self._nodes: dict[Any, Node] = {}
        self._layout = tree._layout
        self.bit = tree.bit
        self.scopes: list[ScopeText] = tree.scopes
        self.order = tree.order
        self.parents = tree.parents
        self.numbers = tree.numbers
        self.children = cast("list[list[int]]", _Children(tree.children, reader))
        self.by_name = cast("dict[str, list[int]]", _Parts(tree.by_name, reader, sources.NAMED, None))

    @property
    def raw(self) -> Tree:
        """The same, of which nothing is noted."""
        return self._text

    def child(self, scope: int, number: int) -> int:
        return self._text.child(scope, number)  # the step that makes it has told the number

    def note_told(self, scope: int) -> None:
        if self.scopes[scope].kind != "function":  # of which the body tells
            self._note_marks(scope)

    def note_unit(self, scope: int, step: int) -> None:
        steps: Any = self.program(scope).steps
        if type(steps) is _Steps:
            steps.note(step)

    def _note_marks(self, scope: int) -> None:
        self._reader.note(self._nodes, scope, sources.MARKS, scope)

    def forget_functions(self) -> None:
        self._text.forget_functions()

    def text_of(self, scope: int) -> str:
        if self.scopes[scope].kind != "function":
            return "\n".join([" ".join(words) for words in self.program(scope).whole.steps])
        return self._text.text_of(scope)

    def declaring_globals(self) -> list[int]:
        self._note_marks(0)
        return self._text.declaring_globals()

    def asks_globals(self) -> bool:
        self._note_marks(0)
        return self._text.asks_globals()

    def declaring_nonlocals(self) -> list[int]:
        self._note_marks(0)
        return self._text.declaring_nonlocals()

    def shared(self, scope: int) -> dict[str, list[int]]:
        self._note_marks(0)
        return self._text.shared(scope)

    def program(self, i: int) -> Program:
        if self.scopes[i].kind == "function":
            return self._text.program(i)
        known = self._noted.get(i)
        if known is None:
            known = self._noted[i] = cast("Program", _Program(self._text, i, self._reader))
        return known


__all__ = ["NotedTree"]
