"""A row of an answer: what an occurrence is to a symbol, as all questions that list places say it."""

from functools import partial
from typing import Any

from inferd.model import Reference
from inferd.query.view import Block

Evidence = tuple[dict[str, Any], ...]


def row(block: Block, k: int, symbol: str, confidence: str, evidence: Evidence) -> Reference:
    """The row that says what an occurrence is to a symbol."""
    if block.is_stale:
        evidence = (*evidence, {"kind": "static", "why": "the block does not parse at present"})
    return _reference((*block.shown(k), symbol, confidence, evidence))


_reference = partial(tuple.__new__, Reference)  # without a frame of Python's for each of some thousand rows
