# ruff: noqa: E501 - programs read best with one item a line
"""Moves: what moves works where it goes, and whoever used it finds it there."""

import pytest

SHOP = {
    "shop/__init__.py": "from .cart import total_of, Cart\n__all__ = ['Cart', 'total_of']\n",
    "shop/cart.py": (
        "import os\nimport math, sys\nfrom typing import Any\n\nRATE = 2\n\n\nclass Cart:\n    def total(self):\n        return 1\n\n\n"
        "# what all of it costs\ndef total_of(cart: Any, extra=1):\n    '''Total.\n\n      indented\n    '''\n"
        "    return math.floor(cart.total() + extra)\n\n\ndef path(): return os.sep\n"
    ),
    "other.py": "from shop.cart import *\ndef star(): return total_of(Cart())\n",
    "main.py": (
        "import shop.cart\nimport shop.cart as sc\nfrom shop import Cart, total_of as t\n"
        "from shop.cart import (\n    RATE,\n    total_of,\n)\nfrom other import star\n\n"
        "def late():\n    from shop.cart import total_of as u, Cart; return u(Cart())\n\n"
        "print(t(Cart(), 2), shop.cart.total_of(Cart()), sc.total_of(Cart()), total_of(Cart()), late(), RATE, star())\n"
    ),
}


@pytest.mark.parametrize("to", ["shop.sums", "shop/sums.py"])
def test_a_function_moves_to_a_module_that_does_not_exist(refactored, to):
    done = refactored(SHOP, "move", target="shop.cart:total_of", to=to, runs=True)
    assert done.files == {
        "shop/__init__.py": "from .cart import Cart\nfrom .sums import total_of\n__all__ = ['Cart', 'total_of']\n",
        "shop/cart.py": "import os\nimport sys\nfrom shop.sums import total_of\n\nRATE = 2\n\n\nclass Cart:\n    def total(self):\n        return 1\n\n\ndef path(): return os.sep\n",
        "shop/sums.py": (
            "import math\nfrom typing import Any\n\n\n# what all of it costs\ndef total_of(cart: Any, extra=1):\n"
            "    '''Total.\n\n      indented\n    '''\n    return math.floor(cart.total() + extra)\n"
        ),
        "main.py": (
            "from shop import Cart, total_of as t\nfrom shop.cart import (\n    RATE,\n)\nfrom shop.sums import total_of\n"
            "from other import star\n\ndef late():\n    from shop.cart import Cart\n    from shop.sums import total_of as u; return u(Cart())\n\n"
            "print(t(Cart(), 2), total_of(Cart()), total_of(Cart()), total_of(Cart()), late(), RATE, star())\n"
        ),
    }


def test_a_file_of_relative_imports_gets_another_one(refactored):
    files = {
        "shop/__init__.py": "",
        "shop/rates.py": "RATE = 2\n",
        "shop/cart.py": "from .rates import RATE\n\n\ndef half(n):\n    return n / RATE\n\n\ndef all_of(n):\n    return half(n) * RATE\n",
        "main.py": "from shop.cart import all_of\nprint(all_of(3))\n",
    }
    done = refactored(files, "move", target="shop.cart:half", to="shop.sums", runs=True)
    assert done.files["shop/cart.py"] == (
        "from .rates import RATE\nfrom .sums import half\n\n\ndef all_of(n):\n    return half(n) * RATE\n"
    )


def test_a_class_and_a_variable_move_to_a_module_that_uses_them(refactored):
    files = {
        "a.py": "LIMIT = 3  # at most\n\nclass A:\n    limit = LIMIT\n",
        "b.py": "from a import A\n\nclass B(A):\n    pass\n",
        "main.py": "import b, a\nprint(b.B.limit, a.A().limit, a.LIMIT)\n",
    }
    assert refactored(files, "move", target="a:A", to="b", force=True).files == {
        "a.py": "LIMIT = 3  # at most\n",
        "b.py": "from a import LIMIT\n\n\nclass A:\n    limit = LIMIT\n\nclass B(A):\n    pass\n",
        "main.py": "import b, a\nfrom b import A\nprint(b.B.limit, A().limit, a.LIMIT)\n",
    }
    assert refactored(files, "move", target="a:LIMIT", to="c", runs=True).files == {
        "a.py": "from c import LIMIT\n\n\nclass A:\n    limit = LIMIT\n",
        "c.py": "LIMIT = 3  # at most\n",
        "main.py": "import b, a\nfrom c import LIMIT\nprint(b.B.limit, a.A().limit, LIMIT)\n",
    }


def test_a_module_under_src_gets_its_neighbours_root(refactored):
    files = {
        "src/pkg/__init__.py": "",
        "src/pkg/a.py": "def f():\n    return 1\n",
        "src/pkg/b.py": "from . import a\nprint(a.f())\n",
    }
    assert refactored(files, "move", target="pkg.a:f", to="pkg.sub.c").files == {
        "src/pkg/a.py": "",
        "src/pkg/b.py": "from .sub.c import f\nprint(f())\n",
        "src/pkg/sub/__init__.py": "",
        "src/pkg/sub/c.py": "def f():\n    return 1\n",
    }


def test_line_ends_tabs_and_marks_of_both_files_stay_theirs(refactored):
    files = {
        "a.py": b"\xef\xbb\xbfimport os\r\n\r\ndef f():\r\n\tif os:\r\n\t\treturn 1\r\n\r\ndef g():\r\n\treturn 2\r\n",
        "b.py": b"def h():\n    return 3\n",
        "c.py": b"def k():\n\treturn 4\n",
    }
    assert refactored(files, "move", target="a:f", to="b").bytes == {
        "a.py": b"\xef\xbb\xbf\r\ndef g():\r\n\treturn 2\r\n",
        "b.py": b"import os\n\n\ndef f():\n    if os:\n        return 1\ndef h():\n    return 3\n",
    }
    assert refactored(files, "move", target="a:f", to="c").bytes["c.py"] == (
        b"import os\n\n\ndef f():\n\tif os:\n\t\treturn 1\ndef k():\n\treturn 4\n"
    )
    assert refactored(files, "move", target="a:f", to="d").bytes["d.py"] == (
        b"import os\r\n\r\n\r\ndef f():\r\n\tif os:\r\n\t\treturn 1\r\n"
    )


def test_a_method_moves_to_the_class_of_an_attribute(refactored):
    files = {
        "a.py": "from b import B\n\nclass A:\n    def __init__(self, b):\n        self.b: B = b\n        self.n = 2\n\n    def f(self, x):\n        return self.n + self.b.k + x\n",
        "b.py": "class B:\n    k = 1\n",
        "main.py": "from a import A\nfrom b import B\nprint(A(B()).f(3))\n",
    }
    assert refactored(files, "move", target="a:A.f", to="b", name="sum_up", runs=True).files == {
        "a.py": files["a.py"].replace("return self.n + self.b.k + x", "return self.b.sum_up(self, x)"),
        "b.py": "class B:\n    k = 1\n\n\n    def sum_up(self, host, x):\n        return host.n + host.b.k + x\n",
    }


PACKAGES = {
    "pkg/__init__.py": "from . import tool\n",
    "pkg/tool.py": "from .help import aid\nfrom . import help as h\n\ndef run():\n    return aid() + h.aid()\n",
    "pkg/help.py": "def aid(): return 1\n",
    "main.py": "import pkg.tool\nfrom pkg import tool as t, help\nfrom pkg.tool import run\nprint(pkg.tool.run(), t.run(), run(), help.aid())\n",
}


def test_a_module_moves_into_a_package(refactored):
    assert refactored(PACKAGES, "move", target="pkg/tool.py", to="pkg.inner", runs=True).files == {
        "pkg/__init__.py": "from .inner import tool\n",
        "pkg/tool.py": None,
        "pkg/inner/__init__.py": "",
        "pkg/inner/tool.py": "from pkg.help import aid\nfrom pkg import help as h\n\ndef run():\n    return aid() + h.aid()\n",
        "main.py": "import pkg.inner.tool\nfrom pkg import help\nfrom pkg.inner import tool as t\nfrom pkg.inner.tool import run\nprint(pkg.inner.tool.run(), t.run(), run(), help.aid())\n",
    }


def test_a_package_moves_with_what_is_in_it(refactored):
    files = {
        **{f"top/{p}": t for p, t in PACKAGES.items() if p != "main.py"},
        "top/__init__.py": "",
        "base.py": "Z = 1\n",
    }
    files["top/pkg/help.py"] = "from .. import size\ndef aid(): return size.N\n"
    files["top/size.py"] = "N = 1\n"
    files["main.py"] = "from top.pkg.tool import run\nprint(run())\n"
    done = refactored(files, "move", target="top.pkg", to="other", runs=True)
    assert done.files == {
        "main.py": "from other.pkg.tool import run\nprint(run())\n",
        "other/__init__.py": "",
        "other/pkg/__init__.py": "from . import tool\n",
        "other/pkg/help.py": "from top import size\ndef aid(): return size.N\n",
        "other/pkg/tool.py": PACKAGES["pkg/tool.py"],
        "top/pkg/__init__.py": None, "top/pkg/help.py": None, "top/pkg/tool.py": None,
    }  # fmt: skip


def test_a_module_becomes_a_package(refactored):
    assert refactored(PACKAGES, "to-package", target="pkg.tool", runs=True).files == {
        "pkg/tool.py": None,
        "pkg/tool/__init__.py": "from pkg.help import aid\nfrom pkg import help as h\n\ndef run():\n    return aid() + h.aid()\n",
    }


@pytest.mark.parametrize(
    ("target", "to", "reason"),
    [
        ("shop.cart:total_of", "shop.cart", "total_of is in shop/cart.py already"),
        ("shop.cart:total_of", "third.py", "third has a total_of already"),
        ("shop.cart:total_of", "../out.py", "../out.py: is not a place for a module in the project"),
        ("shop.cart:total_of", "a-b", "a-b: is not a module"),
        ("shop.cart:Cart.total", "nothing", "Cart has no attribute nothing"),
        ("shop", "shop", "a package cannot be moved into itself"),
        ("shop.cart", "shop", "shop.cart is there already"),
        ("shop/cart.py", "main", "main is a module, not a package"),
        ("math:floor", "x", "is defined outside the project"),
    ],
)
def test_what_cannot_move_says_why(refused, target, to, reason):
    said = refused({**SHOP, "third.py": "def total_of(): pass\n"}, "move", target=target, to=to)
    assert reason in (said if isinstance(said, str) else said[0][2])


def test_two_modules_do_not_come_to_import_each_other(refused):
    files = {"a.py": "N = 1\n\ndef f():\n    return N\n\nprint(f())\n"}
    assert refused(files, "move", target="a:f", to="b") == [("a.py", 1, "a.py:1 and b.py:1 would import each other")]


def test_what_others_get_by_a_star_stays_where_they_look_for_it(refactored):
    files = {
        "pkg/__init__.py": "from .a import *\n",
        "pkg/a.py": "__all__ = ['f', 'g']\n\ndef f():\n    return 1\n\ndef g():\n    return 2\n",
        "main.py": "import pkg\nfrom pkg import f\nprint(f(), pkg.f(), pkg.g())\n",
    }
    assert refactored(files, "move", target="pkg.a:f", to="pkg.b", runs=True).files == {
        "pkg/a.py": "from pkg.b import f\n__all__ = ['f', 'g']\n\ndef g():\n    return 2\n",
        "pkg/b.py": "def f():\n    return 1\n",
    }


def test_what_is_defined_inside_of_a_statement_stays(refused):
    files = {"a.py": "if True:\n    def f(): pass\n"}
    assert refused(files, "move", target="a:f", to="b") == [
        ("a.py", 2, "f is defined inside of another statement: move it by hand")
    ]


def test_what_hangs_on_a_variable_that_functions_assign_stays(refused):
    files = {"a.py": "N = 1\n\ndef put(n):\n    global N\n    N = n\n\ndef get():\n    return N\n"}
    why = "functions of this module assign N (global N): elsewhere it would be another variable"
    assert refused(files, "move", target="a:put", to="b") == [("a.py", 5, why)]
    assert refused(files, "move", target="a:get", to="b") == [("a.py", 8, why)]
    assert refused(files, "move", target="a:N", to="b") == [("a.py", 1, why)]
