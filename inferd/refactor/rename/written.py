"""What names a symbol in text that is no code: fields of format strings, comments, docstrings, settings.

The index has no occurrences of these, so they are looked for in the text itself, in files that are known to have the
name; what is found becomes edits beside those of the occurrences.

Terms
    A *field* is `{total}` in a literal that is formatted with `**globals()`, `**locals()` or `**vars()` on the spot, or
    `%(total)s` in one that is followed by `% globals()` and the like: there the name is read by Python's own rules.
    A class is *shown* where a test expects what Python writes of it or of its objects: `<Cart object at ...>`,
    `Cart(total=1)`, `<class 'shop.Cart'>`. Such texts hold the name of the class, unless some other text of the code
    says the same by itself.
    *Code* is a literal that names a global with its module, `shop.total` or `from shop import total`, in a project that
    runs texts (`exec`, `eval`, `compile`): programs are put together from such lines.
    *Prose* is a comment or a docstring: a word there may mean anything, so it is changed only when asked for, and only
    in files where the symbol itself occurs.
"""

import ast
import io
import os
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from inferd.model import EXACT, INFERRED, POSSIBLE, Reference
from inferd.query import targets as T
from inferd.query.reaching import is_test_path
from inferd.refactor.edits import FileChange, TextEdit
from inferd.refactor.rename.collisions import receivers
from inferd.refactor.rename.keys import Keys
from inferd.refactor.rename.task import Task
from inferd.refactor.rename.trees import nodes
from inferd.store.rows import FileRow
from inferd.syntax import facts as F

PROSE = ("comments", "docstrings")
SETTINGS = ("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", "mypy.ini")

_NAMESPACES = frozenset(("globals", "locals", "vars"))

_MOST_TESTS = 400  # files of tests that are read for what is shown; beyond, those that mention the name
_SHOWN = ({"kind": "static", "why": "what is shown of an object holds the name of its class"},)

_CODE = ({"kind": "static", "why": "a line of code that names it with its module, in a project that runs texts"},)

Evidence = tuple[dict[str, str], ...]


class Found(NamedTuple):
    """Edits of text, the rows that stand for them, and the calls of `locals()` and the like that they take care of."""

    edits: list[TextEdit]
    rows: list[Reference]
    handled: set[tuple[str, int]]  # path, line


class _Source:
    """One file, its tree, and places in it: byte columns and offsets as positions."""

    def __init__(self, task: Task, path: str):
        self.path = path
        self.lines = task.texts.lines(path)
        self.text = "".join(self.lines)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self._task = task

    @property
    def tree(self) -> ast.Module | None:
        return self._task.texts.tree(self.path)

    def span(self, node: ast.expr) -> tuple[int, int]:
        """The offsets at which the text of a node begins and ends."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def _offset(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        return self.starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def place(self, offset: int) -> tuple[int, int]:
        """(line from 1, column from 0) of an offset."""
        line = next(i for i in range(len(self.starts) - 1, -1, -1) if self.starts[i] <= offset)
        return line + 1, offset - self.starts[line]


def found_in_text(task: Task, include: tuple[str, ...], paths: set[str], keys: Keys) -> Found:
    """All that is to change in text beside the occurrences; *paths*: the files in which the symbol occurs."""
    out = Found([], [], set())
    old = task.kin.name
    homes = _homes(task)
    for path in sorted({*homes, *paths}):
        if old not in "".join(task.texts.lines(path)):
            continue
        source = _Source(task, path)
        if path in homes:
            for offset, is_sure, line in _fields(source, old, homes[path]):
                _add(task, out, source, offset, is_sure, "string")
                out.handled.add((path, line))
        if path in paths:
            for literal, pattern in keys.fields(path):
                start, end = source.span(literal)
                for match in pattern.finditer(source.text[start:end]):
                    _add(task, out, source, start + match.start("name"), True, "string")
            for kind in PROSE:
                for offset in _prose(source, task, kind) if kind in include else ():
                    _add(task, out, source, offset, False, kind[:-1])
    for source, offset in _shown(task):
        _add(task, out, source, offset, True, "string", _SHOWN)
    for source, offset in _in_code(task):
        _add(task, out, source, offset, True, "string", _CODE)
    return out


def _add(
    task: Task, out: Found, source: _Source, offset: int, is_sure: bool, role: str, told: Evidence = (),
) -> None:  # fmt: skip
    line, column = source.place(offset)
    old = task.kin.name
    edit = TextEdit(source.path, line, column, line, column + len(old), task.written, old)
    if edit in out.edits:
        return
    out.edits.append(edit)
    why = told if is_sure else ({"kind": "static", "why": f"the word stands in a {role}"},)
    grade = POSSIBLE if not is_sure else INFERRED if told else EXACT
    place = (source.path, line, column + 1, line, column + 1 + len(old))
    out.rows.append(Reference(*place, old, role, "", "", grade, why))


def _homes(task: Task) -> dict[str, list[tuple[int, int, bool]]]:
    """Path -> the lines in which the name is a module's global or a function's local: (first, last, is local)."""
    view = task.view
    out: dict[str, list[tuple[int, int, bool]]] = {}
    if any(isinstance(s, T.Global) for s in task.kin.subjects):
        for module in receivers(task):
            for file in view.reader.files_of_module(module):
                out.setdefault(file.path, []).append((1, 1 << 30, False))
    for s in task.kin.subjects:
        if isinstance(s, T.Variable):
            record = view.reader.block(s.block)
            assert record is not None
            block = view.wrap(record)
            if block.s[s.scope * 7] == F.FUNCTION:
                first = block.row.line + block.s[s.scope * 7 + 3]
                last = block.row.line + block.s[s.scope * 7 + 4]
                out.setdefault(block.file.path, []).append((first, last, True))
    return out


def _fields(source: _Source, old: str, homes: list[tuple[int, int, bool]]) -> Iterator[tuple[int, bool, int]]:
    """(offset, True, line of the call) of the fields of format strings that read the name."""
    if not any(f"{n}()" in source.text for n in _NAMESPACES) or source.tree is None:
        return
    for node in nodes(source.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            literal, given = node.left, node.right
            pattern = re.compile(rf"%\((?P<name>{re.escape(old)})\)")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            starred = [k.value for k in node.keywords if k.arg is None]
            if node.func.attr == "format" and len(starred) == 1:
                given = starred[0]
            elif node.func.attr == "format_map" and len(node.args) == 1:
                given = node.args[0]
            else:
                continue
            literal = node.func.value
            pattern = re.compile(rf"(?<!\{{)(?:\{{\{{)*\{{(?P<name>{re.escape(old)})(?=[!:.\[}}])")
        else:
            continue
        namespace = _namespace(given)
        if not namespace or not isinstance(literal, ast.Constant) or not isinstance(literal.value, str):
            continue
        for first, last, is_local in homes:
            if first <= node.lineno <= last and is_local == (namespace != "globals"):
                start, end = source.span(literal)
                for match in pattern.finditer(source.text, start, end):
                    yield match.start("name"), True, given.lineno


def _namespace(node: ast.expr) -> str:
    """'globals', 'locals' or 'vars' where an expression is a call of it without arguments."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.args and not node.keywords:
        return node.func.id if node.func.id in _NAMESPACES else ""
    return ""


def _comments(source: _Source) -> Iterator[tuple[int, str]]:
    """(offset, text) of every comment."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source.text, newline="").readline):
            if token.type == tokenize.COMMENT and token.start[0] < len(source.starts):
                yield source.starts[token.start[0] - 1] + token.start[1], token.string
    except (tokenize.TokenError, SyntaxError):
        return


def _prose(source: _Source, task: Task, kind: str) -> Iterator[int]:
    """Where the name stands as a word in comments or docstrings; a module inside a package only with the package."""
    old = task.kin.name
    lead = ""
    for s in task.kin.subjects:
        if isinstance(s, T.ModuleSubject) and "." in s.module:
            lead = s.module.rpartition(".")[0] + "."
    pattern = re.compile(rf"(?<!\w){re.escape(lead)}(?P<name>{re.escape(old)})(?!\w)")
    if kind == "comments":
        for offset, text in _comments(source):
            yield from (offset + m.start("name") for m in pattern.finditer(text))
        return
    for node in nodes(source.tree) if source.tree is not None else ():
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            document = first.value if isinstance(first, ast.Expr) else None
            if isinstance(document, ast.Constant) and isinstance(document.value, str):
                yield from (m.start("name") for m in pattern.finditer(source.text, *source.span(document)))


def _shown(task: Task) -> Iterator[tuple[_Source, int]]:
    """Where a test expects a text that Python makes of the name of a class, and nothing in the code says it itself."""
    view, old = task.view, task.kin.name
    homes = [s for s in task.kin.subjects if isinstance(s, T.Global)]
    if not homes or any("c" not in view.definition_kinds(s.module, s.name) for s in homes):
        return
    if "files of tests" not in view.kept:
        view.kept["files of tests"] = [f for f in view.reader.files() if is_test_path(f.path) and _is_read(f)]
    tests: list[FileRow] = view.kept["files of tests"]
    mention = set(view.reader.posting_files(old))
    if len(tests) > _MOST_TESTS:
        tests = [f for f in tests if f.id in mention]
    name = rf"(?P<name>{re.escape(old)})"
    shown = re.compile(
        rf"<(?:[\w.\\]+\.)?{name}(?=[\s:>(,])|(?<![\w.]){name.replace('<name>', '<n2>')}(?=[|\w]*\)? object at\b|\()"
        rf"|<class \\?['\"](?:[\w.]+\.)?{name.replace('<name>', '<n3>')}(?=\\?['\"]>)"
    )
    found = [(source, m) for f in tests for source, m in _in_literals(task, f.path, old, shown)]
    if not found:
        return
    said = {
        m[0]
        for f in sorted(view.reader.files_by_id(mention), key=lambda f: f.path)
        if _is_read(f) and not is_test_path(f.path)
        for _, m in _in_literals(task, f.path, old, shown)
    }
    for source, m in found:
        if m[0] not in said:
            yield source, m.start(m.lastgroup or 0)


def _in_code(task: Task) -> Iterator[tuple[_Source, int]]:
    """Where a literal holds code that names a global with its module, in a project that runs texts.

    A literal that is the dotted path and nothing else has an occurrence (`strings.is_tied`).
    """
    view, old = task.view, task.kin.name
    homes = [s for s in task.kin.subjects if isinstance(s, T.Global) and "." not in s.name]
    runs = {b.row.file_id for word in _RUNS_TEXT for b in view.blocks_of_name(word, 1 << F.CALL)}
    if not homes or not runs:
        return
    files = [f for f in view.reader.files() if _is_read(f)]
    if len(files) > _MOST_READ:
        files = [f for f in files if f.id in runs]
    word = re.escape(old)
    for s in homes:
        last = re.escape(s.module.rpartition(".")[2])
        begin = r"(?:(?<![\w.])|(?<=\\n)|(?<=\\t))"
        named = rf"{begin}(?:\w+\.)*?{last}\.(?P<name>{word})(?!\w)"
        imported = rf"{begin}from\s+{re.escape(s.module)}\s+import\s+\(?(?:[\w\s,]*,\s*)?(?P<n2>{word})(?!\w)"
        pattern = re.compile(f"{named}|{imported}")
        for file in files:
            if is_test_path(file.path) and file.id not in runs:
                continue
            for source, m in _in_literals(task, file.path, old, pattern):
                if m.string[m.start() - 1 : m.end() + 1] not in (f'"{m[0]}"', f"'{m[0]}'"):
                    yield source, m.start(m.lastgroup or 0)


_RUNS_TEXT = ("exec", "eval", "compile")
_MOST_READ = 300  # files that are read for code in strings; beyond, those that run it


def _is_read(file: FileRow) -> bool:
    return file.path.endswith(".py") and file.status != "skipped"


def _in_literals(task: Task, path: str, old: str, pattern: re.Pattern[str]) -> Iterator[tuple[_Source, re.Match[str]]]:
    """The matches in the string literals of a file, docstrings left out."""
    text = "".join(task.texts.lines(path))
    if old not in text:
        return  # which is found out a hundred times as fast as by the pattern
    if not pattern.search(text) or not any(old in m[0] and pattern.search(m[0]) for m in _LITERAL.finditer(text)):
        return  # most files have the name in their code alone, and need not be parsed
    source = _Source(task, path)
    found = nodes(source.tree) if source.tree is not None else []
    alone = {id(n.value) for n in found if isinstance(n, ast.Expr)}
    for node in found:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            start, end = source.span(node)
            if source.text[start : start + 1] not in ("{", "") and old in node.value:
                yield from ((source, m) for m in pattern.finditer(source.text, start, end))


_LITERAL = re.compile(
    r"#[^\n]*"  # no literal begins in it
    r"|\"{3}(?:[^\\\"]|\\.|\"(?!\"\"))*\"{3}|'{3}(?:[^\\']|\\.|'(?!''))*'{3}"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'",
    re.DOTALL,
)


def settings_changes(task: Task, root: str) -> list[FileChange]:
    """The files of settings at the root with the dotted paths that name the symbol changed: entry points and the like.

    Only a path of two parts or more counts (`shop.cart`, `shop:main`): a bare word may be anything.
    """
    patterns = []
    for s in task.kin.subjects:
        if isinstance(s, T.ModuleSubject):
            lead, _, last = s.module.rpartition(".")
            after = r"(?![\w/\-])" if lead else r"(?=:\w|\.\w+(?:[.:]\w|\s*[\"'\]=,]))(?!\.py\b)"
            patterns.append(rf"(?<![\w./\-]){re.escape(lead + '.' if lead else '')}(?P<name>{re.escape(last)}){after}")
        elif isinstance(s, T.Global) and "." not in s.name:
            patterns.append(rf"(?<![\w./\-]){re.escape(s.module)}[:.](?P<name>{re.escape(s.name)})(?![\w/\-])")
    out = []
    for name in SETTINGS if patterns else ():
        full = os.path.join(root, name)
        if task.view.reader.file_at(name) is not None or os.path.islink(full):
            continue  # Python, which has occurrences of its own
        try:
            with open(full, "rb") as f:
                before = f.read(4 << 20)
            text = before.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        spans = {m.span("name") for p in patterns for m in re.finditer(p, text)}
        for start, end in sorted(spans, reverse=True):
            text = text[:start] + task.written + text[end:]
        if spans:
            out.append(FileChange(name, before, text.encode("utf-8")))
    return out


__all__ = ["PROSE", "Found", "found_in_text", "settings_changes"]
