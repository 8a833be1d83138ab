"""Random edits over real files: after each update, the live facts are those of a cold index of the same bytes.

The files are those of the running interpreter's standard library and of inferd itself.  The default run is short; the
long one is `benchmarks/edit_scripts.py`.  A failure prints the edits that led to it; Hypothesis shortens them.
"""

import os
import random
import sysconfig
import tempfile

import pytest
from editing import Workshop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import inferd

_STDLIB = sysconfig.get_path("stdlib")
_OWN = os.path.dirname(inferd.__file__)
_PACKAGES = (
    (_STDLIB, "json"), (_STDLIB, "wsgiref"), (_STDLIB, "concurrent"), (_STDLIB, "importlib"), (_STDLIB, "logging"),
    (_STDLIB, "unittest"), (_STDLIB, "html"), (_STDLIB, "collections"), (os.path.dirname(_OWN), "inferd/store"),
    (os.path.dirname(_OWN), "inferd/source"), (os.path.dirname(_OWN), "inferd/index"),
)  # fmt: skip


def sources(chance: random.Random, count: int = 8) -> list[tuple[str, bytes]]:
    """Some files of one package, and one of another."""
    out: dict[str, bytes] = {}
    for place, package in chance.sample(_PACKAGES, 2):
        found = []
        for folder, inner, names in os.walk(os.path.join(place, package)):
            inner[:] = sorted(n for n in inner if n != "__pycache__" and "test" not in n)
            found += [os.path.join(folder, n) for n in sorted(names) if n.endswith(".py")]
        found = [p for p in found if os.path.getsize(p) < 30_000]
        chance.shuffle(found)
        for path in found[: count - 2 if not out else 2]:
            with open(path, "rb") as f:
                out[os.path.relpath(path, place).replace(os.sep, "/")] = f.read()
    return sorted(out.items())


def play(seed: int, steps: list[int]) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as root:
        workshop = Workshop(root, sources(chance), chance)
        try:
            for edits in steps:
                found = workshop.step(edits)
                assert not found, "\n".join(
                    ["after:", *workshop.log, "these differ:", *(line[:300] for line in found[:20])]
                )
        finally:
            workshop.close()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 3), min_size=1, max_size=6))
def test_after_any_edits_the_facts_are_those_of_a_cold_index(seed, steps):
    play(seed, steps)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=4, max_size=12))
def test_after_many_edits_the_facts_are_those_of_a_cold_index(seed, steps):
    play(seed, steps)
