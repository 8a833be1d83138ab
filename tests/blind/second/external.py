# case: json and os
# file: main.py
import json
import os.path
text = json.dumps({"a": 1})
name = os.path.join("a", "b")
base, ext = os.path.splitext("x.py")
here = os.getcwd()
n = os.environ.get("NOPE_X", "d")
exists = os.path.exists(name)
parts = name.split(os.sep)
# case: collections
# file: main.py
from collections import deque, namedtuple, ChainMap
P = namedtuple("P", "x y")
p = P(1, "b")
x = p.x
a, b = p
q = deque([1, 2], maxlen=3)
q.append(3)
l = q.popleft()
r = p._replace(x=2)
# case: itertools
# file: main.py
import itertools as it
c = it.count(1)
n = next(c)
ch = list(it.chain([1], ["a"]))
g = [(k, list(v)) for k, v in it.groupby("aab")]
i = list(it.islice("abc", 2))
z = list(it.product([1], "a"))
acc = list(it.accumulate([1, 2]))
# case: functools
# file: main.py
from functools import partial, reduce
def power(b, e):
    return b ** e
sq = partial(power, e=2)
r = sq(3)
tot = reduce(lambda a, b: a + b, [1, 2])
txt = reduce(lambda acc, v: acc + str(v), [1, 2], "")
# case: re and datetime
# file: main.py
import re
import datetime as dt
pat = re.compile(r"(\w)(\d)")
m = pat.match("a1")
g = m.group(1)
gs = m.groups()
al = re.findall(r"\d", "12")
s = re.sub("a", "b", "aa")
d = dt.date(2020, 1, 1)
w = d + dt.timedelta(days=1)
diff = w - d
n = diff.days
st = d.isoformat()
# case: pathlib
# file: main.py
from pathlib import Path
p = Path(__file__)
d = p.parent
n = p.name
q = d / "x.txt"
e = p.exists()
s = str(p)
t = q.suffix
ls = list(d.glob("*.none"))
# case: random, math, time
# file: main.py
import math
import random
import time
a = math.sqrt(4)
b = math.floor(2.5)
c = math.pi
r = random.randint(1, 2)
ch = random.choice(["a"])
t = time.time()
sh = [1, 2]
n = random.shuffle(sh)
# case: a base class of the library
# file: main.py
import threading
import argparse
class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.result = None
    def run(self):
        self.result = self.n * 2
w = Worker(2)
w.start()
w.join()
r = w.result   # wide: r
parser = argparse.ArgumentParser()
args = parser.parse_args([])
nm = w.name
# case: collections.abc subclass
# file: main.py
from collections.abc import Mapping
from collections import UserDict
class M(Mapping):
    def __init__(self, d):
        self.d = d
    def __getitem__(self, k):
        return self.d[k]
    def __iter__(self):
        return iter(self.d)
    def __len__(self):
        return len(self.d)
m = M({"a": 1})
g = m["a"]
ks = list(m)
i = "a" in m
class U(UserDict):
    pass
u = U()
# case: callbacks into the library
# file: main.py
import functools
import operator
from concurrent.futures import ThreadPoolExecutor
def work(n):
    return n * 2
with ThreadPoolExecutor(1) as ex:
    fut = ex.submit(work, 2)
    res = fut.result()
    rs = list(ex.map(work, [1]))
cmp = functools.cmp_to_key(lambda a, b: a - b)
s = sorted([2, 1], key=cmp)
o = sorted([(1, "a")], key=operator.itemgetter(1))
