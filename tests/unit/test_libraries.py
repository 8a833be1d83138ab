"""Code outside the project: the standard library's stubs, installed packages, and the cache that they are read from."""

import os

import pytest

from inferd.index.hierarchy import Class
from inferd.index.libraries import Libraries, typeshed_directory
from inferd.index.resolve import Module, Symbol
from inferd.source.environment import Environment, find_environment


@pytest.fixture(scope="module")
def user_dir(tmp_path_factory):
    """One cache for the tests that only read: the standard library is indexed once."""
    path = tmp_path_factory.mktemp("user")
    before = os.environ.get("INFERD_USER_DIR")
    os.environ["INFERD_USER_DIR"] = str(path)
    yield path
    if before is None:
        del os.environ["INFERD_USER_DIR"]
    else:
        os.environ["INFERD_USER_DIR"] = before


@pytest.fixture(scope="module")
def standard(user_dir):
    libraries = Libraries(Environment("", "", (3, 12), (), (), ()))
    yield libraries
    libraries.close()


def targets(libraries, module, name=""):
    return [f.target for f in libraries.lookup(module, name)]


# ---------------------------------------------------------------------------------------------------------------------
# The standard library


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("builtins", "str.split", [Symbol("builtins", "str.split")]),
        ("collections.abc", "Iterable", [Symbol("typing", "Iterable")]),
        ("dataclasses", "dataclass", [Symbol("dataclasses", "dataclass")]),
        ("os", "path.join", [Symbol("ntpath", "join"), Symbol("posixpath", "join")]),
        ("os.path", "exists", [Symbol("genericpath", "exists")]),
        ("os.path", "", [Module("os.path")]),
        ("xml.etree", "ElementTree.parse", [Symbol("xml.etree.ElementTree", "parse")]),
        ("json", "nothing", []),
        ("no_such_module", "x", []),
        ("not a module", "x", []),
        ("", "x", []),
    ],
)
def test_names_of_the_standard_library_lead_to_where_typeshed_defines_them(standard, module, name, expected):
    assert targets(standard, module, name) == expected


def test_the_flow_program_of_a_stub_is_read_like_any_other(standard):
    [found] = standard.lookup("builtins", "str.split")
    reader = found.library.reader
    [file] = reader.files_of_module(found.target.module)
    programs = [program for qualname, _, _, program in reader.programs_of_file(file.id) if qualname == "str.split"]
    assert programs
    assert all(p.startswith("p self p\np sep p\np maxsplit p") for p in programs)


def test_bases_are_followed_through_variables_and_into_builtins(standard):
    line = standard.hierarchy.mro(Class("enum", "IntEnum"))
    assert line == (Class("enum", "IntEnum"), Class("builtins", "int"), Class("enum", "ReprEnum"), Class("enum", "Enum"))


def test_modules_that_a_python_does_not_have_are_not_there(standard):
    assert standard.find("distutils") is None
    older = Libraries(standard.environment._replace(python=(3, 11)))
    assert older.find("distutils.core") is not None
    assert older.find("tomllib") is not None
    assert Libraries(standard.environment._replace(python=(3, 10))).find("tomllib") is None


def test_every_module_of_typeshed_is_read(standard):
    library = standard.find("builtins")
    assert library is not None
    assert library.reader.not_analysed() == []
    stubs = [name for _, _, names in os.walk(typeshed_directory()) for name in names if name.endswith(".pyi")]
    assert len(library.reader.files()) == len(stubs)
