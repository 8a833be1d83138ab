FILES = {
    "shop.py": '''
        """Things to buy."""
        import os
        LIMIT = 3  # at most

        class Cart(object):
            """A cart.

                indented ``more``
            """

            @property
            def size(self):
                return LIMIT

            def total(
                self,
                tax: "dict[str, int]" = {"a": 1},  # with: a colon
                *, key=lambda x: x,
            ) -> int:
                \'\'\'What it costs.\'\'\'
                return self.size + len(os.getcwd()) + tax

        def show(other):
            other.total()
            Cart.total(None)
            return Cart
        ''',
    "main.py": "import shop\nprint(shop.LIMIT)\n",
}


async def test_a_function_with_its_signature_and_docstring(editor):
    assert await editor.hover("shop.py", "Cart.to|tal(None") == (
        "```python\n"
        'def total(\n    self,\n    tax: "dict[str, int]" = {"a": 1},  # with: a colon\n    *, key=lambda x: x,\n) -> int\n'  # noqa: E501
        "```\n\nmethod `shop:Cart.total`\n\n---\n\n```text\nWhat it costs.\n```"
    )


async def test_a_class(editor):
    assert await editor.hover("shop.py", "return Ca|rt") == (
        "```python\nclass Cart(object)\n```\n\nclass `shop:Cart`\n\n---\n\n```text\nA cart.\n\nindented ``more``\n```"
    )


async def test_a_property_a_variable_and_a_parameter(editor):
    assert "```python\ndef size(self)\n```\n\nproperty `shop:Cart.size`" in await editor.hover("shop.py", "self.si|ze")
    assert (
        await editor.hover("main.py", "shop.LIM|IT")
        == "```python\nLIMIT = 3  # at most\n```\n\nconstant `shop:LIMIT`\n\n"
        "type: `int`\n\nstatic: a literal (shop.py:3)"
    )
    shown = '```python\ntax: "dict[str, int]" = {"a": 1}\n```\n\nparameter `shop:Cart.total.<locals>.tax`'
    assert shown in await editor.hover("shop.py", "+ ta|x")
    assert "```python\nx\n```" in await editor.hover("shop.py", "lambda |x")
    assert "```python\nother\n```" in await editor.hover("shop.py", "oth|er.total")


async def test_a_module(editor):
    assert await editor.hover("main.py", "import sh|op") == "module `shop`\n\n---\n\n```text\nThings to buy.\n```"


async def test_what_is_not_known_is_said(editor):
    text = await editor.hover("shop.py", "other.to|tal")
    assert "the receiver is not known here" in text and "possible: shop:Cart.total" in text
    assert await editor.hover("shop.py", "ret|urn Cart") is None


async def test_what_is_outside_the_project(editor):
    assert await editor.hover("shop.py", "os.get|cwd") == (
        "```python\ndef getcwd() -> str\n```\n\nfunction outside the project: `os:getcwd`"
    )
    text = await editor.hover("main.py", "pr|int")
    assert "built-in function `builtins:print`" in text and "Prints the values to a stream" in text
    assert await editor.hover("main.py", "import sh|op") is not None


async def test_unsaved_text_counts(editor):
    editor.open("shop.py")
    editor.replace("shop.py", "class Cart(object):", "# one more line\nclass Cart(dict):")
    assert "class Cart(dict)" in await editor.hover("shop.py", "return Ca|rt")
    editor.close("shop.py")
