"""What answers are found from of the project's text, so that an edit changes no more than it must.

Why
---
Most edits are inside of one function.  Answers that were found from the same file, because that tells which classes and
functions there are, or from what callers see of the function, hold.

Terms
-----
surface  What a file is to all who look something up in it: its scopes by name, the programs of its module and classes,
         and of functions that bind variables of others (`global`, `nonlocal`, with those around these).
part     What somebody reads of one scope: the *body* of a function, all of its program; its *head*, which is what a
         caller sees; of a class what its methods *assign* to attributes, by name.

Each is told apart by a digest, which holds within one process.  Where the surface of a file is another one, everything
that was found from the file counts as changed; where it is the same, scopes have kept their numbers, and only parts
whose digests differ count.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from inferd.inference import keys
from inferd.inference.engine import Engine, Where
from inferd.inference.program import Tree

if TYPE_CHECKING:
    from inferd.inference.entries import Node

BODY = "body"
HEAD = "head"
ASSIGNS = "assigns"


def surface(engine: Engine, file: int) -> int:
    """The digest of a file's surface."""
    tree = engine.root.tree(file)
    shared = _sharing(tree)
    return hash(
        tuple([
            (s.qualname, s.nth, s.kind, s.program if s.kind != "function" or i in shared else "",
             _told(engine, file, i) if s.kind != "function" else ())
            for i, s in enumerate(tree.scopes)
        ])
    )  # fmt: skip


def _sharing(tree: Tree) -> set[int]:
    """The functions that bind variables of others, and the functions that they lie in."""
    out: set[int] = set()
    for i in {*tree.declaring_globals(), *tree.declaring_nonlocals()}:
        while i > 0 and i not in out:
            out.add(i)
            i = tree.parents[i]
    return out


def digest(engine: Engine, kind: str, where: Where) -> int:
    """The digest of a part; nothing that is looked at for it counts as read."""
    around, engine.record = engine.record, None
    try:
        return _digest(engine, kind, where)
    finally:
        engine.record = around


def _digest(engine: Engine, kind: str, where: Where) -> int:
    tree = engine.root.tree(where.file)
    if where.scope >= len(tree.scopes):
        return 0
    if kind == ASSIGNS:
        methods = [i for i in tree.children[where.scope] if tree.scopes[i].kind == "function"]
        return hash(tuple([(i, tree.program(i).changes) for i in methods]))
    told = _told(engine, where.file, where.scope)
    if kind == BODY:
        return hash((tree.scopes[where.scope].program, told))
    return hash((tree.program(where.scope).head, keys.keys_of(engine, where), told))


def digests(engine: Engine, known: "Iterable[Node]", files: list[int]) -> "dict[Node, int]":
    """The digests that parts have now, of those that lie in some files."""
    inside = frozenset(files)
    return {node: digest(engine, *node.key) for node in known if node.key[1].file in inside}


def _told(engine: Engine, file: int, scope: int) -> tuple[object, ...]:
    told = engine.root.told(file, scope)
    return (tuple(told.commented.items()), tuple(told.documented.items()))
