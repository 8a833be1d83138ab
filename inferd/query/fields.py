"""Where fields are defined of classes that calls make: `P = namedtuple("P", "x y")`, `class P(NamedTuple("P", ...))`.

Their names stand in strings, so a field is defined where the class gets its name, and the string is a reference to it.
"""

from inferd.index.hierarchy import Class
from inferd.inference.definitions import classes
from inferd.inference.types import Cls
from inferd.model import Definition
from inferd.query.view import View


def owner(view: View, cls: Class, name: str) -> Class | None:
    """The class, this or one above it, of which a call makes a field of that name; None where none does."""
    if view.typing is None:
        return None
    engine = view.typing.engine
    for above in classes.info(engine, Cls("", cls.module, cls.name)).line:
        if not above.cls.space and name in (engine.fields_of(above.cls) or ()):
            return Class(above.cls.module, above.cls.name.removesuffix(classes.BASE))
    return None


def definitions(view: View, cls: Class, name: str) -> list[Definition]:
    """Where a field of a class is defined that a call makes; [] for anything else."""
    from inferd.query import symbols

    made = owner(view, cls, name)
    if made is None:
        return []
    places = enumerate(view.definitions(made.module, made.name), 1)
    found = [symbols.definition_at(view, block, k, f"{made.symbol}.{name}", i) for i, (block, k) in places]
    return [d._replace(kind="attribute") for d in found]
