"""The engine below 3.12: `sys.settrace` without line events, or `sys.setprofile` where somebody else traces.

Neither can be switched off for one function, so each call of the process costs something; a function that rests is
passed by at once. A *duty cycle* bounds the rest: when many calls in a row have brought nothing new the hook is taken
off in this thread, until the next test begins in it (or as much CPU time has passed as one takes). What ran in between
is lost, and said to be (`duty`). In a second run it is off, too, in tests that earlier runs know and of which nothing
has changed (`asleep`), but for one of twenty.

The trace function is taken only when nobody has it: coverage and debuggers get theirs, and then the profile function
is used, which sees calls and returns, but not which exception left a frame. The end of a frame is told by the
instruction that it stands at: a return, a suspension, or else an exception. A generator that is thrown into looks like
one that yields `None`; such an end is not recorded. Arguments of suspended frames are kept by the identity of the frame
and are set anew whenever a frame starts, so that no frame takes up those of an earlier one at the same place in memory.
"""

from __future__ import annotations

import gc
import opcode
import sys
import threading

from . import codes
from .recorder import UNBOUND, reaches
from .shapes import qualname_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any

    from .recorder import Info, Recorder

_RETURN = opcode.opmap["RETURN_VALUE"]
_YIELD = opcode.opmap["YIELD_VALUE"]
_YIELD_FROM = opcode.opmap.get("YIELD_FROM", -1)
_RESUME = opcode.opmap.get("RESUME", -1)

_ASYNC_GENERATOR = 0x200
_ASYNC = _ASYNC_GENERATOR | 0x80
_QUIET = 2_000  # calls without news, and of functions that the test has run before, after which the hook rests
_IDLE = 30_000  # calls in a row of what need not be looked at, after which it rests, too
_NEVER = -(1 << 60)
_MOST_FOREIGN = 50_000


def give_lines_back(frame: FrameType | None) -> None:
    """Somebody else begins to trace: the frames that this engine has watched shall have events of lines again."""
    while frame is not None:
        frame.f_trace_lines = True
        frame = frame.f_back


class Profiling:
    """Turns events of sys.settrace or sys.setprofile into outcomes."""

    name = "profile"
    accelerator: Any = None
    sleeps = True
    by_site = False

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.ran: set[int] = set()
        self.foreign: dict[int, CodeType] = {}
        self.skip: set[int] = set()  # ids of code that need not be looked at: foreign, or resting and counted already
        self.callers: dict[int, set[Any]] = {}
        self.raising: dict[int, tuple[type, int]] = {}  # id of a frame -> what was raised in it, where
        self.calls = 0
        self.idle = [_NEVER]  # calls in a row that were passed by: of foreign code, and of what rests
        self.news = 0
        self.resting = True
        self.tracing = False

    def start(self) -> None:
        self._trace = self._make_trace()
        self._profile = self._make_profile()
        gc.callbacks.append(self.recorder.on_collection)
        self.on()

    def stop(self) -> None:
        if not self.resting and (sys.gettrace() if self.tracing else sys.getprofile()) is None:
            self.recorder.lose("profiler", "")
        self.resting = True
        if self.recorder.on_collection in gc.callbacks:
            gc.callbacks.remove(self.recorder.on_collection)
        self.off()

    def on(self) -> None:
        """The hook is on in this thread, and in those that start from here on."""
        self.calls = 0
        self.news = self.recorder.news
        found, profile = sys.gettrace(), sys.getprofile()
        if found is None or found == self._trace:
            self.resting, self.tracing = False, True
            if profile == self._profile:
                sys.setprofile(None)
            if getattr(threading, "_trace_hook", None) is None:
                threading.settrace(self._trace)
            sys.settrace(self._trace)
        elif profile is None or profile == self._profile:
            self.resting, self.tracing = False, False
            give_lines_back(sys._getframe())
            self.recorder.lose("raise", "")
            if getattr(threading, "_profile_hook", None) is None:
                threading.setprofile(self._profile)
            sys.setprofile(self._profile)
        else:
            self.recorder.lose("profiler", "")

    def off(self) -> None:
        self.resting = True
        if sys.gettrace() == self._trace:
            sys.settrace(None)
        if sys.getprofile() == self._profile:
            sys.setprofile(None)
        if getattr(threading, "_trace_hook", None) == self._trace:
            threading.settrace(None)  # type: ignore[arg-type,unused-ignore]
        if getattr(threading, "_profile_hook", None) == self._profile:
            threading.setprofile(None)

    def rest_for_long(self) -> None:
        if not self.recorder.options.exhaustive:
            self.recorder.lose("duty", "")
        self.rest_here()

    def rest_here(self) -> None:
        """The duty cycle: the hook is taken off in this thread, which made the last of many calls without news."""
        self.calls = 0
        if sys.gettrace() == self._trace:
            sys.settrace(None)
        if sys.getprofile() == self._profile:
            sys.setprofile(None)

    def tick(self) -> None:
        """A test begins: whatever has taken the hook away may have given it back."""
        self.raising.clear()
        self.calls = 0
        self.news = self.recorder.news
        mine, found = (self._trace, sys.gettrace()) if self.tracing else (self._profile, sys.getprofile())
        if self.resting or found != mine:
            self.on()

    def arm(self, info: Info) -> None:
        """Look at the function again."""
        self.skip.discard(id(info.code))

    def disarm(self, info: Info) -> None:
        """`info.on` tells."""

    def owner_changed(self, is_asleep: bool, in_test: bool) -> None:
        """A test, a fixture or an import begins, or goes on behind another one. Only in tests the hook may rest."""
        self.idle[0] = 0 if in_test else _NEVER
        if not in_test:
            return
        if is_asleep:
            self.rest_here()
        elif (sys.gettrace() if self.tracing else sys.getprofile()) != (self._trace if self.tracing else self._profile):
            self.on()

    def settle(self) -> None:
        """All is counted where it happens."""

    def forget(self, _: Any) -> None:
        """Nothing is kept here by the identity of a class."""

    def rearm_owners(self, ids: set[int]) -> None:
        """Starts of these functions are to be noticed again."""
        self.skip.difference_update(ids)

    # -- events

    def _make_trace(self) -> Any:
        skip, on_call, idle, rest = self.skip, self.on_call, self.idle, self.rest_for_long
        most = 1 << 62 if self.recorder.options.exhaustive else _IDLE

        def trace(frame: FrameType, event: str, arg: Any) -> Any:
            if id(frame.f_code) in skip:
                idle[0] = count = idle[0] + 1
                if count > most:
                    rest()
                return None
            return on_call(frame, event, arg)

        return trace

    def _make_profile(self) -> Any:
        skip, on_call, on_end, infos = self.skip, self.on_call, self.on_end, self.recorder.infos

        def profile(frame: FrameType, event: str, arg: Any) -> None:
            if event == "call":
                if id(frame.f_code) not in skip:
                    on_call(frame, event, arg)
            elif event == "return" and id(frame.f_code) in infos:
                on_end(frame, event, arg)

        return profile

    def on_call(self, frame: FrameType, event: str, _: Any) -> Any:
        """A frame starts or goes on. What is returned watches the frame (and is ignored for a profile function)."""
        if event != "call":
            return None
        code = frame.f_code
        at = id(code)
        recorder = self.recorder
        try:
            info = recorder.infos.get(at)
            if info is None:
                if not recorder.active:
                    self.off()
                    return None
                info = recorder.discover(code)
                if info is None:
                    if len(self.foreign) > _MOST_FOREIGN:
                        self.skip.difference_update(self.foreign)
                        self.foreign.clear()
                    self.foreign[at] = code
                    self.skip.add(at)
                    return None
            if info.folded:
                self.skip.add(at)
                return None
            if self.resting:
                self.off()
                return None
            if info.known is not None and not recorder.trusted and recorder.wake(info):
                info.on = True
            if not info.met:
                info.met = True
                info.on = info.known is None
                recorder.news += 1
                if info.kind == "module" and recorder.on_module is not None:
                    recorder.on_module(info)
            if at not in self.ran:
                self.ran.add(at)
                self.calls = 0
                if self.idle[0] > 0:
                    self.idle[0] = 0
            self.calls += 1
            if self.calls > _QUIET and not recorder.options.exhaustive:
                if self.news == recorder.news:
                    self.rest_for_long()
                    return None
                self.calls = 0
                self.news = recorder.news
            if not info.on and info.kind != "module":
                self.skip.add(at)
                return None
            fresh = True
            if info.suspends:
                if info.raw is None:
                    info.raw = code.co_code
                last = frame.f_lasti
                fresh = last < 0 or (info.raw[last] == _RESUME and info.raw[last + 1] == 0)
                if not fresh and info.sends and id(frame) in info.pending:
                    name = codes.sent_to(code, last)
                    if name is not None:
                        info.awaited[id(frame)] = name
            if fresh:
                if info.start:
                    recorder.begun(info, frame)
                self._edge(info, frame)
            if self.tracing:
                frame.f_trace_lines = False  # else somebody else traces, and wants them
        except BaseException as error:  # noqa: BLE001
            self.fault(error, "call")
            return None
        return self.on_end

    def _edge(self, info: Info, frame: FrameType) -> None:
        """The call site is where the frame behind stands."""
        back = frame.f_back
        if back is None:
            return
        is_called_there = info.is_method and not info.code.co_flags & _ASYNC  # a coroutine begins where it is awaited
        first = frame.f_locals.get(info.names[0], UNBOUND) if is_called_there else UNBOUND
        where = (id(back.f_code), back.f_lasti, id(type(first)))
        seen = self.callers.get(id(info.code))
        if seen is None:
            seen = self.callers[id(info.code)] = set()
        if where in seen:
            return
        receiver: Any = UNBOUND
        if first is not UNBOUND and reaches(first, info.code, self.recorder.shapes.special):
            receiver = first
        caller = self.recorder.infos.get(id(back.f_code))
        if caller is None:
            caller = self.recorder.discover(back.f_code)
        seen.add(where)
        if caller is not None:
            number = self.recorder.function_id(info.code)
            self.recorder.edge(caller, back.f_lasti, '["func", %d]' % (number or 0), receiver)

    def on_end(self, frame: FrameType, event: str, arg: Any) -> Any:
        """A frame that is watched ends, is suspended, or has an exception go through it."""
        if event == "exception":
            self.raising[id(frame)] = (arg[0], frame.f_lasti)
            return self.on_end
        if event != "return":
            return self.on_end
        recorder = self.recorder
        code = frame.f_code
        at = id(frame)
        raised = self.raising.pop(at, None)
        info = recorder.infos.get(id(code))
        if info is None or info.folded or not recorder.active:
            return None
        try:
            if info.raw is None:
                info.raw = code.co_code
            raw, last = info.raw, frame.f_lasti
            op = raw[last] if last >= 0 else -1
            if info.kind == "module" and recorder.on_module_end is not None:
                recorder.on_module_end(info)
            if not info.on:
                return None
            suspended = info.suspends and (
                op == _YIELD or (last + 2 < len(raw) and raw[last + 2] == _YIELD_FROM and op != _RETURN)
            )
            if suspended:
                if not info.yields:
                    return None
                key = info.pending.get(at)
                if key is None:
                    return None
                if arg is None and not self.tracing:
                    info.awaited.pop(at, None)
                    return None  # thrown into, perhaps
                if raised is not None and raised[1] == last:
                    info.pending.pop(at, None)
                    info.awaited.pop(at, None)
                    return None
                self._sent(info, key, frame)
                if code.co_flags & _ASYNC_GENERATOR:
                    if qualname_of(type(arg)) != "async_generator_wrapped_value":
                        return None
                    found = gc.get_referents(arg)
                    if len(found) != 1:
                        return None
                    arg = found[0]
                if recorder.outcome(info, key[0], None, key[1], "yield", arg, frame):
                    recorder.rest(info)
                return None
            values = types = None
            if info.start:
                key = info.pending.pop(at, None)
                if key is None:
                    return None
                self._sent(info, key, frame)
                key, types = key
            else:
                values = recorder.read(info, frame)
                key = recorder.shapes.key(values)
            if op == _RETURN:
                how, value = "return", arg
            elif arg is None:
                if info.suspends and raised is not None and raised[0] is GeneratorExit:
                    return None
                how, value = "raise", None if raised is None else raised[0]
            else:
                return None
            if recorder.outcome(info, key, values, types, how, value, frame):
                recorder.rest(info)
        except BaseException as error:  # noqa: BLE001
            self.fault(error, "return")
        return None

    def _sent(self, info: Info, key: Any, frame: FrameType) -> None:
        if info.awaited:
            name = info.awaited.pop(id(frame), None)
            if name is not None:
                value = frame.f_locals.get(name, UNBOUND)
                if value is not UNBOUND:
                    self.recorder.outcome(info, key[0], None, key[1], "send", value, frame)

    def fault(self, error: BaseException, what: str) -> None:
        if isinstance(error, RecursionError) and sys.version_info < (3, 10):
            raise error  # 3.9 ends the process if we go on: the program is at its limit, give or take a frame of ours
        self.recorder.fault(error, what)
