"""Classes each below the one before, by the hundred: methods far above a receiver are not run for each class below."""

from json import loads
from pathlib import Path

import inferd
from inferd.inference.flow import contexts

_CLASSES = 100


def test_contexts_of_a_long_line(tmp_path: Path) -> None:
    lines = ["class C0:", "    def m0(self): return 0", "    def run(self): return self.m0()"]
    for i in range(1, _CLASSES):
        lines += [
            f"class C{i}(C{i - 1}):",
            f"    def m{i}(self): return self.m{i - 1}()",
            "    def run(self): return super().run()",
        ]
    last = _CLASSES - 1
    lines += [f"a = C{last}().run()", f"b = C{last}().m{last}()"]
    (tmp_path / "m.py").write_text("\n".join(lines) + "\n")
    with inferd.open(str(tmp_path)) as project:
        project.ensure_fresh()
        project.find_flow()
        assert [project.types(f"m:{name}").rows[0].types for name in "ab"] == [("int",), ("int",)]
        with project.snapshot() as view:
            (file,) = view.reader.file_ids()
            lines = (view.reader.flow(file) or "").split("\n")
    found = [loads(line.partition("\t")[2]) for line in lines if line.startswith('["contexts"')]
    assert found
    assert max(map(len, found)) <= contexts._FAR + 2
