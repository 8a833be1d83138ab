# ruff: noqa: E501, ISC004 - whole reports read best as they are
"""The risks of a change, one small project, whole reports: a missing or an extra line fails."""

import pytest

import inferd

FILES = {
    "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\npay = "shop.cart:pay"\n[tool.x]\nuse = "shop.pay"\n',
    "shop/__init__.py": "from .cart import pay\n__all__ = ['pay']\n",
    "shop/cart.py": """\
import dataclasses
import threading

from shop.base import Stored, register

RATE = 2


@dataclasses.dataclass
class Line:
    price: int = 0


class Cart(Stored):
    def total(self, tax=0):
        return tax * RATE

    def save(self):
        return 1


class Gift(Cart):
    def total(self, tax=0, extra=0):
        return super().total(tax) + extra


class Worker(threading.Thread):
    def run(self):
        return 1


def pay(cart, *args, **kwargs):
    return cart.total(*args, **kwargs)


@register
def handler(event):
    return pay(Cart(), **event)


def late():
    return globals()["late_" + "x"], Line(price=1)


def make(cart: Cart):
    return [cart.total, cart.total(**{"tax": 1})]
""",
    "shop/base.py": """\
class Stored:
    def save(self):
        return 0

    def __eq__(self, other):
        return True


def register(f):
    return f
""",
    "shop/broken.py": "def f(:\n    total\n",
    "templates/cart.html": "<b>{{ cart.total }}</b>\n<i>total</i>\n{% if cart.save %}{{ x|total }}{% endif %}\n",
    "conf/settings.yaml": "backend: shop.cart.Cart\ntotal: 1\n",
    "tests/test_cart.py": """\
from operator import attrgetter
from unittest import mock

import pytest

import shop.cart
from shop.cart import Cart, pay


def test_total(monkeypatch):
    with mock.patch("shop.cart.pay"), mock.patch.object(Cart, "total"):
        monkeypatch.setattr(Cart, "save", lambda self: 2)
    Cart.total = lambda self, tax=0: 3
    assert attrgetter("total")(Cart()) and getattr(Cart(), "total")
    assert {"total": 1}["total"] == len("total")


@pytest.fixture
def cart():
    return Cart()
""",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    root = tmp_path_factory.mktemp("shop")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def risks(shop, target, kind):
    """(level, kind, why, places) of each risk but what is said of tests and unread files in every report."""
    with inferd.open(str(shop)) as project:
        project.ensure_fresh()
        found = project.impact(target, kind).risks
    assert all(r["count"] >= len(r["places"]) for r in found)
    return [
        (r["level"], r["kind"], r["why"], [f"{p}:{line}" if line else p for p, line, _ in r["places"]])
        for r in found
        if r["kind"] not in ("tests", "limits")
    ]


T = "tests/test_cart.py"


def test_rename_of_a_method(shop):
    assert risks(shop, "shop.cart:Cart.total", "rename") == [
        ("breaks", "patched", "mock.patch and monkeypatch are given 'total': what replaces it would replace nothing, "
         "or fail", [f"{T}:11"]),
        ("check", "getattr", "getattr and its like are given 'total'", [f"{T}:14"]),
        ("check", "by name", "attrgetter or methodcaller is given 'total'", [f"{T}:14"]),
        ("check", "monkeypatched", "tests replace it by assignment: what stands there has to fit as well", [f"{T}:13"]),
        ("check", "templates", "templates use an attribute total, which may be this one", ["templates/cart.html:1"]),
        ("check", "not analysed", "files that could not be analysed, or not all of them, and that hold the word total",
         ["shop/broken.py"]),
        ("note", "strings", "3 strings read 'total', 2 of them as keys of dictionaries: some may mean it", [f"{T}:15"]),
        ("note", "configuration words", "the word total stands in 1 configuration file", ["conf/settings.yaml:2"]),
    ]  # fmt: skip


def test_signature_of_a_method(shop):
    assert risks(shop, "shop.cart:Cart.total", "signature") == [
        ("check", "monkeypatched", "tests replace it by assignment: what stands there has to fit as well", [f"{T}:13"]),
        ("check", "handed on", "it is handed on without being called here: whoever calls it then is not among the "
         "callers", ["shop/cart.py:46"]),
        ("check", "**kwargs", "shop.cart:pay hands *args or **kwargs on to it: what their callers pass reaches it "
         "unseen", ["shop/cart.py:33"]),
        ("check", "unpacked", "calls unpack * or ** here: which arguments these are is not seen", ["shop/cart.py:46"]),
        ("check", "signatures", "1 of the family takes other parameters than (tax): a new signature has to fit each of "
         "them", ["shop/cart.py:23"]),
        ("check", "not analysed", "files that could not be analysed, or not all of them, and that hold the word total",
         ["shop/broken.py"]),
        ("note", "patched", "mock.patch and monkeypatch replace 'total': these tests never see what it does",
         [f"{T}:11"]),
    ]  # fmt: skip


def test_rename_of_a_public_function(shop):
    assert risks(shop, "shop.cart:pay", "rename") == [
        ("breaks", "patched", "mock.patch and monkeypatch are given 'pay': what replaces it would replace nothing, or "
         "fail", [f"{T}:11"]),
        ("breaks", "entry points", "an entry point or a setting of the package names it in full",
         ["pyproject.toml:4", "pyproject.toml:6"]),
        ("check", "public", "it is listed in __all__: code outside the project may import it", ["shop/__init__.py:2"]),
        ("check", "re-exported", "packages offer it under their own name: code outside the project may import it",
         ["shop/__init__.py:1"]),
        ("check", "globals", "shop.cart looks names up in globals(): a name may be put together there",
         ["shop/cart.py:42"]),
        ("note", "not analysed", "files, or parts of them, that could not be analysed; the word stands in none that can "
         "be read", ["shop/broken.py"]),
    ]  # fmt: skip


def test_removal_where_a_base_takes_over(shop):
    assert risks(shop, "shop.cart:Cart.save", "remove") == [
        ("breaks", "found instead", "without it shop.base:Stored.save is found instead, and nothing fails: its callers "
         "get what that does", ["shop/cart.py:18"]),
        ("breaks", "patched", "mock.patch and monkeypatch are given 'save': what replaces it would replace nothing, or "
         "fail", [f"{T}:12"]),
        ("check", "templates", "templates use an attribute save, which may be this one", ["templates/cart.html:3"]),
        ("note", "not analysed", "files, or parts of them, that could not be analysed; the word stands in none that can "
         "be read", ["shop/broken.py"]),
    ]  # fmt: skip


def test_removal_of_what_is_used(shop):
    (uses, *_) = risks(shop, "shop.cart:RATE", "remove")
    assert uses == ("breaks", "uses", "1 use in 1 file would lead nowhere", ["shop/cart.py:16"])


@pytest.mark.parametrize(
    ("target", "kind", "expected"),
    [
        ("shop.cart:Worker.run", "rename", ("breaks", "overrides outside", ["shop/cart.py:28"])),
        ("shop.base:Stored.__eq__", "rename", ("breaks", "dunder", [])),
        ("shop.base:Stored.__eq__", "signature", ("check", "dunder", [])),
        ("shop.cart:Line.price", "rename", ("check", "serialised", ["shop/cart.py:11"])),
        ("shop.cart:handler", "rename", ("check", "registered", ["shop/cart.py:37"])),
        ("tests.test_cart:cart", "rename", ("breaks", "registered", [f"{T}:19"])),
        ("shop.cart:Cart", "move", ("breaks", "configuration", ["conf/settings.yaml:1"])),
        ("shop.cart:pay", "move", ("breaks", "entry points", ["pyproject.toml:4", "pyproject.toml:6"])),
        ("shop.cart:handler", "move", ("check", "dependencies", [f"shop/cart.py:{n}" for n in (36, 38, 38)])),
    ],
)
def test_each_kind_of_risk(shop, target, kind, expected):
    found = risks(shop, target, kind)
    assert expected in [(level, k, places) for level, k, _, places in found]


def test_what_is_taken_of_a_result_and_of_an_attribute(tmp_path):
    text = (
        "class C:\n    def name(self): return ''\n    kind = ''\n"
        "def f(c: C):\n    c.kind.lower()\n    return c.name().strip().lower(), c.name().strip, c.name()[0], c.name\n"
    )
    (tmp_path / "m.py").write_text(text)
    with inferd.open(str(tmp_path)) as project:
        project.update()
        taken = {
            target: [(r["why"].partition(":")[0], r["count"]) for r in project.impact(f"m:C.{target}", "retype").risks if r["kind"] == "taken off"]
            for target in ("name", "kind")
        }
    assert taken == {"name": [("`.strip` (2 times) of its result", 2)], "kind": [("`.lower` of it", 1)]}


def test_a_protocol_that_asks_for_the_member(tmp_path):
    text = (
        "from typing import Protocol\nclass Reads(Protocol):\n    def read(self, n): ...\nclass Never(Protocol):\n"
        "    def read(self, n): ...\nclass Page:\n    def read(self, n): return n\n"
        "def show(it: Reads): return it.read(1)\n"
    )
    (tmp_path / "m.py").write_text(text)
    with inferd.open(str(tmp_path)) as project:
        project.update()
        found = [r for r in project.impact("m:Page.read", "rename").risks if r["kind"] == "protocol"]
        warnings = project.rename("m:Page.read", "scan").warnings
    why = "m:Page has what the Protocol m:Reads asks for: who takes one uses read of it"
    assert [(r["level"], r["why"], r["places"]) for r in found] == [("check", why, [["m.py", 8, 32]])]
    assert [w for w in warnings if "Protocol" in w] == [f"m.py:8: {why}; that is not renamed"]


def test_what_is_in_the_way_of_a_new_name(shop):
    with inferd.open(str(shop)) as project:
        found = project.impact("shop.cart:Cart.total", "rename", to="save").risks
        assert [(r["level"], r["kind"], r["why"]) for r in found if r["kind"] == "collision"] == [
            ("breaks", "collision", "shop.cart:Cart has a member save already"),
            ("breaks", "collision", "shop.base:Stored.save would be overridden by the renamed member"),
        ]  # fmt: skip
        assert found[0]["kind"] == "collision"
        free = project.impact("shop.cart:Cart.total", "rename", to="sum_of_all").risks
        assert "collision" not in [r["kind"] for r in free]


def test_what_is_in_the_way_of_a_move(shop):
    with inferd.open(str(shop)) as project:
        found = project.impact("shop.cart:pay", "move", to="shop").risks
        assert ("collision", "`shop` has a pay already") in [(r["kind"], r["why"]) for r in found]
        found = project.impact("shop.cart:Cart", "move", to="shop.base").risks
        assert "collision" not in [r["kind"] for r in found]
        (cycle,) = [r for r in found if r["kind"] == "cycle"]
        assert cycle["why"] == "its module uses it, and it uses RATE of it: the two would import each other"
        assert [line for _, line, _ in cycle["places"]] == [22, 38, 45]


def test_what_a_new_type_has_nothing_to_do_with(shop):
    assert [k for _, k, _, _ in risks(shop, "shop.cart:pay", "retype")] == ["patched", "not analysed"]
