# External modules.

# case: paths, text and time
# file: main.py
import os.path
from datetime import date, timedelta
from pathlib import Path
def name_of(path):
    return os.path.basename(path)
a = name_of("/x/y.txt")
p = Path("/x") / "y.txt"
b = p.suffix
c = p.parent
d = os.path.splitext(a)
stem, ext = d
day = date(2020, 1, 31) + timedelta(days=1)
e = day.month
f = (day - date(2020, 1, 1)).days
g = day.isoformat()
h = os.environ.get("NO_SUCH_NAME_HERE")

# case: expressions of re
# file: main.py
import re
WORD = re.compile(r"(\w+)=(\d+)")
def parse(text):
    found = WORD.match(text)
    if found is None:
        return None
    return found.group(1), int(found.group(2))
def double(m):
    return m.group(0) * 2
a = parse("x=1")
b = parse("?")
c = re.sub(r"\d", double, "a1")
d = [m.start() for m in WORD.finditer("a=1 b=2")]
e = WORD.findall("a=1")
f = re.split(",", "a,b")

# case: functools, itertools and operator with own functions
# file: main.py
import functools
import itertools
import operator
def add(a, b):
    return a + b
def key(w):
    return w[0]
total = functools.reduce(add, [1, 2, 3])
inc = functools.partial(add, 1)
a = inc(2)
b = list(itertools.chain([1], "x"))
c = {k: list(g) for k, g in itertools.groupby(["ab", "ac"], key)}
d = list(itertools.accumulate([1, 2], add))
e = operator.itemgetter(1)(("x", 2.5))
f = list(itertools.starmap(add, [("a", "b")]))
g = operator.attrgetter("real")(3)
h = next(itertools.count(1))
i = list(itertools.islice("abc", 2))

# case: json, a string buffer and a copy
# file: main.py
import copy
import io
import json
class Point:
    def __init__(self, x):
        self.x = x
    def to_json(self):
        return {"x": self.x}
text = json.dumps(Point(1).to_json())
buf = io.StringIO()
buf.write(text)
a = buf.getvalue()
p = copy.copy(Point(2.5))
b = p.x
q = copy.deepcopy([Point("s")])
c = q[0].x
encoded = json.dumps(Point(3), default=Point.to_json)
data = text.encode()
lines = io.StringIO("a\nb").readlines()

# case: collections, dataclasses and enumerations
# file: main.py
from collections import deque, namedtuple
from dataclasses import asdict, dataclass, field
from enum import Enum
class Color(Enum):
    RED = "r"
    BLUE = "b"
@dataclass
class Car:
    color: Color
    seats: int = 4
    owners: list = field(default_factory=list)
Pair = namedtuple("Pair", "left right")
car = Car(Color.RED)
car.owners.append("me")
a = car.color.value
b = car.owners[0]
c = asdict(car)
p = Pair(1, right="x")
d = p.right
q = deque([p], maxlen=2)
q.appendleft(Pair(2.5, None))
e = q.pop().left
f = Color("b")
g = [m.name for m in Color]
