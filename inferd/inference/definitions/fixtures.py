"""Fixtures of pytest: what a parameter of a test, or of a fixture, is given, that is named like a fixture in sight.

In sight of a function are, in this order: the fixtures of its class (and those that it inherits), of its module, those
that the module imports, and those of each `conftest.py` from its folder up to the root.  What a fixture gives is what
its function returns, or yields.  pytest's own are known by name.  Who declares such a parameter is not looked into.

`request.param` of a fixture is what its `params=` lists.

What it does not do: fixtures of installed plugins, and `pytest_plugins`.
"""

from json import loads

from inferd.inference.definitions import classes, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.operations.iteration import iterate, unpack
from inferd.inference.scopes import lazy
from inferd.inference.types import ANY, NOTHING, Cls, Instance, Types, union

Place = tuple[Where, int]  # the scope around, and the step that makes a function
#: what pytest itself brings: name -> (module, class)
BUILTIN = {
    "tmp_path": ("pathlib", "Path"), "tmp_path_factory": ("_pytest.tmpdir", "TempPathFactory"),
    "monkeypatch": ("_pytest.monkeypatch", "MonkeyPatch"), "capsys": ("_pytest.capture", "CaptureFixture"),
    "capfd": ("_pytest.capture", "CaptureFixture"), "caplog": ("_pytest.logging", "LogCaptureFixture"),
    "request": ("_pytest.fixtures", "FixtureRequest"), "recwarn": ("_pytest.recwarn", "WarningsRecorder"),
    "pytestconfig": ("_pytest.config", "Config"), "pytester": ("_pytest.pytester", "Pytester"),
}  # fmt: skip


def value(engine: Engine, s: signatures.Signature, name: str) -> Types:
    """What a fixture gives a parameter of a test or of another fixture; () where it is no such parameter."""
    if s.where.space or s.body is None or not _takes_fixtures(engine, s):
        return NOTHING
    listed = _parametrized(engine, s, name)
    if listed:
        return listed[0]
    found = places(engine, s, name)
    if found:
        return union(_given(engine, *place, cls) for place in found for cls in _run_for(engine, s, place[0]))
    own = BUILTIN.get(name)
    if own is not None and engine.world.outside(own[0]) is not None:
        return (Instance(engine.outside_class(*own)),)
    return NOTHING


def _run_for(engine: Engine, s: signatures.Signature, home: Where) -> list[Cls | None]:
    """The classes below that of a fixture for whose instances it is run, as a method of these asks for it; None: just
    its own, or it is no method.
    """
    if engine.flow is None or engine.kind(home) != "class" or engine.kind(s.where) != "class":
        return [None]
    own = engine.class_at(home)
    found: dict[Cls, None] = {engine.class_at(s.where): None}
    for context in engine.flow.contexts.get((s.body, -1), ()):
        receivers = context.given[0][1] if context.given else ()
        found.update((v.cls, None) for v in receivers if v[-1] == "instance" and not v.cls.space)
    below = [cls for cls in found if cls == own or classes.is_subclass(engine, cls, own)]
    return [None if cls == own else cls for cls in sorted(below)] or [None]


def given_by(engine: Engine, s: signatures.Signature, name: str) -> list[Place]:
    """The definitions of the fixture that a parameter gets its value from; none where it is no such parameter."""
    if s.where.space or s.body is None or not _takes_fixtures(engine, s) or _parametrized(engine, s, name):
        return []
    return places(engine, s, name)


def source(engine: Engine, s: signatures.Signature, name: str) -> tuple[Where, int, str] | None:
    """Where a parameter of a test has its value from: scope, step, and what to say; None where that is no fixture."""
    if s.where.space or s.body is None or not _takes_fixtures(engine, s):
        return None
    listed = _parametrized(engine, s, name)
    if listed:
        return s.where, listed[1], f"{name} is what parametrize lists"
    for where, step in places(engine, s, name):
        return where, step, f"{name} is what the fixture {name} gives"
    if name in BUILTIN:
        return s.where, s.step, f"{name} is a fixture of pytest"
    return None


def _parametrized(engine: Engine, s: signatures.Signature, name: str) -> tuple[Types, int] | None:
    """What `@pytest.mark.parametrize("name", values)` gives a parameter, with the step of the values."""
    steps = engine.program(s.where).steps
    for w in steps[s.step][3:]:
        made = steps[int(w[1:])] if w[0] == "@" else [""]
        if made[0] != "(" or steps[int(made[1])][0] != "a" or steps[int(made[1])][2] != "parametrize":
            continue
        if len(made) < 4 or not (made[2].isdigit() and made[3].isdigit()) or any("indirect=" in a for a in made[4:]):
            continue
        names = _names(steps, int(made[2]))
        if name not in names:
            continue
        values = lazy.value(engine, s.where, int(made[3]))
        types = iterate(engine, values)
        if len(names) > 1 or steps[int(made[2])][0] == "t":
            types = unpack(engine, types, names.index(name), len(names), -1)
        return engine.widened(types) or ANY, int(made[3])
    return None


def _names(steps: list[list[str]], n: int) -> list[str]:
    """The names that `parametrize` is given: in one string, or in several."""
    words = steps[n]
    parts = [steps[int(w)] for w in words[2:] if w.isdigit()] if words[0] == "t" else [words]
    texts = [str(loads(p[1][1:])) for p in parts if p[0] == "c" and p[1].startswith('s"')]
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def params(engine: Engine, body: Where) -> Types:
    """What `request.param` is in a fixture: what `@pytest.fixture(params=values)` lists; () in other functions."""
    made_at = engine.made_at(body) if not body.space else None
    if made_at is None or fixture_name(engine, *made_at) is None:
        return NOTHING
    where, step = made_at
    steps = engine.program(where).steps
    for w in steps[step][3:]:
        made = steps[int(w[1:])] if w[0] == "@" else [""]
        for option in made[2:] if made[0] == "(" else ():
            if option.startswith("params="):
                types = iterate(engine, lazy.value(engine, where, int(option[7:])))
                return engine.widened(types) or ANY
    return NOTHING


def _takes_fixtures(engine: Engine, s: signatures.Signature) -> bool:
    name = engine.program(s.where).steps[s.step][2]
    return name.startswith("test") or fixture_name(engine, s.where, s.step) is not None


def places(engine: Engine, s: signatures.Signature, name: str) -> list[Place]:
    """The definitions of the nearest fixture of that name in sight of a function."""
    own = engine.made_at(s.body) if s.body is not None else None
    if engine.kind(s.where) == "class":
        for a in classes.info(engine, engine.class_at(s.where)).line:
            for scope in classes.info(engine, a.cls).places if not a.cls.space else ():
                found = [p for p in _in_scope(engine, scope, name) if p != own]
                if found:
                    return found
    module = Where("", s.where.file, 0)
    found = [p for p in _in_scope(engine, module, name) if p != own] or _imported(engine, module, name)
    if found:
        return found
    root = engine.root
    folder = root.path_of(s.where.file).rpartition("/")[0]
    while True:
        file = root.file_at(f"{folder}/conftest.py" if folder else "conftest.py")
        if file is not None and file != s.where.file:
            scope = Where("", file, 0)
            found = _in_scope(engine, scope, name) or _imported(engine, scope, name)
            if found:
                return found
        if not folder:
            return []
        folder = folder.rpartition("/")[0]


def _in_scope(engine: Engine, where: Where, name: str) -> list[Place]:
    """The fixtures of that name which a module, or a class, defines."""
    tree = engine.tree("", where.file)
    if "fixture" not in tree.text_of(where.scope):
        return []
    out = []
    for n, words in enumerate(engine.program(where).steps):
        if words[0] in ("f", "fa") and fixture_name(engine, where, n) == name:
            out.append((where, n))
    return out


def _imported(engine: Engine, where: Where, name: str) -> list[Place]:
    """The fixtures that a module has under a name by importing them."""
    out = []
    for kind, module, target in engine.root.resolve(engine.module_of(where), name):
        if kind == "symbol" and "." not in target:
            for file in engine.root.files_of(module):
                if file != where.file:
                    out += _in_scope(engine, Where("", file, 0), target)
    return out


def fixture_name(engine: Engine, where: Where, step: int) -> str | None:
    """The name by which the function that a step makes is a fixture; None where it is none."""
    steps = engine.program(where).steps
    words = steps[step]
    for w in words[3:]:
        if w[0] != "@":
            continue
        made = steps[int(w[1:])]
        named = made
        if made[0] == "(":
            named = steps[int(made[1])]
        if named[0] not in ("l", "a") or named[-1] not in ("fixture", "yield_fixture", "async_fixture"):
            continue
        for option in made[2:] if made[0] == "(" else ():
            if option.startswith("name="):
                key = steps[int(option[5:])]
                return str(loads(key[1][1:])) if key[0] == "c" and key[1].startswith('s"') else None
        return words[2]
    return None


def _given(engine: Engine, where: Where, step: int, cls: Cls | None) -> Types:
    """What a fixture's function returns, or yields; *cls*: of a class below that of the method, where it is run for
    an instance of such.
    """
    s = signatures.signature(engine, where, step)
    types = signatures.result_of_definition(engine, where, step) if cls is None or s.result is not None else NOTHING
    if cls is not None and not types and s.body is not None:
        from inferd.inference.flow import contexts

        first, *others = contexts.unknown_context(engine, s.body).given or [("", NOTHING)]
        given = [(first[0], (Instance(cls),)), *others]
        unit = contexts.Unit(s.body, -1, contexts.context(given, None))
        if engine.found is not None:
            engine.found.reach(unit)
        types = contexts.result(engine, s, contexts.outcome(engine, unit))
    elif not types and s.body is not None and engine.flow is not None:  # nothing has called it but pytest
        from inferd.inference.flow import contexts

        unit = contexts.Unit(s.body, -1, contexts.unknown_context(engine, s.body))
        types = contexts.result(engine, s, contexts.summary_of(engine, unit))
    is_generator = s.body is not None and engine.head(s.body).yields
    if is_generator:
        return union(v.args[0] if v[-1] == "instance" and v.args else ANY for v in types)
    if s.is_async:
        return union(v.args[2] if v[-1] == "instance" and len(v.args) == 3 else ANY for v in types)
    return types


__all__ = ["BUILTIN", "fixture_name", "given_by", "params", "places", "source", "value"]
