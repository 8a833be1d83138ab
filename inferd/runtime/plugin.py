"""pytest: which test runs, what its fixtures ran, and `pytest --inferd`.

`hooks` is what the recorder registers with every plugin manager of pytest. The functions named `pytest_*` are the
plugin that pytest finds where inferd is installed in the project's environment; without `--inferd` they do nothing.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .owners import Owner, Owners


def hooks(owners: Owners) -> Any:
    """The hooks, as an object to register."""
    import pytest

    from .owners import Owner

    recorder = owners.recorder

    class InferdRecorder:
        """Tells the recorder which test runs."""

        def __init__(self) -> None:
            self.fixtures: dict[int, Owner] = {}  # id of a FixtureDef -> its execution that is in force
            self.definitions: list[Any] = []
            self.executions: dict[str, int] = {}
            self.test: Owner | None = None
            self.outcome: str | None = None

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_make_collect_report(self, collector: Any) -> Any:
            """What runs while a file is collected (`ids=`, `pytest_generate_tests`, what names parameters) counts for
            all that imports it, as what its import runs does.
            """
            owner = None
            if recorder.active and not owners.in_test():
                try:
                    path = str(getattr(collector, "path", None) or getattr(collector, "fspath", None) or "")
                    found = recorder.project(path) if path.endswith(".py") else None
                    if found is not None:
                        owner = owners.of_file(found)
                        owners.push(owner)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")
            yield
            if owner is not None and recorder.active:
                try:
                    owners.pop(owner)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtest_protocol(self, item: Any) -> Any:
            owner = None
            if recorder.active and not owners.in_test():
                try:
                    self.outcome = None
                    path, line = _place(item)
                    owner = owners.test_begins(item.nodeid, None if path is None else recorder.project(path), line)
                    self.test = owner
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")
            yield
            if owner is not None and recorder.active:
                try:
                    self.test = None
                    owners.test_ends(owner, self.outcome)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_teardown(self, item: Any) -> Any:
            if self.test is not None and recorder.active:
                try:
                    self._rely(item)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")
            yield

        def _rely(self, item: Any) -> None:
            """The test needs every wider fixture in its closure, whoever made it run."""
            if not self.fixtures:
                return
            found = []
            info = getattr(item, "_fixtureinfo", None)
            for definitions in getattr(info, "name2fixturedefs", {}).values():
                found += [self.fixtures[id(d)] for d in definitions if id(d) in self.fixtures]
            request = getattr(item, "_request", None)
            for definition in getattr(request, "_fixture_defs", {}).values():
                if id(definition) in self.fixtures:
                    found.append(self.fixtures[id(definition)])
            if found and self.test is not None:
                owners.needs(self.test, found)

        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.when == "call" or report.outcome != "passed":
                if report.outcome == "failed" and report.when != "call":
                    self.outcome = "error"
                elif self.outcome in (None, "passed"):
                    self.outcome = str(report.outcome)

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_fixture_setup(self, fixturedef: Any) -> Any:
            owner = None
            if recorder.active and getattr(fixturedef, "scope", "function") != "function":
                try:
                    name = "%s::%s" % (getattr(fixturedef, "baseid", ""), fixturedef.argname)
                    self.executions[name] = count = self.executions.get(name, 0) + 1
                    owner = Owner("fixture", "%s@%d" % (name, count))
                    code = getattr(getattr(fixturedef, "func", None), "__code__", None)
                    if code is not None:
                        owner.file = recorder.project(code.co_filename)
                        owner.line = code.co_firstlineno
                    self.fixtures[id(fixturedef)] = owner
                    self.definitions.append(fixturedef)  # so that its id stays its own
                    owners.push(owner)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")
            yield
            if owner is not None and recorder.active:
                try:
                    owners.pop(owner)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")

        @pytest.hookimpl(trylast=True)
        def pytest_sessionfinish(self) -> None:
            if recorder.active:
                try:
                    recorder.flush(counts=True)
                except Exception as error:  # noqa: BLE001
                    recorder.fault(error, "pytest")

    return InferdRecorder()


def _place(item: Any) -> tuple[str | None, int | None]:
    """File and first line of a test, without asking pytest for what it would compute."""
    path = getattr(item, "path", None) or getattr(item, "fspath", None)
    function = getattr(item, "obj", None) if hasattr(type(item), "function") else None
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return (None if path is None else str(path)), (None if code is None else code.co_firstlineno)


# -- `pytest --inferd`, where inferd is installed beside pytest


def pytest_addoption(parser: Any) -> None:
    group = parser.getgroup("inferd")
    group.addoption(
        "--inferd", action="store_true", default=False, help="record what flows through the code (see `inferd record`)"
    )
    group.addoption("--inferd-spool", default=None, metavar="DIR", help="where to write it; .project/spool by default")


def pytest_load_initial_conftests(early_config: Any) -> None:
    known = early_config.known_args_namespace
    if not getattr(known, "inferd", False):
        return
    from . import launch, start

    if start.is_active():
        return
    root = launch.project_of(str(getattr(early_config, "rootpath", None) or os.getcwd()))
    spool = getattr(known, "inferd_spool", None) or launch.default_spool(root)
    options = launch.make_options(os.path.abspath(spool), {"root": root, "command": ["pytest", "--inferd"]})
    try:
        os.makedirs(options.spool, mode=0o700, exist_ok=True)
    except OSError as error:
        import pytest

        raise pytest.UsageError("--inferd cannot write to %s: %s" % (options.spool, error.strerror)) from error
    os.environ.update(launch.environment(options, os.environ))
    if start.begin(options) is not None and start.owners is not None:
        early_config.pluginmanager.register(hooks(start.owners), "inferd-recorder")
