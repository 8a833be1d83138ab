"""What the proof of a rename rests on: a statement of the module, read alone, says what it says in its file."""

from itertools import pairwise
from pathlib import Path

import pytest

import inferd
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F
from inferd.syntax.parse import facts_of, parse

PACKAGE = Path(inferd.__file__).parent
FILES = sorted([*PACKAGE.glob("refactor/**/*.py"), *PACKAGE.glob("syntax/*.py"), PACKAGE / "project.py"])


def said(block, first=0):
    names, o = block.names.split(), F.unpacked(block.occurrences, block.wide)
    rows = [(names[o[j]], *o[j + 1 : j + 6]) for j in range(0, len(o), 6)]
    return block.line - first, block.lines, block.kind, block.name, rows


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_statement_alone_says_the_same(path):
    data = path.read_bytes()
    lines = split_lines(decode(data)[0])
    whole = facts_of(data).blocks
    starts = [*sorted({b.line for b in whole if not b.owner}), len(lines) + 1]
    for first, end in pairwise(starts):
        part = lines[first - 1 : end - 1]
        alone = parse("".join(part), part)
        assert not alone.broken
        assert [said(b) for b in alone.blocks] == [said(b, first - 1) for b in whole if first <= b.line < end]
