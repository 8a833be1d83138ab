"""What every answer is made from: the call, the place that it is about, and ranges for what is shown.

Every function that answers takes a `Call` (the snapshot, the texts that are shown, the session's settings) and the
request's parameters as they came.
"""

from collections.abc import Callable, Iterable
from json import dumps
from typing import Any, NamedTuple

from inferd.errors import InferdError
from inferd.model import Definition
from inferd.query import symbols
from inferd.query import targets as T
from inferd.query.view import Block
from inferd.syntax import facts as F
from inferd_lsp import convert, describe
from inferd_lsp.convert import Written
from inferd_lsp.limits import SHORT
from inferd_lsp.mending import Mended
from inferd_lsp.roots import Checked, Root, Texts
from inferd_lsp.talk import INFO, WARNING, Talk

Params = dict[str, Any]
Json = dict[str, Any]


class Settings:
    """What the client said about itself."""

    def __init__(self) -> None:
        self.encoding = convert.UTF16
        self.possible = False
        self.markdown = True
        self.hierarchical = False
        self.document_changes = False
        self.annotations = False  # the client knows change annotations
        self.resource_operations: frozenset[str] = frozenset()  # what it can do to files: create, rename, delete
        self.rename_possible = True  # a rename offers what is only possible, to be confirmed
        self.shows_documents = False
        self.can_ask = False  # the client answers `inferd/input`
        self.hint_parameters = True
        self.hint_results = True
        self.lenses = frozenset(("references", "callers", "tests", "implementations"))


class Call(NamedTuple):
    """What a request is answered from."""

    settings: Settings
    root: Root
    view: Checked
    texts: Texts
    path: str
    talk: Talk  # the client
    check: Callable[[], None]  # raises where the request was cancelled
    part: Callable[[Written], None] | None  # sends a part of the answer ahead, where the client takes parts
    indexed: bool = True  # else the view is one of the files themselves
    limit: float = SHORT  # seconds of CPU that inference may take, in answers that can do with less (see `limits`)
    later: Callable[[], None] | None = None  # have the request asked again, with a longer limit, when nobody waits
    mended: Mended | None = None  # the text that is analysed instead of the document's, where the method wants that
    for_nobody: bool = False  # it is asked again in the background, so there is nobody to tell anything

    def say(self, text: str) -> None:
        """To the client's log."""
        if not self.for_nobody:
            self.talk.say(text)

    def note(self, what: str, text: str) -> None:
        """What an answer leaves open.  That types are still being worked out is shown to the person, once until they
        are, where the client has no place for notes: what is there then looks whole.
        """
        if self.for_nobody:
            return
        settling = bool(self.view.settling)
        if not self.talk.note(what, text) and settling and not self.root.is_told_settling:
            self.talk.show(INFO, f"{what}: {text}")
            self.root.is_told_settling = True
        if not settling:
            self.root.is_told_settling = False

    def tell(self, text: str) -> None:
        """To the person, about what was asked for."""
        if not self.for_nobody:
            self.talk.show(INFO, text)

    def warn(self, text: str) -> None:
        """To the person, who has to do something."""
        self.talk.show(WARNING, text)


class Spot(NamedTuple):
    """The occurrence that a position lies on, and what it stands for (nothing, where that is not decided)."""

    block: Block
    k: int
    name: str
    span: convert.Span
    target: str
    subjects: list[T.Subject]


class Refused(InferdError):
    """A request that makes no sense here, with the reason."""


class Invalid(Exception):
    """Parameters that are not those of the request."""


def position_of(given: Any) -> convert.Position:
    """A position of the protocol."""
    try:
        line, character = given["line"], given["character"]
    except (TypeError, KeyError):
        raise Invalid("a position has a line and a character") from None
    if type(line) is not int or type(character) is not int or not (0 <= line < 1 << 31 and 0 <= character < 1 << 31):
        raise Invalid("a position has a line and a character")
    return convert.Position(line, character)


def text_of(params: Any, name: str) -> str:
    """A parameter that is a string."""
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, str):
        raise Invalid(f"{name} is missing")
    return value


def spot(call: Call, params: Params, decides: bool = True) -> Spot | None:
    """The occurrence at a position, if its name is what stands there; without *decides*, whatever it stands for."""
    position = position_of(params.get("position"))
    index = call.texts.lines(call.path)
    if index is None or position.line > len(index.lines):
        return None
    line, column = convert.place(index, position, call.settings.encoding)
    found = T.at_position(call.view, call.path, line, column + 1)
    if found is None:
        return None
    block, k = found
    name = block.names[block.o[k * 6]]
    where = block.place(k)
    shown = call.texts.span(call.path, name, where)
    if shown is None:
        return None
    entities = T.entities_at(call.view, block, k) if decides else ()
    subjects = list(dict.fromkeys(T.subject_of(call.view, e) for e in entities))
    return Spot(block, k, name, shown, f"{call.path}:{where[0]}:{where[1]}", subjects)


def places(call: Call, definitions: Iterable[Definition]) -> Written | None:
    """Definitions as locations."""
    out: dict[str, None] = {}
    for d in definitions:
        shown = definition_span(call, d)
        if shown is not None:
            out[location(call, d.path, shown)] = None
    return Written(f"[{','.join(out)}]") if out else None


def location(call: Call, path: str, span: convert.Span) -> str:
    """A location, as JSON."""
    return f'{{"uri":{dumps(call.texts.uri(path))},"range":{convert.RANGE % span}}}'


def definitions(call: Call, subjects: list[T.Subject]) -> list[Definition]:
    """Where subjects are defined."""
    return [d for s in subjects for d in symbols.definitions(call.view, s)]


def everything(call: Call, at: Spot) -> list[Definition]:
    """Where what stands at a place is defined, in the project or outside; by the types of its receiver, where Python's
    own rules do not say; then by what recorded runs saw there.
    """
    from inferd.query import outside, sightings, stored

    found = definitions(call, [s for s in at.subjects if not isinstance(s, T.External)])
    for s in at.subjects:
        if isinstance(s, T.External):
            found += outside.definitions(call.view, s.module, s.name)
    if not found and call.view.typing is not None:
        found = [d for s in at.subjects for d in stored.definitions(call.view, s)]
        found = found or stored.of_attribute(call.view.typing, at.block, at.k)
        found = found or outside.of_attribute(call.view.typing, at.block, at.k)
    if not found and at.block.record(at.k)[3] & F.ROLE_MASK == F.ATTRIBUTE and call.view.reader.is_recorded():
        found = definitions(call, sightings.members(call.view, at.block, at.k))
    return found


def definition_span(call: Call, d: Definition) -> convert.Span | None:
    """The range of a definition's name; None where the text shows another word."""
    if d.kind == "module":
        return (0, 0, 0, 0)
    return call.texts.span(d.path, describe.name_of(d), d[4:8])


def around(a: convert.Span, b: convert.Span) -> convert.Span:
    """The span that holds two others (a symbol's must hold its name and its children)."""
    return (*min(a[:2], b[:2]), *max(a[2:], b[2:]))
