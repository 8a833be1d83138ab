from lsprotocol import types

FILES = {
    "shop.py": """
        LIMIT = 3


        @decorated
        class Cart:
            size: int = 0

            def total(self):
                def helper():
                    pass
                return helper

            class Line:
                pass


        async def main(): ...
        """,
}


async def test_symbols_form_a_tree(editor):
    assert await editor.names("shop.py") == [
        "LIMIT:1",
        "Cart:5",
        "Cart.size:6",
        "Cart.total:8",
        "Cart.total.helper:9",
        "Cart.Line:13",
        "main:17",
    ]


async def test_ranges_hold_names_and_children(editor):
    def check(items, around=None):
        for item in items or ():
            r, s = item.range, item.selection_range
            assert (r.start.line, r.start.character) <= (s.start.line, s.start.character)
            assert (s.end.line, s.end.character) <= (r.end.line, r.end.character)
            if around is not None:
                assert around.start.line <= r.start.line and r.end.line <= around.end.line
            check(item.children, r)

    found = await editor.outline("shop.py")
    check(found)
    cart = found[1]
    assert (cart.range.start.line, cart.range.end.line) == (3, 13)
    assert (cart.kind, cart.children[1].kind) == (types.SymbolKind.Class, types.SymbolKind.Method)


async def test_an_unsaved_file_has_symbols(editor):
    editor.open("new.py", "def fresh():\n    pass\n")
    assert await editor.names("new.py") == ["fresh:1"]
    editor.close("new.py")
    assert await editor.names("new.py") == []
