# ruff: noqa: E501 - tables read best with one item a line
"""Module names depend on the set of paths only, and no two files share one."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inferd.index.modules import main_roots, place_modules


def names(paths, roots=None, projects=()):
    roots = main_roots(paths) if roots is None else roots
    return {p: place.module for p, place in place_modules(paths, roots, lambda d: d in projects).items()}


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("a.py", "a"), ("pkg/a.py", "pkg.a"), ("pkg/__init__.py", "pkg"), ("a/b/c.py", "a.b.c"), ("a.pyi", "a"), ("bin/run", "bin.run"),
    ],
)  # fmt: skip
def test_a_file_alone(path, module):
    assert names([path]) == {path: module}


def test_src_comes_before_the_root():
    assert main_roots(["src/a.py", "b.py"]) == ("src", "")
    assert main_roots(["src/__init__.py", "src/a.py"]) == ("",)
    assert main_roots(["a.py"]) == ("",)
    assert main_roots(["src/a.py"], ("lib", ".")) == ("lib", "")
    assert (
        names(["src/a.py", "a.py"]) == {"src/a.py": "a", "a.py": "a.py"}
        or names(["src/a.py", "a.py"])["src/a.py"] == "a"
    )


def test_a_project_file_makes_a_root():
    paths = ["libs/x/pkg/__init__.py", "libs/x/pkg/a.py", "libs/y/pkg2/__init__.py"]
    assert names(paths, projects={"libs/x"}) == {
        "libs/x/pkg/__init__.py": "pkg", "libs/x/pkg/a.py": "pkg.a", "libs/y/pkg2/__init__.py": "libs.y.pkg2",
    }  # fmt: skip


_PARTS = st.sampled_from(["a", "b", "src", "tests", "__init__", "pkg"])
_PATHS = st.lists(
    st.tuples(st.lists(_PARTS, min_size=1, max_size=3), st.sampled_from([".py", ".pyi"])).map(lambda t: "/".join(t[0]) + t[1]),
    unique=True, max_size=14,
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(_PATHS, st.sets(st.sampled_from(["", "a", "src", "tests", "a/b"])), st.integers(0, 99))
def test_names_are_unique_and_do_not_depend_on_the_order(paths, projects, seed):
    first = names(paths, projects=projects)
    assert first.keys() == set(paths)
    shuffled = list(paths)
    random.Random(seed).shuffle(shuffled)
    assert names(shuffled, projects=projects) == first
    for a, b in itertools.combinations(paths, 2):
        if first[a] == first[b]:
            assert {a.rsplit(".")[-1], b.rsplit(".")[-1]} == {"py", "pyi"}, (a, b, first[a])
            assert a.rsplit(".", 1)[0] == b.rsplit(".", 1)[0]
