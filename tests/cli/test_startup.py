"""A question to a project that is up to date imports only what answering it needs: start-up time is a feature."""

import json
import subprocess
import sys

import pytest

FORBIDDEN = {
    "argparse", "ast", "asyncio", "click", "dataclasses", "difflib", "hashlib", "inspect", "logging", "lsprotocol",
    "multiprocessing", "pathlib", "platformdirs", "pygls", "rich", "rope", "sqlite_utils", "subprocess", "tempfile",
    "tokenize", "tomllib", "traceback", "typeshed_client", "urllib", "watchdog",
    "inferd.cli.commands", "inferd.index.bring", "inferd.index.overlay", "inferd.index.update", "inferd.refactor.edits",
    "inferd.syntax.extract", "inferd.syntax.parse",
}  # fmt: skip

PROGRAM = """
import json, sys
before = set(sys.modules)
from inferd.cli.main import main
status = main(sys.argv[1:])
print(json.dumps([status, sorted(set(sys.modules) - before)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        ["refs", "shop.cart:Cart.total"],
        ["refs", "shop.cart:Cart.total", "--json"],
        ["def", "shop/view.py:7:12"],
        ["members", "shop.cart:Gift", "--json"],
        ["bindings", "shop/cart.py"],
        ["strings", "total"],
        ["unresolved"],
    ],
)
def test_a_question_imports_nothing_heavy(shop, run, words):
    run("index")
    done = subprocess.run([sys.executable, "-c", PROGRAM, "query", *words], capture_output=True, text=True, check=True)
    status, imported = json.loads(done.stderr.splitlines()[-1])
    assert status == 0
    assert done.stdout
    heavy = sorted(FORBIDDEN & set(imported))
    assert not heavy, f"`inferd query {' '.join(words)}` imports {', '.join(heavy)}"


def test_importing_inferd_imports_nothing_of_it():
    code = "import sys, inferd; print([m for m in sys.modules if m.startswith('inferd.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
