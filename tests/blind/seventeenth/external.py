# External modules.

# case: partial of an own function
# file: main.py
from functools import partial
def power(base, exponent):
    return base ** exponent
square = partial(power, exponent=2)
a = square(3)
two_to = partial(power, 2)
b = two_to(5)

# case: defaultdict of an own factory
# file: main.py
from collections import defaultdict
class Bucket:
    def __init__(self):
        self.items = []
    def add(self, x):
        self.items.append(x)
        return len(self.items)
buckets = defaultdict(Bucket)
n = buckets["a"].add("x")
kept = buckets["a"]
item = kept.items[0]

# case: a named tuple with fields
# file: main.py
from collections import namedtuple
Pair = namedtuple("Pair", ["left", "right"])
p = Pair(1, right="r")
a = p.left
b = p.right
q = p._replace(left=2.5)
c = q.left
d, e = q

# case: itertools with functions
# file: main.py
import itertools
def inc(x):
    return x + 1
chained = list(itertools.chain([1], (2.5,)))
mapped = list(itertools.starmap(pow, [(2, 3)]))
grouped = {k: list(v) for k, v in itertools.groupby("aab")}
taken = list(itertools.islice(map(inc, itertools.count()), 3))

# case: a data class with a factory and a method
# file: main.py
from dataclasses import dataclass, field, replace
@dataclass
class Job:
    name: str
    tags: list = field(default_factory=list)
    def tag(self, t):
        self.tags.append(t)
        return self
job = Job("build").tag("ci")
a = job.name
b = job.tags
c = replace(job, name="test")
d = c == job

# case: a regular expression with an own function
# file: main.py
import re
def shout(match):
    return match.group(0).upper()
text = re.sub(r"\w+", shout, "so it goes")
found = re.findall(r"o", text)
hit = re.match(r"(S)(O)", text)
one = hit.group(1) if hit else None
