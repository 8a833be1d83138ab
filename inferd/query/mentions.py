"""Templates and configuration files that mention a name.  They are not Python, no index holds them: they are searched
as text when a report is made.

Two degrees: *in full* (`shop.cart:Cart.total`, `shop.cart.Cart`), which is an entry point or a setting that means this
symbol, and *the word alone*: in a template an attribute or a tag (`{{ cart.total }}`), in configuration anything.

What it costs: one walk over the project's folders and a read of each such file; some 30 ms of CPU for 440 files among
Django's 10,000.
"""

import os
import re
from typing import NamedTuple

from inferd.source.files import may_enter

MAX_BYTES = 1_000_000  # larger files are data
MAX_FILES = 5_000

TEMPLATES = frozenset(("html", "htm", "jinja", "jinja2", "j2", "mako", "tmpl", "tpl", "djt", "djhtml"))
CONFIGURATION = frozenset(("toml", "cfg", "ini", "yaml", "yml", "json", "conf", "xml", "env", "properties"))
_ENTRIES = ("pyproject.toml", "setup.cfg", "entry_points.txt")
_APART = ("package-lock.json", "poetry.lock", "uv.lock")


class Mention(NamedTuple):
    """A risk of text files: see `query.risks`."""

    kind: str
    level: str
    why: str
    places: list[tuple[str, int, int]]
    count: int  # type: ignore[assignment]  # instead of the tuple's method, which nobody calls on it


def find(root: str, name: str, full: list[str], is_member: bool) -> list[Mention]:
    """The files that mention *name*; *full*: its dotted names."""
    word = name.encode()
    complete = (
        re.compile(rb"(?<![\w.])(?:%s)(?![\w])" % b"|".join(re.escape(f.encode()) for f in full)) if full else None
    )
    entries: list[tuple[str, int, int]] = []
    settings: list[tuple[str, int, int]] = []
    words: list[tuple[str, int, int]] = []
    templates: list[tuple[str, int, int]] = []
    after = rb"\.\s*" if is_member else rb"(?:\.|\|\s*|\{%-?\s*|\{\{-?\s*|[ (=])"
    in_template = re.compile(rb"\{[{%%](?:(?!%%\}|\}\}).)*?%s(?<!\w)%s(?!\w)" % (after, re.escape(word)))
    bare = re.compile(rb"(?<![\w])%s(?![\w])" % re.escape(word))
    for path, suffix in _files(root):
        data = _read(f"{root}/{path}")
        if word not in data:
            continue
        for number, line in enumerate(data.split(b"\n"), 1):
            if word not in line:
                continue
            if suffix in TEMPLATES:
                found = in_template.search(line)
                if found:
                    templates.append((path, number, found.end() - len(word) + 1))
                continue
            at = complete.search(line) if complete is not None else None
            if at is not None:
                (entries if path.rpartition("/")[2] in _ENTRIES else settings).append((path, number, at.start() + 1))
            elif (loose := bare.search(line)) is not None:
                words.append((path, number, loose.start() + 1))
    out = []
    if entries:
        why = "an entry point or a setting of the package names it in full"
        out.append(Mention("entry points", "breaks", why, entries, len(entries)))
    if settings:
        out.append(Mention("configuration", "breaks", "configuration names it in full", settings, len(settings)))
    if templates:
        kind = "an attribute" if is_member else "a name"
        why = f"templates use {kind} {name}, which may be this one"
        out.append(Mention("templates", "check", why, templates, len(templates)))
    if words:
        files = len({p for p, _, _ in words})
        why = f"the word {name} stands in {files} configuration {'file' if files == 1 else 'files'}"
        out.append(Mention("configuration words", "note", why, words, len(words)))
    return out


def _files(root: str) -> list[tuple[str, str]]:
    """(path, suffix) of the text files that may name code, below a root."""
    out: list[tuple[str, str]] = []
    pending = [(root, "")]
    while pending and len(out) < MAX_FILES:
        folder, prefix = pending.pop()
        here: list[tuple[str, str]] = []
        inside: list[tuple[str, str]] = []
        try:
            with os.scandir(folder) as items:
                for item in items:
                    name = item.name
                    stem, dot, suffix = name.rpartition(".")
                    if dot and stem and (suffix in TEMPLATES or suffix in CONFIGURATION or name in _ENTRIES):
                        if name not in _APART and item.is_file(follow_symlinks=False):
                            here.append((prefix + name, suffix))
                    elif name == "pyvenv.cfg" and prefix:
                        here, inside = [], []
                        break
                    elif (
                        (not dot or suffix not in _NO_FOLDER) and may_enter(name) and item.is_dir(follow_symlinks=False)
                    ):
                        inside.append((item.path, f"{prefix}{name}/"))
        except OSError:
            continue  # a folder that nobody may read: `inferd status` says so
        out += here
        pending += inside
    out.sort()
    return out


_NO_FOLDER = frozenset(("py", "pyi", "txt", "po", "mo", "rst", "md", "pyc", "so", "js", "css", "svg", "png"))


def _read(path: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return b""
    try:
        data = os.read(descriptor, MAX_BYTES + 1)
    except OSError:
        return b""
    finally:
        os.close(descriptor)
    return data if len(data) <= MAX_BYTES else b""


__all__ = ["Mention", "find"]
