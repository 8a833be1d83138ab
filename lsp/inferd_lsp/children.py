"""The processes that a session starts beside itself.

They are isolated (`python -I`), as those of the daemon are: neither the folder that they are started in nor PYTHONPATH
can bring code.
"""

import os
import subprocess
import sys

_BOOT = (
    "import sys; from importlib import import_module; sys.path[:0] = sys.argv[3:]; "
    "import_module('inferd_lsp.' + sys.argv[1]).serve(sys.argv[2])"
)


def start(module: str, word: str) -> "subprocess.Popen[bytes]":
    """A process that runs `serve(word)` of a module of this package, with pipes for its input and output."""
    import inferd
    import inferd_lsp

    files = [os.path.abspath(str(m.__file__)) for m in (inferd, inferd_lsp)]
    places = dict.fromkeys(os.path.dirname(os.path.dirname(file)) for file in files)
    command = [sys.executable, "-I", "-c", _BOOT, module, word, *places]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
