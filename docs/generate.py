"""Write docs/reference/cli.md from the commands' help and docs/reference/schema.md from the schema.

`python docs/generate.py` writes both; with `--check` it only says which are out of date (exit status 1), as
tests/cli/test_docs.py does.
"""

import inspect
import os
import sys
from collections.abc import Iterator

import click

from inferd.cli import commands
from inferd.store import connection, schema

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference")
_IN_GENERAL = """\
Results go to standard output; notes, warnings and progress go to standard error. The exit status is 0 where something
was found or done, 1 where nothing was found (or `check` found something wrong), 2 after an error, and 130 after Ctrl-C.
Colours appear only on a terminal, and not where `NO_COLOR` is set. `INFERD_PROJECT_DIR` names another place for the
index, as `--project-dir` does, and `INFERD_DEBUG=1` shows the traceback of an error that inferd did not expect.

Where a daemon runs, `query`, `impact` and `refactor` are answered by it, with the same output; `INFERD_NO_DAEMON=1`
leaves it alone. `INFERD_DAEMON_IDLE` and `INFERD_INDEXER_IDLE` are the seconds without a client after which the daemon,
and without a question after which a project's indexer ends (1800 and 900); `INFERD_WATCH=polling` has indexers look at
the files from time to time instead of relying on notifications. The daemon takes these from the environment that it was
started in."""
_JSON = """\
## JSON

`inferd query … --json` prints one object a target:

```json
{"revision": 12, "settling": false, "target": "shop.cart:Cart.total", "rows": [],
 "undecided": [{"reason": "attributes of this name whose receiver is not known", "count": 3, "hint": ""}],
 "not_analysed": [{"path": "shop/broken.py", "reason": "syntax error: invalid syntax, line 1"}]}
```

A row of `refs`, `bindings`, `strings` and `unresolved` has `path`, `line`, `column`, `end_line`, `end_column`, `text`,
`role`, `scope`, `symbol`, `confidence` (`exact`, `inferred` or `possible`) and `evidence`. A row of `def`, `members`,
`impls` and `overrides` has `symbol`, `kind`, `ordinal`, `path`, `line`, `column`, `end_line`, `end_column`,
`body_line`, `body_end_line`, `stale`, `confidence` and `evidence`: what only has the members of a Protocol is
`inferred`. A row of `type` has `path`, `line`, `column`, `kind` (`variable`, `parameter`
or `attribute`), `name`, `scope`, `types` (sorted texts; `?` among them says that there may be others) and `evidence`.
A row of `problems` has `path`, `line`, `column`, `end_line`, `end_column`, `code`, `message`, `scope`, `symbol`
(what it is about), `confidence`, `help` (the section of the documentation) and `evidence`.
An entry of `evidence` has `kind` (`declared`, `stub`, `static` or `docstring`), `why` and, where there is a place to
look at, `path` and `line`; of files outside the project the path in their package. `settling` is true
where rows stayed `possible` because the types of their files are not settled yet. Lines and columns count from 1,
columns in characters; paths are relative to the project.
What `--limit` or `--confidence` cut off is counted in `undecided`, so that a part never looks like the whole. A target
that is unknown or ambiguous gives `{"target", "error", "hint", "candidates"}` instead, and the exit status 2.

`inferd impact --format json` prints `target`, `family`, `references` (`exact`, `inferred`, `possible`), `callers`,
`tests`, `risks` and `not_analysed`. `inferd refactor rename --json` prints `description`, `target`, `files`, `rows`,
`left_out`, `warnings`, `applied` and `diff`."""
_DATABASE = f"""\
`.project/callinfo.db` is a SQLite file. The views below are API: other tools may read them, with `sqlite3`,
`sqlite-utils` or `datasette`, also while inferd writes. The tables are not, and change with the schema version, which
is now {schema.SCHEMA_VERSION}.

```console
$ sqlite3 .project/callinfo.db "select path, count(*) from mentions where name = 'total' group by path"
```"""  # noqa: S608 - a page, not a statement
_MARK = "<!-- Written by docs/generate.py; change the code instead. -->"


def cli() -> str:
    """The reference of all commands."""
    parts = [
        "# Commands",
        _MARK,
        _IN_GENERAL,
        _JSON,
        *_sections(commands.cli, "inferd", None),
    ]
    return "\n\n".join(parts) + "\n"


def _sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    helps = ["-h", "--help"]
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=88, max_content_width=88, help_option_names=helps
    )
    path = context.command_path
    yield f"## {path}"
    yield f"```text\n{command.get_help(context).rstrip()}\n```"
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _sections(inner, inner.name or "", context)


def tables() -> str:
    """The reference of the views and tables of the database."""
    db = connection.connect(":memory:")
    connection.create(db, b"docs", 1)
    db.execute("PRAGMA trusted_schema = ON")  # it is ours: this lets the views with functions be asked about
    prose = inspect.cleandoc(schema.__doc__ or "")
    parts = [
        "# The database",
        _MARK,
        _DATABASE,
        "## Views",
    ]
    for view, (what, _) in schema.VIEWS.items():
        parts += [f"### {view}", what, _columns(db, view, typed=False)]
    parts += ["## Tables", f"```text\n{prose}\n```"]
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in names:
        if not table.startswith(("sqlite_", "_sqlite")):
            kind = "index table" if table in schema.INDEX_TABLE_NAMES else "durable table"
            parts += [f"### {table}", f"A{'n' if kind[0] == 'i' else ''} {kind}.", _columns(db, table, typed=True)]
    db.close()
    return "\n\n".join(parts) + "\n"


def _columns(db: object, name: str, typed: bool) -> str:
    rows = db.execute(f'PRAGMA table_info("{name}")').fetchall()  # type: ignore[attr-defined]
    if not typed:
        return "Columns: " + ", ".join(f"`{row[1]}`" for row in rows)
    lines = ["| column | type | |", "| --- | --- | --- |"]
    for _, column, kind, needed, _, key in rows:
        said = ["key"] if key else []
        said += [] if needed or key else ["may be null"]
        lines.append(f"| `{column}` | {kind.lower()} | {', '.join(said)} |")
    return "\n".join(lines)


PAGES = {"cli.md": cli, "schema.md": tables}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which differ."""
    stale = []
    for name, make in PAGES.items():
        path = os.path.join(HERE, name)
        text = make()
        try:
            with open(path, encoding="utf-8") as file:
                old = file.read()
        except FileNotFoundError:
            old = ""
        if old == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            os.makedirs(HERE, exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
    if stale and "--check" in arguments:
        print(f"out of date: docs/reference/{', docs/reference/'.join(stale)}; run `python docs/generate.py`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
