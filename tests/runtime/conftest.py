import sys

import pytest
from helpers_runtime import PYTHONS, SUPPORTED

ALWAYS = ("3.9", "3.12", "%d.%d" % sys.version_info[:2])  # both engines, the oldest, and the one that runs the tests


@pytest.fixture(
    params=[version if version in ALWAYS else pytest.param(version, marks=pytest.mark.slow) for version in SUPPORTED]
)
def python(request):
    """Each supported Python; those that are not here are skipped, and half of them run with `-m slow` only."""
    if request.param not in PYTHONS:
        pytest.skip("no Python %s here" % request.param)
    return PYTHONS[request.param]
