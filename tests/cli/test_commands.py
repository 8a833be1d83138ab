"""The commands other than questions: what they print, write and exit with."""

import json
import os
import shutil
import subprocess
import sys

import pytest

import inferd
from inferd.source.lock import WriterLock


def test_version(run):
    assert run("--version").out == f"inferd {inferd.__version__}\n"


def test_init_makes_the_directory_and_says_where(shop, run):
    result = run("init")
    assert result.status == 0
    assert str(shop / ".project") in result.out
    assert (shop / ".project" / ".gitignore").read_text() == "*\n"
    assert (shop / ".project" / "README.md").exists()
    assert (shop / ".project" / "config.toml").exists()
    assert "was there already" in run("init").out


def test_init_beside_a_file_called_project_takes_another_name_and_says_so(shop, run):
    (shop / ".project").write_text("<projectDescription/>")
    result = run("init")
    assert str(shop / ".inferproject") in result.out
    assert ".project is a file here" in result.err


def test_index_says_in_one_line_what_it_did(shop, run):
    first = run("index")
    assert first.status == 0
    said = [line for line in first.out.splitlines() if not line.startswith("calls followed")]  # on a busy machine
    assert len(said) == 1
    assert "6 files, 6 read, 1 not analysed" in first.out
    assert "revision 1" in first.out
    assert first.err == ""
    assert "up to date" in run("index").out
    (shop / "shop" / "names.py").rename(shop / "shop" / "moved.py")
    (shop / "café.py").unlink()
    second = run("index", shop / "shop").out
    assert "1 moved" in second
    assert "1 removed" in second
    assert "revision 2" in second


def test_index_stats_are_numbers_that_add_up(shop, run):
    lines = run("index", "--stats", "--workers", "1").out.splitlines()
    values = {line[:16].strip(): line[16:].strip() for line in lines[1:]}
    for name in ("files", "blocks", "scopes", "names", "source lines", "seconds", "database bytes", "bytes a line"):
        assert name in values, name
    size = os.path.getsize(shop / ".project" / "callinfo.db")
    assert int(values["database bytes"].replace(",", "")) == size


def test_index_rebuild_gives_the_same_facts(shop, run):
    before = run("query", "refs", "shop.cart:Cart", "--json").json()["rows"]
    assert run("index", "--rebuild").status == 0
    assert run("query", "refs", "shop.cart:Cart", "--json").json()["rows"] == before


def test_index_outside_any_project_is_an_error(run, tmp_path):
    result = run("index", tmp_path / "absent")
    assert result.status == 2
    assert "there is no such file or directory" in result.err


def test_a_wrong_configuration_is_one_line_with_the_place(shop, run):
    (shop / "pyproject.toml").write_text("[tool.inferd]\nexlude = ['x']\n")
    result = run("index")
    assert result.status == 2
    assert "exlude: there is no such setting" in result.err
    assert 'the nearest known one is "exclude"' in result.err


def test_status_before_and_after(shop, run):
    before = run("status")
    assert before.status == 1
    assert "there is no index yet" in before.out
    assert run("status", "--json").json()["state"] == "absent"
    run("index")
    after = run("status")
    assert after.status == 0
    assert "revision  1, true for the files" in after.out
    assert "shop/broken.py: syntax error" in after.out
    found = run("status", "--json").json()
    assert found["state"] == "ready"
    assert found["fresh"] is True
    assert [n["path"] for n in found["not_analysed"]] == ["shop/broken.py"]
    (shop / "shop" / "more.py").write_text("")
    assert run("status", "--json").json()["fresh"] is False
    assert "behind the files" in run("status").out


def test_status_says_who_settles_types(shop, run):
    run("index")
    assert "not settled yet for 5 files; the daemon does that, or `inferd index --types`" in run("status").out
    (shop / "pyproject.toml").write_text('[tool.inferd]\ninfer = "on-request"\n')
    said = run("status").out
    assert 'not settled for 5 files; `inferd index --types` does that (infer is "on-request")' in said
    assert "daemon" not in said
    run("index", "--types")
    assert "types     settled" in run("status").out


def test_check_is_silent_on_standard_output_where_all_is_well(shop, run):
    assert run("check").status == 2  # there is none yet
    run("index")
    for words in (["check"], ["check", "--verify"]):
        result = run(*words)
        assert (result.status, result.out) == (0, "")


def test_check_verify_takes_edits_in_and_then_finds_no_difference(shop, run):
    run("index")
    (shop / "shop" / "cart.py").write_text("class Cart:\n    pass\n")
    shutil.rmtree(shop / "shop" / "__pycache__", ignore_errors=True)
    assert run("check", "--verify").status == 0


def test_check_verify_prints_differences(shop, run, monkeypatch):
    run("index")
    monkeypatch.setattr("inferd.project.Project.verify", lambda self: ["- file a", "+ file b"])
    result = run("check", "--verify")
    assert result.status == 1
    assert result.out == "- file a\n+ file b\n"
    assert "2 differences" in result.err


def test_index_waits_for_another_writer_and_says_for_whom(shop, run, monkeypatch):
    run("index")
    from inferd.project import Project

    original = Project.update
    monkeypatch.setattr(
        Project, "update", lambda self, *a, timeout=60.0, **k: original(self, *a, timeout=min(timeout, 0.1), **k)
    )
    with WriterLock(str(shop / ".project")):
        result = run("index")
    assert result.status == 2
    assert f"process {os.getpid()}" in result.err
    assert "waiting for it" in result.err


def test_impact_as_json_has_the_documented_shape(shop, run):
    result = run("impact", "shop.cart:Cart.total", "--format", "json")
    assert result.status == 0
    found = result.json()
    assert set(found) == {
        "target", "for", "revision", "family", "references", "callers", "dependants", "tests", "risks", "not_analysed",
    }  # fmt: skip
    assert list(found["references"]) == ["exact", "inferred", "possible"]
    assert found["target"] == "shop.cart:Cart.total"
    assert {m["symbol"] for m in found["family"]} == {"shop.cart:Cart.total", "shop.cart:Gift.total"}


def test_impact_as_text_counts_and_lists(shop, run, tmp_path):
    result = run("impact", "shop.cart:Cart.total", "--for", "signature")
    assert result.out.startswith("changing the signature of shop.cart:Cart.total touches")
    assert "exact" in result.out
    assert "shop.cart:Gift.total" in result.out
    assert "not analysed: 1" in result.out
    assert run("impact", "shop.cart:Cart.total", "--for", "signature", "-o", tmp_path / "report").out == ""
    assert (tmp_path / "report").read_text() == result.out


def test_impact_of_an_unknown_symbol_is_an_error(shop, run):
    assert run("impact", "shop.cart:Cart.nothing").status == 2


def test_rename_is_a_diff_that_git_applies(shop, run):
    before = (shop / "shop" / "view.py").read_text()
    result = run("refactor", "rename", "shop.cart:empty", "nothing")
    assert result.status == 0
    assert (shop / "shop" / "view.py").read_text() == before
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "-p1", "-"], input=result.out.encode(), check=True)
    assert "def nothing():" in (shop / "shop" / "cart.py").read_text()
    assert 'nothing"]' in (shop / "shop" / "cart.py").read_text()
    assert "nothing as größe" in (shop / "café.py").read_text(encoding="utf-8")


def test_rename_applies_undoes_and_redoes_to_the_byte(shop, run):
    before = {p: p.read_bytes() for p in shop.rglob("*.py")}
    result = run("refactor", "rename", "shop.cart:empty", "nothing", "--apply")
    assert result.status == 0
    assert "`inferd undo` takes it back" in result.out
    after = {p: p.read_bytes() for p in shop.rglob("*.py")}
    assert after != before
    assert run("query", "refs", "shop.cart:nothing").status == 0
    assert run("undo").status == 0
    assert {p: p.read_bytes() for p in shop.rglob("*.py")} == before
    assert run("redo").status == 0
    assert {p: p.read_bytes() for p in shop.rglob("*.py")} == after
    assert run("redo").status == 2
    assert run("check", "--verify").status == 0


def test_rename_as_json(shop, run):
    found = run("refactor", "rename", "shop.cart:empty", "nothing", "--json").json()
    assert found["applied"] is False
    assert found["files"] == ["café.py", "shop/cart.py", "shop/view.py"]
    assert found["diff"].startswith("diff --git ")
    assert json.dumps(found["left_out"])


def test_a_refused_rename_is_2_with_its_reasons_and_writes_nothing(shop, run):
    before = {p: p.read_bytes() for p in shop.rglob("*.py")}
    result = run("refactor", "rename", "shop.cart:empty", "Cart", "--apply")
    assert result.status == 2
    assert "refused" in result.err
    assert {p: p.read_bytes() for p in shop.rglob("*.py")} == before


@pytest.mark.parametrize("what", ["possibly", "possible,everything"])
def test_rename_takes_only_what_it_knows_to_include(shop, run, what):
    assert run("refactor", "rename", "shop.cart:empty", "nothing", "--include", what).status == 2


def test_undo_without_anything_to_undo_is_an_error(shop, run):
    result = run("undo")
    assert result.status == 2
    assert "nothing to undo" in result.err and "journal" not in result.err
    assert "has none of this project" in result.err
    run("refactor", "rename", "shop.cart:empty", "nothing", "--apply")
    run("undo")
    assert "`inferd redo` makes it again" in run("undo").err


def test_an_unknown_command_names_the_nearest(run):
    result = run("indx")
    assert result.status == 2
    assert "Did you mean 'index'?" in result.err
    assert "inferd: " in result.err


def test_lsp_answers_on_standard_output_and_ends_when_it_is_told(shop):
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
        {"jsonrpc": "2.0", "id": 2, "method": "shutdown"},
        {"jsonrpc": "2.0", "method": "exit"},
    ]
    data = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(m), m) for m in (json.dumps(m).encode() for m in messages))
    command = [sys.executable, "-m", "inferd", "lsp", "--standalone"]
    done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    assert done.stdout.startswith(b"Content-Length: ")
    assert b'"capabilities"' in done.stdout
    assert done.returncode == 0
