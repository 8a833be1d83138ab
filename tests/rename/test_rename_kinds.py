# ruff: noqa: E501 - programs read best as they are
"""The hard kinds of occurrences: each case is a program that prints the same before and after.

What stands in «guillemets» is what must change, and nothing else: the marks are taken away before, and what they hold
is the new name after.  A mark `«old|NEW»` says what is written there instead.
"""

import re
import sys

import pytest
from renaming import run, tree, write

import inferd

MARK = re.compile("«([^«»|]*)(?:\\|([^«»]*))?»")

#: name -> (target, new name, files)
CASES = {
    "abstract methods over several levels": (
        "main:Base.area", "surface", {"main.py": """\
import abc
class Base(abc.ABC):
    @abc.abstractmethod
    def «area»(self): ...
    def twice(self): return 2 * self.«area»()
class Middle(Base):
    pass
class Low(Middle):
    def «area»(self): return 3
class Lower(Low):
    def «area»(self): return super().«area»() + super(Lower, self).«area»()
class Other:
    def area(self): return 9
print(Lower().twice(), Low().«area»(), Base.«area» is not None, Other().area(), [b.«area»() for b in (Low(), Lower())])
"""}),
    "mixins, asked from the leaf": (
        "main:Leaf.ping", "knock", {"main.py": """\
class Mixin:
    def «ping»(self): return 'mixin ' + super().«ping»()
class Base:
    def «ping»(self): return 'base'
class Leaf(Mixin, Base):
    def «ping»(self): return 'leaf ' + super().«ping»()
class Stranger:
    def ping(self): return 'stranger'
print(Leaf().«ping»(), Base().«ping»(), Stranger().ping())
"""}),
    "property with setter and deleter, overridden": (
        "main:C.size", "extent", {"main.py": """\
class C:
    def __init__(self): self._size = 1
    @property
    def «size»(self): return self._size
    @«size».setter
    def «size»(self, value): self._size = value
    @«size».deleter
    def «size»(self): self._size = 0
class D(C):
    @property
    def «size»(self): return -self._size
    @C.«size».setter
    def other(self, value): self._size = value
c = C()
c.«size» = 4
c.«size» += 1
print(c.«size», D().«size»)
del c.«size»
print(c.«size», C.«size».fget(c))
"""}),
    "static and class methods": (
        "main:C.make", "build", {"main.py": """\
class C:
    @classmethod
    def «make»(cls, n): return [cls.__name__, n]
    @staticmethod
    def helper(n): return C.«make»(n)
    alias = «make»
class D(C):
    @classmethod
    def «make»(cls, n): return super().«make»(n + 1)
print(C.«make»(1), D.«make»(1), C.helper(2), D().«make»(3), C.alias(4), type(D()).«make»(5))
"""}),
    "attribute set in another module": (
        "box:Box.content", "load", {"box.py": """\
class Box:
    def __init__(self): self.«content» = None
    def show(self): return self.«content»
""", "main.py": """\
from box import Box
def fill(box: Box):
    box.«content» = content
    return box
content = 3
b = fill(Box())
b.«content» += 1
print(b.show(), getattr(b, '«content»'), hasattr(b, '«content»'))
setattr(b, '«content»', 9)
del b.«content»
print(hasattr(b, '«content»'))
"""}),
    "slots": (
        "main:P.x", "east", {"main.py": """\
class P:
    __slots__ = ('«x»', 'y')
    def __init__(self, x, y):
        self.«x» = x
        self.y = y
class Q(P):
    __slots__ = {'z': 'x'}
    def __init__(self, x): super().__init__(x, 'x'); self.z = self.«x»
x = 1
print(P(x, 2).«x», Q(5).z, Q(6).«x»)
"""}),
    "dataclass field with keywords, replace, match and below": (
        "main:P.x", "east", {"main.py": """\
from dataclasses import dataclass, field, replace
@dataclass
class P:
    «x»: int = 0
    y: 'int' = field(default=1)
    def moved(self, x): return replace(self, «x»=self.«x» + x)
@dataclass(frozen=True)
class Q:
    x: int = 5
@dataclass
class R(P):
    z: int = 2
def f(p):
    match p:
        case P(«x»=x, y=1): return x
    return None
print(P(«x»=3).moved(x=4), end='') if False else print(P(«x»=3).moved(4).«x», Q(x=1).x, R(«x»=7, z=1).«x», f(P(«x»=8)))
"""}),
    "NamedTuple members": (
        "main:P.x", "east", {"main.py": """\
from typing import NamedTuple
class P(NamedTuple):
    «x»: int
    y: int = 0
    @property
    def double(self): return self.«x» * 2
x = P(«x»=1)
print(x.«x», P(3).double, x._replace(«x»=4).«x», [p.«x» for p in (P(1), P(2))])
"""}),
    "namedtuple made by a call": (
        "main:P.y", "north", {"main.py": """\
from collections import namedtuple
class P(namedtuple('Base', 'a b')):
    @property
    def «y»(self): return self.a
print(P(1, 2).«y», P(1, 2).b)
"""}),
    "Enum members": (
        "main:Colour.RED", "CRIMSON", {"main.py": """\
import enum
class Colour(enum.Enum):
    «RED» = 1
    BLUE = 2
    @property
    def is_warm(self): return self is Colour.«RED»
class Other(enum.Enum):
    RED = 1
def f(c):
    match c:
        case Colour.«RED»: return 'warm'
        case Other.RED: return 'other'
    return 'cold'
print(f(Colour.«RED»), f(Colour.BLUE), f(Other.RED), Colour(1).is_warm, Colour.«RED» in {Colour.«RED»: 1})
"""}),
    "Protocol members and who satisfies it": (
        "main:Closes.shut", "close", {"main.py": """\
from typing import Protocol
class Closes(Protocol):
    def «shut»(self) -> int: ...
class Door:
    def «shut»(self) -> int: return 1
class Window:
    def «shut»(self) -> int: return 2
def both(one: Closes, two: Closes): return one.«shut»() + two.«shut»()
print(both(Door(), Window()), Door().«shut»())
"""}),
    "classes that one call site reaches": (
        "main:Dog.talk", "speak", {"main.py": """\
class Dog:
    def «talk»(self): return 'wau'
class Robot:
    def «talk»(self): return 'beep'
class Radio:
    def talk(self): return 'news'
def listen(thing): return thing.«talk»()
print(listen(Dog()), listen(Robot()), Radio().talk())
"""}),
    "keyword through a decorator with wraps": (
        "main:f.<locals>.depth", "level", {"main.py": """\
import functools
def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs): return function(*args, **kwargs)
    return inner
@logged
def f(a, «depth»=1): return a + «depth»
class C:
    @functools.lru_cache
    def g(self, depth=2): return depth
print(f(1, «depth»=2), C().g(depth=5))
"""}),
    "keyword through functools.partial": (
        "main:f.<locals>.depth", "level", {"main.py": """\
import functools
from functools import partial as p
def f(a, «depth»=1): return a + «depth»
def g(depth): return depth
print(functools.partial(f, «depth»=2)(1), p(f, 1, «depth»=3)(), p(g, depth=1)())
"""}),
    "keyword of every member of the family": (
        "main:Base.run.<locals>.speed", "pace", {"main.py": """\
class Base:
    def run(self, «speed»=1): return «speed»
class Low(Base):
    def run(self, «speed»=2): return super().run(«speed»=«speed» + 1)
class Lower(Low):
    pass
def speed(speed): return speed
print(Base().run(«speed»=1), Low().run(«speed»=5), Lower().run(«speed»=6), speed(speed=7))
"""}),
    "keyword of a function with several definitions": (
        "shop:home.<locals>.user", "owner", {"shop.py": """\
import sys
from typing import overload
if sys.platform == 'win32':
    def home(«user»): return 'C:' + «user»
elif sys.argv:
    def home(«user»): return '/' + «user»
else:
    def home(person): return person
class Box:
    @overload
    def __init__(self, user: int) -> None: ...
    @overload
    def __init__(self, user: str) -> None: ...
    def __init__(self, user): self.user = user
""", "shop.pyi": """\
def home(«user»: str) -> str: ...
class Box:
    user: str
    def __init__(self, user: object) -> None: ...
""", "main.py": """\
from shop import Box, home
print(home(«user»='x'), Box(user='y').user)
"""}),
    "keyword of a constructor with overloads": (
        "main:Box.__init__.<locals>.user", "owner", {"main.py": """\
from typing import overload
class Box:
    @overload
    def __init__(self, «user»: int) -> None: ...
    @overload
    def __init__(self, «user»: str) -> None: ...
    def __init__(self, «user»): self.user = «user»
class Below(Box):
    def __init__(self, user): super().__init__(«user»=user)
print(Below(user='y').user, Box(«user»=1).user)
"""}),
    "keyword of a constructor, its subclasses and cls": (
        "main:Base.__init__.<locals>.name", "title", {"main.py": """\
class Base:
    def __init__(self, «name», size=0): self.name = «name»
    @classmethod
    def make(cls): return cls(«name»='made')
class Low(Base):
    def __init__(self, name): super().__init__(«name»=name)
class Same(Base):
    pass
print(Base(«name»='a').name, Low(name='b').name, Same(«name»='c').name, Same.make().name)
"""}),
    "keyword of classes that one call reaches without a common base": (
        "main:Dog.talk.<locals>.loud", "volume", {"main.py": """\
class Dog:
    def talk(self, «loud»=1): return f'wuff {«loud»}'
class Robot:
    def talk(self, «loud»=2): return f'beep {«loud»}'
class Puppet:
    def talk(self, loud=3): return f'hello {loud}'
for thing in (Dog(), Robot()):
    print(thing.talk(«loud»=4))
print(Puppet().talk(loud=5))
"""}),
    "receivers that nobody knows, told by what else is taken of them": (
        "main:Block.is_anonymous", "nameless", {"main.py": """\
class Tag: pass
class Block(Tag):
    is_block = True
    @property
    def «is_anonymous»(self): return True
    def written(self): return 'b'
class Def(Tag):
    is_block = False
    «is_anonymous» = False
    def written(self): return 'd'
class Other:
    is_anonymous = 3
def visit(node): return node.is_block, node.«is_anonymous», node.written()
def each(f, things): return [getattr(f, '__call__')(t) for t in things]
print(each(visit, list(map(lambda c: c(), [Block, Def]))), Other().is_anonymous)
"""}),
    "classes without a common base whose methods are alike": (
        "main:Or.approve", "check", {"main.py": """\
class And:
    def __init__(self, *a): self.a = a
    def «approve»(self, data, **more): return [build(x).«approve»(data) for x in self.a]
class Or:
    def __init__(self, *a): self.a = a
    def «approve»(self, data, **more): return any(build(x).«approve»(data) for x in self.a)
class Use:
    def __init__(self, f): self.f = f
    def «approve»(self, data): return self.f(data)
def build(x): return next(f for n, f in globals().items() if n == 'same')(x if is_one(x) else Use(x))
def same(x): return x
def is_one(x): return callable(getattr(x, '«approve»', None))
print(And(Or(Use(len), int), len).«approve»('33'))
"""}),
    "a keyword in a dictionary that is unpacked": (
        "main:f.<locals>.depth", "level", {"main.py": """\
def f(a, «depth»=1): return a + «depth»
def calls():
    options = {'«depth»': 3}
    more = dict(«depth»=5)
    other = {'depth': 1}
    return f(1, **options), f(2, **more), sorted(other), f(1, **{'«depth»': 4})
def hand_on(**more):
    more.setdefault('«depth»', 7)
    if '«depth»' in more: more['«depth»'] += 1
    return f(0, **more)
print(calls(), hand_on(), hand_on(«depth»=2))
"""}),
    "a keyword through aliases and objects that are called": (
        "main:C.__call__.<locals>.depth", "level", {"main.py": """\
class C:
    def __call__(self, a, «depth»=2): return «depth»
    run = __call__
class D:
    def __init__(self): self.c = C()
    def go(self): return self.c(1, «depth»=7)
c = C()
d = c
print(c(1, «depth»=2), d(1, «depth»=3), D().go(), c.run(2, «depth»=4))
"""}),
    "an attribute by namespaces, formats and names that are asked for": (
        "main:Cart.total", "amount", {"main.py": """\
class Cart:
    def __init__(self): self.«total» = 3
    def keys(self): return self.__dict__['«total»'], vars(self).get('«total»'), {'total': 1}['total']
    def texts(self): return '{0.«total»:>2} {me.«total»} {{me.total}}'.format(self, me=self), '%(«total»)s' % vars(self)
    def __getattr__(self, name):
        if name in ('«total»', 'other'): return 1
        raise AttributeError(name)
class Low(Cart): pass
Made = type('Made', (Cart,), {'«total»': 5, 'title': 'total'})
c = Low()
print(c.keys(), c.texts(), Made().«total», [getattr(c, n) for n in ['«total»', 'other']])
"""}),
    "fields of formats without numbers": (
        "main:Cart.total", "amount", {"main.py": """\
class Cart:
    def __init__(self): self.«total» = 1
class Other:
    def __init__(self): self.total = 2
a, b = Cart(), Other()
print("{.«total»} {.total}".format(a, b), "{0.«total»} {1.total}".format(a, b), "{.total} {{.total}} {.«total»!r:>3}".format(b, a))
"""}),
    "the member of an Enum by its name": (
        "main:Color.RED", "CRIMSON", {"main.py": """\
from enum import Enum
class Color(Enum):
    «RED» = 1
    GREEN = 2
print(Color['«RED»'].value, {'RED': 2}['RED'], '«RED»' in Color.__members__)
"""}),
    "a variable of a module by its name": (
        "lib:FAST", "QUICK", {"main.py": """\
import lib
print([getattr(lib, n) for n in ['«FAST»', 'SLOW']], lib.both(), 'FAST')
""", "lib.py": """\
«FAST» = 1
SLOW = 2
def both(): return globals()['«FAST»'], SLOW
"""}),
    "a class body that reads the module's before it binds its own": (
        "main:params", "arguments", {"main.py": """\
def «params»(x): return x
class A:
    params = staticmethod(«params»)
    other = params
    def go(self): return self.params(2), self.other(3)
class B:
    params = 3
    both = params
class C:
    two = «params»(1)
    def params(self): return 5
print(A().go(), B.both, C().params(), «params»(4))
"""}),
    "import a as a": (
        "pkg.a", "b", {"pkg/__init__.py": """\
from . import «a» as «a»
""", "pkg/a.py|pkg/b.py": "x = 1\n", "main.py": """\
import pkg.«a» as «a»
import pkg
a = «a|b».x
print(pkg.«a».x, a)
""".replace("a = «a|b».x\nprint(pkg.«a».x, a)", "print(pkg.«a».x, «a».x)")}),
    "from .x import Y as Y": (
        "pkg.x:Y", "Z", {"pkg/__init__.py": """\
from .x import «Y» as «Y»
from .x import «Y» as Old
""", "pkg/x.py": "class «Y»: v = 1\n", "main.py": """\
import pkg
from pkg import «Y»
from pkg import Old, «Y» as Y2
print(pkg.«Y».v, «Y» is Old, Y2 is pkg.Old)
"""}),
    "star re-exports through __all__": (
        "pkg.x:work", "labour", {"pkg/__init__.py": """\
from .x import *
from . import x
__all__ = ['other'] + x.__all__
other = 1
""", "pkg/x.py": "__all__ = ['«work»']\ndef «work»(): return 1\ndef hidden(): return «work»()\n", "main.py": """\
from pkg import *
import pkg
def work_more(): return «work»() + pkg.«work»() + pkg.x.hidden()
print(work_more(), other)
"""}),
    "conditional imports": (
        "slow:dump", "write", {"slow.py": "def «dump»(x): return x\n", "fast.py": "def «dump»(x): return x\n", "main.py": """\
import sys
if sys.version_info > (3,):
    from fast import «dump»
else:
    from slow import «dump»
try:
    import fast as impl
except ImportError:
    import slow as impl
print(«dump»(1), impl.«dump»(2))
"""}),
    "names used only in annotations": (
        "shapes:Square", "Quad", {"shapes.py": "class «Square»: pass\n", "main.py": """\
from __future__ import annotations
from typing import TYPE_CHECKING, Optional
if TYPE_CHECKING:
    from shapes import «Square»
def f(a: «Square», b: 'Optional[«Square»]' = None, *c: "list[«Square»]") -> «Square» | None:
    x: «Square» = a
    return x
Alias = Optional['«Square»']
def g(a):
    # type: («Square») -> «Square»
    y = a  # type: «Square»
    return y
print(f(1), g(2), 'Square')
"""}),
    "f-strings": (
        "main:total", "amount", {"main.py": """\
«total» = 3
width = 5
print(f'total: {«total»:>{width}} {«total»!r} {«total» + 1=}'.replace('amount', 'total'), '{total}'.format(total=«total»))
"""}),
    "global and nonlocal": (
        "main:count", "tally", {"main.py": """\
«count» = 0
def up():
    global «count»
    «count» += 1
    count2 = «count»
    def inner():
        global «count»
        «count» += count2
    return inner
def shadow():
    count = 5
    def inner():
        nonlocal count
        count += 1
        return count
    return inner()
up()()
print(«count», shadow())
"""}),
    "comprehension variables": (
        "main:f.<locals>.x", "item", {"main.py": """\
def f(«x»):
    a = [x * 2 for x in range(«x»)]
    b = {x: [«x» for y in (1, 2)] for x in 'ab'} if False else {k: «x» for k in 'ab'}
    c = (lambda x: x + 1)(«x»)
    d = [y for y in range(3) if (z := y) < «x»]
    return a, b, c, d, z
print(f(2))
""".replace("{x: [«x» for y in (1, 2)] for x in 'ab'}", "{x: [x for y in (1, 2)] for x in 'ab'}")}),
    "del of a local and of a global": (
        "main:f.<locals>.box", "crate", {"main.py": """\
def f():
    «box» = [1]
    del «box»[0]
    n = len(«box»)
    del «box»
    return n
box = f()
print(box)
del box
"""}),
    "match patterns": (
        "main:f.<locals>.rest", "others", {"main.py": """\
def f(v):
    match v:
        case [1, *«rest»] | (2, *«rest») if «rest»: return «rest»
        case {'a': 1, **«rest»}: return «rest»
        case str() as «rest»: return «rest»
        case «rest»: return [«rest»]
print(f([1, 2]), f({'a': 1, 'b': 2}), f('s'), f(4))
"""}),
    "names mangled with two underscores": (
        "main:C.__key", "__token", {"main.py": """\
class C:
    def __init__(self): self.__«key» = 1
    def get(self): return self.__«key» + self._C__«key»
class D(C):
    def __init__(self): super().__init__(); self.__key = 5
    def get(self): return self.__key, self._C__«key»
print(C().get(), D().get(), C()._C__«key», D()._D__key)
""".replace("__«key»", "«__key»").replace("_C«__key»", "«_C__key|_C__token»")}),
    "lambdas and functions in registries": (
        "main:double", "twice", {"main.py": """\
def «double»(x): return 2 * x
REGISTRY = {'double': «double», 'half': lambda x: x // 2, 'four': lambda x: «double»(«double»(x))}
HANDLERS = [«double», *REGISTRY.values()]
print([h(8) for h in HANDLERS], REGISTRY['double'](1), sorted(REGISTRY))
"""}),
    "descriptors": (
        "main:Row.price", "cost", {"main.py": """\
class Positive:
    def __set_name__(self, owner, name): self.key = '_' + 'value'
    def __get__(self, obj, cls): return self if obj is None else getattr(obj, self.key, 0)
    def __set__(self, obj, value): setattr(obj, self.key, abs(value))
class Row:
    «price» = Positive()
    def total(self): return self.«price» + 1
class Low(Row):
    def total(self): return self.«price» + super().«price»
r = Row()
r.«price» = -3
print(r.«price», r.total(), Row.«price».key, Low().total())
"""}),
    "proxies with __getattr__": (
        "main:Real.work", "labour", {"main.py": """\
class Real:
    def «work»(self): return 'done'
class Proxy:
    def __init__(self, target): self._target = target
    def __getattr__(self, name): return getattr(self._target, name)
def use(x): return x.«work»()
print(Proxy(Real()).«work»(), use(Proxy(Real())), use(Real()))
"""}),
    "object.__setattr__ and monkeypatching": (
        "main:C.value", "worth", {"main.py": """\
from unittest import mock
class C:
    «value» = 0
    def __init__(self, v): object.__setattr__(self, '«value»', v)
    def __setattr__(self, name, v): raise AttributeError(name)
with mock.patch.object(C, '«value»', 9):
    print(C.«value», C(1).«value»)
with mock.patch('main.C.«value»', 8):
    print(C.«value»)
"""}),
    "class attribute and its aliases": (
        "main:C.get", "fetch", {"main.py": """\
class C:
    def «get»(self, n): return n
    get_all = «get»
    table = {'get': «get»}
print(C().get_all(1), C().«get»(2), C.table['get'](C(), 3))
"""}),
    "walrus, starred and augmented targets": (
        "main:f.<locals>.n", "m", {"main.py": """\
def f(items):
    if («n» := len(items)) > 1:
        first, *«n» = items
    for «n» in items: pass
    with open('main.py') as g, open('main.py') as «n»: pass
    try: raise ValueError(1)
    except ValueError as «n»: seen = «n».args
    import os.path as «n»
    return seen, «n».sep
print(f([1, 2]))
"""}),
    "keyword that is handed on with two stars": (
        "main:Base.__init__.<locals>.name", "title", {"main.py": """\
class Base:
    def __init__(self, «name», size=0): self.text = «name»
    @classmethod
    def infer(cls, *args, **kwargs): return cls(*args, **kwargs)
class Low(Base):
    def __init__(self, *args, deep=1, **more):
        super().__init__(*args, **more)
class Lower(Low):
    def __init__(self, **rest): Low.__init__(self, **rest)
def make(kind=0, **options): return Lower(**options)
def other(**options): return dict(**options)
def own(name, **options): return Base('own', **options), name
print(Low(«name»='a', deep=2).text, Lower(«name»='b').text, make(«name»='c').text, Base.infer(«name»='d').text)
print(other(name='e'), own(name='f')[1])
"""}),
    "keyword that goes through ** to a class that may be another": (
        "main:File.__init__.<locals>.mode", "kind", {"main.py": """\
class File:
    def __init__(self, path, «mode»='r'): self.text = path + «mode»
class Other:
    def __init__(self, path): self.text = path
class Database:
    made = File
    def __init__(self, *args, **rest):
        make = rest.pop('make', self.made)
        self.file = make(*args, **rest)
print(Database('a', «mode»='w').file.text, Database('b', make=Other).file.text, dict(mode=1))
"""}),
    "keyword of a class that is known by its type": (
        "main:Schema.__init__.<locals>.required", "needed", {"main.py": """\
class Schema:
    def __init__(self, rule, «required»=False):
        self.rule = rule
        self.strict = «required»
    def again(self):
        kind = type(self)
        return kind(self.rule, «required»=True)
    def other(self, make, required): return make(required=required)
class Low(Schema):
    pass
print(Low(1).again().strict, Schema(1, «required»=2).strict, Schema(1).other(dict, 3))
"""}),
    "mixins that expect a member of two bases beside them": (
        "main:First.key", "token", {"main.py": """\
class Mixin:
    def show(self): return self.«key»
class First:
    «key» = 1
class Second:
    def __init__(self): self.«key» = 2
class Third:
    key = 3
class A(Mixin, First): pass
class B(Second, Mixin): pass
print(A().show(), B().show(), Third().key, First.«key»)
"""}),
    "names given to attrgetter and methodcaller": (
        "main:Cart.grand_total", "amount", {"main.py": """\
import operator
from operator import attrgetter
class Cart:
    def __init__(self, n): self.n = n
    @property
    def «grand_total»(self): return self.n
    def other(self): return self.n
carts = sorted([Cart(2), Cart(1)], key=attrgetter('«grand_total»'))
print([c.«grand_total» for c in carts], operator.methodcaller('other')(carts[0]), 'grand_total')
"""}),
    "receivers that nobody knows, of a member that nothing else has": (
        "main:Reader.read_eof", "finish", {"main.py": """\
import json
class Reader:
    def «read_eof»(self): return 'eof'
class Body(Reader):
    def «read_eof»(self): return 'body ' + super().«read_eof»()
def call(things): return [t.«read_eof»() for t in json.loads('[]') + things if hasattr(t, '«read_eof»')]
print(call(list(map(lambda c: c(), [Reader, Body]))))
"""}),
    "format strings over globals and locals": (
        "main:digit", "figure", {"main.py": """\
«digit» = '[0-9]'
number = r'{«digit»}+x{«digit»!s:>6}{{digit}}'.format(**globals())
other = '%(«digit»)s' % globals()
third = '{digit}'.format(digit=1)
print(number, other, third)
"""}),
}  # fmt: skip


def _files(files, new=None):
    out = {}
    for path, text in files.items():
        was, _, now = path.partition("|")
        known = MARK.sub((lambda m: m[1]) if new is None else (lambda m: m[2] if m[2] is not None else new), text)
        out[(now or was) if new is not None else was] = known
    return out


@pytest.mark.parametrize("case", CASES)
def test_everything_that_belongs_together_changes_and_nothing_else(tmp_path, case):
    target, new, files = CASES[case]
    if "match" in files["main.py"] and sys.version_info < (3, 10):
        pytest.skip("a program of 3.10")
    write(tmp_path, _files(files))
    output = run(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        project.apply(project.rename(target, new))
    after = {path: data.decode() for path, data in tree(tmp_path).items()}
    assert after == _files(files, new)
    assert run(tmp_path) == output
