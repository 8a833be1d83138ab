import pytest
from pygls.exceptions import JsonRpcException

FILES = {
    "shop/__init__.py": "from shop.cart import Cart\n\n__all__ = ['Cart']\n",
    "shop/cart.py": """
        class Cart:
            def __init__(self):
                self.things = []

            def total(self):
                return len(self.things)
        """,
    "shop/view.py": """
        import os
        from shop import Cart

        def show():
            text = "😀"; cart = Cart.total(Cart())
            return os.getcwd(), cart
        """,
}


async def test_a_class_in_all_files(editor):
    assert editor.applied(await editor.rename("shop/cart.py", "class Ca|rt", "Basket")) == {
        "shop/__init__.py": "from shop.cart import Basket\n\n__all__ = ['Basket']\n",
        "shop/cart.py": editor.text("shop/cart.py").replace("Cart", "Basket"),
        "shop/view.py": editor.text("shop/view.py").replace("Cart", "Basket"),
    }


async def test_unsaved_edits_in_two_buffers_move_the_places(editor):
    editor.open("shop/cart.py")
    editor.open("shop/view.py")
    editor.replace("shop/cart.py", "class Cart:", "# 😀\n\nclass Cart:")
    editor.replace("shop/view.py", "import os", "import os  # first\nimport sys")
    editor.replace("shop/view.py", "return os", 'x = "日本" + "é" if Cart else None; return os')
    edit = await editor.rename("shop/view.py", "from shop import Ca|rt", "Basket")
    assert editor.applied(edit) == {
        "shop/__init__.py": "from shop.cart import Basket\n\n__all__ = ['Basket']\n",
        "shop/cart.py": editor.text("shop/cart.py").replace("Cart", "Basket"),
        "shop/view.py": editor.text("shop/view.py").replace("Cart", "Basket"),
    }
    versions = {editor.path(c.text_document.uri): c.text_document.version for c in edit.document_changes}
    assert versions == {"shop/__init__.py": None, "shop/cart.py": 2, "shop/view.py": 3}
    editor.close("shop/cart.py")
    editor.close("shop/view.py")


async def test_prepare_gives_the_name(editor):
    found = await editor.prepare("shop/view.py", "= Cart.to|tal")
    assert (editor.word("shop/view.py", found.range), found.placeholder) == ("total", "total")
    assert await editor.prepare("shop/view.py", "de|f show") is None


@pytest.mark.parametrize(
    ("needle", "name", "reason"),
    [
        ("os.get|cwd", "cwd", "outside the project"),
        ("def sh|ow", "class", "class"),
        ("def sh|ow", "a b", "a b"),
        ("cart = Ca|rt.total", "os", "os"),
    ],
)
async def test_refusals_say_why(editor, needle, name, reason):
    with pytest.raises(JsonRpcException) as refused:
        await editor.rename("shop/view.py", needle, name)
    assert refused.value.code == -32803
    assert reason in str(refused.value)


async def test_what_is_outside_is_refused_before_a_name_is_asked_for(editor):
    with pytest.raises(JsonRpcException, match="outside the project"):
        await editor.prepare("shop/view.py", "import o|s")
