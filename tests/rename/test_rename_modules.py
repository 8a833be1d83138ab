# ruff: noqa: E501 - programs and tables read best with one item a line
"""Renames of modules and packages: files move, imports and dotted strings follow, and undo brings back every byte."""

import os
import subprocess

import pytest
from renaming import tree, write

import inferd
from inferd.errors import RefactorRefused
from inferd.refactor.edits import unified_diff, unified_diff_bytes

SHOP = {
    "shop/__init__.py": "from . import cart\nfrom .cart import Cart\n__all__ = ['cart', 'Cart']\n",
    "shop/cart.py": "import shop.prices as p\nclass Cart:\n    def total(self): return p.price() + 1\ncart = None\n",
    "shop/prices.py": "def price():\n    from . import cart\n    return len(cart.__name__.split('.'))\n",
    "shop/data.txt": b"\xff\x00data",
    "shop/sub/__init__.py": "",
    "shop/sub/deep.py": "from ..cart import Cart as C\nfrom .. import cart as k\nimport shop.cart\nx = [C, k.Cart, shop.cart.Cart]\n",
    "main.py": (
        "import importlib, os\nimport shop\nimport shop.cart\nimport shop.sub.deep\nfrom shop import cart as alias, prices\nfrom shop.cart import Cart\n"
        "from unittest import mock\n"
        "m = importlib.import_module('shop.prices')\n"
        "print(shop.cart.Cart().total(), alias.Cart is Cart, len(shop.sub.deep.x), m is prices)\n"
        "with mock.patch('shop.prices.price', lambda: 10):\n    print(Cart().total())\n"
        "cart = 'cart'\nprint(cart, open(os.path.join(os.path.dirname(shop.__file__), 'data.txt'), 'rb').read())\n"
    ),
}


def test_module_moves_and_every_import_follows(renamed):
    plan, texts = renamed(SHOP, "shop.cart", "basket")
    assert "shop/cart.py" not in texts
    assert "shop/basket.py" in texts
    assert texts["shop/__init__.py"] == "from . import basket\nfrom .basket import Cart\n__all__ = ['basket', 'Cart']\n"
    assert texts["shop/sub/deep.py"].startswith("from ..basket import Cart as C\nfrom .. import basket as k\nimport shop.basket\n")
    assert "from shop import basket as alias, prices" in texts["main.py"]
    assert "cart = 'cart'" in texts["main.py"]
    assert "cart = None" in texts["shop/basket.py"]
    assert plan.moves == (("shop/cart.py", "shop/basket.py"),)


def test_dotted_strings_follow_a_module(renamed):
    _, texts = renamed(SHOP, "shop/prices.py", "shop.tariffs")
    assert "import_module('shop.tariffs')" in texts["main.py"]
    assert "mock.patch('shop.tariffs.price'" in texts["main.py"]
    assert "import shop.tariffs as p" in texts["shop/cart.py"]


def test_package_moves_with_all_that_lies_in_it(renamed, tmp_path):
    plan, texts = renamed(SHOP, "shop", "store")
    assert {p for p in texts if p.startswith("shop")} == set()
    assert not (tmp_path / "shop").exists()
    assert (tmp_path / "store/data.txt").read_bytes() == b"\xff\x00data"
    assert "import store.cart\nimport store.sub.deep\nfrom store import cart as alias" in texts["main.py"]
    assert "import store.prices as p" in texts["store/cart.py"]
    assert texts["store/prices.py"] == SHOP["shop/prices.py"]
    assert len(plan.moves) == 6


def test_package_inside_a_package_and_its_caches(renamed, tmp_path):
    write(tmp_path, {"shop/sub/__pycache__/deep.cpython-311.pyc": b"old"})
    _, texts = renamed(SHOP, "shop.sub", "inner")
    assert "import shop.inner.deep" in texts["main.py"]
    assert "shop.inner.deep.x" in texts["main.py"]
    assert not (tmp_path / "shop/sub").exists()


def test_the_diff_shows_moves_and_git_takes_it(tmp_path):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("shop", "store")
        patch = unified_diff_bytes(plan.changes, plan.moves)
        assert b"rename from shop/data.txt\nrename to store/data.txt\n" in patch
        assert b"data\n" not in patch.replace(b"shop/data.txt\n", b"").replace(b"store/data.txt\n", b"")
        assert unified_diff(plan.changes, moves=plan.moves) == patch.decode()
        project.apply(plan)
        after = tree(tmp_path)
        project.undo()
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, check=True, timeout=60)
    assert tree(tmp_path) == after


def test_namespace_package(renamed):
    files = {
        "ns/a.py": "def f(): return 1\n",
        "ns/deep/b.py": "import ns.a\ndef g(): return ns.a.f() + 1\n",
        "main.py": "import ns.deep.b\nfrom ns import a\nprint(ns.deep.b.g(), a.f())\n",
    }
    _, texts = renamed(files, "ns", "space")
    assert set(texts) == {"main.py", "space/a.py", "space/deep/b.py"}
    assert "import space.a\ndef g(): return space.a.f()" in texts["space/deep/b.py"]


def test_stub_beside_the_module_and_the_mode(renamed, tmp_path):
    files = {"tool.py": "#!/usr/bin/env python\nx = 1\n", "tool.pyi": "x: int\n", "main.py": "import tool\nprint(tool.x)\n"}
    write(tmp_path, files)
    os.chmod(tmp_path / "tool.py", 0o755)
    _, texts = renamed(files, "tool", "gadget")
    assert texts["main.py"] == "import gadget\nprint(gadget.x)\n"
    assert set(texts) == {"main.py", "gadget.py", "gadget.pyi"}
    assert os.stat(tmp_path / "gadget.py").st_mode & 0o777 == 0o755


def test_conditional_and_local_imports(renamed):
    files = {
        "pkg/__init__.py": "",
        "pkg/fast.py": "def f(): return 1\n",
        "pkg/slow.py": "def f(): return 2\n",
        "main.py": "try:\n    from pkg import fast as impl\nexcept ImportError:\n    from pkg import slow as impl\n"
        "def go():\n    import pkg.fast\n    return pkg.fast.f() + impl.f()\nprint(go())\n",
    }
    _, texts = renamed(files, "pkg.fast", "quick")
    assert "from pkg import quick as impl" in texts["main.py"]
    assert "return pkg.quick.f() + impl.f()" in texts["main.py"]


def test_strings_that_only_look_dotted_stay(renamed):
    files = {
        "config.py": "x = 1\n",
        "main.py": "import config\nprint(config.x, 'config.yaml', 'config.example.com', 'config.x'.count('.'), '/config.py')\n",
    }
    _, texts = renamed(files, "config", "settings")
    assert texts["main.py"] == (
        "import settings\nprint(settings.x, 'config.yaml', 'config.example.com', 'settings.x'.count('.'), '/config.py')\n"
    )


def test_a_function_of_the_name_of_its_module_stays(renamed):
    files = {
        "p/__init__.py": "from .a import a\n",
        "p/a.py": "def a(): return 1\n",
        "main.py": "from p import a\nimport p.a as module\nprint(a())\n",
    }
    _, texts = renamed(files, "p.a", "b")
    assert texts["p/__init__.py"] == "from .b import a\n"
    assert texts["main.py"] == "from p import a\nimport p.b as module\nprint(a())\n"


REFUSED = {
    "file is there": ({"p/__init__.py": "", "p/a.py": "", "p/b.py": ""}, "p.a", "b", "b.py is there already", True),
    "package is there": ({"p/__init__.py": "", "p/a.py": "", "p/b/x.txt": ""}, "p.a", "b", "b is there already", True),
    "package binds the name": (
        {"p/__init__.py": "b = 1\n", "p/a.py": "", "m.py": "import p.a\n"}, "p.a", "b", "already bound in p", True,
    ),
    "importer binds the name": ({"a.py": "x = 1\n", "m.py": "import a\nb = 2\n"}, "a", "b", "already bound in m", True),
    "captured by a local": (
        {"a.py": "x = 1\n", "m.py": "import a\ndef f(b): return a.x + b\n"}, "a", "b", "bound by something else", True,
    ),
    "standard library": ({"a.py": "x = 1\n"}, "a", "json", "standard library", False),
    "imported from outside": ({"a.py": "", "m.py": "import attr\n"}, "a", "attr", "imported from outside", False),
    "read by a tool": ({"conftest.py": ""}, "conftest", "other", "looks for", True),
    "another package": ({"p/__init__.py": "", "p/a.py": ""}, "p.a", "q.a", "stays in p", True),
    "keyword": ({"a.py": ""}, "a", "class", "word of the language", True),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused(refused, tmp_path, case):
    files, target, new, words, final = REFUSED[case]
    reasons = refused(files, target, new)
    assert any(words in reason for _, _, reason in reasons), reasons
    if final:
        assert any(words in reason for _, _, reason in refused(files, target, new, force=True))
    else:
        with inferd.open(str(tmp_path)) as project:
            assert any(words in w for w in project.rename(target, new, force=True).warnings)


def test_a_link_in_a_package_is_refused(tmp_path):
    write(tmp_path, {"p/__init__.py": "", "other.txt": "x"})
    os.symlink("../other.txt", tmp_path / "p/link.txt")
    with inferd.open(str(tmp_path)) as project, pytest.raises(RefactorRefused, match="symbolic link"):
        project.rename("p", "q")
