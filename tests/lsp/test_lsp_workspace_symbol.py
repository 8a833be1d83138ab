from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": """
        MAXIMUM_ITEMS = 3

        class ShoppingCart:
            def total_price(self):
                local = 1
                return local

        def totally_other(): ...
        """,
}


async def ask(editor, query):
    found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))
    return [(s.name, s.container_name) for s in found if s.location.uri.startswith(editor.root.as_uri())]


async def test_by_letters_in_order(editor):
    assert await ask(editor, "shcart") == [("ShoppingCart", "shop.cart")]
    assert await ask(editor, "TOTPR") == [("total_price", "shop.cart:ShoppingCart")]


async def test_a_whole_name_comes_first(editor):
    assert (await ask(editor, "total"))[0] == ("total_price", "shop.cart:ShoppingCart")
    assert ("totally_other", "shop.cart") in await ask(editor, "total")


async def test_with_the_name_of_what_is_around(editor):
    assert await ask(editor, "cart.total") == [
        ("total_price", "shop.cart:ShoppingCart"),
        ("totally_other", "shop.cart"),
    ]
    assert await ask(editor, "ShoppingCart.total") == [("total_price", "shop.cart:ShoppingCart")]


async def test_locals_are_no_symbols_of_the_workspace(editor):
    assert await ask(editor, "local") == []


async def test_unsaved_ones_are_found(editor):
    editor.open("shop/cart.py")
    editor.replace("shop/cart.py", "totally_other", "wholly_new")
    assert await ask(editor, "wholly") == [("wholly_new", "shop.cart")]
    assert await ask(editor, "totally") == []
    editor.close("shop/cart.py")


async def test_odd_queries(editor):
    assert isinstance(await ask(editor, ""), list)
    assert await ask(editor, "%_\\") == []
    assert isinstance(await ask(editor, "......"), list)
