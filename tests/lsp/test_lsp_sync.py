import pytest
from lsp_client import capabilities, served

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": "class Cart:\n    def total(self): ...\n",
    "shop/view.py": "from shop.cart import Cart\n\nCart.total(None)\n",
}

WIDE = """
def pay(y):
    a = "😀😀"; pay(y)
    b = "日本語"; pay(b)
    c = "e\u0301a\u0308"; pay(c)
    変数 = "\\N{BULLET}"; pay(変数)
    d = "\u2028 \x0c is no line end"; pay(d)
"""
ROWS = [f"wide.py:{n}:pay" for n in range(2, 8)]


async def test_edits_count_before_they_are_saved(editor):
    editor.open("shop/view.py")
    editor.replace("shop/view.py", "Cart.total(None)", "\n\nCart.total(Cart())  # twice")
    assert await editor.references("shop/cart.py", "class Ca|rt") == [
        "shop/cart.py:1:Cart",
        "shop/view.py:1:Cart",
        "shop/view.py:5:Cart",
        "shop/view.py:5:Cart",
    ]
    editor.close("shop/view.py")
    assert len(await editor.references("shop/cart.py", "class Ca|rt")) == 3


async def test_several_edits_in_one_message_build_on_each_other(editor):
    from lsprotocol import types

    editor.open("shop/view.py")

    def part(line, start, end, text):
        return types.TextDocumentContentChangePartial(
            types.Range(types.Position(line, start), types.Position(line, end)), text
        )

    editor.buffers["shop/view.py"] = "# head\nfrom shop.cart import Cart\n\nCart.total(Cart)\n"
    editor._change("shop/view.py", part(0, 0, 0, "# head\n"), part(3, 11, 15, "Cart"))
    assert await editor.references("shop/cart.py", "class Ca|rt") == [
        "shop/cart.py:1:Cart",
        "shop/view.py:2:Cart",
        "shop/view.py:4:Cart",
        "shop/view.py:4:Cart",
    ]
    editor.close("shop/view.py")


async def test_line_ends_of_all_kinds(editor):
    editor.open("shop/view.py", "from shop.cart import Cart\r\n\r\nCart\rCart\nCart.total\r\n")
    editor.replace("shop/view.py", "Cart.total", "1; Cart.total")
    assert await editor.references("shop/cart.py", "class Ca|rt") == [
        "shop/cart.py:1:Cart",
        "shop/view.py:1:Cart",
        "shop/view.py:3:Cart",
        "shop/view.py:4:Cart",
        "shop/view.py:5:Cart",
    ]
    editor.close("shop/view.py")


async def test_columns_behind_wide_characters(editor):
    editor.open("wide.py", WIDE)
    assert await editor.references("wide.py", "def pa|y") == ROWS
    assert await editor.references("wide.py", '語"; pa|y') == ROWS
    editor.replace("wide.py", "日本語", "日本語😀")
    editor.replace("wide.py", "a\u0308", "a\u0308 ")
    assert await editor.references("wide.py", 'a\u0308 "; pa|y') == ROWS
    assert await editor.definition("wide.py", "pay(変|数") == ["wide.py:6:変数"]
    editor.close("wide.py")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-32"])
async def test_other_position_encodings(tmp_path, encoding):
    (tmp_path / "wide.py").write_text(WIDE)
    async with served(tmp_path, capabilities(encodings=[encoding, "utf-16"])) as editor:
        assert editor.encoding == encoding
        assert await editor.references("wide.py", "def pa|y") == ROWS
        editor.open("wide.py")
        editor.replace("wide.py", "😀😀", "😀é😀")
        editor.replace("wide.py", "def pay", "# 😀\ndef pay")
        assert await editor.references("wide.py", '\u2028 \x0c is no line end"; pa|y') == [
            f"wide.py:{n}:pay" for n in range(3, 9)
        ]


async def test_positions_outside_mean_the_end(editor):
    from lsprotocol import types

    editor.open("shop/view.py")
    far = types.Range(types.Position(900, 900), types.Position(901, 3))
    editor.buffers["shop/view.py"] += "Cart"
    editor._change("shop/view.py", types.TextDocumentContentChangePartial(far, "Cart"))
    assert len(await editor.references("shop/cart.py", "class Ca|rt")) == 4
    editor.close("shop/view.py")


async def test_new_files_and_bases_in_a_src_layout(editor):
    editor.write({"src/pack/__init__.py": "", "src/pack/base.py": "class Base:\n    def run(self): ...\n"})
    editor.tell("src/pack/base.py")
    editor.open(
        "src/pack/new.py", "from pack.base import Base\n\nclass New(Base):\n    def go(self):\n        self.run()\n"
    )
    editor.open("main.py", "from pack.new import New\nNew.run(None)\n")
    assert await editor.references("src/pack/base.py", "def ru|n") == [
        "main.py:2:run",
        "src/pack/base.py:2:run",
        "src/pack/new.py:5:run",
    ]
    editor.close("main.py")
    editor.close("src/pack/new.py")
