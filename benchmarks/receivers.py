"""How many hard receivers of attributes have a known type.

    python benchmarks/receivers.py PROJECT [--every N] [--rounds N]

A receiver is hard unless it is `self`, `cls`, a literal, or a name that an import binds.  It counts as known if its set
of types is not empty and holds nothing unknown.  `--every 10` looks at every tenth file; `--rounds 0` leaves out what
flows between functions, as projects of more scopes than `follow-calls` have it; another number ends the solver after
so many rounds.  Prints the CPU seconds of the solver, and for each top folder the receivers and the share known; then
what the others are.
"""

import argparse
import tempfile
import time
from collections import Counter

import inferd
from inferd.inference.flow import flows
from inferd.inference.types import UNKNOWN
from inferd.syntax import facts as F

_RECEIVERS = frozenset(("a", "A", "X", "Aa"))  # steps that take an attribute


def is_hard(engine, where, words):
    """Whether the step that makes a receiver is one of the hard ones."""
    if words[0] == "c":
        return False
    if words[0] != "l":
        return True
    name = words[1]
    if name in ("self", "cls"):
        return False
    at = where
    while at is not None:
        program = engine.program(at)
        stores = program.stores.get(name, ())
        if stores and (at == where or engine.kind(at) != "class"):
            return not all(is_import(program.steps, n) for n in stores)
        at = engine.parent(at)
    found = engine.world.project.resolve(engine.module_of(where), name)
    return not any(x[0] in ("module", "outside") for x in found or ())


def is_import(steps, n):
    words = steps[n]
    return words[0] == "sm" or (words[0] == "s" and steps[int(words[2])][0] in ("im", "fr"))


def kind_of(program, words):
    """What a receiver is, in a word or two."""
    if words[0] == "l":
        if words[1] in dict(program.params):
            return "parameter"
        return "local" if words[1] in program.stores else "variable of a scope around"
    return {"a": "attribute", "(": "result of a call", "i": "item"}.get(words[0], "other expression")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=flows.ROUNDS)
    given = parser.parse_args()
    project = inferd.open(given.project, store=tempfile.mkdtemp())
    project.update()
    project.settle(at_most=0, follow=False)  # the libraries
    state = None
    with project.snapshot() as view:
        if given.rounds:
            began = time.process_time()
            state = flows.solve(view.typing.engine, view.reader.file_ids(), most_rounds=given.rounds).state
            print(f"solver: {time.process_time() - began:.1f} s CPU, {sum(map(len, state.contexts.values()))} contexts")
    hard, known, others = Counter(), Counter(), Counter()
    with project.snapshot() as view:
        typing = view.typing
        typing.reads_settled = typing.reads_flow = False
        engine = typing.engine
        engine.flow = state
        for file_id in view.reader.file_ids()[:: given.every]:
            folder = view.file(file_id).path.partition("/")[0]
            for block in view.blocks_of_file(file_id):
                for k in range(len(block.o) // 6):
                    if block.o[k * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
                        continue
                    step = typing.step_of(block, k)
                    if step is None:
                        continue
                    program = engine.program(step.where)
                    words = program.steps[step.number]
                    if words[0] not in _RECEIVERS:
                        continue
                    receiver = program.steps[int(words[1])]
                    if not is_hard(engine, step.where, receiver):
                        continue
                    hard[folder] += 1
                    types = typing.computed(block, k)
                    if types and UNKNOWN not in types:
                        known[folder] += 1
                    else:
                        others[kind_of(program, receiver)] += 1
    for folder, n in hard.most_common():
        print(f"{folder}: {known[folder]} of {n} ({known[folder] / n:.1%})")
    print(f"all: {known.total()} of {hard.total()} ({known.total() / max(1, hard.total()):.1%})")
    for what, n in others.most_common():
        print(f"  not known, {what}: {n}")


if __name__ == "__main__":
    main()
