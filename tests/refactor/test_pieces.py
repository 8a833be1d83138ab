# ruff: noqa: E501 - programs read best with one item a line
"""Pieces of one file: extract, inline, introduce a parameter, generate; and what files look like."""

import re

import pytest

from inferd.refactor import rope_mended

CART = (
    "class Cart:\n"
    "    def __init__(self, items=(), tax=0):\n"
    "        self.items = list(items)\n"
    "        self.tax = tax\n"
    "\n"
    "    def total(self, discount=0):\n"
    "        s = sum(self.items)\n"
    "        return s * (1 + self.tax) - discount\n"
)


def test_lines_become_a_method(refactored):
    done = refactored({"cart.py": CART}, "extract", target="cart.py:7-7", name="summed", kind="method")
    assert done.files == {
        "cart.py": CART.replace("s = sum(self.items)", "s = self.summed()")
        + "\n    def summed(self):\n        s = sum(self.items)\n        return s\n"
    }


def test_an_expression_becomes_a_variable(refactored):
    done = refactored({"cart.py": CART}, "extract", target="cart.py:8:21-8:33", name="rate", kind="variable")
    assert done.files == {
        "cart.py": CART.replace(
            "        return s * (1 + self.tax) - discount",
            "        rate = 1 + self.tax\n        return s * (rate) - discount",
        )
    }


def test_lines_become_a_function_of_the_module_and_serve_elsewhere(refactored):
    code = "def f(a):\n    b = a * 2\n    print(b)\n\ndef g(c):\n    b = c * 2\n    print(b)\n"
    done = refactored({"m.py": code}, "extract", target="m.py:2-3", name="show", similar=True, everywhere=True)
    assert done.files == {
        "m.py": "def f(a):\n    show(a)\n\ndef show(a):\n    b = a * 2\n    print(b)\n\ndef g(c):\n    show(c)\n"
    }


def test_strings_of_several_lines_stay_what_they_are(refactored):
    code = "def f(a):\n    if a:\n        x = '''one\n  two\n        three'''\n        print(x)\n"
    done = refactored({"m.py": code}, "extract", target="m.py:3-6", name="show")
    assert done.files == {
        "m.py": "def f(a):\n    if a:\n        show()\n\ndef show():\n    x = '''one\n  two\n        three'''\n    print(x)\n"
    }


MIXED = (
    b"\xef\xbb\xbfdef f(a,\r\n\tb):\r\n\tx = '''a\r\n\tb'''\r\n\tif a:\r\n\t\ty = a + b\r\n\t\tprint(y)\r\n"
    b"\treturn b\r\n\r\ndef g():\n    return 1 \r\nf(1, 2)"
)


def test_a_mark_tabs_and_line_ends_survive(refactored):
    done = refactored({"m.py": MIXED}, "extract", target="m.py:6-7", name="shown")
    assert done.bytes == {
        "m.py": MIXED.replace(b"\t\ty = a + b\r\n\t\tprint(y)\r\n", b"\t\tshown(a, b)\r\n").replace(
            b"\treturn b\r\n\r\n", b"\treturn b\r\n\r\ndef shown(a, b):\r\n\ty = a + b\r\n\tprint(y)\r\n\r\n"
        )
    }
    done = refactored({"m.py": MIXED}, "inline", target="m.py:6:3")
    assert done.bytes == {"m.py": MIXED.replace(b"\t\ty = a + b\r\n\t\tprint(y)", b"\t\tprint(a + b)")}


def test_a_file_in_another_encoding_keeps_it(refactored):
    code = "# coding: latin-1\ndef f(größe):\n    ß = 'é' + größe\n    return ß\n".encode("latin-1")
    done = refactored({"m.py": code}, "inline", target="m.py:3:5")
    assert done.bytes == {"m.py": "# coding: latin-1\ndef f(größe):\n    return 'é' + größe\n".encode("latin-1")}


def test_two_columns_of_indentation_stay_two(refactored):
    code = "class A:\n  def f(self):\n    x = 1\n    print(x)\n    print(2)\n"
    done = refactored({"m.py": code}, "extract", target="m.py:3-4", name="g", kind="method")
    assert done.files == {
        "m.py": "class A:\n  def f(self):\n    self.g()\n    print(2)\n\n  def g(self):\n    x = 1\n    print(x)\n"
    }


@pytest.mark.parametrize(
    ("code", "target", "after"),
    [
        ("def f():\n    x = 1 + 2\n    y = x * 3\n    return x\n", "m.py:2:5", "def f():\n    y = (1 + 2) * 3\n    return 1 + 2\n"),
        ("X = 2\nprint(X * 3, X.real)\n", "m:X", "print(2 * 3, (2).real)\n"),
        ("def f():\n    p = 1, 2\n    return g(p)\n", "m.py:2:5", "def f():\n    return g((1, 2))\n"),
        (
            "def g(a, b):\n    return a * b\n\ndef h(x):\n    return g(x + 1, next(x))\n", "m:g",
            "def h(x):\n    return (x + 1) * next(x)\n",
        ),
        (
            "def g(a):\n    return a.foo + a.bar\n\ndef h(it):\n    z = g(next(it))\n    return z\n", "m:g",
            "def h(it):\n    a = next(it)\n    z = a.foo + a.bar\n    return z\n",
        ),
        (
            "def g(a, b):\n    c = a * b\n    return c + a\n\ndef h():\n    c = 5\n    return g(c + 1, 2)\n", "m:g",
            "def h():\n    c = 5\n    __0__c = (c + 1) * 2\n    return __0__c + (c + 1)\n",
        ),
        (
            "def g(a, b):\n    a = a or b\n    for x in a:\n        print(x)\n\ndef h(x, a):\n    g(a, x)\n    return a\n", "m:g",
            "def h(x, a):\n    __0__a = a\n    __0__a = __0__a or x\n    for __0__x in __0__a:\n        print(__0__x)\n    return a\n",
        ),
    ],
)  # fmt: skip
def test_what_is_inlined_means_the_same(refactored, code, target, after):
    assert refactored({"m.py": code}, "inline", target=target).files == {"m.py": after}


def test_a_function_is_inlined_in_other_files_by_any_name(refactored):
    files = {
        "a.py": "import math\n\n\ndef area(r):\n    return math.pi * r\n",
        "b.py": "from a import area as flat\nimport a\n\nprint(flat(2), a.area(3 + 4))\n",
    }
    assert refactored(files, "inline", target="a:area").files == {
        "a.py": "import math\n\n\n",
        "b.py": "import a\nimport math\n\nprint(math.pi * 2, math.pi * (3 + 4))\n",
    }


def test_an_inlined_body_brings_its_own_imports_and_nothing_else(refactored):
    files = {
        "conv.py": "def as_bytes(s):\n    return s.encode()\n",
        "a.py": "from __future__ import annotations\n\nimport base64\nfrom conv import as_bytes\n\n\n"
        "def encode(string: str) -> bytes:\n    string = as_bytes(string)\n    return base64.b64encode(string)\n\n\n"
        "def decode(value):\n    return value\n",
        "main.py": "import string\n\nfrom a import decode\nfrom a import encode\n\n\ndef show(value):\n"
        "    out = encode(value)\n    return out, decode(string.digits)\n\n\nprint(show('x'))\n",
    }
    done = refactored(files, "inline", target="a:encode", runs=True)
    assert done.files == {
        "a.py": "from __future__ import annotations\n\nimport base64\nfrom conv import as_bytes\n\n\n"
        "def decode(value):\n    return value\n",
        "main.py": "import string\n\nfrom a import decode\nimport base64\nfrom conv import as_bytes\n\n\ndef show(value):\n"
        "    __0__string = value\n    __0__string = as_bytes(__0__string)\n    out = base64.b64encode(__0__string)\n"
        "    return out, decode(string.digits)\n\n\nprint(show('x'))\n",
    }


def test_a_body_that_cannot_be_inlined_is_named_where_it_stands(refused):
    files = {
        "a.py": "import os\n\n\ndef f(x):\n    if x:\n        return 1\n    return 2\n",
        "b.py": "from a import f\n\nprint(f(1))\n",
    }
    ((path, line, why),) = refused(files, "inline", target="a:f")
    assert (path, line) == ("a.py", 4) and "after return" in why


def test_the_default_of_a_parameter_is_inlined_into_calls(refactored):
    code = "def f(a, b=2, *, c=3):\n    return a + b + c\n\nf(1)\nf(1, c=4)\nf(1, 5)\n"
    assert refactored({"m.py": code}, "inline", target="m.py:1:10").files == {
        "m.py": "def f(a, b=2, *, c=3):\n    return a + b + c\n\nf(1, b=2)\nf(1, c=4, b=2)\nf(1, 5)\n"
    }


def test_inlining_is_refused_where_a_use_would_be_left(refused):
    code = "def f(a):\n    return a\n\nf(1)\ng = f\n"
    assert refused({"m.py": code}, "inline", target="m:f") == [("m.py", 5, "f is handed on here, not called")]
    assert refused({"m.py": "def f():\n    x = 1\n    x = 2\n    return x\n"}, "inline", target="m.py:2:5") == [
        ("m.py", 2, "it is assigned more than once, so no one value stands for it")
    ]
    other = {"m.py": "class A:\n    def f(self): return 1\nclass B(A):\n    def f(self): return 2\nA().f()\n"}
    reasons = refused(other, "inline", target="m:A.f")
    assert reasons == [("m.py", 2, "f is overridden, or overrides: which body a call runs is not decided")]


def test_an_expression_becomes_a_parameter(refactored):
    code = "import conf\n\ndef f(self, x: int, *args, key=1):\n    return conf.rate + x + conf.rate\n"
    files = {"m.py": code, "conf.py": "rate = 2\n"}
    assert refactored(files, "introduce-parameter", target="m.py:4:17", name="rate").files == {
        "m.py": "import conf\n\ndef f(self, x: int, rate=conf.rate, *args, key=1):\n    return rate + x + rate\n"
    }


def test_what_does_not_exist_is_generated(refactored):
    files = {"m.py": "import n\nx = n.total(3)\ny = made(1, a=2)\n", "n.py": "def q(): pass\n"}
    assert refactored(files, "generate", target="m.py:2:8").files == {
        "n.py": "def q(): pass\n\n\ndef total(arg0):\n    pass\n"
    }
    assert refactored(files, "generate", target="m.py:3:6").files == {
        "m.py": "import n\nx = n.total(3)\ndef made(arg0, a):\n    pass\n\n\ny = made(1, a=2)\n"
    }
    files = {"m.py": "x = util\n", "n.py": ""}
    assert refactored(files, "generate", target="m.py:1:6", kind="module").files == {
        "m.py": "import util\nx = util\n", "util.py": "",
    }  # fmt: skip
    assert refactored(files, "generate", target="m.py:1:6", kind="package").files == {
        "m.py": "import util\nx = util\n", "util/__init__.py": "",
    }  # fmt: skip
    assert refactored(files, "generate", target="m.py:1:6", kind="class").files == {
        "m.py": "class util(object):\n    pass\n\n\nx = util\n"
    }


def test_occurrences_in_one_scope_are_written_otherwise(refactored):
    code = "n = 1\n\ndef f():\n    return n + n\n\nprint(n)\n"
    assert refactored({"m.py": code}, "change-occurrences", target="m.py:4:12", text="other.n").files == {
        "m.py": "n = 1\n\ndef f():\n    return other.n + other.n\n\nprint(n)\n"
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"target": "cart.py:7-7", "name": "not a name"}, "'not a name' is not a name in Python"),
        ({"target": "cart.py:7-7", "name": "class"}, "class is a word of the language"),
        ({"target": "cart.py:7:9-7:12", "name": "x"}, "the range"),
        ({"target": "cart.py:70-71", "name": "x"}, "the file has 8 lines"),
        ({"target": "cart.py", "name": "x"}, "is not a range"),
        ({"target": "nowhere.py:1-1", "name": "x"}, "is not a file of the project"),
    ],
)
def test_bad_input_is_said(refused, given, said):
    assert said in str(refused({"cart.py": CART}, "extract", **given))


def test_two_calls_in_a_line_are_both_inlined(refactored):
    code = "def g(a):\n    b = a + 1\n    return b * 2\n\nx = [g(1), g(2)]\n"
    assert refactored({"m.py": code}, "inline", target="m:g").files == {
        "m.py": "b = 1 + 1\n__0__b = 2 + 1\nx = [b * 2, __0__b * 2]\n"
    }


@pytest.mark.parametrize("line", ["while g(x): pass", "y = x and g(x)", "z = [g(i) for i in x]", "w = lambda: g(x)"])
def test_a_body_does_not_run_at_another_time(refused, line):
    code = f"def g(a):\n    b = a.pop()\n    return b\n\nx = []\n{line}\n"
    (reason,) = refused({"m.py": code}, "inline", target="m:g")
    assert reason == ("m.py", 0, "its statements would run at another time than the call at m.py:6")


def test_brackets_in_f_strings_open_nothing(refactored):
    code = "x = f'(' + f'{1}['\n\ndef g(a):\n    return a\n\nprint(g(1))\n"
    assert refactored({"m.py": code}, "inline", target="m:g").files == {"m.py": "x = f'(' + f'{1}['\n\nprint(1)\n"}


def test_a_file_that_rope_cannot_take_apart_costs_a_line(refactored):
    """What decides whether a file is looked at are the words in it, and what fails in one leaves the others alone."""
    files = {
        "a.py": "def f(v):\n    return v.size + 1\n",
        "b.py": "def g(v):\n    \u1106 = 1\n    \u3141 = v.size + 1\n    return \u3141\n",
        "c.py": "def h(v):\n    print(v.size + 1)\n",
    }
    done = refactored(files, "use-function", target="a:f")
    assert done.files == {"c.py": "import a\ndef h(v):\n    print(a.f(v))\n"}
    ((path, why),) = done.plan.failures
    assert path == "b.py"
    assert why.startswith("rope cannot")


def test_what_breaks_inside_of_rope_is_one_line_too(refactored, refused, monkeypatch):
    from rope.refactor import introduce_factory

    plain = introduce_factory.IntroduceFactory._rename_occurrences

    def breaks(self, file, name, everywhere):
        if file.path == "b.py":
            raise AttributeError("no such thing")
        return plain(self, file, name, everywhere)

    monkeypatch.setattr(introduce_factory.IntroduceFactory, "_rename_occurrences", breaks)
    files = {
        "a.py": "class A:\n    def f(self): pass\n",
        "b.py": "from a import A\nA()\n",
        "c.py": "from a import A\nA()\n",
    }
    done = refactored(files, "introduce-factory", target="a:A", name="make")
    assert sorted(done.files) == ["a.py", "c.py"]
    ((path, why),) = done.plan.failures
    assert path == "b.py"
    assert re.fullmatch(r"rope cannot work on this file \(AttributeError at .*test_pieces:\d+: no such thing\)", why)


def test_what_breaks_in_our_own_code_is_not_said_to_be_ropes(refactored, refused, monkeypatch):
    monkeypatch.setattr(rope_mended.ast, "get_source_segment", None)
    files = {"a.py": "def f(x):\n    return x\nvalue = f(1)\n"}
    (reason,) = refused(files, "inline", target="a:f")
    assert re.match(r"inferd cannot work on this file \(TypeError at inferd\.refactor\.\w+:\d+: ", reason[-1]), reason
