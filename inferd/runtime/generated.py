"""Constructors that nobody wrote, as dataclasses and attrs make them: what they are given is what instances then have.

Their code has no file, so there is no function to file their arguments under. When one of a class of the project ends,
the attributes of the instance are read, as at the end of any method of it. A constructor is looked at until it has
brought nothing new for a while. (Python 3.12 and later.)
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType

    from .recorder import Recorder

_QUIET = 24  # calls without news after which a constructor is left alone
_MOST = 2000  # constructors: a program may make classes as it goes


class Constructors:
    """The generated constructors of one process."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.quiet: dict[int, int] = {}  # id of a code -> calls without news
        self._codes: list[CodeType] = []  # so that their ids stay theirs

    def begins(self, code: CodeType) -> bool:
        """Whether this is the first call of such a constructor, whose end is to be told."""
        if code.co_name != "__init__" or code.co_filename[:1] != "<" or not code.co_argcount:
            return False
        if code.co_filename.startswith(("<frozen", "<inferd>")) or id(code) in self.quiet or len(self._codes) > _MOST:
            return False
        self._codes.append(code)
        self.quiet[id(code)] = 0
        return True

    def ended(self, code: CodeType, frame: FrameType) -> bool:
        """One has run; whether its next calls are to be told, too."""
        recorder = self.recorder
        with recorder.lock:
            value = frame.f_locals.get(code.co_varnames[0])
            if not recorder.shapes.is_ours(type(value), recorder.project):
                return False
            before = len(recorder.attributes)
            recorder.read_attributes(value)
            self.quiet[id(code)] = quiet = 0 if len(recorder.attributes) > before else self.quiet[id(code)] + 1
            if recorder.shard.due():
                recorder.flush()
            return quiet < _QUIET
