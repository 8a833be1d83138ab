"""The compiled accelerator: it finds what an exhaustive run finds, holds on to nothing, and is not needed."""

import helpers_runtime as h
import pytest

from inferd.cli.main import main
from inferd.runtime import build

VERSIONS = [v for v in ("3.12", "3.13") if v in h.PYTHONS]


@pytest.fixture(params=VERSIONS)
def python(request):
    if h.accelerated(h.PYTHONS[request.param]) is None:
        pytest.skip("no compiler, or no headers")
    return h.PYTHONS[request.param]


@pytest.fixture
def fast(python):
    """Record with the accelerator from here on."""

    def switch():
        h.accelerator[:] = [h.accelerated(python)]

    yield switch
    h.accelerator.clear()


PROGRAM = """
# file: app.py
    import asyncio, gc, sys, threading, weakref

    class Base: pass
    def takes(a, b=None, *rest, key=1, **more): return a
    def rebound(a):
        a = [a]
        return a
    def cell(a, b):
        def inner(): return a
        return inner() or b
    def fails(a):
        if type(a) is int: raise KeyError(a)
        return a
    def numbers(a, n):
        for i in range(n): yield a if i % 2 else i
    def echo(a):
        while True:
            a = yield a
    def deep(n, a):
        return deep(n - 1, a) if n else a
    async def later(a):
        await asyncio.sleep(0)
        return a
    async def stream(a):
        for x in (a, str(a)): yield x
    async def both(a):
        return [x async for x in stream(a)] + [await later(a)]

    def once(turn):
        cls = type('Made%d' % (turn % 3), (Base,), {'method': lambda self, x: x})
        values = [turn, str(turn), 1.5, None, cls, cls(), takes, once, sys, [1], {}, (1, 'a'), b'', cls().method]
        for n, value in enumerate(values):
            takes(value); takes(value, values[n - 1], 1, key=value, other=value)
            rebound(value); cell(value, values[n - 1]); deep(3, value)
            try: fails(value)
            except KeyError: pass
            list(numbers(value, n % 4))
            half = numbers(value, 9); next(half)
            if n % 2: half.close()
            e = echo(value); next(e); e.send(values[n - 2]); e.close()
            cls().method(value)
        return weakref.ref(cls)

    gone = [once(turn) for turn in range(30)]
    gc.collect()
    print('alive', sum(r() is not None for r in gone))
    threads = [threading.Thread(target=lambda: [once(n) for n in range(5)]) for _ in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
    print(asyncio.run(both(3)))
"""


def test_it_finds_what_an_exhaustive_run_finds(tmp_path, python, fast):
    h.write(tmp_path, PROGRAM)
    truth = h.record(tmp_path, python, "app.py", options=("--exhaustive",))
    fast()
    mine = h.record(tmp_path, python, "app.py")
    assert (truth.status, truth.out) == (mine.status, mine.out) == h.plain(tmp_path, python, "app.py")[:2]
    assert "alive 0" in mine.out
    assert [shard.header["accelerated"] for shard in truth.shards + mine.shards] == [False, True]
    missing = {name: found - mine.signatures.get(name, set()) for name, found in truth.signatures.items()}
    others = {name: found - truth.signatures.get(name, set()) for name, found in mine.signatures.items()}
    assert not any(missing.values()), missing
    assert not any(others.values()), others
    assert mine.shards[0].count == truth.shards[0].count
    assert mine.shards[0].ran == truth.shards[0].ran
    assert not mine.off
    assert not mine.shards[0].of("sampled")
    calls = mine.shards[0].calls
    assert len(calls) >= 20
    assert calls <= truth.shards[0].calls


def test_it_holds_on_to_nothing(tmp_path, python, fast):
    """Memory does not grow with calls, classes that die, generators that are dropped, and new frames."""
    h.write(
        tmp_path,
        """
        # file: app.py
            import resource
            def takes(a, b): return a
            def rebound(a):
                a = (a,)
                return a
            def numbers(a):
                a = a or 1
                while True: yield a
            def round():
                for n in range(300):
                    cls = type('C', (), {})
                    takes(cls(), cls); rebound(cls())
                    g = numbers(cls()); next(g)
                for n in range(20000):
                    takes(n, [n]); rebound(n); next(numbers(n))
            def used(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            for _ in range(3): round()
            before = used()
            for _ in range(15): round()
            print(used() - before)
        """,
    )
    fast()
    run = h.record(tmp_path, python, "app.py", options=("--run", "0" * 16))
    assert run.status == 0, run.err
    assert not run.off
    assert run.shards[0].header["accelerated"]
    assert int(run.out) < 3000  # kilobytes


def test_it_can_begin_again_in_one_process(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            def f(x): return x
            def g(x):
                x = x + 1
                return x
        # file: main.py
            import sys
            sys.path.insert(0, %r)
            from inferd.runtime import recording
            import app
            for n, value in enumerate((1, 2.5)):
                with recording(spool='.spool%%d' %% n, root='.', accelerate=%r):
                    for _ in range(50): app.f(value); app.g(value)
                app.f(''); app.g(3)
        """
        % (str(h.HERE), h.accelerated(python)),
    )
    assert h.plain(tmp_path, python, "main.py") == (0, "", "")
    for n, kind in enumerate(("int", "float")):
        (shard,) = h.read(tmp_path / (".spool%d" % n))
        assert shard.header["accelerated"]
        assert shard.signatures == {name: {"(%s) -> %s" % (kind, kind)} for name in "fg"}
        assert shard.count == {"f": 50, "g": 50}


def test_without_a_compiler_it_is_recorded_in_python(tmp_path, monkeypatch, capfd):
    python = h.PYTHONS[VERSIONS[0]]
    h.write(tmp_path, "# file: app.py\n    def f(x): return x\n    f(1)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INFERD_NO_DAEMON", "1")
    monkeypatch.setenv("CC", str(tmp_path / "none"))
    assert main(["record", "--accelerate", "--", python, "app.py"]) == 0
    err = capfd.readouterr().err
    assert "recording without the accelerator: " in err
    assert "1 function, 1 signature" in err


@pytest.mark.parametrize("version", [v for v in ("3.9", "3.11") if v in h.PYTHONS])
def test_other_pythons_are_told_apart(tmp_path, version):
    with pytest.raises(build.BuildError, match=r"made for CPython 3\.12 and 3\.13"):
        build.build(h.PYTHONS[version], str(tmp_path))
    h.write(tmp_path, "# file: app.py\n    def f(x): return x\n    f(1)\n")
    run = h.record(tmp_path, h.PYTHONS[version], "app.py", options=("--accelerator", str(tmp_path)))
    assert run.signatures["f"] == {"(int) -> int"}


def test_the_interpreter_of_a_command_is_found(tmp_path, monkeypatch):
    python = h.PYTHONS[VERSIONS[0]]
    for name, text in (("tool", "#!%s\n" % python), ("other", "#!/bin/sh\n"), ("binary", "\x7fELF")):
        path = tmp_path / name
        path.write_text(text)
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert build.interpreter_of([python, "-m", "pytest"]) == python
    assert build.interpreter_of(["tool"]) == python
    assert build.interpreter_of(["other"]) is build.interpreter_of(["binary"]) is build.interpreter_of(["no such"]) is None
