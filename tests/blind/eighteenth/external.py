# External modules.

# case: a deque of functions
# file: main.py
from collections import deque
def func1():
    return 1
def func2():
    return "two"
line = deque()
line.append(func1)
line.appendleft(func2)
first = line.popleft()
a = first()
second = line.pop()
b = second()

# case: a counter of words
# file: main.py
from collections import Counter
count = Counter("abca")
n = count["a"]
common = count.most_common(1)
word, times = common[0]
total = sum(count.values())
more = count + Counter("x")

# case: a path's parts
# file: main.py
from pathlib import PurePosixPath
p = PurePosixPath("/a") / "b.txt"
a = p.name
b = p.suffix
c = p.parent
d = p.parts
e = str(p)
f = p.with_suffix(".md")

# case: reduce, chain and groupby
# file: main.py
from functools import reduce
from itertools import chain, groupby
def func1(acc, n):
    return acc + [n]
a = reduce(func1, [1, 2], [])
b = list(chain([1], ["s"]))
out = {}
for key, group in groupby(["aa", "b"], key=len):
    items = list(group)
    out[key] = items
c = out

# case: an ordered enumeration
# file: main.py
from enum import Enum, IntEnum
class Color(Enum):
    RED = "r"
    BLUE = "b"
class Level(IntEnum):
    LOW = 1
a = Color.RED
b = Color.RED.value
c = Color("b").name
d = Level.LOW + 1
e = [x.value for x in Color]
f = Color["RED"]

# case: times and their differences
# file: main.py
from datetime import date, datetime, timedelta
d = date(2020, 1, 2)
later = d + timedelta(days=1)
diff = later - d
days = diff.days
text = later.isoformat()
t = datetime(2020, 1, 1)
back = t.date()
s = diff.total_seconds()

# case: own classes below the library's
# file: main.py
from collections import UserDict, OrderedDict
class Names(UserDict):
    def __getitem__(self, key):
        return [self.data[key]]
class Last(OrderedDict):
    def last(self):
        return next(reversed(self))
n = Names()
n["a"] = 1
a = n["a"]
l = Last()
l["x"] = 2.5
b = l.last()
c = l["x"]
