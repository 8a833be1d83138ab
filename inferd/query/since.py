"""What a branch has changed since a revision of git, who relies on that, and which tests matter.

How
    The files at the revision and as they are now, uncommitted ones included, are compared by content, and what differs
    by scopes (`query.changed`): layout, comments and docstrings are no change.  For each function, class or module that
    is another one now: who uses it, and the tests that can be affected (`query.affected`), a test that was changed
    itself among them.  Risks are what a review should look at: what was taken away and is still named, and signatures
    that changed while callers did not.

What it does not do
    Files that are not Python are not looked at: a changed template or fixture file affects tests that this does not
    name, so their number is said.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from inferd.config import MAX_FILE_SIZE
from inferd.errors import SourceError
from inferd.index.hierarchy import Class
from inferd.index.resolve import Module
from inferd.model import CONFIDENCES, EXACT, INFERRED, POSSIBLE, plain
from inferd.query import affected, changed, receiver_shapes
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.kin import kin
from inferd.query.reaching import is_test_path
from inferd.query.receivers import AGAINST
from inferd.query.risks import BREAKS, CHECK, LEVELS, NOTE, Risk, risk
from inferd.query.rows import row
from inferd.query.view import Block, Member, View
from inferd.source import files as source
from inferd.source import history
from inferd.syntax import facts as F

MAX_FOLLOWED = 150  # changed functions and classes whose uses are looked for
_OTHERS = (".html", ".jinja", ".j2", ".json", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".txt", ".csv", ".sql", ".xml")


class Since(NamedTuple):
    """A report on a branch.  `changes`: {"symbol", "kind", "change", "path", "line", "uses": {grade: n}, "callers"} and
    "from", where a file moved; `change` is added, removed, changed, signature or moved, `callers` are symbols.
    `tests` and `risks` as in `Impact`.
    """

    revision: int
    since: str
    base: str
    files: int
    text_only: int
    changes: tuple[dict[str, Any], ...]
    tests: tuple[dict[str, str], ...]
    risks: tuple[Risk, ...]
    not_analysed: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "since": self.since,
            "base": self.base,
            "revision": self.revision,
            "files": self.files,
            "text_only": self.text_only,
            "changes": list(self.changes),
            "tests": list(self.tests),
            "risks": list(self.risks),
            "not_analysed": [{"path": p, "reason": r} for p, r in self.not_analysed],
        }


class Versions(NamedTuple):
    """The files that differ: path -> bytes before and now; those that moved as they are; how many others differ."""

    files: dict[str, tuple[bytes | None, bytes | None]]
    moved: dict[str, str]  # where it was -> where it is
    others: int


def versions(view: View, root: str, commit: str, most: int) -> Versions:
    """What differs between a commit and the files as they are; files of more than *most* bytes are left out."""
    before = history.tree(root, commit)
    here = {path for _, path, *_ in view.reader.file_states()}
    like = next(iter(before.blobs.values()), "")
    now: dict[str, bytes] = {}
    unread: set[str] = set()
    others = 0
    for path in sorted(here):
        try:
            data = source.read(root, path, most)
        except SourceError:
            unread.add(path)
            continue
        if history.name_of(data, like) != before.blobs.get(path):
            now[path] = data
    gone = [
        p for p in before.blobs
        if p not in here and p.endswith((".py", ".pyi")) and not source.exists(root, p)
    ]  # fmt: skip
    for path, blob in before.blobs.items():
        if path.endswith(_OTHERS) and path not in here:
            try:
                others += history.name_of(source.read(root, path, most), like) != blob
            except SourceError:
                others += not source.exists(root, path)
    old = history.contents(root, [before.blobs[p] for p in (*now, *gone) if p in before.blobs])
    moved = _moved(before, gone, now, like)
    out: dict[str, tuple[bytes | None, bytes | None]] = {}
    for path in sorted({*now, *gone}):
        if path in moved or path in moved.values():
            continue
        out[path] = old.get(before.blobs.get(path, "")), now.get(path)
    return Versions(out, moved, others)


def _moved(before: history.Tree, gone: Iterable[str], now: dict[str, bytes], like: str) -> dict[str, str]:
    """Files that are at another place with the same content; which one is which is not guessed."""
    came: dict[str, list[str]] = {}
    for path, data in now.items():
        if path not in before.blobs and data.strip():
            came.setdefault(history.name_of(data, like), []).append(path)
    went: dict[str, list[str]] = {}
    for path in gone:
        went.setdefault(before.blobs[path], []).append(path)
    return {w[0]: came[b][0] for b, w in went.items() if len(w) == 1 and len(came.get(b, ())) == 1}


def since(view: View, root: str, revision: str, within: str = "", most: int = MAX_FILE_SIZE) -> Since:
    """The report on what changed since where the branch left *revision*.

    *within*: a path or a module; only what lies there is reported.  Raises InferdError as `history.base_of` does.
    """
    base, note = history.base_of(root, revision)
    found = versions(view, root, base, most)
    scopes: list[changed.Scope] = []
    text_only = 0
    problems: list[tuple[str, int, int]] = []
    touched = 0
    for path, (old, new) in found.files.items():
        if not _is_within(view, path, within):
            continue
        touched += 1
        compared = changed.compared(path, old, new)
        text_only += compared.is_text_only
        scopes += compared.scopes
        if compared.problem:
            problems.append((path, 0, 0))
    for was, now in found.moved.items():
        if _is_within(view, now, within) or _is_within(view, was, within):
            touched += 1
            scopes.append(changed.Scope(now, "", "module", "moved", 1, True))
    tests = affected.of_scopes(view, scopes)
    rows, risks = _changes(view, scopes, {new: old for old, new in found.moved.items()})
    if problems:
        why = "changed files that cannot be analysed, or not all of them: all that they hold counts as changed"
        risks.append(risk("not analysed", CHECK, why, problems))
    if found.others and not within:
        said = (
            "1 file that is not Python differs"
            if found.others == 1
            else f"{found.others} files that are not Python differ"
        )
        risks.append(risk("other files", NOTE, f"{said}: which tests read them is not known", []))
    risks += [risk("limits", NOTE, note, [])] if note else []
    risks += [risk("tests", NOTE, tests.said, [])] if tests.said and scopes else []
    risks.sort(key=lambda r: LEVELS.index(r["level"]))
    return Since(
        view.reader.revision(), revision, base, touched, text_only, tuple(rows), tuple(tests.tests), tuple(risks),
        tuple(view.reader.not_analysed()),
    )  # fmt: skip


def _is_within(view: View, path: str, within: str) -> bool:
    if not within:
        return True
    place = within.rstrip("/")
    if path == place or path.startswith(f"{place}/"):
        return True
    module = _module(view, path)
    named = within.partition(":")[0]
    return module == named or module.startswith(f"{named}.")


def _module(view: View, path: str) -> str:
    """The module of a file, of one that is gone by its path."""
    file = view.reader.file_at(path)
    if file is not None:
        return file.module
    for root in sorted((r for r in view.roots if r), key=len, reverse=True):
        if path.startswith(f"{root.rstrip('/')}/"):
            path = path[len(root.rstrip("/")) + 1 :]
            break
    stem = path.rpartition(".")[0]
    return stem.removesuffix("/__init__").replace("/", ".")


def _changes(
    view: View, scopes: list[changed.Scope], came_from: dict[str, str]
) -> tuple[list[dict[str, Any]], list[Risk]]:  # fmt: skip
    """The objects of `Since.changes`, and the risks that they bring."""
    rows: list[dict[str, Any]] = []
    risks: list[Risk] = []
    spans = _touched(scopes)
    followed = 0
    removed = {(s.path, s.qualname) for s in scopes if s.what == changed.REMOVED}
    whole = {s.path for s in scopes if not s.qualname and s.what in (changed.ADDED, changed.REMOVED)}
    explains, view.explains = view.explains, False
    for s in scopes:
        if "<locals>" in s.qualname and (s.what != changed.CHANGED or _has_outer(s, scopes)):
            continue
        if s.what in (changed.ADDED, changed.REMOVED) and _has_owner(s, scopes):
            continue  # what is around it came or went as a whole
        if not s.qualname and s.what == changed.CHANGED and s.path in whole:
            continue
        module = _module(view, s.path)
        symbol = f"{module}:{s.qualname}" if s.qualname else module
        row: dict[str, Any] = {
            "symbol": symbol, "kind": s.kind, "change": s.what, "path": s.path, "line": s.line, "uses": {},
            "callers": [],
        }  # fmt: skip
        if s.path in came_from and not s.qualname:
            row["from"] = came_from[s.path]
        rows.append(row)
        is_test = is_test_path(s.path) and (s.qualname.rpartition(".")[2].startswith("test") or s.kind != "function")
        old = came_from.get(s.path) if s.what == "moved" else s.path if s.what == changed.REMOVED else None
        if not s.qualname and old is not None:
            named = _module(view, old)
            left = [] if view.reader.files_of_module(named) else _imports_of(view, named)
            if left:
                why = f"the module `{named}` is gone, and {_count(len(left), 'import')} {_verb(left)} it still"
                risks.append(risk("removed", BREAKS, why, [u[:3] for u in left], len(left)))
        if not s.qualname or s.what == changed.ADDED or is_test or "<locals>" in s.qualname:
            continue
        followed += 1
        if followed > MAX_FOLLOWED:
            continue
        uses = _uses(view, module, s.qualname)
        if s.what == changed.REMOVED and "." not in s.qualname and not view.definition_kinds(module, s.qualname):
            uses = _named_still(view, module, s.qualname)
        for u in uses:
            row["uses"][u.confidence] = row["uses"].get(u.confidence, 0) + 1
        row["uses"] = {g: row["uses"][g] for g in CONFIDENCES if g in row["uses"]}
        sure = [u for u in uses if u.confidence in (EXACT, INFERRED)]
        if s.what == changed.REMOVED:  # of whom it is known that it had it
            cls = f"{AGAINST} {module}.{s.qualname.rpartition('.')[0]}"
            sure += [u for u in uses if u.evidence and u.evidence[0].get("why", "").startswith((f"{cls},", f"{cls} "))]
        row["callers"] = sorted({u.scope for u in sure if u.role in ("call", "attribute", "read")})
        if s.what == changed.REMOVED and (s.path, s.qualname) in removed:
            _removed(view, module, s, symbol, sure, risks)
        elif s.what == changed.SIGNATURE:
            called = [u for u in sure if u.role in ("call", "attribute", "read") and not _is_touched(u, spans)]
            if called:
                files = len({u.path for u in called})
                why = (
                    f"the signature or the decorators of `{symbol}` changed, and {_count(len(called), 'use')} in "
                    f"{_count(files, 'file')} did not"
                )
                risks.append(risk("signature", CHECK, why, [u[:3] for u in called], len(called)))
    view.explains = explains
    if followed > MAX_FOLLOWED:
        why = f"the uses of {followed - MAX_FOLLOWED} further changed functions and classes were not looked for"
        risks.append(risk("limits", NOTE, why, []))
    order = {"removed": 0, "signature": 1, "changed": 2, "moved": 3, "added": 4}
    rows.sort(key=lambda r: (is_test_path(r["path"]), order[r["change"]], r["path"], r["line"]))
    return rows, risks


def _removed(view: View, module: str, s: changed.Scope, symbol: str, sure: list[Any], risks: list[Risk]) -> None:
    """What is left of what was taken away."""
    owner, _, name = s.qualname.rpartition(".")
    if owner:
        cls = Class(module, owner)
        found = view.lookup(cls, name) if "c" in view.definition_kinds(module, owner) else None
        if isinstance(found, Member) and (found.cls != cls or view.members(name).get(cls)):
            if found.cls != cls and sure:
                why = f"`{symbol}` is gone: `{found.cls.symbol}.{name}` is found instead, and nothing fails"
                risks.append(risk("found instead", CHECK, why, [u[:3] for u in sure], len(sure)))
            return
    elif view.definition_kinds(module, name) - {"i"}:
        return  # it is another thing now
    if sure:
        why = f"`{symbol}` is gone, and {_count(len(sure), 'use')} {_verb(sure)} it still"
        risks.append(risk("removed", BREAKS, why, [u[:3] for u in sure], len(sure)))


def _uses(view: View, module: str, qualname: str) -> list[Any]:
    """The references of what a scope defines, but for its definitions and what it does itself."""
    owner, _, name = qualname.rpartition(".")
    if owner and name in ("__init__", "__new__", "__post_init__"):
        owner, _, name = owner.rpartition(".")
    subject: T.Subject = T.Attribute(Class(module, owner), name) if owner else T.Global(module, name)
    if owner and "c" not in view.definition_kinds(module, owner):
        return []
    rows = R.references(view, subject, False).rows
    if isinstance(subject, T.Attribute) and any(r.confidence == POSSIBLE for r in rows):
        ties = receiver_shapes.told(view, kin(view, [subject]), receiver_shapes.MAX_TOLD, receiver_shapes.MAX_CLASSES)
        sure = {u.row[:5]: u.row for u in ties.sure.values()}  # as `impact` grades them
        rows = [
            r._replace(confidence=INFERRED, evidence=sure[r[:5]].evidence)
            if r.confidence == POSSIBLE and r[:5] in sure else r
            for r in rows
        ]  # fmt: skip
    own = f"{module}:{qualname}"
    named = T.symbol_of(view, subject)
    return [r for r in rows if r.symbol == named and not f"{r.scope}.".startswith(f"{own}.") and r.role != "write"]


def _named_still(view: View, module: str, name: str) -> list[Any]:
    """The places that name what a module no longer defines: imports and attributes that lead nowhere, reads that
    nothing binds, `__all__`.
    """
    symbol = f"{module}:{name}"
    blocks = view.blocks_of_name(name)
    here = {f.id for f in view.reader.files_of_module(module)}  # the files in which the name led to it
    here |= {b.row.file_id for b in blocks if view.reader.blocks_of_name_in("*", (b.row.file_id,))}
    for block in blocks:
        for _, role, code, _, link in block.mentions(name):
            if role == F.IMPORT and not code & F.MODULE_PART and _is_left(view, block, block.i[link]):
                here.add(block.row.file_id)
    out = []
    for block in blocks:
        is_here = block.row.file_id in here
        for k, role, code, _, link in block.mentions(name):
            if role == F.IMPORT:
                is_one = not code & F.MODULE_PART and _is_left(view, block, block.i[link])
            elif role == F.STRING:
                is_one = is_here and bool(code & F.IN_ALL)
            elif role == F.ATTRIBUTE:
                is_one = link >= 0 and not view.meaning(block, k)
                is_one = is_one and any(isinstance(e, Module) for e in view.meaning(block, link))
            else:
                is_one = is_here and role in (F.READ, F.CALL) and link == F.GLOBAL and not view.meaning(block, k)
            if is_one:
                out.append(row(block, k, symbol, EXACT, ()))
    return out


def _imports_of(view: View, module: str) -> list[Any]:
    """The imports that name a module which is not there any more."""
    out = []
    last = module.rpartition(".")[2]
    for block in view.blocks_of_name(last, 1 << F.IMPORT):
        space = next((n for n in view.resolver.namespaces(block.file.module) if n.file.id == block.row.file_id), None)
        for k, role, _, _, link in block.mentions(last):
            if role != F.IMPORT or space is None:
                continue
            level, named, name, _ = block.i[link]
            target = view.resolver.imported_module(space, level, named or "")[0]
            if target == module or f"{target}.{name}" == module:
                out.append(row(block, k, module, EXACT, ()))
    return out


def _is_left(view: View, block: Block, entry: list[Any]) -> bool:
    """Whether an import wants of a module of the project what that has not."""
    if view.import_targets(block, entry):
        return False
    spaces = view.resolver.namespaces(block.file.module)
    space = next((n for n in spaces if n.file.id == block.row.file_id), None)
    return space is not None and view.resolver.imported_module(space, entry[0], entry[1] or "")[1]


def _touched(scopes: list[changed.Scope]) -> set[tuple[str, str]]:
    """(path, qualified name) of what was written anew."""
    return {(s.path, s.qualname) for s in scopes if s.what != changed.REMOVED}


def _is_touched(use: Any, spans: set[tuple[str, str]]) -> bool:
    return (use.path, plain(use.scope.partition(":")[2])) in spans


def _has_owner(s: changed.Scope, scopes: list[changed.Scope]) -> bool:
    owner = s.qualname.rpartition(".")[0].removesuffix(".<locals>")
    return bool(s.qualname) and any(
        o.path == s.path and o.what == s.what and o is not s and (not o.qualname or o.qualname == owner) for o in scopes
    )


def _has_outer(s: changed.Scope, scopes: list[changed.Scope]) -> bool:
    outer = s.qualname.partition(".<locals>")[0]
    return any(o.path == s.path and o.qualname == outer for o in scopes)


def _verb(uses: list[Any]) -> str:
    return "names" if len(uses) == 1 else "name"


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


__all__ = ["MAX_FOLLOWED", "Since", "since", "versions"]
