"""What a rename would break by Python's own rules: names that meet, hide or override each other."""

import builtins

from inferd.index.hierarchy import Class, Opaque
from inferd.index.outside import outside_member
from inferd.index.resolve import Module, Outside, Symbol, Target
from inferd.query import fields, protocols, typed_bases
from inferd.query import targets as T
from inferd.query.kin import Use
from inferd.query.view import Block, Dangling, View
from inferd.refactor.rename.bases import computed_base_has
from inferd.refactor.rename.task import BINDING, Task
from inferd.syntax import facts as F

_BUILTIN_NAMES = frozenset(dir(builtins))


#: classes of the standard library that call methods by names that they put together
_CALLED_BY_PREFIX = {
    "NodeVisitor": ("visit_",), "NodeTransformer": ("visit_",), "Cmd": ("do_", "help_", "complete_"),
    "BaseHTTPRequestHandler": ("do_",), "SimpleHTTPRequestHandler": ("do_",), "TestCase": ("test",),
    "IsolatedAsyncioTestCase": ("test",), "XMLRPCDocGenerator": ("system_",),
}  # fmt: skip


def check_fixed(task: Task) -> None:
    """Places where the name stands for something outside, too."""
    for use, e in task.kin.fixed:
        if isinstance(e, Outside):
            what = f"{e.module}:{e.name}" if e.name else e.module
        else:
            what = e.name
        task.refuse_at(use.block, use.k, f"{task.kin.name} stands here for {what} too, which cannot be renamed", True)


def receivers(task: Task) -> dict[str, tuple[str, int]]:
    """The modules in whose namespace the name stands, each with a place that binds it there."""
    view = task.view
    wanted: set[Target] = {Symbol(s.module, s.name) for s in task.kin.subjects if isinstance(s, T.Global)}
    wanted |= {Module(s.module) for s in task.kin.subjects if isinstance(s, T.ModuleSubject)}
    out: dict[str, tuple[str, int]] = {}
    if not wanted:
        return out
    for use in task.kin.sure.values():
        if use.row.text != task.kin.name:
            continue
        block, j = use.block, use.k * 6
        if use.role == F.IMPORT:
            into = use.code & F.BINDS and (use.code & F.INTO_GLOBAL or (block.o[j + 4] < 0 and not block.row.owner))
        else:
            into = use.role in BINDING and block.o[j + 5] == F.GLOBAL
        if into:
            out.setdefault(block.file.module, (use.row.path, use.row.line))
    for s in task.kin.subjects:  # a submodule is an attribute of its package once it is imported
        if isinstance(s, T.ModuleSubject):
            package = s.module.rpartition(".")[0]
            for file in view.reader.files_of_module(package) if package else ():
                out.setdefault(package, (file.path, 1))
    for file_id, _, _ in view.reader.postings("*", 1 << F.IMPORT):
        file = view.file(file_id)
        if file.module not in out and not wanted.isdisjoint(view.resolver.resolve(file.module, task.kin.name)):
            out[file.module] = (file.path, _star_line(view, file_id))
    return out


def _star_line(view: View, file_id: int) -> int:
    for row in view.reader.blocks_of_name_in("*", (file_id,)):
        block = view.wrap(row)
        for k in block.positions("*"):
            return block.place(k)[0]
    return 0


def check_modules(task: Task) -> None:
    """Module namespaces: is the new name free in each that receives it, and does nothing there mean another by it?"""
    view, new, old = task.view, task.new, task.kin.name
    homes = receivers(task)
    if not homes:
        return
    taken = set()
    for module, (path, line) in homes.items():
        for e in view.resolver.resolve(module, new):
            taken.add(module)
            if isinstance(e, Module):
                task.refuse(path, line, f"{e.name} is a module: the name would hide it")
                continue
            places = view.definitions(module, new)
            if places:
                task.refuse_at(*places[0], f"{new} is already bound in {module}", True)
            else:
                what = f"{e.module}:{e.name}"
                task.refuse(path, line, f"{new} already stands for {what} in {module}, by a star import", True)
    for block in view.blocks_of_name(new):
        o = block.o
        for k in block.positions(new):
            role = o[k * 6 + 3] & F.ROLE_MASK
            link = o[k * 6 + 5]
            if role in (F.READ, F.CALL) and link == F.GLOBAL and block.file.module in homes.keys() - taken:
                what = f"the builtin {new}" if new in _BUILTIN_NAMES else f"{new}, which nothing binds,"
                task.refuse_at(block, k, f"{what} is used here and would come to mean {old}")
            elif role == F.IMPORT and not o[k * 6 + 3] & F.MODULE_PART:
                level, source, name, _ = block.i[link]
                found, inside = view.resolver.imported_module(view._bare(block.file), level, source)
                if inside and name == new and found in homes and not view.import_targets(block, block.i[link]):
                    task.refuse_at(block, k, f"this import of {new} finds nothing now and would find {old}")
            elif (
                role == F.ATTRIBUTE and link >= 0 and not view.meaning(block, k)
                and any(isinstance(e, Module) and e.name in homes for e in view.meaning(block, link))
            ):  # fmt: skip
                task.refuse_at(block, k, f"{new} is an attribute of the module here that nothing defines")
    if new.startswith("_") and not old.startswith("_"):
        for module in homes:
            for namespace in view.resolver.namespaces(module):
                for level, starred in namespace.stars:
                    source, inside = view.resolver.imported_module(namespace, level, starred)
                    if not inside or source not in homes or old in namespace.binds:
                        continue
                    if all(ns.exports is None for ns in view.resolver.namespaces(source)):
                        task.refuse(*homes[module], f"a star import takes {old} along, but would not take {new}")
    if new in _BUILTIN_NAMES:
        task.warnings.append(f"{new} is also the name of a builtin")


def check_classes(task: Task) -> None:
    """Class namespaces: namesakes of the new name, and classes outside that know the old or the new one."""
    view, new, old = task.view, task.new, task.kin.name
    classes = task.kin.classes
    if not classes:
        return
    below = {d for c in classes for d in view.hierarchy.descendants(c)}
    above = {a for c in classes for a in view.hierarchy.ancestors(c)}
    members = view.members(new)
    for c in sorted({made for c in classes if (made := fields.owner(view, c, old)) is not None}):
        for block, k in view.definitions(c.module, c.name)[:1]:
            task.refuse_at(block, k, f"{old} is a field that a call makes here, where it stands in a string")
    for c in classes:
        for block, k in members.get(c, ())[:1]:
            task.refuse_at(block, k, f"{c.symbol} has a member {new} already", True)
    for c in sorted((below | above) - set(classes)):
        for block, k in members.get(c, ())[:1]:
            how = "would be overridden by" if c in above else "would override"
            task.refuse_at(block, k, f"{c.symbol}.{new} {how} the renamed member")
    for block in view.blocks_of_name(new, 1 << F.ATTRIBUTE):
        for k in block.positions(new):
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
                continue
            for e in view.meaning(block, k):
                if isinstance(e, Dangling) and (e.seen in classes or e.seen in below or e.seen in above):
                    why = f"{e.seen.symbol}.{new} is used here though nothing defines it; it would come to mean {old}"
                    task.refuse_at(block, k, why)
    for c, protocol, asking in protocols.asking(view, old, set(classes)):
        path, line, _ = asking[0]
        task.warnings.append(f"{path}:{line}: {protocols.may_be_given(c, protocol, old)}; that is not renamed")
    places = view.members(old)
    unseen: set[str] = set()
    for c in sorted({*classes, *below}):
        for node in view.hierarchy.mro(c):
            if not isinstance(node, Opaque):
                continue
            base = (node.symbol or node.expression).replace(":", ".")
            known = _has(task, c, node, old)
            hook = _CALLED_BY_PREFIX.get(base.rpartition(".")[2], ())
            if known:
                why = f"{c.symbol}.{old} overrides a member of {base}, which is outside the project"
                task.refuse(*_place_of(view, c, places), why, True)
            elif known is None and c in classes:
                why = f"whether {base}, a base of {c.symbol} outside the project, has a member {old} cannot be seen"
                task.refuse(*_place_of(view, c, places), why)
            elif any(old.startswith(p) and not new.startswith(p) for p in hook) and c in classes:
                task.refuse(*_place_of(view, c, places), f"{base} calls methods by the prefix of this name")
            ahead = _has(task, c, node, new)
            if ahead:
                why = f"{base}, a base of {c.symbol}, has a member {new}, which would be overridden"
                task.refuse(*_place_of(view, c, places), why)
            elif ahead is None and base not in unseen:
                unseen.add(base)
                task.warnings.append(f"whether {base}, a base of {c.symbol}, has a member {new} cannot be seen")


def _has(task: Task, cls: Class, node: Opaque, name: str) -> bool | None:
    """Whether an outside base of a class has a member; None where that cannot be seen."""
    view = task.view
    symbol = node.symbol
    if not symbol and isinstance(getattr(builtins, node.expression, None), type):
        symbol = f"builtins:{node.expression}"  # of a class inside a function, whose bases nobody resolved
    if not symbol and typed_bases.above(view, cls) is not None:
        return typed_bases.has_outside(view, cls, name)
    if symbol:
        return outside_member(symbol, name, view.shelf.libraries() if view.shelf is not None else None)
    return computed_base_has(task, cls, node, name)


def _place_of(view: View, cls: Class, places: dict[Class, list[tuple[Block, int]]]) -> tuple[str, int]:
    for block, k in places.get(cls, ()):
        return block.file.path, block.place(k)[0]
    for block, k in view.definitions(cls.module, cls.name):
        return block.file.path, block.place(k)[0]
    return "", 0


def check_scopes(task: Task, taken: dict[tuple[int, int], Use]) -> None:
    """Two names in one scope of a block that would become one."""
    new = task.new
    bound: dict[int, tuple[Block, set[int]]] = {}
    for use in taken.values():
        j = use.k * 6
        if use.role == F.IMPORT:
            link = use.block.o[j + 4] if use.code & F.BINDS and not use.code & F.INTO_GLOBAL else -1
        elif use.role in F.NAME_ROLES:
            link = use.block.o[j + 5]
        else:
            continue
        if link >= 0:
            bound.setdefault(use.block.row.id, (use.block, set()))[1].add(link)
    for block, scopes in bound.values():
        for k in block.positions(new):
            code = block.o[k * 6 + 3]
            role = code & F.ROLE_MASK
            if role == F.IMPORT:
                link = block.o[k * 6 + 4] if code & F.BINDS else -1
            elif role in F.NAME_ROLES:
                link = block.o[k * 6 + 5]
            else:
                continue
            if link in scopes:
                task.refuse_at(block, k, f"{new} is already a name in {block.enclosing(link)}", True)
                break


def check_private_names(task: Task) -> None:
    """The private names of a class carry its name; where they are written out (`_Old__x`), they would no longer fit."""
    view, old = task.view, task.kin.name
    prefix = f"_{old.lstrip('_')}__"
    if prefix == "___" or "c" not in task.kinds():
        return
    for name in view.reader.names_from(prefix, 200):
        if name.endswith("__"):
            continue
        for block in view.blocks_of_name(name):
            for k in block.positions(name):
                _, column, _, end = block.place(k)
                if block.is_verbatim(k) and end - column == len(name):
                    task.refuse_at(block, k, f"{name}, a private name of the class, is written out here")
