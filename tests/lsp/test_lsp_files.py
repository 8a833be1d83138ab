"""Files as they are saved, and as they change under the server."""

from lsp_client import served
from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": "class Cart:\n    def total(self): ...\n",
    "shop/view.py": "from shop.cart import Cart\n\nCart.total(None)\n",
}
BEFORE = ["shop/cart.py:1:Cart", "shop/view.py:1:Cart", "shop/view.py:3:Cart"]


async def refs(editor):
    return await editor.references("shop/cart.py", "class Ca|rt")


async def test_what_was_saved_stays_when_the_buffer_closes(editor):
    assert await refs(editor) == BEFORE
    editor.open("shop/view.py")
    editor.replace("shop/view.py", "Cart.total(None)", "Cart.total(Cart())")
    editor.save("shop/view.py")
    after = [*BEFORE, "shop/view.py:3:Cart"]
    assert await refs(editor) == after
    editor.close("shop/view.py")
    assert await refs(editor) == after
    editor.write({"shop/view.py": FILES["shop/view.py"]})
    assert await refs(editor) == BEFORE


async def test_a_new_file_that_is_saved_is_not_counted_twice(editor):
    editor.open("shop/new.py", "from shop.cart import Cart\n")
    assert await refs(editor) == sorted([*BEFORE, "shop/new.py:1:Cart"])
    editor.save("shop/new.py")
    editor.tell("shop/new.py", types.FileChangeType.Created)
    for _ in range(3):
        assert await refs(editor) == sorted([*BEFORE, "shop/new.py:1:Cart"])
    editor.close("shop/new.py")
    assert await refs(editor) == sorted([*BEFORE, "shop/new.py:1:Cart"])
    (editor.root / "shop/new.py").unlink()
    editor.tell("shop/new.py", types.FileChangeType.Deleted)
    assert await refs(editor) == BEFORE


async def test_the_buffer_counts_where_the_file_differs(editor):
    editor.open("shop/view.py")
    editor.write({"shop/view.py": "\n\n\nfrom shop.cart import Cart\n"})
    editor.tell("shop/view.py")
    assert await refs(editor) == BEFORE
    editor.close("shop/view.py")
    assert await refs(editor) == ["shop/cart.py:1:Cart", "shop/view.py:1:Cart"]
    (editor.root / "shop/view.py").write_text(FILES["shop/view.py"])
    editor.tell("shop/view.py")
    assert await refs(editor) == BEFORE


async def test_changes_on_disk_count_at_once(editor):
    """Whether or not the client tells: without notifications a scan looks."""
    for told in (True, False):
        (editor.root / "shop/extra.py").write_text("import shop.cart\n\n\nshop.cart.Cart()\n")
        if told:
            editor.tell("shop/extra.py", types.FileChangeType.Created)
        assert await refs(editor) == sorted([*BEFORE, "shop/extra.py:4:Cart"])
        (editor.root / "shop/extra.py").unlink()
        if told:
            editor.tell("shop/extra.py", types.FileChangeType.Deleted)
        assert await refs(editor) == BEFORE


async def test_with_a_client_that_watches(tmp_path):
    (tmp_path / "a.py").write_text("def f(): ...\n")
    async with served(tmp_path, watch=True) as editor:
        assert await editor.references("a.py", "def f|") == ["a.py:1:f"]
        (tmp_path / "b.py").write_text("from a import f\n")
        editor.tell("b.py", types.FileChangeType.Created)
        assert await editor.references("a.py", "def f|") == ["a.py:1:f", "b.py:1:f"]
        # an answer never shows what a file no longer holds, told or not
        (tmp_path / "b.py").write_text("\n\nfrom a import f as g\n")
        assert await editor.references("a.py", "def f|") == ["a.py:1:f", "b.py:3:f", "b.py:3:g"]


async def test_settings_of_the_project_are_read_again(editor):
    project = editor.root / "pyproject.toml"
    before = project.read_text()
    project.write_text(before + '[tool.inferd]\nexclude = ["shop/view.py"]\n')
    editor.tell("pyproject.toml")
    assert await refs(editor) == BEFORE[:1]
    project.write_text(before)
    editor.tell("pyproject.toml")
    assert await refs(editor) == BEFORE


async def test_an_index_that_vanishes_is_made_again(editor):
    import shutil

    shutil.rmtree(editor.root / ".project")
    assert await refs(editor) == BEFORE
