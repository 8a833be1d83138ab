"""Where very many functions hang on each other in one circle, it is given up to find out what flows, and remembered."""

import inferd
from inferd.inference import engine
from inferd.query import flowing

CIRCLE = (
    "".join(
        f"def f{n}(x):\n    if x:\n        return f{n + 1}(x)\n    return f{(n * 7) % 30}([x])\n" for n in range(30)
    )
    + "def f30(x): return f0(x)\nf0(1)\n"
)


def test_it_is_given_up_once(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("def f0(x): return x\nf0(1)\n")
    with inferd.open(tmp_path) as project:
        said = []
        project.on_following = said.append
        project.update()
        project.settle(keep=True)
        with project.snapshot() as view:
            assert flowing.is_known(view.reader)
        assert project.type_at("a.py:1:19").types == ("int",)
        monkeypatch.setattr(engine, "MOST_IN_CIRCLE", 20)
        (tmp_path / "a.py").write_text(CIRCLE)
        project.update()
        assert project.settle(keep=True) == 0
        assert said == ["too many functions hang on each other here: it is not followed what calls pass"]
        assert project.type_at("a.py:1:8").types == ("?",)  # as in a project whose calls are not followed
        monkeypatch.setattr(flowing.Solver, "rows", None)  # it is not tried again
        assert project.settle(keep=True) == 0
        (tmp_path / "a.py").write_text(CIRCLE + "f0(2)\n")
        project.update()
        assert project.settle(keep=True) == 0
    with inferd.open(tmp_path) as project:
        assert project.settle() == 0
