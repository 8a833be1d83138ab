"""Code outside the project: the standard library's stubs, installed packages, and the cache that they are read from."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import inferd
from inferd.errors import StoreCorrupt
from inferd.index.hierarchy import Class, Opaque
from inferd.index.libraries import Libraries, imported_outside, typeshed_directory
from inferd.index.outside import outside_member
from inferd.index.resolve import Module, Outside, Symbol
from inferd.source.environment import Environment, find_environment
from inferd.source.lock import WriterLock


@pytest.fixture
def standard():
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


def test_a_package_that_imports_its_submodule_before_it_binds_the_name(standard):
    """`from . import path as _path; path = _path` in `os`."""
    resolver = standard.find("os").resolver
    assert Module("os.path") in resolver.resolve("os", "_path")
    assert resolver.resolve("os.path", "join") == (Symbol("ntpath", "join"), Symbol("posixpath", "join"))


def test_bases_are_followed_through_variables_and_into_builtins(standard):
    line = standard.hierarchy.mro(Class("enum", "IntEnum"))
    assert line == (
        Class("enum", "IntEnum"),
        Class("builtins", "int"),
        Class("enum", "ReprEnum"),
        Class("enum", "Enum"),
    )


def test_modules_that_a_python_does_not_have_are_not_there(standard):
    assert standard.find("distutils") is None
    older = Libraries(standard.environment._replace(python=(3, 11)))
    assert older.find("distutils.core") is not None
    assert older.find("tomllib") is not None
    assert Libraries(standard.environment._replace(python=(3, 10))).find("tomllib") is None
    assert Libraries(standard.environment._replace(python=(2, 7))).find("builtins") is not None


def test_every_module_of_typeshed_is_read(standard):
    library = standard.find("builtins")
    assert library is not None
    assert library.reader.not_analysed() == []
    stubs = [name for _, _, names in os.walk(typeshed_directory()) for name in names if name.endswith(".pyi")]
    assert len(library.reader.files()) == len(stubs)


def test_neither_typeshed_client_nor_ast_is_imported_to_read_what_is_there(standard):
    code = (
        "import sys\n"
        "from inferd.index.libraries import Libraries\n"
        "from inferd.source.environment import find_environment\n"
        "assert Libraries(find_environment('/')._replace(python=(3, 12))).lookup('os', 'path.join')\n"
        "heavy = ('typeshed_client', 'ast', 'sqlite_utils', 'inspect', 'importlib.metadata')\n"
        "print([m for m in heavy if m in sys.modules])\n"
    )
    assert standard.find("os")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------------------------------------------------------------
# Packages


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "venv" / "lib" / "python3.12" / "site-packages"
    path.mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").write_text("version = 3.12.0\n")
    return path


def install(site, sources):
    for path, text in sources.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(target, (1_600_000_000, 1_600_000_000))


@pytest.fixture
def opened(site):
    made = []

    def open_libraries(sources=None, **options):
        install(site, sources or {})
        libraries = Libraries(find_environment(str(site.parents[3]), "venv"), **options)
        made.append(libraries)
        return libraries

    yield open_libraries
    for libraries in made:
        libraries.close()


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv("INFERD_USER_DIR", str(tmp_path / "user"))
    return tmp_path / "user" / "cache" / "libraries"


def databases(cache):
    return sorted(p.parent.name for p in cache.glob("*/facts.db"))


def test_packages_modules_and_what_is_in_them(opened):
    libraries = opened(
        {
            "shop/__init__.py": "from .cart import Cart as Cart\nfrom . import tools\n__version__ = '1'\n",
            "shop/cart.py": "class Cart:\n    def total(self): return 1\n",
            "shop/tools/__init__.py": "from .._base import *\n",
            "shop/_base.py": "def helper(): ...\ndef _private(): ...\n",
            "single.py": "from shop import Cart\nimport json\n",
            "fast.cpython-312-x86_64-linux-gnu.so": b"\x7fELF",
            "plain/data.txt": "",
        }
    )
    assert targets(libraries, "shop", "Cart") == [Symbol("shop.cart", "Cart")]
    assert targets(libraries, "shop", "Cart.total") == [Symbol("shop.cart", "Cart.total")]
    assert targets(libraries, "shop", "tools") == [Module("shop.tools")]
    assert targets(libraries, "shop", "tools.helper") == [Symbol("shop._base", "helper")]
    assert targets(libraries, "shop.tools", "_private") == []
    assert targets(libraries, "single", "Cart") == [Symbol("shop.cart", "Cart")]
    assert targets(libraries, "single", "json.loads") == [Symbol("json", "loads")]
    assert libraries.find("fast") is None
    assert libraries.find("plain") is None
    assert libraries.find("shop.absent") is None
    assert [f.path for f in libraries.find("shop").reader.files()] == [
        "shop/__init__.py", "shop/_base.py", "shop/cart.py", "shop/tools/__init__.py",
    ]  # fmt: skip
    assert sorted(libraries.keys()) == ["shop", "single", "stdlib"]


def test_what_the_resolver_of_a_library_leaves_outside_is_found_in_another(opened):
    libraries = opened({"one.py": "from two import thing\nfrom os import path\n", "two.py": "def thing(): ...\n"})
    one = libraries.find("one")
    for name, expected in (("thing", Symbol("two", "thing")), ("path", Module("os.path"))):
        [outside] = one.resolver.resolve("one", name)
        assert type(outside) is Outside
        assert targets(libraries, *outside) == [expected]


def test_stub_packages_stand_for_the_modules_that_they_have(opened):
    libraries = opened(
        {
            "shop/__init__.py": "class A: ...\n",
            "shop/cart.py": "class Cart: ...\n",
            "shop/extra.py": "def only_here(): ...\n",
            "shop-stubs/__init__.pyi": "from .cart import Basket as Basket\n",
            "shop-stubs/cart.pyi": "class Basket: ...\n",
            "bare-stubs/__init__.pyi": "x: int\n",
        }
    )
    assert targets(libraries, "shop", "Basket") == [Symbol("shop.cart", "Basket")]
    assert targets(libraries, "shop", "A") == []
    assert targets(libraries, "shop.extra", "only_here") == [Symbol("shop.extra", "only_here")]
    assert targets(libraries, "bare", "x") == [Symbol("bare", "x")]


def test_a_partial_stub_package_without_an_init(opened):
    libraries = opened(
        {
            "shop/__init__.py": "from .cart import Cart\n",
            "shop/cart.py": "class Old: ...\n",
            "shop-stubs/cart.pyi": "from .types import T\nclass Cart: ...\n",
            "shop-stubs/py.typed": "partial\n",
            "shop/types.py": "class T: ...\n",
        }
    )
    assert targets(libraries, "shop", "Cart") == [Symbol("shop.cart", "Cart")]
    assert targets(libraries, "shop.cart", "T") == [Symbol("shop.types", "T")]


def test_a_stub_beside_its_source_stands_for_it(opened):
    libraries = opened({"shop/__init__.py": "from .fast import run\nx = 1\n",
                        "shop/__init__.pyi": "from .fast import run as run\n",
                        "shop/fast.pyi": "def run() -> int: ...\n"})  # fmt: skip
    assert targets(libraries, "shop", "run") == [Symbol("shop.fast", "run")]
    assert targets(libraries, "shop", "x") == []


def test_namespace_packages_hold_libraries(opened, site, tmp_path):
    (tmp_path / "other").mkdir()
    (site / "more.pth").write_text(str(tmp_path / "other"))
    install(tmp_path / "other", {"google/auth/__init__.py": "class Token: ...\n"})
    libraries = opened(
        {
            "google/cloud/storage/__init__.py": "from google.auth import Token\nfrom .blob import Blob\n",
            "google/cloud/storage/blob.py": "class Blob: ...\n",
            "google/single.py": "import json\ndef f(): ...\n",
            "google/json.py": "",
        }
    )
    assert libraries.find("google") is None
    assert libraries.find("google.cloud") is None
    assert targets(libraries, "google", "cloud.storage.Blob") == [Symbol("google.cloud.storage.blob", "Blob")]
    assert targets(libraries, "google.cloud.storage", "Token") == [Symbol("google.auth", "Token")]
    assert libraries.find("google.single").prefix == "google.single"
    assert targets(libraries, "google.single", "json.loads") == [Symbol("json", "loads")]


def test_imports_in_a_directory_without_init_are_absolute(opened):
    libraries = opened(
        {
            "shop/__init__.py": "",
            "shop/ns/a.py": "import json\nfrom .b import x\n",
            "shop/ns/json.py": "",
            "shop/ns/b.py": "x = 1\n",
        }
    )
    assert targets(libraries, "shop.ns.a", "json.loads") == [Symbol("json", "loads")]
    assert targets(libraries, "shop.ns.a", "x") == [Symbol("shop.ns.b", "x")]


def test_no_package_takes_the_place_of_the_standard_library(opened):
    libraries = opened(
        {"typing.py": "Iterable = 1\n", "builtins.py": "", "distutils/__init__.py": "def spawn(): ...\n"}
    )
    assert libraries.find("typing").prefix == ""
    assert libraries.find("builtins").prefix == ""
    assert targets(libraries, "distutils", "spawn") == [Symbol("distutils", "spawn")]  # Python 3.12 has none


def test_stars_bring_names_of_other_libraries(opened):
    libraries = opened({"umbrella/__init__.py": "from .all import *\n",
                        "umbrella/all.py": "from inner import *\nfrom json import *\n",
                        "inner.py": "def f(): ...\ndef _g(): ...\n"})  # fmt: skip
    assert targets(libraries, "umbrella", "f") == [Symbol("inner", "f")]
    assert targets(libraries, "umbrella", "loads") == [Symbol("json", "loads")]
    assert targets(libraries, "umbrella", "_g") == []
    assert targets(libraries, "umbrella", "nothing") == []


def test_variables_that_stand_for_something_else_are_followed(opened):
    libraries = opened(
        {
            "m.py": "import json\nfrom typing import TypeAlias\n"
            "loads = json.loads\nclass A: ...\nB = A\nC: TypeAlias = B\n"
            "either = A\nif x:\n    either = 1\ntext = str\nq = 1\na = b\nb = a\nx = x.y\n"
        }
    )
    assert targets(libraries, "m", "loads") == [Symbol("json", "loads")]
    assert targets(libraries, "m", "C") == [Symbol("m", "A")]
    assert targets(libraries, "m", "C.attribute") == [Symbol("m", "A.attribute")]
    assert targets(libraries, "m", "either") == [Symbol("m", "A"), Symbol("m", "either")]
    assert targets(libraries, "m", "text.split") == [Symbol("builtins", "str.split")]
    assert targets(libraries, "m", "q") == [Symbol("m", "q")]
    for odd in ("a", "x"):  # ends, and says nothing wrong
        assert all(t.module == "m" for t in targets(libraries, "m", odd))


def test_bases_lead_from_library_to_library(opened):
    libraries = opened(
        {
            "one.py": "from two import Base\nimport enum\n"
            "class A(Base): ...\nclass E(enum.Enum): ...\nclass X(absent.Y): ...\n",
            "two.py": "import collections.abc\nclass Root(dict): ...\nclass Base(Root, collections.abc.Sized): ...\n",
        }
    )
    line = libraries.hierarchy.mro(Class("one", "A"))
    names = [n.name if isinstance(n, Class) else n for n in line]
    assert names[:4] == ["A", "Base", "Root", "dict"]
    assert Class("typing", "Sized") in line
    assert libraries.hierarchy.bases(Class("one", "E")) == (Class("enum", "Enum"),)
    assert libraries.hierarchy.bases(Class("one", "X")) == (Opaque("absent.Y", None),)


def test_whether_a_class_of_a_package_has_a_member(opened):
    libraries = opened(
        {
            "shop.py": "import threading, desk, absent\n"
            "class A(threading.Thread):\n    def f(self):\n        self.x, y = 1, 2\n        self.y: int = 1\n"
            "class B(A, absent.C): ...\nclass D(desk.E): ...\nE = A\n"
            "def outer(self):\n    self.z = 1\n",
            "desk.pyi": "class E:\n    def g(self) -> int: ...\n    h: int\n",
        }
    )
    for symbol, name, answer in (
        ("shop:A", "f", True),
        ("shop:A", "x", True),
        ("shop:A", "y", True),
        ("shop:A", "z", False),
        ("shop:A", "join", True),
        ("shop:A", "_target", True),  # the stub does not tell
        ("shop:E", "f", True),
        ("shop:B", "f", True),
        ("shop:B", "nothing", None),
        ("shop:D", "h", True),
        ("shop:D", "nothing", False),
        ("shop:D", "_private", None),
        ("shop:Nothing", "x", None),
        ("shop:outer", "x", None),
        ("nowhere:A", "x", None),
    ):
        assert outside_member(symbol, name, libraries) is answer, (symbol, name)
    assert outside_member("shop:A", "f") is None


def test_editable_installs(opened, site, tmp_path):
    install(tmp_path / "work" / "src", {"shop/__init__.py": "def f(): ...\n"})
    install(tmp_path / "flat", {"desk/__init__.py": "def g(): ...\n"})
    (site / "__editable__.shop.pth").write_text(str(tmp_path / "work" / "src") + "\n")
    (site / "__editable___desk_1_finder.py").write_text(f"MAPPING = {{'desk': {str(tmp_path / 'flat' / 'desk')!r}}}\n")
    libraries = opened()
    assert targets(libraries, "shop", "f") == [Symbol("shop", "f")]
    assert targets(libraries, "desk", "g") == [Symbol("desk", "g")]


# ---------------------------------------------------------------------------------------------------------------------
# Bad input


def test_a_module_that_cannot_be_read_costs_one_line(opened, site):
    (site / "shop").mkdir()
    (site / "shop" / "dangling.py").symlink_to("nowhere")
    (site / "shop" / "loop").symlink_to(".")
    os.mkfifo(site / "shop" / "pipe.py")
    (site / "shop" / "folder.py").mkdir()
    (site / "shop" / os.fsdecode(b"b\xff.py")).write_text("")
    (site / "shop" / "with-dash").mkdir()
    libraries = opened(
        {
            "shop/__init__.py": "from .good import f\n",
            "shop/good.py": "def f(): ...\n",
            "shop/broken.py": "def f(:\n",
            "shop/nul.py": "x\0",
            "shop/latin.py": b"x = '\xe9'\n",
            "shop/large.py": b"x = 1\n" * 400_000,
            "shop/with-dash/x.py": "",
            "shop/a.b.py": "",
        }
    )
    library = libraries.find("shop")
    reasons = dict(library.reader.not_analysed())
    assert sorted(reasons) == [f"shop/{n}.py" for n in ("broken", "dangling", "large", "latin", "nul", "pipe")]
    assert targets(libraries, "shop", "f") == [Symbol("shop.good", "f")]
    assert len(library.reader.files()) == 8


def test_of_a_huge_package_the_top_is_read_and_the_rest_is_said(opened, monkeypatch):
    monkeypatch.setattr("inferd.index.library_files.MAX_MODULES", 3)
    libraries = opened(
        {
            "huge/__init__.py": "",
            "huge/b.py": "",
            "huge/deep/__init__.py": "",
            "huge/deep/x.py": "",
            "huge/tests/__init__.py": "",
        }
    )
    paths = [f.path for f in libraries.find("huge").reader.files()]
    assert paths == ["huge/__init__.py", "huge/b.py", "huge/deep/__init__.py"]
    assert libraries.notes == ["huge: too large: 2 of its modules are not read"]
    again = opened()
    assert again.find("huge") is not None
    assert again.notes == libraries.notes


@pytest.mark.parametrize(
    "name", ["../shop", "/etc/passwd", "shop/x", "shop\0x", "shop..x", ".", "", "a." * 200 + "b", "é\udcff"]
)
def test_names_that_are_no_modules(opened, name):
    libraries = opened({"shop/__init__.py": ""})
    assert libraries.find(name) is None
    assert libraries.lookup(name, "x") == ()
    libraries.ensure([name])


def test_a_package_that_is_gone_or_unreadable_is_said(opened, monkeypatch):
    libraries = opened({"shop/__init__.py": ""})

    def fail(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("inferd.index.libraries.list_files", fail)
    assert libraries.find("shop") is None
    assert "shop: not read" in libraries.notes[0]


# ---------------------------------------------------------------------------------------------------------------------
# The cache


def test_the_same_content_has_one_database_and_another_content_another(own_cache, opened, site, tmp_path):
    libraries = opened({"shop/__init__.py": "x = 1\n"})
    first = libraries.find("shop").key
    twin = tmp_path / "twin" / "lib" / "python3.12" / "site-packages"
    install(twin, {"shop/__init__.py": "x = 1\n"})
    (tmp_path / "twin" / "pyvenv.cfg").write_text("version = 3.12\n")
    other = Libraries(find_environment(str(tmp_path), "twin"))
    assert other.find("shop").key == first
    assert other.find("shop").root == str(twin)
    assert databases(own_cache) == [first]
    os.utime(site / "shop" / "__init__.py", (1_700_000_000, 1_700_000_000))
    assert opened().find("shop").key == first
    second = opened({"shop/__init__.py": "y = 10\n"})
    assert second.find("shop").key != first
    assert targets(second, "shop", "y") == [Symbol("shop", "y")]
    assert targets(libraries, "shop", "x") == [Symbol("shop", "x")]  # the old one is still open
    assert databases(own_cache) == sorted([first, second.find("shop").key])
    assert opened({"shop/__init__.py": "x = 1\n"}).find("shop").key == first


def test_bytes_are_read_once(own_cache, opened, monkeypatch):
    opened({"shop/__init__.py": "x = 1\n"}).find("shop")

    def fail(*_):
        raise AssertionError("read again")

    monkeypatch.setattr("inferd.index.libraries.content_key", fail)
    assert opened().find("shop") is not None


def test_files_written_just_now_are_looked_at_again(own_cache, opened, site):
    install(site, {"shop/__init__.py": "x = 1\n"})
    now = time.time()
    os.utime(site / "shop" / "__init__.py", (now, now))
    first = opened().find("shop").key
    (site / "shop" / "__init__.py").write_bytes(b"y = 1\n")
    os.utime(site / "shop" / "__init__.py", (now, now))
    assert opened().find("shop").key != first


def test_a_package_that_changes_while_it_is_read(own_cache, opened, site, monkeypatch):
    from inferd.index import library_cache as module

    index = module.index
    left = [1]

    def changing(*arguments):
        if left[0]:
            left[0] -= 1
            (site / "shop" / "__init__.py").write_text(f"z{left[0]} = 1\n")
        index(*arguments)

    monkeypatch.setattr(module, "index", changing)
    libraries = opened({"shop/__init__.py": "x = 1\n"})
    assert targets(libraries, "shop", "z0") == [Symbol("shop", "z0")]
    assert len(databases(own_cache)) == 1
    left[0] = 2
    libraries = opened({"shop/__init__.py": "x = 2\n"})
    assert targets(libraries, "shop", "z0") == [Symbol("shop", "z0")]
    assert "it changes while it is read" in libraries.notes[0]
    assert len(databases(own_cache)) == 1


def test_a_cache_that_cannot_be_written_is_done_without_and_said(opened, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INFERD_USER_DIR", str(tmp_path / "file"))
    libraries = opened({"shop/__init__.py": "def f(): ...\n"})
    assert targets(libraries, "shop", "f") == [Symbol("shop", "f")]
    assert libraries.notes[0].startswith("shop: held in memory: ")
    assert [t.result() for t in in_threads(lambda: targets(libraries, "shop", "f"))] == [[Symbol("shop", "f")]] * 8


def test_threads_take_turns_at_a_database_in_memory(opened, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INFERD_USER_DIR", str(tmp_path / "file"))
    libraries = opened({"shop/__init__.py": "".join(f"def f{i}(): ...\n" for i in range(200))})
    assert targets(libraries, "shop", "f0") == [Symbol("shop", "f0")]
    library = libraries.find("shop")

    def ask():
        return [library.reader.meta("roots") for _ in range(2000)]

    assert {answer for t in in_threads(ask) for answer in t.result()} == {library.reader.meta("roots")}


def in_threads(ask):
    with ThreadPoolExecutor(8) as pool:
        return [pool.submit(ask) for _ in range(8)]


def test_threads_share_what_one_of_them_makes(own_cache, opened):
    libraries = opened({"shop/__init__.py": "def f(): ...\n" * 200})
    assert [t.result() for t in in_threads(lambda: targets(libraries, "shop", "f"))] == [[Symbol("shop", "f")]] * 8
    assert len(databases(own_cache)) == 1


_ASK = """
import sys
from inferd.index.libraries import Libraries
from inferd.source.environment import find_environment
libraries = Libraries(find_environment(sys.argv[1], "venv"))
print(libraries.find("shop").key, libraries.lookup("shop", "f299"), libraries.notes)
"""


def test_processes_share_one_cache(own_cache, site):
    install(site, {f"shop/m{i}.py": f"def f{i}(): ...\n" * 40 for i in range(300)})
    install(site, {"shop/__init__.py": "".join(f"from .m{i} import f{i}\n" for i in range(300))})
    root = str(site.parents[3])
    started = [
        subprocess.Popen([sys.executable, "-c", _ASK, root], stdout=subprocess.PIPE, text=True) for _ in range(5)
    ]
    answers = {p.communicate(timeout=120)[0] for p in started}
    assert [p.returncode for p in started] == [0] * 5
    assert len(answers) == 1
    [key] = databases(own_cache)
    assert answers.pop().strip().endswith("[]")
    assert sorted(os.listdir(own_cache / key)) == ["facts.db", "writer.lock"]


def test_a_killed_builder_leaves_nothing_half_done(own_cache, opened, site):
    install(site, {f"shop/m{i}.py": f"def f{i}(): ...\n" * 60 for i in range(400)})
    install(site, {"shop/__init__.py": "from .m299 import f299\n"})
    process = subprocess.Popen([sys.executable, "-c", _ASK, str(site.parents[3])], stdout=subprocess.PIPE)
    deadline = time.time() + 30
    while not list(own_cache.glob("shop-*/facts.db.building")) and time.time() < deadline:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    assert databases(own_cache) == []
    libraries = opened()
    assert targets(libraries, "shop", "f299") == [Symbol("shop.m299", "f299")]
    [key] = databases(own_cache)
    assert sorted(os.listdir(own_cache / key)) == ["facts.db", "writer.lock"]


@pytest.mark.parametrize("damage", ["garbage", "empty", "link", "foreign", "pages", "outdated"])
def test_a_database_that_is_not_ours_or_not_whole_is_made_again(own_cache, opened, tmp_path, damage):
    libraries = opened({"shop/__init__.py": "def f(): ...\n" * 300})
    path = libraries.find("shop").database
    libraries.close()
    data = Path(path).read_bytes()
    if damage == "garbage":
        Path(path).write_bytes(b"x" * 5000)
    elif damage == "empty":
        Path(path).write_bytes(b"")
    elif damage == "link":
        os.rename(path, tmp_path / "elsewhere.db")
        os.symlink(tmp_path / "elsewhere.db", path)
    elif damage == "pages":
        Path(path).write_bytes(data[: len(data) // 2] + b"\xff" * (len(data) - len(data) // 2))
        os.utime(path, (1, 1))
    else:
        db = sqlite3.connect(path)
        key, value = ("creator", "somebody:else") if damage == "foreign" else ("versions", "0.0")
        db.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
        db.commit()
        db.close()
    again = opened()
    assert targets(again, "shop", "f") == [Symbol("shop", "f")]
    assert again.notes == []
    assert not os.path.islink(path)
    assert again.find("shop").reader.integrity() == []


def test_a_poisoned_memory_of_places_leads_nowhere_wrong(own_cache, opened):
    libraries = opened({"shop/__init__.py": "def f(): ...\n"})
    key = libraries.find("shop").key
    [seen] = list((own_cache / "seen").iterdir())
    for text in ("../../x", "", "shop-" + "0" * 32, "\xff", "x" * 10_000):
        seen.write_text(text, encoding="latin-1")
        assert opened().find("shop").key == key
    assert seen.read_text() == key


def test_what_is_not_used_is_swept(own_cache, opened, monkeypatch):
    old = opened({"a.py": "x = 1\n"}).find("a").database
    used = opened({"b.py": "x = 1\n"}).find("b").database
    then = time.time() - 40 * 86400
    os.utime(old, (then, then))
    opened({"c.py": ""}).find("c")
    assert [k[0] for k in databases(own_cache)] == ["b", "c"]
    assert not os.path.exists(os.path.dirname(old))
    os.utime(used, (time.time() - 2 * 86400,) * 2)
    opened().find("b")
    assert time.time() - os.stat(used).st_mtime < 3600  # used today
    monkeypatch.setattr("inferd.index.library_cache.MAX_CACHE", 1)
    last = opened({"d.py": ""})
    assert targets(last, "d") == [Module("d")]
    assert [k[0] for k in databases(own_cache)] == ["d"]
    assert opened().find("a") is not None


def test_a_library_that_is_swept_stays_readable_where_it_is_open(own_cache, opened):
    libraries = opened({"a.py": "x = 1\n"})
    library = libraries.find("a")
    os.unlink(library.database)
    assert [t.result() for t in in_threads(lambda: targets(libraries, "a", "x"))] == [[Symbol("a", "x")]] * 8


def test_without_leave_to_build_a_library_is_pending(own_cache, opened):
    libraries = opened({"shop/__init__.py": "def f(): ...\n", "desk.py": ""}, build=False)
    assert libraries.find("shop") is None
    assert libraries.lookup("shop", "f") == ()
    assert list(libraries.pending) == ["shop"]
    seen = []
    libraries.ensure(["shop.x", "absent"], lambda done, total, path: seen.append((done, total, path)))
    assert seen == [(1, 1, "shop/__init__.py")]
    assert list(libraries.pending) == []
    assert targets(libraries, "shop", "f") == [Symbol("shop", "f")]
    assert opened(build=False).find("shop") is not None


def test_what_is_being_built_is_not_waited_for_without_leave(own_cache, opened, monkeypatch):
    from inferd.index import library_cache as module

    begun, go_on = threading.Event(), threading.Event()
    index = module.index

    def slowly(*arguments):
        begun.set()
        assert go_on.wait(60)
        index(*arguments)

    libraries = opened({"shop/__init__.py": "def f(): ...\n", "desk.py": "def g(): ...\n"}, build=False)
    libraries.ensure(["desk"])
    monkeypatch.setattr(module, "index", slowly)
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(libraries.ensure, ["shop"])
        assert begun.wait(60)
        assert libraries.find("shop") is None
        assert targets(libraries, "desk", "g") == [Symbol("desk", "g")]
        go_on.set()
        done.result()
    assert targets(libraries, "shop", "f") == [Symbol("shop", "f")]
    assert not libraries.pending


def test_reading_needs_no_lock(own_cache, opened):
    libraries = opened({"shop/__init__.py": ""})
    key = libraries.find("shop").key
    lock = WriterLock(str(own_cache / key))
    with lock:
        assert opened().find("shop").key == key


def test_damage_that_a_reader_meets_is_the_librarys_and_mended(own_cache, opened):
    libraries = opened({"shop/__init__.py": "".join(f"def f{i}(a, b): return a\n" for i in range(3000))})
    library = libraries.find("shop")
    with open(library.database, "r+b") as file:
        size = file.seek(0, 2)
        file.seek(size // 4)
        file.write(b"\xff" * (size // 2))
    with pytest.raises(StoreCorrupt, match=r"facts\.db"):
        for f in library.reader.files():
            library.reader.programs_of_file(f.id)
            library.reader.blocks_of_file(f.id)
    assert targets(opened(), "shop", "f2999") == [Symbol("shop", "f2999")]
    assert opened().find("shop").reader.integrity() == []


def test_whether_an_environment_is_what_it_was(opened, site, tmp_path):
    install(tmp_path / "src", {"desk.py": "x = 1\n"})
    install(site, {"shop/__init__.py": "", "src.pth": str(tmp_path / "src")})
    libraries = opened()

    def is_current():
        return libraries.is_current(find_environment(str(tmp_path), "venv"))

    assert libraries.find("shop")
    assert libraries.find("desk")
    assert is_current()
    install(tmp_path / "src", {"desk.py": "x = 10\n"})
    assert not is_current()
    install(tmp_path / "src", {"desk.py": "x = 1\n"})
    assert is_current()
    os.unlink(tmp_path / "src" / "desk.py")
    assert not is_current()
    install(tmp_path / "src", {"desk.py": "x = 1\n"})
    libraries = opened()
    assert is_current()
    install(site, {"more/__init__.py": ""})
    os.utime(site, (1, 1))
    assert not is_current()
    libraries = opened()
    assert is_current()
    (tmp_path / "venv" / "pyvenv.cfg").write_text("version = 3.13.0\n")
    assert not is_current()


def test_what_a_project_imports(tmp_path):
    install(
        tmp_path / "project",
        {
            "pyproject.toml": "",
            "pkg/__init__.py": "import os.path\nfrom .a import x\n"
            "from requests.api import get\nfrom star import *\n",
            "pkg/a.py": "from pkg import c\n"
            "try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib\n",
        },
    )
    with inferd.open(str(tmp_path / "project"), store=":memory:") as project:
        project.update()
        with project.snapshot() as view:
            found = imported_outside(view.reader)
    assert found == ["builtins", "os", "requests.api", "star", "tomli", "tomllib"]
