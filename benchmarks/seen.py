"""What is inferred of a project, held against the runs that were recorded of it: receivers, results and parameters.

    inferd index --types; inferd record --exhaustive -- COMMAND   # in the project, as it is used; Python 3.11
    python benchmarks/seen.py PROJECT [--list N]

The index of the project is read as it lies there, with what calls pass (`inferd index --types`) and what its runs saw.
A *place* is a hard receiver (see `receivers.py`) of an attribute that a run saw called, or a result or a parameter (but
the first of methods, and what `*` and `**` take) that nothing declares, of a function that ran.  It is *known* if
inference names at least one type and leaves nothing open.

* recall: of the types seen at known places, the share that is told (or a class above is).
* set precision, of receivers: of the types told of known places, the share of which the runs saw an instance (or one of
  a class below).  Branches that no run took count against it; so do all but the first object at a place in runs under
  3.12 and later, which look at each place once.

`--list` prints places where a type was seen that is not told.
"""

import argparse
from collections import Counter
from collections.abc import Iterator

from receivers import _RECEIVERS, is_hard

import inferd
from inferd.inference.definitions import signatures
from inferd.inference.engine import Where
from inferd.inference.operations import matching
from inferd.inference.scopes import lazy
from inferd.inference.types import NONE, UNKNOWN, Types
from inferd.query import runtime
from inferd.query.contradictions import _value, contradicts
from inferd.query.view import View
from inferd.store.observations import Signature
from inferd.syntax import facts as F

Place = tuple[str, str, int, str, Types, list[str]]  # kind, path, line, name, what is inferred, what was seen


def of_receivers(view: View) -> Iterator[Place]:
    seen, typing = runtime.of(view), view.typing
    engine = typing.engine
    for path in sorted(seen.o.paths()):
        file = view.reader.file_at(path)
        for block in view.blocks_of_file(file.id) if file is not None else ():
            for k in range(len(block.o) // 6):
                if block.o[k * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
                    continue
                terms = [s.term for s in seen.receivers.at(block, k) if s.status == runtime.CURRENT]
                step = typing.step_of(block, k) if terms else None
                if step is None:
                    continue
                steps = engine.program(step.where).steps
                words = steps[step.number]
                if words[0] in _RECEIVERS and is_hard(engine, step.where, steps[int(words[1])]):
                    name = block.names[block.o[k * 6]]
                    yield "receivers", path, block.place(k)[0], name, typing.computed(block, k), terms


def of_functions(view: View) -> Iterator[Place]:
    seen, typing = runtime.of(view), view.typing
    engine = typing.engine
    bodies = [b for b in seen.bodies_in(seen.o.paths()) if b.kind == "function" and seen.scope(b) is not None]
    observed: dict[int, list[Signature]] = {}
    for s in seen.o.signatures_of(b.id for b in bodies):
        observed.setdefault(s.body, []).append(s)
    for body in bodies:
        file, found = seen.view.reader.file_at(body.path), observed.get(body.id, [])
        made = engine.made_at(Where("", file.id, seen.scope(body))) if file is not None and found else None
        if made is None:
            continue
        where, line = Where("", file.id, seen.scope(body)), seen.place(body)[0]
        s = signatures.signature(engine, *made)
        if not s.is_async and not engine.program(where).yields and s.result is None:
            terms = [x.result for x in found if x.outcome == "return"]
            yield "results", body.path, line, body.qualname, lazy.returned(engine, s), terms
        plain = {p.name for p in s.params if p.annotation is None and p.name not in ("self", "cls")}
        for i, name in enumerate(body.parameters):
            if name in plain:
                terms = [x.arguments[i] for x in found if i < len(x.arguments)]
                types = lazy.parameter(engine, where, name)
                yield "parameters", body.path, line, f"{body.qualname}({name})", types, terms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project")
    parser.add_argument("--list", type=int, default=0, metavar="N")
    given = parser.parse_args()
    count: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    with inferd.open(given.project) as project, project.snapshot() as view:
        typing = view.typing
        typing.reads_settled = False
        for places in (of_receivers, of_functions):
            for kind, path, line, name, types, terms in places(view):
                values = {t: v for t in dict.fromkeys(terms) if t and t != "?" and (v := _value(typing, t)) is not None}
                if not values:
                    continue
                count[kind, "places"] += 1
                if not types or UNKNOWN in types:
                    continue
                missed = [t for t in values if contradicts(typing, t, types)]
                told = [v for v in typing.engine.widened(types) if v != NONE]
                met = [
                    v for v in told
                    if any(matching.assignable(typing.engine, (x,), (v,)) is not False for x in values.values())
                ]  # fmt: skip
                for what, n in zip(_COUNTED, (1, len(values), len(missed), len(told), len(met)), strict=True):
                    count[kind, what] += n
                if missed:
                    wrong.append(f"{path}:{line} {name}: {', '.join(missed[:3])} not in {typing.show(types)[:4]}")
    for kind in ("receivers", "results", "parameters"):
        places, known, seen, missed, told, met = (count[kind, what] for what in ("places", *_COUNTED))
        precision = f", set precision {met / max(1, told):.3f}" if kind == "receivers" else ""
        print(f"{kind}: {known} of {places} known, recall {1 - missed / max(1, seen):.4f} of {seen} types{precision}")
    print("\n".join(wrong[: given.list]))


_COUNTED = ("known", "seen", "missed", "told", "met")


if __name__ == "__main__":
    main()
