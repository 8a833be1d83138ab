"""What answers are found from of the project's text, so that an edit changes no more than it must.

Why
---
Most edits are inside of one function, or put in, change or take out one statement of a module or a class.  Answers that
were found from other parts of the same file hold.

Terms
-----
part     What somebody reads of a file: of a function its *body*, all of its program, or its *head*, which is what a
         caller sees; of a module or a class a *unit* of steps (`numbering`), where a name is *bound*, which step has
         *made* a scope, its *children*, what the methods of a class *assign*, or the *whole* program; of all files
         together, what a name of a module leads to (*entry*), by the look-ups that this rests on.
surface  All of a file but the bodies of functions: its scopes by name, the programs of its module and classes, and of
         functions that bind variables of others (`global`, `nonlocal`, with those around these).

Each is told apart by a digest, which holds within one process.  Who reads what of modules and classes is noted by
`noted`; numbers of scopes and steps are those of `numbering`, which hold over edits.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from inferd.inference import versions
from inferd.inference.definitions import keys
from inferd.inference.engine import Engine, Where
from inferd.inference.program import Tree

if TYPE_CHECKING:
    from inferd.inference.keeping.entries import Node

BODY = "body"
HEAD = "head"
ASSIGNS = "assigns"
# of the programs of modules and classes
WHOLE = "whole"
UNIT = "unit"
BOUND = "bound"
INSIDE = "bound inside"  # of comprehensions and lambdas, too
MADE = "made by"
MARKS = "marks"  # what is seldom another thing: star imports, what comments tell, who binds variables of a module, ...
CHILDREN = "children"
# of a file
NAMED = "named"
ENTRY = "entry"  # of a module


class Text(NamedTuple):
    """Which part of a file: *about* is a scope, (scope, name), (None, name of scopes or one that is made) or
    (scope, base of a unit).
    """

    file: int
    about: Any


class Entry(NamedTuple):
    """A look-up of a name in a module, see `index.resolve`."""

    module: str
    name: str


def surface(engine: Engine, file: int) -> int:
    """The digest of a file's surface."""
    tree = engine.root.text(file)
    shared = _sharing(tree)
    return hash(
        tuple([
            (s.qualname, s.nth, s.kind, s.program if s.kind != "function" or i in shared else "",
             _told(engine, file, i) if s.kind != "function" else ())
            for i, s in [(i, tree.scopes[i]) for i in tree.order]
        ])
    )  # fmt: skip


def _sharing(tree: Tree) -> set[int]:
    """The functions that bind variables of others, and the functions that they lie in."""
    out: set[int] = set()
    for i in {*tree.declaring_globals(), *tree.declaring_nonlocals()}:
        while i > 0 and i not in out:
            out.add(i)
            i = tree.parents[i]
    return out


def digest(engine: Engine, kind: str, key: "Where | Text | Entry") -> int:
    """The digest of a part; nothing that is looked at for it counts as read."""
    around, engine.record = engine.record, None
    try:
        if isinstance(key, Where):
            return _of_function(engine, kind, key)
        if isinstance(key, Entry):
            return engine.root.entry(*key)
        return _of_text(engine, kind, *key)
    finally:
        engine.record = around


def _of_function(engine: Engine, kind: str, where: Where) -> int:
    tree = engine.root.text(where.file)
    if not tree.has(where.scope):
        return 0
    if kind == ASSIGNS:
        methods = [i for i in tree.children[where.scope] if tree.scopes[i].kind == "function"]
        return hash(tuple([(i, changes) for i in methods if (changes := tree.program(i).changes)]))
    told = _told(engine, where.file, where.scope)
    around = tree.program(tree.parents[where.scope]).generic  # whether it may have type parameters
    if kind == BODY:
        return hash((tree.scopes[where.scope].program, told, around))
    return hash((tree.program(where.scope).head, keys.keys_of(engine, where), told, around))


def _of_text(engine: Engine, kind: str, file: int, about: Any) -> int:
    tree = engine.root.text(file)
    if kind == NAMED:
        return hash(tuple([(i, tree.scopes[i].kind) for i in tree.by_name.get(about[1], ())]))
    if kind == MADE:
        parent = tree.parents[about[1]] if tree.has(about[1]) else -1
        return hash((parent, tree.program(parent).children.get(tree.numbers[about[1]]) if parent >= 0 else None))
    scope = about[0] if type(about) is tuple else about
    if not tree.has(scope):
        return 0
    if kind == UNIT:
        unit = tree.unit(scope, about[1])
        return hash((unit.size, unit.digest)) if unit is not None and unit.base == about[1] else 0
    if kind == CHILDREN:
        return hash(tuple([(i, tree.scopes[i].kind) for i in tree.children[scope]]))
    program = tree.program(scope)
    if kind == BOUND:
        return hash((tuple(program.stores.get(about[1], ())), program.outer.get(about[1])))
    if kind == INSIDE:
        return hash(tuple(program.inside.get(about[1], ())))
    if kind == MARKS:
        shared = _sharing(tree) if not scope else ()
        bound = tuple([(i, tree.scopes[i].program) for i in tree.order if i in shared])
        dead, flags, imported, attempts = versions.choices(program)
        own = (program.generic, program.makes, program.star_imports, dead, tuple(flags.items()), imported, attempts)
        return hash((own, _told(engine, file, scope), bound, not scope and tree.asks_globals()))
    assert kind == WHOLE, kind
    return hash("\n".join([" ".join(words) for words in program.steps]))


def digests(engine: Engine, known: "Iterable[Node]", files: list[int], modules: frozenset[str]) -> "dict[Node, int]":
    """The digests that parts have now, of those that lie in some files, which are those of some modules."""
    inside = frozenset(files)
    return {
        node: digest(engine, *node.key) for node in known
        if (node.key[1].module in modules if node.key[0] == ENTRY else node.key[1].file in inside)
    }  # fmt: skip


def concerned(engine: Engine, nodes: "Iterable[Node]") -> tuple[frozenset[int], frozenset[Where]]:
    """Where functions may be other ones as some parts of the text are: files of which a module or a class is, and the
    functions that are, with those that they lie in.
    """
    files: set[int] = set()
    functions: set[Where] = set()
    for node in nodes:
        key = node.key[1]
        if isinstance(key, Text):
            if (key.about[0] if type(key.about) is tuple else key.about) is not None:
                files.add(key.file)
        elif isinstance(key, Where):
            tree, scope = engine.root.text(key.file), key.scope
            while tree.has(scope) and scope > 0:
                functions.add(key._replace(scope=scope))
                scope = tree.parents[scope]
    return frozenset(files), frozenset(functions)


def _told(engine: Engine, file: int, scope: int) -> tuple[object, ...]:
    told = engine.root.told(file, scope)
    return (tuple(told.commented.items()), tuple(told.documented.items()))
