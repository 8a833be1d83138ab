"""What `inferd query` answers, says and exits with."""

import io
import os
import stat
import sys

import pytest

from inferd.cli import options, text
from inferd.model import Answer
from inferd.source.lock import WriterLock

REFERENCE = {
    "path", "line", "column", "end_line", "end_column", "text", "role", "scope", "symbol", "confidence", "evidence",
}  # fmt: skip
ANSWER = ["revision", "settling", "target", "rows", "undecided", "not_analysed"]


def test_an_index_is_made_by_the_first_question_and_said(shop, run):
    result = run("query", "refs", "shop.cart:empty")
    assert result.status == 0
    assert "making the index" in result.err
    assert (shop / ".project" / "callinfo.db").exists()
    assert run("query", "refs", "shop.cart:empty").err == ""


def test_references_as_json_have_the_documented_shape(shop, run):
    answer = run("query", "refs", "shop.cart:Cart.total", "--json").json()
    assert list(answer) == ANSWER
    assert answer["target"] == "shop.cart:Cart.total"
    assert answer["revision"] == 1
    assert answer["settling"] is False
    for row in answer["rows"]:
        assert set(row) == REFERENCE
        assert row["confidence"] in options.CONFIDENCES
    places = {(r["path"], r["line"], r["column"], r["confidence"]) for r in answer["rows"]}
    assert ("shop/cart.py", 11, 9, "exact") in places
    assert ("shop/cart.py", 16, 9, "exact") in places
    assert ("shop/view.py", 6, 18, "exact") in places
    assert ("shop/view.py", 6, 39, "possible") in places
    assert [n["path"] for n in answer["not_analysed"]] == ["shop/broken.py"]
    for undecided in answer["undecided"]:
        assert set(undecided) == {"reason", "count", "hint"}


@pytest.mark.parametrize("question", ["def", "members"])
def test_definitions_as_json_have_a_symbol_and_a_place(shop, run, question):
    answer = run("query", question, "shop.cart:Cart", "--json").json()
    assert list(answer) == ANSWER
    assert answer["rows"]
    for row in answer["rows"]:
        assert {"symbol", "kind", "path", "line", "column", "end_line", "end_column"} <= set(row)


def test_an_expression_is_asked_of_a_line(shop, run, monkeypatch):
    (row,) = run("query", "type", "shop/cart.py:11", "--expr", "(self, 1)", "--json").json()["rows"]
    assert (row["kind"], row["line"]) == ("expression", 11)
    assert row["types"] == ["tuple[shop.cart.Cart, int]", "tuple[shop.cart.Gift, int]"]
    monkeypatch.chdir(shop / "shop")
    assert "expression  1 + 1: int" in run("query", "type", "cart.py:11", "--expr=1 + 1").out
    assert "is not asked of expressions" in run("query", "refs", "shop.cart:Cart", "--expr", "x").err
    assert "no expression" in run("query", "type", "cart.py:11", "--expr", "").err


@pytest.mark.parametrize("target", ["maker:make", "maker.py:1:5"])
def test_the_type_of_a_function_is_followed_by_what_it_takes_and_returns(shop, run, target):
    (shop / "maker.py").write_text("def make(a: int, *rest, b='x'):\n    def inner(c): return c\n    return [a]\n")
    rows = run("query", "type", target, "--json").json()["rows"]
    assert [(r["kind"], r["name"], r["types"]) for r in rows] == [
        ("variable", "make", ["function make"]), ("parameter", "a", ["int"]), ("parameter", "rest", ["tuple"]),
        ("parameter", "b", ["?", "str"]), ("return", "make", ["list[int]"]),
    ]  # fmt: skip
    (row,) = run("query", "type", "maker.py:1:10", "--json").json()["rows"]
    assert row["name"] == "a"


def test_what_calls_pass_is_told_with_the_calls_that_may_pass_more(shop, run):
    (shop / "shelf.py").write_text(
        "class Shelf:\n    def put_there(self, book, *, row=1): return book\n    def other(self, a: int): return a\n"
        "def fill(what):\n    what.put_there('b')\n    what.other(2)\n"
        "Shelf().put_there('a')\nShelf().other(3)\n"
    )
    for target in ("shelf.py:2:25", "shelf:Shelf.put_there"):
        found = run("query", "type", target, "--json").json()
        assert ["str"] in [r["types"] for r in found["rows"] if r["name"] == "book"]
        (left,) = found["undecided"]
        assert left["count"] == 1
        assert left["reason"].startswith("uses of 'put_there' on receivers that are not known")
        assert "shelf:Shelf.put_there" in left["hint"]
    assert "not decided: 1 use of 'put_there' on" in run("query", "type", "shelf.py:2:25").out
    for target in ("shelf.py:2:19", "shelf.py:3:21", "shelf.py:4:10"):  # the receiver, one that is declared, unknown
        assert run("query", "type", target, "--json").json()["undecided"] == []


def test_text_is_one_line_a_row_with_the_source_and_ends_with_what_stayed_open(shop, run):
    out = run("query", "refs", "shop.cart:Cart.total").out
    assert "shop/cart.py:11:9" in out
    assert "[exact]  def total(self, tax=0):" in out
    assert "[possible" in out
    assert "not decided: 1 attribute of this name" in out or "not decided: 2 attributes" in out
    assert "not analysed: 1 file: shop/broken.py (" in out
    assert "\x1b" not in out


def test_rows_of_one_file_stand_together(shop, run):
    groups = run("query", "refs", "shop.cart:empty").out.split("\n\n")
    for group in groups[:-1]:
        assert len({line.split(":")[0] for line in group.splitlines()}) == 1


def test_columns_count_characters(shop, run):
    rows = run("query", "refs", "shop.cart:empty", "--json").json()["rows"]
    found = {(r["path"], r["line"], r["column"], r["text"]) for r in rows}
    assert {("café.py", 1, 32, "größe"), ("café.py", 2, 7, "größe")} <= found


def test_nothing_found_is_1_and_said_on_standard_error(shop, run):
    result = run("query", "strings", "no_such_string")
    assert result.status == 1
    assert "nothing found" in result.err


def test_nothing_of_a_grade_is_1_but_says_what_was_left_out(shop, run):
    result = run("query", "refs", "shop.cart:empty", "--confidence", "inferred", "--json")
    assert result.status == 1
    assert result.json()["rows"] == []
    assert any("--confidence" in u["hint"] for u in result.json()["undecided"])


def test_an_unknown_name_is_2_and_names_the_nearest(shop, run):
    run("index")
    result = run("query", "refs", "shop.cart:Cart.totl")
    assert result.status == 2
    assert result.out == ""
    assert result.err.splitlines()[0] == "inferd: nothing is known by the name shop.cart:Cart.totl"
    assert "shop.cart:Cart.total" in result.err


@pytest.mark.parametrize(
    ("place", "what", "hint"),
    [
        ("1:1", "class is a word of the language", "names in this line: A (column 7)"),
        ("2:7", "a string", "no name stands in this line"),
        ("2:1", "only space", "no name stands in this line"),
        ("3:1", "the line is empty", "no name stands in this line"),
        ("4:6", "a number", "names in this line: a (column 1), b (column 12), c (column 14) and 1 more"),
        ("4:9", "a comment", ""),
        ("5:90", "the line has 13 characters", "names in this line: f (column 1), a (column 3), b (column 6)"),
        ("9:1", "the file has 5 lines", "no name stands in this line"),
        ("0:1", "lines are counted from 1", "no name stands in this line"),
        ("4", "a line alone names nothing", "names in this line: a (column 1)"),
    ],
)
def test_a_place_without_a_name_is_2_and_says_what_stands_there(shop, run, place, what, hint):
    (shop / "place.py").write_text('class A:\n    "a text"\n\na = (12,   b.c.d)\nf(a, b, "ab")\n')
    if "comment" in what:
        (shop / "place.py").write_text('class A:\n    "a text"\n\na = 12  # why\n')
    for question in ("type", "refs"):
        result = run("query", question, f"place.py:{place}")
        assert (result.status, result.out) == (2, "")
        said, hinted = result.err.splitlines()[-2:]
        assert said == f"inferd: no name stands at place.py:{place}: {what}"
        assert hint in hinted


@pytest.mark.parametrize(
    ("target", "said", "hint"),
    [
        ("shop/crat.py", "shop/crat.py is not in the index", "did you mean shop/cart.py"),
        ("shop/crat.py:1:1", "shop/crat.py is not in the index", "did you mean shop/cart.py"),
        ("crat.py", "crat.py is not in the index", ""),
        ("other/folder", "other/folder is not in the index", "only Python files are"),
        ("/etc/hosts", "is not in this project", "--project names another one"),
        ("../elsewhere.py:1:1", "../elsewhere.py is not in this project", "--project names another one"),
        ("", "an empty target names nothing", "a target is package.module"),
    ],
)
def test_a_path_that_the_index_does_not_have_is_2_and_said(shop, run, target, said, hint):
    result = run("query", "refs", target)
    assert (result.status, result.out) == (2, "")
    first, second = result.err.splitlines()[-2:]
    assert said in first
    assert hint in second


def test_a_folder_without_python_files_is_said(tmp_path, run):
    (tmp_path / "empty").mkdir()
    result = run("query", "refs", "Cart", "--project", str(tmp_path / "empty"))
    assert result.status == 2
    assert "no Python file was found in this project" in result.err


@pytest.mark.parametrize("target", ["shop", "shop/", "./shop", "loose/inner", "loose/inner/"])
def test_a_package_is_named_by_its_folder_too(shop, run, target):
    (shop / "loose" / "inner").mkdir(parents=True)
    (shop / "loose" / "inner" / "part.py").write_text("import loose.inner\nimport shop\n")
    rows = run("query", "refs", target, "--json").json()["rows"]
    assert ("loose/inner/part.py", 2 if "shop" in target else 1) in {(r["path"], r["line"]) for r in rows}


def test_an_ambiguous_name_is_2_and_lists_all_candidates(shop, run):
    run("index")
    result = run("query", "refs", "total")
    assert result.status == 2
    assert result.err.splitlines() == [
        "inferd: total names 2 things; say which:", "  shop.cart:Cart.total", "  shop.cart:Gift.total",
    ]  # fmt: skip


def test_json_gives_an_object_for_errors_too(shop, run):
    result = run("query", "refs", "total", "shop.cart:empty", "nope", "--json")
    assert result.status == 2
    first, second, third = result.lines()
    assert first["candidates"] == ["shop.cart:Cart.total", "shop.cart:Gift.total"]
    assert second["rows"]
    assert third["target"] == "nope"
    assert "error" in third


def test_limit_cuts_and_says_so(shop, run):
    answer = run("query", "refs", "shop.cart:empty", "--limit", "1", "--json").json()
    assert len(answer["rows"]) == 1
    (left,) = [u for u in answer["undecided"] if "--limit" in u["hint"]]
    everything = run("query", "refs", "shop.cart:empty", "--json").json()["rows"]
    assert left["count"] == len(everything) - 1
    assert "left out: " in run("query", "refs", "shop.cart:empty", "--limit=1").out


def test_stdin_answers_line_by_line(shop, run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"shop.cart:empty\n\nnope\nshop.cart:Cart\n")))
    result = run("query", "refs", "--stdin")
    assert result.status == 2
    assert [line["target"] for line in result.lines()] == ["shop.cart:empty", "nope", "shop.cart:Cart"]
    assert [("rows" in line) for line in result.lines()] == [True, False, True]


def test_unresolved_needs_no_target(shop, run):
    result = run("query", "unresolved", "--json")
    assert result.status == 0
    assert ("shop/names.py", "missing") in {(r["path"], r["text"]) for r in result.json()["rows"]}
    assert run("query", "unresolved", "shop.cart").status == 1


def test_a_place_names_what_stands_there(shop, run):
    assert run("query", "def", "shop/view.py:7:12", "--json").json()["target"] == "shop.cart:empty"
    assert run("query", "def", "./shop/view.py:7:12", "--json").json()["target"] == "shop.cart:empty"


def test_a_path_counts_from_the_current_folder(shop, run, monkeypatch):
    monkeypatch.chdir(shop / "shop")
    assert run("query", "def", "view.py:7:12", "--json").json()["target"] == "shop.cart:empty"
    assert run("query", "def", "shop/view.py:7:12", "--json").json()["target"] == "shop.cart:empty"


def test_project_and_its_short_form_name_another_project(shop, run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for words in (["--project", str(shop)], ["-C", str(shop)], [f"--project={shop}"], [f"-C{shop}"]):
        assert run("query", "refs", "shop.cart:empty", *words).status == 0
    assert run("query", "refs", "x", "-C", tmp_path / "absent").status == 2


def test_project_dir_keeps_the_index_elsewhere(shop, run, tmp_path):
    assert run("query", "refs", "shop.cart:empty", "--project-dir", tmp_path / "elsewhere").status == 0
    assert (tmp_path / "elsewhere" / "callinfo.db").exists()
    assert not (shop / ".project").exists()


def test_no_update_answers_from_what_is_stored(shop, run):
    result = run("query", "refs", "shop.cart:empty", "--no-update")
    assert result.status == 2
    assert "there is no index yet" in result.err
    before = run("query", "refs", "shop.cart:empty", "--json").json()
    (shop / "shop" / "more.py").write_text("from shop.cart import empty\n")
    assert run("query", "refs", "shop.cart:empty", "--no-update", "--json").json() == before
    after = run("query", "refs", "shop.cart:empty", "--json").json()
    assert len(after["rows"]) == len(before["rows"]) + 1


def test_while_another_writes_the_answer_is_of_what_is_stored_and_says_the_revision(shop, run):
    before = run("query", "refs", "shop.cart:empty", "--json").json()
    (shop / "shop" / "more.py").write_text("from shop.cart import empty\n")
    with WriterLock(str(shop / ".project")):
        result = run("query", "refs", "shop.cart:empty", "--json")
    assert result.status == 0
    assert result.json() == before
    assert f"process {os.getpid()}" in result.err
    assert "revision 1" in result.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_project_is_answered_from_the_cache_and_said(shop, run):
    shop.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        result = run("query", "refs", "shop.cart:empty")
    finally:
        shop.chmod(0o755)
    assert result.status == 0
    assert "cannot be written, so its index is kept in" in result.err


def test_a_project_that_cannot_be_written_is_answered_from_the_cache_and_said(shop, run, monkeypatch, user_dir):
    """The same for root, who may write everywhere: access is denied by hand."""
    monkeypatch.setattr(os, "access", lambda path, mode, **_: not (mode & os.W_OK and str(path).startswith(str(shop))))
    result = run("query", "refs", "shop.cart:empty")
    assert result.status == 0
    assert "cannot be written, so its index is kept in" in result.err
    assert not (shop / ".project").exists()
    assert list((user_dir / "cache" / "projects").iterdir())


def test_a_planted_database_is_set_aside_and_said(shop, run, user_dir):
    run("index")
    libraries = user_dir / "cache" / "libraries"
    libraries.unlink()  # those of all tests, which another user would take from them
    libraries.mkdir()
    (user_dir / "key").unlink()  # another user
    result = run("query", "refs", "shop.cart:empty")
    assert result.status == 0
    assert "was set aside as callinfo.db.foreign-1" in result.err
    (user_dir / "key").unlink()
    result = run("query", "refs", "shop.cart:empty", "--no-update")
    assert result.status == 2
    assert "not used: made by somebody else's inferd" in result.err


def test_a_damaged_database_is_set_aside_and_said(shop, run):
    run("index")
    (shop / ".project" / "callinfo.db").write_bytes(b"not a database at all" * 1000)
    result = run("query", "refs", "shop.cart:empty")
    assert result.status == 0
    assert "was set aside as callinfo.db.corrupt-1" in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["refs"], "a target is missing"),
        (["rfs", "x"], "did you mean refs?"),
        (["refs", "x", "--jsn"], "did you mean --json?"),
        (["refs", "x", "--limit"], "--limit needs a value"),
        (["refs", "x", "--limit", "0"], "is not a number from 1"),
        (["refs", "x", "--limit", "two"], "is not a number from 1"),
        (["refs", "x", "--json=1"], "takes no value"),
        (["refs", "x", "--confidence", "exat"], "did you mean exact?"),
        (["refs", "x", "--stdin"], "standard input only"),
        (["--json"], "a question is missing"),
    ],
)
def test_wrong_arguments_are_2_and_say_what_is_right(shop, run, words, said):
    result = run("query", *words)
    assert result.status == 2
    assert result.out == ""
    assert said in result.err
    assert len(result.err.splitlines()) <= 2


def test_what_a_file_holds_cannot_write_to_the_terminal(shop, run):
    (shop / "shop" / "evil.py").write_text("from shop.cart import empty  # \x1b[31m\x07\n")
    assert "\x1b" not in run("query", "refs", "shop.cart:empty").out


def test_a_terminal_gets_colours_and_no_color_takes_them_away(shop, run, monkeypatch):
    monkeypatch.setattr("inferd.cli.text.colours_wanted", lambda: True)
    coloured = run("query", "refs", "shop.cart:empty").out
    assert "\x1b[32m[exact]\x1b[0m" in coloured
    monkeypatch.undo()


def test_no_color_counts_only_on_a_terminal(monkeypatch):
    from inferd.cli import text

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert text.colours_wanted()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not text.colours_wanted()


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("shop.cart:Crt.total", "nothing is known by the name shop.cart:Crt.total",
         "did you mean shop.cart:Cart.total or shop.cart:Gift.total?"),
        ("shop.crt:Cart.total", "shop.crt:Cart.total: there is no module shop.crt",
         "did you mean shop.cart:Cart.total or shop.cart:Gift.total?"),
        ("shop/cart.py:0:1", "no name stands at shop/cart.py:0:1: lines are counted from 1",
         "no name stands in this line; give the line and column of one, both from 1"),
        ("shop/cart.py:x:y", "shop/cart.py:x:y: a path is followed by LINE:COL, two numbers",
         "a name follows the module, as in shop.cart:Class.method"),
        ("shop/cart.py:Cart.total", "shop/cart.py:Cart.total: a path is followed by LINE:COL",
         "did you mean shop.cart:Cart.total?"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_said_with_what_is_nearest_once(shop, run, asked, message, hint):
    result = run("query", "refs", asked)
    assert (result.status, result.out) == (2, "")
    assert result.err.splitlines()[-2:] == [f"inferd: {message}", f"  {hint}"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("overrides shop.cart:Cart", "overrides is asked of a method or an attribute of a class, and this is a class"),
        ("members shop.cart:Cart.total", "members is asked of a class or a module, and this is a method"),
        ("impls shop.cart:empty", "impls is asked of a class or a method, and this is a function"),
        ("callers shop/cart.py", "callers is asked of a function, a method or a class, and this is a module"),
        ("overrides shop.cart:Cart.lines", ""),  # nothing to say: there are none
    ],
)
def test_a_question_of_something_that_it_is_not_asked_of(shop, run, words, said):
    result = run("query", *words.split())
    assert result.status == 1
    last = result.err.splitlines()[-1]
    assert last == f"  {said}" if said else last.startswith("inferd: nothing found")


def test_types_of_a_module_are_those_of_its_file(shop, run):
    by_name, by_path = (run("query", "types", asked, "--json").json() for asked in ("shop.cart", "shop/cart.py"))
    assert by_name["rows"] == by_path["rows"] != []


def test_options_that_are_wrong_name_what_is_right(shop, run):
    for words, hint in (
        (["--confidence", "sure"], "they are exact, inferred and possible"), (["-x"], "see `inferd query --help`"),
    ):  # fmt: skip
        assert run("query", "refs", "shop.cart", *words).err.splitlines()[-1] == f"  {hint}"


def test_a_broken_pyproject_is_said_where_settings_are_looked_at(shop, run):
    (shop / "pyproject.toml").write_text("[project\n")
    said = "pyproject.toml:1: not valid TOML: "
    assert run("query", "refs", "shop.cart:Cart").status == 0
    for command in ("index", "status", "init"):
        result = run(command)
        assert result.status == 0
        assert said in result.err and "nothing in it is read" in result.err
    (shop / "pyproject.toml").write_text("[tool.inferd]\ninfer = \n")
    result = run("query", "refs", "shop.cart:Cart")
    assert result.status == 2
    assert result.err.splitlines()[-1] == "  mend that line: until then the settings of the project are not known"


def test_a_file_that_is_broken_in_many_places_costs_one_line(shop, run):
    (shop / "other.py").write_text("".join(f"x{i} = (1 «\n\ndef f{i}():\n    pass\n\n" for i in range(60)))
    for question in (("query", "refs", "shop.cart:Cart"), ("status",)):
        said = next(line for line in run(*question).out.splitlines() if "other.py" in line)
        assert len(said) < 300 and "and in 59 more places" in said, said


def test_an_answer_that_may_not_be_all_says_so():
    assert list(text.ending(Answer(1, "shop.cart:Cart", (), settling=True))) == [text.SETTLING]
    assert list(text.ending(Answer(1, "shop.cart:Cart", ()))) == []


def test_a_question_does_not_wait_for_what_took_long_the_last_time(tmp_path, run, monkeypatch):
    from inferd import opened

    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.py").write_text("def f(x):\n    return x\nf(1)\n")
    monkeypatch.chdir(tmp_path)
    assert run("query", "types", "a:f").out.count(text.SETTLING) == 0
    (tmp_path / "a.py").write_text("def f(x):\n    return x\nf('s')\n")
    with monkeypatch.context() as patched:
        patched.setattr(opened, "_SOON", 0)
        late = run("query", "types", "a:f")
        assert text.SETTLING in late.out
        assert run("query", "types", "a:f", "--json").json()["settling"] is True
    run("index", "--types")
    now = run("query", "types", "a:f")
    assert text.SETTLING not in now.out
    assert "str" in now.out
    assert "int" not in now.out
