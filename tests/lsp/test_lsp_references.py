from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": """
        class Cart:
            def total(self, tax=0):
                return self.total(1)

        def make():
            return Cart()
        """,
    "shop/view.py": """
        from shop.cart import Cart, make

        def show(other):
            other.total()
            return Cart.total(make())
        """,
}


async def test_uses_in_all_files(editor):
    assert await editor.references("shop/cart.py", "class Ca|rt") == [
        "shop/cart.py:1:Cart",
        "shop/cart.py:6:Cart",
        "shop/view.py:1:Cart",
        "shop/view.py:5:Cart",
    ]


async def test_without_the_declaration(editor):
    assert await editor.references("shop/cart.py", "class Ca|rt", declaration=False) == [
        "shop/cart.py:6:Cart",
        "shop/view.py:1:Cart",
        "shop/view.py:5:Cart",
    ]


async def test_possible_ones_are_counted_not_shown(editor):
    found = await editor.references("shop/cart.py", "def to|tal")
    assert found == ["shop/cart.py:2:total", "shop/cart.py:3:total", "shop/view.py:5:total"]
    assert "1 possible not shown" in await editor.logged("references of shop.cart:Cart.total")


async def test_possible_ones_are_shown_on_request(editor):
    def tell(value):
        settings = {"inferd": {"references": {"possible": value}}}
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))

    editor.client.set_configuration({"inferd": {"references": {"possible": True}}})
    tell(True)
    try:
        found = await editor.references("shop/cart.py", "def to|tal")
        assert "shop/view.py:4:total" in found
        assert await editor.references("shop/view.py", "other.to|tal") == found
    finally:
        editor.client.set_configuration({"inferd": {"references": {"possible": False}}})
        tell(False)
    assert "shop/view.py:4:total" not in await editor.references("shop/cart.py", "def to|tal")


async def test_an_unknown_receiver_is_said(editor):
    assert await editor.references("shop/view.py", "other.to|tal") == []
    assert "its receiver is not known here" in await editor.shown_message("references of total:")


async def test_parameters_with_their_keyword_arguments(editor):
    editor.open("shop/view.py")
    editor.replace("shop/view.py", "Cart.total(make())", "Cart.total(make(), tax=2)")
    assert await editor.references("shop/cart.py", "ta|x=0") == ["shop/cart.py:2:tax", "shop/view.py:5:tax"]
    editor.close("shop/view.py")
    assert await editor.references("shop/cart.py", "ta|x=0") == ["shop/cart.py:2:tax"]
