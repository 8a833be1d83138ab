"""Who depends on a symbol through others: the callers of its callers, and so on, the nearest first.

How
    Breadth first from the direct callers.  A step goes from a function to the scopes that mention it by a sure
    reference that can run it: a call, a decorator, a callback that is handed on.  Of a method those count that name it
    or a method that it overrides, because a call through the base may reach it.  `__init__` and its like lead to their
    class.  What a module or a class itself does is run by imports; it is named and not followed.

What it does not follow
    Names that stand in very many places (`get`, `save`), and what lies behind MAX_STEPS functions or MAX_BLOCKS
    mentions: a list of half the project tells nothing.  It is counted, with the first of these names, and said.

What it costs: one `references` for each function that is followed, about 10 microseconds for each block that mentions
its name.
"""

from collections import deque
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class
from inferd.model import EXACT, INFERRED, plain
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.kin import Use, located
from inferd.query.view import View
from inferd.syntax import facts as F

MAX_STEPS = 80  # functions that are followed
MAX_BLOCKS = 2_500  # mentions that are looked at
MAX_MENTIONS = 350  # of one name; what stands in more places is not followed
MAX_DEPTH = 5

MAKES = frozenset(("__init__", "__new__", "__post_init__"))
_RUNS = frozenset((F.READ, F.CALL, F.ATTRIBUTE, F.CAPTURE))
_LOOKED_AT = ("import", "string", "keyword argument", "keyword")


class Found(NamedTuple):
    """Dependants as the objects of `Impact.dependants`, and the functions that were not followed, with the reason."""

    rows: list[dict[str, Any]]
    left: dict[str, str]


def dependants(view: View, subjects: list[T.Subject], callers: list[dict[str, Any]]) -> Found:
    """Who depends on subjects through their direct *callers* (objects of `Impact.callers`)."""
    own = {T.symbol_of(view, s) for s in subjects}
    seen = own | {c["caller"] for c in callers}
    queue: deque[tuple[str, str, int]] = deque()
    for c in callers:
        if c["caller"] not in own:
            queue.append((c["caller"], c["path"], 1))
    rows: list[dict[str, Any]] = []
    left: dict[str, str] = {}
    followed: set[str] = set()
    steps = blocks = 0
    while queue:
        symbol, path, depth = queue.popleft()
        step = _step(view, symbol, path)
        if step is None or step[1] in followed:
            continue
        subject, around, cost = step
        followed.add(around)
        if depth >= MAX_DEPTH or steps >= MAX_STEPS or blocks + cost > MAX_BLOCKS:
            left[around] = "far"
            continue
        if cost > MAX_MENTIONS:
            left[around] = "common"
            continue
        steps += 1
        blocks += cost
        for use in uses_of(view, subject):
            at = use.row.scope
            if at in seen or (around != at and at.startswith(f"{around}.<locals>.")):
                continue
            seen.add(at)
            rows.append({
                "symbol": at, "path": use.row.path, "line": use.row.line, "depth": depth + 1, "through": around,
                "confidence": use.row.confidence,
            })  # fmt: skip
            queue.append((at, use.row.path, depth + 1))
    return Found(sorted(rows, key=lambda r: (r["depth"], r["path"], r["line"])), left)


def _step(view: View, symbol: str, path: str) -> tuple[T.Subject, str, int] | None:
    """What a scope is known by outside: the function around it, its symbol, and the number of blocks that mention its
    name; None where that is no function, or is a test.
    """
    from inferd.query.affected import id_of_test

    module, _, qualname = symbol.partition(":")
    around = plain(qualname.partition(".<locals>")[0])
    if not around or id_of_test(path, symbol) is not None or "c" in view.definition_kinds(module, around):
        return None
    owner, _, name = around.rpartition(".")
    if owner and name in MAKES:
        owner, _, name = owner.rpartition(".")
    subject: T.Subject = T.Attribute(Class(module, owner), name) if owner else T.Global(module, name)
    return subject, f"{module}:{around}", sum(len(ids) for _, _, ids in view.postings(name))


def uses_of(view: View, subject: T.Subject) -> list[Use]:
    """The sure occurrences that can run what a subject names."""
    explains, view.explains = view.explains, False
    try:
        rows = R.references(view, subject, False).rows
    finally:
        view.explains = explains
    if isinstance(subject, T.Attribute):
        above = [c for c in view.hierarchy.mro(subject.cls) if isinstance(c, Class)]
        mine = {f"{c.symbol}.{subject.name}" for c in (subject.cls, *above)}
        rows = [r for r in rows if r.symbol in mine]
    sure = [r for r in rows if r.confidence in (EXACT, INFERRED) and r.role not in _LOOKED_AT]
    return [
        u
        for u in located(view, sure)
        if u.role in _RUNS and not u.code & (F.ANNOTATION | F.IN_STRING | F.BASE | F.STORE | F.DELETED)
    ]


__all__ = ["MAX_STEPS", "Found", "dependants", "uses_of"]
