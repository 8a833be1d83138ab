import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from inferd.errors import ConfigError, DiskFull, InferdError, ProjectNotFound, StoreReadOnly
from inferd.source import layout
from inferd.source.layout import Layout, create, find_root, project_dir, user_cache_dir, user_key


@pytest.fixture(autouse=True)
def user(tmp_path, monkeypatch):
    """Keep the tests away from the user's own directories and settings."""
    monkeypatch.setenv("INFERD_USER_DIR", str(tmp_path / "user"))
    monkeypatch.delenv("INFERD_PROJECT_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "user"


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "home" / "root"
    (folder / "pkg" / "sub").mkdir(parents=True)
    (folder / "pkg" / "sub" / "m.py").write_text("")
    return folder


@pytest.mark.parametrize("marker", ["pyproject.toml", "setup.py", "setup.cfg", ".git"])
def test_the_nearest_marker_is_the_root(root, marker):
    (root / marker).write_text("")
    (root.parent / "setup.py").write_text("")
    for start in ("", "pkg", "pkg/sub", "pkg/sub/m.py"):
        assert find_root(str(root / start)) == str(root)
    (root / "pkg" / "setup.cfg").write_text("")
    assert find_root(str(root / "pkg" / "sub")) == str(root / "pkg")


@pytest.mark.parametrize("index", [".project", ".inferproject"])
def test_an_index_above_wins_over_a_nearer_marker(root, index):
    (root / index).mkdir()
    (root / "pkg" / "pyproject.toml").write_text("")
    assert find_root(str(root / "pkg" / "sub")) == str(root)


def test_git_ends_the_climb(root):
    (root / ".project").mkdir()
    (root / "pkg" / ".git").write_text("gitdir: elsewhere")
    assert find_root(str(root / "pkg" / "sub")) == str(root / "pkg")


def test_the_home_directory_is_no_project_of_what_is_below(root):
    (root.parent / ".project").mkdir()
    (root.parent / ".git").mkdir()
    assert find_root(str(root / "pkg")) == str(root / "pkg")
    assert find_root(str(root.parent)) == str(root.parent)


def test_without_markers_it_is_the_folder_itself(root):
    assert find_root(str(root / "pkg" / "sub" / "m.py")) == str(root / "pkg" / "sub")
    (root / ".project").write_text("")  # a file of Eclipse, not an index
    assert find_root(str(root / "pkg")) == str(root / "pkg")


def test_relative_paths(root, monkeypatch):
    (root / "setup.py").write_text("")
    monkeypatch.chdir(root / "pkg")
    assert find_root(".") == find_root("sub/m.py") == str(root)


def test_the_index_of_another_user_does_not_make_a_root(root, monkeypatch):
    (root / ".project").mkdir()
    mine = os.geteuid()
    os_lstat = os.lstat

    def lstat(path, **options):
        found = os_lstat(path, **options)
        return os.stat_result((*found[:4], mine + 1, *found[5:10])) if str(path).endswith(".project") else found

    monkeypatch.setattr(layout.os, "lstat", lstat)
    assert find_root(str(root / "pkg")) == str(root / "pkg")


def test_no_project_where_nothing_is(root):
    for path in (root / "nothing", "a\0b"):
        with pytest.raises(ProjectNotFound):
            find_root(str(path))


def test_the_index_is_in_dot_project(root):
    assert project_dir(str(root)) == Layout(str(root), str(root / ".project"), "")
    assert not (root / ".project").exists()
    assert project_dir(str(root)).database == str(root / ".project" / "callinfo.db")


def test_a_file_of_that_name_is_said(root):
    (root / ".project").write_text("<projectDescription/>")
    expected = "the index is kept in .inferproject, because .project is a file here"
    assert project_dir(str(root)) == Layout(str(root), str(root / ".inferproject"), expected)
    create(project_dir(str(root)))
    (root / ".project").unlink()
    assert project_dir(str(root)).dir == str(root / ".inferproject")


def test_who_may_name_another_place(root, tmp_path, monkeypatch):
    (root / "pyproject.toml").write_text('[tool.inferd]\nproject-dir = "var/index"\n')
    assert project_dir(str(root)).dir == str(root / "var" / "index")
    monkeypatch.setenv("INFERD_PROJECT_DIR", str(tmp_path / "env"))
    assert project_dir(str(root)).dir == str(tmp_path / "env")
    place = project_dir(str(root), str(tmp_path / "arg"))
    note = f"the index is kept in {tmp_path / 'arg'} (--project-dir)"
    assert place == Layout(str(root), str(tmp_path / "arg"), note, named=True)


@pytest.mark.parametrize("place", ["/var/tmp/x", "../x", ".", "pkg"])
def test_a_project_cannot_put_its_index_elsewhere(root, place):
    (root / "pyproject.toml").write_text(f'[tool.inferd]\nproject-dir = "{place}"\n')
    with pytest.raises(ConfigError, match="project-dir"):
        project_dir(str(root))


def test_a_place_that_is_a_file_is_refused(root):
    with pytest.raises(ConfigError, match=r"m\.py: not a directory"):
        project_dir(str(root), str(root / "pkg" / "sub" / "m.py"))
    (root / "pyproject.toml").write_text('[tool.inferd]\nproject-dir = "pkg/sub/m.py"\n')
    with pytest.raises(ConfigError, match=r"project-dir: .*m\.py: not a directory"):
        project_dir(str(root))


def test_a_place_that_holds_something_else_is_refused(root):
    with pytest.raises(ConfigError, match=r"--project-dir: .*pkg holds something else"):
        project_dir(str(root), str(root / "pkg"))
    (root / "empty").mkdir()
    place = project_dir(str(root), str(root / "empty"))
    create(place)
    assert project_dir(str(root), str(root / "empty")) == place


@pytest.mark.parametrize("target", ["/", "pkg", "nothing"])
def test_a_link_is_refused(root, target):
    (root / ".project").symlink_to(target)
    with pytest.raises(ConfigError) as caught:
        project_dir(str(root))
    assert str(caught.value) == f"{root / '.project'}: is a link, and an index is not followed through links"
    (root / ".project").unlink()
    (root / ".project").write_text("")
    (root / ".inferproject").symlink_to(target)
    with pytest.raises(ConfigError, match="is a link"):
        project_dir(str(root))


def test_a_project_that_cannot_be_written_is_indexed_in_the_cache(root, user, tmp_path, monkeypatch):
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).startswith(str(root)) and access(path, mode))
    place = project_dir(str(root))
    assert os.path.dirname(place.dir) == str(user / "cache" / "projects")
    assert os.path.basename(place.dir).startswith("root-")
    assert place.note == f"the project cannot be written, so its index is kept in {place.dir}"
    (tmp_path / "alias").symlink_to(root)
    assert project_dir(str(root)) == place
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert project_dir(str(tmp_path / "alias")).dir == place.dir


def test_create_lays_down_the_template(root):
    place = project_dir(str(root))
    create(place)
    assert sorted(os.listdir(place.dir)) == [".gitignore", "README.md", "config.toml", "spool"]
    with open(os.path.join(place.dir, ".gitignore")) as file:
        assert file.read() == "*\n"
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    assert status == "?? pkg/\n"


def test_create_keeps_what_is_there(root):
    place = project_dir(str(root))
    create(place)
    (root / ".project" / "config.toml").write_text("record = false\n")
    (root / ".project" / ".gitignore").unlink()
    create(place)
    assert (root / ".project" / "config.toml").read_text() == "record = false\n"
    assert (root / ".project" / ".gitignore").read_text() == "*\n"


def test_create_by_several_at_once(root):
    place = project_dir(str(root))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: create(place), range(24)))
    assert sorted(os.listdir(place.dir)) == [".gitignore", "README.md", "config.toml", "spool"]


def test_create_says_what_is_wrong(root, monkeypatch):
    import errno

    for number, expected in ((errno.ENOSPC, DiskFull), (errno.EROFS, StoreReadOnly), (errno.EACCES, StoreReadOnly)):

        def fail(*_args, number=number, **_options):
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, "makedirs", fail)
            with pytest.raises(expected):
                create(project_dir(str(root)))


def test_an_installation_that_lacks_a_part_says_which(root, monkeypatch, tmp_path):
    monkeypatch.setattr(layout, "_template_dir", lambda: str(tmp_path / ".inferproject-template"))
    with pytest.raises(InferdError, match=r"\.inferproject-template: no such file.*part of inferd") as caught:
        create(project_dir(root))
    assert "install inferd again" in caught.value.hint
    assert not (root / ".project").exists(), "nothing is left half made"


def test_the_key_is_made_once_and_kept_private(user):
    key = user_key()
    assert len(key) == 32
    assert user_key() == key
    assert stat.S_IMODE((user / "key").stat().st_mode) == 0o600
    assert os.listdir(user) == ["key"]
    (user / "key").chmod(0o644)
    assert user_key() == key
    assert stat.S_IMODE((user / "key").stat().st_mode) == 0o600


def test_the_key_of_many_first_comers_is_one():
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: user_key(), range(16)))) == 1


def test_a_key_that_is_none(user):
    user.mkdir()
    (user / "key").write_bytes(b"short")
    with pytest.raises(ConfigError, match="is not a key of inferd"):
        user_key()
    (user / "key").unlink()
    (user / "target").write_bytes(b"x" * 32)
    (user / "key").symlink_to(user / "target")
    with pytest.raises(Exception, match="key"):
        user_key()


def test_a_home_that_cannot_be_written_is_said(user, monkeypatch):
    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "makedirs", refuse)
    with pytest.raises(StoreReadOnly) as caught:
        user_key()
    assert caught.value.hint == "name a writable directory for inferd's own data in INFERD_USER_DIR"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs is what is asked")
def test_the_users_directories_are_those_of_platformdirs(monkeypatch, tmp_path):
    import platformdirs

    monkeypatch.delenv("INFERD_USER_DIR")
    for value in (None, "", "relative", str(tmp_path / "xdg")):
        for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
            if value is None:
                monkeypatch.delenv(variable, raising=False)
            else:
                monkeypatch.setenv(variable, value)
        if value == "relative":
            assert user_cache_dir() == str(tmp_path / "home" / ".cache" / "inferd")
            continue
        assert user_cache_dir() == platformdirs.user_cache_dir("inferd", appauthor=False)
        assert layout._user_data_dir() == platformdirs.user_data_dir("inferd", appauthor=False)
