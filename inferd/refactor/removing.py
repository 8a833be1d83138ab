"""Remove a definition that nothing uses any more, or say what still does.

Why on a rename
    Whatever a rename would have to change names the symbol: its references, strings and keys that are its name, fields
    of format strings; and whatever a rename refuses to do (a member that a base outside the project may call, a
    fixture, names that are put together at run time) is a use that nobody can see.  So this plans a rename to a name
    that is nowhere, and sorts what it would do.

Steps
    1. Plan the rename.  What it refuses is a reason not to remove either.
    2. Sort its occurrences: those inside of what goes (a function that calls itself), those that only hand the name on
       (imports, `__all__`), and uses.  Uses are reasons, with their grades; so are occurrences that are only possible.
    3. Take out the statements that define it, and the imports and the entries of `__all__` where no use is left.

What is refused besides
    Always: what is no function, class, method, or variable of a module or a class that one statement binds; locals and
    parameters; what is bound together with others (`a, b = f()`).  Unless forced: uses, what a decorator may have
    handed on, a value whose call would not be made any more, tests (pytest calls them), and variables of a class that
    a base outside the project, or a decorator, makes something of.

What it does not do
    Look whether something else has no use any more once this is gone; comments above a definition stay.

Tests: tests/refactor/test_removing.py.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from inferd.errors import RefactorRefused
from inferd.index.hierarchy import Opaque
from inferd.model import POSSIBLE, ChangePlan, Reference
from inferd.query import targets as T
from inferd.query.kin import kin, name_of
from inferd.query.reaching import is_test_path
from inferd.query.view import Block
from inferd.refactor import rename
from inferd.refactor.edits import FileChange, TextEdit, apply_edits
from inferd.refactor.rename.task import is_dunder, is_private
from inferd.refactor.rename.trees import last_name, nodes
from inferd.refactor.rope_seam import Work, refused
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F

_MOST_REASONS = 40
_HARMLESS = frozenset(
    "abstractmethod asynccontextmanager cache cached_property classmethod contextmanager dataclass deleter final "
    "getter lru_cache override overload property setter staticmethod total_ordering wraps".split()
)
Span = tuple[int, int]  # first and last line


class _Going(NamedTuple):
    """A statement that goes: its lines, with decorators, and the tree that it stands in."""

    path: str
    node: ast.stmt
    span: Span


def remove(work: Work, target: str) -> ChangePlan:
    """Take the definition of a target out of the project."""
    view = work.view
    subjects = subjects_of(work, target)
    unused = _unused_name(work, name_of(subjects[0]))
    reasons: list[tuple[str, int, str]] = []
    overlays = {p: decode(d, p)[0] for p, d in work.tree.changes.items() if d is not None}
    try:
        plan = rename.plan(view, work.root, target, unused, (), False, overlays, False)
    except RefactorRefused as error:
        if not work.force:
            reasons = list(error.reasons)
        plan = rename.plan(view, work.root, target, unused, (), True, overlays, False)
    files = _Files(work)
    going = [g for s in subjects for g in _definitions(work, files, s, reasons)]
    if not going:
        raise refused(f"nothing that can be taken out defines {T.symbol_of(view, subjects[0])}")
    inside = {(g.path, n) for g in going for n in range(g.span[0], g.span[1] + 1)}
    aliases = [u.row for u in kin(view, subjects).sure.values() if u.row.text != name_of(subjects[0])]
    users = [r for r in (*plan.rows, *aliases) if (r.path, r.line) not in inside]
    handed_on = {r[:5]: r for r in users if r.role == "string" and files.is_in_all(r)}
    handed_on.update((r[:5], r) for r in plan.rows if r.role == "import" and (r.path, r.line) not in inside)
    uses = [r for r in users if r[:5] not in handed_on and r.role not in ("definition", "write", "import")]
    possible = [r for r in plan.left_out if r.confidence == POSSIBLE and r.role != "string"]
    reasons += [(r.path, r.line, f"it is used here ({r.confidence})") for r in uses]
    reasons += [(r.path, r.line, "it may be used here (possible)") for r in possible if (r.path, r.line) not in inside]
    warnings = [w for w in plan.warnings if unused not in w and "new name" not in w]
    if reasons:
        if not work.force:
            still_used = RefactorRefused(list(dict.fromkeys(reasons))[:_MOST_REASONS])
            still_used.hint = "take these away first, or give --force to remove the definition all the same"
            raise still_used
        warnings += [f"forced: {path}:{line}: {why}" for path, line, why in dict.fromkeys(reasons)]
    edits = [e for g in going for e in files.without(g)]
    for r in handed_on.values():
        edits += files.without_entry(r) if r.role == "string" else files.without_import(r)
    changes = [
        FileChange(path, work.tree.data(path), apply_edits(work.tree.data(path), [e for e in edits if e.path == path]))
        for path in sorted({e.path for e in edits})
    ]
    for change in changes:
        problem = _problem(change)
        if problem:
            raise refused(f"the result would not be Python: {problem}", change.path)
    symbol = T.symbol_of(view, subjects[0])
    rows = sorted((r for r in plan.rows if (r.path, r.line) in inside or r[:5] in handed_on), key=lambda r: r[:5])
    left_out = sorted({r[:5]: r for r in (*plan.left_out, *uses)}.values(), key=lambda r: r[:5])
    return ChangePlan(
        f"remove {symbol}", symbol, tuple(changes), tuple(sorted(set(edits))), tuple(rows), tuple(left_out),
        tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


def subjects_of(work: Work, target: str) -> list[T.Subject]:
    """What a target stands for, where that is something that can be removed at all."""
    subjects = work.subjects(target)
    for s in subjects:
        if isinstance(s, T.External):
            raise refused(f"{T.symbol_of(work.view, s)} is defined outside the project")
        if isinstance(s, T.ModuleSubject):
            raise refused("this is a module", "", 0, "`inferd impact --for remove` says who needs it; delete its file")
        if isinstance(s, T.Variable):
            hint = "`inferd refactor signature --remove` takes a parameter away"
            raise refused("this is a local or a parameter", "", 0, hint)
    name = name_of(subjects[0])
    if is_dunder(name):
        raise refused(f"{name} is called by Python itself")
    return subjects


def _unused_name(work: Work, name: str) -> str:
    """A name of the same kind (private, a test, ...) that the project does not have."""
    made = f"{name}_unused"
    while work.view.reader.posting_files(made):
        made += "_"
    return made


def _problem(change: FileChange) -> str:
    try:
        ast.parse(decode(change.after or b"", change.path)[0])
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    return ""


# ---------------------------------------------------------------------------------------------------------------------
# What defines it


def _definitions(
    work: Work, files: "_Files", subject: T.Subject, reasons: list[tuple[str, int, str]]
) -> Iterator[_Going]:  # fmt: skip
    """The statements that define a subject; why they should stay goes into *reasons*."""
    view = work.view
    if isinstance(subject, T.Global):
        places = view.definitions(subject.module, subject.name)
    elif isinstance(subject, T.Attribute):
        places = view.members(subject.name).get(subject.cls, [])
    else:
        places = []
    seen: set[tuple[str, Span]] = set()
    for block, k in places:
        role = block.o[k * 6 + 3] & F.ROLE_MASK
        path, line = block.file.path, block.place(k)[0]
        if role == F.IMPORT:
            continue  # whoever imports it hands it on
        if block.row.stale:
            raise refused("this part of the file does not parse at present", path, line)
        node = files.statement(path, line, block.names[block.o[k * 6]])
        if node is None:
            raise refused("it is bound here together with something else, or not by a statement of its own", path, line)
        going = _Going(path, node, _span(node))
        if (path, going.span) in seen:
            continue
        seen.add((path, going.span))
        reasons += [(path, line, why) for why in _why_not(node, path, block)]
        if isinstance(subject, T.Attribute) and files.is_field(going) and _is_framed(work, files, going, subject):
            why = "a class like this uses its variables without naming them: as fields, members, options"
            reasons.append((path, line, why))
        yield going


def _is_framed(work: Work, files: "_Files", going: _Going, subject: T.Attribute) -> bool:
    """Whether a class is decorated, or has a base outside the project: a NamedTuple, a dataclass, an Enum, a model."""
    around = files.tree(going.path)[1][going.node][0]
    above = work.view.hierarchy.mro(subject.cls)
    outside = [n for n in above if isinstance(n, Opaque) and n.symbol != "builtins:object"]
    return bool(outside or getattr(around, "decorator_list", ()))


def _binds_alone(node: ast.stmt, name: str) -> bool:
    """Whether a statement binds this name and no other."""
    written = ""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        written = node.name
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        written = last_name(node.targets[0])
    elif isinstance(node, ast.AnnAssign):
        written = last_name(node.target)
    return written == name or (is_private(written) and name.endswith(written))


def _why_not(node: ast.stmt, path: str, block: Block) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        for d in node.decorator_list:
            word = last_name(d.func if isinstance(d, ast.Call) else d)
            if word not in _HARMLESS:
                yield f"its decorator {word or 'is an expression, which'} may have handed it on"
        is_collected = node.name.startswith(("Test", "test")) and is_test_path(path)
        if is_collected and (not block.row.owner or node.name.startswith("test")):
            yield "pytest runs it: it is a test"
        return
    value = getattr(node, "value", None)
    if value is not None and any(isinstance(n, (ast.Call, ast.Await, ast.NamedExpr)) for n in nodes(value)):
        yield "its value is made by a call, which would not be made any more"


def _span(node: ast.stmt) -> Span:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)]), node.end_lineno or node.lineno


# ---------------------------------------------------------------------------------------------------------------------
# What is taken out of texts


class _Files:
    """The files that are changed: lines, trees, and the edits that take something out of them."""

    def __init__(self, work: Work):
        self.work = work
        self._lines: dict[str, list[str]] = {}
        self._trees: dict[str, tuple[ast.Module, dict[ast.AST, tuple[ast.AST, str]]]] = {}
        self._going: dict[tuple[str, int], list[ast.stmt]] = {}  # suite -> statements of it that go

    def lines(self, path: str) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            known = self._lines[path] = split_lines(decode(self.work.tree.data(path), path)[0])
        return known

    def tree(self, path: str) -> tuple[ast.Module, dict[ast.AST, tuple[ast.AST, str]]]:
        """The tree of a file, and of each node what it stands in, with the field that holds it."""
        known = self._trees.get(path)
        if known is None:
            try:
                root = ast.parse("".join(self.lines(path)), "<inferd>")
            except (SyntaxError, ValueError, RecursionError) as error:
                raise refused(f"the file cannot be parsed: {error}", path) from error
            above: dict[ast.AST, tuple[ast.AST, str]] = {}
            for node in nodes(root):
                for field, value in ast.iter_fields(node):
                    for child in value if isinstance(value, list) else [value]:
                        if isinstance(child, ast.AST):
                            above[child] = (node, field)
            known = self._trees[path] = (root, above)
        return known

    def statement(self, path: str, line: int, name: str) -> ast.stmt | None:
        """The statement at a line that binds a name, and nothing else."""
        found = (n for n in nodes(self.tree(path)[0]) if isinstance(n, ast.stmt) and n.lineno == line)
        return next((n for n in found if _binds_alone(n, name)), None)

    def is_field(self, going: _Going) -> bool:
        """Whether a statement gives a class a variable."""
        above = self.tree(going.path)[1][going.node][0]
        return isinstance(above, ast.ClassDef) and isinstance(going.node, (ast.Assign, ast.AnnAssign))

    def _is_last(self, path: str, node: ast.stmt) -> bool:
        """Whether the suite of a statement would be empty without it, and what went before."""
        above, field = self.tree(path)[1][node]
        suite = getattr(above, field)
        gone = self._going.setdefault((path, id(suite)), [])
        gone.append(node)
        return len(gone) == len(suite) and not isinstance(above, ast.Module)

    def without(self, going: _Going) -> list[TextEdit]:
        """The edits that take a statement out, with the empty lines that set it apart."""
        path, node, (first, last) = going
        lines = self.lines(path)
        if self._shares_lines(path, node):
            raise refused("it shares a line with another statement: part them first", path, first)
        if self._is_last(path, node):
            indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
            return [self._replaced(path, first, last, f"{indent}pass{_end(lines[last - 1])}")]
        while first > 1 and not lines[first - 2].strip():
            first -= 1
        if first == 1:  # nothing above: the empty lines below go instead
            while last < len(lines) and not lines[last].strip():
                last += 1
        return [self._replaced(path, first, last, "")]

    def _shares_lines(self, path: str, node: ast.stmt) -> bool:
        above, field = self.tree(path)[1][node]
        first, last = _span(node)
        others = (n for n in getattr(above, field) if n is not node)
        head = getattr(above, "lineno", 0)
        return head == first or any(_span(n)[0] <= last and first <= _span(n)[1] for n in others)

    def _replaced(self, path: str, first: int, last: int, text: str) -> TextEdit:
        old = "".join(self.lines(path)[first - 1 : last])
        return TextEdit(path, first, 0, last + 1, 0, text, old) if old.endswith(("\n", "\r")) else TextEdit(
            path, first, 0, last, len(self.lines(path)[last - 1]), text, old
        )  # fmt: skip

    def is_in_all(self, row: Reference) -> bool:
        """Whether a string stands in a list or tuple that `__all__` is given."""
        node = self._string(row)
        _, above = self.tree(row.path)
        while node is not None:
            found = above.get(node)
            if found is None:
                return False
            node = found[0]
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
                goals = node.targets if isinstance(node, ast.Assign) else [node.target]
                return any(last_name(g) == "__all__" for g in goals)
        return False

    def _string(self, row: Reference) -> ast.AST | None:
        root, _ = self.tree(row.path)
        column = len(self.lines(row.path)[row.line - 1][: row.column - 1].encode())
        wanted = [
            n for n in nodes(root)
            if isinstance(n, ast.Constant) and n.value == row.text and n.lineno == row.line
            and n.col_offset <= column <= (n.end_col_offset or 0)
        ]  # fmt: skip
        return wanted[0] if wanted else None

    def without_entry(self, row: Reference) -> list[TextEdit]:
        """The edit that takes a string out of a list."""
        node = self._string(row)
        assert isinstance(node, ast.Constant)
        above, _ = self.tree(row.path)[1][node]
        if not isinstance(above, (ast.List, ast.Tuple, ast.Set)):
            raise refused(f"{row.text} stands here in a way that cannot be taken out", row.path, row.line)
        return [self._without_item(row.path, node, list(above.elts))]

    def without_import(self, row: Reference) -> list[TextEdit]:
        """The edits that take a name out of an import, or the import away."""
        for node in nodes(self.tree(row.path)[0]):
            if not isinstance(node, ast.ImportFrom) or not node.lineno <= row.line <= (node.end_lineno or 0):
                continue
            for alias in node.names:
                if alias.name != row.text or alias.lineno != row.line:
                    continue
                key = (row.path, id(node.names))
                gone = self._going.setdefault(key, [])
                gone.append(alias)  # type: ignore[arg-type]
                if len(node.names) == 1:
                    return self.without(_Going(row.path, node, _span(node)))
                if len(gone) == len(node.names):
                    raise refused("every name of this import would go: take it out by hand", row.path, row.line)
                return [self._without_item(row.path, alias, list(node.names))]
        raise refused(f"{row.text} is imported here in a way that cannot be taken out", row.path, row.line)

    def _without_item(self, path: str, node: ast.expr | ast.alias, items: list[ast.expr] | list[ast.alias]) -> TextEdit:
        """The edit that takes one of several items between commas out."""
        at = next(i for i, other in enumerate(items) if other is node)
        begin, end = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
        if at + 1 < len(items):
            end = (items[at + 1].lineno, items[at + 1].col_offset)
        elif at:
            begin = (items[at - 1].end_lineno or 0, items[at - 1].end_col_offset or 0)
        return self._cut(path, begin, end)

    def _cut(self, path: str, begin: tuple[int, int], end: tuple[int, int]) -> TextEdit:
        lines = self.lines(path)
        (first, column), (last, until) = (
            (line, len(lines[line - 1].encode()[:at].decode())) for line, at in (begin, end)
        )  # fmt: skip
        text = "".join(lines[first - 1 : last])
        old = text[column : len(text) - (len(lines[last - 1]) - until)]
        return TextEdit(path, first, column, last, until, "", old)


def _end(line: str) -> str:
    """The line end of a line."""
    return line[len(line.rstrip("\r\n")) :] or "\n"


__all__ = ["remove"]
