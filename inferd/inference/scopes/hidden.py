"""What a function does not see of the variables of its module: values that are gone before it is made.

A function cannot run before the statement that makes it.  So of the stores to a variable of the module, those before
the last one that is made for sure before that statement (on the module's own level, under no condition and in no loop)
are hidden from it, as from the functions inside of it and from the methods of a class that is made there.

What a class holds is hidden in the same way from its instances, where what makes these stores something in front of it.
"""

from inferd.inference import versions
from inferd.inference.definitions import members, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.program import Program
from inferd.inference.scopes import lazy

from inferd.inference.types import NOTHING, Cls, Function, Types, union  # isort:skip

_STORES = frozenset(("s", "S", "w"))
_MAKING = ("__init__", "setUp", "setup_method")


def seen(engine: Engine, where: Where, name: str) -> Types:
    """What a variable of its module is for the code of a scope; () where nothing is hidden from that."""
    module = Where(where.space, where.file, 0)
    program = engine.program(module)
    stores = versions.live(engine, module, program.stores.get(name, []))
    if len(stores) < 2 or any(program.steps[n][0] not in _STORES for n in stores):
        return NOTHING
    made = _made(engine, where, program)
    sure = [n for n in stores if n < made and n in program.level]
    if not sure or sure[-1] == stores[0]:
        return NOTHING
    tree = engine.tree(where.space, where.file)
    if any(tree.program(i).outer.get(name) == "g" for i in tree.declaring_globals()):
        return NOTHING
    made_here = [int(program.steps[n][2]) for n in stores]
    if any(program.steps[m][0] in ("f", "fa") and signatures.is_overload(engine, module, m) for m in made_here):
        return NOTHING  # all of them are one function
    if engine.flow is not None and engine.flow.names.get((engine.module_of(module), name)):
        return NOTHING
    return union(_put(engine, module, name, n) for n in stores[stores.index(sure[-1]) :])


def before(engine: Engine, where: Where, name: str, at: int) -> Types:
    """What a variable of a scope is where a step of that scope reads it, outside of loops; () where that is not known
    any better than by all its stores.
    """
    program = engine.program(where)
    stores = program.stores.get(name, ())
    if len(stores) < 2 or name in program.outer or any(program.steps[n][0] not in _STORES for n in stores):
        return NOTHING
    sure = [n for n in stores if n < at and n in program.level]
    if not sure or at not in outside_loops(program) or name in engine.tree(where.space, where.file).shared(where.scope):
        return NOTHING
    made = [int(program.steps[n][2]) for n in stores]
    if any(program.steps[m][0] in ("f", "fa") and signatures.is_overload(engine, where, m) for m in made):
        return NOTHING
    return union(_put(engine, where, name, n) for n in stores if sure[-1] <= n < at)


def _put(engine: Engine, where: Where, name: str, n: int) -> Types:
    """What one store of a scope leaves in a name: of a function, that definition alone."""
    program = engine.program(where)
    step = int(program.steps[n][2])
    if program.steps[step][0] in ("f", "fa"):
        f = Function(where.space, where.file, where.scope, name, None, step)
        return lazy.decorated(engine, f, where, step)
    return lazy.store(engine, where, n)


def outside_loops(program: Program) -> range:
    """The steps before the first loop of a scope."""
    first = next((n for n, words in enumerate(program.steps) if words[0] == "lp"), len(program.steps))
    return range(first)


def _made(engine: Engine, where: Where, program: Program) -> int:
    """The step of the module that makes a scope, or what it lies in."""
    tree = engine.tree(where.space, where.file)
    at = where.scope
    while tree.parents[at] > 0:
        at = tree.parents[at]
    return program.children.get(tree.numbers[at], -1)


def is_stored_first(engine: Engine, cls: Cls, name: str) -> bool:
    """Whether instances of a class have an attribute from the beginning: `__init__` surely stores it, or what it hands
    on to by `super()`.
    """
    return any(_is_stored_by(engine, cls, method, name) for method in _MAKING)


def _is_stored_by(engine: Engine, cls: Cls, method: str, name: str) -> bool:
    after = None
    while (found := members.find(engine, cls, method, after)) is not None and not found[0].cls.space:
        after = found[0].cls
        if found[1].kind != "method" or len(found[1].places) != 1:
            return False
        body = signatures.signature(engine, *found[1].places[0]).body
        program = engine.program(body) if body is not None else None
        if program is None or not program.params:
            return False
        own, is_handed_on = program.params[0][0], False
        for n, words in enumerate(program.steps):
            if words[0] == "r":
                break
            if n not in program.level:
                continue
            if words[0] == "A" and words[2] == name and program.steps[int(words[1])] == ["l", own]:
                return True
            called = program.steps[int(words[1])] if words[0] == "(" else words
            if called[0] == "a" and called[2] == method and program.steps[int(called[1])][0] == "(":
                is_handed_on = True
            by_name = words[2:] if called[0] == "a" and called[2] == "__setattr__" and words is not called else []
            if any(program.steps[int(w)] == ["c", f's"{name}"'] for w in by_name if w.isdigit()):
                return True
        if not is_handed_on:
            return False
    return False


__all__ = ["before", "is_stored_first", "seen"]
