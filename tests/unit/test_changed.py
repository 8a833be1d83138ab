"""What differs between two versions of a file."""

import pytest

from inferd.query.changed import compared

BEFORE = '''\
import os

RATE = 1


def f(x):
    """Say."""
    return x


class C:
    kind = 1

    def m(self):
        def inner():
            return 1
        return inner()

    def m(self, other):
        return other
'''


def differing(*swaps, before=BEFORE):
    after = before
    for old, new in swaps:
        assert old in after
        after = after.replace(old, new)
    found = compared("m.py", before.encode(), after.encode())
    return [(s.qualname, s.what, s.at_import) for s in found.scopes], found.is_text_only


@pytest.mark.parametrize(
    ("swap", "scopes"),
    [
        (("return x", "return (x)"), []),
        (('"""Say."""', '"""Tell."""'), []),
        (("return x", "return x + 1"), [("f", "changed", False)]),
        (("def f(x)", "def f(x, y)"), [("f", "signature", False)]),
        (("def f(x)", "def g(x)"), [("f", "removed", False), ("g", "added", False)]),
        (("def f(x)", "@os.cache\ndef f(x)"), [("f", "signature", False)]),
        (("            return 1", "            return 2"), [("C.m.<locals>.inner", "changed", False)]),
        (("return other", "return 1"), [("C.m", "changed", False)]),
        (("RATE = 1", "RATE = 2"), [("", "changed", True)]),
        (("import os", "import os, sys"), [("", "changed", True)]),
        (("kind = 1", "kind = 2"), [("C", "changed", True)]),
        (("class C:", "class C(dict):"), [("C", "changed", True)]),
        (("class C:", "def h():\n    return 2\n\n\nclass C:"), [("h", "added", False)]),
    ],
)  # fmt: skip
def test_what_differs(swap, scopes):
    assert differing(swap) == (scopes, not scopes)


def test_files_that_come_and_go():
    came = compared("m.py", None, b"x = 1\ndef f(): pass\n")
    assert [(s.qualname, s.what, s.at_import, s.line) for s in came.scopes] == [
        ("", "added", True, 1), ("f", "added", True, 2),
    ]  # fmt: skip
    assert {s.what for s in compared("m.py", b"def f(): pass\n", None).scopes} == {"removed"}
    assert compared("m.py", b"x", b"x") == ((), False, "")


def test_what_cannot_be_compared_counts_as_changed():
    found = compared("m.py", b"x = 1\n", b"\x00")
    assert [(s.qualname, s.what, s.at_import) for s in found.scopes] == [("", "changed", True)]
    assert found.problem
