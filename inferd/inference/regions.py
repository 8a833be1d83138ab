"""Regions of a flow program: how they split and join the environment (see docs/flow-programs.md).

Both ways of an `if` start from the same environment, each narrowed by the condition; a loop is run again while its head
learns something new; the handlers of a `try` start from the join of all stores in its body.
"""

from typing import Any

from inferd.inference import calls, classes, containers, lazy, members
from inferd.inference.evaluate import awaited, filter_truth, operated
from inferd.inference.narrowing import Env, Narrowing, narrow_class
from inferd.inference.types import ANY, JUST_NONE, NONE, NOTHING, UNKNOWN, Types, Value, bounded, join

_ROUNDS = 4
DEEPEST = 4  # of what a variable holds
_TESTS = frozenset(("pv", "ps", "pq", "pm", "pc", "po", "p|", "op"))


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
        if self.is_traced and self.engine.found is not None:
            self.sent(self.types[int(words[1])], JUST_NONE)

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
                swallows = swallows or given != JUST_NONE
                is_sure = is_sure or (UNKNOWN not in given and bool(filter_truth(self.engine, given, True)))
        if entered and is_sure and entered[-1][1] is not None:
            self.env = self.merge(self.env, entered[-1][4])  # it swallows what is raised, wherever in the body
        elif self.env is None and entered and swallows:
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
        # what was returned before; whether what follows `finally` can be reached
        self.stack.append(["try", reached, None, [], False, self.env is not None, self.returned, None])

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
        top[7] = self.returned if self.env is not None else None
        self.returned = NOTHING if top[7] is not None else self.returned

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
        if top[7] is not None:
            # a `finally` that always returns hides what the statement has returned
            hides = self.env is None and bool(self.returned)
            self.returned = join(top[6] if hides else top[7], self.returned)
            if not top[5]:
                self.env = None
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
