"""What calls reach is kept with types that are settled: the answers are the same until the code is another."""

import pytest

import inferd
from inferd.query import callgraph, targets
from inferd.source.lock import WriterLock

FILES = {
    "box.py": """\
class Box:
    def __init__(self, n):
        self.n = n
    def __getitem__(self, k):
        return self.n
    def total(self):
        return self.n
class Small(Box):
    pass
def make():
    return Small(1)
""",
    "use.py": """\
import box
def first():
    b = box.make()
    return b[0]
def second():
    return box.make().total()
KEY = lambda: box.make()
""",
    "other.py": """\
def total():
    return 1
""",
}


@pytest.fixture
def project(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).write_text(text)
    with inferd.open(str(tmp_path)) as project:
        project.update()
        yield project


def callers(project, symbol):
    return [(r.path, r.line, r.caller, r.callee) for r in project.callers(symbol).rows]


def kept(project):
    with project.snapshot() as view:
        every = view.reader.file_ids()
        missing = set(view.typing.not_kept_calls())
        return {view.file(f).path for f in every if f not in missing}


TOTAL = [("use.py", 6, "use:second", "box:Box.total")]


def test_what_is_settled_is_told_as_if_it_were_not(project):
    before = callers(project, "box:Box.total"), project.calls().rows
    assert before[0] == TOTAL
    assert kept(project) == set()
    project.settle()
    assert kept(project) == set(FILES)
    with inferd.open(project.root) as another:
        assert (callers(another, "box:Box.total"), another.calls().rows) == before
        with another.snapshot() as view:
            rows = callgraph.reaching(view.typing, targets.parse(view, "box:Box.total"))[0]
            assert [r[:2] for r in rows] == [("use.py", 6)]
            assert not view.typing.engine.frames  # nothing was run for it


def many(project, tmp_path):
    for i in range(60):
        (tmp_path / f"many{i:02}.py").write_text(f"import box\ndef total():\n    return box.make().n + {i}\n")
    project.update()


def test_questions_that_look_into_many_files_keep_what_they_find(project, tmp_path):
    many(project, tmp_path)
    assert callers(project, "box:Box.total") == TOTAL
    assert len(kept(project)) == 63  # all that say `total`
    project.update(rebuild=True)
    project.keeps_types = False
    assert callers(project, "box:Box.total") == TOTAL
    assert kept(project) == set()


def test_a_change_takes_away_what_was_read_from_it(project, tmp_path):
    project.settle()
    (tmp_path / "other.py").write_text("def total():\n    return 2\n\n")
    project.update()
    assert kept(project) == {"box.py", "use.py"}
    project.settle()
    (tmp_path / "box.py").write_text(FILES["box.py"].replace("return Small(1)", "return 1"))
    project.update()
    assert "use.py" not in kept(project)
    assert callers(project, "box:Box.total") == []
    (tmp_path / "box.py").write_text(FILES["box.py"])
    project.update()
    assert callers(project, "box:Box.total") == TOTAL


def test_what_only_moved_is_told_where_it_stands(project, tmp_path):
    project.settle()
    (tmp_path / "use.py").write_text("\n\n" + FILES["use.py"])
    project.update()
    assert callers(project, "box:Box.total") == [("use.py", 8, "use:second", "box:Box.total")]


def test_what_is_called_by_an_operator_is_looked_for_in_files_that_do_not_mention_it(project):
    assert callers(project, "box:Box.__getitem__") == [("use.py", 4, "use:first", "box:Box.__getitem__")]


def test_a_constructor_is_called_by_the_names_of_the_classes_below(project, tmp_path):
    (tmp_path / "third.py").write_text("from box import Small\nSmall(2)\n")
    project.update()
    assert callers(project, "box:Box.__init__") == [
        ("box.py", 11, "box:make", "box:Box.__init__"), ("third.py", 2, "third", "box:Box.__init__"),
    ]  # fmt: skip


def test_an_answer_is_the_same_where_another_process_writes(project, tmp_path):
    many(project, tmp_path)
    with WriterLock(project.directory):
        assert callers(project, "box:Box.total") == TOTAL
        assert kept(project) == set()


def test_unsaved_text_is_looked_into_and_not_kept(project):
    project.settle()
    project.set_overlay("use.py", "import box\ndef third():\n    return box.make().total()\n")
    assert callers(project, "box:Box.total") == [("use.py", 3, "use:third", "box:Box.total")]
    project.set_overlay("use.py", None)
    assert callers(project, "box:Box.total") == TOTAL


HANDED_ON = {
    "lib.py": """\
def apply(f):
    return f(1)
class Registry:
    def __init__(self):
        self.found = []
    def add(self, f):
        self.found.append(f)
        return f
    def run(self):
        for f in self.found:
            f()
""",
    "main.py": """\
import lib
registry = lib.Registry()
def double(x):
    return 2 * x
class Box:
    def open(self, n=0):
        return n
lib.apply(double)
lib.apply(Box().open)
@registry.add
def hook():
    return 1
registry.run()
""",
}


@pytest.mark.parametrize("is_settled", [False, True])
def test_what_is_handed_on_is_called_where_nobody_names_it(tmp_path, is_settled):
    for path, text in HANDED_ON.items():
        (tmp_path / path).write_text(text)
    with inferd.open(str(tmp_path)) as project:
        project.update()
        if is_settled:
            project.settle()
        else:
            project.find_flow()
        assert callers(project, "main:double") == [("lib.py", 2, "lib:apply", "main:double")]
        with project.snapshot() as view:
            numbers = {view.file(f).path: view.typing.kept_calls(f) for f in view.typing.files_calling(["main:double"])}
            assert {path: list(kept.calls(["main:double"])) for path, kept in numbers.items()} == (
                {"lib.py": [(1, 3, -1, "main:double")]} if is_settled else {}
            )
        assert callers(project, "main:Box.open") == [("lib.py", 2, "lib:apply", "main:Box.open")]
        assert callers(project, "main:hook") == [("lib.py", 11, "lib:Registry.run", "main:hook")]


def test_files_that_are_too_many_to_look_into_are_told(project, tmp_path):
    for i in range(70):
        (tmp_path / f"many{i:02}.py").write_text(f"def f{i}():\n    return {i}\n")
    (tmp_path / "hand.py").write_text("import other\nGIVEN = [other.total]\n")
    project.update()
    left = [u.count for u in project.callers("other:total").undecided if "do not mention it" in u.reason]
    assert left == [70]
    project.settle()
    assert not [u for u in project.callers("other:total").undecided if "do not mention it" in u.reason]


def test_calls_that_may_be_of_a_method_are_counted(project, tmp_path):
    (tmp_path / "open.py").write_text("def f(x, y):\n    x.total()\n    return y.total\n")
    project.update()
    said = {u.reason: (u.count, u.hint) for u in project.callers("box:Box.total").undecided}
    assert said["uses of 'total' on receivers that are not known, which may call it"] == (
        2, "`inferd query refs box:Box.total` lists them as possible",
    )  # fmt: skip


def test_calls_of_what_is_decorated_are_those_by_its_name(tmp_path):
    (tmp_path / "main.py").write_text("""\
import functools
def logged(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args)
    return wrapper
@logged
def total(x):
    return x
class Box:
    @logged
    def open(self):
        return 1
def use():
    Box().open()
    return total(3)
""")
    with inferd.open(str(tmp_path)) as project:
        project.update()
        project.find_flow()
        by_wrapper = ("main.py", 5, "main:logged.<locals>.wrapper")
        assert callers(project, "main:total") == [
            (*by_wrapper, "main:total"), ("main.py", 16, "main:use", "main:total"),
        ]  # fmt: skip
        assert callers(project, "main:Box.open") == [
            (*by_wrapper, "main:Box.open"), ("main.py", 15, "main:use", "main:Box.open"),
        ]  # fmt: skip


def test_calls_of_a_class_are_those_by_its_name_whatever_is_run(project, tmp_path):
    (tmp_path / "third.py").write_text("from box import Small as S\nimport box\nS(2), box.Small(3), box.Box(4)\n")
    project.update()
    assert callers(project, "box:Small") == [
        ("box.py", 11, "box:make", "box:Small"), *[("third.py", 3, "third", "box:Small")] * 2,
    ]  # fmt: skip
    assert callers(project, "box:Box") == [
        ("box.py", 11, "box:make", "box:Box.__init__"), *[("third.py", 3, "third", "box:Box.__init__")] * 3,
    ]  # fmt: skip
