"""What tests of renames share: small programs that are run before and after."""

import os
import subprocess
import sys


def write(root, files):
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())


def run(root):
    done = subprocess.run(
        [sys.executable, "-B", "main.py"], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tree(root):
    out = {}
    for directory, directories, names in os.walk(root):
        directories[:] = [d for d in directories if d not in (".project", "__pycache__")]
        for name in names:
            path = os.path.join(directory, name)
            with open(path, "rb") as f:
                out[os.path.relpath(path, root)] = f.read()
    return out
