"""Where identifiers stand: our occurrences against the interpreter's own `tokenize`, over real code.

Every NAME token that is no keyword must be exactly one occurrence of that name and width, and no occurrence may be
elsewhere, but for these:

    - `match`, `case`, `type` and `_` where they are keywords (soft keywords are NAME tokens).
    - The `*` of `from m import *` is an occurrence and an OP token.
    - Names in f-strings: before 3.12 `tokenize` gives one STRING token, so there only the text at the place is checked
      (`test_versions` compares the places with those that 3.12 and later find).
    - Names in strings (role string, or string annotations) must stand in a STRING token as they read; where the
      literal is written with escapes or over several lines, the occurrence is the whole literal.
    - The conversion of a replacement field (`!r`) is a NAME token from 3.12 on.
    - The pure Python `tokenize` of 3.11 ends names at combining characters and variation selectors.
    - Names with `__` in classes are stored mangled, identifiers normalised (NFKC); positions and widths are of what
      is written.
"""

import ast
import io
import json
import keyword
import random
import sys
import sysconfig
import tokenize
import unicodedata
from pathlib import Path

import pytest

from inferd.errors import SourceError
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F
from inferd.syntax.parse import parse

SOFT = frozenset(("match", "case", "type", "_"))


def problems(text):
    """What is wrong with the positions in a module, and how many occurrences were looked at."""
    lines = split_lines(text)
    tree = ast.parse(text)
    facts = parse(text, lines)
    tokens, strings, stars = _tokens(lines, text)
    soft = _soft_keywords(tree, lines)
    out, seen, total = [], {}, 0
    for block in facts.blocks:
        data = json.loads(block.facts)
        names, o, widths = data["n"], data["o"], data.get("w", {})
        for i in range(0, len(o), 6):
            n, line, col, code, _, _ = o[i : i + 6]
            total += 1
            name, line = names[n], line + block.line
            width = widths.get(str(i // 6), len(name))
            if not block.line <= line < block.line + block.lines:
                out.append(f"{line}:{col} {name}: outside its block")
                continue
            role = code & 15
            if isinstance(width, list):
                if not _in_string(strings, line, col):
                    out.append(f"{line}:{col} {name}: no literal begins there")
                continue
            written = lines[line - 1][col : col + width]
            literal = role == F.STRING or code & F.IN_STRING
            if not (_is_spelled(written, name) if role == F.STRING else _same(written, name)):
                out.append(f"{line}:{col} {name}: {written!r} stands there")
                continue
            if literal:
                if not _in_string(strings, line, col):
                    out.append(f"{line}:{col} {name}: not in a literal")
            elif (line, col) in tokens:
                if (line, col) in seen:
                    out.append(f"{line}:{col} {name}: twice, as {seen[line, col]} and {role}")
                seen[line, col] = role
                if tokens[line, col] != written and not (
                    sys.version_info < (3, 12) and written.startswith(tokens[line, col])
                ):
                    out.append(f"{line}:{col} {name}: the token is {tokens[line, col]}")
            elif name == "*" and (line, col) in stars:
                pass
            elif not (sys.version_info < (3, 12) and _in_string(strings, line, col)):
                out.append(f"{line}:{col} {name}: no token")
    for place, token in tokens.items():
        if place not in seen and not (token in SOFT and place in soft):
            out.append(f"{place[0]}:{place[1]} {token}: no occurrence")
    return out, total


def _tokens(lines, text):
    names, strings, stars = {}, {}, set()
    fstrings = []
    # tokenize of 3.11 does not take a lone carriage return, or a form feed, as the compiler does: give it plain lines.
    plain = [line.rstrip("\r\n").replace("\f", " ") + "\n" if line.strip("\r\n") != line else line for line in lines]
    if plain and not plain[-1].endswith("\n"):
        plain[-1] += "\n"
    middle = getattr(tokenize, "FSTRING_MIDDLE", -1)
    start = getattr(tokenize, "FSTRING_START", -1)
    end = getattr(tokenize, "FSTRING_END", -1)
    last = ""
    for t in tokenize.generate_tokens(io.StringIO("".join(plain)).readline):
        before, last = last, t.string
        if before == "!" and fstrings and t.string in ("r", "s", "a"):
            continue
        if t.type == tokenize.NAME and not keyword.iskeyword(t.string):
            names[t.start] = t.string
        elif t.type == tokenize.STRING or t.type == middle:
            strings[t.start] = t.end
        elif t.type == start:
            fstrings.append(t.start)
        elif t.type == end:
            strings[fstrings.pop()] = t.end
        elif t.string == "*":
            stars.add(t.start)
    by_line = {}
    for begin, stop in strings.items():
        for line in range(begin[0], stop[0] + 1):
            by_line.setdefault(line, []).append((begin, stop))
    return names, by_line, stars


def _in_string(strings, line, col):
    return any(begin <= (line, col) < stop for begin, stop in strings.get(line, ()))


def _same(written, name):
    return _is_spelled(unicodedata.normalize("NFKC", written), name)


def _is_spelled(written, name):
    """Whether it is the name, or the private name that this one is mangled from: in `__slots__`, too."""
    return written == name or (written[:2] == "__" and name[:1] == "_" and name.endswith(written))


def _soft_keywords(tree, lines):
    out = set()
    for n in ast.walk(tree):
        if isinstance(n, ast.Match):
            out.add((n.lineno, n.col_offset))
            for case in n.cases:
                for line in range(n.lineno, case.pattern.lineno + 1):
                    text = lines[line - 1]
                    out.add((line, len(text) - len(text.lstrip())))
        elif type(n).__name__ == "TypeAlias":
            out.add((n.lineno, n.col_offset))
        elif isinstance(n, ast.MatchAs) and n.name is None:
            out.add((n.lineno, len(lines[n.lineno - 1].encode()[: n.col_offset].decode())))
        elif isinstance(n, ast.MatchStar) and n.name is None:
            out.add((n.end_lineno, len(lines[n.end_lineno - 1].encode()[: n.end_col_offset].decode()) - 1))
    # col_offset is in bytes; soft keywords begin lines, so what stands before them is white space or `x;`
    return out


def check(paths):
    found, compared, total = [], 0, 0
    for path in paths:
        try:
            text, _ = decode(Path(path).read_bytes())
            ast.parse(text)
        except (SourceError, SyntaxError, ValueError):
            continue
        try:
            out, n = problems(text)
        except tokenize.TokenError as error:
            out, n = [f"tokenize: {error}"], 0
        compared += 1
        total += n
        found += [f"{path}: {line}" for line in out]
    return found, compared, total


def python_files(root):
    return sorted(str(p) for p in Path(root).rglob("*.py") if "site-packages" not in p.parts)


def test_a_sample_of_the_standard_library_stands_where_tokenize_says():
    paths = python_files(sysconfig.get_path("stdlib"))
    found, compared, total = check(random.Random(21).sample(paths, min(60, len(paths))))
    assert found == []
    assert compared > 30
    assert total > 10_000


@pytest.mark.slow
def test_the_standard_library_stands_where_tokenize_says():
    found, compared, _ = check(python_files(sysconfig.get_path("stdlib")))
    assert found == []
    assert compared > 1500


if __name__ == "__main__":
    for root in sys.argv[1:]:
        found, compared, total = check(python_files(root))
        print(root, "files", compared, "occurrences", total, "differences", len(found))
        for line in found[:50]:
            print(" ", line)
