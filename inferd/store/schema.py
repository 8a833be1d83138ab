"""The tables of `callinfo.db`: two groups with two kinds of life.

*Index tables* hold what can be had again from the files.  They carry one version; where it is not ours they are dropped
and rebuilt, never migrated.  *Durable tables* hold what cannot be had again (observations of runs) and are changed by
migrations only; they have no foreign key into index tables.

What a row is, whose it is, when it dies
    file      one per source file; dies with the file.  `namespace` is JSON (see `inferd.index.resolve`).
    block     one per block of a file (see `inferd.syntax.facts`), its occurrences packed.  A block whose text, owner
              and facts are the same after an edit keeps its row; only `line` follows it.  `stale` marks the last good
              facts of a block that does not parse at present.
    posting   name -> file -> blocks: the inverted index.  One row for each name in each file: a block id, or a JSON
              list of them.
    scope     one per module, class and function: the three hashes and, beside its body hash, the flow program, which is
              a pure function of what that hash covers.  (A table of programs by hash was tried: the few equal bodies
              saved less than the index cost, and filling it in hash order wasted 45 % of its pages.)
    ordinal   0, 1, 2 ... as far as the longest block needs: lets a view count through packed occurrences.
    base      the base classes of each class, resolved.  Belongs to the file of the class.
    typed     what the receivers of a file's attributes are, as inference found it (see `inferd.query.settled`), and the
              files that this was read from: one bit each, by id.  Dies when one of them changes something whose name
              another of them mentions (see `inferd.index.update`), and is made again by whoever writes; while it is
              not there, types are computed when they are asked for.
    flow      with which types the functions of a file are called, and what is put into the attributes of its classes
              (see `inferd.query.flowing`).
    summary   what running the functions of a file gives, by what they are called with: lines as in `flow`.  True while
              the file has a row in `typed`, with which it is made; after an edit what was so before it.
    type_set  the sets of types in `typed`, each once.
    called    what the calls in a file reach (see `inferd.query.kept_calls`).  Made, and gone, with the row in `typed`.
    base_dep  which (module, name) look-ups the bases of a file rest on: what must be resolved again when a namespace
              changes.

Views are the documented, stable way for other tools to read the file; tables are not.
"""

SCHEMA_VERSION = 16  # also raised where the durable tables change, so that the migrations run

INDEX_TABLES = """
CREATE TABLE name (
    text TEXT PRIMARY KEY,
    id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    module TEXT NOT NULL,
    root TEXT NOT NULL,
    content_hash BLOB,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    namespace TEXT NOT NULL,
    broken TEXT NOT NULL
) STRICT;
CREATE INDEX file_module ON file(module);
CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    line INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    text_hash BLOB NOT NULL,
    stale INTEGER NOT NULL,
    wide INTEGER NOT NULL,
    names TEXT NOT NULL,
    occurrences BLOB NOT NULL,
    more TEXT NOT NULL
) STRICT;
CREATE TABLE ordinal (
    n INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE posting (
    name_id INTEGER NOT NULL,
    file_id INTEGER NOT NULL,
    roles INTEGER NOT NULL,
    blocks ANY NOT NULL,
    PRIMARY KEY (name_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL,
    qualname TEXT NOT NULL,
    nth INTEGER NOT NULL,
    kind TEXT NOT NULL,
    block_id INTEGER,
    line INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    text_hash BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    interface_hash BLOB NOT NULL,
    program TEXT NOT NULL
) STRICT;
CREATE TABLE base (
    file_id INTEGER NOT NULL,
    class TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    expression TEXT NOT NULL,
    target TEXT,
    status TEXT NOT NULL,
    PRIMARY KEY (file_id, class, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE typed (
    file_id INTEGER PRIMARY KEY,
    reads BLOB NOT NULL,
    receivers BLOB NOT NULL
) STRICT;
CREATE TABLE called (
    file_id INTEGER PRIMARY KEY,
    marks BLOB NOT NULL,
    calls TEXT NOT NULL
) STRICT;
CREATE TABLE flow (
    file_id INTEGER PRIMARY KEY,
    data TEXT NOT NULL
) STRICT;
CREATE TABLE summary (
    file_id INTEGER PRIMARY KEY,
    data TEXT NOT NULL
) STRICT;
CREATE TABLE type_set (
    id INTEGER PRIMARY KEY,
    types TEXT NOT NULL
) STRICT;
CREATE TABLE base_dep (
    module TEXT NOT NULL,
    name TEXT NOT NULL,
    file_id INTEGER NOT NULL,
    PRIMARY KEY (module, name, file_id)
) STRICT, WITHOUT ROWID;
"""

#: made after a bulk load, because filling an index row by row costs more
INDEX_INDEXES = """
CREATE INDEX IF NOT EXISTS file_problem ON file(path, status) WHERE status <> 'ok';
CREATE INDEX IF NOT EXISTS block_file ON block(file_id);
CREATE INDEX IF NOT EXISTS scope_file ON scope(file_id);
CREATE INDEX IF NOT EXISTS scope_class ON scope(file_id, block_id, line, lines) WHERE kind = 'class';
CREATE INDEX IF NOT EXISTS base_target ON base(target);
CREATE INDEX IF NOT EXISTS base_dep_file ON base_dep(file_id);
"""

INDEX_TABLE_NAMES = (
    "typed", "called", "flow", "summary", "type_set", "ordinal", "posting", "base_dep", "base", "scope", "block",
    "file", "name",
)  # fmt: skip

#: the bit in `typed.reads`, of no file, for what was read in a way that names in the project's code do not show: the
#: text of a comment, or what a library's protocol asks for
NAMELESS = 0

PAGE_SIZE = 8192

META_TABLE = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"

def _field(i: int) -> str:
    """SQL for field *i* of a little-endian record of occurrences (the unsigned fields only)."""
    digit = "(instr('0123456789ABCDEF', substr(hex(substr(record, {byte}, 1)), {nth}, 1)) - 1)"

    def number(start: int, size: int) -> str:
        return " + ".join(
            f"({digit.format(byte=start + b, nth=1)} * 16 + {digit.format(byte=start + b, nth=2)}) * {256**b}"
            for b in range(size)
        )

    return f"(CASE wide WHEN 0 THEN {number(1 + 2 * i, 2)} ELSE {number(1 + 4 * i, 4)} END)"


_ROLES = (
    '"read","write","call","import","attribute","keyword argument","parameter","definition","delete","global",'
    '"pattern capture","string"'
)

#: view name -> (what it shows, SQL).  Lines and columns from 1, columns in code points, as the commands print them.
VIEWS: dict[str, tuple[str, str]] = {
    "files": (
        """One row a source file: its path, module name, status (`ok`, `partial`, `skipped`) and the reason where it \
is not `ok`.""",
        "SELECT path, module, root, status, reason, size, lower(hex(content_hash)) AS content_hash FROM file",
    ),
    "not_analysed": (
        "Files, or parts of files, that could not be analysed, with the reason.",
        "SELECT path, reason FROM file WHERE status <> 'ok'",
    ),
    "scopes": (
        "Modules, classes and functions with their symbol, place and the three hashes.",
        """SELECT file.path, file.module || ':' || scope.qualname AS symbol, scope.nth, scope.kind,
       coalesce(block.line, 1) + scope.line AS line, coalesce(block.line, 1) + scope.line + scope.lines - 1 AS end_line,
       lower(hex(scope.text_hash)) AS text_hash, lower(hex(scope.body_hash)) AS body_hash,
       lower(hex(scope.interface_hash)) AS interface_hash
FROM scope JOIN file ON file.id = scope.file_id LEFT JOIN block ON block.id = scope.block_id""",
    ),
    "occurrences": (
        "Every identifier with its place and role. Filter by path or name where you can: this view unpacks the blocks.",
        f"""SELECT path, line + {_field(1)} AS line, {_field(2)} + 1 AS "column",
       json_extract('["' || replace(names, ' ', '","') || '"]', '$[' || ({_field(0)}) || ']') AS name,
       json_extract('[{_ROLES}]', '$[' || (({_field(3)}) & 15) || ']') AS role, owner, block, stale
FROM (SELECT file.path, block.line, block.names, block.owner, block.name AS block, block.stale, block.wide,
             substr(block.occurrences, 1 + ordinal.n * 12 * (1 + block.wide), 12 * (1 + block.wide)) AS record
      FROM block JOIN file ON file.id = block.file_id
      JOIN ordinal ON ordinal.n < length(block.occurrences) / (12 * (1 + block.wide)))""",
    ),
    "mentions": (
        "Which files mention a name at all.",
        """SELECT name.text AS name, file.path,
       CASE typeof(posting.blocks) WHEN 'integer' THEN 1 ELSE json_array_length(posting.blocks) END AS blocks
FROM posting JOIN name ON name.id = posting.name_id JOIN file ON file.id = posting.file_id""",
    ),
    "bases": (
        """The base classes of every class: the expression, the symbol it resolves to, and whether that is in the \
project, outside it or unknown.""",
        """SELECT file.path, file.module || ':' || base.class AS class, base.ordinal, base.expression, base.target,
       base.status
FROM base JOIN file ON file.id = base.file_id""",
    ),
    "recorded_runs": (
        "The commands that were recorded, when, under which Python, and how they ended.",
        "SELECT id AS run, command, started, ended, python, status, notes FROM run",
    ),
    "observations": (
        """What went in and came out of functions in recorded runs: types by parameter as a JSON array, classes as \
`module:Class`. `stands`: whether the body that ran stands there now.""",
        """SELECT source.path, body.qualname, body.parameters,
       (SELECT '[' || coalesce(group_concat('"' || term.text || '"'), '') || ']'
        FROM json_each(told.value) j JOIN term ON term.id = j.value WHERE j.key > 2) AS arguments,
       CASE json_extract(told.value, '$[0]') WHEN 0 THEN 'return' WHEN 1 THEN 'raise' WHEN 2 THEN 'yield' ELSE 'send'
       END AS outcome,
       (SELECT text FROM term WHERE id = json_extract(told.value, '$[1]')) AS result, ran.id & 1048575 AS run,
       json_extract(told.value, '$[2]') AS count,
       EXISTS (SELECT 1 FROM file JOIN scope ON scope.file_id = file.id WHERE file.path = source.path
               AND scope.qualname = body.qualname AND scope.body_hash = body.body_hash) AS stands
FROM ran JOIN json_each(nullif(ran.signatures, '')) AS told JOIN body ON body.id = ran.id >> 20
JOIN source ON source.id = source_id""",
    ),
    "observed_calls": (
        "The calls that recorded runs saw: caller, callee, and the type of the receiver.",
        """SELECT source.path, body.qualname AS caller,
       coalesce(other.path || ':' || callee.qualname, outside.text) AS callee, receiver.text AS receiver, run_id AS run,
       count
FROM call JOIN body ON body.id = caller JOIN source ON source.id = body.source_id
LEFT JOIN body AS callee ON callee.id = call.callee LEFT JOIN source AS other ON other.id = callee.source_id
LEFT JOIN term AS outside ON outside.id = -call.callee LEFT JOIN term AS receiver ON receiver.id = call.receiver""",
    ),
    "flow_programs": (
        "The flow program of each scope (see docs/flow-programs.md).",
        """SELECT file.module || ':' || scope.qualname AS symbol, scope.nth, lower(hex(scope.body_hash)) AS body_hash,
       scope.program
FROM scope JOIN file ON file.id = scope.file_id""",
    ),
}
