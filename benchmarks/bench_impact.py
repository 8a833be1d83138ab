"""How long an impact report takes, in a process that runs already, on an index whose types are settled.

    python benchmarks/bench_impact.py FOLDER TARGET [TARGET ...]

Example (Django 5.2.19 unpacked, `inferd index --types` run there):

    python benchmarks/bench_impact.py django-5.2.19 django.db.models.base:Model.save django.forms.fields:Field.clean

Each report is made six times with nothing kept from the one before but what SQLite and the system cache, and the
medians of the last five are printed; the floor, `ast.parse` of the same files in one process, is taken in the same run.
"""

import ast
import statistics
import sys
import time
import warnings

import inferd


def floor(project):
    """CPU seconds to parse all files of a project."""
    with project.snapshot() as view:
        paths = [f.path for f in view.reader.files()]
    texts = []
    for path in paths:
        with open(f"{project.root}/{path}", "rb") as file:
            texts.append(file.read())
    warnings.simplefilter("ignore")
    start = time.process_time()
    for text in texts:
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            continue
    return time.process_time() - start


def main(folder, targets):
    with inferd.open(folder) as project:
        project.ensure_fresh()
        print(f"floor: {floor(project):.2f} s")
        for target in targets:
            wall, cpu = [], []
            for _ in range(6):
                project._local.kept = None  # nothing that the report before has read
                start = time.perf_counter(), time.process_time()
                found = project.impact(target, "rename", 40)
                wall.append((time.perf_counter() - start[0]) * 1000)
                cpu.append((time.process_time() - start[1]) * 1000)
            grades = "/".join(str(len(rows)) for rows in (found.exact, found.inferred, found.possible))
            print(
                f"{target}: CPU {statistics.median(cpu[1:]):.0f} ms, wall {statistics.median(wall[1:]):.0f} ms; "
                f"{grades} references, {len(found.callers)} callers, {len(found.tests)} tests"
            )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
