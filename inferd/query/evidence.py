"""Why a step has the types that it has, for people: what is declared or constructed where.

An explanation follows the value backwards: from a variable to the stores that reach it, from there to the declaration,
the class that is called, the function whose result is declared, or the attribute.  Of several stores those are named
whose value has the attribute in question.  It is computed for the rows that are shown, from what inference knows; it
decides nothing.
"""

from typing import Any, NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference.definitions import attributes, classes, fixtures, managers, members, orm, signatures
from inferd.inference.engine import Where
from inferd.inference.types import NONE, UNKNOWN, Cls, Types
from inferd.model import TypeRow
from inferd.query import receivers
from inferd.query.types import TIED_STEPS, Ties, Typing
from inferd.query.view import Block
from inferd.syntax import facts as F

Entry = dict[str, Any]
Evidence = tuple[Entry, ...]
Store = tuple[Where, int]


class Asked(NamedTuple):
    """The attribute that is taken of what is explained, and the class that was found to define it."""

    name: str
    owner: Class | None


_DEEPEST = 6
_SHOWN = 3  # of several stores into one variable or attribute


def explain(typing: Typing, where: Where, step: int, member: Asked | None = None) -> Evidence:
    """The evidence for a step's types, the nearest first; at least one entry.

    *member*: the attribute that is taken of it.  Of several stores into a variable those count whose value has it.
    """
    words = typing.engine.program(where).steps[step]
    key = None
    if words[0] == "l":  # every use of a variable after the same stores has the same evidence
        key = (where, words[1], tuple(reaching(typing, where, words[1], step)), member)
        known = typing.explained.get(key)
        if known is not None:
            return known
    out: list[Entry] = []
    _value(typing, where, step, out, 0, member)
    found = _unique(out) if out else (_said(typing, where, "static", "what flows to it", step),)
    if key is not None:
        typing.explained[key] = found
    return found


def of_store(typing: Typing, where: Where, step: int) -> Evidence:
    """The evidence for what one store leaves in its variable."""
    out: list[Entry] = []
    _store(typing, where, step, out, 0)
    return _unique(out)


def of_attribute(typing: Typing, receiver: Types, name: str) -> Evidence:
    """The evidence for what an attribute of a receiver is."""
    out: list[Entry] = []
    _attribute(typing, receiver, name, out, 0, None)
    return _unique(out)


def _unique(out: list[Entry]) -> Evidence:
    return tuple({tuple(e.items()): e for e in out}.values())


# ---------------------------------------------------------------------------------------------------------------------
# Places


def place(typing: Typing, where: Where, step: int) -> tuple[str, int] | None:
    """(path, line) of what a step names, or of the nearest step before that names something."""
    space = typing.world.space(where.space)
    ties = typing.library_ties(where.space, where.file) if where.space else typing.ties(where.file)
    words = typing.engine.program(where).steps[step]
    if words[0] == "s" and typing.engine.program(where).steps[int(words[2])][0] in ("f", "fa", "k"):
        words = typing.engine.program(where).steps[int(words[2])]
    if words[0] in ("f", "fa", "k"):
        found = defined(ties, typing.engine.tree(where.space, where.file).child(where.scope, int(words[1])))
    else:
        step = _user(typing.engine.program(where).steps, step)
        found = ties.place_of(where.scope, ties.last_step(where.scope, step))
    if found is None:
        return None
    block, k = found
    return space.path_of(where.file), block.place(k)[0]


def column(typing: Typing, where: Where, step: int) -> int:
    """The column, from 1, of what `place` finds; 0 for none."""
    ties = typing.library_ties(where.space, where.file) if where.space else typing.ties(where.file)
    step = _user(typing.engine.program(where).steps, step)
    found = ties.place_of(where.scope, ties.last_step(where.scope, step))
    return found[0].place(found[1])[1] if found is not None else 0


def _user(steps: list[list[str]], step: int) -> int:
    """The step itself, or the one that takes an attribute of it or stores it, where it names nothing itself."""
    if steps[step][0] not in TIED_STEPS:
        for n in range(step + 1, min(step + 4, len(steps))):
            if steps[n][0] in ("s", "a", "A") and str(step) in steps[n][1:]:
                return n
    return step


def defined(ties: Ties, scope: int) -> tuple[Block, int] | None:
    """The name in the header of a function or class."""
    row = ties.tree.scopes[scope].block if scope >= 0 else None
    found = ties.view.reader.block(row) if row is not None else None
    if found is None:
        return None
    block = ties.view.wrap(found)
    if found.kind == "class" and scope == ties.scopes_in(found.id)[0]:  # a class with blocks of its own
        for k in block.positions(found.name):
            if block.o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION:
                return block, k
        return None
    opened = [i for i in range(len(block.s) // 7) if block.s[i * 7] in (F.FUNCTION, F.CLASS)]
    rank = ties.scopes_in(found.id).index(scope)
    at = block.s[opened[rank] * 7 + 1] if rank < len(opened) else -1
    return (block, at) if at >= 0 else None


def _said(typing: Typing, where: Where, kind: str, why: str, step: int) -> Entry:
    space = typing.world.space(where.space)
    out: Entry = {"kind": "stub" if where.space or space.is_stub(where.file) else kind, "why": why}
    found = place(typing, where, step)
    if found is not None:
        out["path"], out["line"] = found
    elif where.space:
        out["path"] = space.path_of(where.file)
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Stores


_OPENS = frozenset(("if", "try", "try*", "lp", "mt", "and", "or", "[", "L"))
_TURNS = frozenset(("el", "exc", "le", "cs"))
_CLOSES = frozenset(("fi", "yrt", "lf", "tm", ";", "]", "M"))


def regions(typing: Typing, where: Where) -> list[tuple[tuple[int, int], ...]]:
    """The branches around each step of a scope: (where the statement begins, number of the branch), outermost first."""
    known = typing.regions.get(where)
    if known is None:
        known = typing.regions[where] = []
        path: tuple[tuple[int, int], ...] = ()
        for n, words in enumerate(typing.engine.program(where).steps):
            op = words[0]
            if op in _OPENS:
                path = (*path, (n, 0))
            elif op in _TURNS and path:
                path = (*path[:-1], (path[-1][0], n))
            elif op == "fin" and path:  # it runs whatever came before
                path = (*path[:-1], (path[-1][0], -1))
            elif op in _CLOSES:
                path = path[:-1]
            known.append(path)
    return known


def reaching(typing: Typing, where: Where, name: str, step: int) -> list[int]:
    """The stores of a scope's own variable that a step of the scope may read, in order: not those before a store that
    every way to the step goes through.
    """
    program = typing.engine.program(where)
    stores = [n for n, w in enumerate(program.steps) if w[0] in _STORES and w[1] == name]
    if len(stores) < 2:
        return stores
    paths = regions(typing, where)
    here = [r for r in paths[step] if r[1] != -1]
    out: list[int] = []
    around: set[tuple[int, int]] = set(here)  # the loops around the step whose later stores come back to it
    for n in stores:
        path = [r for r in paths[n] if r[1] != -1]
        if n < step and path == here[: len(path)]:
            out = [n]
            around = {r for r in here if r not in path}
        elif n < step or any(r in around and program.steps[r[0]][0] == "lp" for r in path):
            out.append(n)
    return out or stores


def _holds(typing: Typing, types: Types, member: Asked) -> bool:
    """Whether something of these types has an attribute, or a class of the project below it."""
    engine = typing.engine
    for v in typing.values_in(types):
        if receivers.is_unclear(typing, v):
            continue
        is_class = v[-1] in ("instance", "class")
        if member.owner is not None and is_class:
            found = members.find(engine, v.cls, member.name)
            if found is not None and found[0].cls == Cls("", *member.owner):
                return True
        elif receivers.has(typing, v, member.name):
            return True
        if is_class and not v.cls.space:
            below = typing.view.hierarchy.descendants(Class(v.cls.module, v.cls.name))
            if not typing.view.members(member.name).keys().isdisjoint(below):
                return True
    return False


def _stores(typing: Typing, stores: list[Store], member: Asked | None, out: list[Entry], depth: int) -> None:
    """The evidence of several stores into one variable: of those whose value has the member that is asked for."""
    chosen = stores
    if member and len(stores) > 1:
        chosen = [(at, n) for at, n in stores if _holds(typing, _stored(typing, at, n), member)] or stores[-1:]
    for at, n in chosen[:_SHOWN]:
        _store(typing, at, n, out, depth, member)
    if len(chosen) > _SHOWN:
        out.append(_said(typing, chosen[_SHOWN][0], "static", f"and {len(chosen) - _SHOWN} more", chosen[_SHOWN][1]))


def _stored(typing: Typing, where: Where, n: int) -> Types:
    from inferd.inference.scopes import lazy

    return lazy.store(typing.engine, where, n)


def _value(typing: Typing, where: Where, step: int, out: list[Entry], depth: int, member: Asked | None = None) -> None:
    if depth > _DEEPEST:
        return
    words = typing.engine.program(where).steps[step]
    op = words[0]
    if op == "l":
        _variable(typing, where, words[1], step, out, depth, member)
    elif op == "(":
        _call(typing, where, words, out, depth)
    elif op == "a":
        _attribute(typing, _types(typing, where, int(words[1])), words[2], out, depth, member)
    elif op == "w":
        _value(typing, where, int(words[2]), out, depth + 1, member)
    elif op == "fr":
        found = typing.world.space(where.space).imported(where.file, int(words[1]), words[2], words[3])
        _targets(typing, where.space, found, out, depth, member)
    elif op in ("nx", "it", "en", "ae", "un", "aw", "ai", "i", "pe", "pk", "M"):
        _value(typing, where, int(words[1]), out, depth + 1)
    elif op in ("ph", ";"):
        parts = [int(w) for w in words[1 if op == "ph" else 2 :]]
        if member:
            parts = [n for n in parts if _holds(typing, _types(typing, where, n), member)] or parts
        for n in parts:
            _value(typing, where, n, out, depth + 1, member)
            if len(out) > _SHOWN:
                break
    elif op in ("c", "t", "h", "J", "]", "C"):
        out.append(_said(typing, where, "static", "a literal", step))
    elif op == "exc":
        out.append(_said(typing, where, "static", "what the handler catches", step))
    elif op in ("b", "B", "u"):
        _value(typing, where, int(words[2]), out, depth + 1)
    elif op in ("f", "fa", "k"):
        out.append(_said(typing, where, "static", f"defined as {words[2]}", step))


def _types(typing: Typing, where: Where, step: int) -> Types:
    from inferd.inference.scopes import frames, lazy

    if where in typing.engine.frames:
        return frames.run(typing.engine, where).types[step]
    return lazy.value(typing.engine, where, step)


def _variable(
    typing: Typing, where: Where, name: str, step: int, out: list[Entry], depth: int, member: Asked | None
) -> None:
    engine = typing.engine
    at: Where | None = where
    while at is not None:
        program = engine.program(at)
        if name in program.outer:
            at = Where(where.space, where.file, 0) if program.outer[name] == "g" else engine.parent(at)
            continue
        stores = [n for n, w in enumerate(program.steps) if w[0] in _STORES and w[1] == name]
        if stores and (at is where or engine.kind(at) != "class"):
            chosen = [(at, n) for n in (reaching(typing, at, name, step) if at is where else stores)]
            chosen += _from_inside(typing, at, name)
            _stores_of(typing, at, name, chosen, out, depth, member)
            return
        at = engine.parent(at)
    found = typing.world.space(where.space).resolve(engine.module_of(where), name)
    _targets(typing, where.space, found, out, depth, member)


def _targets(
    typing: Typing, space: str, found: list[tuple[str, str, str]], out: list[Entry], depth: int, member: Asked | None
) -> None:
    """The evidence for what a name of a module stands for: its definition or the stores into it, wherever they are."""
    if depth > _DEEPEST:
        return
    engine = typing.engine
    for kind, home, symbol in found:
        if kind == "outside" and symbol:
            library = typing.world.outside(home)
            if library is not None and library.key != space and "." not in symbol:
                _targets(typing, library.key, library.resolve(home, symbol), out, depth + 1, member)
        if kind != "symbol" or "." in symbol:
            continue
        spaces = typing.world.space(space)
        for f in spaces.files_of(home):
            other = Where(space, f, 0)
            chosen = [(other, n) for n in engine.program(other).stores.get(symbol, ())]
            chosen += _from_inside(typing, other, symbol)
            if chosen:
                _stores_of(typing, other, symbol, chosen, out, depth + 1, member)
                break


def _from_inside(typing: Typing, where: Where, name: str) -> list[Store]:
    """The stores of functions inside into a variable of a scope: `nonlocal`, `global`."""
    engine = typing.engine
    tree = engine.tree(where.space, where.file)
    inside = tree.shared(where.scope).get(name, []) if where.scope else tree.declaring_globals()
    return [
        (Where(where.space, where.file, i), n)
        for i in inside
        if where.scope or tree.program(i).outer.get(name) == "g"
        for n in tree.program(i).stores.get(name, ())
    ]


def _stores_of(
    typing: Typing, where: Where, name: str, stores: list[Store], out: list[Entry], depth: int, member: Asked | None
) -> None:
    """The evidence for a variable of a scope: its declaration, if it has one, or else what is stored."""
    program = typing.engine.program(where)
    for n in program.stores.get(name, ()):
        if program.steps[n][0] == "sa":
            out.append(_said(typing, where, "declared", f"{name} is declared", n))
            return
    _stores(typing, stores, member, out, depth)


_STORES = frozenset(("s", "sa", "sp", "p", "w", "S"))


def _store(typing: Typing, where: Where, n: int, out: list[Entry], depth: int, member: Asked | None = None) -> None:
    engine = typing.engine
    words = engine.program(where).steps[n]
    op = words[0]
    name = words[1]
    if op == "p":
        out.append(_parameter(typing, where, n, name))
    elif op in ("sa", "sp"):
        out.append(_said(typing, where, "declared", f"{name} is declared", n))
    elif op == "w":
        _value(typing, where, int(words[2]), out, depth + 1, member)
    elif op == "sm":
        out.append(_said(typing, where, "static", f"{name} is imported", n))
    else:
        for declared in engine.program(where).stores.get(name, ()):
            other = engine.program(where).steps[declared]
            if other[0] == "sa":
                out.append(_said(typing, where, "declared", f"{name} is declared", declared))
                return
        from inferd.inference.scopes import lazy

        if lazy.commented(engine, where, name):
            out.append(_said(typing, where, "declared", f"{name} is declared in a type comment", n))
            return
        before = len(out)
        _value(typing, where, int(words[2]), out, depth + 1, member)
        if len(out) == before:
            out.append(_said(typing, where, "static", f"{name} is assigned", n))


def _passed(typing: Typing, where: Where, n: int, name: str) -> Entry:
    """What calls pass, with the first of them."""
    from inferd.query import callgraph

    known = typing.sites.get(where)
    if known is None:
        known = typing.sites[where] = callgraph.sites(typing, where, _SHOWN)
    sites, is_all = known
    shown = ", ".join(f"{path}:{line}" for path, line in sites)
    how = "at" if is_all else "such as those at"
    out = _said(typing, where, "static", _given_in_calls(name) + (f" {how} {shown}" if shown else ""), n)
    if sites:
        out["path"], out["line"] = sites[0]
    return out


def _given_in_calls(name: str) -> str:
    return f"what {name} is given in calls"


def is_from_calls(row: TypeRow) -> bool:
    """Whether the types of a parameter are those that its calls pass."""
    said = _given_in_calls(row.name)
    return row.kind == "parameter" and any(str(e.get("why", "")).startswith(said) for e in row.evidence)


def _parameter(typing: Typing, where: Where, n: int, name: str) -> dict[str, Any]:
    engine = typing.engine
    made = engine.made_at(where)
    if made is not None:
        s = signatures.signature(engine, *made)
        for p in s.params:
            if p.name == name:
                if p.annotation is not None:
                    return _said(typing, where, "declared", f"parameter {name} is declared", n)
                first = signatures.is_first(engine, s, p)
                if first:
                    return _said(typing, where, "static", f"{name} is what the method is called on", n)
                from inferd.inference.scopes import lazy

                if lazy.commented(engine, where, name):
                    return _said(typing, where, "declared", f"parameter {name} is declared in a type comment", n)
                if lazy.documented(engine, where, name):
                    return _said(typing, where, "docstring", f"the documentation says what parameter {name} is", n)
                if signatures.in_stub(engine, s) is not None:
                    return _said(typing, where, "stub", f"parameter {name} is declared in the stub", n)
                if not where.space and (given := fixtures.source(engine, s, name)) is not None:
                    at, step, why = given
                    return _said(typing, at, "static", why, step)
                if UNKNOWN not in signatures.parameter_types(engine, s, p):
                    return _said(typing, where, "declared", f"parameter {name} is declared in a base class", n)
                if lazy.calls_known(engine, where):
                    return _passed(typing, where, n, name)
                return _said(typing, where, "static", f"what is tested of {name}, or assigned to it", n)
    return _said(typing, where, "static", f"parameter {name}", n)


def _call(typing: Typing, where: Where, words: list[str], out: list[Entry], depth: int) -> None:
    engine = typing.engine
    callee = _types(typing, where, int(words[1]))
    for v in callee[:_SHOWN]:
        tag = v[-1]
        if tag == "class":
            name = v.cls.name if v.cls.module == "builtins" else f"{v.cls.module}.{v.cls.name}"
            out.append(_said(typing, where, "static", f"a call of {name}", int(words[1])))
        elif tag in ("function", "bound"):
            f = v.function if tag == "bound" else v
            defs = signatures.definitions(engine, f)
            if not defs:
                continue
            at, n = defs[0]
            s = signatures.signature(engine, at, n)
            owner = engine.qualname(at)
            named = f"{engine.module_of(at)}.{owner + '.' if owner else ''}{f.name}"
            kind, why = "declared", f"the result of {named} is declared"
            if s.result is None:
                from inferd.inference.scopes import lazy

                kind, why = "static", f"what {named} returns"
                if tag == "bound" and v.asked in managers.TOLD:
                    why = f"what {v.asked} of {v.receiver.cls.module}.{v.receiver.cls.name} gives"
                elif lazy.commented(engine, s.body, "return"):
                    kind, why = "declared", f"the result of {named} is declared in a type comment"
                elif (
                    s.body is not None
                    and any(lazy.documented(engine, s.body, what) for what in ("return", "yield"))
                    and signatures.documented_result(engine, s, lazy.returned(engine, s))
                ):
                    kind, why = "docstring", f"the documentation says what {named} gives"
            out.append(_said(typing, at, kind, why, n))
        elif tag == "callable":
            _value(typing, where, int(words[1]), out, depth + 1)
        elif tag == "instance":
            _attribute(typing, (v,), "__call__", out, depth, None)


def _attribute(
    typing: Typing, receiver: Types, name: str, out: list[Entry], depth: int, member: Asked | None
) -> None:
    engine = typing.engine
    values = [v for v in engine.widened(receiver) if v != NONE]
    if member and len(values) > 1:
        values = [v for v in values if _holds(typing, attributes.attribute(engine, v, name), member)] or values
    for v in values[:_SHOWN]:
        if v[-1] == "tuple":
            v = engine.instance("tuple")[0]
        if v[-1] == "module":
            _targets(typing, v.space, typing.world.space(v.space).resolve(v.name, name), out, depth, member)
        if v[-1] not in ("instance", "class"):
            continue
        if classes.info(engine, v.cls).orm == classes.MODEL:
            told = orm.said(engine, v, name, attributes.attribute(engine, v, name))
            if told is not None:
                out.append(_said(typing, told[0], "static", told[2], told[1]))
                continue
        found = members.find(engine, v.cls, name)
        if found is None:
            continue
        owner, m = found
        named = owner.cls.name.removesuffix(classes.BASE)
        cls = f"{owner.cls.module}.{named}" if owner.cls.module != "builtins" else named
        if not m.places:
            kind = "docstring" if m.kind == "data" and not m.declared else "static"
            entry: Entry = {"kind": kind, "why": f"attribute {name} of {cls}"}
            made = classes.info(engine, owner.cls).made
            out.append(_said(typing, made[0][0], kind, entry["why"], made[0][1]) if made else entry)
        elif m.kind == "property":
            out.append(_said(typing, m.places[0][0], "declared", f"property {name} of {cls}", m.places[0][1]))
        elif m.declared:
            how = "declared" if m.kind == "data" else "defined"
            out.append(_said(typing, m.places[0][0], "declared", f"attribute {name} of {cls} is {how}", m.places[0][1]))
        elif m.types == members.documented(engine, classes.info(engine, owner.cls), name) and any(
            UNKNOWN in _stored(typing, *place) for place in m.places
        ):
            why = f"the documentation says what {name} of {cls} is"
            out.append(_said(typing, m.places[0][0], "docstring", why, m.places[0][1]))
        else:
            _assigned(typing, list(m.places), f"attribute {name} of {cls} is assigned", out, depth, member)


def _assigned(
    typing: Typing, stores: list[Store], why: str, out: list[Entry], depth: int, member: Asked | None
) -> None:
    """The stores into an attribute: of several, those whose value has the member that is asked for."""
    chosen = stores
    if member and len(stores) > 1:
        chosen = [(at, n) for at, n in stores if _holds(typing, _stored(typing, at, n), member)] or stores[:1]
    for at, n in chosen[:_SHOWN]:
        out.append(_said(typing, at, "static", why, n))
        words = typing.engine.program(at).steps[n]
        if words[0] == "A":
            _value(typing, at, int(words[3]), out, max(depth + 1, _DEEPEST), member)
    if len(chosen) > _SHOWN:
        out.append(_said(typing, chosen[_SHOWN][0], "static", f"and {len(chosen) - _SHOWN} more", chosen[_SHOWN][1]))
