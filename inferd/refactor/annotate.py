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

    A class of the tests is said by its nearest base that is none, outside of them; what has no name that its module
    has (a local class, one that `type(...)` made) is `Any` inside of a container and nothing elsewhere.

How signatures are laid out
    As black does: on one line where that fits, else all parameters on a line of their own, else one a line with a
    trailing comma.  The line length is that of black or ruff in pyproject.toml, 88 without.  A signature with comments
    in its parentheses is only added to, and one that fits stays as it is.

What it does not do: change an annotation that is there (or a type comment), annotate what has overloads, or follow
types from calls into functions that did not run.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inferd import config
from inferd.errors import ConfigError, InferdError
from inferd.index.hierarchy import Class
from inferd.index.resolve import Outside, Symbol
from inferd.model import ChangePlan
from inferd.query import runtime
from inferd.query import targets as T
from inferd.query.impact import is_test_path
from inferd.query.view import View
from inferd.refactor.edits import FileChange, TextEdit, apply_edits
from inferd.source import files
from inferd.source.text import decode, split_lines
from inferd.store.observations import Body, Signature
from inferd.syntax.parse import tree_of

_MOST_TYPES = 6
_MOST_PASSED_ON = 3  # types of `*args` and `**kwargs`
_LINE = 88
_TOKEN = re.compile(r"""[()\[\]{},]|\#[^\r\n]*|("{3}|'{3}|"|')""")
_TYPE_COMMENT = re.compile(r"#\s*type:(?!\s*ignore\b)")
_CALLABLE = "collections.abc:Callable"
_ANY = "typing:Any"
_NO_BASES = ("builtins:object", "typing:Generic", "typing:Protocol", "typing:NamedTuple", "typing:TypedDict")
_SAID = {
    "function": _CALLABLE, "method": _CALLABLE, "builtin_function_or_method": _CALLABLE, "method_descriptor": _CALLABLE,
    "wrapper_descriptor": _CALLABLE, "generator": "collections.abc:Generator", "coroutine": "collections.abc:Coroutine",
    "mappingproxy": "types:MappingProxyType", "module": "types:ModuleType", "dict_keys": "collections.abc:KeysView",
    "dict_values": "collections.abc:ValuesView", "dict_items": "collections.abc:ItemsView",
    "range_iterator": "collections.abc:Iterator", "list_iterator": "collections.abc:Iterator",
}  # fmt: skip
_COMPARE = ("__eq__", "__ne__")  # of anything, as `object` has them
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

    def __init__(self, view: View, module: str, of_test: bool = False, unions: bool = False):
        """*of_test*: the file is one of the tests; *unions*: every Python that it is for evaluates `int | None`."""
        self.view = view
        self.module = module
        self.of_test = of_test
        self.unions = unions
        self.imports: set[tuple[str, str]] = set()  # (module, name), or (module, '') for the module itself

    def text(self, found: frozenset[Shape]) -> tuple[str, bool]:
        """A set as an annotation, and whether it can be evaluated where the function is defined."""
        wanted: set[tuple[str, str]] = set()
        found = self._fewer(found)
        parts = sorted((self._one(s, wanted) for s in found), key=lambda p: (p[0] == "None", p[0]))
        self.imports |= wanted
        text = " | ".join(dict.fromkeys(p[0] for p in parts))
        return text, self._is_plain(parts)

    def _is_plain(self, parts: Sequence[tuple[str, bool]]) -> bool:
        return (len(parts) == 1 or self.unions) and all(p[1] for p in parts)

    def _one(self, s: Shape, wanted: set[tuple[str, str]]) -> tuple[str, bool]:
        if s.head in ("?", "Never") or "<locals>" in s.head:
            raise Unspeakable
        name, plain = self._name(self._public(s.head), wanted)
        if s.head in _SAID and _SAID[s.head] == _CALLABLE:
            return f"{name}[..., {self._name(_ANY, wanted)[0]}]", False
        if not s.arguments:
            return name, plain
        inner = []
        for a in s.arguments:
            of_one: set[tuple[str, str]] = set()
            try:
                parts = sorted((self._one(x, of_one) for x in self._fewer(a)), key=lambda p: (p[0] == "None", p[0]))
            except Unspeakable:
                of_one.clear()
                parts = [self._name(_ANY, of_one)]
            wanted |= of_one
            inner.append(" | ".join(dict.fromkeys(p[0] for p in parts)))
            plain = plain and self._is_plain(parts)
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
        if self.view.reader.files_of_module(module) and not self.view.resolver.resolve(module, first):
            raise Unspeakable  # it says that it is of that module, which does not have it
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

    def _public(self, head: str) -> str:
        """A class that may be named here: of one of the tests, outside of them, the nearest base that is none."""
        if self.of_test or not self._is_tests(head.partition(":")[0]):
            return head
        module, _, name = head.partition(":")
        for c in self.view.hierarchy.mro(Class(module, name)):
            if isinstance(c, Class):
                if not self._is_tests(c.module):
                    return f"{c.module}:{c.name}"
                continue
            if c.symbol and c.symbol not in _NO_BASES:
                return c.symbol.removeprefix("builtins:")
            break
        raise Unspeakable

    def _is_tests(self, module: str) -> bool:
        return any(is_test_path(f.path) for f in self.view.reader.files_of_module(module))

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
        if own is not None and node.name in _COMPARE:
            parameters[arg.arg] = ("object", True)
            continue
        i = next((i for i, p in enumerate(body.parameters) if p.lstrip("*") == arg.arg), None)
        terms = {s.arguments[i] for s in signatures if i is not None and i < len(s.arguments)} - {"?"}
        found = shapes(terms)
        if arg is a.vararg or arg is a.kwarg:
            found = united(x for s in found for part in s.arguments[-1:] if s.is_open or arg is a.kwarg for x in part)
            if arg is a.vararg:
                found = united([*found, *(x for s in shapes(terms) if not s.is_open for p in s.arguments for x in p)])
            if len(found - {Shape("None")}) > _MOST_PASSED_ON:
                found = frozenset((Shape(_ANY),))
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
    line: int  # how long lines may be


def look(view: View, root: str, target: str, limit: int) -> list[Found]:
    """The files of a target, with what runs say of the functions in it.  Raises InferdError where there is no run."""
    seen = runtime.of(view)
    if seen is None:
        raise InferdError("no run is recorded, so there is nothing to annotate from", runtime.RECORD)
    style = style_of(root)
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
        names = Names(view, seen.module(path), is_test_path(path), style.unions)
        functions = {}
        every = list(_functions(tree))
        overloaded = {qualname for node, qualname, _ in every if _is_overload(node)}
        lines = split_lines(decode(data, path)[0])
        for node, qualname, is_method in every:
            if qualname in overloaded or _has_type_comment(node, lines):
                continue
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            body = of_path.get(scope_at.get((first, qualname), -1))
            if body is not None and signatures.get(body.id):
                functions[id(node)] = _wanted(names, node, is_method, body, signatures[body.id])
        out.append(Found(path, seen.module(path), data, tree, names, functions, style.line))
    return out


def _is_overload(node: Function) -> bool:
    return any(ast.unparse(d).rpartition(".")[2] == "overload" for d in node.decorator_list)


def _has_type_comment(node: Function, lines: list[str]) -> bool:
    """Whether there is one on a signature, or on the line behind it."""
    first = node.body[0]
    above = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", ()))])
    return any(_TYPE_COMMENT.search(line) for line in lines[node.lineno - 1 : max(above - 1, node.lineno)])


class Style(NamedTuple):
    """How the project wants it: the length of lines, and whether all of its Pythons evaluate `int | None`."""

    line: int
    unions: bool


def style_of(root: str) -> Style:
    """What pyproject.toml says of that, as far as it can be read."""
    try:
        table = config.read_project_table(root)
    except ConfigError:
        table = {}
    tools = table.get("tool", {})
    lengths = [tools.get(t, {}).get("line-length") for t in ("black", "ruff")] if isinstance(tools, dict) else []
    line = next((n for n in lengths if isinstance(n, int) and 0 < n < 1000), _LINE)
    needs = table.get("project", {})
    least = re.search(r">=\s*3\.(\d+)", str(needs.get("requires-python", ""))) if isinstance(needs, dict) else None
    return Style(line, least is not None and int(least.group(1)) >= 10)


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
    out: list[TextEdit] = []

    def point(line: int, column: int) -> int:
        return len(lines[line - 1].encode()[:column].decode())

    def said(annotation: tuple[str, bool]) -> str:
        text, plain = annotation
        return text if plain or is_future else f'"{text}"'

    for node, _, _ in _functions(found.tree):
        wanted = found.functions.get(id(node))
        if wanted is None:
            continue
        a = node.args
        points: list[TextEdit] = []
        every = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs]
        for arg in [*every, *([a.kwarg] if a.kwarg else [])]:
            if arg.arg not in wanted.parameters or arg.end_lineno is None or arg.end_col_offset is None:
                continue
            line, column = arg.end_lineno, point(arg.end_lineno, arg.end_col_offset)
            new = f": {said(wanted.parameters[arg.arg])}"
            old = ""
            if equals := re.match(r"=(?!=)\s*(?=\S)", lines[line - 1][column:]):
                new, old = f"{new} = ", equals.group()
            points.append(TextEdit(found.path, line, column, line, column + len(old), new, old))
        parentheses = _parentheses(node, lines)
        if wanted.result is not None and parentheses is not None:
            line, column = parentheses[1]
            points.append(TextEdit(found.path, line, column, line, column, f" -> {said(wanted.result)}", ""))
        if points and parentheses is not None:
            points = _laid_out(found, node, parentheses, points, lines)
        out += points
    if out and found.names.imports:
        out.append(_imports(found, lines))
    return out


Place = tuple[int, int]  # line from 1, column from 0


def _laid_out(
    found: Found, node: Function, parentheses: tuple[Place, Place], points: list[TextEdit], lines: list[str]
) -> list[TextEdit]:  # fmt: skip
    """The edits of a signature; as one that lays it out anew, where a line of it would get too long."""
    (first, start), (last, end) = parentheses
    text = "".join(lines[first - 1 : last])
    offsets = {first: 0}
    for n in range(first, last):
        offsets[n + 1] = offsets[n] + len(lines[n - 1])
    before, pieces = start, []
    for edit in sorted(points, key=lambda e: (e.line, e.column)):
        at = offsets[edit.line] + edit.column
        pieces += [text[before:at], edit.new_text]
        before = offsets[edit.end_line] + edit.end_column
    tail = offsets[last] + end
    if before < tail:
        pieces.append(text[before:tail])
    new = "".join(pieces)
    rest = lines[last - 1][end:].rstrip("\r\n")
    colon = rest.partition(":")[0] + ":" if node.returns is None else rest
    head = lines[first - 1][:start]
    if all(len(line.rstrip()) <= found.line for line in f"{head}{new}{colon}".splitlines()):
        return points
    close = _close(new)
    parts = _parts(new[1:close]) if close else None
    if parts is None or not parts[0]:
        return points
    indent = head[: len(head) - len(head.lstrip())]
    newline = "\r\n" if lines[first - 1].endswith("\r\n") else "\n"
    said = laid_out(parts[0], indent, found.line, parts[1], newline)
    old = text[start:tail]
    return [TextEdit(found.path, first, start, last, end, f"({said}){new[close + 1 :]}", old)]


def laid_out(parts: Sequence[str], indent: str, limit: int, one_each: bool = False, newline: str = "\n") -> str:
    """Parameters for between the parentheses: on one line of their own, or each on one."""
    step = "\t" if indent.startswith("\t") else "    "
    line = f"{indent}{step}{', '.join(parts)}"
    if len(line) <= limit and not one_each and len(parts) > 1:
        return f"{newline}{line}{newline}{indent}"
    return newline + "".join(f"{indent}{step}{p},{newline}" for p in parts) + indent


def _close(text: str) -> int:
    """Where the parenthesis that a text begins with is closed; 0 where it is not, or a string goes over lines."""
    depth = 0
    for kind, at in _tokens(text):
        depth += (kind in "([{") - (kind in ")]}")
        if depth == 0:
            return at
    return 0


def _parts(text: str) -> tuple[list[str], bool] | None:
    """The parameters in a text, and whether a comma ends them; None where comments are between them."""
    depth, begin, out = 0, 0, []
    for kind, at in _tokens(text):
        if kind == "#":
            return None
        depth += (kind in "([{") - (kind in ")]}")
        if kind == "," and not depth:
            out.append(text[begin:at])
            begin = at + 1
    out.append(text[begin:])
    if any("\n" in p.strip() for p in out):
        return None  # a default that goes over lines
    found = [p.strip() for p in out]
    return [p for p in found if p], not found[-1]


def _tokens(text: str) -> Iterable[tuple[str, int]]:
    """(kind, where) of brackets, commas and comments, `#`, that are in no string."""
    column = 0
    while token := _TOKEN.search(text, column):
        column = token.end()
        quote = token.group(1)
        if quote:
            end = re.compile(rf"(?:\\.|(?!{quote}).)*{quote}", re.DOTALL).match(text, column)
            if end is None:
                return
            column = end.end()
        else:
            yield token.group()[0], token.start()


def _has_future(tree: ast.Module) -> bool:
    return any(
        isinstance(n, ast.ImportFrom) and n.module == "__future__" and any(a.name == "annotations" for a in n.names)
        for n in tree.body
    )  # fmt: skip


def _parentheses(node: Function, lines: list[str]) -> tuple[Place, Place] | None:
    """Where a function's parameters begin, at the parenthesis, and end, behind it; None where that is not found."""
    line, column = node.lineno, len(lines[node.lineno - 1].encode()[: node.col_offset].decode())
    text = "".join([lines[line - 1][column:], *lines[line : node.body[0].end_lineno]])
    depth, begin = 0, 0
    for kind, at in _tokens(text):
        depth += (kind in "([{") - (kind in ")]}")
        if kind == "(" and depth == 1:
            begin = at
        elif kind == ")" and depth == 0:
            return _place(text, begin, line, column), _place(text, at + 1, line, column)
    return None


def _place(text: str, at: int, line: int, column: int) -> Place:
    """The place of an offset in a text that begins at a line and a column."""
    above = split_lines(text[:at])
    if not above or (len(above) == 1 and not above[0].endswith(("\n", "\r"))):
        return line, column + at
    if above[-1].endswith(("\n", "\r")):
        above.append("")
    return line + len(above) - 1, len(above[-1])


def import_lines(imports: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> list[str]:
    """The statements for what must be imported, in order, and other ones among them."""
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
    return sorted({*out, *others}, key=lambda s: (s.partition(" ")[2], s)) if others else out


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
    """(path, text) of stubs for the functions of a target that ran, with the annotations that are there already and
    the imports, classes and type variables that they name.
    """
    out = []
    for found in look(view, root, target, limit):
        lines = _stub(found.tree.body, found, "")
        if lines:
            while lines[0] == "":
                del lines[0]
            imports, above = _named_in("\n".join(lines), found)
            parts = [import_lines(found.names.imports, imports), above, lines]
            out.append((found.path.removesuffix(".py") + ".pyi", "\n\n".join("\n".join(p) for p in parts if p) + "\n"))
    return out


def _named_in(text: str, found: Found) -> tuple[list[str], list[str]]:
    """Import statements for what a stub names, and the definitions of its module that it needs besides."""
    tree = ast.parse(text)
    has = {n.name for n in tree.body if isinstance(n, (*_FUNCTIONS, ast.ClassDef))}
    wanted = _names_in(tree) - has
    imports: list[str] = []
    above: list[str] = []
    text_of = decode(found.data, found.path)[0]
    for node in reversed(found.tree.body):  # what is needed of a definition is above it
        inside = node.body if isinstance(node, ast.If) else [node]
        for n in inside:
            if isinstance(n, ast.Import | ast.ImportFrom):
                kept = [a for a in n.names if (a.asname or a.name.partition(".")[0]) in wanted]
                if kept:
                    new = ast.ImportFrom(n.module, kept, n.level) if isinstance(n, ast.ImportFrom) else ast.Import(kept)
                    imports.append(ast.unparse(new))
            elif isinstance(n, ast.ClassDef) and n.name in wanted:
                bases = ", ".join(ast.unparse(b) for b in n.bases)
                above += ["", f"class {n.name}{f'({bases})' if bases else ''}: ..."]
                wanted |= {x for b in n.bases for x in _names_in(b)}
            elif isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id in wanted for t in n.targets):
                above += ["", ast.get_source_segment(text_of, n) or ast.unparse(n)]
                wanted |= _names_in(n.value)
    above = above[1:][::-1]
    return imports[::-1], above


def _names_in(tree: ast.AST) -> set[str]:
    """Names that a tree reads, those of quoted annotations too."""
    out = set()
    for n in ast.walk(tree):
        if isinstance(n, ast.Name):
            out.add(n.id)
        elif isinstance(n, ast.Constant) and isinstance(n.value, str):
            out |= set(re.findall(r"[^\W\d]\w*", n.value)) if n.value.isascii() and len(n.value) < 1000 else set()
    return out


def _stub(body: Sequence[ast.stmt], found: Found, indent: str) -> list[str]:
    out: list[str] = []
    for node in body:
        if isinstance(node, ast.ClassDef):
            inner = _stub(node.body, found, indent + "    ")
            if inner:
                bases = ", ".join(ast.unparse(b) for b in (*node.bases, *node.keywords))
                out += ["", f"{indent}class {node.name}{f'({bases})' if bases else ''}:", *inner, ""]
        elif isinstance(node, _FUNCTIONS) and id(node) in found.functions:
            out += [f"{indent}@{ast.unparse(d)}" for d in node.decorator_list]
            out += _signature(node, found.functions[id(node)], indent, found.line)
        elif isinstance(node, ast.If | ast.Try):
            out += _stub(node.body, found, indent)
    while out and out[-1] == "":
        del out[-1]
    return [line for i, line in enumerate(out) if line or (i and out[i - 1])] if not indent else out


def _unquoted(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.strip()
    return ast.unparse(annotation)


def _signature(node: Function, wanted: Wanted, indent: str, limit: int) -> list[str]:
    a = node.args

    def said(arg: ast.arg, stars: str = "", default: ast.expr | None = None) -> str:
        known = _unquoted(arg.annotation) if arg.annotation is not None else wanted.parameters.get(arg.arg, ("",))[0]
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
    result = _unquoted(node.returns) if node.returns is not None else wanted.result[0] if wanted.result else ""
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    line = f"{indent}{kind} {node.name}({', '.join(parts)}){f' -> {result}' if result else ''}: ..."
    if len(line) <= limit or not parts:
        return [line]
    inside = laid_out(parts, indent, limit)
    return f"{indent}{kind} {node.name}({inside}){f' -> {result}' if result else ''}: ...".split("\n")
