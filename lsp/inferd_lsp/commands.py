"""What a client can have executed: the impact report, and refactorings that ask for something first."""

import os
import re
from typing import Any

from inferd.query import targets as T
from inferd_lsp import actions, convert, reports
from inferd_lsp.methods import Method
from inferd_lsp.spots import Call, Invalid, Json, Params, Refused, spot, text_of

#: what each command is answered by
COMMANDS = {
    "inferd.impact": Method("commands", "impact", whole=True, position=False),
    "inferd.refactor": Method("commands", "refactor", whole=True, position=False),
    "inferd.showReferences": Method("commands", "show_references", position=False),
}


def argument_of(params: Params) -> dict[str, Any]:
    """The first argument as an object: `{"uri", "position"}`, also given one after the other."""
    given = params.get("arguments")
    given = given if isinstance(given, list) else []
    if given and isinstance(given[0], dict):
        return given[0]
    out: dict[str, Any] = {}
    if given and isinstance(given[0], str):
        out["uri"] = given[0]
    if len(given) > 1:
        out["position"] = given[1]
    return out


def impact(call: Call, params: Params) -> Json:
    """`inferd.impact` with {"uri", "position"} or {"uri", "target"}, and "kind" (rename, signature, remove, move or
    retype): {"target", "kind", "markdown", "report", "uri"}, where "uri" is a file with the report.  It is opened,
    where the client opens documents.
    """
    from inferd.query import impact as impacts

    given = argument_of(params)
    kind = given.get("kind", "rename")
    if kind not in impacts.KINDS:
        raise Invalid(f"kind is one of {', '.join(impacts.KINDS)}")
    target = given.get("target")
    if isinstance(target, str):
        subjects = T.parse(call.view, target, call.root.folder)
    else:
        at = spot(call, given)
        if at is None or not at.subjects:
            raise Refused("nothing that can change stands here")
        subjects = at.subjects
    found = impacts.impact(call.view, subjects, kind)
    text = reports.markdown(found, convert.uri_of(call.root.folder))
    uri = _written(call, found.target, text)
    if uri and call.settings.shows_documents:
        call.talk.ask_client("window/showDocument", {"uri": uri, "takeFocus": True})
    return {"target": found.target, "kind": kind, "markdown": text, "report": found.to_json(), "uri": uri or None}


def _written(call: Call, target: str, text: str) -> str:
    """The URI of a file with the report; '' where it cannot be written."""
    if call.root.loose:
        return ""
    name = re.sub(r"[^\w.-]+", "-", target)[:100].strip("-.") or "report"
    folder = os.path.join(call.root.project.directory, "reports")
    path = os.path.join(folder, f"impact-{name}.md")
    aside = f"{path}.{os.getpid()}"
    if os.path.islink(folder):  # it came with the project, and leads who knows where
        call.say(f"{folder} is a link: the report is not written there")
        return ""
    try:
        os.makedirs(folder, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        with open(os.open(aside, flags, 0o666), "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        os.replace(aside, path)
    except OSError as error:
        call.say(f"the report cannot be written to {path}: {error.strerror}")
        return ""
    return convert.uri_of(path)


def refactor(call: Call, params: Params) -> None:
    """`inferd.refactor` with {"uri", "name", "given", "asks"}: asks the client for what is missing (`inferd/input`),
    then has it make the edit.
    """
    given = argument_of(params)
    name, told, asks = text_of(given, "name"), given.get("given"), given.get("asks")
    told = dict(told) if isinstance(told, dict) else {}
    for item in asks if isinstance(asks, list) else ():
        if isinstance(item, dict) and isinstance(item.get("name"), str) and item["name"] not in told:
            missing = item
            break
    else:
        edit = actions.edit_of(call, name, told)
        call.talk.ask_client("workspace/applyEdit", {"label": name, "edit": edit})
        return
    if not call.settings.can_ask:
        raise Refused(f"this editor cannot ask: {missing.get('prompt')}; give {missing['name']}")
    question = {"prompt": str(missing.get("prompt", "")), "default": str(missing.get("default", ""))}

    def go_on(answer: Any) -> None:
        if not isinstance(answer, str) or not answer:
            return  # the person has thought better of it
        value: Any = [answer] if missing["name"] in _LISTS else answer
        again = {**given, "given": {**told, missing["name"]: value}}
        call.talk.perform("workspace/executeCommand", {"command": "inferd.refactor", "arguments": [again]})

    call.talk.ask_client("inferd/input", question, go_on)


_LISTS = frozenset(("add",))  # options that may be given several times


def show_references(call: Call, params: Params) -> list[Any]:
    """`inferd.showReferences` with [uri, position, locations]: for clients to carry out; here the locations."""
    del call
    given = params.get("arguments")
    found = given[2] if isinstance(given, list) and len(given) > 2 else []
    return found if isinstance(found, list) else []
