"""What evaluating a step needs, whatever the step: operands, variables, and what is written out beside it.

`Steps.step(n)` is the value of step n.  Where operands and variables come from is for the two users to say: a frame
has computed them in order (`frames`), a lazy value asks for them (`lazy`).
"""

import collections.abc
from json import loads
from typing import Any, ClassVar

from inferd.inference.definitions import attributes, keys, members
from inferd.inference.engine import Engine, Where

from inferd.inference.types import (  # isort:skip
    NOTHING, Module, Types, union,
)  # fmt: skip

NAMESPACES = (["l", "globals"], ["l", "locals"], ["l", "vars"])  # at the top of a module they are one


class Steps:
    """One scope's program as it is evaluated."""

    methods: ClassVar[dict[str, collections.abc.Callable[[Any, list[str], int], Types]]]  # of the first word of a step
    unit: Any = None  # the `contexts.Unit` that is run, if any
    keeps_items = False  # whether the items of a list display are told apart: where the order of statements is known

    def __init__(self, engine: Engine, where: Where):
        self.engine = engine
        self.where = where
        self.program = engine.program(where)
        self.steps = self.program.steps

    def operand(self, n: int) -> Types:
        raise NotImplementedError

    def load(self, name: str) -> Types:
        raise NotImplementedError

    def step(self, n: int) -> Types:
        """The value of a step; () for one that has none."""
        words = self.steps[n]
        method = self.methods.get(words[0])
        return method(self, words, n) if method is not None else NOTHING

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
        made = self.program.stores.get(words[1], ()) if words[0] == "l" and words[1] not in self.program.outer else ()
        if len(made) == 1 and self.steps[made[0]][0] == "s" and self.steps[made[0]][2].isdigit():
            given = self.steps[int(self.steps[made[0]][2])]
            return self.namespace_of(given) if given[0] in ("a", "(") else -1
        return -1

    def by_part(self, words: list[str]) -> Types | None:
        """What `getattr(x, "visit_" + kind)` may give, by the part of the name that is known; None where none is, or
        where it is not known whose attributes these are: the order of statements, and the call, tell of what class.
        """
        return None

    def texts(self, word: str) -> list[str]:
        """The strings that an argument is one of; [] where it may be others."""
        if not word.isdigit():
            return []
        key = self.steps[int(word)]
        texts = [key[1]] if key[0] == "c" else [v.text if v[-1] == "literal" else "" for v in self.operand(int(word))]
        return [loads(t[1:]) for t in texts] if all(t.startswith('s"') for t in texts) else []

    def put_into(self, receiver: Types, name: str, types: Types, is_own: bool) -> None:
        """Tell that something is stored in an attribute."""

    def is_own(self, n: int) -> bool:
        """Whether a step is the first parameter of the method that runs."""
        params = self.program.params
        return self.steps[n][0] == "l" and bool(params) and self.steps[n][1] == params[0][0]

    def first_given(self, at: Where) -> Types:
        """What the method is bound to in this run; () where that is not known."""
        return NOTHING

    def expects_absence(self) -> bool:
        """Whether it is caught if an item that is asked for is not there."""
        return False
