"""Rename a symbol and everything that belongs together, or say why that would change what the program does.

Terms
    An *occurrence* is one identifier in the text; it is *sure* where Python's rules (or the type of its receiver) tie
    it to the symbol, else *possible* (see `query.references`).  *old* and *new* are names as Python knows them, so
    inside class `C` the written `__x` is `_C__x`.  A *receiver* is a module in whose namespace the name stands, by
    definition, import or star.

Steps
    1. Collect the kin of the symbol (`query.kin`): family, ties, sure and possible occurrences.
    2. Look for what would break: see "What is refused".
    3. Write the edits, file by file, against bytes whose hash is the indexed one.
    4. Parse the edited texts and compare them with the stored facts: every occurrence must still be bound by the same
       scope, and every name must be what it was or what was asked for.  This is what finds captured and shadowing
       names, by the same rules that found the occurrences; step 2 only knows about other files and gives better
       reasons.  Where the new name occurs nowhere in a file and there are many files, step 4 is left out for it: no
       scope can then bind it differently.

What is refused
    Always: a word that is no name, a name of the language, a module (moving files comes later), a name from outside the
    project, a member that overrides one of a class outside, two things of one name in one scope.
    Unless forced: a base class that nobody can read, a name that would hide a builtin which is used there, pytest's
    names, a namesake elsewhere in the hierarchy, `locals()` and `eval` over a renamed local.

What it does not do
    Comments and docstrings, files that are not Python, and what only types can tell.  The last is listed in `left_out`.

Tests: tests/unit/test_rename.py.
"""

import builtins
import keyword
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from inferd.errors import JournalError, RefactorRefused, SourceError
from inferd.index.hierarchy import Class, Opaque
from inferd.index.outside import outside_member
from inferd.index.resolve import Module, Outside, Symbol
from inferd.model import EXACT, INFERRED, POSSIBLE, ChangePlan, Reference, plain
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.impact import is_test_path
from inferd.query.kin import Kin, Use, kin, name_of
from inferd.query.view import Block, Dangling, Local, View
from inferd.refactor.edits import FileChange, TextEdit, apply_edits
from inferd.source.text import content_hash, decode, split_lines
from inferd.syntax import facts as F
from inferd.syntax.parse import parse

INCLUDES = ("possible", "strings")

_BUILTIN_NAMES = frozenset(dir(builtins))
_WORD = re.compile(r"\w+")
_CHECKED_ALWAYS = 60  # up to so many files, each edited one is parsed again
_SEES_LOCALS = frozenset(("locals", "eval", "exec"))
_BINDING = frozenset((F.WRITE, F.DEFINITION, F.PARAMETER, F.CAPTURE))

#: classes of the standard library that call methods by names that they put together
_CALLED_BY_PREFIX = {
    "NodeVisitor": ("visit_",), "NodeTransformer": ("visit_",), "Cmd": ("do_", "help_", "complete_"),
    "BaseHTTPRequestHandler": ("do_",), "SimpleHTTPRequestHandler": ("do_",), "TestCase": ("test",),
    "IsolatedAsyncioTestCase": ("test",), "XMLRPCDocGenerator": ("system_",),
}  # fmt: skip


class Refusal(NamedTuple):
    """Why a rename would break something, and where."""

    path: str
    line: int
    reason: str
    final: bool  # whether nobody may overrule it


class _Texts:
    """The files as they are now: bytes, checked against the index, and their lines."""

    def __init__(self, view: View, root: str, overlays: Mapping[str, str]):
        self.root = root
        self.overlays = overlays
        self._hashes: dict[str, bytes | None] | None = None
        self._view = view
        self._data: dict[str, bytes] = {}
        self._lines: dict[str, list[str]] = {}

    def data(self, path: str) -> bytes:
        known = self._data.get(path)
        if known is None:
            if path in self.overlays:
                known = self.overlays[path].encode("utf-8", "surrogatepass")
            else:
                if self._hashes is None:
                    self._hashes = {p: h for _, p, _, _, _, h, _ in self._view.reader.file_states()}
                try:
                    with open(os.path.join(self.root, path), "rb") as f:
                        known = f.read()
                except OSError as error:
                    raise _changed(path, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
                if content_hash(known) != self._hashes.get(path):
                    raise _changed(path, "the file changed since it was indexed")
            self._data[path] = known
        return known

    def lines(self, path: str) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            text = self.overlays[path] if path in self.overlays else decode(self.data(path), path)[0]
            known = self._lines[path] = split_lines(text)
        return known


def _changed(path: str, reason: str) -> JournalError:
    error = JournalError(path, reason)
    error.hint = "run again"
    return error


class _Rename(NamedTuple):
    """One rename under way."""

    view: View
    texts: _Texts
    kin: Kin
    written: str  # the new name as the person wrote it
    new: str  # the new name as Python knows it
    refusals: list[Refusal]
    warnings: list[str]

    def refuse(self, path: str, line: int, reason: str, final: bool = False) -> None:
        item = Refusal(path, line, reason, final)
        if item not in self.refusals:
            self.refusals.append(item)

    def refuse_at(self, block: Block, k: int, reason: str, final: bool = False) -> None:
        self.refuse(block.file.path, block.place(k)[0], reason, final)


def plan(
    view: View, root: str, target: str, new_name: str, include: Iterable[str] = (), force: bool = False,
    overlays: Mapping[str, str] | None = None,
) -> ChangePlan:  # fmt: skip
    """The change that renames a target; raises RefactorRefused with every reason that is known.

    *include*: "possible" takes the occurrences whose receiver is not known too, "strings" the strings that read as the
    name.
    *overlays*: unsaved texts by path, as the view sees them.
    """
    include = tuple(include)
    for word in include:
        if word not in INCLUDES:
            raise ValueError(f"include: {word!r} is none of {', '.join(INCLUDES)}")
    new_name = unicodedata.normalize("NFKC", new_name)
    subjects = T.parse(view, target, root)
    _check_words(view, target, root, subjects, new_name)
    ties = kin(view, subjects)
    parameters = _parameters_together(view, ties)
    if parameters:
        ties = kin(view, [*ties.subjects, *parameters])
    task = _Rename(view, _Texts(view, root, overlays or {}), ties, new_name, _known_as(ties, new_name), [], [])

    sure = [u for u in ties.sure.values() if u.row.text == ties.name]
    sure += _slot_strings(task)
    left: list[Reference] = []
    taken: dict[tuple[int, int], Use] = {}
    for use in sure:
        if use.block.row.stale:
            task.refuse_at(use.block, use.k, "this part of the file does not parse at present")
            left.append(_because(use.row, "this part of the file does not parse at present"))
        else:
            taken[use.block.row.id, use.k] = use
    written_out = _written_out(task)
    for use in [*ties.possible.values(), *_keywords(task), *_strings(task, taken)]:
        key = (use.block.row.id, use.k)
        if use.row.text != ties.name or key in taken:
            continue
        if key in written_out:
            taken[key] = use._replace(row=use.row._replace(confidence=INFERRED, evidence=_ONLY_ONE))
            continue
        is_string = use.role == F.STRING
        is_wanted = ("strings" if is_string else "possible") in include
        if is_wanted and use.block.is_verbatim(use.k) and not use.block.row.stale:
            taken[key] = use
        else:
            left.append(use.row if use.row.evidence else _because(use.row, "its receiver is not known"))

    _check_fixed(task)
    _check_modules(task)
    _check_classes(task)
    _check_scopes(task, taken)
    _check_variables(task)
    _check_pytest(task)
    _check_private_names(task)
    _check_text(task, root)
    edits = _edits(task, taken)
    changes: list[FileChange] = []
    if not any(r.final for r in task.refusals):
        changes = _changes(task, edits, taken)

    refusals = task.refusals if not force else [r for r in task.refusals if r.final]
    if refusals:
        raise RefactorRefused([r[:3] for r in _ordered(refusals)])
    warnings = task.warnings + [f"forced: {r.path}:{r.line}: {r.reason}" for r in _ordered(task.refusals)]
    rows = sorted((u.row for u in taken.values()), key=lambda r: r[:5])
    symbol = T.symbol_of(view, subjects[0])
    return ChangePlan(
        f"rename {symbol} to {new_name}", symbol, tuple(changes), tuple(edits), tuple(rows),
        tuple(_unique(left)), tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


def _ordered(refusals: list[Refusal]) -> list[Refusal]:
    return sorted(refusals, key=lambda r: (not r.final, r.path, r.line))


def _because(row: Reference, why: str) -> Reference:
    return row._replace(evidence=(*row.evidence, {"kind": "static", "why": why}))


def _unique(rows: list[Reference]) -> list[Reference]:
    return sorted({r[:5]: r for r in rows}.values(), key=lambda r: r[:5])


# ---------------------------------------------------------------------------------------------------------------------
# The words themselves


def _check_words(view: View, target: str, root: str, subjects: list[T.Subject], new_name: str) -> None:
    def refuse(reason: str, path: str = "", line: int = 0) -> RefactorRefused:
        return RefactorRefused([(path, line, reason)])

    first = subjects[0]
    if not new_name.isidentifier():
        raise refuse(f"{new_name!r} is not a name in Python")
    if keyword.iskeyword(new_name) or new_name == "__debug__":
        raise refuse(f"{new_name} is a word of the language")
    for s in subjects:
        if isinstance(s, T.ModuleSubject):
            raise refuse(f"{s.module} is a module: renaming modules and packages, which moves files, comes later")
        if isinstance(s, T.External):
            raise refuse(f"{T.symbol_of(view, s)} is defined outside the project")
        if isinstance(s, T.Attribute) and "<type>" in s.cls.name:
            raise refuse("renaming the type parameters of a class comes later")
    names = {name_of(s) for s in subjects}
    if len(names) > 1:
        raise refuse(
            f"{target} stands for things of several names: {', '.join(sorted(names))}; name one of them in full"
        )
    old = name_of(first)
    if _is_dunder(old):
        raise refuse(f"{old} means something to Python itself")
    if _is_dunder(new_name):
        raise refuse(f"{new_name} would mean something to Python itself")
    asked, path, line = _asked(view, target, root)
    if asked and asked != old and not (asked.startswith("__") and old.endswith(asked)):
        symbol = T.symbol_of(view, first)
        raise refuse(f"{asked} is another name for {symbol} here; name that, or edit the alias", path, line)
    if new_name == old or (isinstance(first, T.Attribute) and _mangled(first.cls.name, new_name) == old):
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


def _is_dunder(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def _is_private(name: str) -> bool:
    return name.startswith("__") and not name.endswith("__")


def _mangled(class_name: str, name: str) -> str:
    if _is_private(name):
        bare = class_name.rpartition(".")[2].split("#")[0].lstrip("_")
        return f"_{bare}{name}" if bare else name
    return name


def _class_context(block: Block, k: int) -> str:
    """The class in whose body an occurrence is written, which decides how a private name is read."""
    scope = block.o[k * 6 + 4]
    while scope >= 0:
        if block.s[scope * 7] == F.CLASS:
            return block.names[block.o[block.s[scope * 7 + 1] * 6]]
        scope = block.s[scope * 7 + 2]
    return block.row.owner.rpartition(".")[2].split("#")[0]


def _known_as(ties: Kin, written: str) -> str:
    """The new name as Python knows it."""
    if not _is_private(written):
        return written
    contexts: dict[str, None] = {}
    for s in ties.subjects:
        if isinstance(s, T.Attribute):
            contexts[_mangled(s.cls.name, written)] = None
    if not contexts:
        for use in ties.sure.values():
            if use.role in _BINDING and use.row.text == ties.name:
                contexts[_mangled(_class_context(use.block, use.k), written)] = None
    if len(contexts) > 1:
        raise RefactorRefused(
            [("", 0, f"{written} is private to a class, and {len(contexts)} classes define this member")]
        )
    return next(iter(contexts), written)


def _spelling(task: _Rename, block: Block, k: int) -> str | None:
    """How the new name is to be written at an occurrence; None where it cannot be."""
    around = _class_context(block, k)
    for text in (task.written, task.new):
        if _mangled(around, text) == task.new:
            return text
    return None


# ---------------------------------------------------------------------------------------------------------------------
# What else belongs to it


def _parameters_together(view: View, ties: Kin) -> list[T.Subject]:
    """For a parameter of a method that somebody passes by keyword: the parameter of that name in the rest of the
    family, since such a call may reach any of them.
    """
    out: list[T.Subject] = []
    for s in ties.subjects:
        if not isinstance(s, T.Variable):
            continue
        by_keyword = any(u.role == F.KEYWORD for u in (*ties.sure.values(), *ties.possible.values()))
        if by_keyword:
            out += [T.Variable(b.row.id, scope, s.name) for b, scope in _siblings(view, s)]
    return [s for s in dict.fromkeys(out) if s not in ties.subjects]


def _siblings(view: View, subject: T.Variable) -> list[tuple[Block, int]]:
    """The other methods of the family of a parameter's method that have a parameter of the same name."""
    record = view.reader.block(subject.block)
    assert record is not None
    block = view.wrap(record)
    method = _method(block, subject)
    if method is None or method[1] in ("__init__", "__new__"):
        return []
    members = view.members(method[1])
    out = []
    for cls in R.family(view, *method).reasons:
        for b, k in members.get(cls, ()):
            scope = T.scope_defined(b, k)
            is_other = scope >= 0 and (b.row.id, scope) != (subject.block, subject.scope)
            if is_other and T.parameter_in(b, scope, subject.name):
                out.append((b, scope))
    return out


def _method(block: Block, subject: T.Variable) -> tuple[Class, str] | None:
    """The class and name of the method whose parameter a variable is."""
    s = block.s
    at = subject.scope * 7
    if s[at] != F.FUNCTION or not s[at + 6] & F.S_METHOD or not T.parameter_in(block, subject.scope, subject.name):
        return None
    owner = block.class_around(subject.scope)
    return (Class(block.file.module, plain(owner)), block.names[block.o[s[at + 1] * 6]]) if owner else None


def _slot_strings(task: _Rename) -> list[Use]:
    """The strings in `__slots__` and `__match_args__` of the family's classes: names by Python's own rules."""
    import ast
    import textwrap

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
            bare = old.removeprefix(_mangled(cls.name, "__x")[:-3]) if _mangled(cls.name, "__x") != "__x" else old
            places = [
                k for text in {old, bare} for k in block.positions(text)
                if block.o[k * 6 + 3] & F.ROLE_MASK == F.STRING and block.is_verbatim(k)
            ]  # fmt: skip
            if not places:
                continue
            first = block.row.line
            lines = task.texts.lines(block.file.path)[first - 1 : first - 1 + block.row.lines]
            try:
                tree = ast.parse(textwrap.dedent("".join(lines)), "<inferd>")
            except SyntaxError:
                continue
            for node in tree.body:
                goals = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
                if not any(isinstance(t, ast.Name) and t.id == special for t in goals):
                    continue
                for k in places:
                    line = block.place(k)[0] - first + 1
                    if node.lineno <= line <= (node.end_lineno or node.lineno):
                        out.append(Use(block, k, R.row(block, k, f"{cls.symbol}.{old}", EXACT, ())._replace(text=old)))
    return out


_ONLY_ONE = ({"kind": "static", "why": "a private name, and no other class has it"},)


def _written_out(task: _Rename) -> set[tuple[int, int]]:
    """Attributes that write a private name out (`cart._Cart__secret`): the class stands in them."""
    name = task.kin.name
    classes = set(task.kin.classes)
    if not any(name == _mangled(c.name, "__" + name.partition("__")[2]) for c in classes) or "__" not in name:
        return set()
    if set(task.view.members(name)) - classes:
        return set()
    return {key for key, u in task.kin.possible.items() if u.role == F.ATTRIBUTE and not u.block.row.stale}


def _strings(task: _Rename, taken: dict[tuple[int, int], Use]) -> list[Use]:
    """The strings that read as the name and are tied to nothing known."""
    view, old = task.view, task.kin.name
    near: set[int] | None = None
    if not any(isinstance(s, (T.Global, T.Attribute)) for s in task.kin.subjects):
        near = _files_that_call(task)
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
            out.append(Use(block, k, R.row(block, k, "", POSSIBLE, ({"kind": "static", "why": why},))))
    return out


def _keywords(task: _Rename) -> list[Use]:
    """The keyword arguments of the name, in files that mention the function or class, at calls of nobody knows what."""
    view, name = task.view, task.kin.name
    near = _files_that_call(task)
    for s in task.kin.subjects:
        if isinstance(s, T.Attribute) and any(
            b.o[k * 6 + 3] & F.ROLE_MASK == F.WRITE for b, k in view.members(name).get(s.cls, ())
        ):
            near.update(f for f, _, _ in view.reader.postings(s.cls.name.rpartition(".")[2]))
    out: list[Use] = []
    if not near:
        return out
    why = ({"kind": "static", "why": "a keyword argument of a call whose callee is not known"},)
    for block in view.blocks_of_name(name, 1 << F.KEYWORD):
        if block.row.file_id not in near:
            continue
        for k in block.positions(name):
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.KEYWORD or block.o[k * 6 + 3] & F.BASE:
                continue
            link = block.o[k * 6 + 5]
            called = T.called_as(view, block, link) if link >= 0 else ()
            if all(isinstance(e, Local) or e == _PARTIAL for e in called):
                out.append(Use(block, k, R.row(block, k, "", POSSIBLE, why)))
    return out


_PARTIAL = Outside("functools", "partial")


def _files_that_call(task: _Rename) -> set[int]:
    """For parameters: the files that mention the function (a dictionary passed with `**` there may hold the name)."""
    out: set[int] = set()
    for s in task.kin.subjects:
        if isinstance(s, T.Variable):
            record = task.view.reader.block(s.block)
            assert record is not None
            block = task.view.wrap(record)
            if T.parameter_in(block, s.scope, s.name) and block.s[s.scope * 7] == F.FUNCTION:
                called = block.names[block.o[block.s[s.scope * 7 + 1] * 6]]
                if called in ("__init__", "__new__"):
                    called = block.class_around(s.scope).rpartition(".")[2]
                out.update(f for f, _, _ in task.view.reader.postings(called))
    return out


# ---------------------------------------------------------------------------------------------------------------------
# What would break


def _check_fixed(task: _Rename) -> None:
    for use, e in task.kin.fixed:
        if isinstance(e, Outside):
            what = f"{e.module}:{e.name}" if e.name else e.module
        else:
            what = e.name
        task.refuse_at(use.block, use.k, f"{task.kin.name} stands here for {what} too, which cannot be renamed", True)


def _receivers(task: _Rename) -> dict[str, tuple[str, int]]:
    """The modules in whose namespace the name stands, each with a place that binds it there."""
    view = task.view
    wanted = {Symbol(s.module, s.name) for s in task.kin.subjects if isinstance(s, T.Global)}
    out: dict[str, tuple[str, int]] = {}
    if not wanted:
        return out
    for use in task.kin.sure.values():
        if use.row.text != task.kin.name:
            continue
        block, j = use.block, use.k * 6
        if use.role == F.IMPORT:
            into = use.code & F.BINDS and (use.code & F.INTO_GLOBAL or (block.o[j + 4] < 0 and not block.row.owner))
        else:
            into = use.role in _BINDING and block.o[j + 5] == F.GLOBAL
        if into:
            out.setdefault(block.file.module, (use.row.path, use.row.line))
    for file_id, _, _ in view.reader.postings("*", 1 << F.IMPORT):
        file = view.file(file_id)
        if file.module not in out and not wanted.isdisjoint(view.resolver.resolve(file.module, task.kin.name)):
            out[file.module] = (file.path, _star_line(view, file_id))
    return out


def _star_line(view: View, file_id: int) -> int:
    for row in view.reader.blocks_of_name_in("*", (file_id,)):
        block = view.wrap(row)
        for k in block.positions("*"):
            return block.place(k)[0]
    return 0


def _check_modules(task: _Rename) -> None:
    """Module namespaces: is the new name free in each that receives it, and does nothing there mean another by it?"""
    view, new, old = task.view, task.new, task.kin.name
    receivers = _receivers(task)
    if not receivers:
        return
    taken = set()
    for module, (path, line) in receivers.items():
        for e in view.resolver.resolve(module, new):
            taken.add(module)
            if isinstance(e, Module):
                task.refuse(path, line, f"{e.name} is a module: the name would hide it")
                continue
            places = view.definitions(module, new)
            if places:
                task.refuse_at(*places[0], f"{new} is already bound in {module}", True)
            else:
                what = f"{e.module}:{e.name}"
                task.refuse(path, line, f"{new} already stands for {what} in {module}, by a star import", True)
    for block in view.blocks_of_name(new):
        o = block.o
        for k in block.positions(new):
            role = o[k * 6 + 3] & F.ROLE_MASK
            link = o[k * 6 + 5]
            if role in (F.READ, F.CALL) and link == F.GLOBAL and block.file.module in receivers.keys() - taken:
                what = f"the builtin {new}" if new in _BUILTIN_NAMES else f"{new}, which nothing binds,"
                task.refuse_at(block, k, f"{what} is used here and would come to mean {old}")
            elif role == F.IMPORT and not o[k * 6 + 3] & F.MODULE_PART:
                level, source, name, _ = block.i[link]
                found, inside = view.resolver.imported_module(view._bare(block.file), level, source)
                if inside and name == new and found in receivers and not view.import_targets(block, block.i[link]):
                    task.refuse_at(block, k, f"this import of {new} finds nothing now and would find {old}")
            elif (
                role == F.ATTRIBUTE and link >= 0 and not view.meaning(block, k)
                and any(isinstance(e, Module) and e.name in receivers for e in view.meaning(block, link))
            ):  # fmt: skip
                task.refuse_at(block, k, f"{new} is an attribute of the module here that nothing defines")
    if new.startswith("_") and not old.startswith("_"):
        for module in receivers:
            for namespace in view.resolver.namespaces(module):
                for level, starred in namespace.stars:
                    source, inside = view.resolver.imported_module(namespace, level, starred)
                    if not inside or source not in receivers or old in namespace.binds:
                        continue
                    if all(ns.exports is None for ns in view.resolver.namespaces(source)):
                        task.refuse(*receivers[module], f"a star import takes {old} along, but would not take {new}")
    if new in _BUILTIN_NAMES:
        task.warnings.append(f"{new} is also the name of a builtin")


def _check_classes(task: _Rename) -> None:
    """Class namespaces: namesakes of the new name, and classes outside that know the old or the new one."""
    view, new, old = task.view, task.new, task.kin.name
    classes = task.kin.classes
    if not classes:
        return
    below = {d for c in classes for d in view.hierarchy.descendants(c)}
    above = {a for c in classes for a in view.hierarchy.ancestors(c)}
    members = view.members(new)
    for c in classes:
        for block, k in members.get(c, ())[:1]:
            task.refuse_at(block, k, f"{c.symbol} has a member {new} already", True)
    for c in sorted((below | above) - set(classes)):
        for block, k in members.get(c, ())[:1]:
            how = "would be overridden by" if c in above else "would override"
            task.refuse_at(block, k, f"{c.symbol}.{new} {how} the renamed member")
    for block in view.blocks_of_name(new, 1 << F.ATTRIBUTE):
        for k in block.positions(new):
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
                continue
            for e in view.meaning(block, k):
                if isinstance(e, Dangling) and (e.seen in classes or e.seen in below or e.seen in above):
                    why = f"{e.seen.symbol}.{new} is used here though nothing defines it; it would come to mean {old}"
                    task.refuse_at(block, k, why)
    places = view.members(old)
    unseen: set[str] = set()
    for c in sorted({*classes, *below}):
        path, line = _place_of(view, c, places)
        for node in view.hierarchy.mro(c):
            if not isinstance(node, Opaque):
                continue
            base = (node.symbol or node.expression).replace(":", ".")
            known = outside_member(node.symbol, old) if node.symbol else None
            hook = _CALLED_BY_PREFIX.get(base.rpartition(".")[2], ())
            if known:
                task.refuse(
                    path, line, f"{c.symbol}.{old} overrides a member of {base}, which is outside the project", True
                )
            elif known is None and c in classes:
                why = f"whether {base}, a base of {c.symbol} outside the project, has a member {old} cannot be seen"
                task.refuse(path, line, why)
            elif any(old.startswith(p) and not new.startswith(p) for p in hook) and c in classes:
                task.refuse(path, line, f"{base} calls methods by the prefix of this name")
            ahead = outside_member(node.symbol, new) if node.symbol else None
            if ahead:
                task.refuse(path, line, f"{base}, a base of {c.symbol}, has a member {new}, which would be overridden")
            elif ahead is None and base not in unseen:
                unseen.add(base)
                task.warnings.append(f"whether {base}, a base of {c.symbol}, has a member {new} cannot be seen")


def _place_of(view: View, cls: Class, places: dict[Class, list[tuple[Block, int]]]) -> tuple[str, int]:
    for block, k in places.get(cls, ()):
        return block.file.path, block.place(k)[0]
    for block, k in view.definitions(cls.module, cls.name):
        return block.file.path, block.place(k)[0]
    return "", 0


def _check_scopes(task: _Rename, taken: dict[tuple[int, int], Use]) -> None:
    """Two names in one scope of a block that would become one."""
    new = task.new
    bound: dict[int, tuple[Block, set[int]]] = {}
    for use in taken.values():
        j = use.k * 6
        if use.role == F.IMPORT:
            link = use.block.o[j + 4] if use.code & F.BINDS and not use.code & F.INTO_GLOBAL else -1
        elif use.role in F.NAME_ROLES:
            link = use.block.o[j + 5]
        else:
            continue
        if link >= 0:
            bound.setdefault(use.block.row.id, (use.block, set()))[1].add(link)
    for block, scopes in bound.values():
        for k in block.positions(new):
            code = block.o[k * 6 + 3]
            role = code & F.ROLE_MASK
            if role == F.IMPORT:
                link = block.o[k * 6 + 4] if code & F.BINDS else -1
            elif role in F.NAME_ROLES:
                link = block.o[k * 6 + 5]
            else:
                continue
            if link in scopes:
                task.refuse_at(block, k, f"{new} is already a name in {block.enclosing(link)}", True)
                break


def _check_variables(task: _Rename) -> None:
    """Locals and parameters: what reads them by name without naming them."""
    view, old = task.view, task.kin.name
    for s in task.kin.subjects:
        if not isinstance(s, T.Variable):
            continue
        record = view.reader.block(s.block)
        assert record is not None
        block = view.wrap(record)
        for word in sorted(_SEES_LOCALS):
            for k in block.positions(word):
                if block.o[k * 6 + 3] & F.ROLE_MASK == F.CALL and _within(block, block.o[k * 6 + 4], s.scope):
                    task.refuse_at(block, k, f"{word}() may read the variable by its name")
        if block.s[s.scope * 7] != F.FUNCTION or not T.parameter_in(block, s.scope, old):
            continue
        _check_parameter(task, block, s, old)


def _check_parameter(task: _Rename, block: Block, s: T.Variable, old: str) -> None:
    view = task.view
    record = block.s[s.scope * 7 + 1]
    function = block.names[block.o[record * 6]]
    path, line = block.file.path, block.place(record)[0]
    flags = block.s[s.scope * 7 + 6]
    method = _method(block, s)
    together = {(x.block, x.scope) for x in task.kin.subjects if isinstance(x, T.Variable)}
    for other, scope in _siblings(view, s):
        if (other.row.id, scope) not in together:
            where = f"{other.file.path}:{other.row.line + other.s[scope * 7 + 3]}"
            task.warnings.append(
                f"{where}: {other.scope_name(scope)}, of the same family, has a parameter {old} too; it stays"
            )
    if method is not None:
        for node in view.hierarchy.mro(method[0]):
            if not isinstance(node, Opaque) or not node.symbol or _is_dunder(function):
                continue
            if outside_member(node.symbol, function):
                base = node.symbol.replace(":", ".")
                task.warnings.append(f"{path}:{line}: {base} has a method {function}; it may pass {old} by its name")
    if flags & F.S_DECORATED:
        task.warnings.append(f"{path}:{line}: {function} is decorated; a decorator may pass {old} by its name")
    is_test = is_test_path(path) and (function.startswith("test") or _is_fixture(block))
    if is_test and not (method and _first_parameter(block, s)):
        task.refuse(path, line, f"pytest passes {old} to {function} by its name")
    near = _files_that_call(task)
    stars = 0
    for file_id in near:
        file = view.file(file_id)
        if file.status != "skipped":
            called = function
            if function in ("__init__", "__new__"):
                called = block.class_around(s.scope).rpartition(".")[2]
            stars += _starred_calls(task, file.path, called)
    if stars:
        calls = f"{stars} calls of {function} pass" if stars > 1 else f"a call of {function} passes"
        task.warnings.append(f"{calls} a dictionary with **, which may hold {old!r}")


def _first_parameter(block: Block, s: T.Variable) -> bool:
    first = block.s[s.scope * 7 + 5]
    return first >= 0 and block.names[first] == s.name


def _starred_calls(task: _Rename, path: str, function: str) -> int:
    """How many calls in a file that are written with this name pass `**something`."""
    import ast

    try:
        text = "".join(task.texts.lines(path))
        if "**" not in text:
            return 0
        tree = ast.parse(text, "<inferd>")
    except (SyntaxError, ValueError, RecursionError, SourceError, JournalError):
        return 0
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(k.arg is None for k in node.keywords):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            count += called == function
    return count


def _within(block: Block, scope: int, outer: int) -> bool:
    while scope >= 0:
        if scope == outer:
            return True
        scope = block.s[scope * 7 + 2]
    return False


def _is_fixture(block: Block) -> bool:
    return any(block.o[k * 6 + 3] & F.DECORATOR for k in block.positions("fixture"))


def _check_pytest(task: _Rename) -> None:
    """Names that pytest reads: fixtures, hooks, and what it collects."""
    view, old, new = task.view, task.kin.name, task.new
    for s in task.kin.subjects:
        if isinstance(s, T.Global):
            places = view.definitions(s.module, s.name)
        elif isinstance(s, T.Attribute):
            places = view.members(s.name).get(s.cls, [])
        else:
            continue
        for block, k in places:
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.DEFINITION:
                continue
            if _is_fixture(block):
                task.refuse_at(block, k, f"pytest passes the fixture {old} to parameters of this name")
            elif old.startswith("pytest_"):
                task.refuse_at(block, k, "pytest calls its hooks by their names")
            elif is_test_path(block.file.path):
                for prefix in ("test", "Test"):
                    if old.startswith(prefix) and not new.startswith(prefix):
                        where = f"{block.file.path}:{block.place(k)[0]}"
                        task.warnings.append(f"{where}: under its new name it may no longer be collected as a test")


def _check_private_names(task: _Rename) -> None:
    """The private names of a class carry its name; where they are written out (`_Old__x`), they would no longer fit."""
    view, old = task.view, task.kin.name
    kinds: set[str] = set()
    for s in task.kin.subjects:
        if isinstance(s, T.Global):
            kinds |= view.definition_kinds(s.module, s.name)
        elif isinstance(s, T.Attribute):
            kinds |= view.definition_kinds(s.cls.module, f"{s.cls.name}.{s.name}")
    prefix = f"_{old.lstrip('_')}__"
    if "c" not in kinds or prefix == "___":
        return
    for name in view.reader.names_like(prefix.replace("_", "\\_") + "%", 200):
        if name.endswith("__"):
            continue
        for block in view.blocks_of_name(name):
            for k in block.positions(name):
                _, column, _, end = block.place(k)
                if block.is_verbatim(k) and end - column == len(name):
                    task.refuse_at(block, k, f"{name}, a private name of the class, is written out here")


_SETTINGS_FILES = ("pyproject.toml", "setup.cfg", "tox.ini")


def _check_text(task: _Rename, root: str) -> None:
    """Text that is not analysed and mentions the name: files that could not be parsed, and entry points."""
    old = task.kin.name
    if not any(isinstance(s, (T.Global, T.Attribute)) for s in task.kin.subjects):
        return
    for path, reason in task.view.reader.not_analysed():
        count = _mentions(os.path.join(root, path), old)
        if count:
            task.warnings.append(f"{path} is not analysed ({reason}) and mentions {old} {_times(count)}")
    for path in _SETTINGS_FILES:
        count = _mentions(os.path.join(root, path), old)
        if count:
            task.warnings.append(f"{path} mentions {old} {_times(count)}; it is not changed")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _mentions(path: str, word: str) -> int:
    try:
        with open(path, "rb") as f:
            data = f.read(4 << 20)
    except OSError:
        return 0
    return len(re.findall(rb"(?<![\w])" + re.escape(word.encode()) + rb"(?![\w])", data))


# ---------------------------------------------------------------------------------------------------------------------
# The edits, and the proof that they do what they should


def _edits(task: _Rename, taken: dict[tuple[int, int], Use]) -> list[TextEdit]:
    out: list[TextEdit] = []
    for use in taken.values():
        block, k = use.block, use.k
        if not block.is_verbatim(k):
            task.refuse_at(block, k, "the name is written here in pieces or with escapes", True)
            continue
        line, column, _, end = block.place(k)
        lines = task.texts.lines(block.file.path)
        text = lines[line - 1] if line <= len(lines) else ""
        written = _written(text, column - 1, end - 1, task.kin.name, _class_context(block, k))
        if written is None:
            raise _changed(f"{block.file.path}:{line}", f"{task.kin.name} does not stand here")
        if use.role == F.STRING and not use.code & F.BY_GETATTR and _is_private(task.written):
            spelling: str | None = task.written if _is_private(written) else task.new
        else:
            spelling = _spelling(task, block, k)
        if spelling is None:
            around = _class_context(block, k)
            task.refuse_at(
                block, k, f"inside class {around}, {task.written} is read as {_mangled(around, task.written)}", True
            )
            continue
        out.append(TextEdit(block.file.path, line, column - 1, line, column - 1 + len(written), spelling, written))
    return sorted(set(out))


def _written(text: str, start: int, end: int, name: str, around: str) -> str | None:
    """The text of an occurrence as it stands in its line; it may differ from the name by mangling and normal form."""

    def fits(word: str) -> bool:
        normal = word if word.isascii() else unicodedata.normalize("NFKC", word)
        return normal == name or _mangled(around, normal) == name

    word = text[start:end]
    if fits(word):
        return word
    found = _WORD.match(text, start)
    return found.group() if found and fits(found.group()) else None


def _changes(task: _Rename, edits: list[TextEdit], taken: dict[tuple[int, int], Use]) -> list[FileChange]:
    view = task.view
    by_path: dict[str, list[TextEdit]] = {}
    for e in edits:
        by_path.setdefault(e.path, []).append(e)
    mentioning = {view.file(f).path for name in {task.new, task.written} for f, _, _ in view.reader.postings(name)}
    changes = []
    for path in sorted(by_path):
        before = task.texts.data(path)
        after = apply_edits(before, by_path[path])
        changes.append(FileChange(path, before, after))
        if len(by_path) <= _CHECKED_ALWAYS or path in mentioning:
            _compare(task, path, after, taken)
    return changes


def _compare(task: _Rename, path: str, after: bytes, taken: dict[tuple[int, int], Use]) -> None:
    """Step 4 of the module's docstring, for one file."""
    file = task.view.reader.file_at(path)
    assert file is not None
    try:
        text = decode(after, path)[0]
        facts = parse(text, split_lines(text))
    except SourceError as error:
        task.refuse(path, 0, f"the edited text would not parse: {error.reason}", True)
        return
    stored = [b for b in task.view.blocks_of_file(file.id) if not b.row.stale]
    fresh = facts.blocks
    if len(stored) != len(fresh) or bool(facts.broken) != (file.status != "ok"):
        line = facts.broken[0].line if facts.broken else 0
        reason = facts.broken[0].reason if facts.broken else "it would be cut up differently"
        task.refuse(path, line, f"the edited text would not parse as before: {reason}", True)
        return
    # A header and its body may share a line, two of a kind never do.
    by_place = {(b.row.line, b.row.kind): b for b in stored}
    for made in fresh:
        block = by_place.get((made.line, made.kind))
        o = F.unpacked(made.occurrences, made.wide)
        if block is None or len(o) != len(block.o):
            task.refuse(path, made.line, "the edited text would be read differently here", True)
            continue
        names = made.names.split()
        for j in range(0, len(o), 6):
            k = j // 6
            use = taken.get((block.row.id, k))
            before, now = block.names[block.o[j]], names[o[j]]
            if o[j + 3 : j + 6] != block.o[j + 3 : j + 6]:
                if use is not None or before == task.kin.name:
                    reason = f"under the name {task.new} this would be bound by something else"
                else:
                    reason = f"{before} here would come to mean the renamed {task.kin.name}"
                task.refuse_at(block, k, reason, True)
                break
            if use is None and now != before and _same_but_class(before, now, task):
                continue
            if (use is None and now != before) or (use is not None and now not in (task.new, task.written)):
                task.refuse_at(block, k, f"the edit would turn {before} into {now} here", True)
                break


def _same_but_class(before: str, now: str, task: _Rename) -> bool:
    """Whether two names differ only by the name of the renamed class that they are private to."""
    old, new = f"_{task.kin.name.lstrip('_')}__", f"_{task.new.lstrip('_')}__"
    return (before.startswith(old) and now == new + before[len(old) :]) or (
        now.startswith("__") and before.endswith(now)
    )


__all__ = ["INCLUDES", "Refusal", "plan"]
