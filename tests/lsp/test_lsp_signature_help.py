"""Signature help, in calls that are being written."""

import pytest
from lsprotocol import types

FILES = {
    "shop.py": '''
        import dataclasses


        class Cart:
            """A cart."""

            def __init__(self, tax: int, *things, limit=None):
                self.tax = tax

            def total(self, rate, /, currency="EUR", *, rounded: bool = True) -> float:
                """What it costs."""
                return 1.5


        @dataclasses.dataclass
        class Item:
            name: str
            price: int = 3


        def show(cart: Cart):
            pass
        ''',
}


@pytest.fixture
async def shop(editor):
    editor.open("shop.py")
    yield "shop.py"
    editor.close("shop.py")


async def signatures(editor, line):
    """(labels, active signature, the parameter that the cursor is in) for a line in `show`."""
    editor.replace("shop.py", "    pass", "    " + line.replace("|", ""))
    params = types.SignatureHelpParams(editor.document("shop.py"), editor.at("shop.py", line))
    found = await editor.client.text_document_signature_help_async(params)
    if found is None:
        return None
    active = found.signatures[found.active_signature or 0]
    spans = [active.label[slice(*p.label)] for p in active.parameters]
    at = spans[found.active_parameter] if found.active_parameter is not None else None
    return [s.label for s in found.signatures], at


TOTAL = 'total(rate, /, currency="EUR", *, rounded: bool = True) -> float'
CART = "Cart(tax: int, *things, limit=None) -> Cart"


@pytest.mark.parametrize(
    ("line", "label", "parameter"),
    [
        ("cart.total(|", TOTAL, "rate"),
        ("cart.total(|)", TOTAL, "rate"),
        ("cart.total(1, |", TOTAL, 'currency="EUR"'),
        ("cart.total(1, rounded=|", TOTAL, "rounded: bool = True"),
        ("cart.total(1, rounded=True, |)", TOTAL, 'currency="EUR"'),
        ("x = Cart(|", CART, "tax: int"),
        ("x = Cart(1, 2, 3, |", CART, "*things"),
        ("x = Cart(1, limit=|)", CART, "limit=None"),
        ("Item('a', |", "Item(name: str, price: int = 3) -> Item", "price: int = 3"),
        ("cart.total((1, |", TOTAL, "rate"),
        ("cart.total(len([1, 2]), |", TOTAL, 'currency="EUR"'),
    ],
)
async def test_the_signature_and_the_argument(editor, shop, line, label, parameter):
    assert await signatures(editor, line) == ([label], parameter)


async def test_arguments_that_are_there_on_further_lines(editor, shop):
    assert await signatures(editor, 'cart.total(|\n        1,\n        "EUR",\n    )') == ([TOTAL], "rate")


async def test_an_alias_that_is_long_stands_by_its_name(editor, shop):
    labels, at = await signatures(editor, "isinstance(cart, |")
    assert labels == ["isinstance(obj: object, class_or_tuple: _ClassInfo, /) -> bool"]
    assert at == "class_or_tuple: _ClassInfo"


async def test_overloads_of_a_library(editor, shop):
    labels, at = await signatures(editor, "max(1, |")
    assert len(labels) > 3 and all(label.startswith("max(") for label in labels) and at is not None


async def test_documentation(editor, shop):
    editor.replace("shop.py", "    pass", "    cart.total(")
    params = types.SignatureHelpParams(editor.document("shop.py"), editor.at("shop.py", "cart.total(|"))
    found = await editor.client.text_document_signature_help_async(params)
    assert found.signatures[0].documentation.value == "```text\nWhat it costs.\n```"


@pytest.mark.parametrize("line", ["(1, |)", "x = [|", "# cart.total(|", "if (|", "unknown(|"])
async def test_nothing_where_nothing_is_called(editor, shop, line):
    assert await signatures(editor, line) is None
