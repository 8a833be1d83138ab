"""Lazy values: what a step, a name or a call's result is, over the whole scope, whatever the order (see `engine`)."""

from itertools import chain

from inferd.inference import versions
from inferd.inference.definitions import annotations, attributes, members, signatures
from inferd.inference.definitions.signatures import positional
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import calls
from inferd.inference.operations.containers import merged
from inferd.inference.operations.iteration import exceptions, iterate
from inferd.inference.program import Tree, falls_through
from inferd.inference.scopes.evaluate import Evaluator
from inferd.store.schema import NAMELESS

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NONE, NOTHING, UNKNOWN, ClassObject, Function, Instance, Partial, Tuple, Types, Value,
    join, literal_class, union,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast


class Lazy(Evaluator):
    def operand(self, n: int) -> Types:
        return value(self.engine, self.where, n)

    def variable(self, words: list[str], n: int) -> Types:
        self.at = n
        found = self._before(words[1], n) or self.load(words[1])
        if words[1] in self.program.outer and NONE in found and self._is_tested(words[1], n):
            return tuple([v for v in found if v != NONE])
        return found

    def _is_tested(self, name: str, n: int) -> bool:
        """Whether a variable that a function stores for one around it is read where a test says that
        it holds something: `total = v if total is None else total + v`.

        What it is else hangs on itself, and begins with the `None`, with which nothing can be done there.
        """
        depth, is_else, steps = 0, False, self.steps
        for m in range(n - 1, -1, -1):
            op = steps[m][0]
            if op == "fi":
                depth += 1
            elif op == "el" and not depth:
                is_else = True
            elif op == "if" and depth:
                depth -= 1
            elif op == "if":
                if _says_none(steps, int(steps[m][1]), name) is is_else:
                    return True
                is_else = False
        return False

    at = -1  # the step that reads

    def load(self, name: str) -> Types:
        at = self.where
        program = self.program
        if name in program.stores and name not in program.outer and name not in self.engine.type_parameters(at):
            nearer = program.binder(self.at, name) if program.makes else -1
            if nearer < 0 and at.scope and 0 <= self.at < program.stores[name][0]:
                around = self.engine.around_class(at, name, self.at)
                if around is not None:
                    return around
            if nearer < 0 and not at.scope and 0 <= self.at < program.stores[name][0]:
                around = self.engine.around_module(at, name, self.at)
                if around is not None:
                    return around
            return self.engine.stored(at, name) if nearer < 0 else self._bound(nearer)
        inner = self._inner(name)
        if inner is not None:
            return inner
        return self.engine.name(at, name)

    def _before(self, name: str, n: int) -> Types:
        """What a name of the module is where it is read, if functions are defined under it one after the other."""
        stores = self.program.stores.get(name, ())
        if len(stores) < 2 or self.where.scope or self.where.space or self.engine.flow is None:
            return NOTHING
        if not any(self.steps[n][0] == "s" and _makes_function(self.steps, n) for n in stores):
            return NOTHING
        from inferd.inference.scopes import hidden

        return hidden.before(self.engine, self.where, name, n)

    def _inner(self, name: str) -> Types | None:
        """A variable of a comprehension or a lambda: all that is stored under the name inside of one."""
        own = self.program.stores.get(name, ())  # of a variable of a function around, or of the module
        found = [n for n in self.program.inside.get(name, ()) if n not in own]
        if not found:
            return None
        if len(found) > 1:
            found = [n for n in found if self.steps[n][0] == "s" or self._is_inside(n, self.at)] or found
        return union(self._bound(n) for n in found)

    def _bound(self, n: int) -> Types:
        """What a step of a comprehension stores, or a parameter of a lambda is."""
        if self.steps[n][0] == "s":
            return self.operand(int(self.steps[n][2]))
        return lambda_parameter(self.engine, self.where, n)

    def _is_inside(self, parameter: int, n: int) -> bool:
        """Whether a step is in the body of the lambda that has a parameter."""
        first, depth = parameter, 0
        while self.steps[first][0] == "p":
            first -= 1
        for at in range(first, min(n + 1, len(self.steps))):
            depth += {"L": 1, "M": -1}.get(self.steps[at][0], 0)
            if not depth:
                return False
        return first < n


Lazy.methods = {**Evaluator.methods, "l": Lazy.variable}


def value(engine: Engine, where: Where, step: int) -> Types:
    """The lazy value of a step."""
    found: Types = engine.solve(("value", where, step), lambda: of_scope(engine, where).step(step))
    return found


def of_scope(engine: Engine, where: Where) -> Lazy:
    known = engine.lazies.get(where)
    if known is None:
        known = engine.lazies[where] = Lazy(engine, where)
    return known


def stored(engine: Engine, where: Where, name: str) -> Types:
    """What a name is that a scope binds: its declarations where it has any, else the union of its stores."""
    program = engine.program(where)
    steps = versions.live(engine, where, program.stores.get(name, []))
    declared: list[Types] = []
    silent: Types = NOTHING
    tree = engine.tree(where.space, where.file)
    shared = tree.shared(where.scope).get(name, ()) if where.scope else _global_in(tree, name)
    out: list[Types] = []
    functions: list[tuple[Where, int]] = []
    for n in steps:
        words = program.steps[n]
        op = words[0]
        if op == "sa" or op == "sp":
            step = int(words[2])
            if members.is_bare_form(engine, where, step):
                if words[3] != "-":
                    if _is_alias(program.steps[step]):
                        if program.steps[int(words[3])][0] == "q" or program.steps[int(words[3])][0] == "c":
                            out.append(_alias(_in_quotes(engine, where, int(words[3]))))
                        else:
                            out.append(store(engine, where, n))
                    else:
                        declared.append(engine.widened(value(engine, where, int(words[3]))))
            elif members.says_nothing(engine, where, step):
                silent = ANY
                out.append(store(engine, where, n))
            else:
                declared.append(annotations.read(engine, where, step))
            continue
        if op == "s" and _makes_function(program.steps, n):
            functions.append((where, int(words[2])))
            continue
        out.append(store(engine, where, n))
    if declared:
        return union(declared)
    if silent and not functions and not any(out):
        return silent
    if functions:
        is_one = len(functions) == 1 and len(steps) < len(program.stores[name])  # others are for another Python
        f = Function(where.space, where.file, where.scope, name, None, functions[0][1] if is_one else -1)
        out.append(function_value(engine, f, functions))
    said = commented(engine, where, name) if out and program.steps[steps[0]][0] != "p" else NOTHING
    if said:
        return said
    if engine.flow is not None and not where.space and not where.scope:
        module = engine.module_of(where)
        filled = join(*(engine.flow.names.get((module, key), NOTHING) for key in (name, f"{name}@")))
        if filled:
            engine.rests_on(where)
            out.append(filled)
    elif engine.flow is not None and where.scope:
        from inferd.inference.scopes.filling import put_in_cell

        more = put_in_cell(engine, where, name)
        if more:
            engine.rests_on(where)
            out.append(more)
    found = union([*out, *(from_within(engine, Where(where.space, where.file, i), name) for i in shared)])
    return merged(found) if engine.flow is not None else found


def _global_in(tree: Tree, name: str) -> list[int]:
    """The functions of a file that store a variable of its module."""
    found = [i for i in tree.declaring_globals() if tree.program(i).outer.get(name) == "g"]
    return [i for i in found if name in tree.program(i).stores]


def from_within(engine: Engine, where: Where, name: str) -> Types:
    """What a function puts into a variable of one around it, or of the module (`nonlocal`, `global`)."""
    program = engine.program(where)
    made = [n for n in program.stores[name] if program.steps[n][0] == "s" and _makes_function(program.steps, n)]
    out = [store(engine, where, n) for n in program.stores[name] if n not in made]
    if made:
        f = Function(where.space, where.file, where.scope, name)
        out.append(function_value(engine, f, [(where, int(program.steps[n][2])) for n in made]))
    return union(out)


def _says_none(steps: list[list[str]], n: int, name: str) -> bool | None:
    """Whether a test says that a variable is `None` (or that it is not); None for another test."""
    words = steps[n]
    if words == ["l", name]:
        return False
    if words[0] != "C" or len(words) != 4 or words[2] not in ("Is", "IsNot", "Eq", "NotEq"):
        return None
    if steps[int(words[1])] != ["l", name] or steps[int(words[3])] != ["c", "N"]:
        return None
    return words[2] in ("Is", "Eq")


def _makes_function(steps: list[list[str]], n: int) -> bool:
    return steps[int(steps[n][2])][0] in ("f", "fa")


def starred(engine: Engine, space: str, module: str, name: str, seen: set[tuple[str, str]]) -> Types:
    """What star imports from outside a space give a name that nothing in it explains; () for nothing.

    A star import on the module's own level hides those before it; those in branches all count.
    """
    if (space, module) in seen:
        return NOTHING
    seen.add((space, module))
    spaces = engine.world.space(space)
    out: list[Types] = []
    for f in spaces.files_of(module):
        found: list[Types] = []
        for is_in_branch, level, starred_module in spaces.tree(f).program(0).star_imports:
            brought = _brought(engine, space, spaces.starred(f, level, starred_module), name, seen)
            if brought:
                found = [*found, brought] if is_in_branch else [brought]
        out += found
    return union(out)


def _brought(engine: Engine, space: str, module: tuple[str, bool], name: str, seen: set[tuple[str, str]]) -> Types:
    """What one star import gives a name."""
    home, inside = module
    if inside:  # what it binds itself was found before
        return starred(engine, space, home, name, seen) if engine.world.space(space).exports(home, name) else NOTHING
    library = engine.world.outside(home)
    if library is None or library.key == space or not library.exports(home, name):
        return NOTHING
    found = library.resolve(home, name)
    if found:
        return union(engine.target(library.key, t) for t in found)
    return starred(engine, library.key, home, name, seen)


def _in_quotes(engine: Engine, where: Where, step: int) -> Types:
    """`Text: TypeAlias = "Cart | None"`."""
    words = engine.program(where).steps[step]
    if words[0] == "c" and words[1].startswith('s"'):
        from json import loads

        return read_text(engine, where, loads(words[1][1:])) or ANY
    return annotations.read(engine, where, step)


def _is_alias(words: list[str]) -> bool:
    return words[-1] == "TypeAlias"


def store(engine: Engine, where: Where, n: int) -> Types:
    """What one store puts into its name or attribute."""
    program = engine.program(where)
    words = program.steps[n]
    op = words[0]
    if op == "s" or op == "S":
        v = int(words[2])
        if op == "s" and program.steps[v][0] == "(":
            from inferd.inference.scopes import types_by_call

            made = types_by_call.made_by_call(engine, where, words[1], v)
            if made is not None:
                return made
        if op == "s" and program.steps[v][0] == "k" and engine.flow is not None and not where.space:
            return decorated_class(engine, where, v)
        return value(engine, where, v)
    if op == "A" or op == "AS":
        return value(engine, where, int(words[3]))
    if op == "sa" or op == "sp":
        return value(engine, where, int(words[3])) if words[3] != "-" else NOTHING
    if op == "Aa":
        if words[4] != "-" and members.says_nothing(engine, where, int(words[3])):
            return value(engine, where, int(words[4]))
        return annotations.read(engine, where, int(words[3]))
    if op == "w":
        return value(engine, where, int(words[2]))
    if op == "p":
        return parameter(engine, where, words[1])
    if op == "sm":
        space = engine.world.space(where.space)
        found = space.imported(where.file, 0, words[2].partition(".")[0], None)
        return union(engine.target(where.space, t) for t in found) if found else ANY
    if op == "ta":
        params = engine.parameters_at(where, n)
        return _alias(annotations.read(engine, where, int(words[2]), params))
    return ANY


def _alias(types: Types) -> Types:
    from inferd.inference.types import Alias

    return (Alias(types),)


def parameter(engine: Engine, where: Where, name: str) -> Types:
    """What a parameter is inside its function."""
    made = engine.made_at(where)
    if made is None:
        return ANY
    s = signatures.signature(engine, *made)
    for p in s.params:
        if p.name == name:
            if p.annotation is None:
                first = signatures.is_first(engine, s, p)
                if first:
                    return _receiver(engine, where, first)
            if p.annotation is None and calls_known(engine, where) and not hinted(engine, where, name):
                return passed(engine, where, name)
            types = signatures.parameter_types(engine, s, p)
            if p.annotation is None and calls_known(engine, where) and not commented(engine, where, name):
                given = passed(engine, where, name, otherwise=NOTHING)
                types = join(types, against(engine, given, types), ANY if UNKNOWN in given else NOTHING)
            if p.kind in ("*", "**") and len(types) == 1 and types[0][-1] == "unpacked" and types[0].items:
                unpacked: Types = types[0].items[0]  # `*args: *tuple[int, str]`, `**named: Unpack[Fields]`
                if p.kind == "*" and all(v[-1] == "typevar" for v in unpacked):  # `*args: *Ts`
                    return (Tuple((types,)),)
                return unpacked
            if p.kind == "*":
                return engine.instance("tuple", types)
            if p.kind == "**":
                return engine.instance("dict", engine.instance("str"), types)
            return types
    return ANY


def _receiver(engine: Engine, where: Where, first: str) -> Types:
    """What a method is bound to, by its class alone; *first*: 'self' or 'cls'."""
    cls = engine.class_around(where)
    assert cls is not None
    own = engine.own_instance(cls)
    return (own,) if first == "self" else (ClassObject(own.cls, own.args),)


def calls_known(engine: Engine, where: Where) -> bool:
    """Whether something is known of the calls of a function."""
    return engine.flow is not None and not where.space and (where, -1) in engine.flow.contexts


def passed(engine: Engine, where: Where, name: str, at: int = -1, otherwise: Types = ANY) -> Types:
    """What a parameter is in all contexts of its function together; *otherwise*: where none of them says."""
    engine.rests_on(where, at, is_part=at >= 0)
    assert engine.flow is not None
    contexts = engine.flow.contexts.get((where, at), ())
    found = [types for c in contexts for n, types in c.given if n == name]
    if not found:
        return otherwise
    return merged(union(found))


def against(engine: Engine, types: Types, documented: Types) -> Types:
    """What is passed for a parameter though its documentation, which nobody checks, leaves that out.

    Who writes of a `float` may be given an `int`, which is one by declaration alone.
    """
    from inferd.inference.operations import matching

    exactly = tuple([d for d in documented if not _is_number(d)])
    out = []
    for v in types:
        told = exactly if _is_whole(v) else documented
        if _is_buffer(v):
            told = tuple([d for d in documented if d[-1] != "instance" or d.cls.name != "bytes"])
        if v != UNKNOWN and (not told or matching.assignable(engine, (v,), told) is False):
            out.append(v)
    return tuple(out)


def _is_number(v: Value) -> bool:
    """Whether a whole number counts as a value of a type though it is none."""
    return v[-1] == "instance" and v.cls.module == "builtins" and v.cls.name in ("float", "complex")


def _is_buffer(v: Value) -> bool:
    """Whether a value counts as `bytes` though it is something else."""
    return bool(v[-1] == "instance" and v.cls.module == "builtins" and v.cls.name in ("bytearray", "memoryview"))


def _is_whole(v: Value) -> bool:
    if v[-1] == "literal":
        return literal_class(v.text) in ("int", "bool")
    return v[-1] == "instance" and v.cls.module == "builtins" and v.cls.name in ("int", "bool")


def given_too_many(engine: Engine, where: Where, name: str) -> int:
    """How many types calls pass for a parameter of a function, where that is more than are told apart; else 0."""
    if engine.flow is None or where.space:
        return 0
    from inferd.inference.flow.contexts import ordered

    given = [dict(context.given).get(name, ANY) for context in engine.flow.contexts.get((where, -1), ())]
    values = tuple(dict.fromkeys(chain.from_iterable(given)))
    return len(values) if UNKNOWN not in values and ordered(engine, values) == ANY else 0


def undeclared_parameter(engine: Engine, where: Where, s: signatures.Signature, p: signatures.Parameter) -> Types:
    """What a parameter is that nothing declares and of whose calls nothing is known."""
    first = signatures.is_first(engine, s, p)
    if first:
        return _receiver(engine, where, first)
    if p.kind == "*":
        return engine.instance("tuple", ANY)
    if p.kind == "**":
        return engine.instance("dict", engine.instance("str"), ANY)
    return signatures.parameter_types(engine, s, p)


def lambda_parameter(engine: Engine, where: Where, at: int) -> Types:
    """What the parameter of a lambda is, where it is handed to a call that says what it calls it with."""
    if engine.flow is not None and not where.space:
        begin = at
        steps = engine.program(where).steps
        while steps[begin][0] == "p":
            begin -= 1
        if (where, begin) in engine.flow.contexts:
            return passed(engine, where, steps[at][1], begin)
    return handed_lambda_parameter(engine, where, at)


def handed_lambda_parameter(engine: Engine, where: Where, at: int) -> Types:
    """The same, where nothing is known of its calls."""
    found: Types = engine.solve(("lambda", where, at), lambda: _lambda_parameter(engine, where, at))
    return found


def _lambda_parameter(engine: Engine, where: Where, at: int) -> Types:
    program = engine.program(where)
    steps = program.steps
    begin = at
    while steps[begin][0] == "p":
        begin -= 1
    if steps[begin][0] != "L" or steps[at][2] not in "/p":
        return ANY
    depth, end = 0, begin
    while True:
        depth += {"L": 1, "M": -1}.get(steps[end][0], 0)
        if not depth:
            break
        end += 1
    given, named = str(end), f"={end}"
    for n in range(end + 1, min(end + _NEAR, len(steps))):
        if steps[n][0] == "(" and any(w == given or w.endswith(named) for w in steps[n][2:]):
            is_first = at == begin + 1 and engine.kind(where) == "class"
            if is_first and members.makes_property(engine, value(engine, where, int(steps[n][1]))):
                return (engine.own_instance(engine.class_at(where)),)
            return calls.parameter_of_argument(engine, where, n, end, at - begin - 1)
    return ANY


_NEAR = 300  # steps from a lambda to the call that it is an argument of


# ---------------------------------------------------------------------------------------------------------------------
# Functions


def function_value(engine: Engine, f: Function, defs: list[tuple[Where, int]]) -> Types:
    """A function as its decorators leave it.  A decorator of which nothing is known is taken to keep it."""
    out: list[Types] = []
    for where, n in defs:
        out.append(engine.solve(("decorated", where, n), lambda where=where, n=n: decorated(engine, f, where, n)))  # type: ignore[misc]
    return union(out)


def decorated(engine: Engine, f: Function, where: Where, n: int) -> Types:
    """The function that a step makes as its decorators leave it."""
    types: Types = (f,)
    for d in reversed(members.decorators(engine, where, n)):
        words = engine.program(where).steps[d]
        if words[0] == "a" and words[2] in ("setter", "getter", "deleter"):
            continue
        decorator = value(engine, where, d)
        if words[0] == "a" and words[2] == "register" and not is_own_function(decorator):
            continue
        if words[0] == "(" and _is_dispatching(engine, where, engine.program(where).steps[int(words[1])]):
            continue
        types = decorate(engine, types, decorator)
    return types


def _is_dispatching(engine: Engine, where: Where, asked: list[str]) -> bool:
    """Whether what is called registers a function with one that dispatches, `show.register(Cart)`, and keeps it."""
    if asked[0] != "a" or asked[2] != "register":
        return False
    return all(v[-1] == "partial" and v.holder is not None for v in value(engine, where, int(asked[1])))


def decorated_class(engine: Engine, where: Where, n: int) -> Types:
    """The class that a step makes as decorators of the project leave it."""
    types = value(engine, where, n)
    for d in reversed(members.decorators(engine, where, n)):
        decorator = value(engine, where, d)
        if all(v[-1] in ("function", "bound", "class") and not _space_of(v) for v in decorator):
            types = decorate(engine, types, decorator)
    return types


def _space_of(v: Value) -> str:
    """The space of a function, a method or a class."""
    f = v.function if v[-1] == "bound" else v
    space: str = f.space if f[-1] == "function" else f.cls.space
    return space


def class_behind(engine: Engine, where: Where, name: str) -> Types:
    """The class that a scope, or one around it, defines under a name, whatever its decorators make of it."""
    at: Where | None = where
    while at is not None:
        program = engine.program(at)
        made = [int(program.steps[n][2]) for n in program.stores.get(name, ()) if program.steps[n][0] == "s"]
        if made:
            return union(value(engine, at, n) for n in made if program.steps[n][0] == "k")
        at = engine.parent(at)
    return NOTHING


def is_own_function(types: Types) -> bool:
    """Whether these are functions and methods of the project alone."""
    functions = [v.function if v[-1] == "bound" else v for v in types]
    return bool(types) and all(f[-1] == "function" and not f.space for f in functions)


def decorate(engine: Engine, types: Types, decorator: Types) -> Types:
    """What a decorator makes of something.  One of which nothing is known is taken to keep it."""
    if not decorator or UNKNOWN in decorator:
        return types
    if all(v[-1] == "class" and v.cls.module == "builtins" and v.cls.name in _KEPT for v in decorator):
        return types
    is_of_project = engine.flow is not None and all(v[-1] == "function" and not v.space for v in types)
    if is_of_project and all(v[-1] == "instance" and (v.cls.module, v.cls.name) == calls.WRAPPER for v in decorator):
        return types  # what it gives need not be known for that
    made = calls.call(engine, decorator, [positional(types)])
    if is_of_project:
        if len(made) == 1 and made[0][-1] == "instance" and (made[0].cls.module, made[0].cls.name) == _WRAPPED:
            return types  # it is the wrapper itself that `functools.wraps` gives
        if is_own_function(made):
            return made
        several = [v for v in made if v[-1] == "instance" and v.cls.name in calls.DISPATCHING]
        if several and len(made) == len(types) == 1:
            return (Partial(types[0], (), several[0]),)
        cached = [v for v in made if v[-1] == "instance" and v.cls.name == "_lru_cache_wrapper"]
        if cached and len(made) == len(types) == 1:
            return (Partial(types[0], (), cached[0]),)
        if any(v[-1] == "callable" and v.made is None for v in made):
            form = calls.form_of(engine, decorator, types)
            made = tuple(
                [v._replace(inner=types, form=form) if v[-1] == "callable" and v.made is None else v for v in made]
            )
    if made and UNKNOWN not in made and not any(v[-1] == "typevar" or _stands_for(engine, v) for v in made):
        return made
    return types


def _stands_for(engine: Engine, v: Value) -> bool:
    """What `functools.wraps` makes of a function without annotations: all that is known is the one it stands for."""
    if v[-1] == "instance":
        return v.cls.name == "_Wrapped" and v.cls.module == "functools" and UNKNOWN in v.args[-1]
    if v[-1] != "function":
        return False
    for where, n in signatures.definitions(engine, v):
        if signatures.signature(engine, where, n).result is not None:
            continue
        for d in members.decorators(engine, where, n):
            words = engine.program(where).steps[d]
            if words[0] != "(":
                continue
            if attributes.is_wraps(engine, where, int(words[1])):
                return True
    return False


_KEPT = ("staticmethod", "classmethod")
_WRAPPED = ("functools", "_Wrapped")


def returned(engine: Engine, s: signatures.Signature) -> Types:
    """What an unannotated function returns, as its body says."""
    assert s.body is not None
    if engine.flow is not None and not s.where.space:
        from inferd.inference.flow import contexts

        units = contexts.units_of(engine, s.body)
        if not units and engine.found is None:  # while that is found out, what is never called gives nothing
            units = [contexts.Unit(s.body, -1, contexts.unknown_context(engine, s.body))]
        return merged(union(contexts.result(engine, s, contexts.summary_of(engine, unit)) for unit in units))
    program = engine.program(s.body)
    out: list[Types] = []
    if program.yields:
        for words in program.steps:
            if words[0] == "y":
                out.append(value(engine, s.body, int(words[1])) if words[1] != "-" else JUST_NONE)
            elif words[0] == "yf":
                out.append(iterate(engine, value(engine, s.body, int(words[1]))))
        element = engine.widened(union(out))
        if s.is_async:
            return (Instance(engine.outside_class("typing", "AsyncGenerator"), (element, ANY)),)
        return (Instance(engine.outside_class("typing", "Generator"), (element, ANY, ANY)),)
    raises = False
    for words in program.steps:
        if words[0] == "r":
            out.append(value(engine, s.body, int(words[1])) if len(words) > 1 and words[1] != "-" else JUST_NONE)
        elif words[0] == "R":
            raises = True
    if falls_through(program.steps):
        out.append(JUST_NONE)
    elif not out and raises:
        return ANY  # it only raises: what overrides it returns something
    return engine.widened(union(out))


def hinted(engine: Engine, where: Where | None, name: str) -> Types:
    """The type that a type comment or else documentation gives a parameter, an attribute or `return`; () for none."""
    return commented(engine, where, name) or documented(engine, where, name)


def commented(engine: Engine, where: Where | None, name: str) -> Types:
    """The type that a type comment gives a name in a scope, or `self.name`; () for none."""
    if where is None:
        return NOTHING
    if name not in engine.told_of(where).commented:
        return NOTHING
    found: Types = engine.solve(
        ("comment", where, name), lambda: read_text(engine, where, engine.told_of(where).commented[name])
    )
    return found


def documented(engine: Engine, where: Where | None, name: str) -> Types:
    """The type that the docstring of a scope gives a name; () for none."""
    if where is None:
        return NOTHING
    if name not in engine.told_of(where).documented:
        return NOTHING
    found: Types = engine.solve(
        ("documented", where, name), lambda: read_text(engine, where, engine.told_of(where).documented[name])
    )
    return found


def read_text(engine: Engine, where: Where, text: str) -> Types:
    """A type written as text, in a comment or in documentation."""
    from inferd.syntax.quietly import expression

    engine.root.touched |= 1 << NAMELESS

    try:
        tree = expression(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return NOTHING
    types = _read_node(engine, where, tree)
    return NOTHING if UNKNOWN in types else types


def _read_node(engine: Engine, where: Where, node: "ast.expr") -> Types:
    import ast

    if isinstance(node, ast.Constant):
        if node.value is None:
            return JUST_NONE
        if isinstance(node.value, str):
            return read_text(engine, where, node.value) or ANY
        return ANY
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return join(_read_node(engine, where, node.left), _read_node(engine, where, node.right))
    if isinstance(node, (ast.Name, ast.Attribute)):
        return annotations.declared(engine, _form_of(engine, where, node))
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        args = []
        for p in parts:
            if isinstance(p, ast.Constant) and p.value is Ellipsis:
                from inferd.inference.types import Literal

                args.append((Literal("E"),))
            elif isinstance(p, ast.List):
                args.append(ANY)
            else:
                args.append(_read_node(engine, where, p))
        return annotations.declared(engine, _form_of(engine, where, node.value), tuple(args))
    return ANY


def _form_of(engine: Engine, where: Where, node: "ast.expr") -> Types:
    import ast

    if isinstance(node, ast.Name):
        at = where
        while node.id in dict(engine.program(at).params) and (around := engine.parent(at)) is not None:
            at = around  # what is said of a parameter `type` does not speak of that one
        types = engine.name(at, node.id)
        if (UNKNOWN in types or not types) and node.id in _OF_TYPING:
            return engine.target(where.space, ("outside", "typing", node.id))
        return types
    if isinstance(node, ast.Attribute):
        types = attributes.attribute_of(engine, _form_of(engine, where, node.value), node.attr)
        if UNKNOWN in types or not types:
            return _absolute(engine, where, ast.unparse(node)) or ANY
        return types
    return ANY


#: what comments and documentation may name without an import
_OF_TYPING = frozenset(
    ("Any", "Callable", "Collection", "Dict", "FrozenSet", "Iterable", "Iterator", "List", "Literal", "Mapping",
     "Optional", "Sequence", "Set", "Tuple", "Type", "Union")
)  # fmt: skip


def _absolute(engine: Engine, where: Where, dotted: str) -> Types:
    """What `package.module.Name` is, whether or not the file imports it."""
    module = dotted
    while "." in module:
        module = module.rpartition(".")[0]
        name = dotted[len(module) + 1 :]
        if engine.world.space(where.space).files_of(module):
            return engine.dotted(where.space, module, name)
        library = engine.world.outside(module)
        if library is not None and library.key != where.space and library.files_of(module):
            return engine.dotted(library.key, module, name)
    return NOTHING


# ---------------------------------------------------------------------------------------------------------------------
# Names that calls make


__all__ = ["exceptions", "function_value", "parameter", "returned", "store", "stored", "value"]
