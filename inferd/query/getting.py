"""What `attrgetter("a.b")` and `methodcaller("m", by=2)` are called with: that has what their strings name.

Read off the program: a getter is called on the spot, or is given to a function of a library beside what that goes
through (`sorted(rows, key=...)`, `map(..., rows)`, `rows.sort(key=...)`); or it is stored in a variable, of which the
same is asked, in its scope and, where that is the module, in the file.  What else becomes of it is not followed.
"""

from inferd.inference.definitions import attributes
from inferd.inference.engine import Where
from inferd.inference.operations.iteration import iterate
from inferd.inference.types import NOTHING, Types, union
from inferd.query.types import Step, Typing, constant_text
from inferd.query.view import Block
from inferd.syntax import facts as F

NAMES = frozenset(("attrgetter", "methodcaller"))
_STORING = frozenset(("s", "S", "sa", "w", "p", "un", "nx"))


def call_of(typing: Typing, block: Block, callee: int) -> Step | None:
    """The step of the call whose callee is an occurrence."""
    step = typing.step_of(block, callee)
    steps = typing.engine.program(step.where).steps if step is not None else []
    at = next((n for n, w in enumerate(steps) if step is not None and w[:2] == ["(", str(step.number)]), -1)
    return Step(step.where, at) if step is not None and at >= 0 else None


def given(typing: Typing, block: Block, k: int, where: Where, n: int) -> Types | None:
    """What has the name that string *k*, in the constant of step *n*, asks for; None where no getter is given it."""
    steps = typing.engine.program(where).steps
    made = next((m for m in range(n + 1, len(steps)) if steps[m][0] == "(" and str(n) in steps[m][2:]), -1)
    if made < 0 or steps[int(steps[made][1])][-1] not in NAMES:
        return None
    types = taken(typing, Step(where, made))
    for name in _above(block, k) if block.o[k * 6 + 3] & F.WORD else ():
        types = attributes.attribute_of(typing.engine, types, name)
    return types or None


def _above(block: Block, k: int) -> list[str]:
    """The names in front of one in a string."""
    out: list[str] = []
    line, column, _, _ = block.place(k)
    o, link = block.o, block.o[k * 6 + 5]
    alike = [j for j in range(k) if o[j * 6 + 5] == link and o[j * 6 + 3] & F.ROLE_MASK == F.STRING]
    for j in reversed(alike):
        at, end = block.place(j)[:2], block.place(j)[3]
        if at[0] != line or end + 1 != column:  # a dot is between them
            break
        out.append(block.names[o[j * 6]])
        column = at[1]
    return out[::-1]


def called_by(typing: Typing, block: Block, callee: int) -> Types:
    """The method that a `methodcaller` calls, of which *callee* is the occurrence."""
    made = call_of(typing, block, callee)
    words = typing.engine.program(made.where).steps[made.number] if made is not None else []
    if made is None or len(words) < 3 or not words[2].isdigit():
        return NOTHING
    name = constant_text(typing.engine.program(made.where).steps[int(words[2])])
    return attributes.attribute_of(typing.engine, taken(typing, made), name) if name else NOTHING


def taken(typing: Typing, made: Step) -> Types:
    """What the getter is called with that a step makes."""
    engine, where = typing.engine, made.where
    steps = engine.program(where).steps
    out = _used(typing, where, {made.number})
    names = {w[1] for w in steps[made.number + 1 :] if w[0] in ("s", "sa") and w[-1] == str(made.number)}
    scopes = [where]
    if where.scope == 0 and names:
        scopes += [where._replace(scope=s) for s in range(1, len(typing.ties(where.file).tree.scopes))]
    for at in scopes if names else ():
        steps = engine.program(at).steps
        stored = [w for w in steps if w[0] in _STORING and w[1] in names]
        if len(stored) == (at == where):
            out = union([out, _used(typing, at, {n for n, w in enumerate(steps) if w[0] == "l" and w[1] in names})])
    return out


def _used(typing: Typing, where: Where, getters: set[int]) -> Types:
    """What is given to the getters that some steps of a scope hold."""
    steps = typing.engine.program(where).steps
    found: list[Types] = []
    for words in steps:
        if words[0] != "(":
            continue
        if int(words[1]) in getters:
            found += [typing.of_step(Step(where, int(w))) for w in words[2:3] if w.isdigit()]
            continue
        beside = [int(w) for w in words[2:] if w.isdigit() and int(w) not in getters]
        if any(w.rpartition("=")[2].isdigit() and int(w.rpartition("=")[2]) in getters for w in words[2:]):
            found += _gone_through(typing, where, int(words[1]), beside)
    return union(found)


def _gone_through(typing: Typing, where: Where, callee: int, beside: list[int]) -> list[Types]:
    """What a function of a library goes through that is given a getter."""
    engine = typing.engine
    out: list[Types] = []
    for v in typing.of_step(Step(where, callee)):
        tag = v[-1]
        if tag == "bound" and v.function[-1] == "function" and v.function.space:
            out.append(iterate(engine, (v.receiver,)))  # `rows.sort(key=...)`
        elif not (tag == "function" and v.space) and not (tag == "class" and v.cls.space):
            return []
    for n in beside:
        types = typing.of_step(Step(where, n))
        if not any(v[-1] == "literal" for v in types):
            out.append(iterate(engine, types))
    return out


__all__ = ["NAMES", "call_of", "called_by", "given", "taken"]
