"""What was seen follows inferd's own renames, their undo and redo."""

import pytest

CART, VIEW = "shop/cart.py", "shop/view.py"
ME = f"{CART}:Cart"


@pytest.fixture
def recorded(observed):
    spool = observed.spool()
    spool.imported(CART, f"{CART}:Cart")
    spool.test("tests/test_cart.py::test_total", "tests/test_cart.py:test_total", f"{CART}:Cart.total")
    spool.sig(f"{CART}:Cart.__init__", [ME, "list[int]"], "None")
    spool.sig(f"{CART}:Cart.total", [ME, "int"], "int", times=4)
    spool.sig(f"{VIEW}:show", [f"list[{ME}]", "int"], "str")
    spool.sig(f"{VIEW}:<lambda>@9", [ME], "int")
    spool.call(f"{VIEW}:show", "cart.total()", f"{CART}:Cart.total", ME)
    spool.call("tests/test_cart.py:test_total", "Cart([1])", f"type[{ME}]")
    spool.line("attr", spool.cls(ME), "lines", spool.type("list[int]"), 2)
    spool.line("local", spool.func(f"{VIEW}:show"), "text", spool.type("str"), 2)
    spool.write()
    observed.fold()
    return observed


def state(recorded):
    """What was seen, with its status."""
    from inferd.query import runtime

    with recorded.open() as project, project.snapshot() as view:
        seen = runtime.of(view)
        with recorded.reading() as found:
            status = {(b.path, b.qualname): seen.status(b, 1) for b in found.bodies.values()}
            return status, *found.everything()


def rename(recorded, target, new):
    with recorded.open() as project:
        project.apply(project.rename(target, new, include=("possible",)))


def turn(recorded, which):
    with recorded.open() as project:
        getattr(project, which)()


def test_a_method(recorded):
    before = state(recorded)
    assert set(before[0].values()) == {"current"}
    rename(recorded, "shop.cart:Cart.total", "worth")
    after = state(recorded)
    assert set(after[0].values()) == {"current"}
    assert (CART, "Cart.worth") in after[0]
    assert (f"{CART}:Cart.worth", ("shop.cart:Cart", "int"), "return", "int", 4) in after[1]
    assert {(c[0], c[2], c[3]) for c in after[2]} == {
        (f"{VIEW}:show", f"{CART}:Cart.worth", "shop.cart:Cart"),
        ("tests/test_cart.py:test_total", "class shop.cart:Cart", ""),
    }
    assert {len(part) for part in before[1:4]} == {len(part) for part in after[1:4]}
    turn(recorded, "undo")
    assert state(recorded) == before
    turn(recorded, "redo")
    assert state(recorded) == after


def test_a_class(recorded):
    before = state(recorded)
    rename(recorded, "shop.cart:Cart", "Basket")
    after = state(recorded)
    assert set(after[0].values()) == {"current"}
    assert {s[1] for s in after[1]} == {
        ("shop.cart:Basket", "list[int]"), ("shop.cart:Basket", "int"), ("list[shop.cart:Basket]", "int"),
        ("shop.cart:Basket",),
    }  # fmt: skip
    assert ("tests/test_cart.py:test_total", 0, "class shop.cart:Basket", "", 1) in after[2]
    turn(recorded, "undo")
    assert state(recorded) == before


def test_a_test_function(recorded):
    rename(recorded, "tests.test_cart:test_total", "test_sum")
    after = state(recorded)
    assert list(after[6]) == ["tests/test_cart.py::test_sum"]
    assert ("tests/test_cart.py", "test_sum") in after[0]


def test_a_parameter_a_local_and_an_attribute(recorded):
    before = state(recorded)
    rename(recorded, "shop/view.py:4:16", "wide")
    rename(recorded, "shop/view.py:5:5", "told")
    rename(recorded, "shop.cart:Cart.lines", "rows")
    after = state(recorded)
    assert set(after[0].values()) == {"current"}
    assert after[3] == {(f"{VIEW}:show", 0, "told", "str", 2), (f"{CART}:Cart", 1, "rows", "list[int]", 2)}
    with recorded.open() as project:
        (row,) = project.observed_types("shop/view.py:4:16").rows
    assert (row.name, row.types) == ("wide", ("int",))
    for _ in range(3):
        turn(recorded, "undo")
    assert state(recorded) == before


def test_where_both_were_seen_they_are_one(recorded):
    """Recorded again after a rename by hand, which is then undone by hand and made by inferd."""
    texts = {p: (recorded.root / p).read_text() for p in (CART, VIEW, "tests/test_cart.py", "tests/test_view.py")}
    for path, text in texts.items():
        recorded.write(path, text.replace("total(", "worth("))
    spool = recorded.spool(run="b" * 16)
    spool.sig(f"{CART}:Cart.worth", [ME, "int"], "int", times=3)
    spool.write()
    recorded.fold()
    for path, text in texts.items():
        recorded.write(path, text)
    rename(recorded, "shop.cart:Cart.total", "worth")
    with recorded.reading() as found:
        assert {s for s in found.signatures() if s[0] == f"{CART}:Cart.worth"} == {
            (f"{CART}:Cart.worth", ("shop.cart:Cart", "int"), "return", "int", 4),
            (f"{CART}:Cart.worth", ("shop.cart:Cart", "int"), "return", "int", 3),
        }
        assert len([b for b in found.bodies.values() if b.qualname.startswith("Cart.")]) == 2


def refactor(recorded, what, **given):
    with recorded.open() as project:
        project.apply(project.refactor(what, given, possible=True))


def test_a_function_and_a_class_that_move(recorded):
    before = state(recorded)
    refactor(recorded, "move", target="shop.view:show", to="shop.shown")
    moved = state(recorded)
    assert ("shop/shown.py", "show") in moved[0]
    assert moved[0]["shop/shown.py", "show"] == "current"
    assert {s[1] for s in moved[1] if s[0] == "shop/shown.py:show"} == {("list[shop.cart:Cart]", "int")}
    turn(recorded, "undo")
    assert state(recorded) == before
    refactor(recorded, "move", target="shop.cart:Cart", to="shop.basket")
    after = state(recorded)
    assert {q for p, q in after[0] if p == "shop/basket.py"} == {"Cart", "Cart.__init__", "Cart.total"}
    assert {s[1][0] for s in after[1] if s[0].startswith("shop/basket.py:Cart.")} == {"shop.basket:Cart"}
    turn(recorded, "undo")
    assert state(recorded) == before
    turn(recorded, "redo")
    assert state(recorded) == after


def test_a_module_that_moves(recorded):
    before = state(recorded)
    refactor(recorded, "move", target="shop.cart", to="store")
    after = state(recorded)
    assert {p for p, q in after[0] if q == "Cart.total"} == {"store/cart.py"}
    assert {s[1][0] for s in after[1] if s[0].endswith("Cart.total")} == {"store.cart:Cart"}
    turn(recorded, "undo")
    assert state(recorded) == before


def test_what_was_seen_of_a_body_stays_when_a_part_of_it_is_extracted(recorded):
    text = (recorded.root / CART).read_text().splitlines()
    line = next(i for i, row in enumerate(text, 1) if "return" in row and i > 1)
    refactor(recorded, "extract", target=f"{CART}:{line}-{line}", name="worth", kind="method")
    after = state(recorded)
    assert after[0][CART, "Cart.total"] == "current"
