import os
import random
import time

import pytest

from inferd.config import Config
from inferd.errors import SourceError
from inferd.source.files import Entry, Scan, _Rules, is_python_shebang, is_source, read, scan

as_user = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")


def lay(root, *paths, text=""):
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def paths(root, config=None):
    found = scan(str(root), config)
    assert found.problems == []
    return [entry.path for entry in found.entries]


def test_entries_hold_what_tells_a_change(tmp_path):
    lay(tmp_path, "pkg/a.py", text="x = 1\n")
    status = (tmp_path / "pkg" / "a.py").stat()
    assert scan(str(tmp_path)) == Scan([Entry("pkg/a.py", 6, status.st_mtime_ns, status.st_ino)], [])


def test_python_sources_are_found_in_order_and_others_are_not(tmp_path):
    lay(
        tmp_path,
        "b.py",
        "a/c.pyi",
        "a.py",
        "a/__init__.py",
        "x.pyc",
        "y.txt",
        "z.py.orig",
        "README",
        ".hidden.py",
        "dir.py/m.py",
    )
    assert paths(tmp_path) == [".hidden.py", "a.py", "a/__init__.py", "a/c.pyi", "b.py", "dir.py/m.py"]


def test_caches_environments_and_hidden_folders_are_left_out(tmp_path):
    left_out = (
        ".git .hg .svn .tox .nox .venv node_modules __pycache__ .mypy_cache .pytest_cache .ruff_cache .project "
        ".inferproject .eggs site-packages .ipynb_checkpoints .anything"
    )
    for name in left_out.split():
        lay(tmp_path, f"{name}/m.py", f"deep/{name}/m.py")
    lay(tmp_path, "myenv/pyvenv.cfg", "myenv/lib/m.py", "myenv/a.py", "myenv/z.py", "deep/m.py")
    assert paths(tmp_path) == ["deep/m.py"]


def test_a_root_that_is_an_environment_is_scanned(tmp_path):
    lay(tmp_path, "pyvenv.cfg", "m.py", "lib/site-packages/n.py")
    assert paths(tmp_path) == ["m.py"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"#!/usr/bin/python\n", True),
        (b"#!/usr/bin/python3.12 -u\n", True),
        (b"#! /usr/bin/env python3\n", True),
        (b"#!/usr/bin/env -S python3 -E\n", True),
        (b"#!/usr/bin/env -S A=1 pypy3\n", True),
        (b"#!/usr/bin/env -S uv run --script\n", True),
        (b"#!/usr/bin/env python", True),
        (b"#!/bin/sh\n# python\n", False),
        (b"#!/usr/bin/env bash\n", False),
        (b"#!/opt/python/bin/sh\n", False),
        (b"# python\n", False),
        (b"#!", False),
        (b"", False),
    ],
)
def test_shebangs(head, expected):
    assert is_python_shebang(head) is expected


def test_scripts_without_a_suffix_are_found_by_their_shebang(tmp_path):
    lay(tmp_path, "bin/tool", text="#!/usr/bin/env python3\nx = 1\n")
    lay(tmp_path, "bin/other", text="#!/bin/sh\n")
    lay(tmp_path, "bin/notes.txt", ".hook", text="#!/usr/bin/env python3\n")
    lay(tmp_path, "Makefile", "LICENSE")
    assert paths(tmp_path) == ["bin/tool"]


def test_links_are_not_followed_and_dangling_ones_are_reported(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    lay(root, "pkg/a.py")
    lay(outside, "b.py")
    (root / "pkg" / "loop").symlink_to(root)
    (root / "elsewhere").symlink_to(outside)
    (root / "inner.py").symlink_to(root / "pkg" / "a.py")
    (root / "outer.py").symlink_to(outside / "b.py")
    (root / "gone.py").symlink_to(root / "nothing")
    (root / "round.py").symlink_to(root / "round.py")
    (root / ".#lock.py").symlink_to("user@host.123")
    (root / "script").symlink_to(root / "nothing")
    found = scan(str(root))
    assert [entry.path for entry in found.entries] == ["pkg/a.py"]
    assert found.problems == [("gone.py", "a link that leads nowhere"), ("round.py", "a link")]


def test_odd_files_and_names_are_reported(tmp_path):
    lay(tmp_path, "a.py", "новый/é.py")
    os.mkfifo(tmp_path / "pipe.py")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / os.fsdecode(b"bad\xff.py")).write_text("")
    (tmp_path / os.fsdecode(b"dir\xfe")).mkdir()
    lay(tmp_path / os.fsdecode(b"dir\xfe"), "x.py")
    (tmp_path / "two\nlines.py").write_text("")
    found = scan(str(tmp_path))
    assert [entry.path for entry in found.entries] == ["a.py", "two\nlines.py", "новый/é.py"]
    assert found.problems == [
        ("bad\\udcff.py", "the file name is not valid utf-8"),
        ("dir\\udcfe/", "the file name is not valid utf-8"),
        ("pipe.py", "not a regular file"),
    ]


@as_user
def test_unreadable_folders_and_scripts_are_reported(tmp_path):
    lay(tmp_path, "a.py", "closed/b.py", "script", "data")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "script").chmod(0o100)
    (tmp_path / "data").chmod(0)
    found = scan(str(tmp_path))
    (tmp_path / "closed").chmod(0o700)
    assert [entry.path for entry in found.entries] == ["a.py"]
    assert found.problems == [("closed", "permission denied"), ("script", "permission denied")]


def test_a_folder_that_fails_costs_one_line(tmp_path, monkeypatch):
    lay(tmp_path, "a.py", "bad/b.py", "gone/c.py")
    real = os.scandir

    def scandir(path):
        if path.endswith("bad"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("gone"):
            raise FileNotFoundError(2, "No such file")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = scan(str(tmp_path))
    assert [entry.path for entry in found.entries] == ["a.py"]
    assert found.problems == [("bad", "permission denied")]


def test_a_file_that_goes_during_the_scan_costs_nothing_else(tmp_path, monkeypatch):
    lay(tmp_path, "a.py", "b.py", "c.py", "deep/d.py")
    real = os.scandir

    class Listing(list):
        def __enter__(self):
            return self

        def __exit__(self, *_args):
            return None

    def scandir(path):
        with real(path) as listing:
            items = sorted(listing, key=lambda item: item.name)
        if path == str(tmp_path):
            (tmp_path / "b.py").unlink()
        return Listing(items)

    monkeypatch.setattr(os, "scandir", scandir)
    assert paths(tmp_path) == ["a.py", "c.py", "deep/d.py"]


def test_a_root_that_is_not_there(tmp_path):
    with pytest.raises(SourceError) as caught:
        scan(str(tmp_path / "nothing"))
    assert caught.value.reason == "vanished"


TREE = """
a.py app.pyw build/b.py src/build/c.py src/d_pb2.py src/deep/e.py src/wscript src/README
.tools/run.py .tools/sub/x.py .tools/SConstruct env/pyvenv.cfg env/f.py node_modules/g/g.py
""".split()
ALWAYS = {"a.py", "build/b.py", "src/build/c.py", "src/d_pb2.py", "src/deep/e.py"}


@pytest.mark.parametrize(
    ("exclude", "include", "less", "more"),
    [
        (["build"], [], {"build/b.py", "src/build/c.py"}, set()),
        (["build/"], [], {"build/b.py", "src/build/c.py"}, set()),
        (["/build"], [], {"build/b.py"}, set()),
        (["./build"], [], {"build/b.py"}, set()),
        (["src/build"], [], {"src/build/c.py"}, set()),
        (["*_pb2.py"], [], {"src/d_pb2.py"}, set()),
        (["*.py/"], [], set(), set()),
        (["src/*.py"], [], {"src/d_pb2.py"}, set()),
        (["src/**"], [], {"src/build/c.py", "src/d_pb2.py", "src/deep/e.py"}, set()),
        (["**/deep/**"], [], {"src/deep/e.py"}, set()),
        (["src/**/?.py"], [], {"src/build/c.py", "src/deep/e.py"}, set()),
        (["src/[!d]*/*.py"], [], {"src/build/c.py"}, set()),
        (["src/d[a-z]ep"], [], {"src/deep/e.py"}, set()),
        (["**"], [], ALWAYS, set()),
        (["*"], ["a.py"], ALWAYS - {"a.py"}, set()),
        (["src"], ["src/deep/e.py"], {"src/build/c.py", "src/d_pb2.py"}, set()),
        (["src"], ["src/deep"], {"src/build/c.py", "src/d_pb2.py"}, set()),
        ([], [".tools"], set(), {".tools/run.py", ".tools/sub/x.py"}),
        ([], [".tools/run.py"], set(), {".tools/run.py"}),
        ([], [".tools/*.py"], set(), {".tools/run.py"}),
        ([], [".tools/**"], set(), {".tools/run.py", ".tools/sub/x.py"}),
        ([], ["**/sub/x.py"], set(), set()),
        ([], [".tools/SConstruct"], set(), {".tools/SConstruct"}),
        ([], ["*.pyw"], set(), {"app.pyw"}),
        ([], ["wscript"], set(), {"src/wscript"}),
        ([], ["src"], set(), set()),
        ([], ["env"], set(), {"env/f.py"}),
        ([], ["node_modules"], set(), {"node_modules/g/g.py"}),
        (["*.py"], ["src/deep"], ALWAYS - {"src/deep/e.py"}, set()),
        (["[z-a]", "[", "a[", "[]x]"], [], set(), set()),
    ],
)
def test_patterns(tmp_path, exclude, include, less, more):
    lay(tmp_path, *TREE)
    config = Config(exclude=tuple(exclude), include=tuple(include))
    expected = sorted(ALWAYS - less | more)
    assert paths(tmp_path, config) == expected
    by_name = [path for path in sorted(TREE) if path.endswith(".py") and is_source(path, config)]
    assert set(by_name) - {"env/f.py"} == {path for path in expected if path.endswith(".py")} - {"env/f.py"}


def test_hostile_patterns_take_no_time():
    hostile = Config(exclude=("*a" * 60 + "b", "**/a/" * 40 + "b", "[" * 200, "**/" * 100 + "x"))
    path = "/".join(["a" * 120] * 3 + ["a"] * 60)
    start = time.process_time()
    assert not _Rules(hostile).excludes(path)
    assert time.process_time() - start < 1


def test_patterns_agree_with_a_plain_matcher():
    """Against the definition written down without regard to speed."""
    from fnmatch import fnmatchcase

    def matches(parts, names):
        if not parts:
            return True  # what is left is below a folder that matched
        if parts[0] == "**":
            if len(parts) == 1:
                return bool(names)
            return any(matches(parts[1:], names[skip:]) for skip in range(len(names)))
        return bool(names) and fnmatchcase(names[0], parts[0]) and matches(parts[1:], names[1:])

    random_ = random.Random(1)
    for _ in range(5000):
        parts = [
            random_.choice(["a", "b", "*", "**", "a*", "*b", "?", "*a*b", "[ab]"]) for _ in range(random_.randint(2, 5))
        ]
        names = [
            "".join(random_.choice("ab") for _ in range(random_.randint(1, 3))) for _ in range(random_.randint(1, 6))
        ]
        rules = _Rules(Config(exclude=("/".join(parts),)))
        assert rules.excludes("/".join(names)) == matches(parts, names), (parts, names)


def test_read_gives_the_bytes(tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "a.py").write_bytes(b"x\r\n\xff")
    (tmp_path / "empty.py").write_bytes(b"")
    assert read(str(tmp_path), "pkg/a.py") == b"x\r\n\xff"
    assert read(str(tmp_path), "empty.py") == b""


def test_read_says_why_not(tmp_path):
    lay(tmp_path, "large.py", text="x" * 11)
    lay(tmp_path, "a.py")
    (tmp_path / "link.py").symlink_to(tmp_path / "a.py")
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    reasons = {}
    for name in ("large.py", "gone.py", "a.py/b.py", "link.py", "folder.py", "pipe.py", "nul\0.py"):
        with pytest.raises(SourceError) as caught:
            read(str(tmp_path), name, max_file_size=10)
        assert caught.value.path == name
        reasons[name] = caught.value.reason
    assert reasons == {
        "large.py": "too large: 11 bytes, the limit is 10 (max-file-size)",
        "gone.py": "vanished",
        "a.py/b.py": "vanished",
        "link.py": "a link",
        "folder.py": "not a regular file",
        "pipe.py": "not a regular file",
        "nul\0.py": "not a possible file name",
    }
    assert read(str(tmp_path), "large.py", max_file_size=11) == b"x" * 11


@as_user
def test_read_without_permission(tmp_path):
    lay(tmp_path, "a.py")
    (tmp_path / "a.py").chmod(0)
    with pytest.raises(SourceError, match="permission denied"):
        read(str(tmp_path), "a.py")
