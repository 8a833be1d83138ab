"""inferd as a library: in a script, in memory, from several threads, while somebody else writes."""

import os
import subprocess
import sys
import threading

import pytest

import inferd
from inferd.errors import InferdError, ProjectNotFound


@pytest.fixture
def shop(tmp_path):
    root = tmp_path / "shop"
    root.mkdir()
    (root / "cart.py").write_text("class Cart:\n    def total(self):\n        return 0\n")
    (root / "view.py").write_text("from cart import Cart\ndef show():\n    return Cart.total\n")
    for path in root.iterdir():  # what was written a moment ago is read again at the next look
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return root


def test_a_project_answers_after_an_update(shop):
    with inferd.open(str(shop)) as project:
        report = project.update()
        assert (report.changed, report.revision) == (2, 1)
        rows = project.references("cart:Cart.total").rows
        assert [(r.path, r.line, r.column, r.role, r.confidence) for r in rows] == [
            ("cart.py", 2, 9, "definition", "exact"), ("view.py", 3, 17, "attribute", "exact"),
        ]  # fmt: skip
        assert rows[1].scope == "view:show"
        assert rows[1].symbol == "cart:Cart.total"
        assert not project.update().is_change
        assert project.status().fresh


def test_a_memory_project_writes_nothing(shop, user_dir):
    with inferd.open(str(shop), store=":memory:") as project:
        project.update()
        assert len(project.references("cart:Cart").rows) == 3
        assert project.verify() == []
        (shop / "view.py").write_text("from cart import Cart\n")
        project.update()
        assert len(project.references("cart:Cart").rows) == 2
    assert sorted(os.listdir(shop)) == ["cart.py", "view.py"]


def test_a_project_in_another_directory(shop, tmp_path):
    with inferd.open(str(shop), store=str(tmp_path / "elsewhere")) as project:
        project.update()
        assert project.database == str(tmp_path / "elsewhere" / "callinfo.db")
        assert len(project.references("cart:Cart").rows) == 3
    assert not (shop / ".project").exists()


def test_a_file_or_folder_inside_opens_the_project_around_it(shop):
    (shop / "setup.py").write_text("")
    (shop / "inner").mkdir()
    for start in (shop, shop / "inner", shop / "cart.py"):
        with inferd.open(str(start)) as project:
            assert project.root == str(shop)


def test_a_project_that_is_not_there(tmp_path):
    with pytest.raises(ProjectNotFound) as failure:
        inferd.open(str(tmp_path / "nowhere"))
    assert "\n" not in str(failure.value)
    assert isinstance(failure.value, InferdError)


def test_answers_are_plain_frozen_data(shop):
    with inferd.open(str(shop), store=":memory:") as project:
        project.update()
        answer = project.references("cart:Cart")
        with pytest.raises(AttributeError):
            answer.rows[0].line = 5
        import json

        data = json.loads(json.dumps(answer.to_json()))
        assert data["target"] == "cart:Cart"
        assert set(data) == {"revision", "settling", "target", "rows", "undecided", "not_analysed"}
        assert data["rows"][0]["confidence"] == "exact"


def test_a_script_uses_it(shop, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, inferd\n"
        "with inferd.open(sys.argv[1]) as project:\n"
        "    project.ensure_fresh()\n"
        "    for row in project.references('cart:Cart.total').rows:\n"
        "        print(row.path, row.line, row.column, row.confidence)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(inferd.__file__))}
    ran = subprocess.run(
        [sys.executable, str(script), str(shop)], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "cart.py 2 9 exact\nview.py 3 17 exact\n"


def _in_threads(count: int, work) -> None:
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 - shown by the thread that waits
            errors.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    assert not errors, errors
    assert not any(t.is_alive() for t in threads)


@pytest.mark.parametrize("store", [None, ":memory:"])
def test_several_threads_ask_one_project(shop, store):
    with inferd.open(str(shop), store=store) as project:
        project.update()
        expected = project.references("cart:Cart.total").rows

        def ask(number: int) -> None:
            for _ in range(30):
                assert project.references("cart:Cart.total").rows == expected
                assert project.members("cart:Cart").rows

        _in_threads(4, ask)


@pytest.mark.parametrize("store", [None, ":memory:"])
def test_readers_see_whole_revisions_while_another_thread_updates(shop, store):
    """Each state has as many calls in one file as in the other; no reader may see them differ."""
    with inferd.open(str(shop), store=store) as project:
        project.update()
        stop = threading.Event()

        def write(number: int) -> None:
            for n in range(1, 13):
                for name in ("one.py", "two.py"):
                    (shop / name).write_text("from cart import Cart\n" + "Cart.total\n" * n)
                assert project.update().changed == 2
            stop.set()

        def read(number: int) -> None:
            revision = 0
            while not stop.is_set():
                answer = project.references("cart:Cart.total")
                counts = {path: sum(1 for r in answer.rows if r.path == path) for path in ("one.py", "two.py")}
                assert counts["one.py"] == counts["two.py"], counts
                assert answer.revision >= revision
                revision = answer.revision

        _in_threads(3, lambda n: write(n) if n == 0 else read(n))
        assert len([r for r in project.references("cart:Cart.total").rows if r.path == "one.py"]) == 12


def test_a_snapshot_stays_what_it_was(shop):
    from inferd.query import references, targets

    with inferd.open(str(shop)) as project, inferd.open(str(shop)) as other:
        project.update()
        with project.snapshot() as view:
            (subject,) = targets.parse(view, "cart:Cart.total")
            before = references.references(view, subject).rows
            (shop / "cart.py").write_text("class Cart: pass\n")
            other.update()
            assert references.references(view, subject).rows == before
        with pytest.raises(InferdError):
            project.references("cart:Cart.total")


def test_two_projects_update_at_once(shop):
    """Writers wait for each other; the second one finds nothing to do or finishes the rest."""
    for n in range(20):
        (shop / f"m{n}.py").write_text("from cart import Cart\n")

    def update(number: int) -> None:
        with inferd.open(str(shop)) as project:
            project.update()
            assert len(project.references("cart:Cart").rows) == 23

    _in_threads(3, update)
    with inferd.open(str(shop)) as project:
        assert project.verify() == []


def test_unsaved_text_masks_a_file(shop):
    with inferd.open(str(shop)) as project, inferd.open(str(shop)) as other:
        project.update()
        project.set_overlay("view.py", "from cart import Cart\nCart.total\nCart.total\n")
        assert len(project.references("cart:Cart.total").rows) == 3
        assert len(other.references("cart:Cart.total").rows) == 2
        project.set_overlay("view.py", None)
        assert len(project.references("cart:Cart.total").rows) == 2


def test_a_closed_project_can_be_closed_again(shop):
    project = inferd.open(str(shop))
    project.update()
    project.close()
    project.close()
