import os
import pickle

import pytest

from inferd import errors
from inferd.config import Config, load, pyproject_settings
from inferd.errors import ConfigError


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "root"
    (folder / ".project").mkdir(parents=True)
    return folder


def pyproject(root, text):
    (root / "pyproject.toml").write_text(text)
    return load(str(root), str(root / ".project"))


def config_toml(root, text):
    (root / ".project" / "config.toml").write_text(text)
    return load(str(root), str(root / ".project"))


def test_defaults_without_any_file(root):
    assert load(str(root)) == Config()
    assert load(str(root), str(root / ".project")) == Config()
    assert Config() == ((), (), (), None, "on-change", True, None, 2_000_000, 60_000)


def test_every_setting(root):
    (root / "env").mkdir()
    config = pyproject(
        root,
        """
        [tool.inferd]
        include = [".tools"]
        exclude = ["build/", "*_pb2.py"]
        source-roots = ["src/", "."]
        python = "./env"
        infer = "on-request"
        record = false
        project-dir = "var/index"
        max-file-size = 5
        follow-calls = 5000
        """,
    )
    assert config == Config(
        (".tools",), ("build/", "*_pb2.py"), ("src", "."), "env", "on-request", False, "var/index", 5, 5_000
    )


def test_the_directory_of_the_index_wins_key_by_key(root):
    pyproject(root, '[tool.inferd]\nexclude = ["a"]\ninfer = "on-request"\n')
    config = config_toml(root, 'exclude = ["b"]\n')
    assert (config.exclude, config.infer) == (("b",), "on-request")


@pytest.mark.parametrize(
    "text",
    [
        "[tool.inferd]\nexclude=['a']",
        "[ tool . inferd ]\nexclude=['a']",
        "[tool]\ninferd.exclude=['a']",
        "[tool]\ninferd = {exclude = ['a']}",
        "tool.'inferd'.exclude = ['a']",
    ],
)
def test_every_spelling_of_the_table_is_found(root, text):
    assert pyproject(root, text).exclude == ("a",)


def test_another_projects_pyproject_is_not_even_parsed(root, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert pyproject(root, "[tool.black\n") == Config()


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("exclud = []", "exclud", "there is no such setting"),
        ("exclude = 'a'", "exclude", "must be an array of strings, not a string"),
        ("exclude = ['a', 1]", "exclude", "must be an array of strings only"),
        ("exclude = ['']", "exclude", "a pattern is empty"),
        ("exclude = ['a/../../b']", "exclude", '"a/../../b" leaves the project: patterns are relative to its root'),
        ("infer = 'never'", "infer", 'must be "on-change" or "on-request"'),
        ("infer = true", "infer", 'must be "on-change" or "on-request", not true or false'),
        ("record = 1", "record", "must be true or false, not a number"),
        ("max-file-size = true", "max-file-size", "must be a number of bytes, not true or false"),
        ("max-file-size = 0", "max-file-size", "must be at least 1"),
        ("python = []", "python", "must be a string, not an array"),
        ("python = ''", "python", "must name a path"),
        ("python = '../env'", "python", '"../env" leaves the project: paths are relative to its root'),
        ("source-roots = ['/etc']", "source-roots", '"/etc" leaves the project: paths are relative to its root'),
        ("source-roots = ['~/x']", "source-roots", '"~/x" leaves the project: paths are relative to its root'),
        ("source-roots = ['out']", "source-roots", '"out" leaves the project through a link'),
        ("source-roots = ['out/deeper']", "source-roots", '"out/deeper" leaves the project through a link'),
        ("project-dir = 'x'", "project-dir", "it says where this very file is"),
        ("python = 2024-01-01", "python", "must be a string, not a date or time"),
    ],
)
def test_a_wrong_setting_names_file_and_key(root, text, key, reason):
    (root / "out").symlink_to("/")
    with pytest.raises(ConfigError) as caught:
        config_toml(root, text + "\n")
    error = caught.value
    assert (error.path, error.key, error.reason) == (str(root / ".project" / "config.toml"), key, reason)
    assert str(error) == f"{error.path}: {key}: {reason}"


def test_an_unknown_setting_names_the_nearest(root):
    for wrong, near in (("exclud", "exclude"), ("source_roots", "source-roots"), ("maxsize", "max-file-size")):
        with pytest.raises(ConfigError) as caught:
            config_toml(root, f"{wrong} = 1\n")
        assert caught.value.hint == f'the nearest known one is "{near}"'


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"exclude = [\n  'a'\ninfer = 1\n", 3, "not valid TOML: Unclosed array"),
        (b"exclude = [", 1, "not valid TOML: Invalid value"),
        (b"\n\nx = \xff\n", 3, "not valid utf-8"),
        (b"x = " + b"[" * 100_000, 0, "not valid TOML: nested too deeply"),
    ],
)
def test_broken_toml_is_one_line_with_the_place(root, data, line, reason):
    path = root / ".project" / "config.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        load(str(root), str(root / ".project"))
    assert (caught.value.line, caught.value.reason) == (line, reason)
    assert str(caught.value) == (f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


def test_files_that_are_traps_are_refused(root):
    path = root / ".project" / "config.toml"
    os.mkfifo(path)
    with pytest.raises(ConfigError, match="is not a regular file"):
        load(str(root), str(root / ".project"))
    path.unlink()
    path.symlink_to("/etc/hosts")
    with pytest.raises(ConfigError, match="is a link that leads elsewhere"):
        load(str(root), str(root / ".project"))
    path.unlink()
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ConfigError, match="is too large"):
        load(str(root), str(root / ".project"))


def test_a_table_that_is_none(root):
    with pytest.raises(ConfigError, match=r"tool\.inferd: must be a table"):
        pyproject(root, "[tool]\ninferd = 1\n")
    assert pyproject(root, "# inferd\n[tool]\nx = 1\n") == Config()
    assert pyproject_settings(str(root)) == {}


def test_the_template_explains_every_setting_and_sets_none():
    import tomllib

    from inferd.source.layout import _template_dir

    with open(os.path.join(_template_dir(), "config.toml"), encoding="utf-8") as file:
        text = file.read()
    assert tomllib.loads(text) == {}
    examples = tomllib.loads(
        "\n".join(line[2:] for line in text.splitlines() if line.startswith("# ") and " = " in line)
    )
    names = [field.replace("_", "-") for field in Config._fields if field != "project_dir"]
    assert sorted(examples) == sorted(names)
    defaults = Config()
    for name in ("exclude", "include", "infer", "record", "max-file-size"):
        value = getattr(defaults, name.replace("-", "_"))
        assert examples[name] == (list(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize(
    "error",
    [
        errors.SourceError("a.py", "null bytes"),
        errors.ConfigError("p", "r", "k", 3, "h"),
        errors.ProjectNotFound("p"),
        errors.TargetNotFound("a:b", ["a:c"]),
        errors.AmbiguousTarget("b", ["a:b", "c:b"]),
        errors.StoreCorrupt("p", "r"),
        errors.StoreForeign("p"),
        errors.StoreLocked({"pid": 1, "host": "h", "started": 0.0}),
        errors.StoreReadOnly("p"),
        errors.DiskFull("p"),
        errors.RefactorRefused([("a.py", 3, "why"), ("b.py", 0, "other")]),
        errors.JournalError("p", "r"),
        errors.NothingRecorded("p", "undo", "h"),
        errors.UnknownRevision(7, 5),
    ],
)
def test_errors_are_one_line_and_survive_pickling(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.__dict__ == error.__dict__
    assert str(error) == error.message
    assert "\n" not in error.message
    assert error.exit_code == 2


def test_error_messages():
    assert (
        str(errors.RefactorRefused([("a.py", 3, "why"), ("b.py", 0, "other")])) == "refused: a.py:3: why (and 1 more)"
    )
    assert errors.TargetNotFound("a:b", ["a:c", "a:d"]).hint == "did you mean a:c or a:d?"
    assert str(errors.StoreLocked()) == "the index is being written by another process"
    assert str(errors.SourceError("a\n\x1b[31m\udcff.py", "x")) == "a\\n\\x1b[31m\\udcff.py: not analysed: x"


def test_os_errors_become_what_they_mean():
    import errno

    assert type(errors.from_os_error(OSError(errno.ENOSPC, "No space"), "p")) is errors.DiskFull
    assert type(errors.from_os_error(OSError(errno.EROFS, "Read-only"), "p")) is errors.StoreReadOnly
    assert str(errors.from_os_error(OSError(errno.EIO, "I/O error"), "p")) == "p: I/O error"


@pytest.mark.parametrize("name", [".venv", ".venv/bin/python", ".venv/bin/python3.12"])
def test_an_environment_may_be_named_by_its_interpreter(tmp_path, name):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for python in ("python", "python3.12"):
        (tmp_path / ".venv" / "bin" / python).symlink_to("/usr/bin/env")
    (tmp_path / "pyproject.toml").write_text(f'[tool.inferd]\npython = "{name}"\n')
    assert load(str(tmp_path)).python == ".venv"


@pytest.mark.parametrize("name", ["../.venv/bin/python", "/usr/bin/python3", "outer/bin/python", "~/bin/python"])
def test_an_environment_outside_of_the_project_is_refused(tmp_path, name):
    (tmp_path / "outer").symlink_to("/usr")
    (tmp_path / "pyproject.toml").write_text(f'[tool.inferd]\npython = "{name}"\n')
    with pytest.raises(ConfigError, match="leaves the project"):
        load(str(tmp_path))
