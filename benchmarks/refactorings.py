# ruff: noqa: E501 - programs and tables read best with one item a line
"""Cold refactorings beside rope alone on Django's sources: CPU of whole processes, interleaved.

    python benchmarks/refactorings.py DJANGO [--runs N] [--only NAME]

DJANGO is a copy of the sources of Django 5.2.19 (it is indexed first; nothing else in it is written).  Each refactoring
is computed, not applied, by a new process: once by `inferd.Project.refactor` with the index there, once by rope's own
API on a project without a `.ropeproject`, with `ignore_syntax_errors` (one file of Django is broken on purpose, and rope
gives up on all of them otherwise).  CPU time of user and system, imports of rope and inferd included; the ratio is that
of the medians.  `bare` is a process that only imports rope's refactorings: what is above it is work.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys

TEXT = "django/utils/text.py"
TASKS = {
    "move a function": ("move", {"target": "django.utils.text:slugify", "to": "django.utils.version"}),
    "change a signature": (
        "signature", {"target": "django.utils.text:get_valid_filename", "add": ["strict=False"], "values": ["strict=True"]},
    ),
    "inline a function": ("inline", {"target": "django.utils.text:camel_case_to_spaces", "keep": True, "force": True}),
    "introduce a factory": ("introduce-factory", {"target": "django.utils.text:Truncator", "name": "make"}),
    "encapsulate a field": ("encapsulate-field", {"target": "django.core.paginator:Paginator.orphans"}),
    "restructure": ("restructure", {"pattern": "slugify(${x})", "goal": "slugify(str(${x}))"}),
    "use a function": ("use-function", {"target": "django.utils.timezone:is_naive"}),
    "move a module": ("move", {"target": "django.utils.text", "to": "django.core"}),
    "module to package": ("to-package", {"target": "django.utils.text"}),
    "extract a method": ("extract", {"target": "django/core/paginator.py:89-90", "name": "extracted", "kind": "method"}),
}  # fmt: skip

OURS = """
import json, sys
import inferd
with inferd.open(sys.argv[1]) as project:
    name, given = json.loads(sys.argv[2])
    force = given.pop("force", False)
    plan = project.refactor(name, given, force=force)
print(json.dumps([len(plan.changes), len(plan.failures)]))
"""
ROPE = """
import json, sys
from rope.base.project import Project
from rope.refactor import change_signature, encapsulate_field, inline, introduce_factory, move, restructure, topackage
from rope.refactor import extract, usefunction
name, given = json.loads(sys.argv[2])
project = Project(sys.argv[1], ropefolder=None, ignore_syntax_errors=True)
target = given.get("target", "")
module, _, symbol = target.partition(":")
path = module if module.endswith(".py") else module.replace(".", "/") + ".py"
resource = project.get_resource(path) if target else None
source = resource.read() if target else ""
last = symbol.rpartition(".")[2]
offset = None
if symbol and not symbol[0].isdigit():
    for head in (f"def {last}(", f"class {last}", f"self.{last} = "):
        if head in source:
            offset = source.index(head) + head.index(last)
            break
if name == "move" and symbol:
    changes = move.create_move(project, resource, offset).get_changes(project.get_resource(given["to"].replace(".", "/") + ".py"))
elif name == "move":
    changes = move.create_move(project, resource).get_changes(project.get_resource(given["to"].replace(".", "/")))
elif name == "signature":
    task = change_signature.ChangeSignature(project, resource, offset)
    changes = task.get_changes([change_signature.ArgumentAdder(1, "strict", "False", "True")], in_hierarchy=True)
elif name == "inline":
    changes = inline.create_inline(project, resource, offset).get_changes(remove=False)
elif name == "introduce-factory":
    changes = introduce_factory.IntroduceFactory(project, resource, offset).get_changes(given["name"])
elif name == "encapsulate-field":
    changes = encapsulate_field.EncapsulateField(project, resource, offset).get_changes()
elif name == "restructure":
    changes = restructure.Restructure(project, given["pattern"], given["goal"]).get_changes()
elif name == "use-function":
    changes = usefunction.UseFunction(project, resource, offset).get_changes()
elif name == "to-package":
    changes = topackage.ModuleToPackage(project, resource).get_changes()
elif name == "extract":
    first, last = map(int, symbol.split("-"))
    lines = source.split("\\n")
    start = sum(len(l) + 1 for l in lines[:first - 1])
    end = sum(len(l) + 1 for l in lines[:last])
    changes = extract.ExtractMethod(project, resource, start, end).get_changes(given["name"], kind="method")
print(json.dumps([len(changes.changes), 0]))
"""
BARE = "import rope.base.project, rope.refactor.move, rope.refactor.extract, rope.refactor.restructure; print('[0, 0]')"


def run(code: str, root: str, task: object) -> tuple[float, str]:
    """CPU seconds of a process, and what it says."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, root, json.dumps(task)], capture_output=True, text=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        return cpu, "fails: " + done.stderr.strip().splitlines()[-1][:110]
    files, failures = json.loads(done.stdout.splitlines()[-1])
    return cpu, f"{files} files" + (f", {failures} failed" if failures else "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("django")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    os.environ["INFERD_NO_DAEMON"] = "1"
    import inferd

    root = os.path.realpath(given.django)
    with inferd.open(root) as project:
        project.ensure_fresh()
        project.prepare()
    bare = statistics.median(run(BARE, root, [])[0] for _ in range(given.runs))
    print(f"bare: {bare:.2f} s of CPU to import rope")
    print(f"{'':22}{'inferd':>8}{'rope':>8}{'ratio':>7}{'above bare':>12}")
    for label, task in TASKS.items():
        if given.only and given.only not in label:
            continue
        ours, theirs = [], []
        said = ["", ""]
        for _ in range(given.runs):
            cpu, said[0] = run(OURS, root, task)
            ours.append(cpu)
            cpu, said[1] = run(ROPE, root, task)
            theirs.append(cpu)
        a, b = statistics.median(ours), statistics.median(theirs)
        above = (b - bare) / max(a - bare, 0.01)
        print(f"{label:22}{a:8.2f}{b:8.2f}{b / a:7.1f}{above:12.1f}   {said[0]} | {said[1]}", flush=True)


if __name__ == "__main__":
    main()
