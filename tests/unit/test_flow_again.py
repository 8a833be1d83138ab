"""What flows, after an edit: what is run again, and that it is what a first time finds out."""

from collections import Counter

import pytest
from solving import Project

from inferd.inference.engine import Where
from inferd.inference.flow import contexts, flows, states
from inferd.inference.keeping import again, asking, entries, trace
from inferd.inference.questions import Record
from inferd.inference.scopes import frames
from inferd.inference.scopes.frames import Frame
from inferd.query import flowing

SHOP = {
    "money.py": (
        "class Money:\n"
        "    def __init__(self, amount): self.amount = amount\n"
        "    def add(self, other): return Money(self.amount + other.amount)\n"
        "def zero(): return Money(0)\n"
    ),
    "cart.py": (
        "from money import zero\n"
        "class Cart:\n"
        "    def __init__(self): self.lines = []\n"
        "    def put(self, line): self.lines.append(line)\n"
        "    def total(self):\n"
        "        found = zero()\n"
        "        for line in self.lines:\n"
        "            found = found.add(line)\n"
        "        return found\n"
    ),
    "app.py": (
        "from cart import Cart\n"
        "from money import Money\n"
        "def fill(cart):\n"
        "    cart.put(Money(1))\n"
        "    return cart\n"
        "def show(money): return money.amount\n"
        "def main(): return show(fill(Cart()).total())\n"
        "def other(x): return x\n"
        "main()\n"
        "other('x')\n"
    ),
}


class Shop(Project):
    def __init__(self, path):
        super().__init__(path, SHOP)


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    made.again()
    yield made
    made.project.close()


def test_the_first_time_runs_everything(tmp_path):
    made = Shop(tmp_path)
    assert made.again() == {
        "Cart.__init__", "Cart.put", "Cart.total", "Money.__init__", "Money.add", "fill", "main", "other", "show",
        "zero",
    }  # fmt: skip
    made.project.close()


def test_nothing_is_run_where_nothing_has_changed(shop):
    assert shop.again() == set()


@pytest.mark.parametrize(
    ("name", "old", "new", "again"),
    [
        # the function alone, as nothing else comes of it
        ("money.py", "self.amount + other.amount", "other.amount + self.amount", {"Money.add"}),
        # another type comes back: whoever gets it, too, and whoever is given it
        ("cart.py", "        return found\n", "        return str(found)\n", {"Cart.total", "main", "show"}),
        # a function that nobody calls
        ("app.py", "def other(x): return x", "def other(x): return [x]", {"other"}),
        # another name in the file
        ("money.py", "def zero", "def one(): return 1\ndef zero", {"one"}),
    ],
)
def test_an_edit_runs_what_hangs_on_it(shop, name, old, new, again):
    assert shop.edit(name, old, new) == again


def test_edits_in_a_row_and_back(shop):
    first = shop.rows(flowing.Solver(False))
    shop.edit("money.py", "return Money(0)", "return None")
    shop.edit("app.py", "cart.put(Money(1))", "cart.put('one')")
    shop.edit("money.py", "return None", "return Money(0)")
    shop.edit("app.py", "cart.put('one')", "cart.put(Money(1))")
    assert shop.rows(shop.stays) == first


def test_a_file_that_comes_runs_what_it_calls_otherwise(shop):
    (shop.path / "extra.py").write_text("from money import Money\nMoney('s').add(Money('t'))\n")
    assert shop.again() == {"Money.__init__", "Money.add", "main", "show"}


def test_a_file_that_fixtures_may_be_looked_for_in_begins_anew(shop):
    (shop.path / "conftest.py").write_text("")
    assert "other" in shop.again()


def test_which_tests_a_class_inherits_may_be_another_thing(shop):
    (shop.path / "one.py").write_text("class Base:\n    def test_it(self): return self.make()\n")
    (shop.path / "two.py").write_text("class Base:\n    def test_other(self): return self.make()\n")
    (shop.path / "kinds.py").write_text("from one import Base as Kind\n")
    (shop.path / "test_shop.py").write_text(
        "from kinds import Kind\nclass TestOne(Kind):\n    def make(self): return 1\n"
    )
    shop.again()
    assert "Base.test_other" in shop.edit("kinds.py", "from one", "from two")
    assert "Base.test_it" in shop.edit("kinds.py", "from two", "from one")


def test_a_name_that_is_changed_where_nothing_else_is(shop):
    shop.edit("cart.py", "def put(self", "def place(self")
    shop.edit("app.py", "cart.put(Money(1))", "cart.place(Money(1))")
    with shop.project.snapshot() as view:
        cart = next(f.id for f in view.reader.files() if f.path == "cart.py")
    assert "Cart.place" in shop.stays._rows[cart]


def test_who_uses_what_is_found_out_anew_now_and_then(shop, monkeypatch):
    monkeypatch.setattr(entries, "_FEW_USERS", -1_000_000)  # each time
    shop.edit("money.py", "return Money(0)", "return None")
    shop.edit("app.py", "cart.put(Money(1))", "cart.put('one')")
    assert shop.edit("money.py", "return None", "return Money(0)") >= {"Cart.total", "zero"}
    assert shop.again() == set()


def test_a_round_of_a_cycle_computes_what_has_other_answers(tmp_path, monkeypatch):
    """`side` asks for what changes, `tick`; `outer` only for what `side` gives, which stays the same."""
    ran = Counter()
    run = contexts._run

    def counted(engine, unit):
        ran[engine.qualname(unit.where)] += 1
        return run(engine, unit)

    monkeypatch.setattr(contexts, "_run", counted)
    made = Project(tmp_path, {
        "clock.py": (
            "def tick(n): return outer(n) if n else tock(n)\n"
            "def tock(n): return [tick(n), outer(n)]\n"
            "def outer(n): return side(n)\n"
            "def side(n):\n"
            "    tick(n)\n"
            "    return 1\n"
            "found = tick(2)\n"
        ),
    })  # fmt: skip
    made.project.update()
    made.rows(flowing.Solver(False))
    made.project.close()
    assert ran["side"] > ran["outer"]


HALF_READ = """\
class Meta(type): pass
class Base:
    name = 1
    def hello(self): return self
def sink(x): return x
{0}
class C(Base, metaclass=make()): pass
{1}
"""


def passed(made, name):
    """What calls pass to a function, as it is stored."""
    rows = made.rows(made.stays).values()
    (line,) = [line for row in rows for line in row.split("\n") if line.startswith(f'["contexts","{name}"')]
    return [kind for kind in ("int", "str", "float", '"?"') if kind in line]


def edited_and_back(made, name, old, new):
    """What `sink` is passed before an edit, after it and when it is taken back; each is compared with a first time."""
    made.again()
    out = [passed(made, "sink")]
    for one, other in ((old, new), (new, old)):
        made.edit(name, one, other)
        out.append(passed(made, "sink"))
    made.project.close()
    return out


WALKS = {
    "walks.py": (
        "from leaf import leaf\n"
        "def first(n, found):\n"
        "    seen = leaf()\n"
        "    return second(n, found) if n else found\n"
        "def second(n, found): return third(n - 1, [found])\n"
        "def third(n, found): return first(n, 'x') or fourth(n)\n"
        "def fourth(n): return second(n, 2.5) if n else None\n"
        "first(3, 1)\n"
    ),
    "leaf.py": "def leaf(): return 1\n",
}


def test_of_a_cycle_that_is_gone_round_again_only_what_is_another_thing_is_run(tmp_path):
    made = Project(tmp_path, WALKS)
    assert made.again() == {"first", "second", "third", "fourth", "leaf"}
    assert made.edit("leaf.py", "return 1", "return 'a'") == {"leaf", "first"}
    assert made.edit("leaf.py", "return 'a'", "return []") == {"leaf", "first"}
    # what goes round is another thing now
    assert made.edit("walks.py", "if n else None", "if n else b''") == {"first", "second", "third", "fourth"}
    assert made.edit("leaf.py", "return []", "return 1") == {"leaf", "first"}
    made.project.close()


def test_what_is_kept_of_the_ways_round_a_cycle_is_of_one_round(tmp_path, monkeypatch):
    begin, left = trace.Trace.begin, []

    def checked(self, bases):
        left.append(dict(self.engine._runs))
        begin(self, bases)

    monkeypatch.setattr(trace.Trace, "begin", checked)
    made = Project(tmp_path, {
        "turns.py": (
            "def first(n): return third(second(n))\n"
            "def second(n): return first(n) or 'a'\n"
            "def third(x): return first(0) if x else 1\n"  # given a str on the first way round, then an int, too
            "first(1)\n"
        )
    })  # fmt: skip
    made.again()
    made.edit("turns.py", "else 1", "else 2.5")
    assert len(left) > 8 and not any(left)
    made.project.close()


def test_what_a_class_has_while_it_is_read_is_not_what_it_has_after_that(tmp_path):
    made = Project(tmp_path, {
        "m.py": HALF_READ.format(
            "def make():\n    C().name\n    return Meta", "def user(): sink(C().name)\nuser()"
        ),
        "y.py": "from m import C\ndef put():\n    x = C()\n    x.name = 's'\nput()\n",
        "z.py": "from m import C\nC()\n",
    })  # fmt: skip
    assert edited_and_back(made, "y.py", "x.name = 's'", "pass") == [["int", "str"], ["int"], ["int", "str"]]


def test_a_cycle_through_a_class_that_is_read_is_computed_again(tmp_path):
    made = Project(tmp_path, {
        "m.py": HALF_READ.format(
            "def side():\n    h(0)\n    return 1\n"
            "def y():\n    side()\n    x = C()\n    if isinstance(x, Base): return 1\n    return 's'\n"
            "def make():\n    y()\n    return Meta",
            "def h(n):\n    C()\n    return y()",
        ),
        "z.py": "from m import h, sink\nsink(h(0))\n",
    })  # fmt: skip
    assert edited_and_back(made, "m.py", "    h(0)\n    return 1", "    h(0)\n    return 2") == [["int"]] * 3


TURNS = {
    "m0.py": (
        "from m1 import K10, f10, f11\n"
        "class K00:\n"
        "    x.b = f21(x.q(lambda z: 1))\n"
        "class K01:\n"
        "    u = f10(K01('s'))\n"
        "def f00(x): return x.q(f02(x.w(1)))\n"
    ),
    "m1.py": (
        "from m2 import f20, f21\n"
        "class K10(K01):\n"
        "    def q(self, x): self.b = K11(f10(['s', self]))\n"
        "    def w(self, x): self.b = f11(x.w(x.p(1)))\n"
        "    def p(self, x): return lambda z: f00(f10(x))\n"
        "def f10(x):\n"
        "    u = x\n"
        "    f01(f02(u.w(x)))\n"
        "    return x.q(f10([x, 1]))\n"
        "def f11(x):\n"
        "    if isinstance(x, K10): return f10(f10(f20(1)))\n"
    ),
    "m2.py": (
        "from m1 import K10, f10, f11\n"
        "class K20(K20):\n"
        "    def w(self, x): return None\n"
        "def f20(x): return None\n"
        "def f21(x): u = f10(K10((v, None)))\n"
    ),
}


def test_two_states_that_take_turns(tmp_path, monkeypatch):
    monkeypatch.setattr(contexts, "_at_once", lambda types: types)  # which makes nearly all states settle
    made = Project(tmp_path, TURNS)
    made.again()
    solution = made.stays.solution
    assert solution.number < flows.ROUNDS
    assert solution.rounds[-2].left == solution.rounds[-3].state  # it was where it had been two rounds before
    for part in ("contexts", "attributes"):
        both = [getattr(one.left, part) for one in solution.rounds[-3:-1]]
        found = getattr(solution.state, part)
        assert both[0] != both[1] or part != "contexts"
        assert all(set(types) <= set(found[key]) for one in both for key, types in one.items())
    text = (tmp_path / "m2.py").read_text()
    (tmp_path / "m2.py").write_text(text + "def more(): return f20(2)\n")
    made.again()
    (tmp_path / "m2.py").write_text(text)
    made.again()
    made.project.close()


CALLED_BY_ITSELF = {
    "m.py": (
        "class K(L):\n"
        "    def __init__(self, x): self.c = 1\n"
        "    @property\n"
        "    def p(self):\n"
        "        if isinstance(self, M): return 's'\n"
        "        v = self.p(f(self + self))\n"
        "        return self.p(K([v, None]))\n"
    )
}


@pytest.mark.parametrize("files", [SHOP, TURNS, CALLED_BY_ITSELF])
def test_what_a_round_takes_over_only_saves_work(tmp_path, monkeypatch, files):
    made = Project(tmp_path, files)
    made.project.update()
    found = made.rows(flowing.Solver(False))
    begin = trace.Trace.begin
    monkeypatch.setattr(trace.Trace, "begin", lambda self, bases: begin(self, []))
    assert made.rows(flowing.Solver(False)) == found
    made.project.close()


def test_a_package_that_comes_and_goes_and_is_named_nowhere(tmp_path):
    (tmp_path / "tests").mkdir()
    files = {
        "tests/__init__.py": "class Mixin:\n    def run(self): return 1\n",
        "tests/one.py": "from . import Mixin\nclass One(Mixin): pass\nfound = One().run()\n",
        "other.py": "def f(x): return x\nf(1)\n",
    }
    files.update({f"m{i}.py": f"def g{i}(x): return x\ng{i}(1)\n" for i in range(4)})
    made = Project(tmp_path, files)
    made.again()
    (tmp_path / "tests" / "__init__.py").unlink()
    made.again()
    (tmp_path / "tests" / "__init__.py").write_text(files["tests/__init__.py"])
    made.again()
    made.project.close()


def test_nothing_stands_in_a_file_that_is_gone(shop):
    def stands(file):
        with shop.project.snapshot() as view:
            return asking.stands(view.typing.engine, ("name", Where("", file, 0), "zero"))

    with shop.project.snapshot() as view:
        file = view.reader.file_at("cart.py").id
    assert stands(file)
    (shop.path / "cart.py").unlink()
    shop.again()
    assert not stands(file)


LOOPS = {
    "m.py": (
        "class A:\n"
        "    def __init__(self, v): self.v = v\n"
        "    def run(self): return first(self.v)\n"
        "def first(x): return second(x)\n"
        "def second(x):\n"
        "    x.seen = 1\n"
        "    return first(x) or third(x)\n"
        "def third(x): return A(x).run()\n"
        "class B: pass\n"
        "class C: pass\n"
    ),
    "use.py": (
        "from m import A, B, C, third\n"
        "def begin():\n"
        "    return A(B()).run()\n"
        "def more():\n"
        "    return third(B())\n"
        "begin()\n"
        "more()\n"
    ),
}


def test_what_a_round_tells_after_an_edit_is_what_a_walk_over_all_of_it_finds(tmp_path, monkeypatch):
    """Also where a circle of calls, which keep each other, has lost the only one from outside."""
    made = Project(tmp_path, LOOPS)
    made.again()
    rounds, gone = [], 0
    ask, left_again = again.Again.ask, states.Making.left_again

    def asked(self):
        nonlocal gone
        ask(self)
        gone += len(self.gone)
        rounds.append(self)

    def compared(self, gathered, like, places, stored):
        one = rounds[-1]
        table = set(one.trace.now)
        walked = flows._gathered(one.trace, one.begins, None, "")
        assert set(one.trace.now) == table
        assert {p: set(n) for p, n in walked.reached.items()} == {p: set(n) for p, n in gathered.reached.items()}
        of_all = self.left(walked)
        found = left_again(self, gathered, like, places, stored)
        assert found.is_all(of_all)
        assert [list(getattr(found, kind)) for kind in states.PARTS[:2]] == [
            list(getattr(of_all, kind)) for kind in states.PARTS[:2]
        ]
        return found

    monkeypatch.setattr(again.Again, "ask", asked)
    monkeypatch.setattr(states.Making, "left_again", compared)
    monkeypatch.setattr(again, "_FEW", 0)
    use = LOOPS["use.py"]
    texts = [
        use.replace("    return A(B()).run()", "    return A(C()).run()"),  # `more` still begins the circle with a B
        use.replace("    return A(B()).run()", "    return None").replace("third(B())", "third(C())"),
        use.replace("    return A(B()).run()", "    return None").replace("    return third(B())", "    return None"),
        use,
    ]
    for text in texts:
        (tmp_path / "use.py").write_text(text)
        made.again()
    made.project.close()
    assert len(rounds) > len(texts) and gone


def test_a_frame_that_is_wanted_again_keeps_its_answer(tmp_path, monkeypatch):
    """What is defined in a function that is as it was is run anew: who rests on that function does not notice."""
    made = Project(tmp_path, {
        "m.py": (
            "from n import h\n"
            "def make():\n"
            "    kind = int('1')\n"
            "    def inner(): return kind, h(1)\n"
            "    def other(): return kind\n"
            "    return inner, other\n"
        ),
        "n.py": "def h(x): return x\n",
    })  # fmt: skip
    made.again()
    monkeypatch.setattr(again, "_FEW", 0)
    assert made.edit("n.py", "return x", "return str(x)") == {"h", "make.<locals>.inner"}
    assert [one.loose for one in made.stays.solution.rounds] == [frozenset()] * made.stays.solution.number
    made.project.close()


def test_a_frame_that_is_half_known_says_from_which_files_it_was_read(shop):
    """Who rests on it within a cycle is looked at again where one of them is another (found in click by an edit script:
    a call that went through a module which was moved away stayed).
    """
    with shop.project.snapshot() as view:
        engine = view.typing.engine
        where = Where("", view.reader.file_at("app.py").id, 0)
        engine.trace, engine.record = trace.Trace(engine, entries.Nodes()), Record()
        half = Record()
        half.files = 1 << 5
        engine.half_frames[where] = (Frame(engine, where), 0, half)
        _, record, lowest = engine.recorded(lambda: frames.run(engine, where))
        engine.trace = engine.record = None
    assert lowest == 0
    assert record.files >> 5 & 1


def test_dictionaries_that_have_very_many_keys_together_are_told_as_such(tmp_path):
    """What holds one tells all of it: in Django's tests a decorator's 700 keys stood in 1,000 rows, of 110 MB."""
    calls = "".join(f"def test_{n}(): show({{'key{n}': {n}, 'also{n}': 'x'}})\n" for n in range(60))
    made = Project(tmp_path, {"m.py": f"def show(given):\n    def inner(): return given\n    return inner\n{calls}"})
    made.project.update()
    rows = made.rows(flowing.Solver(False))
    made.project.close()
    assert '"given",[["instance"' in rows["m.py"] and sum(map(len, rows.values())) < 20_000


def test_fields_of_a_class_that_a_call_makes_stay_after_an_edit_beside_it(tmp_path):
    files = {
        "core.py": (
            "import collections\nP = collections.namedtuple('P', 'a b')\n"
            "def made():\n    Q = collections.namedtuple('Q', 'c d')\n    return Q(1, b'')\n"
            "def tail():\n    return 1\n"
        ),
        "use.py": (
            "import core\ndef r():\n    return core.P(1, 's').a.bit_length()\n"
            "def q():\n    return core.made().c\n"
            "r()\nq()\n"
        ),
    }
    made = Project(tmp_path, files)
    made.again()
    made.edit("core.py", "return 1\n", "return 2\n")
    made.edit("use.py", ".a.bit_length()", ".b.upper()")
    made.edit("core.py", "'c d'", "'d c'")
    made.edit("use.py", "made().c", "made().d")
    made.project.close()


def test_a_class_that_a_call_made_and_that_is_written_out_now(tmp_path):
    files = {
        "base.py": "import enum\nclass Leaf: pass\nCol = enum.Enum('Col', 'R G')\n",
        "app.py": "import base\ndef f():\n    return base.Col.R\nf()\n",
    }
    made = Project(tmp_path, files)
    made.again()
    made.edit("base.py", "Col = enum.Enum('Col', 'R G')\n", "class Col:\n    R = Leaf\n    G = None\n")
    (tmp_path / "base.py").write_text(files["base.py"])
    made.again()
    made.project.close()


def test_the_bases_of_a_class_that_a_call_makes_follow_what_gives_them(tmp_path):
    shop = Project(tmp_path, {
        "low.py": "class Low:\n    def show(self): return 1\nclass High:\n    def show(self): return 's'\n",
        "pick.py": "from low import High, Low\ndef pick(): return Low\n",
        "made.py": "from pick import pick\nX = type('X', (pick(),), {})\n",
        "main.py": "from made import X\ndef run(): return X().show()\ndef take(x): return x\ntake(run())\n",
    })  # fmt: skip
    shop.again()
    for old, new in (("return Low", "return High"), ("return High", "return Low")):
        shop.edit("pick.py", old, new)
    shop.project.close()
