"""Edits of text on bytes, and diffs that git and patch take."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inferd.errors import JournalError
from inferd.refactor.edits import FileChange, TextEdit, apply_edits, unified_diff, unified_diff_bytes


def edit(line: int, column: int, old: str, new: str) -> TextEdit:
    return TextEdit("m.py", line, column, line, column + len(old), new, old)


@pytest.mark.parametrize(
    ("data", "edits", "expected"),
    [
        pytest.param(b"a = 1\n", [edit(1, 0, "a", "bb")], b"bb = 1\n", id="plain"),
        pytest.param(b"a = 1", [edit(1, 0, "a", "b")], b"b = 1", id="no final newline"),
        pytest.param(b"a\r\nb\nc\rd", [edit(4, 0, "d", "e"), edit(2, 0, "b", "x")], b"a\r\nx\nc\re", id="mixed ends"),
        pytest.param(b"\xef\xbb\xbfa = a\n", [edit(1, 0, "a", "b")], b"\xef\xbb\xbfb = a\n", id="byte order mark"),
        pytest.param(b"\tx\n\x0cx\x0b\x1cx\n", [edit(2, 4, "x", "y")], b"\tx\n\x0cx\x0b\x1cy\n", id="form feed"),
        pytest.param("é = '𝔸'; v\n".encode(), [edit(1, 9, "v", "ü")], "é = '𝔸'; ü\n".encode(), id="code points"),
        pytest.param(
            b"# coding: latin-1\nv = '\xe9'\n",
            [edit(2, 0, "v", "\xfc")],
            b"# coding: latin-1\n\xfc = '\xe9'\n",
            id="latin-1",
        ),
        pytest.param(
            b"# coding: cp932\nv = '\x83\x5c'\n",
            [edit(2, 0, "v", "w")],
            b"# coding: cp932\nw = '\x83\x5c'\n",
            id="cp932",
        ),
        pytest.param(b"a + a\n", [edit(1, 0, "a", "b"), edit(1, 0, "a", "b")], b"b + a\n", id="equal edits"),
        pytest.param(b"ab\n", [edit(1, 0, "a", "x"), edit(1, 1, "b", "y")], b"xy\n", id="adjacent"),
        pytest.param(
            b"ab\n", [edit(1, 0, "a", "x"), edit(1, 1, "", "-"), edit(1, 0, "", "+")], b"+x-b\n", id="insertions"
        ),
        pytest.param(b"", [edit(1, 0, "", "x\n")], b"x\n", id="empty file"),
        pytest.param(b"x\n", [edit(2, 0, "", "y\n")], b"x\ny\n", id="at the end"),
        pytest.param(b"a\r\nb\r\n", [TextEdit("m.py", 1, 1, 2, 1, "", "\r\nb")], b"a\r\n", id="over lines"),
        pytest.param(b"a\n", [], b"a\n", id="none"),
    ],
)
def test_only_the_spans_change(data: bytes, edits: list[TextEdit], expected: bytes) -> None:
    assert apply_edits(data, edits) == expected


@pytest.mark.parametrize(
    ("data", "edits", "message"),
    [
        (b"b = 1\n", [edit(1, 0, "a", "c")], "m.py:1: the file changed since it was indexed"),
        (b"a\n", [edit(7, 0, "a", "c")], "m.py:7: the file changed"),
        (b"a\n", [edit(0, 0, "a", "c")], "changed"),
        (b"a\n", [edit(1, -1, "", "c")], "changed"),
        (b"abc\n", [edit(1, 0, "ab", "x"), edit(1, 1, "bc", "y")], "m.py:1: two edits overlap at column 2"),
        (b"abc\n", [edit(1, 0, "abc", "x"), edit(1, 1, "", "y")], "overlap"),
        (b"abc\n", [edit(1, 1, "", "x"), edit(1, 1, "", "y")], "overlap"),
        (b"abc\n", [edit(1, 0, "a", "x"), edit(1, 0, "a", "y")], "overlap"),
        (b"", [edit(1, 0, "", "x"), edit(1, 0, "", "y")], "m.py:1: two edits overlap"),
        (b"# coding: latin-1\na\n", [edit(2, 0, "a", "\u4e2d")], "'\u4e2d' does not exist in iso8859-1"),
        (b"a\xff\n", [edit(1, 0, "a", "b")], "m.py: cannot be decoded"),
        (b"# coding: utf-7\na = '+AGE-'\n", [edit(2, 0, "a", "b")], "cannot be written in utf-7"),
    ],
)
def test_what_cannot_be_done_is_refused(data: bytes, edits: list[TextEdit], message: str) -> None:
    with pytest.raises(JournalError) as caught:
        apply_edits(data, edits)
    assert message in str(caught.value)


TEXT = st.text(st.sampled_from("ab\t\f\x1c\u2028é𝔸 "), max_size=8)
LINES = st.lists(st.tuples(TEXT, st.sampled_from(["\n", "\r\n", "\r"])), max_size=6)


@given(LINES, TEXT, st.sampled_from(["utf-8", "utf-8-sig"]), st.data())
def test_any_edits_equal_slicing_the_text(
    lines: list[tuple[str, str]], last: str, encoding: str, data: st.DataObject
) -> None:
    whole = [text + end for text, end in lines] + [last]
    text = "".join(whole)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    # positions found by walking the text, unlike the code under test
    where, line, column = [], 1, 0
    for index in range(len(text) + 1):
        where.append((line, column))
        if index < len(text):
            column += 1
            if text[index] == "\n" or (text[index] == "\r" and text[index + 1 : index + 2] != "\n"):
                line, column = line + 1, 0
    edits, expected, done = [], "", 0
    for begin, end in zip(cuts[::2], cuts[1::2], strict=False):
        new = data.draw(TEXT)
        edits.append(TextEdit("m.py", *where[begin], *where[end], new, text[begin:end]))
        expected += text[done:begin] + new
        done = end
    expected += text[done:]
    edits = data.draw(st.permutations(edits + edits[:1]))
    assert apply_edits(text.encode(encoding), edits) == expected.encode(encoding)


CHANGES = {
    "edit": FileChange(
        "a/m.py", b"".join(b"%d\n" % i for i in range(60)), b"".join(b"%d\n" % (i % 50) for i in range(60))
    ),
    "few of many lines": FileChange("m.py", b"x\n" * 50 + b"y\n" + b"x\n" * 50, b"x\n" * 50 + b"z\n" + b"x\n" * 50),
    "first and last": FileChange("m.py", b"a\n" + b"x\n" * 50 + b"y", b"b\n" + b"x\n" * 50 + b"z"),
    "lines inserted": FileChange("m.py", b"a\nb\n", b"0\na\n1\nb\n2\n"),
    "no final newline": FileChange("m.py", b"a\nb", b"a\nc"),
    "newline lost": FileChange("m.py", b"a\nb\n", b"a\nb"),
    "newline won": FileChange("m.py", b"a\nb", b"a\nb\n"),
    "crlf": FileChange("m.py", b"a\r\nb\r\n", b"a\r\nc\r\n"),
    "lone cr": FileChange("m.py", b"a\rb\n", b"a\rc\n"),
    "mark": FileChange("m.py", b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
    "latin-1": FileChange("m.py", b"# coding: latin-1\na = '\xe9'\n", b"# coding: latin-1\nb = '\xe9'\n"),
    "cp932": FileChange("m.py", b"# coding: cp932\na = '\x83\x5c'\n", b"# coding: cp932\nb = '\x83\x5c'\n"),
    "not decodable": FileChange("m.py", b"a = '\xff'\n", b"b = '\xff'\n"),
    "created": FileChange("p/new.py", None, b"a\nb"),
    "created executable": FileChange("new", None, b"#!/usr/bin/python3\n", 0o755),
    "created empty": FileChange("p/__init__.py", None, b""),
    "deleted": FileChange("old.py", b"a\n", None),
    "deleted empty": FileChange("old.py", b"", None),
    "emptied": FileChange("m.py", b"a\n", b""),
    "filled": FileChange("m.py", b"", b"a\n"),
    "spaces": FileChange("my dir/a b.py", b"a\n", b"b\n"),
    "unicode name": FileChange("é/模.py", b"a\n", b"b\n"),
    "odd name": FileChange('q"u\\o\tt\n.py', b"a\n", b"b\n"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("tool", ["git", "patch"])
def test_the_diff_applies(name: str, tool: str, tmp_path) -> None:
    change = CHANGES[name]
    if tool == "patch" and (name in ("odd name", "deleted empty") or shutil.which("patch") is None):
        pytest.skip("patch itself refuses such a change, also from git")
    target = tmp_path / change.path
    if change.before is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(change.before)
    diff = unified_diff_bytes([change])
    if name not in ("latin-1", "cp932", "not decodable"):
        assert unified_diff([change]).encode() == diff
    if tool == "git":
        subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
        command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn"]
        subprocess.run([*command, "--check", "-"], cwd=tmp_path, input=diff, check=True)
    else:
        command = ["patch", "-p1", "--quiet", "--binary"]
    subprocess.run(command, cwd=tmp_path, input=diff, check=True)
    assert (target.read_bytes() if target.exists() else None) == change.after
    if change.mode:
        assert target.stat().st_mode & 0o777 == change.mode


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30), st.booleans())
def test_hunks_rebuild_the_new_file(old: list[str], new: list[str], newline: bool) -> None:
    before, after = ("\n".join(lines) + "\n" * (newline and bool(lines)) for lines in (old, new))
    lines = unified_diff([FileChange("m.py", before.encode(), after.encode())]).split("\n")
    rebuilt, source, at = [], before.split("\n"), 0
    for number, line in enumerate(lines):
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            begin = int(start) - (count != "0")
            rebuilt += source[at:begin]
            at = begin
        elif number > 2 and line[:1] in (" ", "-"):
            assert source[at] == line[1:]
            at += 1
        if number > 2 and line[:1] in (" ", "+"):
            rebuilt.append(line[1:])
    rebuilt += source[at:]
    assert "\n".join(rebuilt).rstrip("\n") == after.rstrip("\n")


def test_a_diff_is_decoded_for_people_and_shows_line_ends_once() -> None:
    diff = unified_diff([CHANGES["latin-1"]])
    assert "+b = 'é'\n" in diff
    hostile = FileChange("m.py", b"a\r\nb\r\n", b"a\r\n\x1b[2Jb\r\n")
    shown = unified_diff([hostile], colour=True)
    assert "\x1b[32m+^[[2Jb\x1b[m\n" in shown
    assert "\r" not in shown
    assert unified_diff([FileChange("m.py", b"a", b"a")]) == ""


def test_several_files_in_one_diff(tmp_path) -> None:
    changes = [FileChange("a.py", b"x\n", b"y\n"), FileChange("b.py", b"x\n", None), FileChange("c.py", None, b"x\n")]
    for change in changes[:2]:
        (tmp_path / change.path).write_bytes(change.before)
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "apply"], cwd=tmp_path, input=unified_diff(changes).encode(), check=True)
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["a.py", "c.py"]
