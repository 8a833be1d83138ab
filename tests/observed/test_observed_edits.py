"""Random edits of real files: exactly what they change is retired, and undoing them brings it back."""

import ast
import inspect
import random
import shlex
import string
import textwrap

from spools import codes

from inferd.query import runtime

FILES = {f"{m.__name__}_copy.py": inspect.getsource(m) for m in (shlex, textwrap, string)}


def definitions(text):
    """(qualified name, node) of the functions of a text."""
    stack = [(ast.parse(text), "")]
    while stack:
        node, prefix = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield prefix + child.name, child
                stack.append((child, f"{prefix}{child.name}.<locals>."))
            elif isinstance(child, ast.ClassDef):
                stack.append((child, f"{prefix}{child.name}."))
            else:
                stack.append((child, prefix))


def statuses(project):
    project.ensure_fresh()
    with project.snapshot() as view:
        seen = runtime.of(view)
        return {(b.path, b.qualname, b.rank): seen.status(b, 1) for b in seen.bodies_in(seen.o.paths())}


def edited(text, how, chance):
    """A text with an edit, and the qualified names whose body it changes."""
    lines = text.splitlines(keepends=True)
    name, node = chance.choice(sorted(definitions(text), key=lambda d: d[1].lineno))
    first = node.body[0]
    indent = " " * first.col_offset
    if how == "body":
        lines.insert(first.end_lineno, f"{indent}_edited = {chance.random()}\n")
        return "".join(lines), {name}
    if how == "comment":
        lines.insert(first.end_lineno, f"{indent}# {chance.random()}\n\n")
    elif how == "blank":
        lines.insert(min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1, "\n\n")
    elif how == "docstring":
        if ast.get_docstring(node) is None:
            lines.insert(node.body[0].lineno - 1, f'{indent}"""{chance.random()}"""\n')
        else:
            lines[first.lineno - 1 : first.end_lineno] = [f'{indent}"""{chance.random()}"""\n']
    elif how == "unparsed":
        return ast.unparse(ast.parse(text)) + "\n", set()
    elif how == "default":
        if not node.args.args:
            return text, set()
        line, column = node.args.args[-1].end_lineno, node.args.args[-1].end_col_offset
        if node.args.defaults or node.args.kwonlyargs or node.args.vararg:
            return text, set()
        lines[line - 1] = lines[line - 1][:column] + "=1" + lines[line - 1][column:]
        around = name.rpartition(".<locals>.")[0]  # evaluates the default, and so reads otherwise, too
        return "".join(lines), {name, around} - {""}
    return "".join(lines), set()


def test_random_edits_and_their_reversion(observed):
    spool = observed.spool()
    for path, text in FILES.items():
        observed.write(path, text)
        names = [q for q, c in codes(compile(text, path, "exec")) if c.co_flags & 1 and "<lambda>" not in q]
        for name in names:
            if names.count(name) == 1:
                spool.sig(f"{path}:{name}", ["int"], "int")
    spool.write()
    assert not observed.fold().notes
    with observed.open() as project:
        edit_and_revert(observed, project)


def edit_and_revert(observed, project):
    before = statuses(project)
    assert len(before) > 30
    assert set(before.values()) == {"current"}
    chance = random.Random(11)
    hows = ["body", "comment", "blank", "docstring", "unparsed", "default"]
    for n in range(90):
        path = chance.choice(sorted(FILES))
        text, changed = edited(FILES[path], hows[n % len(hows)], chance)
        observed.write(path, text)
        after = statuses(project)
        retired = {(p, q) for (p, q, _), status in after.items() if status == "retired"}
        assert retired == {(path, q) for q in changed if any(k[:2] == (path, q) for k in before)}, hows[n % len(hows)]
        observed.write(path, FILES[path])
        assert statuses(project) == before
