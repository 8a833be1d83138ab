# case: abc and typing helpers
# file: main.py
from abc import ABC, abstractmethod
from typing import Optional
class Repo(ABC):
    @abstractmethod
    def get(self, k):
        ...
class Mem(Repo):
    def __init__(self):
        self.d = {}
    def put(self, k, v):
        self.d[k] = v
    def get(self, k):
        return self.d[k]
m = Mem()
m.put("a", 1)
x = m.get("a")
# case: enum use
# file: main.py
import enum
class C(enum.IntEnum):
    A = 1
    B = 2
class F(enum.Flag):
    R = enum.auto()
    W = enum.auto()
c = C.A
n = C(2)
v = c.value
names = [e.name for e in C]
f = F.R | F.W
# case: time and datetime
# file: main.py
import datetime
import time
now = datetime.datetime(2020, 1, 2)
d = now.date()
y = now.year
f = now.strftime("%Y")
delta = now - now
s = delta.total_seconds()
p = datetime.datetime.strptime("2020", "%Y")
t = time.perf_counter()
iso = now.isoformat()
# case: itertools and operator
# file: main.py
import itertools
import operator
a = list(itertools.combinations([1, 2, 3], 2))
b = list(itertools.repeat("x", 2))
c = list(itertools.starmap(pow, [(2, 3)]))
d = dict(itertools.zip_longest("ab", [1]))
e = operator.mul(2, 3)
g = list(itertools.takewhile(lambda v: v < 2, [1, 2]))
h = list(itertools.chain.from_iterable([[1], [2]]))
# case: tempfile, shutil, hashlib, base64
# file: main.py
import base64
import hashlib
import tempfile
import os
h = hashlib.sha256(b"x").hexdigest()
b = base64.b64encode(b"x")
with tempfile.TemporaryDirectory() as tmp:
    path = os.path.join(tmp, "f")
    with open(path, "w") as f:
        n = f.write("hi")
    size = os.path.getsize(path)
