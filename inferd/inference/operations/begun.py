"""Attributes by a name of which only a part is known: `getattr(self, "visit_" + kind)`.

Which attributes a class has is known, and so are those whose names begin, or end, as the string does that is put
together: one of these is found, or none.  Names that are known whole are looked up as they are (see `keys`), and of
what may have attributes that nobody can list nothing is told here.
"""

from json import loads

from inferd.inference.definitions import attributes, classes, members
from inferd.inference.engine import Engine
from inferd.inference.program import Program
from inferd.inference.types import Types, Value, union

_MOST = 100  # names that fit, beyond which a part of a name tells nothing
_NESTED = 4
_UNTOLD = ("", "")


def parts_of(program: Program, n: int, depth: int = 0) -> tuple[str, str]:
    """How the string that a step puts together begins, and how it ends; '' where that is not known."""
    steps = program.steps
    words = steps[n]
    op = words[0]
    if op == "c":
        text = loads(words[1][1:]) if words[1].startswith('s"') else ""
        return text, text
    if depth == _NESTED:
        return _UNTOLD
    if op == "b" and words[1] == "Add":
        return parts_of(program, int(words[2]), depth + 1)[0], parts_of(program, int(words[3]), depth + 1)[1]
    if op == "b" and words[1] == "Mod" and steps[int(words[2])][0] == "c":
        return parts_of(program, int(words[2]))[0].partition("%")[0], ""
    if op == "J" and len(words) > 1:
        return parts_of(program, int(words[1]), depth + 1)[0], parts_of(program, int(words[-1]), depth + 1)[1]
    if op == "(" and steps[int(words[1])][0] == "a" and steps[int(words[1])][2] == "format":
        written = int(steps[int(words[1])][1])
        return (parts_of(program, written)[0].partition("{")[0], "") if steps[written][0] == "c" else _UNTOLD
    stores = program.stores.get(words[1], ()) if op == "l" and words[1] not in program.outer else ()
    if len(stores) == 1 and steps[stores[0]][0] == "s":
        return parts_of(program, int(steps[stores[0]][2]), depth + 1)
    return _UNTOLD


def found(engine: Engine, receiver: Types, begin: str, end: str) -> Types | None:
    """The attributes whose names begin and end so; None where there may be others than those that are known."""
    out: list[Types] = []
    for v in receiver:
        names = _names(engine, v, begin, end)
        if names is None or len(names) > _MOST:
            return None
        out += [attributes.attribute(engine, v, name) for name in names]
    return union(out)


def _names(engine: Engine, v: Value, begin: str, end: str) -> list[str] | None:
    if v[-1] not in ("instance", "class") or v.cls.space:
        return None
    info = classes.info(engine, v.cls)
    if v[-1] == "class" and info.metaclass:
        return None
    if info.open or members.is_open(engine, info) or members.find(engine, v.cls, "__getattr__") is not None:
        return None
    out: dict[str, None] = {}
    for a in info.line:
        for name in members.names(engine, classes.info(engine, a.cls)):
            fits = name.startswith(begin) and name.endswith(end) and len(name) >= len(begin) + len(end)
            if fits and (begin.startswith("__") or not name.startswith("__")):
                out[name] = None
    return list(out)

