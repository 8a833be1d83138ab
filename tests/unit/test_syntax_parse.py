"""Reading files: what parses, what is left of what does not, and what must never crash or print."""

import json
import sys
import threading
import warnings

import pytest

from inferd.errors import SourceError
from inferd.source.text import split_lines
from inferd.syntax.facts import Broken
from inferd.syntax.parse import facts_of, parse


def read(text):
    return parse(text, split_lines(text))


def places(facts):
    """(name, line, column) of every occurrence."""
    out = set()
    for block in facts.blocks:
        data = json.loads(block.facts)
        o = data["o"]
        out |= {(data["n"][o[i]], block.line + o[i + 1], o[i + 2]) for i in range(0, len(o), 6)}
    return out


def check(text, good, *broken):
    """Facts of *text* without its *broken* lines: those of the same lines in a text that has only *good* ones."""
    facts = read(text)
    assert [(b.line, b.end_line) for b in facts.broken] == list(broken)
    assert all(b.reason.startswith("syntax error") and "\n" not in b.reason for b in facts.broken)
    assert {name for name, _, _ in places(facts)} == set(good.split())
    lines = split_lines(text)
    for name, line, column in places(facts):
        assert lines[line - 1][column:].startswith(name)
        assert not any(a <= line <= b for a, b in broken)
    return facts


def test_a_good_file_has_nothing_broken():
    assert read("x = 1\n").broken == []


def test_a_broken_statement_costs_itself():
    check("a = 1\nb = = 2\nc = 3\n", "a c", (2, 2))


def test_a_broken_function_costs_itself():
    check("def a():\n    return x\n\ndef b():\n    return (\n\n@d\ndef c():\n    pass\n", "a x d c", (4, 5))


def test_a_broken_decorator_takes_its_function_along():
    check("@d(\ndef a(): pass\ndef b(): pass\n", "b", (1, 2))


def test_a_decorator_without_a_definition():
    check("@d\nx = 1\ny = 2\n", "x y", (1, 1))


def test_a_broken_method_costs_itself():
    text = "class A(B):\n    x = 1\n    def m(self):\n        return 1 +\n\n    @d\n    def n(self):\n"
    text += "        return self.x\n"
    facts = check(text, "A B x d n self", (3, 4))
    assert [(b.owner, b.kind, b.name) for b in facts.blocks] == [
        ("", "class", "A"),
        ("A", "run", ""),
        ("A", "def", "n"),
    ]


def test_a_class_whose_whole_body_is_broken_stays():
    facts = check("class A:\n    def m(self) return\n    x = = 1\n\ny = 1\n", "A y", (2, 2), (3, 3))
    assert [c.qualname for c in facts.classes] == ["A"]


def test_a_broken_class_header_costs_the_class():
    check("class A(:\n    x = 1\n    def m(self): pass\ny = 2\n", "y", (1, 3))


def test_nested_classes_are_cut_as_well():
    check("class A:\n  class B:\n    x = = 1\n    y = 2\n  z = 3\n", "A B y z", (3, 3))


def test_continuations_stay_with_what_they_continue():
    check("try:\n    a\nexcept E:\n    b\nelse:\n    c\nfinally:\n    d\nx = (\n1,\n)\n!\n", "a E b c d x", (12, 12))


def test_lines_of_strings_and_brackets_in_the_first_column_are_no_beginnings():
    check('x = """\nbeta = =\n""" + a\ny = [\nb,\nc]\n?\n', "x a y b c", (7, 7))


def test_an_open_string_costs_one_chunk():
    check('a = 1\nb = """open\ndef f():\n    """doc"""\n    return g\nc = d\n', "a f g c d", (2, 2))


def test_an_open_bracket_costs_one_statement():
    check("a = f(\ndef g():\n    return h\nb = [\nimport k\n", "g h k", (1, 1), (4, 4))


def test_wrong_indentation():
    check("a = 1\n    b = 2\nc = 3\n", "c", (1, 2))
    check("  a = 1\nb = 2\nc = 3\n", "c", (1, 2))


def test_line_ends_and_positions_are_kept():
    for end in ("\r\n", "\r"):
        check("a = 1\nb = = 2\nclass C:\n  x = =\n  y = a\n".replace("\n", end), "a C y", (2, 2), (4, 4))


def test_what_is_kept_is_a_function_of_the_text():
    text = "class A:\n    x = (\n    def m(self): pass\n\ndef f(: pass\nz = 1\n"
    assert read(text) == read(text)


def test_broken_blocks_hide_nothing_else():
    good = "import os\n\n\nclass A:\n    def m(self):\n        return os.path\n\n\n"
    facts, whole = read(good + "def f(:\n    pass\n"), read(good)
    assert [b[:8] for b in facts.blocks] == [b[:8] for b in whole.blocks]
    assert facts.namespace == whole.namespace


@pytest.mark.parametrize("text", ["x = = 1\n", "def f(:\n  pass\n", "(", '"""', "class A(:\n  pass\n", "@\n"])
def test_a_file_with_nothing_good_is_refused(text):
    with pytest.raises(SourceError) as error:
        read(text)
    assert error.value.reason.startswith("syntax error: ")
    assert ", line 1" in error.value.reason


def test_reasons_name_lines_of_the_file():
    (broken,) = read("a = 1\n\n\nclass C:\n    def f(self):\n        return = 1\n").broken
    assert broken == Broken(5, 6, broken.reason)
    assert broken.reason.endswith(", line 6")


def test_bytes_that_are_no_text_are_refused():
    for data, reason in ((b"x = '\xff'", "utf-8"), (b"a\0b", "null"), (b"# coding: nonsense\n", "nonsense")):
        with pytest.raises(SourceError) as error:
            facts_of(data)
        assert reason in error.value.reason


def test_null_bytes_in_a_text_are_refused():
    with pytest.raises(SourceError) as error:
        read("a = '\0'")
    assert error.value.reason == "null bytes"


def test_an_empty_file_has_facts():
    assert facts_of(b"").blocks == []
    assert facts_of(b"# nothing\n").broken == []


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfn = 1\n", "# coding: latin-1\nn = 'é'\n".encode("latin-1"), b"\fn = 1\r\n"]
)
def test_encodings_and_marks(data):
    assert any(name == "n" for name, _, _ in places(facts_of(data)))


DEEP = {
    "parentheses": "x = " + "(" * 5000 + "1" + ")" * 5000 + "\n",
    "brackets": "x = " + "[" * 190 + "1" + "]" * 190 + "\n",
    "sum": "x = " + " + ".join(f"a{i}" for i in range(3000)) + "\n",
    "sum short of the limit": "x = " + " + ".join(f"a{i}" for i in range(2500)) + "\n",
    "calls": "x = a" + ".b(c)" * 1200 + "\n",
    "attributes": "x = a" + ".b" * 2500 + "\n",
    "not": "x = " + "not " * 2500 + "1\n",
    "minus": "x = " + "-" * 100_000 + "1\n",
    "elif": "if a: b\n" + "".join(f"elif a{i}: b\n" for i in range(2000)),
    "comparison": "x = " + " < ".join(["a"] * 3000) + "\n",
    "lambda": "x = " + "lambda: " * 900 + "1\n",
    "default": "def f(x=" + "a.b" + ".c" * 1500 + "): pass\n",
    "annotation": "def f(x: '" + "a" + ".c" * 990 + "'): pass\n",
    "indentation": "".join(f"{' ' * i}if a:\n" for i in range(90)) + " " * 90 + "b\n",
    "functions": "".join(f"{' ' * i}def f():\n" for i in range(90)) + " " * 90 + "b\n",
}


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("stack", [0, 4 * 1024 * 1024])
def test_deep_nesting_is_read_or_refused(kind, stack):
    """In the main thread and in one with half the usual stack (in far smaller ones the parser of Python itself
    overflows)."""
    results = []

    def run():
        try:
            results.append(read("good = 1\n" + DEEP[kind]))
        except SourceError as error:
            results.append(error)

    limit = sys.getrecursionlimit()
    if stack:
        before = threading.stack_size(stack)
        try:
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(before)
    else:
        run()
    (result,) = results
    assert sys.getrecursionlimit() == limit
    if isinstance(result, SourceError):
        assert result.reason
    else:
        assert any(name == "good" for name, _, _ in places(result))


def test_the_compilers_warnings_are_not_printed(capsys):
    text = 'x = "\\d"\ny = 1 is 1\nz: "\'\\\\d\'" = 0\nassert (x, "always")\nw = 1if x else 2\n'
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(text)
        read(text)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        read(text)
        assert seen == []
        compile('"\\d"', "someone.py", "exec")
        assert len(seen) == 1
    assert capsys.readouterr() == ("", "")
