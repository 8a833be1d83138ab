"""What pytest ties by name: a fixture, the parameters that get what it gives, and the strings that ask for it.

`def test(cart)` names the fixture `cart` that is in sight there, as `usefixtures("cart")` does, and as the string in
`@pytest.fixture(name="cart")` names its function; `parametrize("n", rows)` names a parameter.  Python's rules do not
say so: all such rows are inferred.  Which fixture is in sight, `inference.definitions.fixtures` tells.  Only references
ask here: rename does not touch these names, and says why.
"""

from collections.abc import Iterator
from typing import NamedTuple

from inferd.inference.definitions import fixtures, signatures
from inferd.inference.engine import Where
from inferd.query import evidence
from inferd.query import targets as T
from inferd.query.types import Typing
from inferd.query.view import Block, Entity, Local, View
from inferd.syntax import facts as F

WHY = ({"kind": "static", "why": "pytest passes it by its name"},)


class Tied(NamedTuple):
    """What belongs to a subject by name: parameters, fixtures, and strings."""

    subjects: tuple[T.Subject, ...]
    strings: tuple[tuple[Block, int], ...]


_NOTHING = Tied((), ())


def tied(view: View, subject: T.Subject) -> Tied:
    """What pytest ties to a subject, a fixture or a parameter that gets what one gives."""
    typing = view.typing
    if typing is None:
        return _NOTHING
    if isinstance(subject, T.Variable):
        made = _given_by(view, typing, subject)
        if not made:
            return Tied((), tuple(_listed(view, subject)))
    elif isinstance(subject, (T.Global, T.Attribute)):
        made = _made(view, typing, subject)
    else:
        return _NOTHING
    if not made:
        return _NOTHING
    own = [T.subject_of(view, e) for place in sorted(made) for e in _entities_at(view, typing, *place)]
    taking: dict[T.Subject, None] = dict.fromkeys(own)
    strings: list[tuple[Block, int]] = []
    names = [fixtures.fixture_name(typing.engine, *place) or "" for place in sorted(made)]
    for name in dict.fromkeys(names):
        for block in view.blocks_of_name(name, 1 << F.PARAMETER | 1 << F.STRING):
            for k, role, _, scope, _ in block.mentions(name):
                if role == F.PARAMETER:
                    variable = T.Variable(block.row.id, scope, name)
                    if not made.isdisjoint(_given_by(view, typing, variable)):
                        taking[variable] = None
                elif role == F.STRING and not made.isdisjoint(asked_by(view, block, k)):
                    strings.append((block, k))
    taking.pop(subject, None)
    return Tied(tuple(taking), tuple(strings))


def at_string(view: View, block: Block, k: int) -> tuple[Entity, ...]:
    """The fixtures that string *k* names, or the parameter of which it says what tests give it."""
    typing = view.typing
    if typing is None:
        return ()
    parameter = _parametrized(typing, block, k)
    if parameter is not None:
        return (parameter,)
    return tuple([e for place in sorted(asked_by(view, block, k)) for e in _entities_at(view, typing, *place)])


def asked_by(view: View, block: Block, k: int) -> set[fixtures.Place]:
    """The definitions of the fixtures that string *k* names: the argument of `usefixtures` that decorates a function,
    or the name that one gets.
    """
    typing = view.typing
    if typing is None or not {"usefixtures", "fixture"}.intersection(block.names):
        return set()
    found = typing.ties(block.row.file_id).string_of(block, k)
    if found is None:
        return set()
    engine, where, name = typing.engine, Where("", block.row.file_id, found[0]), block.names[block.o[k * 6]]
    steps, string = engine.program(where).steps, str(found[1])
    out: set[fixtures.Place] = set()
    for n, words in enumerate(steps):
        if n < found[1] or words[0] not in ("f", "fa"):
            continue
        for call in (steps[int(w[1:])] for w in words[3:] if w[0] == "@"):
            if call[0] != "(":
                continue
            if f"name={string}" in call[2:] and fixtures.fixture_name(engine, where, n) == name:
                out.add((where, n))
            elif string in call[2:] and steps[int(call[1])][-1] == "usefixtures":
                out.update(fixtures.places(engine, signatures.signature(engine, where, n), name))
    return out


def _listed(view: View, variable: T.Variable) -> Iterator[tuple[Block, int]]:
    """The strings by which `parametrize` names a parameter."""
    record = view.reader.block(variable.block)
    block = view.wrap(record) if record is not None else None
    if block is not None and view.typing is not None and "parametrize" in block.names:
        for k, role, _, _, _ in block.mentions(variable.name):
            if role == F.STRING and _parametrized(view.typing, block, k) == Local(*variable):
                yield block, k


def _parametrized(typing: Typing, block: Block, k: int) -> Local | None:
    """The parameter that string *k* is the name of, in the first argument of a `parametrize` that decorates a test."""
    found = typing.ties(block.row.file_id).string_of(block, k) if "parametrize" in block.names else None
    if found is None:
        return None
    engine, where, name = typing.engine, Where("", block.row.file_id, found[0]), block.names[block.o[k * 6]]
    steps, string = engine.program(where).steps, str(found[1])
    for n in range(found[1] + 1, len(steps)):
        for w in steps[n][3:] if steps[n][0] in ("f", "fa") else ():
            call = steps[int(w[1:])] if w[0] == "@" else [""]
            if call[0] != "(" or steps[int(call[1])][-1] != "parametrize" or not call[2:] or not call[2].isdigit():
                continue
            if string == call[2] or (steps[int(call[2])][0] == "t" and string in steps[int(call[2])][2:]):
                body = signatures.signature(engine, where, n).body
                for p, words in enumerate(engine.program(body).steps if body is not None else ()):
                    if body is not None and words[0] == "p" and words[1] == name:
                        at = typing.ties(body.file).place_of(body.scope, p)
                        return Local(at[0].row.id, at[0].o[at[1] * 6 + 4], name) if at is not None else None
    return None


def _made(view: View, typing: Typing, subject: T.Global | T.Attribute) -> set[fixtures.Place]:
    """The steps that make a fixture."""
    if isinstance(subject, T.Global):
        places = view.definitions(subject.module, subject.name)
    else:
        places = view.members(subject.name).get(subject.cls, [])
    out: set[fixtures.Place] = set()
    for block, k in places:
        if block.o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION and "fixture" in "".join(block.names):
            step = typing.step_of(block, k)
            words = typing.engine.program(step.where).steps[step.number] if step is not None else [""]
            if step is not None and words[0] == "s":
                place = step.where, int(words[2])
                if _is_function(typing, *place) and fixtures.fixture_name(typing.engine, *place) is not None:
                    out.add(place)
    return out


def _is_function(typing: Typing, where: Where, step: int) -> bool:
    return typing.engine.program(where).steps[step][0] in ("f", "fa")


def _given_by(view: View, typing: Typing, variable: T.Variable) -> set[fixtures.Place]:
    """The steps that make the fixture whose value a parameter gets."""
    record = view.reader.block(variable.block)
    block = view.wrap(record) if record is not None else None
    if block is None or block.s[variable.scope * 7] != F.FUNCTION:
        return set()
    made_by = block.s[variable.scope * 7 + 1]
    called = block.names[block.o[made_by * 6]] if made_by >= 0 else ""
    if not called.startswith("test") and "fixture" not in "".join(block.names):
        return set()
    for k, role, _, scope, _ in block.mentions(variable.name):
        if role == F.PARAMETER and scope == variable.scope:
            step = typing.step_of(block, k)
            made = typing.engine.made_at(step.where) if step is not None else None
            if made is not None:
                s = signatures.signature(typing.engine, *made)
                return set(fixtures.given_by(typing.engine, s, variable.name))
    return set()


def _entities_at(view: View, typing: Typing, where: Where, step: int) -> tuple[Entity, ...]:
    body = signatures.signature(typing.engine, where, step).body
    found = evidence.defined(typing.ties(body.file), body.scope) if body is not None else None
    return view.meaning(*found) if found is not None else ()


__all__ = ["WHY", "Tied", "asked_by", "at_string", "tied"]
