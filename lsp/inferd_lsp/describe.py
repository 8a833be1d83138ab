"""What a hover says about a definition, read off its source text; nothing is executed."""

import ast
import io
import re
import tokenize
import warnings

from inferd.model import Definition
from inferd.source.text import LineIndex

_LONGEST = 2000  # characters of a signature
_LINES = 20  # that a parameter takes at most


def name_of(definition: Definition) -> str:
    """The last part of its symbol."""
    return definition.symbol.rpartition(":")[2].rpartition(".")[2]


def signature(definition: Definition, index: LineIndex) -> str:
    """As written: the header of a function or class without decorators; a parameter with its annotation and default;
    for other things the line that binds them.
    """
    if definition.kind in ("function", "method", "property", "class"):
        text = _header(index, definition.line, definition.body_end_line)
    elif definition.kind == "parameter":
        text = _parameter(index, definition)
    else:
        text = index.line(definition.line).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."


def _header(index: LineIndex, first: int, last: int) -> str:
    """From `def` or `class` to its colon."""
    lines = [index.line(n) for n in range(first, max(first, last) + 1)]
    depth = 0
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            if token.type != tokenize.OP:
                continue
            if token.string in "([{":
                depth += 1
            elif token.string in ")]}":
                depth -= 1
            elif token.string == ":" and depth == 0:
                row, column = token.start
                header = [*lines[: row - 1], lines[row - 1][:column]]
                return _dedented(header)
    except (tokenize.TokenError, SyntaxError, StopIteration):
        pass
    return lines[0].strip()


def _parameter(index: LineIndex, definition: Definition) -> str:
    """From a parameter's stars to what ends it."""
    first, start = definition.line, definition.column - 1
    line = index.line(first)
    before = line[:start]
    stars = re.search(r"\*{1,2}\s*$", before)
    in_lambda = re.search(r"\blambda\b[^()]*$", before) is not None
    lines = [line[start:]] + [index.line(n) for n in range(first + 1, min(first + _LINES, len(index.lines) + 1))]
    depth = 0
    end = (1, len(lines[0].rstrip()))
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            if token.string in "([{" and token.type == tokenize.OP:
                depth += 1
            elif token.type == tokenize.OP and depth == 0 and token.string in (",", ")", ":" if in_lambda else ","):
                break
            elif token.string in ")]}" and token.type == tokenize.OP:
                depth -= 1
            if token.type not in (tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT):
                end = token.end
    except (tokenize.TokenError, SyntaxError, StopIteration):
        pass
    taken = [*lines[: end[0] - 1], lines[end[0] - 1][: end[1]]]
    return (stars.group().strip() if stars else "") + _dedented(taken)


def _dedented(lines: list[str]) -> str:
    """The lines with the indentation of the first taken from each."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    cut = [line[indent:] if not line[:indent].strip() else line.lstrip() for line in lines]
    return "".join(cut).rstrip()


def docstring(definition: Definition, index: LineIndex) -> str:
    """The docstring of a definition, or of the module that a file is."""
    if definition.kind == "module":
        tree = _parsed(index.text)
        return (ast.get_docstring(tree) or "") if tree is not None else ""
    if definition.kind not in ("function", "method", "property", "class"):
        return ""
    text = "".join(index.line(n) for n in range(definition.body_line, definition.body_end_line + 1))
    tree = _parsed("if 1:\n" + text if text[:1] in " \t" else text)
    if tree is None:
        return _first_string(text)
    node: ast.AST | None = tree.body[0] if tree.body else None
    if isinstance(node, ast.If):
        node = node.body[0]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return ast.get_docstring(node) or ""
    return ""


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _first_string(text: str) -> str:
    """The docstring of a definition whose body does not parse: the string after the colon of its header."""
    import inspect

    depth = 0
    body = False
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if body and token.type == tokenize.STRING:
                value = ast.literal_eval(token.string)
                return inspect.cleandoc(value) if isinstance(value, str) else ""
            if body and token.type not in (tokenize.NEWLINE, tokenize.INDENT, tokenize.NL, tokenize.COMMENT):
                return ""
            if token.type == tokenize.OP:
                if token.string in "([{":
                    depth += 1
                elif token.string in ")]}":
                    depth -= 1
                elif token.string == ":" and depth == 0:
                    body = True
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return ""


def markdown(label: str, code: str, symbol: str, more: list[str], doc: str) -> str:
    """Code in a fence, the symbol, and the docstring as it stands."""
    parts = [fenced(code, "python")] if code else []
    parts.append(f"{label} `{symbol}`" if symbol else label)
    parts += more
    if doc:
        parts += ["---", fenced(doc, "text")]
    return "\n\n".join(parts)


def plain(label: str, code: str, symbol: str, more: list[str], doc: str) -> str:
    """The same without marks."""
    parts = [code] if code else []
    parts.append(f"{label} {symbol}".strip())
    parts += more
    if doc:
        parts.append(doc)
    return "\n\n".join(parts)


def fenced(text: str, language: str) -> str:
    """Text between fences of Markdown."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"
