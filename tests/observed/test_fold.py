"""A spool becomes rows: exact sets, each line counted once."""

import itertools
import json
import os
import random
import subprocess
import sys

import pytest

from inferd.errors import InferdError
from inferd.index import observations
from inferd.runtime import launch

CART, VIEW = "shop/cart.py", "shop/view.py"


def a_day_in_the_shop(spool):
    spool.imported(CART, f"{CART}:Cart", f"{CART}:Gift")
    spool.imported("tests/test_cart.py")
    spool.test("tests/test_cart.py::test_total", "tests/test_cart.py:test_total", f"{CART}:Cart.__init__",
               f"{CART}:Cart.total")  # fmt: skip
    spool.sig(f"{CART}:Cart.__init__", [f"{CART}:Cart", "list[int]"], "None", times=3)
    spool.sig(f"{CART}:Cart.total", [f"{CART}:Cart", "int"], "int", times=2)
    spool.sig(f"{CART}:Cart.total", [f"{CART}:Cart", "str"], "TypeError", outcome="raise")
    spool.call("tests/test_cart.py:test_total", "Cart([1]).total()", f"{CART}:Cart.total", f"{CART}:Cart")
    spool.call("tests/test_cart.py:test_total", "Cart([1])", f"type[{CART}:Cart]")
    spool.line("attr", spool.cls(f"{CART}:Cart"), "lines", spool.type("list[int]"), 2)
    spool.line("local", spool.func(f"{CART}:Cart.total"), "tax", spool.type("int"), 2)  # as it came in
    spool.line("local", spool.func(f"{CART}:Cart.total"), "tax", spool.type("float"), 2)
    return spool


def test_what_a_spool_says_is_what_the_database_holds(observed):
    a_day_in_the_shop(observed.spool()).write()
    done = observed.fold()
    assert done.shards == 1
    assert done.notes == {}
    with observed.reading() as found:
        assert found.signatures() == {
            ("shop/cart.py:Cart.__init__", ("shop.cart:Cart", "list[int]"), "return", "None", 3),
            ("shop/cart.py:Cart.total", ("shop.cart:Cart", "int"), "return", "int", 2),
            ("shop/cart.py:Cart.total", ("shop.cart:Cart", "str"), "raise", "TypeError", 1),
        }
        # test_total's own occurrences: Cart, total
        assert found.calls() == {
            ("tests/test_cart.py:test_total", 0, "class shop.cart:Cart", "", 1),
            ("tests/test_cart.py:test_total", 2, "shop/cart.py:Cart.total", "shop.cart:Cart", 1),
        }
        assert found.values() == {
            ("shop/cart.py:Cart", 1, "lines", "list[int]", 2),
            ("shop/cart.py:Cart.total", 0, "tax", "float", 2),
        }
        test = ("test", "tests/test_cart.py::test_total")
        assert found.ran() == {
            (("import", "shop/cart.py"), "shop/cart.py:"),
            (("import", "shop/cart.py"), "shop/cart.py:Cart"),
            (("import", "shop/cart.py"), "shop/cart.py:Gift"),
            (("import", "tests/test_cart.py"), "tests/test_cart.py:"),
            (test, "tests/test_cart.py:test_total"),
            (test, "shop/cart.py:Cart.__init__"),
            (test, "shop/cart.py:Cart.total"),
        }
        assert found.needed() == {
            (("import", "shop/cart.py"), ("file", "tests/test_cart.py")),
            (("import", "tests/test_cart.py"), ("file", "tests/test_cart.py")),
        }
        assert list(found.o.tests()) == ["tests/test_cart.py::test_total"]
        (run,) = found.o.runs()
        assert (run.command, run.python, run.started, run.ended) == (
            "pytest -q", "3.12.1", "2026-11-21T02:20:00Z", "2026-11-21T02:20:15Z",
        )  # fmt: skip


def test_a_shard_counts_once_however_often_it_is_folded(observed):
    a_day_in_the_shop(observed.spool()).write()
    observed.fold()
    with observed.reading() as found:
        before = found.everything()
    observed.fold()
    with observed.reading() as found:
        assert found.everything() == before


def test_a_shard_that_grows_is_folded_piece_by_piece(observed):
    """Wherever its reader is, the last line may be unfinished."""
    spool = a_day_in_the_shop(observed.spool()).write()
    data = spool.path.read_bytes()
    observed.fold()
    with observed.reading() as found:
        whole = found.everything()
    observed.root.joinpath(".project", "callinfo.db").unlink()
    cuts = sorted(random.Random(7).sample(range(len(data)), 12))
    for cut in [*cuts, len(data)]:
        spool.path.write_bytes(data[:cut])
        observed.fold()
    with observed.reading() as found:
        assert found.everything() == whole


def test_a_fold_that_is_killed_leaves_nothing(observed, monkeypatch):
    a_day_in_the_shop(observed.spool()).write()
    a_day_in_the_shop(observed.spool(process=5)).write()
    real = observations._Shard.close_needs
    fails = itertools.count()

    def close(self):
        if next(fails) == 1:
            raise KeyboardInterrupt
        real(self)

    monkeypatch.setattr(observations._Shard, "close_needs", close)
    with pytest.raises(KeyboardInterrupt):
        observed.fold()
    with observed.reading() as found:
        assert ("shop/cart.py:Cart.total", ("shop.cart:Cart", "int"), "return", "int", 2) in found.signatures()
    monkeypatch.undo()
    observed.fold()
    with observed.reading() as found:
        assert ("shop/cart.py:Cart.total", ("shop.cart:Cart", "int"), "return", "int", 4) in found.signatures()
        assert len(found.o.runs()) == 1


def test_code_is_filed_under_what_it_was_when_it_was_loaded(observed):
    """The text in the spool counts, not the one on disk."""
    a_day_in_the_shop(observed.spool()).write()
    observed.edit(CART, "return sum(price", "return 1 + sum(price")
    observed.fold()
    with observed.reading() as found:
        (body,) = [b for b in found.bodies.values() if b.qualname == "Cart.total"]
    observed.edit(CART, "return 1 + sum(price", "return sum(price")
    with observed.open() as project, project.snapshot() as view:
        file = view.reader.file_at(CART)
        hashes = {s.qualname: s.body_hash for s in view.reader.scopes_of_file(file.id)}
    assert body.body_hash == hashes["Cart.total"]


def test_definitions_of_one_name(observed):
    observed.write(
        "twice.py",
        "import sys\n\nif sys:\n    def f(x):\n        return x\nelse:\n    def f(x):\n        return x\n\n\n"
        "def f(x):\n    return -x\n\n\nclass P:\n    @property\n    def size(self):\n        return 1\n\n"
        "    @size.setter\n    def size(self, new):\n        pass\n\n\n"
        "def outer():\n    global g\n    def g(): return 1\n"
        "    return [(lambda: y) for y in g()], lambda z: z, lambda z: -z\n",  # of a constant one 3.12 tells no place
    )
    spool = observed.spool()
    for name, arguments in (
        ("f@4", ["int"]), ("f@7", ["str"]), ("f@11", ["float"]), ("P.size@16", ["twice.py:P"]),
        ("P.size@20", ["twice.py:P", "int"]), ("outer", []), ("outer.<locals>.g", []),
    ):  # fmt: skip
        spool.sig(f"twice.py:{name}", arguments, "int")
    for nth, result in enumerate(("str", "int", "float")):
        code = "outer.<locals>.<lambda>@28"
        arguments = [] if not nth else ["int"]
        spool.sig(f"twice.py:{code}+{nth}", arguments, result)
    spool.write()
    assert observed.fold().notes == {}
    with observed.reading() as found:
        assert found.signatures() == {
            ("twice.py:f", ("int",), "return", "int", 1),
            ("twice.py:f^1", ("str",), "return", "int", 1),
            ("twice.py:f", ("float",), "return", "int", 1),
            ("twice.py:P.size", ("twice:P",), "return", "int", 1),
            ("twice.py:P.size", ("twice:P", "int"), "return", "int", 1),
            ("twice.py:outer", (), "return", "int", 1),
            ("twice.py:outer.<locals>.g", (), "return", "int", 1),
            ("twice.py:outer.<locals>.<lambda>", (), "return", "str", 1),
            ("twice.py:outer.<locals>.<lambda>^1", ("int",), "return", "int", 1),
            ("twice.py:outer.<locals>.<lambda>^2", ("int",), "return", "float", 1),
        }


def test_what_cannot_be_filed_is_counted(observed):
    observed.write("two.py", "pair = (lambda a: 1), (lambda a: 2)\nx = 1\ndef f(): pass\n")
    spool = observed.spool()
    spool.func("two.py:f", line=2)
    spool.line("func", 90, spool.file("two.py"), "<lambda>", 1, "lambda", [["a", "n"]], "", None)
    spool.line("sig", 90, 90, [spool.type("int")], "return", spool.type("int"), 1.0)
    spool.line("file", 91, "gone.py", None, None)
    spool.line("func", 91, 91, "f", 1, "function", [["a", "n"]], "", None)
    spool.line("sig", 91, 91, [spool.type("int")], "return", spool.type("int"), 1.0)
    spool.line("file", 92, "/elsewhere/x.py", "0" * 64, "import")
    spool.line("func", 92, 92, "f", 1, "function", [], "", None)
    spool.line("lost", "exec", "", 4)
    spool.line("sig", "nonsense")
    spool.line("of later versions", 1)
    spool.lines.append("no json at all")
    spool.write()
    assert observed.fold().notes == {
        observations.NOT_FOUND: 1, observations.ALIKE: 1, observations.NO_TEXT: 1, observations.OUTSIDE: 1,
        "lost: exec": 4, observations.BAD_LINES: 2,
    }  # fmt: skip
    with observed.reading() as found:
        assert found.signatures() == {("gone.py:f", ("int",), "return", "int", 1)}
        (run,) = found.o.runs()
        assert run.notes["lost: exec"] == 4


def test_a_text_that_is_not_the_one_that_ran_is_not_believed(observed):
    spool = observed.spool()
    spool.sig(f"{CART}:Cart.total", [f"{CART}:Cart", "int"], "int")
    spool.write()
    (source,) = (spool.directory / "sources").iterdir()
    source.write_text("def total(self): pass\n")
    assert observed.fold().notes == {observations.NO_TEXT: 1}


def test_calls_find_their_occurrence(observed):
    observed.write(
        "calls.py",
        "class A:\n    def b(self, *a):\n        return self\n    @property\n    def p(self):\n        return self\n"
        "    def __add__(self, o):\n        return self\n\n\n"
        "def f(a, d):\n"
        "    a.b(')', d.b()).b(  # (\n        a.b(a.b)\n    )\n"
        "    é = a.b('ü', d[0].b(1)); a.p.b()\n"
        "    (a + a.p)\n"
        "    f(a)(d)\n"
        "    return [x.b() for x in d]\n",
    )
    spool = observed.spool()
    me = "calls.py:f"
    b = "calls.py:A.b"
    expected = {}

    def call(text, callee, receiver, ordinal):
        spool.call(me, text, callee, receiver, times=len(expected) + 1)
        name = "function str" if callee == "builtins:str" else callee
        expected[len(expected) + 1] = (me, ordinal, name, (receiver or "").replace(".py:", ":"))

    a = "calls.py:A"
    # Occurrences of f with a step: 0 a, 1 d (parameters), then in the order of the program
    with observed.open() as project, project.snapshot() as view:
        from inferd.index.bodies import Version

        version = Version.stored(view.reader, view.reader.file_at("calls.py").id)
        (scope,) = [d.scope for d in version.definitions if d.qualname == "f"]
        names = [version.name_at(scope, i) for i in range(len(version.tied(scope)))]
        places = [version.place(t) for t in version.tied(scope)]
    lines = (observed.root / "calls.py").read_text().splitlines()

    def nth(line, text, plus=0):
        """The number of the occurrence that ends where *text* ends."""
        end = lines[line - 1].index(text) + len(text)
        (found,) = [i for i, p in enumerate(places) if p[0] == line and p[2] == end]
        return found * 2 + plus

    call("a.b(')', d.b())", b, a, nth(12, "a.b"))
    call("d.b()", b, a, nth(12, "d.b"))
    call("a.b(')', d.b()).b(  # (\n        a.b(a.b)\n    )", b, a, nth(12, "d.b()).b"))
    call("a.b(a.b)", b, a, nth(13, "a.b"))
    call("a.b('ü', d[0].b(1))", b, a, nth(15, "a.b"))
    call("d[0].b(1)", b, a, nth(15, "d[0].b"))
    call("a.p.b()", b, a, nth(15, "a.p.b"))
    call("a.p", "calls.py:A.p", a, nth(15, "a.p"))
    call("a + a.p", "calls.py:A.__add__", a, nth(16, "(a", 1))
    call("f(a)", me, None, nth(17, "f"))
    call("f(a)(d)", "builtins:str", None, nth(17, "f", 1))
    call("x.b()", b, a, nth(18, "x.b"))
    spool.write()
    observed.fold()
    assert "é" in names
    with observed.reading() as found:
        assert {c[4]: c[:4] for c in found.calls()} == expected


def test_calls_without_columns(observed):
    """Below Python 3.11: the only occurrence of the name on the line."""
    spool = observed.spool()
    spool.call(f"{VIEW}:show", "cart.total()", f"{CART}:Cart.total", f"{CART}:Cart", columns=False)
    spool.call("tests/test_view.py:test_show", "Gift([3])", f"type[{CART}:Gift]", columns=False)
    spool.write()
    observed.fold()
    with observed.reading() as found:
        exact, near = sorted(found.calls(), key=lambda c: c[0])
    assert exact[1] % 2 == 0
    assert near[1] % 2 == 1


def test_types(observed):
    spool = observed.spool()
    texts = {
        "list[int | str]": "list[int | str]", "tuple(int, str)": "tuple[int, str]", "tuple()": "tuple[()]",
        "tuple[int]": "tuple[int, ...]", "dict[str, list[int]]": "dict[str, list[int]]", "list[never]": "list[Never]",
        "mock": "?", "unknown": "?", "sentinel": "object", f"type[{CART}:Cart]": "type[shop.cart:Cart]",
        f"list[def {CART}:Cart.total]": "list[function]", "collections:OrderedDict": "collections:OrderedDict",
        f"def {CART}:Cart.total": "function shop.cart:Cart.total",
        f"gen {VIEW}:numbers": "collections.abc:Generator", "_io:StringIO": "io:StringIO", "None": "None",
    }  # fmt: skip
    for text in texts:
        spool.sig(f"{VIEW}:numbers", [text], "int", outcome="yield")
    spool.write()
    observed.fold()
    with observed.reading() as found:
        assert {s[1][0] for s in found.signatures()} == set(texts.values())
        assert {s[2] for s in found.signatures()} == {"yield"}


def test_what_tests_rely_on(observed):
    observed.write("tests/conftest.py", "import shop.view\n")
    observed.write("tests/test_more.py", "def test_more():\n    import shop.view\n")
    spool = observed.spool()
    spool.imported("tests/conftest.py")
    spool.imported(VIEW)
    spool.imported(CART, f"{CART}:Cart")
    wide = ("fixture", "tests::cart@0")
    inner = ("fixture", "tests::lines@0")
    spool.line("ran", spool.owner(*wide), [spool.func(f"{CART}:Cart.__init__")])
    spool.line("ran", spool.owner(*inner), [spool.func(f"{VIEW}:numbers")])
    spool.line("needs", spool.owner(*wide), [spool.owner(*inner)])
    spool.test("tests/test_more.py::test_more", "tests/test_more.py:test_more", needs=[wide])
    spool.test("tests/test_cart.py::test_tax", f"{CART}:Cart.total", needs=[wide])
    spool.owner("test", "unittest:tests.test_view.T.test_x", "tests/test_view.py")
    spool.write()
    observed.fold()
    more, tax = ("test", "tests/test_more.py::test_more"), ("test", "tests/test_cart.py::test_tax")
    unit = ("test", "unittest:tests.test_view.T.test_x")
    imports = [("import", p) for p in (CART, VIEW, "tests/conftest.py")]
    with observed.reading() as found:
        assert found.needed() == {
            (wide, more), (inner, more), (wide, tax), (inner, tax),
            *((i, ("file", "tests/test_more.py")) for i in imports),
            *((i, ("file", "tests/test_cart.py")) for i in imports),
            *((i, unit) for i in imports),
        }  # fmt: skip


def test_what_a_subprocess_runs_belongs_to_the_test_that_started_it(observed):
    parent = observed.spool()
    parent.test("tests/test_cart.py::test_total", f"{CART}:Cart.total")
    parent.write()
    start, stop = next(json.loads(line)[2:4] for line in parent.lines if line.startswith('["test"'))
    for process, started, owner in ((5, (start + stop) / 2, True), (6, stop + 1, False)):
        child = observed.spool(process=process, parent=parent.name, started=started)
        child.line("ran", child.owner("process", "python -m shop"), [child.func(f"{VIEW}:show")])
        child.write()
        assert owner == (process == 5)
    observed.fold()
    with observed.reading() as found:
        assert {o for o, body in found.ran() if body == "shop/view.py:show"} == {
            ("test", "tests/test_cart.py::test_total"), ("process", "pytest -q"),
        }  # fmt: skip


def test_other_files_are_no_shards(observed):
    spool = a_day_in_the_shop(observed.spool()).write()
    for name in (".0123456789abcdef.1.0.jsonl", "x.jsonl", "0123456789abcdef.1.0.jsonl.part"):
        (spool.directory / name).write_text("nonsense\n")
    assert observations.shards_in(str(spool.directory)) == [spool.name]
    assert observations.shards_in(str(spool.directory / "not there")) == []


def test_a_spool_of_another_format_is_refused(observed):
    spool = observed.spool()
    spool.lines[0] = spool.lines[0].replace('["spool", 1,', '["spool", 2,')
    spool.write()
    with pytest.raises(InferdError, match="format 2"):
        observed.fold()


def test_a_shard_without_a_header_is_left_out(observed):
    spool = observed.spool()
    del spool.lines[0]
    spool.sig(f"{VIEW}:numbers", ["int"], "int")
    spool.write()
    assert observed.fold().notes == {observations.BAD_LINES: 1}


def test_whether_a_shard_may_grow(observed):
    spool = observed.spool(process=os.getpid()).write(end=False)
    directory = str(spool.directory)
    assert not observations.is_finished(directory, spool.name)
    spool.write(end=True)
    assert observations.is_finished(directory, spool.name)
    gone = observed.spool(process=2**22 + 1).write(end=False)
    assert observations.is_finished(directory, gone.name)


def test_observations_survive_a_rebuild(observed):
    a_day_in_the_shop(observed.spool()).write()
    observed.fold()
    with observed.reading() as found:
        before = found.everything()
    with observed.open() as project:
        project.update(rebuild=True)
    with observed.reading() as found:
        assert found.everything() == before


KILLED = """
import os, signal, sys
left = int(sys.argv[3])

def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

from inferd.index import observations
from inferd.runtime import launch
sys.setprofile(count)
observations.fold(*sys.argv[1:3])
"""


def test_folding_that_is_killed_at_any_instant_counts_once(observed):
    """A process that folds shards is killed again and again; what is left is what one quiet fold would leave."""
    for n in range(20):
        a_day_in_the_shop(observed.spool(process=100 + n)).write()
    observed.fold()
    with observed.reading() as found:
        whole = found.everything()
        assert ("shop/cart.py:Cart.total", ("shop.cart:Cart", "int"), "return", "int", 40) in found.signatures()
    with observed.open() as project:
        project.drop_runs([1])
    words = [sys.executable, "-c", KILLED, str(observed.root / ".project"), str(observed.spool_directory)]
    chance = random.Random(3)
    killed = sum(
        subprocess.run([*words, str(chance.randint(200, 9000))], check=False).returncode != 0 for _ in range(15)
    )
    assert killed > 5
    with observed.reading() as found:
        assert found.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    observed.fold()
    with observed.reading() as found:
        assert found.everything() == whole


def test_code_that_lies_about_its_file_is_not_credited_to_it(observed):
    """What `exec` ran under the name of a file is told by its parameters; private names are as compilers have them."""
    observed.write("lies.py", '''\
def plain(a, *rest, b=0, **more):
    def inner(__c): ...


class Cart:
    def total(self, __tax, _a__b): ...
''')  # fmt: skip
    spool = observed.spool()
    file = spool.file("lies.py")
    kinds = [["a", "n"], ["rest", "v"], ["b", "k"], ["more", "w"]]
    for n, (name, line, parameters) in enumerate([
        ("plain", 1, kinds), ("plain", 1, kinds[:2]), ("plain", 1, []), ("plain.<locals>.inner", 2, [["__c", "n"]]),
        ("Cart.total", 6, [["self", "n"], ["_Cart__tax", "n"], ["_a__b", "n"]]),
        ("Cart.total", 6, [["self", "n"], ["_Cart__tax", "n"]]),
    ]):  # fmt: skip
        spool.line("func", n, file, name, line, "function", parameters, "", None)
        spool.line("sig", n, n, [spool.type("int")] * len(parameters), "return", spool.type("None"), 1.0)
    spool.write()
    assert observed.fold().notes == {observations.NOT_FOUND: 3}
    with observed.reading() as found:
        assert {s[0] for s in found.signatures()} == {
            "lies.py:plain", "lies.py:plain.<locals>.inner", "lies.py:Cart.total",
        }  # fmt: skip


def test_a_real_program_that_lies_about_a_file(observed, monkeypatch):
    observed.write("main.py", '''\
import pathlib

from shop.cart import Cart

text = pathlib.Path("shop/cart.py").read_text().replace("tax=0", "tax=0, more=1").replace("rate = 2", "rate = None")
space = {"__name__": "shop.cart"}
exec(compile(text, str(pathlib.Path("shop/cart.py").resolve()), "exec"), space)
space["Cart"]("x").lines
try:
    space["Cart"](["x"]).total()
except TypeError:
    Cart([1]).total()
''')  # fmt: skip
    with observed.open() as project:
        spool = os.path.join(project.directory, "spool", "one")
        monkeypatch.chdir(project.root)
        status = launch.run([sys.executable, "main.py"], spool, {"root": project.root, "run": "a" * 16})
        assert status == 0
    with observed.reading() as found:
        assert not found.signatures()
    notes = observed.fold().notes
    assert notes[observations.NOT_FOUND] >= 1
    with observed.reading() as found:
        totals = {s[1:4] for s in found.signatures() if s[0] == "shop/cart.py:Cart.total"}
        assert totals == {(("shop.cart:Cart", "int"), "return", "int")}


@pytest.mark.parametrize("is_told", [True, False])
def test_a_test_is_named_by_its_file_as_the_project_has_it(observed, is_told):
    """pytest's root may be a folder of the project: its ids begin there."""
    spool = observed.spool(process=1)
    file = spool.file("tests/test_cart.py")
    if is_told:
        spool.line("owner", 0, "test", "test_cart.py::test_total[a::b]", file, 4)
    else:
        spool.line("owner", 0, "test", "test_cart.py::test_total[a::b]", None, None)
    spool.func("tests/test_cart.py:test_total")
    spool.line("ran", 0, [spool.func(f"{CART}:Cart.total")])
    spool.line("test", 0, 10.0, 20.0, "passed")
    spool.write()
    child = observed.spool(process=2, parent=spool.name, started=15.0)
    child.line("owner", 0, "process", "", None, None)
    child.line("ran", 0, [child.func(f"{CART}:Gift.total")])
    child.write()
    observed.fold()
    named = ("test", "tests/test_cart.py::test_total[a::b]")
    with observed.reading() as found:
        assert found.ran() == {(named, f"{CART}:Cart.total"), (named, f"{CART}:Gift.total")}
