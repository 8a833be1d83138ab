# The standard library.

# case: itertools and functools with own functions
# file: main.py
from functools import reduce, partial, lru_cache
from itertools import accumulate, chain, groupby, starmap, takewhile, zip_longest
def add(a, b):
    return a + b
def small(n):
    return n < 3
@lru_cache(maxsize=None)
def slow(n):
    return str(n)
a = reduce(add, ["a", "b"], "")
b = list(accumulate([1, 2.5], add))
c = list(chain([1], ["s"]))
d = {k: list(g) for k, g in groupby([1, 1, 5], small)}
e = list(starmap(add, [(1, 2), (3, 4)]))
f = list(takewhile(small, range(9)))
g = partial(add, "x")("y")
h = slow(3)
i = list(zip_longest([1], "ab"))
j = slow.cache_info().hits
k = next(chain.from_iterable([[2.5], []]))

# case: collections with functions and classes of one's own
# file: main.py
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
class Bag:
    def __init__(self):
        self.things = []
    def put(self, thing):
        self.things.append(thing)
        return self
bags = defaultdict(Bag)
a = bags["x"].put(1)
b = bags["x"].things
c = Counter("abca").most_common(1)[0]
d = ChainMap({"a": 1}, {"b": "s"})["b"]
q = deque([len, str], maxlen=3)
q.appendleft(Bag)
e = q.popleft()()
f = q[0]("abc")
Pair = namedtuple("Pair", "left right")
p = Pair(1, right=Bag())
g = p.right.put("p")
h = p._replace(left="l").left
left, right = p
i = OrderedDict(k=Bag())["k"].things
j = Pair._make([1.5, None]).right

# case: re, json, datetime and pathlib
# file: main.py
import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
def swap(m):
    return m.group(0).upper()
a = re.sub(r"[a-z]", swap, "a1")
m = re.match(r"(\d+)-(\w)", "12-x")
b = m.group(1) if m else None
c = re.compile("a").findall("banana")
d = json.dumps({"a": [1]})
e = json.loads("[1]")
f = date(2020, 1, 2) + timedelta(days=1)
g = datetime(2020, 1, 1) - datetime(2019, 1, 1)
h = g.days
i = Path("a") / "b.txt"
j = i.suffix
k = i.parent.name
l = [p.name for p in Path("/nonexistent/x").parents]
n = f.isoformat().split("-")

# case: threads, queues and callbacks
# file: main.py
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
def work(n):
    return n * 2
results = queue.Queue()
def produce(name, count=1):
    results.put((name, count))
t = threading.Thread(target=produce, args=("a",), kwargs={"count": 2})
t.start()
t.join()
a = results.get()
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(work, 2)
    b = future.result()
    c = list(pool.map(work, ["x"]))
class Worker(threading.Thread):
    done = None
    def run(self):
        self.done = work(1.5)
w = Worker()
w.start()
w.join()
d = w.done

# case: operator, contextlib, enum and dataclasses
# file: main.py
import operator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from enum import Enum, auto
class Color(Enum):
    RED = auto()
    BLUE = auto()
    def nice(self):
        return self.name.lower()
@dataclass(order=True)
class Car:
    name: str
    color: Color = Color.RED
    parts: list = field(default_factory=list)
    def paint(self, color):
        return replace(self, color=color)
class Door:
    def close(self):
        return 1
car = Car("vw")
a = car.paint(Color.BLUE).color
b = a.nice()
c = operator.attrgetter("name")(car)
d = operator.methodcaller("paint", Color.RED)(car)
e = sorted([car, d], key=operator.attrgetter("name"))[0]
f = asdict(Car("x", parts=[1]))["name"]
with closing(Door()) as door:
    g = door
h = operator.itemgetter(1)([1, "s"])
i = Color["RED"]
j = [c.value for c in Color]
