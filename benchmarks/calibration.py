"""How far `inferred` can be trusted: the share of these references that a recorded run confirms where it reaches them.

    python benchmarks/calibration.py --python ENV/bin/python --project FOLDER[:PYTEST_ARGUMENTS] [--project …] [--tell]

Example (ENV holds pytest and what the suites need; the folders are unpacked PyPI sources):

    python benchmarks/calibration.py --python env/bin/python --project toolz-1.2.0 --project tinydb-4.9.0

What is done, and how to read it
* Everything happens in copies. The suite runs once under `inferd record` in one copy; another copy is never run, and
  what is asked there knows nothing of the run.
* Every member of every class of the project is asked for its references, as `inferd impact` does it, in the copy
  without a run. The attributes among them that are graded `inferred` are looked up in the other copy.
* reached: the run saw a receiver at that very place. confirmed: the member that one of the receivers seen there has
  under this name is of the family that the reference was given to. What is told by shapes (`query.receiver_shapes`:
  nothing else has the name, or all that is taken of the receiver) is counted apart. Receivers of classes that were made
  at run time, or inside functions, tell nothing.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
WORDS = "-q -p no:cacheprovider -p no:randomly --continue-on-collection-errors --tb=no"
INFERD = "import sys; sys.path.insert(0, sys.argv.pop(1)); from inferd.cli.main import main; sys.exit(main())"


def claims(project):
    """(path, line, column) -> the classes of the family that an inferred attribute is of, and how that is told."""
    from inferd.index.hierarchy import Class
    from inferd.query import receiver_shapes
    from inferd.query import targets as T
    from inferd.query.kin import kin
    from inferd.syntax import facts as F

    found = {}
    with project.snapshot() as view:
        view.waits, view.explains = True, False
        members = set()
        for file in view.reader.files():
            for block in view.blocks_of_file(file.id):
                if block.row.owner and not block.row.stale:
                    cls = Class(file.module, block.row.owner.partition("#")[0])
                    members.update((cls, n) for n in block.names if cls in view.members(n))
        covered = set()
        for cls, name in sorted(members):
            if (cls, name) in covered or name.startswith("__"):
                continue
            known = kin(view, [T.Attribute(cls, name)])
            covered.update((c, name) for c in known.classes)
            ties = receiver_shapes.told(view, known, 10**6, 10**6)
            for key, use in ties.sure.items():
                if use.row.confidence == "inferred" and use.role == F.ATTRIBUTE and use.row.text == name:
                    how = "by types" if key in known.sure else "by shapes"
                    found.setdefault(use.row[:3], (set(), how))[0].update(ties.classes)
    return found


def _is_of(view, term, name, family):
    """Whether a class that was seen has the member of a family; None where that cannot be told: of a class that was
    made at run time, or inside a function.
    """
    from inferd.index.hierarchy import Class
    from inferd.query import runtime
    from inferd.query.view import Member

    value = runtime.project_value(view, term)
    if value is None:
        return None if view.resolver.is_module(term.removeprefix("type[").partition(":")[0]) else False
    found = view.lookup(Class(value.cls.module, value.cls.name), name)
    return found.cls in family if isinstance(found, Member) else None


def study(python, folder, arguments, tell):
    """Counter of (how, what came of it)."""
    import inferd
    from inferd.query import runtime
    from inferd.query import targets as T

    count = Counter()
    with tempfile.TemporaryDirectory(prefix="calibration-") as at:
        scratch = Path(os.path.realpath(at))
        os.environ.update({"INFERD_USER_DIR": str(scratch / "user"), "INFERD_NO_DAEMON": "1"})
        for name in ("plain", "recorded"):
            shutil.copytree(folder, scratch / name, symlinks=True, ignore=shutil.ignore_patterns(".project", ".git"))
        root = scratch / "recorded"
        path = str(root / "src" if (root / "src").is_dir() else root)
        command = [sys.executable, "-c", INFERD, str(HERE), "record", "--", str(python), "-m", "pytest"]
        env = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(
            [*command, *shlex.split(f"{WORDS} {arguments}")], cwd=root, env=env, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with inferd.open(str(scratch / "plain")) as project:
            project.ensure_fresh()
            claimed = claims(project)
        with inferd.open(str(root)) as project:
            project.ensure_fresh()
            with project.snapshot() as view:
                seen = runtime.of(view)
                assert seen is not None, "nothing was recorded"
                for place, (family, how) in sorted(claimed.items()):
                    count[how, "inferred"] += 1
                    found = T.at_position(view, *place)
                    if found is None:
                        continue
                    block, k = found
                    terms = [s.term for s in seen.receivers.at(block, k) if s.status == runtime.CURRENT]
                    if not terms:
                        continue
                    name = block.names[block.record(k)[0]]
                    told = [_is_of(view, term, name, family) for term in terms]
                    if all(t is None for t in told):
                        continue
                    count[how, "reached"] += 1
                    if True in told:
                        count[how, "confirmed"] += 1
                    elif tell:
                        print(f"  {place[0]}:{place[1]}:{place[2]} {name}: {how}; seen: {', '.join(terms)[:120]}")
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", required=True, type=Path)
    parser.add_argument("--project", required=True, action="append", metavar="FOLDER[:ARGUMENTS]")
    parser.add_argument("--tell", action="store_true", help="tell the places that the run speaks against")
    given = parser.parse_args()
    sys.path.insert(0, str(HERE))
    total = Counter()
    for project in given.project:
        folder, _, arguments = project.partition(":")
        found = study(given.python.absolute(), folder, arguments, given.tell)
        total.update(found)
        for title, counter in ((Path(folder).name, found), ("together so far", total)):
            for how in ("by types", "by shapes"):
                n, reached, right = (counter[how, w] for w in ("inferred", "reached", "confirmed"))
                share = f"{right / reached:.3f}" if reached else "-"
                print(f"{title}: {how}: {n} inferred, {reached} reached, {right} confirmed ({share})", flush=True)


if __name__ == "__main__":
    main()
