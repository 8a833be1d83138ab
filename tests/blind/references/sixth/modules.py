# case: two star imports that give one name
# file: first.py
__all__ = ["«1:shared»", "«2:only_first»"]
def «1:shared»():
    return 1
def «2:only_first»():
    return «1:shared»()
def «3:hidden»():
    return 0
# file: second.py
from first import «3:hidden»
def «4:shared»(«5:x»=0):
    return «3:hidden»(), «5:x»
_skip = 1
# file: main.py
from first import *
before = «1:shared»()
from second import *
print(before, «4:shared»(«5:x»=1), «2:only_first»(), «3:hidden»())
def later():
    return «4:shared»(2)

# case: relative imports up and down with one name everywhere
# file: app/__init__.py
«1:name» = "app"
from .sub import «2:name» as «2:sub_name»
# file: app/util.py
«3:name» = "util"
def «4:get»(«5:key»):
    return «5:key», «3:name»
# file: app/sub/__init__.py
«2:name» = "sub"
# file: app/sub/work.py
from . import «2:name»
from .. import «1:name» as «1:top», util
from ..util import «3:name» as «3:util_name», «4:get»
from ..sub.deep.end import «6:name» as «6:end_name»
def all_names():
    name = "local"
    return name, «1:top», «3:util_name», «6:end_name», «4:get»(«5:key»=1), util.«3:name»
print(«2:name»)
# file: app/sub/deep/__init__.py
# file: app/sub/deep/end.py
«6:name» = "end"
from ... import util as u
from ...util import «4:get»
from .. import «2:name» as «2:parent»
print(u.«4:get»(1), «4:get»(2), «2:parent», «6:name», u.«3:name»)
# file: main.py
import app
from app.sub import work
import app.sub.deep.end as end
print(app.«1:name», app.«2:sub_name», work.all_names(), end.«6:name», app.sub.«2:name», app.util.«3:name»)

# case: imports in functions beside locals and globals of their names
# file: disk.py
def «1:read»(«2:path»):
    return «2:path»
«3:SIZE» = 1
# file: tape.py
def «4:read»(«5:path», rewind=True):
    return «5:path», rewind
SIZE = 2
# file: main.py
def from_disk():
    from disk import «1:read», «3:SIZE» as «3:size»
    return «1:read»(«2:path»=1), «3:size»
def from_tape():
    import tape
    from tape import «4:read»
    def again():
        return «4:read»(«5:path»=2), tape.«4:read»(3)
    return again()
def either(flag):
    if flag:
        from disk import «1:read»
    else:
        from tape import «4:read»
    return «1,4:read»(4)
def none(read, SIZE):
    return read, SIZE
class Both:
    from disk import «1:read» as «1:load»
    def go(self):
        import disk as d, tape as t
        return Both.«1:load»(d.«3:SIZE»), t.«4:read»(«5:path»=d.«1:read»(5)), t.SIZE
read = none
print(from_disk(), from_tape(), either(1), Both().go(), read(read=1, SIZE=2))

# case: modules that import each other
# file: parent.py
class «1:Parent»:
    «2:kids» = []
    def «3:add»(self):
        from child import «4:Child»
        self.«2:kids».append(«4:Child»(self))
        return self.«2:kids»[-1]
import child
def «5:family»():
    return child.«4:Child»(«1:Parent»()).«6:up»().«3:add»()
# file: child.py
import parent
class «4:Child»:
    def __init__(self, owner: "parent.«1:Parent»"):
        self.«7:owner» = owner
    def «6:up»(self) -> "parent.«1:Parent»":
        return self.«7:owner»
def kids(p=None):
    p = p or parent.«1:Parent»()
    return p.«2:kids», parent.«5:family»()
# file: main.py
import parent, child
from child import «4:Child»
print(parent.«1:Parent»().«3:add»().«6:up»().«2:kids», parent.«5:family»().«7:owner», child.kids(), «4:Child»(parent.«1:Parent»()).«7:owner».«3:add»())

# case: a package without init and its parts
# file: space/one/tool.py
def «1:hit»(«2:hard»=1):
    return «2:hard»
# file: space/two/tool.py
from space.one import tool as other
from ..one.tool import «1:hit» as «1:strike»
def «4:hit»(«5:soft»=1):
    return other.«1:hit»(«2:hard»=«5:soft»), «1:strike»()
# file: main.py
import space.one.tool, space.two.tool
from space.two import tool
from space.two.tool import «4:hit»
import space.one.tool as t1
print(space.one.tool.«1:hit»(), space.two.tool.«4:hit»(«5:soft»=2), tool.«4:hit»(3), «4:hit»(), t1.«1:hit»(«2:hard»=5))

# case: a module and a package of one name, and a submodule named as its function
# file: pack/__init__.py
from .run import «1:run»
from .load import «2:load» as «2:load_it»
«3:WHO» = "package"
# file: pack/run.py
def «1:run»(«4:n»=1):
    return «4:n»
«5:LIMIT» = 1
# file: pack/load.py
def «2:load»():
    return 0
# file: pack.py
WHO = "module"
def run(n):
    return n
# file: main.py
import pack
from pack import «1:run», «3:WHO»
from pack.run import «5:LIMIT», «1:run» as «1:go»
import pack.load
print(pack.«3:WHO», pack.«1:run»(«4:n»=2), «1:run»(1), «1:go»(«4:n»=3), «5:LIMIT», «3:WHO», pack.load.«2:load»(), pack.«2:load_it»())

# case: names that packages hand on under other names, in three steps
# file: core/_base.py
class «1:_Thing»:
    def «2:use»(self, «3:how»=1):
        return «3:how»
def «4:_make»(«5:kind»):
    return «1:_Thing»()
# file: core/__init__.py
from ._base import «1:_Thing» as «1:Thing», «4:_make»
«6:make» = «4:_make»
__all__ = ["«1:Thing»", "«6:make»"]
# file: api/__init__.py
from core import «1:Thing» as «1:Item», «6:make»
from core import *
import core as backend
# file: main.py
import api
from api import «1:Item» as «1:I», «6:make», «1:Thing»
class Mine(«1:I»):
    def «2:use»(self, «8:how»=2):
        return super().«2:use»(«3:how»=«8:how»)
print(api.«1:Item»().«2:use»(«3:how»=1), «6:make»(«5:kind»=1).«2:use»(), Mine().«2:use»(«8:how»=1), api.backend.«6:make»(2), api.«1:Thing», «1:Thing»())

# case: submodules as names, by import as and from dot
# file: kit/__init__.py
from . import «1:hammer» as «1:h»
import kit.«2:saw» as «2:s»
from .«2:saw» import «3:cut»
# file: kit/hammer.py
from . import «2:saw» as «2:tool»
def «4:hit»():
    return «2:tool».«3:cut»(1)
# file: kit/saw.py
def «3:cut»(«5:wood»):
    return «5:wood»
# file: main.py
import kit
import kit.«1:hammer» as «1:ham», kit.«2:saw»
from kit import «1:hammer», «2:s»
print(kit.«1:h».«4:hit»(), kit.«2:s».«3:cut»(«5:wood»=1), kit.«1:hammer».«4:hit»(), «1:ham».«4:hit»(), kit.«2:saw».«3:cut»(2), kit.«3:cut»(3))
print(«1:hammer».«4:hit»(), «2:s».«3:cut»(«5:wood»=4))

# case: names in lists of all, made in several ways
# file: lib/__init__.py
from .a import *
from .b import *
from . import a, b
__all__ = a.__all__ + b.__all__ + ["«1:version»"]
«1:version» = "1"
_private = «1:version»
# file: lib/a.py
__all__ = ["«2:alpha»"]
__all__.extend(["«3:beta»", "«4:_gamma»"])
def «2:alpha»():
    return «4:_gamma»
class Beta:
    pass
«3:beta» = 2
«4:_gamma» = 1
def unlisted():
    return «2:alpha»()
# file: lib/b.py
__all__ = ["«5:delta»"]
__all__ += ("«6:eps»",)
def «5:delta»():
    return «6:eps»
«6:eps» = 1
# file: main.py
from lib import *
import lib
print(«2:alpha»(), «3:beta», «4:_gamma», «5:delta»(), «6:eps», «1:version», lib.«2:alpha», lib.b.«6:eps», lib.«5:delta»())

# case: attributes that a module makes on demand
# file: lazy.py
import warnings
def «1:_old»():
    return "old"
«2:new» = 1
def __getattr__(«3:name»):
    if «3:name» == "old":
        warnings.warn(«3:name»)
        return «1:_old»
    if «3:name» in ("fresh", "newer"):
        return globals()["«2:new»"]
    raise AttributeError(f"{__name__} {«3:name»}")
def __dir__():
    return ["new", "old"]
# file: main.py
import lazy
from lazy import «2:new»
print(lazy.old(), lazy.«2:new», «2:new», lazy.newer, lazy.«1:_old»(), getattr(lazy, "«2:new»"))

# case: a stub beside its module, with its parameters
# file: fast.py
class «1:Engine»:
    def __init__(self, «2:power»):
        self.«3:power» = «2:power»
    def «4:rev»(self, «5:times», *, «6:loud»=False):
        return self.«3:power» * «5:times», «6:loud»
    @property
    def «7:hot»(self):
        return bool(self.«3:power»)
def «8:tune»(«9:engine», «10:level»=1):
    return «9:engine».«4:rev»(«5:times»=«10:level»)
«11:DEFAULT» = «1:Engine»(1)
# file: fast.pyi
class «1:Engine»:
    «3:power»: int
    def __init__(self, «2:power»: int) -> None: ...
    def «4:rev»(self, «5:times»: int, *, «6:loud»: bool = ...) -> tuple[int, bool]: ...
    @property
    def «7:hot»(self) -> bool: ...
def «8:tune»(«9:engine»: «1:Engine», «10:level»: int = ...) -> tuple[int, bool]: ...
«11:DEFAULT»: «1:Engine»
# file: main.py
import fast
from fast import «8:tune», «11:DEFAULT»
e = fast.«1:Engine»(«2:power»=2)
print(e.«4:rev»(«5:times»=1, «6:loud»=True), e.«7:hot», «8:tune»(«9:engine»=e, «10:level»=2), «11:DEFAULT».«3:power», fast.«11:DEFAULT».«4:rev»(1))

# case: definitions by version, checking and what could be imported
# file: compat.py
import sys
from typing import TYPE_CHECKING
if sys.version_info >= (3, 8):
    from math import «1:prod»
else:
    def «1:prod»(many):
        return 1
if TYPE_CHECKING:
    from «3:shapes» import «2:Shape»
try:
    import «3:shapes» as «3:sh»
except ImportError:
    «3:sh» = None
try:
    «4:unichr»
except NameError:
    «4:unichr» = chr
if sys.version_info[0] == 2:
    «5:text» = unicode
elif sys.platform == "x":
    «5:text» = bytes
else:
    «5:text» = str
def size(shape: "«2:Shape»") -> "«2:Shape»":
    if «3:sh» is not None:
        return «3:sh».«2:Shape»(shape.«6:sides»)
    return shape
# file: shapes.py
class «2:Shape»:
    def __init__(self, «7:sides»):
        self.«6:sides» = «7:sides»
# file: main.py
import compat, «3:shapes»
from compat import «1:prod» as «1:p», «5:text»
print(«1:p»([1, 2]), «5:text»(1), compat.«4:unichr»(65), compat.«1:prod»([3]), compat.size(«3:shapes».«2:Shape»(«7:sides»=3)).«6:sides», compat.«3:sh».«2:Shape»(1).«6:sides»)

# case: variables of modules that others set, delete and count
# file: conf.py
«1:debug» = False
«2:hits» = 0
«3:paths» = []
def «4:bump»():
    global «2:hits»
    «2:hits» += 1
    return «2:hits», «1:debug»
# file: main.py
import conf
import conf as c
from conf import «3:paths», «1:debug» as «1:was»
def setup(debug):
    conf.«1:debug» = debug
    c.«2:hits» += 1
    conf.«6:late» = 1
    «3:paths».append(1)
    conf.«3:paths»[0] = 2
setup(debug=True)
print(conf.«4:bump»(), c.«6:late», «1:was», conf.«3:paths», getattr(conf, "«1:debug»"))
del conf.«6:late»
conf.«1:debug» = conf.«2:hits» = 0

# case: modules shadowed by parameters, locals and loops
# file: json_tools.py
def «1:dumps»(«2:x»):
    return str(«2:x»)
def loads(x):
    return x
# file: main.py
import «3:json_tools» as «3:jt»
class Fake:
    def «4:dumps»(self, «5:x»):
        return «5:x»
def by_param(jt):
    return jt.«4:dumps»(«5:x»=1)
def by_local():
    jt = Fake()
    return jt.«4:dumps»(2)
def by_loop():
    for jt in [Fake()]:
        print(jt.«4:dumps»(3))
    return [jt.«4:dumps»(4) for jt in (Fake(),)]
def plain():
    return «3:jt».«1:dumps»(«2:x»=5), [«3:jt» for _ in range(1)]
print(by_param(Fake()), by_local(), by_loop(), plain(), (lambda jt: jt.«4:dumps»(6))(Fake()), «3:jt».loads(7))

# case: one name from one of three modules
# file: m1.py
def «1:encode»(«2:value», «3:fast»=True):
    return «2:value»
# file: m2.py
def «4:encode»(«5:value»):
    return «5:value»
# file: m3.py
class «6:Codec»:
    @staticmethod
    def «7:encode»(«8:value»):
        return «8:value»
# file: main.py
import m1, m2, m3
from m3 import «6:Codec»
CHOICES = {"one": m1.«1:encode», "two": m2.«4:encode», "three": «6:Codec».«7:encode»}
def pick(fast, slow):
    if fast:
        mod = m1
    elif slow:
        mod = m2
    else:
        mod = «6:Codec»
    return mod.«1,4,7:encode»(1)
print(pick(1, 0), pick(0, 1), CHOICES["one"](«2:value»=1, «3:fast»=0), CHOICES["two"](«5:value»=2), CHOICES["three"](«8:value»=3))
for mod in (m1, m2):
    print(mod.«1,4:encode»(2))
print(m3.«6:Codec».«7:encode»(4), [f(5) for f in CHOICES.values()])

# case: a package run as a program, its tests and its setup
# file: prog/__init__.py
from prog.cli import «1:main»
__version__ = "1"
# file: prog/__main__.py
from . import «1:main», __version__ as version
if __name__ == "__main__":
    «1:main»(«2:argv»=[version])
# file: prog/cli.py
import argparse
def «1:main»(«2:argv»=None):
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers()
    p = sub.add_parser("go")
    p.set_defaults(run=«3:go»)
    p.add_argument("--deep", action="store_true")
    args = parser.parse_args(«2:argv»)
    return args.run(args)
def «3:go»(args):
    return args.deep
# file: tests/test_cli.py
from unittest import TestCase, mock
from prog import cli
from prog.cli import «3:go», «1:main» as «1:entry»
class CliTest(TestCase):
    def setUp(self):
        self.«4:argv» = ["go"]
    @mock.patch("prog.cli.«3:go»")
    def test_go(self, fake):
        self.assertFalse(«1:entry»(«2:argv»=self.«4:argv»))
        with mock.patch.object(cli, "«3:go»"):
            cli.«3:go»(1)
        self.assertTrue(«3:go»(mock.Mock(deep=cli.«1:main»)))
# file: main.py
import prog
print(prog.«1:main»(«2:argv»=["go"]))
