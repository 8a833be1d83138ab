"""Completion: what may stand at the cursor, in code that is being written.

The text is made whole at the cursor first (`mending`), and the question asked of that text: so a receiver is known with
all that narrows it there, in a line that does not parse yet.
Details, documentation and the import that a name needs come when an item is looked at (`completionItem/resolve`).
"""

import re

from inferd.errors import InferdError
from inferd.model import POSSIBLE, Definition
from inferd.query import completing, symbols
from inferd.query import targets as T
from inferd.query.completing import Offer
from inferd.query.view import Block, View
from inferd.syntax import facts as F
from inferd.syntax import unfinished
from inferd_lsp import describe, imports
from inferd_lsp.limits import Limit
from inferd_lsp.mending import Mended
from inferd_lsp.spots import Call, Json, Params

_MOST = 1500  # items; more are cut off, which is said (`isIncomplete`)
_ENOUGH = 3  # letters before names to import are looked for

_FROM = re.compile(r"\s*from\s+(?P<module>[.\w]*)\s+import\s*\(?(?P<names>[\w\s,]*)$")
_FROM_MODULE = re.compile(r"\s*from\s+(?P<module>[.\w]*)$")
_IMPORT = re.compile(r"\s*import\s+(?:[\w.\s]+,\s*)*(?P<module>[.\w]*)$")

_KINDS = {
    "method": 2, "function": 3, "attribute": 5, "variable": 6, "class": 7, "module": 9, "property": 10, "keyword": 14,
    "parameter": 6, "argument": 6, "constant": 21, "import": 9,
}  # fmt: skip


def complete(call: Call, params: Params) -> Json | None:
    """The offers for a position."""
    del params
    at = call.mended
    if at is None or at.seen.inside or at.prefix[:1].isdigit():
        return None
    found = _in_import(call, at)
    if found is None:
        limit = Limit(call)
        found = _in_code(call, at, limit)
        if limit.is_over:  # the next letter is answered from what is found out meanwhile
            found = found[0], True
            if call.later is not None:
                call.later()
    offers, is_partial = found
    wanted = [o for o in offers if _fits(at.prefix, o.name)]
    if len(wanted) > _MOST:
        wanted.sort(key=lambda o: (not o.name.startswith(at.prefix), _rank(o), o.name))
        wanted, is_partial = wanted[:_MOST], True
    uri = call.texts.uri(call.path)  # in each item: one that has data of its own is sent back without the list's
    return {"isIncomplete": is_partial or not call.indexed, "items": [_item(o, uri) for o in wanted]}


def _fits(prefix: str, name: str) -> bool:
    """Whether the letters of the prefix come in the name, in order, the first of them at the beginning of a word."""
    if not prefix or name.startswith(prefix):
        return True
    folded, letters = name.casefold(), prefix.casefold()
    at = folded.find(letters[0])
    while at > 0 and not (name[at - 1] == "_" or name[at].isupper()):
        at = folded.find(letters[0], at + 1)
    if at < 0:
        return False
    rest = iter(folded[at:])
    return all(c in rest for c in letters)


_RANKS = {"argument": 0, "parameter": 1, "variable": 1, "keyword": 6}


def _rank(o: Offer) -> int:
    if o.confidence == POSSIBLE:
        return 5
    if o.module is not None:
        return 7
    if o.owner == "builtins" and o.kind != "argument":
        return 4
    rank = _RANKS.get(o.kind, 2)
    if o.name.startswith("__") and o.name.endswith("__"):
        return 8
    return rank + 1 if o.name.startswith("_") else rank


def _item(o: Offer, uri: str) -> Json:
    is_argument = o.kind == "argument"
    label = f"{o.name}=" if is_argument else o.name
    out: Json = {"label": label, "kind": _KINDS.get(o.kind, 6), "sortText": f"{_rank(o)}{o.name}"}
    if o.module is not None:
        out["labelDetails"] = {"description": o.module or o.name}
        out["sortText"] += f" {o.module}"
    elif o.confidence == POSSIBLE:
        out["labelDetails"] = {"description": f"{o.owner}, seen in a run" if o.owner else "used so elsewhere"}
    elif o.owner and not is_argument:
        out["labelDetails"] = {"description": o.owner}
    if o.home:
        out["data"] = {"home": o.home, "uri": uri}
        if o.module is not None:
            out["data"] |= {"module": o.module, "name": o.name}
    return out


# ---------------------------------------------------------------------------------------------------------------------
# What is offered

Offers = tuple[list[Offer], bool]


def _in_import(call: Call, at: Mended) -> Offers | None:
    """Modules and their names, in an import statement; None elsewhere."""
    tokens, first = at.seen.tokens, at.seen.first
    if first >= len(tokens) or tokens[first].text not in ("import", "from"):
        return None
    line = at.lines.text[tokens[first].start : at.start]
    view = call.view
    found = _FROM.match(line)
    if found:
        given = set(re.findall(r"\w+", found.group("names")))
        offers = [o for o in _names_in(view, call.path, found.group("module")) if o.name not in given]
        if not at.prefix.startswith("_"):
            offers = [o for o in offers if not o.name.startswith("_")]
        return offers, False
    found = _FROM_MODULE.match(line) or _IMPORT.match(line)
    if not found:
        if re.match(r"\s*from\s+[.\w]+\s+$", line):
            return [Offer("import", "keyword", "", "")], False
        return [], False
    dotted = found.group("module").rpartition(".")[0]
    if found.group("module").startswith("."):
        module = _absolute(view, call.path, found.group("module")[: -1 or None])
        return (completing.modules(view, module) if module else []), False
    return completing.modules(view, dotted), False


def _absolute(view: View, path: str, module: str) -> str:
    """The module that a relative path (`..shop`) names in a file."""
    file = view.reader.file_at(path)
    if file is None:
        return ""
    level = len(module) - len(module.lstrip("."))
    if not level:
        return module
    namespace = view._bare(file)
    return view.resolver.imported_module(namespace, level, module[level:])[0]


def _names_in(view: View, path: str, module: str) -> list[Offer]:
    """What can be imported from a module, as it is written in a file."""
    module = _absolute(view, path, module)
    if view.resolver.is_module(module):
        return completing.names_of_module(view.resolver, view.reader, module)
    if view.typing is None:
        return []
    space = view.typing.world.outside(module)
    return completing.of_module(view.typing, space.key, module) if space is not None else []


def _in_code(call: Call, at: Mended, limit: Limit) -> Offers:
    tokens = at.seen.tokens
    if tokens and tokens[-1].kind == "name" and tokens[-1].text in ("def", "class", "as", "for"):
        return [], False  # a name that is new
    view = call.view
    found = T.at_position(view, call.path, at.whole.line, at.whole.column)
    if found is None or found[0].names[found[0].o[found[1] * 6]] != unfinished.NAME:
        return _somewhere(call), True
    block, k = found
    call.check()
    if block.o[k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
        return _members(view, block, k, limit)
    offers: list[Offer] = []
    if view.typing is not None:
        offers += limit.within(lambda: _keywords(call, at), [])
    offers += completing.in_sight(view, block, block.o[k * 6 + 4])
    is_partial = False
    if call.indexed and at.prefix:
        is_partial = len(at.prefix) < _ENOUGH
        if not is_partial:
            known = {o.name for o in offers}
            more = completing.importable(view, block.file, at.prefix, known)
            is_partial = len(more) >= completing.LARGEST
            offers += more
    return [o for o in offers if o.name != unfinished.NAME], is_partial


def _members(view: View, block: Block, k: int, limit: Limit) -> Offers:
    typing = view.typing
    offers: dict[str, Offer] = {}
    if typing is not None:
        nothing: list[Offer] = []
        for o in limit.within(lambda: completing.members(typing, typing.computed(block, k)), nothing):
            offers.setdefault(o.name, o)
        for o in completing.observed(view, block, k):
            offers.setdefault(o.name, o)
    if not offers:
        for o in completing.used(block, k):
            offers.setdefault(o.name, o)
    offers.pop(unfinished.NAME, None)
    return list(offers.values()), False


def _somewhere(call: Call) -> list[Offer]:
    """The names of the module, where nothing tells the scope."""
    view = call.view
    file = view.reader.file_at(call.path)
    return completing.names_of_module(view.resolver, view.reader, file.module) if file is not None else []


def _keywords(call: Call, at: Mended) -> list[Offer]:
    """The keyword arguments of the call that the cursor stands in, where an argument may begin."""
    opened = unfinished.open_call(at.seen)
    if opened is None or opened.keyword or at.callee is None or at.seen.tokens[-1].text not in ("(", ","):
        return []
    found = T.at_position(call.view, call.path, *at.callee)
    typing = call.view.typing
    return completing.keywords(typing, *found, opened.given) if found is not None and typing is not None else []


# ---------------------------------------------------------------------------------------------------------------------
# One item


def resolve(call: Call, params: Params) -> Json:
    """An item with its signature, its documentation and the import that it needs."""
    data = params.get("data")
    home = data.get("home") if isinstance(data, dict) else None
    out = dict(params)
    if not isinstance(home, str):
        return out
    d = next(iter(definitions_of(call, home)), None)
    if d is not None:
        index = call.texts.lines(d.path)
        if index is not None:
            code = "" if d.kind == "module" else describe.signature(d, index)
            doc = describe.docstring(d, index)
            out["detail"] = code.partition("\n")[0] if d.kind not in ("function", "method") else code
            if call.settings.markdown:
                value = describe.markdown(d.kind, code, d.symbol, [], doc)
                out["documentation"] = {"kind": "markdown", "value": value}
            else:
                value = describe.plain(d.kind, code, d.symbol, [], doc)
                out["documentation"] = {"kind": "plaintext", "value": value}
    assert isinstance(data, dict)
    module, name = data.get("module"), data.get("name")
    index = call.texts.lines(call.path)
    if isinstance(module, str) and isinstance(name, str) and index is not None:
        out["additionalTextEdits"] = [imports.edit(index, module, name)]
        out.setdefault("detail", f"from {module} import {name}" if module else f"import {name}")
    return out


def definitions_of(call: Call, home: str) -> list[Definition]:
    """Where a symbol is defined, of the project or of a library."""
    from inferd.query import outside

    view = call.view
    module, _, name = home.partition(":")
    if view.resolver.namespaces(module):
        try:
            found = [d for s in T.parse(view, home) for d in symbols.definitions(view, s)]
        except InferdError:
            found = []
        if found:
            return found
    return outside.definitions(view, module, name)
