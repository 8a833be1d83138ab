# case: os and path
# file: main.py
import os
from os import path
import os.path as p
a = os.getcwd()
b = path.join("a", "b")
c = p.exists("nothing")
d, e = p.splitext("a.txt")
f = os.environ.get("NOTHING", "none")
g = os.sep

# case: json and re
# file: main.py
import json
import re
text = json.dumps({"a": 1})
m = re.match(r"(\w+)", "word")
if m:
    g = m.group(1)
    s = m.start()
parts = re.split(",", "a,b")
pat = re.compile("x")
subs = pat.sub("y", "x")

# case: collections
# file: main.py
from collections import Counter, OrderedDict, defaultdict, deque
c = Counter("aab")
top = c.most_common(1)
d = defaultdict(list)
d["k"].append(1)
k = d["k"]
q = deque([1, 2], maxlen=3)
left = q.popleft()
o = OrderedDict()
o["x"] = "y"
ox = o["x"]

# case: datetime and math
# file: main.py
import math
from datetime import datetime, timedelta
a = math.sqrt(4)
b = math.floor(2.5)
start = datetime(2020, 1, 1)
later = start + timedelta(days=1)
diff = later - start
secs = diff.total_seconds()
year = later.year
iso = later.isoformat()

# case: functools and itertools
# file: main.py
import functools
import itertools
import operator
def add(a, b):
    return a + b
five = functools.partial(add, 5)
a = five(1)
b = functools.reduce(add, [1, 2, 3])
c = list(itertools.chain([1], ["a"]))
d = list(itertools.repeat("x", 2))
get = operator.itemgetter(0)
@functools.lru_cache(maxsize=None)
def slow(n):
    return n * 1.5
e = slow(2)
f = list(itertools.accumulate([1, 2], add))

# case: a class below a library's
# file: main.py
import threading
from collections import UserDict
class Job(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.result = None
    def run(self):
        self.result = self.n * 2
class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)
j = Job(2)
j.start()
j.join()
name = j.name
d = Lower()
d["A"] = 1
keys = list(d)

# case: files and text streams
# file: main.py
import io
import tempfile
from pathlib import Path
folder = Path(tempfile.mkdtemp())
file = folder / "a.txt"
n = file.write_text("one\ntwo\n")
text = file.read_text()
with open(file) as stream:
    first = stream.readline()
    rest = [line.strip() for line in stream]
buf = io.StringIO()
buf.write("x")
got = buf.getvalue()
suffix = file.suffix
parent = file.parent
