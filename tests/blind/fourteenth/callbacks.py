# What built-ins and the standard library call back.

# case: keys of sorting
# file: main.py
def size(w):
    return len(w)
def flip(p):
    return -p
class Item:
    def __init__(self, n):
        self.n = n
    def rank(self):
        return self.n
a = sorted(["a"], key=size)
b = max([1, 2], key=flip)
items = [Item(2), Item(1)]
items.sort(key=Item.rank)
first = items[0]
c = min(items, key=lambda i: i.rank())

# case: map, filter, reduce and starmap
# file: main.py
from functools import partial, reduce
from itertools import accumulate, dropwhile, starmap
def add(a, b):
    return a + b
def big(n):
    return n > 1
def neg(n):
    return -n
a = list(map(add, [1], [2.5]))
b = list(filter(big, (1, 2)))
c = reduce(add, ["a", "b"])
d = list(starmap(add, [("x", "y")]))
e = list(accumulate([[1], [2]], add))
f = list(dropwhile(big, [3, 1]))
g = list(map(partial(add, 1), [0.5]))
h = [x for x in map(neg, filter(big, [1, 2]))]

# case: threads and executors
# file: main.py
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Thread, Timer
def work(n, k="k"):
    out.append(n)
    return [n]
def tick():
    out.append("tick")
def done(future):
    out.append(future.result())
out = []
t = Thread(target=work, args=(1,), kwargs={"k": 2.5})
t.start()
t.join()
timer = Timer(0, tick)
timer.start()
timer.join()
with ThreadPoolExecutor() as ex:
    f = ex.submit(work, "x", k=None)
    f.add_done_callback(done)
    r = f.result()
    m = list(ex.map(work, [b"b"]))
    fs = {ex.submit(work, i): i for i in (1, 2)}
    for each in as_completed(fs):
        got = each.result()

# case: threads by inheritance
# file: main.py
import threading
class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__(daemon=True)
        self.n = n
        self.result = None
    def run(self):
        self.result = self.compute()
    def compute(self):
        return self.n * 2.5
w = Worker(2)
w.start()
w.join()
r = w.result

# case: re.sub and friends
# file: main.py
import re
def upper(m):
    return m.group(0).upper()
class Counter:
    def __init__(self):
        self.n = 0
    def __call__(self, match):
        self.n += 1
        return str(self.n)
c = Counter()
a = re.sub("a", upper, "banana")
b = re.compile("b").sub(c, "bb")
d, k = re.subn("x", lambda m: m[0] * 2, "x")

# case: exit, signals and finalizers
# file: main.py
import atexit
import contextlib
import signal
import weakref
def bye(name, code=0):
    log.append(name)
def on_signal(number, frame):
    log.append(number)
def gone(what):
    log.append(what)
class Res:
    def close(self):
        log.append("closed")
log = []
atexit.register(bye, "x", code=1)
@atexit.register
def last():
    return None
signal.signal(signal.SIGUSR1, on_signal)
signal.raise_signal(signal.SIGUSR1)
r = Res()
fin = weakref.finalize(r, gone, "res")
with contextlib.ExitStack() as stack:
    stack.callback(bye, "cb")
    c = stack.enter_context(contextlib.closing(Res()))
del r

# case: default factories
# file: main.py
from collections import defaultdict
from dataclasses import dataclass, field
def empty():
    return {"n": 0}
class Node:
    def __init__(self):
        self.kids = []
d = defaultdict(empty)
a = d["x"]["n"]
tree = defaultdict(Node)
tree["r"].kids.append(1)
node = tree["r"]
@dataclass
class Box:
    items: list = field(default_factory=lambda: [1])
    node: Node = field(default_factory=Node)
b = Box()
n = b.node
i = b.items
deep = defaultdict(lambda: defaultdict(int))
deep["a"]["b"] += 1
k = deep["a"]["b"]

# case: iter with a sentinel
# file: main.py
left = [3, 2, 0]
def take():
    return left.pop(0)
for n in iter(take, 0):
    last = n
class Src:
    def __init__(self):
        self.n = 0
    def read(self):
        self.n += 1
        return "" if self.n > 2 else "chunk"
s = Src()
chunks = list(iter(s.read, ""))

# case: single dispatch
# file: main.py
from functools import singledispatch, singledispatchmethod
@singledispatch
def show(x):
    return None
@show.register
def _(x: int):
    return [x]
@show.register(str)
def show_str(x):
    return x.upper()
@show.register(list)
@show.register(tuple)
def _(x):
    return len(x)
class F:
    @singledispatchmethod
    def fmt(self, x):
        return b""
    @fmt.register
    def _(self, x: float):
        return x
a = show(1)
b = show("s")
c = show([1])
d = show(2.5)
e = F().fmt(1.5)
g = F().fmt("z")

# case: partials of methods
# file: main.py
from functools import partial, partialmethod
class Cell:
    def __init__(self):
        self.state = None
    def set(self, value, extra=None):
        self.state = value
        return extra
    on = partialmethod(set, True)
    off = partialmethod(set, False, extra="x")
c = Cell()
a = c.on()
b = c.off()
p = partial(c.set, 2.5)
d = p(extra=[1])
s = c.state
q = partial(partial(max, 1), 2)
e = q(3)

# case: asyncio's callbacks
# file: main.py
import asyncio
def soon(loop, what):
    seen.append(what)
    loop.stop()
def later(n):
    seen.append(n)
async def job():
    loop = asyncio.get_running_loop()
    r = await loop.run_in_executor(None, slow, 2)
    loop.call_later(0, later, 1.5)
    await asyncio.sleep(0.01)
    return r
def slow(n):
    return str(n)
def finished(task):
    seen.append(task.result())
async def main():
    t = asyncio.create_task(job())
    t.add_done_callback(finished)
    return await t
seen = []
loop = asyncio.new_event_loop()
loop.call_soon(soon, loop, "soon")
loop.run_forever()
a = loop.run_until_complete(main())
loop.close()

# case: scheduling, contexts and timing
# file: main.py
import contextvars
import sched
import time
import timeit
def fire(name, n=1):
    out.append((name, n))
def body():
    return var.get()
out = []
s = sched.scheduler(time.time, time.sleep)
ev = s.enter(0, 1, fire, argument=("a",), kwargs={"n": 2.5})
s.run()
var = contextvars.ContextVar("var", default="d")
tok = var.set("e")
ctx = contextvars.copy_context()
r = ctx.run(body)
t = timeit.timeit(body, number=1)
old = tok.old_value

# case: decorators that register
# file: main.py
handlers = {}
def on(event):
    def deco(f):
        handlers.setdefault(event, []).append(f)
        return f
    return deco
@on("start")
def begin(x):
    return x
@on("start")
@on("stop")
def both(x):
    return [x]
def fire(event, x):
    return [h(x) for h in handlers.get(event, [])]
a = fire("start", 1)
b = fire("stop", "s")

# case: key functions of modules
# file: main.py
import bisect
import heapq
import itertools
import os
def key(p):
    return p["n"]
def wordlen(w):
    return len(w)
def even(n):
    return n % 2 == 0
rows = [{"n": 2}, {"n": 1}]
a = heapq.nsmallest(1, rows, key=key)
b = [(k, list(g)) for k, g in itertools.groupby(["a", "bb"], wordlen)]
i = bisect.bisect([{"n": 1}], 1, key=key)
c = list(itertools.filterfalse(even, [1, 2]))
d = list(heapq.merge([{"n": 1}], rows, key=key))
e = list(itertools.takewhile(even, [2, 3]))

# case: parsers that call
# file: main.py
import json
import argparse
from html.parser import HTMLParser
class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
    def handle_data(self, data):
        self.text = data
p = Links()
p.feed("<a href='x'>hi</a>")
tag = p.found[0]
text = p.text
def money(text):
    return float(text)
class Up(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)
ap = argparse.ArgumentParser()
ap.add_argument("--m", type=money)
ap.add_argument("--u", action=Up)
ns = ap.parse_args(["--m", "1", "--u", "x"])
def dec(o):
    return str(o)
s = json.dumps({"a": {1}}, default=dec)

# case: tests that unittest runs
# file: main.py
import unittest
class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = [1]
    def setUp(self):
        self.n = 2.5
        self.addCleanup(self.tidy, "x")
    def tidy(self, what):
        self.what = what
    def test_a(self):
        a = self.n
        b = self.shared
        with self.assertRaises(ValueError) as caught:
            int("x")
        e = caught.exception
        self.assertRaises(KeyError, fail, "k")
def fail(k):
    raise KeyError(k)
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
result = unittest.TestResult()
suite.run(result)
ok = result.wasSuccessful()
