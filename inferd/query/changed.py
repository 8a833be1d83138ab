"""What differs between two versions of a file, by scopes: what a branch has changed, or what a refactoring will.

A scope of one version belongs to the scope of the same qualified name of the other; of several, those with equal bodies
belong together, then the others in order.  The body's hash says whether something changed (layout, comments and
docstrings do not count), the interface's whether others can see it.

A module's or a class's own code runs when the file is imported.  That a function came or went there is no change of
that code: `at_import` is true only where another statement differs.  A private or nested scope is one like all others.

What it costs: two parses of a file, and a third where the code that runs at import may differ.
"""

import ast
from collections.abc import Iterable
from typing import NamedTuple

from inferd.errors import SourceError
from inferd.model import plain
from inferd.source.text import decode
from inferd.syntax.facts import FileFacts, ScopeFacts
from inferd.syntax.parse import facts_of, tree_of

ADDED, REMOVED, CHANGED, SIGNATURE = "added", "removed", "changed", "signature"


class Scope(NamedTuple):
    """A scope that differs.  `what`: added, removed, changed, or signature (what others see of it differs, too);
    `line`: where it begins now, or began; `at_import`: whether code that runs at import differs.
    """

    path: str
    qualname: str  # '' for the module; without ordinals
    kind: str  # module, class or function
    what: str
    line: int
    at_import: bool


class Changes(NamedTuple):
    """The scopes of a file that differ, by line; and whether it could be compared at all (else its reason)."""

    scopes: tuple[Scope, ...]
    is_text_only: bool  # bytes differ, and no scope does
    problem: str = ""


def compared(path: str, before: bytes | None, after: bytes | None) -> Changes:
    """What differs between two versions of a file; None where there is, or was, no file."""
    if before == after:
        return Changes((), False)
    try:
        old = facts_of(before) if before is not None else None
        new = facts_of(after) if after is not None else None
    except SourceError as error:
        return Changes((Scope(path, "", "module", CHANGED, 1, True),), False, error.reason)
    out: list[Scope] = []
    if old is None or new is None:
        facts = new or old
        what = ADDED if old is None else REMOVED
        out = [_scope(path, facts, s, what, True) for s in facts.scopes] if facts is not None else []
        return Changes(tuple(out), False)
    statements = _Statements(before or b"", after or b"")
    for was, now in _paired(old.scopes, new.scopes):
        if was is None:
            assert now is not None
            out.append(_scope(path, new, now, ADDED, now.kind == "class"))
        elif now is None:
            out.append(_scope(path, old, was, REMOVED, was.kind == "class"))
        elif was.body_hash != now.body_hash or was.interface_hash != now.interface_hash:
            at_import = now.kind != "function" and statements.differ(was.qualname)
            if now.kind != "function" and not at_import and was.interface_hash != now.interface_hash:
                continue  # what it defines is there by itself
            if now.kind != "function" and not at_import:
                continue
            other = was.interface_hash != now.interface_hash and now.kind == "function"
            out.append(_scope(path, new, now, SIGNATURE if other else CHANGED, at_import))
    return Changes(tuple(sorted(out, key=lambda s: (s.line, s.qualname))), not out, _broken(new))


def of_file(path: str, before: bytes | None, after: bytes | None) -> tuple[Scope, ...]:
    """The scopes that differ; none for a file that is no Python."""
    return compared(path, before, after).scopes if path.endswith((".py", ".pyi")) else ()


def _broken(facts: FileFacts) -> str:
    return f"{facts.broken[0].reason}" if facts.broken else ""


def _scope(path: str, facts: FileFacts, s: ScopeFacts, what: str, at_import: bool) -> Scope:
    line = facts.blocks[s.block].line + s.line if s.block >= 0 else 1
    return Scope(path, plain(s.qualname), s.kind, what, line, at_import)


def _paired(
    old: Iterable[ScopeFacts], new: Iterable[ScopeFacts]
) -> list[tuple[ScopeFacts | None, ScopeFacts | None]]:  # fmt: skip
    """The scopes that belong together; one alone where the other version has none."""
    here: dict[tuple[str, str], list[ScopeFacts]] = {}
    there: dict[tuple[str, str], list[ScopeFacts]] = {}
    for s in old:
        here.setdefault((s.qualname, s.kind), []).append(s)
    for s in new:
        there.setdefault((s.qualname, s.kind), []).append(s)
    out: list[tuple[ScopeFacts | None, ScopeFacts | None]] = []
    for key in dict.fromkeys((*here, *there)):
        a, b = here.get(key, []), there.get(key, [])
        left = list(b)
        rest = []
        for s in a:
            equal = next((t for t in left if t.body_hash == s.body_hash), None)
            if equal is not None:
                left.remove(equal)
                out.append((s, equal))
            else:
                rest.append(s)
        out += zip(rest, left, strict=False)
        out += [(s, None) for s in rest[len(left) :]]
        out += [(None, s) for s in left[len(rest) :]]
    return out


class _Statements:
    """The statements of modules and classes that are no definitions, of two versions."""

    def __init__(self, before: bytes, after: bytes):
        self._both = (before, after)
        self._found: tuple[dict[str, list[str]], dict[str, list[str]]] | None = None

    def differ(self, qualname: str) -> bool:
        if self._found is None:
            try:
                self._found = _own(self._both[0]), _own(self._both[1])
            except (SourceError, SyntaxError, ValueError, RecursionError, MemoryError):
                self._found = {}, {}
        one, other = (f.get(qualname) for f in self._found)
        return one is None or one != other


def _own(data: bytes) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    pending: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree_of(decode(data)[0]))]
    while pending:
        qualname, node = pending.pop()
        texts = out.setdefault(qualname, [])
        if isinstance(node, ast.ClassDef):
            head = [*node.bases, *(k.value for k in node.keywords), *node.decorator_list]
            texts += [ast.dump(part) for part in head] + [str(k.arg) for k in node.keywords]
        for i, s in enumerate(node.body):
            if isinstance(s, ast.ClassDef):
                pending.append((f"{qualname}.{s.name}" if qualname else s.name, s))
            elif not isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef) and (i or not _is_text(s)):
                texts.append(ast.dump(s))
    return out


def _is_text(s: ast.stmt) -> bool:
    return isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str)


__all__ = ["ADDED", "CHANGED", "REMOVED", "SIGNATURE", "Changes", "Scope", "compared", "of_file"]
