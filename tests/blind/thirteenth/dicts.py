# Dictionaries: tables, caches, counters, dispatch.

# case: an LRU cache on an ordered dictionary
# file: main.py
from collections import OrderedDict
class LRU:
    def __init__(self, size):
        self.size = size
        self.data = OrderedDict()
        self.evicted = []
    def get(self, key, default=None):
        if key not in self.data:
            return default
        self.data.move_to_end(key)
        return self.data[key]
    def put(self, key, value):
        self.data[key] = value
        self.data.move_to_end(key)
        if len(self.data) > self.size:
            old, gone = self.data.popitem(last=False)
            self.evicted.append(old)
            return gone
        return None
cache = LRU(2)
cache.put("a", 1)
cache.put("b", "two")
x = cache.get("a")
gone = cache.put("c", 3.5)
none = cache.get("zz")
first = cache.evicted[0]

# case: a dispatch table of operators
# file: main.py
import operator
OPS = {
    "+": (operator.add, 1),
    "-": (operator.sub, 1),
    "*": (lambda a, b: a * b, 2),
    "/": (operator.truediv, 2),
}
def apply(op, a, b):
    function, _ = OPS[op]
    return function(a, b)
def precedence(op):
    return OPS[op][1]
total = apply("+", 1, 2)
ratio = apply("/", 1, 2)
p = precedence("*")
OPS["max"] = (max, 3)
m = apply("max", 4, 5)
names = sorted(OPS)

# case: grouping with defaultdict and nested tables
# file: main.py
from collections import defaultdict, Counter
orders = [("ann", "tea", 2), ("bob", "cake", 1), ("ann", "cake", 3)]
by_person = defaultdict(list)
table = defaultdict(lambda: defaultdict(int))
for person, what, count in orders:
    by_person[person].append((what, count))
    table[person][what] += count
anns = by_person["ann"]
what, count = anns[0]
cakes = table["ann"]["cake"]
sold = Counter()
for _, w, c in orders:
    sold[w] += c
(best, number), = sold.most_common(1)
totals = {p: sum(c for _, c in items) for p, items in by_person.items()}
t = totals["bob"]
inverse = {v: k for k, v in totals.items()}
who = inverse[5]

# case: an inverted index with set operations
# file: main.py
class Index:
    def __init__(self):
        self.words = {}
        self.documents = {}
    def add(self, number, text):
        self.documents[number] = text
        for word in text.lower().split():
            self.words.setdefault(word, set()).add(number)
    def search(self, query):
        found = None
        for word in query.split():
            hits = self.words.get(word, set())
            found = hits if found is None else found & hits
        return [self.documents[n] for n in sorted(found or ())]
    def remove(self, number):
        text = self.documents.pop(number, None)
        if text is None:
            return False
        for hits in self.words.values():
            hits.discard(number)
        return True
i = Index()
i.add(1, "Red fox")
i.add(2, "red hen")
both = i.search("red")
one = i.search("red fox")[0]
gone = i.remove(2)
again = i.remove(2)
left = i.words["red"]

# case: merging settings from several places
# file: main.py
from collections import ChainMap
DEFAULTS = {"debug": False, "port": 80, "paths": ["/"]}
def merge(*sources):
    merged = {}
    for source in sources:
        for key, value in source.items():
            if isinstance(value, dict) and isinstance(merged.get(key), dict):
                merged[key] = merge(merged[key], value)
            else:
                merged[key] = value
    return merged
settings = merge(DEFAULTS, {"port": 8080, "db": {"host": "a"}}, {"db": {"user": "b"}})
port = settings["port"]
db = settings["db"]
user = db["user"]
chain = ChainMap({"port": 1}, DEFAULTS)
debug = chain["debug"]
both = DEFAULTS | {"name": "x"}
name = both["name"]
copy = {**DEFAULTS, "port": None}
p = copy["port"]
copy.update(extra=1.5)
e = copy.pop("extra")
ks = list(copy)

# case: a dictionary of functions that is filled by a loop
# file: main.py
def upper(s):
    return s.upper()
def count(s):
    return len(s)
def words(s):
    return s.split()
TOOLS = {}
for f in (upper, count, words):
    TOOLS[f.__name__] = f
def use(name, text):
    tool = TOOLS.get(name)
    if tool is None:
        return None
    return tool(text)
a = use("upper", "a b")
b = use("none", "a b")
every = {name: tool("x y") for name, tool in TOOLS.items()}
got = every["words"]

# case: a dictionary subclass with attribute access
# file: main.py
class Bag(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None
    def __setattr__(self, name, value):
        self[name] = value
    def __missing__(self, key):
        return f"no {key}"
    def pick(self, *names):
        return Bag((n, self[n]) for n in names)
b = Bag(x=1)
b.y = "two"
x = b.x
y = b["y"]
m = b["zz"]
c = b.pick("x")
cx = c.x
n = len(c)
