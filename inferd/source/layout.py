"""Where a project begins, where its index is kept, and what is laid down there.

The index of a project is kept in `.project/` at its root. Where a *file* has that name (Eclipse), it is
`.inferproject/`; where the root cannot be written, a folder of the user's cache; and the user may name another place.
Each of these is said in `Layout.note`. A `.project` that is a link is refused: it may have come with the repository.

Several users of one checkout: a `.project` belongs to the user who owns the folder, and everybody else has an index of
their own in their cache, so that nobody sets anybody's database aside. The same user may come with several keys
(INFERD_USER_DIR, a home of a container): then a database under another key is set aside once, since it may be a copy
that nobody uses; whose own was set aside, or who would have to do it again, *gives way* to the cache.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from inferd.config import pyproject_settings
from inferd.errors import ConfigError, InferdError, ProjectNotFound, StoreForeign, StoreReadOnly, from_os_error

_INDEX_NAMES = (".project", ".inferproject")
_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg")
# The template's names, where they differ: a real `.gitignore` would hide the template itself from git.
_TEMPLATE_NAMES = {"gitignore": ".gitignore"}
_ON_LINUX: bool = sys.platform.startswith("linux")
_SPOOL = "spool"  # made first, so a directory that holds it is ours
_DATABASE = "callinfo.db"
# Marks in the user's own place for a root.
_TAKEN = "taken"  # a database of another key was set aside in the usual place once
_INSTEAD = "instead"  # the usual place is left to another key, as long as there is a database in it
_KEY_LENGTH = 32


class Layout(NamedTuple):
    """A project's root and the directory of its index (absolute paths); it need not exist yet."""

    root: str
    dir: str
    note: str = ""
    """One line that says why the index is elsewhere; '' where it is in `.project`."""
    named: bool = False
    """Whether the user has named the directory."""

    @property
    def database(self) -> str:
        """The path of the database."""
        return os.path.join(self.dir, _DATABASE)


def find_root(start: str) -> str:
    """The root of the project that the file or directory `start` belongs to, absolute.

    Going up: a directory with an index of this user wins; otherwise it is the nearest one with `pyproject.toml`,
    `setup.py`, `setup.cfg` or `.git`; otherwise `start` itself (for a file, its directory). The climb ends at a `.git`,
    and below the user's home directory and the root of the file system, which are projects only when `start` is there.
    Raises ProjectNotFound where `start` does not exist.
    """
    try:
        first = os.path.abspath(start)
        is_folder = os.path.isdir(first)
        exists = is_folder or os.path.lexists(first)
    except ValueError:
        raise ProjectNotFound(start, "not a possible path") from None
    if not exists:
        raise ProjectNotFound(start)
    folder = first = first if is_folder else os.path.dirname(first)
    home = os.path.realpath(os.path.expanduser("~"))
    nearest = ""
    while True:
        if any(_is_own_index(os.path.join(folder, name)) for name in _INDEX_NAMES):
            return folder
        has_git = os.path.lexists(os.path.join(folder, ".git"))
        if not nearest and (has_git or any(os.path.isfile(os.path.join(folder, name)) for name in _MARKERS)):
            nearest = folder
        parent = os.path.dirname(folder)
        if has_git or parent in (folder, os.path.dirname(parent)) or os.path.realpath(parent) == home:
            return nearest or first
        folder = parent


def project_dir(root: str, override: str | None = None) -> Layout:
    """Where the index of the project at `root` is kept, whether or not it exists.

    In this order: `override`, the environment variable INFERD_PROJECT_DIR, `project-dir` under `[tool.inferd]`,
    `.project` (or what stands in for it). Creates nothing. Raises ConfigError for a place that cannot be it.
    """
    root = os.path.abspath(root)
    for place, said in ((override, "--project-dir"), (os.environ.get("INFERD_PROJECT_DIR"), "INFERD_PROJECT_DIR")):
        if place:
            path = os.path.abspath(os.path.expanduser(place))
            _refuse_foreign(path, said, "")
            return Layout(root, path, f"the index is kept in {path} ({said})", named=True)
    configured = pyproject_settings(root).get("project_dir")
    if configured:
        path = os.path.normpath(os.path.join(root, *configured.split("/")))
        _refuse_link(path)
        _refuse_foreign(path, os.path.join(root, "pyproject.toml"), "project-dir")
        return _unless_anothers(
            Layout(root, path, f"the index is kept in {path} (project-dir in pyproject.toml)")
        )
    path = os.path.join(root, ".project")
    note = ""
    _refuse_link(path)
    if os.path.isfile(path):
        path = os.path.join(root, ".inferproject")
        note = "the index is kept in .inferproject, because .project is a file here"
        _refuse_link(path)
    elif not os.path.isdir(path) and _is_own_index(os.path.join(root, ".inferproject")):
        path = os.path.join(root, ".inferproject")
        note = "the index is kept in .inferproject"
    if not os.access(path if os.path.isdir(path) else root, os.W_OK | os.X_OK):
        path = own_place(root)
        return Layout(root, path, f"the project cannot be written, so its index is kept in {path}")
    return _unless_anothers(Layout(root, path, note))


def own_place(root: str) -> str:
    """The folder for the index of a root in the user's cache."""
    return os.path.join(user_cache_dir(), "projects", _place_name(root))


def belongs_to_another(path: str) -> bool:
    """Whether a folder is there and another user owns it."""
    if not hasattr(os, "geteuid"):
        return False
    try:
        return os.lstat(path).st_uid != os.geteuid()
    except OSError:
        return False


def _unless_anothers(usual: Layout) -> Layout:
    """The usual place or, where that is another's, the user's own."""
    if belongs_to_another(usual.dir):
        why = "belongs to another user"
    elif (
        os.path.isdir(os.path.join(user_cache_dir(), "projects"))  # as a rule there is none, and that is cheap to see
        and os.path.lexists(usual.database)
        and os.path.lexists(os.path.join(own_place(usual.root), _INSTEAD))
    ):
        why = "has the index of another user's inferd"
    else:
        return usual
    path = own_place(usual.root)
    return Layout(usual.root, path, f"{usual.dir} {why}, so yours is kept in {path}")


def is_to_give_way(root: str) -> bool:
    """Whether this user's inferd has set another's database aside here before, or has given way (a moment ago)."""
    place = own_place(root)
    return any(os.path.lexists(os.path.join(place, mark)) for mark in (_TAKEN, _INSTEAD))


def note_taken(root: str) -> None:
    """Remember that it has."""
    _mark(root, _TAKEN)


def own_layout(given: Layout) -> Layout:
    """Where the user's index would be if the usual place were another's; StoreForeign where the user has named it."""
    if given.named:
        raise StoreForeign(given.database, hint="name another place with --project-dir or INFERD_PROJECT_DIR")
    return Layout(given.root, own_place(given.root))


def give_way(given: Layout) -> Layout:
    """Leave the usual place to another's index; where the user's own is kept from now on."""
    _mark(given.root, _INSTEAD)
    return project_dir(given.root)


def _mark(root: str, name: str) -> None:
    path = os.path.join(own_place(root), name)
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _write_whole(path, b"", 0o600)
    except OSError as error:
        raise from_os_error(error, path) from error


def create(layout: Layout) -> None:
    """Lay down what is missing of the index's directory: `.gitignore`, `README.md`, `config.toml` and `spool/`.

    Several processes may do so at once, and killing one leaves each file whole or absent.
    Raises StoreReadOnly or DiskFull.
    """
    missing = _template(layout.dir)
    try:
        os.makedirs(os.path.join(layout.dir, _SPOOL), exist_ok=True)
        for target, data in missing:
            _write_whole(target, data, 0o666)
    except OSError as error:
        raise from_os_error(error, layout.dir) from error


def user_key() -> bytes:
    """32 secret bytes of this user, made on the first call, by which databases of this user's inferd are recognised.

    Kept in `inferd/key` of the user's data directory (or of INFERD_USER_DIR), mode 0600.
    Raises StoreReadOnly where that cannot be written, ConfigError where the file is not what it should be.
    """
    path = os.path.join(_user_data_dir(), "key")
    try:
        key = _read_key(path)
        if key is None:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            _write_whole(path, os.urandom(_KEY_LENGTH), 0o600)
            key = _read_key(path)  # another process may have been first: what stands there counts
    except OSError as error:
        failure = from_os_error(error, path)
        if isinstance(failure, StoreReadOnly):
            failure.hint = "name a writable directory for inferd's own data in INFERD_USER_DIR"
        raise failure from error
    if key is None:
        raise InferdError(f"{path}: vanished while it was read", "run the command again")
    return key


def user_cache_dir() -> str:
    """The directory for what inferd can make again at any time; not created."""
    override = os.environ.get("INFERD_USER_DIR")
    if override:
        return os.path.join(os.path.abspath(override), "cache")
    if _ON_LINUX:
        return _xdg("XDG_CACHE_HOME", ".cache")
    import platformdirs

    return platformdirs.user_cache_dir("inferd", appauthor=False)


def _user_data_dir() -> str:
    override = os.environ.get("INFERD_USER_DIR")
    if override:
        return os.path.abspath(override)
    if _ON_LINUX:
        return _xdg("XDG_DATA_HOME", os.path.join(".local", "share"))
    import platformdirs

    return platformdirs.user_data_dir("inferd", appauthor=False)


def _xdg(variable: str, default: str) -> str:
    """What platformdirs says on Linux, without its import, which every command would pay for."""
    base = os.environ.get(variable, "").strip()
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), default)
    return os.path.join(base, "inferd")


def _is_own_index(path: str) -> bool:
    """Whether `path` is a real directory of this user, so that nobody else can put a root above our projects."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    from stat import S_ISDIR

    return S_ISDIR(status.st_mode) and (not hasattr(os, "geteuid") or status.st_uid in (os.geteuid(), 0))


def _refuse_link(path: str) -> None:
    if os.path.islink(path):
        raise ConfigError(
            path,
            "is a link, and an index is not followed through links",
            hint="remove the link, or name the place with --project-dir or INFERD_PROJECT_DIR",
        )


def _refuse_foreign(path: str, said: str, key: str) -> None:
    """Refuse a file, and a directory that holds something else: the `.gitignore` that we put there would hide it."""
    try:
        names = os.listdir(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigError(said, f"{path}: {(error.strerror or str(error)).lower()}", key) from None
    if names and _SPOOL not in names:
        raise ConfigError(said, f"{path} holds something else", key, hint="name a directory that is new or empty")


def _place_name(root: str) -> str:
    """A name for the root in the user's cache: readable, and different for different real paths."""
    from inferd.source.text import content_hash

    real = os.path.realpath(root)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in os.path.basename(real))
    return f"{plain[:40].strip('.') or 'root'}-{content_hash(os.fsencode(real)).hex()}"


def _template_dir() -> str:
    """`_template` in an installed package, `.inferproject-template` in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "_template")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), ".inferproject-template")


def _template(directory: str) -> list[tuple[str, bytes]]:
    """What is missing in the directory of an index: path and content."""
    source = _template_dir()
    out = []
    try:
        for name in sorted(os.listdir(source)):
            target = os.path.join(directory, _TEMPLATE_NAMES.get(name, name))
            if not os.path.lexists(target):
                with open(os.path.join(source, name), "rb") as file:
                    out.append((target, file.read()))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InferdError(f"{source}: {why}; it is a part of inferd", "install inferd again") from None
    return out


def _write_whole(path: str, data: bytes, mode: int) -> None:
    """Put `data` at `path` unless something is there by then; never a part of it, whenever the process ends."""
    temporary = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        try:
            written = 0
            while written < len(data):
                written += os.write(descriptor, data[written:])
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            if not os.path.lexists(path):
                os.replace(temporary, path)
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def _read_key(path: str) -> bytes | None:
    """The key at `path`; None where there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    try:
        status = os.fstat(descriptor)
        key = os.read(descriptor, _KEY_LENGTH + 1)
        if hasattr(os, "geteuid"):
            if status.st_uid != os.geteuid():
                raise ConfigError(path, "belongs to another user", hint="remove it, or set INFERD_USER_DIR")
            if status.st_mode & 0o077:
                os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
    if len(key) != _KEY_LENGTH:
        raise ConfigError(
            path, "is not a key of inferd", hint="remove it; databases made with the old one are then set aside"
        )
    return key
