"""Displays, comprehensions, what loops over them give, and the patterns that take them apart.

What is written out is known item by item: tuples by position, dictionaries by their constant keys, and lists where the
order of statements is known (`keeps_items`).
"""

from inferd.inference.definitions import classes, keys
from inferd.inference.operations import containers, matching
from inferd.inference.operations.iteration import WIDEST, apart, is_row, iterate, unpack
from inferd.inference.operations.operators import LONGEST_ADDED, are_constants

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, Instance, Literal, Record,
    Tuple, Types, bounded, key_in, key_text, key_value, union, whole,
)  # fmt: skip
from inferd.inference.scopes.steps import Steps

_DEEPEST = 3  # of what a display holds
_KEPT_APART = 25  # words of a dictionary display whose keys are kept apart


class Displays(Steps):
    """The steps that make containers, and take from what is written out."""

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
