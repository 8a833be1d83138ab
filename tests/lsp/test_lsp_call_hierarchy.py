"""The call hierarchy, both ways."""

import pytest
from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": """
        class Base:
            def total(self): ...

        class Cart(Base):
            def __init__(self, tax):
                self.tax = tax

            def total(self):
                return self.round(len("x"))

            def round(self, n):
                return max(n, self.tax)

        class Small(Cart):
            def total(self):
                return super().total()
        """,
    "shop/view.py": """
        from shop.cart import Base, Cart, Small

        def show(cart: Cart, base: Base, small: Small, other):
            cart.total(); cart.total()
            base.total()
            small.total()
            other.total()
            return cart.total

        def make():
            def inner():
                return show(Cart(1), Base(), Small(2), 3)
            return inner()

        shown = make()
        """,
}


async def item(editor, path, needle):
    params = types.CallHierarchyPrepareParams(editor.document(path), editor.at(path, needle))
    (found,) = await editor.client.text_document_prepare_call_hierarchy_async(params)
    return found


def rows(editor, path, ranges):
    return [f"{r.start.line + 1}:{editor.word(path, r)}" for r in ranges]


async def incoming(editor, path, needle):
    params = types.CallHierarchyIncomingCallsParams(await item(editor, path, needle))
    found = await editor.client.call_hierarchy_incoming_calls_async(params)
    return {c.from_.detail: rows(editor, editor.path(c.from_.uri), c.from_ranges) for c in found}


async def outgoing(editor, path, needle):
    params = types.CallHierarchyOutgoingCallsParams(await item(editor, path, needle))
    found = await editor.client.call_hierarchy_outgoing_calls_async(params)
    return {c.to.detail: rows(editor, path, c.from_ranges) for c in found}


TOTAL = "class Cart(Base):\n    def __init__(self, tax):\n        self.tax = tax\n\n    def to|tal"


async def test_callers_of_a_method_with_those_through_its_base(editor):
    assert await incoming(editor, "shop/cart.py", TOTAL) == {
        "shop.cart:Small.total": ["16:total"],
        "shop.view:show": ["4:total", "4:total", "5:total"],
    }


async def test_callers_of_a_function_in_a_function_and_in_a_module(editor):
    assert await incoming(editor, "shop/view.py", "def sh|ow") == {"shop.view:make.<locals>.inner": ["12:show"]}
    assert await incoming(editor, "shop/view.py", "def ma|ke") == {"shop.view": ["15:make"]}


async def test_callers_of_a_constructor_are_those_of_the_classes(editor):
    found = {"shop.view:make.<locals>.inner": ["12:Cart", "12:Small"]}
    assert await incoming(editor, "shop/cart.py", "def __in|it__") == found
    assert await incoming(editor, "shop/view.py", "import Base, Ca|rt") == {
        "shop.view:make.<locals>.inner": ["12:Cart"]
    }


async def test_who_reads_a_property_calls_it(editor):
    editor.open("shop/view.py")
    editor.replace(
        "shop/view.py",
        "shown = make()",
        "class Price:\n    @property\n    def net(self): return 1\n    def gross(self): return self.net * 2\n"
        "    @property\n    def tax(self): return 1\n    @tax.setter\n    def tax(self, value): ...\n"
        "    def net_now(self): return self.gross\n\n"
        "def bill(price: Price):\n    price.tax = price.net\n    price.tax += 1\n    del price.net\n",
    )
    assert await incoming(editor, "shop/view.py", "def n|et(") == {
        "shop.view:Price.gross": ["18:net"],
        "shop.view:bill": ["26:net"],
    }
    assert await incoming(editor, "shop/view.py", "def t|ax(self)") == {"shop.view:bill": ["26:tax", "27:tax"]}
    assert await incoming(editor, "shop/view.py", "def gro|ss(") == {}, "a method that is only read is not called"
    editor.close("shop/view.py")


async def test_what_python_calls_without_its_name(editor):
    editor.open("shop/view.py")
    editor.replace(
        "shop/view.py",
        "shown = make()",
        "class Price:\n    def __add__(self, other): return 1\n    def __enter__(self): return self\n"
        "    def __exit__(self, *a): ...\n    def __getitem__(self, i): return 1\n    def __call__(self): return 1\n\n"
        "def bill(price: Price):\n    with price:\n        return price + price[0] + price()\n\n"
        "def by(x): return x\n\ndef put(xs): return sorted(xs, key=by)\n\nput([1])\n",
    )
    for name, place in (("add", "24:price"), ("enter", "23:price"), ("getitem", "24:price"), ("call", "24:price")):
        found = await incoming(editor, "shop/view.py", f"def __{name}|__")
        assert found == {"shop.view:bill": [place]}, name
    assert await incoming(editor, "shop/view.py", "def b|y(") == {"shop.view:put": ["28:sorted"]}
    editor.close("shop/view.py")


async def test_what_a_function_calls(editor):
    found = await outgoing(editor, "shop/cart.py", TOTAL)
    assert found == {"shop.cart:Cart.round": ["9:round"], "builtins:len": ["9:len"]}
    assert await outgoing(editor, "shop/view.py", "def in|ner") == {
        "shop.view:show": ["12:show"],
        "shop.cart:Cart.__init__": ["12:Cart", "12:Small"],
        "shop.cart:Base": ["12:Base"],
    }


async def test_what_is_outside_has_callers_here(editor):
    params = types.CallHierarchyPrepareParams(
        editor.document("shop/cart.py"), editor.at("shop/cart.py", "return self.round(l|en")
    )
    (found,) = await editor.client.text_document_prepare_call_hierarchy_async(params)
    assert (found.name, found.detail) == ("len", "builtins:len")
    calls = await editor.client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(found))
    assert [c.from_.detail for c in calls] == ["shop.cart:Cart.total"]


async def test_a_class_outside_has_the_project_s_classes_below_it(editor):
    editor.open("shop/view.py")
    editor.replace("shop/view.py", "shown = make()", "class Special(dict): ...")
    params = types.TypeHierarchyPrepareParams(
        editor.document("shop/view.py"), editor.at("shop/view.py", "class Spe|cial")
    )
    (own,) = await editor.client.text_document_prepare_type_hierarchy_async(params)
    (above,) = await editor.client.type_hierarchy_supertypes_async(types.TypeHierarchySupertypesParams(own))
    assert (above.name, above.detail) == ("dict", "builtins:dict")
    more = await editor.client.type_hierarchy_supertypes_async(types.TypeHierarchySupertypesParams(above))
    assert [m.detail for m in more] == ["typing:MutableMapping"]
    below = await editor.client.type_hierarchy_subtypes_async(types.TypeHierarchySubtypesParams(above))
    assert [b.detail for b in below] == ["shop.view:Special"]
    editor.close("shop/view.py")


async def test_unsaved_calls_count_in_broken_text(editor):
    editor.open("shop/view.py")
    editor.replace("shop/view.py", "shown = make()", "def more(cart: Cart):\n    cart.round(1)\n\ndef broken(:\n")
    assert await incoming(editor, "shop/cart.py", "def ro|und") == {
        "shop.cart:Cart.total": ["9:round"],
        "shop.view:more": ["16:round"],
    }
    editor.close("shop/view.py")


@pytest.mark.parametrize("needle", ["de|f show", "oth|er.total()"])
async def test_nothing_where_nothing_is_called(editor, needle):
    params = types.CallHierarchyPrepareParams(editor.document("shop/view.py"), editor.at("shop/view.py", needle))
    assert await editor.client.text_document_prepare_call_hierarchy_async(params) is None
