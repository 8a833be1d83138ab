"""Strings that name what is renamed, or read as if they did."""

import ast

from inferd.index.hierarchy import Class
from inferd.index.resolve import Outside
from inferd.model import EXACT, POSSIBLE, plain
from inferd.query import targets as T
from inferd.query.kin import Use
from inferd.query.rows import row
from inferd.query.view import Dangling, View
from inferd.refactor.rename.family import files_that_call
from inferd.refactor.rename.task import Task, mangled
from inferd.refactor.rename.trees import nodes
from inferd.syntax import facts as F


def slot_strings(task: Task) -> list[Use]:
    """The strings in `__slots__` and `__match_args__` of the family's classes: names by Python's own rules."""
    out: list[Use] = []
    classes = set(task.kin.classes)
    if not classes:
        return out
    old = task.kin.name
    for special in ("__slots__", "__match_args__"):
        for block in task.view.blocks_of_name(special, 1 << F.WRITE):
            cls = Class(block.file.module, plain(block.row.owner))
            if cls not in classes or block.row.stale:
                continue
            bare = old.removeprefix(mangled(cls.name, "__x")[:-3]) if mangled(cls.name, "__x") != "__x" else old
            places = [
                k for text in {old, bare} for k in block.positions(text)
                if block.o[k * 6 + 3] & F.ROLE_MASK == F.STRING and block.is_verbatim(k)
            ]  # fmt: skip
            if not places:
                continue
            tree, before = task.texts.part(block)
            for node in nodes(tree):
                if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
                    continue
                goals = node.targets if isinstance(node, ast.Assign) else [node.target]
                if not any(isinstance(t, ast.Name) and t.id == special for t in goals):
                    continue
                for k in places:
                    line = block.place(k)[0] - before
                    if node.lineno <= line <= (node.end_lineno or node.lineno):
                        out.append(Use(block, k, row(block, k, f"{cls.symbol}.{old}", EXACT, ())._replace(text=old)))
    return out


def is_tied(view: View, use: Use) -> bool:
    """Whether a string is tied to what it names: a dotted path that leads somewhere to its end (`mock.patch("a.b.C")`),
    or what getattr and its like are given beside a receiver that is known.
    """
    if use.role != F.STRING or not use.block.is_verbatim(use.k):
        return False
    if not use.code & F.DOTTED:
        return bool(use.code & F.BY_GETATTR) and bool(view.meaning(use.block, use.k))
    last = use.k
    o = use.block.o
    while (last + 1) * 6 < len(o) and o[last * 6 + 11] == last and o[last * 6 + 9] & F.ROLE_MASK == F.STRING:
        last += 1
    return any(not isinstance(e, (Dangling, Outside)) for e in view.dotted_string(use.block, last))


def unbound_strings(task: Task, taken: dict[tuple[int, int], Use]) -> list[Use]:
    """The strings that read as the name and are tied to nothing known."""
    view, old = task.view, task.kin.name
    near: set[int] | None = None
    if not any(isinstance(s, (T.Global, T.Attribute, T.ModuleSubject)) for s in task.kin.subjects):
        near = files_that_call(task)
        if not near:
            return []
    out = []
    for block in view.blocks_of_name(old, 1 << F.STRING):
        if near is not None and block.row.file_id not in near:
            continue
        for k in block.positions(old):
            code = block.o[k * 6 + 3]
            key = (block.row.id, k)
            if code & F.ROLE_MASK != F.STRING or key in taken or key in task.kin.possible:
                continue
            if code & F.IN_ALL:
                continue  # of another module's namesake
            if code & F.DOTTED:
                last = not any(
                    block.o[x * 6 + 5] == k
                    and block.o[x * 6 + 3] & F.DOTTED
                    and block.o[x * 6 + 3] & F.ROLE_MASK == F.STRING
                    for x in (k + 1,) if x * 6 < len(block.o)
                )  # fmt: skip
                if not last or view.dotted_string(block, k):
                    continue
                why = "a dotted string that ends in the name; what it names is not known"
            elif code & F.BY_GETATTR:
                if view.meaning(block, k):
                    continue  # of something else
                why = "given to getattr or its like, receiver unknown"
            else:
                why = "a string that reads as the name"
            out.append(Use(block, k, row(block, k, "", POSSIBLE, ({"kind": "static", "why": why},))))
    return out
