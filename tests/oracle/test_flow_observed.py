"""What the programs of tests/fixtures/flow really do is in what their markers expect.

Each case is run in a child under a small tracer (`flow_tracer`, which knows nothing of the project).  Every type that a
marked name, attribute or parameter has right after its line, or that a marked function returns, has to fit a member of
the expected set, every call that a scope with a `calls` check is seen to make has to be in it, and every marker has to
be reached: so no expectation is wrong by omission.  Unseen members are allowed: a fixture may hold branches that
its run does not take (`INFERD_UNSEEN=1` prints them).

Not seen, and so not compared: calls of classes of C, who calls a generator, what a frame outside of the program calls.
"""

import sys

import fixture_runner
import flow_programs
import pytest
from flow_programs import compared, prepared, traced

pytestmark = pytest.mark.skipif(sys.version_info[:2] != flow_programs.ONLY, reason="the tracer is for another version")


@pytest.mark.parametrize("path", flow_programs.PATHS, ids=lambda p: p.stem)
def test_what_is_observed_is_expected(path):
    runs = [run for case in fixture_runner.cases(path) if "python" not in case.notes for run in prepared(case)]
    answers = traced([r[1] for r in runs])
    wrong = [line for run, found in zip(runs, answers, strict=True) for line in compared(*run, found)]
    assert not wrong, "\n".join(["", *wrong])


def test_the_tracer_sees_types_calls_and_what_is_not_reached(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(
        """\
# case: one
# file: main.py
class A:
    def __init__(self, n):        # is: n = str
        self.n = n                # is: self.n = int
def f(x):                         # returns: f = None; is: x = main.A
    return x.n                    # is: x = int
def g():
    y = 1                         # is: y = int
z = [f(A(1)), "a"]                # is: z = list[int]
t = len(z), A, f                  # is: t = tuple[int, type[main.A], function f]
# calls: main = main:f, builtins.len
""",
        encoding="utf-8",
    )
    (case,) = fixture_runner.cases(path)
    (run,) = prepared(case)
    said = list(compared(*run, *traced([run[1]])))
    assert said == [
        "one: main.py:2: is n was int, not str",
        "one: main.py:4: returns f was int, not None",
        "one: main.py:5: is x was main.A, not int",
        "one: main.py:7: is y: never reached",
        "one: main.py:8: is z was list[int | str], not list[int]",
        "one: main calls main.A.__init__",
    ]
