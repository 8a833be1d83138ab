"""What each step of a flow program computes, given what its operands are.

Calls stand in `calling`, displays and what is taken from them in `displays`; here are all others, and the table that
says which method a step's first word stands for.

What needs no step, but values alone, stands elsewhere: `operators`, `subscripts`, `iteration`, `calls`, `attributes`.
"""

from inferd.inference.definitions import annotations, attributes, classes, keys, members, signatures
from inferd.inference.definitions.signatures import positional
from inferd.inference.engine import Where
from inferd.inference.operations import calls, containers, implied, making
from inferd.inference.operations.iteration import awaited, exceptions, unpack
from inferd.inference.operations.operators import filter_truth, operate
from inferd.inference.operations.subscripts import item

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Callable, ClassObject, Function, Instance, Literal, Types, Value, join, union,
)  # fmt: skip
from inferd.inference.scopes.calling import Calling
from inferd.inference.scopes.displays import Displays

_COMPARED = {"Eq": "__eq__", "NotEq": "__ne__", "Lt": "__lt__", "LtE": "__le__", "Gt": "__gt__", "GtE": "__ge__"}
_SETTLED = frozenset(("function", "bound", "class", "module", "callable", "literal", "none"))  # whose truth is known
_UNARY = {"UAdd": "__pos__", "USub": "__neg__", "Invert": "__invert__"}


def _at_end(v: Value) -> Types:
    """What `yield from` gives at the end of something that is no generator."""
    is_plain = v[-1] in ("tuple", "record", "literal") or (v[-1] == "instance" and v.cls.module == "builtins")
    return JUST_NONE if is_plain else ANY


class Evaluator(Calling, Displays):
    """See the module's docstring."""

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

    def slice(self, words: list[str], n: int) -> Types:
        return self.engine.instance("slice")

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
            fields = [name for name, _ in making.annotated_fields(engine, classes.info(engine, v.cls))]
            given = members.find(engine, v.cls, "__match_args__")
            if given is not None and len(given[1].types) == 1 and given[1].types[0][-1] == "tuple":
                fields = [i[0].text[2:-1] for i in given[1].types[0].items if i and i[0][-1] == "literal"]
            at = int(words[2])
            out.append(attributes.attribute(engine, v, fields[at]) if at < len(fields) else ANY)
        return union(out) or ANY


Evaluator.methods = {
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
}  # fmt: skip  # fmt: skip
