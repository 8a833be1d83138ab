"""Settings: `.project/config.toml` over `[tool.inferd]` in `pyproject.toml`.

A project and its settings are untrusted: no setting is code, and no path in them leaves the project's root.
A setting that is not known, or is of the wrong kind, is an error that names the file, the key and the nearest
known key.
"""

from __future__ import annotations

import os
from stat import S_ISREG
from typing import Any, NamedTuple

from inferd.errors import ConfigError

MAX_FILE_SIZE = 2_000_000
FOLLOW_CALLS = 60_000
_MAX_CONFIG_SIZE = 1_000_000


class Config(NamedTuple):
    """The settings of one project, defaults filled in. All paths and patterns are relative to the root, with '/'."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    """Folders from which imports count; empty: found by themselves."""
    python: str | None = None
    """The folder of the environment whose packages are read, also where the interpreter in it was named."""
    infer: str = "on-change"
    """'on-change' or 'on-request'."""
    record: bool = True
    """Whether observations of recorded runs are taken in."""
    project_dir: str | None = None
    """Where the index is kept instead of `.project`; only pyproject.toml can say so."""
    max_file_size: int = MAX_FILE_SIZE
    """Larger files (bytes) are not analysed."""
    follow_calls: int = FOLLOW_CALLS
    """In projects of more scopes (modules, classes, functions), what is passed in calls is not followed."""


# The kind of each setting, by its name in the files. (Names in Config have '_' for '-'.)
_KINDS: dict[str, str | tuple[str, ...]] = {
    "include": "patterns",
    "exclude": "patterns",
    "source-roots": "paths",
    "python": "environment",
    "infer": ("on-change", "on-request"),
    "record": "boolean",
    "project-dir": "path",
    "max-file-size": "size",
    "follow-calls": "count",
}


def load(root: str, project_dir: str | None = None) -> Config:
    """The settings of the project at `root`, whose index is in `project_dir` (None: there is no index yet).

    Raises ConfigError for the first setting that is wrong.
    """
    settings = pyproject_settings(root)
    if project_dir is not None:
        path = os.path.join(project_dir, "config.toml")
        table = _read_table(path, project_dir)
        if table:
            if "project-dir" in table:
                raise ConfigError(
                    path, "it says where this very file is", "project-dir", hint="set it in pyproject.toml"
                )
            settings.update(_checked(table, path, root))
    return Config(**settings)


def pyproject_settings(root: str) -> dict[str, Any]:
    """The checked settings under `[tool.inferd]` of the project's `pyproject.toml`, by their names in Config."""
    path = os.path.join(root, "pyproject.toml")
    document = _read_table(path, root, mention=b"inferd")
    tool = document.get("tool") if document else None
    if not isinstance(tool, dict) or "inferd" not in tool:
        return {}
    table = tool["inferd"]
    if not isinstance(table, dict):
        raise ConfigError(path, "must be a table", "tool.inferd")
    return _checked(table, path, root)


def complaint(root: str) -> str:
    """What is wrong with a pyproject.toml that holds no settings of inferd, which is read all the same; '' for nothing.

    Nobody who asks something is kept by it: entry points and line lengths are what it says.
    """
    try:
        read_project_table(root)
    except ConfigError as error:
        return f"{error.message}; nothing in it is read (entry points, `[tool.inferd]`) until that is mended"
    return ""


def read_project_table(root: str) -> dict[str, Any]:
    """The project's pyproject.toml, as far as there is one.  Raises ConfigError."""
    return _read_table(os.path.join(root, "pyproject.toml"), root) or {}


def _read_table(path: str, home: str, mention: bytes = b"") -> dict[str, Any] | None:
    """The TOML document at `path`; None where there is none, where its bytes do not hold `mention`, or where it is all
    comments.

    tomllib takes milliseconds to import, hence the two looks at the bytes. Links that lead out of `home` and files that
    are no regular ones are refused: opening a pipe, for instance, would wait for ever.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ConfigError(path, f"cannot be read: {_why(error)}") from None
    if not S_ISREG(status.st_mode):
        raise ConfigError(path, "is not a regular file")
    if os.path.islink(path) and not inside(home, path):
        raise ConfigError(path, "is a link that leads elsewhere")
    if status.st_size > _MAX_CONFIG_SIZE:
        raise ConfigError(path, f"is too large ({status.st_size} bytes)")
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read(_MAX_CONFIG_SIZE)
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {_why(error)}") from None
    if mention not in data or all(not line or line.startswith(b"#") for line in map(bytes.strip, data.splitlines())):
        return None  # the configuration that `inferd init` lays down says nothing, and most keep it
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, "not valid utf-8", line=line) from None
    except tomllib.TOMLDecodeError as error:
        reason, line = _without_position(str(error), data)
        hint = "mend that line: until then the settings of the project are not known"
        raise ConfigError(path, f"not valid TOML: {reason}", line=line, hint=hint) from None
    except RecursionError:
        raise ConfigError(path, "not valid TOML: nested too deeply") from None


def _without_position(message: str, data: bytes) -> tuple[str, int]:
    """Tomllib's message without "(at line 3, column 5)", and that line."""
    reason, found, position = message.partition(" (at ")
    digits = position.removeprefix("line ").partition(",")[0]
    if found and digits.isdecimal():
        return reason, int(digits)
    return reason, data.count(b"\n") + (0 if data.endswith(b"\n") else 1)


def _checked(table: dict[str, Any], path: str, root: str) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for key, value in table.items():
        kind = _KINDS.get(key)
        if kind is None:
            raise ConfigError(path, "there is no such setting", key, hint=_nearest(key))
        settings[key.replace("-", "_")] = _value(kind, value, key, path, root)
    return settings


def _value(kind: str | tuple[str, ...], value: Any, key: str, path: str, root: str) -> Any:
    def wrong(expected: str) -> ConfigError:
        return ConfigError(path, f"must be {expected}, not {_toml_kind(value)}", key)

    if isinstance(kind, tuple):
        if value not in kind:
            expected = " or ".join(f'"{choice}"' for choice in kind)
            raise ConfigError(path, f"must be {expected}", key) if isinstance(value, str) else wrong(expected)
        return value
    if kind == "boolean":
        if not isinstance(value, bool):
            raise wrong("true or false")
        return value
    if kind in ("size", "count"):
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong("a number of bytes" if kind == "size" else "a number")
        if value < 1:
            raise ConfigError(path, "must be at least 1", key)
        return value
    if kind in ("path", "environment"):
        if not isinstance(value, str):
            raise wrong("a string")
        return _path_in_root(_folder_of(value) if kind == "environment" else value, key, path, root)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise (
            wrong("an array of strings")
            if not isinstance(value, list)
            else ConfigError(path, "must be an array of strings only", key)
        )
    if kind == "paths":
        return tuple(_path_in_root(item, key, path, root) for item in value)
    return tuple(_pattern(item, key, path) for item in value)


def _folder_of(value: str) -> str:
    """The folder of an environment that is named by its interpreter, which is a link out of the project as a rule."""
    folder, name = os.path.split(value)
    if name.lower().startswith(("python", "pypy")) and os.path.basename(folder).lower() in ("bin", "scripts"):
        return os.path.dirname(folder) or "."
    return value


def _path_in_root(value: str, key: str, path: str, root: str) -> str:
    """`value` normalised, with '/', or ConfigError where it does not name a place below the root ('.' is the root)."""
    plain = value.replace("\\", "/") if os.sep == "\\" else value
    if not plain or "\0" in plain:
        raise ConfigError(path, "must name a path", key)
    if os.path.isabs(value) or plain.startswith(("/", "~")) or ".." in plain.split("/"):
        raise ConfigError(path, f'"{value}" leaves the project: paths are relative to its root', key)
    if not inside(root, os.path.join(root, value)):
        raise ConfigError(path, f'"{value}" leaves the project through a link', key)
    return os.path.normpath(plain).replace(os.sep, "/")


def _pattern(value: str, key: str, path: str) -> str:
    plain = value.strip()
    if not plain.strip("/") or "\0" in plain:
        raise ConfigError(path, "a pattern is empty", key)
    if ".." in plain.split("/"):
        raise ConfigError(path, f'"{value}" leaves the project: patterns are relative to its root', key)
    return plain


def inside(root: str, path: str) -> bool:
    """Whether `path`, links followed, is `root` or below it. Parts that do not exist are taken as they are."""
    real_root = os.path.realpath(root)
    real = os.path.realpath(path)
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.lower().replace("_", "-"), _KINDS, n=1, cutoff=0.0)
    return f'the nearest known one is "{near[0]}"' if near else ""


def _toml_kind(value: object) -> str:
    for kind, name in (
        (bool, "true or false"),
        (str, "a string"),
        (int, "a number"),
        (float, "a number"),
        (list, "an array"),
        (dict, "a table"),
    ):
        if isinstance(value, kind):
            return name
    return "a date or time"


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
