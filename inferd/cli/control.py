"""Asking the daemon about itself, for `inferd daemon`."""

import json
import os
import time
from collections.abc import Iterator
from typing import Any

import click

from inferd.daemon import client
from inferd.errors import InferdError, one_line

_PATIENCE = 10.0


def ask(command: dict[str, Any]) -> dict[str, Any] | None:
    """The daemon's reply to a control command; None where none runs."""
    try:
        connection = client.connect()
    except client.Unsafe as error:
        raise InferdError(str(error), "remove it, or set INFERD_USER_DIR") from None
    if connection is None:
        return None
    try:
        line, rest = client.greet(connection, "control")
        if not client.is_ok(line):
            why = line.decode("utf-8", "replace")
            raise InferdError(f"the daemon does not answer{': ' + why if why else ''}", "see `inferd daemon logs`")
        connection.settimeout(_PATIENCE)
        connection.sendall(json.dumps(command).encode() + b"\n")
        line, _ = client.read_line(connection, rest)
        reply: dict[str, Any] = json.loads(line)
    except (OSError, ValueError):
        raise InferdError("the daemon does not answer", "see `inferd daemon logs`") from None
    finally:
        connection.close()
    if "error" in reply:
        raise InferdError(f"the daemon: {reply['error']}")
    del reply["ok"]
    return reply


def is_locked(path: str) -> bool:
    """Whether some process holds the daemon's lock."""
    from inferd.source import lock

    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not lock.try_lock(descriptor, path)
    finally:
        os.close(descriptor)


def wait_for_end(process: int, seconds: float) -> None:
    """Wait until the daemon that gave its lock back is gone, where the system tells of processes' ends (Linux); a
    moment elsewhere.
    """
    import select

    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    except (AttributeError, OSError):
        time.sleep(0.05)
        return
    try:
        select.select([descriptor], [], [], max(0.05, seconds))
    finally:
        os.close(descriptor)


def status(found: dict[str, Any]) -> Iterator[str]:
    """What `inferd daemon status` prints."""
    clients = ", ".join(f"{n} {kind}" for kind, n in found["clients"].items() if kind != "control") or "none"
    yield f"daemon    process {found['process']}, version {found['version']}, up {_span(found['uptime'])}{_size(found)}"
    if found.get("outdated"):
        yield f"retires   because {client.OUTDATED}; ends with its last session"
    yield f"listens   in {one_line(found['place'])}"
    yield f"sessions  {clients}"
    yield f"ends      after {_span(found['idle'])} without a client"
    for project in found["projects"]:
        yield f"project   {one_line(project['root'])}"
        watching = {"native": ", watched", "polling": f", polled because {one_line(project['why'])}"}
        process = f", process {project['indexer']}{_size(project)}" if project["indexer"] else ""
        said = f": {one_line(project['message'])}" if project["message"] else ""
        how = watching.get(project["watching"], "") if project["indexer"] else ""
        types = f", types {project['types']}" if project["indexer"] and project.get("types") else ""
        yield f"          {project['state']}{said}, revision {project['revision']}{types}{how}{process}"
        if project["last_crash"]:
            again = f"; it may be started again in {_span(project['again_in'])}" if project.get("again_in") else ""
            yield f"          {one_line(project['last_crash'])}; started {project['starts']} times{again}"


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _size(found: dict[str, Any]) -> str:
    return f", {found['memory'] / 1e6:.0f} MB" if found.get("memory") else ""


def print_log(path: str, count: int, follow: bool, as_json: bool) -> int:
    """Print the last lines of a log; its exit status is 1 where there is none."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - count * 1000))
            lines = [one_line(line) for line in file.read().decode("utf-8", "replace").splitlines()[-count:]]
            if as_json:
                click.echo(json.dumps({"log": path, "lines": lines}))
                return 0
            for line in lines:
                click.echo(line)
            while follow:
                if chunk := file.read():
                    click.echo(chunk.decode("utf-8", "replace"), nl=False)
                time.sleep(0.3)
    except FileNotFoundError:
        if as_json:
            click.echo(json.dumps({"log": path, "lines": []}))
        else:
            click.echo(f"there is no log at {one_line(path)} yet")
        return 1
    except OSError as error:
        raise InferdError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return 0
