"""Bases that a class names by an expression: calls, and variables of the project.

    class P(namedtuple("P", "x y"))     a tuple with these fields
    class M(Base.of(Query))             what the project's own functions make is no class from outside
    Base: type[Table] = hinted(Table)   class M(Base) too, where the variable is given such a value, a class of the
                                        project or a builtin one, in every place that binds it

Each is read in the text of its file; what is none of these is not known.
"""

import ast
import builtins
from collections import namedtuple
from collections.abc import Iterator

from inferd.index.hierarchy import Class, Opaque
from inferd.index.resolve import Symbol
from inferd.refactor.rename.task import Task
from inferd.refactor.rename.trees import nodes

_MOST_STEPS = 4  # variables that are given the value of another
_NAMED_TUPLE = frozenset(dir(namedtuple("_NAMED_TUPLE", "")))


def computed_base_has(task: Task, cls: Class, base: Opaque, name: str) -> bool | None:
    """Whether a base of a class that has no symbol gives it a member; None where that cannot be seen."""
    line_of = [n for n in task.view.hierarchy.mro(cls) if isinstance(n, Class)]
    found = [
        _has(task, owner.module, expression, name, 0)
        for owner in line_of
        for expression in _bases(task, owner)
        if isinstance(expression, ast.Call) or ast.unparse(expression) == base.expression
    ]
    return _together(found)


def _together(found: list[bool | None]) -> bool | None:
    if not found or None in found:
        return None
    return any(found)


def _bases(task: Task, cls: Class) -> Iterator[ast.expr]:
    for block, k in task.view.definitions(cls.module, cls.name):
        tree = task.texts.tree(block.file.path)
        line = block.place(k)[0]
        for node in ast.walk(tree) if tree is not None else ():
            is_named = isinstance(node, ast.ClassDef) and node.name == cls.name.rpartition(".")[2]
            if isinstance(node, ast.ClassDef) and is_named and node.lineno <= line <= node.body[0].lineno:
                yield from node.bases


def _has(task: Task, module: str, value: ast.expr, name: str, steps: int) -> bool | None:
    """Whether the class that an expression stands for has a member."""
    if isinstance(value, ast.IfExp):
        return _together([_has(task, module, v, name, steps) for v in (value.body, value.orelse)])
    if isinstance(value, ast.Call):
        called = ast.unparse(value.func)
        if called.rpartition(".")[2] in ("namedtuple", "NamedTuple"):
            words = {w for a in value.args[1:] for n in ast.walk(a) for w in _words_of(n)}
            return name in words or name in _NAMED_TUPLE
        made_by = task.view.resolver.resolve(module, called.partition(".")[0])
        # a class that the project's own code makes is none from outside
        return None if not made_by or any(not isinstance(e, Symbol) for e in made_by) else False
    if not isinstance(value, ast.Name) or steps == _MOST_STEPS:
        return None
    found = task.view.resolver.resolve(module, value.id)
    if not found:
        builtin = getattr(builtins, value.id, None)
        return hasattr(builtin, name) if isinstance(builtin, type) else None
    return _together([_variable_has(task, e, name, steps) if isinstance(e, Symbol) else None for e in found])


def _variable_has(task: Task, symbol: Symbol, name: str, steps: int) -> bool | None:
    """The same for what a name of a module stands for: a class of the project without the member, or a variable."""
    places = task.view.definitions(symbol.module, symbol.name)
    if "c" in task.view.definition_kinds(symbol.module, symbol.name):
        return None if Class(symbol.module, symbol.name) in task.view.members(name) else False
    values = [v for block, k in places for v in _values(task, block.file.path, block.place(k)[0], symbol.name)]
    if len(values) < len(places):
        return None
    return _together([_has(task, symbol.module, v, name, steps + 1) for v in values])


def _values(task: Task, path: str, line: int, name: str) -> Iterator[ast.expr]:
    tree = task.texts.tree(path)
    for node in nodes(tree) if tree is not None else ():
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(t, ast.Name) and t.id == name and t.lineno == line for t in targets):
            yield node.value


def _words_of(node: object) -> list[str]:
    value = getattr(node, "value", None)
    return value.replace(",", " ").split() if isinstance(value, str) else []


__all__ = ["computed_base_has"]
