"""Small projects on disk: write them, read them back, run them."""

import os
import subprocess
import sys


def write(root, files):
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())


def tree(root):
    out = {}
    for directory, directories, names in os.walk(root):
        directories[:] = [d for d in directories if d not in (".project", "__pycache__", ".git")]
        for name in names:
            path = os.path.join(directory, name)
            with open(path, "rb") as file:
                out[os.path.relpath(path, root)] = file.read()
    return out


def output(root):
    """What main.py prints."""
    command = [sys.executable, "-B", "main.py"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
