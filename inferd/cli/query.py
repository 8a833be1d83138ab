"""`inferd query`: the fast way from the arguments to an answer.

It parses its few options itself (the table in `options.py`) and imports nothing that answering does not need; see
`main.py`.  With --json each target gives exactly one object on a line of its own, errors included, so that a script can
match answers with questions; the exit status is 2 where any target failed, else 0 where anything was found, else 1.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from inferd.cli import options
from inferd.cli.session import Progress, make_ready, open_project
from inferd.errors import AmbiguousTarget, InferdError, TargetNotFound
from inferd.model import Answer, Undecided
from inferd.project import Project

FOUND, NOTHING, ERROR = 0, 1, 2
_HELP = "see `inferd query --help`"


class Request(NamedTuple):
    """What the arguments ask for."""

    question: options.Question
    targets: tuple[str, ...]
    json: bool = False
    project: str = ""
    project_dir: str = ""
    no_update: bool = False
    confidence: tuple[str, ...] = ()
    limit: int = 0
    stdin: bool = False
    no_daemon: bool = False  # `main` has seen to it
    evidence: str = ""
    expr: str = ""


def run(words: list[str]) -> int:
    """Answer, and return the exit status."""
    request = parse(words)
    project = open_project(request.project, request.project_dir)
    with project:
        make_ready(project, not request.no_update, request.question.name in options.OBSERVED)
        project.keeps_types = not request.no_update
        with Progress("looking into") as progress:
            project.progress = progress
            return (_as_json if request.json or request.stdin else _as_text)(project, request, progress)


# ---------------------------------------------------------------------------------------------------------------------
# Arguments


def parse(words: list[str]) -> Request:
    """The request in the words after `query`; InferdError where they make none."""
    values: dict[str, str] = {}
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            plain += rest
        elif word.startswith("-") and word != "-":
            _option(word, rest, values)
        else:
            plain.append(word)
    if not plain:
        raise InferdError("a question is missing: " + ", ".join(q.name for q in options.QUESTIONS), _HELP)
    question = options.question(plain[0])
    if question is None:
        raise InferdError(f"there is no question {plain[0]}", _nearest(plain[0], [q.name for q in options.QUESTIONS]))
    targets = tuple(plain[1:])
    if "stdin" in values:
        if targets:
            raise InferdError("with --stdin the targets come from standard input only", _HELP)
    elif not targets and not question.whole_project:
        raise InferdError(f"a target is missing: what should `{question.name}` be asked about?", question.examples[0])
    return Request(
        question, targets, "json" in values, values.get("project", ""), values.get("project_dir", ""),
        "no_update" in values, _grades(values.get("confidence")), _limit(values.get("limit")), "stdin" in values,
        "no_daemon" in values, _evidence(values.get("evidence"), question), _expression(values, question),
    )  # fmt: skip


def _option(word: str, rest: Iterator[str], values: dict[str, str]) -> None:
    name, has_value, value = word.partition("=")
    if not word.startswith("--") and len(word) > 2:
        name, has_value, value = word[:2], "=", word[2:].removeprefix("=")
    for option in options.OPTIONS:
        if name in option.spellings:
            break
    else:
        known = [s for option in options.OPTIONS for s in option.spellings]
        raise InferdError(f"there is no option {name}", _nearest(name, known) if name.startswith("--") else _HELP)
    if not option.metavar:
        if has_value:
            raise InferdError(f"{name} takes no value", _HELP)
        values[option.name] = "yes"
        return
    if not has_value:
        following = next(rest, None)
        if following is None:
            raise InferdError(f"{name} needs a value: {option.metavar}", _HELP)
        value = following
    values[option.name] = value


def _grades(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    grades = tuple(g.strip() for g in text.split(",") if g.strip())
    for grade in grades:
        if grade not in options.CONFIDENCES:
            hint = _nearest(grade, options.CONFIDENCES, "they are exact, inferred and possible")
            raise InferdError(f"--confidence: there is no grade {grade}", hint)
    if not grades:
        raise InferdError("--confidence: no grade is named", "they are exact, inferred and possible")
    return grades


def _evidence(text: str | None, question: options.Question) -> str:
    if text is None:
        return ""
    if text != "runtime":
        raise InferdError(f"--evidence: there is no kind {text} to ask for alone", "it is runtime, what runs have seen")
    if question.name not in options.BY_RUNTIME:
        known = ", ".join(options.BY_RUNTIME)
        raise InferdError(f"--evidence: {question.name} is not asked of recorded runs", f"these are: {known}")
    return text


def _expression(values: dict[str, str], question: options.Question) -> str:
    text = values.get("expr", "")
    if not text.strip():
        if "expr" in values:
            raise InferdError("--expr: no expression is given", question.examples[0])
        return ""
    if question.name != "type":
        hint = "`inferd query type PATH:LINE --expr TEXT` is"
        raise InferdError(f"--expr: {question.name} is not asked of expressions", hint)
    if values.get("evidence"):
        raise InferdError("--expr: runs have seen no expressions, only what stands in the code", _HELP)
    return text


def _limit(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise InferdError(f"--limit: {text} is not a number from 1", _HELP)
    return int(text)


def _nearest(word: str, known: Iterable[str], otherwise: str = _HELP) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.4)
    return f"did you mean {near[0]}?" if near else otherwise


# ---------------------------------------------------------------------------------------------------------------------
# Answers


def ask(project: Project, request: Request, target: str | None) -> Answer:
    """The answer about one target (None: the whole project), cut down as the options say."""
    if target is not None and not _is_text(target):
        raise TargetNotFound(target)
    asked = options.BY_RUNTIME[request.question.name] if request.evidence else request.question.method
    method = getattr(project, asked)
    if target is not None:
        target = from_here(project.root, target)
    if request.expr and target is not None:
        found: Answer = project.type_of(target, request.expr)
    elif asked == "types":
        found = project.types(target or "", against=True)
    else:
        found = method(target)
    rows = found.rows
    left_out = []
    if request.confidence and rows and hasattr(rows[0], "confidence"):
        rows = tuple(r for r in rows if r.confidence in request.confidence)
        if len(rows) < len(found.rows):
            why = f"left out by --confidence {','.join(request.confidence)}"
            left_out.append(Undecided("rows of other grades", len(found.rows) - len(rows), why))
    if request.limit and len(rows) > request.limit:
        left_out.append(Undecided("further rows", len(rows) - request.limit, f"left out by --limit {request.limit}"))
        rows = rows[: request.limit]
    return found._replace(rows=rows, undecided=(*found.undecided, *left_out))


def _is_text(target: str) -> bool:
    try:
        target.encode()
    except UnicodeEncodeError:  # bytes that are no text in this locale
        return False
    return True


def from_here(root: str, target: str) -> str:
    """A target whose path is meant from the current folder, which need not be the project's root, with that path."""
    path, line, column = target, "", ""
    head, _, last = target.rpartition(":")
    middle, _, before_last = head.rpartition(":")
    if middle and last.isdigit() and before_last.isdigit():
        path, line, column = middle, before_last, last
    elif head and last.isdigit():
        path, line = head, last
    if ("/" not in path and os.sep not in path and not path.endswith((".py", ".pyi"))) or os.path.isabs(path):
        return target
    here = os.path.abspath(path)
    if os.path.dirname(here) and os.path.lexists(here) and here != os.path.join(root, path):
        return ":".join(part for part in (here, line, column) if part)
    return target


def _as_json(project: Project, request: Request, progress: Progress) -> int:
    from json import dumps

    status = NOTHING
    write = sys.stdout.write
    for target in _targets(request):
        try:
            found = ask(project, request, target)
            progress.pause()
            out = found.to_json()
            if found.rows and status == NOTHING:
                status = FOUND
        except (TargetNotFound, AmbiguousTarget) as error:
            out = _error_json(target, error)
            status = ERROR
            if not request.stdin:
                _say(error)
        write(dumps(out) + "\n")
        if request.stdin:
            sys.stdout.flush()
    return status


def _error_json(target: str | None, error: TargetNotFound | AmbiguousTarget) -> dict[str, object]:
    near = error.candidates if isinstance(error, AmbiguousTarget) else error.nearest
    return {"target": target, "error": error.message, "hint": error.hint, "candidates": near}


def _targets(request: Request) -> Iterator[str | None]:
    if request.stdin:
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        for line in sys.stdin:
            if line.strip():
                yield line.strip()
    elif request.targets:
        yield from request.targets
    else:
        yield None


def _as_text(project: Project, request: Request, progress: Progress) -> int:
    from inferd.cli import text
    from inferd.source.lines import Sources

    sources = Sources(project.root)
    paint = text.Paint(text.colours_wanted())
    status = NOTHING
    told = 0

    def tell(rows: list[Any]) -> None:
        """Show rows before the others are found."""
        nonlocal told
        progress.pause()
        if told or i:
            print()
        told += len(rows)
        sys.stdout.writelines(f"{line}\n" for line in text.rows(rows, sources, paint))
        sys.stdout.flush()

    if not request.confidence and not request.limit:
        project.tell = tell
    for i, target in enumerate(_targets(request)):
        told = 0
        try:
            found = ask(project, request, target)
            progress.pause()
        except (TargetNotFound, AmbiguousTarget) as error:
            progress.pause()
            sys.stdout.flush()
            _say(error)
            status = ERROR
            continue
        if found.rows and status == NOTHING:
            status = FOUND
        if told:
            sys.stdout.writelines(f"{line}\n" for line in text.ending(found))
        else:
            if i:
                print()
            sys.stdout.writelines(f"{line}\n" for line in text.answer(found, project.root, paint))
        if not found.rows:
            sys.stdout.flush()
            about = found.target or "in the project"
            print(f"inferd: nothing found: {request.question.name} {about}", file=sys.stderr)
            why = _unfit(project, request.question, target)
            if why:
                print(f"  {why}", file=sys.stderr)
    return status


def _unfit(project: Project, question: options.Question, target: str | None) -> str:
    """What to say where a question was asked of something that it is not asked of; '' where it fits."""
    if target is None or not question.about:
        return ""
    try:
        found = project.definitions(target).rows
    except InferdError:
        return ""
    if not found or any(d.kind in question.about for d in found):
        return ""
    kind = found[0].kind
    return f"{question.name} is asked of {question.said}, and this is a{'n' if kind[0] in 'aeiou' else ''} {kind}"


def _say(error: InferdError) -> None:
    from inferd.cli.main import explain

    explain(error)
