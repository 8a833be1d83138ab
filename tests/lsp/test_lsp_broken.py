"""Broken code in a buffer never blanks the rest of the file, and no range is given that does not hold the name."""

import pytest

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": '''
        """Carts."""

        LIMIT = 3


        class Cart:
            """Holds."""

            def total(self, tax=0):
                """Costs."""
                value = self.sum() + tax
                return value

            def sum(self):
                return LIMIT


        def make():
            cart = Cart()
            return cart


        def last():
            return make()
        ''',
    "shop/view.py": "from shop.cart import Cart, make\n\nCart.total(make())\n",
}

REST = {
    "head": ("# x\n" * 3, 3),
    "def": ("def f(\n", 1),
    "string": ('text = "half\n', 1),
    "triple": None,
    "attribute": ("LIMIT.\n", 1),
    "bracket": ("f(1, [2\n", 1),
    "class": ("class Half(\n", 1),
    "tab": ("  x = 1\n", 1),
}


@pytest.fixture
async def cart(editor):
    editor.open("shop/cart.py")
    yield editor
    editor.close("shop/cart.py")


@pytest.mark.parametrize("case", [c for c in REST if REST[c]])
async def test_unfinished_code_above(cart, case):
    text, lines = REST[case]
    cart.replace("shop/cart.py", "class Cart:", text + "class Cart:")
    assert await cart.references("shop/view.py", "Cart.to|tal") == [
        f"shop/cart.py:{9 + lines}:total",
        "shop/view.py:3:total",
    ]
    assert await cart.definition("shop/view.py", "Ca|rt.total") == [f"shop/cart.py:{6 + lines}:Cart"]
    names = await cart.names("shop/cart.py")
    assert {f"Cart:{6 + lines}", f"Cart.total:{9 + lines}", f"make:{18 + lines}", f"last:{23 + lines}"} <= set(names)
    assert "Costs." in await cart.hover("shop/view.py", "Cart.to|tal")


async def test_an_unfinished_statement_in_a_function(cart):
    cart.replace("shop/cart.py", "    cart = Cart()\n", "    cart = Cart()\n    cart.\n")
    assert await cart.definition("shop/cart.py", "return ma|ke()") == ["shop/cart.py:18:make"]
    assert await cart.references("shop/view.py", "ma|ke())") == [
        "shop/cart.py:18:make",
        "shop/cart.py:25:make",
        "shop/view.py:1:make",
        "shop/view.py:3:make",
    ]
    assert "last:24" in await cart.names("shop/cart.py")
    # inside the broken function itself: what was known of the lines that stand
    assert await cart.definition("shop/cart.py", "return car|t") == ["shop/cart.py:19:cart"]
    assert await cart.references("shop/view.py", "Cart, ma|ke") == await cart.references("shop/cart.py", "def ma|ke")


async def test_what_no_longer_stands_there_is_not_answered(cart):
    cart.replace("shop/cart.py", "    cart = Cart()\n", "    basket = Ca(\n")
    assert await cart.definition("shop/cart.py", "basket = C|a(") == []
    assert await cart.hover("shop/cart.py", "bask|et") is None
    found = await cart.references("shop/cart.py", "class Ca|rt")
    assert found == ["shop/cart.py:6:Cart", "shop/view.py:1:Cart", "shop/view.py:3:Cart"]
    assert "left out" in await cart.logged("references of shop.cart:Cart:")


async def test_edits_above_move_a_broken_block(cart):
    cart.replace("shop/cart.py", "value = self.sum() + tax", "value = (self.sum() + tax")
    assert await cart.references("shop/cart.py", "def su|m") == ["shop/cart.py:11:sum", "shop/cart.py:14:sum"]
    cart.replace("shop/cart.py", "LIMIT = 3", "LIMIT = 3\n\n\n# three more")
    assert await cart.references("shop/cart.py", "def su|m") == ["shop/cart.py:14:sum", "shop/cart.py:17:sum"]
    assert await cart.definition("shop/cart.py", "self.su|m()") == ["shop/cart.py:17:sum"]
    cart.replace("shop/cart.py", "return value", "return value)\n")
    cart.replace("shop/cart.py", "return value)", "return value")
    assert (await cart.names("shop/cart.py"))[:3] == ["LIMIT:3", "Cart:9", "Cart.total:12"]


async def test_a_broken_file_is_said_and_heals(cart):
    cart.replace("shop/cart.py", "def last():", "def last(:")
    assert "shop/cart.py:25:last" not in await cart.references("shop/cart.py", "class Ca|rt")
    assert "not wholly analysed" in await cart.logged("references of shop.cart:Cart:")
    cart.replace("shop/cart.py", "def last(:", "def last():")
    assert await cart.hover("shop/cart.py", "def la|st") is not None


async def test_text_that_is_broken_from_the_start(editor):
    editor.open("shop/cart.py", "\n# new\n" + editor.text("shop/cart.py").replace("return cart", "return cart.\n"))
    assert await editor.references("shop/view.py", "Cart.to|tal") == ["shop/cart.py:11:total", "shop/view.py:3:total"]
    assert await editor.definition("shop/cart.py", "cart = Ca|rt") == ["shop/cart.py:8:Cart"]
    editor.close("shop/cart.py")


async def test_an_unclosed_triple_quote(cart):
    cart.replace("shop/cart.py", '"""Costs."""', '"""Costs.')
    found = await cart.references("shop/view.py", "Ca|rt.total")
    assert {"shop/cart.py:6:Cart", "shop/view.py:3:Cart"} <= set(found)
    assert await cart.outline("shop/cart.py")


async def test_nothing_but_rubbish(cart):
    for text in (
        "",
        "\n",
        "\x00",
        ")",
        "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        "((((" * 500,
        "if",
    ):
        cart.set("shop/cart.py", text)
        await cart.outline("shop/cart.py")
        assert isinstance(await cart.references("shop/view.py", "Ca|rt.total"), list)
