"""Functions that get members by names which they put together: `getattr(self, f"visit_{kind}")`.

Nobody mentions such a member, but the function that looks it up uses it.  What is known of the name is how it begins
and ends, read from the flow program: constants, f-strings, `+`, `%`, `format`, and a variable that is stored once.
"""

from collections.abc import Sequence
from json import loads
from typing import NamedTuple

from inferd.index.hierarchy import Class
from inferd.model import plain
from inferd.query.view import Block, View
from inferd.syntax import facts as F

_FEW = 3  # letters of a name that have to be known

Steps = Sequence[Sequence[str]]


class Looker(NamedTuple):
    """A place that looks a member up: the function around it ("" for what runs at import), and how the name begins and
    ends; *cls*: the class whose `self` is asked, None for any other object.
    """

    module: str
    path: str
    qualname: str
    is_inner: bool  # in a function within that one
    line: int
    cls: Class | None
    start: str
    end: str

    def may_get(self, name: str) -> bool:
        known = len(self.start) + len(self.end)
        return _FEW <= known <= len(name) and name.startswith(self.start) and name.endswith(self.end)


def lookers(view: View) -> list[Looker]:
    """All of these places, in order."""
    known: list[Looker] | None = view.kept.get("lookers")
    if known is None:
        blocks = view.blocks_of_name("getattr", 1 << F.CALL) if view.typing is not None else []
        known = [found for b in blocks if not b.row.stale for k in b.positions("getattr") for found in _at(view, b, k)]
        view.kept["lookers"] = known
    return known


def _at(view: View, block: Block, k: int) -> list[Looker]:
    assert view.typing is not None
    step = view.typing.step_of(block, k)
    if step is None:
        return []
    steps: Steps = view.typing.engine.program(step.where).steps
    callee = str(step.number)
    call = next((w for w in steps[step.number + 1 :] if w[0] == "(" and w[1] == callee), None)
    if call is None or len(call) < 4 or not call[2].isdigit() or not call[3].isdigit():
        return []
    if steps[int(call[3])][0] == "c":
        return []
    module, _, qualname = block.enclosing(block.o[k * 6 + 4]).partition(":")
    around, inner, _ = qualname.partition(".<locals>")
    receiver = steps[int(call[2])]
    cls = None
    if list(receiver) in (["l", "self"], ["l", "cls"]) and block.row.owner:
        cls = Class(block.file.module, plain(block.row.owner))
    start, end = _ends(steps, int(call[3]), 0)
    return [Looker(module, block.file.path, plain(around), bool(inner), block.place(k)[0], cls, start, end)]


def _ends(steps: Steps, n: int, depth: int) -> tuple[str, str]:
    """How a string begins and ends that a step makes; "" where that is not known."""
    words = steps[n]
    if depth > 8:
        return "", ""
    if words[0] == "c":
        text = words[1]
        return (loads(text[1:]),) * 2 if text.startswith('s"') else ("", "")
    if words[0] == "J" and len(words) > 1:
        return _ends(steps, int(words[1]), depth + 1)[0], _ends(steps, int(words[-1]), depth + 1)[1]
    if words[:2] == ["b", "Add"]:
        return _ends(steps, int(words[2]), depth + 1)[0], _ends(steps, int(words[3]), depth + 1)[1]
    if words[:2] == ["b", "Mod"]:
        text, _ = _ends(steps, int(words[2]), depth + 1)
        return text.partition("%")[0], ""
    if words[0] == "(" and words[1].isdigit():
        called = steps[int(words[1])]
        if called[0] == "a" and called[2] == "format":
            start, end = _ends(steps, int(called[1]), depth + 1)
            return start.partition("{")[0], end.rpartition("}")[2]
    if words[0] == "l":
        stored = [w for w in steps if w[0] == "s" and w[1] == words[1]]
        if len(stored) == 1 and stored[0][2].isdigit():
            return _ends(steps, int(stored[0][2]), depth + 1)
    return "", ""


__all__ = ["Looker", "lookers"]
