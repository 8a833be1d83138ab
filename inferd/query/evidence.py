"""Why a step has the types that it has, for people: what is declared or constructed where.

An explanation follows the value backwards: from a variable to its last store before, from there to the declaration, the
class that is called, the function whose result is declared, or the attribute.  It is computed for the rows that are
shown, from what inference knows; it decides nothing.
"""

from typing import Any

from inferd.inference import calls, members
from inferd.inference.engine import Where
from inferd.inference.types import NONE, UNKNOWN, Types
from inferd.query.types import Typing

Evidence = tuple[dict[str, Any], ...]
_DEEPEST = 6


def explain(typing: Typing, where: Where, step: int) -> Evidence:
    """The evidence for a step's types, the nearest first; at least one entry."""
    program = typing.engine.program(where)
    words = program.steps[step]
    key: tuple[Where, str, int] | None = None
    if words[0] == "l":  # every use of a variable after the same store has the same evidence
        before = [n for n in program.stores.get(words[1], ()) if n < step]
        key = (where, words[1], before[-1] if before else -1)
        known = typing.explained.get(key)
        if known is not None:
            return known
    out: list[dict[str, Any]] = []
    _value(typing, where, step, out, 0)
    found = tuple(out) if out else ({"kind": "static", "why": "what flows to it"},)
    if key is not None:
        typing.explained[key] = found
    return found


def place(typing: Typing, where: Where, step: int) -> tuple[str, int] | None:
    """(path, line) of what a step names, or of the nearest step before that names something."""
    space = typing.world.space(where.space)
    path = space.path_of(where.file)
    if where.space:
        return path, 0
    ties = typing.ties(where.file)
    steps = ties.steps(where.scope)
    near = [n for n in steps if n <= step]
    found = ties.place_of(where.scope, near[-1] if near else steps[0]) if steps else None
    if found is None:
        return None
    block, k = found
    return path, block.place(k)[0]


def _said(typing: Typing, where: Where, kind: str, why: str, step: int) -> dict[str, Any]:
    if where.space:
        return {"kind": "stub", "why": why, "path": typing.world.space(where.space).path_of(where.file)}
    found = place(typing, where, step)
    out: dict[str, Any] = {"kind": "stub" if typing.world.space(where.space).is_stub(where.file) else kind, "why": why}
    if found is not None:
        out["path"], out["line"] = found
    return out


def _value(typing: Typing, where: Where, step: int, out: list[dict[str, Any]], depth: int) -> None:
    if depth > _DEEPEST:
        return
    engine = typing.engine
    program = engine.program(where)
    words = program.steps[step]
    op = words[0]
    if op == "l":
        _variable(typing, where, words[1], step, out, depth)
    elif op == "(":
        _call(typing, where, words, out)
    elif op == "a":
        receiver = _types(typing, where, int(words[1]))
        _attribute(typing, receiver, words[2], out)
    elif op in ("nx", "it", "en", "ae", "un", "aw", "ai", "i", "w", "pe", "pk"):
        at = int(words[2] if op == "w" else words[1])
        if op == "i":
            receiver = _types(typing, where, at)
            if any(v[-1] in ("instance", "literal", "tuple") for v in receiver):
                _value(typing, where, at, out, depth + 1)
                return
        _value(typing, where, at, out, depth + 1)
    elif op in ("ph", ";"):
        for w in words[1 if op == "ph" else 2 :]:
            _value(typing, where, int(w), out, depth + 1)
            if len(out) > 3:
                break
    elif op in ("c", "t", "h", "J", "]", "C"):
        out.append(_said(typing, where, "static", "a literal", step))
    elif op == "exc":
        out.append(_said(typing, where, "static", "what the handler catches", step))
    elif op in ("b", "B", "u"):
        at = int(words[2])
        _value(typing, where, at, out, depth + 1)
    elif op in ("f", "fa", "k"):
        out.append(_said(typing, where, "static", f"defined as {words[2]}", step))


def _types(typing: Typing, where: Where, step: int) -> Types:
    from inferd.inference import frames, lazy

    if where in typing.engine.frames:
        return frames.run(typing.engine, where).types[step]
    return lazy.value(typing.engine, where, step)


def _variable(typing: Typing, where: Where, name: str, step: int, out: list[dict[str, Any]], depth: int) -> None:
    engine = typing.engine
    at: Where | None = where
    while at is not None:
        program = engine.program(at)
        if name in program.outer:
            at = Where(where.space, where.file, 0) if program.outer[name] == "g" else engine.parent(at)
            continue
        stores = [n for n, w in enumerate(program.steps) if w[0] in _STORES and w[1] == name]
        if stores and (at is where or engine.kind(at) != "class"):
            before = [n for n in stores if n < step] if at is where else stores
            _store(typing, at, (before or stores)[-1], out, depth)
            return
        at = engine.parent(at)
    module = engine.module_of(where)
    for kind, home, symbol in typing.world.space(where.space).resolve(module, name):
        if kind == "symbol":
            space = typing.world.space(where.space)
            for f in space.files_of(home):
                other = Where(where.space, f, 0)
                stores = engine.program(other).stores.get(symbol, [])
                if stores:
                    _store(typing, other, stores[-1], out, depth)
                    return


_STORES = frozenset(("s", "sa", "sp", "p", "w", "S"))


def _store(typing: Typing, where: Where, n: int, out: list[dict[str, Any]], depth: int) -> None:
    engine = typing.engine
    words = engine.program(where).steps[n]
    op = words[0]
    name = words[1]
    if op == "p":
        out.append(_parameter(typing, where, n, name))
    elif op in ("sa", "sp"):
        out.append(_said(typing, where, "declared", f"{name} is declared", n))
    elif op == "w":
        _value(typing, where, int(words[2]), out, depth + 1)
    else:
        for declared in engine.program(where).stores.get(name, ()):
            other = engine.program(where).steps[declared]
            if other[0] == "sa":
                out.append(_said(typing, where, "declared", f"{name} is declared", declared))
                return
        from inferd.inference import lazy

        if lazy.commented(engine, where, name):
            out.append(_said(typing, where, "declared", f"{name} is declared in a type comment", n))
            return
        before = len(out)
        _value(typing, where, int(words[2]), out, depth + 1)
        if len(out) == before:
            out.append(_said(typing, where, "static", f"{name} is assigned", n))


def _parameter(typing: Typing, where: Where, n: int, name: str) -> dict[str, Any]:
    engine = typing.engine
    made = engine.made_at(where)
    if made is not None:
        s = calls.signature(engine, *made)
        for p in s.params:
            if p.name == name:
                if p.annotation is not None:
                    return _said(typing, where, "declared", f"parameter {name} is declared", n)
                first = calls.is_first(engine, s, p)
                if first:
                    return _said(typing, where, "static", f"{name} is what the method is called on", n)
                from inferd.inference import lazy

                if lazy.commented(engine, where, name):
                    return _said(typing, where, "declared", f"parameter {name} is declared in a type comment", n)
                if lazy.documented(engine, where, name):
                    return _said(typing, where, "docstring", f"the documentation says what parameter {name} is", n)
                if calls.in_stub(engine, s) is not None:
                    return _said(typing, where, "stub", f"parameter {name} is declared in the stub", n)
                if UNKNOWN not in calls.parameter_types(engine, s, p):
                    return _said(typing, where, "declared", f"parameter {name} is declared in a base class", n)
                return _said(typing, where, "static", f"what is tested of {name}, or assigned to it", n)
    return _said(typing, where, "static", f"parameter {name}", n)


def _call(typing: Typing, where: Where, words: list[str], out: list[dict[str, Any]]) -> None:
    engine = typing.engine
    callee = _types(typing, where, int(words[1]))
    for v in callee[:3]:
        tag = v[-1]
        if tag == "class":
            name = v.cls.name if v.cls.module == "builtins" else f"{v.cls.module}.{v.cls.name}"
            out.append(_said(typing, where, "static", f"a call of {name}", int(words[1])))
        elif tag in ("function", "bound"):
            f = v.function if tag == "bound" else v
            defs = calls.definitions(engine, f)
            if not defs:
                continue
            s = calls.signature(engine, *defs[0])
            owner = engine.qualname(defs[0][0])
            named = f"{engine.module_of(defs[0][0])}.{owner + '.' if owner else ''}{f.name}"
            if s.result is not None:
                out.append(_said(typing, defs[0][0], "declared", f"the result of {named} is declared", defs[0][1] + 1))
            else:
                from inferd.inference import lazy

                kind, why = "static", f"what {named} returns"
                if lazy.commented(engine, s.body, "return"):
                    kind, why = "declared", f"the result of {named} is declared in a type comment"
                elif s.body is not None and calls.documented_result(engine, s, lazy.returned(engine, s)):
                    kind, why = "docstring", f"the documentation says what {named} gives"
                out.append(_said(typing, defs[0][0], kind, why, defs[0][1] + 1))
        elif tag == "instance":
            _attribute(typing, (v,), "__call__", out)


def _attribute(typing: Typing, receiver: Types, name: str, out: list[dict[str, Any]]) -> None:
    engine = typing.engine
    for v in receiver[:3]:
        if v == NONE:
            continue
        if v[-1] == "literal" or v[-1] == "tuple":
            out.append({"kind": "stub", "why": f"attribute {name} of a builtin"})
            continue
        if v[-1] not in ("instance", "class"):
            continue
        found = members.find(engine, v.cls, name)
        if found is None:
            continue
        owner, m = found
        cls = f"{owner.cls.module}.{owner.cls.name}" if owner.cls.module != "builtins" else owner.cls.name
        if not m.places:
            kind = "docstring" if m.kind == "data" and not m.declared else "static"
            out.append({"kind": kind, "why": f"attribute {name} of {cls}"})
            continue
        at, n = m.places[0]
        if m.kind == "property":
            out.append(_said(typing, at, "declared", f"property {name} of {cls}", n + 1))
        else:
            kind = "declared" if m.declared else "static"
            out.append(
                _said(typing, at, kind, f"attribute {name} of {cls} is {'declared' if m.declared else 'assigned'}", n)
            )
            words = engine.program(at).steps[n]
            if not m.declared and words[0] == "A":
                _value(typing, at, int(words[3]), out, _DEEPEST)

