"""How something can be called: a signature an overload, with what is declared, inferred and seen of each parameter."""

from typing import Any, NamedTuple

from inferd.inference.definitions import attributes, classes, members, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.types import ANY, Types, Value, is_known, shown
from inferd.query import called, runtime
from inferd.query import targets as T
from inferd.query.types import Typing


class Parameter(NamedTuple):
    """A parameter; `text` is how it is shown in a signature, `seen` what recorded runs passed, '' for nothing."""

    name: str
    kind: str  # '/' | 'p' | '*' | 'k' | '**'
    text: str
    seen: str


class Signature(NamedTuple):
    """A way to call something: `symbol` names what runs, `result` what comes back ('' where that is not known)."""

    symbol: str
    name: str
    parameters: tuple[Parameter, ...]
    result: str
    is_declared: bool
    places: tuple[tuple[Where, int], ...]

    @property
    def label(self) -> str:
        """As it is shown."""
        return self.parts()[0]

    def parts(self) -> tuple[str, list[tuple[int, int]]]:
        """The text of the signature, and where each parameter stands in it."""
        text = f"{self.name}("
        spans: list[tuple[int, int]] = []
        last = ""
        for i, p in enumerate(self.parameters):
            if i:
                text += ", "
            if last == "/" and p.kind != "/":
                text += "/, "
            if p.kind == "k" and last not in ("k", "*"):
                text += "*, "
            start = len(text)
            text += p.text
            spans.append((start, len(text)))
            last = p.kind
        if last == "/":
            text += ", /"
        text += ")"
        return (f"{text} -> {self.result}" if self.result else text), spans


_LONG = 80  # characters of a type
_MOST = 12  # overloads that anybody reads


def of(typing: Typing, types: Types, infers: bool = True) -> list[Signature]:
    """The signatures of what a set holds.  Not *infers*: with the types that are declared, or were seen, alone."""
    out: dict[tuple[Any, ...], Signature] = {}
    for v in types:
        for s in _of_value(typing, v, 0, infers):
            out.setdefault((s.places, s.label), s)
            if len(out) >= _MOST:
                return list(out.values())
    return list(out.values())


def _of_value(typing: Typing, v: Value, skipped: int, infers: bool) -> list[Signature]:
    engine = typing.engine
    tag = v[-1]
    if tag == "function":
        return _of_function(typing, v, skipped, infers)
    if tag == "bound":
        return _of_value(typing, v.function, skipped + 1, infers)
    if tag == "partial":
        return _of_value(typing, v.callee, skipped, infers) if v.holder is not None else []
    if tag == "class":
        for name in ("__init__", "__new__"):
            found = members.find(engine, v.cls, name)
            if found is not None and found[0].cls != engine.builtin("object"):
                made = [s for f in found[1].types for s in _of_value(typing, f, int(f[-1] == "function"), infers)]
                last = v.cls.name.rpartition(".")[2]
                return [s._replace(name=last, result=last, symbol=called.class_symbol(v.cls)) for s in made]
        return _of_fields(typing, v)
    if tag == "instance":
        found = members.find(engine, v.cls, "__call__")
        if found is not None:
            return [s for f in found[1].types for s in _of_value(typing, f, 1 if f[-1] == "function" else 0, infers)]
    if tag == "callable" and v.params is not None:
        given = tuple(Parameter(f"argument {i + 1}", "/", shown(t), "") for i, t in enumerate(v.params))
        return [Signature("", "", given, shown(engine.widened(v.result)), True, ())]
    return []


def _of_fields(typing: Typing, v: Value) -> list[Signature]:
    """A class without a constructor of its own: its annotated fields, as dataclasses take them."""
    engine = typing.engine
    info = classes.info(engine, v.cls)
    fields: dict[str, Parameter] = {}
    for a in reversed(info.line):
        for where in classes.info(engine, a.cls).places:
            for words in engine.program(where).steps:
                if words[0] == "sa" and not a.cls.space and "ClassVar" not in words[2]:
                    types = attributes.attribute_of(engine, (v._replace(tag="instance"),), words[1])
                    default = "" if words[3] == "-" else f" = {_constant(engine, where, int(words[3]))}"
                    text = f"{words[1]}: {_said(typing, types)}{default}"
                    fields[words[1]] = Parameter(words[1], "p", text, "")
    last = v.cls.name.rpartition(".")[2]
    return [Signature(called.class_symbol(v.cls), last, tuple(fields.values()), last, True, ())]


def _of_function(typing: Typing, f: Value, skipped: int, infers: bool) -> list[Signature]:
    engine = typing.engine
    out = []
    for where, step in signatures.definitions(engine, f):
        s = signatures.signature(engine, where, step)
        first = signatures.is_first(engine, s, s.params[0]) if s.params else ""
        params = s.params[1:] if s.params and skipped and first else s.params
        seen = _seen(typing, s)
        symbol = called.symbol_of(typing, s.body) if s.body is not None else f.name
        shown_ones = tuple(_parameter(typing, s, p, seen.get(p.name, ""), infers) for p in params)
        result = signatures.result_of_definition(engine, where, step) if infers or s.result is not None else ANY
        told = seen.get("return", "") if result == ANY else _said(typing, result)
        out.append(
            Signature(
                symbol, f.name, shown_ones, told, s.result is not None, ((where, step),),
            )
        )  # fmt: skip
    return out


def _parameter(typing: Typing, s: signatures.Signature, p: signatures.Parameter, seen: str, infers: bool) -> Parameter:
    engine = typing.engine
    stars = p.kind if p.kind in ("*", "**") else ""
    types = signatures.parameter_types(engine, s, p) if infers or p.annotation is not None else ANY
    told = _said(typing, types) if is_known(types) else seen
    if p.annotation is not None and len(told) > _LONG:
        words = engine.program(s.where).steps[p.annotation]
        told = words[1] if words[0] == "l" else told  # an alias, whose meaning nobody reads here
    text = f"{stars}{p.name}: {told}" if told else f"{stars}{p.name}"
    if p.has_default and p.default is not None:
        text += f" = {_constant(engine, s.where, p.default)}" if told else f"={_constant(engine, s.where, p.default)}"
    return Parameter(p.name, p.kind, text, seen)


def _said(typing: Typing, types: Types) -> str:
    return shown(typing.engine.widened(types))


_WORDS = {"T": "True", "F": "False", "N": "None", "E": "..."}


def _constant(engine: Engine, where: Where, step: int) -> str:
    """A default as it is shown: constants as written, names, and `...` for the rest."""
    words = engine.program(where).steps[step]
    if words[0] == "c":
        text = words[1]
        if text in _WORDS:
            return _WORDS[text]
        if text[0] in "sif":
            return text[1:]
        return "..."
    if words[0] == "l":
        return words[1]
    if words[0] == "t" and len(words) == 2:
        return {"tuple": "()", "list": "[]"}.get(words[1], "...")
    if words[0] == "h" and len(words) == 1:
        return "{}"
    if words[0] == "a":
        return f"{_constant(engine, where, int(words[1]))}.{words[2]}"
    return "..."


def _seen(typing: Typing, s: signatures.Signature) -> dict[str, str]:
    """What recorded runs passed to a function of the project, by parameter, and what came back, as "return"."""
    view = typing.view
    if s.body is None or s.where.space or not view.reader.is_recorded():
        return {}
    symbol = called.symbol_of(typing, s.body)
    out: dict[str, list[str]] = {}
    for subject in subjects_of(typing, symbol):
        for row in runtime.types(view, subject):
            is_told = row.kind == "parameter" or (row.kind == "return" and row.name == "return")
            if is_told and row.evidence[0]["status"] == runtime.CURRENT:
                out.setdefault(row.name, []).extend(t for t in row.types if t != "?")
    return {name: " | ".join(dict.fromkeys(types)) for name, types in out.items() if types}


def subjects_of(typing: Typing, symbol: str) -> list[T.Subject]:
    """The subjects of a symbol of the project; none where it is gone."""
    from inferd.errors import InferdError

    try:
        return T.parse(typing.view, symbol)
    except InferdError:
        return []
