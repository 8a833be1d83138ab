"""Several users, or keys of one user, on one project: each has an index, and nobody takes another's away again and
again."""

import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from helpers_daemon import INFERD, Editor, wait_for
from user_dirs import furnish
from user_dirs import shared as shared_by

import inferd
from inferd.errors import StoreForeign
from inferd.source import layout

TARGET = "shop.cart:Cart.total"


@pytest.fixture
def users(user_dir, tmp_path_factory, monkeypatch):
    """Several keys of this user: a call makes it the one of that name, and gives its directory."""

    def be(name):
        place = user_dir / name
        if not place.exists():
            place.mkdir()
            furnish(place, shared_by(tmp_path_factory.getbasetemp(), name))
        monkeypatch.setenv("INFERD_USER_DIR", str(place))
        return str(place)

    return be


def used(shop):
    """Where the index is, and what was said on the way."""
    with inferd.open(str(shop)) as project:
        project.ensure_fresh()
        assert len(project.references(TARGET).rows) == 3
        return os.path.dirname(project.database), list(project.notes)


def test_two_keys_come_to_rest(shop, users):
    usual = str(shop / ".project")
    places = {}
    for turn in range(4):
        for name in ("a", "b"):
            users(name)
            place, notes = used(shop)
            if turn > 1:  # the first one is of a third key: `a` sets it aside, `b` that of `a`, and `a` gives way
                assert place == places[name]
                assert not any("set aside" in note for note in notes)
            places[name] = place
    assert sorted(place == usual for place in places.values()) == [False, True]
    assert len([name for name in os.listdir(usual) if "foreign" in name]) <= 1


def test_three_keys_come_to_rest(shop, users):
    for _ in range(3):
        for name in ("a", "b", "c"):
            users(name)
            used(shop)
    before = {name: os.stat(shop / ".project" / name).st_ino for name in ("callinfo.db",)}
    places = set()
    for name in ("c", "b", "a", "c"):
        users(name)
        place, notes = used(shop)
        places.add(place)
        assert not any("set aside" in note for note in notes)
    assert len(places) == 3
    assert before == {name: os.stat(shop / ".project" / name).st_ino for name in ("callinfo.db",)}


def test_who_gives_way_takes_the_own_database_along(shop, users):
    users("a")
    (shop / ".project" / "callinfo.db").unlink()
    used(shop)
    with inferd.open(str(shop)) as project:
        (shop / "shop" / "more.py").write_text("more = 1\n")
        project.update()
        revision = project.status().revision
        assert revision > 1
    users("b")
    used(shop)
    assert (shop / ".project" / "callinfo.db.foreign-1").exists()
    users("a")
    place, notes = used(shop)
    assert place == layout.own_place(str(shop))
    assert any("has the index of another user's inferd, so yours is kept in" in note for note in notes)
    with inferd.open(str(shop)) as project:
        assert project.status().revision == revision
        assert project.verify() == []
    assert not [name for name in os.listdir(shop / ".project") if "foreign" in name]


def test_several_processes_give_way_at_once_and_nothing_is_lost(service, shop, users):
    users("a")
    (shop / ".project" / "callinfo.db").unlink()
    with inferd.open(str(shop)) as project:
        for n in range(5):
            (shop / "shop" / "more.py").write_text(f"more{n} = 1\n")
            project.update()
        revision = project.status().revision
    users("b")
    used(shop)
    users("a")
    commands = [
        subprocess.Popen(
            [*INFERD, "query", "refs", TARGET, "--json"], cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(6)
    ]
    for command in commands:
        out, said = command.communicate(timeout=60)
        assert command.returncode == 0, said
        assert json.loads(out)["revision"] == revision
    with inferd.open(str(shop)) as project:
        assert project.directory == layout.own_place(str(shop))
        assert project.status().revision == revision
        assert project.verify() == []


def test_when_the_other_one_goes_the_usual_place_is_used_again(shop, users):
    for name in ("a", "b", "a"):
        users(name)
        place, _ = used(shop)
    assert place != str(shop / ".project")
    shutil.rmtree(shop / ".project")
    place, notes = used(shop)
    assert place == str(shop / ".project") and notes == []


def test_a_place_that_was_named_is_kept_and_the_second_is_told(shop, users, tmp_path):
    place = tmp_path / "index"
    for name in ("a", "b"):
        users(name)
        with inferd.open(str(shop), store=str(place)) as project:
            project.update()
    users("a")
    with inferd.open(str(shop), store=str(place)) as project, pytest.raises(StoreForeign, match="not used"):
        project.update()
    users("b")
    with inferd.open(str(shop), store=str(place)) as project:
        project.update()


def test_at_most_one_copy_is_kept_and_status_names_it(service, shop):
    database = shop / ".project" / "callinfo.db"
    for n in range(3):
        for suffix in ("-wal", "-shm"):
            (shop / ".project" / f"callinfo.db{suffix}").unlink(missing_ok=True)
        database.write_bytes(b"something else" * 1000 * (n + 1))
        assert service.run("index", cwd=shop).returncode == 0
    copies = [name for name in os.listdir(shop / ".project") if name.startswith("callinfo.db.")]
    assert len(copies) == 1
    said = service.run("status", cwd=shop).stdout
    assert f"set aside {copies[0]}, 0.0 MB: it is damaged; nothing reads it" in said
    assert '"set_aside": [{"name": "callinfo.db.corrupt-' in service.run("status", "--json", cwd=shop).stdout
    (shop / ".project" / copies[0]).unlink()
    assert "set aside" not in service.run("status", cwd=shop).stdout


def test_an_editors_project_gives_way_too(service, shop, users, monkeypatch):
    mine = os.environ["INFERD_USER_DIR"]
    other = {"INFERD_USER_DIR": users("b")}
    monkeypatch.setenv("INFERD_USER_DIR", mine)
    editor = Editor(shop)
    assert len(editor.references("shop/cart.py", 5, 4)) == 3
    assert "was set aside" in service.run("query", "refs", TARGET, cwd=shop, **other).stderr
    for n in (6, 7):
        (shop / "shop" / "view.py").write_text("\n" * n + "from shop.cart import empty\n")
        assert editor.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", n)}
        assert f"shop/view.py:{n + 1}:23" in service.run("query", "refs", "empty", cwd=shop, **other).stdout
        assert f"shop/view.py:{n + 1}:23" in service.run("query", "refs", "empty", cwd=shop).stdout
    place = layout.own_place(str(shop))
    assert os.path.exists(os.path.join(place, "callinfo.db"))
    assert not (shop / ".project" / "callinfo.db.foreign-1").exists()
    assert editor.end()[0] == 0


# ---------------------------------------------------------------------------------------------------------------------
# Users of the system

root_only = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can be two users",
)
ALICE, BOB = (54000 + 2 * (os.getpid() % 5000) + n for n in (0, 1))  # no other process of these tests is the same two


def run_as(uid, root, *words, **env):
    """A command of another user, with a home of its own."""
    home = root.parent / f"home-{uid}"
    environment = {
        "HOME": str(home), "PATH": os.environ["PATH"], "INFERD_USER_DIR": str(home / "inferd"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **env,
    }  # fmt: skip
    return subprocess.run(
        [*become(uid), str(root.parent / "python" / "bin" / "python"), "-P", "-m", "inferd", *map(str, words)],
        cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL,
        umask=0,
    )  # fmt: skip


def become(uid):
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]


def install_for_others(folder):
    """An environment with the packages of this one that other users can run; whether there can be one."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = folder / "lib" / version / "site-packages"
    packages.parent.mkdir(parents=True)
    packages.symlink_to(sysconfig.get_path("purelib"))
    (folder / "bin").mkdir()
    twice = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-I', '-c', 'import click, sqlite3']))"
    for place in (os.path.realpath(sys.executable), f"/usr/local/bin/{version}", f"/usr/bin/{version}"):
        (folder / "bin" / "python").unlink(missing_ok=True)
        (folder / "bin" / "python").symlink_to(place)
        (folder / "pyvenv.cfg").write_text(f"home = {os.path.dirname(place)}\n")
        done = subprocess.run([*become(ALICE), str(folder / "bin" / "python"), "-c", twice], check=False,
                              capture_output=True, cwd="/")  # fmt: skip
        if done.returncode == 0:
            return True
    return False


@pytest.fixture
def shared(shop, shared_libraries):
    """The shop, writable for everybody, without an index, and reachable: not in the directories of pytest, which every
    run of it closes to others when it begins.
    """
    folder = Path(tempfile.mkdtemp(prefix="inferd-shared-")).resolve()
    folder.chmod(0o755)
    root = folder / "project"
    shutil.copytree(shop, root, ignore=shutil.ignore_patterns(".project"))
    for place in (root, root / "shop"):
        place.chmod(0o777)
    if not install_for_others(folder / "python"):
        shutil.rmtree(folder)
        pytest.skip("other users cannot run this Python")
    for uid in (ALICE, BOB):
        home = folder / f"home-{uid}"
        (home / "inferd" / "cache" / "libraries").mkdir(parents=True)
        shutil.copy(shared_libraries / "key", home / "inferd")
        for facts in shared_libraries.glob("libraries/*/facts.db"):  # made once for all, if they are made yet
            (place := home / "inferd" / "cache" / "libraries" / facts.parent.name).mkdir()
            shutil.copy(facts, place)
        for place in (home, *home.rglob("*")):
            os.chown(place, uid, uid)
    yield root
    shutil.rmtree(folder)
    for uid in (ALICE, BOB):  # where sockets of long paths are
        for place in Path("/tmp").glob(f"inferd-{uid}-*"):
            shutil.rmtree(place)


@root_only
def test_users_of_one_checkout_have_an_index_each(shared):
    own = shared.parent / f"home-{BOB}" / "inferd" / "cache" / "projects"
    for turn in range(3):
        first = run_as(ALICE, shared, "query", "refs", TARGET)
        assert first.returncode == 0 and "cart.py:2:9" in first.stdout, first.stderr
        second = run_as(BOB, shared, "query", "refs", TARGET)
        assert second.returncode == 0 and second.stdout == first.stdout, second.stderr
        assert ("belongs to another user, so yours is kept in" in second.stderr) == (turn == 0), "said once"
        assert "foreign" not in " ".join(os.listdir(shared / ".project"))
        assert os.stat(shared / ".project" / "callinfo.db").st_uid == ALICE
        assert len(list(own.glob("*/callinfo.db"))) == 1
    assert "belongs to another user" in run_as(BOB, shared, "status").stderr
    # not even for root
    os.environ.pop("INFERD_PROJECT_DIR", None)
    with inferd.open(str(shared)) as project:
        project.update()
        assert project.directory != str(shared / ".project")
    assert os.stat(shared / ".project" / "callinfo.db").st_uid == ALICE


@root_only
def test_daemons_of_two_users_on_one_project(shared):
    try:
        for uid in (ALICE, BOB):
            assert run_as(uid, shared, "daemon", "start").returncode == 0
            assert run_as(uid, shared, "query", "def", TARGET).returncode == 0
        for n in (3, 4):
            (shared / "shop" / "cart.py").write_text("\n" * n + "class Cart:\n    def total(self): pass\n")
            for uid in (ALICE, BOB):
                assert f"shop/cart.py:{n + 2}:9" in run_as(uid, shared, "query", "def", TARGET).stdout
        for uid in (ALICE, BOB):
            assert "ready, revision 3" in run_as(uid, shared, "daemon", "status").stdout
    finally:
        for uid in (ALICE, BOB):
            run_as(uid, shared, "daemon", "stop")


@root_only
def test_a_named_place_of_another_user_is_not_touched(shared, tmp_path):
    place = shared.parent / "index"
    place.mkdir()
    place.chmod(0o777)
    os.chown(place, ALICE, ALICE)
    assert run_as(ALICE, shared, "index", "--project-dir", place).returncode == 0
    for _ in range(2):
        done = run_as(BOB, shared, "index", "--project-dir", place)
        assert done.returncode == 2 and "name another place" in done.stderr
    assert os.stat(place / "callinfo.db").st_uid == ALICE
    assert run_as(ALICE, shared, "query", "def", TARGET, "--project-dir", place).returncode == 0


@root_only
def test_the_socket_of_another_user(shared, service, user_dir):
    """Neither side talks to the other: not through the directory, nor where that is opened by mistake."""
    from inferd.daemon import client

    service.start()
    place = client.directory()
    run = {"INFERD_USER_DIR": str(user_dir)}
    # The directory of another user is not trusted, even if it can be entered.
    for mode in (0o700, 0o755, 0o777):
        os.chmod(user_dir, 0o777)
        os.chmod(place, mode)
        done = run_as(ALICE, shared, "daemon", "status", **run)
        assert done.returncode in (1, 2) and "process" not in done.stdout, done.stdout
    # Who comes past the client's own look is turned away by the daemon.
    os.chmod(client.address(), 0o777)
    knock = (
        f"import socket; s = socket.socket(socket.AF_UNIX); s.connect({client.address()!r}); s.settimeout(5)\n"
        f"s.sendall({client.greeting('control')!r}); print(s.recv(100))"
    )
    done = subprocess.run(
        [*become(ALICE), str(shared.parent / "python" / "bin" / "python"), "-c", knock],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert "ok" not in done.stdout
    os.chmod(place, 0o700)
    os.chmod(client.address(), stat.S_IRUSR | stat.S_IWUSR)
    with open(client.address("log")) as log:
        assert "a client of another user was turned away" in log.read()
    assert service.pid()
    wait_for(client.connect).close()
