"""The symbols that survival.py draws from, found by reading the sources with `ast` alone: no tool under test has a say.

A symbol is the place of one definition.  Its kind is one of `KINDS`; a method is `overriding` where a base class of the
project, found by plain names, has a method of that name too.
"""

import ast
import io
import tokenize
from pathlib import Path
from typing import NamedTuple

KINDS = (
    "function", "class", "method", "overriding", "static", "property", "attribute", "field", "parameter", "global",
    "local",
)  # fmt: skip


class Sample(NamedTuple):
    """A definition: line and column from 1, columns in characters; `token` counts the names of the file."""

    kind: str
    path: str
    line: int
    column: int
    name: str
    qualname: str
    token: int


def is_test(path: str) -> bool:
    *folders, name = path.split("/")
    return (
        name.startswith(("test_", "conftest", "setup.py", "tests."))
        or name.endswith("_test.py")
        or bool({"test", "tests", "docs", "doc", "examples", "bench", "benchmarks", "tools", "ci"} & set(folders))
    )


def sources(root: Path) -> dict[str, str]:
    """The Python files of a project, as text, by path."""
    out = {}
    for file in sorted(root.rglob("*.py")):
        path = file.relative_to(root).as_posix()
        if any(part.startswith(".") for part in path.split("/")):
            continue
        try:
            out[path] = file.read_bytes().decode()
        except UnicodeDecodeError:
            continue
    return out


def names_of(text: str) -> list[tuple[int, int, str]]:
    """(line from 1, column from 0, name) of the name tokens of a text, in order."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [(*t.start, t.string) for t in tokens if t.type == tokenize.NAME]


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def symbols(texts: dict[str, str]) -> list[Sample]:
    """Every definition of a project outside its tests that a person might rename."""
    trees = {}
    for path, text in texts.items():
        try:
            trees[path] = ast.parse(text)
        except SyntaxError:
            continue
    classes: dict[str, list[ast.ClassDef]] = {}
    keywords: set[str] = set()
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.keyword) and node.arg:
                keywords.add(node.arg)
    out: list[Sample] = []
    for path, tree in trees.items():
        if not is_test(path):
            out += _Finder(path, texts[path], classes, keywords).find(tree)
    return out


class _Finder:
    def __init__(self, path, text, classes, keywords):
        self.path, self.classes, self.keywords = path, classes, keywords
        self.lines = text.splitlines()
        self.tokens = {(line, column): (i, name) for i, (line, column, name) in enumerate(names_of(text))}
        self.in_order = sorted(self.tokens)
        self.out: dict[tuple[str, str], Sample] = {}

    def find(self, tree):
        self.body(tree.body, "")
        return list(self.out.values())

    def add(self, kind, name, qualname, line, column, after=False):
        """*column* counts bytes, as `ast` does; *after*: the name is the first of its text from there on."""
        if _is_dunder(name) or name == "_":
            return
        text = self.lines[line - 1]
        column = len(text.encode()[:column].decode(errors="replace"))
        if after:
            import bisect

            at = bisect.bisect_left(self.in_order, (line, column))
            place = next((p for p in self.in_order[at : at + 8] if self.tokens[p][1] == name), None)
        else:
            place = (line, column)
        if place is None or self.tokens.get(place, (0, ""))[1] != name:
            return
        sample = Sample(kind, self.path, place[0], place[1] + 1, name, qualname, self.tokens[place][0])
        self.out.setdefault((kind, qualname), sample)

    def body(self, body, prefix):
        for node in body:
            if isinstance(node, ast.ClassDef):
                self.add("class", node.name, prefix + node.name, node.lineno, node.col_offset + 6, True)
                self.members(node, f"{prefix}{node.name}.")
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.add("function", node.name, prefix + node.name, node.lineno, node.col_offset + 4, True)
                self.function(node, f"{prefix}{node.name}.", False)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name):
                        self.add("global", target.id, prefix + target.id, target.lineno, target.col_offset)

    def members(self, cls, prefix):
        methods = {n.name for n in cls.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))}
        for node in cls.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                decorators = {ast.unparse(d).rpartition(".")[2] for d in node.decorator_list}
                if decorators & {"setter", "deleter", "overload"}:
                    continue
                if decorators & {"staticmethod", "classmethod"}:
                    kind = "static"
                elif decorators & {"property", "cached_property"}:
                    kind = "property"
                else:
                    kind = "overriding" if self.above(cls, node.name, set()) else "method"
                self.add(kind, node.name, prefix + node.name, node.lineno, node.col_offset + 4, True)
                self.function(node, f"{prefix}{node.name}.", True)
                for inner in ast.walk(node):
                    if (
                        isinstance(inner, ast.Attribute)
                        and isinstance(inner.ctx, ast.Store)
                        and isinstance(inner.value, ast.Name)
                        and node.args.args
                        and inner.value.id == node.args.args[0].arg == "self"
                        and inner.attr not in methods
                    ):
                        at = inner.value.end_col_offset
                        self.add("attribute", inner.attr, prefix + inner.attr, inner.value.end_lineno, at, True)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name):
                        self.add("field", target.id, prefix + target.id, target.lineno, target.col_offset)
            elif isinstance(node, ast.ClassDef):
                self.add("class", node.name, prefix + node.name, node.lineno, node.col_offset + 6, True)
                self.members(node, f"{prefix}{node.name}.")

    def above(self, cls, name, seen):
        for base in cls.bases:
            word = ast.unparse(base).partition("[")[0].rpartition(".")[2]
            for other in self.classes.get(word, ()):
                if id(other) in seen or other is cls:
                    continue
                seen.add(id(other))
                if any(getattr(n, "name", None) == name for n in other.body) or self.above(other, name, seen):
                    return True
        return False

    def function(self, node, prefix, is_method):
        args = node.args
        named = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        for arg in named[1:] if is_method and named else named:
            if arg.arg in self.keywords:
                self.add("parameter", arg.arg, prefix + arg.arg, arg.lineno, arg.col_offset)
        declared = {n for s in ast.walk(node) if isinstance(s, (ast.Global, ast.Nonlocal)) for n in s.names}
        elsewhere = declared | {a.arg for a in named}
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store) and inner.id not in elsewhere:
                self.add("local", inner.id, prefix + inner.id, inner.lineno, inner.col_offset)


def new_name(name: str, taken: set[str]) -> str:
    """A word that is used nowhere, of the same look."""
    stem = name.lstrip("_")
    lead = name[: len(name) - len(stem)]
    word = f"{lead}{stem}Zq" if stem[:1].isupper() and not stem.isupper() else f"{lead}{stem}_zq"
    if stem.isupper():
        word = f"{lead}{stem}_ZQ"
    while word in taken:
        word += "q"
    return word
