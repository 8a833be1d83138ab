"""What classes are called with whose `__init__` something else makes: dataclasses and named tuples, by their fields.

Only where the text tells all of it: one definition of each class in the line, none of them from outside, no field under
a condition, constant options.  Of everything else (attrs, enumerations, decorators that wrap `dataclass`) nobody knows.
"""

from inferd.inference.definitions import classes, members
from inferd.inference.definitions.signatures import Parameter, Signature
from inferd.inference.engine import Engine, Where
from inferd.inference.program import Program
from inferd.inference.types import Cls

DATACLASS = "dataclasses.dataclass"
_PLAIN = frozenset((("builtins", "object"), ("abc", "ABC"), ("typing", "Generic"), ("typing", "Protocol")))
_BRANCHES = frozenset(("if", "lp", "try", "try*", "mt", "en"))
_TAKEN = ("__init__", "__new__")


def constructor(engine: Engine, cls: Cls, names: "dict[Cls, set[str]]") -> Signature | None:
    """What a call of a class takes, by its fields; None where that is not certain.

    *names*: the decorators of each class in its line that may change it.
    """
    for a in classes.info(engine, cls).line:
        if (a.cls.module, a.cls.name) in _PLAIN:
            continue
        info = classes.info(engine, a.cls)
        if a.cls.space or len(info.made) != 1 or names.get(a.cls, set()) - {DATACLASS}:
            return None
        if not info.places:
            return _of_call(engine, a.cls)
        if any(name in engine.program(info.places[0]).stores for name in _TAKEN):
            return None
        if names.get(a.cls):
            return _of_dataclass(engine, a.cls, names)
        if any((b.cls.module, b.cls.name) == ("typing", "NamedTuple") for b in info.bases):
            return _of_named_tuple(engine, a.cls)
    return None


def are_known(engine: Engine, cls: Cls) -> bool:
    """Whether a call makes a class, a named tuple, and names all of its fields."""
    info = classes.info(engine, cls)
    return not info.places and len(info.made) == 1 and _of_call(engine, cls) is not None


# ---------------------------------------------------------------------------------------------------------------------


def _of_dataclass(engine: Engine, cls: Cls, names: "dict[Cls, set[str]]") -> Signature | None:
    fields: dict[str, Parameter] = {}
    info = classes.info(engine, cls)
    if info.open or len(info.made) != 1:
        return None
    for a in reversed(info.line):
        if (a.cls.module, a.cls.name) in _PLAIN:
            continue
        above = classes.info(engine, a.cls)
        if a.cls.space or len(above.places) != 1 or len(above.made) != 1:
            return None
        if names.get(a.cls) == {DATACLASS}:
            options = _options(engine, *above.made[0])
            if options is None or not _read(engine, above.places[0], options.get("kw_only", False), fields):
                return None
        elif names.get(a.cls) or "__new__" in engine.program(above.places[0]).stores:
            return None
    params = [p for p in fields.values() if p.kind != "-"]
    params.sort(key=lambda p: p.kind == "k")
    return Signature(*info.made[0], None, tuple(params), None, False, {})


def _options(engine: Engine, around: Where, step: int) -> dict[str, bool] | None:
    """The options of `@dataclass(...)`; None where it makes no `__init__`, or it is not told whether."""
    steps = engine.program(around).steps
    out: dict[str, bool] = {}
    for d in members.decorators(engine, around, step):
        for w in steps[d][2:] if steps[d][0] == "(" else ():
            name, equals, value = w.partition("=")
            if not equals or steps[int(value)][0] != "c":
                return None
            out[name] = steps[int(value)][1] == "T"
    return out if out.get("init", True) else None


def _read(engine: Engine, where: Where, keyword_only: bool, fields: dict[str, Parameter]) -> bool:
    """Add the fields that a class body lists; False where some are not certain."""
    program = engine.program(where)
    for words in program.steps:
        if words[0] in _BRANCHES:
            return False
        if words[0] != "sa":
            continue
        name = words[1]
        said = _last(engine, where, int(words[2]))
        if "ClassVar" in said:
            continue
        if "KW_ONLY" in said:
            keyword_only = True
            continue
        kind = "k" if keyword_only else "p"
        has_default = words[3] != "-" or len(program.stores[name]) > 1
        value = program.steps[int(words[3])] if words[3] != "-" else [""]
        if value[0] == "(" and "field" in _last(engine, where, int(value[1])):
            options = dict(w.partition("=")[::2] for w in value[2:] if "=" in w)
            if len(options) != len(value) - 2:
                return False
            has_default = not options.keys().isdisjoint(("default", "default_factory"))
            for option, other in (("init", "-"), ("kw_only", "k" if kind == "p" else "p")):
                if option in options:
                    shown = program.steps[int(options[option])]
                    if shown not in (["c", "T"], ["c", "F"]):
                        return False
                    is_other = shown[1] == ("F" if option == "init" or kind == "k" else "T")
                    kind = other if is_other else kind
        fields[name] = Parameter(name, kind, has_default, None, None)
    return True


def _last(engine: Engine, where: Where, step: int) -> set[str]:
    """The last names of what an annotation, or a callee, may stand for, without its arguments."""
    words = engine.program(where).steps[step]
    while words[0] in ("q", "i"):
        step = int(words[1])
        words = engine.program(where).steps[step]
    meant = {name.rpartition(".")[2] for name in members.named_by_imports(engine, where, step)}
    return {words[-1], *meant} if words[0] in ("l", "a") else {""}


def _of_named_tuple(engine: Engine, cls: Cls) -> Signature | None:
    info = classes.info(engine, cls)
    fields: dict[str, Parameter] = {}
    if len(info.made) != 1 or not _read(engine, info.places[0], False, fields):
        return None
    return Signature(*info.made[0], None, tuple(fields.values()), None, False, {})


def _of_call(engine: Engine, cls: Cls) -> Signature | None:
    """The fields that a call of `namedtuple` or `NamedTuple` lists in constants."""
    where, step = classes.info(engine, cls).made[0]
    program = engine.program(where)
    words = program.steps[step]
    above = [b.cls for b in classes.info(engine, cls).bases]
    if len(above) != 1 or (above[0].module, above[0].name) != ("typing", "NamedTuple"):
        return None
    if len(program.stores.get(cls.name.rpartition(".")[2].removesuffix(classes.BASE), ())) > 1:
        return None  # which of the calls makes it hangs on a branch
    if len(words) < 4 or not words[3].isdigit() or any(w.partition("=")[0] not in _HARMLESS for w in words[4:]):
        return None
    names = _listed(program, int(words[3]))
    defaults = next((w[9:] for w in words[4:] if w.startswith("defaults=")), "")
    shown = program.steps[int(defaults)] if defaults else ["t", "tuple"]
    if names is None or shown[0] != "t" or any(not w.isdigit() for w in shown[2:]):
        return None
    required = len(names) - (len(shown) - 2)
    params = [Parameter(name, "p", i >= required, None, None) for i, name in enumerate(names)]
    return Signature(where, step, None, tuple(params), None, False, {})


_HARMLESS = frozenset(("defaults", "module"))


def _listed(program: Program, step: int) -> list[str] | None:
    """The names in `"x y"`, `["x", "y"]` or `[("x", int), ("y", int)]`; None where they are not written out."""
    given = program.steps[step]
    if given[0] == "c":
        return given[1][2:-1].replace(",", " ").split() if given[1].startswith('s"') else None
    if given[0] != "t":
        return None
    out = []
    for w in given[2:]:
        part = program.steps[int(w)] if w.isdigit() else [""]
        if part[0] == "t" and len(part) == 4 and part[2].isdigit():
            part = program.steps[int(part[2])]
        if part[0] != "c" or not part[1].startswith('s"'):
            return None
        out.append(part[1][2:-1])
    return out


__all__ = ["are_known", "constructor"]
