"""How commands end: errors, Ctrl-C, readers that go away; and that the two ways into `inferd query` agree."""

import os
import sqlite3
import subprocess
import sys

import click
import pytest

from inferd.cli import options
from inferd.cli.commands import cli
from inferd.cli.main import guarded
from inferd.cli.query import parse

INFERD = [sys.executable, "-m", "inferd"]


def every_command(command=cli, path=("inferd",)):
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from every_command(inner, (*path, name))


EVERY = list(every_command())


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_every_help_is_a_sentence_and_an_example(path, command, run):
    result = run(*path[1:], "--help")
    assert result.status == 0
    paragraphs = (command.help or "").split("\n\n")
    assert paragraphs[0].endswith(".")
    example = next(p for p in paragraphs if p.startswith("\b\nExample:\n"))
    for line in example.splitlines()[2:]:
        assert line in result.out
        words = line.split()
        assert words[0] == "inferd"
        if len(path) > 1 and not isinstance(command, click.Group):
            assert words[1 : len(path)] == list(path[1:])


def test_the_fast_way_takes_the_options_that_help_shows():
    for question in options.QUESTIONS:
        shown = {p.name: set(p.opts) for p in cli.commands["query"].commands[question.name].params}
        shown.pop("targets")
        assert shown == {o.name: set(o.spellings) for o in options.OPTIONS}
    values = {
        "confidence": "exact,possible", "limit": "3", "project": "p", "project_dir": "d", "evidence": "runtime",
        "expr": "x",
    }  # fmt: skip
    for option in options.OPTIONS:
        for spelling in option.spellings:
            words = [spelling, values[option.name]] if option.metavar else [spelling]
            request = parse(["type", *(() if option.name == "stdin" else ("x",)), *words])
            assert getattr(request, option.name), option
    assert set(options.CONFIDENCES) == {"exact", "inferred", "possible"}


def test_click_answers_a_question_as_the_fast_way_does(shop, run, capfd):
    from inferd.cli import commands

    fast = run("query", "refs", "shop.cart:empty", "--json", "--limit", "2")
    assert commands.run(["query", "refs", "shop.cart:empty", "--json", "--limit", "2"]) == 0
    assert capfd.readouterr().out == fast.out


def test_an_unexpected_error_is_one_line_and_the_traceback_comes_on_request(capsys, monkeypatch):
    def fails():
        raise ValueError("odd\nthing")

    monkeypatch.delenv("INFERD_DEBUG", raising=False)
    assert guarded(fails) == 2
    assert capsys.readouterr().err.splitlines() == [
        "inferd: ValueError: odd\\nthing", "  run with INFERD_DEBUG=1 for the traceback",
    ]  # fmt: skip
    monkeypatch.setenv("INFERD_DEBUG", "1")
    assert guarded(fails) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_error_of_the_database_is_said_as_ours(capsys):
    def fails():
        raise sqlite3.DatabaseError("database disk image is malformed")

    assert guarded(fails) == 2
    assert "the database is damaged" in capsys.readouterr().err


def test_ctrl_c_is_130_and_one_line(capsys):
    """tests/unit/test_index_workers.py does it for real."""
    def fails():
        raise KeyboardInterrupt

    assert guarded(fails) == 130
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path):
    (tmp_path / "m.py").write_text("".join(f"def function_with_a_long_name_{i}(): pass\n" for i in range(5000)))
    subprocess.run([*INFERD, "index", str(tmp_path)], check=True, capture_output=True)
    for words in (["query", "members", "m"], ["query", "bindings", "m", "--json"], ["--help"]):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen([*INFERD, *words], cwd=tmp_path, **pipes) as process:
            process.stdout.close()
            assert process.stderr.read() == b"", words
            assert process.wait(timeout=60) in (0, 141), words


def test_no_colour_in_a_pipe(shop):
    done = subprocess.run(
        [*INFERD, "query", "refs", "shop.cart:empty"], capture_output=True, text=True, check=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    assert done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_output_that_the_locale_cannot_show_is_escaped(shop):
    done = subprocess.run(
        [*INFERD, "query", "refs", "shop.cart:empty"], capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert b"gr\\xf6\\xdfe" in done.stdout
