"""Whether two words can be the old and the new name of anything."""

import keyword

from inferd.errors import RefactorRefused
from inferd.model import plain
from inferd.query import targets as T
from inferd.query.kin import Kin, name_of
from inferd.query.view import View
from inferd.refactor.rename.task import BINDING, class_context, is_dunder, is_private, mangled


def check_words(view: View, target: str, root: str, subjects: list[T.Subject], new_name: str) -> None:
    """Raise RefactorRefused where the old or the new name alone forbids the rename."""

    def refuse(reason: str, path: str = "", line: int = 0) -> RefactorRefused:
        return RefactorRefused([(path, line, reason)])

    first = subjects[0]
    if not new_name.isidentifier():
        raise refuse(f"{new_name!r} is not a name in Python")
    if keyword.iskeyword(new_name) or new_name == "__debug__":
        raise refuse(f"{new_name} is a word of the language")
    for s in subjects:
        if isinstance(s, T.External):
            raise refuse(f"{T.symbol_of(view, s)} is defined outside the project")
    names = {name_of(s) for s in subjects}
    if len(names) > 1:
        raise refuse(
            f"{target} stands for things of several names: {', '.join(sorted(names))}; name one of them in full"
        )
    old = name_of(first)
    if len(subjects) > 1 and any(isinstance(s, T.ModuleSubject) for s in subjects):
        shown = ", ".join(T.symbol_of(view, s) for s in subjects)
        raise refuse(f"{target} stands for a module and for something else: {shown}; name one of them")
    if is_dunder(old):
        raise refuse(f"{old} means something to Python itself")
    if is_dunder(new_name):
        raise refuse(f"{new_name} would mean something to Python itself")
    is_path = isinstance(first, T.ModuleSubject) and target.endswith((".py", ".pyi"))
    asked, path, line = ("", "", 0) if is_path else _asked(view, target, root)
    if asked and asked != old and not (asked.startswith("__") and old.endswith(asked)):
        symbol = T.symbol_of(view, first)
        raise refuse(f"{asked} is another name for {symbol} here; name that, or edit the alias", path, line)
    if new_name == old or (isinstance(first, T.Attribute) and mangled(first.cls.name, new_name) == old):
        raise refuse(f"{T.symbol_of(view, first)} already has this name")


def _asked(view: View, target: str, root: str) -> tuple[str, str, int]:
    """The name that a person pointed at, and where."""
    head, _, column = target.rpartition(":")
    path, _, line = head.rpartition(":")
    if column.isdigit() and line.isdigit() and path:
        path = T.relative(path, root)
        found = T.at_position(view, path, int(line), int(column))
        return (found[0].names[found[0].o[found[1] * 6]], path, int(line)) if found else ("", "", 0)
    return plain(target.rpartition(":")[2].rpartition(".")[2]), "", 0


def known_as(ties: Kin, written: str) -> str:
    """The new name as Python knows it."""
    if not is_private(written):
        return written
    contexts: dict[str, None] = {}
    for s in ties.subjects:
        if isinstance(s, T.Attribute):
            contexts[mangled(s.cls.name, written)] = None
    if not contexts:
        for use in ties.sure.values():
            if use.role in BINDING and use.row.text == ties.name:
                contexts[mangled(class_context(use.block, use.k), written)] = None
    if len(contexts) > 1:
        raise RefactorRefused(
            [("", 0, f"{written} is private to a class, and {len(contexts)} classes define this member")]
        )
    return next(iter(contexts), written)
