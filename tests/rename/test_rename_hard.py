# ruff: noqa: E501 - programs read best as they are
"""Names that projects met on the way put together, keep in tables, or take of receivers that nobody knows.

The cases of `CASES` are as in test_rename_kinds.py; those of `REFUSED` say why, and with which place.
"""

import pytest
from renaming import run, tree, write
from test_rename_kinds import _files

import inferd
from inferd.errors import RefactorRefused

UNKNOWN = "import json\nthings = json.loads('[]')\n"

#: name -> (target, new name, files)
CASES = {
    "two names that no class outside has together": (
        "main:Block.read", "take", {"main.py": UNKNOWN + """\
import io, re, threading
class Block:
    def start(self): return True
    def «read»(self, lines): return lines[0]
class Note(Block):
    def «read»(self, lines): return lines[1]
class Other:
    def read(self): return 'other'
def tokens(kinds, lines):
    for kind in kinds:
        if kind.start():
            yield kind.«read»(lines)
def text(file):
    try:
        return file.read()
    finally:
        file.close()
print(list(tokens(things + [Block(), Note()], 'ab')), text(io.StringIO('x')), Other().read())
"""}),
    "a base that is an attribute": (
        "main:Writer.width", "size", {"main.py": """\
class Writer:
    «width» = 3
    def show(self): return '-' * self.«width»
    def line(self): return self.show()
class Page:
    def __init__(self, writer=None):
        self.writer: type[Writer] = writer or Writer
def other(page: Page):
    class Wide(page.writer):
        «width» = 5
        def line(self): return super().line() + str(self.«width»)
    return Wide()
class Apart:
    width = 9
print(Page().writer().line(), other(Page()).line(), Apart.width)
"""}),
    "a class that a metaclass is called for": (
        "main:_Node.total", "grand", {"main.py": """\
class Meta(type):
    def __init__(cls, name, bases, space): cls.order = 1
class _Node:
    kind = None
    def «total»(self): return 1
    def both(self): return self.«total»(), self.kind
Node = Meta("Node", (_Node,), {"__doc__": _Node.__doc__})
class Leaf(Node):
    kind = "leaf"
    def «total»(self): return super().«total»() + 1
class Other:
    def total(self): return 9
def grown(node): return node.«total»()
print(Node().«total»(), Leaf().both(), grown(Leaf()), Other().total())
"""}),
    "a dictionary that is kept and unpacked later": (
        "main:Writer.__init__.<locals>.depth", "level", {"main.py": """\
class Writer:
    def __init__(self, text, «depth»=0):
        self.shown = (text, «depth»)
class Page:
    writer = Writer
    def __init__(self, options=None, more=None):
        self.options = options or {}
        self.more = more or {}
    def write(self):
        return self.writer('x', **self.options).shown, dict(**self.more)
def made(): return Page(
    options={'«depth»': 3}, more={'depth': 4})
print(made().write(), Page(options=None).write(), {'depth': 5})
"""}),
    "a member that no class gives its name to": (
        "main:Shown.show_text", "plain", {"main.py": """\
from typing import Text
class Shown:
    def show(self, thing):
        kind = type(thing).__name__
        return getattr(self, f"show_{kind.lower()}")(thing) + getattr(self, f"show_{kind}_end", str)('')
    def show_str(self, thing): return self.«show_text»(thing)
    @staticmethod
    def «show_text»(thing: Text): return f'<{thing}>'
print(Shown().show('x'))
"""}),
    "what pickle finds by its name": (
        "main:nothing", "empty", {"main.py": """\
import pickle
class _Nothing:
    def __reduce__(self): return "«nothing»"
    def __repr__(self): return "nothing"
«nothing» = _Nothing()
print(pickle.loads(pickle.dumps(«nothing»)) is «nothing»)
"""}),
    "a class whose base has fields that nobody knows": (
        "main:Result.authority", "owner", {"main.py": """\
import json
from collections import namedtuple
PARTS = tuple(json.loads('["scheme", "authority"]'))
class Reference(namedtuple('Reference', PARTS)):
    def show(self): return self.authority
class Result:
    @property
    def «authority»(self): return 'x'
def shown(things): return [thing.authority for thing in things]
print(Reference(1, 2).show(), Result().«authority», shown([Reference(3, 4)]))
"""}),
    "two names that a class outside has together": (
        "main:Block.read", "take", {"main.py": UNKNOWN + """\
import io
class Block:
    def close(self): return None
    def «read»(self): return 'block'
def text(file):
    try:
        return file.read()
    finally:
        file.close()
print(text(things or io.StringIO('x')), Block().«read»())
"""}),
    "names that a class outside has together, but as methods": (
        "main:Node.start", "begin", {"main.py": UNKNOWN + """\
import re
class Node:
    def __init__(self): self.«start», self.end = 1, 3
class Other:
    start = 1
def width(node): return node.end - node.«start»
def found(match): return match.end() - match.start()
print(width(things or Node()), found(re.match('a+', 'aaa')), Other.start)
"""}),
    "a private method of classes without a common base, called from elsewhere": (
        "main:Rule._as_text", "_as_words", {"main.py": UNKNOWN + """\
class Rule:
    name = ''
    def «_as_text»(self): return 'rule'
class Lazy(str):
    name = ''
    def «_as_text»(self): return 'lazy'
class Other:
    def as_text(self): return 'other'
def shown(members): return [m.name or m.«_as_text»() for m in members]
print(shown(things + [Rule(), Lazy('x')]), Other().as_text())
"""}),
    "a call passes what only one of two methods takes": (
        "main:FormField.clean", "tidy", {"main.py": UNKNOWN + """\
class FormField:
    empty, errors = (), {}
    def «clean»(self, value): return value
class Wide(FormField):
    def «clean»(self, value, initial=None): return value, initial
class ModelField:
    empty, errors = (), {}
    def clean(self, value, model): return value, model
def check(field):
    return field.empty, field.errors, field.«clean»(1)
def save(field, row):
    return field.empty, field.errors, field.clean(1, model=row)
print(check(things or FormField()), check(Wide()), save(things or ModelField(), 2))
"""}),
    "a table in a class, gone through in a base": (
        "main:Link.title", "head", {"main.py": UNKNOWN + """\
class Token:
    shown, hidden = (), ()
    def __init__(self, *given):
        for name, value in zip(self.hidden, given):
            setattr(self, name, value)
    def __str__(self): return ' '.join(str(getattr(self, name)) for name in self.shown)
class Link(Token):
    shown = ('«title»', 'dest')
    def __init__(self): self.«title», self.dest = 'T', 'D'
class Image(Token):
    shown = ('title',)
    title = 'image'
print(Link(), Image(), 'title')
"""}),
    "a table in a class, gone through together with values": (
        "main:Link.target", "goal", {"main.py": UNKNOWN + """\
class Node:
    fields = ()
    def __init__(self, *given):
        for name, value in zip(self.fields, given):
            setattr(self, name, value)
class Link(Node):
    fields = ('«target»', 'value')
    «target»: str
    value: int
class Other(Node):
    fields = ('target',)
    target: int
print(Link('t', 1).«target», Link('t', 1).value, Other(2).target)
"""}),
    "a list of the names of a module, which a program that is written takes": (
        "names:Macro_type", "Kind_type", {"names.py": """\
exported = ['Frame', '«Macro_type»', 'join_all', 'Undefined']
others = ['Macro_type', 'nothing']
class Frame: pass
class «Macro_type»: pass
class Undefined: pass
def join_all(): pass
""", "main.py": """\
import names
text = 'from names import ' + ', '.join(names.exported)
space = {}
exec(text + '\\nmade = names.«Macro_type»()\\nfrom names import Frame, «Macro_type» as M', {'names': names}, space)
print(len(space), names.others[1], 'Macro_type')
"""}),
    "names handed to functions and descriptors that look them up": (
        "main:App.route_of", "path_of", {"main.py": """\
class App:
    def «route_of»(self, p): return p
    def other(self): return 'other'
class Second:
    def route_of(self, p): return p + 2
def current(): return App()
def wrapped(name, size=1):
    def wrapper(*a): return getattr(current(), name)(*a)
    return wrapper
def ask(thing, name): return getattr(thing, name)(1)
class Alias:
    def __init__(self, name, doc=''): self.name, self.doc = name, doc
    def __get__(self, obj, cls): return getattr(obj, self.name)
class Sub(App):
    old = Alias('«route_of»', doc='route_of')
class Third(Second):
    old = Alias('route_of')
route = wrapped('«route_of»')
print(route(1), wrapped(name='other')(), ask(App(), '«route_of»'), ask(Second(), 'route_of'), Sub().old(3), Third().old(3), 'route_of')
"""}),
    "attributes that are set by what ** holds": (
        "main:Env.start", "begin", {"main.py": """\
class Env:
    «start» = '{'
    trim = False
    def __init__(self, **given):
        for key, value in given.items():
            setattr(self, key, value)
    def overlay(self, start=None, trim=None):
        args = dict(«start|begin»=start, trim=trim)
        other = object.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        for key, value in args.items():
            if value is not None:
                setattr(other, key, value)
        return other
class Plain:
    start = 1
    def __init__(self, **given): self.given = given
class Bag(Env):
    def __init__(self, **given): self.__dict__.update(given)
print(Env(«start»='<').«start», Env().overlay(start='%').«start», Plain(start=2).given, Bag(«start»=3).«start», dict(start=1))
"""}),
    "descriptors that decorate and keep the name of what they look up": (
        "main:Request.environ", "space", {"main.py": """\
class Kept:
    def __init__(self, attr, key=None):
        self.attr, self.key = attr, key
    def __call__(self, function):
        self.function = function
        return self
    def __get__(self, obj, cls):
        return getattr(obj, self.attr).setdefault(self.key, self.function(obj))
class Request:
    def __init__(self): self.«environ» = {}
    @Kept('«environ»', 'environ')
    def query(self): return 1
class Other:
    def __init__(self): self.environ = {}
    @Kept('environ', 'q')
    def query(self): return 2
print(Request().query, Other().query, Request().«environ»)
"""}),
    "methods that a table keeps, in a class that gets others by name": (
        "main:Renderer.render_item", "shown_item", {"main.py": """\
class Renderer:
    def __init__(self, *more):
        self.table = {'Item': self.«render_item»}
        for kind in more:
            self.table[kind] = getattr(self, 'render_' + kind.lower())
    def «render_item»(self): return 'item'
    def render_extra(self): return 'extra'
    def render(self, kind): return self.table[kind]()
print(Renderer('Extra').render('Item'), Renderer('Extra').render('Extra'))
"""}),
    "proxies that hand on what they lack": (
        "main:Cart.total", "grand", {"main.py": """\
class Cart:
    def __init__(self): self.n = 1
    def «total»(self): return self.n
class Order:
    def total(self): return 2
class Proxy:
    def __init__(self, inner): self._inner = inner
    def __getattr__(self, name): return getattr(self._inner, name)
class Lazy:
    def __init__(self, make): self.make = make
    def _now(self): return self.make()
    def __getattr__(self, name):
        if name == 'hidden':
            raise AttributeError(name)
        return getattr(self._now(), name)
def show(cart): return cart.«total»()
p = Proxy(Cart())
print(p.«total»(), p.n, show(Proxy(Cart())), Lazy(lambda: Order()).total())
"""}),
    "what a metaclass gives its classes": (
        "main:Meta.label", "tag", {"main.py": """\
class Meta(type):
    def __init__(cls, name, bases, space):
        super().__init__(name, bases, space)
        cls.«label» = name.lower()
class Base(metaclass=Meta):
    def shown(self): return self.«label»
class Sub(Base): pass
class Other:
    label = 3
print(Sub().shown(), Sub.«label», Other().label)
"""}),
    "attributes of classes in the methods of their metaclass": (
        "main:Schema.options_of", "kind", {"main.py": """\
class Meta(type):
    def __new__(mcs, name, bases, space):
        made = super().__new__(mcs, name, bases, space)
        made.first = made.«options_of»(name)
        made.second = mcs.seconds(made)
        return made
    def seconds(cls): return cls.«options_of»('s')
class Schema(metaclass=Meta):
    «options_of» = str
    def shown(self): return self.first, self.second
class Sub(Schema):
    «options_of» = list
class Other:
    options_of = 3
print(Sub().shown(), Schema().shown(), Other.options_of)
"""}),
    "an attribute that a class declares and its metaclass stores": (
        "main:Schema._hooks", "_tagged", {"main.py": """\
class Meta(type):
    def __new__(mcs, name, bases, space):
        made = super().__new__(mcs, name, bases, space)
        inherited = {}
        for base in bases: inherited.update(getattr(base, '_fields', {}))
        made._fields = dict(inherited, **{name: 1})
        return made
    def __init__(cls, name, bases, space):
        super().__init__(name, bases, space)
        cls.«_hooks» = [name]
class Schema(metaclass=Meta):
    «_hooks»: list = []
    _fields: dict = {}
    def shown(self): return self.«_hooks», sorted(self._fields)
class Sub(Schema): pass
class Other:
    _hooks = _fields = 3
print(Sub().shown(), Schema().shown(), Other._hooks, Sub.«_hooks»)
"""}),
    "methods and properties of a metaclass": (
        "main:Meta.plural_of", "many", {"main.py": """\
class Meta(type):
    @property
    def «plural_of»(cls): return cls.build() + 's'
    def build(cls): return cls.__name__
class Thing(metaclass=Meta): pass
class Sub(Thing): pass
class Other:
    plural_of = 1
print(Thing.«plural_of», Sub.«plural_of», Other().plural_of)
"""}),
    "names asked of a receiver that only its other attributes tell": (
        "main:Node.content", "text", {"main.py": UNKNOWN + """\
class Node:
    def __init__(self): self.children_of_node, self.«content» = [], 'c'
class Other:
    content = 1
def values(node):
    out = [getattr(node, name) for name in ('«content»',)]
    return out + node.children_of_node
print(values(things or Node()), Other.content)
"""}),
}  # fmt: skip

#: name -> (target, new name, files, [(path, line, a part of the reason)])
REFUSED = {
    "a method that nothing but a string names, below a base that gets anything": (
        "shown:Html.link", "anchor",
        {
            "base.py": "class Base:\n    def render(self, tokens):\n        return [self._method(t['type'])() for t in tokens]\n    def _method(self, name):\n        return object.__getattribute__(self, name)\n",
            "shown.py": "from base import Base\nclass Html(Base):\n    def link(self): return 'a'\n",
            "main.py": "from shown import Html\nprint(Html().render([{'type': 'link'}]))\n",
        },
        [("shown.py", 3, "base.py:5 gets members of this class by names that are put together")],
    ),
    "a table in a class whose names are keys of what is passed": (
        "main:Node.line_number", "line",
        {
            "main.py": "class Node:\n    attributes = ('line_number',)\n    line_number: int\n    def __init__(self, **given):\n        for name in self.attributes:\n            setattr(self, name, given.pop(name, None))\nprint(Node(line_number=3).line_number)\n",
        },
        [("main.py", 2, "main.py:6")],
    ),
    "a member of an Enum that is got by a name which is put together": (
        "main:Unit.DAYS", "DAY",
        {"main.py": "import enum\nclass Unit(enum.Enum):\n    DAYS = 1\n    HOURS = 2\ndef unit(word):\n    return Unit[word.upper()]\nprint(unit('days'))\n"},
        [("main.py", 3, "main.py:6 gets members of Unit by names")],
    ),
    "a method got by its beginning, in a file with other line ends": (
        "shown:Html.render_block", "render_piece",
        {
            "base.py": b"class Base:\r\n\r\n    def render(self, kind):\r\n        return getattr(self, self._name(kind))()\r\n\r\n"
            b"    def _name(self, kind):\r\n        return 'render_{}'.format(kind)\r\n",
            "shown.py": "from base import Base\nclass Html(Base):\n    def render_block(self): return 'b'\n",
            "main.py": "from shown import Html\nprint(Html().render('block'))\n",
        },
        [("shown.py", 3, "names that begin with render_")],
    ),
    "a method got by its beginning, below a text that stands further left": (
        "shown:Html.render_block", "render_piece",
        {
            "base.py": "class Base:\n    def render(self, kind):\n        '''says\nmuch'''\n        return getattr(self, 'render_' + kind)()\n",
            "shown.py": "from base import Base\nclass Html(Base):\n    def render_block(self): return 'b'\n",
            "main.py": "from shown import Html\nprint(Html().render('block'))\n",
        },
        [("shown.py", 3, "names that begin with render_")],
    ),
    "a table in a class whose names are keys elsewhere": (
        "tokens:Link.title", "head",
        {
            "tokens.py": "class Link:\n    shown = ('title',)\n    def __init__(self): self.title = 'T'\n",
            "ast_of.py": "def ast_of(token):\n    out = {}\n    for name in token.shown:\n        out[name] = getattr(token, name)\n    return out\n",
            "main.py": "from ast_of import ast_of\nfrom tokens import Link\nprint(ast_of(Link()))\n",
        },
        [("tokens.py", 2, "ast_of.py:4")],
    ),
    "a field of a class that a call makes": (
        "main:P.x", "east", {
            "main.py": "from collections import namedtuple\nP = namedtuple('P', 'x y')\nprint(P(x=1, y=2).x)\n",
        },
        [("main.py", 2, "a field that a call makes")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_everything_that_belongs_together_changes_and_nothing_else(tmp_path, case):
    target, new, files = CASES[case]
    write(tmp_path, _files(files))
    output = run(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        project.apply(project.rename(target, new))
    after = {path: data.decode() for path, data in tree(tmp_path).items()}
    assert after == _files(files, new)
    assert run(tmp_path) == output


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_no_longer_be_found_is_refused(tmp_path, case):
    target, new, files, reasons = REFUSED[case]
    write(tmp_path, files)
    run(tmp_path)
    with inferd.open(str(tmp_path)) as project, pytest.raises(RefactorRefused) as caught:
        project.rename(target, new)
    told = [(path, line, why) for path, line, why in caught.value.reasons]
    assert [(path, line) for path, line, _ in told] == [(path, line) for path, line, _ in reasons]
    for (_, _, why), (_, _, part) in zip(told, reasons, strict=True):
        assert part in why
