"""The generated references are what the code says, and name every command."""

import os
import re
import subprocess
import sys

import click

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
    blocks = [block.partition("\n") for block in read("README.md").split("```")[1::2]]
    commands = [line for language, _, text in blocks if language == "sh" for line in text.splitlines()]
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
