"""What calls pass against what is declared, before anything ran, and what binds a parameter."""

import pytest

import inferd

SHOP = '''\
from typing import Protocol, TypeVar

T = TypeVar("T")


class Named(Protocol):
    name: str


class Cart:
    def __init__(self, owner: str, size: int = 0) -> None:
        self.owner = owner


class Big(Cart):
    pass


class Order:
    name = "order"


def pay(cart: Cart, n: float, note: str | None = None) -> int:
    return 1


def loose(a: Named, b: T, c: "list[int]", d: object, *rest: int) -> None:
    pass


def made() -> Cart:
    return Big("m")


def only_big(cart: Big) -> None:
    pass
'''
VIEW = '''\
import pytest
from shop import Big, Cart, Order, loose, made, only_big, pay

pay(Order(), 2)
pay(Cart("x"), 2)
pay(Big("x"), True, note=3)
pay(None, 2)
Cart(3)
Big(Order(), size="s")
loose(Order(), 1, ["x"], None, "rest")
only_big(made())
pay("x", 1)  # type: ignore
with pytest.raises(TypeError):
    pay(1, 1)


def use(c):
    pay(c, 1)
    pay(*c)


use(Order())
'''


@pytest.fixture
def project(tmp_path):
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "view.py").write_text(VIEW)
    with inferd.open(str(tmp_path)) as project:
        project.update()
        project.settle()
        yield project


def found(answer):
    return {(r.scope, r.name): ([*r.types], [(e["path"], e["line"]) for e in r.evidence[1:]]) for r in answer.rows}


def test_plain_contradictions_and_the_calls(project):
    view = "view.py"
    assert found(project.contradictions()) == {
        ("shop:Cart.__init__", "owner"): (["int", "shop.Order"], [(view, 8), (view, 9)]),
        ("shop:Cart.__init__", "size"): (["str"], [(view, 9)]),
        ("shop:pay", "cart"): (["None", "shop.Order"], [(view, 4), (view, 7), (view, 18)]),
        ("shop:pay", "note"): (["int"], [(view, 6)]),
    }


@pytest.mark.parametrize(
    ("target", "rows"),
    [("shop:pay", 2), ("shop:Cart", 2), ("shop:Cart.__init__", 2), ("shop", 4), ("shop:loose", 0), ("view", 0)],
)
def test_of_a_target(project, target, rows):
    assert len(project.contradictions(target).rows) == rows


def test_types_of_a_parameter_say_what_contradicts_them(project):
    (cart,) = [r for r in project.types("shop:pay", against=True).rows if r.name == "cart"]
    assert cart.types == ("shop.Cart",)
    assert [(e["kind"], e["why"]) for e in cart.evidence] == [
        ("declared", "parameter cart is declared"),
        ("static", "contradicts it: shop.Order is passed"),
        ("static", "contradicts it: None is passed"),
        ("static", "contradicts it: shop.Order is passed"),
    ]


def bound(project, target):
    rows = project.bindings(target).rows
    return [(r.path, r.line, r.role, r.confidence, *(e["why"] for e in r.evidence)) for r in rows]


def test_what_binds_a_parameter(project):
    assert bound(project, "shop:pay.note") == [
        ("shop.py", 23, "parameter", "exact", "None by default"),
        ("view.py", 6, "call", "exact", "int is passed"),
        ("view.py", 19, "call", "exact", "it may be in what is starred"),
    ]
    assert bound(project, "shop:Cart.__init__.size") == [
        ("shop.py", 11, "parameter", "exact", "int by default"),
        ("view.py", 9, "call", "exact", "str is passed"),
    ]
    assert bound(project, "view:use.c") == [
        ("view.py", 17, "parameter", "exact"),
        ("view.py", 22, "call", "exact", "shop.Order is passed"),
    ]


def test_what_binds_a_variable_and_an_attribute(project):
    assert bound(project, "shop:T") == [("shop.py", 3, "write", "exact")]
    assert bound(project, "shop:Cart.owner") == [("shop.py", 12, "attribute", "exact")]
    assert [r.text for r in project.bindings("shop:Cart").rows] == ["__init__"]
