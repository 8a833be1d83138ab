"""Parameter lists and argument lists, as text that can be taken apart and put together again.

rope reads a header into names and defaults only, and writes these back: annotations, `/`, `*` and comments are gone.
Here a parameter keeps its own words.  What cannot be kept (a comment between two of them) is an error and never lost.
"""

import ast
import io
import tokenize
from collections.abc import Iterable, Sequence
from typing import NamedTuple

POSITIONAL, NORMAL, STAR, KEYWORD, DOUBLE = "positional", "normal", "star", "keyword", "double"

Definition = ast.FunctionDef | ast.AsyncFunctionDef


class Parameter(NamedTuple):
    """One parameter; *words* are all of its text, without the default."""

    name: str
    kind: str
    words: str
    default: str | None = None

    @property
    def text(self) -> str:
        if self.default is None:
            return self.words
        return f"{self.words} = {self.default}" if ":" in self.words else f"{self.words}={self.default}"


class Argument(NamedTuple):
    """One argument of a call: *name* is None for a positional one, "*" and "**" for what is unpacked."""

    name: str | None
    text: str

    @property
    def written(self) -> str:
        if self.name is None:
            return self.text
        return f"{self.name}{self.text}" if self.name in ("*", "**") else f"{self.name}={self.text}"


class Brackets(NamedTuple):
    """The offsets between two brackets, and whether a comment stands there."""

    start: int
    end: int
    has_comment: bool


class Malformed(Exception):
    """A text that is no parameter, or no argument."""


def brackets(text: str, offset: int) -> Brackets:
    """The round brackets that follow the name at an offset (behind type parameters in square ones)."""
    opened = 0
    start = -1
    comment = False
    lines = text[offset:].splitlines(True)
    starts = [offset]
    for line in lines:
        starts.append(starts[-1] + len(line))
    try:
        for token in tokenize.generate_tokens(io.StringIO(text[offset:]).readline):
            at = starts[token.start[0] - 1] + token.start[1]
            if token.type == tokenize.OP and token.string in ("(", "[", "{"):
                if not opened and token.string == "(":
                    start = at + 1
                opened += 1
            elif token.type == tokenize.OP and token.string in (")", "]", "}"):
                opened -= 1
                if not opened and start >= 0:
                    return Brackets(start, at, comment)
            elif token.type == tokenize.COMMENT and start >= 0:
                comment = True
    except (tokenize.TokenError, IndentationError, SyntaxError) as error:
        raise Malformed(f"no brackets follow: {error}") from error
    raise Malformed("no brackets follow")


def parameters(text: str, node: Definition) -> list[Parameter]:
    """The parameters of a definition, in order, `/` and `*` understood."""
    out: list[Parameter] = []
    arguments = node.args
    plain = [*((a, POSITIONAL) for a in arguments.posonlyargs), *((a, NORMAL) for a in arguments.args)]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    for (arg, kind), default in zip(plain, [*defaults, *arguments.defaults], strict=True):
        out.append(Parameter(arg.arg, kind, _words(text, arg), _words(text, default) if default else None))
    if arguments.vararg is not None:
        out.append(Parameter(arguments.vararg.arg, STAR, f"*{_words(text, arguments.vararg)}"))
    for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        out.append(Parameter(arg.arg, KEYWORD, _words(text, arg), _words(text, default) if default else None))
    if arguments.kwarg is not None:
        out.append(Parameter(arguments.kwarg.arg, DOUBLE, f"**{_words(text, arguments.kwarg)}"))
    return out


def parameter(text: str, kind: str = NORMAL) -> Parameter:
    """A parameter as a person writes it: `name`, `name=1`, `name: int = 1`."""
    try:
        tree = ast.parse(f"def f({text}): pass").body
    except (SyntaxError, ValueError):
        tree = []
    node = tree[0] if len(tree) == 1 else None
    found = parameters(f"def f({text}): pass", node) if isinstance(node, ast.FunctionDef) else []
    if len(found) != 1:
        raise Malformed(f"{text!r} is not one parameter")
    return found[0]._replace(kind=kind) if found[0].kind == NORMAL else found[0]


def listed(found: Sequence[Parameter]) -> list[str]:
    """The texts of a parameter list, `/` and a lone `*` among them."""
    out = []
    starred = False
    for i, p in enumerate(found):
        if p.kind == KEYWORD and not starred:
            out.append("*")
            starred = True
        starred = starred or p.kind == STAR
        out.append(p.text)
        if p.kind == POSITIONAL and (i + 1 == len(found) or found[i + 1].kind != POSITIONAL):
            out.append("/")
    return out


def problem(found: Sequence[Parameter]) -> str:
    """Why a list of parameters is none; '' where it is one."""
    try:
        ast.parse(f"def f({', '.join(listed(found))}): pass")
    except SyntaxError as error:
        return error.msg
    names = [p.name for p in found]
    twice = next((n for n in names if names.count(n) > 1), "")
    return f"{twice} would be there twice" if twice else ""


def arguments(node: ast.Call, words: "Words") -> list[Argument]:
    """The arguments of a call, each with its own text."""
    out = []
    for arg in node.args:
        if isinstance(arg, ast.Starred):
            out.append(Argument("*", words(arg.value)))
        else:
            out.append(Argument(None, words(arg)))
    out += [Argument(k.arg if k.arg is not None else "**", words(k.value)) for k in node.keywords]
    return out


class Words:
    """The text of nodes, with changes inside of them made; changes that were used are taken away."""

    def __init__(self, text: str, changes: dict[tuple[int, int], str]):
        self.text = text
        self.changes = changes
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a position of `ast`'s: lines from 1, columns in bytes."""
        own = self._lines[line - 1]
        return self._starts[line - 1] + (
            column if own.isascii() else len(own.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))
        )

    def span(self, node: ast.expr | ast.stmt | ast.arg) -> tuple[int, int]:
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno or 0, node.end_col_offset or 0)

    def __call__(self, node: ast.expr) -> str:
        return self.between(*self.span(node))

    def between(self, start: int, end: int) -> str:
        """The text between two offsets, with the changes in it."""
        inner = sorted(c for c in self.changes if start <= c[0] and c[1] <= end)
        out = []
        at = start
        for span in inner:
            out.append(self.text[at : span[0]])
            out.append(self.changes.pop(span))
            at = span[1]
        out.append(self.text[at:end])
        return "".join(out)

    def whole(self) -> str:
        """All of the text, with all changes made."""
        return self.between(0, len(self.text))


def laid_out(text: str, inside: Brackets, items: Iterable[str]) -> str:
    """A list as it is to stand between two brackets: on one line, or one item a line where it was so before."""
    items = list(items)
    old = text[inside.start : inside.end]
    if "\n" not in old or not items:
        return ", ".join(items)
    first = old.split("\n", 1)
    own_lines = not first[0].strip()
    if own_lines:
        blank = first[1][: len(first[1]) - len(first[1].lstrip(" \t"))]
        last = old.rsplit("\n", 1)[1]
        closes_alone = not last.strip()
        comma = "," if old.rstrip().endswith(",") else ""
        one_each = all(line.count(",") <= 1 for line in old.split("\n")) or old.count("\n") >= len(items)
        if one_each:
            body = f",\n{blank}".join(items)
            return f"\n{blank}{body}{comma}" + (f"\n{last}" if closes_alone else "")
        return f"\n{blank}{', '.join(items)}{comma}" + (f"\n{last}" if closes_alone else "")
    begin = text.rfind("\n", 0, inside.start) + 1
    column = inside.start - begin
    second = first[1].lstrip("\n")
    blank = second[: len(second) - len(second.lstrip(" \t"))]
    if old.count("\n") + 1 >= len(items):
        return f",\n{blank}".join(items)
    out, width = "", column
    for i, item in enumerate(items):
        piece = item + (", " if i + 1 < len(items) else "")
        if width + len(piece) > 100 and out:
            out = out.rstrip(" ") + "\n" + blank
            width = len(blank)
        out += piece
        width += len(piece)
    return out


def _words(text: str, node: ast.expr | ast.arg) -> str:
    found = ast.get_source_segment(text, node)
    if found is None:
        raise Malformed("a piece of the text is nowhere")
    return found
