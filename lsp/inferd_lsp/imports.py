"""Where an import statement is put into a file, as text: broken code around it does not matter."""

import re
from typing import Any

from inferd.source.text import LineIndex
from inferd_lsp import convert

_IMPORT = re.compile(r"(?:from\s+([.\w]+)\s+import|import\s)")
_QUOTES = re.compile(r"[rRuUbB]?(\"\"\"|''')")
_STRING = re.compile(r"[rRuUbB]?(\"|')(?!\1\1)")


def edit(index: LineIndex, module: str, name: str) -> dict[str, Any]:
    """The text edit that imports a name from a module, or, where *module* is '', the module *name* itself."""
    line, text = insertion([index.line(n + 1) for n in range(len(index.lines))], module, name)
    return {"range": convert.range_of((line, 0, line, 0)), "newText": text}


def insertion(lines: list[str], module: str, name: str) -> tuple[int, str]:
    """(line from 0, text): behind the imports at the head of the file that come before it, else behind the docstring,
    else at the top.
    """
    statement = f"from {module} import {name}" if module else f"import {name}"
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    behind = 0  # the line behind what is at the head: a docstring, the first comments
    after_last = after_near = 0  # behind the last import, and behind the last one that sorts before this
    n = 0
    while n < len(lines):
        line = lines[n]
        found = _IMPORT.match(line)
        if found:
            n = _end_of_statement(lines, n)
            after_last = n
            if _sorts_before(found.group(1) or "", module):
                after_near = n
        elif not line.strip():
            n += 1
        elif line.startswith("#"):
            n += 1
            if not after_last and (not behind or behind == n - 1):
                behind = n
        elif not after_last and (_QUOTES.match(line) or _STRING.match(line)):
            n = behind = _end_of_string(lines, n)
        else:
            break
    at = after_near or after_last or behind
    before = "" if at == 0 or lines[at - 1].endswith(("\n", "\r")) else newline
    if after_last:
        return at, f"{before}{statement}{newline}"
    around = newline if at else ""
    below = newline if at < len(lines) and lines[at].strip() else ""
    return at, f"{before}{around}{statement}{newline}{below}"


def _end_of_statement(lines: list[str], n: int) -> int:
    """The line behind the import statement that begins at a line."""
    depth = 0
    while n < len(lines):
        code = lines[n].partition("#")[0]
        depth += code.count("(") - code.count(")")
        n += 1
        if depth <= 0 and not code.rstrip().endswith("\\"):
            break
    return n


def _end_of_string(lines: list[str], n: int) -> int:
    found = _QUOTES.match(lines[n])
    if found is None:
        return n + 1
    rest = lines[n][found.end() :]
    while found.group(1) not in rest and n + 1 < len(lines):
        n += 1
        rest = lines[n]
    return n + 1


def _sorts_before(other: str, module: str) -> bool:
    """Whether an import from *other* stands before one from *module*, where both belong to one package."""
    if not module:
        return False
    return other == "__future__" or (other.partition(".")[0] == module.partition(".")[0] and other <= module)
