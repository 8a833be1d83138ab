"""Types that are kept, after random edits: what was not taken away is what a cold index settles, in any order."""

import random
import tempfile

import pytest
from editing import Workshop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_edit_scripts import sources

from inferd.index import bring
from inferd.index.libraries import Libraries
from inferd.query import flowing, settled, settling
from inferd.query.view import View
from inferd.query.world import Shelf
from inferd.source.environment import find_environment
from inferd.store.rows import Reader, Writer


@pytest.fixture(scope="module")
def libraries():
    found = Libraries(find_environment("/nowhere"))
    yield found
    found.close()


def settle(db, libraries, order=None, solver=None, shelf=None):
    """Find out what flows and settle every file that is not, as `Project.settle` does; the files that were.

    What the solver's answers say of each is what a question finds out that has none of them.
    """
    shelf = shelf or Shelf(lambda: libraries)
    view = View(Reader(db))
    view.shelf = shelf
    solver = solver or flowing.Solver(False)
    bring.keep_flow(db, flowing.stamp(view.reader.revision(), ""), solver.rows(view, shelf, ""))
    view = View(Reader(db))
    view.shelf = shelf
    files = Reader(db).untyped(1 << 30)
    if order is not None:
        order.shuffle(files)
    session = solver.session(view, shelf)
    rows = [session.compute(f) for f in files]
    session.close()
    Writer(db).set_typed(rows, settled.packed)
    view = View(Reader(db))
    view.shelf = shelf
    again = [settled.compute(view, view.typing, f) for f in files]
    assert [(r.receivers, r.calls) for r in rows] == [(r.receivers, r.calls) for r in again]
    return {view.file(f).path for f in files}


def dump(db):
    reader = Reader(db)
    sets = reader.type_sets()
    found = settled.Settled(reader)
    out = set()
    for f in reader.files():
        out.add((f.path, 0, "flow", "", 0, reader.flow(f.id) or ""))
        out.add((f.path, 0, "gives", "", 0, reader.summaries(f.id) or ""))
        out.add((f.path, 0, "calls", "", 0, reader.called(f.id) or ""))
        lines = {b.id: (b.line, b.kind, b.name) for b in reader.blocks_of_file(f.id)}
        for block, of_block in (found.numbers(f.id) or {}).items():
            out |= {(f.path, *lines[block], k, sets[n]) for k, n in of_block.items()}
    return out


def dump_cold(workshop, root, libraries, order=None):
    """What a copy of the project gives that is indexed and settled from nothing."""
    cold = bring.cold_copy(root, workshop.config)
    try:
        settle(cold, libraries, order)
        return dump(cold)
    finally:
        cold.close()


def play(seed, steps, libraries):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as root:
        workshop = Workshop(root, sources(chance), chance)
        # what is found out after an edit rests on what was found out before
        kept = flowing.Solver(True), Shelf(lambda: libraries)
        try:
            settle(workshop.db, libraries, None, *kept)
            for edits in steps:
                workshop.step(edits)
                settle(workshop.db, libraries, None, *kept)
                if any(f.status != "ok" for f in Reader(workshop.db).files()):
                    continue  # the last facts of what does not parse are kept, which a cold index cannot have
                live, fresh = dump(workshop.db), dump_cold(workshop, root, libraries, chance)
                assert live == fresh, "\n".join(
                    ["after:", *workshop.log, *(f"- {x}" for x in sorted(live - fresh)[:10])]
                    + [f"+ {x}" for x in sorted(fresh - live)[:10]]
                )
        finally:
            workshop.close()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 2), min_size=1, max_size=4))
def test_after_any_edits_types_are_those_of_a_cold_index(libraries, seed, steps):
    play(seed, steps, libraries)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 3), min_size=3, max_size=8))
def test_after_many_edits_types_are_those_of_a_cold_index(libraries, seed, steps):
    play(seed, steps, libraries)


def test_a_comment_unsettles_its_own_file_alone(libraries, tmp_path):
    (tmp_path / "shop.py").write_text("class Cart:\n    def total(self): return 1\n")
    (tmp_path / "view.py").write_text("from shop import Cart\ndef f(c: Cart):\n    c.total()\n")
    workshop = Workshop(str(tmp_path), [], 1)
    try:
        assert settle(workshop.db, libraries) == {"shop.py", "view.py"}
        (tmp_path / "shop.py").write_text("class Cart:\n    # what it costs\n    def total(self): return 1\n")
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        assert settle(workshop.db, libraries) == {"shop.py"}
        (tmp_path / "shop.py").write_text("class Cart:\n    def total(self): return 2\n")
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        assert settle(workshop.db, libraries) == {"shop.py", "view.py"}
        text = 'class Cart:\n    def total(self):\n        """:rtype: int"""\n        return 2\n'
        (tmp_path / "shop.py").write_text(text)
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        assert settle(workshop.db, libraries) == {"shop.py", "view.py"}  # the documentation tells types
        (tmp_path / "view.py").write_text("from shop import Cart\ndef f(c: Cart):\n    return c.total()\n")
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        assert settle(workshop.db, libraries) == {"view.py"}
    finally:
        workshop.close()


SHOP = {
    "shop.py": (
        "LIMIT = 3\n"
        "class Cart:\n"
        "    def __init__(self): self.lines = []\n"
        "    def total(self): return Money()\n"
        "    def copy(self): return Cart()\n"
        "    def __enter__(self): return self\n"
        "def make(): return Cart()\n"
        "def helper(): return make()\n"
        "class Money:\n"
        "    def show(self): return ''\n"
    ),
    "one.py": "from shop import make\ndef f():\n    make().total().show()\n",
    "two.py": "from shop import Cart\ndef f():\n    Cart().copy().lines\n",
    "three.py": "import shop\ndef f():\n    shop.helper().copy()\n",
    "four.py": "from shop import LIMIT\ndef f():\n    LIMIT.bit_length()\n",
    "five.py": 'def f(a):\n    """:type a: shop.Money"""\n    a.show()\n',
}


@pytest.mark.parametrize(
    ("before", "after", "unsettled"),
    [
        ("return Money()", "return Money() or None", {"one.py"}),  # `total`
        ("class Money:", "def new(): return Cart()\nclass Money:", set()),
        ("return make()", "return make() or 1", {"three.py"}),
        ("LIMIT = 3", "LIMIT = 'x'", {"four.py"}),
        ("return Cart()\n    def", "return 1\n    def", {"two.py", "three.py"}),  # `copy`
        ("def make(): return Cart()", "def make(): return Money()", {"one.py", "three.py"}),
        ("def make()", "def fresh()", {"one.py", "three.py"}),
        ("def __enter__", "def __exit__", {"one.py", "two.py", "three.py", "four.py"}),
        ("self.lines = []", "self.lines = {}", {"one.py", "two.py", "three.py"}),  # `make` mentions `Cart`
        ("return ''", "return 1", {"one.py"}),  # `show`
    ],
)
def test_an_edit_unsettles_whoever_can_get_to_it_by_name(libraries, tmp_path, before, after, unsettled):
    for name, text in SHOP.items():
        (tmp_path / name).write_text(text)
    workshop = Workshop(str(tmp_path), [], 1)
    try:
        assert settle(workshop.db, libraries) == SHOP.keys()
        text = SHOP["shop.py"].replace(before, after, 1)
        assert text != SHOP["shop.py"]
        (tmp_path / "shop.py").write_text(text)
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        reader = Reader(workshop.db)
        # what is named in documentation is found by no name
        assert {reader.file(f).path for f in reader.untyped(100)} == {"shop.py", "five.py", *unsettled}
        settle(workshop.db, libraries)
        assert dump(workshop.db) == dump_cold(workshop, str(tmp_path), libraries)
    finally:
        workshop.close()


def test_a_name_in_all_unsettles_nobody_by_what_is_imported_beside_it(libraries, tmp_path):
    (tmp_path / "shop.py").write_text(
        "import os\nfrom money import Money\n__all__ = ['make', 'keep', 'ALIAS']\n"
        "def make(): return 1\ndef keep(): return Money()\nALIAS = make\n"
    )
    (tmp_path / "money.py").write_text("class Money:\n    def show(self): return ''\n")
    (tmp_path / "one.py").write_text(
        "import os\nfrom money import Money\nfrom shop import keep\n__all__ = ['f']\ndef f():\n    keep().show()\n"
    )
    (tmp_path / "two.py").write_text("from shop import make\ndef f():\n    make().real\n")
    (tmp_path / "three.py").write_text("import shop\ndef f():\n    shop.ALIAS().real\n")
    workshop = Workshop(str(tmp_path), [], 1)
    try:
        settle(workshop.db, libraries)
        text = (tmp_path / "shop.py").read_text()
        (tmp_path / "shop.py").write_text(text.replace("return 1", "return 'x'"))
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        reader = Reader(workshop.db)
        assert {reader.file(f).path for f in reader.untyped(100)} == {"shop.py", "two.py", "three.py"}
    finally:
        workshop.close()


@pytest.mark.parametrize(
    ("before", "after", "anew"),
    [
        ("return Money()", "return Money() if LIMIT else Money()", set()),  # nobody sees another thing
        ("return Money()", "return Cart()", {"one.py"}),
        ("return make()", "return make() or 1", {"three.py"}),
        ("self.lines = []", "self.lines = [1]", {"two.py"}),  # a scope is run as a whole for what it calls
        ("LIMIT = 3", "LIMIT = 4", {"four.py"}),  # another constant
        ("LIMIT = 3", "OTHER = 1\nLIMIT = 3", set()),
        ("class Money", "def new(): return Money()\nclass Money", set()),
        ("    def copy", "    def new(self): return self\n    def copy", set()),
    ],
)
def test_files_are_settled_anew_where_an_answer_is_another_one(libraries, tmp_path, monkeypatch, before, after, anew):
    computed = set()
    receiver = settling.Session._receiver

    def noted(session, block, k, link):
        computed.add(session.view.file(block.row.file_id).path)
        return receiver(session, block, k, link)

    monkeypatch.setattr(settling.Session, "_receiver", noted)
    for name, text in SHOP.items():
        (tmp_path / name).write_text(text)
    workshop = Workshop(str(tmp_path), [], 1)
    kept = flowing.Solver(True), Shelf(lambda: libraries)
    try:
        settle(workshop.db, libraries, None, *kept)
        assert computed == SHOP.keys() - {"shop.py"}  # where only `self` is a receiver
        text = SHOP["shop.py"].replace(before, after, 1)
        assert text != SHOP["shop.py"]
        (tmp_path / "shop.py").write_text(text)
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        computed.clear()
        settle(workshop.db, libraries, None, *kept)
        assert computed == anew
    finally:
        workshop.close()


def test_very_many_receivers_are_looked_at_again_where_a_class_below_gets_a_method(libraries, tmp_path):
    """What too many receivers are joined in rests on classes that nothing has asked about in a round."""
    base = (
        "class Base:\n    def __init__(self, item):\n        self.items = []\n        self.add(item)\n"
        "    def add(self, item):\n        self.items.append(item)\n"
    )
    names = [f"C{i}" for i in range(18)]
    below = ["from base import Base\n", *(f"class {name}(Base):\n    pass\n" for name in names)]
    made = ["def make(x):\n", *(f"    {name}(x)\n" for name in names)]
    (tmp_path / "main.py").write_text("import others\nothers.make(1)\nothers.make('a')\n")
    (tmp_path / "base.py").write_text(base)
    (tmp_path / "others.py").write_text("".join([*below, *made]))
    for i in range(12):  # so that the solver does not begin anew
        (tmp_path / f"other{i}.py").write_text("x = 1\n")
    workshop = Workshop(str(tmp_path), [], 1)
    kept = flowing.Solver(True), Shelf(lambda: libraries)
    try:
        settle(workshop.db, libraries, None, *kept)
        below[6] = "class C5(Base):\n    def add(self, item):\n        print(item)\n"
        (tmp_path / "others.py").write_text("".join([*below, *made]))
        bring.updating.update(workshop.db, str(tmp_path), workshop.config)
        settle(workshop.db, libraries, None, *kept)
        assert dump(workshop.db) == dump_cold(workshop, str(tmp_path), libraries)
    finally:
        workshop.close()
