"""Questions agree with each other: what an occurrence means, finds that occurrence; every row shows what it says."""

import os
import shutil
import sysconfig

import pytest

import inferd
from inferd.index.hierarchy import Class
from inferd.model import plain
from inferd.query import references, symbols
from inferd.query import targets as T
from inferd.query.view import Dangling, Member
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F

_OWN = os.path.dirname(inferd.__file__)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Files of the standard library and of inferd."""
    root = tmp_path_factory.mktemp("corpus")
    for package in ("json", "logging", "html", "collections", "wsgiref"):
        shutil.copytree(
            os.path.join(sysconfig.get_path("stdlib"), package),
            root / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for package in ("store", "source", "index"):
        shutil.copytree(
            os.path.join(_OWN, package), root / "inferd" / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    with inferd.open(str(root), store=":memory:") as project:
        project.update()
        yield project


def disagreements(project, every: int = 1) -> list[str]:
    """Ask what each occurrence means (one in *every*), and whether the references of that contain it."""
    wrong: list[str] = []
    asked: dict = {}
    with project.snapshot() as view:
        lines = {}
        for file in view.reader.files():
            with open(os.path.join(project.root, file.path), "rb") as f:
                lines[file.path] = split_lines(decode(f.read())[0])
        for file in view.reader.files():
            for block in view.blocks_of_file(file.id):
                if block.row.stale:
                    continue
                for k in range(0, len(block.o) // 6, every):
                    where = block.place(k)
                    role = block.o[k * 6 + 3] & F.ROLE_MASK
                    said = f"{file.path}:{where[0]}:{where[1]} {block.names[block.o[k * 6]]}"
                    for entity in T.entities_at(view, block, k):
                        subject = T.subject_of(view, entity)
                        found = asked.get(subject)
                        if found is None:
                            rows = references.references(view, subject).rows
                            wrong += [f"{subject}: {line}" for line in misplaced(rows, lines)]
                            found = asked[subject] = {(r.path, *r[1:5]): r.confidence for r in rows}
                            if isinstance(subject, T.Global | T.Attribute | T.Variable) and not isinstance(
                                entity, Dangling
                            ):
                                defined = {
                                    (d.path, d.line, d.column, d.end_line, d.end_column)
                                    for d in symbols.definitions(view, subject)
                                }
                                wrong += [
                                    f"{subject}: no reference at its definition {p}"
                                    for p in sorted(defined - found.keys())[:3]
                                ]
                        if isinstance(entity, Dangling) and entity.opaque:
                            continue  # a base outside the project has it, or may have it
                        grade = found.get((file.path, *where))
                        if grade is None:
                            wrong.append(f"{said} ({F.ROLE_NAMES[role]}) means {subject}, which lacks it")
                        elif role == F.KEYWORD and entity not in T.keyword_targets(view, block, k):
                            if grade == "possible":  # what the callee's type tells is known
                                wrong.append(f"{said} means {subject} by its type, which has it as {grade}")
                        elif role == F.ATTRIBUTE and entity not in view.meaning(block, k):
                            if grade == "possible":  # what the receiver's type tells is known
                                wrong.append(f"{said} means {subject} by its type, which has it as {grade}")
                        elif grade != "exact" and role != F.STRING and not _is_open(entity):
                            wrong.append(f"{said} means {subject}, which has it as {grade}")
    return wrong


def _is_open(entity) -> bool:
    return isinstance(entity, Dangling) or (isinstance(entity, Member) and not entity.certain)


def misplaced(rows, lines) -> list[str]:
    out = []
    for r in rows:
        if r.line != r.end_line or r.role == "string":
            continue
        text = lines[r.path][r.line - 1][r.column - 1 : r.end_column - 1]
        if text != r.text and not r.text.endswith(text):  # a private name is written shorter than it is called
            out.append(f"{r.path}:{r.line}:{r.column} shows {text!r}, not {r.text!r}")
    places = [r[:5] for r in rows]
    return out + ([] if len(set(places)) == len(places) else ["a place is listed twice"])


def test_what_an_occurrence_means_has_it_among_its_references(project):
    wrong = disagreements(project, every=3)
    assert not wrong, f"{len(wrong)} disagreements:\n" + "\n".join(wrong[:20])


def test_symbols_can_be_given_again(project):
    """What an answer calls a symbol is a target that names the same thing."""
    wrong = []
    with project.snapshot() as view:
        for file in view.reader.files():
            for block in view.blocks_of_file(file.id):
                for k in range(len(block.o) // 6):
                    if block.o[k * 6 + 3] & F.ROLE_MASK not in (F.DEFINITION, F.WRITE):
                        continue
                    for entity in T.entities_at(view, block, k):
                        subject = T.subject_of(view, entity)
                        if isinstance(subject, T.External):
                            continue
                        if isinstance(subject, T.Variable) and block.s[subject.scope * 7] not in (F.FUNCTION, F.CLASS):
                            continue  # lambdas and comprehensions have no names: these are given by place
                        symbol = T.symbol_of(view, subject)
                        try:
                            again = T.parse(view, symbol)
                        except inferd.InferdError as error:
                            wrong.append(f"{symbol}: {error}")
                            continue
                        if symbol not in [T.symbol_of(view, s) for s in again]:
                            wrong.append(f"{symbol}: named {[T.symbol_of(view, s) for s in again]}")
    wrong = sorted(set(wrong))
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:20])


def test_every_class_of_the_index_is_in_a_hierarchy(project):
    with project.snapshot() as view:
        for file in view.reader.files():
            for name, *_ in view.reader.classes_of_file(file.id):
                cls = Class(file.module, plain(name))
                assert view.hierarchy.mro(cls)[0] == cls
