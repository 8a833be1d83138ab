"""Types, calls and tests as answers, and whether they still hold after edits."""

import sqlite3
from contextlib import closing

import pytest
from spools import Spool

CART, VIEW = "shop/cart.py", "shop/view.py"
ME = f"{CART}:Cart"


@pytest.fixture
def recorded(observed):
    spool = observed.spool()
    spool.imported(CART, f"{CART}:Cart", f"{CART}:Gift")
    spool.imported("tests/test_cart.py")
    spool.imported("tests/test_view.py")
    spool.test("tests/test_cart.py::test_total", "tests/test_cart.py:test_total", f"{CART}:Cart.__init__",
               f"{CART}:Cart.total")  # fmt: skip
    spool.test("tests/test_view.py::test_show", "tests/test_view.py:test_show", f"{VIEW}:show", f"{CART}:Gift.total",
               f"{CART}:Cart.total", outcome="failed")  # fmt: skip
    spool.sig(f"{CART}:Cart.__init__", [ME, "list[int]"], "None", times=2)
    spool.sig(f"{CART}:Cart.__init__", [f"{CART}:Gift", "list[never]"], "None")
    spool.sig(f"{CART}:Cart.total", [ME, "int"], "int", times=4)
    spool.sig(f"{CART}:Cart.total", [ME, "str"], "TypeError", outcome="raise")
    spool.sig(f"{VIEW}:show", [f"{CART}:Gift", "int"], "str")
    spool.sig(f"{VIEW}:show", ["mock", "int"], "str")
    spool.call(f"{VIEW}:show", "cart.total()", f"{CART}:Gift.total", f"{CART}:Gift")
    spool.call(f"{VIEW}:show", "str(cart.total())", "type[str]")
    spool.call("tests/test_cart.py:test_total", "Cart([1]).total()", f"{CART}:Cart.total", ME)
    spool.call("tests/test_cart.py:test_total", "Cart([1])", f"type[{ME}]")
    spool.line("attr", spool.cls(ME), "lines", spool.type("list[int]"), 2)
    spool.line("local", spool.func(f"{VIEW}:show"), "text", spool.type("str"), 2)
    spool.write()
    observed.fold()
    return observed


def asked(observed, question, target):
    with observed.open() as project:
        return getattr(project, question)(target)


def types_of(observed, target):
    found = asked(observed, "observed_types", target)
    return {
        (r.path, r.line, r.column, r.kind, r.name, r.types, r.evidence[0]["status"], r.evidence[0]["count"])
        for r in found.rows
    }


def calls_of(observed, question, target):
    found = asked(observed, question, target)
    return {
        (r.path, r.line, r.column, r.caller, r.callee, r.confidence, r.evidence[0]["status"]) for r in found.rows
    }


def reached(observed, target):
    found = asked(observed, "tests", target)
    return {(r.id, r.why, r.outcome, r.confidence) for r in found.rows}


def test_types_of_a_function(recorded):
    assert types_of(recorded, "shop.cart:Cart.total") == {
        (CART, 10, 15, "parameter", "self", ("shop.cart.Cart",), "current", 5),
        (CART, 10, 21, "parameter", "tax", ("int", "str"), "current", 5),
        (CART, 10, 9, "return", "return", ("int",), "current", 4),
        (CART, 10, 9, "return", "raise", ("TypeError",), "current", 1),
    }


def test_mocks_are_evidence_of_nothing_and_empty_containers_of_little(recorded):
    found = types_of(recorded, "shop.view:show")
    assert (VIEW, 4, 10, "parameter", "cart", ("shop.cart.Gift",), "current", 1) in found
    found = types_of(recorded, "shop.cart:Cart.__init__")
    assert (CART, 7, 24, "parameter", "lines", ("list[int]",), "current", 3) in found


def test_types_of_a_parameter_a_local_and_an_attribute(recorded):
    assert types_of(recorded, "shop/cart.py:10:21") == {
        (CART, 10, 21, "parameter", "tax", ("int", "str"), "current", 5)
    }
    assert types_of(recorded, "shop/view.py:5:6") == {(VIEW, 5, 5, "variable", "text", ("str",), "current", 2)}
    assert types_of(recorded, "shop.cart:Cart.lines") == {
        (CART, 4, 7, "attribute", "lines", ("list[int]",), "current", 2)
    }


def test_evidence_names_runs_and_their_time(recorded):
    (row,) = asked(recorded, "observed_types", "shop/cart.py:10:21").rows
    assert row.evidence == (
        {"kind": "runtime", "why": "seen 5 times", "status": "current", "count": 5, "runs": [1],
         "when": "2026-11-21T02:20:20Z"},
    )  # fmt: skip


def test_callers_and_calls(recorded):
    assert calls_of(recorded, "observed_callers", "shop.cart:Cart.total") == {
        ("tests/test_cart.py", 5, 22, "tests.test_cart:test_total", "shop.cart:Cart.total", "inferred", "current"),
    }
    constructed = {
        ("tests/test_cart.py", 5, 12, "tests.test_cart:test_total", "shop.cart:Cart.__init__", "inferred", "current")
    }
    assert calls_of(recorded, "observed_callers", "shop.cart:Cart") == constructed
    assert calls_of(recorded, "observed_callers", "shop.cart:Cart.__init__") == constructed
    show = {
        (VIEW, 5, 21, "shop.view:show", "shop.cart:Gift.total", "inferred", "current"),
        (VIEW, 5, 12, "shop.view:show", "builtins.str", "inferred", "current"),
    }
    assert calls_of(recorded, "observed_calls", "shop.view:show") == show
    assert calls_of(recorded, "observed_calls", "shop.view") == show
    assert len(calls_of(recorded, "observed_calls", None)) == 4
    (row,) = asked(recorded, "callers", "shop.cart:Gift.total").rows
    assert [e["kind"] for e in row.evidence] == ["static", "runtime"]
    assert row.evidence[-1]["receivers"] == ["shop.cart.Gift"]


def test_the_tests_of_a_function_a_class_and_a_constant(recorded):
    total = ("tests/test_cart.py::test_total", "it ran Cart.total", "passed", "exact")
    show = ("tests/test_view.py::test_show", "it ran Cart.total", "failed", "exact")
    assert reached(recorded, "shop.cart:Cart.total") == {total, show}
    assert reached(recorded, "shop.cart:Gift.total") == {(show[0], "it ran Gift.total", "failed", "exact")}
    assert {t[0] for t in reached(recorded, "shop.cart:Cart")} == {total[0], show[0]}
    rate = "it imports shop/cart.py, which ran Cart"
    assert reached(recorded, "shop.cart:Cart.rate") == {(total[0], rate, "passed", "exact"),
                                                         (show[0], rate, "failed", "exact")}  # fmt: skip


def test_an_edit_retires_what_it_changes_and_a_reversion_brings_it_back(recorded):
    before = {t: types_of(recorded, t) for t in ("shop.cart:Cart.total", "shop.cart:Cart.__init__", "shop.view:show")}
    recorded.edit(CART, "return sum(price", "return 0 + sum(price")
    after = {t: types_of(recorded, t) for t in before}
    assert {r[6] for r in after["shop.cart:Cart.total"]} == {"retired"}
    assert {r[:6] for r in after["shop.cart:Cart.total"]} == {
        (CART, 10, 9, "parameter", "self", ("shop.cart.Cart",)), (CART, 10, 9, "parameter", "tax", ("int", "str")),
        (CART, 10, 9, "return", "return", ("int",)), (CART, 10, 9, "return", "raise", ("TypeError",)),
    }  # fmt: skip
    assert after["shop.cart:Cart.__init__"] == before["shop.cart:Cart.__init__"]
    assert after["shop.view:show"] == before["shop.view:show"]
    called = calls_of(recorded, "observed_callers", "shop.cart:Cart.total")
    assert {c[5:] for c in called} == {("possible", "callee-changed")}
    assert {t[3] for t in reached(recorded, "shop.cart:Cart.total")} == {"possible"}
    recorded.edit(CART, "return 0 + sum(price", "return sum(price")
    assert {t: types_of(recorded, t) for t in before} == before


def test_a_changed_callee_is_said(recorded):
    recorded.edit(CART, "super().total(tax) - 1", "super().total(tax) - 2")
    assert {r[6] for r in types_of(recorded, "shop.view:show")} == {"callee-changed"}
    assert {c[5:] for c in calls_of(recorded, "observed_calls", "shop.view:show")} == {("possible", "callee-changed")}


def test_an_attribute_is_retired_with_the_methods_that_may_have_put_it_there(recorded):
    recorded.edit(CART, "self.lines = lines\n", "self.lines = list(lines)\n")
    assert {r[6] for r in types_of(recorded, "shop.cart:Cart.lines")} == {"retired"}
    again = Spool(recorded.root, recorded.spool_directory, run="f" * 16)
    again.func(f"{CART}:Cart")
    again.sig(f"{CART}:Cart.__init__", [ME, "tuple(int)"], "None")
    again.line("attr", again.cls(ME), "lines", again.type("list[str]"), 1)
    again.write()
    recorded.fold()
    assert {(r[5], r[6]) for r in types_of(recorded, "shop.cart:Cart.lines")} == {
        (("list[str]",), "current"), (("list[int]",), "retired"),
    }  # fmt: skip


def test_formatting_changes_nothing_but_places(recorded):
    text = (recorded.root / VIEW).read_text()
    recorded.write(VIEW, "# a comment\n\n" + text.replace("cart.total()", "(\n        cart\n        .total()\n    )"))
    assert calls_of(recorded, "observed_calls", "shop.view:show") == {
        (VIEW, 9, 10, "shop.view:show", "shop.cart:Gift.total", "inferred", "current"),
        (VIEW, 7, 12, "shop.view:show", "builtins.str", "inferred", "current"),
    }
    assert {r[6] for r in types_of(recorded, "shop.view:show")} == {"current"}


def test_unsaved_text_counts(recorded):
    with recorded.open() as project:
        text = (recorded.root / VIEW).read_text()
        project.set_overlay(VIEW, "\n\n" + text)
        assert {(r.line, r.evidence[0]["status"]) for r in project.observed_types("shop.view:show").rows} == {
            (6, "current")
        }
        project.set_overlay(VIEW, text.replace("rjust", "ljust"))
        assert {r.evidence[0]["status"] for r in project.observed_types("shop.view:show").rows} == {"retired"}
        project.set_overlay(VIEW, None)
        assert {r.evidence[0]["status"] for r in project.observed_types("shop.view:show").rows} == {"current"}


def test_a_second_run_adds_up(recorded):
    spool = Spool(recorded.root, recorded.spool_directory, run="a" * 16)
    spool.sig(f"{CART}:Cart.total", [ME, "float"], "float", times=3)
    spool.write()
    recorded.fold()
    (row,) = asked(recorded, "observed_types", "shop/cart.py:10:21").rows
    assert row.types == ("float", "int", "str")
    assert (row.evidence[0]["count"], row.evidence[0]["runs"]) == (8, [1, 2])


def test_without_a_run_that_is_said(observed):
    for question in ("observed_types", "observed_callers", "tests"):
        found = asked(observed, question, "shop.cart:Cart.total")
        assert found.rows == ()
        assert "no run is recorded" in found.undecided[0].reason


def test_plain_types_tell_what_was_seen(recorded):
    """Behind what is known from the code, and instead of what is not known."""

    def types(target):
        found = asked(recorded, "types", target)
        return [(r.line, r.column, r.kind, r.name, r.types, [e["kind"] for e in r.evidence]) for r in found.rows]

    passed = (4, 10, "parameter", "cart", ("shop.cart.Gift",), ["static"])
    seen = (4, 10, "parameter", "cart", ("shop.cart.Gift",), ["runtime"])
    assert types("shop/view.py:4:10") == [passed, seen]
    assert types("shop/view.py:5:16") == [(5, 16, "variable", *passed[3:]), seen]
    assert types("shop/view.py:5:5") == [
        (5, 5, "variable", "text", ("str",), ["static"]), (5, 5, "variable", "text", ("str",), ["runtime"]),
    ]  # fmt: skip
    assert types("shop.cart:Cart.lines")[-1] == (4, 7, "attribute", "lines", ("list[int]",), ["runtime"])
    recorded.edit(VIEW, "text.rjust(width)", "text.ljust(width)")
    assert types("shop/view.py:4:10") == [passed]


def test_views_for_other_tools(recorded):
    recorded.edit(VIEW, "text.rjust(width)", "text.ljust(width)")
    with recorded.open():
        pass
    with closing(sqlite3.connect(recorded.root / ".project" / "callinfo.db")) as db:
        columns = "qualname, arguments, outcome, result, run, count, stands"
        assert set(db.execute(f"SELECT {columns} FROM observations")) == {
            ("Cart.__init__", '["shop.cart:Cart","list[int]"]', "return", "None", 1, 2, 1),
            ("Cart.__init__", '["shop.cart:Gift","list[Never]"]', "return", "None", 1, 1, 1),
            ("Cart.total", '["shop.cart:Cart","int"]', "return", "int", 1, 4, 1),
            ("Cart.total", '["shop.cart:Cart","str"]', "raise", "TypeError", 1, 1, 1),
            ("show", '["shop.cart:Gift","int"]', "return", "str", 1, 1, 0),
            ("show", '["?","int"]', "return", "str", 1, 1, 0),
        }
        assert set(db.execute("SELECT caller, callee, receiver, count FROM observed_calls")) == {
            ("show", "shop/cart.py:Gift.total", "shop.cart:Gift", 1), ("show", "class str", None, 1),
            ("test_total", "shop/cart.py:Cart.total", "shop.cart:Cart", 1),
            ("test_total", "class shop.cart:Cart", None, 1),
        }  # fmt: skip
        assert db.execute("SELECT run, command, status FROM recorded_runs").fetchall() == [(1, "pytest -q", None)]


def test_a_function_that_no_test_ran_is_run_by_none(recorded):
    """The body of its class or module ran; that is not it."""
    assert reached(recorded, "shop.view:numbers") == set()
    recorded.edit(CART, "    rate = 2\n", "    rate = 2\n\n    def more(self):\n        pass\n")
    assert reached(recorded, "shop.cart:Cart.more") == set()


def test_a_private_method_has_the_name_that_python_files_it_under(observed):
    observed.edit(CART, "    rate = 2\n", "    rate = 2\n\n    def __price(self):\n        pass\n")
    spool = observed.spool()
    spool.test("tests/test_cart.py::test_total", "tests/test_cart.py:test_total", f"{CART}:Cart.__price")
    spool.sig(f"{CART}:Cart.__price", [ME], "None")
    spool.write()
    observed.fold()
    assert [t for t, *_ in reached(observed, "shop.cart:Cart.__price")] == ["tests/test_cart.py::test_total"]
    assert types_of(observed, "shop.cart:Cart.__price")
