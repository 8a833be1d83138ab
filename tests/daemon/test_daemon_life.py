"""A daemon's life: one at a time, found again, ended in every way there is."""

import os
import signal
import socket
import subprocess
import time

import pytest
from helpers_daemon import is_alive, wait_for

from inferd.daemon import client


def test_start_status_and_stop_say_what_they_do(service):
    assert service.run("daemon", "status").returncode == 1
    assert service.run("daemon", "stop").stdout == "no daemon runs\n"
    done = service.run("daemon", "start")
    assert done.returncode == 0 and done.stdout.startswith("the daemon was started: process ")
    assert service.run("daemon", "start").stdout.startswith("the daemon runs already: process ")
    process = service.pid()
    assert f"process {process}" in service.run("daemon", "status").stdout
    assert '"running": true' in service.run("daemon", "status", "--json").stdout
    assert "listens at" in service.run("daemon", "logs").stdout
    assert service.run("daemon", "stop").stdout == f"process {process} has ended\n"
    assert not is_alive(process)
    assert '"running": false' in service.run("daemon", "status", "--json").stdout


def test_of_many_daemons_at_once_one_stays(service):
    client.make_directory()
    running = [subprocess.Popen(client.command("daemon"), stderr=subprocess.DEVNULL) for _ in range(6)]
    wait_for(lambda: sum(p.poll() is None for p in running) == 1, 20)
    wait_for(client.connect).close()
    assert service.pid() == next(p.pid for p in running if p.poll() is None)
    assert [p.returncode for p in running if p.poll() is not None] == [0] * 5
    service.end()
    for process in running:
        process.wait(10)


def test_a_killed_daemon_is_replaced_and_takes_its_processes_along(daemon, shop):
    before = daemon.status()
    indexer = daemon.project(shop)["indexer"]
    os.kill(before["process"], signal.SIGKILL)
    wait_for(lambda: not any(map(is_alive, (before["process"], before["commands"], indexer))))
    assert os.path.exists(client.address()), "the socket stays behind"
    assert client.connect() is None
    assert daemon.start() != before["process"]
    assert daemon.sync(shop) == "ok"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(daemon, shop, number):
    found = daemon.status()
    indexer = daemon.project(shop)["indexer"]
    os.kill(found["process"], number)
    wait_for(lambda: not any(map(is_alive, (found["process"], found["commands"], indexer))))
    assert not os.path.exists(client.address())
    with open(client.address("log")) as log:
        assert "the daemon ends" in log.read()


def test_it_ends_when_nobody_comes(service, monkeypatch):
    monkeypatch.setenv("INFERD_DAEMON_IDLE", "0.3")
    process = service.start()
    wait_for(lambda: not is_alive(process), 5)
    assert not os.path.exists(client.address())


def test_a_client_keeps_it_alive(service, monkeypatch):
    monkeypatch.setenv("INFERD_DAEMON_IDLE", "0.3")
    process = service.start()
    connection = client.connect()
    assert client.is_ok(client.greet(connection, "control")[0])
    time.sleep(0.8)
    assert is_alive(process)
    connection.close()
    wait_for(lambda: not is_alive(process), 5)


def test_an_indexer_ends_when_nobody_asks_and_comes_back(service, shop, monkeypatch):
    monkeypatch.setenv("INFERD_INDEXER_IDLE", "0.3")
    service.start()
    process = service.host(shop)
    wait_for(lambda: not is_alive(process), 5)
    assert wait_for(lambda: service.project(shop)["state"] == "asleep")
    (shop / "shop" / "late.py").write_text("x = 1\n")
    assert wait_for(lambda: service.sync(shop) == "ok")  # until then: "starting"
    assert service.project(shop)["crashes"] == 0


def test_it_ends_when_its_socket_has_gone(service, monkeypatch):
    monkeypatch.setenv("INFERD_DAEMON_IDLE", "2")
    process = service.start()
    os.unlink(client.address())
    wait_for(lambda: not is_alive(process), 5)


def test_a_socket_that_nobody_listens_at_is_replaced(service):
    client.make_directory()
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(client.address())
    service.start()


def test_a_lock_file_that_was_deleted_lets_a_second_one_in_and_the_first_goes(service, monkeypatch):
    monkeypatch.setenv("INFERD_DAEMON_IDLE", "2")
    first = service.start()
    os.unlink(client.address("lock"))
    assert client._launch(client.directory(), 10)
    assert service.pid() != first
    wait_for(lambda: not is_alive(first), 5)
    service.pid()


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_an_open_directory_is_not_trusted(service, shop, mode):
    place = client.make_directory()
    os.chmod(place, mode)
    with pytest.raises(client.Unsafe, match="open to other users"):
        client.connect()
    done = service.run("daemon", "start")
    assert done.returncode == 2 and "open to other users" in done.stderr
    assert service.run("query", "def", "shop.cart:Cart", cwd=shop).returncode == 0
    os.chmod(place, 0o700)


def test_neither_is_a_link_nor_a_file(service, tmp_path):
    place = client.directory()
    os.symlink(tmp_path, place)
    with pytest.raises(client.Unsafe, match="not a directory"):
        client.connect()
    os.unlink(place)
    with open(place, "w"):
        pass
    with pytest.raises(client.Unsafe):
        client.make_directory()


def test_nor_what_belongs_to_another_user(service, monkeypatch):
    client.make_directory()
    with monkeypatch.context() as patch:
        patch.setattr(client.posix, "geteuid", lambda: os.getuid() + 1)
        with pytest.raises(client.Unsafe, match="another user"):
            client.connect()


def test_nor_another_users_process_behind_the_socket(service, monkeypatch):
    service.start()
    with monkeypatch.context() as patch:
        patch.setattr(client, "peer", lambda connection: os.getuid() + 1)
        with pytest.raises(client.Unsafe, match="another user listens"):
            client.connect()


def test_a_long_path_gets_a_short_place(user_dir, service, monkeypatch):
    deep = user_dir / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setenv("INFERD_USER_DIR", str(deep))
    assert len(client.address()) < 108
    try:
        service.start()
        service.end()
    finally:
        import shutil

        shutil.rmtree(client.directory(), ignore_errors=True)


def test_a_relative_place_is_the_starters(service, monkeypatch, user_dir):
    monkeypatch.chdir(user_dir.parent)
    monkeypatch.setenv("INFERD_USER_DIR", user_dir.name)
    service.start()
    assert service.run("daemon", "status", cwd=user_dir, INFERD_USER_DIR=str(user_dir)).returncode == 0


def test_where_there_are_no_unix_sockets_a_port_and_a_token_do(service, shop, monkeypatch):
    monkeypatch.setenv("INFERD_DAEMON_TCP", "1")
    service.start()
    assert service.sync(shop) == "ok"
    assert os.stat(client.address("port")).st_mode & 0o077 == 0
    with open(client.address("port")) as file:
        port, secret = file.read().split()
    with socket.create_connection(("127.0.0.1", int(port))) as stranger:
        stranger.sendall(client.greeting("control").replace(secret.encode(), b"0" * 64))
        assert b"token" in stranger.recv(1000)
    done = service.run("query", "def", "shop.cart:Cart", cwd=shop)
    assert done.returncode == 0
