"""Calls, as steps: the arguments that are written, and what the callee gives for them.

What values alone decide, `calls` says.  Here is what hangs on how the call is written: `super()`, `zip(*rows)`,
`getattr(x, "name")`, `dict` of pairs, `d.get("key")`, `setattr` and `import_module` with constants, classes that `type`
makes.
"""

from collections.abc import Sequence
from json import loads

from inferd.inference.definitions import annotations, attributes, classes, keys, managers, members, signatures, spun
from inferd.inference.definitions.signatures import Arg, positional
from inferd.inference.engine import Where
from inferd.inference.operations import byname, calls, containers, implied, patterns
from inferd.inference.operations.iteration import WIDEST, apart, is_row, iterate
from inferd.inference.operations.subscripts import is_typed_dict, missed
from inferd.inference.scopes import tables

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, ClassObject, Function, Instance, Partial, Record,
    Super, Tuple, Types, Value, join, key_text, union,
)  # fmt: skip
from inferd.inference.scopes.steps import Steps

_LONGEST = ("itertools", "zip_longest")
_REDUCING = implied.ORDERED | {implied.SUMMED}
_KNOWN = frozenset(("setattr", "__setattr__", "import_module", "__import__"))
_STORING = frozenset(("setattr", "__setattr__"))
_ASKED = frozenset(("__get__", "__getattribute__", "mro", "__setattr__"))
_COPIED = frozenset(("copy", "pop", "popleft"))
_LOOKED_UP = frozenset(("get", "pop", "setdefault"))
_MAKING = frozenset(("type", "namedtuple", "NamedTuple"))


def _within(package: str, name: str) -> str:
    """The module that a relative name says within a package."""
    plain = name.lstrip(".")
    around = package.split(".")[: len(package.split(".")) + 1 - (len(name) - len(plain))]
    return ".".join([*around, plain]) if plain != name else name


class Calling(Steps):
    """The steps that call something."""

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
        from inferd.inference.scopes import types_by_call

        made_as = self.as_base(n) or loads(given[1][1:])
        return types_by_call.made_by_call(self.engine, self.where, made_as, n) or NOTHING

    def as_base(self, n: int) -> str:
        """What the class that step *n* makes is called where it stands as a base, as `class P(namedtuple("P", "x"))`
        has it: it is another one than P; "" elsewhere.
        """
        word = str(n)
        made = next((w for w in self.steps[n + 1 :] if w[0] == "k" and word in w[3:]), None)
        if made is None:
            return ""
        child = self.engine.tree(self.where.space, self.where.file).child(self.where.scope, int(made[1]))
        own = self.engine.class_at(self.where._replace(scope=child)).name if child >= 0 else ""
        return own.rpartition(".")[2] + classes.BASE if own else ""

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
                if receiver[-1] != "instance" or receiver.items is None or not v.function.space:
                    return None
                at = containers.popped(receiver.items, args)
                if at is None:
                    return None
                out.append(receiver.items[at])
                continue
            if method == "popleft":
                if receiver[-1] != "instance" or not receiver.items or not v.function.space:
                    return None
                out.append(receiver.items[0])
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

    def is_method_of(self, v: Value, name: str) -> bool:
        """Whether a value surely has a method of a name: `getattr` does not give its default."""
        if self.engine.flow is None or v[-1] not in ("instance", "class") or v.cls.space:
            return False
        found = members.find(self.engine, v.cls, name)
        return found is not None and found[1].kind in members.METHODS

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
