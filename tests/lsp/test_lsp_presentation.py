"""What an editor shows beside the text: hints, lenses, tokens, links; and the shape of the text."""

import pytest
from lsprotocol import types

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": """
        import os
        from shop import money

        LIMIT = 3
        HOME = "shop.money.Money.rounded"


        class Base:
            def total(self): ...


        class Cart(Base):
            size = 0

            def __init__(self, tax, limit=None):
                self.tax = tax

            @staticmethod
            def make(rate):
                made = Cart(rate)
                return made

            def total(self):
                return self.tax + LIMIT


        def show(count, *rest, key: int = 3):
            words = [str(count) for count in rest]
            print(os.path, words, key)
            return len(words)


        show(1, 2)
        Cart.make(4)
        """,
    "shop/money.py": """
        class Money:
            def rounded(self):
                return self
        """,
    "shop/view.py": """
        from shop.cart import Cart, show
        show(3, 'x')
        Cart(1).total()
        """,
}
CART = "shop/cart.py"


def whole(editor, path):
    lines = editor.text(path).count("\n")
    return types.Range(types.Position(0, 0), types.Position(lines, 0))


async def hints(editor, path):
    params = types.InlayHintParams(editor.document(path), whole(editor, path))
    found = await editor.client.text_document_inlay_hint_async(params)
    lines = editor.text(path).split("\n")
    return [f"{lines[h.position.line][: h.position.character].strip()}{h.label}" for h in found or ()]


async def test_hints_of_what_nothing_declares(editor):
    assert await hints(editor, CART) == [
        "def total(self) -> None",
        "def __init__(self, tax: int",
        "def __init__(self, tax, limit: None",
        "def __init__(self, tax, limit=None) -> None",
        "def make(rate: int",
        "def make(rate) -> shop.cart.Cart",
        "def total(self) -> int",
        "def show(count: int",
        "def show(count, *rest, key: int = 3) -> int",
    ]
    params = types.InlayHintParams(editor.document(CART), whole(editor, CART))
    found = await editor.client.text_document_inlay_hint_async(params)
    assert [e.new_text for e in found[1].text_edits] == [": int"] and found[5].text_edits is None
    assert found[1].tooltip == "int, by its calls"


async def lenses(editor, path):
    params = types.CodeLensParams(editor.document(path))
    out = []
    for lens in await editor.client.text_document_code_lens_async(params):
        assert lens.command is None
        full = await editor.client.code_lens_resolve_async(lens)
        uri, _, locations = full.command.arguments
        assert (full.command.command, uri) == ("inferd.showReferences", editor.uri(path))
        assert len(locations) == int(full.command.title.split()[0])
        out.append(f"{editor.word(path, full.range)}: {full.command.title}")
    return out


async def test_lenses_are_counted_when_they_are_seen(editor):
    assert await lenses(editor, CART) == [
        "Base: 1 reference",
        "Base: 0 callers",
        "Base: 1 implementation",
        "total: 0 references",
        "total: 0 callers",
        "total: 1 implementation",
        "Cart: 4 references",
        "Cart: 2 callers",
        "__init__: 0 references",
        "__init__: 2 callers",
        "make: 1 reference",
        "make: 1 caller",
        "total: 1 reference",
        "total: 1 caller",
        "show: 3 references",
        "show: 2 callers",
    ]


def decoded(editor, path, numbers):
    legend = ("namespace", "class", "function", "method", "property", "variable", "parameter", "typeParameter")
    out = []
    line = column = 0
    for i in range(0, len(numbers), 5):
        down, right, length, kind, modifiers = numbers[i : i + 5]
        line, column = line + down, right if down else column + right
        span = types.Range(types.Position(line, column), types.Position(line, column + length))
        out.append((line + 1, editor.word(path, span), legend[kind], modifiers))
    return out


async def test_semantic_tokens(editor):
    params = types.SemanticTokensParams(editor.document(CART))
    found = await editor.client.text_document_semantic_tokens_full_async(params)
    tokens = decoded(editor, CART, found.data)
    assert [t[1:] for t in tokens if t[0] == 1] == [("os", "namespace", 0)]
    assert [t[1:] for t in tokens if t[0] == 2] == [("shop", "namespace", 0), ("money", "namespace", 0)]
    assert [t[1:] for t in tokens if t[0] == 4] == [("LIMIT", "variable", 2 | 16)]
    assert [t[1:] for t in tokens if t[0] == 12] == [("Cart", "class", 1), ("Base", "class", 0)]
    assert [t[1:] for t in tokens if t[0] == 16] == [
        ("self", "parameter", 0),
        ("tax", "property", 16),
        ("tax", "parameter", 0),
    ]
    assert [t[1:] for t in tokens if t[0] == 18] == [("staticmethod", "class", 32)]
    assert [t[1:] for t in tokens if t[0] == 20] == [
        ("made", "variable", 16),
        ("Cart", "class", 0),
        ("rate", "parameter", 0),
    ]
    span = types.Range(types.Position(19, 0), types.Position(19, 99))
    part = await editor.client.text_document_semantic_tokens_range_async(
        types.SemanticTokensRangeParams(editor.document(CART), span)
    )
    assert decoded(editor, CART, part.data) == [t for t in tokens if t[0] == 20]


async def test_what_has_changed_in_the_tokens(editor):
    editor.open(CART)
    params = types.SemanticTokensParams(editor.document(CART))
    before = await editor.client.text_document_semantic_tokens_full_async(params)
    editor.replace(CART, "made = Cart(rate)", "made = Cart(rate, 3); other = made")
    change = await editor.client.text_document_semantic_tokens_full_delta_async(
        types.SemanticTokensDeltaParams(editor.document(CART), before.result_id)
    )
    (edit,) = change.edits
    numbers = list(before.data)
    numbers[edit.start : edit.start + edit.delete_count] = edit.data or []
    after = await editor.client.text_document_semantic_tokens_full_async(params)
    assert numbers == list(after.data) and len(edit.data) <= 15
    other = await editor.client.text_document_semantic_tokens_full_delta_async(
        types.SemanticTokensDeltaParams(editor.document(CART), "of another server")
    )
    assert list(other.data) == numbers
    editor.close(CART)


async def test_links_of_dotted_strings(editor):
    (link,) = await editor.client.text_document_document_link_async(types.DocumentLinkParams(editor.document(CART)))
    assert (editor.word(CART, link.range), link.target) == ("shop.money.Money.rounded", None)
    full = await editor.client.document_link_resolve_async(link)
    assert full.target == editor.uri("shop/money.py") + "#L2,9"


async def linked(editor, needle):
    params = types.LinkedEditingRangeParams(editor.document(CART), editor.at(CART, needle))
    found = await editor.client.text_document_linked_editing_range_async(params)
    return [f"{r.start.line + 1}:{editor.word(CART, r)}" for r in found.ranges] if found else None


async def test_what_is_edited_together(editor):
    assert await linked(editor, "    mad|e = ") == ["20:made", "21:made"]
    assert await linked(editor, "str(cou|nt)") == ["28:count", "28:count"]
    assert await linked(editor, "LIM|IT = 3") is None


SHAPE = '''"""What
it is."""
import os
import sys

# one
# two
class A:
    """Doc.

    more"""
    def f(self,
          x):
        if x:
            return [
                1,
                2,
            ]

# region all
def g():
    return f(a, h(b.c, "some text"), 3)
# endregion
'''


@pytest.fixture
async def shape(editor):
    editor.open("shape.py", SHAPE)
    yield "shape.py"
    editor.close("shape.py")


async def folds(editor, path):
    found = await editor.client.text_document_folding_range_async(types.FoldingRangeParams(editor.document(path)))
    return [(f.start_line + 1, f.end_line + 1, f.kind) for f in found]


FOLDS = [
    (1, 2, "comment"),
    (3, 4, "imports"),
    (6, 7, "comment"),
    (8, 18, None),
    (9, 11, "comment"),
    (12, 18, None),
    (14, 18, None),
    (15, 17, None),
    (20, 23, "region"),
    (21, 22, None),
]


async def test_folding(editor, shape):
    assert await folds(editor, shape) == FOLDS


async def test_folding_of_broken_code(editor, shape):
    editor.replace(shape, "return f(a, h(b.c", "return f(a, h(b.c, (")
    assert await folds(editor, shape) == FOLDS
    editor.replace(shape, "        if x:\n", "        if x: y = (\n")
    found = await folds(editor, shape)
    assert (8, 11, None) not in found and (21, 22, None) in found and (3, 4, "imports") in found


async def selections(editor, path, needle):
    position = editor.at(path, needle)
    params = types.SelectionRangeParams(editor.document(path), [position])
    (found,) = await editor.client.text_document_selection_range_async(params)
    text = editor.text(path)
    out = []
    while found is not None:
        out.append(text[editor.offset(text, found.range.start) : editor.offset(text, found.range.end)])
        found = found.parent
    return out


async def test_selections_grow(editor, shape):
    found = await selections(editor, shape, "h(b.|c,")
    assert found == [
        "c",
        "b.c",
        'b.c, "some text"',
        '(b.c, "some text")',
        'h(b.c, "some text")',
        'a, h(b.c, "some text"), 3',
        '(a, h(b.c, "some text"), 3)',
        'f(a, h(b.c, "some text"), 3)',
        'return f(a, h(b.c, "some text"), 3)',
        'def g():\n    return f(a, h(b.c, "some text"), 3)',
        SHAPE,
    ]
    assert (await selections(editor, shape, "some| text"))[:2] == ["some text", '"some text"']
    found = await selections(editor, shape, "retu|rn [")
    assert found[0] == "return" and found[1].startswith("return [") and found[2].startswith("if x:")
    assert found[3].startswith("def f(self") and found[-1] == SHAPE
