"""Meeting pytest and unittest when the program imports them, without importing them ourselves."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .owners import Owners

_WANTED = ("_pytest.config", "unittest.case", "unittest.suite", "bdb")


def install(owners: Owners) -> None:
    actions: dict[str, Callable[[Any], None]] = {
        "_pytest.config": lambda module: _on_pytest(module, owners),
        "unittest.case": lambda module: _on_case(module, owners),
        "unittest.suite": lambda module: _on_suite(module, owners),
        "bdb": _on_bdb,
    }
    for name in _WANTED:
        module = sys.modules.get(name)
        if module is not None:
            actions.pop(name)(module)
    if actions:
        sys.meta_path.insert(0, _Watch(actions))


class _Watch:
    """A finder that finds nothing: it lets the others find, and looks at three modules once they have run."""

    def __init__(self, actions: dict[str, Any]) -> None:
        self.actions = actions

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in self.actions:
            return None
        action = self.actions.pop(name)
        if not self.actions and self in sys.meta_path:
            sys.meta_path.remove(self)
        for finder in list(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec = find(name, path, target)
            if spec is not None:
                self._look_after(spec, action)
                return spec
        return None

    def _look_after(self, spec: Any, action: Any) -> None:
        loader = spec.loader
        execute = getattr(loader, "exec_module", None)
        if execute is None:
            return

        def exec_module(module: Any) -> None:
            try:
                del loader.exec_module
            except AttributeError:
                pass
            execute(module)
            action(module)

        try:
            loader.exec_module = exec_module
        except AttributeError:
            pass


def _on_pytest(module: Any, owners: Owners) -> None:
    """Every plugin manager of pytest that is made from here on has our hooks."""
    manager = getattr(module, "PytestPluginManager", None)
    if manager is None or getattr(manager, "_inferd", False):
        return
    original = manager.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        from . import plugin

        try:
            self.register(plugin.hooks(owners), "inferd-recorder")
        except Exception as error:  # noqa: BLE001
            owners.recorder.fault(error, "pytest")

    __init__.__wrapped__ = original  # type: ignore[attr-defined]
    manager.__init__ = __init__


def _on_bdb(module: Any) -> None:
    """Below 3.12 a debugger that is called from the program must get the frames back as they were."""
    if sys.version_info >= (3, 12):
        return
    original = module.Bdb.set_trace

    def set_trace(self: Any, frame: Any = None) -> Any:
        from .profiling import give_lines_back

        frame = frame or sys._getframe(1)
        give_lines_back(frame)
        return original(self, frame)

    set_trace.__wrapped__ = original  # type: ignore[attr-defined]
    module.Bdb.set_trace = set_trace


def _on_case(module: Any, owners: Owners) -> None:
    """Tests that unittest's own runner runs (under pytest, its test is the owner already)."""
    case = module.TestCase
    original = case.run

    def run(self: Any, result: Any = None) -> Any:
        recorder = owners.recorder
        if not recorder.active or owners.in_test():
            return original(self, result)
        owner = None
        try:
            cls = type(self)
            name = "%s.%s.%s" % (cls.__module__, cls.__qualname__, self._testMethodName)
            code = getattr(getattr(cls, self._testMethodName, None), "__code__", None)
            file = None if code is None else recorder.project(code.co_filename)
            owner = owners.test_begins("unittest:" + name, file, None if code is None else code.co_firstlineno)
            shared = [found for found in (_shared.get(cls.__module__), _shared.get(cls)) if found is not None]
            if shared:
                owners.needs(owner, shared)
            before = _problems(result)
        except Exception as error:  # noqa: BLE001
            recorder.fault(error, "unittest")
        try:
            return original(self, result)
        finally:
            if owner is not None:
                try:
                    owners.test_ends(owner, _verdict(before, _problems(result)))
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "unittest")

    run.__wrapped__ = original  # type: ignore[attr-defined]
    case.run = run


_shared: dict[Any, Any] = {}  # class or module name -> the owner of its set-up


def _problems(result: Any) -> tuple[int, int, int]:
    return tuple([len(getattr(result, name, ())) for name in ("failures", "errors", "skipped")])  # type: ignore[return-value]


def _verdict(before: tuple[int, int, int], after: tuple[int, int, int]) -> str:
    for at, name in enumerate(("failed", "error", "skipped")):
        if after[at] > before[at]:
            return name
    return "passed"


def _on_suite(module: Any, owners: Owners) -> None:
    from .owners import Owner

    suite = module.TestSuite

    def wrap(name: str, key: Any, title: Any) -> None:
        original = getattr(suite, name, None)
        if original is None:
            return

        def around(self: Any, test: Any, result: Any) -> Any:
            if not owners.recorder.active or owners.in_test():
                return original(self, test, result)
            at = key(type(test))
            owner = _shared.get(at)
            if owner is not None:
                return original(self, test, result)
            owner = Owner("fixture", title(type(test)))
            owners.push(owner)
            try:
                return original(self, test, result)
            finally:
                owners.pop(owner)
                if owner.number is not None:
                    _shared[at] = owner

        around.__wrapped__ = original  # type: ignore[attr-defined]
        setattr(suite, name, around)

    wrap("_handleClassSetUp", lambda cls: cls, lambda cls: "%s.%s::setUpClass" % (cls.__module__, cls.__qualname__))
    wrap("_handleModuleFixture", lambda cls: cls.__module__, lambda cls: "%s::setUpModule" % cls.__module__)
