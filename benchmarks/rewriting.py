"""Edits as people make them while they work on a program: each leaves text that parses, and changes what it means.

`editing.py` beside the property tests breaks files as typing does; here a body, a signature, a name, a base class, a
decorator, an import or a whole file changes, and most edits are such that types elsewhere depend on them.  An edit is
drawn from a random source and is the same for the same source and the same files.
"""

import ast
import os
import random
import re
from collections.abc import Callable

_DECORATORS = (
    "@property", "@staticmethod", "@classmethod", "@functools.lru_cache(maxsize=None)", "@contextlib.contextmanager",
    "@functools.wraps(len)", "@functools.cached_property",
)  # fmt: skip
_VALUES = ("None", "0", "''", "[]", "{}", "()", "[1, 'a']", "{'a': 1}", "object()", "(1, '')", "lambda a: a", "True")
_HINTS = ("int", "str", "'list[int]'", "object", "'dict[str, int] | None'", "bytes")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Files:
    """The modules of a project on disk, and what they were before."""

    def __init__(self, root: str, chance: random.Random, history: dict[str, list[str]]):
        self.root = root
        self.random = chance
        self.history = history
        self.changed: list[str] = []

    def paths(self) -> list[str]:
        out = []
        for folder, inner, names in os.walk(self.root):
            inner[:] = sorted(n for n in inner if not n.startswith("."))
            out += [os.path.join(folder, n) for n in names if n.endswith(".py")]
        return sorted(os.path.relpath(p, self.root).replace(os.sep, "/") for p in out)

    def read(self, path: str) -> str:
        with open(os.path.join(self.root, path), encoding="utf-8") as f:
            return f.read()

    def write(self, path: str, text: str) -> bool:
        """Write a text, if it parses; what was there stays in the history."""
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            return False
        full = os.path.join(self.root, path)
        if os.path.exists(full):
            self.history.setdefault(path, []).append(self.read(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)
        self.changed.append(path)
        return True

    def remove(self, path: str) -> None:
        self.history.setdefault(path, []).append(self.read(path))
        os.unlink(os.path.join(self.root, path))
        self.changed.append(path)

    # -- what there is to change ----------------------------------------------------------------------------------

    def functions(self, path: str) -> list[Function]:
        return [n for n in ast.walk(ast.parse(self.read(path))) if isinstance(n, Function)]

    def classes(self, path: str) -> list[ast.ClassDef]:
        return [n for n in ast.walk(ast.parse(self.read(path))) if isinstance(n, ast.ClassDef)]

    def one(self, items: list) -> "ast.AST | None":
        return self.random.choice(items) if items else None

    def expression(self, path: str) -> str:
        """An expression: a constant, or one that stands in the file."""
        if self.random.random() < 0.4:
            return self.random.choice(_VALUES)
        text = self.read(path)
        found = [
            n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call | ast.Attribute | ast.Name | ast.Subscript)
        ]
        if not found:
            return "None"
        segment = ast.get_source_segment(text, self.random.choice(found)) or "None"
        return segment if "\n" not in segment and len(segment) < 80 else "None"


def edit(files: Files) -> str:
    """One random edit; what it was, or '' where none could be made."""
    paths = files.paths()
    kind = files.random.choice(EDITS)
    path = files.random.choice(paths)
    said = kind(files, path)
    return f"{kind.__name__[1:]} {path}: {said}" if said else ""


# ---------------------------------------------------------------------------------------------------------------------
# Edits: each is given a path, and says what it did, or ''


def _replaced(files: Files, path: str, first: int, last: int, new: list[str]) -> bool:
    """Put lines in the place of those from *first* to *last*, counted from 1; *last* below *first*: insert."""
    lines = files.read(path).splitlines(keepends=True)
    return files.write(path, "".join([*lines[: first - 1], *new, *lines[last:]]))


def _body(files: Files, path: str) -> str:
    f = files.one(files.functions(path))
    if f is None or f.body[0].lineno == f.lineno:
        return ""
    statement = files.random.choice(f.body)
    indent = " " * f.body[0].col_offset
    what = files.random.choice(("insert", "insert", "drop", "return", "attribute", "local", "branch", "call"))
    value = files.expression(path)
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    if what == "drop":
        new = [f"{indent}pass\n"]
    else:
        last = first - 1
        receiver = f.args.args[0].arg if f.args.args else "str"
        new = {
            "insert": [f"{indent}edited = {value}\n"],
            "return": [f"{indent}return {value}\n"],
            "attribute": [f"{indent}{receiver}.edited = {value}\n"],
            "local": [f"{indent}{receiver} = {value}\n"],
            "branch": [f"{indent}if {receiver}:\n", f"{indent}    return {value}\n"],
            "call": [f"{indent}{f.name}({value})\n"],
        }[what]
    return f"{what} {''.join(new).strip()!r} in {f.name} at {first}" if _replaced(files, path, first, last, new) else ""


def _signature(files: Files, path: str) -> str:
    f = files.one(files.functions(path))
    if f is None or f.body[0].lineno == f.lineno:
        return ""
    a = f.args
    what = files.random.choice(("add", "drop", "rename", "hint", "result", "star"))
    own = 1 if a.args and a.args[0].arg in ("self", "cls") else 0
    if what == "add":
        a.kwonlyargs.append(ast.arg("edited"))
        a.kw_defaults.append(ast.parse(files.random.choice(_VALUES), mode="eval").body)
    elif what == "drop" and len(a.args) > own:
        a.args.pop()
        a.defaults = a.defaults[1:]
    elif what == "rename" and len(a.args) > own:
        a.args[-1].arg += "_2"
    elif what == "hint" and len(a.args) > own:
        hint = ast.parse(files.random.choice(_HINTS), mode="eval").body
        a.args[-1].annotation = None if a.args[-1].annotation is not None else hint
    elif what == "result":
        f.returns = None if f.returns is not None else ast.parse(files.random.choice(_HINTS), mode="eval").body
    elif what == "star" and a.kwarg is None:
        a.kwarg = ast.arg("options")
    else:
        return ""
    word = "async def" if isinstance(f, ast.AsyncFunctionDef) else "def"
    result = f" -> {ast.unparse(f.returns)}" if f.returns is not None else ""
    head = f"{' ' * f.col_offset}{word} {f.name}({ast.unparse(a)}){result}:\n"
    return f"{what} {head.strip()}" if _replaced(files, path, f.lineno, f.body[0].lineno - 1, [head]) else ""


def _rename(files: Files, path: str) -> str:
    n = files.one([*files.functions(path), *files.classes(path)])
    if n is None or n.name.startswith("__"):
        return ""
    new = files.random.choice((n.name + "_2", n.name.rstrip("_2") or "edited", "_" + n.name.lstrip("_"), "edited"))
    everywhere = files.random.random() < 0.6
    word = re.compile(rf"\b{n.name}\b")
    lines = files.read(path).splitlines(keepends=True)
    if not everywhere:
        lines[n.lineno - 1] = word.sub(new, lines[n.lineno - 1], count=1)
        return f"{n.name} to {new}, the definition alone" if files.write(path, "".join(lines)) else ""
    changed = 0
    for p in files.paths():
        text = files.read(p)
        if word.search(text):
            changed += files.write(p, word.sub(new, text))
    return f"{n.name} to {new} in {changed} files" if changed else ""


def _method(files: Files, path: str) -> str:
    """A method is copied into another class, or goes."""
    cls = files.one(files.classes(path))
    if cls is None or cls.body[0].lineno == cls.lineno:
        return ""
    methods = [n for n in cls.body if isinstance(n, Function)]
    if methods and files.random.random() < 0.4:
        f = files.random.choice(methods)
        first = f.decorator_list[0].lineno if f.decorator_list else f.lineno
        filling = [f"{' ' * f.col_offset}pass\n"]
        return f"{cls.name}.{f.name} goes" if _replaced(files, path, first, f.end_lineno or first, filling) else ""
    other = files.random.choice(files.paths())
    source = files.read(other)
    there = [n for c in files.classes(other) for n in c.body if isinstance(n, Function) and n.col_offset == 4]
    f = files.one(there)
    if f is None or cls.body[0].col_offset != 4:
        return ""
    text = source.splitlines(keepends=True)[f.lineno - 1 : f.end_lineno]
    name = files.random.choice((f.name, f.name, "edited", methods[-1].name if methods else "edited"))
    text[0] = re.sub(rf"\b{f.name}\b", name, text[0], count=1)
    at = (cls.end_lineno or cls.lineno) + 1
    if not text[-1].endswith("\n"):
        text[-1] += "\n"
    return f"{cls.name}.{name} from {other}" if _replaced(files, path, at, at - 1, ["\n", *text]) else ""


def _function(files: Files, path: str) -> str:
    """A function of a module is copied into another one, or goes."""
    found = [n for n in ast.parse(files.read(path)).body if isinstance(n, Function)]
    f = files.one(found)
    if f is None:
        return ""
    first, last = (f.decorator_list[0].lineno if f.decorator_list else f.lineno), f.end_lineno or f.lineno
    if files.random.random() < 0.4:
        return f"{f.name} goes" if _replaced(files, path, first, last, []) else ""
    text = "".join(files.read(path).splitlines(keepends=True)[first - 1 : last])
    other = files.random.choice(files.paths())
    return f"{f.name} into {other}" if files.write(other, f"{files.read(other).rstrip()}\n\n\n{text}\n") else ""


def _imports(files: Files, path: str) -> str:
    tree = ast.parse(files.read(path))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    n = files.one(found)
    what = files.random.choice(("drop", "alias", "star", "add", "add", "lazy"))
    if what == "add" or n is None:
        other = files.random.choice(files.paths())
        module = re.sub(r"(/__init__)?\.py$", "", re.sub(r"^src/", "", other)).replace("/", ".")
        names = [d.name for d in ast.parse(files.read(other)).body if isinstance(d, (*_kinds(Function), ast.ClassDef))]
        name = files.random.choice([*names, "*"])
        at = found[-1].lineno if found and found[-1].col_offset == 0 else 1
        after = (found[-1].end_lineno or at) + 1 if found and found[-1].col_offset == 0 else 1
        line = f"from {module} import {name}\n"
        return line.strip() if _replaced(files, path, after, after - 1, [line]) else ""
    indent = " " * n.col_offset
    if what == "alias" and isinstance(n, ast.ImportFrom) and n.names[0].name != "*":
        n.names[0].asname = None if n.names[0].asname else n.names[0].name + "_2"
    elif what == "star" and isinstance(n, ast.ImportFrom) and not n.col_offset and n.module != "__future__":
        n.names = [ast.alias("*")]
    elif what != "drop":
        return ""
    new = [f"{indent}pass\n"] if what == "drop" else [f"{indent}{ast.unparse(n)}\n"]
    done = _replaced(files, path, n.lineno, n.end_lineno or n.lineno, new)
    return f"{what} {ast.unparse(n)}" if done else ""


def _kinds(union: object) -> tuple[type, ...]:
    return tuple(union.__args__)  # type: ignore[attr-defined]


def _decorator(files: Files, path: str) -> str:
    f = files.one([*files.functions(path), *files.classes(path)])
    if f is None:
        return ""
    if f.decorator_list and files.random.random() < 0.6:
        d = files.random.choice(f.decorator_list)
        return f"{f.name} without one" if _replaced(files, path, d.lineno, d.end_lineno or d.lineno, []) else ""
    own = ["@" + n.name for n in files.functions(path) if not n.col_offset]
    line = files.random.choice([*_DECORATORS, *own])
    return (
        f"{line} on {f.name}"
        if _replaced(files, path, f.lineno, f.lineno - 1, [" " * f.col_offset + line + "\n"])
        else ""
    )


def _bases(files: Files, path: str) -> str:
    cls = files.one(files.classes(path))
    if cls is None or cls.body[0].lineno == cls.lineno:
        return ""
    others = [c.name for c in files.classes(path) if c.name != cls.name]
    what = files.random.choice(("none", "add", "first"))
    if what == "none":
        cls.bases = []
    else:
        base = ast.parse(files.random.choice([*others, "dict", "Exception", "object"]), mode="eval").body
        cls.bases = [*cls.bases, base] if what == "add" else [base, *cls.bases]
    keywords = [ast.unparse(k) for k in cls.keywords]
    head = f"{' ' * cls.col_offset}class {cls.name}({', '.join([*map(ast.unparse, cls.bases), *keywords])}):\n"
    first = cls.body[0]
    last = (
        first.decorator_list[0].lineno
        if isinstance(first, Function | ast.ClassDef) and first.decorator_list
        else first.lineno
    )
    return head.strip() if _replaced(files, path, cls.lineno, last - 1, [head]) else ""


def _module(files: Files, path: str) -> str:
    """A statement of a module or a class body: a value, an attribute that comes from outside, an entry of a table."""
    names = [n.name for n in ast.parse(files.read(path)).body if isinstance(n, (*_kinds(Function), ast.ClassDef))]
    value = files.random.choice([files.random.choice(_VALUES), *names])
    name = files.random.choice([*names, "edited"])
    line = files.random.choice((
        f"EDITED = {value}\n", f"TABLE = {{'a': {value}, 'b': {name}}}\n", f"TABLE = [{value}, {name}]\n",
        f"{name}.edited = {value}\n", f"{name} = {value}\n", "edited = TABLE['a']\n", f"{name}({value})\n",
    ))  # fmt: skip
    return line.strip() if files.write(path, files.read(path).rstrip("\n") + "\n" + line) else ""

def _statement(files: Files, path: str) -> str:
    """A statement of a module or a class body, anywhere: gone, doubled, inside another one, moved."""
    chance = files.random
    tree = ast.parse(files.read(path))
    bodies = [tree.body, tree.body, *(c.body for c in ast.walk(tree) if isinstance(c, ast.ClassDef))]
    body = chance.choice([b for b in bodies if b] or [[]])
    if not body:
        return ""
    i = chance.randrange(len(body))
    first, last = _lines_of(body[i])
    if any(first <= line <= last for n in body if n is not body[i] for line in _lines_of(n)):
        return ""  # two on one line
    lines = files.read(path).splitlines(keepends=True)
    text, indent = lines[first - 1 : last], " " * body[i].col_offset
    name, other = _definition(files), _definition(files)
    value = chance.choice(("1", "[]", "{1: 2}", "None", "print", "lambda q: [q]"))
    what = chance.choice(("drop", "double", "before", "around", "swap", "rename"))
    new = {
        "drop": [f"{indent}pass\n"],
        "double": [*text, *text],
        "around": [indent + chance.choice(("if print:\n", "while name:\n", "for _z in ():\n")), *(
            "    " + line if line.strip() else line for line in text
        )],
        "before": [chance.choice((
            f"{indent}EDITED = {value}\n", f"{indent}def {name}(self=None, *a, **k):\n{indent}    return a\n",
            f"{indent}class {name}({other}):\n{indent}    edited = {value}\n", f"{indent}{name}: list[int] = {value}\n",
            f"{indent}EDITED = {name}([])\n", f"{indent}{name} = {other}\n", f"{indent}from collections import *\n",
        )), *text],
        "rename": ["".join(text).replace(getattr(body[i], "name", "?"), f"{name}_x", 1)],
    }.get(what)  # fmt: skip
    if what == "swap" and i + 1 < len(body):
        begin, end = _lines_of(body[i + 1])
        new, last = [*lines[begin - 1 : end], *lines[last : begin - 1], *text], end
    if new is None or (what == "rename" and not hasattr(body[i], "name")):
        return ""
    return f"{what} at {first}" if _replaced(files, path, first, last, new) else ""


def _lines_of(statement: ast.stmt) -> tuple[int, int]:
    """The first and the last line of a statement, its decorators included."""
    first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
    return first, statement.end_lineno or statement.lineno


def _definition(files: Files) -> str:
    """The name of a function or a class anywhere in the project."""
    path = files.random.choice(files.paths())
    found = [n.name for n in (*files.functions(path), *files.classes(path)) if not n.name.startswith("__")]
    return files.random.choice(found) if found else "edited"



def _delete(files: Files, path: str) -> str:
    if len(files.paths()) < 6 or files.random.random() < 0.5:
        return ""
    files.remove(path)
    return "gone"


def _restore(files: Files, path: str) -> str:
    """An earlier text of a file, also of one that is gone."""
    if not files.history:
        return ""
    path = files.random.choice(sorted(files.history))
    states = files.history[path]
    i = files.random.choice((0, 0, files.random.randrange(len(states)), len(states) - 1))
    return f"{path} state {i}" if files.write(path, states[i]) else ""


def _move(files: Files, path: str) -> str:
    folder = files.random.choice(sorted({p.rpartition("/")[0] for p in files.paths()}))
    name = files.random.choice((path.rpartition("/")[2], "moved.py"))
    target = f"{folder}/{name}" if folder else name
    if target == path or target in files.paths():
        return ""
    text = files.read(path)
    files.remove(path)
    return f"to {target}" if files.write(target, text) else "lost"


def _comment(files: Files, path: str) -> str:
    lines = files.read(path).splitlines(keepends=True)
    at = files.random.randint(1, len(lines) + 1)
    return (
        f"line {at}"
        if _replaced(files, path, at, at - 1, ["\n" if files.random.random() < 0.5 else "# edited\n"])
        else ""
    )


def _documentation(files: Files, path: str) -> str:
    f = files.one(files.functions(path))
    if f is None or f.body[0].lineno == f.lineno:
        return ""
    classes = [c.name for p in files.paths()[:20] for c in files.classes(p)]
    name = files.random.choice([*classes, "int", "list of str"])
    indent = " " * f.body[0].col_offset
    text = f'{indent}"""What it does.\n\n{indent}:rtype: {name}\n{indent}"""\n'
    return (
        f":rtype: {name} for {f.name}" if _replaced(files, path, f.body[0].lineno, f.body[0].lineno - 1, [text]) else ""
    )


EDITS: list[Callable[[Files, str], str]] = [
    _body, _body, _body, _body, _body, _body, _signature, _signature, _signature, _rename, _rename, _method, _method,
    _function, _imports, _imports, _decorator, _decorator, _bases, _module, _module, _statement, _statement, _statement,
    _statement, _statement, _delete, _restore, _restore, _restore, _restore, _move, _comment, _documentation,
]  # fmt: skip
