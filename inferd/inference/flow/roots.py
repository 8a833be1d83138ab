"""Where rounds of `flows` start: modules and class bodies, functions that nothing mentions, tests that classes inherit.

Why
---
What runs a program is not in it: a command, an editor's plug-in system, a test runner.  So what nothing mentions is
taken to be called from outside, and what is mentioned somewhere is left to those who do; but `setUp` of a test, which
the runner calls whoever else does.

The algorithm
-------------
Each file says what it mentions (`Mentions`), which holds while its text does; what all of them say together tells the
roots.  Only which classes inherit a test takes inference: it is found out without what flows, and holds while nothing
changes that it was found from.
"""

import re
from typing import NamedTuple

from inferd.inference.definitions import classes, members
from inferd.inference.engine import Engine, Where
from inferd.inference.flow.contexts import Place
from inferd.inference.keeping.entries import Node, Nodes
from inferd.inference.keeping.trace import Trace
from inferd.inference.types import Cls

BUSY = 12  # mentions of a function's name, before the first round runs it for all calls at once
_SET_UP = frozenset(("setUp", "asyncSetUp", "setup_method"))
_STORES = frozenset(("A", "AS", "Aa", "X"))  # steps that store an attribute, or delete it
_SPOKEN = (["l", "eval"], ["l", "exec"])
_WORD = re.compile(r"[^\W\d]\w*")


class Defined(NamedTuple):
    """A function: its name, the name by which it is called (a constructor's is that of its class), the class around,
    and whether others are made of what it is given.
    """

    where: Where
    name: str
    called: str
    cls: Cls | None
    makes: bool


class Mentions(NamedTuple):
    """What one file says of where rounds start: how often each name is read, names in strings, beginnings of names that
    are put together (`"visit_" + name`), and its scopes.
    """

    read: dict[str, int]
    in_strings: frozenset[str]  # `getattr(x, "name")`
    beginnings: frozenset[str]
    bodies: tuple[Where, ...]
    functions: tuple[Defined, ...]
    anonymous: tuple[Place, ...]
    decorated: frozenset[Where]  # functions that their decorators may hand to somebody
    stored: frozenset[tuple[int | str, ...]]  # (scope, how, attribute, beginning of the step that makes the value)
    taken: int  # digest of what its classes store in their bodies, and its functions read of their first parameter


class Heirs(NamedTuple):
    """Which classes inherit tests; a runner makes objects of each."""

    tests: tuple[Defined, ...]  # of which that was asked
    found: dict[Where, list[Cls]]
    read: frozenset[Node]  # the parts of scopes that it was found from


class Roots(NamedTuple):
    """Where rounds start: *bodies* of modules and classes, functions that nothing mentions, what decorators made of
    methods that nothing mentions; *rest*, *anonymous*: those from which they start when they have come to rest.
    """

    bodies: list[Where]
    functions: list[Where]
    wrapped: list[Where]
    rest: list[Where]
    anonymous: list[Place]
    busy: list[Where]  # functions that are mentioned often
    methods: dict[Where, tuple[str, Cls]]  # all of them, with their names and the classes around
    heirs: Heirs


def find(engine: Engine, files: list[int], nodes: Nodes, before: Roots | None, changed: set[Node]) -> Roots:
    """Where rounds start, by what stands in some files.

    *before*: the roots before an edit in which no file came or went; *changed*: the parts of files that it has changed
    (see `sources`).
    """
    mentioned: dict[str, int] = {}
    beginnings: set[str] = set()
    in_strings: set[str] = set()
    bodies: list[Where] = []
    functions: list[Defined] = []
    anonymous: list[Place] = []
    decorated: set[Where] = set()
    for f in files:
        own = engine.mentions.get(f)
        if own is None:
            own = engine.mentions[f] = _mentions(engine, f)
        for name, n in own.read.items():
            mentioned[name] = mentioned.get(name, 0) + n
        in_strings |= own.in_strings
        beginnings |= own.beginnings
        bodies += own.bodies
        functions += own.functions
        anonymous += own.anonymous
        decorated |= own.decorated
    for name in in_strings:
        mentioned.setdefault(name, 1)
    begun = tuple(sorted(beginnings))
    unnamed = [
        f for f in functions
        if (f.name not in mentioned and not f.name.startswith("__") and not (begun and f.name.startswith(begun)))
        or (f.name in _SET_UP and f.cls is not None)
    ]  # fmt: skip
    first = [f for f in unnamed if f.where not in decorated]
    wrapped = [f.where for f in unnamed if f.where in decorated and f.cls is not None]
    busy = [f.where for f in functions if mentioned.get(f.called, 0) > BUSY and not f.makes]
    tests = tuple([f for f in first if f.cls is not None and (f.name.startswith("test") or f.name in _SET_UP)])
    is_known = before is not None and before.heirs.tests == tests and before.bodies == bodies
    if is_known and before is not None and changed.isdisjoint(before.heirs.read):
        heirs = before.heirs
    else:
        heirs = _heirs(engine, files, tests, nodes)
    methods = {f.where: (f.name, f.cls) for f in functions if f.cls is not None}
    return Roots(
        bodies, [f.where for f in first], wrapped, [f.where for f in functions], anonymous, busy, methods, heirs
    )  # fmt: skip


def _mentions(engine: Engine, f: int) -> Mentions:
    read: dict[str, int] = {}
    in_strings: set[str] = set()
    beginnings: set[str] = set()
    bodies: list[Where] = []
    functions: list[Defined] = []
    anonymous: list[Place] = []
    decorated: set[Where] = set()
    stored: set[tuple[int | str, ...]] = set()
    taken: list[tuple[int, str, tuple[str, ...]]] = []
    tree = engine.root.text(f)
    for i in tree.order:
        scope, program = tree.scopes[i], tree.program(i)
        where = Where("", f, i)
        for n, words in enumerate(program.steps):
            if words[0] in ("l", "a"):
                read[words[-1]] = read.get(words[-1], 0) + 1
            elif words[0] == "fr":
                read[words[3]] = read.get(words[3], 0) + 1
            elif words[0] == "c" and words[1].startswith('s"'):
                in_strings.add(words[1][2:-1])
            elif words[0] == "(" and program.steps[int(words[1])] in _SPOKEN:
                in_strings.update(_WORD.findall(" ".join(_constants(program.steps, words[2:]))))
            elif words[0] in ("b", "J"):
                beginnings.update(_beginning(program.steps, words))
            elif words[0] in _STORES:
                value = program.steps[int(words[3])][:2] if len(words) > 3 and words[3].isdigit() else ()
                stored.add((i, words[0], words[2], *value))
            elif words[0] == "L":
                anonymous.append((where, n))
            elif words[0] in ("f", "fa") and any(w[0] == "@" for w in words[3:]):
                decorated.add(Where("", f, tree.child(i, int(words[1]))))
        if scope.kind == "function":
            functions.append(_defined(engine, where, program.makes))
            taken.append((i, scope.qualname, tuple(program.read_of_first())))
        else:
            bodies.append(where)
            if scope.kind == "class":
                taken.append((i, scope.qualname, tuple(program.stores)))
    return Mentions(
        read, frozenset(in_strings), frozenset(beginnings), tuple(bodies), tuple(functions), tuple(anonymous),
        frozenset(decorated), frozenset(stored), hash(tuple(taken)),
    )  # fmt: skip


def _defined(engine: Engine, where: Where, makes: bool) -> Defined:
    tree = engine.root.text(where.file)
    around, _, name = tree.scopes[where.scope].qualname.rpartition(".")
    makes = makes or f"{around}.__get__" in tree.by_name or f"{around}.__call__" in tree.by_name
    parent = tree.parents[where.scope]
    cls = engine.class_at(Where("", where.file, parent)) if tree.scopes[parent].kind == "class" else None
    called = around.rpartition(".")[2] or name if name == "__init__" else name
    return Defined(where, name, called, cls, makes)


def _constants(steps: list[list[str]], args: list[str]) -> list[str]:
    """The constants that are given to a call."""
    return [steps[int(w)][1] for w in args if w.isdigit() and steps[int(w)][0] == "c"]


def _beginning(steps: list[list[str]], words: list[str]) -> list[str]:
    """The constant that a name may begin with which is put together here."""
    first = words[2] if words[:2] == ["b", "Add"] else words[1] if words[0] == "J" and len(words) > 2 else ""
    text = steps[int(first)][1] if first and steps[int(first)][0] == "c" else ""
    return [text[2:-1]] if text.startswith('s"') and text[2:-1].isidentifier() else []


def _heirs(engine: Engine, files: list[int], tests: tuple[Defined, ...], nodes: Nodes) -> Heirs:
    """The classes that inherit tests.  The answers that it was found from are forgotten: in a round they may differ."""
    trace = engine.trace = Trace(engine, nodes)
    try:
        found, record, _ = engine.recorded(lambda: _inherited(engine, files, tests))
    finally:
        engine.trace = None
        trace.end()
        engine.forget_classes()
    read = {node for entry in trace.now.values() for node in entry.read}
    return Heirs(tests, found, frozenset(read.union(record.read)))


def _inherited(engine: Engine, files: list[int], tests: tuple[Defined, ...]) -> dict[Where, list[Cls]]:
    by_class: dict[Cls, list[Defined]] = {}
    for f in tests:
        assert f.cls is not None
        by_class.setdefault(f.cls, []).append(f)
    out: dict[Where, list[Cls]] = {}
    if not by_class:
        return out
    homes = {cls.module for cls in by_class}
    for file in files:
        tree = engine.root.text(file)
        for i in tree.order:
            scope = tree.scopes[i]
            if scope.kind != "class" or ("Test" not in scope.qualname and engine.root.module_of(file) not in homes):
                continue
            cls = engine.class_at(Where("", file, i))
            for a in classes.info(engine, cls).line[1:]:
                for test in by_class.get(a.cls, ()):
                    found = members.find(engine, cls, test.name)
                    if found is not None and found[0].cls == a.cls and cls not in out.get(test.where, ()):
                        out.setdefault(test.where, []).append(cls)
    return out
