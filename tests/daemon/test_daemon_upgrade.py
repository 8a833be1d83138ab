"""inferd is installed again, or in another version, under a running daemon: the next answer is of the new code."""

import os
import re
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from helpers_daemon import Editor, difference, is_alive, wait_for

import inferd
from inferd.daemon import client
from inferd.daemon.code import Code

SOURCE = Path(inferd.__file__).parent.parent


class Installation:
    """A copy of inferd in a folder, as an installer lays it down."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {"PYTHONPATH": str(folder)}
        self.schema = 0
        self.install()

    def install(self, change=lambda path, text: text):
        """Put every file in its place anew, by another inode, with the size and time that it had before if it can."""
        self._forget_caches()  # by size and time they would be of the new files, too
        for package in ("inferd", "lsp/inferd_lsp", ".inferproject-template"):
            for file in sorted((SOURCE / package).rglob("*")):
                if not file.is_file() or "__pycache__" in file.parts:
                    continue
                target = self.folder / Path(package).name / file.relative_to(SOURCE / package)
                target.parent.mkdir(parents=True, exist_ok=True)
                fresh = target.with_name(target.name + ".new")
                fresh.write_text(change(target.relative_to(self.folder).as_posix(), file.read_text()))
                os.utime(fresh, (1_700_000_000, 1_700_000_000))
                os.replace(fresh, target)
        self._forget_caches()

    def _forget_caches(self):
        for cache in self.folder.rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)

    def install_other_schema(self, version=inferd.__version__):
        """The same with a table that is called otherwise."""
        self.schema += 1

        def change(path, text):
            if path == "inferd/store/schema.py":
                number = f"SCHEMA_VERSION = {900 + self.schema}"
                text = re.sub(r"^SCHEMA_VERSION = .*", number, text, flags=re.MULTILINE)
            if path == "inferd/__init__.py":
                text = text.replace(f'__version__ = "{inferd.__version__}"', f'__version__ = "{version}"')
            return re.sub(r"\btype_set\b", f"type_set_{self.schema}", text) if path.endswith(".py") else text

        self.install(change)


@pytest.fixture
def installed(tmp_path):
    return Installation(tmp_path / "site")


@pytest.fixture
def served(service, shop, installed):
    """A daemon from the installation, which keeps the shop."""
    assert service.run("daemon", "start", **installed.env).returncode == 0
    service.host(shop)
    return service


def processes(service):
    found = service.status()
    return found["process"], found["commands"], *(p["indexer"] for p in found["projects"])


def versions(shop):
    db = sqlite3.connect(shop / ".project" / "callinfo.db")
    try:
        return db.execute("SELECT value FROM meta WHERE key = 'versions'").fetchone()[0]
    finally:
        db.close()


def successor(service, before):
    """The process of the daemon that came after one."""

    def found():
        connection = client.connect()
        if connection is None:
            return 0
        connection.close()
        process = service.status()["process"]
        return process if process != before else 0

    return wait_for(found, 20)


def test_installed_again_the_client_gets_its_answer_and_a_new_daemon_serves(served, shop, installed):
    before = processes(served)
    asked = served.status()["asked"]
    assert served.run("query", "refs", "shop.cart:empty", cwd=shop, **installed.env).returncode == 0
    assert served.status()["asked"] == asked + 1
    installed.install()
    alone = served.run("query", "refs", "shop.cart:empty", "--no-daemon", cwd=shop, **installed.env)
    done = served.run("query", "refs", "shop.cart:empty", cwd=shop, **installed.env)
    assert (done.returncode, done.stdout, done.stderr) == (0, alone.stdout, "")
    process = successor(served, before[0])
    wait_for(lambda: not any(map(is_alive, before)))
    assert served.run("query", "refs", "shop.cart:empty", cwd=shop, **installed.env).stdout == alone.stdout
    assert (served.status()["process"], served.status()["asked"]) == (process, 1)


def test_another_schema_at_the_same_version(served, shop, installed):
    before = processes(served)
    old = versions(shop)
    installed.install_other_schema()
    for _ in range(3):
        done = served.run("query", "refs", "shop.cart:Cart.total", cwd=shop, **installed.env)
        assert done.returncode == 0 and "shop/cart.py:2:9" in done.stdout, done.stderr
    assert versions(shop) != old
    successor(served, before[0])
    wait_for(lambda: not any(map(is_alive, before)))
    (shop / "shop" / "cart.py").write_text("class Cart:\n\n    def total(self): pass\n")
    assert served.sync(shop) == "ok"
    assert versions(shop).startswith("901.")
    assert "shop/cart.py:3:9" in served.run("query", "refs", "Cart.total", cwd=shop, **installed.env).stdout


def test_a_session_is_told_and_goes_on_and_others_get_a_new_daemon(served, shop, installed):
    editor = Editor(shop, **installed.env)
    wanted = {("cart.py", 5), ("view.py", 0), ("view.py", 5)}
    assert editor.references("shop/cart.py", 5, 4) == wanted
    before = processes(served)
    installed.install()
    other = Editor(shop, **installed.env)
    assert other.references("shop/cart.py", 5, 4) == wanted
    after = successor(served, before[0])
    (shop / "shop" / "view.py").write_text("from shop.cart import empty\n")
    for one in (editor, other):
        assert one.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0)}
    assert any("installed again" in said and "restart the language server" in said for said in editor.shown)
    assert other.shown == []
    assert is_alive(before[0])
    assert editor.end() == (0, "")
    wait_for(lambda: not any(map(is_alive, before)))
    assert other.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0)}
    assert served.status()["process"] == after
    assert other.end() == (0, "")


def test_a_session_of_old_code_leaves_an_index_of_new_code_alone(served, shop, installed):
    editor = Editor(shop, **installed.env)
    assert len(editor.references("shop/cart.py", 5, 4)) == 3
    before = processes(served)
    installed.install_other_schema("0.9.9")
    assert served.run("query", "refs", "empty", cwd=shop, **installed.env).returncode == 0
    assert versions(shop).startswith("901.")
    (shop / "shop" / "view.py").write_text("from shop.cart import empty\n")
    answers = [editor.ask("textDocument/references", reference(shop)) for _ in range(3)]
    for answer in answers:  # right, or an error that says what is the matter; never half an answer
        if "error" in answer:
            assert "newer inferd" in answer["error"]["message"] or "another version" in answer["error"]["message"]
        else:
            assert len(answer["result"]) == 2, answer
    assert editor.shown and "restart" in " ".join(editor.shown)
    assert versions(shop).startswith("901.")
    editor.end()
    wait_for(lambda: not any(map(is_alive, before)), 20)
    wait_for(lambda: served.run("daemon", "stop", **installed.env).returncode == 0, 20)


def test_a_daemon_that_nobody_can_find_has_no_successor(service, installed, monkeypatch):
    monkeypatch.setenv("INFERD_INDEXER_IDLE", "1")
    assert service.run("daemon", "start", **installed.env).returncode == 0
    process = service.pid()
    os.unlink(client.address())
    installed.install()
    wait_for(lambda: not is_alive(process))
    time.sleep(0.5)
    assert not os.path.exists(client.address())


def reference(shop):
    where = {"uri": (shop / "shop/cart.py").as_uri()}
    place = {"line": 5, "character": 4}
    return {"textDocument": where, "position": place, "context": {"includeDeclaration": True}}


def test_another_version_replaces_an_idle_daemon(service, shop, installed, monkeypatch):
    monkeypatch.setenv("INFERD_DAEMON_IDLE", "60")
    monkeypatch.setenv("INFERD_INDEXER_IDLE", "1")  # it looks after a quarter of that
    assert service.run("daemon", "start", **installed.env).returncode == 0
    service.host(shop)
    before = processes(service)
    installed.install_other_schema("0.9.9")
    wait_for(lambda: not any(map(is_alive, before)), 20)
    wait_for(lambda: not os.path.exists(client.address()), 20)
    # One that was started while the files were being replaced is followed by another one.
    wait_for(lambda: "version 0.9.9" in service.run("daemon", "status", **installed.env).stdout, 20)
    wait_for(lambda: service.run("daemon", "stop", **installed.env).returncode == 0, 20)


def test_stop_start_and_status_right_after(served, shop, installed):
    first = processes(served)
    installed.install()
    assert served.run("daemon", "stop", **installed.env).stdout == f"process {first[0]} has ended\n"
    time.sleep(1)
    assert served.run("daemon", "status", **installed.env).stdout == "no daemon runs\n"
    assert served.run("daemon", "start", **installed.env).returncode == 0
    second = served.status()["process"]
    installed.install()
    assert served.run("daemon", "start", **installed.env).returncode == 0
    third = successor(served, second)
    wait_for(lambda: not is_alive(second))
    installed.install()
    said = []  # where looking is slow, a look is put off, and the first status may not know yet

    def is_said():
        said.append(served.run("daemon", "status", **installed.env).stdout)
        return "retires   because inferd has been changed" in said[-1]

    wait_for(is_said, 20)
    assert f"process {third}" in said[-1]
    successor(served, third)


def test_an_installation_under_way_is_waited_for(served, shop, installed):
    before = processes(served)
    missing = installed.folder / "inferd" / "query" / "view.py"
    text = missing.read_text()
    missing.unlink()
    (installed.folder / "inferd" / "daemon" / "server.py").rename(installed.folder / "server.py")
    assert served.run("query", "def", "shop.cart:Cart", cwd=shop).returncode == 0  # of a whole installation
    wait_for(lambda: not is_alive(before[1]))
    time.sleep(0.3)
    (installed.folder / "server.py").rename(installed.folder / "inferd" / "daemon" / "server.py")
    missing.write_text(text)
    successor(served, before[0])
    wait_for(lambda: not is_alive(before[0]))
    assert served.sync(shop) == "ok"


def test_removed_it_ends(service, shop, installed, monkeypatch):
    monkeypatch.setenv("INFERD_INDEXER_IDLE", "1")
    assert service.run("daemon", "start", **installed.env).returncode == 0
    service.host(shop)
    before = processes(service)
    wait_for(lambda: shutil.rmtree(installed.folder, ignore_errors=True) or not installed.folder.exists())
    wait_for(lambda: not any(map(is_alive, before)), 20)
    assert service.run("query", "def", "shop.cart:Cart", cwd=shop).returncode == 0
    assert difference(shop) == []


def test_no_process_is_started_from_other_code(served, shop, installed):
    editor = Editor(shop, **installed.env)
    assert len(editor.references("shop/cart.py", 5, 4)) == 3
    before = processes(served)
    installed.install()
    os.kill(before[2], signal.SIGKILL)
    assert len(editor.references("shop/cart.py", 5, 4)) == 3
    (shop / "shop" / "view.py").write_text("from shop.cart import empty\n")
    assert ("cart.py", 5) in editor.references("shop/cart.py", 5, 4)
    assert "the index is not up to date" in " ".join(editor.logged), "what is known, and that it is not all"
    successor(served, before[0])
    assert is_alive(before[0])
    assert children_named(before[0], "indexer") == []
    editor.end()
    wait_for(lambda: not is_alive(before[0]))


def children_named(process, word):
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(status[1]) == process and word.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def test_two_installations_of_one_version_share_a_daemon(served, shop, installed, tmp_path):
    other = Installation(tmp_path / "other")
    before = processes(served)
    for env in (installed.env, other.env, installed.env, other.env):
        assert served.run("query", "refs", "empty", cwd=shop, **env).returncode == 0
    assert processes(served) == before


def test_what_counts_as_a_change(tmp_path):
    folder = tmp_path / "package"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.py").write_text("a = 1\n")
    code = Code((str(folder),))
    (folder / "inner" / "__pycache__").mkdir()
    (folder / "inner" / "__pycache__" / "a.py").write_text("")
    (folder / "inner" / "notes.txt").write_text("")
    assert not code.is_changed()
    status = os.stat(folder / "inner" / "a.py")
    (folder / "inner" / "b.py").write_text("a = 2\n")
    os.utime(folder / "inner" / "b.py", ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(folder / "inner" / "b.py", folder / "inner" / "a.py")
    wait_for(code.is_changed, 1)
    assert not Code((str(folder),)).is_changed()
    assert not Code((str(tmp_path / "nowhere"),)).is_there()


def test_a_look_that_took_long_puts_off_the_next_but_not_before_a_process_is_started(tmp_path):
    source = tmp_path / "a.py"
    source.write_text("a = 1\n")
    code = Code((str(tmp_path),))
    code._next = time.monotonic() + 60.0
    source.write_text("other = 1\n")
    assert not code.is_changed()
    assert code.is_changed(now=True)


def test_looking_costs_next_to_nothing():
    code = Code()
    assert len(code._files) > 80
    begun = time.process_time()
    for _ in range(20):
        code._next = 0.0
        assert not code.is_changed()
    assert (time.process_time() - begun) / 20 < 0.002
