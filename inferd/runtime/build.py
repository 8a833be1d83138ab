"""`python -m inferd.runtime.build [--python PYTHON]`: compile the recorder's accelerator for an interpreter.

Not needed: without it the recorder is pure Python. It takes a C compiler (`$CC`, or cc, gcc, clang) and the headers of
that interpreter, which must be CPython 3.12 or 3.13, and writes one file into inferd's cache of the user.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys

from .accelerator import SOURCE, digest, file_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_ASK = """
import sys, sysconfig, _imp
print(sys.implementation.name, sys.hexversion, (_imp.extension_suffixes() or ["-"])[0],
      sysconfig.get_config_var("Py_GIL_DISABLED") or 0, sysconfig.get_paths()["include"], sep=chr(10))
"""


class BuildError(Exception):
    """The accelerator cannot be built; the text says why."""


def build(python: str, directory: str) -> str:
    """The file of the accelerator for an interpreter, compiled if it is not there. Raises BuildError."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "INFERD"))}
    try:
        command = [python, "-I", "-c", _ASK]
        asked = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env, check=False)
        name, version, suffix, free, include = asked.stdout.splitlines()
        number = int(version)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise BuildError("%s does not say what it is" % python) from error
    if name != "cpython" or not 0x030C0000 <= number < 0x030E0000 or free != "0":
        raise BuildError("it is made for CPython 3.12 and 3.13 with the global lock, which %s is not" % python)
    path = os.path.join(directory, file_name(digest(), number, suffix))
    if os.path.exists(path):
        return path
    compiler = os.environ.get("CC") or next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if not compiler:
        raise BuildError("there is no C compiler (cc, gcc, clang)")
    if not os.path.exists(os.path.join(include, "internal", "pycore_frame.h")):
        raise BuildError("the headers of %s are not there (%s)" % (python, include))
    draft = "%s.%d" % (path, os.getpid())
    command = [*compiler.split(), "-O2", "-shared", "-fPIC", "-I", include, SOURCE, "-o", draft]
    if sys.platform == "darwin":
        command += ["-undefined", "dynamic_lookup"]
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["exit status %d" % done.returncode]
            raise BuildError("%s failed: %s" % (compiler, said[0]))
        os.chmod(draft, 0o700)
        os.replace(draft, path)
    except (OSError, subprocess.SubprocessError) as error:
        raise BuildError(str(error)) from error
    finally:
        if os.path.exists(draft):
            os.unlink(draft)
    return path


def interpreter_of(command: Sequence[str]) -> str | None:
    """The interpreter that a command begins with, or that its script names; None where that is not plain."""
    path = shutil.which(command[0]) if command else None
    if path is None:
        return None
    if os.path.basename(path).startswith("python"):
        return path
    try:
        with open(path, "rb") as stream:
            line = stream.readline(512)
    except OSError:
        return None
    words = line[2:].decode(errors="replace").split() if line.startswith(b"#!") else []
    if words and os.path.basename(words[0]) == "env":
        words = [shutil.which(word) or "" for word in words[1:2]]
    return words[0] if words and os.path.basename(words[0]).startswith("python") and os.path.exists(words[0]) else None


def main(argv: list[str] | None = None) -> int:
    from inferd.source.layout import user_cache_dir

    parser = argparse.ArgumentParser(prog="python -m inferd.runtime.build", description="Compile the accelerator.")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the programs to record")
    parser.add_argument("--directory", default=None, help="where to write it; the user's cache by default")
    given = parser.parse_args(argv)
    try:
        print(build(given.python, given.directory or os.path.join(user_cache_dir(), "accelerator")))
    except BuildError as error:
        sys.stderr.write("inferd: the accelerator was not built: %s\n" % error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
