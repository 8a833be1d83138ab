"""`python -m inferd.runtime`: what stands behind it, said as to Python itself too."""

import subprocess
import sys
from pathlib import Path

import pytest

import inferd

HOME = str(Path(inferd.__file__).resolve().parent.parent)
START = f"""\
import sys
sys.path.insert(0, {HOME!r})
from inferd.runtime.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    "words", [["--", sys.executable, "shop.py", "1"], ["shop.py", "1"], ["-m", "shop", "1"], ["--exhaustive", "shop.py", "1"]]
)
def test_a_script_and_a_module_need_no_interpreter(tmp_path, words):
    (tmp_path / "shop.py").write_text("import sys\ndef main(x):\n    print(x, sys.argv)\nmain(sys.argv[1])\n")
    spool = tmp_path / "spool"
    command = [sys.executable, "-c", START]
    done = subprocess.run(
        [*command, "--spool", str(spool), *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.partition(" ")[0], done.stderr) == (0, "1", "")
    assert '"main"' in next(spool.glob("*.jsonl")).read_text()
