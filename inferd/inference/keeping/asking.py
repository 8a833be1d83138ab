"""Who answers a question of the engine, by its kind, so that it can be asked again by its key alone."""

from collections.abc import Callable
from functools import cache
from typing import Any

from inferd.inference.engine import Engine, Where
from inferd.inference.questions import Key, Record
from inferd.inference.types import Function

_OF_FUNCTIONS = frozenset(("result", "decorated"))


def stands(engine: Engine, key: Key) -> bool:
    """Whether what a question is about may be there still: its file, its scope and its step, and a function at one that
    was one.

    An edit moves what a file holds, and who asked before the edit may ask for what another thing stands for now.
    """
    where = key[1] if len(key) > 1 else None
    if type(where) is not Where:
        where = getattr(where, "where", None)  # of a unit
    if type(where) is not Where or where.space:
        return True
    if not engine.world.space(where.space).has(where.file):
        return False
    tree = engine.root.text(where.file)
    if not tree.has(where.scope):
        return False
    if len(key) < 3 or type(key[2]) is not int or key[2] < 0:
        return True
    steps = tree.program(where.scope).steps
    return tree.has_step(where.scope, key[2]) and (key[0] not in _OF_FUNCTIONS or steps[key[2]][0] in ("f", "fa"))


def ask(engine: Engine, key: Key) -> None:
    """Let a question be answered, whatever its kind.  Raises KeyError for a kind that nobody asks."""
    outer, engine.record = engine.record, Record()
    try:
        answering()[key[0]](engine, *key[1:])
    finally:
        engine.record = outer


@cache
def answering() -> dict[str, Callable[..., object]]:
    """Who answers a question, by its kind; made late, because all of them ask the engine, which is asked here."""
    from inferd.inference.definitions import annotations, classes, members, orm, signatures
    from inferd.inference.flow import contexts, flows, raising
    from inferd.inference.operations import operators
    from inferd.inference.scopes import filling, frames, helpers, lazy, undoing

    def frame(engine: Engine, *about: Any) -> None:
        if engine.trace is None or engine.trace.revived(("frame", *about)) is None:
            frames.run(engine, *about)

    def decorated(engine: Engine, where: Where, step: int) -> None:
        name = engine.program(where).steps[step][2]
        lazy.function_value(engine, Function(where.space, where.file, where.scope, name), [(where, step)])

    return {
        "unit": contexts.summary_of,
        "call": contexts.outcome,
        "unknown": contexts.unknown_context,
        "constants": contexts.keeps_constants,
        "misdocumented": contexts.is_misdocumented,
        "wraps": contexts.asks_what_it_is_made_with,
        "manager": orm.default_manager,
        "wrapped": flows.wrapped,
        "kept": filling.kept_by,
        "frame": frame,
        "value": lazy.value,
        "decorated": decorated,
        "lambda": lazy.handed_lambda_parameter,
        "comment": lazy.commented,
        "documented": lazy.documented,
        "info": classes.info,
        "held": classes.given_out,
        "member": members.member,
        "find": members.found_in_line,
        "name": Engine.stored,
        "global": Engine.global_,
        "annotation": annotations.read,
        "operate": operators.operate,
        "result": signatures.result_of_definition,
        "parameter": signatures.undeclared,
        "raised": raising.in_function,
        "raises": raising.directly,
        "tested": helpers.tested,
        "undone": undoing.stored,
        "undone by lambda": undoing.undone_by_lambda,
        "undone directly": undoing.directly,
    }
