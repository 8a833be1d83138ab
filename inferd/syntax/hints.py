"""Types that are told in words: in docstrings, and in type comments.  Pure functions from text to text.

Both are read in the pass that extracts a file's facts, because nothing later sees comments or docstrings; both are
kept as texts, because what a name in them means is known to whoever resolves names.  They are weaker than annotations:
nobody checks them, so who uses them says so in the evidence.

Docstrings
    Four styles, recognised by their markers and not by configuration: Sphinx fields (`:param Cart cart:`,
    `:type cart: Cart`, `:rtype: Cart`), Epytext fields (`@type cart: L{Cart}`), Google sections (`Args:`), NumPy
    sections (underlined, by `---` or `===`).  A docstring may mix them; the first that types a name wins.

    A type is normalised only as far as it has to be to read as an annotation: markup goes away, "Cart or None" is
    `Cart | None`, "list of Cart" is `list[Cart]`, "optional" and defaults go away.  What is no type expression then
    ("the cart to be used") is dropped: prose must not become knowledge.  The forms of `typing` that have an operator or
    a builtin are written so (`Optional[Cart]` is `Cart | None`); the others (`Iterable[Cart]`) stay and are meant as
    `typing` has them where the module does not bind their names.

Type comments
    As PEP 484 has them: behind assignments, the headers of `for` and `with`, parameters, and as the signature of a
    function, `# type: (int, *str) -> Cart`.  They are found behind the place where a statement ends, so that a `#` in a
    string is none.  `# type: ignore` is no type.

What it costs
    A docstring without markers: about half a microsecond for the searches for them.  A file without the characters
    `type:`: one search.  What has markers costs some ten microseconds a field.
"""

import ast
import re
from collections.abc import Iterator
from keyword import iskeyword
from typing import NamedTuple

Types = dict[str, str]

RETURN, YIELD = "return", "yield"  # keywords of Python, so that no parameter has their names

_MOST = 400  # a longer text is no type

# ---------------------------------------------------------------------------------------------------------------------
# Docstrings


_RULES = ("---", "===")  # under the titles of NumPy sections; SymPy and its like draw the second
_FIELDS = (":param", ":rtype", ":type", "@type", "@rtype", "@param", ":ivar", ":vartype")


def docstring_types(doc: str) -> Types:
    """The types that a docstring tells: name of a parameter, `self.name` of an attribute, `return` or `yield` -> text.

    Never raises.
    """
    out: Types = {}
    if ":" in doc or "@" in doc:  # most docstrings tell no types: make sure of it cheaply
        for marker in _FIELDS:
            if marker in doc:
                _fields(_even(doc).split("\n"), out)
                break
    if "s:\n" in doc or "---" in doc or "===" in doc:
        _sections(_even(doc), out)
    return out


def _even(doc: str) -> str:
    return doc.expandtabs() if "\t" in doc else doc


# -- Sphinx and Epytext --

_FIELD = re.compile(
    r"[ ]*(?P<mark>[:@])(?P<kind>param|parameter|arg|argument|keyword|kwarg|key|type|rtype|ytype|yieldtype|returntype"
    r"|ivar|cvar|var|vartype|attribute|attr)"
    r"(?:[ ]+(?P<what>(?:[^:`\n]|:[\w:.+-]+:`[^`\n]*`|`[^`\n]*`|(?<=\w):(?=\w))+?))?[ ]*:(?:[ ]+(?P<text>.*)|[ ]*)$"
)
_PARAMETER = frozenset(("param", "parameter", "arg", "argument", "keyword", "kwarg", "key"))
_ATTRIBUTE = frozenset(("ivar", "cvar", "var", "attribute", "attr"))
_RESULT = {"rtype": RETURN, "returntype": RETURN, "ytype": YIELD, "yieldtype": YIELD}


def _fields(lines: list[str], out: Types) -> None:
    for number, line in enumerate(lines):
        start = line.lstrip()[:1]
        if (start != ":" and start != "@") or len(line) > 500:
            continue
        m = _FIELD.match(line)
        if m is None:
            continue
        kind, what, text = m["kind"], m["what"] or "", m["text"] or ""
        if kind in _PARAMETER or kind in _ATTRIBUTE:
            told, _, name = what.strip().rpartition(" ")
            if told:
                _tell(out, name, told, "self." if kind in _ATTRIBUTE else "")
        elif kind in _RESULT:
            _tell(out, _RESULT[kind], _continued(lines, number, text))
        elif what:  # type, vartype
            _tell(out, what.strip(), _continued(lines, number, text), "self." if kind == "vartype" else "")


def _continued(lines: list[str], number: int, text: str) -> str:
    """The text of a field with the lines below it that are indented more."""
    indent = _indent(lines[number])
    for line in lines[number + 1 : number + 6]:
        if not line.strip() or _indent(line) <= indent:
            break
        text += " " + line.strip()
    return text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _tell(out: Types, names: str, text: str, of: str = "") -> None:
    told = ""
    for name in names.split(","):
        plain = name.strip().lstrip("\\*").strip("`")
        if plain.isidentifier() and of + plain not in out:
            told = told or normalised(text)
            if not told:
                return
            out[of + plain] = told


# -- Google and NumPy --

_NAMED, _HELD, _RESULTS, _YIELDS, _OTHER = range(5)
_SECTIONS = {
    "args": _NAMED, "arguments": _NAMED, "params": _NAMED, "parameters": _NAMED, "keyword args": _NAMED,
    "keyword arguments": _NAMED, "other parameters": _NAMED, "other arguments": _NAMED, "attributes": _HELD,
    "returns": _RESULTS, "return": _RESULTS, "yields": _YIELDS, "yield": _YIELDS,
}  # fmt: skip
_GOOGLE_ITEM = re.compile(r"(\*{0,2}\w+)\s*\((.+)$")
_NUMPY_ITEM = re.compile(r"((?:\\?\*{0,2}\w+)(?:\s*,\s*\\?\*{0,2}\w+)*)\s*:(?:\s+(.*)|\s*)$")


def _sections(doc: str, out: Types) -> None:
    lines: list[str] = []
    for start, end, underlined in _headers(doc):
        title = doc[start:end]
        kind = _SECTIONS.get(title.strip().lower().rstrip(":"), _OTHER)
        if kind != _OTHER:
            lines = lines or doc.split("\n")
            number = doc.count("\n", 0, end) + 1
            if underlined:
                _numpy(lines, number + 1, _indent(title), kind, out)
            else:
                _google(lines, number, _indent(title), kind, out)


def _headers(doc: str) -> Iterator[tuple[int, int, bool]]:
    """The lines that may head a section, and whether they are underlined."""
    for rule in _RULES:
        at = doc.find(rule)
        while at >= 0:
            line = doc.rfind("\n", 0, at)
            if line > 0 and not doc[line + 1 : at].strip():
                yield doc.rfind("\n", 0, line) + 1, line, True
            at = doc.find("\n", at)
            if at >= 0:
                at = doc.find(rule, at)
    at = doc.find("s:\n")
    while at >= 0:
        yield doc.rfind("\n", 0, at) + 1, at + 2, False
        at = doc.find("s:\n", at + 3)


def _google(lines: list[str], number: int, indent: int, kind: int, out: Types) -> None:
    """Read the items of a section that begins at a line."""
    first = True
    inner = -1
    while number < len(lines):
        line = lines[number]
        text = line.strip()
        if not text:
            number += 1
            continue
        depth = _indent(line)
        if depth <= indent:
            break
        number += 1
        if inner < 0:
            inner = depth
        if depth != inner:
            continue
        if kind <= _HELD:
            m = _GOOGLE_ITEM.match(text)
            if m is not None:
                told = _parenthesised(m[2])
                if told:
                    _tell(out, m[1], told, "self." if kind == _HELD else "")
        elif first:
            told, colon, _ = _split_colon(text)
            if colon or " " not in text:
                _tell(out, RETURN if kind == _RESULTS else YIELD, told.rstrip("."))
        first = False


def _parenthesised(text: str) -> str:
    """What stands before the closing parenthesis, where a colon follows it."""
    depth = 1
    for i, c in enumerate(text):
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
            if not depth:
                return text[:i] if text[i + 1 :].lstrip()[:1] in (":", "") else ""
    return ""


def _split_colon(text: str) -> tuple[str, str, str]:
    """Text before and after the first colon that ends a word and stands in no brackets or backquotes."""
    depth = 0
    quoted = False
    for i, c in enumerate(text):
        if c == "`":
            quoted = not quoted
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == ":" and depth <= 0 and not quoted and text[i + 1 : i + 2] in ("", " "):
            return text[:i], ":", text[i + 1 :]
    return text, "", ""


def _numpy(lines: list[str], number: int, indent: int, kind: int, out: Types) -> None:
    """The same, of an underlined section: up to the next one, or to a line that is indented less."""
    results: list[str] = []
    for at in range(number, len(lines)):
        line = lines[at]
        text = line.lstrip()
        if not text:
            continue
        depth = len(line) - len(text)
        if depth > indent:
            continue
        if depth < indent or (at + 1 < len(lines) and lines[at + 1].lstrip()[:3] in _RULES):
            break
        m = _NUMPY_ITEM.match(text) if len(text) < 500 else None
        if kind <= _HELD:
            if m is not None and m[2]:
                _tell(out, m[1], m[2], "self." if kind == _HELD else "")
        else:
            results.append(normalised(m[2] if m is not None and m[2] else text))
    if results and all(results):
        told = results[0] if len(results) == 1 else f"tuple[{', '.join(results)}]"
        out.setdefault(RETURN if kind == _RESULTS else YIELD, told)


# ---------------------------------------------------------------------------------------------------------------------
# Types in words

_ROLE = re.compile(r":[\w:.+-]+:`(?:[^`<]*<)?[~!.]*([^`<>]*)>?`")
_EPYTEXT = re.compile(r"\b[A-Z]\{([^{}]*)\}")
_QUOTED = re.compile(r"``?([^`]*)``?_{0,2}")
_EXTRA = re.compile(
    r"[,;]?\s*\(?\b(?:optional|required|keyword[- ]only|positional[- ]only|read[- ]?only|(?:by )?default(?:s to)?\b.*"
    r"|(?:of )?shape\b.*)\)?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|instance of|instances of|type:)\s+", re.IGNORECASE)
_THING = re.compile(r"\s+(?:instances?|objects?|class instance)$", re.IGNORECASE)
_WORDS = {
    "string": "str", "strings": "str", "unicode": "str", "text": "str", "integer": "int", "integers": "int",
    "ints": "int", "strs": "str", "floats": "float", "boolean": "bool", "booleans": "bool", "dictionary": "dict",
    "dicts": "dict", "lists": "list", "tuples": "tuple", "none": "None", "null": "None", "nothing": "None",
    "callable": "Callable", "function": "Callable", "iterable": "Iterable", "iterator": "Iterator",
    "sequence": "Sequence", "mapping": "Mapping", "generator": "Iterator",
}  # fmt: skip
_CONTAINERS = {
    "list": "list", "lists": "list", "set": "set", "sets": "set", "frozenset": "frozenset", "tuple": "tuple",
    "tuples": "tuple", "iterable": "Iterable", "iterables": "Iterable", "iterator": "Iterator",
    "sequence": "Sequence", "sequences": "Sequence", "collection": "Collection", "generator": "Iterator",
    "deque": "collections.deque", "dict": "dict", "dictionary": "dict", "mapping": "Mapping",
}  # fmt: skip
_OF = re.compile(r"(\w+)(?: containing| with)? (?:of|mapping|from) (?:an? )?(.+)$", re.IGNORECASE | re.DOTALL)
_PAIR = re.compile(r"^[{(]?(.+?)\s*(?::|,| to |->|=>)\s*(.+?)[})]?$")
_CALLED = re.compile(r"\b(dict|list|tuple|set|frozenset|Iterable|Sequence)\(([^()]*)\)")
_TYPING = {"List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Type": "type"}
_TYPING_NAME = re.compile(r"\b(?:typing\.|t\.)?(List|Dict|Set|FrozenSet|Tuple|Type)(?=\[)")
_SAFE = re.compile(r"[\w.,|\[\] '\"*-]+")
_DIGIT = re.compile(r"(?<![\w'\"])\d")
_TYPE_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


_known: Types = {}  # what was asked before: a project says the same things again and again


def normalised(text: str) -> str:
    """A type in words as an annotation; '' where it is none."""
    if not text or len(text) > _MOST:
        return ""
    known = _known.get(text)
    if known is None:
        if len(_known) > 5000:
            _known.clear()
        known = _known[text] = _normalised(text)
    return known


def _normalised(text: str) -> str:
    text = " ".join(text.split())
    if _TYPE_NAME.fullmatch(text):
        return _named(text)
    if "`" in text:
        text = _QUOTED.sub(r"\1", _ROLE.sub(r"\1", text))
    if "{" in text:
        text = _EPYTEXT.sub(r"\1", text)
    before = None
    while before != text:
        before = text
        text = _THING.sub("", _ARTICLE.sub("", _EXTRA.sub("", text.strip(" .;")))).strip(" ,.;")
    text = text.replace("()", "")
    return _union(text, 0)


def _named(text: str) -> str:
    return "" if iskeyword(text) and text != "None" else _WORDS.get(text, text)


def _union(text: str, depth: int) -> str:
    if depth > 6:
        return ""
    text = text.strip()
    if text[:1] == "(" and text[-1:] == ")" and _split(text[1:-1], ",") and _balanced(text[1:-1]):
        parts = _split(text[1:-1], ",")
        if len(parts) > 1:
            items = [_union(p, depth + 1) for p in parts]
            return f"tuple[{', '.join(items)}]" if all(items) else ""
        text = text[1:-1].strip()
    parts = [p for bar in _split(text, "|") for p in _split(bar, " or ")]
    if len(parts) > 1 or "," in text:
        parts = [q for p in parts for q in _split(p, ",")]
    if len(parts) > 1:
        out = []
        for part in parts:
            if part.strip():
                one = _union(part.strip().removeprefix("either "), depth + 1)
                if not one:
                    return ""
                out += [x for x in one.split(" | ") if x not in out] if "[" not in one else [one]
        return " | ".join(out)
    return _single(text, depth)


def _split(text: str, at: str) -> list[str]:
    """The parts of a text between separators that stand in no brackets."""
    if at not in text:
        return [text]
    parts, depth, begin, i = [], 0, 0, 0
    while i < len(text):
        c = text[i]
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif depth == 0 and text.startswith(at, i) and (at != "," or not _OF_PAIR.search(text[begin:i])):
            parts.append(text[begin:i])
            i += len(at)
            begin = i
            continue
        i += 1
    parts.append(text[begin:])
    return parts


_OF_PAIR = re.compile(r"\b(?:dict|dictionary|mapping) of \w+$", re.IGNORECASE)


def _balanced(text: str) -> bool:
    depth = 0
    for c in text:
        depth += (c in "([{") - (c in ")]}")
        if depth < 0:
            return False
    return not depth


def _single(text: str, depth: int) -> str:
    text = _THING.sub("", _ARTICLE.sub("", text.strip()))
    if not text:
        return ""
    if _TYPE_NAME.fullmatch(text):
        return _named(text)
    if text[0] == "{" and text[-1] == "}":
        return _choices(text)
    m = _OF.match(text)
    if m is not None and m[1].lower() in _CONTAINERS:
        container = _CONTAINERS[m[1].lower()]
        if container in ("dict", "Mapping"):
            pair = _PAIR.match(m[2])
            if pair is None:
                return ""
            key, value = _union(pair[1], depth + 1), _union(pair[2], depth + 1)
            return f"{container}[{key}, {value}]" if key and value else ""
        item = _union(m[2], depth + 1)
        if not item:
            return ""
        return f"{container}[{item}, ...]" if container == "tuple" else f"{container}[{item}]"
    for _ in range(4):
        called = _CALLED.sub(lambda m: f"{m[1]}[{m[2].replace(':', ',')}]", text)
        if called == text:
            break
        text = called
    text = _TYPING_NAME.sub(lambda m: _TYPING[m[1]], text)
    return _expression(text)


def _choices(text: str) -> str:
    """NumPy's `{'a', 'b'}`: the types of the constants."""
    try:
        values = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return ""
    return " | ".join(sorted({"None" if v is None else type(v).__name__ for v in values}))


def _expression(text: str) -> str:
    """A text that reads as an annotation, with Optional and Union as bars; '' for any other."""
    if not _SAFE.fullmatch(text) or _DIGIT.search(text):
        return ""
    try:
        tree = ast.parse(text.strip(), "<inferd>", "eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return _written(tree, 0)


def _written(n: ast.expr, depth: int) -> str:
    """An annotation's text, or '' for what is none."""
    if depth > 40:
        return ""
    if isinstance(n, ast.Name):
        return n.id
    if isinstance(n, ast.Attribute):
        value = _written(n.value, depth + 1)
        return f"{value}.{n.attr}" if value and "[" not in value else ""
    if isinstance(n, ast.Constant):
        if n.value is None:
            return "None"
        if n.value is ...:
            return "..."
        return repr(n.value) if isinstance(n.value, str) and len(n.value) < 100 else ""
    if isinstance(n, ast.BinOp) and isinstance(n.op, ast.BitOr):
        left, right = _written(n.left, depth + 1), _written(n.right, depth + 1)
        return f"{left} | {right}" if left and right else ""
    if isinstance(n, ast.List):
        items = [_written(e, depth + 1) for e in n.elts]
        return f"[{', '.join(items)}]" if all(items) else ""
    if isinstance(n, ast.Subscript):
        value = _written(n.value, depth + 1)
        elements = n.slice.elts if isinstance(n.slice, ast.Tuple) else [n.slice]
        items = [_written(e, depth + 1) for e in elements]
        if not value or not items or not all(items):
            return ""
        last = value.rpartition(".")[2]
        if last == "Optional" and len(items) == 1:
            return f"{items[0]} | None"
        if last == "Union":
            return " | ".join(items)
        return f"{value}[{', '.join(items)}]"
    return ""


# ---------------------------------------------------------------------------------------------------------------------
# Type comments

_ANY_COMMENT = re.compile(r"#[ \t]*type:[ \t]*(?!ignore(?![\w.])|[ \t\r\n])")
_BEHIND = re.compile(r"[\s,;:)\]}/*]*#[ \t]*type:[ \t]*(?!ignore(?![\w.]))(\S.*)$")
_ALONE = re.compile(r"\s*#[ \t]*type:[ \t]*(\(.*->.*)$")
_SIGNATURE = re.compile(r"\((.*)\)\s*->\s*(.+)$")


def has_type_comments(text: str) -> bool:
    """Whether there may be type comments (other than `type: ignore`) in a source text."""
    return "type:" in text and _ANY_COMMENT.search(text) is not None


class Hint(NamedTuple):
    """What one comment or docstring tells of the names of a function, class or module."""

    scope: int  # the first line of the function or class, with its decorators; 0 for the module
    line: int  # of the statement that tells it
    types: Types


class Comment(NamedTuple):
    """A type comment: where its text begins (line from 1, column in code points from 0), and the text."""

    line: int
    column: int
    text: str


Written = dict[ast.AST, list[Comment]]  # the type comments of statements


def type_comments(tree: ast.Module, lines: list[str]) -> tuple[list[Hint], Written]:
    """The type comments of a module, what they tell and where they stand; *lines* are those of the text, as Python
    counts them.

    Names are those of variables and parameters, `self.name` for attributes, and `return`; private names are mangled.
    """
    out: list[Hint] = []
    written: Written = {}
    stack: list[tuple[ast.AST, int, str]] = [(tree, 0, "")]
    while stack:
        node, scope, klass = stack.pop()
        for child in _statements(node):
            inner, around = scope, klass
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                inner = child.decorator_list[0].lineno if child.decorator_list else child.lineno
                if isinstance(child, ast.ClassDef):
                    around = child.name.lstrip("_")
                else:
                    types, comments = _of_function(child, lines, klass)
                    if types:
                        out.append(Hint(inner, child.lineno, types))
                        written[child] = comments
            else:
                comment, targets = _of_statement(child, lines)
                if comment is not None:
                    told = [_given(target, comment.text, klass) for target in targets]
                    out += [Hint(scope, child.lineno, types) for types in told if types]  # type: ignore[attr-defined]
                    if any(told):
                        written[child] = [comment]
            stack.append((child, inner, around))
    return out, written


def _of_statement(n: ast.AST, lines: list[str]) -> tuple[Comment | None, list[ast.expr]]:
    """The type comment of an assignment, or of the header of a `for` or `with`, and what it tells the types of."""
    if isinstance(n, ast.Assign):
        return _behind(lines, n.end_lineno, n.end_col_offset), n.targets
    if isinstance(n, (ast.For, ast.AsyncFor)):
        return _behind_header(lines, n.iter, n.body[0].lineno), [n.target]
    if isinstance(n, (ast.With, ast.AsyncWith)) and len(n.items) == 1:
        last = n.items[-1].optional_vars
        if last is not None:
            return _behind_header(lines, last, n.body[0].lineno), [last]
    return None, []


def comment_names(text: str) -> list[tuple[int, ast.expr]]:
    """The types in a type comment as code, each with the column (in code points) where what was parsed begins."""
    m = _SIGNATURE.match(text) if text.startswith("(") else None
    if m is None:
        parts = [(0, text)]
    else:
        parts = [(0, _STARS.sub(lambda stars: " " * len(stars[0]), text[: m.end(1) + 1])), (m.start(2), m[2])]
    trees = [(at, _type_of(part)) for at, part in parts]
    return [(at, t) for at, t in trees if t is not None and all(type(x) in _IN_TYPES for x in ast.walk(t))]


_STARS = re.compile(r"(?<=[(,\s])\*{1,2}")
_IN_TYPES = (
    ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.BitOr, ast.List, ast.Tuple, ast.Subscript, ast.Load,
)  # fmt: skip


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements right inside of a statement, and its handlers and cases."""
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        children = getattr(node, name, None)
        if isinstance(children, list):
            yield from children


def _behind(lines: list[str], line: int | None, column: int | None) -> Comment | None:
    """The type comment that follows a place (column in bytes) in its line."""
    if line is None or column is None or line > len(lines):
        return None
    text = lines[line - 1]
    if "type:" not in text:
        return None
    if not text.isascii():
        column = len(text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))
    m = _BEHIND.match(text[column:].rstrip())
    return Comment(line, column + m.start(1), _uncommented(m[1])) if m is not None else None


def _behind_header(lines: list[str], last: ast.expr, body: int) -> Comment | None:
    """The type comment behind a header whose last expression may stand in parentheses over several lines."""
    comment = _behind(lines, last.end_lineno, last.end_col_offset)
    for line in range((last.end_lineno or body) + 1, body):
        comment = comment or (_behind(lines, line, 0) if lines[line - 1].lstrip()[:1] in (")", "]", "}") else None)
    return comment


def _uncommented(text: str) -> str:
    """A comment up to a second one."""
    if "#" not in text:
        return text.strip()
    quote = ""
    for i, c in enumerate(text):
        if quote:
            quote = "" if c == quote else quote
        elif c in "'\"":
            quote = c
        elif c == "#":
            return text[:i].strip()
    return text.strip()


def _type_of(text: str) -> ast.expr | None:
    """A type comment's text as code."""
    if len(text) > _MOST or _DIGIT.search(text):
        return None
    try:
        return ast.parse(text, "<inferd>", "eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _given(target: ast.expr, text: str, klass: str) -> Types:
    """What the comment of a statement tells of what it binds."""
    types: Types = {}
    tree = _type_of(text)
    if tree is not None:
        _distribute(types, target, tree, klass)
    return types


def _distribute(types: Types, target: ast.expr, tree: ast.expr, klass: str) -> None:
    if isinstance(target, (ast.Tuple, ast.List)):
        if isinstance(tree, ast.Tuple) and len(tree.elts) == len(target.elts):
            for t, e in zip(target.elts, tree.elts, strict=True):
                _distribute(types, t, e, klass)
        return
    if isinstance(target, ast.Starred):
        target = target.value
    told = _written(tree, 0)
    if not told:
        return
    if isinstance(target, ast.Name):
        name = _mangled(target.id, klass)
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        name = f"{target.value.id}.{_mangled(target.attr, klass)}"
    else:
        return
    types.setdefault(name, told)


def _mangled(name: str, klass: str) -> str:
    return f"_{klass}{name}" if klass and name[:2] == "__" and name[-2:] != "__" else name


def _of_function(
    n: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str], klass: str
) -> tuple[Types, list[Comment]]:
    """The types that comments in a function's header tell, and these comments."""
    body = n.body[0]
    first = body.lineno
    if isinstance(body, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and body.decorator_list:
        first = body.decorator_list[0].lineno
    types: Types = {}
    comments: list[Comment] = []
    if not any("type:" in line for line in lines[n.lineno - 1 : first]):
        return types, comments
    arguments = n.args
    positional = [*arguments.posonlyargs, *arguments.args]
    given = dict(zip(reversed(positional), reversed(arguments.defaults), strict=False))
    given.update((a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None)
    ordered = [*positional, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
    end = n.lineno
    for a in ordered:
        if a is None:
            continue
        behind: ast.expr | ast.arg = given.get(a, a)
        comment = _behind(lines, behind.end_lineno, behind.end_col_offset)
        end = max(end, behind.end_lineno or end)
        if comment is not None and not comment.text.startswith("(") and a.annotation is None:
            tree = _type_of(comment.text)
            told = _written(tree, 0) if tree is not None else ""
            if told:
                types[_mangled(a.arg, klass)] = told
                comments.append(comment)
    signature = ""
    for number in range(end, max(first, end + 1)):
        line = lines[number - 1].rstrip()
        at = 0
        m = _ALONE.match(line) if number > end else None
        if m is None:
            at = line.find("#")
            m = _ALONE.match(line[at:]) if at > 0 and line[:at].rstrip().endswith(":") else None
        if m is not None:
            signature = _uncommented(m[1])
            comments.append(Comment(number, at + m.start(1), signature))
            break
    m = _SIGNATURE.match(signature)
    if m is not None and n.returns is None:
        tree = _type_of(m[2])
        told = _written(tree, 0) if tree is not None else ""
        if told:
            types[RETURN] = told
        _of_arguments(m[1].strip(), [a for a in ordered if a is not None], types, klass)
    return types, comments


def _of_arguments(text: str, ordered: list[ast.arg], types: Types, klass: str) -> None:
    """The types of a signature's parameters: all of them, or all but the first (`self`)."""
    if text in ("", "..."):
        return
    items = [item.strip().lstrip("*") for item in _split(text, ",")]
    if items and not items[-1]:
        items.pop()
    if len(items) == len(ordered) - 1:
        ordered = ordered[1:]
    if len(items) != len(ordered):
        return
    for a, item in zip(ordered, items, strict=True):
        tree = _type_of(item)
        told = _written(tree, 0) if tree is not None else ""
        if told and a.annotation is None:
            types.setdefault(_mangled(a.arg, klass), told)


__all__ = [
    "RETURN", "YIELD", "Comment", "Hint", "Written", "comment_names", "docstring_types", "has_type_comments",
    "normalised", "type_comments",
]  # fmt: skip
