"""Text that is being written: what stands before the cursor, and the text made whole there."""

import ast
import pathlib
import random

import pytest

from inferd.syntax import unfinished
from inferd.syntax.unfinished import NAME


def asked(text):
    offset = text.index("|")
    text = text.replace("|", "")
    start, _ = unfinished.word_at(text, offset)
    return unfinished.asked(text, offset, unfinished.before(text, start))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("x.|\n", "x.N\n"),
        ("x.to|tal()\n", "x.N()\n"),
        ("f(x.|\ny = 1\n", "f(x.N)\ny = 1\n"),
        ("f([x.|\ny = 1\n", "f([x.N])\ny = 1\n"),
        ("if x.|\ny = 1\n", "if x.N: pass\ny = 1\n"),
        ("if x.|\n    y = 1\n", "if x.N:\n    y = 1\n"),
        ("while f(x.|\n    y = 1\n", "while f(x.N):\n    y = 1\n"),
        ("f(a=1, |\n", "f(a=1, **N)\n"),
        ("f(|\n    1,\n    k=2,\n)\ny = 1\n", "f(N,\n    1,\n    k=2,\n)\ny = 1\n"),
        ("f(|'a', 2)\n", "f(N,'a', 2)\n"),
        ("try:\n    x.|\ny = 1\n", "try:\n    x.N\nfinally:\n    pass\ny = 1\n"),
        ("x.| = = 3\ny = 1\n", "x.N\ny = 1\n"),
        ("def f():\n    return x.|\n\ndef g(:\n    pass\n", "def f():\n    return x.N\n\ndef g(:\n    pass\n"),
        ("a ? b x.|\ny = 1\n", "x.N\ny = 1\n"),
        ("x = [a ? x.b().c[0].|\ny = 1\n", "x.b().c[0].N\ny = 1\n"),
    ],
)
def test_the_least_change_that_parses(text, whole):
    found = asked(text)
    assert found.text == whole.replace("N", NAME)
    line = found.text.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith(NAME)
    if "def g(:" not in text:
        ast.parse(found.text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", True), ("f(1)\n", True), ("f(\n", False), ("def f(\n    a,\n):\n    pass\n\n", True), ("x = (\n\n", False)],
)
def test_whether_a_statement_parses_wherever_one_is_in_it(text, wanted):
    assert {unfinished.parses(text, at) for at in range(len(text) + 1)} == {wanted}


@pytest.mark.parametrize(
    ("text", "inside"),
    [("x = '|", "string"), ("x = 'a'|", ""), ("# x|", "comment"), ('"""a\n|', "string"), ("x  # y\n|", "")],
)
def test_where_the_cursor_is(text, inside):
    offset = text.index("|")
    assert unfinished.before(text.replace("|", ""), offset).inside == inside


def test_a_forgotten_bracket_ends_with_the_next_statement():
    text = "x = (1,\n\ndef f():\n    y.|"
    seen = unfinished.before(text.replace("|", ""), text.index("|"))
    assert seen.opened == [] and seen.tokens[seen.first].text == "y"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("f(|", ("f", 0, "", ())),
        ("a.f(1, |", ("f", 1, "", ())),
        ("f(1, (2, 3), key=|", ("f", 2, "key", ())),
        ("f(1, key=2, |", ("f", 2, "", ("key",))),
        ("f(g(1), |", ("f", 1, "", ())),
        ("f(g(1, |", ("g", 1, "", ())),
        ("f([1, |", ("f", 0, "", ())),
        ("def f(|", None),
        ("(1, |", None),
        ("if (|", None),
        ("f(1)|", None),
    ],
)
def test_the_call_around_the_cursor(text, call):
    found = unfinished.open_call(unfinished.before(text.replace("|", ""), text.index("|")))
    if call is None:
        assert found is None
    else:
        name = text[found.callee :].split("(")[0]
        assert (name, found.argument, found.keyword, found.given) == call


@pytest.mark.parametrize(
    ("text", "module", "after"),
    [
        ("", "a", "from a import x\n"),
        ("y = 1\n", "a", "from a import x\n\ny = 1\n"),
        ('"""Doc."""\n', "a", '"""Doc."""\n\nfrom a import x\n'),
        ('"""Doc.\n\nmore"""\ny = 1\n', "a", '"""Doc.\n\nmore"""\n\nfrom a import x\n\ny = 1\n'),
        ("import os\n\ny = 1\n", "a", "import os\nfrom a import x\n\ny = 1\n"),
        ("import os\n", "", "import os\nimport x\n"),
        (
            "from a.b import (\n    c,\n)\nfrom a.d import e\n",
            "a.c",
            "from a.b import (\n    c,\n)\nfrom a.c import x\nfrom a.d import e\n",
        ),
        ("#!/bin/sh\n# coding\nimport os\n", "a", "#!/bin/sh\n# coding\nimport os\nfrom a import x\n"),
        (
            "from __future__ import annotations\nimport os\n",
            "a",
            "from __future__ import annotations\nfrom a import x\nimport os\n",
        ),
        ("import os", "a", "import os\nfrom a import x\n"),
        ("import os\r\n", "a", "import os\r\nfrom a import x\r\n"),
    ],
)
def test_where_an_import_goes(text, module, after):
    from inferd_lsp import imports

    lines = text.splitlines(keepends=True)
    at, new = imports.insertion(lines, module, "x")
    assert "".join([*lines[:at], new, *lines[at:]]) == after


def test_what_stands_before_is_told_from_the_margin():
    """Beginning at the function above tells the same of the statement as beginning with the file."""
    chance = random.Random(7)
    folder = pathlib.Path(unfinished.__file__).parent
    for path in sorted(folder.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for offset in chance.sample(range(len(text)), min(12, len(text))):
            whole, near = unfinished.looked_at(text, 0, offset), unfinished.before(text, offset)
            gone = len(whole.tokens) - len(near.tokens)
            assert near.tokens == whole.tokens[gone:]
            assert (near.first + gone, near.inside) == (whole.first, whole.inside)
            assert [i + gone for i in near.opened] == whole.opened
    text = '"""\ndef f():\n"""\nx = (\n'
    assert [t.text for t in unfinished.before(text, len(text)).tokens] == ['"""\ndef f():\n"""', "x", "=", "("]
