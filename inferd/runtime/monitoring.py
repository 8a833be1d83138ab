"""The engine for 3.12 and later: `sys.monitoring`, beside coverage and debuggers.

Three tools of our own, on ids that nobody has taken (never 0, 1 and 2: debugger, coverage, profiler):

* the *finder*: PY_START everywhere, once per code object; code that is not of the project is never met again;
* the *recorder*: PY_RETURN, CALL and, where they are needed, PY_START, PY_YIELD and PY_RESUME of one function, switched
  on and off with `set_local_events`, which disturbs no other tool and does not wake the sites that were disabled
  elsewhere; PY_UNWIND everywhere, as it cannot be had for one function;
* the *owner's* tool: PY_START of one function: which functions ran for which test. It is disabled only after some calls
  in one test, because being called costs 0.1 microseconds, and being switched on again for the next test 1.

Arguments are read at the return, together with the result, unless the function rebinds a parameter or suspends.
"""

from __future__ import annotations

import gc
import sys

from .accelerator import load
from .codes import sent_to
from .recorder import UNBOUND
from .shapes import Function, qualname_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    from .recorder import Info, Recorder

_ASYNC_GENERATOR = 0x200
_CANDIDATES = (4, 3, 5)
_REPEATS = 8
_ON, _START, _SUSPENDS, _IN_PYTHON, _KNOWN = 1, 2, 4, 8, 16  # as in _accelerate.c


def is_available() -> bool:
    if sys.version_info < (3, 12):
        return False
    return all(sys.monitoring.get_tool(number) is None for number in _CANDIDATES)


class Monitoring:
    """Turns events of sys.monitoring into outcomes."""

    name = "monitoring"
    sleeps = False
    by_site = True

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.accelerator: Any = load(recorder.options.accelerate)
        if self.accelerator is not None:
            recorder.exhaustive = True
        elif recorder.options.accelerate:
            recorder.lose("accelerator", "")
        self.ran: set[int] = set()
        self.again: dict[int, int] = {}  # ids of code of those that ran more than once for the owner -> how often
        self.silent: set[int] = set()  # ids of code whose starts are not told until the next owner

    if sys.version_info >= (3, 12):

        def start(self) -> None:
            monitoring, events = sys.monitoring, sys.monitoring.events
            self.tools = finder, tool, owner = _CANDIDATES
            for number, name in ((finder, "inferd-finder"), (tool, "inferd"), (owner, "inferd-tests")):
                monitoring.use_tool_id(number, name)
            on = _callbacks(self.recorder, self)
            if self.accelerator is not None:
                self._accelerate(on)
            monitoring.register_callback(finder, events.PY_START, on["find"])
            monitoring.register_callback(finder, events.PY_RETURN, on["made"])
            monitoring.register_callback(tool, events.PY_START, on["start"])
            monitoring.register_callback(tool, events.PY_RETURN, on["return"])
            monitoring.register_callback(tool, events.PY_YIELD, on["yield"])
            monitoring.register_callback(tool, events.PY_RESUME, on["resume"])
            monitoring.register_callback(tool, events.PY_UNWIND, on["unwind"])
            monitoring.register_callback(tool, events.CALL, on["call"])
            monitoring.register_callback(owner, events.PY_START, on["owner"])
            monitoring.set_events(finder, events.PY_START)
            monitoring.set_events(tool, events.PY_UNWIND)
            gc.callbacks.append(self.recorder.on_collection)

        def _accelerate(self, on: dict[str, Any]) -> None:
            """Let the compiled callbacks go first; they call these for what is new."""
            fast = self.accelerator
            before = tuple([on[name] for name in ("start", "return", "yield", "unwind", "owner")])
            fast.begin(sys.monitoring.DISABLE, self.ran, self.silent, on["arguments"], on["outcome"], before)
            fast.next_owner(self.recorder.trusted)
            for name in ("start", "return", "yield", "unwind", "owner"):
                on[name] = getattr(fast, "on_" + name)

        def watch(self, info: Info) -> None:
            """Tell the accelerator of a function, and how its calls are to be looked at."""
            if self.accelerator is None or info.folded:
                return
            flags = _ON if info.on else 0
            if info.start:
                flags |= _START
            if info.suspends:
                flags |= _SUSPENDS
            if info.kind == "module" or info.sends or info.code.co_flags & _ASYNC_GENERATOR:
                flags |= _IN_PYTHON
            if info.known is not None:
                flags |= _KNOWN
            self.accelerator.watch(info.code, info, flags, len(info.names))

        def owner_changed(self, _: bool, __: bool) -> None:
            if self.accelerator is not None:
                self.accelerator.next_owner(self.recorder.trusted)

        def settle(self) -> None:
            """Let the entries of `seen` have the counts that the accelerator holds."""
            if self.accelerator is not None:
                self.accelerator.count()

        def forget(self, infos: list[Info] | None) -> None:
            """A class that these functions have met is dead, or (all) the shard is another one."""
            if self.accelerator is None:
                return
            if infos is None:
                self.accelerator.forget_all()
            else:
                for info in infos:
                    self.accelerator.forget(info.code)

        def stop(self) -> None:
            if self.accelerator is not None:
                self.accelerator.end()
            if self.recorder.on_collection in gc.callbacks:
                gc.callbacks.remove(self.recorder.on_collection)
            monitoring, events = sys.monitoring, sys.monitoring.events
            for number in self.tools:
                if monitoring.get_tool(number) not in ("inferd", "inferd-finder", "inferd-tests"):
                    continue
                monitoring.set_events(number, 0)
                for event in (
                    events.PY_START, events.PY_RETURN, events.PY_YIELD, events.PY_RESUME, events.PY_UNWIND, events.CALL,
                ):  # fmt: skip
                    monitoring.register_callback(number, event, None)
                monitoring.free_tool_id(number)

        def tick(self) -> None:
            """Functions are switched one by one: there is nothing to do for all."""

        def arm(self, info: Info) -> None:
            self.watch(info)
            events = sys.monitoring.events
            if info.folded:
                wanted = events.CALL
            else:
                wanted = events.PY_RETURN | events.CALL
                if info.start:
                    wanted |= events.PY_START
                if info.yields:
                    wanted |= events.PY_YIELD
                if info.sends:
                    wanted |= events.PY_RESUME
            sys.monitoring.set_local_events(self.tools[1], info.code, wanted)

        def disarm(self, info: Info) -> None:
            sys.monitoring.set_local_events(self.tools[1], info.code, 0)

        def rearm_owners(self, _: set[int]) -> None:
            infos, owner, event = self.recorder.infos, self.tools[2], sys.monitoring.events.PY_START
            put = sys.monitoring.set_local_events
            self.again.clear()
            silent = self.silent
            while silent:
                code = infos[silent.pop()].code
                put(owner, code, 0)
                put(owner, code, event)


if sys.version_info >= (3, 12):
    from .generated import Constructors

    def _callbacks(recorder: Recorder, engine: Monitoring) -> dict[str, Any]:
        """The callbacks as closures: every look-up of an attribute on the way of each call would cost."""
        disable, missing = sys.monitoring.DISABLE, sys.monitoring.MISSING
        set_local, start_event, owner_tool = (
            sys.monitoring.set_local_events,
            sys.monitoring.events.PY_START,
            engine.tools[2],
        )
        finder_tool, return_event = engine.tools[0], sys.monitoring.events.PY_RETURN
        constructors = Constructors(recorder)
        infos, shapes, special = recorder.infos, recorder.shapes, recorder.shapes.special
        outcome, begun, rest, fault = recorder.outcome, recorder.begun, recorder.rest, recorder.fault
        frame_of = sys._getframe
        referents, function = gc.get_referents, Function
        projects = recorder._projects
        ran, again, silent = engine.ran, engine.again, engine.silent
        snapshot = sys.version_info < (3, 13)
        fast = engine.accelerator

        def on_find(code: CodeType, _: int) -> Any:
            try:
                info = infos.get(id(code))
                if info is None:
                    if projects.get(code.co_filename, "") is None and code.co_name != "__init__":
                        return disable
                    if constructors.begins(code):
                        set_local(finder_tool, code, return_event)
                        return disable
                    info = recorder.discover(code)
                    if info is None:
                        return disable
                if not info.met:  # it may have been introduced before, as what somebody calls
                    info.met = True
                    if info.folded:
                        if info.parent is None or info.parent.known is None:
                            info.on = True
                            engine.arm(info)
                        return disable
                    rests = info.known is not None and (recorder.trusted or not recorder.wake(info))
                    if not rests:
                        info.on = True
                    if not rests or info.kind == "module":
                        engine.arm(info)
                    if info.kind == "module" and recorder.on_module is not None:
                        recorder.on_module(info)
                    ran.add(id(code))
                    engine.watch(info)
                    set_local(owner_tool, code, start_event)
                    if info.start and not rests:
                        first_start(info, frame_of(1))
            except BaseException as error:  # noqa: BLE001
                fault(error, "find")
                return None  # at the recursion limit: once more at its next start
            return disable

        def on_made(code: CodeType, _: int, __: Any) -> Any:
            try:
                goes_on = constructors.ended(code, frame_of(1))
                if snapshot:
                    frame_of(1).f_locals.clear()
                return None if goes_on else disable
            except BaseException as error:  # noqa: BLE001
                fault(error, "made")
            return disable

        def first_start(info: Info, frame: Any) -> None:
            """A call that was begun before its function was armed."""
            code = info.code
            if fast is not None and info.kind != "module" and not info.sends and not code.co_flags & _ASYNC_GENERATOR:
                fast.on_start(code, 0)
                return
            begun(info, frame)
            if snapshot:
                frame.f_locals.clear()

        def arguments(info: Info) -> Any:
            """For the accelerator: the types of a call that starts."""
            try:
                frame: Any = frame_of(1)
                while frame.f_code is not info.code:
                    frame = frame.f_back
                entry = recorder.begun_again(info, frame)
                if snapshot:
                    frame.f_locals.clear()
                return entry
            except BaseException as error:  # noqa: BLE001
                fault(error, "start")
            return None

        def outcome_of(info: Info, how: str, value: Any, found: Any) -> Any:
            """For the accelerator: an outcome that is new, or to be looked into again; where it was counted."""
            try:
                frame = frame_of(1)
                if found is None:
                    types, values = None, recorder.read(info, frame)
                    key = shapes.key(values)
                else:
                    (key, types), values = found, None
                recorder.entry = None
                outcome(info, key, values, types, how, type(value) if how == "raise" else value, frame)
                return recorder.entry
            except BaseException as error:  # noqa: BLE001
                fault(error, how)
            return None

        def on_start(code: CodeType, _: int) -> Any:
            try:
                info = infos.get(id(code))
                if info is None:
                    return disable
                frame = frame_of(1)
                try:
                    values = info.get(frame.f_locals) if info.names else ()
                except KeyError:
                    values = recorder.read(info, frame)
                key = tuple(map(id, map(type, values)))
                if not special.isdisjoint(key):
                    key = shapes.key(values)
                entry = info.argument_types.get(key)
                if entry is None or entry[2]:
                    begun(info, frame)
                else:
                    info.pending[id(frame)] = entry[0]
                if snapshot:
                    frame.f_locals.clear()  # 3.12 keeps the copy for as long as the frame, and what was in it
            except BaseException as error:  # noqa: BLE001
                fault(error, "start")
            return None

        def on_owner(code: CodeType, _: int) -> Any:
            at = id(code)
            if at in ran:
                count = again.get(at, 0) + 1
                if count > _REPEATS:
                    silent.add(at)
                    return disable
                again[at] = count
            else:
                ran.add(at)
            return None

        def on_owner_or_news(code: CodeType, _: int) -> Any:
            at = id(code)
            if at in ran:
                count = again.get(at, 0) + 1
                if count > _REPEATS:
                    silent.add(at)
                    return disable
                again[at] = count
                return None
            ran.add(at)
            if not recorder.trusted:
                info = infos[id(code)]
                if info.known is not None:
                    try:
                        if recorder.wake(info):
                            info.on = True
                            engine.arm(info)
                            if info.start:
                                first_start(info, frame_of(1))
                    except BaseException as error:  # noqa: BLE001
                        fault(error, "wake")
            return None

        def on_return(code: CodeType, _: int, value: Any) -> Any:
            try:
                info = infos.get(id(code))
                if info is None:
                    return disable
                if info.kind == "module" and recorder.on_module_end is not None:
                    recorder.on_module_end(info)
                if not info.on:
                    return None
                frame = frame_of(1)
                values = types = None
                if info.start:
                    found = info.pending.pop(id(frame), None)
                    if found is None:
                        return None
                    if info.awaited:
                        sent(info, found, frame)
                    key, types = found
                else:
                    try:
                        values = info.get(frame.f_locals) if info.names else ()
                    except KeyError:
                        values = recorder.read(info, frame)
                    key = tuple(map(id, map(type, values)))
                    if not special.isdisjoint(key):
                        key = shapes.key(values)
                entry = info.seen.get((key, "return", id(type(value))))
                if entry is not None and entry[0] + 1 < entry[1]:  # most calls: as in `outcome`
                    entry[0] += 1
                    info.quiet = quiet = info.quiet + 1
                    if quiet >= info.bound:
                        rest(info)
                    return None
                if outcome(info, key, values, types, "return", value, frame):
                    rest(info)
            except BaseException as error:  # noqa: BLE001
                fault(error, "return")
            return None

        def on_yield(code: CodeType, _: int, value: Any) -> Any:
            try:
                info = infos.get(id(code))
                if info is None:
                    return disable
                frame = frame_of(1)
                key = info.pending.get(id(frame))
                if key is None:
                    return None
                if info.awaited:
                    sent(info, key, frame)
                if code.co_flags & _ASYNC_GENERATOR:
                    if qualname_of(type(value)) != "async_generator_wrapped_value":
                        return None  # an await inside
                    found = referents(value)
                    if len(found) != 1:
                        return None
                    value = found[0]
                if outcome(info, key[0], None, key[1], "yield", value, frame):
                    rest(info)
            except BaseException as error:  # noqa: BLE001
                fault(error, "yield")
            return None

        def on_resume(code: CodeType, offset: int) -> Any:
            try:
                info = infos.get(id(code))
                if info is None:
                    return disable
                name = sent_to(code, offset)
                if name is None:
                    return disable
                info.awaited[id(frame_of(1))] = name
            except BaseException as error:  # noqa: BLE001
                fault(error, "resume")
            return None

        def sent(info: Info, key: Any, frame: Any) -> None:
            name = info.awaited.pop(id(frame), None)
            if name is not None:
                value = frame.f_locals.get(name, UNBOUND)
                if value is not UNBOUND:
                    outcome(info, key[0], None, key[1], "send", value, frame)

        def on_unwind(code: CodeType, _: int, error: BaseException) -> Any:
            info = infos.get(id(code))
            if info is None or info.folded:
                return
            try:
                if info.kind == "module" and recorder.on_module_end is not None:
                    recorder.on_module_end(info)
                if not info.on:
                    return
                frame = frame_of(1)
                if info.start:
                    key = info.pending.pop(id(frame), None)
                    if key is None:
                        return
                    info.awaited.pop(id(frame), None)
                    if info.suspends and type(error) is GeneratorExit:
                        return
                    values = None
                    key, types = key
                else:
                    types, values = None, recorder.read(info, frame)
                    key = shapes.key(values)
                if outcome(info, key, values, types, "raise", type(error), frame):
                    rest(info)
            except BaseException as ours:  # noqa: BLE001
                fault(ours, "unwind")

        def on_call(code: CodeType, offset: int, target: Any, first: Any) -> Any:
            try:
                info = infos.get(id(code))
                if info is not None:
                    kind = type(target)
                    what = target.__code__ if kind is function else target if id(kind) in special else kind
                    key = (offset, id(what), id(type(first)))
                    if key in info.met_sites:
                        return disable
                    info.met_sites.add(key)
                    recorder.called(info, offset, target, UNBOUND if first is missing else first)
            except BaseException as error:  # noqa: BLE001
                fault(error, "call")
            return disable

        return {
            "arguments": arguments, "outcome": outcome_of, "made": on_made,
            "find": on_find, "start": on_start, "return": on_return, "yield": on_yield, "resume": on_resume,
            "unwind": on_unwind, "call": on_call, "owner": on_owner if recorder.known is None else on_owner_or_news,
        }  # fmt: skip
