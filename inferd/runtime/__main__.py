"""`python -m inferd.runtime [--spool DIR] [--root DIR] [--factor N] [--exhaustive] -- COMMAND …`

Instead of `-- COMMAND …` also `-m MODULE …` and `SCRIPT.py …`, which this interpreter runs.
"""

from __future__ import annotations

import argparse
import os
import sys

from . import launch


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m inferd.runtime", description="Run a Python command and record what flows through it."
    )
    parser.add_argument("--root", default=None, help="the project; the working directory by default")
    parser.add_argument("--spool", default=None, help="where to write; .project/spool under the root by default")
    parser.add_argument(
        "--factor", type=int, default=2, help="a function rests after FACTOR times its signatures brought nothing new"
    )
    parser.add_argument("--cap", type=int, default=256, help="... and after CAP calls at the latest")
    parser.add_argument("--exhaustive", action="store_true", help="never rest")
    parser.add_argument("--accelerator", default="", help="where `python -m inferd.runtime.build` has put accelerators")
    parser.add_argument("--run", default=None, help=argparse.SUPPRESS)
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND …", help="for example: -- pytest -q")
    given = parser.parse_args(_separated(sys.argv[1:] if argv is None else argv))
    command = given.command[1:] if given.command[:1] == ["--"] else given.command
    if not command:
        parser.error("no command was given; for example: python -m inferd.runtime -- pytest -q")
    root = os.path.abspath(given.root or os.getcwd())
    options = {
        "root": root,
        "factor": given.factor,
        "cap": given.cap,
        "exhaustive": int(given.exhaustive),
        "accelerate": given.accelerator and os.path.abspath(given.accelerator),
        "run": given.run,
    }
    options["run"] = given.run or launch.new_run()
    spool = given.spool or launch.default_spool(root)
    status = launch.run(command, spool, options)
    if not any(name.startswith(options["run"] + ".") for name in os.listdir(spool)):
        sys.stderr.write("inferd: nothing of %s ran under the recorder\n" % root)
    return status


def _separated(words: list[str]) -> list[str]:
    """`-m MODULE …` and `SCRIPT.py …`, as one says them to Python itself, as commands of this interpreter."""
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == "-m" or (word.endswith(".py") and os.path.isfile(word) and not os.access(word, os.X_OK)):
            return [*words[:at], "--", sys.executable, *words[at:]]
    return words


if __name__ == "__main__":
    sys.exit(main())
