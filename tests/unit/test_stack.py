"""What needs a deep stack of Python frames maps memory for it once, and not again for each call over a border."""

import resource

from inferd.inference.stack import roomy


def _descend(depth: int) -> int:
    return _descend(depth - 1) + 1 if depth else 0


def _to_and_fro(depth: int, turns: int) -> int:
    """Calls at each depth, so that whatever border there is, some cross it."""
    if depth:
        for _ in range(turns):
            _descend(1)
        return _to_and_fro(depth - 1, turns) + 1
    return 0


def _faults(turns: int) -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    _to_and_fro(800, turns)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_calls_over_borders_of_the_stack_map_no_memory_each_time():
    assert roomy(_faults)(400) - roomy(_faults)(0) < 400 < _faults(400)


def test_a_roomy_function_is_called_as_what_it_wraps():
    def add(a: int, *rest: int, by: int = 1) -> int:
        """Add up."""
        return (a + sum(rest)) * by

    assert roomy(add)(1, 2, 3, by=2) == 12
    assert roomy(add).__name__ == "add"
    assert roomy(add).__doc__ == "Add up."
