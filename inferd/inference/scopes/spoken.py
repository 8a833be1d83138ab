"""Code in constants: `exec("x = 1")`, `eval("f(x)")`.

The text is made into a flow program and run in the environment of the call, as part of the frame around.  What
`exec` binds at the top of a module, or in the body of a class, that holds from there on, as far as this body sees it.
A text that makes functions, or has statements with a body, becomes a file of its own, which only inference knows
(`Space.said`): its functions have scopes there, and see the names of the module that says it.

Where the call gives a namespace, a dictionary whose keys are known, its names are read from there, and what `exec`
binds is put into it.

What it does not do: texts that define classes, or that import; texts that are longer than what a flow program keeps.
"""

from json import dumps
from typing import Any

from inferd.errors import InferdError
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import containers
from inferd.inference.program import Program, ScopeText
from inferd.inference.scopes.frames import Frame
from inferd.inference.scopes.narrowing import Env

from inferd.inference.types import NOTHING, Literal, Types  # isort:skip

_SIMPLE = frozenset(("c", "l", "a", "i", "sl", "(", "t", "h", "b", "u", "C", "J", "fm", "s", "w", "A", "I", "un"))
_LEFT_OUT = frozenset(("k", "im", "sm", "fr", "i*", "g", "n"))
_programs: dict[tuple[str, bool], Program | None] = {}
_scopes: dict[tuple[str, bool], list[ScopeText]] = {}
_MOST = 1_000


class Spoken(Frame):
    """A frame that runs a text within another one."""

    def __init__(self, engine: Engine, where: Where, unit: Any, program: Program):
        super().__init__(engine, where, unit)
        self.program = program
        self.steps = program.steps
        self.types = [NOTHING] * len(self.steps)
        self.declared = {}
        self.shared = {}
        self.has_children = False

    def store(self, words: list[str], at: int) -> None:  # noqa: ARG002 - as all effects
        self.put(words[1], self.types[int(words[2])])


Spoken.effects = {**Frame.effects, "s": Spoken.store}


def run(frame: Frame, text: str, is_value: bool, given: "list[int]") -> Types | None:
    """What `eval` (*is_value*) of a text gives in a frame; None where it is not known.  Binds what `exec` binds.

    *given*: the steps of the namespaces that the call gives, globals and locals.
    """
    given = [n for n in given if not frame.is_own_namespace(n)]
    program = _program(text, is_value)
    if program is None or frame.env is None:
        return None
    inside: Frame
    if all(words[0] in _SIMPLE for words in program.steps):
        inside = Spoken(frame.engine, frame.where, frame.unit, program)
    else:
        scopes = _scopes[text, is_value]
        file = frame.engine.root.said(frame.where.file, text, scopes)
        inside = Frame(frame.engine, Where("", file, 0))
    inside.env = dict(frame.env)
    for n in given:
        inside.env.update(containers.items_by_name(frame.types[n]))
    inside.run()
    after: Env | None = inside.env
    for _, where, first in inside.reached:
        frame.reached[frame.at, where, first] = None
    if is_value:
        return inside.types[int(program.steps[program.stores["value"][0]][2])]
    if after is not None and given:
        held = frame.types[given[-1]]
        for name in program.stores:
            key = Literal(f"s{dumps(name)}")
            held = containers.put(frame.engine, held, ["c", key.text], (key,), after.get(name, NOTHING))
        frame.refill(given[-1], held)
    elif after is not None and frame.engine.kind(frame.where) != "function":
        found = frame.engine.found
        for name in program.stores:
            types = after.get(name, NOTHING)
            frame.put(name, types)
            if found is not None and types and not frame.where.scope:
                found.put(frame.engine.module_of(frame.where), name, frame.engine.widened(types))
    return None


def _program(text: str, is_value: bool) -> Program | None:
    key = text, is_value
    if key not in _programs:
        if len(_programs) > _MOST:
            _programs.clear()
            _scopes.clear()
        _programs[key] = _made(text, is_value)
    return _programs[key]


def _made(text: str, is_value: bool) -> Program | None:
    from inferd.source.text import split_lines
    from inferd.syntax.parse import parse
    from inferd.syntax.quietly import expression

    source = text
    try:
        if is_value:
            expression(text.strip())
            source = f"value = ({text.strip()})\n"
        facts = parse(source, split_lines(source))
    except (InferdError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    program = Program(facts.scopes[0].flow)
    if facts.broken or any(words[0] in _LEFT_OUT for words in program.steps):
        return None
    _scopes[text, is_value] = [ScopeText(s.qualname, s.nth, s.kind, None, s.flow) for s in facts.scopes]
    return program


__all__ = ["run"]
