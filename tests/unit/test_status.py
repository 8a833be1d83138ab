"""What `Project.status` says of an index."""

import inferd


def test_types_of_another_version_of_inference_are_not_settled(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.py").write_text("class A:\n    def f(self): ...\n\ndef show(x: A): x.f()\n")
    with inferd.open(tmp_path) as project:
        project.update()
        assert project.status().unsettled == 1
        project.settle()
        assert project.status().unsettled == 0
    monkeypatch.setattr("inferd.query.settled.INFERENCE_VERSION", -1)
    with inferd.open(tmp_path) as project:
        assert project.status().unsettled == project.status().counts["file"] == 1
