# ruff: noqa: E501 - texts read best with one item a line
"""Unsaved text answers as the same text would if it were saved."""

import random
import tempfile

import pytest
from editing import Workshop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_edit_scripts import sources

import inferd
from inferd.errors import InferdError
from inferd.source.text import decode


def answer(project, question, *arguments) -> object:
    try:
        found = question(*arguments)
    except InferdError as error:
        return type(error).__name__
    rows = found.rows if hasattr(found, "rows") else found
    return sorted(rows, key=repr)  # evidence, which is compared last, has no order


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 2**32 - 1))
def test_an_overlay_answers_like_the_saved_text(seed):
    compare(seed)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 2**32 - 1))
def test_many_overlays_answer_like_the_saved_text(seed):
    compare(seed)


def compare(seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as root:
        workshop = Workshop(root, sources(chance, 6), chance)
        workshop.close()
        with inferd.open(root, store=":memory:") as unsaved, inferd.open(root, store=":memory:") as saved:
            unsaved.update()
            saved.update()
            path = chance.choice([p for p in workshop.paths() if workshop.read(p).strip()])
            text = decode(workshop.read(path))[0]
            inserted = chance.choice(
                ["class Overlaid(dict):\n    def total(self): return self.other()\n    def other(self): pass\n", "def f(total): return total\nf(total=1)\n",
                 "from . import *\n", "import json as total\ntotal.loads()\n", "x = 1\n" * 3]
            )  # fmt: skip
            starts = [i for i, line in enumerate(text.split("\n")) if line.startswith(("def ", "class "))]
            lines = text.split("\n")
            at = chance.choice(starts) if starts else 0
            while at and lines[at - 1].startswith("@"):
                at -= 1
            text = "\n".join([*lines[:at], inserted.rstrip("\n"), *lines[at:]])
            if text.startswith("# -*- coding"):
                return
            unsaved.set_overlay(path, text)
            workshop.write(path, text.encode())
            saved.update()
            names = sorted({d.symbol for d in saved.search("", 60)})
            assert answer(unsaved, unsaved.outline, path) == answer(saved, saved.outline, path)
            assert answer(unsaved, unsaved.unresolved) == answer(saved, saved.unresolved)
            for name in [
                *chance.sample(names, min(len(names), 12)),
                *(n for n in names if n.rpartition(":")[2].startswith("Overlaid")),
            ]:
                for question in ("references", "definitions", "members"):
                    asked = [answer(p, getattr(p, question), name) for p in (unsaved, saved)]
                    assert asked[0] == asked[1], (name, question, path)
