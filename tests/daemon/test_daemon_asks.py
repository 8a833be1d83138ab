"""Commands through the daemon: the same bytes as without it, and nothing of the client's lost on the way."""

import json
import os
import pty
import signal
import subprocess
import threading

import pytest
from helpers_daemon import INFERD, is_alive, names, wait_for

from inferd.daemon import client

COMMANDS = [
    ("query", "refs", "shop.cart:Cart.total"),
    ("query", "refs", "shop.cart:Cart.total", "--json"),
    ("query", "refs", "total", "Cart", "nothing", "--json"),
    ("query", "def", "shop/view.py:5:11"),
    ("query", "def", "nowhere:at_all"),
    ("query", "members", "shop.cart:Cart", "--limit", "1"),
    ("query", "type", "shop/view.py:6:12", "--json"),
    ("query", "overrides", "shop.cart:Cart.total"),
    ("query", "unresolved"),
    ("query", "bindings", "shop/cart.py", "--no-update", "--json"),
    ("query", "refs"),
    ("query", "refz", "x"),
    ("query", "refs", "x", "--limit", "none"),
    ("query", "refs", "x", "--project", "/nowhere/at/all"),
    ("impact", "shop.cart:Cart.total"),
    ("impact", "shop.cart:Cart.total", "--for", "signature", "--format", "json"),
    ("impact", "a", "--for", "fun"),
    ("refactor", "rename", "shop.cart:empty", "nothing_in_it"),
    ("refactor", "rename", "shop.cart:empty", "class"),
    ("refactor", "rename", "shop.cart:empty", "void", "--json"),
]


def both(daemon, root, *words, **more):
    """What a command gives with the daemon (which must have been asked), after making sure that it is so without."""
    before = asked(daemon)
    served = daemon.run(*words, cwd=root, **more)
    assert asked(daemon) == before + 1, "it did not come to the daemon"
    alone = daemon.run(words[0], "--no-daemon", *words[1:], cwd=root, **more)
    assert asked(daemon) == before + 1, "it came to the daemon"
    assert (served.stdout, served.stderr, served.returncode) == (alone.stdout, alone.stderr, alone.returncode)
    return served


def asked(daemon):
    return daemon.status()["asked"]


@pytest.fixture
def old(shop):
    """The shop with files that were not written just now: no scan reads them again."""
    for file in shop.rglob("*.py"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return shop


def test_every_command_says_the_same(old, daemon, shop):
    for words in COMMANDS:
        both(daemon, shop, *words)
    assert both(daemon, shop, "query", "refs", "shop.cart:Cart.total").stdout.count("exact") >= 2


def test_the_current_folder_is_the_clients(daemon, shop):
    found = both(daemon, shop / "shop", "query", "def", "view.py:5:11", "--json")
    assert json.loads(found.stdout)["rows"][0]["path"] == "shop/cart.py"
    assert both(daemon, "/", "query", "def", "Cart", "-C", shop).returncode == 0


def test_standard_input_is_the_clients(daemon, shop):
    found = both(daemon, shop, "query", "def", "--stdin", data="Cart\nnothing\nempty\n")
    assert json.loads(found.stdout.splitlines()[0])["target"] == "shop.cart:Cart"


def test_an_environment_and_a_umask_are_the_clients(daemon, shop, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    daemon.run("query", "def", "Cart", cwd=shop, INFERD_PROJECT_DIR=str(elsewhere))
    found = both(daemon, shop, "query", "def", "Cart", INFERD_PROJECT_DIR=str(elsewhere))
    assert found.returncode == 0 and (elsewhere / "callinfo.db").exists()
    before = os.umask(0o077)
    try:
        both(daemon, shop, "impact", "Cart", "-o", tmp_path / "private")
    finally:
        os.umask(before)
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o600
    assert both(daemon, shop, "query", "refs", "größe", PYTHONIOENCODING="latin-1").returncode == 2


def test_a_terminal_is_a_terminal(daemon, shop):
    out = {}
    for words in (["query"], ["query", "--no-daemon"]):
        master, slave = pty.openpty()
        done = subprocess.run(
            [*INFERD, *words, "def", "Cart"], cwd=shop, stdin=slave, stdout=slave, stderr=slave, timeout=30, check=False
        )
        os.close(slave)
        out[len(words)] = (done.returncode, os.read(master, 10_000))
        os.close(master)
    assert out[1] == out[2]
    assert b"\x1b[" in out[1][1]


def test_a_reader_that_goes_away_ends_it_quietly(daemon, shop):
    many = "\n".join(f"def f{i}(): return f{i}" for i in range(3000))
    (shop / "many.py").write_text(many)
    process = subprocess.Popen(
        [*INFERD, "query", "bindings", "many.py"], cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(10) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_interrupt_reaches_the_command(daemon, shop):
    process = waiting_command(shop)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    assert b"interrupted" in process.stderr.read()
    end(process)


def test_a_client_that_is_killed_takes_its_command_along(daemon, shop):
    process = waiting_command(shop)
    fork_server = daemon.status()["commands"]
    child = wait_for(lambda: children(fork_server))[0]
    process.kill()
    process.wait()
    wait_for(lambda: not is_alive(child))
    end(process)


def waiting_command(shop):
    process = subprocess.Popen(
        [*INFERD, "query", "def", "--stdin"], cwd=shop, stdin=-1, stdout=-1, stderr=-1
    )  # fmt: skip
    process.stdin.write(b"Cart\n")
    process.stdin.flush()
    assert process.stdout.readline()
    return process


def end(process):
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def children(process):
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(word) for word in file.read().split()]


def test_a_command_that_is_killed_is_an_error(daemon, shop):
    process = waiting_command(shop)
    os.kill(children(daemon.status()["commands"])[0], signal.SIGKILL)
    assert process.wait(10) == 128 + 9
    end(process)
    assert daemon.run("query", "def", "Cart", cwd=shop).returncode == 0


def test_without_its_fork_server_the_client_answers_itself(daemon, shop):
    found = daemon.status()
    os.kill(found["commands"], signal.SIGKILL)
    wait_for(lambda: not is_alive(found["commands"]))
    assert daemon.run("query", "def", "Cart", cwd=shop).returncode == 0
    wait_for(lambda: daemon.run("query", "def", "Cart", cwd=shop).returncode == 0 and daemon.status()["commands"])
    assert daemon.status()["commands"] != found["commands"]
    both(daemon, shop, "query", "def", "Cart")


def test_a_daemon_that_hangs_is_done_without(daemon, shop, monkeypatch):
    found = daemon.status()
    for process in (found["process"], found["commands"]):
        os.kill(process, signal.SIGSTOP)
    try:
        done = daemon.run("query", "def", "Cart", cwd=shop)
        assert done.returncode == 0 and "Cart" in done.stdout
    finally:
        for process in (found["process"], found["commands"]):
            os.kill(process, signal.SIGCONT)


def test_what_was_written_before_the_question_is_in_the_answer(daemon, shop):
    for n in range(15):
        (shop / "shop" / "cart.py").write_text(f"class Cart:\n    def total_{n}(self): pass\n")
        found = daemon.run("query", "members", "shop.cart:Cart", "--json", cwd=shop)
        assert [r["symbol"] for r in json.loads(found.stdout)["rows"]] == [f"shop.cart:Cart.total_{n}"]
    assert daemon.project(shop)["watching"] == "native"


def test_many_questions_at_once(daemon, shop):
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(daemon.run("query", "refs", "Cart", "--json", cwd=shop).stdout))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 1 and json.loads(results[0])["rows"]


def test_a_first_index_is_made_with_a_daemon_as_without(daemon, tmp_path):
    new = tmp_path / "new"
    new.mkdir()
    (new / "pyproject.toml").write_text("[tool.inferd]\ninfer = 'on-request'\n")
    (new / "only.py").write_text("def lonely(): pass\n")
    found = daemon.run("query", "def", "lonely", cwd=new)
    assert found.returncode == 0
    assert found.stderr == f"inferd: making the index of {new} in .project\n"
    daemon.host(new)


def test_a_refactoring_is_applied_and_taken_back(daemon, shop):
    before = (shop / "shop" / "view.py").read_bytes()
    done = daemon.run("refactor", "rename", "shop.cart:empty", "void", "--apply", cwd=shop)
    assert done.returncode == 0, done.stderr
    assert b"void()" in (shop / "shop" / "view.py").read_bytes()
    assert daemon.run("query", "refs", "shop.cart:void", cwd=shop).returncode == 0
    assert daemon.run("undo", cwd=shop).returncode == 0
    assert (shop / "shop" / "view.py").read_bytes() == before
    assert daemon.sync(shop) == "ok"
    assert "shop.cart:empty" in names(shop)


def test_the_option_and_the_variable_leave_the_daemon_alone(daemon, shop):
    before = asked(daemon)
    daemon.run("query", "def", "Cart", "--no-daemon", cwd=shop)
    daemon.run("query", "--no-daemon", "def", "Cart", cwd=shop)
    daemon.run("query", "def", "Cart", cwd=shop, INFERD_NO_DAEMON="1")
    assert asked(daemon) == before
    assert daemon.run("query", "def", "--", "--no-daemon", cwd=shop).returncode == 2
    assert asked(daemon) == before + 1


def test_the_fast_way_to_the_daemon_imports_next_to_nothing(daemon, shop):
    program = (
        "import sys; before = set(sys.modules); from inferd.cli.main import main; status = main(sys.argv[1:]);"
        "print(status, *sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(
        [INFERD[0], "-c", program, "query", "def", "Cart"], cwd=shop, capture_output=True, text=True, check=True
    )
    status, *imported = done.stderr.split()
    assert status == "0"
    ours = {"inferd", "inferd.cli", "inferd.cli.main", "inferd.daemon", "inferd.daemon.client"}
    assert set(imported) <= ours | {"_socket", "_json", "__future__", "binascii"}
    assert client.variable("INFERD_USER_DIR")
