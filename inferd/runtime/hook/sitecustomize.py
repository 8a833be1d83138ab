"""The start-up hook of inferd's recorder, found by a path entry that `inferd record` puts in front.

It takes itself off the path, runs the `sitecustomize` that would have been run without it, and starts the recorder if
this interpreter can carry it. Any Python may come by here, Python 2 too: nothing below may fail, nor say anything.
"""

import os
import sys


def _chain():
    """Whether there was another one: it then has the name in sys.modules, as it would have had."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    mine = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if "sitecustomize" not in str(error) or getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
        sys.modules["sitecustomize"] = mine
        return False
    return True


def _record():
    if sys.version_info < (3, 9) or not os.environ.get("INFERD_RECORD"):
        return
    import importlib.util

    name = "_inferd_runtime"
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    spec = importlib.util.spec_from_file_location(
        name, os.path.join(package, "__init__.py"), submodule_search_locations=[package]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    from _inferd_runtime import start

    start.from_environment()


try:
    _found = _chain()
finally:
    try:
        _record()
    except Exception:
        pass
if not _found:
    if sys.version_info >= (3, 3):
        raise ImportError("No module named 'sitecustomize'", name="sitecustomize")  # what `site` would have met
    raise ImportError("No module named sitecustomize")
