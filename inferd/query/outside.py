"""Where things outside the project are defined: in the stubs of the standard library and in installed packages.

Paths are absolute: they lie in the environment, or beside inferd.
"""

import os

from inferd.index.hierarchy import Class
from inferd.index.resolve import Symbol
from inferd.inference.definitions import classes, members
from inferd.inference.operations import matching
from inferd.inference.types import Cls
from inferd.model import Definition
from inferd.query import receivers, symbols
from inferd.query.types import Typing
from inferd.query.view import Block, View
from inferd.syntax import facts as F

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.index.libraries import Library


def definitions(view: View, module: str, name: str) -> list[Definition]:
    """Where `module.name` is defined (name '' for the module itself), by the two parts of a resolver's `Outside`."""
    typing = view.typing
    if typing is None:
        return []
    out: list[Definition] = []
    for found in typing.world.shelf.libraries().lookup(module, name):
        if isinstance(found.target, Symbol):
            rows = _symbol(typing, found.library, found.target.module, found.target.name)
            if not rows and found.target.name != name:  # `choice = _inst.choice`: an attribute of a variable
                rows = _symbol(typing, found.library, module, name)
            out += rows
        else:
            out += _module(found.library, found.target.name)
    return out


def of_class(typing: Typing, cls: Cls) -> list[Definition]:
    """Where a class of a library is defined."""
    space = typing.world.shelf.outside(cls.module) if cls.space else None
    library = typing.world.shelf.libraries().find(cls.module) if space is not None else None
    return _symbol(typing, library, cls.module, cls.name) if library is not None else []


def member(typing: Typing, cls: Cls, name: str) -> list[Definition]:
    """Where the member of a library's class is defined, that class's own."""
    library = typing.world.shelf.libraries().find(cls.module)
    return _symbol(typing, library, cls.module, f"{cls.name}.{name}") if library is not None else []


def of_attribute(typing: Typing, block: Block, k: int) -> list[Definition]:
    """Where attribute *k* is defined, by the types of its receiver, where that is in a library."""
    if block.record(k)[3] & F.ROLE_MASK != F.ATTRIBUTE:
        return []
    name = block.names[block.record(k)[0]]
    out: dict[Definition, None] = {}
    for v in receivers.values_of(typing, typing.computed(block, k), name):
        tag = v[-1]
        if tag == "module" and v.space:
            rows = definitions(typing.view, v.name, name)
            out.update(dict.fromkeys(rows))
            if rows:
                continue
        if tag == "partial":
            v = matching.of_partial(typing.engine, v)
        kind = classes.own_class(typing.engine, v)
        lines = [v.cls, kind] if tag == "class" else [kind]  # of a class its own, then what its metaclass has
        for cls in lines:
            found = members.find(typing.engine, cls, name) if cls is not None else None
            if found is not None:
                if found[0].cls.space:
                    out.update(dict.fromkeys(member(typing, found[0].cls, name)))
                break
    return list(out)


def _symbol(typing: Typing, library: "Library", module: str, name: str) -> list[Definition]:
    view = typing.library_view(library)
    owner, _, last = name.rpartition(".")
    symbol = f"{module}:{name}"
    if owner:
        places = view.members_of(Class(module, owner), last)
    else:
        places = view.definitions(module, name)
    found = [symbols.definition_at(view, b, k, symbol, i) for i, (b, k) in enumerate(places, 1)]
    return [d._replace(path=os.path.join(library.root, d.path)) for d in found]


def _module(library: "Library", module: str) -> list[Definition]:
    return [
        Definition(module, "module", i, os.path.join(library.root, f.path), 1, 1, 1, 1, 1, 1)
        for i, f in enumerate(library.reader.files_of_module(module), 1)
    ]
