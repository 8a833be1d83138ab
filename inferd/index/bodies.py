"""One version of one file, as what ran in it is filed: definitions by line, and the occurrence that a call stands at.

Why
    A recorder names code by what the interpreter knows: a qualified name, a first line, the range of an instruction.
    Observations are kept by what outlives edits: the hash of the body, its rank among definitions of equal name and
    equal hash, and the number of an occurrence among those of its scope.  Both meet in the text *as it was loaded*,
    which need not be the one on disk by now.

Terms
    tied occurrences   the occurrences of a scope that have a step in its flow program, in order (see
                       docs/flow-programs.md).  Two bodies of equal hash have the same ones, however they are laid out;
                       so the number of one among them is a place that survives formatting.

How a code object finds its definition
    By its first line (that of the first decorator) and its plain name; by its qualified name where a line begins
    several.  Lambdas own no scope with a hash: they are found by their line and their parameters, and where these are
    several by the columns of their body in the syntax tree; they are filed under the scope around them, with their rank
    among its lambdas.

How a call finds its occurrence
    The range of a call ends with its last parenthesis.  The one that opens it is found by reading the text of the range
    once, past strings and comments; the occurrence that ends right before it is the callee's name.  Ranges that do not
    end so (an attribute that runs a property, an operator) are looked up by their own end.  Where nothing fits, the
    first occurrence inside the range stands for it, marked as such.

What it costs: nothing is parsed where the index holds the version; else one extraction, and one `ast.parse` more where
two lambdas on a line ran.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from json import loads
from typing import Any, NamedTuple

from inferd.source.text import decode, split_lines
from inferd.store.observations import EXACT, NEAR, NO_SITE
from inferd.store.rows import Reader
from inferd.syntax import facts as F
from inferd.syntax.facts import FileFacts

_TOKEN = re.compile(r"""[()]|\#[^\r\n]*|("{3}|'{3}|"|')""")


class Definition(NamedTuple):
    """A definition of a version; `scope` is its number in the file, `line` counts from 1."""

    scope: int
    qualname: str
    kind: str
    line: int
    body_hash: bytes
    rank: int


class Part(NamedTuple):
    """A block, as this module needs it."""

    owner: str
    kind: str
    name: str
    line: int
    names: list[str]
    o: "array[int]"
    more: dict[str, Any]


def ranked(scopes: Iterable[tuple[str, str, int, bytes]]) -> list[Definition]:
    """(qualified name, kind, line, body hash) of the scopes of a file, in order, with their ranks."""
    counts: dict[tuple[str, bytes], int] = {}
    out = []
    for number, (qualname, kind, line, body_hash) in enumerate(scopes):
        rank = counts.get((qualname, body_hash), 0)
        counts[qualname, body_hash] = rank + 1
        out.append(Definition(number, qualname, kind, line, body_hash, rank))
    return out


class Version:
    """See the module's docstring."""

    def __init__(self, definitions: list[Definition], begins: list[int], parts: list[Part]):
        """*begins*: for each scope, the number of the part that it begins in, -1 for the module."""
        self.definitions = definitions
        self.parts = parts
        self._of_part: dict[int, list[int]] = {}
        for number, part in enumerate(begins):
            if part >= 0:
                self._of_part.setdefault(part, []).append(number)
        self._begins = begins
        self._tied: dict[int, list[tuple[int, int]]] = {}
        self._owners: list[int] | None = None
        self._at: dict[tuple[int, str], list[Definition]] = {}
        for d in definitions:
            self._at.setdefault((d.line, d.qualname.rpartition(".")[2]), []).append(d)
        self._ends: dict[int, dict[tuple[int, int], int]] = {}
        self._starts: dict[int, list[tuple[tuple[int, int], int]]] = {}
        self.text = ""
        self.lines: list[str] = []
        self._lambdas: list[_Lambda] | None = None
        self._parameters: dict[int, dict[int, set[str]]] = {}

    @classmethod
    def stored(cls, reader: Reader, file_id: int) -> "Version":
        """The version that the index holds."""
        parts: list[Part] = []
        numbers: dict[int, int] = {}
        for row in reader.blocks_of_file(file_id):
            if not row.stale:
                numbers[row.id] = len(parts)
                occurrences = F.unpacked(row.occurrences, row.wide)
                more = loads(row.more) if row.more else {}
                parts.append(Part(row.owner, row.kind, row.name, row.line, row.names.split(), occurrences, more))
        scopes, begins = [], []
        for s in reader.scopes_of_file(file_id):
            begins.append(numbers.get(s.block_id, -1) if s.block_id is not None else -1)
            line = parts[begins[-1]].line + s.line if begins[-1] >= 0 else 1
            scopes.append((s.qualname, s.kind, line, s.body_hash))
        return cls(ranked(scopes), begins, parts)

    @classmethod
    def of(cls, facts: FileFacts) -> "Version":
        """The version that was just extracted."""
        parts = [
            Part(b.owner, b.kind, b.name, b.line, b.names.split(), F.unpacked(b.occurrences, b.wide),
                 loads(b.more) if b.more else {})
            for b in facts.blocks
        ]  # fmt: skip
        scopes = [
            (s.qualname, s.kind, parts[s.block].line + s.line if s.block >= 0 else 1, s.body_hash) for s in facts.scopes
        ]
        return cls(ranked(scopes), [s.block for s in facts.scopes], parts)

    def with_text(self, data: bytes) -> "Version":
        """This version, which is the one of these bytes."""
        self.text = decode(data)[0]
        self.lines = split_lines(self.text)
        return self

    # -- definitions ----------------------------------------------------------------------------------------------

    def definition(self, qualname: str, line: int) -> Definition | None:
        """The function or class whose code has this name and first line; None where there is none, or no single one."""
        found = self._at.get((line, qualname.rpartition(".")[2]), [])
        found = [d for d in found if d.kind != "module"]
        if len(found) > 1:
            found = [d for d in found if d.qualname == qualname]
        return found[0] if len(found) == 1 else None

    def takes(self, found: Definition, names: Iterable[str]) -> bool:
        """Whether a definition has parameters of these names, as code objects have them (private ones mangled).

        Code that was compiled from another text, and only says that it comes from this file, mostly has not.
        """
        part = self._begins[found.scope] if found.scope < len(self._begins) else -1
        if part < 0:
            return False
        known = self._parameters.get(part)
        if known is None:
            known = self._parameters[part] = self._parameters_in(part)
        return known.get(found.scope, set()) == {_unmangled(n) for n in names}

    def _parameters_in(self, p: int) -> dict[int, set[str]]:
        """Scope -> the names of its parameters, of those that begin in a part."""
        if self._owners is None:
            self._owners = self._all_owners()
        part = self.parts[p]
        s, o = part.more.get("s", ()), part.o
        out: dict[int, set[str]] = {}
        for k, (code, i) in enumerate(zip(o[3::6], o[4::6], strict=True)):
            if code & F.ROLE_MASK == F.PARAMETER and i >= 0 and s[i * 7] == F.FUNCTION:
                number = self._number(p, s, i, self._owners[p])
                out.setdefault(number, set()).add(_unmangled(part.names[o[k * 6]]))
        return out

    def lambda_(
        self, line: int, parameters: Sequence[str], span: Sequence[int] | None
    ) -> "tuple[Definition, int] | None":
        """The definition around a lambda, and the rank of the lambda there; None where it cannot be told."""
        if self._lambdas is None:
            self._lambdas = self._all_lambdas()
        found = [x for x in self._lambdas if x.line == line and x.parameters == tuple(sorted(parameters))]
        if len(found) > 1 and span is not None:
            found = self._spanned(found, span)
        if len(found) != 1 or found[0].around < 0:
            return None
        around = found[0].around
        others = [y for y in self._lambdas if y.around == around]
        owner = self.definitions[around]
        return owner, owner.rank * len(others) + others.index(found[0])

    def _spanned(self, found: "list[_Lambda]", span: Sequence[int]) -> "list[_Lambda]":
        """That of several lambdas on a line whose body has these columns, by the syntax tree: its order is the same."""
        import ast

        from inferd.syntax.parse import tree_of

        try:
            tree = tree_of(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []
        here = [n for n in ast.walk(tree) if isinstance(n, ast.Lambda) and n.lineno == found[0].line]
        here.sort(key=lambda n: (n.col_offset, -(n.end_lineno or 0), -(n.end_col_offset or 0)))
        alike = []
        for n in here:
            a = n.args
            arguments = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs]
            arguments += [a.kwarg] if a.kwarg else []
            if tuple(sorted(x.arg for x in arguments)) == found[0].parameters:
                alike.append(n.body)
        if len(alike) != len(found):
            return []
        start, end = (span[0], span[1]), (span[2], span[3])
        inside = [
            (b.lineno, b.col_offset, x) for b, x in zip(alike, sorted(found, key=lambda x: x.order), strict=True)
            if (b.lineno, b.col_offset) <= start and end <= (b.end_lineno or 0, b.end_col_offset or 0)
        ]  # fmt: skip
        return [max(inside, key=lambda x: x[:2])[2]] if inside else []  # the innermost that holds all of it

    def _all_lambdas(self) -> "list[_Lambda]":
        """The lambdas of the file in the order of their scopes, which is the same however the bodies are laid out."""
        if self._owners is None:
            self._owners = self._all_owners()
        out: list[_Lambda] = []
        for p, part in enumerate(self.parts):
            s, o = part.more.get("s", ()), part.o
            lambdas = [i for i in range(len(s) // 7) if s[i * 7] == F.LAMBDA]
            if not lambdas:
                continue
            names: dict[int, list[str]] = {i: [] for i in lambdas}
            for k, (code, i) in enumerate(zip(o[3::6], o[4::6], strict=True)):
                if code & F.ROLE_MASK == F.PARAMETER and i in names:
                    names[i].append(part.names[o[k * 6]])
            for i in lambdas:
                around = self._number(p, s, i, self._owners[p])
                line = part.line + s[i * 7 + 3]
                out.append(_Lambda(line, tuple(sorted(names[i])), around, len(out)))
        return out

    # -- calls ----------------------------------------------------------------------------------------------------

    def tied(self, scope: int) -> list[tuple[int, int]]:
        """The tied occurrences of a scope: (part, number in it)."""
        known = self._tied.get(scope)
        if known is None:
            known = self._tied[scope] = []
            if self._owners is None:
                self._owners = self._all_owners()
            begin = self._begins[scope] if scope < len(self._begins) else -1
            is_inside = begin >= 0 and self.definitions[scope].kind == "function"
            for p in [begin] if is_inside else range(len(self.parts)):
                owner = self._owners[p]
                if is_inside or owner == scope or p == begin:
                    known += self._tied_in(p, scope, owner)
        return known

    def _tied_in(self, p: int, scope: int, owner: int) -> list[tuple[int, int]]:
        part = self.parts[p]
        s, o, names = part.more.get("s", ()), part.o, part.names
        own = {i for i in range(len(s) // 7) if self._number(p, s, i, owner) == scope}
        if owner == scope:
            own.add(-1)
        codes = o[3::6]
        return [(p, k) for k, i in enumerate(o[4::6]) if i in own and F.is_tied(codes[k], names[o[k * 6]])]

    def _all_owners(self) -> list[int]:
        """For each part, the scope that it sits in: the module, or a class; -1 where that is not known."""
        out = []
        of_owner: dict[str, int] = {"": 0}
        seen: dict[str, int] = {}
        for p, part in enumerate(self.parts):
            out.append(of_owner.get(part.owner, -1))
            if part.kind == "class":
                full = f"{part.owner}.{part.name}" if part.owner else part.name
                seen[full] = seen.get(full, 0) + 1
                if seen[full] > 1:
                    full = f"{full}#{seen[full]}"
                begun = self._of_part.get(p)
                if begun:
                    of_owner[full] = begun[0]
        return out

    def _number(self, p: int, s: Sequence[int], scope: int, owner: int) -> int:
        """The scope of the file that scope *scope* of a part is, or lies in."""
        while scope >= 0 and s[scope * 7] not in (F.FUNCTION, F.CLASS):
            scope = s[scope * 7 + 2]
        if scope < 0:
            return owner
        begun = self._of_part.get(p, ())
        rank = sum(1 for i in range(scope) if s[i * 7] in (F.FUNCTION, F.CLASS))
        return begun[rank] if rank < len(begun) else -1

    def place(self, at: tuple[int, int]) -> tuple[int, int, int]:
        """(line, column, end column) of an occurrence: line from 1, columns in code points from 0."""
        part = self.parts[at[0]]
        k = at[1]
        n, line, column = part.o[k * 6 : k * 6 + 3]
        width = part.more.get("w", {}).get(str(k), len(part.names[n]))
        return part.line + line, column, column + (width if type(width) is int else 0)

    def named_at(self, scope: int) -> tuple[int, int]:
        """(line, column), from 1, of the name in a definition; of its first line where it has none."""
        for p, begun in self._of_part.items():
            if scope in begun:
                part = self.parts[p]
                s = part.more.get("s", ())
                records = [s[i + 1] for i in range(0, len(s), 7) if s[i] in (F.FUNCTION, F.CLASS)]
                rank = begun.index(scope)
                if part.kind == "class" and rank == 0:
                    o = part.o
                    definitions = [
                        k for k in range(len(o) // 6)
                        if o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION and o[k * 6 + 3] & F.IS_CLASS
                    ]  # fmt: skip
                    records = [*definitions[:1], *records]
                if rank < len(records) and records[rank] >= 0:
                    line, column, _ = self.place((p, records[rank]))
                    return line, column + 1
        return self.definitions[scope].line, 1

    def first(self, scope: int, name: str) -> tuple[int, int] | None:
        """(line, column), from 1, of the first occurrence of a name among those of a scope."""
        for at in self.tied(scope):
            part = self.parts[at[0]]
            if part.names[part.o[at[1] * 6]] == name:
                line, column, _ = self.place(at)
                return line, column + 1
        return None

    def name_at(self, scope: int, ordinal: int) -> str:
        p, k = self.tied(scope)[ordinal]
        part = self.parts[p]
        return part.names[part.o[k * 6]]

    def site(self, scope: int, place: Sequence[int | None], name: str) -> int:
        """The call site (see `store.observations`) of a range in a scope: line, column, end line, end column.

        Columns count bytes.  *name*: of what was called.

        Without columns it is the only called occurrence of that name on the line.
        """
        line, col, end_line, end_col = place
        if line is None:
            return NO_SITE
        if col is None or end_line is None or end_col is None:
            return self._site_on(scope, line, name)
        if not 1 <= line <= end_line <= len(self.lines):
            return NO_SITE
        col, end_col = self._points(line, col), self._points(end_line, end_col)
        ends = self._ends.get(scope)
        if ends is None:
            ends = self._ends[scope] = self._ends_in(scope)
        end = self._callee_end(line, col, end_line, end_col)
        found = ends.get(end)
        if found is not None and self._may_be(scope, found, name, end == (end_line, end_col)):
            return found * 2 + EXACT
        starts = self._starts.get(scope)
        if starts is None:
            starts = self._starts[scope] = sorted((self.place(at)[:2], i) for i, at in enumerate(self.tied(scope)))
        first = bisect_left(starts, ((line, col), 0))
        if first < len(starts) and starts[first][0] < (end_line, end_col):
            return starts[first][1] * 2 + NEAR
        return NO_SITE

    def _ends_in(self, scope: int) -> dict[tuple[int, int], int]:
        """(line, column) where a tied occurrence of a scope ends -> its number."""
        out = {}
        parts = self.parts
        last = -1
        for i, (p, k) in enumerate(self.tied(scope)):
            if p != last:
                last, part = p, parts[p]
                o, names, first, widths = part.o, part.names, part.line, part.more.get("w")
            n, line, column = o[k * 6 : k * 6 + 3]
            if widths and str(k) in widths:
                line, _, end = self.place((p, k))
                out[line, end] = i
            else:
                out[first + line, column + len(names[n])] = i
        return out

    def _may_be(self, scope: int, ordinal: int, name: str, is_implicit: bool) -> bool:
        """Whether what stands there may have called something of that name.

        A name with parentheses behind it calls whatever it holds, but special methods are called by operators beside
        it, too.  Without parentheses only a property is called by its name.
        """
        special = name[:2] == "__" and name[-2:] == "__" and name not in ("__init__", "__new__", "__call__")
        return self.name_at(scope, ordinal) == name if is_implicit or special else True

    def _site_on(self, scope: int, line: int, name: str) -> int:
        found = [
            i for i, at in enumerate(self.tied(scope)) if self.place(at)[0] == line and self.name_at(scope, i) == name
        ]
        if len(found) == 1:
            return found[0] * 2 + EXACT
        near = [i for i, at in enumerate(self.tied(scope)) if self.place(at)[0] == line]
        return near[0] * 2 + NEAR if near else NO_SITE

    def _points(self, line: int, col: int) -> int:
        """A column in bytes as one in code points."""
        text = self.lines[line - 1]
        return col if text.isascii() else len(text.encode()[:col].decode(errors="replace"))

    def _callee_end(self, line: int, col: int, end_line: int, end_col: int) -> tuple[int, int]:
        """Where the callee of the call in a range ends; the end of the range where it does not end with a call."""
        if self.lines[end_line - 1][end_col - 1 : end_col] != ")":
            return end_line, end_col
        text = self.lines[line - 1][col : end_col if line == end_line else None]
        if line == end_line and text.count("(") == 1:
            last = text.index("(")
            return (line, col + len(text[:last].rstrip())) if last else (end_line, end_col)
        if line != end_line:
            text += "".join(self.lines[line : end_line - 1]) + self.lines[end_line - 1][:end_col]
        opened: list[int] = []
        last = -1
        at = 0
        while token := _TOKEN.search(text, at):
            at = token.end()
            quote = token.group(1)
            if quote is not None:
                at = _string_end(text, at, quote)
            elif token.group() == "(":
                opened.append(token.start())
            elif token.group() == ")":
                last = opened.pop() if opened else -1
        if last <= 0:  # what is in parentheses itself is no call: a generator expression, for one
            return end_line, end_col
        before = text[:last].rstrip()
        breaks = split_lines(before)
        if len(breaks) > 1:
            return line + len(breaks) - 1, len(breaks[-1])
        return line, col + len(before)


class _Lambda(NamedTuple):
    line: int
    parameters: tuple[str, ...]  # sorted
    around: int  # the scope that it lies in
    order: int


def _unmangled(name: str) -> str:
    """A name without what stands before its first two underscores, which is the class where it is a private one."""
    head, mark, rest = name.partition("__")
    return f"__{rest}" if mark and head.startswith("_") else name


def _string_end(text: str, at: int, quote: str) -> int:
    """Where a string that begins with *quote*, right before *at*, ends."""
    while True:
        end = text.find(quote, at)
        if end < 0:
            return len(text)
        back = end - 1
        while back >= at and text[back] == "\\":
            back -= 1
        if (end - back) % 2:
            return end + len(quote)
        at = end + 1
