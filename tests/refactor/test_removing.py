# ruff: noqa: E501 - programs read best with one item a line
"""A definition goes that nothing uses; what still uses it is listed with its grade."""

import pytest

USED = "def old():\n    return 1\n\n\ndef new():\n    return 2\n"


def test_a_function_goes_with_what_only_hands_it_on(refactored):
    done = refactored(
        {
            "pkg/__init__.py": 'from pkg.m import new, old\nfrom pkg.m import old as older\n\n__all__ = ["new", "old"]\n',
            "pkg/m.py": f'import functools\n\n\n@functools.lru_cache\ndef old(n):\n    return old(n - 1)\n\n\n{USED[USED.index("def new"):]}',
            "main.py": "from pkg import (\n    new,\n    old,\n)\nprint(new())\n",
        },
        "remove", runs=True, target="pkg.m:old",
    )  # fmt: skip
    assert done.files == {
        "pkg/__init__.py": 'from pkg.m import new\n\n__all__ = ["new"]\n',
        "pkg/m.py": "import functools\n\n\ndef new():\n    return 2\n",
        "main.py": "from pkg import (\n    new,\n)\nprint(new())\n",
    }


def test_uses_are_listed_with_their_grades(refused):
    files = {
        "m.py": "class Cart:\n    def total(self):\n        return 1\n",
        "n.py": "from m import Cart\ndef f(x):\n    return x.total()\nCart().total()\nc = Cart.total\n",
    }
    found = refused(files, "remove", target="m:Cart.total")
    assert sorted(found) == [
        ("n.py", 3, "it is used here (inferred)"),  # nothing else has a method of this name
        ("n.py", 4, "it is used here (inferred)"),
        ("n.py", 5, "it is used here (exact)"),
    ]
    files["o.py"] = "class Other:\n    def total(self): ...\n"
    assert ("n.py", 3, "it may be used here (possible)") in refused(files, "remove", target="m:Cart.total")


def test_another_name_of_an_import_is_a_use(refused):
    files = {"m.py": USED, "n.py": "from m import old as o\nprint(o())\n"}
    assert refused(files, "remove", target="m:old") == [("n.py", 2, "it is used here (exact)")]


def test_forced_it_says_what_breaks(refactored):
    done = refactored({"m.py": USED, "n.py": "import m\nm.old()\n"}, "remove", force=True, target="m:old")
    assert done.files == {"m.py": "def new():\n    return 2\n"}
    assert done.plan.warnings == ("forced: n.py:2: it is used here (exact)",)
    assert [(r.path, r.line) for r in done.plan.left_out] == [("n.py", 2)]


@pytest.mark.parametrize(
    ("code", "target", "left"),
    [
        ("class A:\n    def f(self): return 1\n", "m:A.f", "class A:\n    pass\n"),
        ("class A:\n    x = 1\n\n    @property\n    def f(self): return 1\n\n    @f.setter\n    def f(self, v): ...\n", "m:A.f", "class A:\n    x = 1\n"),
        ("import os\nif os.name:\n    def f(): ...\nelse:\n    def f(): ...\n", "m:f", "import os\nif os.name:\n    pass\nelse:\n    pass\n"),
        ("LOW = 1\n\n\ndef f(): ...\n", "m:LOW", "def f(): ...\n"),
        ("class A:\n    def __init__(self):\n        self.x: int = 1\n        self.y = 2\n", "m:A.x", "class A:\n    def __init__(self):\n        self.y = 2\n"),
        ("def f():\r\n    pass\r\n\r\nx = 1", "m:x", "def f():\r\n    pass\r\n"),
        ("é = 1; z = 2\nclass Ä:\n    pass\n", "m:Ä", "é = 1; z = 2\n"),
    ],
    ids=["only statement", "property", "branches", "constant", "attribute", "no last line end", "letters"],
)  # fmt: skip
def test_what_is_left(refactored, code, target, left):
    assert refactored({"m.py": code}, "remove", target=target).files == {"m.py": left}


@pytest.mark.parametrize(
    ("code", "target", "why"),
    [
        ("a, b = 1, 2\n", "m:a", "it is bound here together with something else, or not by a statement of its own"),
        ("x = open('f')\n", "m:x", "its value is made by a call, which would not be made any more"),
        ("from web import app\n@app.route('/')\ndef f(): ...\n", "m:f", "its decorator route may have handed it on"),
        ("import ast\nclass V(ast.NodeVisitor):\n    def visit(self, node): ...\n", "m:V.visit", "m:V.visit overrides a member of ast.NodeVisitor, which is outside the project"),
        ("class A:\n    def do_a(self): ...\n    def run(self, n): return getattr(self, 'do_' + n)\n", "m:A.do_a", "m.py:3 gets members of this class by names that begin with do_"),
        ("from typing import NamedTuple\nclass C(NamedTuple):\n    a: int\n    b: int\n", "m:C.a", "a class like this uses its variables without naming them: as fields, members, options"),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int = 0\n", "m:C.a", "a class like this uses its variables without naming them: as fields, members, options"),
        ("def f(a): return a\n", "m.py:1:7", "this is a local or a parameter"),
        ("class A:\n    def __len__(self): return 0\n", "m:A.__len__", "__len__ is called by Python itself"),
        ("x = 1; y = 2\n", "m:x", "it shares a line with another statement: part them first"),
    ],
)  # fmt: skip
def test_refused(refused, code, target, why):
    assert why in [reason for _, _, reason in refused({"m.py": code}, "remove", target=target)]


def test_a_test_is_run_by_pytest(refused):
    files = {"tests/test_m.py": "def test_a():\n    assert True\n"}
    assert refused(files, "remove", target="tests.test_m:test_a") == [("tests/test_m.py", 1, "pytest runs it: it is a test")]
