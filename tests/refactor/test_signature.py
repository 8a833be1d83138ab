# ruff: noqa: E501 - programs read best with one item a line
"""Signatures: definitions, overrides and calls change together, and what cannot be mapped is listed."""

import pytest

CART = (
    "from typing import Any\n\n"
    "class Cart:\n    def __init__(self, items=(), tax: int = 0):\n        self.items = items\n\n"
    "    def total(self, discount: int = 0, *, round_up: bool = False) -> Any:\n        return discount\n\n\n"
    "class Big(Cart):\n    def total(self, discount: int = 1, *, round_up: bool = False) -> Any:\n"
    "        return super().total(discount, round_up=round_up)\n"
)
MAIN = "from cart import Cart, Big\n\ndef show(c: Cart, unknown, args):\n    c.total(3)\n    Cart.total(c, 4)\n    c.total(discount=5)\n    unknown.total(6)\n    c.total(*args)\n    return c.total\n\nshow(Big(), None, [Cart((), tax=2)])\n"


def test_a_parameter_is_added_to_all_of_a_family(refactored):
    done = refactored(
        {"cart.py": CART, "main.py": MAIN},
        "signature",
        target="cart:Cart.total",
        add=["currency: str"],
        values=["currency='EUR'"],
    )
    assert done.files == {
        "cart.py": CART.replace("(self, discount: int = 0", "(self, currency: str, discount: int = 0")
        .replace("(self, discount: int = 1", "(self, currency: str, discount: int = 1")
        .replace("total(discount, round_up=round_up)", "total('EUR', discount, round_up=round_up)"),
        "main.py": MAIN.replace("c.total(3)", "c.total('EUR', 3)")
        .replace("Cart.total(c, 4)", "Cart.total(c, 'EUR', 4)")
        .replace("c.total(discount=5)", "c.total('EUR', discount=5)")
        .replace("c.total(*args)", "c.total(*args, currency='EUR')"),
    }
    assert [(r.path, r.line, r.evidence[-1]["why"]) for r in done.plan.left_out if r.confidence != "possible"] == [
        ("main.py", 9, "it is handed on, and called where nobody can see")
    ]
    assert [(r.path, r.line) for r in done.plan.left_out if r.confidence == "possible"] == [("main.py", 7)]


def test_a_parameter_goes_with_what_was_passed(refactored):
    done = refactored({"cart.py": CART, "main.py": MAIN}, "signature", target="cart:Cart", remove=["tax"])
    assert done.files == {
        "cart.py": CART.replace(", tax: int = 0", ""),
        "main.py": MAIN.replace("Cart((), tax=2)", "Cart(())"),
    }


CALLS = "def f(a, b, c=3, *rest, d=4, **more):\n    return a, b, c, rest, d, more\n\n"


@pytest.mark.parametrize(
    ("given", "head", "before", "after"),
    [
        (
            {"order": ["b", "a", "c", "*rest", "d", "**more"]},
            "b, a, c=3, *rest, d=4, **more",
            "f(1, 2)\nf(1, b=2, z=0)\nf(1, 2, 3, 9, d=1)",
            "f(2, 1)\nf(2, 1, z=0)\nf(2, 1, 3, 9, d=1)",
        ),
        (
            {"order": ["a", "b", "*", "d", "c"]},
            "a, b, *rest, d=4, c=3, **more",
            "f(1, 2)\nf(1, 2, 5)",
            "f(1, 2)\nf(1, 2, c=5)",
        ),
        (
            {"remove": ["c"]},
            "a, b, *rest, d=4, **more",
            "f(1, 2)\nf(1, 2, 5)\nf(1, 2, c=f(1, 2, 3), d=0)",
            "f(1, 2)\nf(1, 2)\nf(1, 2, d=0)",
        ),
        ({"add": ["e: int = 5"]}, "a, b, c=3, e: int = 5, *rest, d=4, **more", "f(1, 2)", "f(1, 2)"),
        (
            {"add": ["e=5"], "values": ["e=6"]},
            "a, b, c=3, e=5, *rest, d=4, **more",
            "f(1, 2)\nf(1, 2, 3)\nf(f(1, 2), b=2)",
            "f(1, 2, e=6)\nf(1, 2, 3, e=6)\nf(f(1, 2, e=6), b=2, e=6)",
        ),
        ({"fill_in": ["c"]}, "a, b, c=3, *rest, d=4, **more", "f(1, 2)\nf(1, 2, 5)", "f(1, 2, c=3)\nf(1, 2, 5)"),
        ({"normalize": True}, "a, b, c=3, *rest, d=4, **more", "f(b=2, a=1)\nf(1, c=2, b=3)", "f(1, 2)\nf(1, 3, 2)"),
    ],
)
def test_calls_follow(refactored, given, head, before, after):
    done = refactored({"m.py": CALLS + before + "\n"}, "signature", target="m:f", **given)
    assert done.files["m.py"] == CALLS.replace("a, b, c=3, *rest, d=4, **more", head) + after + "\n"


def test_calls_that_cannot_be_mapped_are_left_and_listed(refactored):
    calls = "f(*x)\nf(1, 2, **y)\nf(1, # one\n  2)\nf(1, 2, 3, 9)\n"
    done = refactored({"m.py": CALLS + calls}, "signature", target="m:f", remove=["c"])
    assert done.files == {"m.py": CALLS.replace("c=3, ", "") + calls.replace("3, 9", "9")}
    assert [(r.line, r.evidence[-1]["why"]) for r in done.plan.left_out] == [
        (4, "it unpacks its arguments with *"), (5, "it may pass c in what it unpacks with **"),
    ]  # fmt: skip
    assert done.plan.warnings == ("m.py:2: c is still used here",)


def test_lists_of_several_lines_keep_their_shape(refactored):
    code = "def f(\n    a,\n    b: int = 1,\n) -> None:\n    pass\n\nf(\n    1,\n    b=2,\n)\nf(1,\n  2)\n"
    done = refactored({"m.py": code}, "signature", target="m:f", add=["c=0"], values=["c=3"])
    assert done.files == {
        "m.py": "def f(\n    a,\n    b: int = 1,\n    c=0,\n) -> None:\n    pass\n\nf(\n    1,\n    b=2,\n    c=3,\n)\nf(1, 2, c=3)\n"
    }


def test_static_and_class_methods_and_decorators(refactored):
    code = (
        "import functools\n\nclass A:\n    @staticmethod\n    def s(a, b): return a, b\n    @classmethod\n    def c(cls, a, b): return a, b\n\n"
        "A.s(1, 2)\nA().s(1, 2)\nA.c(1, 2)\nA().c(1, 2)\n"
    )
    done = refactored({"m.py": code}, "signature", target="m:A.s", order=["b", "a"])
    assert done.files == {"m.py": code.replace("s(a, b)", "s(b, a)").replace(".s(1, 2)", ".s(2, 1)")}
    done = refactored({"m.py": code}, "signature", target="m:A.c", order=["cls", "b", "a"])
    assert done.files == {"m.py": code.replace("c(cls, a, b)", "c(cls, b, a)").replace(".c(1, 2)", ".c(2, 1)")}


def test_only_one_definition_where_that_is_wanted(refactored):
    code = "class A:\n    def f(self, a, b): pass\nclass B(A):\n    def f(self, a, b): pass\n"
    done = refactored({"m.py": code}, "signature", target="m:B.f", remove=["b"], only=True)
    assert done.files == {"m.py": "class A:\n    def f(self, a, b): pass\nclass B(A):\n    def f(self, a): pass\n"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "no change of the signature is named"),
        ({"remove": ["zz"]}, "there is no parameter zz among a, b, c, rest, d, more"),
        ({"add": ["a=1"]}, "there is a parameter a already"),
        ({"add": ["1x=1"]}, "is not one parameter"),
        ({"add": ["e"]}, "calls would pass nothing for e"),
        ({"values": ["e=1"]}, "nothing is added by the name e"),
        ({"add": ["e=1"], "values": ["e=1 +"]}, "is no expression"),
        ({"order": ["b"]}, "--order does not name a, c, d"),
        ({"order": ["c", "a", "b", "d"]}, "the signature would be none"),
        ({"fill_in": ["a"]}, "a has no default"),
    ],
)
def test_bad_input_is_said(refused, given, said):
    assert said in str(refused({"m.py": CALLS}, "signature", target="m:f", **given))


def test_properties_outsiders_and_comments_are_refused(refused):
    code = "import json\nclass A:\n    @property\n    def p(self): return 1\ndef f(a,  # one\n      b): pass\njson.dumps(1)\n"
    assert "is a property" in str(refused({"m.py": code}, "signature", target="m:A.p", add=["x=1"]))
    assert "outside the project" in str(refused({"m.py": code}, "signature", target="json:dumps", add=["x=1"]))
    assert refused({"m.py": code}, "signature", target="m:f", remove=["b"]) == [
        ("m.py", 5, "a comment stands between the parameters")
    ]
