"""One scope run forward: what every step is, with the order of statements and what has been tested on the way.

A frame keeps the environment of the step that runs (see `narrowing`), tells what the steps store, call and return, and
leaves to `regions` where control splits and joins, and to `storing` what statements bind.
"""

from json import dumps
from typing import Any, ClassVar

from inferd.inference.definitions import annotations, attributes, classes, keys, members
from inferd.inference.definitions.signatures import Signature, definitions, is_left_open, is_overload, signature
from inferd.inference.engine import Engine, Where
from inferd.inference.flow import contexts
from inferd.inference.operations import begun, calls, containers, implied
from inferd.inference.operations.iteration import iterate
from inferd.inference.operations.subscripts import item
from inferd.inference.scopes import hidden, lazy
from inferd.inference.scopes.evaluate import Evaluator
from inferd.inference.scopes.filling import SENT, Tie, put_in_cell
from inferd.inference.scopes.narrowing import Env, merge
from inferd.inference.scopes.steps import NAMESPACES
from inferd.inference.scopes.storing import Storing
from inferd.inference.scopes.undoing import OWN, Stored, undone, undone_by_lambda
from inferd.inference.scopes.undoing import stored as stored_by

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, NUMBERS, UNKNOWN, ClassObject, Function, Instance, Literal, Record, Summary, Tuple,
    Types, Value, join, union,
)  # fmt: skip

#: steps that may raise before they do anything, beside those that say so where they run: what stores into items and
#: deletes, tests and formats what is asked for, and waits for somebody else
_RAISING = frozenset(("I", "Y", "X", "as", "fm", "y", "yf", "aw", "en", "ae"))
_CALLED = frozenset(("function", "bound", "callable", "partial"))
_MOST_VARIABLES = 8  # that `locals()` is known to hold
_OF_ABSENCE = frozenset(("KeyError", "IndexError", "LookupError", "Exception", "BaseException"))
_OF_ATTRIBUTES = frozenset(("AttributeError", "Exception", "BaseException"))


class Sparse(dict[int, Types]):
    """The values of a few steps; the others have none."""

    def __missing__(self, n: int) -> Types:
        return NOTHING


def _is_generator(types: Types) -> bool:
    return any(v[-1] == "instance" and v.cls.name == "Generator" and v.cls.module == "typing" for v in types)


def _calls_others(v: Value) -> bool:
    """Whether what is called is nothing whose body is known by its name: it may call something of the project."""
    f = v.function if v[-1] == "bound" else v
    return (f[-1] != "function" and f[-1] != "class") or _is_outside(v)


def _is_outside(v: Value) -> bool:
    """Whether what is called is a function or a class of a library."""
    f = v.function if v[-1] == "bound" else v
    return (f[-1] == "function" and bool(f.space)) or (f[-1] == "class" and bool(f.cls.space))


class Frame(Storing):
    """A scope after `run`: `types[n]` is the value of step n."""

    effects: ClassVar[dict[str, Any]]  # what steps do that are more than a value, by their first words

    def __init__(self, engine: Engine, where: Where, unit: "contexts.Unit | None" = None):
        super().__init__(engine, where)
        self.unit = unit
        self.in_context = unit is not None and bool(unit.context.given)
        self.given: dict[str, Types] = dict(unit.context.given) if unit is not None else {}
        self.is_traced = engine.flow is not None and not where.space
        self.module_stores = engine.program(Where(where.space, where.file, 0)).stores if self.is_traced else {}
        self.reached: dict[tuple[int, Where, int], None] = {}  # (step, scope, lambda) of what the steps call
        self.ran: list[tuple[Where, int, Value | None]] = []  # what the step that runs has called: bodies, lambdas
        self.suspended: dict[tuple[Where, Value | None], None] = {}  # the generators that were made here
        self.at = 0  # the step that runs
        self.returned: Types = NOTHING
        self.receiver: Types = NOTHING  # what the method is called on, in all contexts
        self.filled: list[tuple[Any, bool, Any]] = []
        self.grown: dict[str, Types] = {}
        self.rebound: set[str] = set()
        self.put_inside: Types = NOTHING
        self.ties: dict[str, dict[Tie, None]] = {}
        self.given_names: dict[int, tuple[str, int]] = {}
        self.own_names: frozenset[str] | None = None
        self.keeps_items = self.is_traced
        self.elements: Types = NOTHING
        self.yielded_names: set[str] = set()  # of variables: what is put into them later, whoever got it finds in it
        self.cells: dict[str, Types] = {}
        # a lambda's frame knows the steps of the lambda alone: a module may have thousands of them
        is_part = unit is not None and unit.at >= 0
        if not is_part:
            self.program = self.program.whole
            self.steps = self.program.steps
        self.types = Sparse() if is_part else [NOTHING] * len(self.steps)
        self.env: Env | None = {}
        self.tries: list[Env] = []
        self.held = None
        self.made_inner = False  # whether a function was made that may see variables of this one
        self.inner_ran = False  # whether such a function may have run
        self.declared: dict[str, Types] = {}
        self.deep = False  # whether the environment holds keys with more than a name
        self.walruses: list[dict[str, Types]] = []
        self.subjects: dict[int, Types] = {}  # of keyword patterns
        self.known_at: dict[int, Env] = {}  # child -> the environment in which it is made
        self.stored_at: dict[int, Types] = {}  # what the store at a step leaves in its name
        for name, stores in self.program.stores.items() if not is_part else ():
            for n in stores:
                words = self.steps[n]
                if words[0] == "sa" and not (
                    members.is_bare_form(engine, where, int(words[2]))
                    or members.says_nothing(engine, where, int(words[2]))
                ):
                    types = annotations.read(engine, where, int(words[2]))
                    self.declared[name] = join(self.declared.get(name, NOTHING), types)
        for name in engine.told_of(where).commented:
            types = lazy.commented(engine, where, name)
            stores = self.program.stores.get(name, [])
            if types and stores and self.steps[stores[0]][0] != "p" and name not in self.declared:
                self.declared[name] = types
        self.has_children = bool(self.is_traced and unit is not None and self.program.makes)
        self.shared: dict[str, Types] = {}  # what functions inside put into variables of this one
        tree = engine.tree(where.space, where.file)
        shared = tree.shared(where.scope) if where.scope or not self.is_traced else self.stored_by_functions()
        for name, scopes in shared.items():
            if name not in self.declared:
                inside = [lazy.from_within(engine, Where(where.space, where.file, i), name) for i in scopes]
                self.shared[name] = union(inside)
        if self.is_traced and not where.scope and tree.asks_globals():
            for name in self.program.stores if engine.flow.names else ():
                put = put_in_cell(engine, where, name) if name not in self.declared else NOTHING
                if put:  # `globals()["count"] = 1`
                    self.shared[name] = join(self.shared.get(name, NOTHING), put)

    def stored_by_functions(self) -> dict[str, list[int]]:
        """The variables of this module that functions of it store (`global`): name -> these functions."""
        tree = self.engine.tree("", self.where.file)
        out: dict[str, list[int]] = {}
        for i in tree.declaring_globals():
            program = tree.program(i)
            for name, how in program.outer.items():
                if how == "g" and name in program.stores and name in self.program.stores:
                    out.setdefault(name, []).append(i)
        return out

    def take_in(self, words: list[str]) -> None:
        """After a call, variables hold what functions of the project may have put into them."""
        given = [self.types[int(w.rpartition("=")[2].lstrip("*"))] for w in words[2:]]
        if not any(_may_run(v) for types in (self.types[int(words[1])], *given) for v in types):
            return
        env = self.env
        called = self.types[int(words[1])]
        for name, types in self.shared.items():
            if env is not None and name in env:
                sure = self.surely_stored(called, name)
                env[name] = sure or containers.merged(join(env[name], types))
                for frame in self.tries:
                    frame[name] = join(frame.get(name, NOTHING), env[name])

    def surely_stored(self, called: Types, name: str) -> Types:
        """What a call leaves in a variable of this scope, if it surely stores into it and does no more after that."""
        if len(called) != 1 or called[0][-1] != "function" or called[0].space or called[0].file != self.where.file:
            return NOTHING
        engine = self.engine
        made = definitions(engine, called[0])
        body = signature(engine, *made[0]).body if len(made) == 1 else None
        if body is None or engine.program(body).outer.get(name) != ("n" if self.where.scope else "g"):
            return NOTHING
        program = engine.program(body)
        stores = program.stores.get(name, [])
        sure = [n for n in stores if n in program.level]
        if not sure or program.yields or any(w[0] in ("r", "R") for w in program.steps[: sure[-1]]):
            return NOTHING
        if any(w[0] == "(" for w in program.steps[sure[-1] :]):
            return NOTHING
        return union(lazy.store(engine, body, n) for n in stores[stores.index(sure[-1]) :])

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
            return self.of_comprehension(name) or self.closed_over(name) or self.engine.name(self.where, name)
        if name in self.program.stores and name not in self.program.outer and self.where.scope:
            if name in self.engine.type_parameters(self.where):
                return self.engine.name(self.where, name)
            if self.engine.kind(self.where) == "class":
                around = self.engine.around_class(self.where, name, self.at)
                return self.engine.name(self.where, name) if around is None else around
            if self.steps[self.program.stores[name][0]][0] == "tp":
                return self.engine.stored(self.where, name)
            return NOTHING
        if not self.where.scope and name in self.program.stores:
            around = self.engine.around_module(self.where, name, self.at)
            if around is not None:
                return around
        return self.closed_over(name) or self.of_module(name) or self.engine.name(self.where, name)

    def of_module(self, name: str) -> Types:
        """A variable of the module that this function does not see all values of; () for others."""
        engine = self.engine
        if not self.is_traced or not self.where.scope or len(self.module_stores.get(name, ())) < 2:
            return NOTHING
        at = engine.parent(self.where)
        while at is not None and at.scope:
            program = engine.program(at)
            if name in program.stores and name not in program.outer and engine.kind(at) == "function":
                return NOTHING
            at = engine.parent(at)
        return hidden.seen(engine, self.where, name) if self.program.outer.get(name) is None else NOTHING

    def of_comprehension(self, name: str) -> Types:
        """A variable of a comprehension around the lambda that runs, which hides others of its name."""
        assert self.unit is not None
        at = self.program.bound_around(self.unit.at, name)
        if at < 0:
            return NOTHING
        closure = self.unit.context.closure
        held = contexts.summary_of(self.engine, closure).cell(f"{name}@{at}") if closure is not None else None
        return held or lazy.store(self.engine, self.where, at)

    def closed_over(self, name: str) -> Types:
        """A variable of the function around that is stored once, as it was where this scope was made."""
        engine = self.engine
        unit = self.unit.context.closure if self.unit is not None else None
        while unit is not None:
            program = engine.program(unit.where)
            if unit.at >= 0:
                inside = contexts.summary_of(engine, unit).cell(name)
                if inside is not None:
                    return inside
            elif name in program.stores and name not in program.outer:
                return contexts.summary_of(engine, unit).cell(name) or NOTHING
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
        known = run(engine, around).known_at.get(tree.numbers[self.where.scope])
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
        if words[2] == "param" and (listed := self.listed_params(words)):
            return listed
        if words[2] == "value" and (held := self.value_of_member(words)):
            return held
        name = keys.name_of(self.engine, receiver) if words[2] == "__name__" else NOTHING
        return name or attributes.attribute_of(self.engine, receiver, words[2]) or self.absent(receiver, words[2])

    def absent(self, receiver: Types, name: str) -> Types:
        """What an attribute is of which nothing is known: unknown where nothing defines it, else nothing so far."""
        if not self.is_traced:
            return ANY
        for v in receiver:
            has_class = v[-1] == "instance" or v[-1] == "class"
            if has_class and members.find(self.engine, v.cls, name) is not None:
                return NOTHING
        if all(map(_is_plain, receiver)) and self.expects(_OF_ATTRIBUTES):
            return NOTHING
        put = [self.put_anyhow(v) if v[-1] == "instance" and not v.cls.space else NOTHING for v in receiver]
        return union(put) if put and all(put) else ANY

    def put_anyhow(self, v: Instance) -> Types:
        """What is stored in instances of a class under names that are not known."""
        info = classes.info(self.engine, v.cls)
        return NOTHING if info.open else members.put_anyhow(self.engine, info)

    def item(self, words: list[str], n: int) -> Types:
        if self.held is not None:
            self.raised()
        if self.deep and self.env is not None:
            key = self.key(n)
            if key is not None:
                found = self.env.get(key)
                if found is not None:
                    return found
        types = super().item(words, n)
        if UNKNOWN in types and self.is_traced and self.steps[int(words[1])][0] == "a":
            return self.item_of_attribute(words) or types
        return types

    def expects_absence(self) -> bool:
        return self.expects(_OF_ABSENCE)

    def expects(self, errors: frozenset[str]) -> bool:
        """Whether a `try` around catches one of some errors."""
        return any(entry[0] == "try" and not entry[4] and self.catches(entry[9], errors) for entry in self.stack)

    def catches(self, at: int, errors: frozenset[str]) -> bool:
        """Whether the `try` at a step catches one of some errors."""
        depth = 0
        for n in range(at, len(self.steps)):
            words = self.steps[n]
            depth += {"try": 1, "try*": 1, "yrt": -1}.get(words[0], 0)
            if not depth:
                break
            if depth == 1 and words[0] == "exc":
                kind = self.steps[int(words[1])] if words[1] != "-" else ["l", "BaseException"]
                named = [self.steps[int(w)] for w in kind[2:] if w.isdigit()] if kind[0] == "t" else [kind]
                if any(w[0] == "l" and w[1] in errors for w in named):
                    return True
        return False

    def item_of_attribute(self, words: list[str]) -> Types:
        """An item that others have put into the container in an attribute since it was stored here; () for none."""
        read = self.steps[int(words[1])]
        whole = attributes.attribute_of(self.engine, self.types[int(read[1])], read[2])
        if whole == self.types[int(words[1])]:
            return NOTHING
        found = item(self.engine, self, whole, int(words[2]))
        return NOTHING if UNKNOWN in found else found

    def named_part(self, words: list[str], n: int) -> Types:
        self.subjects[n] = self.types[int(words[1])]
        return super().named_part(words, n)

    def called(self, words: list[str], n: int) -> None:
        if self.env is None:
            return
        self.inner_ran = self.inner_ran or self.made_inner
        if self.held is not None:
            self.raised()
        if self.is_traced:
            self.filled.clear()
        types = self.types[n] = self.call(words, n)
        if self.is_traced and 2 < len(words) < 6 and self.is_speaking(words):
            types = self.types[n] = self.spoken(words, types)
        elif self.is_traced and len(words) == 2 and self.steps[int(words[1])] == ["l", "locals"]:
            types = self.types[n] = self.own_variables(types)
        elif self.is_traced and len(words) == 2 and self.stack and self.is_asked_for(words, "sys", "exc_info"):
            types = self.types[n] = self.exception_parts() or types
        if self.is_traced:
            if self.filled:
                self.give_back(words)
            if len(words) > 2:
                self.take_kept(words)
            if len(words) > 3 and any(v[-1] == "partial" for v in types):
                self.give_to_partial(words, n)
            self.mutated(words, n)
            if self.shared:
                self.take_in(words)
            if self.deep and self.env:
                self.fill_attributes(self.types[int(words[1])])
                self.set_by_callee(words)
            if 3 < len(words) < 6 and self.env is not None:
                self.set_by_name(words, n)
        if not types and self.never_returns(self.types[int(words[1])]):
            self.env = None
        elif types == ANY and self.is_traced and self.always_raises(int(words[1])):
            self.types[n] = NOTHING
            self.env = None
        elif self.is_traced and len(words) > 2 and len(self.types[int(words[1])]) == 1:
            self.env = self.narrow_as_told(self.env, words, self.types[int(words[1])][0], None)

    def fill_attributes(self, callee: Types) -> None:
        """After a call of what the project defines, attributes that were None hold what others may have put there."""
        assert self.env is not None
        empty = [key for key, types in self.env.items() if types == JUST_NONE and "." in key]
        if empty and not all(_is_outside(v) for v in callee):
            for key in empty:
                del self.env[key]

    def set_by_callee(self, words: list[str]) -> None:
        """Attributes that functions of the project store are what they are anywhere after a call of them, or of what is
        given such functions.
        """
        assert self.env is not None
        stored = [key for key in self.env if "." in key]
        if not stored:
            return
        called = dict.fromkeys(self.types[int(words[1])])
        for w in words[2:]:
            called.update((v, None) for v in self.types[int(w.rpartition("=")[2].lstrip("*"))] if v[-1] in _CALLED)
        for v in called:
            names = undone(self.engine, v)
            if names:
                self.forget_stored(stored, names, v.receiver if v[-1] == "bound" else None)
        given = [self.types[int(w.rpartition("=")[2].lstrip("*"))] for w in words[2:]] if self.suspended else []
        if any(map(_is_generator, given)):
            self.set_by_generators()

    def set_by_running(self) -> None:
        """The same after what a step has called that is not written: properties, operators, `with`, `str(x)`, loops."""
        ran = self.ran[:]
        self.ran.clear()
        for body, begin, receiver in ran:
            if begin < 0 and self.engine.head(body).yields:
                self.suspended[body, receiver] = None
        words = self.steps[self.at]
        if self.env is None or not self.deep:
            return
        if words[0] == "(" and not any(map(_calls_others, self.types[int(words[1])])):
            return
        stored = [key for key in self.env if "." in key]
        for body, begin, receiver in ran if stored else ():
            if begin >= 0:
                names = undone_by_lambda(self.engine, body, begin)
            else:
                cls = receiver.cls if receiver is not None and receiver[-1] == "instance" else None
                names = stored_by(self.engine, body, cls, receiver is not None)
            if names:
                self.forget_stored(stored, names, receiver)

    def set_by_generators(self) -> None:
        """A generator goes on: it may be one that was made here, which stores attributes then."""
        stored = [key for key in self.env or () if "." in key]
        for body, receiver in self.suspended if stored else ():
            cls = receiver.cls if receiver is not None and receiver[-1] == "instance" else None
            names = stored_by(self.engine, body, cls, receiver is not None)
            if names:
                self.forget_stored(stored, names, receiver)

    def next_element(self, words: list[str], at: int) -> None:
        super().next_element(words, at)
        if self.suspended and self.deep and self.env is not None and _is_generator(self.types[int(words[1])]):
            self.set_by_generators()

    def forget_stored(self, keys: list[str], names: Stored, receiver: Value | None) -> None:
        """Attributes that are known here are what they are anywhere, where a call of a receiver's may store them."""
        assert self.env is not None
        for key in keys:
            holder, _, name = key.partition("[")[0].rpartition(".")
            others = [Instance(n[1]) for n in names if type(n) is tuple and n[0] == name]
            is_own = receiver is not None and OWN + name in names and self.may_be(holder, receiver)
            is_filled = f"{name}[" in names and ("[" in key or any(v[-1] == "record" for v in self.env.get(key, ())))
            if name in names or is_own or is_filled or any(self.may_be(holder, x) for x in others):
                self.env.pop(key, None)
                for reached in self.tries:  # it may have been stored before something was raised
                    if "[" in key:
                        reached.pop(key, None)
                    elif key in reached and self.env.get(holder):
                        anywhere = attributes.attribute_of(self.engine, self.env[holder], name)
                        reached[key] = containers.merged(join(reached[key], anywhere))

    def may_be(self, key: str, v: Value) -> bool:
        """Whether a variable may hold a value, by their classes."""
        held = self.env.get(key) if self.env is not None else None
        return held is None or any(x == UNKNOWN or x[-1] != v[-1] or x[:1] == v[:1] for x in held)

    def spoken(self, words: list[str], types: Types) -> Types:
        """What a call gives, if it may be `eval` of a constant; `exec` binds what it binds."""
        texts = self.texts(self.compiled(words[2]))
        given = [int(w) for w in words[3:] if w.isdigit()]
        if len(texts) != 1 or len(given) < len(words) - 3:
            return types
        from inferd.inference.scopes import spoken

        found = spoken.run(self, texts[0], self.types[int(words[1])][0].name == "eval", given)
        return types if found is None else found

    def by_part(self, words: list[str]) -> Types | None:
        if not self.is_traced or not (words[2].isdigit() and words[3].isdigit()):
            return None
        begin, end = begun.parts_of(self.program, int(words[3]))
        found = begun.found(self.engine, self.types[int(words[2])], begin, end) if begin or end else None
        return found or None

    def compiled(self, word: str) -> str:
        """The text that `compile(text, name, mode)` was given, called here or once before; else the argument itself."""
        words = self.steps[int(word)] if word.isdigit() else [""]
        stores = self.program.stores.get(words[1], ()) if words[0] == "l" else ()
        if len(stores) == 1 and self.steps[stores[0]][0] == "s":
            words = self.steps[int(self.steps[stores[0]][2])]
        is_made = words[0] == "(" and len(words) > 2 and self.is_asked_for(words, "builtins", "compile")
        return words[2] if is_made else word

    def is_speaking(self, words: list[str]) -> bool:
        """Whether a call is one of `exec` or `eval`."""
        return any(self.is_asked_for(words, "builtins", name) for name in ("exec", "eval"))

    def is_own_namespace(self, n: int) -> bool:
        """Whether a step gives the variables of the scope that runs: `globals()` at the top of a module."""
        called = self.steps[n]
        if called[0] != "(" or len(called) != 2 or self.steps[int(called[1])][:2] not in NAMESPACES:
            return False
        return not self.where.scope or self.steps[int(called[1])][1] != "globals"

    def own_variables(self, types: Types) -> Types:
        """What `locals()` gives in a function: its variables, by name."""
        if self.engine.kind(self.where) != "function" or self.env is None:
            return types
        known = [(name, held) for name, held in self.env.items() if name in self.program.stores and held]
        if len(known) > _MOST_VARIABLES:
            return types
        return (Record(tuple([(f"s{dumps(name)}", self.engine.widened(held)) for name, held in sorted(known)])),)

    def exception_parts(self) -> Types:
        """What `sys.exc_info()` gives in a handler."""
        raised = [v for v in self.handled() if v[-1] == "instance"]
        if not raised:
            return NOTHING
        trace = self.engine.outside_class("types", "TracebackType")
        kinds = tuple(dict.fromkeys(ClassObject(v.cls) for v in raised))
        return (Tuple((kinds, tuple(raised), (Instance(trace),))),)

    def never_returns(self, callee: Types) -> bool:
        """Whether everything that may be called is declared not to return."""
        for v in callee:
            f = v.function if v[-1] == "bound" else v
            if f[-1] != "function":
                return False
            for where, step in definitions(self.engine, f):
                s = signature(self.engine, where, step)
                if s.result is None and self.only_raises(s):
                    continue
                if s.result is None or annotations.read(self.engine, where, s.result, s.variables):
                    return False
        return bool(callee)

    def always_raises(self, callee: int) -> bool:
        """Whether a call is one of a method of `self` that reports: `self.fail("not a number", line)`.

        One that makes no use of what it is given may stand for those of classes below that nobody has written.
        """
        step = self.steps[callee]
        first = self.program.params[0][0] if self.program.params else ""
        if step[0] != "a" or self.steps[int(step[1])] != ["l", first] or self.own_names is not None:
            return False
        return bool(self.types[callee]) and all(
            v[-1] == "bound" and not v.function.space
            and all(self.reports(where, made) for where, made in definitions(self.engine, v.function))
            for v in self.types[callee]
        )  # fmt: skip

    def reports(self, where: Where, made: int) -> bool:
        """Whether a definition uses what it is given, but for the receiver, and raises whichever way it takes."""
        s = signature(self.engine, where, made)
        if s.body is None or s.is_async or s.result is not None or is_left_open(self.engine, where, made):
            return False
        head = self.engine.head(s.body)
        return head.never_ends and not head.yields and head.reports and self.engine.class_around(s.body) is not None

    def only_raises(self, s: Signature) -> bool:
        """Whether the body of a function of the project ends in an exception whichever way it takes."""
        if not self.is_traced or s.where.space or s.body is None or s.is_async:
            return False
        head = self.engine.head(s.body)
        return head.never_ends and not head.yields and self.engine.class_around(s.body) is None

    def first_given(self, at: Where) -> Types:
        if self.unit is None and at == self.where:
            return self.receiver
        unit = self.unit
        while unit is not None and unit.where != at:
            unit = unit.context.closure
        if unit is None or not unit.context.given:
            return NOTHING
        params = self.engine.head(at).params
        name, types = unit.context.given[0]
        return types if params and params[0][0] == name else NOTHING

    def as_decorated(self, words: list[str], n: int) -> Types:
        """A function, or class, as its decorators leave it, which are called."""
        engine = self.engine
        if words[0] == "k":
            types = self.klass(words, n)
        else:
            unit = self.unit if self.unit is not None and self.where.scope else None
            at = n if self.is_redefined(words[2]) else -1
            types = (Function("", self.where.file, self.where.scope, words[2], unit, at),)
        for w in reversed(words[3:]):
            if w[0] == "@":
                decorator = self.types[int(w[1:])]
                step = self.steps[int(w[1:])]
                if step[0] == "a" and step[2] in ("setter", "getter", "deleter", "overload"):
                    above = self.types[int(step[1])]
                    if self.engine.kind(self.where) == "function" and above and all(map(_is_property, above)):
                        types = above  # with one more of its functions
                    continue
                if step[0] == "a" and step[2] == "register" and not lazy.is_own_function(decorator):
                    if words[0] != "k":
                        implied.register(engine, self.types[int(step[1])], NOTHING, types)
                    continue  # of a function that dispatches
                asked = self.steps[int(step[1])] if step[0] == "(" else [""]
                if asked[0] == "a" and asked[2] == "register" and len(step) == 3 and step[2].isdigit():
                    dispatcher = self.types[int(asked[1])]
                    if any(v[-1] == "partial" and v.holder is not None for v in dispatcher):
                        implied.register(engine, dispatcher, self.types[int(step[2])], types)
                        continue
                if words[0] != "k" and members.makes_property(engine, decorator):
                    made = types if all(map(contexts.is_function, types)) else NOTHING
                    types = (Instance(decorator[0].cls, (), None, contexts.shallow(made)),)  # it calls them when read
                    continue
                types = lazy.decorate(engine, types, decorator)
        return types

    def is_redefined(self, name: str) -> bool:
        """Whether several functions of this name are made here, other than as overloads or in a class."""
        steps = self.steps
        made = [
            int(steps[n][2]) for n in self.program.stores.get(name, ())
            if steps[n][0] == "s" and steps[int(steps[n][2])][0] in ("f", "fa")
        ]  # fmt: skip
        if len(made) < 2 or self.engine.kind(self.where) == "class":
            return False
        return not any(is_overload(self.engine, self.where, m) for m in made)

    def made_function(self, words: list[str], n: int) -> None:
        if self.env is None:
            return
        self.inner_ran = self.inner_ran or (self.made_inner and any(w[0] == "@" for w in words[3:]))
        self.made_inner = True
        if self.is_traced:
            self.types[n] = self.as_decorated(words, n)
            if words[0] == "k":
                for v in self.klass(words, n):
                    if v[-1] == "class":
                        keywords = [w.replace("**=", "**", 1) for w in words[3:] if "=" in w]
                        given = [a for a in self.arguments(keywords) if a.name != "metaclass"]
                        implied.class_made(self.engine, v, given)
        else:
            self.types[n] = self.function(words, n) if words[0] != "k" else self.klass(words, n)
        self.known_at[int(words[1])] = dict(self.env)

    # -- the run --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        steps = self.steps
        types = self.types
        effects = self.effects
        self.stack = []
        at, count = self.begin_body(self.unit.at) if self.unit is not None and self.unit.at >= 0 else (0, len(steps))
        engine = self.engine
        around = engine.running
        if self.is_traced:
            engine.running = self
        while at < count:
            self.at = at
            words = steps[at]
            if self.held is not None and words[0] in _RAISING:
                self.raised()
            effect = effects.get(words[0])
            if effect is None:
                types[at] = self.step(at) if self.env is not None else NOTHING
                at += 1
            else:
                at = effect(self, words, at) or at + 1
            if self.ran:
                self.set_by_running()
        engine.running = around


    def leave(self, words: list[str], at: int) -> None:
        if self.held is not None and words[0] == "R":
            self.raised()
        if words[0] == "R" and self.env is not None and self.is_traced and words[1:2] and words[1] != "-":
            raised = self.types[int(words[1])]
            if any(v[-1] == "class" and not v.cls.space for v in raised):
                calls.call(self.engine, tuple([v for v in raised if v[-1] == "class"]), [])
        if words[0] == "r" and self.env is not None:
            value = words[1] if len(words) > 1 else "-"
            self.returned = join(self.returned, self.types[int(value)] if value != "-" else JUST_NONE)
            read = self.steps[int(value)] if value != "-" else [""]
            for entry in self.stack:
                if entry[0] == "try" and entry[12] < 0:  # its `finally` is still to come
                    entry[14].append(self.env)
                    entry[15].update(read[1:2] if read[0] == "l" else ())
        self.env = None

    def yields(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        if words[0] == "y":
            self.elements = join(self.elements, self.types[int(words[1])] if words[1] != "-" else JUST_NONE)
            if words[1] != "-" and self.steps[int(words[1])][0] == "l":
                self.yielded_names.add(self.steps[int(words[1])][1])
        else:
            self.elements = join(self.elements, iterate(self.engine, self.types[int(words[1])]))
            if self.is_traced and self.engine.found is not None:
                handed_on = put_in_cell(self.engine, self.where, SENT)
                if handed_on:
                    self.sent(self.types[int(words[1])], handed_on)
        self.types[at] = self.step(at)

    def begin_body(self, first: int) -> tuple[int, int]:
        """Run the lambda that begins at a step alone: where its parameters begin, and its end."""
        end = self.end_of(first)
        self.result_at = int(self.steps[end][1])
        bound = [w[1] for n in range(first, end) if (w := self.steps[n])[0] in ("p", "s", "w")]
        self.own_names = frozenset(bound)
        self.bound_once = frozenset(name for name in self.own_names if bound.count(name) == 1)
        return first + 1, end

    result_at = -1

    def is_abstract(self) -> bool:
        """Whether it is a method that raises and returns nothing."""
        ends = {words[0] for words in self.steps}
        return "R" in ends and "r" not in ends and self.engine.class_around(self.where) is not None

    def summary(self) -> "Summary":
        """What running the unit tells others."""
        engine = self.engine
        if self.result_at >= 0:
            return Summary(engine.widened(self.types[self.result_at]), NOTHING, tuple(self.cells.items()), ())
        returned = self.returned
        if self.env is not None:
            returned = join(returned, JUST_NONE)
        elif not returned and not self.program.yields and self.where.scope and self.is_abstract():
            returned = ANY  # it only raises: what overrides it returns something
        merged = containers.merged
        cells = tuple([(name, merged(types)) for name, types in self.cells.items()])
        grown = tuple([(name, engine.widened(types)) for name, types in self.grown.items()])
        return Summary(merged(engine.widened(returned)), merged(engine.widened(self.elements)), cells, grown)


def _may_run(v: Value) -> bool:
    """Whether a value, called or given to what is, may run code of the project."""
    tag = v[-1]
    if tag in ("function", "instance", "class"):
        return not (v.space if tag == "function" else v.cls.space)
    return tag in ("bound", "callable", "partial", "unknown", "super")


def _is_property(v: Value) -> bool:
    return bool(v[-1] == "instance" and v.cls[1:] == ("builtins", "property"))


Frame.methods = {
    **Evaluator.methods, "b": Frame.operated, "B": Frame.operated, "a": Frame.attribute, "i": Frame.item,
    "pa": Frame.named_part, "t": Frame.display, "un": Frame.unpacked,
}  # fmt: skip

_EFFECTS = {
    "(": Frame.called, "f": Frame.made_function, "fa": Frame.made_function, "k": Frame.made_function, "s": Frame.store,
    "S": Frame.store, "sa": Frame.store_annotated, "sp": Frame.store_annotated, "w": Frame.store_walrus,
    "A": Frame.store_attribute, "AS": Frame.store_attribute, "Aa": Frame.store_attribute, "I": Frame.store_item,
    "Y": Frame.delete_item, "X": Frame.delete_attribute, "x": Frame.delete, "p": Frame.parameter,
    "sm": Frame.bind_module, "ta": Frame.alias, "r": Frame.leave, "R": Frame.leave, "y": Frame.yields,
    "yf": Frame.yields, "if": Frame.begin_if, "el": Frame.else_, "fi": Frame.end_if, "and": Frame.begin_boolean,
    "or": Frame.begin_boolean, ";": Frame.end_boolean, "T": Frame.assume_true, "F": Frame.assume_false,
    "as": Frame.assume_true, "gd": Frame.assume_true, "lp": Frame.begin_loop, "wh": Frame.condition,
    "nx": Frame.next_element, "pl": Frame.end_body, "lf": Frame.end_loop, "br": Frame.break_, "co": Frame.continue_,
    "en": Frame.enter, "ae": Frame.enter, "ex": Frame.exit, "try": Frame.begin_try, "try*": Frame.begin_try,
    "exc": Frame.begin_handler, "tel": Frame.begin_try_else, "fin": Frame.begin_finally, "yrt": Frame.end_try,
    "[": Frame.begin_comprehension, "]": Frame.end_comprehension, "L": Frame.begin_lambda, "M": Frame.end_lambda,
    "mt": Frame.begin_match, "cs": Frame.begin_case, "tm": Frame.end_match, "pc": Frame.pattern_class,
    "ps": Frame.pattern_singleton, "pq": Frame.pattern_sequence, "po": Frame.begin_alternatives,
    "pv": Frame.pattern_value, "pm": Frame.pattern_mapping, "pk": Frame.pattern_key,
    "p|": Frame.alternative, "op": Frame.end_alternatives, "i*": Frame.star,
}  # fmt: skip
Frame.effects = _EFFECTS


def _is_plain(v: Value) -> bool:
    """Whether a value has the attributes of its class alone, which nobody writes a class below of."""
    if v[-1] == "instance":
        return v.cls.module == "builtins" and v.cls.name in NUMBERS
    return v[-1] in ("none", "literal", "tuple", "record")


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
    units = contexts.units_of(engine, where) if engine.found is None and where.scope else []
    if units:
        known = _united([_used(engine, unit) for unit in units])
        if any(w[0] in ("l", "a", "(") and not known.types[n] for n, w in enumerate(known.steps)):
            _filled_up(known, _ran(Frame(engine, where)))  # what no known call gets to
        return known
    return _ran(Frame(engine, where))


def of_unit(engine: Engine, unit: "contexts.Unit") -> Frame:
    """The frame of a unit, as its summary is made of.

    It is kept until its file is done with: whoever asks for a step of the scope needs it again.
    """
    if engine.trace is not None or engine.running is not None:
        return _ran(Frame(engine, unit.where, unit))
    known = engine.unit_frames.get(unit)
    if known is not None:
        engine.root.touched |= known[1]
        return known[0]
    frame, read, is_final = engine.apart(lambda: _ran(Frame(engine, unit.where, unit)))
    if is_final:
        engine.unit_frames[unit] = frame, read
    return frame


def _used(engine: Engine, unit: "contexts.Unit") -> Frame:
    """The frame of a unit, which is no longer kept, as it is about to be changed; what it tells others is."""
    frame = of_unit(engine, unit)
    if unit in engine.unit_frames:
        contexts.summary_of(engine, unit)
        del engine.unit_frames[unit]
    return frame


def _ran(frame: Frame) -> Frame:
    frame.run()
    return frame


def _run_recorded(engine: Engine, where: Where) -> Frame:
    """The same while it is recorded what answers are found from: a frame that rests on open questions is not kept."""
    assert engine.record is not None and engine.trace is not None
    known = engine.frames.get(where)
    if known is None:
        half = engine.half_frames.get(where)
        if half is None:
            frame, record, lowest = engine.recorded(lambda: _run(engine, where))
            if lowest == 1 << 30:
                known = engine.frames[where] = frame
                engine.trace.keep([(("frame", where), True, record, ())])
            else:
                half = engine.half_frames[where] = (frame, lowest, record)
        if known is None:
            assert half is not None
            engine.rest_on(half[1])
            engine.record.add(half[2])
            engine.root.touched |= half[2].files
            return half[0]
    engine.record.asked[engine.trace.node(("frame", where))] = None
    return known


def _filled_up(known: Frame, other: Frame) -> None:
    """What no context reaches is what it is in another run."""
    known.types = [known.types[n] or other.types[n] for n in range(len(known.steps))]
    for n, types in other.stored_at.items():
        known.stored_at[n] = known.stored_at.get(n) or types
    for n, types in other.subjects.items():
        known.subjects.setdefault(n, types)
    for child, env in other.known_at.items():
        known.known_at.setdefault(child, env)


def _united(ran: list[Frame]) -> Frame:
    """The frames of one scope in several contexts as one, the first: what each step is in any of them."""
    first = ran[0]
    if len(ran) == 1:
        return first
    first.types = [containers.merged(union(column)) for column in zip(*(f.types for f in ran), strict=True)]
    for other in ran[1:]:
        first.reached.update(other.reached)
        for mine, theirs in ((first.stored_at, other.stored_at), (first.subjects, other.subjects)):
            for n, types in theirs.items():
                mine[n] = containers.merged(join(mine.get(n, NOTHING), types))
        for child, env in other.known_at.items():
            both = merge(first.known_at.get(child), env)
            if both is not None:
                first.known_at[child] = both
    return first


__all__ = ["Frame", "Literal", "merge", "run", "union"]
