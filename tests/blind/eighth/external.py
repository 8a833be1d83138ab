# case: json round trip
# file: main.py
import json
text = json.dumps({"a": [1]})
size = len(text)
lines = text.splitlines()

# case: paths
# file: main.py
from pathlib import Path
p = Path("a") / "b.txt"
name = p.name
up = p.parent
suffix = p.suffix
new = p.with_suffix(".md")
parts = p.parts

# case: regular expressions
# file: main.py
import re
m = re.match(r"(\w+)=(\d+)", "n=3")
if m:
    key = m.group(1)
    both = m.groups()
found = re.findall(r"\d", "a1b2")
sub = re.sub("a", lambda k: k.group().upper(), "aaa")

# case: dates
# file: main.py
import datetime as dt
day = dt.date(2020, 1, 2)
step = dt.timedelta(days=1)
later = day + step
diff = later - day
n = diff.days
iso = later.isoformat()

# case: itertools
# file: main.py
import itertools
c = list(itertools.chain([1], [2]))
p = list(itertools.product("ab", [1]))
first = p[0]
for key, group in itertools.groupby(["a", "b"], key=len):
    k = key
    g = list(group)
acc = list(itertools.accumulate([1, 2]))

# case: os and sys
# file: main.py
import os
import sys
sep = os.path.join("a", "b")
root, ext = os.path.splitext("x.py")
v = sys.version_info[0]
env = os.environ.get("NOPE", "d")

# case: functools reduce and partial
# file: main.py
from functools import partial, reduce
total = reduce(lambda a, b: a + b, [1, 2, 3])
base2 = partial(int, base=2)
n = base2("101")
joined = reduce(lambda acc, w: acc + [w], ["a", "b"], [])
