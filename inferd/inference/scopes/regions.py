"""Regions of a flow program: how they split and join the environment (see docs/flow-programs.md).

Both ways of an `if` start from the same environment, each narrowed by the condition; a loop is run again while its head
learns something new; the handlers of a `try` start from the join of all stores in its body.
"""

from typing import Any, ClassVar

from inferd.inference import versions
from inferd.inference.definitions import attributes, classes, members
from inferd.inference.definitions.signatures import definitions, positional, signature
from inferd.inference.flow import raising
from inferd.inference.operations import calls, containers, implied
from inferd.inference.operations.iteration import awaited, exceptions, is_row
from inferd.inference.operations.operators import filter_truth, operated
from inferd.inference.scopes import lazy
from inferd.inference.scopes.narrowing import Env, Narrowing, left_by_class, narrow_class, tested_classes

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NONE, NOTHING, NUMBERS, UNKNOWN, ClassObject, Instance, Types, Value, bounded, join, key_in,
    key_text, literal_class, union,
)  # fmt: skip

_ROUNDS = 4
DEEPEST = 4  # of what a variable holds
_NO_SEQUENCES = frozenset(("str", "int", "dict", "set", "float", "bool", "bytes", "frozenset", "complex", "bytearray"))
_OF_GENERATORS = frozenset(("_GeneratorContextManager", "_AsyncGeneratorContextManager"))
_PLAIN = frozenset(("l", "c", "a", "i", "(", "t"))
_BESIDE_TESTS = frozenset(("p|", "op", "l", "a", "c", "pi", "s"))  # of alternatives: these ask for nothing
_TESTS = frozenset(("pv", "ps", "pq", "pm", "pc", "po", "p|", "op"))


def _may_be_one_of(v: Value, constants: Types) -> bool:
    """Whether a value that is no constant may be equal to one: builtins of other kinds are not."""
    if v[-1] != "instance":
        return v[-1] in ("unknown", "typevar")
    if not v.cls.space or v.cls.module != "builtins":
        return True
    kinds = [literal_class(c.text) for c in constants]
    return v.cls.name in kinds or (v.cls.name in NUMBERS and any(k in NUMBERS for k in kinds))


class Regions(Narrowing):
    """The part of a frame that keeps the environment where control splits and joins."""

    env: Env | None
    returned: Types
    tries: list[Env]
    stack: list[list[Any]]  # the statements around: kind, environment, and what each kind needs
    walruses: list[dict[str, Types]]
    is_traced: bool
    unit: Any
    lambdas = 0
    fillings = 0  # how often something was put into a container
    made_inner: bool
    held: tuple[str, Types] | None  # the last store, where nothing that may raise has run since
    at: int
    effects: ClassVar[dict[str, Any]]

    def sent(self, generators: Types, types: Types) -> None:
        """Something is sent into generators of the project."""
        raise NotImplementedError

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
        self.stack.append(["bool", self.env, at, self.fillings])
        self.walruses.append({})
        self.env = dict(self.env) if self.env is not None else None

    def end_boolean(self, words: list[str], at: int) -> None:
        _, env, first, fillings = self.stack.pop()
        stored = self.walruses.pop()
        if self.fillings != fillings and env is not None and self.env is not None:
            self.keep_filled(env, self.env, first, at)
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
        # kind, first step, environment at the head, way out, breaks, continues, rounds, names, whether it runs for sure
        # whether it runs once
        self.stack.append(["loop", at + 1, self.env, self.env, [], [], 0, words[1:], False, False])
        self.env = dict(self.env) if self.env is not None else None

    def condition(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        n = int(words[1])
        step = self.steps[n]
        endless = step[0] == "c" and step[1] in ("T", "i1")
        top[3] = None if endless else self.narrowed(self.env, n, False)
        self.env = self.narrowed(self.env, n, True)

    def raised(self) -> None:
        """Something runs that may raise."""
        raise NotImplementedError

    def operated(self, words: list[str], n: int) -> Types:
        """A binary operation; the methods of the project's classes that it calls are this frame's calls."""
        self.raised()
        left, right = self.types[int(words[2])], self.types[int(words[3])]
        if self.is_traced and words[1] == "Mod" and self.engine.widened(left) == self.engine.instance("str"):
            given = union((v,) if v[-1] != "tuple" else union(v.items) for v in right)
            implied.ask(self.engine, given, implied.OF_TEXT)
            return super().binary(words, n)
        if self.is_traced and any(v[-1] == "instance" and not v.cls.space for v in (*left, *right)):
            return operated(self.engine, words[1], left, right, words[0] == "B")
        return super().binary(words, n)

    def next_element(self, words: list[str], at: int) -> None:
        self.raised()
        top = self.stack[-1] if self.stack else None
        if top is not None and top[0] == "loop":
            top[3] = dict(self.env) if self.env is not None else None
            iterator = self.steps[int(words[1])]
            top[8] = self.is_traced and iterator[0] == "it" and self.has_something(int(iterator[1]))
            top[9] = self.is_traced and iterator[0] == "it" and _is_one_item(self.types[int(iterator[1])])
        self.types[at] = self.step(at) if self.env is not None else NOTHING
        if self.is_traced and self.engine.found is not None:
            self.sent(self.types[int(words[1])], JUST_NONE)

    def has_something(self, n: int) -> bool:
        """Whether a loop over the value of a step goes round at least once, as it is written."""
        words = self.steps[n]
        if words[0] == "t":
            return any(w[0] != "*" for w in words[2:])
        if words[0] == "h":
            return any(not w.startswith("**") for w in words[1:])
        if words[0] == "(" and self.types[int(words[1])] == (ClassObject(self.engine.builtin("range")),):
            given = [self.types[int(w)] for w in words[2:] if w.isdigit()]
            numbers = [t[0].text[1:] for t in given if len(t) == 1 and t[0][-1] == "literal" and t[0].text[0] == "i"]
            known = len(numbers) == len(words) - 2 > 0 and all(len(t) < 20 and t.isdigit() for t in numbers)
            return known and numbers[2:] != ["0"] and bool(range(*map(int, numbers)))
        values = self.types[n]
        return bool(values) and all(
            bool(v.items) if v[-1] == "tuple" or is_row(v)
            else v[-1] == "literal" and v.text[:1] == "s" and v.text != 's""'
            for v in values
        )  # fmt: skip

    def end_body(self, words: list[str], at: int) -> int | None:
        top = self.stack[-1]
        _, first, head, out, breaks, continues, rounds, names, is_sure, is_once = top
        again = self.env
        for env in continues:
            again = self.merge(again, env)
        if is_once:
            self.env = again
            return None
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
                        new = self.engine.widened(new) if rounds else new
                        new = bounded(containers.merged(new), DEEPEST)
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
        if is_sure and (again is None or self.env is None):
            self.env = again
        elif is_sure and again is not None and self.env is not None:
            for key, types in again.items():  # less what there was before the loop
                at_end = self.engine.widened(types)
                kept = tuple([v for v in self.env.get(key, types) if self.engine.widened((v,))[0] in at_end])
                if set(self.engine.widened(kept)) == set(at_end):
                    self.env[key] = kept
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
        entered = dict(self.env) if self.env is not None else None
        reached = dict(entered or {})  # what holds anywhere in the body
        if self.is_traced:
            self.tries.append(reached)
        self.stack.append(["with", entered, int(words[1]), words[0], reached])

    def exit(self, words: list[str], at: int) -> None:
        entered = [self.stack.pop() for _ in range(int(words[1]))]
        swallows = not self.is_traced
        is_sure = False
        if self.is_traced:
            for _, _, manager, kind, reached in entered:
                self._remove(reached)
                given = self.close(self.types[manager], "__aexit__" if kind == "ae" else "__exit__")
                if given == JUST_NONE or self.passes_on(manager) or self.never_swallows(manager, kind):
                    continue
                swallows = True
                is_sure = is_sure or (UNKNOWN not in given and bool(filter_truth(self.engine, given, True)))
        if entered and is_sure and entered[-1][1] is not None:
            self.env = self.merge(self.env, entered[-1][4])  # it swallows what is raised, wherever in the body
        elif self.env is None and entered and swallows:
            self.env = entered[-1][1]  # it may have swallowed what was raised

    def passes_on(self, manager: int) -> bool:
        """Whether a manager is made of a generator, called here, that catches nothing where it yields."""
        words = self.steps[manager]
        if words[0] != "(" or not all(
            v[-1] == "instance" and v.cls.module == "contextlib" and v.cls.name in _OF_GENERATORS
            for v in self.types[manager]
        ):
            return False
        callees = self.types[int(words[1])]
        made: Types = union((v.inner or ANY) if v[-1] == "callable" else ANY for v in callees)
        functions = [x.function if x[-1] == "bound" else x for x in made]
        if not functions or any(f[-1] != "function" or f.space for f in functions):
            return False
        bodies = [signature(self.engine, *d).body for f in functions for d in definitions(self.engine, f)]
        return all(body is not None and not self.engine.program(body).catches_at_yield() for body in bodies)

    def never_swallows(self, manager: int, kind: str) -> bool:
        """Whether all that a manager may be is the project's, and returns nothing but `False` or `None` at its end."""
        method = attributes.attribute_of(self.engine, self.types[manager], "__aexit__" if kind == "ae" else "__exit__")
        functions = [v.function if v[-1] == "bound" else v for v in method]
        if not functions or any(f[-1] != "function" or f.space for f in functions):
            return False
        bodies = [signature(self.engine, *d).body for f in functions for d in definitions(self.engine, f)]
        return all(body is not None and self.engine.program(body).is_never_true() for body in bodies)

    def close(self, manager: Types, name: str) -> Types:
        """What the end of a `with` statement calls, and what that gives."""
        method = attributes.attribute_of(self.engine, manager, name)
        raised = self.engine.builtin("BaseException")
        trace = self.engine.outside_class("types", "TracebackType")
        told = ((ClassObject(raised),), (Instance(raised),), (Instance(trace),)) if self.is_traced else (ANY,) * 3
        given = [positional(join(JUST_NONE, types)) for types in told]
        types = calls.call(self.engine, method, given) if method else ANY
        return awaited(self.engine, types) if name == "__aexit__" else types

    def begin_try(self, words: list[str], at: int) -> None:
        reached = dict(self.env) if self.env is not None else {}
        self.tries.append(reached)
        # kind, what holds anywhere in the body, end of the body, ends of handlers, whether a handler was seen,
        # reachable
        # what was returned before; whether what follows `finally` can be reached
        # the step of the handler that runs, -1 for none; the first step of the body, and of what follows it
        # the jumps out of it, as they are so far: breaks and continues of the loop around; the step of `finally`
        # what holds before `finally` on the ways that go on, and on all
        # what holds where it returns; the names of what it returns
        loop = next((entry for entry in reversed(self.stack) if entry[0] == "loop"), None)
        jumps = [(envs, len(envs)) for envs in loop[4:6]] if loop is not None else []
        self.stack.append(
            [
                "try", reached, None, [], False, self.env is not None, self.returned, None, -1, at, -1, jumps, -1, None,
                [], set(),
            ]
        )  # fmt: skip

    def begin_handler(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        top[8] = at
        if not top[4]:
            top[4] = True
            top[10] = at
            self._remove(top[1])
            top[2] = self.env
        else:
            top[3].append(self.env)
        self.env = dict(top[1]) if top[5] and not versions.is_idle(self.engine, self.where, at) else None
        if self.env is not None and words[1] != "-" and not self.types[int(words[1])]:
            self.compute(int(words[1]))  # the body never ends: what is behind it was not computed
        self.types[at] = self.step(at) if self.env is not None else NOTHING
        if at + 1 < len(self.steps) and self.steps[at + 1][0] == "s" and self.steps[at + 1][2] == str(at):
            self.types[at] = self.caught_by(top)

    def compute(self, last: int) -> None:
        """Run the steps of a plain expression; of another one take what it is lazily."""
        first = self.begin_of_plain(last)
        if first < 0 or not self.is_traced:
            self.types[last] = lazy.value(self.engine, self.where, last)
            return
        at = self.at
        for n in range(first, last + 1):
            self.at = n
            effect = self.effects.get(self.steps[n][0])
            if effect is None:
                self.types[n] = self.step(n)
            else:
                effect(self, self.steps[n], n)
        self.at = at

    def begin_of_plain(self, last: int) -> int:
        """The first step of an expression of names, attributes, items, displays and calls; -1 for another one."""
        words = self.steps[last]
        if words[0] not in _PLAIN:
            return -1
        operands = words[1:2] if words[0] == "a" else words[2:] if words[0] == "t" else words[1:]
        first = last
        for w in operands if words[0] not in "lc" else ():
            first = min(first, self.begin_of_plain(int(w.rpartition("=")[2].lstrip("*"))))
        return first

    def caught_by(self, entry: list[Any]) -> Types:
        """What the handler that runs gets: of classes of the project what the steps of the body raise.

        It is found out where the handler has a name for it, or `sys.exc_info` is asked: what all that the body calls
        raises costs much.
        """
        wanted: Types = self.types[entry[8]]
        if self.env is None or not self.is_traced or self.engine.flow is None or self.steps[entry[8]][1] == "-":
            return wanted
        if not any(v[-1] == "instance" and not v.cls.space for v in wanted):
            return wanted
        raised: list[Types] = []
        called: dict[Value, None] = {}
        for words in self.steps[entry[9] : entry[10]]:
            if words[0] == "R" and words[1:2] and words[1] != "-":
                raised.append(raising.raised(self.engine, self.types[int(words[1])]))
            elif words[0] == "(":
                called.update(dict.fromkeys(self.types[int(words[1])]))
                for w in words[2:]:
                    at = w.rpartition("=")[2].lstrip("*")
                    if at.isdigit() and self.steps[int(at)][0] in ("l", "a"):
                        given = self.types[int(at)]
                        called.update(dict.fromkeys(v for v in given if v[-1] in ("function", "bound")))
        caught = raising.caught(self.engine, wanted, raised, called)
        return tuple([v for v in caught if not self.is_caught_before(entry, v)]) or caught

    def is_caught_before(self, entry: list[Any], v: Value) -> bool:
        """Whether a handler before the one that runs takes what is raised."""
        depth = 0
        for words in self.steps[entry[9] + 1 : entry[8]]:
            depth += {"try": 1, "try*": 1, "yrt": -1}.get(words[0], 0)
            if depth or words[0] != "exc" or words[1] == "-" or v[-1] != "instance":
                continue
            before = exceptions(self.engine, self.types[int(words[1])])
            if any(x[-1] == "instance" and classes.is_subclass(self.engine, v.cls, x.cls) for x in before):
                return True
        return False

    def handled(self) -> Types:
        """The exceptions that are being handled where the step that runs stands; () for nothing that is known."""
        for entry in reversed(self.stack):
            if entry[0] == "try" and entry[8] >= 0:
                return self.caught_by(entry)
        return NOTHING

    def _remove(self, reached: Env) -> None:
        for i, entry in enumerate(self.tries):
            if entry is reached:
                del self.tries[i]
                self.held = self.held if self.tries else None
                return

    def begin_try_else(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        top[8] = -1
        if top[4]:
            top[3].append(self.env)
            self.env = top[2]
            top[2] = None

    def begin_finally(self, words: list[str], at: int) -> None:
        top = self.stack[-1]
        top[8], top[12] = -1, at
        self._remove(top[1])
        self._join_try(top)
        top[2], top[3], top[4] = None, [], True
        through = [top[1], *top[14], *(env for envs, before in top[11] for env in envs[before:])]
        if self.env is None and top[5]:
            # an exception or a return passes through; what follows the statement is not reached
            top[5] = False
            self.env = self.any_of(None, through)
        elif self.env is not None:  # it is run where an exception or a return passes through as well
            both = self.any_of(self.env, through)
            top[13], self.env = (self.env, dict(both or {})), both
        top[7] = self.returned if self.env is not None else None
        self.returned = NOTHING if top[7] is not None else self.returned

    def any_of(self, env: Env | None, others: list[Env | None]) -> Env | None:
        """What holds on one of several ways."""
        for other in others:
            env = self.merge(env, other)
        return env

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
        if top[12] >= 0 and self.env is not None and top[11]:
            self.jump_through(top, at)
        if top[13] is not None and self.env is not None:
            self.leave_finally(*top[13])
        if top[7] is not None:
            # a `finally` that never comes to its end, as it returns, breaks or raises, hides what was returned
            self.returned = join(top[6] if self.env is None else top[7], self.returned)
            if not top[5]:
                self.env = None
        self._join_try(top)

    def leave_finally(self, came: Env, began: Env) -> None:
        """Behind `finally` what it has left alone is what it was before, of those ways that go on."""
        env = self.env
        assert env is not None
        for key in [key for key, types in env.items() if began.get(key) == types]:
            if key in came:
                env[key] = came[key]
            else:
                del env[key]

    def jump_through(self, top: list[Any], end: int) -> None:
        """What `finally` stores holds after a `break` or `continue` that leaves the statement, too."""
        assert self.env is not None
        stored = {words[1] for words in self.steps[top[12] : end] if words[0] in ("s", "S", "w", "sa")}
        for envs, before in top[11]:
            for env in envs[before:]:
                if env is not None:
                    env.update((name, self.env[name]) for name in stored if name in self.env)

    def begin_comprehension(self, words: list[str], at: int) -> None:
        self.stack.append(["comprehension", self.env, at, self.fillings])
        self.walruses.append({})
        self.env = dict(self.env) if self.env is not None else None

    def end_comprehension(self, words: list[str], at: int) -> None:
        self.types[at] = self.step(at) if self.env is not None else NOTHING
        _, env, first, fillings = self.stack.pop()
        stored = self.walruses.pop()
        if self.fillings != fillings and env is not None and self.env is not None:
            self.keep_filled(env, self.env, first, at)
        self.env = env
        if env is not None:
            for name, types in stored.items():
                env[name] = join(env[name], types) if name in env else types

    def keep_filled(self, env: Env, inner: Env, first: int, last: int) -> None:
        """What a comprehension, or an operand of `and`, puts into containers around is there after it."""
        more = [key for key, types in inner.items() if key in env and types is not env[key]]
        if more:
            own = {words[1] for words in self.steps[first:last] if words[0] == "s"}
            for key in more:
                added = tuple([v for v in inner[key] if containers.is_container(v)])
                if added and key.partition(".")[0].partition("[")[0] not in own:
                    env[key] = containers.merged(join(env[key], added))

    def begin_lambda(self, words: list[str], at: int) -> int | None:
        self.lambdas += 1
        self.made_inner = True
        self.stack.append(["lambda", self.env, at])
        self.env = dict(self.env) if self.env is not None else None
        if self.is_traced and self.engine.found is not None:
            return self.end_of(at)  # it runs when it is called
        return None

    def end_of(self, first: int) -> int:
        """The step that ends the lambda that begins at a step."""
        depth = 0
        while True:
            depth += {"L": 1, "M": -1}.get(self.steps[first][0], 0)
            if not depth:
                return first
            first += 1

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
        cases = self.cases_between(top[6], at)
        for i, first in enumerate(cases):
            last = cases[i + 1] if i + 1 < len(cases) else at
            pattern = next((n for n in range(first + 1, last) if self.steps[n][0] in _TESTS), -1)
            if pattern >= 0 and int(self.steps[pattern][1]) == top[3] and self.takes_all(pattern, last):
                remaining = self.without_pattern(pattern, remaining)
            elif self.is_wildcard(first, last):
                return None, NOTHING
        if not remaining and top[4] and self.is_whole(top[4]):
            return None, remaining
        return top[1], remaining

    def cases_between(self, first: int, last: int) -> list[int]:
        """The cases of a match, without those of another one within."""
        depth, found = 0, []
        for n in range(first + 1, last):
            op = self.steps[n][0]
            if op == "cs" and not depth:
                found.append(n)
            depth += {"mt": 1, "tm": -1}.get(op, 0)
        return found

    def takes_all(self, pattern: int, last: int) -> bool:
        """Whether a case asks for nothing but its first test: what stands behind it are captures, and its body."""
        for n in range(self.end_of_alternatives(pattern), last):
            op = self.steps[n][0]
            if op in _TESTS or op in ("gd", "pk", "pr"):
                return False
            if op == "mt":
                break
        return True

    def is_wildcard(self, first: int, last: int) -> bool:
        """Whether a case takes everything: it has neither a test nor a guard."""
        for n in range(first + 1, last):
            op = self.steps[n][0]
            if op in _TESTS or op == "gd":
                return False
            if op == "mt":
                break
        return True

    def end_of_alternatives(self, pattern: int) -> int:
        """The step behind a test, or behind the alternatives that begin there."""
        if self.steps[pattern][0] != "po":
            return pattern + 1
        depth = 0
        while True:
            depth += {"po": 1, "op": -1}.get(self.steps[pattern][0], 0)
            pattern += 1
            if not depth:
                return pattern

    def without_pattern(self, pattern: int, remaining: Types) -> Types:
        """What does not fit a test: classes and constants taken whole are gone."""
        words = self.steps[pattern]
        if words[0] == "pc":
            return narrow_class(self.engine, remaining, self.types[int(words[2])], False)
        if words[0] == "ps" and words[2] == "N":
            return tuple([v for v in remaining if v != NONE])
        if words[0] == "pv" and all(v[-1] == "literal" for v in remaining):
            return tuple([v for v in remaining if v not in self.types[int(words[2])]])
        if words[0] == "pq":
            takes_any = words[2:] == ["1", "0"]  # `[*rest]`
            fits = [
                v for v in remaining
                if (v[-1] == "tuple" or (takes_any and v[-1] == "instance" and v.cls == self.engine.builtin("list")))
                and self.is_sequence(v, int(words[2]), int(words[3]))
            ]  # fmt: skip
            return tuple([v for v in remaining if v not in fits])
        if words[0] == "po":
            tests = range(pattern + 1, self.end_of_alternatives(pattern))
            steps = [n for n in tests if self.steps[n][0] not in _BESIDE_TESTS]
            if all(self.steps[n][0] in ("pc", "ps", "pv") and self.steps[n][1] == words[1] for n in steps):
                for n in steps:
                    remaining = self.without_pattern(n, remaining)
        return remaining

    def end_match(self, words: list[str], at: int) -> None:
        top = self.stack.pop()
        env = self.merge(self.env, self.without_cases(top, at)[0] if self.is_traced else top[1])
        for other in top[2]:
            env = self.merge(env, other)
        self.types[top[3]] = top[4]
        self.env = env
        self.take_back(top[1], words)

    def is_whole(self, known: Types) -> bool:
        """Whether all is known of the subject of a pattern, so that a case that it does not fit is not taken."""
        return self.is_traced and (self.in_context or not self.where.scope) and bool(known) and all(
            v != UNKNOWN and v[-1] not in ("typevar", "class of") for v in known
        )  # fmt: skip

    def pattern_class(self, words: list[str], at: int) -> None:
        n = int(words[1])
        wanted = tested_classes(self.engine, self.types[int(words[2])])
        if wanted and self.is_whole(self.types[n]) and not left_by_class(self.engine, self.types[n], wanted, True):
            self.env = None
            return
        self.refine(n, narrow_class(self.engine, self.types[n], self.types[int(words[2])], True))

    def pattern_singleton(self, words: list[str], at: int) -> None:
        n = int(words[1])
        known = self.types[n]
        if self.is_whole(known) and not any(_may_be(v, words[2]) for v in known):
            self.env = None
        elif words[2] == "N":
            self.refine(n, JUST_NONE)
        elif kept := tuple([v for v in known if _may_be(v, words[2])]):
            self.refine(n, kept)

    def pattern_value(self, words: list[str], at: int) -> None:
        """A constant: of constants, those that are others are not matched."""
        n, wanted = int(words[1]), self.types[int(words[2])]
        known = self.types[n]
        if not self.is_whole(self.types[n]) or any(v[-1] != "literal" for v in wanted):
            return
        kept = tuple([v for v in known if v in wanted or (v[-1] != "literal" and _may_be_one_of(v, wanted))])
        kept = tuple([v for v in kept if not self.is_one_of_its_own(v)])
        if kept:
            self.refine(n, kept)
        else:
            self.env = None

    def is_one_of_its_own(self, v: Value) -> bool:
        """Whether a value is an instance of a class of the project that says nothing of what its instances equal."""
        if v[-1] != "instance" or v.cls.space or classes.info(self.engine, v.cls).open:
            return False
        found = members.find(self.engine, v.cls, "__eq__")
        return found is None or found[0].cls == self.engine.builtin("object")

    def pattern_sequence(self, words: list[str], at: int) -> None:
        n, count, star = int(words[1]), int(words[2]), int(words[3])
        kept = tuple([v for v in self.types[n] if self.is_sequence(v, count, star)])
        if not kept and self.is_whole(self.types[n]):
            self.env = None
            return
        self.refine(n, kept)

    def is_sequence(self, v: Value, count: int, star: int) -> bool:
        """Whether a pattern of so many parts, of which one may be starred, may fit a value."""
        tag = v[-1]
        if tag == "tuple":
            return len(v.items) == count if star < 0 else len(v.items) >= count - 1
        if tag in ("none", "literal", "record", "function", "bound", "class", "module", "callable"):
            return False
        if tag != "instance":
            return True
        if v.cls.space:
            return not (v.cls.module == "builtins" and v.cls.name in _NO_SEQUENCES)
        return classes.info(self.engine, v.cls).open or self.is_below(v, "Sequence")

    def is_below(self, v: Value, name: str) -> bool:
        """Whether a value is of a class below one of `typing`."""
        return classes.is_subclass(self.engine, v.cls, self.engine.outside_class("typing", name))

    def pattern_mapping(self, words: list[str], at: int) -> None:
        n, count = int(words[1]), int(words[2])
        if not self.is_traced:
            return
        kept = []
        for v in self.types[n]:
            if v[-1] == "record":
                fits = len(v.items) >= count
            elif v[-1] == "instance":
                fits = classes.info(self.engine, v.cls).open or self.is_below(v, "Mapping")
            else:
                fits = v[-1] in ("unknown", "typevar")
            kept += [v] if fits else []
        if not kept and self.is_whole(self.types[n]):
            self.env = None
        elif kept:
            self.refine(n, tuple(kept))

    def pattern_key(self, words: list[str], at: int) -> None:
        """The subject at a key: dictionaries that are known not to have it are not matched."""
        n = int(words[1])
        key, known = key_text(self.types[int(words[2])]), self.types[n]
        if self.env is not None and key and self.is_whole(known) and all(v[-1] == "record" for v in known):
            kept = tuple([v for v in known if key_in(held := dict(v.items), key) in held])
            if not kept:
                self.env = None
                return
            self.refine(n, kept)
        self.types[at] = self.step(at) if self.env is not None else NOTHING

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


def _is_one_item(types: Types) -> bool:
    """Whether a value is a tuple with a single item."""
    return bool(types) and all(
        v[-1] == "tuple" and len(v.items) == 1 and v.items[0] and v.items[0][0][-1] != "unpacked" for v in types
    )  # fmt: skip


def _may_be(v: Value, constant: str) -> bool:
    """Whether a value may be None, True or False, as a pattern writes it."""
    tag = v[-1]
    if tag == "none" or constant == "N":
        return bool(tag == "none") == (constant == "N") or tag in ("unknown", "typevar")
    if tag == "literal":
        return bool(v.text == constant)
    if tag == "instance":
        return v.cls.module == "builtins" and v.cls.name in ("bool", "int", "object")
    return tag in ("unknown", "typevar")
