# ruff: noqa: E501, PERF401 - lists of texts, and tables, read best with one item a line
"""Random edits of a small project, as people and tools make them, and the check that incremental equals cold.

A `Workshop` is a directory on disk and a live database of it.  Each edit is drawn from a random source, changes files on
disk, and is described in a line, so that a failing script can be read and replayed: the same seed and files give the same
edits.  `benchmarks/edit_scripts.py` runs thousands of them over a corpus, `test_edit_scripts.py` a few over the standard library.
"""

import os
import random
import re
import shutil
from collections.abc import Callable, Iterable

from inferd.config import Config
from inferd.index import bring, update
from inferd.store import connection
from inferd.store.rows import Reader
from inferd.syntax.facts import ANALYSIS_VERSION

_WORD = re.compile(rb"\b[A-Za-z_]\w{2,}\b")
_KEYWORDS = frozenset(
    b"and as assert async await break class continue def del elif else except finally for from global if import in is lambda "
    b"nonlocal not or pass raise return try while with yield None True False match case".split()
)
_BROKEN = (
    b"def (:\n", b"x = (\n", b'"""\n', b"'''\n", b"class\n", b"    stray = 1\n", b"\tstray\n", b"if x:\n", b"try:\n", b"]\n", b"@\n",
    b"class X(:\n", b"def f(a, a): pass\n", b"return\n", b"x = \x00\n", b"x = 'open\n", b"for\n", b"f(**\n", b"\\\n", b"\x0c(\n",
    b"    def orphan(self):\n        return self.x\n", b"async\n", b"print 'old'\n", b"lambda: (yield\n", b"\xff\xfe\n",
)  # fmt: skip
_SNIPPETS = (
    b"def added(one, two=None):\n    return one\n", b"class Added(object):\n    def total(self):\n        return self.count\n",
    b"VALUE = 1\n", b"if VALUE:\n    def chosen(): pass\nelse:\n    class chosen: pass\n", b"@property\ndef x(self): return 1\n",
    b"__all__ = ['added', 'VALUE']\n", b"__all__ += ['Added']\n", b"class Added(Added): pass\n", b"x = y = z = 0\n",
    b"def outer():\n    class Inner:\n        def f(self): return self\n    return Inner\n", b"# a comment\n", b"\n\n", b"pass\n",
    "größe = 'ä.ö'\n".encode(), b"from os import *\n", b"def added(): global shared; shared = 1\n", b"class A(B, C, metaclass=M): x = 1\n",
)  # fmt: skip


class Workshop:
    """A project on disk, its live index, and the edits that are made to it."""

    def __init__(
        self, root: str, sources: Iterable[tuple[str, bytes]], seed: int | random.Random, spare: Iterable[bytes] = ()
    ):
        self.root = root
        self.random = seed if isinstance(seed, random.Random) else random.Random(seed)
        self.config = Config(max_file_size=400_000)
        self.history: dict[str, list[bytes]] = {}
        self.spare = list(spare)
        self.log: list[str] = []
        for path, data in sources:
            self.write(path, data)
        self.db = connection.connect(":memory:")
        connection.create(self.db, b"edits", ANALYSIS_VERSION)
        update.update(self.db, root, self.config, bulk=True)

    def close(self) -> None:
        self.db.close()

    # -- files ----------------------------------------------------------------------------------------------------

    def paths(self) -> list[str]:
        out = []
        for folder, _, names in os.walk(self.root):
            for name in names:
                full = os.path.join(folder, name)
                if not os.path.isfile(full) or os.path.islink(full) or name in ("tox.ini", "setup.cfg"):
                    continue
                out.append(os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/"))
        return sorted(out)

    def read(self, path: str) -> bytes:
        with open(os.path.join(self.root, path), "rb") as f:
            return f.read()

    def write(self, path: str, data: bytes) -> bool:
        """Write a file; False where a part of its path is a file, or it is a directory."""
        full = os.path.join(self.root, path)
        if os.path.lexists(full) and (os.path.islink(full) or not os.path.isfile(full)):
            if os.path.isdir(full) and not os.path.islink(full):
                return False
            os.unlink(full)
        try:
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as f:
                f.write(data)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            return False
        self.history.setdefault(path, []).append(data)
        return True

    def remove(self, path: str) -> None:
        os.unlink(os.path.join(self.root, path))

    # -- edits ----------------------------------------------------------------------------------------------------

    def step(self, edits: int | None = None) -> list[str]:
        """Make a few edits, bring the database up to date, and return how it differs from a cold index."""
        before = self._stamps()
        config = self.config
        for _ in range(edits or self.random.choice((1, 1, 1, 2, 4))):
            self.edit()
        only = None
        if self.config == config and self.random.random() < 0.4:  # as an editor's notifications would name them
            after = self._stamps()
            only = [p for p in before.keys() | after.keys() if before.get(p) != after.get(p)]
        update.update(self.db, self.root, self.config, only=only)
        return self.differences()

    def _stamps(self) -> dict[str, tuple]:
        """Every path, sources or not, with what a change of it shows in."""
        out = {}
        for folder, inner, names in os.walk(self.root):
            for name in (*inner, *names):
                info = os.lstat(os.path.join(folder, name))
                path = os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/")
                out[path] = (info.st_mode, info.st_mtime_ns, info.st_size, info.st_ino)
        return out

    def differences(self) -> list[str]:
        """How the live facts differ from a cold index, and what else is wrong with them."""
        reader = Reader(self.db)
        cold = bring.cold_copy(self.root, self.config)
        out = update.differences(update.dump(reader), update.dump(Reader(cold)))
        out += update.differences(dependencies(reader), dependencies(Reader(cold)))
        cold.close()
        out += [f"! {line}" for line in inconsistencies(reader)]
        return out

    def edit(self) -> str:
        """One random edit; returns what it was."""
        paths = self.paths()
        kind = self.random.choice(_EDITS if paths else [_create])
        path = self.random.choice(paths) if paths else "first.py"
        said = kind(self, path) or "nothing"
        line = f"{kind.__name__[1:]} {path}: {said}"
        self.log.append(line)
        return line


def dependencies(reader: Reader) -> list[str]:
    """What the base classes of each file rest on: no fact, but a missing one would leave a stale fact behind some day."""
    sql = "SELECT file.path, base_dep.module, base_dep.name FROM base_dep JOIN file ON file.id = base_dep.file_id"
    return [f"dependency {path} on {module}:{name}" for path, module, name in reader.db.execute(sql)]


def inconsistencies(reader: Reader) -> list[str]:
    """What no database of ours may hold, stale rows included: postings without blocks, blocks without postings or files."""
    from inferd.syntax.facts import postings_of

    out: list[str] = []
    files = {f.id: f.path for f in reader.files()}
    posted: dict[tuple[str, int], list[int]] = {}
    bits_of: dict[tuple[str, int], int] = {}
    for name, file_id, bits, ids in reader.all_postings():
        posted[name, file_id] = ids
        bits_of[name, file_id] = bits
    expected: dict[tuple[str, int], list[int]] = {}
    expected_bits: dict[tuple[str, int], int] = {}
    for file_id, path in files.items():
        last = 0
        for b in reader.blocks_of_file(file_id):
            if not b.stale and b.line < last - 1:  # `class A: x = 1` is two blocks in a line
                out.append(f"{path}: block {b.name} at line {b.line} begins inside the block before it")
            last = b.line + b.lines if not b.stale else last
            for name, bits in postings_of(b.names, b.occurrences, b.wide).items():
                expected.setdefault((name, file_id), []).append(b.id)
                expected_bits[name, file_id] = expected_bits.get((name, file_id), 0) | bits
        for s in reader.scopes_of_file(file_id):
            if s.block_id is not None and reader.block(s.block_id) is None:
                out.append(f"{path}: scope {s.qualname} in a block that is gone")
    for key in posted.keys() | expected.keys():
        if sorted(posted.get(key, [])) != sorted(expected.get(key, [])):
            out.append(
                f"posting {key[0]} in {files.get(key[1])}: {sorted(posted.get(key, []))}, blocks {sorted(expected.get(key, []))}"
            )
        elif bits_of[key] != expected_bits[key]:
            out.append(f"posting {key[0]} in {files.get(key[1])}: bits {bits_of[key]:b}, blocks {expected_bits[key]:b}")
    orphans = reader.db.execute("SELECT count(*) FROM block WHERE file_id NOT IN (SELECT id FROM file)").fetchone()[0]
    if orphans:
        out.append(f"{orphans} blocks of no file")
    return out


def _lines(w: Workshop, path: str) -> list[bytes]:
    return w.read(path).splitlines(keepends=True)


def _span(w: Workshop, lines: list[bytes], most: int = 12) -> tuple[int, int]:
    if not lines:
        return 0, 0
    a = w.random.randrange(len(lines))
    return a, min(len(lines), a + w.random.randint(1, most))


def _statements(lines: list[bytes]) -> list[int]:
    """Where lines begin in the first column, roughly the statements of a module; and its end."""
    starts = [
        i for i, line in enumerate(lines) if line[:1] not in (b"", b" ", b"\t", b"\n", b"\r", b"#", b")", b"]", b"}")
    ]
    return [*starts, len(lines)]


def _members(lines: list[bytes]) -> list[int]:
    starts = [i for i, line in enumerate(lines) if re.match(rb"    (def|class|@|\w+ =)", line)]
    return [*starts, len(lines)]


def _block(w: Workshop, lines: list[bytes]) -> tuple[int, int]:
    starts = (_statements if w.random.random() < 0.6 else _members)(lines)
    if len(starts) < 2:
        return _span(w, lines)
    i = w.random.randrange(len(starts) - 1)
    return starts[i], starts[min(len(starts) - 1, i + w.random.choice((1, 1, 1, 2, 3)))]


def _delete_lines(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    a, b = _span(w, lines)
    w.write(path, b"".join(lines[:a] + lines[b:]))
    return f"{a + 1}-{b}"


def _duplicate_lines(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    a, b = _span(w, lines)
    w.write(path, b"".join(lines[:b] + lines[a:b] + lines[b:]))
    return f"{a + 1}-{b}"


def _move_lines(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    a, b = _span(w, lines)
    rest = lines[:a] + lines[b:]
    c = w.random.randint(0, len(rest))
    w.write(path, b"".join(rest[:c] + lines[a:b] + rest[c:]))
    return f"{a + 1}-{b} to {c + 1}"


def _delete_block(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    a, b = _block(w, lines)
    w.write(path, b"".join(lines[:a] + lines[b:]))
    return f"{a + 1}-{b}"


def _duplicate_block(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    a, b = _block(w, lines)
    w.write(path, b"".join(lines[:b] + lines[a:b] + lines[b:]))
    return f"{a + 1}-{b}"


def _move_block(w: Workshop, path: str) -> str:
    """Within the file or into another one."""
    lines = _lines(w, path)
    a, b = _block(w, lines)
    rest = lines[:a] + lines[b:]
    target = w.random.choice(w.paths()) if w.random.random() < 0.3 else path
    if target != path:
        w.write(path, b"".join(rest))
        other = _lines(w, target)
        c = w.random.choice(_statements(other))
        w.write(target, b"".join(other[:c] + lines[a:b] + other[c:]))
        return f"{a + 1}-{b} to {target}:{c + 1}"
    c = w.random.choice(_statements(rest))
    w.write(path, b"".join(rest[:c] + lines[a:b] + rest[c:]))
    return f"{a + 1}-{b} to {c + 1}"


def _rename(w: Workshop, path: str) -> str:
    data = w.read(path)
    words = [x for x in _WORD.findall(data) if x not in _KEYWORDS]
    if not words:
        return ""
    old = w.random.choice(words)
    new = w.random.choice(
        [*w.random.sample(words, min(3, len(words))), b"renamed", b"_private", b"__mangled", old + b"_2"]
    )
    if w.random.random() < 0.5:
        hits = [m.start() for m in re.finditer(rb"\b" + old + rb"\b", data)]
        at = w.random.choice(hits)
        w.write(path, data[:at] + new + data[at + len(old) :])
        return f"one {old!r} to {new!r}"
    everywhere = w.paths() if w.random.random() < 0.3 else [path]
    for p in everywhere:
        w.write(p, re.sub(rb"\b" + old + rb"\b", new, w.read(p)))
    return f"{old!r} to {new!r} in {len(everywhere)} files"


def _insert_error(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    at = w.random.randint(0, len(lines))
    text = w.random.choice(_BROKEN)
    if w.random.random() < 0.3 and at < len(lines):
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(b" \t"))]
        text = indent + text
    w.write(path, b"".join([*lines[:at], text, *lines[at:]]))
    return f"{text!r} at {at + 1}"


def _break_line(w: Workshop, path: str) -> str:
    """Take a character away, as when somebody is typing."""
    data = w.read(path)
    if not data:
        return ""
    at = w.random.randrange(len(data))
    n = w.random.choice((1, 1, 3))
    w.write(path, data[:at] + data[at + n :])
    return f"{n} bytes at {at}"


def _truncate(w: Workshop, path: str) -> str:
    data = w.read(path)
    at = w.random.randint(0, len(data))
    w.write(path, data[:at])
    return f"at {at}"


def _restore(w: Workshop, path: str) -> str:
    """An earlier state of a file, also of one that is gone: undo, or another branch."""
    path = w.random.choice(sorted(w.history))
    states = w.history[path]
    i = w.random.randrange(len(states))
    return f"{path} state {i}" if w.write(path, states[i]) else ""


def _insert(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    text = w.random.choice(_SNIPPETS)
    at = w.random.choice(_statements(lines))
    if w.random.random() < 0.4:
        at = w.random.choice(_members(lines))
        text = b"".join(b"    " + x if x.strip() else x for x in text.splitlines(keepends=True))
    w.write(path, b"".join([*lines[:at], text, *lines[at:]]))
    return f"{text!r} at {at + 1}"


def _blank(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    at = w.random.randint(0, len(lines))
    w.write(path, b"".join([*lines[:at], b"\n" * w.random.randint(1, 3), *lines[at:]]))
    return f"at {at + 1}"


def _indent(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    a, b = _block(w, lines) if w.random.random() < 0.5 else _span(w, lines)
    if w.random.random() < 0.5:
        changed = [b"    " + x if x.strip() else x for x in lines[a:b]]
        if w.random.random() < 0.5:
            changed.insert(0, w.random.choice((b"if True:\n", b"class Around:\n", b"def around():\n", b"try:\n")))
    else:
        changed = [x[4:] if x.startswith(b"    ") else x for x in lines[a:b]]
    w.write(path, b"".join(lines[:a] + changed + lines[b:]))
    return f"{a + 1}-{b}"


def _modules(w: Workshop) -> list[str]:
    out = []
    for p in w.paths():
        if p.endswith((".py", ".pyi")):
            stem = p.rsplit(".", 1)[0]
            out.append((stem.removesuffix("/__init__")).replace("/", "."))
    return out or ["os"]


def _imports(w: Workshop, path: str) -> str:
    lines = _lines(w, path)
    module = w.random.choice(_modules(w))
    short = module.rpartition(".")[2]
    words = [x.decode() for x in _WORD.findall(w.read(w.random.choice(w.paths()))) if x not in _KEYWORDS] or ["x"]
    name = w.random.choice(words)
    text = w.random.choice(
        (
            f"import {module}", f"import {module} as {name}", f"from {module} import *", f"from {module} import {name}",
            f"from . import {short}", f"from .{short} import *", f"from ..{short} import {name} as {name}", f"from .{short} import {name}",
            f"try:\n    from {module} import {name}\nexcept ImportError:\n    {name} = None", f"__all__ = {words[:4]!r}",
            f"from {module} import __all__ as more\n__all__ = [*more]", f"__all__ += {short}.__all__", f"from .. import {short} as {name}",
            f"class {name}({short}.{name}): pass", f"class {name}({w.random.choice(words)}): pass",
        )
    )  # fmt: skip
    starts = [i for i, line in enumerate(lines) if line.startswith((b"import ", b"from "))]
    if starts and w.random.random() < 0.3:
        at = w.random.choice(starts)
        lines[at : at + 1] = [text.encode() + b"\n"] if w.random.random() < 0.6 else []
    else:
        at = w.random.choice(_statements(lines))
        lines[at:at] = [text.encode() + b"\n"]
    w.write(path, b"".join(lines))
    return f"{text!r} at {at + 1}"


def _bases(w: Workshop, path: str) -> str:
    data = w.read(path)
    found = list(re.finditer(rb"^( *)class (\w+)(\([^()\n]*\))?:", data, re.MULTILINE))
    if not found:
        return ""
    m = w.random.choice(found)
    others = [x[2].decode() for p in w.paths() for x in re.finditer(rb"^( *)class (\w+)", w.read(p), re.MULTILINE)]
    bases = ", ".join(w.random.sample(others, min(len(others), w.random.randint(0, 3))))
    new = m[1] + b"class " + m[2] + (f"({bases})" if bases or w.random.random() < 0.3 else "").encode() + b":"
    w.write(path, data[: m.start()] + new + data[m.end() :])
    return f"{m[2]!r} from {bases}"


def _delete(w: Workshop, path: str) -> str:
    w.remove(path)
    return "gone"


def _move(w: Workshop, path: str) -> str:
    data = w.read(path)
    folders = sorted({p.rpartition("/")[0] for p in w.paths()} | {"src", "tests", "pkg/deep/er"})
    folder = w.random.choice(folders)
    name = w.random.choice((path.rpartition("/")[2], "moved.py", "__init__.py", "other.pyi", "conftest.py"))
    target = f"{folder}/{name}" if folder else name
    w.remove(path)
    return f"to {target}" if w.write(target, data) else "lost"


def _create(w: Workshop, path: str) -> str:
    data = w.random.choice([*w.spare, b"", b"from . import *\n", *(s[-1] for _, s in sorted(w.history.items()))])
    folder = path.rpartition("/")[0]
    name = w.random.choice(
        ("new.py", "__init__.py", "new.pyi", path.rpartition("/")[2] + "i", "odd-name.py", "sub/new.py", "run")
    )
    if name == "run":
        data = b"#!/usr/bin/env python3\n" + data
    target = f"{folder}/{name}" if folder else name
    return f"{target}" if w.write(target, data) else ""


def _package(w: Workshop, path: str) -> str:
    """A module becomes a package, or the other way round."""
    data = w.read(path)
    if path.endswith("/__init__.py"):
        target = path[: -len("/__init__.py")] + ".py"
    elif path.endswith(".py"):
        target = path[:-3] + "/__init__.py"
    else:
        return ""
    w.remove(path)
    return target if w.write(target, data) else "lost"


def _swap(w: Workshop, path: str) -> str:
    other = w.random.choice(w.paths())
    a, b = w.read(path), w.read(other)
    w.write(path, b)
    w.write(other, a)
    return f"with {other}"


def _rename_over(w: Workshop, path: str) -> str:
    """An atomic save: the text of one file is renamed into the place of another."""
    other = w.random.choice(w.paths())
    if other == path:
        return ""
    os.replace(os.path.join(w.root, path), os.path.join(w.root, other))
    return f"over {other}"


def _encode(w: Workshop, path: str) -> str:
    data = w.read(path)
    how = w.random.choice(
        ("bom", "latin", "latin-cookie", "utf-16", "crlf", "lf", "cr", "cookie", "bad-cookie", "null")
    )
    if how == "bom":
        data = data[3:] if data.startswith(b"\xef\xbb\xbf") else b"\xef\xbb\xbf" + data
    elif how == "latin":
        data = data + "ä = 1\n".encode("latin-1")
    elif how == "latin-cookie":
        data = b"# -*- coding: latin-1 -*-\n" + data + "grün = 'ä'\n".encode("latin-1")
    elif how == "utf-16":
        data = data.decode("utf-8", "replace").encode("utf-16")
    elif how == "crlf":
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    elif how == "lf":
        data = data.replace(b"\r\n", b"\n")
    elif how == "cr":
        data = data.replace(b"\n", b"\r")
    elif how == "cookie":
        data = b"# coding: utf-8\n" + data
    elif how == "bad-cookie":
        data = b"# coding: no-such-codec\n" + data
    else:
        data += b"\0"
    w.write(path, data)
    return how


def _grow(w: Workshop, path: str) -> str:
    w.write(path, w.read(path) + b"# " + b"x" * w.config.max_file_size)
    return "over the limit"


def _touch(w: Workshop, path: str) -> str:
    os.utime(os.path.join(w.root, path), (1_000_000_000 + w.random.randint(0, 9), 1_000_000_000))
    return "time only"


def _delete_folder(w: Workshop, path: str) -> str:
    folder = path.partition("/")[0] if w.random.random() < 0.3 else path.rpartition("/")[0]
    if not folder or folder == path or len(w.paths()) < 5 or w.random.random() < 0.5:
        return ""
    shutil.rmtree(os.path.join(w.root, folder))
    return folder


def _problem(w: Workshop, path: str) -> str:
    """A file becomes something that cannot be read: a link that leads nowhere, a pipe, a folder."""
    full = os.path.join(w.root, path)
    os.unlink(full)
    how = w.random.choice(("link", "pipe", "folder"))
    if how == "link":
        os.symlink("nowhere/at/all", full)
    elif how == "pipe":
        os.mkfifo(full)
    else:
        os.mkdir(full)
        w.write(path + "/inner.py", b"def inner(): pass\n")
    return how


def _marker(w: Workshop, path: str) -> str:
    """A file that makes its folder a root of its own comes or goes."""
    folder = path.rpartition("/")[0]
    full = os.path.join(w.root, folder, w.random.choice(("tox.ini", "setup.cfg", "manage.py")))
    if os.path.lexists(full):
        os.unlink(full)
        return "without one"
    with open(full, "wb") as f:
        f.write(b"")
    return "a root"


def _limit(w: Workshop, path: str) -> str:
    """The setting for the largest file that is analysed changes."""
    w.config = w.config._replace(max_file_size=w.random.choice((400_000, 400_000, 600_000, 3_000, 200)))
    return str(w.config.max_file_size)


_EDITS: list[Callable[[Workshop, str], str]] = [
    _delete_lines, _delete_lines, _duplicate_lines, _move_lines, _move_lines, _delete_block, _delete_block, _duplicate_block,
    _duplicate_block, _move_block, _move_block, _move_block, _rename, _rename, _rename, _insert_error, _insert_error, _insert_error,
    _break_line, _break_line, _truncate, _restore, _restore, _restore, _restore, _insert, _insert, _insert, _blank, _blank, _indent,
    _indent, _imports, _imports, _imports, _bases, _bases, _delete, _move, _move, _create, _create, _package, _swap, _rename_over,
    _encode, _encode, _grow, _touch, _delete_folder, _problem, _marker, _limit,
]  # fmt: skip
