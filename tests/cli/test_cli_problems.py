"""`inferd query problems`: what is asked about, the shape of its rows, and the page that they point to."""

import os
import re

import pytest

import inferd
from inferd.query import problems

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROW = {
    "path", "line", "column", "end_line", "end_column", "code", "message", "scope", "symbol", "confidence", "help",
    "evidence",
}  # fmt: skip


def found(answer):
    return [(r["path"], r["line"], r["code"]) for r in answer["rows"]]


@pytest.fixture
def faulty(shop):
    (shop / "shop" / "view.py").write_text(
        "from shop.cart import Cart\n\n\ndef show():\n    return Cart([]).totals()\n\n\n"
        "class View:\n    def draw(self):\n        return Cart()\n"
    )
    return shop


def test_rows_have_a_code_a_message_a_place_evidence_and_a_section(faulty, run):
    result = run("query", "problems", "shop/view.py", "--json")
    assert result.status == 0
    rows = result.json()["rows"]
    assert all(set(r) == ROW for r in rows)
    attribute, call = rows
    assert (attribute["line"], attribute["column"], attribute["end_column"]) == (5, 21, 27)
    assert attribute["code"] == "unknown-attribute"
    assert attribute["message"] == "shop.cart.Cart has no attribute totals; did you mean total?"
    assert attribute["symbol"] == "shop.cart:Cart"
    assert attribute["scope"] == "shop.view:show"
    assert attribute["help"] == "problems.md#unknown-attribute"
    assert attribute["confidence"] == "inferred"
    assert attribute["evidence"]
    assert (call["code"], call["confidence"], call["symbol"]) == ("missing-argument", "exact", "shop.cart:Cart")
    assert call["evidence"][0]["path"] == "shop/cart.py"


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        (None, [("shop/names.py", 2), ("shop/view.py", 5), ("shop/view.py", 10)]),
        ("shop", [("shop/names.py", 2), ("shop/view.py", 5), ("shop/view.py", 10)]),
        (".", [("shop/names.py", 2), ("shop/view.py", 5), ("shop/view.py", 10)]),
        ("shop/view.py", [("shop/view.py", 5), ("shop/view.py", 10)]),
        ("shop.view", [("shop/view.py", 5), ("shop/view.py", 10)]),
        ("shop.view:show", [("shop/view.py", 5)]),
        ("shop.view:View", [("shop/view.py", 10)]),
        ("shop/cart.py", []),
    ],
)
def test_a_file_a_folder_a_module_a_symbol_or_the_project(faulty, run, target, lines):
    answer = run("query", "problems", *([target] if target else []), "--json").json()
    assert [p[:2] for p in found(answer)] == lines


def test_text_says_the_code_the_message_and_the_evidence(faulty, run):
    result = run("query", "problems", "shop.view:show")
    said = "shop.cart.Cart has no attribute totals; did you mean total?"
    assert f"shop/view.py:5:21  unknown-attribute  {said}" in result.out
    assert "[inferred; " in result.out


def test_no_problem_is_status_1_and_what_is_no_target_is_an_error(faulty, run):
    assert run("query", "problems", "shop/cart.py").status == 1
    result = run("query", "problems", "shop/nothing.py")
    assert result.status == 2
    assert "shop/nothing.py" in result.err


def test_unsaved_text_counts_and_what_flows_is_then_unknown(faulty):
    import inferd

    with inferd.open(str(faulty)) as project:
        project.update()
        project.set_overlay("shop/view.py", "from shop.cart import Cart\nCart([]).sum()  # noqa\nCart([]).sun()\n")
        rows = project.problems("shop/view.py").rows
        assert [(r.line, r.message.partition(";")[0]) for r in rows] == [(3, "shop.cart.Cart has no attribute sun")]


def test_every_code_has_a_section_and_every_section_a_code():
    with open(os.path.join(ROOT, "docs", "problems.md"), encoding="utf-8") as file:
        sections = re.findall(r"^## ([a-z-]+)$", file.read(), re.MULTILINE)
    assert sorted(sections) == sorted(problems.CODES)


def test_what_runs_contradict_is_a_problem(observed_faults):
    rows = observed_faults
    assert [(r.line, r.column, r.end_column, r.code, r.confidence) for r in rows] == [
        (1, 8, 9, "contradicted-annotation", "exact")
    ]
    assert rows[0].message == "parameter a is declared int, and runs saw str"


@pytest.fixture
def observed_faults(tmp_path):
    import subprocess
    import sys

    import inferd

    (tmp_path / "m.py").write_text("def go(a: int):\n    return a\n")
    (tmp_path / "run.py").write_text("import m\nm.go('x')\n")
    done = subprocess.run(
        [sys.executable, "-m", "inferd", "record", "--", sys.executable, "run.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with inferd.open(str(tmp_path)) as project:
        return project.problems("m.py").rows


def test_rows_are_shown_file_by_file_as_they_are_found(faulty, run):
    several = run("query", "problems", "shop/names.py", "shop/view.py")
    whole = run("query", "problems")
    limited = run("query", "problems", "--limit", "9")  # shown when all is known
    assert whole.status == several.status == 0
    assert whole.out == limited.out
    rows = [line for line in whole.out.splitlines() if line.startswith("shop/")]
    assert [line.split()[0] for line in rows] == ["shop/names.py:2:12", "shop/view.py:5:21", "shop/view.py:10:16"]
    assert whole.out.count("\n\n") == 2  # between the files, and before the sum
    assert [line for line in several.out.splitlines() if line.startswith("shop/") and "  " in line] == rows


def test_a_program_is_told_of_each_file(faulty):
    told, steps = [], []
    with inferd.open(str(faulty)) as project:
        project.update()
        project.tell = lambda rows: told.append([(r.path, r.line) for r in rows])
        project.progress = lambda done, total, path: steps.append((done, total, path))
        answer = project.problems("shop")
    assert told == [[("shop/names.py", 2)], [("shop/view.py", 5), ("shop/view.py", 10)]]
    assert [(r.path, r.line) for r in answer.rows] == [row for rows in told for row in rows]
    assert steps[0][0] == 0 and len(steps) == steps[0][1]
