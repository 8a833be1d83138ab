import sys

import helpers_runtime as h
import pytest
from helpers_runtime import PYTHONS, SUPPORTED

ALWAYS = ("3.9", "3.12", "3.12+C", "%d.%d" % sys.version_info[:2])  # the engines, the oldest, the one that runs the tests
EVERY = (*SUPPORTED, "3.12+C", "3.13+C")


@pytest.fixture(
    params=[version if version in ALWAYS else pytest.param(version, marks=pytest.mark.slow) for version in EVERY]
)
def python(request):
    """Each supported Python, those that can also with the accelerator (`+C`).

    Those that are not here are skipped, and half of them run with `-m slow` only.
    """
    version, _, is_accelerated = request.param.partition("+")
    if version not in PYTHONS:
        pytest.skip("no Python %s here" % version)
    if is_accelerated:
        directory = h.accelerated(PYTHONS[version])
        if directory is None:
            pytest.skip("no compiler, or no headers")
        h.accelerator.append(directory)
    yield PYTHONS[version]
    h.accelerator.clear()
