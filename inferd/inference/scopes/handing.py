"""What a function hands out and what it keeps: containers that others have, too.

`def of(self, name): return self.handlers.setdefault(name, [])` hands out an item of an attribute, so whatever a caller
puts into the result stands in the attribute.  `def __init__(self, rows): self.rows = rows` keeps what it is given.
Both are read off the steps of the function, without types, and are part of what callers see of it (`Head`).

A *path* is a parameter, or a variable of a scope around, and the attributes on the way from there; `ITEM` stands for an
item of a container, whichever, and `CALL` behind a name for what a method gives.  A path of an item of a tuple that is
returned begins with its number.  What functions give, or what a variable holds that is stored more than a few times, is
not followed.
"""

from collections.abc import Iterable

ITEM = "[]"
CALL = "()"
_PLACING = frozenset(("append", "add", "appendleft", "insert", "setdefault"))
_GETTING = frozenset(("setdefault", "get", "pop"))
_STORING = frozenset(("A", "Aa", "I", "("))
_MOST = 4  # paths of a function, and stores of a variable
_LONGEST = 4

Path = tuple[str, ...]


def handed_out(steps: list[list[str]], stores: dict[str, list[int]], outer: "Iterable[str]") -> tuple[Path, ...]:
    """The paths of what a function returns, or yields."""
    out: dict[Path, None] = {}
    giving = "y" if any(words[0] == "y" for words in steps) else "r"
    inside = 0
    for words in steps:
        inside += (words[0] == "L") - (words[0] == "M")
        if words[0] != giving or inside or words[1] == "-":
            continue
        given = steps[int(words[1])]
        out.update(dict.fromkeys(_paths(steps, stores, outer, int(words[1]), 0)))
        if given[0] == "t" and given[1] == "tuple" and all(w.isdigit() for w in given[2:]):
            for i, w in enumerate(given[2:]):
                out.update(dict.fromkeys((str(i), *path) for path in _paths(steps, stores, outer, int(w), 0)))
    return tuple(out) if len(out) <= _MOST else ()


def kept(
    steps: list[list[str]], stores: dict[str, list[int]], outer: "Iterable[str]", params: "Iterable[str]"
) -> tuple[tuple[str, Path], ...]:
    """The parameters that a function puts into attributes of others, or into what stands there, with the paths."""
    out: dict[tuple[str, Path], None] = {}
    for words in steps:
        holder, more, value = _placed(steps, words) if words[0] in _STORING else (-1, "", -1)
        if holder < 0 or value < 0:
            continue
        given = [path[0] for path in _paths(steps, stores, outer, value, 0) if len(path) == 1 and path[0] in params]
        for path in _paths(steps, stores, outer, holder, 0) if given else ():
            if path[0] in params and len(path) < _LONGEST and any(name != ITEM for name in (*path[1:], more)):
                out.update(dict.fromkeys((name, (*path, more)) for name in given))
    return tuple(out) if len(out) <= 2 * _MOST else ()


def _placed(steps: list[list[str]], words: list[str]) -> tuple[int, str, int]:
    """What a step puts something into, as what of it, and the step that gives it; -1 for none."""
    op = words[0]
    if op == "A" or op == "Aa":
        value = words[3 if op == "A" else 4]
        return int(words[1]), words[2], int(value) if value != "-" else -1
    if op == "I":
        return int(words[1]), ITEM, int(words[3])
    if op == "(" and len(words) > 2 and words[-1].isdigit():
        callee = steps[int(words[1])]
        if callee[0] == "a" and callee[2] in _PLACING:
            return int(callee[1]), ITEM, int(words[-1])
    return -1, "", -1


def _paths(
    steps: list[list[str]], stores: dict[str, list[int]], outer: "Iterable[str]", n: int, depth: int
) -> "list[Path]":
    """The paths by which the value of a step is read."""

    def within(at: str, *more: str) -> "list[Path]":
        found = _paths(steps, stores, outer, int(at), depth + 1)
        return [(*path, *more) for path in found if len(path) + len(more) <= _LONGEST]

    words = steps[n]
    op = words[0]
    if depth > 2 * _LONGEST:
        return []
    if op == "l":
        made = stores.get(words[1], ()) if words[1] not in outer else ()
        if not made or (len(made) == 1 and steps[made[0]][0] == "p"):
            return [(words[1],)]
        made = [m for m in made if m < n and steps[m][0] == "s"] if len(made) <= _MOST else []
        return [path for m in made for path in within(steps[m][2])]
    if op == "a":
        return within(words[1], words[2])
    if op == "i":
        return within(words[1], ITEM) if steps[int(words[2])][0] != "sl" else []
    if op == "(" and steps[int(words[1])][0] == "a":
        method = steps[int(words[1])][2]
        return within(steps[int(words[1])][1], ITEM if method in _GETTING else method + CALL)
    if op == "nx" and steps[int(words[1])][0] in ("it", "ai"):
        return within(_looped_over(steps, int(words[1]), "values"), ITEM)
    if op == "un" and words[2:] == ["1", "2", "-1"] and steps[int(words[1])][0] == "nx":
        iterator = int(steps[int(words[1])][1])
        over = _looped_over(steps, iterator, "items")
        return within(over, ITEM) if over != steps[iterator][1] else []
    if op == "w":
        return within(words[2])
    if op == "ph":
        return [*within(words[1]), *within(words[2])]
    if op == ";":
        return [path for w in words[2:] for path in within(w)]
    return []


def _looped_over(steps: list[list[str]], iterator: int, method: str) -> str:
    """The step that gives what a loop runs over: the dictionary, where it runs over what a *method* of one gives."""
    words = steps[int(steps[iterator][1])]
    if words[0] == "(" and len(words) == 2 and steps[int(words[1])][0] == "a" and steps[int(words[1])][2] == method:
        return steps[int(words[1])][1]
    return steps[iterator][1]
