"""What a function's parameters and result are, part by part, each with the best evidence that there is.

In this order: an annotation; what recorded runs saw, as long as the body that ran stands there; what follows from the
code, where that is all of it.  What is known only in part is no hint.
"""

from typing import NamedTuple

from inferd.inference.definitions import signatures
from inferd.inference.engine import Where
from inferd.inference.scopes import lazy
from inferd.inference.types import JUST_NONE, Types, is_known, shown
from inferd.model import Definition
from inferd.query import runtime
from inferd.query import targets as T
from inferd.query.types import Typing
from inferd.query.view import Block
from inferd.syntax import facts as F


class Part(NamedTuple):
    """A parameter, or the result (`name` is "return"), of a function.

    (`line`, `column`) from 1: where a parameter's name ends; of the result, that of the function's name.  `types` is
    '' where nothing is known, `why` says from what it is known.
    """

    name: str
    line: int
    column: int
    types: str
    why: str
    is_declared: bool


def of_definition(typing: Typing, d: Definition) -> list[Part]:
    """The parts of the function that is defined at a place of the project."""
    found = T.at_position(typing.view, d.path, d.line, d.column)
    return of_function(typing, *found) if found is not None else []


def of_function(typing: Typing, block: Block, k: int) -> list[Part]:
    """The parts of the function whose name, in its header, is occurrence *k*."""
    step = typing.step_of(block, k)
    scope = T.scope_defined(block, k)
    if step is None or scope < 0:
        return []
    engine = typing.engine
    words = engine.program(step.where).steps[step.number]
    if words[0] != "s" or engine.program(step.where).steps[int(words[2])][0] not in ("f", "fa"):
        return []
    s = signatures.signature(engine, step.where, int(words[2]))
    seen = _seen(typing, block, k)
    out = []
    places = {
        name: block.place(j) for j, name, _, _, around, _ in block.having(_PARAMETERS) if around == scope
    }  # fmt: skip
    for p in s.params:
        place = places.get(p.name)
        if place is None or s.body is None or signatures.is_first(engine, s, p):
            continue
        declared = p.is_declared
        types, why = "", ""
        if not declared:
            types, why = seen.get(p.name, ("", ""))
            if not types:
                types, why = _known(typing, _parameter(typing, s.body, s, p)), "by its calls"
                if not types:
                    why = ""
        out.append(Part(p.name, place[2], place[3], types, why, declared))
    line, column, _, _ = block.place(k)
    result, why = seen.get("return", ("", ""))
    if not result and not s.is_declared:
        found = signatures.result_of_definition(engine, step.where, int(words[2]))
        result, why = _known(typing, found), "by its body"
        if found == JUST_NONE and s.body is not None and engine.program(s.body).steps == []:
            result = ""  # a body that says nothing
    if s.is_declared:
        result, why = "", "declared"
    out.append(Part("return", line, column, result, why if result else "", s.is_declared))
    return out


_PARAMETERS = bytes(code & F.ROLE_MASK == F.PARAMETER for code in range(256))


def _parameter(typing: Typing, body: Where, s: signatures.Signature, p: signatures.Parameter) -> Types:
    """What goes into a parameter, for `*args` and `**kwargs` what each of them is."""
    if p.kind in ("*", "**"):
        return signatures.parameter_types(typing.engine, s, p)
    return lazy.parameter(typing.engine, body, p.name)


def _known(typing: Typing, types: Types) -> str:
    """A set as text, if it is all that there is."""
    types = typing.engine.widened(types)
    if not is_known(types):
        return ""
    text = shown(types)
    return "" if "?" in text or "Never" in text else text


def _seen(typing: Typing, block: Block, k: int) -> dict[str, tuple[str, str]]:
    """Part -> (types, why), of what recorded runs saw."""
    view = typing.view
    if not view.reader.is_recorded():
        return {}
    out: dict[str, tuple[str, str]] = {}
    for e in T.entities_at(view, block, k):
        for row in runtime.types(view, T.subject_of(view, e)):
            if row.evidence[0]["status"] != runtime.CURRENT or row.kind not in ("parameter", "return"):
                continue
            if row.kind == "return" and row.name != "return":
                continue
            name = "return" if row.kind == "return" else row.name
            out.setdefault(name, (" | ".join(row.types), str(row.evidence[0]["why"])))
    return out
