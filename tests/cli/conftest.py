"""A small shop to ask about, and a way to run commands in this process."""

import json
import os
from typing import Any, NamedTuple

import pytest

from inferd.cli.main import main

SHOP = {
    "shop/__init__.py": "",
    "shop/cart.py": '''\
"""What is bought."""
__all__ = ["Cart", "empty"]


class Cart:
    """Lines with prices."""

    def __init__(self, lines):
        self.lines = lines

    def total(self, tax=0):
        return sum(price for _, price in self.lines) + tax


class Gift(Cart):
    def total(self, tax=0):
        return super().total(tax) - 1


def empty():
    return Cart([])
''',
    "shop/view.py": '''\
from shop.cart import Cart as Basket, empty


def show(cart, other):
    basket = Basket([])
    print(Basket.total(basket), other.total(), getattr(cart, "total")())
    return empty()
''',
    "shop/broken.py": "def f(:\n    pass\n",
    "shop/names.py": "def run():\n    return missing\n",
    "café.py": "from shop.cart import empty as größe\nprint(größe())\n",
}


class Result(NamedTuple):
    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """The directory of the shop, which is the current one."""
    root = tmp_path / "project"
    for path, text in SHOP.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    for file in root.rglob("*"):  # a file written a moment ago is read again by the next scan, to be safe
        os.utime(file, (1_700_000_000, 1_700_000_000))
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(capfd):
    """Run a command in this process: `run("query", "refs", target)` gives its status and what it wrote."""

    def run(*words: str) -> Result:
        capfd.readouterr()
        status = main([str(w) for w in words])
        return Result(status, *capfd.readouterr())

    return run
