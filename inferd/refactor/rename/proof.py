"""The edits of a rename, and the proof that they do what they should (step 4 of the package's docstring)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from inferd.errors import SourceError
from inferd.model import plain
from inferd.query.kin import Use
from inferd.query.view import Block
from inferd.refactor.edits import FileChange, TextEdit, apply_edits
from inferd.refactor.rename.task import Task, changed_since, class_context, is_private, mangled, spelling
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F
from inferd.syntax.facts import BlockFacts
from inferd.syntax.parse import parse

_CHECKED_ALWAYS = 60  # up to so many files, each edited one is parsed again


def make_edits(task: Task, taken: dict[tuple[int, int], Use]) -> list[TextEdit]:
    """The replacements, each with the spelling that its place needs."""
    out: list[TextEdit] = []
    for use in taken.values():
        block, k = use.block, use.k
        if not block.is_verbatim(k):
            task.refuse_at(block, k, "the name is written here in pieces or with escapes", True)
            continue
        line, column, _, end = block.place(k)
        lines = task.texts.lines(block.file.path)
        text = lines[line - 1] if line <= len(lines) else ""
        written = _written(text, column - 1, end - 1, task.kin.name, class_context(block, k))
        if written is None:
            raise changed_since(f"{block.file.path}:{line}", f"{task.kin.name} does not stand here")
        if use.role == F.STRING and not use.code & F.BY_GETATTR and is_private(task.written):
            spelled: str | None = task.written if is_private(written) else task.new
        elif written == task.kin.name and is_private(task.written) and written != task.written and "__" in written[1:]:
            spelled = task.new  # `self._Cart__secret` stays written out
        else:
            spelled = spelling(task, block, k)
        if spelled is None:
            around = class_context(block, k)
            task.refuse_at(
                block, k, f"inside class {around}, {task.written} is read as {mangled(around, task.written)}", True
            )
            continue
        out.append(TextEdit(block.file.path, line, column - 1, line, column - 1 + len(written), spelled, written))
    return sorted(set(out))


def _written(text: str, start: int, end: int, name: str, around: str) -> str | None:
    """The text of an occurrence as it stands in its line; it may differ from the name by mangling and normal form."""

    def fits(word: str) -> bool:
        normal = word if word.isascii() else unicodedata.normalize("NFKC", word)
        return normal == name or mangled(around, normal) == name

    word = text[start:end]
    if fits(word):
        return word
    found = _WORD.match(text, start)
    return found.group() if found and fits(found.group()) else None


def proven_changes(task: Task, edits: list[TextEdit], taken: dict[tuple[int, int], Use]) -> list[FileChange]:
    """The files before and after; what the new texts would mean otherwise is refused."""
    view = task.view
    by_path: dict[str, list[TextEdit]] = {}
    for e in edits:
        by_path.setdefault(e.path, []).append(e)
    mentioning = {view.file(f).path for name in {task.new, task.written} for f, _, _ in view.reader.postings(name)}
    changes = []
    for path in sorted(by_path):
        before = task.texts.data(path)
        after = apply_edits(before, by_path[path])
        changes.append(FileChange(path, before, after))
        is_free = path not in mentioning
        if (len(by_path) <= _CHECKED_ALWAYS or not is_free) and not _are_parts_same(
            task, path, after, by_path[path], taken, is_free
        ):
            _compare(task, path, after, taken)
    return changes


def _are_parts_same(
    task: Task, path: str, after: bytes, edits: list[TextEdit], taken: dict[tuple[int, int], Use], is_free: bool
) -> bool:  # fmt: skip
    """Whether the edited statements of the module, each read for itself, mean what they should.

    What a block says of its names hangs on the statement of the module that it is in, and on nothing else, so those
    that no edit touches are as they were.  A file of thousands of lines need not be read whole then.  *is_free*: the
    file does not have the new name, so no body of a class binds it, and a piece of one is read for itself.
    False: something differs, or it cannot be told so; `_compare` looks at the file and says what.
    """
    view = task.view
    file = view.reader.file_at(path)
    assert file is not None
    lines = split_lines(decode(after, path)[0])
    stored = view.blocks_of_file(file.id)
    if file.status != "ok" or len(lines) != len(task.texts.lines(path)) or any(b.row.stale for b in stored):
        return False
    starts = sorted({b.row.line for b in stored if not b.row.owner})
    pieces = sorted((b for b in stored if b.row.owner or b.row.kind == "class"), key=lambda b: b.row.line)
    heads = [b.row.line for b in pieces]
    known: dict[int, bool] = {}  # the pieces that were looked at
    touched: set[int] = set()
    for e in edits:
        at = bisect_right(starts, e.line) - 1
        if at < 0 or e.line != e.end_line:
            return False
        inside = bisect_right(heads, e.line) - 1 if is_free else -1
        if inside >= 0 and e.line < heads[inside] + pieces[inside].row.lines:
            if inside not in known:
                known[inside] = _is_piece_same(task, pieces[inside], lines, taken)
            if known[inside]:
                continue
        touched.add(at)
    for at in touched:
        first, end = starts[at], starts[at + 1] if at + 1 < len(starts) else len(lines) + 1
        part = lines[first - 1 : end - 1]
        try:
            facts = parse("".join(part), part)
        except SourceError:
            return False
        blocks = [b for b in stored if first <= b.row.line < end]
        if facts.broken or len(blocks) != len(facts.blocks):
            return False
        if next(_differences(task, blocks, facts.blocks, first - 1, taken), None) is not None:
            return False
    return True


def _is_piece_same(task: Task, block: Block, lines: list[str], taken: dict[tuple[int, int], Use]) -> bool:
    """The same for one method, for the head of a class or for statements in one, read within classes of the same names
    that hold nothing else.
    """
    first = block.row.line
    around = [f"{' ' * i}class {plain(name)}:\n" for i, name in enumerate(block.row.owner.split("."))]
    part = [*around, *lines[first - 1 : first - 1 + block.row.lines]]
    if block.row.kind == "class":
        part.append(f"{' ' * 80}pass\n")
    try:
        facts = parse("".join(part), part)
    except SourceError:
        return False
    fresh = facts.blocks[len(around) : len(around) + 1]
    if facts.broken or len(facts.blocks) > len(around) + 1 + (block.row.kind == "class"):
        return False
    return bool(fresh) and next(_differences(task, [block], fresh, first - 1 - len(around), taken), None) is None


def _compare(task: Task, path: str, after: bytes, taken: dict[tuple[int, int], Use]) -> None:
    """Step 4 of the module's docstring, for one file."""
    file = task.view.reader.file_at(path)
    assert file is not None
    try:
        text = decode(after, path)[0]
        facts = parse(text, split_lines(text))
    except SourceError as error:
        task.refuse(path, 0, f"the edited text would not parse: {error.reason}", True)
        return
    stored = [b for b in task.view.blocks_of_file(file.id) if not b.row.stale]
    fresh = facts.blocks
    if len(stored) != len(fresh) or bool(facts.broken) != (file.status != "ok"):
        line = facts.broken[0].line if facts.broken else 0
        reason = facts.broken[0].reason if facts.broken else "it would be cut up differently"
        task.refuse(path, line, f"the edited text would not parse as before: {reason}", True)
        return
    for line, block, k, reason in _differences(task, stored, fresh, 0, taken):
        if block is None:
            task.refuse(path, line, reason, True)
        else:
            task.refuse_at(block, k, reason, True)


def _differences(
    task: Task, stored: list[Block], fresh: list[BlockFacts], shift: int, taken: dict[tuple[int, int], Use]
) -> Iterator[tuple[int, Block | None, int, str]]:  # fmt: skip
    """What blocks mean otherwise than they should, the first of each: (line, block or None, occurrence, reason).

    *shift*: lines before the text that *fresh* was read from.
    """
    # A header and its body may share a line, two of a kind never do.
    by_place = {(b.row.line, b.row.kind): b for b in stored}
    for made in fresh:
        line = made.line + shift
        block = by_place.get((line, made.kind))
        o = F.unpacked(made.occurrences, made.wide)
        if block is None or len(o) != len(block.o):
            yield line, None, -1, "the edited text would be read differently here"
            continue
        names = made.names.split()
        for j in range(0, len(o), 6):
            k = j // 6
            use = taken.get((block.row.id, k))
            before, now = block.names[block.o[j]], names[o[j]]
            was, is_ = block.o[j + 3 : j + 6], o[j + 3 : j + 6]
            if (was[2], is_[2]) == (F.OWNER, F.GLOBAL) and was[:2] == is_[:2] and before == task.kin.name:
                was = is_ if task.view.is_unbound_yet(block, k, before) else was
            if is_ != was:
                if use is not None or before == task.kin.name:
                    reason = f"under the name {task.new} this would be bound by something else"
                else:
                    reason = f"{before} here would come to mean the renamed {task.kin.name}"
                yield line, block, k, reason
                break
            if use is None and now != before and _same_but_class(before, now, task):
                continue
            if (use is None and now != before) or (use is not None and now not in (task.new, task.written)):
                yield line, block, k, f"the edit would turn {before} into {now} here"
                break


def _same_but_class(before: str, now: str, task: Task) -> bool:
    """Whether two names differ only by the name of the renamed class that they are private to."""
    old, new = f"_{task.kin.name.lstrip('_')}__", f"_{task.new.lstrip('_')}__"
    return (before.startswith(old) and now == new + before[len(old) :]) or (
        now.startswith("__") and before.endswith(now)
    )


_WORD = re.compile(r"\w+")
