"""What a function does not see of the variables of its module: values that are gone before it is made.

A function cannot run before the statement that makes it.  So of the stores to a variable of the module, those before
the last one that is made for sure before that statement (on the module's own level, under no condition and in no loop)
are hidden from it, as from the functions inside of it and from the methods of a class that is made there.
"""

from inferd.inference import lazy, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.program import Program

from inferd.inference.types import NOTHING, Function, Types, union  # isort:skip

_OPEN = frozenset(("if", "lp", "try", "try*", "mt", "[", "L", "and", "or"))
_CLOSE = frozenset(("fi", "lf", "yrt", "tm", "]", "M", ";"))
_STORES = frozenset(("s", "S", "w"))


def seen(engine: Engine, where: Where, name: str) -> Types:
    """What a variable of its module is for the code of a scope; () where nothing is hidden from that."""
    module = Where(where.space, where.file, 0)
    program = engine.program(module)
    stores = program.stores.get(name, ())
    if len(stores) < 2 or any(program.steps[n][0] not in _STORES for n in stores):
        return NOTHING
    made = _made(engine, where, program)
    sure = [n for n in stores if n < made and n in level(program)]
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
    sure = [n for n in stores if n < at and n in level(program)]
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


def level(program: Program) -> frozenset[int]:
    """The steps that store under no condition, and in no loop."""
    if program.sure is None:
        found = []
        depth = 0
        for n, words in enumerate(program.steps):
            op = words[0]
            if op in _OPEN:
                depth += 1
            elif op in _CLOSE:
                depth -= 1
            elif op == "en" or op == "ae":
                depth += 1
            elif op == "ex":
                depth -= int(words[1])
            elif not depth and op in _STORES:
                found.append(n)
        program.sure = frozenset(found)
    return program.sure


__all__ = ["before", "level", "seen"]
