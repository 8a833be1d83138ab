"""Tests that classes inherit: a runner makes an object of each of these."""

import inferd

TEXT = """\
def get(mapping, key):
    return mapping[key]


class Own:
    def __getitem__(self, key):
        return 2


class TestMap:
    kind = dict

    def test_get(self):
        get(self.kind(), "a")


class TestOwn(TestMap):
    kind = Own


class TestOther(TestMap):
    kind = list

    def test_get(self):
        pass
"""


def test_what_a_test_passes_is_what_each_class_passes_that_inherits_it(tmp_path):
    (tmp_path / "test_maps.py").write_text(TEXT, encoding="utf-8")
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        rows = project.types("test_maps.py").rows
    (row,) = [r for r in rows if r.name == "mapping"]
    assert set(row.types) == {"dict", "test_maps.Own"}


def test_a_test_that_very_many_classes_inherit(tmp_path):
    kinds = [f"K{i}" for i in range(15)]
    text = [TEXT.partition("class TestOwn")[0].replace('get(self.kind(), "a")', "found = self.kind()")]
    text += [f"class {k}: pass\nclass Test{k}(TestMap):\n    kind = {k}" for k in kinds]
    (tmp_path / "test_maps.py").write_text("\n".join(text), encoding="utf-8")
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        assert set(project.type_at("test_maps.py:14:9").types) == {"dict", *(f"test_maps.{k}" for k in kinds)}


def test_what_comes_of_what_a_method_is_called_on(tmp_path):
    text = (
        "class Own:\n    def go(self): pass\nclass Other:\n    def go(self): pass\n"
        "class Base:\n    kind = Own\n"
        "    def run(self):\n        made = self.kind()\n        same = made\n        same.go()\n"
        "class Below(Base):\n    kind = Other\nBelow().run()\n"
    )
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        assert project.type_at("a.py:10:9").types == ("a.Other",)


def test_what_sets_up_runs_for_each_class_whoever_else_calls_it(tmp_path):
    text = (
        "class File: pass\nclass Cache: pass\nclass Disk: pass\n"
        "class Mixin:\n    backend = None\n"
        "    def setUp(self):\n        self.session = self.backend()\n"
        "class TestFile(Mixin):\n    backend = File\n"
        "    def setUp(self):\n        super().setUp()\n"
        "    def test_it(self):\n        found = self.session\n"
        "class TestCache(Mixin):\n    backend = Cache\n"
        "    def test_it(self):\n        found = self.session\n"
        "class TestDisk(Mixin):\n    backend = Disk\n"
        "    def test_it(self):\n        found = self.session\n"
    )
    (tmp_path / "test_sessions.py").write_text(text, encoding="utf-8")
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        found = [project.type_at(f"test_sessions.py:{line}:9").types for line in (13, 17, 21)]
    assert found == [("test_sessions.File",), ("test_sessions.Cache",), ("test_sessions.Disk",)]
