"""What calls reach is kept once somebody has asked: the answers are the same until the code is another."""

import pytest

import inferd
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
        missing = set(view.reader.uncalled(every))
        return {view.file(f).path for f in every if f not in missing}


TOTAL = [("use.py", 6, "use:second", "box:Box.total")]


def test_what_was_asked_for_is_kept_and_read_again(project):
    assert callers(project, "box:Box.total") == TOTAL
    assert kept(project) == {"box.py", "use.py", "other.py"}  # the files that say `total`
    assert callers(project, "box:Box.total") == TOTAL
    with inferd.open(project.root) as another:
        assert callers(another, "box:Box.total") == TOTAL
        rows = another.calls("use.py").rows
    another = inferd.open(project.root)
    another.keeps_calls = False
    another.update(rebuild=True)
    with another:
        assert another.calls("use.py").rows == rows
        assert kept(another) == set()


def test_a_change_takes_away_what_was_read_from_it(project, tmp_path):
    project.calls()
    (tmp_path / "other.py").write_text("def total():\n    return 2\n\n")
    project.update()
    assert kept(project) == {"box.py", "use.py"}
    (tmp_path / "box.py").write_text(FILES["box.py"].replace("return Small(1)", "return 1"))
    project.update()
    assert "use.py" not in kept(project)
    assert callers(project, "box:Box.total") == []
    (tmp_path / "box.py").write_text(FILES["box.py"])
    project.update()
    assert callers(project, "box:Box.total") == TOTAL


def test_what_only_moved_is_told_where_it_stands(project, tmp_path):
    project.calls()
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


def test_an_answer_is_the_same_where_another_process_writes(project):
    with WriterLock(project.directory):
        assert callers(project, "box:Box.total") == TOTAL
        assert kept(project) == set()


def test_unsaved_text_is_looked_into_and_not_kept(project):
    project.calls()
    project.set_overlay("use.py", "import box\ndef third():\n    return box.make().total()\n")
    assert callers(project, "box:Box.total") == [("use.py", 3, "use:third", "box:Box.total")]
    project.set_overlay("use.py", None)
    assert callers(project, "box:Box.total") == TOTAL
