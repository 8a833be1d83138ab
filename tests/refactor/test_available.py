# ruff: noqa: E501 - tables read best with one item a line
"""What can be done at a target, and why other things cannot."""

import pytest
from small_projects import write

import inferd
from inferd.errors import InferdError

CODE = (
    "import os\n\n\nclass Cart:\n    def __init__(self):\n        self.tax = 1\n\n    def total(self, a):\n        s = self.tax + a\n"
    "        return s + os.getpid()\n\n\ndef f(x):\n    return x.tax + 1\n\n\nprint(Cart().total(2))\n"
)


def at(root, target):
    write(root, {"pkg/__init__.py": "", "pkg/m.py": CODE})
    with inferd.open(str(root)) as project:
        return {row.refactoring: row.why for row in project.refactorings(target)}


def names(found):
    return sorted(name for name, why in found.items() if not why)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("pkg.m:Cart", "introduce-factory move remove rename signature"),
        ("pkg.m:Cart.total", "inline method-object move remove rename signature"),
        ("pkg.m:Cart.tax", "encapsulate-field remove rename"),
        ("pkg.m:f", "inline method-object move remove rename signature use-function"),
        ("pkg/m.py:9:9", "change-occurrences inline local-to-field rename"),
        ("pkg/m.py:9:18", "change-occurrences encapsulate-field remove rename"),
        ("pkg.m", "imports move rename to-package"),
        ("pkg", "imports move rename"),
        (
            "pkg/m.py:9-9",
            "extract --as classmethod extract --as function extract --as method extract --as staticmethod",
        ),
        (
            "pkg/m.py:9:13-9:25",
            "extract --as classmethod extract --as function extract --as method extract --as staticmethod extract --as variable",
        ),
    ],
)
def test_what_there_is(tmp_path, target, expected):
    found = names(at(tmp_path, target))
    assert " ".join(found) == expected, found


def test_reasons_are_ours(tmp_path):
    found = at(tmp_path, "pkg.m:f")
    assert found["introduce-factory"] == "only classes get a factory"
    assert found["encapsulate-field"] == "only attributes of classes are encapsulated"
    assert found["local-to-field"] == "only a local variable of a method becomes a field"
    assert found["to-package"] == "this is not a module"
    with pytest.raises(InferdError, match="nothing is known by the name"):
        at(tmp_path, "pkg.m:nothing")


def test_in_a_file_that_does_not_parse_it_is_said(tmp_path):
    write(tmp_path, {"m.py": 'def f(x):\n    return x\n\n\ny = """\n'})
    with inferd.open(str(tmp_path)) as project:
        found = {row.refactoring: row.why for row in project.refactorings("m:f")}
    assert found["signature"] == "the file does not parse at present"
    assert found["rename"] == ""
