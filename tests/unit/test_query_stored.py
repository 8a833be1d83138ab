"""Where attributes are defined that are stored into objects from outside of their class."""

from textwrap import dedent

import pytest

import inferd
from inferd.query import outside, stored, targets

MAIN = """
    import random
    import shapes

    class Bag:
        pass

    class Small(Bag):
        pass

    def fill(bag):
        bag.color = "red"
        return bag

    def count():
        count.calls += 1

    count.calls = 0
    shapes.extra = 1
    b = fill(Small())
    print(b.color, count.calls, shapes.extra)
    table = {"a": 1}
    table.items()
    print(Bag.__name__, random.choice([1]))
    """


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored")
    (folder / "main.py").write_text(dedent(MAIN))
    (folder / "shapes.py").write_text("")
    with inferd.open(folder, store=":memory:") as opened:
        opened.update()
        yield opened


def place(expression):
    text = dedent(MAIN)
    before, _, _ = text.rpartition(expression)
    line = before.count("\n") + 1
    return line, len(before) - before.rfind("\n") + expression.rfind(".") + 1


def lines(project, expression):
    """The lines of the project, or the file's names outside, where an attribute is defined."""
    line, column = place(expression)
    with project.snapshot() as view:
        at = targets.at_position(view, "main.py", line, column)
        subjects = [targets.subject_of(view, e) for e in targets.entities_at(view, *at)]
        found = [d for s in subjects for d in stored.definitions(view, s)]
        found = found or stored.of_attribute(view.typing, *at)
        found += [d for s in subjects if isinstance(s, targets.External)
                  for d in outside.definitions(view, s.module, s.name)]
        found = found or outside.of_attribute(view.typing, *at)
        return [d.line if d.path == "main.py" else d.path.rpartition("/")[2] for d in found]


def test_an_attribute_that_a_function_stores(project):
    assert lines(project, "b.color") == [12]


def test_attributes_of_functions_and_modules(project):
    assert lines(project, "count.calls") == [18]
    assert lines(project, "shapes.extra") == [19]


def test_the_command_tells_it_too(project):
    line, column = place("b.color")
    assert [d.line for d in project.definitions(f"main.py:{line}:{column}").rows] == [12]


def test_methods_of_dictionaries_and_what_classes_have_from_theirs(project):
    assert lines(project, "table.items") == ["builtins.pyi"]
    assert lines(project, "Bag.__name__") == ["builtins.pyi"]
    assert lines(project, "random.choice") == ["random.pyi"]
