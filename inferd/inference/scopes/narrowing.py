"""What tests tell: the environment of a scope in which a condition is true, or false.

An environment maps *keys* to type sets: `x`, and what hangs on it (`x.cart`, `x[0]`) where a store or a test said
something of it.  `None` is the environment of code that control cannot reach.

A test narrows what it is about: `isinstance`, `is None`, `==` a constant, truth, `callable`, annotated guards,
patterns; and through `not`, `and`, `or` and walrus stores what these consist of.
"""

from typing import Any, Protocol

from inferd.inference import versions
from inferd.inference.definitions import attributes, classes, keys, members, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import containers, implied, matching
from inferd.inference.operations.operators import filter_truth
from inferd.inference.scopes.evaluate import Evaluator

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NONE, NOTHING, UNKNOWN, Arguments, Bindings, ClassObject, Cls, Instance, Record, Types, Value,
    alike, join, key_text, literal_class, stands_for_function, union,
)  # fmt: skip

# What is done with a dictionary that leaves it to whoever has it.
_LOOKING = frozenset(("a", "i", "Y", "C", "if", "T", "F", "wh", "u", "as", "gd", "it", "fm"))
_COUNTING = frozenset(
    ("len", "bool", "list", "tuple", "set", "dict", "sorted", "iter", "print", "str", "repr", "any", "all"),
)

Env = dict[str, Types]  # of names, and of what is read from them: `x`, `x.y`, `x[0]`


class Values(Protocol):
    """The values of steps, by their numbers: of all, or of those that were asked for."""

    def __getitem__(self, n: int, /) -> Types: ...

    def __setitem__(self, n: int, types: Types, /) -> None: ...


class Narrowing(Evaluator):
    """An evaluator with the values of its steps, which says what conditions make of an environment."""

    types: Values
    given: dict[str, Types]
    bound_once: frozenset[str] = frozenset()  # the names of the lambda that runs which nothing binds anew
    in_context = False  # whether it is run for what some calls pass
    at: int  # the step that runs
    stack: list[list[Any]]  # the statements around it
    deep: bool  # whether the environment holds keys with more than a name
    helped = 0  # how deep it is in functions that test what they are given

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
        if not self.where.space and versions.may_tell(self.steps, n):
            decided = versions.test(self.engine, self.where, n)
            if decided is not None:
                return env if decided == truth else None
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
            is_asked = any(v[-1] == "record" for v in kept) and self.is_gathered(key) and not self.is_refused()
            if is_asked and not self.is_lent(key):
                kept = tuple([v for v in kept if v[-1] != "record" or _may_be(v, truth)])
            if not kept and not truth and self.is_true(key, known):
                return None
            if not kept and self.is_exact(key) and not (truth and known == JUST_NONE and self.is_never_given(key)):
                return None
            if not kept and truth and known == JUST_NONE and self.is_told_apart(n):
                return None
            self.assume(env, key, kept, known)
        return env

    def is_told_apart(self, n: int) -> bool:
        """Whether a step reads what this instance, made with these functions, lacks and others of its class have."""
        words = self.steps[n]
        receiver = self.types[int(words[1])] if words[0] == "a" else NOTHING
        if not receiver or not all(stands_for_function(v) for v in receiver):
            return False
        others = attributes.attribute_of(self.engine, alike(receiver), words[2])
        return UNKNOWN not in others and bool(filter_truth(self.engine, others, True))

    def is_never_given(self, name: str) -> bool:
        """Whether a parameter has a default that no call of the project replaces, which is no reason to stop."""
        made = self.engine.made_at(self.where)
        params = signatures.signature(self.engine, *made).params if made is not None else ()
        if not any(p.name == name and p.has_default for p in params):
            return False
        known = self.engine.flow.contexts.get((self.where, -1)) if self.engine.flow is not None else None
        return all(types == JUST_NONE for context in known or () for n, types in context.given if n == name)

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
        typed = self.type_of(left)
        if typed >= 0:
            inner = self.key(typed)
            if inner is not None and operator in ("Is", "Eq", "In"):
                known = env.get(inner, self.types[typed])
                kept = of_class_itself(self.engine, known, other, truth)
                if not kept and (self.is_exact(inner) or (truth and self.is_sure(inner, known))):
                    return None
                if not kept and truth:
                    kept = narrow_class(self.engine, known, other, True)
                self.assume(env, inner, kept, known)
            return env
        if operator == "In" and any(v[-1] == "record" for v in other):
            return self.narrow_holder(env, key_text(self.types[left]), right, truth)
        key = self.key(left)
        if key is None:
            if self.steps[left][0] == "c" and operator in ("Is", "Eq"):
                return self.narrow_constant(env, right, self.types[left], operator, truth, left)
            return env
        if operator in ("Is", "Eq"):
            return self.narrow_constant(env, left, other, operator, truth, right)
        if operator == "In" and truth:
            elements = [v for o in other if o[-1] == "tuple" for i in o.items for v in i]
            if elements and all(v[-1] == "literal" for v in elements):
                known = env.get(key, self.types[left])
                self.assume(env, key, self.equal_to(known, tuple(dict.fromkeys(elements))), known)
        return env

    def narrow_holder(self, env: Env, text: str, right: int, truth: bool) -> Env | None:
        """`"kind" in row`: of dictionaries whose keys are known those that have it, or that need not."""
        key = self.key(right)
        if key is None or not text:
            return env
        known = env.get(key, self.types[right])
        kept = tuple([one for v in known for one in containers.with_key(v, text, truth)])
        if not kept and truth and self.is_exact(key) and not (self.is_gathered(key) and self.is_lent(key, True)):
            return None
        self.assume(env, key, kept, known)
        return env

    def is_gathered(self, key: str) -> bool:
        """Whether a variable holds the keywords of a call, a dictionary that nobody else has had."""
        return key in self.given and ["p", key, "**"] in self.steps and (
            key in self.bound_once or len(self.program.stores.get(key, ())) == 1
        )  # fmt: skip

    def is_refused(self) -> bool:
        """Whether what was tested has raised: `if options: raise TypeError`.  A program that runs goes on."""
        return self.steps[self.at][0] == "fi" and self.steps[self.at - 1][0] == "R"

    def is_lent(self, key: str, is_kept: bool = False) -> bool:
        """Whether others get hold of what a variable holds; *is_kept*: in more than a call."""
        own = self.steps.index(["p", key, "**"])
        depth = lent_at = 0
        loads: set[str] = set()
        for n, words in enumerate(self.steps):
            op = words[0]
            if op == "L" or op == "M":
                depth += 1 if op == "L" else -1
            elif n == own:
                lent_at = depth
            elif op == "l" and words[1] == key:
                if depth != lent_at:  # a lambda that runs later
                    return True
                loads.add(str(n))
            elif loads and op not in _LOOKING and any(w.rpartition("=")[2].rpartition(":")[2] in loads for w in words):
                if op == "I" or op == ";":  # the last word is the value
                    is_used = words[-1] not in loads and words[1] != "or"
                else:
                    is_used = op == "(" and (is_kept or self.steps[int(words[1])][1] in _COUNTING)
                if not is_used:
                    return True
        return not lent_at and bool(self.program.children)

    def type_of(self, n: int) -> int:
        """The step of which another one takes the class: `type(x)`, `x.__class__`; -1 for others."""
        words = self.steps[n]
        if words[0] == "a" and words[2] == "__class__":
            return int(words[1])
        is_call = words[0] == "(" and len(words) == 3 and words[2].isdigit()
        return int(words[2]) if is_call and self.steps[int(words[1])][:2] == ["l", "type"] else -1

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
            tags = attributes.attribute(self.engine, v, words[2]) if v[-1] == "instance" else ANY
            decided = bool(tags) and all(t[-1] == "literal" for t in tags)
            if decided and (not any(t in other for t in tags) if truth else all(t in other for t in tags)):
                continue
            kept.append(v)
        self.assume(env, key, tuple(kept), known)

    def narrow_constant(
        self, env: Env, n: int, other: Types, operator: str, truth: bool, right: int = -1
    ) -> Env | None:  # fmt: skip
        """*right*: the step that n is compared with."""
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
            kept = self.equal_to(known, other)
            if not kept and self.is_constant(key, known):
                return None
            self.assume(env, key, kept, known)
        elif truth and operator == "Is" and other and all(v[-1] == "class" for v in other):
            kept = tuple([v for v in known if v in other]) or tuple([v for v in known if v[-1] != "none"])
            self.assume(env, key, kept, known)
        elif truth and operator == "Eq" and other and UNKNOWN not in other and NONE not in other:
            kept = tuple([v for v in known if v != NONE])
            self.assume(env, key, kept, known)
        elif not truth and len(other) == 1 and other[0][-1] == "literal":
            kept = tuple([v for v in known if v != other[0]])
            if not kept and self.is_constant(key, known):
                return None
            self.assume(env, key, kept, known)
        elif operator == "Is" and other and all(self.is_single(v, right) for v in other):
            kept = tuple([v for v in known if (v in other) == truth])  # what stands for no value
            if truth and not kept and UNKNOWN in known:
                kept = other
            if not kept and self.is_sure(key, known):
                return None
            self.assume(env, key, kept, known)
        return env

    def is_single(self, v: Value, n: int) -> bool:
        """Whether there is one such value, as far as anybody compares with it: a mark for what is not there.

        *n*: the step that it is compared with; of an inner class of a function a variable of the module alone counts.
        """
        if v[-1] != "instance":
            return False
        if v.cls.module == "builtins":
            return bool(v.cls.name == "object")
        if v.cls.module == "types":
            return v.cls.name in _SINGLE
        words = self.steps[n]
        at_top = self.engine.program(Where(self.where.space, self.where.file, 0)).stores
        is_shared = words[0] == "l" and words[1] in at_top and words[1] not in self.program.stores
        return is_shared and "<locals>" in v.cls.name

    def is_constant(self, key: str, known: Types) -> bool:
        """Whether a parameter is one of some constants in this run."""
        return bool(known) and self.is_exact(key) and all(v[-1] == "literal" for v in known)

    def equal_to(self, known: Types, constants: Types) -> Types:
        """What is left of a set that equals one of some constants: a string is that string."""
        out: dict[Value, None] = {}
        for v in known:
            if v[-1] == "instance" and v.cls.module == "builtins" and self.engine.flow is not None:
                same = [c for c in constants if literal_class(c.text) == v.cls.name]
                out.update(dict.fromkeys(same or (v,)))
            elif v != NONE and (v[-1] != "literal" or v in constants):
                out[v] = None
        return tuple(out)

    def narrow_call(self, env: Env, words: list[str], truth: bool) -> Env | None:
        callee = self.types[int(words[1])]
        asked = self.steps[int(words[1])]
        if asked[0] == "a" and asked[2] in _TESTED and len(words) == 3 and words[2].isdigit():
            return self.narrow_text(env, int(asked[1]), asked[2], int(words[2]), truth)
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
                if not kept and self.is_exact(key):
                    return None
            is_tested = truth and name == "isinstance" and self.is_sure(key, known)
            if is_tested and not any_inside(self.engine, known, tested):
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
            if not kept and self.is_sure(key, known):
                return None
            self.assume(env, key, kept, known)
            return env
        if builtin and name == "hasattr" and key is not None and len(words) == 4 and self.engine.flow is not None:
            known = env.get(key, self.types[n])
            names = self.texts(words[3])
            kept = tuple([v for v in known if len(names) != 1 or self.has(v, names[0]) is not (not truth)])
            if not kept and self.is_exact(key):
                return None
            self.assume(env, key, kept, known)
            return env
        if key is not None and f[-1] in ("function", "bound"):
            function = f.function if f[-1] == "bound" else f
            for where, step in signatures.definitions(self.engine, function)[:1]:
                for v in signatures.result_said(self.engine, where, step):
                    if v[-1] == "special" and v.name in ("TypeGuard", "TypeIs") and v.args:
                        known = env.get(key, self.types[n])
                        if v.name == "TypeIs":
                            kept = left_by_kind(self.engine, known, v.args[0], truth)
                            if not kept and self.is_sure(key, known):
                                return None
                            self.assume(env, key, kept or (v.args[0] if truth else NOTHING), known)
                        elif truth:
                            self.assume(env, key, v.args[0], known)
        if f[-1] in ("function", "bound") and self.engine.flow is not None and not self.where.space:
            return self.narrow_as_told(env, words, f, truth)
        return env

    def narrow_text(self, env: Env, n: int, method: str, given: int, truth: bool) -> Env | None:
        """`name.startswith("get_")`: of constants those that do."""
        key = self.key(n)
        parts = self.types[given]
        if len(parts) == 1 and parts[0][-1] == "tuple":
            parts = union(parts[0].items)
        wanted = tuple(keys.texts(parts))
        if key is None or not wanted:
            return env
        known = env.get(key, self.types[n])
        fits = _TESTED[method]
        kept = tuple([v for v in known if all(fits(text, wanted) == truth for text in keys.texts((v,)))])
        if not kept and self.is_constant(key, known):
            return None
        self.assume(env, key, kept, known)
        return env

    def narrow_as_told(self, env: Env, words: list[str], f: Value, truth: bool | None) -> Env | None:
        """What a function of the project tells about its arguments: by its truth, or (None) by coming back."""
        from inferd.inference.scopes import helpers

        t = helpers.told(self.engine, f)
        if t is None or (t.test >= 0) == (truth is None):
            return env
        for name, n in helpers.at_arguments(t, words):
            key = self.key(n)
            if key is not None:
                known = env.get(key, self.types[n])
                kept = helpers.left(self.engine, t, name, known, truth, self.helped)
                if kept is None and self.is_sure(key, known):
                    return None
                if kept and UNKNOWN in kept:  # then nothing is known of it that was not before
                    kept = tuple([v for v in kept if v in known])
                self.assume(env, key, kept or NOTHING, known)
        return env

    def is_exact(self, key: str) -> bool:
        """Whether a variable holds what calls pass, of which all is known."""
        if key not in self.given or UNKNOWN in self.given[key]:
            return False
        stores = self.program.stores.get(key, [])
        if key in self.bound_once or len(stores) == 1:
            return True
        is_first = bool(stores) and stores[0] < self.at and all(n > self.at for n in stores[1:])
        return is_first and all(around[0] != "loop" for around in self.stack)  # it is bound anew later on

    def is_sure(self, key: str, known: Types) -> bool:
        """Whether a variable holds nothing else, in a function that is run for what its calls pass."""
        return self.is_exact(key) or (
            self.in_context and key.isidentifier() and bool(known) and UNKNOWN not in known
            and key in self.program.stores and key not in self.program.outer
        )  # fmt: skip

    def is_true(self, key: str, known: Types) -> bool:
        """Whether a variable holds functions, classes or modules, which are true."""
        return self.is_sure(key, known) and all(v[-1] in _ALWAYS_TRUE for v in known)

    def has(self, v: Value, name: str) -> bool | None:
        """Whether a value has an attribute; None where that is not known."""
        tag = v[-1]
        if tag in ("unknown", "typevar", "class of", "module"):
            return None
        if tag == "instance" and not v.cls.space:
            if classes.info(self.engine, v.cls).open or members.find(self.engine, v.cls, "__getattr__") is not None:
                return None
            found = members.find(self.engine, v.cls, name)
            if found is not None and found[1].kind == "own":
                return None  # where the method that stores it has not run, it is not there
            return found is not None
        found_types = attributes.attribute(self.engine, v, name)
        return None if UNKNOWN in found_types else bool(found_types)

    def is_callable(self, v: Value) -> bool | None:
        tag = v[-1]
        if tag in ("function", "bound", "callable", "class", "class of", "partial"):
            return True
        if tag == "instance":
            if members.find(self.engine, v.cls, "__call__") is not None:
                return True
            return None if classes.info(self.engine, v.cls).open else False
        return None if tag in ("unknown", "typevar") else False

    def merge(self, a: Env | None, b: Env | None) -> Env | None:
        """The join of two ways; what only one of them knows of a variable that is not this scope's was a test."""
        out = merge(a, b)
        if out is not None and a is not None and b is not None and len(out) > min(len(a), len(b)):
            program = self.program
            for key in [k for k in out if k not in a or k not in b]:
                if key not in program.stores or key in program.outer:
                    del out[key]
        return out


def _may_be(v: Record, truth: bool) -> bool:
    """Whether a dictionary may hold something, or nothing."""
    return bool(v.items) if truth else len(v.maybe) == len(v.items)


def tested_classes(engine: Engine, types: Types) -> list[Value] | None:
    """The classes of the second argument of `isinstance`; None where some are not known, or decide themselves."""
    out: list[Value] = []
    for v in types:
        if v[-1] == "class":
            if not v.cls.space and decides(engine, v):
                return None
            out.append(NONE if v.cls.name == "NoneType" and v.cls.space else v)
        elif v[-1] == "tuple":
            for x in v.items:
                inner = tested_classes(engine, x)
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


def decides(engine: Engine, v: ClassObject) -> bool:
    """Whether code of the project says what an instance of a class is, and not the classes above that."""
    above = [members.find(engine, v.cls, "__subclasshook__")]
    if meta := classes.info(engine, v.cls).metaclass:
        above += [members.find(engine, meta[0], name) for name in implied.TESTING.values()] if not meta[0].space else []
    return any(found is not None and not found[0].cls.space for found in above)


def narrow_class(engine: Engine, known: Types, tested: Types, truth: bool) -> Types:
    """What `isinstance(x, tested)` leaves of x; where it leaves nothing, x is of one of the classes all the same."""
    wanted = tested_classes(engine, tested)
    if wanted is None:
        return known if not truth else ANY if UNKNOWN in known else known
    if not truth and len(tested) > 1:  # one of several classes, and nobody knows which
        return union(left_by_class(engine, known, tested_classes(engine, (v,)) or [], False) for v in tested)
    out = left_by_class(engine, known, wanted, truth)
    if truth and not out and known:
        return tuple([w if w == NONE else Instance(w.cls, own_arguments(engine, w)) for w in wanted])
    return out


def is_class(engine: Engine, v: Value) -> bool:
    """Whether a value is a class, as far as its own class says."""
    if v[-1] != "instance":
        return bool(v[-1] == "class")
    kind = engine.builtin("type")
    return any(a.cls == kind for a in classes.info(engine, v.cls).line)


def left_by_kind(engine: Engine, known: Types, kind: Types, truth: bool) -> Types:
    """What a test leaves of a set that is true of some types alone: classes (`inspect.isclass`), or instances."""
    told = tuple([v for v in known if v != UNKNOWN])
    if all(v[-1] == "class" for v in kind):
        kept = tuple([v for v in told if is_class(engine, v) == truth])
    elif all(v[-1] == "instance" for v in kind):
        kept = left_by_class(engine, told, [ClassObject(v.cls) for v in kind], truth)
    else:
        return kind if truth else tuple([v for v in known if v not in kind])
    if UNKNOWN in known:
        kept = join(kept, kind if truth else ANY)
    return kept


def left_by_class(engine: Engine, known: Types, wanted: list[Value], truth: bool) -> Types:
    """The values of a set that are instances of some classes, or those that are not."""
    out: dict[Value, None] = {}
    for v in known:
        below: list[Value] = []
        inside = False
        cls = classes.own_class(engine, v)
        for w in wanted:
            if w == NONE:
                inside = inside or v == NONE
                if v == UNKNOWN or (v[-1] == "instance" and v.cls == engine.builtin("object")):
                    below.append(w)
                continue
            if v[-1] == "typevar":
                inside = True
                below.append(Instance(w.cls, own_arguments(engine, w)))
            elif cls is None:
                if v == UNKNOWN or v[-1] == "callable":
                    below.append(Instance(w.cls, own_arguments(engine, w)))
            elif classes.is_subclass(engine, cls, w.cls):
                inside = True
            elif classes.is_subclass(engine, w.cls, cls):
                below.append(Instance(w.cls, _arguments_below(engine, v, w)))
            elif matching.protocol_members(engine, w.cls) is not None and v[-1] == "instance":
                if matching.fits_value(engine, Instance(cls), Instance(w.cls)) is True:
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
    return tuple(out)


def of_class_itself(engine: Engine, known: Types, tested: Types, truth: bool) -> Types:
    """What `type(x) is tested` leaves of x: no instances of classes below; where it is not, none of builtin classes."""
    wanted = tested_classes(engine, tested)
    if wanted is None or (UNKNOWN in known and truth):
        return narrow_class(engine, known, tested, True) if truth else known
    classes_ = {w.cls for w in wanted if w != NONE}
    if truth:
        narrowed = left_by_class(engine, known, wanted, True)
        return tuple([v for v in narrowed if v[-1] != "instance" or v.cls in classes_])
    return tuple([v for v in known if len(tested) > 1 or not _is_plainly(engine, v, classes_)])


def _is_plainly(engine: Engine, v: Value, wanted: "set[Cls]") -> bool:
    """Whether a value is certainly of one of some classes, and of none below."""
    if v[-1] == "literal":
        return engine.builtin(literal_class(v.text)) in wanted
    if v[-1] == "tuple" or v[-1] == "record":
        return engine.builtin("tuple" if v[-1] == "tuple" else "dict") in wanted
    is_plain = v[-1] == "instance" and v.cls.module == "builtins" and v.cls.name in _PLAIN
    return bool(is_plain and v.cls in wanted)


_PLAIN = frozenset(("str", "list", "set", "float", "bytes"))  # below which few classes are


def any_inside(engine: Engine, known: Types, tested: Types) -> bool:
    """Whether something of a set may be an instance of one of the classes, or of a class below both."""
    wanted = tested_classes(engine, tested)
    if wanted is None:
        return True
    for v in known:
        if v == NONE:
            if v in wanted:
                return True
            continue
        cls = classes.own_class(engine, v)
        if cls is None or classes.info(engine, cls).open:
            return True
        for w in wanted:
            if w == NONE:
                continue
            if classes.is_subclass(engine, cls, w.cls) or classes.is_subclass(engine, w.cls, cls):
                return True
            if matching.protocol_members(engine, w.cls) is not None:
                return True
            if w.cls.module in _ABSTRACT and not (cls.module == "builtins" and cls.name in _BUILTIN):
                return True  # it may be registered
    return False


_TESTED = {"startswith": str.startswith, "endswith": str.endswith}
_SINGLE = frozenset(("NotImplementedType", "EllipsisType"))
_ALWAYS_TRUE = frozenset(("function", "bound", "callable", "class", "module"))
_BUILTIN = frozenset("str bytes int bool float complex list tuple dict set frozenset".split())
_ABSTRACT = frozenset(("typing", "collections.abc", "numbers", "abc"))


def own_arguments(engine: Engine, w: Value) -> Arguments:
    """The type arguments of a class that is tested for: unknown ones where it is named without."""
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
    """What `issubclass(x, tested)` leaves of x."""
    wanted = tested_classes(engine, tested)
    if wanted is None:
        return known
    if not truth and len(tested) > 1:
        return union(narrow_subclass(engine, known, (v,), False) for v in tested)
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
