"""Random edits over samples of a real corpus: after each update the live facts must be those of a cold index.

    python benchmarks/edit_scripts.py --edits 2000 --seed 1 CORPUS

Each round takes some neighbouring files of the corpus (they import each other), makes a project of them and edits it.
Prints the number of edits, of updates that differed from cold (the target is 0), and how long they took; exits 1 if
any differed.
"""

import argparse
import os
import random
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tests", "property"))

from editing import Workshop


def sample(corpus: str, chance: random.Random, count: int, most: int = 60_000) -> list[tuple[str, bytes]]:
    """Up to *count* files of one folder of the corpus and of the folders around it, with their relative paths."""
    folders: dict[str, list[str]] = {}
    for folder, inner, names in os.walk(corpus):
        inner[:] = sorted(n for n in inner if not n.startswith("."))
        relative = os.path.relpath(folder, corpus).replace(os.sep, "/")
        for name in sorted(names):
            if name.endswith((".py", ".pyi")) and os.path.getsize(os.path.join(folder, name)) < most:
                folders.setdefault("" if relative == "." else relative, []).append(name)
    chosen: list[str] = []
    start = chance.choice(sorted(folders))
    around = [start, start.rpartition("/")[0], *(f for f in sorted(folders) if f.startswith(start + "/"))]
    around.append(chance.choice(sorted(folders)))
    for folder in around:
        names = list(folders.get(folder, ()))
        chance.shuffle(names)
        names.sort(key=lambda n: n != "__init__.py")
        chosen += [f"{folder}/{n}" if folder else n for n in names[: max(2, count // 2)]]
    out = []
    for path in dict.fromkeys(chosen[:count]):
        with open(os.path.join(corpus, path), "rb") as f:
            out.append((path, f.read()))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus")
    parser.add_argument("--edits", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--per-round", type=int, default=25, help="updates before the next sample is taken")
    parser.add_argument("--stop", action="store_true", help="stop at the first difference")
    arguments = parser.parse_args()
    edits = updates = differing = rounds = 0
    started = time.perf_counter()
    while edits < arguments.edits:
        seed = f"{arguments.seed}:{rounds}"
        chance = random.Random(seed)
        rounds += 1
        with tempfile.TemporaryDirectory() as root:
            workshop = Workshop(root, sample(arguments.corpus, chance, arguments.files), chance)
            for _ in range(arguments.per_round):
                if edits >= arguments.edits:
                    break
                before = len(workshop.log)
                found = workshop.step()
                edits += len(workshop.log) - before
                updates += 1
                if found:
                    differing += 1
                    print(f"round {seed}, after:")
                    for line in workshop.log[-12:]:
                        print(f"    {line}")
                    for line in found[:12]:
                        print(f"  {line[:300]}")
                    if arguments.stop:
                        return 1
                    break
            workshop.close()
    seconds = time.perf_counter() - started
    print(
        f"{edits} edits, {updates} updates, {rounds} rounds, {seconds:.0f} s: {differing} differing from a cold index"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
