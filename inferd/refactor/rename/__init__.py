"""Rename a symbol and everything that belongs together, or say why that would change what the program does.

Terms
    An *occurrence* is one identifier in the text; it is *sure* where Python's rules (or the type of its receiver) tie
    it to the symbol, else *possible* (see `query.references`).  *old* and *new* are names as Python knows them, so
    inside class `C` the written `__x` is `_C__x`.  A *receiver* is a module in whose namespace the name stands, by
    definition, import or star.

Steps
    1. Collect the kin of the symbol (`query.kin`): family, ties, sure and possible occurrences.
    2. Look for what would break: see "What is refused".
    3. Write the edits, file by file, against bytes whose hash is the indexed one.
    4. Parse the edited texts and compare them with the stored facts: every occurrence must still be bound by the same
       scope, and every name must be what it was or what was asked for.  This is what finds captured and shadowing
       names, by the same rules that found the occurrences; step 2 only knows about other files and gives better
       reasons.  Where the new name occurs nowhere in a file and there are many files, step 4 is left out for it: no
       scope can then bind it differently.

What is refused
    Always: a word that is no name, a name of the language, a module whose new path is taken, a name from outside the
    project, a member that overrides one of a class outside, two things of one name in one scope.
    Unless forced: a base class that nobody can read, a name that would hide a builtin which is used there, pytest's
    names, a namesake elsewhere in the hierarchy, `locals()` and `eval` over a renamed local.

What it does not do
    Files that are neither Python nor settings, names that are put together at run time, and what only types can tell.
    The last is listed in `left_out`.

Parts: `words` (the two names), `family` and `strings` (what belongs to it beside `query.kin`), `written` (what stands
in text that is no code), `collisions`, `unseen`, `looked_up` and `made_names` (what would break), `proof` (edits, step
4), `modules` (files that move).

Tests: tests/rename.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from inferd.errors import RefactorRefused
from inferd.model import INFERRED, ChangePlan, Reference
from inferd.query import targets as T
from inferd.query.kin import Use, kin
from inferd.query.receiver_shapes import FITS, SOLE, Shapes, is_asked, sole_owners
from inferd.query.view import View
from inferd.refactor.edits import FileChange
from inferd.refactor.rename import modules
from inferd.refactor.rename.collisions import (
    check_classes,
    check_fixed,
    check_modules,
    check_private_names,
    check_scopes,
)
from inferd.refactor.rename.family import (
    ONLY_ONE,
    forwarded_keywords,
    forwarders,
    names_parameter,
    open_keywords,
    parameters_together,
    private_written_out,
)
from inferd.refactor.rename.keys import Keys
from inferd.refactor.rename.looked_up import check_dispatch, check_enums, check_named_after, check_namespaces
from inferd.refactor.rename.proof import make_edits, proven_changes
from inferd.refactor.rename.strings import is_tied, slot_strings, unbound_strings
from inferd.refactor.rename.task import Refusal, Task, Texts, because
from inferd.refactor.rename.unseen import (
    check_generated,
    check_pytest,
    check_text,
    check_variables,
)
from inferd.refactor.rename.words import check_words, known_as
from inferd.refactor.rename.written import PROSE, found_in_text, settings_changes
from inferd.syntax import facts as F

INCLUDES = ("possible", "strings", *PROSE)


def plan(
    view: View, root: str, target: str, new_name: str, include: Iterable[str] = (), force: bool = False,
    overlays: Mapping[str, str] | None = None, settings: bool = True,
) -> ChangePlan:  # fmt: skip
    """The change that renames a target; raises RefactorRefused with every reason that is known.

    *include*: "possible" takes the occurrences whose receiver is not known too, "strings" the strings that read as the
    name, "comments" and "docstrings" the word there, in the files in which the symbol occurs.
    *overlays*: unsaved texts by path, as the view sees them.  *settings*: change dotted paths in files of settings,
    which are among the changes and not among the edits.
    """
    include = tuple(include)
    for word in include:
        if word not in INCLUDES:
            raise ValueError(f"include: {word!r} is none of {', '.join(INCLUDES)}")
    new_name = unicodedata.normalize("NFKC", new_name)
    subjects = T.parse(view, target, root)
    module = subjects[0].module if isinstance(subjects[0], T.ModuleSubject) else ""
    if module:
        new_name = modules.within_parent(module, new_name)
    check_words(view, target, root, subjects, new_name)
    moving = modules.moves(view, root, module, new_name) if module else modules.Moves({}, {})
    ties = modules.uses(view, module) if module else kin(view, subjects)
    shapes = Shapes(view, ties.name)
    while together := [*parameters_together(view, ties), *shapes.tied(ties)]:
        ties = kin(view, [*ties.subjects, *together])
    task = Task(view, Texts(view, root, overlays or {}), ties, new_name, known_as(ties, new_name), [], [])

    sure = [u for u in ties.sure.values() if u.row.text == ties.name]
    sure += slot_strings(task)
    left: list[Reference] = []
    taken: dict[tuple[int, int], Use] = {}
    for use in sure:
        if use.block.row.stale:
            task.refuse_at(use.block, use.k, "this part of the file does not parse at present")
            left.append(because(use.row, "this part of the file does not parse at present"))
        else:
            taken[use.block.row.id, use.k] = use
    written_out = private_written_out(task)
    is_sole: bool | None = None
    handing_on = forwarders(task)
    keys = Keys(task, handing_on)
    handing_on = handing_on | keys.setters()
    open_ones = [*forwarded_keywords(task, handing_on), *ties.possible.values(), *open_keywords(task)]
    for use in [*open_ones, *unbound_strings(task, taken), *keys.keywords_of_dict()]:
        key = (use.block.row.id, use.k)
        if use.row.text != ties.name or key in taken:
            continue
        if key in written_out:
            taken[key] = use._replace(row=use.row._replace(confidence=INFERRED, evidence=ONLY_ONE))
            continue
        if use.block.is_verbatim(use.k) and not use.block.row.stale:
            if use.row.confidence == INFERRED or is_tied(view, use):
                taken[key] = use
                continue
            if is_asked(use):
                is_sole = sole_owners(view, ties) if is_sole is None else is_sole
                if is_sole:
                    taken[key] = use._replace(row=use.row._replace(confidence=INFERRED, evidence=SOLE))
                    continue
                if shapes.fits(use, ties.classes):
                    taken[key] = use._replace(row=use.row._replace(confidence=INFERRED, evidence=FITS))
                    continue
            if names_parameter(task, use):
                taken[key] = use._replace(row=use.row._replace(confidence=INFERRED, evidence=SOLE))
                continue
            why = keys.why(use)
            if why:
                taken[key] = use._replace(row=because(use.row._replace(confidence=INFERRED, evidence=()), why))
                continue
        is_string = use.role == F.STRING
        is_wanted = ("strings" if is_string else "possible") in include
        if is_wanted and use.block.is_verbatim(use.k) and not use.block.row.stale:
            taken[key] = use
        elif use.role != F.KEYWORD or use.row.evidence:
            left.append(use.row if use.row.evidence else because(use.row, "its receiver is not known"))

    check_fixed(task)
    if module:
        modules.check(task, root, module, moving)
    check_modules(task)
    check_classes(task)
    check_scopes(task, taken)
    text = found_in_text(task, include, {u.row.path for u in taken.values()}, keys)
    check_variables(task, text.handled)
    check_dispatch(task, taken.values())
    check_namespaces(task)
    check_enums(task)
    check_named_after(task)
    check_pytest(task)
    check_generated(task, taken.values())
    check_private_names(task)
    configured, old = settings_changes(task, root) if settings else [], ties.name
    edits = sorted({*make_edits(task, taken), *text.edits})
    check_text(task, root, Counter(e.path for e in edits) + Counter({c.path: _mentions(c, old) for c in configured}))
    changes: list[FileChange] = []
    if not any(r.final for r in task.refusals):
        changes = modules.moved(task, root, proven_changes(task, edits, taken), moving)
        changes += configured

    refusals = task.refusals if not force else [r for r in task.refusals if r.final]
    if refusals:
        raise RefactorRefused([r[:3] for r in _ordered(refusals)])
    warnings = task.warnings + [f"forced: {r.path}:{r.line}: {r.reason}" for r in _ordered(task.refusals)]
    rows = sorted((*(u.row for u in taken.values()), *text.rows), key=lambda r: r[:5])
    symbol = T.symbol_of(view, subjects[0])
    return ChangePlan(
        f"rename {symbol} to {new_name}", symbol, tuple(changes), tuple(edits), tuple(rows),
        tuple(_unique(left)), tuple(dict.fromkeys(warnings)), tuple(sorted(moving.files.items())),
    )  # fmt: skip


def _mentions(change: FileChange, name: str) -> int:
    """How many mentions of a name a change takes away."""
    word = re.compile(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)")
    return len(word.findall(change.before or b"")) - len(word.findall(change.after or b""))


def _ordered(refusals: list[Refusal]) -> list[Refusal]:
    return sorted(refusals, key=lambda r: (not r.final, r.path, r.line))


def _unique(rows: list[Reference]) -> list[Reference]:
    return sorted({r[:5]: r for r in rows}.values(), key=lambda r: r[:5])


__all__ = ["INCLUDES", "Refusal", "plan"]
