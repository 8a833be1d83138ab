# ruff: noqa: E501 - files read best as they are
"""Moves that would let an import find a module half loaded."""

import pytest

from inferd.refactor.loading import Failure, first_failure


def _fails(files, entry):
    paths = {p.removesuffix(".py").removesuffix("/__init__").replace("/", "."): p for p in files}
    return first_failure(entry, paths.get, files.get)


A = "from b import g\ndef f(): ...\n"


@pytest.mark.parametrize(
    ("files", "entry", "expected"),
    [
        ({"a.py": A, "b.py": "from a import f\ndef g(): ...\n"}, "a", ("b.py", 1, "f", "a", ("a", "b"))),
        ({"a.py": A, "b.py": "import a\ndef g(): ...\n"}, "a", None),
        ({"a.py": A, "b.py": "import a\nx = a.f\ndef g(): ...\n"}, "a", ("b.py", 2, "f", "a", ("a", "b"))),
        ({"a.py": A, "b.py": "import a\nclass C(a.K): pass\n"}, "a", ("b.py", 2, "K", "a", ("a", "b"))),
        ({"a.py": A, "b.py": "import a\nx = lambda: a.f\ndef g(): return a.f\n"}, "a", None),
        ({"a.py": "def f(): ...\nfrom b import g\n", "b.py": "from a import f\ndef g(): ...\n"}, "a", None),
        ({"a.py": A, "b.py": "try:\n    from a import f\nexcept ImportError:\n    f = None\ndef g(): ...\n"}, "a", None),
        ({"a.py": A, "b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import f\ndef g(): ...\n"}, "a", None),
        ({"p/__init__.py": "from .x import N\n", "p/x.py": "from . import y\nN = 1\n", "p/y.py": "from p import N\n"}, "p.y",
         ("p/y.py", 1, "N", "p", ("p", "p.x", "p.y"))),
        ({"p/__init__.py": "from .x import N\n", "p/x.py": "from p import y\nN = y.M\n", "p/y.py": "from p import x\nM = 1\n"}, "p.y", None),
        ({"p/__init__.py": "", "p/x.py": "import p.y as y\nN = 1\n", "p/y.py": "import p.x\nM = p.x.N\n"}, "p.x",
         ("p/y.py", 2, "N", "p.x", ("p.x", "p.y"))),
        ({"a.py": A, "b.py": "from a import *\ndef g(): ...\n"}, "a", None),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_module_before_it_has_it(files, entry, expected):
    assert _fails(files, entry) == (expected and Failure(*expected))


def test_a_cycle_over_a_third_module_is_refused_with_the_way(refused):
    files = {
        "main.py": "import one\n",
        "one.py": "import two\n\nclass Base:\n    pass\n\ndef f():\n    return Base\n",
        "two.py": "import three\n",
        "three.py": "N = 1\n",
    }
    assert refused(files, "move", target="one:f", to="three") == [
        ("three.py", 1, "three.py:1 would ask one for Base before it has it (one imports two imports three imports one)")
    ]


def test_a_cycle_by_what_a_package_imports_is_refused(refused):
    files = {
        "main.py": "import pkg\n",
        "pkg/__init__.py": "from .low import aid\nfrom .high import N\n",
        "pkg/low.py": "def aid(): return 1\n",
        "pkg/high.py": "N = 1\n\ndef f():\n    return N\n",
        "pkg/far.py": "from pkg import N\nM = N\n",
    }
    reasons = refused({**files, "pkg/low.py": "from .far2 import K\ndef aid(): return K\n", "pkg/far2.py": "K = 1\n"}, "move",
                      target="pkg.far:M", to="pkg.far2")
    assert reasons[0][2].startswith("pkg/far2.py:1 would ask pkg for N before it has it")


def test_a_cycle_that_loads_all_the_same_is_made(refactored):
    files = {
        "main.py": "import one\nprint(one.g())\n",
        "one.py": "class Base:\n    pass\n\nimport two\n\ndef f():\n    return Base\n\ndef g():\n    return f()\n",
        "two.py": "import three\n",
        "three.py": "N = 1\n",
    }
    done = refactored(files, "move", target="one:f", to="two", force=True)
    assert "def f" in done.files["two.py"]
