import pytest
from helpers_runtime import PYTHONS, SUPPORTED


@pytest.fixture(params=SUPPORTED)
def python(request):
    """Each supported Python; those that are not here are skipped."""
    if request.param not in PYTHONS:
        pytest.skip("no Python %s here" % request.param)
    return PYTHONS[request.param]
