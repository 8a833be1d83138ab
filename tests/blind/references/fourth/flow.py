# case: keywords through dictionaries, partial methods and wrappers
# file: main.py
from functools import partial, partialmethod
def draw(«1:shape», «2:width»=1, **«3:extra»):
    return «1:shape», «2:width», «3:extra»
options = dict(«2:width»=3)
print(draw("a", **options), draw(**dict(«1:shape»="b", «2:width»=2)), draw(«1:shape»="c", width2=3))
class Canvas:
    def «4:line»(self, «5:x», «6:bold»=False):
        return «5:x», «6:bold»
    «7:thick» = partialmethod(«4:line», «6:bold»=True)
    def both(self, **kw):
        return self.«4:line»(**kw), self.«7:thick»(**kw)
print(Canvas().both(«5:x»=1), partial(Canvas().«4:line», «5:x»=2)(«6:bold»=True), Canvas().«7:thick»(«5:x»=3))

# case: functions under several names
# file: main.py
def «1:plus»(«2:a», «3:b»=0):
    return «2:a» + «3:b»
def «4:minus»(«5:a», b=0):
    return «5:a» - b
«6:add» = «1:plus»
«7:sum2» = «6:add»
table = {"+": «1:plus», "-": «4:minus»}
ops = [«1:plus», «7:sum2»]
print(«6:add»(«2:a»=1, «3:b»=2), «7:sum2»(1, «3:b»=3), table["+"](«2:a»=1), table["-"](«5:a»=1), ops[0](«2:a»=4))
class Calc:
    def __init__(self, «8:op»=«1:plus»):
        self.«9:op» = «8:op»
    def run(self):
        return self.«9:op»(«2:a»=1, «3:b»=1)
print(Calc().run(), Calc(«8:op»=«6:add»).run())

# case: attributes that somebody else puts there
# file: main.py
class Session:
    def «1:send»(self, data):
        return data
def «2:fake_send»(self, «3:data»):
    return self.«4:log», «3:data»
class Socket:
    def send(self, data):
        return None
Session.«1:send» = «2:fake_send»
Session.«4:log» = []
s = Session()
s.«5:token» = "t"
print(s.«1:send»(1), s.«5:token», s.«4:log», «2:fake_send»(s, «3:data»=2), Socket().send(2))

# case: names in strings that are looked up
# file: main.py
from operator import attrgetter, methodcaller
class Node:
    «1:kind» = "n"
    def __init__(self, «2:weight»):
        self.«3:weight» = «2:weight»
    def «4:show»(self):
        return getattr(self, "«1:kind»"), getattr(self, "«3:weight»", 0)
class Plain:
    def __init__(self):
        self.weight = 1
nodes = [Node(«2:weight»=2), Node(1)]
nodes.sort(key=attrgetter("«3:weight»"))
print([*map(methodcaller("«4:show»"), nodes)], hasattr(nodes[0], "«1:kind»"), Plain().weight)
setattr(nodes[0], "«3:weight»", 5)
delattr(nodes[0], "«3:weight»")

# case: receivers in queues, default dictionaries and sorted lists
# file: main.py
from collections import defaultdict, deque
class «1:Event»:
    def __init__(self, «2:when»):
        self.«3:when» = «2:when»
    def «4:fire»(self):
        return self.«3:when»
class Alarm:
    when = 0
    def fire(self):
        return self.when
queue = deque([«1:Event»(«2:when»=2)])
by_day = defaultdict(list)
by_day["mon"].append(«1:Event»(1))
while queue:
    queue.popleft().«4:fire»()
for day, events in sorted(by_day.items()):
    for «5:i», event in enumerate(sorted(events, key=lambda e: e.«3:when»)):
        print(«5:i», event.«4:fire»(), event.«3:when»)
«6:first», *_ = by_day["mon"]
print(«6:first».«4:fire»(), Alarm().fire())

# case: a registry of handlers
# file: main.py
class «1:Bus»:
    def __init__(self):
        self.«2:handlers» = {}
    def «3:on»(self, «4:topic»):
        def register(«5:fn»):
            self.«2:handlers».setdefault(«4:topic», []).append(«5:fn»)
            return «5:fn»
        return register
    def «6:emit»(self, topic, **kw):
        return [fn(**kw) for fn in self.«2:handlers»[topic]]
«7:bus» = «1:Bus»()
@«7:bus».«3:on»("a")
def «8:greet»(«9:name»):
    return «9:name»
@«7:bus».«3:on»(«4:topic»="a")
def shout(«12:name»):
    return «12:name»
@«7:bus».«3:on»("b")
class Handler:
    def __init__(self, «10:size»):
        self.«11:size» = «10:size»
print(«8:greet»(«9:name»="x"), «7:bus».«6:emit»("a", «9,12:name»="y"), Handler(«10:size»=1).«11:size»)

# case: a builder, a factory and conditional receivers
# file: main.py
class «1:Query»:
    def __init__(self):
        self.«2:parts» = []
    def «3:where»(self, «4:cond»):
        self.«2:parts».append(«4:cond»)
        return self
    def «5:limit»(self, n):
        return self
class Empty:
    def «6:where»(self, cond):
        return self
def build(kind):
    return «1:Query»() if kind else Empty()
q = «1:Query»().«3:where»("a").«3:where»(«4:cond»="b").«5:limit»(1)
build(1).«3,6:where»("x")
made = {"q": «1:Query»}["q"]()
print(made.«3:where»("c").«2:parts», («1:Query» if q else Empty)().«3,6:where»("d"), q.«2:parts»)

# case: iterators and context managers of own classes
# file: main.py
class Row:
    def __init__(self, «1:value»):
        self.«2:value» = «1:value»
class Cursor:
    def __init__(self):
        self.«3:left» = 2
    def __iter__(self):
        return self
    def «4:__next__»(self):
        if not self.«3:left»:
            raise StopIteration
        self.«3:left» -= 1
        return Row(«1:value»=self.«3:left»)
    def __enter__(self):
        return self
    def __exit__(self, *exc):
        self.«5:close»()
    def «5:close»(self):
        self.«3:left» = 0
with Cursor() as «6:cursor»:
    for row, n in zip(«6:cursor», range(2)):
        print(row.«2:value», n)
    values = [r.«2:value» for r in map(lambda c: c, Cursor())]
    print(next(Cursor()).«2:value», «6:cursor».«4:__next__» and max(Cursor(), key=lambda r: r.«2:value»).«2:value»)
«6:cursor».«5:close»()

# case: awaited receivers
# file: main.py
import asyncio
class Client:
    def __init__(self, «1:host»):
        self.«2:host» = «1:host»
    async def «3:get»(self, «4:path»):
        return Reply(self, «4:path»)
    async def __aenter__(self):
        return self
    async def __aexit__(self, *exc): ...
class Reply:
    def __init__(self, client, «5:path»):
        self.«6:client», self.«7:path» = client, «5:path»
    def get(self, x):
        return x
async def fetch(host):
    async with Client(«1:host»=host) as client:
        reply = await client.«3:get»(«4:path»="/")
        other, *_ = await asyncio.gather(client.«3:get»("a"), client.«3:get»("b"))
        return reply.«6:client».«2:host», reply.get(1), other.«7:path»
print(asyncio.run(fetch("h")))

# case: decorators that keep, replace and count
# file: main.py
import functools
def «1:counted»(«2:fn»):
    @functools.wraps(«2:fn»)
    def wrapper(*args, **kw):
        wrapper.«3:calls» += 1
        return «2:fn»(*args, **kw)
    wrapper.«3:calls» = 0
    return wrapper
class «4:Memo»:
    def __init__(self, «5:fn»):
        self.«6:fn» = «5:fn»
        self.«7:seen» = {}
    def __call__(self, x):
        return self.«7:seen».setdefault(x, self.«6:fn»(x))
@«1:counted»
def «8:work»(«9:size», *, «10:deep»=False):
    return «9:size», «10:deep»
@«4:Memo»
def «11:square»(x):
    return x * x
print(«8:work»(«9:size»=1, «10:deep»=True), «8:work».«3:calls», «11:square»(2), «11:square».«7:seen»)

# case: annotations in strings, casts and literals
# file: main.py
from typing import Annotated, Literal, Optional, TypeVar, Union, cast
«1:T» = TypeVar("T", bound="«2:Animal»")
class «2:Animal»:
    friend: "Optional[«2:Animal»]" = None
    def «3:name»(self: "«1:T»") -> Literal["Animal"]:
        return "Animal"
«4:Both» = Union["«2:Animal»", None]
def pet(x: Annotated["«2:Animal»", "Animal"], kind: Literal["Animal", "Dog"] = "Animal") -> "dict[str, list[«4:Both»]]":
    y: "«4:Both»" = cast("«2:Animal»", x)
    if y:
        y.«3:name»()
    return {kind: [y, cast(«2:Animal», x).friend]}
pet(«2:Animal»())["Animal"][0].«3:name»()
