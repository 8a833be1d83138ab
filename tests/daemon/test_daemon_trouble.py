"""What goes wrong around a daemon, done for real: full disks, limits, hostile packages, editors that misbehave."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
from helpers_daemon import INFERD, SHOP, Editor, difference, is_alive, names, wait_for

from inferd.daemon import client

PLACES = {("cart.py", 5), ("view.py", 0), ("view.py", 5)}  # of `empty` in the shop


# ---------------------------------------------------------------------------------------------------------------------
# The disk


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB, and how to fill it up to some bytes."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        words = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place]
        done = subprocess.run(words, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("only root can mount a disk")

    def fill(left=0):
        descriptor = os.open(place / "ballast", os.O_WRONLY | os.O_CREAT, 0o600)
        size = 0
        try:
            while True:
                size += os.write(descriptor, bytes(4096))
        except OSError:
            os.ftruncate(descriptor, size - left)
        finally:
            os.close(descriptor)

    yield place, fill
    subprocess.run(["umount", "-l", place], check=True)


def lay_down(root, files=SHOP):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def test_a_full_disk_is_said_and_forgotten_when_there_is_room(service, small_disk):
    disk, fill = small_disk
    root = lay_down(disk / "project")
    assert service.run("index", root).returncode == 0
    service.start()
    service.host(root)
    editor = Editor(root)
    assert editor.references("shop/cart.py", 5, 4) == PLACES
    fill(left=8192)
    (root / "shop" / "view.py").write_text("from shop.cart import empty\n")
    (root / "shop" / "more.py").write_text("x = 1\n")
    done = service.run("query", "refs", "shop.cart:empty", cwd=root)
    assert done.returncode == 0
    assert "no space left on the disk; files have changed since, and this answer is of revision 1" in done.stderr
    wait_for(lambda: "no space left on the disk" in service.run("daemon", "status").stdout)
    assert ("cart.py", 5) in editor.references("shop/cart.py", 5, 4)
    assert any("no space left" in said for said in editor.shown)
    (disk / "ballast").unlink()
    wait_for(lambda: service.project(root)["state"] == "ready", 30)
    assert "no space" not in service.run("daemon", "status").stdout
    assert editor.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0)}
    assert difference(root) == []
    assert editor.end()[0] == 0


def test_no_room_for_a_first_index(service, small_disk):
    disk, fill = small_disk
    root = lay_down(disk / "project")
    fill()
    service.start()
    editor = Editor(root)
    for words in (("index", root), ("query", "refs", "shop.cart:empty", "-C", root)):
        done = service.run(*words)
        assert done.returncode == 2 and "no space left on the disk" in done.stderr
    answer = editor.ask("textDocument/references", about(root, "shop/cart.py", 5, 4))
    assert "no space left" in str(answer.get("error")) or len(answer["result"]) == 3  # from the files themselves
    (disk / "ballast").unlink()
    wait_for(lambda: editor.references("shop/cart.py", 5, 4) == PLACES, 20)
    assert service.run("query", "refs", "shop.cart:empty", "-C", root).returncode == 0
    assert editor.end()[0] == 0


def test_no_room_in_the_users_own_directory(service, shop, small_disk, monkeypatch):
    disk, fill = small_disk
    shutil.copy(os.path.join(os.environ["INFERD_USER_DIR"], "key"), disk / "key")
    monkeypatch.setenv("INFERD_USER_DIR", str(disk))
    fill()
    assert service.run("daemon", "start").returncode == 0
    assert service.run("query", "refs", "shop.cart:empty", cwd=shop).returncode == 0
    assert service.status()["asked"] == 1
    (shop / "pyproject.toml").unlink()  # types are settled now, which needs libraries there
    assert "shop/cart.py:2:9" in service.run("query", "refs", "shop.cart:Cart.total", cwd=shop).stdout
    assert service.run("daemon", "stop").returncode == 0


def about(root, path, line, character):
    where = {"uri": (root / path).as_uri()}
    place = {"line": line, "character": character}
    return {"textDocument": where, "position": place, "context": {"includeDeclaration": True}}


# ---------------------------------------------------------------------------------------------------------------------
# Limits


def test_the_limit_of_watches_ends_in_polling_which_is_said(service, tmp_path):
    """The system's limit, in a user namespace of the test's own."""
    root = lay_down(tmp_path / "many", {**SHOP, **{f"p{n}/m.py": f"x{n} = 1\n" for n in range(60)}})
    assert service.run("index", root).returncode == 0
    limit = "echo 30 > /proc/sys/user/max_inotify_watches && exec \"$@\""
    words = ["unshare", "--user", "--map-root-user", "sh", "-c", limit, "sh"]
    try:
        if subprocess.run([*words, "true"], check=False, capture_output=True).returncode:
            pytest.skip("no user namespaces here")
    except FileNotFoundError:
        pytest.skip("no user namespaces here")
    assert subprocess.run([*words, *INFERD, "daemon", "start"], check=False, capture_output=True).returncode == 0
    service.host(root)
    said = service.run("daemon", "status").stdout
    assert "polled because" in said and "max_user_watches" in said
    (root / "p3" / "m.py").write_text("def polled(): pass\n")
    assert "p3/m.py:1:5" in service.run("query", "def", "polled", cwd=root).stdout
    (root / "p4" / "m.py").write_text("def by_itself(): pass\n")
    wait_for(lambda: "p4.m:by_itself" in names(root), 20)


def test_a_checkout_of_thousands_of_files(service, tmp_path):
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    root = lay_down(tmp_path / "repository")

    def git(*words):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=root, check=True, capture_output=True
        )

    git("init", "-q", "-b", "one")
    for n in range(2000):
        (root / f"p{n % 40}").mkdir(exist_ok=True)
        (root / f"p{n % 40}" / f"m{n}.py").write_text(f"from shop.cart import empty\nempty({n})\n")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "two")
    for n in range(0, 2000, 2):
        (root / f"p{n % 40}" / f"m{n}.py").write_text(f"def other{n}(): pass\n")
    for n in range(1, 2000, 20):
        (root / f"p{n % 40}" / f"m{n}.py").rename(root / f"p{n % 40}" / f"renamed{n}.py")
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    assert service.run("index", root).returncode == 0
    service.start()
    service.host(root)
    editor = Editor(root)
    revision = service.project(root)["revision"]
    for branch, uses in (("one", 4000), ("two", 2000), ("one", 4000)):
        git("checkout", "-q", branch)
        found = editor.ask("textDocument/references", about(root, "shop/cart.py", 5, 4))
        assert len(found["result"]) == uses + len(PLACES)
    assert service.sync(root) == "ok"
    assert service.project(root)["revision"] <= revision + 12, "few change sets"
    assert difference(root) == []
    assert editor.end()[0] == 0


# ---------------------------------------------------------------------------------------------------------------------
# Processes that end


def test_a_signal_in_the_middle_of_a_large_change_set_loses_nothing(service, shop):
    for turn in range(2):
        service.start()
        indexer = service.host(shop)
        process = service.pid()
        for n in range(250):
            (shop / "shop" / f"m{n}.py").write_text("".join(f"def f{turn}_{k}(): return {k}\n" for k in range(60)))
        started = threading.Thread(target=service.sync, args=(shop,))
        started.start()
        time.sleep(0.05 + 0.2 * turn)
        os.kill(process, signal.SIGTERM)
        started.join()
        for one in (process, indexer):
            wait_for(lambda one=one: not is_alive(one))
        with open(client.address("log")) as log:
            assert "it is killed" not in log.read(), "it ends by itself"
        with sqlite(shop) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    service.start()
    service.host(shop)
    assert difference(shop) == []


def sqlite(root):
    import contextlib
    import sqlite3

    return contextlib.closing(sqlite3.connect(root / ".project" / "callinfo.db"))


def test_where_types_are_settled_on_request_status_says_so(daemon, shop):
    wait_for(lambda: daemon.project(shop)["state"] == "ready")
    assert "types on request" in daemon.run("daemon", "status").stdout


def test_status_says_that_an_indexer_rests_after_crashes(daemon, shop):
    def rests():
        found = daemon.project(shop)
        if found["indexer"]:
            os.kill(found["indexer"], signal.SIGKILL)
            wait_for(lambda: not daemon.project(shop)["indexer"])
        else:
            daemon.sync(shop, 0.0)
        return daemon.project(shop)["again_in"] > 1

    wait_for(rests, 20)
    said = daemon.run("daemon", "status").stdout
    assert "the indexer ended with signal 9; started" in said and "it may be started again in" in said
    done = daemon.run("query", "refs", "shop.cart:empty", cwd=shop)  # by a look at the files
    assert done.returncode == 0 and done.stderr == ""


# ---------------------------------------------------------------------------------------------------------------------
# Editors


def test_a_message_of_100_mb_in_a_session(daemon, shop):
    other = Editor(shop)
    editor = Editor(shop)
    editor.process.stdin.write(b"Content-Length: 100000000\r\n\r\n")
    try:
        for _ in range(100):
            editor.process.stdin.write(b" " * 1_000_000)
        editor.process.stdin.flush()
    except BrokenPipeError:
        pass  # it may end the session
    assert other.references("shop/cart.py", 5, 4) == PLACES
    assert daemon.status()["memory"] < 150_000_000
    try:
        assert editor.references("shop/cart.py", 5, 4) == PLACES
    except (BrokenPipeError, TypeError):
        assert editor.process.wait(5) is not None
    editor.process.kill()
    assert other.end()[0] == 0


@pytest.mark.parametrize(
    "rubbish",
    [
        b"Content-Length: 3\r\n\r\n{{{",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 2\r\n\r\n[]",
        b'Content-Length: 15\r\n\r\n{"jsonrpc":"2"}',
        b'Content-Length: 36\r\n\r\n{"jsonrpc":"2.0","id":[1],"method":3}',
        b"Content-Length: 5\r\n\r\n\xff\xfe\x00\x01\x02",
        b"Content-Length: 20000\r\n\r\n" + b"[" * 10000 + b"]" * 10000,
    ],
)
def test_malformed_messages_are_answered_and_the_session_goes_on(service, shop, rubbish):
    editor = Editor(shop)
    editor.process.stdin.write(rubbish)
    assert editor.references("shop/cart.py", 5, 4) == PLACES
    assert editor.end() == (0, "")


@pytest.mark.parametrize(
    "rubbish", [b"GET / HTTP/1.1\r\n\r\n", b"Content-Length: x\r\n\r\n", b"Content-Length: -5\r\n\r\n"]
)
def test_what_is_no_message_at_all_harms_nobody_else(service, shop, rubbish):
    other = Editor(shop)
    editor = Editor(shop)
    editor.process.stdin.write(rubbish * 3)
    editor.process.stdin.close()
    assert editor.process.wait(10) in (0, 1)
    editor.process.stdout.close()
    editor.process.stderr.close()
    assert other.references("shop/cart.py", 5, 4) == PLACES
    assert other.end() == (0, "")


def test_an_editor_that_stops_reading_is_given_up_and_others_go_on(service, shop, monkeypatch):
    monkeypatch.setenv("INFERD_SEND_TIMEOUT", "1")
    (shop / "shop" / "many.py").write_text("from shop.cart import empty\n" + "empty()\n" * 20_000)
    service.run("index", shop)
    editor = Editor(shop)
    other = Editor(shop)
    for n in range(20):
        editor.send(
            {"id": 1000 + n, "method": "textDocument/references", "params": about(shop, "shop/cart.py", 5, 4)}
        )
    begun = time.monotonic()
    assert len(other.references("shop/cart.py", 5, 4)) == 20_004
    assert time.monotonic() - begun < 30
    wait_for(lambda: service.status()["clients"].get("lsp") == 1, 30)
    editor.process.kill()
    editor.process.wait()
    for stream in (editor.process.stdin, editor.process.stdout, editor.process.stderr):
        stream.close()
    assert other.end()[0] == 0


def test_a_project_that_is_deleted_or_moved_under_an_editor(service, shop, tmp_path):
    neighbour = lay_down(tmp_path / "neighbour")
    service.run("index", neighbour)
    editor, other = Editor(shop), Editor(neighbour)
    assert editor.references("shop/cart.py", 5, 4) == PLACES
    os.rename(shop, tmp_path / "away")
    answer = editor.ask("textDocument/references", about(shop, "shop/cart.py", 5, 4))
    assert "error" in answer or answer["result"] in (None, []), answer
    assert other.references("shop/cart.py", 5, 4) == PLACES
    os.rename(tmp_path / "away", shop)
    wait_for(lambda: editor.ask("textDocument/references", about(shop, "shop/cart.py", 5, 4)).get("result"), 20)
    assert editor.references("shop/cart.py", 5, 4) == PLACES
    shutil.rmtree(shop)
    answer = editor.ask("textDocument/references", about(shop, "shop/cart.py", 5, 4))
    assert "error" in answer or answer["result"] in (None, []), answer
    assert other.references("shop/cart.py", 5, 4) == PLACES
    assert not shop.exists()
    assert editor.end()[0] == 0
    assert other.end()[0] == 0


# ---------------------------------------------------------------------------------------------------------------------
# Packages


def test_hostile_packages_are_read_and_nothing_runs(service, shop, tmp_path):
    mark = tmp_path / "mark"
    run_me = f"import os; open({str(mark)!r}, 'w').close()\n"
    site = shop / ".venv" / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
    lay_down(
        site,
        {
            "evil.pth": run_me + f"import sys; exec({run_me!r})\n/nowhere\n{site}/evil.pth\n\0\n",
            "distutils-precedence.pth": run_me,
            "sitecustomize.py": run_me, "usercustomize.py": run_me, "conftest.py": run_me,
            "evil/__init__.py": run_me + "class Evil:\n    def total(self): pass\n\n\ndef make() -> Evil: ...\n",
            "evil/__main__.py": run_me,
            "evil/deep.py": "x = " + "(" * 3000 + ")" * 3000,
            "evil-1.0.dist-info/METADATA": "Name: ../../../evil\nVersion: \x00\nName: a\n" * 1000,
            "evil-1.0.dist-info/RECORD": "../../../../etc/passwd,sha256=x,1\n,,,,\n\"\n",
            "evil-1.0.dist-info/top_level.txt": "../..\n\x00\nshop\nos\n",
            "evil-1.0.dist-info/entry_points.txt": "[console_scripts]\n\x00 = os:system\n",
            "evil-1.0.dist-info/direct_url.json": "{" * 100,
            "evil.egg-link": "/\n../..\n", "__editable___evil_finder.py": run_me,
            "new\nline/__init__.py": run_me, "a b.py": run_me,
        },
    )  # fmt: skip
    (shop / ".venv" / "pyvenv.cfg").write_text(f"home = {tmp_path}\nversion = 99.99.99\n\0 = x\n")
    (shop / ".venv" / "bin").mkdir()
    python = shop / ".venv" / "bin" / "python"
    python.write_text(f"#!/bin/sh\ntouch {mark}\n")
    python.chmod(0o755)
    (site / "loop").symlink_to(site)
    os.mkfifo(site / "evil" / "pipe.py")
    (site / "evil" / "tty.py").symlink_to("/dev/tty")
    (site / "evil" / "zero.py").symlink_to("/dev/zero")
    (shop / "pyproject.toml").unlink()
    (shop / "shop" / "uses.py").write_text(
        "import evil\nimport evil.pipe, evil.zero, evil.deep\nfrom evil import make\n"
        "make().total()\nevil.Evil().total()\n"
    )
    service.run("index", shop)
    service.start()
    service.host(shop)
    editor = Editor(shop)
    wait_for(lambda: service.project(shop)["types"] == "settled", 40)
    answer = editor.ask("textDocument/hover", about(shop, "shop/uses.py", 3, 8))
    assert "total" in json.dumps(answer["result"])
    assert editor.references("shop/cart.py", 1, 8) >= {("cart.py", 1), ("view.py", 4)}
    done = service.run("query", "type", "shop/uses.py:4:1", cwd=shop)
    assert done.returncode in (0, 1)
    assert editor.end()[0] == 0
    assert not mark.exists(), "something ran"
    assert difference(shop) == []
    assert "crash" not in service.run("daemon", "status").stdout
