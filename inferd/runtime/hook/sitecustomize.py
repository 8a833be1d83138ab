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
    """Load the recorder by its place, under file names that are none, as coverage would count it among the project."""
    if sys.version_info < (3, 9) or not os.environ.get("INFERD_RECORD"):
        return
    import importlib.util
    from _imp import _fix_co_filename
    from importlib.machinery import SourceFileLoader

    class Loader(SourceFileLoader):
        def get_code(self, fullname):
            code = SourceFileLoader.get_code(self, fullname)
            _fix_co_filename(code, "<inferd>/" + os.path.basename(self.path))
            return code

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    engine = "monitoring" if sys.version_info >= (3, 12) else "profiling"
    order = ["__init__", "spool", "codes", "shapes", "known", "recorder", "owners", "accelerator", "generated", engine]
    order += ["plugin", "patches", "start"]
    loaded = {}
    quiet, sys.dont_write_bytecode = sys.dont_write_bytecode, False  # beside our own files, if anywhere
    try:
        for name in order:  # each after those that it imports
            full = "_inferd_runtime" if name == "__init__" else "_inferd_runtime." + name
            path = os.path.join(package, name + ".py")
            where = [package] if name == "__init__" else None
            spec = importlib.util.spec_from_file_location(
                full, path, loader=Loader(full, path), submodule_search_locations=where
            )
            loaded[name] = sys.modules[full] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(loaded[name])
            if name != "__init__":
                setattr(loaded["__init__"], name, loaded[name])
    finally:
        sys.dont_write_bytecode = quiet
    loaded["start"].from_environment()


try:
    _found = _chain()
finally:
    try:
        _record()
    except Exception as _error:  # the program goes on as it would without the recorder
        print("inferd: this process is not recorded: %s: %s" % (type(_error).__name__, _error), file=sys.stderr)
if not _found:
    if sys.version_info >= (3, 3):
        raise ImportError("No module named 'sitecustomize'", name="sitecustomize")  # what `site` would have met
    raise ImportError("No module named sitecustomize")
