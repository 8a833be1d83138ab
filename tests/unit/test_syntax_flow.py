"""Flow programs: documented, complete and free of collisions."""

import ast
import hashlib
import json
import random
import re
import sys
import sysconfig
from collections import defaultdict
from pathlib import Path

import pytest

from inferd.errors import SourceError
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F
from inferd.syntax.parse import parse

ROOT = Path(__file__).parents[2]
CONSTRUCTS = (ROOT / "tests" / "fixtures" / "syntax" / "constructs.txt").read_text(encoding="utf-8")
NEWER = "class A[T: int, *Ts, **P]:\n    def m[S](self, a: S): pass\ntype X[U] = list[U]\n"  # 3.12
SINCE_312 = {"tp", "ta"}


def read(text):
    return parse(text, split_lines(text))


def sources(count, seed=22):
    paths = sorted(p for p in Path(sysconfig.get_path("stdlib")).rglob("*.py") if "site-packages" not in p.parts)
    if count:
        paths = random.Random(seed).sample(paths, min(count, len(paths)))
    for path in paths:
        try:
            text, _ = decode(path.read_bytes())
            yield text, ast.parse(text)
        except (SourceError, SyntaxError, ValueError):
            pass


def documented():
    page = (ROOT / "docs" / "flow-programs.md").read_text(encoding="utf-8")
    out = set()
    for item in re.findall(r"^- (.*(?:\n  .*)*)", page, re.MULTILINE):
        out |= {m.split()[0] for m in re.findall(r"`([^`]+)`", item.split("`: ", 1)[0] + "`")}
    return out


def test_the_reference_lists_every_step_and_no_other():
    text = CONSTRUCTS + (NEWER if sys.version_info >= (3, 12) else "")
    emitted = {step.split(" ", 1)[0] for scope in read(text).scopes for step in scope.flow.split("\n")}
    for text, _ in sources(40):
        emitted |= {step.split(" ", 1)[0] for scope in read(text).scopes for step in scope.flow.split("\n")}
    emitted.discard("")  # the empty program
    if sys.version_info < (3, 12):
        emitted |= SINCE_312
    steps = documented()
    assert emitted - steps == set()
    assert steps - emitted - {"st"} == set()


def test_steps_name_earlier_steps():
    for text in (CONSTRUCTS, *(text for text, _ in sources(20))):
        for scope in read(text).scopes:
            for number, step in enumerate(scope.flow.split("\n")):
                if step.startswith(("( ", "C ", "t ", "ph ", "i ")):
                    named = re.findall(r"(?<= )(?:\*{0,2}|[^\W\d]\w*=)(\d+)(?= |$)", step)
                    assert all(int(v) < number for v in named), (scope.qualname, step)


# -- canonical syntax trees: what a program must tell apart, written a second time and differently


def canonical(n, klass, top):
    if isinstance(n, list):
        out = []
        for e in n:
            if isinstance(e, ast.Pass) or (isinstance(e, ast.Expr) and isinstance(e.value, ast.Constant)):
                continue
            if isinstance(e, ast.Delete):
                out += [["del", t] for t in _deleted(e.targets, klass)]
            elif isinstance(e, ast.Import | ast.ImportFrom):
                where = [type(e).__name__, getattr(e, "module", 0), getattr(e, "level", 0)]
                out += [[*where, a.name, a.asname] for a in e.names]
            else:
                out.append(canonical(e, klass, top))
        return out
    if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and n is not top:
        out = [
            type(n).__name__,
            n.name,
            canonical(n.decorator_list, klass, top),
            canonical(getattr(n, "type_params", []), klass, top),
        ]
        if isinstance(n, ast.ClassDef):
            return [*out, canonical(n.bases, klass, top), canonical(n.keywords, klass, top)]
        a = n.args
        annotated = [
            p for p in [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg] if p is not None and p.annotation
        ]
        names = [[p.arg, canonical(p.annotation, klass, top)] for p in annotated]
        return [
            *out,
            canonical(a.defaults, klass, top),
            canonical(a.kw_defaults, klass, top),
            names,
            canonical(n.returns, klass, top),
        ]
    if isinstance(n, ast.JoinedStr):
        parts = []
        for v in n.values:
            if not isinstance(v, ast.Constant):
                parts.append(canonical(v, klass, top))
            elif parts and isinstance(parts[-1], str):
                parts[-1] += v.value
            elif v.value:
                parts.append(v.value)
        return ["JoinedStr", parts]
    if isinstance(n, ast.Constant):
        return [type(n.value).__name__, repr(n.value)]
    if isinstance(n, ast.AST):
        out = [type(n).__name__]
        for f in n._fields:
            v = getattr(n, f, None)
            if f in ("ctx", "kind", "type_comment") or (f == "name" and n is top):
                continue
            if f in ("id", "attr", "arg", "name", "rest") and isinstance(v, str) and not isinstance(n, ast.keyword):
                v = _mangled(v, klass)
            if f == "names" and isinstance(n, ast.Global | ast.Nonlocal):
                v = [_mangled(name, klass) for name in v]
            if f == "format_spec" and v is not None and canonical(v, klass, top) == ["JoinedStr", []]:
                v = None
            if f in ("orelse", "finalbody"):
                out.append(bool(v))
            value = canonical(v, klass, top) if isinstance(v, ast.AST | list) else repr(v)
            if f in ("target", "targets", "optional_vars"):
                value = repr(value).replace("'List'", "'Tuple'")
            out.append(value)
        return out
    return repr(n)


def _mangled(name, klass):
    return klass + name if klass and name[:2] == "__" and name[-2:] != "__" else name


def _deleted(targets, klass):
    for t in targets:
        if isinstance(t, ast.Tuple | ast.List):
            yield from _deleted(t.elts, klass)
        else:
            yield canonical(t, klass, None)


def functions(tree):
    """Every function with its qualified name and the prefix of private names in it."""
    out = defaultdict(list)

    def visit(n, klass, qual):
        for c in ast.iter_child_nodes(n):
            if isinstance(c, ast.FunctionDef | ast.AsyncFunctionDef):
                out[qual + c.name].append((c.lineno, c, klass))
                visit(c, klass, f"{qual}{c.name}.<locals>.")
            elif isinstance(c, ast.ClassDef):
                visit(c, "_" + c.name.lstrip("_") if c.name.strip("_") else "", f"{qual}{c.name}.")
            else:
                visit(c, klass, qual)

    visit(tree, "", "")
    return {name: sorted(found, key=lambda f: f[0]) for name, found in out.items()}


def compare(texts):
    """The number of functions; those with one hash and several trees; those with one tree and several hashes."""
    trees, hashes, total = defaultdict(dict), defaultdict(dict), 0
    for text, tree in texts:
        found = functions(tree)
        for scope in read(text).scopes:
            if scope.kind == "function":
                total += 1
                _, n, klass = found[scope.qualname][scope.nth - 1]
                digest = hashlib.sha256(repr(canonical(n, klass, n)).encode("utf-8", "surrogatepass")).digest()
                trees[scope.body_hash][digest] = hashes[digest][scope.body_hash] = scope.qualname
    return total, [v for v in trees.values() if len(v) > 1], [v for v in hashes.values() if len(v) > 1]


def test_programs_are_equal_exactly_where_the_code_is():
    total, collisions, splits = compare([(CONSTRUCTS, ast.parse(CONSTRUCTS)), *sources(60)])
    assert collisions == []
    assert splits == []
    assert total > 500


@pytest.mark.slow
def test_programs_are_equal_exactly_where_the_code_is_in_the_whole_standard_library():
    total, collisions, splits = compare(sources(0))
    assert collisions == []
    assert splits == []
    assert total > 40_000


def test_a_program():
    (_, scope) = read(
        "def f(a, *, b=None):\n    if a is not None:\n        b = a.items[0]\n    return b or g(*a, k=b)\n"
    ).scopes
    assert scope.flow.split("\n") == [
        "p a p", "p b k", "l a", "c N", "C 2 IsNot 3", "if 4", "l a", "a 6 items", "c i0", "i 7 8", "s b 9",
        "fi b", "or", "l b", "F 13", "l g", "l a", "l b", "( 15 *16 k=17", "; or 13 18", "r 19",
    ]  # fmt: skip


CARRYING = frozenset("l s w x a A X sa sp Aa sm tp ta pa p".split())


def carried(facts):
    """scope index -> the names of the occurrences that have a step, as the facts list them."""
    out = defaultdict(list)
    owners = {"": 0}
    for i, scope in enumerate(facts.scopes):
        if scope.kind == "class":
            owners.setdefault(scope.qualname + (f"#{scope.nth}" if scope.nth > 1 else ""), i)
    for b, block in enumerate(facts.blocks):
        data = json.loads(block.facts)
        s, o, names = data.get("s", []), data["o"], data["n"]
        inside = [i for i, scope in enumerate(facts.scopes) if scope.block == b]
        if block.kind == "class":
            inside = inside[1:]  # the class itself owns the blocks of its body
        own = [k for k in range(len(s) // 7) if s[k * 7] in (F.FUNCTION, F.CLASS)]
        owning = dict(zip(own, inside, strict=True))
        for j in range(0, len(o), 6):
            role = o[j + 3] & F.ROLE_MASK
            if role in (F.GLOBAL_STATEMENT, F.KEYWORD, F.STRING) or (role == F.IMPORT and not o[j + 3] & F.BINDS):
                continue
            scope = o[j + 4]
            while scope >= 0 and scope not in owning:
                scope = s[scope * 7 + 2]
            out[owning[scope] if scope >= 0 else owners[block.owner]].append(names[o[j]])
    return out


def name_of(step):
    words = step.split(" ")
    return words[2] if words[0] in ("a", "A", "X", "Aa", "pa") else words[1]


def test_steps_and_occurrences_go_together_by_order():
    texts = [CONSTRUCTS + (NEWER if sys.version_info >= (3, 12) else ""), *(text for text, _ in sources(60))]
    compared = 0
    for text in texts:
        facts = read(text)
        names = carried(facts)
        for i, scope in enumerate(facts.scopes):
            steps = [name_of(step) for step in scope.flow.split("\n") if step.split(" ", 1)[0] in CARRYING]
            assert steps == names[i], (scope.qualname, scope.nth)
            compared += len(steps)
    assert compared > 10_000
