"""Why a receiver has its types: which stores are named, and that every entry has a place."""

import textwrap

import pytest

import inferd

SHOP = """
    class Cart:
        def total(self): pass
    class Order:
        def total(self): pass
        def rest(self): pass
"""


def explained(tmp_path, code, target="shop:Cart.total"):
    """line -> [(why, path, line)] of the inferred references to a target in a.py."""
    (tmp_path / "shop.py").write_text(textwrap.dedent(SHOP))
    (tmp_path / "a.py").write_text("from shop import Cart, Order\n" + textwrap.dedent(code).lstrip("\n"))
    with inferd.open(str(tmp_path), store=":memory:") as project:
        project.update()
        rows = [r for r in project.references(target).rows if r.path == "a.py" and r.confidence == "inferred"]
    return {r.line: [(e["why"], e.get("path"), e.get("line")) for e in r.evidence] for r in rows}


def test_of_several_stores_those_are_named_whose_value_has_the_member(tmp_path):
    found = explained(
        tmp_path,
        """
        def f(flag):
            x = None
            if flag:
                x = Cart()
            elif flag is None:
                x = Order()
            else:
                x = 3
            x.total()
        """,
    )
    assert found == {10: [("a call of shop.Cart", "a.py", 5)]}


def test_a_store_that_every_way_goes_through_hides_those_before(tmp_path):
    found = explained(
        tmp_path,
        """
        def f(many):
            x = Cart()
            x = Cart()
            x.total()
            for y in many:
                x.total()
                x = Cart()
            with many:
                x = Cart()
            x.total()
        """,
    )
    made = "a call of shop.Cart"
    assert found == {
        5: [(made, "a.py", 4)],
        7: [(made, "a.py", 4), (made, "a.py", 8)],
        11: [(made, "a.py", 10)],
    }


def test_at_most_three_are_named_and_the_rest_counted(tmp_path):
    found = explained(
        tmp_path,
        """
        class Page:
            def a(self): self.cart = Order()
            def b(self): self.cart = Cart()
            def c(self): self.cart = Cart()
            def d(self): self.cart = Cart()
            def e(self): self.cart = Cart()
            def f(self): self.cart = Cart()
        def f(flag, p: Page):
            if flag == 1: x = Cart()
            elif flag == 2: x = Cart()
            elif flag == 3: x = Cart()
            elif flag == 4: x = Cart()
            else: x = Order()
            x.total()
            p.cart.total()
        """,
    )
    made = "a call of shop.Cart"
    assert found[15] == [(made, "a.py", n) for n in (10, 11, 12)] + [("and 1 more", "a.py", 13)]
    assert found[16] == [
        (why, "a.py", n) for n in (4, 5, 6) for why in ("attribute cart of a.Page is assigned", made)
    ] + [("and 2 more", "a.py", 7)]


@pytest.mark.parametrize(
    ("code", "why", "line"),
    [
        ("x = [Cart()]\nx[0].total()", "a literal", 2),
        ("(lambda: Cart())().total()", "a call of shop.Cart", 2),
        ("def f(make: 'list[type[Cart]]'):\n    make[0]().total()", "a call of shop.Cart", 3),
        ("def f():\n    global G\n    G = Cart()\nG = None\ndef h(): G.total()", "a call of shop.Cart", 4),
        (
            "def f():\n    x = None\n    def g():\n        nonlocal x\n        x = Cart()\n    x.total()",
            "a call of shop.Cart", 6,
        ),
        ("@property\ndef x(): pass\nclass C:\n    @property\n    def c(self) -> Cart: ...\nC().c.total()",
         "property c of a.C", 6),
        ("class C:\n    def make(self) -> Cart: ...\nC().make().total()", "the result of a.C.make is declared", 3),
    ],
)  # fmt: skip
def test_evidence_has_a_place(tmp_path, code, why, line):
    (found,) = explained(tmp_path, code).values()
    assert found == [(why, "a.py", line)]


def test_evidence_from_a_stub_has_a_line(tmp_path):
    (tmp_path / "a.py").write_text("import os\nx = 'a'.upper()\ny = os.environ\n")
    with inferd.open(str(tmp_path), store=":memory:") as project:
        project.update()
        (upper,) = project.type_at("a.py:2:1").evidence
        (environ,) = project.type_at("a.py:3:1").evidence
    assert (upper["kind"], upper["path"]) == ("stub", "builtins.pyi")
    assert environ["path"] == "os/__init__.pyi"
    assert upper["line"] > 1
    assert environ["line"] > 1
