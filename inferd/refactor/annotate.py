"""Annotations from what runs saw: written into the files, or as stubs.

What is annotated
    Parameters and results without an annotation, of functions whose body stands there as it ran: only what is current
    counts.  `self` and `cls` are left alone, lambdas too, and whatever cannot be said: a class inside a function, more
    than six different types without a common base, a function that was only seen to raise.

How types are said
    What was seen is one set for each parameter and result; containers of one kind become one (`list[int | str]`), the
    constant that is the default belongs to it.  A name that the module does not have at run time is imported under
    `if TYPE_CHECKING:`, and what needs one, or a newer Python, is quoted, unless the file imports annotations from
    `__future__`: so annotating changes nothing at run time and makes no circular imports.

What it does not do: change an annotation that is there, or follow types from calls into functions that did not run.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inferd.errors import InferdError
from inferd.index.hierarchy import Class
from inferd.index.resolve import Outside, Symbol
from inferd.model import ChangePlan
from inferd.query import runtime
from inferd.query import targets as T
from inferd.query.view import View
from inferd.refactor.edits import FileChange, TextEdit, apply_edits
from inferd.source import files
from inferd.source.text import decode, split_lines
from inferd.store.observations import Body, Signature
from inferd.syntax.parse import tree_of

_MOST_TYPES = 6
_TOKEN = re.compile(r"""[()\[\]{}]|\#[^\r\n]*|("{3}|'{3}|"|')""")
_CALLABLE = "collections.abc:Callable"
_SAID = {
    "function": _CALLABLE, "method": _CALLABLE, "builtin_function_or_method": _CALLABLE, "method_descriptor": _CALLABLE,
    "wrapper_descriptor": _CALLABLE, "generator": "collections.abc:Generator", "coroutine": "collections.abc:Coroutine",
    "mappingproxy": "types:MappingProxyType", "module": "types:ModuleType", "dict_keys": "collections.abc:KeysView",
    "dict_values": "collections.abc:ValuesView", "dict_items": "collections.abc:ItemsView",
    "range_iterator": "collections.abc:Iterator", "list_iterator": "collections.abc:Iterator",
}  # fmt: skip
_WIDER = {"bool": ("int", "float", "complex"), "int": ("float", "complex"), "float": ("complex",)}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Shape(NamedTuple):
    """A type: what it is, and the sets of types that are its arguments; `...` stands for any number of the first."""

    head: str
    arguments: "tuple[frozenset[Shape], ...]" = ()
    is_open: bool = False  # of a tuple: any number of the one


class Unspeakable(Exception):
    """What was seen has no name that could be written."""


# ---------------------------------------------------------------------------------------------------------------------
# Types


def shapes(terms: Iterable[str]) -> frozenset[Shape]:
    """Stored types as shapes, those of one kind united."""
    return united(s for t in terms for s in _parsed(t, 0)[0])


def _parsed(text: str, at: int) -> tuple[list[Shape], int]:
    """The members of a union, and where it ends."""
    out = []
    while True:
        end = at
        while end < len(text) and text[end] not in "[],|":
            end += 1
        head = text[at:end].strip()
        arguments: list[frozenset[Shape]] = []
        is_open = False
        if end < len(text) and text[end] == "[":
            while text[end] != "]":
                end += 1
                if text.startswith("()", end):
                    end += 2
                    continue
                while text[end] == " ":
                    end += 1
                if text.startswith("...", end):
                    is_open = True
                    end += 3
                    continue
                members, end = _parsed(text, end)
                arguments.append(united(members))
            end += 1
        out.append(Shape(head, tuple(arguments), is_open))
        while end < len(text) and text[end] == " ":
            end += 1
        if end < len(text) and text[end] == "|":
            at = end + 1
            continue
        return out, end


def united(found: Iterable[Shape]) -> frozenset[Shape]:
    """Shapes as one set: containers of one kind are one, and what was only seen empty goes where more is."""
    groups: dict[str, list[Shape]] = {}
    for s in found:
        head = s.head.partition(" ")[0] if s.head.startswith(("function ", "module ")) else s.head
        groups.setdefault(head, []).append(s._replace(head=head))
    never = frozenset((Shape("Never"),))
    out = set()
    for head, group in groups.items():
        if head == "tuple" and len({(len(s.arguments), s.is_open) for s in group}) > 1:
            every = united(x for s in group for a in s.arguments for x in a)
            out.add(Shape(head, (every,), True) if every else Shape(head))
            continue
        width = max(len(s.arguments) for s in group)
        arguments = []
        for i in range(width):
            several = [s.arguments[i] for s in group if i < len(s.arguments)]
            known = [a for a in several if a != never]
            arguments.append(united(x for a in known for x in a) if known else never)
        if never in arguments:
            arguments = []
        out.add(Shape(head, tuple(arguments), any(s.is_open for s in group)))
    return frozenset(out)


class Names:
    """How types are called in one file, and what must be imported for it."""

    def __init__(self, view: View, module: str):
        self.view = view
        self.module = module
        self.imports: set[tuple[str, str]] = set()  # (module, name), or (module, '') for the module itself

    def text(self, found: frozenset[Shape]) -> tuple[str, bool]:
        """A set as an annotation, and whether it can be evaluated where the function is defined."""
        wanted: set[tuple[str, str]] = set()
        found = self._fewer(found)
        parts = sorted((self._one(s, wanted) for s in found), key=lambda p: (p[0] == "None", p[0]))
        self.imports |= wanted
        text = " | ".join(dict.fromkeys(p[0] for p in parts))
        return text, len(parts) == 1 and parts[0][1]

    def _one(self, s: Shape, wanted: set[tuple[str, str]]) -> tuple[str, bool]:
        if s.head in ("?", "Never") or "<locals>" in s.head:
            raise Unspeakable
        name, plain = self._name(s.head, wanted)
        if s.head in _SAID and _SAID[s.head] == _CALLABLE:
            return f"{name}[..., {self._name('typing:Any', wanted)[0]}]", False
        if not s.arguments:
            return name, plain
        inner = []
        for a in s.arguments:
            parts = sorted((self._one(x, wanted) for x in self._fewer(a)), key=lambda p: (p[0] == "None", p[0]))
            inner.append(" | ".join(dict.fromkeys(p[0] for p in parts)))
            plain = plain and len(parts) == 1 and parts[0][1]
        return f"{name}[{', '.join(inner)}{', ...' if s.is_open else ''}]", plain

    def _name(self, head: str, wanted: set[tuple[str, str]]) -> tuple[str, bool]:
        head = _SAID.get(head, head)
        module, colon, qualname = head.partition(":")
        if not colon:
            if head == "None":
                return head, True
            if not hasattr(builtins, head) or self._bound(head):
                raise Unspeakable
            return head, True
        first = qualname.partition(".")[0]
        if module == self.module:
            return qualname, False
        bound = self._bound(first)
        if any(t in (Symbol(module, first), Outside(module, first)) for t in bound):
            return qualname, False
        if bound or hasattr(builtins, first) or any(n == first and m != module for m, n in (*self.imports, *wanted)):
            wanted.add((module, ""))
            return f"{module}.{qualname}", False
        wanted.add((module, first))
        return qualname, False

    def _bound(self, name: str) -> Sequence[object]:
        return self.view.resolver.resolve(self.module, name)

    def _fewer(self, found: frozenset[Shape]) -> frozenset[Shape]:
        """Not more types than people read: none beside one that says as much; their nearest common base in the project,
        where they are too many.
        """
        heads = {s.head for s in found}
        found = frozenset(s for s in found if not self._is_said(s.head, heads))
        rest = [s for s in found if s.head != "None"]
        if len(rest) <= _MOST_TYPES:
            return found
        lines = [self._line(s.head) for s in rest]
        for c in lines[0]:
            if all(c in line for line in lines):
                none = {s for s in found if s.head == "None"}
                return frozenset({Shape(f"{c.module}:{c.name}"), *none})
        raise Unspeakable


    def _line(self, head: str) -> list[Class]:
        """The MRO of a class, as far as it is the project's."""
        module, colon, name = head.partition(":")
        if not colon or not self.view.reader.files_of_module(module):
            return []
        return [c for c in self.view.hierarchy.mro(Class(module, name)) if isinstance(c, Class)]

    def _is_said(self, head: str, heads: set[str]) -> bool:
        """Whether one of the others says as much: a base, or a wider number."""
        if head in _WIDER:
            return not heads.isdisjoint(_WIDER[head])
        return any(f"{c.module}:{c.name}" in heads for c in self._line(head)[1:])


# ---------------------------------------------------------------------------------------------------------------------
# Functions


class Wanted(NamedTuple):
    """What is to be written of a function: parameter -> text, the text of the result or '', whether each is plain."""

    parameters: dict[str, tuple[str, bool]]
    result: tuple[str, bool] | None


def _wanted(names: Names, node: Function, is_method: bool, body: Body, signatures: list[Signature]) -> Wanted:
    a = node.args
    positional = [*a.posonlyargs, *a.args]
    defaults: dict[str, ast.expr] = {}
    for arg, default in zip(reversed(positional), reversed(a.defaults), strict=False):
        defaults[arg.arg] = default
    for arg, keyword_default in zip(a.kwonlyargs, a.kw_defaults, strict=True):
        if keyword_default is not None:
            defaults[arg.arg] = keyword_default
    everything = [*positional, *([a.vararg] if a.vararg else []), *a.kwonlyargs, *([a.kwarg] if a.kwarg else [])]
    own = positional[0].arg if is_method and positional and not _is_static(node) else None
    parameters = {}
    for arg in everything:
        if arg.annotation is not None or arg.arg == own:
            continue
        i = next((i for i, p in enumerate(body.parameters) if p.lstrip("*") == arg.arg), None)
        terms = {s.arguments[i] for s in signatures if i is not None and i < len(s.arguments)} - {"?"}
        found = shapes(terms)
        if arg is a.vararg or arg is a.kwarg:
            found = united(x for s in found for part in s.arguments[-1:] if s.is_open or arg is a.kwarg for x in part)
            if arg is a.vararg:
                found = united([*found, *(x for s in shapes(terms) if not s.is_open for p in s.arguments for x in p)])
        elif arg.arg in defaults:
            found = united([*found, *_constant(defaults[arg.arg])])
        if found <= {Shape("None"), Shape("Never")}:
            continue
        try:
            parameters[arg.arg] = names.text(found)
        except Unspeakable:
            continue
    result = None
    if node.returns is None:
        try:
            result = _result(names, node, signatures)
        except Unspeakable:
            result = None
    return Wanted(parameters, result)


def _constant(node: ast.expr) -> list[Shape]:
    if isinstance(node, ast.Constant) and node.value is not Ellipsis:
        return [Shape("None" if node.value is None else type(node.value).__name__)]
    return []


def _result(names: Names, node: Function, signatures: list[Signature]) -> tuple[str, bool] | None:
    def of(outcome: str) -> frozenset[Shape]:
        return shapes({s.result for s in signatures if s.outcome == outcome} - {"?"})

    given, yielded, sent = of("return"), of("yield"), of("send")
    if _yields(node):
        if not yielded:
            return None
        kind = "Async" if isinstance(node, ast.AsyncFunctionDef) else ""
        only = frozenset((Shape("None"),))
        if sent <= only and given <= only:
            return names.text(frozenset((Shape(f"collections.abc:{kind}Iterator", (yielded,)),)))
        arguments = (yielded, sent or only) if kind else (yielded, sent or only, given or only)
        return names.text(frozenset((Shape(f"collections.abc:{kind}Generator", arguments),)))
    return names.text(given) if given else None


def _yields(node: Function) -> bool:
    stack: list[ast.AST] = list(node.body)
    while stack:
        n = stack.pop()
        if isinstance(n, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(n, (*_FUNCTIONS, ast.Lambda, ast.ClassDef)):
            stack += ast.iter_child_nodes(n)
    return False


def _is_static(node: Function) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list)


class Found(NamedTuple):
    """A file with functions that ran: its text, its tree, and what is wanted of each function."""

    path: str
    module: str
    data: bytes
    tree: ast.Module
    names: Names
    functions: dict[int, Wanted]  # by identity of the node


def look(view: View, root: str, target: str, limit: int) -> list[Found]:
    """The files of a target, with what runs say of the functions in it.  Raises InferdError where there is no run."""
    seen = runtime.of(view)
    if seen is None:
        raise InferdError("no run is recorded, so there is nothing to annotate from", runtime.RECORD)
    bodies: dict[str, dict[int, Body]] = {}
    for subject in T.parse(view, target, root):
        for b in seen.bodies_under(subject):
            scope = seen.scope(b)
            if b.kind == "function" and scope is not None and b.path.endswith(".py"):
                bodies.setdefault(b.path, {})[scope] = b
    signatures: dict[int, list[Signature]] = {}
    for s in seen.o.signatures_of(b.id for of in bodies.values() for b in of.values()):
        signatures.setdefault(s.body, []).append(s)
    out = []
    for path, of_path in sorted(bodies.items()):
        data = files.read(root, path, limit)
        tree = tree_of(decode(data, path)[0])
        version = seen.version(path)
        if version is None:
            continue
        scope_at = {(d.line, d.qualname): d.scope for d in version.definitions}
        names = Names(view, seen.module(path))
        functions = {}
        for node, qualname, is_method in _functions(tree):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            body = of_path.get(scope_at.get((first, qualname), -1))
            if body is not None and signatures.get(body.id):
                functions[id(node)] = _wanted(names, node, is_method, body, signatures[body.id])
        out.append(Found(path, seen.module(path), data, tree, names, functions))
    return out


def _functions(tree: ast.Module) -> Iterable[tuple[Function, str, bool]]:
    stack: list[tuple[ast.AST, str, bool]] = [(tree, "", False)]
    while stack:
        node, prefix, in_class = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _FUNCTIONS):
                yield child, prefix + child.name, in_class
                stack.append((child, f"{prefix}{child.name}.<locals>.", False))
            elif isinstance(child, ast.ClassDef):
                stack.append((child, f"{prefix}{child.name}.", True))
            else:
                stack.append((child, prefix, in_class))


# ---------------------------------------------------------------------------------------------------------------------
# Into the files


def plan(view: View, root: str, target: str, limit: int) -> ChangePlan:
    """The change that writes the annotations of a target's functions."""
    changes, edits = [], []
    count = 0
    for found in look(view, root, target, limit):
        of_file = _edits(found)
        if of_file:
            after = apply_edits(found.data, of_file)
            tree_of(decode(after, found.path)[0])  # what was written parses, or nothing is
            changes.append(FileChange(found.path, found.data, after))
            edits += of_file
            count += sum(bool(w.parameters or w.result) for w in found.functions.values())
    said = f"annotate {count} function{'' if count == 1 else 's'} of {target} from recorded runs"
    return ChangePlan(said, target, tuple(changes), tuple(edits), (), (), ())


def _edits(found: Found) -> list[TextEdit]:
    text = decode(found.data, found.path)[0]
    lines = split_lines(text)
    is_future = _has_future(found.tree)
    out = []

    def point(line: int, column: int) -> int:
        return len(lines[line - 1].encode()[:column].decode())

    def put(line: int, column: int, new: str, old: str = "") -> None:
        out.append(TextEdit(found.path, line, column, line, column + len(old), new, old))

    def said(annotation: tuple[str, bool]) -> str:
        text, plain = annotation
        return text if plain or is_future else f'"{text}"'

    for node, _, _ in _functions(found.tree):
        wanted = found.functions.get(id(node))
        if wanted is None:
            continue
        a = node.args
        every = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs]
        for arg in [*every, *([a.kwarg] if a.kwarg else [])]:
            if arg.arg not in wanted.parameters or arg.end_lineno is None or arg.end_col_offset is None:
                continue
            line, column = arg.end_lineno, point(arg.end_lineno, arg.end_col_offset)
            rest = lines[line - 1][column:]
            new = f": {said(wanted.parameters[arg.arg])}"
            equals = re.match(r"=(?!=)", rest)
            put(line, column, f"{new} = " if equals else new, "=" if equals else "")
        if wanted.result is not None:
            line, column = _after_parameters(node, lines)
            if line:
                put(line, column, f" -> {said(wanted.result)}")
    if out and found.names.imports:
        out.append(_imports(found, lines))
    return out


def _has_future(tree: ast.Module) -> bool:
    return any(
        isinstance(n, ast.ImportFrom) and n.module == "__future__" and any(a.name == "annotations" for a in n.names)
        for n in tree.body
    )  # fmt: skip


def _after_parameters(node: Function, lines: list[str]) -> tuple[int, int]:
    """Where the parentheses of a function's parameters end; (0, 0) where that is not found."""
    line, column = node.lineno, len(lines[node.lineno - 1].encode()[: node.col_offset].decode())
    depth = 0
    while line <= len(lines):
        text = lines[line - 1]
        while token := _TOKEN.search(text, column):
            column = token.end()
            kind = token.group()
            if token.group(1):
                at = text.find(token.group(1), column)
                if at < 0:
                    return 0, 0  # a string over several lines among the defaults
                column = at + len(token.group(1))
            elif kind in "([{":
                depth += 1
            elif kind in ")]}":
                depth -= 1
                if depth == 0 and kind == ")":
                    return line, column
        line, column = line + 1, 0
    return 0, 0


def import_lines(imports: Iterable[tuple[str, str]]) -> list[str]:
    """The statements for what must be imported, in order."""
    names: dict[str, list[str]] = {}
    for module, name in sorted(imports):
        names.setdefault(module, []).append(name)
    out = []
    for module, wanted in names.items():
        if "" in wanted:
            out.append(f"import {module}")
        named = [n for n in wanted if n]
        if named:
            out.append(f"from {module} import {', '.join(named)}")
    return out


def _imports(found: Found, lines: list[str]) -> TextEdit:
    """The edit that imports what the annotations name, for type checkers only."""
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    statements = import_lines(found.names.imports)
    last, has_name = 0, False
    for i, n in enumerate(found.tree.body):
        if isinstance(n, ast.If) and isinstance(n.test, ast.Name) and n.test.id == "TYPE_CHECKING" and not n.orelse:
            line = n.body[-1].end_lineno or n.lineno
            indent = " " * n.body[0].col_offset
            return _inserted(found.path, lines, line, "".join(f"{indent}{s}{end}" for s in statements), end)
        if isinstance(n, ast.Import | ast.ImportFrom):
            last = n.end_lineno or n.lineno
            has_name = has_name or any(a.name == "TYPE_CHECKING" and a.asname is None for a in n.names)
        elif i == 0 and ast.get_docstring(found.tree, clean=False) is not None:
            last = n.end_lineno or n.lineno
        elif isinstance(n, (*_FUNCTIONS, ast.ClassDef)):
            break
    if not last and found.tree.body:
        first = found.tree.body[0]
        decorators = getattr(first, "decorator_list", ())
        last = min([first.lineno, *(d.lineno for d in decorators)]) - 1
    body = "".join(f"    {s}{end}" for s in statements)
    named = "" if has_name else f"from typing import TYPE_CHECKING{end}"
    return _inserted(found.path, lines, last, f"{named}{end}if TYPE_CHECKING:{end}{body}", end)


def _inserted(path: str, lines: list[str], after: int, text: str, end: str) -> TextEdit:
    """Insert whole lines after a line."""
    if after < len(lines):
        return TextEdit(path, after + 1, 0, after + 1, 0, text, "")
    last = lines[-1] if lines else ""
    if last.endswith(("\n", "\r")):
        return TextEdit(path, len(lines) + 1, 0, len(lines) + 1, 0, text, "")
    return TextEdit(path, max(1, len(lines)), len(last), max(1, len(lines)), len(last), end + text, "")


# ---------------------------------------------------------------------------------------------------------------------
# Stubs


def stubs(view: View, root: str, target: str, limit: int) -> list[tuple[str, str]]:
    """(path, text) of stubs for the functions of a target that ran, with the annotations that are there already."""
    out = []
    for found in look(view, root, target, limit):
        lines = _stub(found.tree.body, found, "", False)
        if lines:
            imports = import_lines(found.names.imports)
            text = "\n".join([*imports, *([""] if imports else []), *lines])
            out.append((found.path.removesuffix(".py") + ".pyi", text + "\n"))
    return out


def _stub(body: Sequence[ast.stmt], found: Found, indent: str, in_class: bool) -> list[str]:
    out: list[str] = []
    for node in body:
        if isinstance(node, ast.ClassDef):
            inner = _stub(node.body, found, indent + "    ", True)
            if inner:
                bases = ", ".join(ast.unparse(b) for b in (*node.bases, *(k.value for k in node.keywords)))
                out += [f"{indent}class {node.name}{f'({bases})' if bases else ''}:", *inner]
        elif isinstance(node, _FUNCTIONS) and id(node) in found.functions:
            out += [f"{indent}@{ast.unparse(d)}" for d in node.decorator_list]
            out.append(indent + _signature(node, found.functions[id(node)]))
        elif isinstance(node, ast.If | ast.Try):
            out += _stub(node.body, found, indent, in_class)
    return out


def _signature(node: Function, wanted: Wanted) -> str:
    a = node.args

    def said(arg: ast.arg, stars: str = "", default: ast.expr | None = None) -> str:
        known = ast.unparse(arg.annotation) if arg.annotation is not None else wanted.parameters.get(arg.arg, ("",))[0]
        text = f"{stars}{arg.arg}{f': {known}' if known else ''}"
        return text if default is None else f"{text} = ..." if known else f"{text}=..."

    positional = [*a.posonlyargs, *a.args]
    without = len(positional) - len(a.defaults)
    parts = [said(p, "", a.defaults[i - without] if i >= without else None) for i, p in enumerate(positional)]
    if a.posonlyargs:
        parts.insert(len(a.posonlyargs), "/")
    if a.vararg:
        parts.append(said(a.vararg, "*"))
    elif a.kwonlyargs:
        parts.append("*")
    parts += [said(p, "", d) for p, d in zip(a.kwonlyargs, a.kw_defaults, strict=True)]
    if a.kwarg:
        parts.append(said(a.kwarg, "**"))
    result = ast.unparse(node.returns) if node.returns is not None else wanted.result[0] if wanted.result else ""
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    return f"{kind} {node.name}({', '.join(parts)}){f' -> {result}' if result else ''}: ..."
