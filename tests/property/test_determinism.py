"""The same files give the same facts, whatever the hash seed, their order, the workers or the Python version."""

import glob
import os
import shutil
import subprocess
import sys
import sysconfig

import pytest
import sqlite_utils

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_INDEX = """
import hashlib, random, sys
from inferd.config import Config
from inferd.index import bring, update
from inferd.store.rows import Reader
root, seed, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
update._PARALLEL_FROM = 1
def shuffled(files):
    out = sorted(files)
    random.Random(seed).shuffle(out)
    return out
db = bring.cold_copy(root, Config(), workers=workers, order=shuffled)
reader = Reader(db)
if len(sys.argv) > 4:
    print(*update.dump(reader), sep="\\n")
lines = list(update.dump(reader))
print(len(lines), hashlib.sha256("\\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest())
"""


def facts(python: str, root: str, seed: int = 0, workers: int = 1, full: bool = False) -> str:
    """What an index of *root* in another process comes to: the number of its facts and their digest."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(seed),
        "PYTHONPATH": os.pathsep.join([_ROOT, *_libraries(python)]),
    }
    ran = subprocess.run(
        [python, "-c", _INDEX, root, str(seed), str(workers), *(["full"] if full else [])],
        env=environment, capture_output=True, text=True, errors="surrogateescape", timeout=300, check=False,
    )  # fmt: skip
    if ran.returncode and "No module named" in ran.stderr:
        pytest.skip(f"{python}: {ran.stderr.strip().splitlines()[-1]}")
    assert not ran.returncode, ran.stderr
    return ran.stdout.strip() if full else ran.stdout.strip().splitlines()[-1]


def _libraries(python: str) -> list[str]:
    """Where another interpreter finds sqlite_utils: ours, which is plain Python."""
    return [] if python == sys.executable else [os.path.dirname(os.path.dirname(sqlite_utils.__file__))]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Some packages of the standard library: files that every supported Python parses."""
    root = tmp_path_factory.mktemp("corpus")
    for package in ("json", "wsgiref", "logging", "html", "concurrent", "urllib", "collections", "importlib"):
        place = os.path.join(sysconfig.get_path("stdlib"), package)
        shutil.copytree(
            place,
            root / package,
            ignore=lambda _, names: [n for n in names if n == "__pycache__" or n.startswith("test")],
        )
    (root / "star.py").write_text("from json import *\nfrom logging import *\nclass A(Handler, JSONEncoder): pass\n")
    return str(root)


def test_hash_seeds_orders_and_workers_do_not_matter(corpus):
    first = facts(sys.executable, corpus)
    assert int(first.split()[0]) > 1000
    for seed in range(1, 5):
        assert facts(sys.executable, corpus, seed, workers=1 + seed % 2) == first


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_python_version_does_not_matter(corpus, version):
    if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        pytest.skip("this is the version that runs the tests")
    python = find_python(version)
    if python is None:
        pytest.skip(f"Python {version} is not installed here")
    if facts(python, corpus) != facts(sys.executable, corpus):
        ours, theirs = (set(facts(p, corpus, full=True).splitlines()) for p in (sys.executable, python))
        raise AssertionError("\n".join(line[:400] for line in sorted(ours ^ theirs)[:10]))


def find_python(version: str) -> str | None:
    """An interpreter of a version, from pyenv or PATH."""
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    candidates = [*sorted(glob.glob(f"{pyenv}/versions/{version}.*/bin/python")), shutil.which(f"python{version}")]
    for candidate in candidates:
        if candidate:
            said = subprocess.run(
                [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                capture_output=True,
                text=True,
                check=False,
            )
            if said.stdout.strip() == version:
                return candidate
    return None
