"""The same bytes give the same facts under every Python version that can parse them, and under every hash seed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONSTRUCTS = ROOT / "tests" / "fixtures" / "syntax" / "constructs.txt"
VERSIONS = ("3.11", "3.12", "3.13")

DUMP = """
import sys, hashlib
from pathlib import Path
from inferd.syntax.parse import facts_of
for path in sys.argv[1:]:
    data = Path(path).read_bytes()
    for variant in (data, data.replace(b"\\n", b"\\r\\n"), b"\\xef\\xbb\\xbf" + data):
        facts = facts_of(variant)
        for part in (facts.blocks, facts.scopes, facts.classes, [facts.namespace], facts.broken):
            for row in part:
                text = row if isinstance(row, str) else repr(tuple(row))
                print(hashlib.sha256(text.encode()).hexdigest(), str(row[:4])[:60].encode())
"""


def interpreter(version):
    """An interpreter of that version that starts, or None."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    candidates = [shutil.which(f"python{version}")]
    installed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += sorted(str(p) for p in installed.glob(f"{version}.*/bin/python"))
    for path in candidates:
        if path is not None:
            out = subprocess.run(
                [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                capture_output=True,
                text=True,
                check=False,
            )
            if out.returncode == 0 and out.stdout.strip() == version:
                return path
    return None


def dump(python, paths, seed="0"):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}
    out = subprocess.run([python, "-c", DUMP, *map(str, paths)], capture_output=True, text=True, env=env, check=False)
    assert out.returncode == 0, out.stderr
    assert out.stderr == ""
    return out.stdout.splitlines()


@pytest.fixture(scope="module")
def paths():
    return [CONSTRUCTS, *sorted((ROOT / "inferd" / "syntax").glob("*.py"))]


@pytest.fixture(scope="module")
def here(paths):
    return dump(sys.executable, paths)


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_agree(version, paths, here):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    assert dump(python, paths) == here


def test_hash_seeds_agree(paths, here):
    assert dump(sys.executable, paths, "7") == here
