"""What flows is left as it was before an edit, where finding it out would let somebody wait."""

import inferd
from inferd import opened
from inferd.daemon import settler


def test_it_waits_until_it_is_asked_again_with_no_edit_in_between():
    late = settler.Late()
    assert late.waits(3, 100.0)
    assert late.waits(4, 130.0)
    assert not late.waits(4, 190.0)


def test_it_does_not_wait_for_ever():
    late = settler.Late()
    waits = [late.waits(revision, revision * 100.0) for revision in range(12)]
    assert waits == [True] * 9 + [False] * 3  # 900 seconds


def test_what_was_found_before_an_edit_does_for_a_while(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("def f(x):\n    return x\nf(1)\n")
    with inferd.open(tmp_path) as project:
        project.update()
        monkeypatch.setattr(opened, "_LARGE", 0)
        assert not project.follows_late()  # nothing was found yet: that is not put off
        project.settle()
        assert not project.follows_late()  # it is known
        (tmp_path / "a.py").write_text("def f(x):\n    return x\nf('s')\n")
        project.update()
        assert project.follows_late()
        assert project.settle(follow=False) == 0
        assert project.type_at("a.py:2:12").types == ("int",)
        project.settle(keep=True)
        assert project.type_at("a.py:2:12").types == ("str",)
        (tmp_path / "a.py").write_text("def f(x):\n    return x\nf(b's')\n")
        project.update()
        assert not project.follows_late()  # what is in memory makes it cheap


def test_a_question_waits_only_where_it_was_soon_done_the_last_time(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("def f(x):\n    return x\nf(1)\n")
    with inferd.open(tmp_path) as project:
        project.update()
        with monkeypatch.context() as patched:
            patched.setattr(opened, "_SOON", 0)
            assert project.find_flow(soon=True)  # nothing was found yet: nobody knows what it costs
            (tmp_path / "a.py").write_text("def f(x):\n    return x\nf('s')\n")
            project.update()
            assert not project.find_flow(soon=True)
            assert project.type_at("a.py:2:12").types == ("int",)
            assert project.types("a:f").settling
        assert project.find_flow(soon=True)
        assert project.type_at("a.py:2:12").types == ("str",)
        assert not project.types("a:f").settling
