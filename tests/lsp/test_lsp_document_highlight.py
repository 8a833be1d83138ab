FILES = {
    "shop.py": """
        import os

        class Cart:
            def __init__(self):
                self.items = []

            def add(self, item):
                self.items += [item]
                return self.items

        def f(items):
            items = list(items)
            del items
        """,
}


async def test_attributes_with_their_kind_of_access(editor):
    assert await editor.highlights("shop.py", "return self.it|ems") == [
        "5:items:Write",
        "8:items:Write",
        "9:items:Read",
    ]


async def test_locals_are_apart_from_attributes(editor):
    assert await editor.highlights("shop.py", "list(it|ems)") == [
        "11:items:Write",
        "12:items:Write",
        "12:items:Read",
        "13:items:Write",
    ]


async def test_an_import_binds(editor):
    assert await editor.highlights("shop.py", "import o|s") == ["1:os:Write"]


async def test_nothing_between_names(editor):
    assert await editor.highlights("shop.py", "class| Cart") == []
