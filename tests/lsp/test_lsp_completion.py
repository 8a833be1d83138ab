"""Completion: members, names, arguments and imports, in code that is being written."""

import pytest
from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": '''
        """Carts."""

        from shop.money import Money

        LIMIT = 3


        class Base:
            owner = None

            def checkout(self): ...


        class Cart(Base):
            """A cart."""

            def __init__(self, tax):
                self.things = []
                self._tax = tax

            @property
            def size(self):
                return len(self.things)

            def total(self, rate=1, *, rounded=True) -> Money:
                """What it costs."""
                return Money(3)
        ''',
    "shop/money.py": """
        class Money:
            def __init__(self, amount):
                self.amount = amount

            def rounded(self):
                return self
        """,
    "shop/view.py": '''
        """Views."""

        import json

        from shop.cart import Cart


        def show(request, count):
            cart = Cart(2)
            price = cart.total()
            request.user.name()
            if count:
                print(price)
            return cart


        class View:
            limit = 3

            def get(self):
                return self.limit
        ''',
    "shop/other.py": "import decimal\nfrom pathlib import Path\n\nprint(decimal, Path)\n",
}

OWN = ["_tax", "checkout", "owner", "size", "things", "total"]


async def offers(editor, path, needle, new=None, hidden=True):
    """What is offered after *needle* was replaced by *new*, whose `|` is the cursor; dunders are left out."""
    if new is not None:
        editor.replace(path, needle, new.replace("|", ""))
        needle = new
    params = types.CompletionParams(editor.document(path), editor.at(path, needle))
    found = await editor.client.text_document_completion_async(params)
    items = found.items if found is not None else []
    return {i.label: i for i in items if not (hidden and i.label.startswith("__"))}


@pytest.fixture
async def view(editor):
    editor.open("shop/view.py")
    yield "shop/view.py"
    editor.close("shop/view.py")


@pytest.mark.parametrize(
    "line",
    [
        "cart.|",
        "x = cart.|",
        "print(cart.|",
        "print(cart.|)",
        "print(cart.|, 3)",
        "x = [1, (cart.|",
        "if cart.|",
        "for x in cart.|:",
        "return cart.|",
        "x = {'a': cart.|",
        "x = y = cart.to|tal",
        "assert cart.| and 3",
        "with open(cart.|",
    ],
)
async def test_members_after_a_dot_in_an_unfinished_line(editor, view, line):
    word = "to" if "to|" in line else ""
    found = await offers(editor, view, "    return cart", f"    {line}\n    return cart")
    assert sorted(found) == (["total"] if word else OWN)


async def test_members_know_what_narrows_them(editor, view):
    found = await offers(
        editor, view, "    return cart", "    if isinstance(count, Cart):\n        count.|\n    return cart"
    )
    assert sorted(found) == OWN
    found = await offers(editor, view, "        count.\n", "        price.|\n")
    assert sorted(found) == ["amount", "rounded"]


async def test_a_chain_and_a_call(editor, view):
    found = await offers(editor, view, "    return cart", "    cart.total(\n        1,\n    ).|\n    return cart")
    assert sorted(found) == ["amount", "rounded"]
    found = await offers(editor, view, "    ).\n", "    ).rounded().|\n")
    assert sorted(found) == ["amount", "rounded"]
    found = await offers(editor, view, "    ).rounded().\n", "    ); 'x'.|\n")
    assert {"join", "upper"} <= set(found)


async def test_modules_classes_and_self(editor, view):
    found = await offers(editor, view, "    return cart", "    json.|\n    return cart")
    assert {"dumps", "loads", "decoder"} <= set(found) and "_default_encoder" not in found
    found = await offers(editor, view, "    json.\n", "    Cart.|\n")
    assert set(OWN) <= set(found) and "mro" in found
    found = await offers(editor, view, "return self.limit", "return self.|")
    assert sorted(found) == ["get", "limit"]


async def test_what_is_not_known_is_offered_by_its_use(editor, view):
    found = await offers(editor, view, "    return cart", "    request.|\n    return cart")
    assert {n: i.label_details.description for n, i in found.items()} == {"user": "used so elsewhere"}


async def test_names_in_sight(editor, view):
    found = await offers(editor, view, "    return cart", "    |\n    return cart")
    local = {n for n, i in found.items() if i.sort_text.startswith("1")}
    assert local == {"cart", "price", "request", "count"}
    assert {"Cart", "View", "show", "json", "print", "return"} <= set(found)
    assert "limit" not in found
    found = await offers(editor, view, "    limit = 3", "    limit = 3\n    other = li|")
    assert "limit" in found


async def test_keyword_arguments(editor, view):
    found = await offers(editor, view, "    return cart", "    cart.total(|\n    return cart")
    assert {"rate=", "rounded=", "cart"} <= set(found)
    assert found["rate="].sort_text < found["cart"].sort_text
    found = await offers(editor, view, "cart.total(\n", "cart.total(rate=2, ro|)\n")
    assert "rounded=" in found and "rate=" not in found
    found = await offers(editor, view, "rate=2, ro)", "rate=c|")
    assert "count" in found and "rounded=" not in found


async def test_import_statements(editor, view):
    found = await offers(editor, view, "import json\n", "import json\nfrom shop.|\n")
    assert sorted(found) == ["cart", "money", "other", "view"]
    found = await offers(editor, view, "from shop.\n", "from shop.cart import Cart, |\n")
    assert sorted(found) == ["Base", "LIMIT", "Money"]
    found = await offers(editor, view, "from shop.cart import Cart, \n", "from .money import |\n")
    assert sorted(found) == ["Money"]
    found = await offers(editor, view, "from .money import \n", "from collections import Ord|\n")
    assert sorted(found) == ["OrderedDict"]
    found = await offers(editor, view, "from collections import Ord\n", "import xml.|\n")
    assert {"dom", "etree", "parsers", "sax"} <= set(found) and "json" not in found


async def test_a_name_to_import_and_where_the_import_goes(editor, view):
    found = await offers(editor, view, "    return cart", "    Mon|\n    return cart")
    item = found["Money"]
    assert item.label_details.description == "shop.money"
    full = await editor.client.completion_item_resolve_async(item)
    (edit,) = full.additional_text_edits
    assert (edit.range.start.line, edit.new_text) == (5, "from shop.money import Money\n")
    assert "class Money" in full.documentation.value
    found = await offers(editor, view, "    Mon\n", "    deci|\n")
    full = await editor.client.completion_item_resolve_async(found["decimal"])
    assert [e.new_text for e in full.additional_text_edits] == ["import decimal\n"]
    found = await offers(editor, view, "    deci\n", "    Pat|\n")
    full = await editor.client.completion_item_resolve_async(found["Path"])
    assert [e.new_text for e in full.additional_text_edits] == ["from pathlib import Path\n"]


async def test_what_an_item_is_comes_when_it_is_looked_at(editor, view):
    found = await offers(editor, view, "    return cart", "    cart.|\n    return cart")
    item = found["total"]
    assert (item.kind, item.documentation, item.detail) == (types.CompletionItemKind.Method, None, None)
    full = await editor.client.completion_item_resolve_async(item)
    assert full.detail == "def total(self, rate=1, *, rounded=True) -> Money"
    assert "What it costs." in full.documentation.value
    found = await offers(editor, view, "    cart.\n", "    'x'.enc|\n")
    full = await editor.client.completion_item_resolve_async(found["encode"])
    assert full.detail == 'def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes'


@pytest.mark.parametrize("line", ["# cart.|", "'cart.|", "def |", "class X|", "1|"])
async def test_nothing_where_no_name_is_read(editor, view, line):
    assert await offers(editor, view, "    return cart", f"    {line}\n    return cart") == {}


async def test_what_is_broken_elsewhere_does_not_matter(editor, view):
    editor.replace(view, "class View:", "def broken(:\n    x = (\n\n\nclass View:")
    assert sorted(await offers(editor, view, "    return cart", "    cart.|\n    return cart")) == OWN
    assert sorted(await offers(editor, view, "return self.limit", "return self.|")) == ["get", "limit"]


async def test_positions_are_counted_in_units(editor, view):
    found = await offers(editor, view, "    return cart", "    x = '😀😀', cart.|\n    return cart")
    assert sorted(found) == OWN


async def test_an_item_to_which_there_is_no_more_is_whole(editor):
    item = types.CompletionItem(label="limit=", kind=types.CompletionItemKind.Property)
    found = await editor.client.completion_item_resolve_async(item)
    assert (found.label, found.kind, found.documentation) == (item.label, item.kind, None)
