"""What each step of a flow program computes, given what its operands are.

`Evaluator.step(n)` is the value of step n.  Where operands and variables come from is for the two users to say: a frame
has computed them in order (`frames`), a lazy value asks for them (`lazy`).

What needs no step, but values alone, stands elsewhere: `operators`, `subscripts`, `iteration`, `calls`, `attributes`.
"""

import collections.abc
from collections.abc import Sequence
from json import loads
from typing import Any, ClassVar

from inferd.inference.definitions import annotations, attributes, classes, keys, managers, members, signatures, spun
from inferd.inference.definitions.signatures import Arg, positional
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import byname, calls, containers, implied, matching, patterns
from inferd.inference.operations.iteration import WIDEST, apart, awaited, exceptions, is_row, iterate, unpack
from inferd.inference.operations.operators import LONGEST_ADDED, are_constants, filter_truth, operate
from inferd.inference.operations.subscripts import is_typed_dict, item, missed
from inferd.inference.scopes import tables

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Callable, ClassObject, Function, Instance, Literal, Module, Partial, Record,
    Super, Tuple, Types, Value, bounded, join, key_in, key_text, key_value, union, whole,
)  # fmt: skip

_LONGEST = ("itertools", "zip_longest")
_COMPARED = {"Eq": "__eq__", "NotEq": "__ne__", "Lt": "__lt__", "LtE": "__le__", "Gt": "__gt__", "GtE": "__ge__"}
NAMESPACES = (["l", "globals"], ["l", "locals"], ["l", "vars"])  # at the top of a module they are one
_REDUCING = implied.ORDERED | {implied.SUMMED}
_KNOWN = frozenset(("setattr", "__setattr__", "import_module", "__import__"))
_STORING = frozenset(("setattr", "__setattr__"))
_ASKED = frozenset(("__get__", "__getattribute__", "mro", "__setattr__"))
_COPIED = frozenset(("copy", "pop"))
_LOOKED_UP = frozenset(("get", "pop", "setdefault"))
_MAKING = frozenset(("type", "namedtuple", "NamedTuple"))
_DEEPEST = 3  # of what a display holds
_KEPT_APART = 25  # words of a dictionary display whose keys are kept apart
_SETTLED = frozenset(("function", "bound", "class", "module", "callable", "literal", "none"))  # whose truth is known
_UNARY = {"UAdd": "__pos__", "USub": "__neg__", "Invert": "__invert__"}


def _within(package: str, name: str) -> str:
    """The module that a relative name says within a package."""
    plain = name.lstrip(".")
    around = package.split(".")[: len(package.split(".")) + 1 - (len(name) - len(plain))]
    return ".".join([*around, plain]) if plain != name else name


class Evaluator:
    """See the module's docstring."""

    methods: ClassVar[dict[str, collections.abc.Callable[[Any, list[str], int], Types]]]  # of the first word of a step
    unit: Any = None  # the `contexts.Unit` that is run, if any

    def __init__(self, engine: Engine, where: Where):
        self.engine = engine
        self.where = where
        self.program = engine.program(where)
        self.steps = self.program.steps

    keeps_items = False  # whether the items of a list display are told apart: where the order of statements is known

    def operand(self, n: int) -> Types:
        raise NotImplementedError

    def load(self, name: str) -> Types:
        raise NotImplementedError

    def step(self, n: int) -> Types:
        """The value of a step; () for one that has none."""
        words = self.steps[n]
        method = self.methods.get(words[0])
        return method(self, words, n) if method is not None else NOTHING

    # -- values ---------------------------------------------------------------------------------------------------

    def constant(self, words: list[str], n: int) -> Types:
        if words[1] == "N":
            return JUST_NONE
        if words[1] == "E":  # what the name `Ellipsis` is declared as
            return (Instance(self.engine.outside_class("types", "EllipsisType")),)
        return (Literal(words[1]),)

    def variable(self, words: list[str], n: int) -> Types:
        return self.load(words[1])

    def attribute(self, words: list[str], n: int) -> Types:
        receiver = self.operand(int(words[1]))
        if words[2] == "param" and (listed := self.listed_params(words)):
            return listed
        if words[2] == "__name__":
            name = keys.name_of(self.engine, receiver)
            if name:
                return name
        if words[2] == "value" and (held := self.value_of_member(words)):
            return held
        return attributes.attribute_of(self.engine, receiver, words[2]) or (ANY if receiver else NOTHING)

    def value_of_member(self, words: list[str]) -> Types:
        """The value of a member of an enumeration that is written by name, `Color.RED.value`; () for others."""
        inner = self.steps[int(words[1])]
        if inner[0] != "a" or self.engine.flow is None:
            return NOTHING
        around = self.operand(int(inner[1]))
        if len(around) != 1 or around[0][-1] != "class" or around[0].cls.space:
            return NOTHING
        return attributes.value_of_member(self.engine, around[0].cls, inner[2])

    def listed_params(self, words: list[str]) -> Types:
        """`request.param` in a fixture of pytest; () for anything else."""
        from inferd.inference.definitions import fixtures

        return fixtures.params(self.engine, self.where) if self.steps[int(words[1])] == ["l", "request"] else NOTHING

    def item(self, words: list[str], n: int) -> Types:
        found = self.in_globals(words)
        if found:
            return found
        return item(self.engine, self, self.operand(int(words[1])), int(words[2]))

    def in_globals(self, words: list[str]) -> Types:
        """`globals()["name"]`; () for anything else."""
        engine = self.engine
        called = self.steps[int(words[1])]
        if engine.flow is None or self.where.space:
            return NOTHING
        if called[0] == "a" and called[2] == "modules":
            held = self.operand(int(called[1]))
            if len(held) != 1 or held[0][-1] != "module" or held[0].name != "sys":
                return NOTHING
            if self.steps[int(words[2])] == ["l", "__name__"]:
                return (Module("", engine.module_of(self.where)),)
            names = keys.texts(self.operand(int(words[2])))
            return tuple([Module("", name) for name in names if engine.root.files_of(name)])
        holder = self.namespace_of(called)
        if holder >= 0:
            names = keys.texts(self.operand(int(words[2]))) or self.own_slot(words[2])
            return union(attributes.attribute_of(engine, self.operand(holder), name) for name in names)
        if called[0] != "(" or len(called) != 2:
            return NOTHING
        name = self.steps[int(called[1])]
        if name[:2] not in NAMESPACES or (name[1] != "globals" and self.where.scope):
            return NOTHING
        module = engine.module_of(self.where)
        return union(engine.global_(self.where.space, module, key) for key in keys.texts(self.operand(int(words[2]))))

    def own_slot(self, word: str) -> list[str]:
        """What stands for a name that a step reads from `self` and that is not known.

        `getattr(obj, self.slot)` gives what `setattr(obj, self.slot, x)` of the same class stores: descriptors do that.
        """
        read = self.steps[int(word)] if word.isdigit() else [""]
        if read[0] != "a" or self.engine.flow is None or self.where.space or not self.is_own(int(read[1])):
            return []
        around = self.engine.class_around(self.where)
        return [f"{members.ANYTHING}{around.module}.{around.name}.{read[2]}"] if around is not None else []

    def namespace_of(self, words: list[str]) -> int:
        """The step whose attributes `x.__dict__` or `vars(x)` gives; -1 for others."""
        if words[0] == "a" and words[2] == "__dict__":
            return int(words[1])
        if words[0] == "(" and len(words) == 3 and words[2].isdigit() and self.steps[int(words[1])] == ["l", "vars"]:
            return int(words[2])
        return -1

    def slice(self, words: list[str], n: int) -> Types:
        return self.engine.instance("slice")

    def arguments(self, words: list[str]) -> list[Arg]:
        out = []
        for w in words:
            if w[0] == "*":
                if w[1] == "*":
                    out.append(self.keywords(self.operand(int(w[2:]))))
                else:
                    out += calls.spread(self.engine, self.operand(int(w[1:])))
            elif "=" in w:
                name, _, v = w.partition("=")
                out.append(Arg("k", name, self.operand(int(v))))
            else:
                out.append(Arg("p", "", self.operand(int(w))))
        return out

    def by_rows(self, words: list[str]) -> list[list[Arg]]:
        """The arguments of a call with `*row`, row by row, where `row` goes through rows that are written out (`for row
        in [(1, "a"), ()]`); none for others.
        """
        starred = [n for n, w in enumerate(words) if w[0] == "*" and w[1] != "*"]
        rows = self.written_rows(int(words[starred[0]][1:])) if len(starred) == 1 else []
        if not rows:
            return []
        first, last = self.arguments(words[: starred[0]]), self.arguments(words[starred[0] + 1 :])
        return [[*first, *[positional(self.operand(int(w))) for w in row], *last] for row in rows]

    def written_rows(self, n: int) -> list[list[str]]:
        """The items of the lists and tuples that a variable of a loop goes through, if all are written out there, and
        nothing of the variable is asked for, which might change them.
        """
        steps, read = self.steps, self.steps[n]
        stores = self.program.stores.get(read[1], ()) if read[0] == "l" else ()
        if len(stores) != 1 or steps[stores[0]][0] != "s":
            return []
        if any(words[0] == "a" and steps[int(words[1])] == read for words in steps):
            return []
        following = steps[int(steps[stores[0]][2])]
        held = steps[int(following[1])] if following[0] == "nx" else [""]
        shown = steps[int(held[1])] if held[0] == "it" else [""]
        if shown[0] != "t" or not 2 < len(shown) <= WIDEST + 2 or not all(w.isdigit() for w in shown[2:]):
            return []
        rows = [steps[int(w)] for w in shown[2:]]
        if not all(row[0] == "t" and row[1] in ("list", "tuple") and all(w.isdigit() for w in row[2:]) for row in rows):
            return []
        return [row[2:] for row in rows]

    def keywords(self, types: Types) -> Arg:
        """What `**mapping` passes."""
        if self.engine.flow is None:
            return Arg("**", "", ANY)
        types = containers.merged(types)
        if len(types) == 1 and types[0][-1] == "record":
            return Arg("**", "", types)
        mapping = self.engine.outside_class("typing", "Mapping")
        return Arg("**", "", union(classes.argument_of(self.engine, v, mapping, 1) or ANY for v in types) or ANY)

    def call(self, words: list[str], n: int) -> Types:
        engine = self.engine
        callee = self.operand(int(words[1]))
        if len(callee) == 1 and callee[0][-1] == "class" and callee[0].cls.module == "builtins":
            name = callee[0].cls.name
            if name == "super":
                return self.super(words)
            if name == "zip" and len(words) == 3 and words[2][0] == "*" and words[2][1:].isdigit():
                rows = self.operand(int(words[2][1:]))
                columns = self.columns(rows)
                if columns:
                    return (Instance(callee[0].cls, (union(columns),), columns),)
                if engine.flow is not None and all(v[-1] == "instance" and not is_row(v) for v in rows):
                    cells = engine.widened(iterate(engine, iterate(engine, rows)))
                    return (Instance(callee[0].cls, (engine.instance("tuple", cells),)),) if rows else NOTHING
            if name == "type" and len(words) == 5 and self.engine.flow is not None:
                made = self.class_of_context(words)
                if made is not None:
                    return made
            if name == "dict" and len(words) == 3 and words[2].isdigit() and engine.flow is not None:
                paired = self.of_pairs(self.steps[int(words[2])])
                if paired:
                    return paired
        if len(callee) == 1 and len(words) > 3 and engine.flow is not None and not self.where.space:
            unnamed = self.class_without_name(callee[0], words, n)
            if unnamed:
                return unnamed
        args = self.arguments(words[2:])
        if any(a.types == NOTHING for a in args):
            if any(a.types == NOTHING and a.kind != "*" for a in args):
                return NOTHING  # what is never computed is never passed
            args = [a for a in args if a.types]  # `*[]`
            if not all(calls.takes(engine, v, args) for v in callee):
                return NOTHING
        if len(callee) == 1 and callee[0][-1] == "bound" and callee[0].function.name in _ASKED:
            asked = self.steps[int(words[1])]
            got = self.reflected(self.operand(int(asked[1])), asked[2], args, words) if asked[0] == "a" else NOTHING
            if got:
                return got
        if len(callee) == 1 and callee[0][-1] == "function":
            special = self.known_function(callee[0], words, args)
            if special is not None:
                return special
        if engine.flow is not None and len(args) > 1 and callee and callee[0][-1] == "bound":
            compared = implied.ASSERTED.get(callee[0].function.name)
            if compared is not None and callee[0].function.space:
                implied.asserted(engine, callee[0].function, compared, args)
        if engine.flow is not None and args and len(callee) == 1 and not self.where.space:
            is_bound = callee[0][-1] == "bound"
            f: Value = callee[0].function if is_bound else callee[0]
            if f[-1] == "function" and f.space and f.name == "format" and is_bound:  # of a string
                implied.ask(engine, union(a.types for a in args if a.kind in "pk"), implied.OF_TEXT)
            elif f[-1] == "function" and f.space and f.name == patterns.FINDING:
                is_of_re = engine.world.space(f.space).module_of(f.file) == "re"
                found_all = patterns.found_all(engine, self.where, words, is_bound) if is_of_re else NOTHING
                if found_all:
                    return found_all
        if len(words) == 2 and len(callee) == 1 and callee[0][-1] == "bound" and callee[0].function.name in keys.FOLDED:
            read = self.steps[int(words[1])]
            changed = keys.changed(self.operand(int(read[1])), read[2]) if read[0] == "a" else NOTHING
            if changed:
                return changed
        if args and len(callee) == 1 and callee[0][-1] == "bound" and callee[0].function.name in keys.PUTTING:
            text = self.put_together(words, args)
            if text:
                return text
        names = _LOOKED_UP if args else _COPIED if engine.flow is not None else ()
        if names and all(v[-1] == "bound" and v.function.name in names for v in callee):
            found = self.looked_up(callee, words, args)
            if found is not None:
                return found
        if UNKNOWN in callee and engine.found is not None and not self.where.space:
            read = self.steps[int(words[1])]
            if read[0] == "a":
                byname.tell(engine, read[2], args)
        if engine.flow is not None and any(a.kind == "*" for a in args):
            each = [given for given in self.by_rows(words[2:]) if all(calls.takes(engine, v, given) for v in callee)]
            if each:
                return union(calls.call(engine, callee, given) for given in each)
        made = calls.call(engine, callee, args)
        if len(callee) == 1 and engine.flow is not None and not self.where.space:
            made = self.beyond_stubs(callee[0], args, made)
        return self.cached(args, made) if len(args) == len(made) == 1 and engine.flow is not None else made

    def beyond_stubs(self, callee: Value, args: list[Arg], made: Types) -> Types:
        """What a call gives of which the declaration leaves something out."""
        if callee[-1] == "class" and callee.cls[1:] == _LONGEST:
            return implied.longest(self.engine, made, args)
        if callee[-1] == "bound" and callee.function.name == "__getitem__":
            return join(made, missed(self.engine, callee, args))
        if callee[-1] == "bound" and callee.function.name in implied.PARSING and callee.function.space:
            return implied.parsed(self.engine, self.engine.module_of(self.where), callee.function, args, made)
        return made

    def of_pairs(self, shown: list[str]) -> Types:
        """A dictionary of pairs that are written out, or zipped of what is, under known keys; () for others."""
        if shown[0] == "t":
            pairs = [self.steps[int(w)] if w.isdigit() else [""] for w in shown[2:]]
            if not all(p[:2] in (["t", "tuple"], ["t", "list"]) and len(p) == 4 for p in pairs):
                return NOTHING
            rows = [[self.operand(int(w)) if w.isdigit() else NOTHING for w in p[2:]] for p in pairs]
        elif shown[0] == "(" and len(shown) == 4 and self.operand(int(shown[1])) == self.zipping():
            columns = [self.written_items(w) for w in shown[2:]]
            if len(columns[0]) != len(columns[1]):
                return NOTHING
            rows = [list(row) for row in zip(*columns, strict=True)]
        else:
            return NOTHING
        made = Record(())
        for key, held in rows:
            text = key_text(key)
            if not text:
                return NOTHING
            made = containers.over(made, Record(((text, self.engine.widened(held)),)))
        return (containers.limited(self.engine, made),) if made.items else NOTHING

    def zipping(self) -> Types:
        return (ClassObject(self.engine.builtin("zip")),)

    def written_items(self, word: str) -> Sequence[Types]:
        """The items of a list or a tuple that is written out, or of a known tuple; () for others."""
        shown = self.steps[int(word)] if word.isdigit() else [""]
        if shown[0] == "t" and shown[1] in ("list", "tuple") and all(w.isdigit() for w in shown[2:]):
            return [self.operand(int(w)) for w in shown[2:]]
        given = self.operand(int(word)) if word.isdigit() else NOTHING
        return given[0].items if len(given) == 1 and (given[0][-1] == "tuple" or is_row(given[0])) else ()

    def cached(self, args: list[Arg], made: Types) -> Types:
        """What `cache(f)` gives calls `f`; all else as it is."""
        given = args[0].types
        is_wrapper = made[0][-1] == "instance" and made[0].cls.name == "_lru_cache_wrapper"
        is_cached = is_wrapper and len(given) == 1 and given[0][-1] in ("function", "bound", "callable", "partial")
        return (Partial(given[0], (), made[0]),) if is_cached else made

    def class_without_name(self, callee: Value, words: list[str], n: int) -> Types:
        """The class that `type("T", (), {...})()` makes, where no variable gets it; () for others."""
        name = callee.cls.name if callee[-1] == "class" else callee.name if callee[-1] == "function" else ""
        given = self.steps[int(words[2])] if name in _MAKING and words[2].isdigit() else [""]
        if given[0] != "c" or not given[1].startswith('s"'):
            return NOTHING
        behind = self.steps[n + 1] if n + 1 < len(self.steps) else [""]
        if behind[0] == "s" and behind[2] == str(n):
            return NOTHING
        from inferd.inference.scopes import lazy

        return lazy.made_by_call(self.engine, self.where, loads(given[1][1:]), n) or NOTHING

    def reflected(self, asked: Types, name: str, args: list[Arg], words: list[str]) -> Types:
        """`f.__get__(x)` of functions, `C.mro()`, `super().__setattr__("name", value)`; () for others."""
        engine = self.engine
        if engine.flow is None or self.where.space:
            return NOTHING
        if name == "__setattr__":
            if len(args) == 2 and words[2].isdigit() and all(v[-1] == "super" for v in asked):
                for text in self.texts(words[2]):
                    self.put_into(tuple([v.receiver for v in asked]), text, args[1].types, True)
            return NOTHING
        if name == "__getattribute__":
            return self.looked_up_plainly(tuple([v.receiver if v[-1] == "super" else v for v in asked]), words[-1])
        if name == "mro":
            lines = [attributes.attribute(engine, v, "__mro__") for v in asked if v[-1] == "class"]
            if len(lines) != 1 or lines[0][:1] == ANY or lines[0][0][-1] != "tuple":
                return NOTHING
            (made,) = engine.instance("list", union(lines[0][0].items))
            return (apart(made, list(lines[0][0].items)),)
        if not args or any(v[-1] not in ("function", "callable") for v in asked):
            return NOTHING
        return union((v,) if r[-1] == "none" else attributes.bound_to(v, r) for v in asked for r in args[0].types)

    def looked_up_plainly(self, receiver: Types, word: str) -> Types:
        """What `object.__getattribute__(self, name)` gives for constants; () where the name is not known."""
        texts = self.texts(word)
        if not texts or any(v[-1] != "instance" for v in receiver):
            return NOTHING
        return union(attributes.looked_up(self.engine, v, text) for v in receiver for text in texts)

    def class_of_context(self, words: list[str]) -> Types | None:
        """What `type(name, bases, namespace)` makes in a function; None where that is not known."""
        if not all(w.isdigit() for w in words[3:]):
            return None
        if self.engine.kind(self.where) != "function" and self.steps[int(words[2])][0] == "c":
            return None  # it has the name that is written there
        bases = self.operand(int(words[3]))
        cls = spun.named(self.engine, self.where, self.unit, bases)
        if cls is None:
            return None
        shown = self.steps[int(words[4])]
        parts = shown[1:] if shown[0] == "h" else [f"**{words[4]}"]
        namespace: list[tuple[str, Types]] = []
        for w in parts:
            if w[0] == "*":
                namespace += containers.items_by_name(self.operand(int(w[2:])))
            else:
                k, _, v = w.partition(":")
                key = self.steps[int(k)]
                is_name = key[0] == "c" and key[1].startswith('s"')
                namespace.append((loads(key[1][1:]) if is_name else "", self.operand(int(v))))
        spun.tell(self.engine, cls, self.unit, bases, namespace)
        return (ClassObject(cls),)

    def columns(self, rows: Types) -> "tuple[Types, ...]":
        """What `zip(*rows)` gives, one by one, of rows that are tuples of one length; () for others."""
        if self.engine.flow is None or len(rows) != 1 or rows[0][-1] not in ("instance", "tuple"):
            return ()
        is_written = rows[0][-1] == "tuple" or is_row(rows[0])
        tuples = union(rows[0].items) if is_written else iterate(self.engine, rows)
        widths = {len(v.items) if v[-1] == "tuple" else -1 for v in tuples}
        if len(widths) != 1 or -1 in widths:
            return ()
        if is_written and all(len(row) == 1 for row in rows[0].items):
            columns = zip(*[row[0].items for row in rows[0].items], strict=True)
            return tuple([(Tuple(tuple([self.engine.widened(i) for i in column])),) for column in columns])
        columns = zip(*[v.items for v in tuples], strict=True)
        return tuple([self.engine.instance("tuple", self.engine.widened(union(column))) for column in columns])

    def looked_up(self, callee: Types, words: list[str], args: list[Arg]) -> Types | None:
        """`get`, `pop` and `setdefault` of dictionaries whose contents are known; None for others."""
        out: list[Types] = []
        given = args[1].types if len(args) > 1 else JUST_NONE
        read = self.steps[int(words[1])]
        holders = self.operand(int(read[1])) if read[0] == "a" else NOTHING
        receivers = holders if len(holders) == len(callee) else tuple([v.receiver for v in callee])
        for v, receiver in zip(callee, receivers, strict=True):
            method = v.function.name
            is_named = method == "get" and read[0] == "a" and words[2].isdigit()
            if is_named and (listed := self.in_globals(["i", read[1], words[2]])):
                out.append(listed if self.texts(words[2]) else join(listed, given))
                continue
            if method == "pop" and (not args or is_row(receiver)):
                if not is_row(receiver) or not v.function.space:
                    return None
                at = containers.popped(receiver.items, args)
                if at is None:
                    return None
                out.append(receiver.items[at])
                continue
            if method == "copy":
                if receiver[-1] != "record" and not is_row(receiver):
                    return None
                out.append((receiver,))
                continue
            field = self.field_of(receiver, words[2]) if method == "get" else NOTHING
            if field:
                out.append(join(field, given))
                continue
            if self.engine.flow is None or self.where.space or not v.function.space:
                return None
            default = NOTHING if method == "pop" and len(args) < 2 else given
            found = containers.looked_up(receiver, args[0].types, self.engine.widened(default))
            if found is None or not found:
                return None
            out.append(found)
        return union(out)

    def field_of(self, receiver: Value, word: str) -> Types:
        """The value under a constant key of a typed dictionary."""
        if receiver[-1] != "instance" or not word.isdigit() or not is_typed_dict(self.engine, receiver.cls):
            return NOTHING
        key = self.steps[int(word)]
        if key[0] != "c" or not key[1].startswith('s"'):
            return NOTHING
        found = members.find(self.engine, receiver.cls, key[1][2:-1])
        return found[1].types if found is not None else NOTHING

    def known_function(self, f: Function, words: list[str], args: list[Arg]) -> Types | None:
        """What annotations cannot say: `getattr` with a constant name, `cast`."""
        if f.name == "getattr" and len(words) >= 4 and self.engine.world.space(f.space).module_of(f.file) == "builtins":
            names = self.texts(words[3]) or self.slot_of(words) or self.texts_in_table(words[3])
            if names:
                receiver = self.operand(int(words[2])) if words[2].isdigit() else ANY
                found = union(attributes.attribute_of(self.engine, receiver, name) for name in names)
                if len(args) < 3 or (found and all(self.is_method_of(v, name) for v in receiver for name in names)):
                    return found or ANY
                return join(found, args[2].types)
            default = self.engine.widened(args[2].types) if len(args) > 2 else NOTHING
            begun_so = self.by_part(words)
            if begun_so is not None:
                return join(begun_so, default) or ANY
            if len(args) > 2:
                return join(ANY, default)
        elif self.engine.flow is not None and f.name in _REDUCING and not self.where.space:
            if f.space and self.engine.world.space(f.space).module_of(f.file) == "builtins":
                if f.name == implied.SUMMED:
                    return implied.total(self.engine, args)
                implied.sort(self.engine, f.name, args, NOTHING)
        elif self.engine.flow is not None and f.name == "__getattribute__" and f.space and not self.where.space:
            return self.looked_up_plainly(args[0].types, words[-1]) or None if len(args) == 2 else None
        elif self.engine.flow is not None and f.name == "cmp_to_key" and f.space and not self.where.space:
            compared = args[0].types if len(args) == 1 else NOTHING
            if len(compared) == 1 and compared[0][-1] in ("function", "callable", "bound"):
                return (Partial(compared[0], (), Instance(self.engine.outside_class("functools", calls.COMPARING))),)
        elif self.engine.flow is not None and f.name == "wraps" and f.space and not self.where.space:
            if self.engine.world.space(f.space).module_of(f.file) == calls.WRAPPER[0]:  # whatever that function gives
                return (Instance(self.engine.outside_class(*calls.WRAPPER)),)
        elif self.engine.flow is not None and f.name in implied.ASKED and f.space and not self.where.space:
            if self.engine.world.space(f.space).module_of(f.file) == "builtins":
                implied.asked(self.engine, f.name, args)
        elif self.engine.flow is not None and f.name in implied.TESTING and f.space and not self.where.space:
            if len(args) == 2 and self.engine.world.space(f.space).module_of(f.file) == "builtins":
                implied.tested(self.engine, f.name, args)
        elif self.engine.flow is not None and f.name == implied.FOLDED and f.space and not self.where.space:
            if self.engine.world.space(f.space).module_of(f.file) in ("functools", "_functools"):
                over = self.steps[int(words[3])] if len(words) > 3 and words[3].isdigit() else [""]
                is_written = over[0] == "t" and all(w.isdigit() for w in over[2:])
                return implied.folded(self.engine, args, [self.operand(int(w)) for w in over[2:]] if is_written else [])
        elif self.engine.flow is not None and f.name in implied.CALLING and not self.where.space and f.space:
            if self.engine.world.space(f.space).module_of(f.file) in ("builtins", "operator", "_operator"):
                return implied.of_operator(self.engine, f.name, args)
        elif self.engine.flow is not None and f.name in _KNOWN:
            known = self.by_constant(f, words, args)
            if known is not None:
                return known
        elif f.name in managers.SHORTCUTS and self.engine.world.space(f.space).module_of(f.file) == "django.shortcuts":
            told = managers.gotten(self.engine, f.name, args)
            if told is not None:
                calls.call(self.engine, (f,), args)
            return told
        elif (
            f.name == "cast" and len(words) >= 4 and words[2].isdigit()
            and self.engine.world.space(f.space).module_of(f.file) in ("typing", "typing_extensions")
        ):  # fmt: skip
            key = self.steps[int(words[2])]
            if key[0] == "c" and key[1].startswith('s"'):
                return ANY
            return annotations.read(self.engine, self.where, int(words[2]))
        return None

    def by_part(self, words: list[str]) -> Types | None:
        """What `getattr(x, "visit_" + kind)` may give, by the part of the name that is known; None where none is, or
        where it is not known whose attributes these are: the order of statements, and the call, tell of what class.
        """
        return None

    def is_method_of(self, v: Value, name: str) -> bool:
        """Whether a value surely has a method of a name: `getattr` does not give its default."""
        if self.engine.flow is None or v[-1] not in ("instance", "class") or v.cls.space:
            return False
        found = members.find(self.engine, v.cls, name)
        return found is not None and found[1].kind in members.METHODS

    def texts(self, word: str) -> list[str]:
        """The strings that an argument is one of; [] where it may be others."""
        if not word.isdigit():
            return []
        key = self.steps[int(word)]
        texts = [key[1]] if key[0] == "c" else [v.text if v[-1] == "literal" else "" for v in self.operand(int(word))]
        return [loads(t[1:]) for t in texts] if all(t.startswith('s"') for t in texts) else []

    def texts_in_table(self, word: str) -> list[str]:
        """The same of what is read from a table of texts, see `tables`."""
        if not word.isdigit() or self.engine.flow is None or self.where.space:
            return []
        return tables.texts(self.engine, self.where, int(word), self.operand)

    def put_together(self, words: list[str], args: list[Arg]) -> Types:
        """`"shop.{}".format(name)` and `".".join(names)` of constants; () of anything else."""
        read = self.steps[int(words[1])]
        template = self.operand(int(read[1])) if read[0] == "a" and self.engine.flow is not None else NOTHING
        if not template or template[0][-1] != "literal":
            return NOTHING
        if read[2] == "format":
            return keys.formatted(template, args)
        shown = self.steps[int(words[2])] if len(words) == 3 and words[2].isdigit() else [""]
        if shown[0] != "t" or not all(w.isdigit() for w in shown[2:]):
            return NOTHING
        parts = [part for w in shown[2:] for part in (template, self.operand(int(w)))]
        return keys.together(parts[1:])

    def slot_of(self, words: list[str]) -> list[str]:
        """The same of `getattr(obj, self.slot)`, where something is known to be stored there; [] for others."""
        receiver = self.operand(int(words[2])) if words[2].isdigit() else NOTHING
        slots = self.own_slot(words[3])
        return slots if any(attributes.attribute_of(self.engine, receiver, slot) for slot in slots) else []

    def by_constant(self, f: Function, words: list[str], args: list[Arg]) -> Types | None:
        """`setattr(x, "name", value)`, `import_module("name")`."""
        engine = self.engine
        module = engine.world.space(f.space).module_of(f.file)
        if module == "builtins" and f.name in _STORING and len(words) == 5 and words[3].isdigit():
            names = self.texts(words[3])
            is_own = f.name != "setattr" and words[2].isdigit() and self.is_own(int(words[2]))
            for name in names:
                self.put_into(self.operand(int(words[2])), name, args[2].types, is_own)
            if not names and words[2].isdigit():
                self.put_into(self.operand(int(words[2])), members.ANYTHING, args[2].types, self.is_own(int(words[2])))
                for slot in self.own_slot(words[3]):
                    self.put_into(self.operand(int(words[2])), slot, args[2].types, is_own)
            return JUST_NONE
        is_import = (module == "importlib" and f.name == "import_module") or (module == "builtins" and f.name[0] == "_")
        if is_import and len(words) in (3, 4):
            space = engine.world.space(self.where.space)
            names = self.texts(words[2])
            if f.name == "__import__" and len(words) == 3:
                names = [name.partition(".")[0] for name in names]
            elif f.name == "import_module" and len(words) == 4:  # within a package
                package = self.texts(words[3].removeprefix("package="))
                names = [_within(p, name) for p in package for name in names]
            found = [t for name in names for t in space.imported(self.where.file, 0, name, None)]
            return union(engine.target(self.where.space, t) for t in found) or None
        return None

    def put_into(self, receiver: Types, name: str, types: Types, is_own: bool) -> None:
        """Tell that something is stored in an attribute."""

    def is_own(self, n: int) -> bool:
        """Whether a step is the first parameter of the method that runs."""
        params = self.program.params
        return self.steps[n][0] == "l" and bool(params) and self.steps[n][1] == params[0][0]

    def super(self, words: list[str]) -> Types:
        engine = self.engine
        if len(words) == 4 and words[2].isdigit() and words[3].isdigit():
            classes_ = self.operand(int(words[2]))
            receiver = self.operand(int(words[3]))
            if classes_ and classes_[0][-1] == "class" and receiver and receiver[0][-1] in ("instance", "class"):
                return (Super(classes_[0].cls, receiver[0]),)
            return ANY
        at: Where | None = self.where
        while at is not None and engine.class_around(at) is None:
            at = engine.parent(at)
        if at is None or len(words) != 2:
            return ANY
        cls = engine.class_around(at)
        assert cls is not None
        made = engine.made_at(at)
        s = signatures.signature(engine, *made) if made is not None else None
        first = signatures.is_first(engine, s, s.params[0]) if s is not None and s.params else ""
        own = engine.own_instance(cls)
        receiver = self.first_given(at) if s is not None else NOTHING
        if receiver:
            found = [Super(cls, v) for v in receiver if v[-1] in ("instance", "class")]
            if found:
                return tuple(found)
        if first == "self":
            return (Super(cls, own),)
        if first == "cls":
            return (Super(cls, ClassObject(own.cls, own.args)),)
        return ANY

    def first_given(self, at: Where) -> Types:
        """What the method is bound to in this run; () where that is not known."""
        return NOTHING

    def is_grown(self, words: list[str], items: list[Types]) -> bool:
        """Whether a tuple has more items than are told one by one, since others were unpacked into it."""
        return len(items) > LONGEST_ADDED and any(w[0] == "*" for w in words[2:]) and not are_constants(items)

    def display(self, words: list[str], n: int) -> Types:
        kind = words[1]
        if kind == "tuple":
            items = []
            for w in words[2:]:
                if w[0] == "*":
                    given = self.operand(int(w[1:]))
                    if len(given) == 1 and given[0][-1] == "tuple":
                        items += given[0].items
                    else:
                        rest = [
                            iterate(self.engine, self.operand(int(x[1:]))) if x[0] == "*" else self.operand(int(x))
                            for x in words[2:]
                        ]
                        return self.engine.instance("tuple", self.engine.widened(union(rest)))
                else:
                    items.append(self.operand(int(w)))
            if self.engine.flow is not None and (len(items) > WIDEST or self.is_grown(words, items)):
                each = union([self.engine.widened(i) for i in items])
                return self.engine.instance("tuple", bounded(each, _DEEPEST))
            return (Tuple(tuple(items)),)
        parts = [
            iterate(self.engine, self.operand(int(w[1:]))) if w[0] == "*" else self.operand(int(w)) for w in words[2:]
        ]
        engine = self.engine
        # each for itself: a table has more rows than a set may have values, before constants are their classes
        element = union([engine.widened(p) for p in parts]) if parts or engine.flow is not None else ANY
        if engine.flow is None:
            return engine.instance(kind, element)
        made = Instance(engine.builtin(kind), (bounded(containers.merged(whole(element)), _DEEPEST),))
        written = self.written_out(words[2:]) if self.keeps_items and kind == "list" and parts else None
        return (apart(made, written) if written is not None else made,)

    def written_out(self, words: list[str]) -> list[Types] | None:
        """The items of a display, one by one, those of what is starred among them; None where they are not known."""
        out: list[Types] = []
        for w in words:
            if w[0] == "*":
                given = self.operand(int(w[1:]))
                if len(given) != 1 or not (given[0][-1] == "tuple" or is_row(given[0])):
                    return None
                out += [self.engine.widened(i) for i in given[0].items]
            else:
                out.append(self.engine.widened(self.operand(int(w))))
        return out

    def dictionary(self, words: list[str], n: int) -> Types:
        engine = self.engine
        if engine.flow is not None and not self.where.space and len(words) <= _KEPT_APART:
            record = self.record(words)
            if record is not None:
                return record
        keys: list[Types] = []
        values: list[Types] = []
        for w in words[1:]:
            if w[0] == "*":
                given = self.operand(int(w[2:]))
                mapping = engine.outside_class("typing", "Mapping")
                for v in given:
                    v = matching.as_instance(engine, v) if v[-1] == "record" else v
                    held = [classes.argument_of(engine, v, mapping, n) for n in (0, 1)]
                    keys.append(ANY if held[0] is None else held[0])
                    values.append(ANY if held[1] is None else held[1])
            else:
                k, _, v = w.partition(":")
                keys.append(self.operand(int(k)))
                values.append(self.operand(int(v)))
        if not keys:
            return engine.instance("dict", ANY, ANY)
        each = union([engine.widened(v) for v in values])
        return engine.instance("dict", union([engine.widened(k) for k in keys]), each)

    def record(self, words: list[str]) -> Types | None:
        """A dictionary display whose keys are constants; None for others."""
        made = Record(())
        for w in words[1:]:
            if w[0] == "*":
                given = containers.merged(self.operand(int(w[2:])))
                if len(given) != 1 or given[0][-1] != "record":
                    return None
                made = containers.over(made, given[0])
            else:
                k, _, v = w.partition(":")
                key = self.steps[int(k)][1] if self.steps[int(k)][0] == "c" else ""
                if not key:
                    given = self.operand(int(k))
                    key = key_text(given) if self.keeps_items or (given[:1] and given[0][-1] != "literal") else ""
                if not key:
                    return None
                made = containers.over(made, Record(((key, self.engine.widened(self.operand(int(v)))),)))
        return (containers.limited(self.engine, made),)

    def binary(self, words: list[str], n: int) -> Types:
        left, right = self.operand(int(words[2])), self.operand(int(words[3]))
        if words[:2] == ["b", "Add"] and left and left[0][-1] == "literal":
            text = keys.together([left, right])
            if text:
                return text
        if words[:2] == ["b", "Mod"] and left and left[0][-1] == "literal" and self.engine.flow is not None:
            text = keys.filled(left, right)
            if text:
                return text
        return operate(self.engine, words[1], left, right, words[0] == "B")

    def unary(self, words: list[str], n: int) -> Types:
        if words[1] == "Not":
            return self.engine.instance("bool")
        types = self.operand(int(words[2]))
        if words[1] == "USub" and len(types) == 1 and types[0][-1] == "literal" and types[0].text[1:].isdigit():
            return (Literal(f"i-{types[0].text[1:]}"),)
        return calls.call(self.engine, attributes.attribute_of(self.engine, types, _UNARY[words[1]]), [])

    def comparison(self, words: list[str], n: int) -> Types:
        if len(words) == 4 and words[2] in ("In", "NotIn") and self.engine.flow is not None:
            for v in self.operand(int(words[3])):
                if v[-1] in ("instance", "class") and not v.cls.space:
                    method = attributes.attribute(self.engine, v, "__contains__")
                    if v[-1] == "class" and any(m[-1] != "bound" for m in method):
                        continue  # the class's own method, which is for its instances
                    if method:
                        calls.call(self.engine, method, [positional(self.operand(int(words[1])))])
        elif len(words) == 4 and words[2] in _COMPARED:
            left, right = self.operand(int(words[1])), self.operand(int(words[3]))
            if UNKNOWN in left:
                if self.engine.flow is not None:
                    implied.reflected(self.engine, left, _COMPARED[words[2]], right)
                return ANY
            if any(v[-1] == "instance" and v.cls.module != "builtins" for v in left) or implied.is_own(right):
                result = implied.compared(self.engine, left, _COMPARED[words[2]], right)
                if result and UNKNOWN not in result:
                    return result
        return self.engine.instance("bool")

    def text(self, words: list[str], n: int) -> Types:
        if self.engine.flow is not None and not self.where.space:
            if words[0] == "J":
                known = keys.together([self.operand(int(w)) for w in words[1:]])
            else:
                known = self.operand(int(words[1])) if words[2] == "-1" and len(words) == 3 else NOTHING
                known = known if keys.texts(known) else NOTHING
            if known:
                return known
            if words[0] == "fm":
                self.formatted(words)
        return self.engine.instance("str")

    def formatted(self, words: list[str]) -> None:
        """What an f-string replaces is asked for its text."""
        own = tuple([v for v in self.operand(int(words[1])) if v[-1] == "instance" and not v.cls.space])
        for v in own:
            found = members.find(self.engine, v.cls, "__format__")
            if words[2] != "-1" or found is None or found[0].cls.space:
                implied.ask(self.engine, (v,), implied.OF_TEXT[words[2] in ("114", "97") :])
            else:
                spec = self.operand(int(words[3])) if len(words) > 3 else self.engine.instance("str")
                calls.call(self.engine, attributes.bind(self.engine, v, *found), [positional(spec)])

    def quoted(self, words: list[str], n: int) -> Types:
        return ANY

    def same(self, words: list[str], n: int) -> Types:
        return self.operand(int(words[1]))

    def walrus(self, words: list[str], n: int) -> Types:
        return self.operand(int(words[2]))

    def expects_absence(self) -> bool:
        """Whether it is caught if an item that is asked for is not there."""
        return False

    def yielded_from(self, words: list[str], n: int) -> Types:
        generator = self.engine.outside_class("typing", "Generator")
        given = self.operand(int(words[1]))
        return union([classes.argument_of(self.engine, v, generator, 2) or _at_end(v) for v in given])

    def yielded(self, words: list[str], n: int) -> Types:
        """What is sent, as the annotation of the generator says."""
        from inferd.inference.scopes.filling import SENT, put_in_cell

        engine = self.engine
        sent = put_in_cell(engine, self.where, SENT)
        if sent:
            return sent
        made = engine.made_at(self.where)
        if made is None:
            return ANY
        s = signatures.signature(engine, *made)
        if s.result is None:
            return ANY
        declared = annotations.read(engine, s.where, s.result, s.variables)
        generator = engine.outside_class("typing", "AsyncGenerator" if s.is_async else "Generator")
        return union(classes.argument_of(engine, v, generator, 1) or ANY for v in declared) or ANY

    def awaited(self, words: list[str], n: int) -> Types:
        return awaited(self.engine, self.operand(int(words[1])))

    def function(self, words: list[str], n: int) -> Types:
        from inferd.inference.scopes import lazy

        f = Function(self.where.space, self.where.file, self.where.scope, words[2])
        return lazy.function_value(self.engine, f, [(self.where, n)])

    def klass(self, words: list[str], n: int) -> Types:
        tree = self.engine.tree(self.where.space, self.where.file)
        child = tree.child(self.where.scope, int(words[1]))
        if child < 0:
            return ANY
        return (ClassObject(self.engine.class_at(Where(self.where.space, self.where.file, child))),)

    def imported(self, words: list[str], n: int) -> Types:
        engine = self.engine
        space = engine.world.space(self.where.space)
        if words[0] == "fr":
            found = space.imported(self.where.file, int(words[1]), words[2], words[3])
            if not found:  # what its star imports bring from libraries, and its `__getattr__` gives
                home = space.imported(self.where.file, int(words[1]), words[2], None)
                holders = [engine.target(self.where.space, t) for t in home]
                return union(attributes.attribute_of(engine, types, words[3]) for types in holders) or ANY
        else:
            found = space.imported(self.where.file, 0, words[2], None)
        return union(engine.target(self.where.space, t) for t in found) if found else ANY

    def iterated(self, words: list[str], n: int) -> Types:
        over = self.steps[int(words[1])]
        known = self.pairs_of(over) or self.constants_of(over)
        if known:
            return known
        return iterate(self.engine, self.operand(int(words[1])), self.steps[int(words[1])][0] == "ai")

    def constants_of(self, words: list[str]) -> Types:
        """What a loop over some strings gives, or over a display of tuples that begin with one; () for other loops."""
        over = self.steps[int(words[1])]
        if words[0] != "it" or self.engine.flow is None:
            return NOTHING
        if over[0] == "(" and len(over) == 3 and over[2].isdigit() and self.steps[int(over[1])] == ["l", "enumerate"]:
            counted = self.constants_of(["it", over[2]])
            return (Tuple((self.engine.instance("int"), counted)),) if counted else NOTHING
        if over[0] in ("l", "a"):
            held = self.operand(int(words[1]))
            items = held[0].items if len(held) == 1 and held[0][-1] == "tuple" else ()
            return union(items) if items and all(keys.texts(i) for i in items) and len(items) <= keys.MOST else NOTHING
        if over[0] != "t" or not 2 < len(over) <= keys.MOST + 2:
            return NOTHING
        found = [self.steps[int(w)] for w in over[2:] if w.isdigit()]
        first = [self.steps[int(f[2])] if f[:2] == ["t", "tuple"] and f[2:3] and f[2].isdigit() else f for f in found]
        if len(found) < len(over) - 2 or any(f[0] != "c" or not f[1].startswith('s"') for f in first):
            return NOTHING
        if any(f[0] == "t" for f in found):
            return union(self.operand(int(w)) for w in over[2:])
        return tuple(dict.fromkeys(Literal(f[1]) for f in found))

    def pairs_of(self, words: list[str]) -> Types:
        """What a loop over the items, or keys, of a dictionary gives whose keys are known; () for other loops."""
        if words[0] != "it" or self.engine.flow is None or self.where.space:
            return NOTHING
        over = self.steps[int(words[1])]
        method = ""
        if over[0] == "(" and len(over) == 2 and self.steps[int(over[1])][0] == "a":
            over, method = self.steps[int(over[1])], self.steps[int(over[1])][2]
        held = self.operand(int(over[1] if method else words[1]))
        if len(held) != 1 or held[0][-1] != "record" or method not in ("", "items", "keys"):
            return NOTHING
        found = held[0].items
        if not 0 < len(found) <= keys.MOST:
            return NOTHING
        names: Types = tuple([key_value(k) for k, _ in found])
        return (Tuple((names, union(types for _, types in found))),) if method == "items" else names

    def unpacked(self, words: list[str], n: int) -> Types:
        return unpack(self.engine, self.operand(int(words[1])), int(words[2]), int(words[3]), int(words[4]))

    def entered(self, words: list[str], n: int) -> Types:
        engine = self.engine
        name = "__enter__" if words[0] == "en" else "__aenter__"
        given = self.operand(int(words[1]))
        out = calls.call(engine, attributes.attribute_of(engine, given, name), [])
        out = awaited(engine, out) if words[0] == "ae" else out
        if UNKNOWN in out and given and all(self.enters_itself(v, name) for v in given):
            return given
        return out

    def enters_itself(self, v: Value, name: str) -> bool:
        """Whether a manager's `__enter__` is that of `AbstractContextManager`, with nothing said of what it gives."""
        found = members.find(self.engine, v.cls, name) if v[-1] == "instance" and not v.cls.space else None
        above = found[0] if found is not None else None
        return above is not None and above.cls.module == "contextlib" and all(a == ANY for a in above.args)

    def either(self, words: list[str], n: int) -> Types:
        return join(self.operand(int(words[1])), self.operand(int(words[2])))

    def boolean(self, words: list[str], n: int) -> Types:
        kind = words[1]
        parts = [self.operand(int(w)) for w in words[2:]]
        last = parts.pop()
        filtered: list[Types] = []
        for p, w in zip(parts, words[2:], strict=False):
            inner = self.steps[int(w)]
            # of `x and y or z`, it is y that may be true: x is the value only if it is false
            ending = self.operand(int(inner[-1])) if inner[0] == ";" and inner[1] != kind else p
            filtered.append(filter_truth(self.engine, ending, kind == "or"))
            if p and all(v[-1] in _SETTLED for v in p) and not filter_truth(self.engine, p, kind != "or"):
                last = NOTHING  # what stands behind is never computed
                break
        types = join(*filtered, last)
        return containers.merged(types) if self.engine.flow is not None else types

    def comprehension(self, words: list[str], n: int) -> Types:
        engine = self.engine
        kind = words[1]
        if kind == "dict":
            keys, values = self.operand(int(words[2])), self.operand(int(words[3]))
            return engine.instance("dict", engine.widened(keys), engine.widened(values))
        element = engine.widened(self.operand(int(words[2])))
        if kind == "generator" and self.is_asynchronous(n):
            return (Instance(engine.outside_class("typing", "AsyncGenerator"), (element, JUST_NONE)),)
        if kind == "generator":
            return (Instance(engine.outside_class("typing", "Generator"), (element, JUST_NONE, JUST_NONE)),)
        return engine.instance(kind, element)

    def is_asynchronous(self, n: int) -> bool:
        """Whether a generator expression, which ends at a step, awaits something, or runs over what does."""
        depth = 0
        is_first = False  # whether the first iterator awaits, whose iterable stands before it
        for at in range(n, -1, -1):
            op = self.steps[at][0]
            depth += {"]": 1, "M": 1, "[": -1, "L": -1}.get(op, 0)
            if not depth:
                return is_first
            is_first = is_first or (depth == 1 and op in ("ai", "aw"))
        return False

    def made_lambda(self, words: list[str], n: int) -> Types:
        if self.engine.flow is not None and not self.where.space:
            return (Callable(NOTHING, None, None, (self.where, self.begin_of(n), None)),)
        return (Callable(self.operand(int(words[1]))),)

    def begin_of(self, n: int) -> int:
        """The step that begins the lambda that ends at a step."""
        depth = 0
        while True:
            depth += {"M": 1, "L": -1}.get(self.steps[n][0], 0)
            if not depth:
                return n
            n -= 1

    def caught(self, words: list[str], n: int) -> Types:
        if words[1] == "-":
            return self.engine.instance("BaseException")
        caught = exceptions(self.engine, self.operand(int(words[1])))
        return self.grouped(caught) if self.is_grouping(n) else caught

    def is_grouping(self, n: int) -> bool:
        """Whether a handler is one of `except*`."""
        depth = 0
        for at in range(n - 1, -1, -1):
            op = self.steps[at][0]
            if op == "yrt":
                depth += 1
            elif op in ("try", "try*"):
                if not depth:
                    return op == "try*"
                depth -= 1
        return False

    def grouped(self, caught: Types) -> Types:
        """The group in which `except*` finds exceptions."""
        plain = self.engine.builtin("Exception")
        is_plain = all(v[-1] == "instance" and classes.is_subclass(self.engine, v.cls, plain) for v in caught)
        return self.engine.instance("ExceptionGroup" if is_plain else "BaseExceptionGroup", caught)

    def element_of(self, words: list[str], n: int) -> Types:
        subject = self.operand(int(words[1]))
        if self.engine.flow is not None:
            return unpack(self.engine, subject, int(words[2]), int(words[3]), int(words[4]))
        is_tuple = len(subject) == 1 and subject[0][-1] == "tuple"
        if is_tuple and int(words[4]) < 0 and int(words[2]) < len(subject[0].items):
            element: Types = subject[0].items[int(words[2])]
            return element
        element = iterate(self.engine, subject)
        return self.engine.instance("list", element) if words[2] == words[4] else element

    def mapped(self, words: list[str], n: int) -> Types:
        mapping = self.engine.outside_class("typing", "Mapping")
        key = key_text(self.operand(int(words[2]))) if self.engine.flow is not None else ""
        found: list[Types] = []
        for v in self.operand(int(words[1])):
            if v[-1] == "record" and key:
                items = dict(v.items)
                found.append(items.get(key_in(items, key), NOTHING))
            else:
                v = matching.as_instance(self.engine, v) if v[-1] == "record" else v
                found.append(classes.argument_of(self.engine, v, mapping, 1) or ANY)
        return union(found) or ANY

    def rest_of_mapping(self, words: list[str], n: int) -> Types:
        held = self.operand(int(words[1]))
        if self.engine.flow is None or not held or any(v[-1] != "record" for v in held):
            return self.engine.instance("dict", ANY, ANY)
        asked = {key_text(self.operand(int(w[2]))) for w in self.steps[:n] if w[0] == "pk" and w[1] == words[1]}
        return tuple([Record(tuple([i for i in v.items if i[0] not in asked]), v.maybe) for v in held])

    def named_part(self, words: list[str], n: int) -> Types:
        return attributes.attribute_of(self.engine, self.operand(int(words[1])), words[2]) or ANY

    def positional_part(self, words: list[str], n: int) -> Types:
        engine = self.engine
        out = []
        for v in self.operand(int(words[1])):
            if v[-1] in ("literal", "tuple", "record") and engine.flow is not None:
                out.append((v,))
                continue
            if v[-1] != "instance":
                out.append(ANY)
                continue
            if v.cls.module == "builtins":  # `str(x)` captures the subject itself
                out.append((v,))
                continue
            fields = [name for name, _ in calls.annotated_fields(engine, classes.info(engine, v.cls))]
            given = members.find(engine, v.cls, "__match_args__")
            if given is not None and len(given[1].types) == 1 and given[1].types[0][-1] == "tuple":
                fields = [i[0].text[2:-1] for i in given[1].types[0].items if i and i[0][-1] == "literal"]
            at = int(words[2])
            out.append(attributes.attribute(engine, v, fields[at]) if at < len(fields) else ANY)
        return union(out) or ANY


_METHODS: dict[str, collections.abc.Callable[[Any, list[str], int], Types]] = {
    "c": Evaluator.constant, "l": Evaluator.variable, "a": Evaluator.attribute, "i": Evaluator.item,
    "sl": Evaluator.slice, "(": Evaluator.call, "t": Evaluator.display, "h": Evaluator.dictionary,
    "b": Evaluator.binary, "B": Evaluator.binary, "u": Evaluator.unary, "C": Evaluator.comparison, "J": Evaluator.text,
    "fm": Evaluator.text, "q": Evaluator.quoted, "w": Evaluator.walrus, "y": Evaluator.yielded,
    "yf": Evaluator.yielded_from, "aw": Evaluator.awaited, "f": Evaluator.function, "fa": Evaluator.function,
    "k": Evaluator.klass, "im": Evaluator.imported, "fr": Evaluator.imported, "it": Evaluator.same,
    "ai": Evaluator.same, "nx": Evaluator.iterated, "un": Evaluator.unpacked, "en": Evaluator.entered,
    "ae": Evaluator.entered, "ph": Evaluator.either, ";": Evaluator.boolean, "]": Evaluator.comprehension,
    "M": Evaluator.made_lambda, "exc": Evaluator.caught, "pe": Evaluator.element_of, "pk": Evaluator.mapped,
    "pr": Evaluator.rest_of_mapping, "pa": Evaluator.named_part, "pi": Evaluator.positional_part,
}  # fmt: skip
def _at_end(v: Value) -> Types:
    """What `yield from` gives at the end of something that is no generator."""
    is_plain = v[-1] in ("tuple", "record", "literal") or (v[-1] == "instance" and v.cls.module == "builtins")
    return JUST_NONE if is_plain else ANY


Evaluator.methods = _METHODS

