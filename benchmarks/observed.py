"""What is inferred of parameters and results, held against what a recorded run of a project's own tests shows.

    python benchmarks/observed.py --python ENV/bin/python --suite NAME=FOLDER:PYTEST_ARGUMENTS [--suite ...] [--list N]

Example (ENV holds pytest and what the suites need; the folders are unpacked sources from PyPI):

    python benchmarks/observed.py --python env/bin/python --suite "simpy=simpy-4.1.2:tests" \\
        --suite "nx=networkx-3.7rc0:networkx/algorithms/shortest_paths networkx/algorithms/centrality"

What is done, and how to read it
* Each folder is copied to --work and its suite run there under `inferd record --exhaustive` (kept, and not run again
  while the copy is there).  Then the project is indexed, what flows between functions is found out (`follow-calls` is
  raised to --scopes), and what *static inference alone* says of every parameter (but `self` and `cls`) and result of
  every function that ran is compared with the classes that the run saw.  Functions in files of tests are left out.
* A *place* is one parameter or result that nothing declares.  It is *known* if inference names at least one type and
  leaves nothing open.
* precision: of the types told of known places, the share of which the run saw an instance (of a class below, too).  A
  branch that no test takes counts against it; --calls N looks at places alone that were seen at least N times.
* recall: of the types seen at known places, the share that is told (or a class above is).  What is told of unknown
  places, as far as it is told, is in the column behind.
* Elements of containers are not compared, functions and lambdas are one type; classes that functions make, mocks and
  what the recorder gave up on (`?`) are left out.  --list prints the places where the two differ.
"""

import argparse
import collections
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

import inferd  # noqa: E402
from inferd.inference.definitions import classes, signatures  # noqa: E402
from inferd.inference.engine import Where  # noqa: E402
from inferd.inference.operations import matching  # noqa: E402
from inferd.inference.scopes import lazy  # noqa: E402
from inferd.inference.types import ANY, UNKNOWN, Cls, Instance, literal_class  # noqa: E402
from inferd.query import runtime  # noqa: E402

_CALLABLE = frozenset(("function", "bound", "callable", "partial"))
COMMAND = "import sys; sys.path[:0] = [sys.argv.pop(1)]; from inferd.cli.main import main; sys.exit(main())"


def recorded(name, folder, words, chosen):
    """The copy of a project with its recorded run."""
    copy = Path(chosen.work, name).absolute()
    if (copy / ".recorded").exists():
        return copy
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".git", ".project", "*.pyc"))
    (copy / "inferd-settings").unlink(missing_ok=True)
    source = [str(copy / "src")] if (copy / "src").is_dir() else []
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([*source, str(copy)]), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", COMMAND, str(HERE), "record", "--exhaustive", "-C", str(copy), "--"]
    command += [chosen.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    run = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    print(f"{name}: {(run.stdout.strip().splitlines() or [''])[-1]}", file=sys.stderr, flush=True)
    if run.returncode > 1:
        print(run.stdout[-2000:], run.stderr[-2000:], file=sys.stderr)
    (copy / ".recorded").touch()
    return copy


def is_declared(engine, s, name):
    """Whether an annotation, a comment, documentation, or the method above says what a parameter or the result is."""
    if name == "return":
        return s.result is not None or bool(lazy.hinted(engine, s.body, "return"))
    p = next(p for p in s.params if p.name == name)
    if p.annotation is not None or lazy.hinted(engine, s.body, name):
        return True
    types = signatures.parameter_types(engine, s, p)
    return types != ANY and UNKNOWN not in types


# ---- what is told, and what was seen, as names of classes


def told(engine, types):
    """{what stands for a value: its class, or None where it has none}; None where something is not known."""
    out = {}
    for v in types:
        tag = v[-1]
        if v == UNKNOWN or tag in ("typevar", "class of", "special"):
            return None
        if tag in ("instance", "class") and "<locals>" in v.cls.name and classes.info(engine, v.cls).places:
            continue  # as in `seen_value`
        if tag == "instance":
            out[v.cls] = v.cls
        elif tag == "literal":
            cls = engine.builtin(literal_class(v.text))
            out[cls] = cls
        elif tag in ("tuple", "record"):
            cls = engine.builtin("tuple" if tag == "tuple" else "dict")
            out[cls] = cls
        elif tag == "none":
            out["None"] = None
        elif tag in _CALLABLE:
            out["callable"] = None
        elif tag == "class":
            out["class", v.cls] = v.cls
        elif tag == "module":
            out["module"] = None
        else:
            out[tag] = None
    return out


_CALLED = frozenset((
    "Callable", "collections.abc:Callable", "functools:partial", "operator:attrgetter", "operator:itemgetter",
    "operator:methodcaller",
))  # fmt: skip
_OUTSIDE = {"generator": "Generator", "async_generator": "AsyncGenerator", "coroutine": "CoroutineType"}


def seen_value(typing, term):
    """The same of a type as the recorder writes it; None for what is left out."""
    head = term.partition("[")[0]
    if head.startswith(("function", "method", "lambda", "builtin")) or head in _CALLED:
        return "callable"
    if head in ("?", "Never", "Any", "") or "mock" in head or "<locals>" in term:
        return None
    if head == "None":
        return "None"
    if head.startswith("module"):
        return "module"
    is_class = head == "type"
    if term == "type":
        return typing.engine.builtin("type")
    name = term[5:-1].partition("[")[0] if is_class else head
    if is_class and name == "?":
        return None
    if name in _OUTSIDE:
        return _OUTSIDE[name]
    is_function = name == "function"
    cls = typing.engine.outside_class("types", "FunctionType") if is_function else runtime.class_named(typing, name)
    return ("class", cls) if is_class and cls is not None else cls


def covers(engine, one, value):
    """Whether a type that is told stands for one that was seen."""
    if one == value:
        return True
    if isinstance(value, str):
        if value == "callable":
            return isinstance(one, Cls) and one.name in ("Callable", "FunctionType", "MethodType", "partial")
        if value == "module":
            return isinstance(one, Cls) and one.name == "ModuleType"
        return isinstance(one, Cls) and one.name in (value, "Iterator", "Iterable", "Awaitable")
    if isinstance(one, Cls) and isinstance(value, Cls):
        if classes.is_subclass(engine, value, one) or one.name == "object":
            return True
        if value == engine.builtin("type") and classes.is_subclass(engine, one, value):
            return True  # a class of a metaclass, and the run does not say which
        return matching.fits_instance(engine, Instance(value), Instance(one)) is not False
    if isinstance(one, tuple) and isinstance(value, tuple) and one[0] == value[0] == "class":
        is_named_later = not classes.info(engine, one[1]).places and not classes.info(engine, value[1]).places
        return is_named_later or classes.is_subclass(engine, value[1], one[1])  # classes that calls make
    if isinstance(one, tuple) and value == engine.builtin("type"):
        return True  # a class, and the run does not say which
    if one == "callable" and isinstance(value, tuple) and value[0] == "class":
        return False
    if isinstance(one, Cls) and one.name in ("object", "Callable"):
        return True
    is_class = isinstance(value, tuple) or value == "callable"
    return is_class and isinstance(one, Cls) and classes.is_subclass(engine, one, engine.builtin("type"))


class Counts:
    """What is counted of one project."""

    def __init__(self):
        self.places = self.known = self.told = self.right = self.seen = self.found = 0
        self.seen_open = self.found_open = 0
        self.misses = collections.Counter()


def compare(typing, path, name, types, found, counts, listed):
    """Count one place; *found*: type as it is recorded -> how often."""
    engine = typing.engine
    values = {}
    for term, times in found.items():
        for part in term.split(" | ") if "[" not in term else [term]:
            value = seen_value(typing, part)
            if value is not None:
                values[value] = values.get(value, 0) + times
    if not values:
        return
    counts.places += 1
    said = told(engine, types)
    if not said:
        counts.seen_open += len(values)
        rest = told(engine, tuple([v for v in types if v != UNKNOWN])) or {}
        counts.found_open += sum(any(covers(engine, one, v) for one in rest) for v in values)
        return
    counts.known += 1
    missing = [v for v in values if not any(covers(engine, one, v) for one in said)]
    more = [one for one in said if not any(covers(engine, one, v) for v in values)]
    counts.told += len(said)
    counts.right += len(said) - len(more)
    counts.seen += len(values)
    counts.found += len(values) - len(missing)
    if listed is not None and (missing or more):
        was = " | ".join(sorted(found))
        parts = [f"{mark} {', '.join(sorted(map(short, of)))}" for mark, of in (("-", missing), ("+", more)) if of]
        listed.append(f"{'; '.join(parts)}: {path} {name}: told {' | '.join(typing.show(types))}; seen {was}")


def short(value):
    """The name of what stands for a value."""
    return value.name if isinstance(value, Cls) else f"type {value[1].name}" if isinstance(value, tuple) else str(value)


def is_test(path):
    parts = path.split("/")
    return any(p in ("tests", "test", "testing", "conftest.py") or p.startswith("test_") for p in parts)


def measure(name, copy, chosen):
    settings = copy / ".project" / "config.toml"
    text = settings.read_text() if settings.exists() else ""
    if "follow-calls =" not in text.replace("# follow-calls", ""):
        settings.write_text(f"follow-calls = {chosen.scopes}\n" + text)
    counts, listed = Counts(), [] if chosen.list else None
    with inferd.open(copy) as project:
        project.update()
        project.settle()
        with project.snapshot() as view:
            seen, typing = runtime.of(view), view.typing
            if seen is None:
                print(f"{name}: nothing was recorded", file=sys.stderr)
                return None
            bodies = [b for b in seen.bodies_in(seen.o.paths()) if b.kind == "function" and not is_test(b.path)]
            of_body = collections.defaultdict(list)
            for s in seen.o.signatures_of(b.id for b in bodies):
                of_body[s.body].append(s)
            for body in bodies:
                one_body(seen, typing, body, of_body[body.id], counts, listed, chosen.calls)
    row = [counts.places, counts.known]
    shares = [
        f"{counts.right / max(counts.told, 1):.3f}", f"{counts.found / max(counts.seen, 1):.3f}",
        f"{counts.found_open / max(counts.seen_open, 1):.3f}",
    ]  # fmt: skip
    print(f"{name:<14}{row[0]:>8}{row[1]:>8}{counts.told:>8}{shares[0]:>11}{shares[1]:>8}{shares[2]:>10}", flush=True)
    for line in (listed or ())[: chosen.list]:
        print("  " + line)
    return counts


def one_body(seen, typing, body, rows, counts, listed, least):
    file, scope = seen.view.reader.file_at(body.path), seen.scope(body)
    if file is None or scope is None or not rows:
        return
    engine, where = typing.engine, Where("", file.id, scope)
    made = engine.made_at(where)
    if made is None:
        return
    s = signatures.signature(engine, *made)
    place = f"{body.path}:{seen.place(body)[0]} {body.qualname}"
    for i, name in enumerate(body.parameters):
        bare = name.lstrip("*")
        p = next((p for p in s.params if p.name == bare), None)
        if p is None or p.kind in ("*", "**") or (p is s.params[0] and signatures.is_first(engine, s, p)):
            continue
        found = collections.Counter()
        for x in rows:
            if i < len(x.arguments):
                found[x.arguments[i]] += x.times
        if sum(found.values()) >= least and not is_declared(engine, s, bare):
            compare(typing, place, bare, lazy.parameter(engine, where, bare), found, counts, listed)
    if s.is_async or engine.program(where).yields:
        return
    found = collections.Counter()
    for x in rows:
        if x.outcome == "return":
            found[x.result] += x.times
    if sum(found.values()) >= least and not is_declared(engine, s, "return"):
        compare(typing, place, "returns", signatures.result_of_definition(engine, *made), found, counts, listed)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="the interpreter that runs the suites")
    parser.add_argument("--suite", action="append", required=True, metavar="NAME=FOLDER:PYTEST_ARGUMENTS")
    parser.add_argument("--work", required=True, help="where the copies with their runs are kept")
    parser.add_argument("--scopes", type=int, default=60_000)
    parser.add_argument("--calls", type=int, default=1, help="places that were seen at least so often")
    parser.add_argument("--list", type=int, default=0, help="print so many places where the two differ")
    chosen = parser.parse_args()
    print(f"{'':<14}{'places':>8}{'known':>8}{'told':>8}{'precision':>11}{'recall':>8}{'of open':>10}")
    every = Counts()
    for suite in chosen.suite:
        name, _, rest = suite.partition("=")
        folder, _, words = rest.partition(":")
        copy = recorded(name, folder, words.split(), chosen)
        one = measure(name, copy, chosen)
        for key, value in vars(one).items() if one is not None else ():
            if key != "misses":
                setattr(every, key, getattr(every, key) + value)
    precision, recall = every.right / max(every.told, 1), every.found / max(every.seen, 1)
    print(f"{'all':<14}{every.places:>8}{every.known:>8}{every.told:>8}{precision:>11.3f}{recall:>8.3f}")


if __name__ == "__main__":
    main()
