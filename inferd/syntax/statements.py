"""Walkers of statements, by node type in `walk.STATEMENTS`."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast

from inferd.syntax import facts as F
from inferd.syntax.definitions import base_of, class_definition, function_definition
from inferd.syntax.parameters import annotated_with, type_parameters
from inferd.syntax.patterns import PATTERNS
from inferd.syntax.walk import (
    EXPRESSIONS,
    STATEMENTS,
    STORES,
    Walk,
    attribute_record,
    begin_region,
    end_region,
    expression,
    note_comments,
    receiver_of,
    statements,
)


def _expr_statement(w: Walk, n: ast.Expr) -> None:
    v = n.value
    t = type(v)
    if t is ast.Constant:
        return
    if t is ast.Call and w.sc < 0 and not w.owner and _is_all(getattr(v.func, "value", None)):  # type: ignore[attr-defined]
        saved, w.flag = w.flag, w.flag | F.IN_ALL
        EXPRESSIONS[t](w, v)
        w.flag = saved
        method = v.func.attr  # type: ignore[attr-defined]
        if method == "extend" and v.args:  # type: ignore[attr-defined]
            _exports(w, v.args[0], False)  # type: ignore[attr-defined]
        elif method == "append" and v.args:  # type: ignore[attr-defined]
            _exports(w, ast.List(v.args), False)  # type: ignore[attr-defined]
        else:
            _exports(w, v, False)
        return
    EXPRESSIONS[t](w, v)


def _is_all(n) -> bool:
    return type(n) is ast.Name and n.id == "__all__"


def _exports(w: Walk, n, fresh: bool) -> None:
    """Collect what `__all__` lists: names, ["@", module name] for `module.__all__`, ["?"] for what cannot be read."""
    if fresh or w.dunder_all is None:
        w.dunder_all = []
    out = w.dunder_all
    t = type(n)
    if t in (ast.List, ast.Tuple, ast.Set):
        for e in n.elts:
            if type(e) is ast.Constant and type(e.value) is str:
                if e.value not in out:
                    out.append(e.value)
            elif type(e) is ast.Starred:
                _exports(w, e.value, False)
            elif type(e) is ast.Attribute and e.attr == "__name__" and type(e.value) is ast.Name:
                out.append(e.value.id)
            else:
                out.append(["?"])
    elif t is ast.BinOp and type(n.op) is ast.Add:
        _exports(w, n.left, False)
        _exports(w, n.right, False)
    elif t is ast.Attribute and n.attr == "__all__":
        kind, dotted = base_of(w, n.value)
        out.append(["@", dotted] if kind == "n" else ["?"])
    elif t is ast.Call and type(n.func) is ast.Name and n.func.id in ("list", "tuple", "sorted") and len(n.args) == 1:
        _exports(w, n.args[0], False)
    elif t is ast.Name and n.id == "__all__":
        return
    else:
        out.append(["?"])


def _assign(w: Walk, n: ast.Assign) -> None:
    targets = n.targets
    if w.sc < 0 and not w.owner and any(map(_is_all, targets)):
        saved, w.flag = w.flag, w.flag | F.IN_ALL
        v = expression(w, n.value)
        w.flag = saved
        _exports(w, n.value, True)
    else:
        value = n.value
        v = EXPRESSIONS[type(value)](w, value)
    for t in targets:
        STORES[type(t)](w, t, v)
    if w.private and w.klass and type(targets[0]) is ast.Name and targets[0].id == "__slots__":
        _private_slots(w, n.value)
    if w.comments:
        note_comments(w, n)


def _private_slots(w: Walk, value: ast.expr) -> None:
    """Give the private names in `__slots__`, which have just been written, their class in front, as Python does."""
    names = list(w.names)
    first = value.lineno - w.base, value.col_offset
    o = w.o
    for i in range(0, len(o), 6):
        text = names[o[i]]
        name = w.mangle(text)
        if o[i + 3] & F.ROLE_MASK == F.STRING and (o[i + 1], o[i + 2]) >= first and name is not text:
            o[i] = w.names[name]
            w.strings.add(name)
            w.widths.setdefault(i // 6, len(text))


def _augmented(w: Walk, n: ast.AugAssign) -> None:
    target = n.target
    op = type(n.op).__name__
    t = type(target)
    if t is ast.Name:
        name = w.mangle(target.id) if target.id[:2] == "__" else target.id  # type: ignore[union-attr]
        if w.sc < 0 and not w.owner and name == "__all__":
            saved, w.flag = w.flag, w.flag | F.IN_ALL
            v = expression(w, n.value)
            w.flag = saved
            _exports(w, n.value, False)
        else:
            v = -1
        w.record(name, target.lineno, target.col_offset, F.WRITE | F.AUGMENTED)
        if name is not target.id:  # type: ignore[union-attr]
            w.width(target.id, name)  # type: ignore[union-attr]
        w.bind(name, "v")
        w.emit(f"l {name}")
        old = len(w.ops) - 1
        if v < 0:
            v = expression(w, n.value)
        w.emit(f"B {op} {old} {v}")
        w.emit(f"S {name} {len(w.ops) - 1}")
        w.asg.add(name)
    elif t is ast.Attribute:
        base, link = receiver_of(w, target.value)  # type: ignore[union-attr]
        name = attribute_record(w, target, F.ATTRIBUTE | F.STORE | F.AUGMENTED, link)
        w.emit(f"a {base} {name}")
        old = len(w.ops) - 1
        v = expression(w, n.value)
        w.emit(f"B {op} {old} {v}")
        w.emit(f"AS {base} {name} {len(w.ops) - 1}")
    else:
        base = expression(w, target.value)  # type: ignore[union-attr]
        key = expression(w, target.slice)  # type: ignore[union-attr]
        w.emit(f"i {base} {key}")
        old = len(w.ops) - 1
        v = expression(w, n.value)
        w.emit(f"B {op} {old} {v}")
        w.emit(f"I {base} {key} {len(w.ops) - 1}")


def _annotated(w: Walk, n: ast.AnnAssign) -> None:
    target = n.target
    is_all = w.sc < 0 and not w.owner and _is_all(target)
    annotation = annotated_with(w, n.annotation)
    v: int | str = "-"
    if n.value is not None:
        saved = w.flag
        if is_all:
            w.flag |= F.IN_ALL
            _exports(w, n.value, True)
        elif type(n.annotation) in (ast.Name, ast.Attribute) and base_of(w, n.annotation)[1].endswith("TypeAlias"):
            w.flag |= F.ANNOTATION
        v = expression(w, n.value)
        w.flag = saved
    t = type(target)
    if t is ast.Name:
        text = target.id  # type: ignore[union-attr]
        name = w.mangle(text) if text[:2] == "__" else text
        w.record(name, target.lineno, target.col_offset, F.WRITE)
        if name is not text:
            w.width(text, name)
        if n.simple or n.value is not None:
            w.bind(name, "v")
        else:
            w.odd = True
        w.emit(f"{'sa' if n.simple else 'sp'} {name} {annotation} {v}")
        w.asg.add(name)
    elif t is ast.Attribute:
        base, link = receiver_of(w, target.value)  # type: ignore[union-attr]
        name = attribute_record(w, target, F.ATTRIBUTE | F.STORE, link)
        if type(target.value) is ast.Name and target.value.id == w.selfname:  # type: ignore[union-attr]
            w.selfattrs.add(name)
        w.emit(f"Aa {base} {name} {annotation} {v}")
    else:
        base = expression(w, target.value)  # type: ignore[union-attr]
        key = expression(w, target.slice)  # type: ignore[union-attr]
        w.emit(f"Ia {base} {key} {annotation} {v}")


def _delete(w: Walk, n: ast.Delete) -> None:
    for t in n.targets:
        _delete_target(w, t)


def _delete_target(w: Walk, t) -> None:
    kind = type(t)
    if kind is ast.Name:
        name = w.mangle(t.id) if t.id[:2] == "__" else t.id
        w.record(name, t.lineno, t.col_offset, F.DELETE)
        if name is not t.id:
            w.width(t.id, name)
        w.bind(name, "v")
        w.emit(f"x {name}")
        w.asg.add(name)
    elif kind is ast.Attribute:
        base, link = receiver_of(w, t.value)
        name = attribute_record(w, t, F.ATTRIBUTE | F.DELETED, link)
        w.emit(f"X {base} {name}")
    elif kind is ast.Subscript:
        base = expression(w, t.value)
        w.emit(f"Y {base} {expression(w, t.slice)}")
    else:
        for e in t.elts:
            _delete_target(w, e)


def _return(w: Walk, n: ast.Return) -> None:
    if n.value is None:
        w.emit("r -")
    else:
        v = EXPRESSIONS[type(n.value)](w, n.value)
        w.emit(f"r {v}")


def _raise(w: Walk, n: ast.Raise) -> None:
    e = expression(w, n.exc) if n.exc is not None else "-"
    c = expression(w, n.cause) if n.cause is not None else "-"
    w.emit(f"R {e} {c}")


def _assert(w: Walk, n: ast.Assert) -> None:
    v = expression(w, n.test)
    if n.msg is not None:
        w.emit(f"if {v}")
        w.emit("el")
        w.emit(f"am {expression(w, n.msg)}")
        w.emit("fi")
    w.emit(f"as {v}")


def _if(w: Walk, n: ast.If) -> None:
    test = n.test
    v = EXPRESSIONS[type(test)](w, test)
    w.emit(f"if {v}")
    outer = begin_region(w)
    statements(w, n.body)
    if n.orelse:
        w.emit("el")
        statements(w, n.orelse)
    w.emit("fi" + end_region(w, outer))


def _loop(w: Walk, n, at: int, outer: set[str]) -> None:
    statements(w, n.body)
    w.emit("pl")
    if n.orelse:
        w.emit("le")
        statements(w, n.orelse)
    names = end_region(w, outer)
    w.ops[at] = "lp" + names
    w.emit("lf" + names)


def _while(w: Walk, n: ast.While) -> None:
    at = len(w.ops)
    w.emit("lp")
    outer = begin_region(w)
    w.emit(f"wh {expression(w, n.test)}")
    _loop(w, n, at, outer)


def _for(w: Walk, n) -> None:
    v = expression(w, n.iter)
    w.emit(f"it {v}" if type(n) is ast.For else f"ai {v}")
    iterator = len(w.ops) - 1
    at = iterator + 1
    w.emit("lp")
    outer = begin_region(w)
    w.emit(f"nx {iterator}")
    STORES[type(n.target)](w, n.target, len(w.ops) - 1)
    note_comments(w, n)
    _loop(w, n, at, outer)


def _with(w: Walk, n) -> None:
    op = "en" if type(n) is ast.With else "ae"
    for item in n.items:
        v = expression(w, item.context_expr)
        w.emit(f"{op} {v}")
        if item.optional_vars is not None:
            STORES[type(item.optional_vars)](w, item.optional_vars, len(w.ops) - 1)
    note_comments(w, n)
    statements(w, n.body)
    w.emit(f"ex {len(n.items)}")


def _try(w: Walk, n) -> None:
    w.emit("try" if type(n) is ast.Try else "try*")
    outer = begin_region(w)
    statements(w, n.body)
    for h in n.handlers:
        kind = expression(w, h.type) if h.type is not None else "-"
        w.emit(f"exc {kind}")
        if h.name:
            value = len(w.ops) - 1
            name = w.mangle(h.name)
            place = w.lines.as_name(h.type.end_lineno, h.type.end_col_offset, h.body[0].lineno) or (
                h.lineno,
                h.col_offset,
            )
            w.record(name, *place, F.WRITE)
            if name is not h.name:
                w.width(h.name, name)
            w.bind(name, "v")
            w.emit(f"s {name} {value}")
            w.asg.add(name)
        statements(w, h.body)
    if n.orelse:
        w.emit("tel")
        statements(w, n.orelse)
    if n.finalbody:
        w.emit("fin")
        statements(w, n.finalbody)
    w.emit("yrt" + end_region(w, outer))


def _global(w: Walk, n) -> None:
    is_global = type(n) is ast.Global
    col = n.col_offset + (6 if is_global else 8)
    places = w.lines.names_after(n.lineno, col, n.end_lineno, n.names)
    declared = []
    for text, (line, c) in zip(n.names, places, strict=False):
        name = w.mangle(text)
        declared.append(name)
        w.record(name, line, c, F.GLOBAL_STATEMENT)
        if name is not text:
            w.width(text, name)
    w.emit(("g " if is_global else "n ") + " ".join(declared))
    if w.sc < 0:
        if is_global:
            w.owner_globals.update(declared)
        return
    table = w.globals_ if is_global else w.nonlocals
    if table[w.sc] is None:
        table[w.sc] = set()
    table[w.sc].update(declared)


def _import(w: Walk, n: ast.Import) -> None:
    for a in n.names:
        dotted, asname = a.name, a.asname
        entry = len(w.imports)
        w.imports.append([0, dotted, None, asname])
        parts = dotted.split(".")
        places = _parts(w, a.lineno, a.col_offset, a.end_lineno, dotted, parts)
        for i, (part, place) in enumerate(zip(parts, places, strict=False)):
            binds = F.BINDS if i == 0 and asname is None else 0
            name = w.mangle(part) if binds else part
            w.record(name, *place, F.IMPORT | F.MODULE_PART | binds, entry)
            if name is not part:
                w.width(part, name)
        if asname is None:
            bound, target = w.mangle(parts[0]), parts[0]
        else:
            bound, target = w.mangle(asname), dotted
            w.record(
                bound, a.end_lineno, w.lines.start_of(asname, a.end_lineno, a.end_col_offset), F.IMPORT | F.BINDS, entry
            )
            if bound is not asname:
                w.width(asname, bound)
        w.bind(bound, ["m", target])
        w.emit(f"im 0 {dotted}")
        w.emit(f"s {bound} {len(w.ops) - 1}" if asname else f"sm {bound} {dotted}")
        w.asg.add(bound)


def _parts(w: Walk, line: int, col: int, end_line: int, dotted: str, parts: list[str]) -> list[tuple[int, int]]:
    if w.lines.at(line, col, len(dotted)) == dotted:
        places = []
        for part in parts:
            places.append((line, col))
            col += len(part.encode()) + 1
        return places
    return w.lines.names_after(line, col, end_line, parts)


def _import_from(w: Walk, n: ast.ImportFrom) -> None:
    module = n.module or ""
    level = n.level
    entry = len(w.imports)
    if module:
        if level == 0 and w.lines.at(n.lineno, n.col_offset, 5) == "from " and w.lines.ascii:
            place = (n.lineno, n.col_offset + 5)
        else:
            place = w.lines.module_of_from(n) or (n.lineno, n.col_offset)
        parts = module.split(".")
        for part, at in zip(parts, _parts(w, *place, n.end_lineno, module, parts), strict=False):  # type: ignore[arg-type]
            w.record(part, *at, F.IMPORT | F.MODULE_PART, entry)
    for a in n.names:
        text, asname = a.name, a.asname
        entry = len(w.imports)
        w.imports.append([level, module, text, asname])
        if text == "*":
            w.record("*", a.lineno, a.col_offset, F.IMPORT, entry)
            if w.sc < 0 and not w.owner:
                w.stars.append([level, module])
            w.emit(f"i* {level} {module}")
            continue
        w.emit(f"fr {level} {module} {text}")
        value = len(w.ops) - 1
        if asname is None:
            bound = w.mangle(text)
            w.record(bound, a.lineno, a.col_offset, F.IMPORT | F.BINDS, entry)
            if bound is not text:
                w.width(text, bound)
        else:
            w.record(text, a.lineno, a.col_offset, F.IMPORT, entry)
            bound = w.mangle(asname)
            w.record(
                bound, a.end_lineno, w.lines.start_of(asname, a.end_lineno, a.end_col_offset), F.IMPORT | F.BINDS, entry
            )
            if bound is not asname:
                w.width(asname, bound)
        w.bind(bound, ["i", level, module, text])
        w.emit(f"s {bound} {value}")
        w.asg.add(bound)


def _type_alias(w: Walk, n) -> None:
    name = w.mangle(n.name.id)
    outer_sc, outer_cur, outer_refs = w.sc, w.cur, w.refs
    type_parameters(w, n)
    v = annotated_with(w, n.value)
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    w.record(name, n.name.lineno, n.name.col_offset, F.WRITE)
    w.bind(name, "v")
    w.emit(f"ta {name} {v}")
    w.asg.add(name)


def _match(w: Walk, n: ast.Match) -> None:
    subject = expression(w, n.subject)
    w.emit(f"mt {subject}")
    outer = begin_region(w)
    for case in n.cases:
        w.emit("cs")
        PATTERNS[type(case.pattern)](w, case.pattern, subject)
        if case.guard is not None:
            w.emit(f"gd {expression(w, case.guard)}")
        statements(w, case.body)
    w.emit("tm" + end_region(w, outer))


def _simple(word: str):
    def step(w: Walk, n) -> None:  # noqa: ARG001
        w.emit(word)

    return step


def _nothing(w: Walk, n) -> None:  # noqa: ARG001
    return


STATEMENTS.update(
    {
        ast.Expr: _expr_statement, ast.Assign: _assign, ast.AugAssign: _augmented, ast.AnnAssign: _annotated,
        ast.Delete: _delete, ast.Return: _return, ast.Raise: _raise, ast.Assert: _assert, ast.If: _if,
        ast.While: _while,
        ast.For: _for, ast.AsyncFor: _for, ast.With: _with, ast.AsyncWith: _with, ast.Try: _try, ast.Global: _global,
        ast.Nonlocal: _global, ast.Import: _import, ast.ImportFrom: _import_from, ast.Match: _match,
        ast.Pass: _nothing, ast.Break: _simple("br"), ast.Continue: _simple("co"), ast.TryStar: _try,
        ast.FunctionDef: lambda w, n: function_definition(w, n, False),
        ast.AsyncFunctionDef: lambda w, n: function_definition(w, n, True),
        ast.ClassDef: class_definition,
    }
)  # fmt: skip
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = _type_alias
