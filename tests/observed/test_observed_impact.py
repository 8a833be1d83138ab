"""The tests that a change can affect: those that ran it, and of the others only what no run has tried."""

import pytest

CART, VIEW = "shop/cart.py", "shop/view.py"


def affected(observed, target, kind="rename"):
    with observed.open() as project:
        report = project.impact(target, kind)
    return [(t["id"], t["why"]) for t in report.tests], [r["why"] for r in report.risks if r["kind"] == "tests"]


@pytest.fixture
def recorded(observed):
    spool = observed.spool()
    spool.imported(CART, f"{CART}:Cart", f"{CART}:Gift")
    spool.test("tests/test_cart.py::test_total", "tests/test_cart.py:test_total", f"{CART}:Cart.total")
    spool.test("tests/test_cart.py::test_tax", "tests/test_cart.py:test_tax")
    spool.test("tests/test_view.py::test_show[a]", "tests/test_view.py:test_show", f"{VIEW}:show", f"{CART}:Gift.total")
    spool.call(f"{VIEW}:show", "cart.total()", f"{CART}:Gift.total", f"{CART}:Gift")
    spool.write()
    observed.fold()
    return observed


def test_without_a_run_that_is_said(observed):
    tests, said = affected(observed, "shop.cart:Cart.total")
    assert {why.partition(":")[0] for _, why in tests} == {"static"}
    (said,) = said
    assert said.startswith("no run is recorded")


def test_the_tests_that_ran_it(recorded):
    """`test_tax` mentions it, and did not run it; the override changes together with it, and is counted."""
    assert affected(recorded, "shop.cart:Cart.total") == (
        [("tests/test_cart.py::test_total", "runtime: it ran Cart.total")],
        ["1 more ran what changes together with it, not itself (`inferd query tests` of that names them)"],
    )


def test_where_none_ran_it_those_that_ran_its_overrides(recorded):
    text = "from shop.cart import Gift\n\n\nclass Small(Gift):\n    def total(self, tax=0):\n        return 0\n"
    recorded.write("shop/gift.py", text)
    tests, said = affected(recorded, "shop.gift:Small.total")
    assert [t for t, _ in tests] == ["tests/test_cart.py::test_total", "tests/test_view.py::test_show[a]"]
    assert said == []


def test_a_test_that_no_run_has_tried_as_it_is_now(recorded):
    recorded.edit("tests/test_cart.py", "assert Cart([]).total(2) == 2", "assert Cart([]).total(2) == 3 - 1")
    tests, said = affected(recorded, "shop.cart:Cart.total")
    assert [t for t, _ in tests] == ["tests/test_cart.py::test_total", "tests/test_cart.py::test_tax"]
    assert tests[1][1].startswith("static: it mentions the symbol")
    (said,) = said
    assert said.startswith("1 test was not recorded as now: named by what their text reaches in a few steps")


def test_a_body_that_was_changed_since(recorded):
    recorded.edit(CART, "return sum(price", "return 0 + sum(price")
    tests, _ = affected(recorded, "shop.cart:Cart.total")
    assert ("tests/test_cart.py::test_total", "runtime: it ran Cart.total, before it was changed") in tests


def test_what_is_taken_away_breaks_those_that_name_it(recorded):
    tests, _ = affected(recorded, "shop.cart:Cart.total", "remove")
    assert "tests/test_cart.py::test_tax" in [t for t, _ in tests]


def test_what_no_test_reached(recorded):
    tests, said = affected(recorded, "shop.view:numbers")
    assert (tests, said) == ([], ["no recorded test reached it"])


def test_what_runs_at_import(recorded):
    tests, _ = affected(recorded, "shop.cart:Cart.rate")
    assert {t for t, _ in tests} == {
        "tests/test_cart.py::test_total", "tests/test_cart.py::test_tax", "tests/test_view.py::test_show[a]",
    }  # fmt: skip
    assert {w for _, w in tests} == {"runtime: it imports shop/cart.py, which ran Cart"}


def test_a_call_that_only_runs_tell_of_is_a_caller(observed):
    """What a table holds, and what `getattr` finds."""
    observed.write("shop/table.py", '''\
from shop.cart import Cart

STEPS = {"sum": Cart.total}


def step(cart, name):
    return STEPS[name](cart), getattr(cart, "to" + "tal")()


class Till:
    sums = [step(Cart([1]), "sum")]
''')  # fmt: skip
    table = "shop/table.py"
    spool = observed.spool()
    spool.call(f"{table}:step", "STEPS[name](cart)", f"{CART}:Cart.total", f"{CART}:Cart", times=3)
    spool.call(f"{table}:step", 'getattr(cart, "to" + "tal")()', f"{CART}:Cart.total", f"{CART}:Cart")
    spool.call(f"{table}:Till", 'step(Cart([1]), "sum")', f"{table}:step")
    spool.call("tests/test_cart.py:test_total", "Cart([1]).total()", f"{CART}:Cart.total", f"{CART}:Cart")
    spool.write()
    observed.fold()

    def callers(target):
        with observed.open() as project:
            return {c["caller"]: c for c in project.impact(target).callers}

    found = callers("shop.cart:Cart.total")
    assert {"tests.test_cart:test_total", "tests.test_cart:test_tax", "shop.table:step"} <= set(found)
    step = found["shop.table:step"]
    assert (step["path"], step["confidence"]) == (table, "inferred")
    assert [e["kind"] for e in step["evidence"]] == ["runtime"] * len(step["places"])
    assert "evidence" not in found["tests.test_cart:test_total"]
    assert found["tests.test_cart:test_total"]["count"] == 1
    assert list(callers("shop.table:step")) == ["shop.table:Till"]
    observed.edit(table, "return STEPS[name](cart), ", "return ")
    assert "shop.table:step" not in callers("shop.cart:Cart.total")


def test_tests_of_unittest_have_their_place_and_are_counted_once(observed):
    observed.write("tests/test_case.py", '''\
import unittest

from shop.cart import Cart


class Base(unittest.TestCase):
    def test_base(self):
        assert Cart([1]).total() == 1


class CartTest(Base):
    def test_total(self):
        assert Cart([2]).total() == 2
''')  # fmt: skip
    case = "tests/test_case.py"
    spool = observed.spool()
    ran = [("CartTest.test_total",) * 2, ("CartTest.test_base", "Base.test_base"), ("Base.test_base",) * 2]
    for name, body in ran:
        owner = spool.owner("test", f"unittest:tests.test_case.{name}", case)
        spool.line("ran", owner, [spool.func(f"{case}:{body}"), spool.func(f"{CART}:Cart.total")])
        spool.line("test", owner, 1, 2, "passed")
    spool.write()
    observed.fold()
    with observed.open() as project:
        rows = {r.id: r[:3] for r in project.tests("shop.cart:Cart.total").rows}
    assert rows == {
        "unittest:tests.test_case.CartTest.test_total": (case, 12, 9),
        "unittest:tests.test_case.CartTest.test_base": (case, 11, 7),
        "unittest:tests.test_case.Base.test_base": (case, 7, 9),
    }
    ids = [t for t, _ in affected(observed, "shop.cart:Cart.total")[0]]
    assert sorted(t for t in ids if "case" in t) == sorted(rows)
