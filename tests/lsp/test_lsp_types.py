"""Type definition, implementation, the type hierarchy, and what a hover tells about types."""

from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": """
        from abc import ABC

        class Base(ABC):
            def total(self): ...

        class Cart(Base):
            size: int = 0

            def total(self):
                return self.size

        class Big(Cart, dict):
            def total(self): ...
        """,
    "shop/view.py": """
        from shop.cart import Base, Cart

        def show(cart: Cart, other):
            made = Cart()
            made.total()
            cart.total()
            other.total()
        """,
}


async def places(editor, method, path, needle):
    params = types.DefinitionParams(editor.document(path), editor.at(path, needle))
    return editor.shown(await getattr(editor.client, f"text_document_{method}_async")(params))


async def test_where_the_type_of_a_thing_is_defined(editor):
    assert await places(editor, "type_definition", "shop/view.py", "car|t.total") == ["shop/cart.py:6:Cart"]
    assert await places(editor, "type_definition", "shop/view.py", "mad|e.total") == ["shop/cart.py:6:Cart"]
    assert await places(editor, "type_definition", "shop/view.py", "othe|r.total") == []


async def test_a_method_is_found_by_the_type_of_its_receiver(editor):
    assert await editor.definition("shop/view.py", "made.to|tal") == ["shop/cart.py:9:total"]
    assert await editor.definition("shop/view.py", " cart.to|tal") == ["shop/cart.py:9:total"]
    assert await editor.definition("shop/view.py", "other.to|tal") == []
    found = await editor.references("shop/cart.py", "class Cart(Base):\n    size: int = 0\n\n    def to|tal")
    assert {"shop/view.py:5:total", "shop/view.py:6:total"} <= set(found)
    assert found == await editor.references("shop/view.py", "made.to|tal")


async def test_implementations(editor):
    assert await places(editor, "implementation", "shop/cart.py", "class Ba|se") == [
        "shop/cart.py:6:Cart",
        "shop/cart.py:12:Big",
    ]
    assert await places(editor, "implementation", "shop/cart.py", "def to|tal(self): ...\n\nclass Cart") == [
        "shop/cart.py:9:total",
        "shop/cart.py:13:total",
    ]


async def test_the_type_hierarchy_up_and_down(editor):
    params = types.TypeHierarchyPrepareParams(
        editor.document("shop/view.py"), editor.at("shop/view.py", "import Base, Ca|rt")
    )
    (item,) = await editor.client.text_document_prepare_type_hierarchy_async(params)
    assert (item.name, item.kind, item.detail) == ("Cart", types.SymbolKind.Class, "shop.cart:Cart")
    assert (item.range.start.line, item.range.end.line) == (5, 9)
    up = await editor.client.type_hierarchy_supertypes_async(types.TypeHierarchySupertypesParams(item))
    down = await editor.client.type_hierarchy_subtypes_async(types.TypeHierarchySubtypesParams(item))
    assert ([i.name for i in up], [i.name for i in down]) == (["Base"], ["Big"])
    item.data = {"symbol": "shop.cart:Gone"}
    assert await editor.client.type_hierarchy_subtypes_async(types.TypeHierarchySubtypesParams(item)) == ()


async def test_the_hierarchy_counts_unsaved_classes(editor):
    editor.open("shop/view.py")
    editor.replace("shop/view.py", "def show", "class New(Cart): ...\n\ndef show")
    params = types.TypeHierarchyPrepareParams(
        editor.document("shop/cart.py"), editor.at("shop/cart.py", "class Ca|rt")
    )
    (item,) = await editor.client.text_document_prepare_type_hierarchy_async(params)
    down = await editor.client.type_hierarchy_subtypes_async(types.TypeHierarchySubtypesParams(item))
    assert sorted(i.name for i in down) == ["Big", "New"]
    editor.close("shop/view.py")


async def test_a_hover_tells_types_and_why(editor):
    made = await editor.hover("shop/view.py", "mad|e.total")
    assert "type: `shop.cart.Cart`" in made
    declared = await editor.hover("shop/view.py", "car|t.total")
    assert "type: `shop.cart.Cart`" in declared and "declared" in declared
    assert "type: `int`" in await editor.hover("shop/cart.py", "self.si|ze")
    method = await editor.hover("shop/view.py", " cart.to|tal")
    assert "method `shop.cart:Cart.total`" in method and "declared" in method
