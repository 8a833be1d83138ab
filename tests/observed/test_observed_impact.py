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
    """`total` and its override change together; `test_tax` mentions it, and did not run it."""
    assert affected(recorded, "shop.cart:Cart.total") == (
        [("tests/test_cart.py::test_total", "runtime: it ran Cart.total"),
         ("tests/test_view.py::test_show[a]", "runtime: it ran Gift.total")],
        [],
    )  # fmt: skip


def test_a_test_that_no_run_has_tried_as_it_is_now(recorded):
    recorded.edit("tests/test_cart.py", "assert Cart([]).total(2) == 2", "assert Cart([]).total(2) == 3 - 1")
    tests, said = affected(recorded, "shop.cart:Cart.total")
    assert [t for t, _ in tests] == [
        "tests/test_cart.py::test_total", "tests/test_view.py::test_show[a]", "tests/test_cart.py::test_tax",
    ]  # fmt: skip
    assert tests[2][1].startswith("static: it mentions the symbol")
    assert said == ["1 tests were not recorded as they are now: named by what their text reaches in two steps"]


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
