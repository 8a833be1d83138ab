"""Changes: less certain edits of a rename, code actions, files that are renamed or go, and commands."""

import json
import shutil

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

FILES = {
    "shop/__init__.py": "",
    "shop/money.py": """
        class Money:
            def rounded(self):
                return self

            def total(self): ...
        """,
    "shop/cart.py": """
        import sys
        import os
        from shop.money import Money


        class Cart:
            def __init__(self, rate: int):
                self.rate = rate

            def total(self, price):
                taxed = price * self.rate
                return taxed + 1


        def price_of(cart: Cart, other):
            print(os.path, cart.total(2))
            return other.total(3)


        def helper():
            return Decimal(unknown_name)
        """,
    "shop/other.py": """
        from decimal import Decimal

        from shop import cart
        from shop.cart import Cart, price_of

        print(Decimal, price_of, Cart(1), cart)
        """,
}
CART = "shop/cart.py"


async def test_what_is_inferred_says_so(editor):
    edit = await editor.rename(CART, "def tot|al", "sum_of")
    (change,) = edit.document_changes
    made = {f"{e.range.start.line + 1}": getattr(e, "annotation_id", None) for e in change.edits}
    assert made == {"10": None, "16": "inferred", "17": "inferred"}  # `Money.total` does not take what line 17 passes
    notes = edit.change_annotations
    assert notes["inferred"].needs_confirmation is False
    assert editor.applied(edit)[CART].count("sum_of") == 3


async def test_a_module_is_renamed_with_its_file(editor):
    edit = await editor.rename("shop/other.py", "from shop.ca|rt import", "basket")
    *texts, moved = edit.document_changes
    assert (moved.kind, editor.path(moved.old_uri), editor.path(moved.new_uri)) == (
        "rename", CART, "shop/basket.py",
    )  # fmt: skip
    (other,) = texts
    assert editor.path(other.text_document.uri) == "shop/other.py"
    assert [(e.range.start.line, e.new_text) for e in other.edits] == [(2, "basket"), (3, "basket"), (5, "basket")]


async def actions(editor, path, first, last=None, only=None):
    span = types.Range(editor.at(path, first), editor.at(path, last or first))
    context = types.CodeActionContext(diagnostics=[], only=only)
    params = types.CodeActionParams(editor.document(path), span, context)
    return {a.title: a for a in await editor.client.text_document_code_action_async(params) or ()}


async def chosen(editor, action):
    full = await editor.client.code_action_resolve_async(action)
    return editor.applied(full.edit)


async def test_imports_for_a_name_that_nothing_binds(editor):
    found = await actions(editor, CART, "return Deci|mal", only=["quickfix"])
    assert [t for t in found if t.startswith("Import")] == ["Import Decimal from decimal"]
    edit = found["Import Decimal from decimal"].edit
    assert "from shop.money import Money\nfrom decimal import Decimal\n" in editor.applied(edit)[CART]
    made = await chosen(editor, found["Make the function Decimal"])
    assert "def Decimal(" in made[CART]


async def test_extracting(editor):
    found = await actions(editor, CART, "taxed = |price * self.rate", "price * self.rate|\n")
    assert {"Extract a method", "Extract a function", "Extract a variable"} <= set(found)
    made = await chosen(editor, found["Extract a variable"])
    assert "extracted = price * self.rate\n        taxed = extracted\n" in made[CART]
    made = await chosen(editor, found["Extract a method"])
    assert "def extracted(self, price" in made[CART]
    found = await actions(editor, CART, "        |taxed = price", "self.rate|\n        return")
    assert "Extract a variable" not in found and "Extract a function" in found


async def test_which_refactorings_apply(editor):
    names = set(await actions(editor, CART, "def price_|of", only=["refactor"]))
    assert names == {
        "Inline price_of everywhere",
        "Move price_of to another module",
        "Add a parameter to price_of",
        "Call price_of wherever code does the same",
        "Make a class of price_of",
        "Delete price_of, if nothing uses it",
    }
    assert set(await actions(editor, CART, "class Ca|rt", only=["refactor"])) == {
        "Move Cart to another module",
        "Construct Cart through a factory",
        "Delete Cart, if nothing uses it",
    }
    found = await actions(editor, CART, "tax|ed = price", only=["refactor"])
    assert {"Inline taxed everywhere", "Make taxed an attribute of self"} <= set(found)
    made = await chosen(editor, found["Inline taxed everywhere"])
    assert "return price * self.rate + 1" in made[CART].replace("(", "").replace(")", "")
    found = await actions(editor, CART, "self.ra|te = rate", only=["refactor"])
    made = await chosen(editor, found["Read and write rate through methods"])
    assert "def get_rate(self)" in made[CART]


async def test_what_needs_an_argument_says_so(editor):
    found = await actions(editor, CART, "def price_|of", only=["refactor.move"])
    action = found["Move price_of to another module"]
    assert "this editor cannot ask" in action.disabled.reason and action.data is None


async def test_imports_are_put_in_order(editor):
    found = await actions(editor, CART, "import s|ys", only=["source.organizeImports"])
    made = await chosen(editor, found["Put imports in order"])
    assert made[CART].startswith("import os\n") and "import sys" not in made[CART]


async def test_what_nothing_uses_is_deleted(editor):
    found = await actions(editor, CART, "def help|er", only=["refactor.delete"])
    made = await chosen(editor, found["Delete helper, if nothing uses it"])
    assert made[CART].endswith("    return other.total(3)\n") and "def price_of" in made[CART]
    found = await actions(editor, CART, "def price_|of", only=["refactor.delete"])
    assert found["Delete price_of, if nothing uses it"].disabled.reason == (
        "shop/other.py:6: it is used here (exact)"
    )


async def test_unsaved_text_counts(editor):
    editor.open(CART)
    editor.replace(CART, "taxed = price * self.rate", "taxed = price * self.rate * 3")
    found = await actions(editor, CART, "tax|ed = price", only=["refactor.inline"])
    made = await chosen(editor, found["Inline taxed everywhere"])
    assert "price * self.rate * 3" in made[CART] and "taxed" not in made[CART]
    editor.close(CART)


async def test_imports_follow_a_file_that_gets_another_name(editor):
    pair = types.FileRename(editor.uri(CART), editor.uri("shop/basket.py"))
    edit = await editor.client.workspace_will_rename_files_async(types.RenameFilesParams([pair]))
    texts = editor.applied(edit)
    assert set(texts) == {"shop/other.py"}
    assert "from shop import basket\nfrom shop.basket import Cart" in texts["shop/other.py"]
    pair = types.FileRename(editor.uri(CART), editor.uri("basket.py"))
    assert await editor.client.workspace_will_rename_files_async(types.RenameFilesParams([pair])) is None
    await editor.logged("another name and another place at once")


async def test_imports_follow_a_file_that_goes_to_another_folder(editor):
    pair = types.FileRename(editor.uri("shop/money.py"), editor.uri("money.py"))
    edit = await editor.client.workspace_will_rename_files_async(types.RenameFilesParams([pair]))
    texts = editor.applied(edit)
    assert set(texts) == {CART} and "from money import Money" in texts[CART]


async def test_who_uses_a_file_that_goes_is_said(editor):
    files = types.DeleteFilesParams([types.FileDelete(editor.uri("shop/money.py"))])
    assert await editor.client.workspace_will_delete_files_async(files) is None
    said = await editor.shown_message("shop.money is used in 1 file: shop/cart.py")
    assert said.startswith("inferd: ")


async def command(editor, name, *arguments):
    params = types.ExecuteCommandParams(name, list(arguments))
    return await editor.client.workspace_execute_command_async(params)


async def test_the_impact_report(editor):
    position = editor.at(CART, "def tot|al")
    found = await command(
        editor, "inferd.impact",
        {"uri": editor.uri(CART), "position": {"line": position.line, "character": position.character}},
    )  # fmt: skip
    found = found if isinstance(found, dict) else json.loads(json.dumps(found, default=vars))
    assert found["target"] == "shop.cart:Cart.total" and found["kind"] == "rename"
    assert "# What a change of `shop.cart:Cart.total` touches" in found["markdown"]
    assert "shop/cart.py:16" in found["markdown"]
    assert ":0" not in found["markdown"] and "#L0" not in found["markdown"], "a file as a whole has no line"
    assert "; 1 caller; " in found["markdown"]
    report = editor.root / editor.path(found["uri"])
    assert report.read_text() == found["markdown"] and ".project/reports/" in found["uri"]
    same = await command(editor, "inferd.impact", {"uri": editor.uri(CART), "target": "shop.cart:Cart.total"})
    same = same if isinstance(same, dict) else json.loads(json.dumps(same, default=vars))
    assert same["markdown"] == found["markdown"]


async def test_a_report_is_not_written_through_a_link(editor, tmp_path):
    reports = editor.root / ".project" / "reports"
    shutil.rmtree(reports, ignore_errors=True)
    reports.symlink_to(tmp_path)
    try:
        found = await command(editor, "inferd.impact", {"uri": editor.uri(CART), "target": "shop.cart:Cart.total"})
        found = found if isinstance(found, dict) else json.loads(json.dumps(found, default=vars))
        assert found["uri"] is None and found["markdown"]
        assert list(tmp_path.iterdir()) == []
    finally:
        reports.unlink()


@pytest.mark.parametrize(
    ("name", "argument", "reason"),
    [
        ("inferd.unknown", None, "there is no command inferd.unknown; there are inferd.impact"),
        ("inferd.impact", {"target": "shop.cart:Gone"}, "shop.cart:Gone"),
        ("inferd.impact", {"uri": "file:///nowhere/x.py", "target": "x"}, "is in no project that is open"),
        ("inferd.impact", {"target": "shop.cart:Cart", "kind": "burn"}, "kind is one of rename"),
    ],
)
async def test_commands_that_make_no_sense(editor, name, argument, reason):
    with pytest.raises(JsonRpcException) as refused:
        await command(editor, name, argument)
    assert reason in str(refused.value)
