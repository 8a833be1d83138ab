# ruff: noqa: E501 - lists of bad texts read best with one item a line
"""Bad input: a clear line each, the rest of the project answered, nothing lost, nothing executed."""

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys

import pytest

import inferd
from inferd.errors import ConfigError, DiskFull, InferdError, StoreCorrupt, StoreLocked, StoreReadOnly
from inferd.source import files, layout
from inferd.store import connection

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def shop(tmp_path):
    """A project of two good files, to which each test adds something bad."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "good.py").write_text("def total(): pass\n")
    (root / "user.py").write_text("from good import total\ntotal()\n")
    return root


def answered(project) -> None:
    assert [(r.path, r.line) for r in project.references("good:total").rows] == [
        ("good.py", 1),
        ("user.py", 1),
        ("user.py", 2),
    ]


def reasons(project) -> dict[str, str]:
    with project.snapshot() as view:
        return dict(view.reader.not_analysed())


def checked(root) -> dict[str, str]:
    """Index a project, see that it answers, equals a cold one and is quiet afterwards; returns what was not analysed."""
    with inferd.open(str(root)) as project:
        project.update()
        answered(project)
        assert project.verify() == []
        assert project.integrity() == []
        assert not project.update().is_change
        for reason in reasons(project).values():
            assert reason and "\n" not in reason and str(root) not in reason
        return reasons(project)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"def f(:\n", "syntax error"),
        (b"x = 1\n\0\n", "null bytes"),
        (b"x = '\xff'\n", "utf-8"),
        ("x = 'ä'\n".encode("utf-16"), ""),
        (b"# coding: no-such-codec\nx = 1\n", "no-such-codec"),
        (b"# coding: ascii\nx = '\xc3\xa4'\n", "ascii"),
        (b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", ""),
        (b"x = " + b"(" * 5000 + b")" * 5000 + b"\n", ""),
        (b"x = " + b"-" * 100_000 + b"1\n", ""),
        (b"x = '" + b"a" * 2_000_001 + b"'\n", "too large"),
        (b"if x:\n        y\n    z\n", "syntax error"),
        (b'x = """\n' * 3, "syntax error"),
        (b"match x:\n    case 1: pass\n    case\n", "syntax error"),
    ],
    ids=lambda v: str(v)[:24] if isinstance(v, bytes) else None,
)
def test_a_bad_file_costs_one_line(shop, data, reason):
    (shop / "bad.py").write_bytes(data)
    found = checked(shop)
    assert list(found) == ["bad.py"]
    assert reason in found["bad.py"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n" * 100_000,
        b"\xef\xbb\xbf",
        b"#!/bin/sh\n",
        b"\x0c\n",
        b"x = 1\r",
        "größe = 1\n".encode("latin-1") and b"# coding: latin-1\ng\xf6 = 1\n",
    ],
)
def test_odd_but_good_files(shop, data):
    (shop / "odd.py").write_bytes(data)
    assert checked(shop) == {}


def test_a_file_of_20_mb_is_not_read_into_the_answer(shop):
    with open(shop / "generated.py", "wb") as f:
        f.truncate(20_000_000)
    assert "too large: 20,000,000 bytes" in checked(shop)["generated.py"]


def test_a_file_that_grows_past_the_limit_keeps_its_last_facts_stale(shop):
    with inferd.open(str(shop)) as project:
        project.update()
        (shop / "user.py").write_bytes(b"from good import total\ntotal()\n#" + b"x" * 2_000_000)
        project.update()
        answered(project)
        assert "too large" in reasons(project)["user.py"]
        assert "does not parse" in str(project.references("good:total").rows[2].evidence)
        assert project.verify() == []


def test_links_pipes_and_folders_that_are_called_like_files(shop):
    (shop / "dangling.py").symlink_to("nowhere")
    (shop / "loop.py").symlink_to("loop.py")
    (shop / "around").symlink_to(".")
    (shop / "good_again.py").symlink_to("good.py")
    (shop / "folder.py").mkdir()
    (shop / "folder.py" / "inner.py").write_text("x = 1\n")
    os.mkfifo(shop / "pipe.py")
    found = checked(shop)
    assert found["dangling.py"] == "a link that leads nowhere"
    assert "loop.py" in found
    assert "pipe.py" in found
    assert set(found) == {"dangling.py", "loop.py", "pipe.py"}


def test_a_file_becomes_a_folder_and_a_link_and_a_file_again(shop):
    with inferd.open(str(shop)) as project:
        project.update()
        (shop / "good.py").unlink()
        (shop / "good.py").mkdir()
        (shop / "good.py" / "x.py").write_text("")
        project.update()
        assert project.verify() == []
        shutil.rmtree(shop / "good.py")
        (shop / "good.py").symlink_to("nowhere")
        assert not project.status().fresh
        project.update()
        assert project.verify() == []
        project.update()  # once more for a file that was written a moment before
        assert reasons(project) == {"good.py": "a link that leads nowhere"}
        (shop / "good.py").unlink()
        (shop / "good.py").write_text("def total(): pass\n")
        project.update()
        assert project.verify() == []
        answered(project)


def test_a_file_that_becomes_a_dangling_link_keeps_its_last_facts_stale(shop):
    with inferd.open(str(shop)) as project:
        project.update()
        (shop / "user.py").unlink()
        (shop / "user.py").symlink_to("nowhere")
        project.update()
        answered(project)
        assert project.verify() == []
        assert project.status().revision == 2


@pytest.mark.parametrize(
    "name",
    [
        "a b.py",
        "quote'.py",
        'double".py',
        "new\nline.py",
        "tab\t.py",
        "semi;colon.py",
        "-rf.py",
        "%41.py",
        "a?b.py",
        "a#b.py",
        "ünï.py",
        "*.py",
        "[x].py",
        "\\.py",
        "import.py",
        "1.py",
        ".py",
    ],
)
def test_weird_file_names(shop, name):
    (shop / name).write_text("from good import total as weird\n")
    with inferd.open(str(shop)) as project:
        project.update()
        rows = project.references("good:total").rows
        assert {r.path for r in rows} == {"good.py", "user.py", name}
        assert project.verify() == []


def test_a_file_name_that_is_no_text(shop):
    with open(os.fsencode(shop) + b"/\xff\xfe.py", "wb") as f:
        f.write(b"x = 1\n")
    os.mkdir(os.fsencode(shop) + b"/dir\xff")
    with open(os.fsencode(shop) + b"/dir\xff/a.py", "wb") as f:
        f.write(b"x = 1\n")
    found = checked(shop)
    assert all("not valid utf-8" in reason for reason in found.values())
    assert len(found) == 2
    for path in found:
        path.encode("utf-8")


@pytest.mark.parametrize("root", ["with space", "quote'd", "per%cent", "ques?tion", "ha#sh", "ünï", "new\nline"])
def test_weird_project_directories(tmp_path, root):
    place = tmp_path / root
    place.mkdir()
    (place / "good.py").write_text("def total(): pass\n")
    (place / "user.py").write_text("from good import total\ntotal()\n")
    checked(place)
    with inferd.open(str(place)) as project:
        assert project.is_ready()
        answered(project)
    assert os.listdir(tmp_path) == [root]


def test_directories_that_are_no_identifiers(shop):
    for folder in ("my-app", "2nd", "a.b", "class"):
        (shop / folder).mkdir()
        (shop / folder / "__init__.py").write_text("from good import total\n")
        (shop / folder / "mod.py").write_text("from . import total\ntotal()\n")
    with inferd.open(str(shop)) as project:
        project.update()
        assert len(project.references("good:total").rows) == 3 + 4 * 3
        assert project.verify() == []


def test_an_empty_project(tmp_path):
    with inferd.open(str(tmp_path)) as project:
        project.update()
        assert project.status().counts["file"] == 0
        assert project.unresolved().rows == ()
        assert project.search("") == []
        assert project.verify() == []
        with pytest.raises(InferdError):
            project.references("anything")


# ---------------------------------------------------------------------------------------------------------------------
# Permissions: as another user where the tests run as root


_PYTHONS = [sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"]


def as_nobody(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    where = os.path.dirname(os.path.dirname(os.path.abspath(inferd.__file__)))
    copied = environment.pop("CODE", where)
    other: dict = {"user": 65534, "group": 65534, "extra_groups": ()} if ROOT else {}
    ran = None
    for python in _PYTHONS:  # the one that runs the tests may be in a place that only its owner sees
        try:
            ran = subprocess.run(
                [python, "-c", f"import sys; assert sys.version_info >= (3, 11)\n{script}", *arguments], capture_output=True, text=True,
                check=False, timeout=60, cwd="/", env={"PATH": os.environ["PATH"], "PYTHONPATH": copied, **environment}, **other,
            )  # fmt: skip
        except OSError:
            continue
        if not ran.returncode:
            return ran
    if ran is None:
        pytest.skip("another user cannot run this Python")
    return ran


@pytest.fixture
def open_place():
    """A directory that another user can reach, with a copy of inferd in it; skips where there is no such place."""
    import tempfile

    place = tempfile.mkdtemp(prefix="inferd-test-")
    os.chmod(place, 0o755)
    code = os.path.join(place, "code")
    shutil.copytree(
        os.path.dirname(inferd.__file__), os.path.join(code, "inferd"), ignore=shutil.ignore_patterns("__pycache__")
    )
    template = os.path.join(os.path.dirname(os.path.dirname(inferd.__file__)), ".inferproject-template")
    if os.path.isdir(template):
        shutil.copytree(template, os.path.join(code, ".inferproject-template"))
    import sqlite_utils

    libraries = os.path.join(place, "libraries")
    installed = os.path.dirname(os.path.dirname(sqlite_utils.__file__))
    for name in (
        "sqlite_utils",
        "sqlite_fts4",
        "click",
        "tabulate",
        "dateutil",
        "pluggy",
        "six.py",
        "click_default_group",
        "click_default_group.py",
    ):
        found = os.path.join(installed, name)
        if os.path.isdir(found):
            shutil.copytree(found, os.path.join(libraries, name), ignore=shutil.ignore_patterns("__pycache__"))
        elif os.path.isfile(found):
            os.makedirs(libraries, exist_ok=True)
            shutil.copy(found, libraries)
    ran = as_nobody("import inferd.project, sqlite_utils", CODE=os.pathsep.join([code, libraries]))
    if ran.returncode:
        shutil.rmtree(place)
        pytest.skip("another user cannot run this Python")
    yield place, os.pathsep.join([code, libraries])
    subprocess.run(["chmod", "-R", "u+rwX", place], check=False)
    shutil.rmtree(place, ignore_errors=True)


_OPEN = """
import sys, inferd
from inferd.errors import InferdError
try:
    with inferd.open(sys.argv[1]) as project:
        project.update()
        print(project.directory)
        print(*project.notes, sep="|")
        for row in project.references("good:total").rows:
            print(row.path, row.line)
        with project.snapshot() as view:
            for path, reason in view.reader.not_analysed():
                print("not analysed:", path, reason)
        print("fresh", project.status().fresh)
except InferdError as error:
    print(type(error).__name__, error, error.hint)
"""


def _project(place: str) -> str:
    root = os.path.join(place, "shop")
    os.mkdir(root)
    for name, text in (("good.py", "def total(): pass\n"), ("user.py", "from good import total\ntotal()\n")):
        with open(os.path.join(root, name), "w") as f:
            f.write(text)
    return root


def test_a_read_only_project_keeps_its_index_in_the_cache_and_says_so(open_place):
    place, code = open_place
    root = _project(place)
    user = os.path.join(place, "user")
    os.mkdir(user)
    os.chmod(user, 0o777)
    os.chmod(root, 0o555)
    ran = as_nobody(_OPEN, root, CODE=code, INFERD_USER_DIR=user)
    assert ran.stderr == ""
    lines = ran.stdout.splitlines()
    assert lines[0].startswith(os.path.join(user, "cache", "projects"))
    assert "cannot be written" in lines[1]
    assert lines[2:5] == ["good.py 1", "user.py 1", "user.py 2"]
    assert sorted(os.listdir(root)) == ["good.py", "user.py"]


def test_unreadable_files_and_folders(open_place):
    place, code = open_place
    root = _project(place)
    user = os.path.join(place, "user")
    os.mkdir(user)
    for path in (root, user):
        os.chmod(path, 0o777)
    secret = os.path.join(root, "secret.py")
    with open(secret, "w") as f:
        f.write("from good import total\n")
    os.chmod(secret, 0)
    os.mkdir(os.path.join(root, "closed"))
    with open(os.path.join(root, "closed", "a.py"), "w") as f:
        f.write("x = 1\n")
    os.chmod(os.path.join(root, "closed"), 0)
    ran = as_nobody(_OPEN, root, CODE=code, INFERD_USER_DIR=user)
    assert ran.stderr == ""
    assert "not analysed: closed permission denied" in ran.stdout
    assert "not analysed: secret.py permission denied" in ran.stdout
    assert "user.py 2" in ran.stdout
    assert "fresh True" in ran.stdout
    os.chmod(secret, 0o644)  # which changes no time that a scan looks at
    ran = as_nobody(_OPEN, root, CODE=code, INFERD_USER_DIR=user)
    assert "secret.py 1" in ran.stdout
    assert "secret.py permission" not in ran.stdout


def test_no_place_at_all_to_write_to(open_place):
    place, code = open_place
    root = _project(place)
    os.chmod(root, 0o555)
    ran = as_nobody(_OPEN, root, CODE=code, INFERD_USER_DIR=os.path.join(place, "user"))
    assert ran.stderr == ""
    assert ran.stdout.startswith("StoreReadOnly")
    assert len(ran.stdout.splitlines()) == 1


# ---------------------------------------------------------------------------------------------------------------------
# The disk


_LIMITED = """
import resource, signal, sys, inferd
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from inferd.errors import InferdError
project = inferd.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    project.update()
    print("done")
except InferdError as error:
    print(type(error).__name__, "|", error)
"""


@pytest.mark.parametrize("first", [True, False], ids=["cold", "incremental"])
def test_a_full_disk_loses_nothing(shop, first):
    def many(text: str) -> None:
        for n in range(60):
            (shop / f"m{n}.py").write_text(
                "\n".join(f"def {text}_{n}_{i}(x_{i}): return good.call_{n}_{i}" for i in range(60))
            )

    if not first:
        with inferd.open(str(shop)) as project:
            project.update()
    many("new")
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(inferd.__file__))}
    for limit in (0, 5_000, 60_000, 300_000):
        ran = subprocess.run(
            [sys.executable, "-c", _LIMITED, str(shop), str(limit)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.stderr == ""
        kind, _, said = ran.stdout.strip().partition(" | ")
        assert kind in ("DiskFull", "InferdError", "StoreReadOnly"), ran.stdout
        assert "\n" not in said and said
        left = [n for n in os.listdir(shop / ".project") if "building" in n] if (shop / ".project").exists() else []
        assert left == []
        if not first:
            with inferd.open(str(shop)) as project:
                assert project.integrity() == []
                answered(project)
    with inferd.open(str(shop)) as project:
        project.update()
        answered(project)
        assert project.verify() == []


def test_a_disk_error_while_the_new_database_is_put_into_place(shop, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with inferd.open(str(shop)) as project:
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(DiskFull):
            project.update()
        monkeypatch.undo()
        project.update()
        answered(project)


# ---------------------------------------------------------------------------------------------------------------------
# The database


def _database(root) -> str:
    return os.path.join(root, ".project", "callinfo.db")


@pytest.mark.parametrize("place", ["header", "first page", "middle", "end", "everywhere"])
@pytest.mark.parametrize("garbage", [b"\0", b"\xff", b"garbage!"])
def test_a_corrupted_database_is_set_aside_and_made_again(shop, place, garbage):
    for n in range(30):
        (shop / f"m{n}.py").write_text("\n".join(f"def f_{n}_{i}(x_{i}): return good.call_{n}_{i}" for i in range(30)))
    with inferd.open(str(shop)) as project:
        project.update()
    path = _database(shop)
    size = os.path.getsize(path)
    begin, length = {
        "header": (0, 100), "first page": (100, 4000), "middle": (size // 2, 30_000), "end": (size - 20_000, 20_000), "everywhere": (16_384, size - 16_384),
    }[place]  # fmt: skip
    with open(path, "r+b") as f:
        f.seek(begin)
        f.write((garbage * length)[:length])
    with inferd.open(str(shop)) as project:
        for _ in range(3):  # a question may be the first to find it; after an update everything is answered
            try:
                project.ensure_fresh()
                for target in ("good:total", "m15:f_15_15", "m29:f_29_29"):
                    project.references(target)
                if not project.integrity():
                    break
            except InferdError as error:
                assert "\n" not in str(error)
            project.update()
        answered(project)
        assert project.integrity() == []
        assert project.verify() == []


@pytest.mark.parametrize("size", [0, 1, 50, 100, 5000, 20_000, -1])
def test_a_truncated_database(shop, size):
    with inferd.open(str(shop)) as project:
        project.update()
    path = _database(shop)
    with open(path, "r+b") as f:
        f.truncate(size if size >= 0 else os.path.getsize(path) - 1)
    with inferd.open(str(shop)) as project:
        try:
            project.ensure_fresh()
            answered(project)
        except InferdError:
            project.update()
        answered(project)
        assert project.integrity() == []


def test_a_database_that_was_taken_away_leaves_its_log_behind(shop):
    """SQLite would play the log of the old database into the new one."""
    import signal

    with inferd.open(str(shop)) as project:
        project.update()
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(inferd.__file__))}
    script = (
        "import os, signal, sys, inferd\n"
        "project = inferd.open(sys.argv[1])\n"
        "open(os.path.join(sys.argv[1], 'new.py'), 'w').write('def new(): pass\\n' * 500)\n"
        "from inferd.store import connection\n"
        "keep = connection.connect(project.database); keep.execute('SELECT * FROM file').fetchone()\n"
        "project.update(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(shop)], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert os.path.getsize(_database(shop) + "-wal") > 0
    os.unlink(_database(shop))
    (shop / "new.py").unlink()
    with inferd.open(str(shop)) as project:
        project.update()
        assert project.integrity() == []
        assert project.verify() == []
        answered(project)


def _planted(root, creator: str) -> str:
    """A database as somebody else's inferd, or an attacker, would have made it; returns the path that its code would write."""
    os.makedirs(os.path.join(root, ".project"), exist_ok=True)
    marker = os.path.join(root, "executed")
    db = sqlite3.connect(_database(root))
    db.executescript(
        f"""
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        INSERT INTO meta VALUES ('creator', '{creator}'), ('versions', '1.1'), ('revision', '7');
        CREATE TABLE real_file (id INTEGER PRIMARY KEY, path TEXT, module TEXT, root TEXT, content_hash BLOB, size INTEGER,
            mtime_ns INTEGER, inode INTEGER, status TEXT, reason TEXT, namespace TEXT, broken TEXT);
        CREATE VIEW file AS SELECT *, load_extension('/nowhere') FROM real_file;
        CREATE TRIGGER t AFTER UPDATE ON meta BEGIN SELECT writefile('{marker}', 'x'); END;
        CREATE TRIGGER u INSTEAD OF INSERT ON file BEGIN DELETE FROM meta; END;
        """
    )
    db.close()
    return marker


@pytest.mark.parametrize("creator", ["", "abc", "00:00", "' OR 1=1", f"{'0' * 32}:{'0' * 40}"])
def test_a_planted_database_is_set_aside_unread(shop, creator):
    marker = _planted(shop, creator.replace("'", "''"))
    with inferd.open(str(shop)) as project:
        assert not project.is_ready()
        project.update()
        assert any("set aside" in note for note in project.notes)
        answered(project)
        assert project.verify() == []
    assert not os.path.exists(marker)
    assert os.path.exists(_database(shop) + ".foreign-1")


def test_the_database_of_another_user_is_set_aside(shop, tmp_path, monkeypatch):
    monkeypatch.setenv("INFERD_USER_DIR", str(tmp_path / "other"))
    with inferd.open(str(shop)) as project:
        project.update()
    monkeypatch.setenv("INFERD_USER_DIR", str(tmp_path / "mine"))
    with inferd.open(str(shop)) as project:
        assert not project.is_ready()
        project.update()
        answered(project)
        assert "somebody else" in " ".join(project.notes)


def test_a_meta_view_in_place_of_the_table(shop):
    os.mkdir(shop / ".project")
    db = sqlite3.connect(_database(shop))
    db.execute("CREATE VIEW meta AS SELECT 'creator' AS key, load_extension('/x') AS value")
    db.close()
    with inferd.open(str(shop)) as project:
        project.update()
        answered(project)


@pytest.mark.parametrize("kind", ["link to a file", "link to nothing", "folder", "pipe"])
def test_something_else_stands_where_the_database_should(shop, tmp_path, kind):
    os.mkdir(shop / ".project")
    precious = tmp_path / "precious"
    precious.write_text("precious")
    path = _database(shop)
    if kind == "link to a file":
        os.symlink(precious, path)
    elif kind == "link to nothing":
        os.symlink(tmp_path / "nothing", path)
    elif kind == "folder":
        os.mkdir(path)
    else:
        os.mkfifo(path)
    with inferd.open(str(shop)) as project:
        project.update()
        answered(project)
        assert any("set aside" in note for note in project.notes)
    assert precious.read_text() == "precious"
    assert not (tmp_path / "nothing").exists()
    assert stat.S_ISREG(os.lstat(path).st_mode)


@pytest.mark.parametrize(
    "name", ["callinfo.db.building", "callinfo.db-wal", "callinfo.db-journal", "writer.lock", "config.toml"]
)
def test_planted_links_beside_the_database_are_not_followed(shop, tmp_path, name):
    os.mkdir(shop / ".project")
    precious = tmp_path / "precious"
    precious.write_text("")
    before = precious.stat()
    os.symlink(precious, shop / ".project" / name)
    try:
        with inferd.open(str(shop)) as project:
            project.update()
            answered(project)
    except InferdError as error:
        assert "\n" not in str(error)
    after = precious.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_a_planted_project_directory_that_is_a_link(shop, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", shop / ".project")
    with pytest.raises(ConfigError) as failure:
        inferd.open(str(shop))
    assert "is a link" in str(failure.value)
    assert os.listdir(tmp_path / "elsewhere") == []


@pytest.mark.parametrize(
    "text",
    [
        "exclude = ['../..']",
        "source-roots = ['/etc']",
        "python = '/usr'",
        "nonsense = 1",
        "include = 5",
        "exclude = [",
        "\0",
        "max-file-size = -1",
        "project-dir = '/tmp'",
    ],
)
def test_a_hostile_configuration_is_refused_in_a_line(shop, text):
    os.mkdir(shop / ".project")
    (shop / ".project" / "config.toml").write_text(text)
    with pytest.raises(ConfigError) as failure:
        inferd.open(str(shop))
    assert "\n" not in str(failure.value)
    assert "config.toml" in str(failure.value)


def test_a_file_named_project(shop):
    (shop / ".project").write_text("<projectDescription/>")
    with inferd.open(str(shop)) as project:
        assert "because .project is a file" in " ".join(project.notes)
        project.update()
        answered(project)
    assert (shop / ".project").read_text() == "<projectDescription/>"
    assert (shop / ".inferproject" / "callinfo.db").exists()


def test_a_writer_that_does_not_end_is_named(shop):
    from inferd.source.lock import WriterLock

    with inferd.open(str(shop)) as project:
        project.update()
        lock = WriterLock(project.directory)
        lock.acquire()
        with lock, pytest.raises(StoreLocked) as failure:
            project.update(timeout=0.1)
        assert str(os.getpid()) in str(failure.value)
        answered(project)
        project.update()


def test_the_project_vanishes(shop):
    with inferd.open(str(shop)) as project:
        project.update()
        shutil.rmtree(shop)
        with pytest.raises(InferdError):
            project.update()


def test_a_file_vanishes_between_the_scan_and_the_look_at_it(shop, monkeypatch):
    (shop / "brief.py").write_text("x = 1\n")
    read = files.read

    def gone(root, path, limit=files.MAX_FILE_SIZE):
        if path == "brief.py" and os.path.exists(os.path.join(root, path)):
            os.unlink(os.path.join(root, path))
        return read(root, path, limit)

    monkeypatch.setattr(files, "read", gone)
    with inferd.open(str(shop)) as project:
        project.update()
        answered(project)
        project.update()
        assert project.verify() == []


def test_nothing_in_a_project_is_executed(shop):
    evil = "import os\nopen(os.path.join(os.path.dirname(__file__), 'executed'), 'w')\n"
    for name in ("setup.py", "conftest.py", "sitecustomize.py", "__init__.py", "inferd.py", "sqlite3.py", "good2.py"):
        (shop / name).write_text(evil)
    (shop / "pyproject.toml").write_text("[build-system]\nrequires = []\nbuild-backend = 'good2'\n")
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(inferd.__file__))}
    script = "import sys, os, inferd; os.chdir(sys.argv[1]); p = inferd.open('.'); p.update(workers=2); print(len(p.search('')))"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script, str(shop)], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert not (shop / "executed").exists()


def test_the_errors_are_those_that_are_documented():
    for cls in (StoreCorrupt, StoreReadOnly, DiskFull):
        assert issubclass(cls, InferdError)
    assert isinstance(connection.explain(sqlite3.DatabaseError("database disk image is malformed"), "x"), StoreCorrupt)
    assert isinstance(
        connection.explain(sqlite3.OperationalError("attempt to write a readonly database"), "x"), StoreReadOnly
    )
    assert isinstance(connection.explain(sqlite3.OperationalError("database or disk is full"), "x"), DiskFull)
    assert layout.user_key() == layout.user_key()


def test_chains_that_are_longer_than_any_recursion_limit(shop):
    """Generated or hostile: imports through 1,200 files, attributes 900 deep (Python itself refuses some 3,000 levels),
    stars that all import each other."""
    (shop / "deep.py").write_text(f"import good\nx = good{'.total' * 900}\ny = good{'.total()' * 400}\n")
    for n in range(1200):
        (shop / f"m{n}.py").write_text(f"from m{n + 1} import Base\n")
        (shop / f"s{n}.py").write_text(f"from s{n + 1} import *\n")
    (shop / "m1200.py").write_text("class Base: pass\n")
    (shop / "s1200.py").write_text("class Star: pass\n")
    for n in range(100):
        (shop / f"z{n}.py").write_text("".join(f"from z{(n * 7 + k) % 100} import *\n" for k in range(5)))
    (shop / "ends.py").write_text(
        "from m0 import Base\nfrom s0 import *\nfrom z0 import *\nclass S(Base, Star, Nowhere): pass\nnowhere\n"
    )
    (shop / "me.py").write_text("from me import *\nimport me\nfrom me import me\nme.me.me\n")
    with inferd.open(str(shop), store=":memory:") as project:
        project.update()
        rows = project.references("good:total").rows
        assert {r.path for r in rows} >= {"good.py", "user.py", "deep.py"}
        assert len(project.references("m1200:Base").rows) > 100
        assert any(r.text == "nowhere" for r in project.unresolved(inference=False).rows)
        assert project.verify() == []
