"""The generated references are what the code says, and name every command."""

import doctest
import os
import re
import subprocess
import sys

import click
import pytest

import inferd
from inferd.cli.commands import cli

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def names(command, path):
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from names(inner, f"{path} {name}")


def test_the_generated_pages_are_up_to_date():
    script = os.path.join(ROOT, "docs", "generate.py")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_and_its_help_is_in_the_reference():
    page = read("docs", "reference", "cli.md")
    for name in names(cli, "inferd"):
        assert f"\n## {name}\n" in page


def test_every_view_is_in_the_reference():
    from inferd.store import schema

    page = read("docs", "reference", "schema.md")
    for view in schema.VIEWS:
        assert f"\n### {view}\n" in page


def test_the_readme_holds_exactly_the_two_commands():
    blocks = code_blocks(read("README.md"))
    commands = [line for language, text in blocks if language == "sh" for line in text.splitlines()]
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/inferd query refs inferd.project:Project",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest -q",
    ]


def test_links_between_pages_lead_somewhere():
    names = sorted(n for n in os.listdir(os.path.join(ROOT, "docs")) if n.endswith(".md"))
    pages = [("README.md",), *(("docs", name) for name in names)]
    for page in pages:
        folder = os.path.join(ROOT, *page[:-1])
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(*page)):
            assert os.path.exists(os.path.join(folder, target)), f"{'/'.join(page)} links to {target}"


SHOP = {
    "shop/__init__.py": "",
    "shop/cart.py": (
        "from pathlib import Path\n\n\nclass Line:\n    price = 1\n\n\n"
        "class Cart:\n    def __init__(self):\n        self.lines = []\n\n"
        "    def add(self, line: Line) -> None:\n        self.lines.append(line)\n\n"
        "    def total(self) -> int:\n        return sum(line.price for line in self.lines)\n\n\n"
        "class GiftCart(Cart):\n    def total(self) -> int:\n        return 0\n\n\n"
        "def load(path: Path) -> Cart | None:\n    return Cart() if path.exists() else None\n"
    ),
    "shop/voucher.py": (
        "from typing import Protocol\n\n\n"
        "class Priced(Protocol):\n    name: str\n\n    def total(self) -> int: ...\n\n\n"
        "class Voucher:\n    def __init__(self, name, value: int):\n"
        "        self.name = name\n        self.value = value\n\n"
        "    def total(self) -> int:\n        return self.value\n"
    ),
    "tests/test_cart.py": (
        "from shop.cart import Cart\n\n\ndef test_total():\n    cart = Cart()\n    assert cart.total() == 3\n"
    ),
}


@pytest.fixture
def tutorial_shop(tmp_path, monkeypatch):
    """The shop of the tutorial, whose text has one of the modules; the working directory is changed to it."""
    chapter = read("docs", "tutorial.md").partition("## Types of receivers")[2].partition("\n## ")[0]
    (view,) = (text for language, text in code_blocks(chapter) if language == "python")
    for path, text in {**SHOP, "shop/view.py": view}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    with inferd.open(tmp_path) as project:
        project.update()
        yield project


def code_blocks(page):
    """(language, text) of the blocks of code of a page."""
    return [block.partition("\n")[::2] for block in page.split("```")[1::2]]


def test_the_tutorial_shows_what_is_answered_about_its_shop(tutorial_shop, run):
    chapter = read("docs", "tutorial.md").partition("## Types of receivers")[2].partition("\n## ")[0]
    consoles = [text for language, text in code_blocks(chapter) if language == "console"]
    shown = [s.partition("\n")[::2] for text in consoles for s in ("\n" + text).split("\n$ ")[1:]]
    assert len(shown) == 6
    for command, output in shown:
        wanted, cut, _ = output.strip().partition("\n…")
        said = run(*command.split()[1:]).out.strip()
        assert (said[: len(wanted)] if cut else said) == wanted, command


def test_the_page_on_the_library_shows_what_python_answers(tutorial_shop):
    texts = [text for language, text in code_blocks(read("docs", "library.md")) if text.startswith(">>>")]
    assert len(texts) == 4
    parsed = doctest.DocTestParser().get_doctest("\n".join(texts), {"project": tutorial_shop}, "library.md", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(parsed).failed == 0
