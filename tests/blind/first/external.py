# case: paths
# file: main.py
from pathlib import Path
import os.path as p
here = Path("a") / "b.txt"
name = here.name
suffix = here.suffix
parent = here.parent
ex = here.exists()
s = str(here)
w = here.with_suffix(".md")
parts = here.parts
b = p.basename("a/b")
d = p.join("a", "b")
# case: collections
# file: main.py
import collections
from collections import deque
q = deque([1, 2], maxlen=3)
q.append(3)
l = q.popleft()
c = collections.Counter("aab")
n = c["a"]
m = c.most_common()
ch = collections.ChainMap({"a": 1}, {"b": 2})
v = ch["a"]
# case: math and random
# file: main.py
import math
from math import sqrt as root, pi
import random
a = root(4)
b = math.floor(2.5)
c = pi * 2
d = math.gcd(4, 6)
e = random.random()
f = random.choice(["x", "y"])
g = random.randint(1, 2)
h = math.isclose(1.0, 1.0)
# case: time and datetime
# file: main.py
import datetime as dt
import time
t = time.time()
n = dt.datetime(2020, 1, 2, 3)
d = n.date()
s = n.strftime("%Y")
delta = dt.timedelta(days=1)
later = n + delta
diff = later - n
days = diff.days
y = later.year
p = dt.datetime.strptime("2020", "%Y")
# case: json and re
# file: main.py
import json
import re
text = json.dumps({"a": 1})
m = re.search(r"(\d)", "a1")  # wide: m
g = m.group(1)
gs = m.groups()
pat = re.compile("a")
found = pat.findall("aa")
subbed = pat.sub("b", "aa")
sp = re.split(",", "a,b")
i = m.start()
# case: itertools
# file: main.py
import itertools
from itertools import chain, count
l = list(chain([1], [2]))
f = list(itertools.chain.from_iterable([["a"], ["b"]]))
c = next(count(1))
pr = list(itertools.product([1], "a"))
ac = list(itertools.accumulate([1, 2]))
for k, group in itertools.groupby(["a", "b"], key=len):
    members = list(group)
z = list(itertools.zip_longest([1], [2]))
sl = list(itertools.islice("abc", 2))
cb = list(itertools.combinations([1, 2], 2))
# case: functools
# file: main.py
import functools
from functools import partial, reduce
def add(a, b):
    return a + b
r = reduce(add, [1, 2, 3])
r2 = reduce(lambda acc, s: acc + s, ["a"], "")
inc = partial(add, 1)
x = inc(2)
@functools.lru_cache(maxsize=None)
def slow(n):
    return n * 2
y = slow(2)
class A:
    @functools.cached_property
    def big(self):
        return [1]
z = A().big
# case: threads and callbacks
# file: main.py
import threading
from concurrent.futures import ThreadPoolExecutor
results = []
def worker(n):
    results.append(n)
t = threading.Thread(target=worker, args=(1,))
t.start()
t.join()
def job(x):
    return x * 2
with ThreadPoolExecutor() as pool:
    fut = pool.submit(job, 2)
    r = fut.result()
    many = list(pool.map(job, [1, 2]))
# case: io, csv, string
# file: main.py
import csv
import io
import string
buf = io.StringIO("a,b\n1,2\n")
rows = list(csv.reader(buf))
first = rows[0][0]
buf2 = io.StringIO()
n = buf2.write("x")
v = buf2.getvalue()
tpl = string.Template("$a")
s = tpl.substitute(a="1")
letters = string.ascii_letters
raw = io.BytesIO(b"x").read()
# case: subclass of a library class
# file: main.py
from collections import UserDict
import json
import threading
class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)
    def first(self):
        return list(self.data)[0]
class Enc(json.JSONEncoder):
    def default(self, o):
        return list(o)
d = Lower()
d["A"] = 1
f = d.first()
t = json.dumps({"a": {1}}, cls=Enc)
# case: argparse and logging
# file: main.py
import argparse
import logging
parser = argparse.ArgumentParser()
parser.add_argument("--n", type=int, default=1)
args = parser.parse_args([])
log = logging.getLogger("x")
h = logging.StreamHandler()
log.addHandler(h)
lvl = log.level
en = log.isEnabledFor(10)
# case: copy, hashlib, uuid, decimal
# file: main.py
import copy
import hashlib
import uuid
from decimal import Decimal
from fractions import Fraction
a = copy.copy([1])
b = copy.deepcopy({"a": 1})
h = hashlib.sha256(b"x")
d = h.hexdigest()
u = uuid.uuid4()
x = Decimal("1") + 1
y = Fraction(1, 2) * 2
hx = u.hex
