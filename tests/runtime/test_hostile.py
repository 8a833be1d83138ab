"""Programs that are hard on a recorder: their result, output and exit status are what they are without it."""

import helpers_runtime as h
import pytest


def same(tmp_path, python, text, *options):
    """The program recorded, once it is sure that nothing of it has changed."""
    h.write(tmp_path, "# file: app.py\n" + "\n".join("    " + line for line in text.strip("\n").split("\n")))
    run = h.record(tmp_path, python, "app.py", options=options)
    assert (run.status, run.out, run.err) == h.plain(tmp_path, python, "app.py")
    return run


def test_metaclass_with_eq_and_no_hash(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
class Meta(type):
    def __eq__(cls, other): raise RuntimeError("compared")
    def __getattribute__(cls, name): raise RuntimeError("asked for " + name)
    def __instancecheck__(cls, other): raise RuntimeError("asked")
    def __call__(cls, *args): return object.__new__(cls)
class A(metaclass=Meta): pass
def f(x): return x
f(A()); f(A); f([A()]); f({1: A()}); f((A, A()))
""",
    )
    assert not run.off
    assert {text.split(" -> ")[1] for text in run.signatures["f"]} == {
        "A", "type[A]", "list[A]", "dict[int, A]", "tuple[type[A], A]",
    }  # fmt: skip


def test_instances_that_lie_or_raise_in_every_special_method(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
calls = []
def bad(name):
    def method(self, *args, **kwargs):
        calls.append(name)
        raise RuntimeError(name)
    return method
names = "eq ne lt hash len iter getitem contains bool repr str getattribute getattr dir call enter exit get set sizeof reduce".split()
Evil = type("Evil", (), {"__%s__" % name: bad(name) for name in names})
class Liar:
    @property
    def __class__(self): calls.append("class"); return int
    @property
    def __dict__(self): calls.append("dict"); return {"a": 1}
    def method(self): return self
class Dict(dict):
    def items(self): calls.append("items"); raise RuntimeError
    def __iter__(self): calls.append("iter"); raise RuntimeError
class Text(str):
    def __hash__(self): calls.append("hash"); raise RuntimeError
    def __eq__(self, other): calls.append("eq"); raise RuntimeError
def f(x): return x
class Holder:
    def __init__(self, x): self.x = x
for value in (Evil(), Liar(), Dict(a=1), Text("a"), [Evil()], {"a": Liar()}):
    f(value); Holder(value)
Liar().method()
print(calls)
""",
    )
    assert not run.off
    assert run.out == "[]\n"
    assert {text.split(" -> ")[1] for text in run.signatures["f"]} == {
        "Evil", "Liar", "Dict", "Text", "list[Evil]", "dict[str, Liar]",
    }  # fmt: skip
    (shard,) = run.shards
    assert ("Holder", "x", "Evil") in shard.attributes


def test_odd_names_of_classes_functions_and_modules(tmp_path, python):
    same(
        tmp_path,
        python,
        """
import sys, types
class Text(str):
    def __hash__(self): raise RuntimeError
    def __eq__(self, other): raise RuntimeError
def f(x): return x
class A: pass
A.__module__ = 5
class B: pass
B.__qualname__ = Text("lone \\udc80 surrogate")
class C: __module__ = property(lambda self: 1)
def g(): pass
g.__module__ = 7
g.__qualname__ = Text("q")
class Lazy(types.ModuleType):
    def __getattribute__(self, name): raise RuntimeError(name)
lazy = Lazy("lazy")
sys.modules["lazy"] = lazy
class D: pass
D.__module__ = "lazy"
for x in (A(), B(), C(), D(), A, B, g, lazy): f(x)
""",
    )


def test_huge_and_endless_things_are_not_walked(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
import collections, itertools, time
big = [0] * 10**7
large = dict.fromkeys(range(10**6))
def endless():
    while True: yield 1
def f(x): return None
nested = []
nested.append(nested)
f(nested)
f({"a": nested})
before = time.process_time()
for n in range(100):
    for value in (big, large, endless(), itertools.count(), range(10**12), collections.deque(range(10**3))): f(value)
print(time.process_time() - before < 2)
e = endless()
for n in range(100000): next(e)
""",
        "--exhaustive",
    )
    assert not run.off
    assert any("list[list" in text for text in run.signatures["f"])


def test_recursion_to_the_limit(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
def down(n):
    return down(n + 1)
def deep(x):
    try:
        return deep([x])
    except RecursionError:
        return "bottom"
for _ in range(3):
    try:
        down(0)
    except RecursionError:
        print("limit")
print(type(deep(1)).__name__)
def after(x): return x
after(1)
""",
        "--exhaustive",
    )
    assert not run.off
    shard = run.shards[0]
    if shard.header["engine"] == "monitoring":
        assert run.signatures["down"] == {"(int) raises RecursionError"}
        assert run.signatures["after"] == {"(int) -> int"}
    else:  # an exception on the way into a trace function takes it off
        assert [line for line in shard.of("lost") if line[1] in ("limit", "profiler")]


def test_own_profiler_and_tracer(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
import cProfile, sys
def f(x): return x
events = []
def mine(frame, event, arg):
    if frame.f_code is f.__code__: events.append(event)
    return mine
f(1)
sys.setprofile(mine); f("a"); sys.setprofile(None)
sys.settrace(mine); f(b"b"); sys.settrace(None)
print(events)
p = cProfile.Profile(); p.enable(); f(2.5); p.disable()
print(len(p.getstats()) > 0)
""",
    )
    assert not run.off
    assert "(int) -> int" in run.signatures["f"]


def test_own_monitoring_tool(tmp_path):
    if "3.12" not in h.PYTHONS:
        pytest.skip("no Python 3.12 here")
    run = same(
        tmp_path,
        h.PYTHONS["3.12"],
        """
import sys
def f(x): return x
m, seen = sys.monitoring, []
m.use_tool_id(m.COVERAGE_ID, "coverage"); m.use_tool_id(m.DEBUGGER_ID, "debugger"); m.use_tool_id(m.PROFILER_ID, "profiler")
m.register_callback(m.COVERAGE_ID, m.events.PY_START, lambda code, offset: seen.append(code.co_name) or m.DISABLE)
m.set_events(m.COVERAGE_ID, m.events.PY_START)
f(1); f(1)
m.restart_events()
f("x")
print(seen)
""",
    )
    assert run.signatures["f"] == {"(int) -> int", "(str) -> str"}


def test_classes_and_values_are_not_kept_alive(tmp_path, python):
    same(
        tmp_path,
        python,
        """
import gc, sys, weakref
class Thing: pass
def f(x): return None
def rebinds(x):
    ref = weakref.ref(x)
    x = None
    gc.collect()
    return ref() is None
def make():
    class Local:
        def method(self): return self
    f(Local()); Local().method(); f(Local)
    return weakref.ref(Local)
def generator(x):
    yield 1
    yield 2
thing = Thing(); ref = weakref.ref(thing); f(thing); f([thing]); del thing; print(ref() is None)
print(rebinds(Thing()) or sys.version_info[:2] == (3, 11))  # there a trace function cannot help it
for n in range(3):
    dead = make(); gc.collect(); print(dead() is None)
g = generator(Thing()); next(g); ref = weakref.ref(g); del g; gc.collect(); print(ref() is None)
def raises():
    x = Thing()
    f(x)
    raise ValueError
def outer():
    try: raises()
    except ValueError as error: ref = weakref.ref(error)
    gc.collect()
    return ref() is None
print(outer())
""",
        "--exhaustive",
    )


def test_a_class_that_names_its_own_class(tmp_path, python):
    same(
        tmp_path,
        python,
        """
import sys
class Model: pass
class Lazy:
    kind = "lazy"
    def __init__(self, made): super().__init__(); self.made = made
    if sys.version_info >= (3, 12):  # before, any profile function takes it away
        __class__ = property(lambda self: self.made.__class__)
    def method(self): return 1
print(isinstance(Lazy(Model()), Model) or sys.version_info < (3, 12), Lazy.kind, Lazy(1).method())
""",
        "--exhaustive",
    )


def test_a_new_class_in_the_place_of_a_dead_one(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
import gc
def f(x): return None
for n in range(200):
    cls = type("C%d" % n, (), {})
    f(cls()); f(cls)
    del cls
    gc.collect(0) if n % 10 else gc.collect()
""",
        "--exhaustive",
    )
    (shard,) = run.shards
    counted = shard.count["f"]
    assert counted == 400
    taken = {text for text in run.signatures["f"] if not text.startswith("(type[")}
    assert len(taken) == 200 or shard.of("lost")


def test_code_from_exec_eval_and_zip_files(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
import dataclasses, sys, zipfile
with zipfile.ZipFile("lib.zip", "w") as archive:
    archive.writestr("zipped.py", "def z(x): return x")
sys.path.insert(0, "lib.zip")
import zipped
scope = {}
exec("def made(x): return x", scope)
exec(compile("def other(x): return x", "no/such/file.py", "exec"), scope)
@dataclasses.dataclass
class Point:
    x: int
def f(x): return x
print(zipped.z(1), scope["made"](1), scope["other"](1), Point(1), eval("f(1)"))
""",
    )
    assert "made" not in run.signatures
    assert run.signatures["f"] == {"(int) -> int"}
    reasons = {line[1] for shard in run.shards for line in shard.of("lost")}
    assert {"exec", "zip"} <= reasons


def test_a_file_that_changes_while_it_runs_and_is_loaded_again(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
import importlib, os, pathlib, sys
sys.dont_write_bytecode = True
path = pathlib.Path("mod.py")
path.write_text("def f(x): return x")
sys.path.insert(0, "")
import mod
mod.f(1)
path.write_text("def f(x): return str(x)   # changed")
importlib.invalidate_caches()
importlib.reload(mod)
mod.f(1)
path.unlink()
""",
    )
    (shard,) = run.shards
    texts = [line[3] for line in shard.of("file") if line[2] == "mod.py"]
    assert len(set(texts)) == 2
    by_text = {
        shard.files[line[2]][3]: number for number, line in shard.functions.items() if line[3] == "f"
    }  # fmt: skip
    assert set(by_text) == set(texts)
    for digest, number in by_text.items():
        changed = b"changed" in (run.spool / "sources" / digest).read_bytes()
        outcomes = {shard.type(line[5]) for line in shard.of("sig") if line[2] == number}
        assert outcomes == ({"str"} if changed else {"int"})


def test_generators_that_are_closed_thrown_into_and_dropped(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
def g(x):
    while True:
        try:
            yield x
        except ValueError:
            yield "caught"
for n in range(5):
    a = g(1); next(a); a.close()
    b = g(2); next(b); print(b.throw(ValueError)); next(b)
    try: b.throw(KeyError)
    except KeyError: pass
    c = g(3); next(c); del c
""",
        "--exhaustive",
    )
    assert run.signatures["g"] <= {"(int) yields int", "(int) yields str", "(int) raises KeyError"}
    assert "(int) yields int" in run.signatures["g"]


def test_hooks_that_fail_switch_the_recorder_off_and_say_so(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
import sys
def f(x): return x
f(1)
start = sys.modules.get("_inferd_runtime.start")
if start: start.current.shapes.of = None
f("a")
f([1])
print(f(2))
""",
    )
    (line,) = run.off
    assert line[1] == "fault"
    assert "TypeError" in line[2]
    assert run.signatures["f"] >= {"(int) -> int"}


def test_functions_with_many_signatures_are_bounded(tmp_path, python):
    run = same(
        tmp_path,
        python,
        """
def f(x): return None
for n in range(2000):
    f(type("C%d" % n, (), {})())
""",
        "--exhaustive",
    )
    assert len(run.signatures["f"]) <= 600
    assert [line for shard in run.shards for line in shard.of("lost") if line[1] == "limit"]


def test_a_debugger_that_the_program_calls(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            import io, pdb, sys
            def f(x):
                pdb.Pdb(stdin=io.StringIO("next\\nnext\\np y\\ncontinue\\n"), stdout=sys.stdout).set_trace()
                y = x + 1
                return y
            print(f(1))
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    assert (run.status, run.out) == h.plain(tmp_path, python, "app.py")[:2]
    assert "2" in run.out
