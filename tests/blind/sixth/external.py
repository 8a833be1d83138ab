# case: os and json
# file: main.py
import json
import os.path
p = os.path.join("a", "b")
base = os.path.basename(p)
s = json.dumps({"a": 1})
ex = os.path.exists(p)

# case: collections
# file: main.py
from collections import Counter, OrderedDict, defaultdict, deque
c = Counter("aab")
n = c["a"]
d = defaultdict(list)
d["x"].append(1)
e = d["x"]
q = deque([1, 2])
v = q.popleft()

# case: functools
# file: main.py
import functools
def add(a, b):
    return a + b
inc = functools.partial(add, 1)
x = inc(2)
total = functools.reduce(add, ["a", "b"])
@functools.lru_cache(maxsize=None)
def slow(n):
    return [n]
y = slow(3)

# case: math and random
# file: main.py
import math
import re
r = math.sqrt(4)
f = math.floor(2.5)
m = re.compile("a")
found = m.findall("aa")
sub = re.sub("a", "b", "aa")

# case: itertools
# file: main.py
import itertools
for x in itertools.chain([1], [2]):
    last = x
pairs = list(itertools.product("a", "b"))
n = next(itertools.count())
