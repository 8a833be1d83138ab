"""What binds a name: in a scope all names, of a variable its stores, of a parameter its default and the calls.

A call binds a parameter where inference finds that it calls the function: its row is the callee's occurrence, and the
evidence says what is   Looked for in the files that mention the function, or its class; what a library calls
back, and calls of what is not known, are not among them.
"""

from collections.abc import Iterable, Iterator, Sequence

from inferd.index.hierarchy import Class
from inferd.index.resolve import Symbol
from inferd.inference.definitions import signatures
from inferd.inference.definitions.signatures import Parameter, Signature
from inferd.inference.engine import Where
from inferd.inference.flow import raising
from inferd.inference.scopes import frames, lazy
from inferd.inference.scopes.frames import Frame
from inferd.model import EXACT, INFERRED, Reference
from inferd.query import symbols
from inferd.query import targets as T
from inferd.query.references import references
from inferd.query.rows import row
from inferd.query.types import Typing
from inferd.query.view import Block, Member, View, some_roles
from inferd.syntax import facts as F

_DEFINITION = some_roles(F.DEFINITION)
_BINDING = frozenset(("definition", "parameter", "write", "capture", "delete", "import"))


def bindings(view: View, subject: T.Subject) -> list[Reference]:
    """What binds names in a module, class or function, or the name of a variable or a parameter."""
    found = symbols.bindings(view, subject)
    if found or isinstance(subject, T.ModuleSubject):
        return found
    if not isinstance(subject, T.Variable):
        places = symbols.places(view, subject)
        if any(T.scope_defined(*p) >= 0 or p[0].row.kind == "class" for p in places):
            return []  # a function or a class without names of its own
        symbol = T.symbol_of(view, subject)
        return [row(block, k, symbol, EXACT, ()) for block, k in places]
    rows = [r for r in references(view, subject, True)[0] if r.role in _BINDING]
    return [_with_default(view, subject, r) if r.role == "parameter" else r for r in rows] + list(_calls(view, subject))


def mentioning(view: View, subject: T.Subject | None) -> Sequence[int]:
    """The files whose calls may reach what a target names: those that mention its name, or one of a class below."""
    if subject is None:
        return [f.id for f in sorted(view.reader.files(), key=lambda f: f.path)]
    names: set[str] = set()
    if isinstance(subject, T.ModuleSubject):
        modules = [subject.module, *view.reader.modules_under(subject.module)]
        for f in (f for m in modules for f in view.reader.files_of_module(m)):
            for block in view.blocks_of_file(f.id):
                names |= {n for _, n, role, _, _, _ in block.having(_DEFINITION)}
    else:
        module, _, qualname = T.symbol_of(view, subject).partition(":")
        parts = qualname.split(".")
        names |= set(parts[-2:] if len(parts) > 1 and not parts[-1].isidentifier() else parts)
        for n in range(1, len(parts) + 1):
            below = view.hierarchy.descendants(Class(module, ".".join(parts[:n])))
            names |= {c.name.rpartition(".")[2] for c in below}
    found = {f for name in names for f, _, _ in view.postings(name)}
    return sorted(found, key=lambda f: view.file(f).path)


def _where(view: View, subject: T.Variable) -> tuple[Block, Where, Signature] | None:
    """The function that a parameter belongs to."""
    typing = view.typing
    record = view.reader.block(subject.block)
    if typing is None or record is None:
        return None
    block = view.wrap(record)
    if not T.parameter_in(block, subject.scope, subject.name):
        return None
    for k in block.positions(subject.name):
        step = typing.step_of(block, k)
        made = typing.engine.made_at(step.where) if step is not None else None
        if step is not None and made is not None and block.o[k * 6 + 3] & F.ROLE_MASK == F.PARAMETER:
            s = signatures.signature(typing.engine, *made)
            if s.body == step.where:
                return block, step.where, s
    return None


def _with_default(view: View, subject: T.Variable, found: Reference) -> Reference:
    of = _where(view, subject)
    p = next((p for p in of[2].params if p.name == subject.name), None) if of is not None else None
    if of is None or p is None or p.default is None or view.typing is None:
        return found
    types = view.typing.show(lazy.value(view.typing.engine, of[2].where, p.default))
    return found._replace(evidence=(*found.evidence, {"kind": "static", "why": f"{' | '.join(types)} by default"}))


def _calls(view: View, subject: T.Variable) -> Iterator[Reference]:
    of = _where(view, subject)
    typing = view.typing
    if of is None or typing is None:
        return
    block, body, s = of
    symbol = block.symbol_in(subject.scope, subject.name)
    functions = T.parse(view, block.enclosing(subject.scope), "")
    files = {f for function in functions for f in mentioning(view, function)} | {body.file}
    for file_id in sorted(files, key=lambda f: view.file(f).path):
        if view.file(file_id).status == "skipped":
            continue
        for i in range(len(typing.engine.tree("", file_id).scopes)):
            where = Where("", file_id, i)
            if any(words[0] == "(" for words in typing.engine.program(where).steps):
                yield from _in_frame(view, typing, frames.run(typing.engine, where), body, s, subject.name, symbol)


def _in_frame(
    view: View, typing: Typing, frame: Frame, body: Where, s: Signature, name: str, symbol: str
) -> Iterator[Reference]:  # fmt: skip
    for words in frame.steps:
        if words[0] != "(":
            continue
        at = int(words[1])
        for v in frame.types[at]:
            if body not in raising.bodies(typing.engine, v):
                continue
            steps = [n for p, n in pairs(s.params, words[2:], v[-1] != "function") if p.name == name]
            is_starred = any(w[0] == "*" for w in words[2:])
            place = typing.ties(frame.where.file).place_of(frame.where.scope, at)
            if place is None or not (steps or is_starred):
                continue
            shown = " | ".join(typing.show(frame.types[steps[0]])) if steps else ""
            why = f"{shown} is passed" if steps else "it may be in what is starred"
            meaning = view.meaning(*place)
            one = meaning[0] if len(meaning) == 1 else None
            is_exact = isinstance(one, Symbol) or (isinstance(one, Member) and one.certain)
            yield row(*place, symbol, EXACT if is_exact else INFERRED, ({"kind": "static", "why": why},))
            break


def pairs(params: Sequence[Parameter], words: Iterable[str], is_bound: bool) -> Iterator[tuple[Parameter, int]]:
    """(a parameter, the step of what is passed to it), as far as this is written; nothing of `*` and `**`."""
    start = 1 if is_bound and params and params[0].kind in "/p" else 0
    places = [p for p in params[start:] if p.kind in "/p"]
    named = {p.name: p for p in params[start:] if p.kind in "pk"}
    at = 0
    starred = False
    for w in words:
        if w.isdigit():
            if not starred and at < len(places):
                yield places[at], int(w)
            at += 1
        elif w[0] == "*":
            starred = True
        else:
            name, _, step = w.rpartition("=")
            if name in named and step.isdigit():
                yield named[name], int(step)


__all__ = ["bindings", "mentioning", "pairs"]
