"""The update: what is looked at, what a report says, and that a failure leaves the last state."""

import os

import pytest

import inferd
from inferd.config import Config
from inferd.index import bring, fresh, update
from inferd.source import files
from inferd.store import connection
from inferd.store.rows import Reader
from inferd.syntax.facts import ANALYSIS_VERSION

OLD = 1_000_000_000_000_000_000


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "pkg").mkdir()
    write(tmp_path, "pkg/__init__.py", "")
    write(tmp_path, "pkg/a.py", "class A:\n    def f(self): pass\n")
    write(tmp_path, "pkg/b.py", "from pkg.a import A\nclass B(A):\n    def g(self): self.f()\n")
    return tmp_path


def write(root, path, text, when=OLD):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", newline="") as f:
        f.write(text)
    if when:
        os.utime(full, ns=(when, when))


@pytest.fixture
def db():
    db = connection.connect(":memory:")
    connection.create(db, b"test", ANALYSIS_VERSION)
    yield db
    db.close()


def run(db, root, **options):
    first = Reader(db).revision() == 0
    return update.update(db, str(root), Config(), bulk=first, **options)


def same_as_cold(db, root) -> None:
    assert bring.verify(db, str(root), Config()) == []


def test_a_report_counts_what_happened(db, tree):
    assert run(db, tree)[:4] == (1, 3, 0, 0)
    assert run(db, tree)[:4] == (1, 0, 0, 0)
    write(tree, "pkg/a.py", "class A:\n    def f(self): return 1\n", OLD + 1)
    os.unlink(tree / "pkg/b.py")
    os.rename(tree / "pkg/__init__.py", tree / "pkg/c.py")
    report = run(db, tree)
    assert (report.revision, report.changed, report.moved, report.removed) == (2, 1, 0, 1) or report.moved == 1
    same_as_cold(db, tree)


def test_nothing_is_read_where_metadata_is_the_same(db, tree, monkeypatch):
    run(db, tree)
    read = []
    monkeypatch.setattr(files, "read", lambda *a: read.append(a) or b"")
    assert not run(db, tree).is_change
    assert read == []
    assert fresh.is_fresh(Reader(db), str(tree), Config())


def test_a_touched_file_is_read_but_not_analysed(db, tree):
    run(db, tree)
    os.utime(tree / "pkg/a.py", ns=(OLD + 5, OLD + 5))
    assert not fresh.is_fresh(Reader(db), str(tree), Config())
    assert not run(db, tree).is_change
    assert fresh.is_fresh(Reader(db), str(tree), Config())


def test_an_edit_within_the_clocks_grain_is_seen(db, tree):
    """A file that was written a moment before it was read may be written again without a new time."""
    write(tree, "pkg/a.py", "x = 1\n", when=0)
    run(db, tree)
    now = os.stat(tree / "pkg/a.py").st_mtime_ns
    write(tree, "pkg/a.py", "y = 1\n", when=now)
    assert not fresh.is_fresh(Reader(db), str(tree), Config())
    run(db, tree)
    same_as_cold(db, tree)


def test_an_atomic_save_with_the_old_time_is_seen(db, tree):
    run(db, tree)
    write(tree, "pkg/new", "class A:\n    def f(self): good\n")
    os.replace(tree / "pkg/new", tree / "pkg/a.py")
    assert run(db, tree).changed == 1
    same_as_cold(db, tree)


def test_a_failure_in_the_middle_changes_nothing(db, tree, monkeypatch):
    run(db, tree)
    before = list(update.dump(Reader(db)))
    write(tree, "pkg/a.py", "changed = 1\n", OLD + 1)
    write(tree, "pkg/z.py", "new = 1\n", OLD + 1)

    def fail(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(update, "_resolve_bases", fail)
    with pytest.raises(KeyboardInterrupt):
        run(db, tree)
    monkeypatch.undo()
    assert list(update.dump(Reader(db))) == before
    run(db, tree)
    same_as_cold(db, tree)


def test_progress_counts_to_the_end(db, tree):
    said = []
    run(db, tree, progress=lambda *a: said.append(a))
    assert [s[:2] for s in said] == [(1, 3), (2, 3), (3, 3)]
    assert sorted(s[2] for s in said) == ["pkg/__init__.py", "pkg/a.py", "pkg/b.py"]


def test_only_the_named_files_are_looked_at(db, tree, monkeypatch):
    run(db, tree)
    write(tree, "pkg/a.py", "class A: pass\n", OLD + 1)
    monkeypatch.setattr(files, "scan", lambda *a: pytest.fail("no scan is needed"))
    assert run(db, tree, only=["pkg/a.py"]).changed == 1
    monkeypatch.undo()
    same_as_cold(db, tree)


@pytest.mark.parametrize("named", ["pkg/new.py", "pkg/b.py", "nowhere.py"])
def test_named_files_that_are_new_or_gone_need_a_scan(db, tree, named):
    run(db, tree)
    write(tree, "pkg/new.py", "from pkg.a import A\n")
    os.unlink(tree / "pkg/b.py")
    run(db, tree, only=[named])
    same_as_cold(db, tree)


def test_a_named_script_may_be_none_any_more(db, tree):
    write(tree, "run", "#!/usr/bin/env python3\nx = 1\n")
    run(db, tree)
    write(tree, "run", "#!/bin/sh\nx = 1\n", OLD + 1)
    run(db, tree, only=["run"])
    same_as_cold(db, tree)


def test_workers_give_the_same(tree, db, monkeypatch):
    monkeypatch.setattr(update, "_PARALLEL_FROM", 1)
    for n in range(60):
        write(tree, f"m{n}.py", f"from pkg.b import B\nclass C{n}(B): x = {n}\n")
    run(db, tree, workers=2)
    monkeypatch.undo()
    same_as_cold(db, tree)


def test_branches_of_hundreds_of_files(db, tree):
    def branch(word: str, count: int) -> None:
        for n in range(count):
            write(
                tree,
                f"mod{n}/__init__.py",
                f"from pkg.a import A\nclass {word}{n}(A):\n    def f(self): return self.g()\n",
                OLD + len(word),
            )

    branch("Main", 150)
    run(db, tree)
    branch("Other", 120)
    write(tree, "pkg/a.py", "class A:\n    def g(self): pass\n", OLD + 2)
    assert run(db, tree).changed == 121
    same_as_cold(db, tree)
    branch("Main", 150)
    write(tree, "pkg/a.py", "class A:\n    def f(self): pass\n", OLD)
    run(db, tree)
    same_as_cold(db, tree)


def test_equal_texts_in_a_folder_that_is_renamed_move(db, tree):
    for n in range(10):
        write(tree, f"old/m{n}.py", "same = 1\n")
    run(db, tree)
    os.rename(tree / "old", tree / "new")
    report = run(db, tree)
    assert (report.moved, report.changed, report.removed) == (10, 0, 0)
    same_as_cold(db, tree)


def test_an_index_of_another_python_looks_at_its_broken_files_again(db, tree):
    write(tree, "newer.py", "def f(:\n")
    run(db, tree)
    db.execute("UPDATE meta SET value = '3.10' WHERE key = 'python'")
    assert run(db, tree).changed == 1  # its own reading of the file counts now
    assert run(db, tree).changed == 0


def test_a_dump_says_what_differs(db, tree):
    run(db, tree)
    cold = bring.cold_copy(str(tree), Config())
    db.execute("UPDATE block SET line = line + 1 WHERE name = 'g'")
    found = update.differences(update.dump(Reader(db)), update.dump(Reader(cold)))
    cold.close()
    assert any(line.startswith("- block pkg/b.py") for line in found)
    assert any(line.startswith("+ block pkg/b.py") for line in found)


def test_switching_versions_rebuilds_and_says_so(tree, monkeypatch):
    with inferd.open(str(tree)) as project:
        project.update()
        db = connection.connect(project.database, write=True)
        db.execute("UPDATE meta SET value = '0.0' WHERE key = 'versions'")
        db.execute("INSERT INTO run VALUES (1, 'x', 'pytest', '2026', '2026', '3.11', 0, '{}')")
        db.close()
        assert not project.is_ready()
        project.update()
        assert "another version" in " ".join(project.notes)
        assert len(project.references("pkg.a:A.f").rows) == 2
        assert project.verify() == []
        with project.snapshot() as view:  # what cannot be made again is kept
            assert view.reader.db.execute("SELECT command FROM run").fetchall() == [("pytest",)]


def test_a_kept_connection_follows_what_others_do(tree):
    """A process that stays keeps its connection; others write, rebuild, replace and damage the database meanwhile."""
    directory = str(tree / ".project")
    os.makedirs(directory)
    standing = bring.Standing()
    kept = []

    def update_kept(text):
        write(tree, "pkg/a.py", text, when=0)
        bring.bring_up_to_date(str(tree), directory, Config(), b"key", standing=standing)
        kept.append(standing.db)
        db = connection.connect(os.path.join(directory, bring.FILE))
        assert bring.verify(db, str(tree), Config()) == []
        db.close()

    update_kept("class A: pass\n")  # there was no database: it is made aside, with another connection
    update_kept("class A:\n    a = 1\n")
    update_kept("class A:\n    b = 1\n")
    assert kept[0] is None
    assert kept[1] is kept[2] is not None

    write(tree, "pkg/b.py", "other = new_name = 1\n", when=0)  # new names, given their numbers by another process
    bring.bring_up_to_date(str(tree), directory, Config(), b"key")
    update_kept("class A:\n    newer_name = new_name = other = 1\n")
    bring.bring_up_to_date(str(tree), directory, Config(), b"key", rebuild=True)
    update_kept("class A:\n    newest_name = 1\n")
    assert kept[4] is kept[2]

    os.unlink(os.path.join(directory, bring.FILE))
    update_kept("class A:\n    c = 1\n")
    update_kept("class A:\n    d = 1\n")
    assert kept[5] is None
    assert kept[6] not in (None, kept[4])

    connection.mark_damaged(os.path.join(directory, bring.FILE))
    update_kept("class A:\n    e = 1\n")
    assert kept[7] is None
    standing.close()
