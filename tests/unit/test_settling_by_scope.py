"""What is told of the receivers of a file is kept by scope: an edit takes away what it changes, and no more."""

import shutil

import pytest

import inferd
from inferd.inference.engine import Where
from inferd.query.settled import Settled

USED = "def number(): return 1\ndef text(): return 's'\nclass Other:\n    def bit_length(self): return b''\n"
USER = (
    "from used import number, text\n"
    "def one():\n"
    "    x = number()\n"
    "    return x.bit_length()\n"
    "def two():\n"
    "    y = text()\n"
    "    return y.upper()\n"
)


def told(project):
    with project.snapshot() as view:
        user = view.reader.file_at("user.py").id
        scopes = {view.typing.engine.qualname(Where("", user, i)): Where("", user, i) for i in (1, 2)}
    found = project._solver.settling
    return {name: found.told[user].parts[where] for name, where in scopes.items()}, found.given[user]


def test_one_scope_with_other_answers(tmp_path):
    (tmp_path / "used.py").write_text(USED)
    (tmp_path / "user.py").write_text(USER)
    with inferd.open(tmp_path) as project:
        project.update()
        assert not project.settle(keep=True)
        before, given = told(project)

        (tmp_path / "used.py").write_text(USED.replace("return 1", "return Other()"))
        project.update()
        assert not project.settle(keep=True)
        after, given_after = told(project)
        assert after["two"] is before["two"]
        assert after["one"].texts != before["one"].texts
        assert list(after["one"].texts.values()) == ['["iused:Other"]']
        assert given_after.text != given.text  # `one` returns what that gives

        (tmp_path / "used.py").write_text(USED.replace("return 1", "return Other()").replace("'s'", "str('s')"))
        project.update()
        assert not project.settle(keep=True)
        again, given_again = told(project)
        assert again["one"] is after["one"]
        assert given_again.text == given_after.text

        assert [row.types for row in project.types("user.py:2:5").rows if row.kind == "return"] == [("bytes",)]


def summaries(project):
    with project.snapshot() as view:
        return {
            view.file(file).path: data for file, data in view.reader.db.execute("SELECT file_id, data FROM summary")
        }


def test_what_a_function_gives_that_is_made_in_a_file_that_moves(tmp_path):
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "lib.py").write_text("def run(f):\n    return f\n")
    (tmp_path / "live" / "first.py").write_text("from lib import run\nx = run(lambda: 1)\n")
    with inferd.open(tmp_path / "live") as project:
        project.update()
        project.settle(keep=True)
        (tmp_path / "live" / "first.py").rename(tmp_path / "live" / "second.py")
        project.update()
        assert not project.settle(keep=True)
        found = summaries(project)
    assert "second.py" in found["lib.py"]
    shutil.copytree(tmp_path / "live", tmp_path / "cold", ignore=shutil.ignore_patterns(".project"))
    with inferd.open(tmp_path / "cold") as project:
        project.update()
        project.settle()
        assert summaries(project) == found


def stored(project, path="use.py"):
    with project.snapshot() as view:
        file = view.reader.file_at(path).id
        names = {block.row.id: block.row.name for block in view.blocks_of_file(file)}
        found = Settled(view.reader)
        return {names[b]: [found.receiver(file, b, k) for k in of] for b, of in found.numbers(file).items()}


def test_functions_that_change_places_and_back_between_two_settlings(tmp_path):
    one, two = "def f():\n    return a.one().real\n", "def g():\n    return a.two().upper\n"
    (tmp_path / "a.py").write_text(
        "class A: real = 1\nclass B: upper = 1\ndef one(): return A()\ndef two(): return B()\n"
    )
    (tmp_path / "use.py").write_text("import a\n" + one + two)
    with inferd.open(tmp_path) as project:
        project.update()
        assert not project.settle(keep=True)
        before = stored(project)
        assert {name: str(found).count("'A'") for name, found in before.items()} == {"f": 1, "g": 0}
        for text in ("import a\n", "import a\n" + two + one, "import a\n" + one + two):
            (tmp_path / "use.py").write_text(text)
            project.update()
        assert not project.settle(keep=True)
        assert stored(project) == before


BASE = (
    "class Thing:\n    def go(self): return 1\n"
    "class Base:\n    class Kind:\n        go = 1\n"
    "    def fill(self):\n        {}\n    def give(self):\n        return {}\n"
)
SUB = (
    "from base import Base, Thing\n"
    "class Sub(Base):\n"
    "    def use(self, other):\n"
    "        return self.item.go(), self.Kind.go.real, other.Kind.go, Base.Kind.go, other.give().real\n"
    "def made():\n"
    "    found = Sub()\n"
    "    found.fill()\n"
    "    return found.use(Sub()), found.item.go(), found.give().real, Sub.give\n"
    "made()\n"
)


def test_what_attributes_mean_where_objects_get_others(tmp_path):
    """A file is settled again for what a function gives, while which attributes its classes have changes, or not."""
    fills = ("self.item = Thing()", "pass", "self.Kind = Thing()", "del self.Kind", "Base.Kind = self.go = 1")
    states = [(fill, value) for fill in fills for value in ("1", "'s'", "[1]", "self")]
    states += [(fills[0], "1"), (fills[1], "2"), (fills[2], "'s'"), (fills[0], "1")]
    live, cold = tmp_path / "live", tmp_path / "cold"
    for root in (live, cold):
        root.mkdir()
        (root / "sub.py").write_text(SUB)
    seen = []
    with inferd.open(live) as project:
        for n, state in enumerate(states):
            (live / "base.py").write_text(BASE.format(*state))
            project.update()
            assert not project.settle(keep=True)
            (cold / "base.py").write_text(BASE.format(*state))
            with inferd.open(cold, store=str(tmp_path / f"store{n}")) as other:
                other.update()
                assert not other.settle()
                assert stored(project, "sub.py") == stored(other, "sub.py"), state
            seen.append(str(stored(project, "sub.py")))
    assert len(set(seen)) > 4


MADE = "from lib import run\ndef first(): return 1\nx = run(lambda: 1)\ny = run(first)\n"


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        (MADE + "LATER = 2\n", True),
        (MADE.replace("return 1", "return 2"), True),
        (MADE.replace("\nx", "\nBEFORE = 2\nx"), False),
        (MADE.replace("\ndef", "\nclass Before:\n    pass\ndef"), False),
        (MADE.replace("\ndef", "\ndef first(): return ''\ndef"), False),
        (MADE.replace("x = run(lambda: 1)\n", ""), False),
    ],
    ids=["behind", "within", "before", "a class before", "a namesake before", "gone"],
)
def test_names_of_what_stands_in_an_edited_file(tmp_path, text, keeps):
    """What a function of another file gives is written anew where what it speaks of is called or numbered otherwise."""
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "lib.py").write_text("def run(f):\n    return f\n")
    (tmp_path / "live" / "first.py").write_text(MADE)
    with inferd.open(tmp_path / "live") as project:
        project.update()
        project.settle(keep=True)
        lib = project._solver.settling
        with project.snapshot() as view:
            file = view.reader.file_at("lib.py").id
        given = lib.given[file]
        (tmp_path / "live" / "first.py").write_text(text)
        project.update()
        assert not project.settle(keep=True)
        assert (lib.given[file] is given) == keeps
        found = summaries(project)
    shutil.copytree(tmp_path / "live", tmp_path / "cold", ignore=shutil.ignore_patterns(".project"))
    with inferd.open(tmp_path / "cold") as project:
        project.update()
        project.settle()
        assert summaries(project) == found
