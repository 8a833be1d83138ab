"""Code actions: which refactorings apply here, and what mends what is underlined.

Listing is cheap and made of what stands at the place; a change is computed when one is chosen (`codeAction/resolve`).
Editors ask for a list whenever the cursor moves.  Where a person asks (`triggerKind`, or kinds that are named), the
refactorings are tried, the near ones first and as long as that takes no time that anybody feels (`_TRYING`); one that
refuses is shown with its reason as one that does not apply, or not at all.
A refactoring that needs to be told something asks, in clients that can (`experimental.inferd.input`, see the
documentation), takes a name that can be changed afterwards, or is shown as one that the command line does.
"""

import re
import time
from typing import Any, NamedTuple

from inferd.errors import InferdError, JournalError, RefactorRefused
from inferd.model import ChangePlan, Definition
from inferd.query import completing
from inferd.query import targets as T
from inferd.syntax import facts as F
from inferd.syntax import unfinished
from inferd_lsp import convert, imports, workspace_edits
from inferd_lsp.spots import Call, Invalid, Json, Params, Refused, Spot, everything, position_of, spot

COMMAND = "inferd.refactor"
_MOST_IMPORTS = 8
_TRYING = 0.25  # seconds of CPU after which no more is tried
_FEW_FILES = 2  # in which a name that is inlined stands
_INVOKED = 1
#: refactorings that look at one file or two, and so are tried first
_NEAR = frozenset(
    "extract introduce-parameter local-to-field imports generate method-object remove use-function".split()
)

QUICK, INLINE, EXTRACT = "quickfix", "refactor.inline", "refactor.extract"
REWRITE, MOVE, DELETE = "refactor.rewrite", "refactor.move", "refactor.delete"


class Asked(NamedTuple):
    """What a refactoring wants to be told: the parameter, the question, and what is taken where nobody can be asked
    ('': nothing can).
    """

    name: str
    prompt: str
    default: str = ""


class Offer(NamedTuple):
    """A refactoring that applies."""

    kind: str
    title: str
    name: str  # of the refactoring
    given: dict[str, Any]
    asks: tuple[Asked, ...] = ()

    def __hash__(self) -> int:
        return hash((self.kind, self.title))


def code_actions(call: Call, params: Params) -> list[Json]:
    """The actions for a range of a document."""
    span = params.get("range")
    context = params.get("context")
    if not isinstance(span, dict):
        raise Invalid("a range is missing")
    start, end = position_of(span.get("start")), position_of(span.get("end"))
    only = context.get("only") if isinstance(context, dict) else None
    wanted = [str(k) for k in only] if isinstance(only, list) else []
    index = call.texts.lines(call.path)
    if index is None:
        return []

    def is_wanted(kind: str) -> bool:
        return not wanted or any(kind == k or kind.startswith(f"{k}.") for k in wanted)

    at = spot(call, {"position": span["start"]})
    out: list[Json] = []
    if at is not None and is_wanted(QUICK):
        out += _imports(call, at)
    offers = _source(call) if wanted else []
    if (start.line, start.character) != (end.line, end.character):
        offers += _of_selection(call, index, start, end)
    if at is not None:
        offers += _of_name(call, at)
    offers = [o for o in offers if is_wanted(o.kind)]
    is_invoked = bool(wanted) or (isinstance(context, dict) and context.get("triggerKind") == _INVOKED)
    refused = _refused(call, offers) if is_invoked else {}
    for o in offers:
        why = refused.get(o)
        if why is None:
            out.append(_shown(call, o))
        elif call.talk.can("textDocument", "codeAction", "disabledSupport"):
            out.append({"title": o.title, "kind": o.kind, "disabled": {"reason": why}})
    return out


def _refused(call: Call, offers: list[Offer]) -> dict[Offer, str]:
    """Those that were tried and do not apply, with the reason."""
    out: dict[Offer, str] = {}
    if offers:
        from inferd.refactor import available  # rope takes a while, once
    stop = time.thread_time() + _TRYING
    known: dict[str, dict[str, str]] = {}  # target -> refactoring -> why it does not apply

    def why_not(o: Offer) -> str:
        """As far as that is to be seen without looking at every use."""
        target = str(o.given["target"])
        if target not in known:
            rows = available.available(call.view, call.root.folder, target, _unsaved(call))
            known[target] = {r.refactoring: r.why for r in rows if not r.available}
        return known[target].get(o.name, "")

    for o in sorted(offers, key=lambda o: o.name not in _NEAR and not o.given.get("here")):
        call.check()
        if time.thread_time() > stop:
            break
        try:
            if _is_far(call, o) or any(not a.default for a in o.asks):  # nobody knows yet what it is to be told
                why = why_not(o)
                if why:
                    out[o] = why
                continue
            plan = _plan(call, o.name, {**o.given, **{a.name: a.default for a in o.asks}})
        except RefactorRefused as error:
            out[o] = "; ".join(_reason(*r) for r in error.reasons[:2]) or error.message
        except JournalError:
            continue  # a file is not what was indexed: whoever chooses it is told
        except InferdError as error:
            out[o] = error.message
        else:
            if not plan.changes:
                out[o] = "there is nothing to change"
    return out


def _is_far(call: Call, o: Offer) -> bool:
    """Whether trying it may rewrite more files than anybody waits for."""
    if o.name != "inline" or o.given.get("here"):
        return False
    name = re.split(r"[.:]", str(o.given["target"]))[-1]
    return not name.isdigit() and len(call.view.reader.posting_files(name)) > _FEW_FILES


def _reason(path: str, line: int, why: str) -> str:
    return f"{path}:{line}: {why}" if line else why


def _shown(call: Call, o: Offer) -> Json:
    """An offer as the protocol's action."""
    out: dict[str, Any] = {"title": o.title, "kind": o.kind}
    uri = call.texts.uri(call.path)
    missing = [a for a in o.asks if not a.default]
    if o.asks and call.settings.can_ask:
        asks = [{"name": a.name, "prompt": a.prompt, "default": a.default} for a in o.asks]
        argument = {"uri": uri, "name": o.name, "given": o.given, "asks": asks}
        out["command"] = {"title": o.title, "command": COMMAND, "arguments": [argument]}
    elif missing:
        out["disabled"] = {
            "reason": f"this editor cannot ask: {missing[0].prompt}; `inferd refactor {o.name}` can be told"
        }
    else:
        given = {**o.given, **{a.name: a.default for a in o.asks}}
        out["data"] = {"uri": uri, "name": o.name, "given": given}
    return out


def _unsaved(call: Call) -> dict[str, bytes | None]:
    return {path: text.encode("utf-8", "surrogatepass") for path, text in call.root.unsaved().items()}


# ---------------------------------------------------------------------------------------------------------------------
# What applies


def _imports(call: Call, at: Spot) -> list[Json]:
    """Imports of a name that nothing binds."""
    role = at.block.o[at.k * 6 + 3] & F.ROLE_MASK
    if at.subjects or role not in (F.READ, F.CALL) or at.block.o[at.k * 6 + 5] != F.GLOBAL:
        return []
    index = call.texts.lines(call.path)
    if index is None:
        return []
    out: list[Json] = []
    uri = call.texts.uri(call.path)
    for o in completing.importable_names(call.view, at.block.file, [at.name])[:_MOST_IMPORTS]:
        if o.module is None:
            continue
        title = f"Import {o.name} from {o.module}" if o.module else f"Import {o.name}"
        line, text = imports.insertion([index.line(n + 1) for n in range(len(index.lines))], o.module, o.name)
        edit = workspace_edits.workspace_edit(call, {call.path: {(line, 0, line, 0): (text, "")}})
        out.append({"title": title, "kind": QUICK, "edit": edit})
    for kind in ("function", "class", "variable"):
        given = {"target": f"{call.path}:{at.block.place(at.k)[0]}:{at.block.place(at.k)[1]}", "kind": kind}
        out.append(
            {
                "title": f"Make the {kind} {at.name}", "kind": QUICK,
                "data": {"uri": uri, "name": "generate", "given": given},
            }
        )  # fmt: skip
    return out


def _of_selection(call: Call, index: Any, start: convert.Position, end: convert.Position) -> list[Offer]:
    """What can be made of a piece of code."""
    encoding = call.settings.encoding
    first, last = convert.place(index, start, encoding), convert.place(index, end, encoding)
    text = index.text[index.offset(*first) : index.offset(*last)]
    piece = text.strip()
    if not piece or piece.isidentifier():
        return []
    offset = index.offset(*first) + len(text) - len(text.lstrip())
    stop = index.offset(*first) + len(text.rstrip())
    target = f"{call.path}:{_at(index, offset)}-{_at(index, stop)}"
    in_method = _is_in_method(call, first[0])
    out = []
    if in_method:
        name = Asked("name", "Name of the method", "extracted")
        out.append(
            Offer(f"{EXTRACT}.method", "Extract a method", "extract", {"target": target, "kind": "method"}, (name,))
        )
    name = Asked("name", "Name of the function", "extracted")
    out.append(
        Offer(f"{EXTRACT}.function", "Extract a function", "extract", {"target": target, "kind": "function"}, (name,))
    )
    if "\n" not in piece and not _is_statement(piece):
        name = Asked("name", "Name of the variable", "extracted")
        given = {"target": target, "kind": "variable"}
        out.append(Offer(f"{EXTRACT}.variable", "Extract a variable", "extract", given, (name,)))
    return out


def _at(index: Any, offset: int) -> str:
    line, column = index.position(offset)
    return f"{line}:{column + 1}"


def _is_statement(piece: str) -> bool:
    """Whether a piece of one line is a statement and not an expression."""
    first = next(unfinished.tokens(piece, 0), None)
    if first is None or (first.kind == "name" and first.text in unfinished.ONLY_STATEMENTS):
        return True
    depth = 0
    for token in unfinished.tokens(piece, 0):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if not depth and token.text == "=":
            return True
    return False


def _is_in_method(call: Call, line: int) -> bool:
    file = call.view.reader.file_at(call.path)
    if file is None:
        return False
    for row in call.view.reader.blocks_at(file.id, line):
        block = call.view.wrap(row)
        for i in range(0, len(block.s), 7):
            begins = block.row.line + block.s[i + 3]
            is_method = block.s[i] == F.FUNCTION and block.s[i + 6] & F.S_METHOD
            if is_method and begins <= line <= block.row.line + block.s[i + 4]:
                return True
    return False


def _of_name(call: Call, at: Spot) -> list[Offer]:
    """What can be done with what stands at a place."""
    found = next((d for d in everything(call, at)), None)
    if found is None or found.path.startswith("/") or not at.subjects:
        return []
    symbol = T.symbol_of(call.view, at.subjects[0])
    line, column, _, _ = at.block.place(at.k)
    here = f"{call.path}:{line}:{column}"
    is_definition = (found.path, found.line, found.column) == (call.path, line, column)
    kind, name = found.kind, at.name
    target = {"target": symbol}
    out: list[Offer] = []
    if kind in ("function", "method", "variable", "constant") and not _is_dunder(name):
        place = {"target": here if isinstance(at.subjects[0], T.Variable) else symbol}
        out.append(Offer(INLINE, f"Inline {name} everywhere", "inline", place))
        if not is_definition:
            out.append(Offer(INLINE, f"Inline {name} here", "inline", {"target": here, "here": True}))
    if kind in ("function", "method"):
        out += _of_function(call, found, target, name)
    if kind in ("function", "class", "variable", "constant") and isinstance(at.subjects[0], T.Global):
        to = Asked("to", f"Module that {name} moves to, as in shop.cart")
        out.append(Offer(MOVE, f"Move {name} to another module", "move", target, (to,)))
    if is_definition and kind != "module" and not isinstance(at.subjects[0], T.Variable) and not _is_dunder(name):
        out.append(Offer(DELETE, f"Delete {name}, if nothing uses it", "remove", target))
    if kind == "class":
        made = Asked("name", "Name of the factory", "create")
        out.append(Offer(REWRITE, f"Construct {name} through a factory", "introduce-factory", target, (made,)))
    if kind == "attribute" and isinstance(at.subjects[0], T.Attribute):
        out.append(Offer(REWRITE, f"Read and write {name} through methods", "encapsulate-field", target))
    if kind == "variable" and isinstance(at.subjects[0], T.Variable) and _is_in_method(call, line):
        out.append(Offer(REWRITE, f"Make {name} an attribute of self", "local-to-field", {"target": here}))
    role = at.block.o[at.k * 6 + 3] & F.ROLE_MASK
    in_function = at.block.o[at.k * 6 + 4] >= 0
    if in_function and role in (F.READ, F.ATTRIBUTE) and kind != "parameter" and not is_definition:
        told = Asked("name", "Name of the parameter", name)
        out.append(Offer(REWRITE, f"Make {name} a parameter", "introduce-parameter", {"target": here}, (told,)))
    if kind == "module" and found.path.endswith(".py") and not found.path.endswith("__init__.py"):
        out.append(Offer(REWRITE, f"Make {symbol} a package", "to-package", {"target": found.path}))
    return out


def _of_function(call: Call, d: Definition, target: dict[str, Any], name: str) -> list[Offer]:
    out: list[Offer] = []
    added = Asked("add", "New parameter, as in tax: int = 0")
    out.append(Offer(REWRITE, f"Add a parameter to {name}", "signature", target, (added,)))
    if d.kind == "function":
        out.append(Offer(REWRITE, f"Call {name} wherever code does the same", "use-function", target))
    if not _is_dunder(name):
        made = Asked("name", "Name of the class", re.sub(r"(?:^|_)(\w)", lambda m: m.group(1).upper(), name.strip("_")))
        out.append(Offer(REWRITE, f"Make a class of {name}", "method-object", target, (made,)))
    if call.view.reader.is_recorded():
        out.append(Offer(REWRITE, f"Annotate {name} with what runs saw", "annotate", target))
    return out


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _source(call: Call) -> list[Offer]:
    """What can be done to the whole file; only for who asks for it."""
    here = {"target": call.path}
    out = [Offer("source.organizeImports", "Put imports in order", "imports", {**here, "do": "organize"})]
    file = call.view.reader.file_at(call.path)
    if file is None:
        return out
    for namespace in call.view.resolver.namespaces(file.module):
        if namespace.file.path != call.path:
            continue
        if namespace.stars:
            given = {**here, "do": "expand-stars"}
            out.append(Offer("source.expandStars.inferd", "Name what star imports bring", "imports", given))
        entries = [e for found in namespace.binds.values() for e in found if type(e) is list]
        if any(e[0] == "i" and e[1] for e in entries):
            given = {**here, "do": "absolute"}
            out.append(Offer("source.absoluteImports.inferd", "Make relative imports absolute", "imports", given))
    return out


# ---------------------------------------------------------------------------------------------------------------------
# What is chosen


def resolve(call: Call, params: Params) -> Json:
    """An action with its edit."""
    data = params.get("data")
    out = dict(params)
    if isinstance(data, dict):
        out["edit"] = edit_of(call, str(data.get("name")), data.get("given"))
    return out


def edit_of(call: Call, name: str, given: Any) -> Json:
    """The edit that a refactoring makes; raises RefactorRefused with the reasons."""
    if not isinstance(given, dict):
        raise Invalid("what is given to a refactoring is an object")
    plan = _plan(call, name, given)
    said = [*plan.warnings]
    if plan.left_out:
        count = len(plan.left_out)
        what = "occurrences that may belong to it are" if count > 1 else "occurrence that may belong to it is"
        said.append(f"{count} {what} not changed")
    if said:
        call.tell(f"{plan.description}: {'; '.join(said)}")
    if not plan.changes:
        raise Refused(f"{plan.description}: there is nothing to change")
    return workspace_edits.of_plan(call, plan) or {}


def _plan(call: Call, name: str, given: dict[str, Any]) -> ChangePlan:
    folder = call.root.folder
    unsaved = _unsaved(call)
    if name == "annotate":
        from inferd.refactor import annotate

        if unsaved:
            raise Refused("save the files first: what runs saw is of saved files")
        size = call.root.project.config.max_file_size
        return annotate.plan(call.view, folder, str(given.get("target")), size)
    from inferd.refactor import catalogue

    return catalogue.plan(call.view, folder, name, given, overlays=unsaved)
