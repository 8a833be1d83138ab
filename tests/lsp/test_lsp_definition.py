FILES = {
    "shop/__init__.py": "from shop.cart import Cart as Basket\n",
    "shop/cart.py": """
        LIMIT = 3

        class Cart:
            def total(self, tax=0):
                return self.sum() + tax

            def sum(self):
                return LIMIT
        """,
    "shop/view.py": """
        import os
        from shop import Basket
        from shop.cart import Cart

        def show(other):
            cart = Cart()
            Cart.total(cart, tax=3)
            other.total()
            return os.getcwd(), cart, Basket
        """,
}


async def test_an_imported_class_leads_to_its_file(editor):
    assert await editor.definition("shop/view.py", "= Ca|rt()") == ["shop/cart.py:3:Cart"]


async def test_a_reexport_under_another_name_leads_to_the_class(editor):
    assert await editor.definition("shop/view.py", "cart, Bas|ket") == ["shop/cart.py:3:Cart"]


async def test_a_method_of_a_named_class(editor):
    assert await editor.definition("shop/view.py", "Cart.to|tal(") == ["shop/cart.py:4:total"]


async def test_members_through_self(editor):
    assert await editor.definition("shop/cart.py", "self.su|m") == ["shop/cart.py:7:sum"]


async def test_locals_parameters_and_keyword_arguments(editor):
    assert await editor.definition("shop/view.py", ", car|t, Basket") == ["shop/view.py:6:cart"]
    assert await editor.definition("shop/view.py", "ta|x=3") == ["shop/cart.py:4:tax"]


async def test_a_position_at_the_end_of_a_name_counts(editor):
    assert await editor.definition("shop/cart.py", "return LIMIT|") == ["shop/cart.py:1:LIMIT"]


async def test_a_module_is_defined_where_its_file_begins(editor):
    assert await editor.definition("shop/view.py", "from shop.ca|rt") == ["shop/cart.py:1:"]


async def test_what_is_not_known_has_no_definition(editor):
    assert await editor.definition("shop/view.py", "other.to|tal") == []
    (place,) = await editor.definition("shop/view.py", "os.get|cwd")
    assert place.rpartition("/")[2].startswith("__init__.pyi:") and place.endswith(":getcwd")
    assert await editor.definition("shop/view.py", "de|f show") == []
