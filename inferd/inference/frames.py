"""One scope run forward: what every step is, with the order of statements and what has been tested on the way.

The environment maps *keys* to type sets: `x`, and what hangs on it (`x.cart`, `x[0]`) where a store or a test said
something of it.  Regions (see docs/flow-programs.md) split and join it: both ways of an `if` start from the same
environment, each narrowed by the condition; a loop is run again while its head learns something new; the handlers of a
`try` start from the join of all stores in its body.  `None` is the environment of code that control cannot reach.

A test narrows what it is about: `isinstance`, `is None`, `==` a constant, truth, `callable`, annotated guards,
patterns; and through `not`, `and`, `or` and walrus stores what these consist of.
"""

from typing import Any

from inferd.inference import annotations, calls, classes, containers, flows, lazy, members
from inferd.inference.engine import Engine, Where
from inferd.inference.evaluate import Evaluator, awaited, filter_truth, iterate, operated

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NONE, NOTHING, UNKNOWN, Arguments, Bindings, ClassObject, Function, Instance, Literal, Summary,
    Types, Value, bounded, join, union,
)  # fmt: skip

_ROUNDS = 4
_DEEPEST = 4  # of what a variable holds
_TESTS = frozenset(("pv", "ps", "pq", "pm", "pc", "po", "p|", "op"))
Env = dict[str, Types]  # of names, and of what is read from them: `x`, `x.y`, `x[0]`


class Frame(Evaluator):
    """A scope after `run`: `types[n]` is the value of step n."""

    def __init__(self, engine: Engine, where: Where, unit: "flows.Unit | None" = None):
        super().__init__(engine, where)
        self.unit = unit
        self.given: dict[str, Types] = dict(unit.context.given) if unit is not None else {}
        self.is_traced = engine.flow is not None and not where.space
        self.absent = ANY if engine.found is None or where.space else NOTHING  # an attribute that may still be stored
        self.reached: dict[tuple[int, Where, int], None] = {}  # (step, scope, lambda) of what the steps call
        self.at = 0  # the step that runs
        self.returned: Types = NOTHING
        self.receiver: Types = NOTHING  # what the method is called on, in all contexts
        self.filled: list[tuple[Any, bool, Any]] = []  # (signature, whether bound, what became of the parameters)
        self.grown: dict[str, Types] = {}  # parameters whose containers hold more than before
        self.elements: Types = NOTHING
        self.cells: dict[str, Types] = {}
        self.types: list[Types] = [NOTHING] * len(self.steps)
        self.env: Env | None = {}
        self.tries: list[Env] = []
        self.declared: dict[str, Types] = {}
        self.deep = False  # whether the environment holds keys with more than a name
        self.walruses: list[dict[str, Types]] = []
        self.subjects: dict[int, Types] = {}  # of keyword patterns
        self.known_at: dict[int, Env] = {}  # child -> the environment in which it is made
        self.stored_at: dict[int, Types] = {}  # what the store at a step leaves in its name
        for name, stores in self.program.stores.items():
            for n in stores:
                words = self.steps[n]
                if words[0] == "sa" and not members._bare_form(engine, where, int(words[2])):
                    types = annotations.read(engine, where, int(words[2]))
                    self.declared[name] = join(self.declared.get(name, NOTHING), types)
        for name in engine.world.space(where.space).told(where.file, where.scope).commented:
            types = lazy.commented(engine, where, name)
            stores = self.program.stores.get(name, [])
            if types and stores and self.steps[stores[0]][0] != "p" and name not in self.declared:
                self.declared[name] = types
        self.has_children = bool(self.is_traced and unit is not None and self.program.makes)
        self.shared: dict[str, Types] = {}  # what functions inside put into variables of this one
        for name, scopes in engine.tree(where.space, where.file).shared(where.scope).items():
            if name not in self.declared:
                inside = [lazy.from_within(engine, Where(where.space, where.file, i), name) for i in scopes]
                self.shared[name] = union(inside)

    # -- operands -------------------------------------------------------------------------------------------------

    def operand(self, n: int) -> Types:
        return self.types[n]

    def load(self, name: str) -> Types:
        env = self.env
        if env is None:
            return NOTHING
        found = env.get(name)
        if found is not None:
            return found
        if self.unit is not None and self.unit.at >= 0:
            return self.closed_over(name) or self.engine.name(self.where, name)
        if name in self.program.stores and name not in self.program.outer and self.where.scope:
            if name in self.engine.type_parameters(self.where):
                return self.engine.name(self.where, name)
            if self.engine.kind(self.where) == "class":
                return self.engine.name(self.where, name)
            if self.steps[self.program.stores[name][0]][0] == "tp":
                return self.engine.stored(self.where, name)
            return NOTHING
        return self.closed_over(name) or self.engine.name(self.where, name)

    def closed_over(self, name: str) -> Types:
        """A variable of the function around that is stored once, as it was where this scope was made."""
        engine = self.engine
        unit = self.unit.context.closure if self.unit is not None else None
        while unit is not None:
            program = engine.program(unit.where)
            if unit.at >= 0:
                inside = dict(flows.summary_of(engine, unit).cells).get(name)
                if inside is not None:
                    return inside
            elif name in program.stores and name not in program.outer:
                return dict(flows.summary_of(engine, unit).cells).get(name, NOTHING)
            unit = unit.context.closure
        around = engine.parent(self.where)
        if around is None or around.scope == 0 or engine.kind(around) != "function":
            return NOTHING
        if name in engine.type_parameters(self.where):
            return NOTHING
        program = engine.program(around)
        if name in program.outer or len(program.stores.get(name, ())) != 1:
            return NOTHING
        tree = engine.tree(around.space, around.file)
        if name in tree.shared(around.scope):
            return NOTHING
        known = run(engine, around).known_at.get(tree.children[around.scope].index(self.where.scope))
        return known.get(name, NOTHING) if known is not None else NOTHING

    def attribute(self, words: list[str], n: int) -> Types:
        if self.deep and self.env is not None:
            key = self.key(n)
            if key is not None:
                found = self.env.get(key)
                if found is not None:
                    return found
        receiver = self.types[int(words[1])]
        if not receiver:
            return NOTHING
        return members.attribute_of(self.engine, receiver, words[2]) or self.absent

    def item(self, words: list[str], n: int) -> Types:
        if self.deep and self.env is not None:
            key = self.key(n)
            if key is not None:
                found = self.env.get(key)
                if found is not None:
                    return found
        return super().item(words, n)

    def named_part(self, words: list[str], n: int) -> Types:
        self.subjects[n] = self.types[int(words[1])]
        return super().named_part(words, n)

    def called(self, words: list[str], n: int) -> None:
        if self.env is None:
            return
        if self.is_traced:
            self.filled.clear()
        types = self.types[n] = self.call(words, n)
        if self.is_traced:
            if self.filled:
                self.give_back(words)
            self.mutated(words, n)
        if not types and self.never_returns(self.types[int(words[1])]):
            self.env = None

    def never_returns(self, callee: Types) -> bool:
        """Whether everything that may be called is declared not to return."""
        for v in callee:
            f = v.function if v[-1] == "bound" else v
            if f[-1] != "function":
                return False
            for where, step in calls.definitions(self.engine, f):
                s = calls.signature(self.engine, where, step)
                if s.result is None or annotations.read(self.engine, where, s.result, s.variables):
                    return False
        return bool(callee)

    def first_given(self, at: Where) -> Types:
        if self.unit is None and at == self.where:
            return self.receiver
        unit = self.unit
        while unit is not None and unit.where != at:
            unit = unit.context.closure
        if unit is None or not unit.context.given:
            return NOTHING
        params = self.engine.program(at).params
        name, types = unit.context.given[0]
        return types if params and params[0][0] == name else NOTHING

    def as_decorated(self, words: list[str], n: int) -> Types:
        """A function, or class, as its decorators leave it, which are called."""
        engine = self.engine
        if words[0] == "k":
            types = self.klass(words, n)
        else:
            unit = self.unit if self.unit is not None and self.where.scope else None
            types = (Function("", self.where.file, self.where.scope, words[2], unit),)
        for w in reversed(words[3:]):
            if w[0] == "@":
                decorator = self.types[int(w[1:])]
                step = self.steps[int(w[1:])]
                if step[0] == "a" and step[2] in ("setter", "getter", "deleter", "register", "overload"):
                    continue
                types = lazy.decorate(engine, types, decorator)
        return types

    def made_function(self, words: list[str], n: int) -> None:
        if self.env is None:
            return
        if self.is_traced:
            self.types[n] = self.as_decorated(words, n)
        else:
            self.types[n] = self.function(words, n) if words[0] != "k" else self.klass(words, n)
        self.known_at[int(words[1])] = dict(self.env)

    def key(self, n: int) -> str | None:
        """What a test of step n, or a store into it, is about."""
        walrus = self.program.walrus.get(n)
        if walrus is not None:
            return walrus
        words = self.steps[n]
        op = words[0]
        if op == "l" or op == "w":
            return words[1]
        if op == "a":
            inner = self.key(int(words[1]))
            return f"{inner}.{words[2]}" if inner is not None else None
        if op == "i":
            index = self.steps[int(words[2])]
            if index[0] == "c":
                inner = self.key(int(words[1]))
                return f"{inner}[{index[1]}]" if inner is not None else None
        return None

    # -- the run --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        steps = self.steps
        types = self.types
        effects = _EFFECTS
        stack: list[list[Any]] = []  # the statements around: kind, environment, and what each kind needs
        self.stack = stack
        at = 0
        count = len(steps)
        if self.unit is not None and self.unit.at >= 0:
            at, count = self.begin_body(self.unit.at)
        engine = self.engine
        around = engine.running
        if self.is_traced:
            engine.running = self
        while at < count:
            self.at = at
            words = steps[at]
            effect = effects.get(words[0])
            if effect is None:
                types[at] = self.step(at) if self.env is not None else NOTHING
                at += 1
            else:
                at = effect(self, words, at) or at + 1
        engine.running = around

    def put(self, name: str, types: Types) -> None:
        env = self.env
        if env is None:
            return
        shared = self.shared.get(name)
        if shared is not None:
            types = join(types, shared)
        if self.is_traced:
            types = bounded(containers.merged(types), _DEEPEST)
        if self.deep:
            for key in [k for k in env if k.startswith(name) and len(k) > len(name) and k[len(name)] in ".["]:
                del env[key]
        env[name] = types
        if self.has_children and name.isidentifier():
            self.cells[name] = join(self.cells.get(name, NOTHING), types)
        for frame in self.tries:
            frame[name] = join(frame.get(name, NOTHING), types)

    def store(self, words: list[str], at: int) -> None:
        name = words[1]
        n = int(words[2])
        types = self.types[n]
        if self.steps[n][0] == "(" and self.env is not None:
            made = lazy._made(self.engine, self.where, name, n)
            if made is not None:
                types = made
        declared = self.declared.get(name)
        if declared is not None and not _is_definite(types) and name not in self.program.outer:
            types = declared
        self.stored_at[at] = types
        self.put(name, types)

    def store_annotated(self, words: list[str], at: int) -> None:
        name = words[1]
        if words[3] == "-":
            if self.engine.kind(self.where) == "class":
                self.put(name, self.declared.get(name, ANY))
            return
        types = self.types[int(words[3])]
        declared = self.declared.get(name)
        if declared is not None and (not _is_definite(types) or UNKNOWN in declared):
            types = declared
        self.stored_at[at] = types
        self.put(name, types)

    def store_walrus(self, words: list[str], at: int) -> None:
        types = self.types[at] = self.types[int(words[2])]
        self.put(words[1], types)
        for level in self.walruses:
            level[words[1]] = types

    def store_attribute(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        annotated = words[0] == "Aa"
        value = words[4] if annotated else words[3]
        if self.engine.found is not None and value != "-":
            self.put_into(self.types[int(words[1])], words[2], self.types[int(value)], self.is_own(int(words[1])))
        key = self.key(int(words[1]))
        if key is None or value == "-":
            return
        full = f"{key}.{words[2]}"
        types = self.types[int(value)]
        self.put(full, types)
        receiver = self.types[int(words[1])]
        if not _is_definite(types) or any(self.is_computed(v, words[2]) for v in receiver):
            self.env.pop(full, None)
        else:
            self.deep = True

    def put_into(self, receiver: Types, name: str, types: Types, is_own: bool) -> None:
        """Tell that something is stored in an attribute."""
        found = self.engine.found
        if found is None or self.where.space:
            return
        owner = self.engine.class_around(self.where) if is_own else None
        types = self.engine.widened(types)
        for v in receiver:
            if v[-1] == "instance" and not v.cls.space:
                place = members.find(self.engine, v.cls, name)
                if place is not None and (place[1].declared or place[1].kind == "property"):
                    if place[1].kind == "property" and not place[0].cls.space:
                        members.set_property(self.engine, v, place[0], name, types)
                    continue
                if place is not None and members.is_set(self.engine, v, place[1], types):
                    continue
            if v[-1] == "function" and not v.space:
                v = Instance(members.holder_of(self.engine, v))
            found.store(v, name, types, owner)

    def is_own(self, n: int) -> bool:
        """Whether a step is the first parameter of the method that runs."""
        params = self.program.params
        return self.steps[n][0] == "l" and bool(params) and self.steps[n][1] == params[0][0]

    def give_back(self, words: list[str]) -> None:
        """What a function has put into the containers that it was given, they hold here, too."""
        for s, is_bound, stored in list(self.filled):
            grown = dict(stored)
            slots = [p.name for p in s.params if p.kind in "/p"][1 if is_bound else 0 :]
            for i, w in enumerate(words[2:]):
                if w.isdigit():
                    name, step = (slots[i] if i < len(slots) else ""), int(w)
                elif "=" in w and w[0] != "*":
                    name, step = w.partition("=")[0], int(w.partition("=")[2])
                else:
                    break
                if name in grown and self.key(step) is not None:
                    after = containers.merged(join(self.types[step], grown[name]))
                    if after != self.types[step]:
                        self.refill(step, after)

    def mutated(self, words: list[str], n: int) -> None:
        """What a call does to the container that it is a method of: `x.append(1)`."""
        callee = self.steps[int(words[1])]
        env = self.env
        if callee[0] != "a" or env is None or callee[2] not in containers.FILLED:
            return
        holder = int(callee[1])
        before = self.types[holder]
        if UNKNOWN in before or not before:
            return
        after = containers.filled(self.engine, before, callee[2], self.arguments(words[2:]))
        if after != before or self.engine.found is not None:
            self.refill(holder, after)

    def refill(self, holder: int, types: Types) -> None:
        """A container holds more than before: so does the variable, or the attribute, that it was read from."""
        env = self.env
        key = self.key(holder)
        words = self.steps[holder]
        if env is None:
            return
        if key is not None:
            if key.isidentifier():
                if key in self.program.stores and key not in self.program.outer:
                    self.put(key, types)
                    if key in self.given and len(self.program.stores[key]) == 1:
                        self.grown[key] = containers.merged(join(self.grown.get(key, NOTHING), types))
                else:
                    env[key] = types
                    self.put_outside(key, types)
            else:
                env[key] = types
                self.deep = True
        if words[0] == "a":
            self.put_into(self.types[int(words[1])], words[2], types, self.is_own(int(words[1])))
        elif words[0] == "i":
            outer = int(words[1])
            index = int(words[2])
            after = containers.put(self.engine, self.types[outer], self.steps[index], self.types[index], types)
            if after != self.types[outer] or self.engine.found is not None:
                self.refill(outer, after)
        elif words[0] == "(" and len(words) > 2 and words[2].isdigit():
            callee = self.steps[int(words[1])]
            if callee[0] == "a" and callee[2] in ("setdefault", "get"):
                outer, index = int(callee[1]), int(words[2])
                after = containers.put(self.engine, self.types[outer], self.steps[index], self.types[index], types)
                if after != self.types[outer] or self.engine.found is not None:
                    self.refill(outer, after)

    def put_outside(self, name: str, types: Types) -> None:
        """The container in a variable of the module holds more than before."""
        found = self.engine.found
        if found is None:
            return
        at = self.engine.parent(self.where)
        while at is not None and at.scope:
            if name in self.engine.program(at).stores and self.engine.kind(at) == "function":
                return
            at = self.engine.parent(at)
        for kind, module, target in self.engine.root.resolve(self.engine.module_of(self.where), name):
            if kind == "symbol" and "." not in target:
                found.put(module, target, self.engine.widened(types))

    def is_computed(self, v: Value, name: str) -> bool:
        """Whether a store to an attribute is not what a read of it gives: properties and descriptors."""
        if v[-1] != "instance":
            return False
        found = members.find(self.engine, v.cls, name)
        if found is None:
            return False
        return found[1].kind == "property" or any(
            x[-1] == "instance" and members.find(self.engine, x.cls, "__set__") is not None for x in found[1].types
        )

    def store_item(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        if self.is_traced:
            holder, index = int(words[1]), int(words[2])
            for v in self.types[holder]:
                if v[-1] == "instance" and not v.cls.space:
                    method = members.attribute(self.engine, v, "__setitem__")
                    if method:
                        given = [calls.positional(self.types[index]), calls.positional(self.types[int(words[3])])]
                        calls.call(self.engine, method, given)
            before = self.types[holder]
            after = before
            if before and UNKNOWN not in before:
                after = containers.put(
                    self.engine, before, self.steps[index], self.types[index], self.types[int(words[3])]
                )
            if after != before or self.engine.found is not None:
                self.refill(holder, after)
        if not self.deep:
            return
        key = self.key(int(words[1]))
        if key is not None:
            for k in [k for k in self.env if k.startswith(key + "[")]:
                del self.env[k]

    def parameter(self, words: list[str], at: int) -> None:
        if words[1] in self.given and (not self.lambdas):
            self.put(words[1], self.given[words[1]])
            return
        before = self.env
        self.bind_parameter(words, at)
        if before is not None:
            self.stored_at[at] = before.get(words[1], NOTHING)

    def bind_parameter(self, words: list[str], at: int) -> None:
        """A parameter of which the context says nothing."""
        if self.is_traced and not self.lambdas and self.unit is None and self.is_receiver(words[1]):
            own = lazy.parameter(self.engine, self.where, words[1])
            known = lazy.passed(self.engine, self.where, words[1])
            self.receiver = known if UNKNOWN not in known and len(known) <= flows.MOST else own
            self.put(words[1], self.receiver)
        elif self.lambdas:
            self.put(words[1], lazy.lambda_parameter(self.engine, self.where, at))
        else:
            self.put(words[1], lazy.parameter(self.engine, self.where, words[1]))

    def is_receiver(self, name: str) -> bool:
        """Whether a parameter is what the method is bound to."""
        made = self.engine.made_at(self.where)
        if made is None or not lazy.calls_known(self.engine, self.where):
            return False
        s = calls.signature(self.engine, *made)
        return bool(s.params) and s.params[0].name == name and bool(calls.is_first(self.engine, s, s.params[0]))

    lambdas = 0

    def bind_module(self, words: list[str], at: int) -> None:
        self.put(words[1], lazy.store(self.engine, self.where, at) if self.env is not None else NOTHING)

    def alias(self, words: list[str], at: int) -> None:
        self.put(words[1], lazy.store(self.engine, self.where, at))

    def delete(self, words: list[str], at: int) -> None:
        if self.env is not None:
            self.env.pop(words[1], None)

    def leave(self, words: list[str], at: int) -> None:
        if words[0] == "r" and self.env is not None:
            value = words[1] if len(words) > 1 else "-"
            self.returned = join(self.returned, self.types[int(value)] if value != "-" else JUST_NONE)
        self.env = None

    def yields(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        if words[0] == "y":
            self.elements = join(self.elements, self.types[int(words[1])] if words[1] != "-" else JUST_NONE)
        else:
            self.elements = join(self.elements, iterate(self.engine, self.types[int(words[1])]))
        self.types[at] = self.step(at)

    def begin_body(self, first: int) -> tuple[int, int]:
        """Run the lambda that begins at a step alone: where its parameters begin, and its end."""
        end = self.end_of(first)
        self.result_at = int(self.steps[end][1])
        return first + 1, end

    def end_of(self, first: int) -> int:
        """The step that ends the lambda that begins at a step."""
        depth = 0
        while True:
            depth += {"L": 1, "M": -1}.get(self.steps[first][0], 0)
            if not depth:
                return first
            first += 1

    result_at = -1

    def summary(self) -> "Summary":
        """What running the unit tells others."""
        engine = self.engine
        if self.result_at >= 0:
            return Summary(engine.widened(self.types[self.result_at]), NOTHING, NOTHING, tuple(self.cells.items()), ())
        returned = self.returned
        if self.env is not None:
            returned = join(returned, JUST_NONE)
        elif not returned and not self.program.yields and self.where.scope:
            ends = {w[0] for w in self.steps}
            if "R" in ends and "r" not in ends:
                returned = ANY  # it only raises: what overrides it returns something
        merged = containers.merged
        cells = tuple([(name, merged(types)) for name, types in self.cells.items()])
        grown = tuple([(name, engine.widened(types)) for name, types in self.grown.items()])
        return Summary(merged(engine.widened(returned)), merged(engine.widened(self.elements)), NOTHING, cells, grown)

    # -- regions --------------------------------------------------------------------------------------------------

    def begin_if(self, words: list[str], at: int) -> None:
        before = self.env
        self.stack.append(["if", before, int(words[1]), None, False])
        self.env = self.narrowed(before, int(words[1]), True)

    def else_(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        top[3] = self.env
        top[4] = True
        self.env = self.narrowed(top[1], top[2], False)

    def end_if(self, words: list[str], at: int) -> None:
        _, before, condition, then, has_else = self.stack.pop()
        if not has_else and self.env is not None and self.steps[condition][-1] == "TYPE_CHECKING":
            return  # what is asserted for type checkers holds
        if has_else:
            self.env = self.merge(then, self.env)
        else:
            self.env = self.merge(self.env, self.narrowed(before, condition, False))
        self.take_back(before, words)

    def merge(self, a: Env | None, b: Env | None) -> Env | None:
        """The join of two ways; what only one of them knows of a variable that is not this scope's was a test."""
        out = merge(a, b)
        if out is not None and a is not None and b is not None and len(out) > min(len(a), len(b)):
            program = self.program
            for key in [k for k in out if k not in a or k not in b]:
                if key not in program.stores or key in program.outer:
                    del out[key]
        return out

    def take_back(self, before: Env | None, words: list[str]) -> None:
        """Where the ways meet again, tests leave no trace: of a variable that none of them stores, what lies below
        something that it was before is gone.
        """
        env = self.env
        if env is None or before is None:
            return
        for key, types in env.items():
            old = before.get(key)
            if old is None or old is types or len(types) < 2 or not key.isidentifier() or key in words:
                continue
            kept = tuple([v for v in types if v in old or not self.lies_below(v, old, types)])
            if kept and len(kept) < len(types):
                env[key] = kept

    def lies_below(self, v: Value, old: Types, types: Types) -> bool:
        return v[-1] == "instance" and any(
            o[-1] == "instance" and o in types and classes.is_subclass(self.engine, v.cls, o.cls) for o in old
        )

    def begin_boolean(self, words: list[str], at: int) -> None:
        self.stack.append(["bool", self.env])
        self.walruses.append({})
        self.env = dict(self.env) if self.env is not None else None

    def end_boolean(self, words: list[str], at: int) -> None:
        _, env = self.stack.pop()
        stored = self.walruses.pop()
        self.env = env
        if env is not None:
            for name, types in stored.items():
                env[name] = join(env[name], types) if name in env else types
        self.types[at] = self.step(at) if env is not None else NOTHING

    def assume_true(self, words: list[str], at: int) -> None:
        self.env = self.narrowed(self.env, int(words[1]), True)

    def assume_false(self, words: list[str], at: int) -> None:
        self.env = self.narrowed(self.env, int(words[1]), False)

    def begin_loop(self, words: list[str], at: int) -> None:
        # kind, first step, environment at the head, way out, breaks, continues, rounds
        self.stack.append(["loop", at + 1, self.env, self.env, [], [], 0, words[1:]])
        self.env = dict(self.env) if self.env is not None else None

    def condition(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        n = int(words[1])
        step = self.steps[n]
        endless = step[0] == "c" and step[1] in ("T", "i1")
        top[3] = None if endless else self.narrowed(self.env, n, False)
        self.env = self.narrowed(self.env, n, True)

    def operated(self, words: list[str], n: int) -> Types:
        """A binary operation; the methods of the project's classes that it calls are this frame's calls."""
        left, right = self.types[int(words[2])], self.types[int(words[3])]
        if self.is_traced and any(v[-1] == "instance" and not v.cls.space for v in (*left, *right)):
            return operated(self.engine, words[1], left, right, words[0] == "B")
        return super().binary(words, n)

    def next_element(self, words: list[str], at: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top[0] == "loop":
            top[3] = dict(self.env) if self.env is not None else None
        self.types[at] = self.step(at) if self.env is not None else NOTHING

    def end_body(self, words: list[str], at: int) -> int | None:
        top = self.stack[-1]
        _, first, head, out, breaks, continues, rounds, names = top
        again = self.env
        for env in continues:
            again = self.merge(again, env)
        if head is not None and again is not None:
            grown = dict(head)
            changed = False
            for key, types in again.items():
                old = head.get(key)
                if old is None:
                    if key.isidentifier() and key in self.program.stores and key in names:
                        grown[key] = types
                        changed = changed or not rounds
                elif old != types:
                    new = join(old, types)
                    if self.is_traced:
                        new = bounded(containers.merged(new), _DEEPEST)
                    if new != old and (self.is_traced or len(new) != len(old)):
                        if rounds >= _ROUNDS:
                            new = join(new, ANY)
                        grown[key] = new
                        changed = True
            for key in head:
                if key not in again and not key.isidentifier():
                    grown.pop(key, None)
                    changed = True
            if changed and rounds <= _ROUNDS:
                breaks.clear()
                continues.clear()
                top[2] = grown
                top[6] = rounds + 1
                self.env = dict(grown)
                return int(first)
        self.env = self.merge(out, None) if out is not None else None
        return None

    def end_loop(self, words: list[str], at: int) -> None:
        top = self.stack.pop()
        for env in top[4]:
            self.env = self.merge(self.env, env)

    def break_(self, words: list[str], at: int) -> None:
        for entry in reversed(self.stack):
            if entry[0] == "loop":
                entry[4].append(self.env)
                break
        self.env = None

    def continue_(self, words: list[str], at: int) -> None:
        for entry in reversed(self.stack):
            if entry[0] == "loop":
                entry[5].append(self.env)
                break
        self.env = None

    def enter(self, words: list[str], at: int) -> None:
        self.types[at] = self.step(at) if self.env is not None else NOTHING
        self.stack.append(["with", dict(self.env) if self.env is not None else None, int(words[1]), words[0]])

    def exit(self, words: list[str], at: int) -> None:
        entered = [self.stack.pop() for _ in range(int(words[1]))]
        swallows = not self.is_traced
        if self.is_traced:
            for _, _, manager, kind in entered:
                given = self.close(self.types[manager], "__aexit__" if kind == "ae" else "__exit__")
                swallows = swallows or given != JUST_NONE
        if self.env is None and entered and swallows:
            self.env = entered[-1][1]  # it may have swallowed what was raised

    def close(self, manager: Types, name: str) -> Types:
        """What the end of a `with` statement calls, and what that gives."""
        method = members.attribute_of(self.engine, manager, name)
        given = [calls.positional(join(JUST_NONE, ANY)) for _ in range(3)]
        types = calls.call(self.engine, method, given) if method else ANY
        return awaited(self.engine, types) if name == "__aexit__" else types

    def begin_try(self, words: list[str], at: int) -> None:
        reached = dict(self.env) if self.env is not None else {}
        self.tries.append(reached)
        # kind, what holds anywhere in the body, end of the body, ends of handlers, whether a handler was seen,
        # reachable
        self.stack.append(["try", reached, None, [], False, self.env is not None])

    def begin_handler(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        if not top[4]:
            top[4] = True
            self._remove(top[1])
            top[2] = self.env
        else:
            top[3].append(self.env)
        self.env = dict(top[1]) if top[5] else None
        if self.env is not None and words[1] != "-" and not self.types[int(words[1])]:
            # the body never ends: what is behind it was not computed
            self.types[int(words[1])] = lazy.value(self.engine, self.where, int(words[1]))
        self.types[at] = self.step(at) if self.env is not None else NOTHING

    def _remove(self, reached: Env) -> None:
        for i, entry in enumerate(self.tries):
            if entry is reached:
                del self.tries[i]
                return

    def begin_try_else(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        if top[4]:
            top[3].append(self.env)
            self.env = top[2]
            top[2] = None

    def begin_finally(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        self._remove(top[1])
        self._join_try(top)
        top[2], top[3], top[4] = None, [], True
        if self.env is None and top[5]:
            # an exception or a return passes through; what follows the statement is not reached
            top[5] = False
            self.env = dict(top[1])

    def _join_try(self, top: list[Any]) -> None:
        env = self.env
        if top[4]:
            env = self.merge(env, top[2])
            for other in top[3]:
                env = self.merge(env, other)
        self.env = env

    def end_try(self, words: list[str], at: int) -> None:
        top = self.stack.pop()
        self._remove(top[1])
        self._join_try(top)

    def begin_comprehension(self, words: list[str], at: int) -> None:
        self.stack.append(["comprehension", self.env])
        self.walruses.append({})
        self.env = dict(self.env) if self.env is not None else None

    def end_comprehension(self, words: list[str], at: int) -> None:
        self.types[at] = self.step(at) if self.env is not None else NOTHING
        _, env = self.stack.pop()
        stored = self.walruses.pop()
        self.env = env
        if env is not None:
            for name, types in stored.items():
                env[name] = join(env[name], types) if name in env else types

    def begin_lambda(self, words: list[str], at: int) -> int | None:
        self.lambdas += 1
        self.stack.append(["lambda", self.env, at])
        self.env = dict(self.env) if self.env is not None else None
        if self.is_traced and self.engine.found is not None:
            return self.end_of(at)  # it runs when it is called
        return None

    def end_lambda(self, words: list[str], at: int) -> None:
        self.types[at] = self.step(at) if self.env is not None else NOTHING
        if self.is_traced and self.types[at]:
            first = self.stack[-1][2]
            self.types[at] = (self.types[at][0]._replace(made=(self.where, first, self.unit)),)
        self.env = self.stack.pop()[1]
        self.lambdas -= 1

    def begin_match(self, words: list[str], at: int) -> None:
        n = int(words[1])
        self.stack.append(["match", self.env, [], n, self.types[n], False, at])

    def begin_case(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        if top[5]:
            top[2].append(self.env)
        top[5] = True
        rest, remaining = self.without_cases(top, at)
        self.types[top[3]] = remaining
        self.env = dict(rest) if rest is not None else None
        key = self.key(top[3])
        if self.env is not None and key is not None and remaining != top[4]:
            self.env[key] = remaining

    def without_cases(self, top: list[Any], at: int) -> tuple[Env | None, Types]:
        """The subject after the cases before this one have not matched: classes and constants taken whole are gone."""
        remaining = top[4]
        cases = [n for n in range(top[6], at) if self.steps[n][0] == "cs"]
        for i, first in enumerate(cases):
            last = cases[i + 1] if i + 1 < len(cases) else at
            pattern = next((n for n in range(first + 1, last) if self.steps[n][0] in _TESTS), -1)
            if pattern < 0 or int(self.steps[pattern][1]) != top[3]:
                continue
            after = pattern + 1
            while after < last and self.steps[after][0] == "s" and int(self.steps[after][2]) == top[3]:
                after += 1
            if after < last and (
                self.steps[after][0] in _TESTS or self.steps[after][0] in ("gd", "pa", "pi", "pe", "pk")
            ):
                continue  # it asks for more
            words = self.steps[pattern]
            if words[0] == "pc":
                remaining = narrow_class(self.engine, remaining, self.types[int(words[2])], False)
            elif words[0] == "ps" and words[2] == "N":
                remaining = tuple([v for v in remaining if v != NONE])
        return top[1], remaining

    def end_match(self, words: list[str], at: int) -> None:
        top = self.stack.pop()
        env = self.merge(self.env, top[1])
        for other in top[2]:
            env = self.merge(env, other)
        self.types[top[3]] = top[4]
        self.env = env
        self.take_back(top[1], words)

    def pattern_class(self, words: list[str], at: int) -> None:
        n = int(words[1])
        self.refine(n, narrow_class(self.engine, self.types[n], self.types[int(words[2])], True))

    def pattern_singleton(self, words: list[str], at: int) -> None:
        n = int(words[1])
        if words[2] == "N":
            self.refine(n, JUST_NONE)

    def pattern_sequence(self, words: list[str], at: int) -> None:
        n = int(words[1])
        kept = [
            v for v in self.types[n]
            if v != NONE
            and not (v[-1] == "instance" and v.cls.module == "builtins" and v.cls.name in ("str", "int", "dict", "set"))
        ]  # fmt: skip
        self.refine(n, tuple(kept))

    def begin_alternatives(self, words: list[str], at: int) -> None:
        n = int(words[1])
        self.stack.append(["or", n, self.types[n], [], self.env, None])

    def alternative(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        if top[5] is not None:
            top[3].append(self.types[top[1]])
            top[5] = self.merge(top[5], self.env) if top[5] != "first" else self.env
        else:
            top[5] = "first"
        self.types[top[1]] = top[2]
        self.env = dict(top[4]) if top[4] is not None else None

    def end_alternatives(self, words: list[str], at: int) -> None:
        _, n, _, found, _, env = self.stack.pop()
        self.types[n] = join(*found, self.types[n])
        self.env = self.merge(env, self.env) if env not in (None, "first") else self.env
        key = self.key(n)
        if key is not None and self.env is not None:
            self.env[key] = self.types[n]

    def refine(self, n: int, types: Types) -> None:
        self.types[n] = types
        key = self.key(n)
        if key is not None and self.env is not None:
            self.env[key] = types
            self.deep = self.deep or not key.isidentifier()

    # -- narrowing ------------------------------------------------------------------------------------------------

    def narrowed(self, env: Env | None, n: int, truth: bool) -> Env | None:
        """A copy of an environment in which step n is true, or false; None where it cannot be."""
        if env is None:
            return None
        words = self.steps[n]
        if words[0] == "c" and words[1] in ("T", "F"):
            return dict(env) if (words[1] == "T") == truth else None
        out = dict(env)
        return self.narrow(out, n, truth)

    def narrow(self, env: Env, n: int, truth: bool) -> Env | None:
        words = self.steps[n]
        op = words[0]
        if op == "u":
            return self.narrow(env, int(words[2]), not truth) if words[1] == "Not" else env
        if op == ";":
            parts = [int(w) for w in words[2:]]
            if (words[1] == "and") == truth:
                for p in parts:
                    narrowed = self.narrow(env, p, truth)
                    if narrowed is None:
                        return None
                    env = narrowed
                return env
            out: Env | None = None
            reached: Env | None = env
            for p in parts:
                if reached is None:
                    break
                out = self.merge(out, self.narrow(dict(reached), p, truth))
                reached = self.narrow(dict(reached), p, not truth)
            return out
        if op == "C":
            return self.narrow_comparison(env, words, truth)
        if op == "(":
            called = self.narrow_call(env, words, truth)
            if called is None or n not in self.program.walrus:
                return called
            env = called
        key = self.key(n)
        if key is not None:
            known = env.get(key, self.types[n])
            kept = filter_truth(self.engine, known, truth)
            self.assume(env, key, kept, known)
        return env

    def assume(self, env: Env, key: str, types: Types, before: Types) -> None:
        if types and types != before:
            env[key] = types
            if not key.isidentifier():
                self.deep = True

    def narrow_comparison(self, env: Env, words: list[str], truth: bool) -> Env | None:
        if len(words) != 4:
            return env
        left, operator, right = int(words[1]), words[2], int(words[3])
        if operator in ("IsNot", "NotEq", "NotIn"):
            truth = not truth
            operator = {"IsNot": "Is", "NotEq": "Eq", "NotIn": "In"}[operator]
        other = self.types[right]
        key = self.key(left)
        if key is None:
            called = self.steps[left]
            is_call = called[0] == "(" and len(called) == 3
            if is_call and self.steps[int(called[1])][:2] == ["l", "type"] and called[2].isdigit():
                inner = self.key(int(called[2]))
                if inner is not None and truth:
                    known = env.get(inner, self.types[int(called[2])])
                    self.assume(env, inner, narrow_class(self.engine, known, other, True), known)
                return env
            if self.steps[left][0] == "c" and operator in ("Is", "Eq"):
                return self.narrow_constant(env, right, self.types[left], operator, truth)
            return env
        if operator in ("Is", "Eq"):
            return self.narrow_constant(env, left, other, operator, truth)
        if operator == "In" and truth:
            elements = [v for o in other if o[-1] == "tuple" for i in o.items for v in i]
            if elements and all(v[-1] == "literal" for v in elements):
                known = env.get(key, self.types[left])
                self.assume(env, key, tuple([v for v in known if v != NONE]), known)
        return env

    def narrow_tag(self, env: Env, n: int, other: Types, truth: bool) -> None:
        """`x.kind == "cart"`: the values of x whose attribute is declared as other constants are gone."""
        words = self.steps[n]
        if words[0] != "a" or not other or any(v[-1] != "literal" for v in other):
            return
        key = self.key(int(words[1]))
        if key is None:
            return
        known = env.get(key, self.types[int(words[1])])
        kept = []
        for v in known:
            tags = members.attribute(self.engine, v, words[2]) if v[-1] == "instance" else ANY
            decided = bool(tags) and all(t[-1] == "literal" for t in tags)
            if decided and (not any(t in other for t in tags) if truth else all(t in other for t in tags)):
                continue
            kept.append(v)
        self.assume(env, key, tuple(kept), known)

    def narrow_constant(self, env: Env, n: int, other: Types, operator: str, truth: bool) -> Env | None:
        key = self.key(n)
        self.narrow_tag(env, n, other, truth)
        if key is None:
            return env
        known = env.get(key, self.types[n])
        if other == JUST_NONE:
            if truth:
                kept = tuple([v for v in known if v == NONE])
                if not kept and UNKNOWN in known:
                    kept = JUST_NONE
                if not kept and operator == "Is" and known and self.is_exact(key):
                    return None
                if not kept and operator == "Is" and all(v[-1] in ("instance", "literal", "tuple") for v in known):
                    return env if not known else {**env, key: JUST_NONE}
            else:
                kept = tuple([v for v in known if v != NONE])
                if not kept and known and n < len(self.steps):
                    return None
            self.assume(env, key, kept, known)
            return env
        if truth and len(other) == 1 and other[0][-1] == "literal":
            kept = tuple([v for v in known if v != NONE and (v[-1] != "literal" or v == other[0])])
            self.assume(env, key, kept, known)
        elif truth and operator == "Is" and other and all(v[-1] == "class" for v in other):
            kept = tuple([v for v in known if v in other]) or tuple([v for v in known if v[-1] != "none"])
            self.assume(env, key, kept, known)
        elif truth and operator == "Eq" and other and UNKNOWN not in other and NONE not in other:
            kept = tuple([v for v in known if v != NONE])
            self.assume(env, key, kept, known)
        elif not truth and len(other) == 1 and other[0][-1] == "literal":
            kept = tuple([v for v in known if v != other[0]])
            self.assume(env, key, kept, known)
        return env

    def narrow_call(self, env: Env, words: list[str], truth: bool) -> Env | None:
        callee = self.types[int(words[1])]
        if len(callee) != 1 or len(words) < 3 or not words[2].isdigit():
            return env
        f = callee[0]
        name = ""
        if f[-1] == "function":
            name = f.name
            builtin = self.engine.world.space(f.space).module_of(f.file) == "builtins"
        elif f[-1] == "class":
            name = f.cls.name
            builtin = f.cls.module == "builtins"
        elif f[-1] == "bound":
            builtin = False
        else:
            return env
        n = int(words[2])
        key = self.key(n)
        if builtin and name in ("isinstance", "issubclass") and len(words) == 4 and words[3].isdigit():
            if key is None:
                return env
            known = env.get(key, self.types[n])
            tested = self.types[int(words[3])]
            if name == "isinstance":
                kept = narrow_class(self.engine, known, tested, truth)
            else:
                kept = narrow_subclass(self.engine, known, tested, truth)
            if truth and name == "isinstance" and self.is_exact(key) and not any_inside(self.engine, known, tested):
                return None
            if not kept and known and UNKNOWN not in known:
                return None if not truth else env
            self.assume(env, key, kept, known)
            return env
        if builtin and name == "bool" and len(words) == 3:
            return self.narrow(env, n, truth)
        if builtin and name == "callable" and key is not None:
            known = env.get(key, self.types[n])
            kept = tuple([v for v in known if self.is_callable(v) is not (not truth)])
            self.assume(env, key, kept, known)
            return env
        if key is not None and f[-1] in ("function", "bound"):
            function = f.function if f[-1] == "bound" else f
            for where, step in calls.definitions(self.engine, function)[:1]:
                for v in calls.result_of_definition(self.engine, where, step):
                    if v[-1] == "special" and v.name in ("TypeGuard", "TypeIs") and v.args:
                        known = env.get(key, self.types[n])
                        if truth:
                            self.assume(env, key, v.args[0], known)
                        elif v.name == "TypeIs":
                            self.assume(env, key, tuple([x for x in known if x not in v.args[0]]), known)
        return env

    def is_exact(self, key: str) -> bool:
        """Whether a variable holds what calls pass, of which all is known."""
        return key in self.given and UNKNOWN not in self.given[key] and len(self.program.stores.get(key, ())) == 1

    def is_callable(self, v: Value) -> bool | None:
        tag = v[-1]
        if tag in ("function", "bound", "callable", "class", "class of"):
            return True
        if tag == "instance":
            if members.find(self.engine, v.cls, "__call__") is not None:
                return True
            return None if classes.info(self.engine, v.cls).open else False
        return None if tag in ("unknown", "typevar") else False


def _is_definite(types: Types) -> bool:
    """Whether a stored value says more than the declaration of the variable would."""
    for v in types:
        if v == UNKNOWN or v[-1] == "typevar":
            return False
        if v[-1] == "instance" and any(not _is_definite(a) for a in v.args):
            return False
        if v[-1] == "tuple" and any(not _is_definite(a) for a in v.items):
            return False
    return bool(types)


def tested_classes(types: Types) -> list[Value] | None:
    """The classes of the second argument of `isinstance`; None where some are not known."""
    out: list[Value] = []
    for v in types:
        if v[-1] == "class":
            out.append(v)
        elif v[-1] == "tuple":
            for x in v.items:
                inner = tested_classes(x)
                if inner is None:
                    return None
                out += inner
        elif v[-1] == "alias":
            for x in v.types:
                if x[-1] == "instance":
                    out.append(ClassObject(x.cls))
                elif x == NONE:
                    out.append(("none",))
                else:
                    return None
        elif v == NONE:
            out.append(v)
        else:
            return None
    return out


def narrow_class(engine: Engine, known: Types, tested: Types, truth: bool) -> Types:
    """What `isinstance(x, tested)` leaves of x."""
    wanted = tested_classes(tested)
    if wanted is None:
        return known if not truth else ANY if UNKNOWN in known else known
    out: dict[Value, None] = {}
    for v in known:
        below: list[Value] = []
        inside = False
        cls = None
        if v[-1] == "instance":
            cls = v.cls
        elif v[-1] == "literal":
            from inferd.inference.types import literal_class

            cls = engine.builtin(literal_class(v.text))
        elif v[-1] == "tuple":
            cls = engine.builtin("tuple")
        elif v[-1] in ("function", "bound", "callable"):
            cls = engine.outside_class("types", "FunctionType" if v[-1] == "function" else "MethodType")
        elif v[-1] == "class":
            cls = engine.builtin("type")
        elif v[-1] == "module":
            cls = engine.outside_class("types", "ModuleType")
        for w in wanted:
            if w == NONE:
                inside = inside or v == NONE
                continue
            if v[-1] == "typevar":
                inside = True
                below.append(Instance(w.cls, own_arguments(engine, w)))
            elif cls is None:
                if v == UNKNOWN:
                    below.append(Instance(w.cls, own_arguments(engine, w)))
            elif classes.is_subclass(engine, cls, w.cls):
                inside = True
            elif classes.is_subclass(engine, w.cls, cls):
                below.append(Instance(w.cls, _arguments_below(engine, v, w)))
            elif calls.protocol_members(engine, w.cls) is not None and v[-1] == "instance":
                if calls._fits(engine, Instance(cls), Instance(w.cls)) is True:
                    inside = True
            elif classes.info(engine, cls).open:
                below.append(Instance(w.cls, own_arguments(engine, w)))
        if truth:
            if inside and v[-1] != "typevar":
                out[v] = None
            else:
                out.update(dict.fromkeys(below))
        elif not inside or v[-1] == "typevar":
            out[v] = None
    if truth and not out and known:
        return tuple(
            [Instance(w.cls, own_arguments(engine, w)) for w in wanted if w != NONE and not isinstance(w, str)]
        )
    return tuple(out)


def any_inside(engine: Engine, known: Types, tested: Types) -> bool:
    """Whether something of a set may be an instance of one of the classes, or of a class below both."""
    wanted = tested_classes(tested)
    if wanted is None:
        return True
    for v in known:
        cls = None
        if v[-1] == "instance":
            cls = v.cls
        elif v[-1] == "none":
            if NONE in wanted:
                return True
            continue
        if cls is None or classes.info(engine, cls).open:
            return True
        for w in wanted:
            if w == NONE:
                continue
            if classes.is_subclass(engine, cls, w.cls) or classes.is_subclass(engine, w.cls, cls):
                return True
            if calls.protocol_members(engine, w.cls) is not None or w.cls.module in _ABSTRACT:
                return True
    return False


_ABSTRACT = frozenset(("typing", "collections.abc", "numbers", "abc"))


def own_arguments(engine: Engine, w: Value) -> Arguments:
    return w.args or (ANY,) * len(classes.info(engine, w.cls).params)


def _arguments_below(engine: Engine, v: Value, w: Value) -> Arguments:
    """The type arguments of a subclass, as far as those of the class above tell: `Iterable[int]` tested for `list`."""
    params = classes.info(engine, w.cls).params
    if not params or v[-1] != "instance" or not v.args:
        return (ANY,) * len(params)
    for a in classes.info(engine, w.cls).line:
        if a.cls == v.cls:
            bindings: Bindings = {}
            for wanted, given in zip(a.args, v.args, strict=False):
                if len(wanted) == 1 and wanted[0][-1] == "typevar":
                    bindings[wanted[0]] = given
            return tuple([bindings.get(p, ANY) for p in params])
    return (ANY,) * len(params)


def narrow_subclass(engine: Engine, known: Types, tested: Types, truth: bool) -> Types:
    wanted = tested_classes(tested)
    if wanted is None:
        return known
    out: dict[Value, None] = {}
    for v in known:
        if v[-1] != "class":
            if truth:
                out.update(dict.fromkeys(ClassObject(w.cls) for w in wanted if w != NONE))
            else:
                out[v] = None
            continue
        inside = any(w != NONE and classes.is_subclass(engine, v.cls, w.cls) for w in wanted)
        if truth:
            if inside:
                out[v] = None
            else:
                below = [w.cls for w in wanted if w != NONE and classes.is_subclass(engine, w.cls, v.cls)]
                out.update(dict.fromkeys(ClassObject(cls) for cls in below))
        elif not inside:
            out[v] = None
    return tuple(out)


def merge(a: Env | None, b: Env | None) -> Env | None:
    """The join of two environments: what only one of them knows of a deeper key is forgotten."""
    if a is None:
        return dict(b) if b is not None else None
    if b is None:
        return dict(a)
    out = {}
    for key, types in a.items():
        other = b.get(key)
        if other is None:
            if key.isidentifier():
                out[key] = types
        else:
            out[key] = types if types == other else containers.merged(join(types, other))
    out.update({key: types for key, types in b.items() if key not in a and key.isidentifier()})
    return out


Frame.methods = {
    **Evaluator.methods, "b": Frame.operated, "B": Frame.operated, "a": Frame.attribute, "i": Frame.item,
    "pa": Frame.named_part,
}  # fmt: skip

_EFFECTS = {
    "(": Frame.called, "f": Frame.made_function, "fa": Frame.made_function, "k": Frame.made_function, "s": Frame.store,
    "S": Frame.store, "sa": Frame.store_annotated, "sp": Frame.store_annotated, "w": Frame.store_walrus,
    "A": Frame.store_attribute, "AS": Frame.store_attribute, "Aa": Frame.store_attribute, "I": Frame.store_item,
    "p": Frame.parameter, "sm": Frame.bind_module, "ta": Frame.alias, "x": Frame.delete, "r": Frame.leave,
    "R": Frame.leave, "y": Frame.yields, "yf": Frame.yields,
    "if": Frame.begin_if, "el": Frame.else_, "fi": Frame.end_if, "and": Frame.begin_boolean,
    "or": Frame.begin_boolean, ";": Frame.end_boolean, "T": Frame.assume_true, "F": Frame.assume_false,
    "as": Frame.assume_true, "gd": Frame.assume_true, "lp": Frame.begin_loop, "wh": Frame.condition,
    "nx": Frame.next_element, "pl": Frame.end_body, "lf": Frame.end_loop, "br": Frame.break_, "co": Frame.continue_,
    "en": Frame.enter, "ae": Frame.enter, "ex": Frame.exit, "try": Frame.begin_try, "try*": Frame.begin_try,
    "exc": Frame.begin_handler, "tel": Frame.begin_try_else, "fin": Frame.begin_finally, "yrt": Frame.end_try,
    "[": Frame.begin_comprehension, "]": Frame.end_comprehension, "L": Frame.begin_lambda, "M": Frame.end_lambda,
    "mt": Frame.begin_match, "cs": Frame.begin_case, "tm": Frame.end_match, "pc": Frame.pattern_class,
    "ps": Frame.pattern_singleton, "pq": Frame.pattern_sequence, "po": Frame.begin_alternatives,
    "p|": Frame.alternative, "op": Frame.end_alternatives,
}  # fmt: skip


def run(engine: Engine, where: Where) -> Frame:
    """The frame of a scope, run in no context."""
    if engine.record is not None:
        return _run_recorded(engine, where)
    known = engine.frames.get(where)
    if known is None:
        known = _run(engine, where)
        engine.frames[where] = known
    return known


def _run(engine: Engine, where: Where) -> Frame:
    frame = Frame(engine, where)
    frame.run()
    return frame


def _run_recorded(engine: Engine, where: Where) -> Frame:
    """The same while it is recorded what answers are found from: a frame that rests on open questions is not kept."""
    assert engine.record is not None and engine.trace is not None
    known = engine.frames.get(where)
    if known is None:
        half = engine.half_frames.get(where)
        if half is None or half[0] != engine.epoch:
            frame, record, lowest = engine.recorded(lambda: _run(engine, where))
            if lowest == 1 << 30:
                known = engine.frames[where] = frame
                engine.trace.keep([(("frame", where), True, record)])
            else:
                half = engine.half_frames[where] = (engine.epoch, frame, lowest, record)
        if known is None:
            assert half is not None
            engine.rest_on(half[2])
            engine.record.add(half[3])
            return half[1]
    engine.record.asked["frame", where] = None
    return known


__all__ = ["Frame", "Literal", "merge", "run", "union"]
