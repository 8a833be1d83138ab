"""Finding a project's environment by reading files: no interpreter is started, and nothing in it is run."""

import os
import sys

import pytest

from inferd.source.environment import find_environment

RUNNING = sys.version_info[:2]


def make(prefix, version="3.12", cfg=None, site="lib/python{}/site-packages"):
    folder = prefix / site.format(version)
    folder.mkdir(parents=True)
    (prefix / "pyvenv.cfg").write_text(cfg if cfg is not None else f"home = /usr/bin\nversion = {version}.4\n")
    return folder


@pytest.fixture
def root(tmp_path):
    path = tmp_path / "project"
    path.mkdir()
    return path


def test_without_an_environment_there_are_no_packages(root):
    found = find_environment(str(root))
    assert (found.prefix, found.origin, found.python, found.paths, found.notes) == ("", "", RUNNING, (), ())


@pytest.mark.parametrize("name", [".venv", "venv", "env"])
def test_an_environment_in_the_root_is_found_by_its_name(root, name):
    site = make(root / name)
    found = find_environment(str(root))
    assert (found.origin, found.python, found.paths) == (name, (3, 12), (str(site),))


def test_the_setting_comes_before_folders_in_the_root_and_these_before_the_callers(root, tmp_path):
    make(root / ".venv")
    site = make(root / "envs" / "dev", "3.11")
    make(tmp_path / "active", "3.13")
    assert find_environment(str(root), "envs/dev").paths == (str(site),)
    assert find_environment(str(root), active=str(tmp_path / "active")).origin == ".venv"


def test_the_environment_of_the_caller_counts_only_where_there_is_no_other(root, tmp_path):
    site = make(tmp_path / "active", "3.13")
    found = find_environment(str(root), active=str(tmp_path / "active"))
    assert (found.origin, found.python, found.paths) == ("VIRTUAL_ENV", (3, 13), (str(site),))


def test_variables_of_the_own_process_do_not_count(root, tmp_path, monkeypatch):
    make(tmp_path / "active")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    assert find_environment(str(root)).prefix == ""


def test_the_interpreter_may_be_named_and_is_not_started(root, tmp_path):
    site = make(root / "e")
    (root / "e" / "bin").mkdir()
    python = root / "e" / "bin" / "python3"
    python.write_text(f"#!/bin/sh\ntouch {tmp_path / 'started'}\n")
    python.chmod(0o755)
    assert find_environment(str(root), "e/bin/python3").paths == (str(site),)
    python.unlink()
    python.symlink_to("/usr/bin/python3")
    assert find_environment(str(root), "e/bin/python3").paths == (str(site),)
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("setting", ["nowhere", "file", "loop", "nul\0", "x" * 5000])
def test_a_setting_that_names_no_environment_is_said(root, setting):
    (root / "file").write_text("")
    (root / "loop").symlink_to("loop")
    make(root / ".venv")
    found = find_environment(str(root), setting)
    assert found.prefix == ""
    assert len(found.notes) == 1
    assert "no environment is there" in found.notes[0]


@pytest.mark.parametrize(
    ("cfg", "python"),
    [
        ("version = 3.13.1\n", (3, 13)),
        ("version_info = 3.10.0.final.0\nimplementation = CPython\n", (3, 10)),
        ("VERSION=3.9\r\n", (3, 9)),
        ("version = 3.13.1\nversion = 2.7\n", (3, 13)),
        ("", (3, 12)),
        ("version = three\n", (3, 12)),
        ("version = 3\nversion_info =\n= =\n", (3, 12)),
        ("version = 99999999999999.1\n", (3, 12)),
        ("version = -3.4\n", (3, 12)),
        ("\0\0\0", (3, 12)),
    ],
)
def test_the_version_is_what_the_configuration_says_else_the_directorys(root, cfg, python):
    make(root / ".venv", "3.12", cfg)
    found = find_environment(str(root))
    assert found.python == python
    assert len(found.paths) == 1


def test_a_configuration_that_cannot_be_read_is_a_note(root):
    site = make(root / ".venv")
    (root / ".venv" / "pyvenv.cfg").write_bytes(b"version = 3.\xff\n")
    found = find_environment(str(root))
    assert found.paths == (str(site),)
    assert any("not valid utf-8" in n for n in found.notes)


def test_an_environment_without_packages_is_said(root):
    (root / ".venv").mkdir()
    (root / ".venv" / "pyvenv.cfg").write_text("version = 3.12\n")
    found = find_environment(str(root))
    assert (found.paths, found.python) == ((), (3, 12))
    assert "no site-packages" in found.notes[0]


def test_of_several_versions_the_configured_one_counts(root):
    make(root / ".venv", "3.9")
    (root / ".venv" / "lib" / "python3.10" / "site-packages").mkdir(parents=True)
    (root / ".venv" / "pyvenv.cfg").write_text("version = 3.10.2\n")
    assert [p.split("/")[-2] for p in find_environment(str(root)).paths] == ["python3.10"]


def test_windows_and_conda_layouts(root):
    site = make(root / "venv", site="Lib/site-packages")
    assert find_environment(str(root)).paths == (str(site),)
    conda = root / "env2"
    (conda / "conda-meta").mkdir(parents=True)
    packages = conda / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    found = find_environment(str(root), "env2")
    assert (found.paths, found.python) == ((str(packages),), (3, 11))


def test_a_lib64_that_is_a_link_counts_once(root):
    site = make(root / ".venv")
    (root / ".venv" / "lib64").symlink_to("lib")
    assert find_environment(str(root)).paths == (str(site),)


def test_packages_of_the_system_come_behind_where_the_environment_includes_them(root, tmp_path):
    base = tmp_path / "base"
    theirs = base / "lib" / "python3.12" / "site-packages"
    theirs.mkdir(parents=True)
    (base / "lib" / "python3.8" / "site-packages").mkdir(parents=True)
    (base / "bin").mkdir()
    cfg = f"home = {base}/bin\nversion = 3.12.0\ninclude-system-site-packages = "
    site = make(root / ".venv", cfg=cfg + "true\n")
    assert find_environment(str(root)).paths == (str(site), str(theirs))
    (root / ".venv" / "pyvenv.cfg").write_text(cfg + "false\n")
    assert find_environment(str(root)).paths == (str(site),)
    (root / ".venv" / "pyvenv.cfg").write_text("home = ../bin\nversion = 3.12\ninclude-system-site-packages = true\n")
    assert find_environment(str(root)).paths == (str(site),)


# ---------------------------------------------------------------------------------------------------------------------
# .pth files


def test_lines_that_name_directories_are_followed_in_order(root, tmp_path):
    site = make(root / ".venv")
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    (site / "b.pth").write_text(f"# comment\n\n{tmp_path}/two\n{tmp_path}/absent\n")
    (site / "a.pth").write_bytes(
        b"\xef\xbb\xbf" + f"{tmp_path}/one  \r\n../../../../../three\n{tmp_path}/one\n".encode()
    )
    (site / ".hidden.pth").write_text(str(tmp_path))
    found = find_environment(str(root))
    assert found.paths == (str(site), str(tmp_path / "one"), str(tmp_path / "three"), str(tmp_path / "two"))
    assert found.notes == ()


def test_lines_of_code_are_not_run(root, tmp_path):
    site = make(root / ".venv")
    mark = tmp_path / "ran"
    (site / "evil.pth").write_text(f"import os; open({str(mark)!r}, 'w')\nimport\tos; open({str(mark)!r}, 'w')\n")
    (site / "sitecustomize.py").write_text(f"open({str(mark)!r}, 'w')\n")
    found = find_environment(str(root))
    assert found.paths == (str(site),)
    assert not mark.exists()


def test_odd_lines_cost_themselves_only(root, tmp_path):
    site = make(root / ".venv")
    (tmp_path / "good").mkdir()
    (site / "loop").symlink_to("loop")
    (site / "file").write_text("")
    lines = ["nul\0inside", "loop", "loop/x", "file", "~", "$HOME", "x" * 10_000, str(tmp_path / "good")]
    (site / "odd.pth").write_text("\n".join(lines))
    (site / "bytes.pth").write_bytes(b"\xff\xfe\n")
    (site / "large.pth").write_bytes(b"x\n" * 600_000)
    (site / "folder.pth").mkdir()
    os.mkfifo(site / "pipe.pth")
    (site / "dangling.pth").symlink_to("nowhere")
    found = find_environment(str(root))
    assert found.paths == (str(site), str(tmp_path / "good"))
    said = " ".join(found.notes)
    for name in ("bytes.pth", "large.pth", "folder.pth", "pipe.pth", "odd.pth"):
        assert name in said
    assert all(n.isprintable() for n in found.notes)


def test_a_flood_of_paths_ends(root):
    site = make(root / ".venv")
    lines = []
    for i in range(600):
        (site / f"d{i}").mkdir()
        lines.append(f"d{i}")
    (site / "many.pth").write_text("\n".join(lines))
    found = find_environment(str(root))
    assert len(found.paths) == 500
    assert "the rest is left out" in found.notes[0]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_site_directory_that_may_not_be_read_is_a_note(root):
    site = make(root / ".venv")
    site.chmod(0)
    try:
        assert "permission denied" in " ".join(find_environment(str(root)).notes)
    finally:
        site.chmod(0o755)


def test_the_table_of_an_editable_finder_is_read_as_data(root, tmp_path):
    site = make(root / ".venv")
    mark = tmp_path / "ran"
    (tmp_path / "src" / "shop").mkdir(parents=True)
    (site / "__editable__.shop-1.0.pth").write_text(
        "import __editable___shop_1_0_finder; __editable___shop_1_0_finder.install()"
    )
    finder = site / "__editable___shop_1_0_finder.py"
    finder.write_text(
        f"import sys\nopen({str(mark)!r}, 'w')\n"
        f"MAPPING: dict[str, str] = {{'shop': {str(tmp_path / 'src' / 'shop')!r}, 'rel': 'x', 1: 2}}\n"
    )
    found = find_environment(str(root))
    assert found.mapped == (("shop", str(tmp_path / "src" / "shop")),)
    for text in (
        f"MAPPING = open({str(mark)!r}, 'w')\n",
        "MAPPING = {'a': \n",
        "MAPPING = " + "(" * 5000 + "\n",
        "MAPPING = 1\n",
    ):
        finder.write_text(text)
        found = find_environment(str(root))
        assert found.mapped == ()
        assert "MAPPING" in found.notes[0]
    assert not mark.exists()
