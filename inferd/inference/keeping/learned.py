"""What an engine has found out that outlives it: the next one begins with what an edit has left standing.

An engine answers about one snapshot.  What only libraries tell holds for the next snapshot too, and so does what steps
of files that were not edited have made: signatures, type variables, classes that calls make.  Entries of rounds, which
hold by what they were found from, are kept elsewhere (`trace`).
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from inferd.inference.definitions.classes import Ancestor, Info
from inferd.inference.definitions.signatures import Signature
from inferd.inference.engine import Engine, Where
from inferd.inference.flow.roots import Mentions
from inferd.inference.questions import Key
from inferd.inference.types import Cls, Types, Variable


class Learned(NamedTuple):
    """See the module's docstring; the parts as in `Engine`."""

    answers: tuple[dict[Key, Types], dict[Key, int]]
    infos: dict[Cls, tuple[Info, int]]
    signatures: dict[tuple[Where, int], Signature]
    defined: dict[tuple[str, int, int, str], list[tuple[Where, int]]]
    bounds: dict[Variable, tuple[Types, Types]]
    defaults: dict[Variable, Types]
    made_classes: dict[Cls, tuple[Where, int, tuple[Ancestor, ...]]]
    made_fields: dict[Cls, dict[str, Types]]
    mentions: dict[int, Mentions]


def of(engine: Engine) -> Learned:
    """What another engine may take over, after an edit."""
    infos = {cls: known for cls, known in engine.infos.items() if cls.space}
    return Learned(
        engine.answers(), infos, engine.signatures, engine.defined, engine.bounds, engine.defaults,
        engine.made_classes, engine.made_fields, engine.mentions,
    )  # fmt: skip


class Kept(NamedTuple):
    """What an edit has left standing: *files* (bits) that were edited, and their *modules*, all of them and those of
    which nothing is known (*gone*); *names*: what changed units of steps bind in the others, see `numbering`.
    """

    files: int
    modules: frozenset[str]
    gone: frozenset[str]
    names: frozenset[tuple[str, str]]  # (module, name)
    stands: Callable[[Where, int], bool]  # whether a step is what it was


ALL = Kept(0, frozenset(), frozenset(), frozenset(), lambda *_: True)


def take_over(engine: Engine, learned: Learned, kept: Kept) -> None:
    """Let an engine begin with what another has learned of the same libraries and of the project before an edit."""
    edited = kept.files
    engine.start_from(learned.answers)
    engine.infos = dict(learned.infos)
    engine.bounds = {v: known for v, known in learned.bounds.items() if _stands(v, kept)}
    engine.defaults = {v: known for v, known in learned.defaults.items() if _stands(v, kept)}
    engine.mentions = {f: known for f, known in learned.mentions.items() if not edited >> f & 1}
    engine.signatures = {key: known for key, known in learned.signatures.items() if _holds(key[0], edited)}
    engine.defined = {
        key: known for key, known in learned.defined.items() if _holds(Where(key[0], key[1], 0), edited)
    }  # fmt: skip
    engine.made_classes = {c: known for c, known in learned.made_classes.items() if _is_made(c, known, kept)}
    engine.made_fields = {
        c: known for c, known in learned.made_fields.items()
        if c.space or (c in engine.made_classes) or c.module not in kept.modules
    }  # fmt: skip


def forget_made_in(engine: Engine, functions: Iterable[Where]) -> None:
    """Forget the classes that calls in some functions have made, whose bodies are others now."""
    standing = [w for w in functions if engine.tree(w.space, w.file).has(w.scope)]
    inside = {(engine.module_of(w), f"{engine.qualname(w)}.<locals>.") for w in standing}
    for made in (engine.made_classes, engine.made_fields):
        for c in [c for c in made if not c.space and "<locals>" in c.name]:
            if any(c.module == module and c.name.startswith(around) for module, around in inside):
                del made[c]


def _holds(where: Where, edited: int) -> bool:
    """Whether a scope is in a file that was not edited."""
    return bool(where.space) or (where.file >= 0 and not edited >> where.file & 1)


def _stands(variable: Variable, kept: Kept) -> bool:
    """Whether a type variable is what it was."""
    module, inner, _ = variable.module.partition(":")
    if variable.space or module not in kept.modules:
        return True
    return not inner and module not in kept.gone and (module, variable.name) not in kept.names


def _is_made(cls: Cls, known: tuple[Where, int, tuple[Ancestor, ...]], kept: Kept) -> bool:
    """Whether a class that a call makes is still made by that."""
    if cls.space or cls.module not in kept.modules:
        return True
    return cls.module not in kept.gone and kept.stands(known[0], known[1])
