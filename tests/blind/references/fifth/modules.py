# case: relative imports at several levels
# file: app/__init__.py
# file: app/config.py
«1:DEFAULTS» = {"a": 1}
def «2:load»(«3:path»=None):
    return «1:DEFAULTS» if «3:path» is None else {}
# file: app/core/__init__.py
from ..config import «2:load» as «2:load_config»
from .engine import «4:Engine»
# file: app/core/engine.py
from .. import config
from ..config import «1:DEFAULTS»
from . import «5:parts»
class «4:Engine»:
    def «6:start»(self):
        return config.«2:load»(«3:path»="x"), «1:DEFAULTS», «5:parts».«7:wheel»()
# file: app/core/parts.py
def «7:wheel»():
    return "wheel"
# file: app/core/deep/__init__.py
# file: app/core/deep/probe.py
from ... import config as settings
from ..«5:parts» import «7:wheel»
from ..engine import «4:Engine»
def load():
    return settings.«1:DEFAULTS», «7:wheel»(), «4:Engine»().«6:start»()
# file: main.py
from app.core import «4:Engine», «2:load_config»
from app.core.deep import probe
print(«4:Engine»().«6:start»(), «2:load_config»(), probe.load())

# case: a chain of star imports with all in the middle
# file: one.py
def «1:low»():
    return 1
def «2:high»():
    return «1:low»()
«3:_private» = 3
# file: two.py
from one import *
from one import «3:_private»
__all__ = ["«2:high»", "«4:extra»", "«3:_private»"]
def «4:extra»():
    return «1:low»() + «3:_private»
# file: three.py
from two import *
def low():
    return «2:high»() + «4:extra»()
# file: main.py
from three import *
print(«2:high»(), «4:extra»(), low())
import two
print(two.«1:low»(), two.«3:_private»)

# case: all that grows in several ways
# file: pkg/__init__.py
from . import shapes
from .shapes import *
__all__ = ["«1:build»"]
__all__ += shapes.__all__
__all__.append("«2:VERSION»")
«2:VERSION» = "2"
def «1:build»():
    return «3:Circle»(), «4:Square»()
# file: pkg/shapes.py
__all__ = ("«3:Circle»", "«4:Square»")
class «3:Circle»:
    pass
class «4:Square»(«3:Circle»):
    pass
class Hidden:
    pass
# file: main.py
from pkg import *
print(«1:build»(), «2:VERSION», «3:Circle»(), issubclass(«4:Square», «3:Circle»))

# case: conditional imports with a version and a platform
# file: old.py
def «1:parse»(text):
    return text
# file: new.py
def «2:parse»(text):
    return [text]
«3:FLAGS» = 0
# file: main.py
import sys
if sys.version_info >= (3, 0):
    from new import «2:parse», «3:FLAGS»
else:
    from old import «1:parse»
    «3:FLAGS» = 1
def run(text):
    return «1,2:parse»(text)
print(run("x"))

# case: a name that is a submodule and a function of the package
# file: tools/__init__.py
from tools.wrap import «1:wrap»
from tools.other import twice
# file: tools/wrap.py
def «1:wrap»(«2:text»):
    return "<" + «2:text» + ">"
def unwrap(text):
    return text[1:-1]
# file: tools/other.py
from tools import «1:wrap»
from tools.wrap import unwrap
def twice(text):
    return «1:wrap»(«1:wrap»(«2:text»=text)), unwrap(text)
# file: main.py
import tools
from tools import «1:wrap»
print(«1:wrap»("a"), tools.«1:wrap»(«2:text»="b"), tools.twice("c"))

# case: a namespace package in two parts
# file: ns/alpha/work.py
class «1:Job»:
    def «2:run»(self):
        return 1
# file: ns/beta.py
from ns.alpha.«4:work» import «1:Job»
import ns.alpha.«4:work» as «4:w»
def go():
    return «1:Job»().«2:run»(), «4:w».«1:Job»().«2:run»()
# file: main.py
from ns import «3:beta»
from ns.alpha import «4:work» as «4:job»
import ns.alpha.«4:work»
print(«3:beta».go(), «4:job».«1:Job»().«2:run»(), ns.alpha.«4:work».«1:Job»)

# case: a stub beside a module
# file: store.py
def «1:fetch»(key, «2:default»=None):
    return «3:Item»(key) or «2:default»
class «3:Item»:
    def __init__(self, key):
        self.«4:key» = key
    def «5:label»(self):
        return str(self.«4:key»)
# file: store.pyi
def «1:fetch»(key: str, «2:default»: object = ...) -> «3:Item»: ...
class «3:Item»:
    «4:key»: str
    def __init__(self, key: object) -> None: ...
    def «5:label»(self) -> str: ...
# file: main.py
from store import «1:fetch», «3:Item»
item = «1:fetch»("a", «2:default»=None)
print(item.«5:label»(), item.«4:key», «3:Item»(2).«5:label»())

# case: imports within functions, methods and loops
# file: helpers.py
def «1:clean»(«2:raw»):
    return «2:raw»
def «3:dirty»():
    return 0
# file: main.py
def first():
    import helpers as h
    return h.«1:clean»(«2:raw»=1)
class Runner:
    def second(self):
        from helpers import «1:clean» as «1:scrub», «3:dirty»
        def inner():
            return «1:scrub»(2), «3:dirty»()
        return inner
    def third(self):
        for i in range(2):
            from helpers import «3:dirty»
            print(«3:dirty»())
def clean():
    return first(), Runner().second()()
print(clean(), Runner().third())

# case: modules as values
# file: json_codec.py
def «1:dump»(«2:obj»):
    return "json" + str(«2:obj»)
# file: text_codec.py
def «3:dump»(«4:obj»):
    return str(«4:obj»)
# file: main.py
import json_codec, text_codec
CODECS = {"json": json_codec, "text": text_codec}
def pick(name):
    if name == "json":
        return json_codec
    return None
class Writer:
    codec = json_codec
    def __init__(self, codec):
        self.mine = codec
    def write(self, x):
        return self.codec.«1:dump»(x), self.mine.«3:dump»(x)
print(CODECS["json"].«1:dump»(«2:obj»=1), CODECS["text"].«3:dump»(«4:obj»=2), Writer(text_codec).write(3))
print(pick("json").«1:dump»(4))

# case: lazy attributes of a package
# file: lib/__init__.py
import importlib
def __getattr__(name):
    if name == "heavy":
        return importlib.import_module("lib.heavy")
    raise AttributeError(name)
«1:light» = 1
# file: lib/heavy.py
def «2:compute»(«3:n»):
    return «3:n» * 2
# file: main.py
import lib
import importlib
import lib.heavy
mod = importlib.import_module("lib.heavy")
print(lib.«1:light», lib.heavy.«2:compute»(«3:n»=2), mod.«2:compute»(3))

# case: two modules of one name in different packages
# file: a/__init__.py
# file: a/utils.py
def «1:check»(x):
    return «2:LIMIT» > x
«2:LIMIT» = 1
# file: b/__init__.py
from .utils import «3:check»
from a.utils import «1:check» as «1:check_a»
# file: b/utils.py
from a import utils
def «3:check»(x):
    return utils.«1:check»(x), utils.«2:LIMIT»
LIMIT = 3
# file: main.py
import a.utils
import b.utils
import b
print(a.utils.«1:check»(1), b.utils.«3:check»(2), b.«3:check»(3), b.«1:check_a»(4), b.utils.LIMIT)

# case: unicode identifiers and a dunder main
# file: maße.py
«1:größe» = 1
def «2:fläche»(«3:länge», «4:breite»=«1:größe»):
    return «3:länge» * «4:breite»
# file: main.py
import maße
from maße import «2:fläche», «1:größe» as «1:g»
if __name__ == "__main__":
    print(«2:fläche»(2, «4:breite»=3), maße.«2:fläche»(«3:länge»=1), maße.«1:größe», «1:g», f"{«1:g»}: größe")
