"""The journal's four promises: whole or not at all, to the byte and back, never over a change, and says so."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inferd.errors import JournalError
from inferd.refactor import journal
from inferd.refactor.edits import FileChange

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes and looks at modes")

Tree = dict[str, tuple[bytes, int]]
CALLS = ("open", "write", "fsync", "replace", "unlink", "mkdir", "makedirs", "rmdir", "chmod", "utime", "close")


@pytest.fixture
def root(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    # No power cut is simulated here, and waiting for the disk thousands of times takes minutes.
    # test_killed_at_random_times… runs the real one, in a process of its own.
    monkeypatch.setattr(os, "fsync", lambda fd: None)
    if not os.access("/dev/shm", os.W_OK):
        yield empty_root(tmp_path)
        return
    # in memory: ext4 writes a file out when another is renamed over it
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:
        yield empty_root(Path(directory))


def empty_root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


def write(root: Path, files: dict[str, bytes], mode: int = 0o644) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
        (root / path).chmod(mode)


def tree(root: Path) -> Tree:
    return {
        str(path.relative_to(root)): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".project" not in path.relative_to(root).parts[:1]
    }


def leftovers(root: Path) -> list[Path]:
    return [path for path in root.rglob("*.tmp") if ".project" not in path.parts]


def run(verb: str, root: Path, *more: object):
    return getattr(journal, verb)(str(root), str(root / ".project"), *more)


def edit(root: Path, path: str, after: bytes | None) -> FileChange:
    target = root / path
    return FileChange(path, target.read_bytes() if target.exists() else None, after)


def twenty(root: Path) -> list[FileChange]:
    """Edits, creations (also in new directories), deletions and a move out of a directory of its own: twenty files."""
    write(root, {f"p/m{i}.py": b"old %d\r\n" % i * (i + 1) for i in range(14)})
    write(root, {"run": b"#!/usr/bin/env python3\n", "gone.py": b"gone", "s/t/moved.py": b"moved"}, 0o755)
    changes = [edit(root, f"p/m{i}.py", b"new %d\r\n" % i * (i + 1)) for i in range(14)]
    changes += [edit(root, "run", b"#!/usr/bin/env python3\nx\n"), edit(root, "gone.py", None)]
    changes += [edit(root, "s/t/moved.py", None), FileChange("q/r/moved.py", None, b"moved", 0o755)]
    return [*changes, FileChange("q/__init__.py", None, b""), FileChange("n.py", None, b"x")]


# --- to the byte and back ------------------------------------------------------------------------------------


def test_apply_undo_redo_restore_bytes_modes_and_directories(root: Path) -> None:
    changes = twenty(root)
    old = tree(root)
    entry = run("apply", root, changes, "rename a")
    new = tree(root)
    assert len(changes) == len(entry.files) == 20
    assert {path: new.get(path, (None,))[0] for path in {c.path for c in changes}} == {c.path: c.after for c in changes}
    assert new["run"][1] == new["q/r/moved.py"][1] == 0o755
    assert new["p/m0.py"][1] == 0o644
    for _ in range(3):
        assert run("undo", root).state == "undone"
        assert tree(root) == old
        assert not (root / "q").exists()
        assert (root / "s/t").is_dir()
        assert run("redo", root).state == "applied"
        assert tree(root) == new
        assert not (root / "s").exists()
    assert not leftovers(root)
    assert run("recover", root) == []


def test_history_is_a_line_and_a_new_change_drops_what_was_undone(root: Path) -> None:
    write(root, {"m.py": b"0"})
    for i in (b"1", b"2", b"3"):
        run("apply", root, [edit(root, "m.py", i)], f"to {i.decode()}")
    assert run("undo", root).description == "to 3"
    assert run("undo", root).description == "to 2"
    assert [(e.description, e.state) for e in run("history", root)] == [
        ("to 1", "applied"), ("to 2", "undone"), ("to 3", "undone"),
    ]  # fmt: skip
    assert run("redo", root).description == "to 2"
    run("apply", root, [edit(root, "m.py", b"4")], "to 4")
    assert [e.description for e in run("history", root)] == ["to 1", "to 2", "to 4"]
    with pytest.raises(JournalError, match="nothing to redo"):
        run("redo", root)
    for content in (b"2", b"1", b"0"):
        run("undo", root)
        assert (root / "m.py").read_bytes() == content
    with pytest.raises(JournalError, match="nothing to undo"):
        run("undo", root)


def test_only_the_last_fifty_are_kept(root: Path) -> None:
    write(root, {"m.py": b"0"})
    for i in range(journal.KEEP + 3):
        run("apply", root, [edit(root, "m.py", b"%d" % (i + 1))], str(i))
    assert [e.description for e in run("history", root)] == [str(i + 3) for i in range(journal.KEEP)]
    assert len(list((root / ".project/journal").iterdir())) == journal.KEEP


def test_a_new_file_gets_the_umask_and_an_edited_one_keeps_its_mode(root: Path) -> None:
    write(root, {"m.py": b"0"}, 0o640)
    old = os.umask(0o027)
    try:
        run("apply", root, [edit(root, "m.py", b"1"), FileChange("n.py", None, b"")], "x")
    finally:
        os.umask(old)
    assert {path: mode for path, (_, mode) in tree(root).items()} == {"m.py": 0o640, "n.py": 0o640}
    (root / "m.py").chmod(0o600)  # not ours to take back
    run("undo", root)
    assert tree(root) == {"m.py": (b"0", 0o600)}


def test_same_size_edits_never_share_a_second(root: Path) -> None:
    write(root, {"m.py": b"a"})
    seen = [int((root / "m.py").stat().st_mtime)]
    run("apply", root, [edit(root, "m.py", b"b")], "x")
    seen.append(int((root / "m.py").stat().st_mtime))
    run("undo", root)
    seen.append(int((root / "m.py").stat().st_mtime))
    assert seen[0] != seen[1] != seen[2]


# --- never over a change -------------------------------------------------------------------------------------


def test_apply_refuses_what_changed_since_it_was_read(root: Path) -> None:
    write(root, {"a.py": b"a", "b.py": b"b", "c.py": b"c"})
    changes = [edit(root, name, b"new") for name in ("a.py", "b.py", "c.py")] + [FileChange("d.py", None, b"new")]
    write(root, {"b.py": b"mine", "d.py": b"mine"})
    before = tree(root)
    with pytest.raises(JournalError, match=r"b\.py, d\.py: changed since"):
        run("apply", root, changes, "x")
    assert tree(root) == before
    assert run("history", root) == []


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_undo_and_redo_refuse_what_changed_since(root: Path, verb: str) -> None:
    run("apply", root, twenty(root), "x")
    if verb == "redo":
        run("undo", root)
    write(root, {"p/m3.py": b"mine"})
    (root / ("n.py" if verb == "undo" else "gone.py")).unlink()
    before = tree(root)
    with pytest.raises(JournalError, match=r"p/m3\.py.* changed since") as caught:
        run(verb, root)
    assert ("n.py" if verb == "undo" else "gone.py") in str(caught.value)
    assert tree(root) == before
    assert run("recover", root) == []


def test_a_file_written_while_we_write_is_left_and_the_rest_put_back(root: Path, monkeypatch) -> None:
    changes = twenty(root)
    old = tree(root)
    replace = os.replace

    def racing(source, target):
        replace(source, target)
        if target == str(root / "p/m5.py"):
            (root / "p/m9.py").write_bytes(b"mine")

    monkeypatch.setattr(os, "replace", racing)
    with pytest.raises(JournalError, match=r"p/m9\.py changed meanwhile"):
        run("apply", root, changes, "x")
    assert tree(root) == old | {"p/m9.py": (b"mine", 0o644)}
    assert run("history", root) == []


@pytest.mark.parametrize(
    "path",
    ["/etc/x", "../x", "p/../../x", "p/./x", "", ".", "p//x", "p/", "out/x", "link_out.py", "dangling", "a\0b",
     ".git/hooks/pre-commit", "p/.GIT/x", ".project/config.toml", ".project/journal/000001/x"],
)  # fmt: skip
def test_paths_that_leave_the_project_are_refused(root: Path, path: str) -> None:
    outside = root.parent / "outside"
    write(outside, {"x": b"outside", "link": b"outside"})
    write(root, {"p/m.py": b"", ".git/x": b""})
    (root / "out").symlink_to(outside)
    (root / "link_out.py").symlink_to(outside / "link")
    (root / "dangling").symlink_to(root / "nowhere")
    for before in (None, b"outside"):
        with pytest.raises(JournalError):
            run("apply", root, [FileChange(path, before, b"planted")], "x")
    assert tree(outside) == {"link": (b"outside", 0o644), "x": (b"outside", 0o644)}
    assert not (root / ".git/hooks").exists()


def test_links_inside_the_project_are_written_through(root: Path) -> None:
    write(root, {"real/m.py": b"old"})
    (root / "dir").symlink_to("real")
    (root / "link.py").symlink_to("real/m.py")
    changes = [FileChange(path, b"old", b"new") for path in ("link.py", "dir/m.py", "real/m.py")]
    run("apply", root, changes, "x")
    assert (root / "link.py").is_symlink()
    assert (root / "real/m.py").read_bytes() == b"new"
    run("undo", root)
    assert (root / "real/m.py").read_bytes() == b"old"
    with pytest.raises(JournalError, match="same file"):
        run("apply", root, [changes[0], FileChange("dir/m.py", b"old", b"other")], "x")
    with pytest.raises(JournalError, match="symbolic link"):
        run("apply", root, [FileChange("link.py", b"old", None)], "x")


def test_other_things_than_files_are_refused(root: Path) -> None:
    (root / "d").mkdir()
    os.mkfifo(root / "pipe")
    write(root, {"ro.py": b"x"})
    for path in ("d", "pipe"):
        with pytest.raises(JournalError, match="not a regular file"):
            run("apply", root, [FileChange(path, b"", b"x")], "x")
    with pytest.raises(JournalError, match="empty"):
        run("apply", root, [FileChange("ro.py", b"x", b"x")], "x")
    with pytest.raises(JournalError, match=r"ro\.py"):
        run("apply", root, [FileChange("ro.py", b"x", b"y"), FileChange("ro.py/x.py", None, b"")], "x")
    assert tree(root)["ro.py"] == (b"x", 0o644)
    assert run("history", root) == []


# --- full disks ----------------------------------------------------------------------------------------------


class Failing:
    """Makes the n-th call of a function in `os` fail, and all later ones if it lasts."""

    def __init__(self, monkeypatch, name: str, at: int, *, lasting: bool = False) -> None:
        self.calls, real = 0, getattr(os, name)

        def failing(*args, **kwargs):
            self.calls += 1
            if self.calls == at or (lasting and self.calls > at):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*args, **kwargs)

        monkeypatch.setattr(os, name, failing)


@pytest.mark.parametrize("verb", ["apply", "undo", "redo"])
@pytest.mark.parametrize("name", ["write", "replace", "fsync", "mkdir", "chmod"])
def test_any_failing_call_leaves_the_old_state(root: Path, monkeypatch, verb: str, name: str) -> None:
    arguments = (twenty(root), "x")
    if verb != "apply":
        run("apply", root, *arguments)
    if verb == "redo":
        run("undo", root)
    arguments = arguments if verb == "apply" else ()
    before, history = tree(root), run("history", root)
    for at in range(1, 400):
        with monkeypatch.context() as patch:
            failing = Failing(patch, name, at)
            try:
                run(verb, root, *arguments)
            except JournalError as error:
                assert "no space left on device" in str(error)
            else:
                assert failing.calls < at or name in ("fsync", "replace")  # the last ones are only about tidying
                break
        assert tree(root) == before, at
        assert [(e.number, e.state) for e in run("history", root)] == [(e.number, e.state) for e in history], at
        assert not leftovers(root), at
    assert tree(root) != before


@pytest.mark.parametrize("name", ["write", "fsync", "replace"])
def test_a_disk_that_stays_full_is_finished_later(root: Path, monkeypatch, name: str) -> None:
    changes = twenty(root)
    old = tree(root)
    outcomes = set()
    for at in range(1, 200, 3):
        with monkeypatch.context() as patch:
            failing = Failing(patch, name, at, lasting=True)
            try:
                run("apply", root, changes, "x")
            except JournalError as error:
                whole = tree(root) == old
                assert whole or "cannot be taken back yet" in str(error)
                outcomes.add("put back" if whole else "halfway")
            else:
                assert failing.calls < at
        run("recover", root)
        applied = bool(run("history", root))
        if applied:
            run("undo", root)
        assert tree(root) == old, at
        assert not leftovers(root)
    assert "put back" in outcomes


# --- killed --------------------------------------------------------------------------------------------------

CHILD = """
import json, sys
sys.path.insert(0, sys.argv[1])
from inferd.refactor import journal
from inferd.refactor.edits import FileChange
def data(text):
    return None if text is None else text.encode("latin-1")
changes = [FileChange(path, data(before), data(after), mode) for path, before, after, mode in json.loads(sys.argv[3])]
print("go", flush=True)
journal.apply(sys.argv[2], sys.argv[2] + "/.project", changes, "x")
"""


def child(root: Path, changes: list[FileChange]) -> subprocess.Popen[str]:
    def text(data: bytes | None) -> str | None:
        return None if data is None else data.decode("latin-1")

    payload = json.dumps([(c.path, text(c.before), text(c.after), c.mode) for c in changes])
    where = str(Path(journal.__file__).parents[2])
    command = [sys.executable, "-S", "-c", CHILD, where, str(root), payload]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def fork_killed(root: Path, verb: str, at: int, changes: list[FileChange]) -> int | None:
    """Do `verb` in a forked child that dies at its `at`-th system call; how many it made, None if it was killed."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            signal.alarm(60)  # die rather than stand still
            real_write, kill = os.write, lambda: os.kill(os.getpid(), signal.SIGKILL)
            count = 0

            def hook(name: str):
                real = getattr(os, name)

                def hooked(*args, **kwargs):
                    nonlocal count
                    count += 1
                    if count == at:
                        if name == "write":  # torn
                            real(args[0], bytes(args[1])[: len(args[1]) // 2])
                        kill()
                    return real(*args, **kwargs)

                return hooked

            for name in CALLS:
                setattr(os, name, hook(name))
            run(verb, root, *((changes, "x") if verb == "apply" else ()))
            real_write(writer, str(count).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with open(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return int(said) if said else None


@pytest.mark.parametrize("kills", [25, pytest.param(70, marks=pytest.mark.slow)])
@pytest.mark.parametrize("verb", ["apply", "undo", "redo", "recover"])
def test_killed_at_any_system_call_it_is_all_or_nothing(root: Path, verb: str, kills: int) -> None:
    changes = twenty(root)
    old = tree(root)
    run("apply", root, changes, "x")
    new = tree(root)
    run("undo", root)
    outcomes = {"old": 0, "new": 0}

    def start() -> None:
        """The state that `verb` begins in."""
        entries = run("history", root)
        if verb == "undo" and entries[-1].state == "undone":
            run("redo", root)
        elif verb in ("apply", "redo", "recover") and entries and entries[-1].state == "applied":
            run("undo", root)
        if verb == "recover":  # itself interrupted, in the middle of what another kill left
            assert fork_killed(root, "redo", middle, changes) is None

    total = middle = fork_killed(root, "redo", -1, changes)
    assert total is not None
    middle //= 2
    if verb != "recover":
        start()
        total = fork_killed(root, verb, -1, changes)
        assert total is not None
    steps = range(1, total + 1, max(1, total // kills))
    for at in steps:
        start()
        killed = fork_killed(root, verb, at, changes) is None
        assert killed or at > total - 60 or verb == "recover"  # not every run makes as many calls (utime, tidying)
        run("recover", root)
        now = tree(root)
        assert now in (old, new), (verb, at)
        outcomes["old" if now == old else "new"] += 1
        assert bool(run("history", root)[-1:] and run("history", root)[-1].state == "applied") == (now == new)
        assert not leftovers(root)
        assert run("recover", root) == []
    assert len(steps) >= kills
    if verb != "recover":
        assert min(outcomes.values()) > 0


def test_killed_at_random_times_it_is_all_or_nothing(root: Path) -> None:
    changes = twenty(root)
    old = tree(root)
    run("apply", root, changes, "x")
    new = tree(root)
    run("undo", root)
    chance = random.Random(7)
    killed = 0
    for _ in range(25):
        process = child(root, changes)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        said = run("recover", root)
        now = tree(root)
        assert now in (old, new)
        assert all(line.startswith("interrupted change 'x': finished") for line in said)
        if now == new:
            run("undo", root)
    assert killed


def interrupted(root: Path) -> Tree:
    """Leave a change half made, p/m5.py new and p/m9.py old; the tree before it."""
    changes = twenty(root)
    old = tree(root)

    def kill_at(at: int) -> str:
        run("recover", root)
        if any(entry.state == "applied" for entry in run("history", root)):
            run("undo", root)
        fork_killed(root, "apply", at, changes)
        first, last = ((root / path).read_bytes()[:3] for path in ("p/m5.py", "p/m9.py"))
        return "early" if first == b"old" else "half" if last == b"old" else "late"

    low, high = 1, 2000
    while (where := kill_at((low + high) // 2)) != "half":
        assert low < high
        low, high = ((low + high) // 2 + 1, high) if where == "early" else (low, (low + high) // 2)
    return old


def test_recovery_goes_back_when_a_file_was_edited_since(root: Path) -> None:
    old = interrupted(root)
    write(root, {"p/m9.py": b"mine"})
    with pytest.raises(JournalError, match="interrupted"):
        run("undo", root)
    (line,) = run("recover", root)
    assert line == "interrupted change 'x': taken back (20 files), except what was edited since: p/m9.py"
    assert tree(root) == old | {"p/m9.py": (b"mine", 0o644)}
    assert run("recover", root) == []


def test_recovery_goes_back_when_it_cannot_go_on(root: Path, monkeypatch) -> None:
    old = interrupted(root)
    with monkeypatch.context() as patch:
        Failing(patch, "write", 1)
        (line,) = run("recover", root)
    assert "taken back" in line
    assert "no space" in line
    assert tree(root) == old
    interrupted(root)
    with monkeypatch.context() as patch:
        Failing(patch, "write", 1, lasting=True)
        with pytest.raises(JournalError, match=r"neither finished .* nor taken back"):
            run("recover", root)
    assert "finished" in run("recover", root)[0]


# --- planted journals ----------------------------------------------------------------------------------------


def tamper(root: Path, **values: object) -> None:
    path = root / ".project/journal/000001/entry.json"
    content = json.loads(path.read_text())
    for key, value in values.items():
        if key in content:
            content[key] = value
        else:
            content["files"][0][key] = value
    path.write_text(json.dumps(content))


@pytest.mark.parametrize("state", ["applied", "prepared"])
@pytest.mark.parametrize(
    "values",
    [
        {"path": "../x"}, {"path": "/etc/passwd"}, {"path": 3}, {"mode": 0o4755}, {"mode": True}, {"format": 9},
        {"before": "../../../secret"}, {"before": None, "after": None}, {"files": []}, {"files": {}}, {"was": "x"},
        {"made_dirs": ["a", 3]}, {"description": None},
    ],
)  # fmt: skip
def test_a_damaged_entry_is_ignored_and_said(root: Path, state: str, values: dict[str, object]) -> None:
    write(root, {"m.py": b"0"})
    run("apply", root, [edit(root, "m.py", b"1")], "x")
    tamper(root, state=state, **values)
    before = tree(root)
    (line,) = run("recover", root)
    assert line.startswith("journal entry 000001 is ignored: ")
    assert "\n" not in line
    assert run("history", root) == []
    with pytest.raises(JournalError, match="nothing to undo"):
        run("undo", root)
    assert tree(root) == before
    run("apply", root, [edit(root, "m.py", b"2")], "beside it")
    run("undo", root)
    assert tree(root) == before


def test_a_planted_interruption_writes_nothing_outside(root: Path) -> None:
    write(root.parent, {"outside/x": b""})
    write(root, {"m.py": b"0", ".git/x": b""})
    (root / "out").symlink_to("../outside")
    for path in (".git/hooks/post-checkout", "out/new.py", ".project/config.toml"):
        run("apply", root, [FileChange("n.py", None, b"planted")], "x")
        tamper(root, state="prepared", was="new", path=path)
        assert "it was interrupted but cannot be used" in run("recover", root)[0]
        assert not os.path.lexists(root / path)
        for name in (root / ".project/journal/000001").iterdir():
            name.unlink()
        (root / ".project/journal/000001").rmdir()
        (root / "n.py").unlink()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_an_entry_that_others_could_read_was_not_made_here(root: Path, mode: int) -> None:
    write(root, {"m.py": b"0"})
    run("apply", root, [edit(root, "m.py", b"1")], "x")
    (root / ".project/journal/000001/entry.json").chmod(mode)
    assert "not made here" in run("recover", root)[0]
    with pytest.raises(JournalError, match="nothing to undo"):
        run("undo", root)


def test_an_entry_of_another_user_is_ignored(root: Path, monkeypatch) -> None:
    write(root, {"m.py": b"0"})
    run("apply", root, [edit(root, "m.py", b"1")], "x")
    monkeypatch.setattr(os, "getuid", lambda: os.stat(root).st_uid + 1)
    with pytest.raises(JournalError, match="not a directory of yours"):
        run("recover", root)
    monkeypatch.undo()
    if os.getuid() == 0:
        os.chown(root / ".project/journal/000001/entry.json", 12345, 0)
        assert "another user" in run("recover", root)[0]


def test_a_linked_journal_is_refused(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / ".project").mkdir()
    (root / ".project/journal").symlink_to("../elsewhere")
    with pytest.raises(JournalError, match="not a directory of yours"):
        run("apply", root, [FileChange("n.py", None, b"")], "x")
    assert not list((root / "elsewhere").iterdir())


def test_altered_contents_are_never_written(root: Path) -> None:
    write(root, {"m.py": b"0"})
    entry = run("apply", root, [edit(root, "m.py", b"1")], "x")
    (root / f".project/journal/000001/{entry.files[0].before}").write_bytes(b"planted")
    with pytest.raises(JournalError, match="record of 'x' is damaged"):
        run("undo", root)
    assert (root / "m.py").read_bytes() == b"1"
    assert run("recover", root) == []


def test_garbage_in_the_journal_does_no_harm(root: Path) -> None:
    write(root, {"m.py": b"0", ".project/journal/README": b"", ".project/journal/000007/mine.txt": b"keep"})
    (root / ".project/journal/000001").mkdir()
    (root / ".project/journal/000002").write_bytes(b"")
    (root / ".project/journal/000003").symlink_to("/tmp")
    assert run("recover", root) == []
    assert not (root / ".project/journal/000001").exists()
    assert (root / ".project/journal/000007/mine.txt").exists()
    run("apply", root, [edit(root, "m.py", b"1")], "odd\n\x1b[2J name")
    assert run("history", root)[0].description == "odd \\x1b[2J name"
    run("undo", root)


def test_names_that_are_no_text_are_kept(root: Path) -> None:
    path = os.fsdecode(b"m\xff.py")
    try:
        write(root, {path: b"0"})
    except OSError:
        pytest.skip("this file system takes only text as names")
    run("apply", root, [edit(root, path, b"1")], "x")
    run("undo", root)
    assert (root / path).read_bytes() == b"0"


def test_importing_the_journal_is_cheap() -> None:
    code = "import sys, inferd.refactor.journal; print(*(m for m in sys.argv[1:] if m in sys.modules))"
    heavy = ["dataclasses", "tempfile", "pathlib", "difflib", "inspect", "rope", "sqlite3", "click", "rich"]
    # -S: what site imports for editable installs is not ours
    where = str(Path(journal.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *heavy], capture_output=True, text=True, check=True, cwd=where
    )
    assert done.stdout.strip() == ""
