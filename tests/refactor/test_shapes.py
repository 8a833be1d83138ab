# ruff: noqa: E501 - programs read best with one item a line
"""What changes the shape of classes and functions with all their uses, imports, and code by patterns."""

import pytest

CART = "class Cart:\n    def __init__(self, tax=0):\n        self.tax = tax\n\n    def total(self):\n        return 1 + self.tax\n"
MAIN = (
    "from cart import Cart\n\ndef g(c: Cart, d, e):\n    c.tax = 3 + 4\n    c.tax += 1\n    d.tax = 2\n    e.tax = 9\n"
    "    return c.tax * 2\n\nclass Other:\n    tax = 1\n\ng(Cart(), Cart(5), Other())\n"
)


def test_an_attribute_is_read_and_written_through_methods(refactored):
    done = refactored({"cart.py": CART, "main.py": MAIN}, "encapsulate-field", target="cart:Cart.tax")
    assert done.files == {
        "cart.py": CART.replace("1 + self.tax", "1 + self.get_tax()")
        + "\n    def get_tax(self):\n        return self.tax\n\n    def set_tax(self, value):\n        self.tax = value\n",
        "main.py": MAIN.replace("c.tax = 3 + 4", "c.set_tax(3 + 4)")
        .replace("c.tax += 1", "c.set_tax(c.get_tax() + 1)")
        .replace("d.tax = 2", "d.set_tax(2)")
        .replace("c.tax * 2", "c.get_tax() * 2"),
    }


def test_an_attribute_is_not_encapsulated_where_something_else_needs_it(refused):
    data = {"m.py": "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 0\nA(x=1)\nprint(A(1).x)\n"}
    ((path, line, _),) = refused(data, "encapsulate-field", target="m:A.x")
    assert (path, line) == ("m.py", 5)
    code = "class A:\n    def __init__(self):\n        self.x = 1\n    def get_x(self):\n        return self.x\n"
    ((_, _, why),) = refused({"m.py": code}, "encapsulate-field", target="m:A.x")
    assert why == "m:A has a member get_x already"


def test_a_local_becomes_a_field(refactored):
    code = "class A:\n    def f(self, a):\n        s = a + 1\n        return s * s\n\ns = 1\n"
    done = refactored({"m.py": code}, "local-to-field", target="m.py:3:9")
    assert done.files == {
        "m.py": "class A:\n    def f(self, a):\n        self.s = a + 1\n        return self.s * self.s\n\ns = 1\n"
    }


def test_a_function_becomes_a_class(refactored, refused):
    code = "def f(a, b=1):\n    c = a + b\n    return c\n\nf(1)\n"
    done = refactored({"m.py": code}, "method-object", target="m:f", name="F")
    assert done.files == {
        "m.py": "def f(a, b=1):\n    return F(a, b)()\n\n\nclass F(object):\n\n    def __init__(self, a, b):\n"
        "        self.a = a\n        self.b = b\n\n    def __call__(self):\n        c = self.a + self.b\n        return c\n\nf(1)\n"
    }
    ((path, line, why),) = refused({"m.py": "def f():\n    yield 1\n"}, "method-object", target="m:f", name="F")
    assert (path, line, why) == ("m.py", 1, "f is a generator or a coroutine: its class would give neither")


def test_a_class_is_constructed_through_a_factory(refactored):
    files = {
        "a.py": "class A:\n    def f(self):\n        return 1\n",
        "b.py": "import a\nfrom a import A\n\nclass B(A): pass\nprint(A(), a.A(), A)\n",
    }
    assert refactored(files, "introduce-factory", target="a:A", name="make").files == {
        "a.py": "class A:\n    def f(self):\n        return 1\n\n    @staticmethod\n    def make(*args, **kwds):\n        return A(*args, **kwds)\n",
        "b.py": "import a\nfrom a import A\n\nclass B(A): pass\nprint(A.make(), a.A.make(), A)\n",
    }
    assert refactored(files, "introduce-factory", target="a:A", name="make", everywhere=True).files == {
        "a.py": "class A:\n    def f(self):\n        return 1\n\ndef make(*args, **kwds):\n    return A(*args, **kwds)\n",
        "b.py": "import a\nfrom a import A\n\nclass B(A): pass\nprint(a.make(), a.make(), A)\n",
    }


def test_a_function_is_used_where_its_body_stands(refactored):
    files = {
        "a.py": "def f(x):\n    return x.size + 1\n\ndef g(k):\n    z = k.size + 1\n    return z\n",
        "b.py": "def h(v):\n    print(v.size + 1)\n",
        "c/d.py": "def h(v):\n    print(v.size + 1)\n",
    }
    assert refactored(files, "use-function", target="a:f").files == {
        "a.py": "def f(x):\n    return x.size + 1\n\ndef g(k):\n    z = f(k)\n    return z\n",
        "b.py": "import a\ndef h(v):\n    print(a.f(v))\n",
        "c/d.py": "import a\ndef h(v):\n    print(a.f(v))\n",
    }
    assert set(refactored(files, "use-function", target="a:f", within=["c"]).files) == {"c/d.py"}


def test_code_is_restructured_by_patterns_and_types(refactored):
    files = {
        "cart.py": CART,
        "main.py": "from cart import Cart\n\ndef g(c: Cart, d: int):\n    print(c.total(), d.total(), Cart().total())\n",
    }
    done = refactored(
        files,
        "restructure",
        pattern="${x}.total()",
        goal="int(${x}.total())",
        where=["x: type=cart.Cart"],
        imports=["import math"],
    )
    assert done.files == {
        "main.py": "from cart import Cart\nimport math\n\ndef g(c: Cart, d: int):\n    print(int(c.total()), d.total(), int(Cart().total()))\n"
    }


def test_a_pattern_that_is_none_is_said(refused):
    files = {"m.py": "x = 1\n"}
    assert refused(files, "restructure", pattern="${x", goal="1") == "the pattern has a ${ that nothing closes: ${x"
    assert refused(files, "restructure", pattern="for", goal="1") == "the pattern is not Python: invalid syntax"
    assert (
        refused(files, "restructure", pattern="${a}.b", goal="1", where=["a"]) == "--where: 'a' is not NAME: CONDITION"
    )
    assert (
        refused(files, "restructure", pattern="${a}.b", goal="1", imports=["x"])
        == "--import: 'x' is no import statement"
    )


# ---------------------------------------------------------------------------------------------------------------------


IMPORTS = {
    "pkg/__init__.py": "from .a import shared, other\nfrom .a import gone\n",
    "pkg/a.py": "shared = other = gone = 1\n",
    "pkg/b.py": "import sys\nimport os\nfrom typing import List, Any, Dict\nfrom . import a\n\ndef f(x: 'Dict', y):  # type: (Any, List) -> None\n    return os.sep, a.shared\n",
    "main.py": "from pkg import shared\nimport pkg\nprint(shared, pkg.other)\n",
    "future.py": "from __future__ import annotations\nfrom pkg import shared\nprint(shared)\n",
    "single.py": "from pkg import shared\nfrom pkg import other\nprint(shared, other)\n",
}


@pytest.mark.parametrize(
    ("target", "do", "after"),
    [
        (
            "pkg/b.py",
            "organize",
            {
                "pkg/b.py": "import os\nfrom typing import List, Any, Dict\n\nfrom . import a\n\n\ndef f(x: 'Dict', y):  # type: (Any, List) -> None\n    return os.sep, a.shared\n"
            },
        ),
        ("pkg/__init__.py", "organize", {"pkg/__init__.py": "from .a import shared, other\n"}),
        ("pkg/b.py", "absolute", {"pkg/b.py": IMPORTS["pkg/b.py"].replace("from . import a", "from pkg import a")}),
        (
            "future.py",
            "froms-to-imports",
            {"future.py": "from __future__ import annotations\nimport pkg\nprint(pkg.shared)\n"},
        ),
        (
            "single.py",
            "organize",
            {"single.py": "from pkg import other\nfrom pkg import shared\n\n\nprint(shared, other)\n"},
        ),
        ("main.py", "froms-to-imports", {"main.py": "import pkg\nprint(pkg.shared, pkg.other)\n"}),
    ],
)
def test_imports(refactored, target, do, after):
    assert refactored(IMPORTS, "imports", target=target, do=do).files == after


def test_star_imports_are_written_out_and_long_names_shortened(refactored):
    files = {"a.py": "x = y = z = 1\n", "b.py": "from a import *\nprint(x, z)\n"}
    assert refactored(files, "imports", target="b.py", do="expand-stars").files == {
        "b.py": "from a import x, z\nprint(x, z)\n"
    }
    deep = {
        "a/__init__.py": "",
        "a/b/__init__.py": "",
        "a/b/c/__init__.py": "",
        "a/b/c/d.py": "x = 1\n",
        "m.py": "import a.b.c.d\nprint(a.b.c.d.x)\n",
    }
    assert refactored(deep, "imports", target="m.py", do="shorten").files == {
        "m.py": "from a.b.c import d\nprint(d.x)\n"
    }


def test_imports_of_a_directory_go_file_by_file_past_a_broken_one(refactored):
    files = {
        "p/a.py": "import os\nimport sys\nprint(sys)\n",
        "p/b.py": "import os\ndef (:\n",
        "p/c.py": "import os\nx = 1\n",
    }
    done = refactored(files, "imports", target="p")
    assert done.files == {"p/a.py": "import sys\n\n\nprint(sys)\n", "p/c.py": "x = 1\n"}
    assert [path for path, _ in done.plan.failures] == ["p/b.py"]


def test_a_package_keeps_the_order_of_its_imports_and_all_that_stars_bring(refactored):
    files = {
        "p/__init__.py": "from p.b import *\nfrom p.a import *\n",
        "p/a.py": "x = y = 1\n",
        "p/b.py": "import os\n__all__ = ['x', 'z']\nx = z = os\n",
        "m.py": "import p\nprint(p.x)\n",
    }
    assert refactored(files, "imports", target="p/__init__.py").files == {}
    assert refactored(files, "imports", target="p/__init__.py", do="expand-stars").files == {
        "p/__init__.py": "from p.b import x, z\nfrom p.a import x, y\n"
    }


def test_what_is_added_to_a_class_stands_behind_it(refactored):
    code = "class A:\n    def f(self):\n        g = [x for x in [1]]\n        h = lambda: g\n        return h\n\n    n = 1\n\nA()\n"
    assert refactored({"m.py": code}, "introduce-factory", target="m:A", name="make").files == {
        "m.py": code.replace(
            "    n = 1\n\nA()",
            "    n = 1\n\n    @staticmethod\n    def make(*args, **kwds):\n        return A(*args, **kwds)\n\nA.make()",
        )
    }
