# case: counters
# file: main.py
from collections import Counter
words = Counter("mississippi")
common = words.most_common(2)
first = common[0]
letter, times = first
extra = Counter(a=1, b=2)
both = words + extra
missing = words["zzz"]
total = words.total()
every = list(words.elements())
words.update(["x", "y"])
words["q"] += 1
less = words - extra
keys = sorted(words)
pairs = {k: v for k, v in words.items()}
popped = words.pop("q")
cross = both & extra
plain = dict(extra)

# case: default dictionaries
# file: main.py
from collections import defaultdict
groups = defaultdict(list)
for word in ["apple", "avocado", "bean"]:
    groups[word[0]].append(word)
a_words = groups["a"]
one = a_words[0]
tree = defaultdict(lambda: defaultdict(int))
tree["x"]["y"] += 3
inner = tree["x"]
count = inner["y"]
factory = groups.default_factory
sets = defaultdict(set)
sets[1].add("one")
members = sets[1]
grouped = {k: len(v) for k, v in groups.items()}
got = groups.get("zzz")

# case: deques
# file: main.py
from collections import deque
line = deque([1, 2, 3], maxlen=5)
line.append(4)
line.appendleft(0)
last = line.pop()
front = line.popleft()
line.rotate(1)
limit = line.maxlen
copy = line.copy()
middle = line[1]
pairs = deque(zip("ab", [1, 2]))
pair = pairs.popleft()
letter, number = pair
joined = line + deque([9])
turned = list(reversed(line))
where = line.index(2)

# case: ordered and chained
# file: main.py
from collections import ChainMap, OrderedDict
order = OrderedDict([("a", 1), ("b", 2)])
order.move_to_end("a")
key, value = order.popitem(last=False)
first_key = next(iter(order))
defaults = {"color": "red", "size": 3}
given = {"size": 5}
settings = ChainMap(given, defaults)
size = settings["size"]
color = settings["color"]
child = settings.new_child({"color": "blue"})
maps = settings.maps
parents = child.parents
keys = list(settings)

# case: a named tuple by function
# file: main.py
from collections import namedtuple
Point = namedtuple("Point", ["x", "y"])
Color = namedtuple("Color", "red green blue", defaults=[0])
p = Point(1, 2.5)
x = p.x
y = p[1]
a, b = p
q = p._replace(x=10)
qx = q.x
d = p._asdict()
fields = Point._fields
c = Color(1, 2)
blue = c.blue
made = Point._make([3, "s"])
total = sum(c)
top = max(c)
head, *rest = c
text = f"{p.x}-{p.y}"

# case: a named tuple by class
# file: main.py
from typing import NamedTuple
class Employee(NamedTuple):
    name: str
    age: int = 30
    tags: tuple[str, ...] = ()
    def older(self):
        return self._replace(age=self.age + 1)
    @property
    def initial(self):
        return self.name[0]
    @classmethod
    def parse(cls, text):
        name, age = text.split(":")
        return cls(name, int(age))
e = Employee("Ann")
o = e.older()
name, age, tags = o
i = o.initial
f = Employee.parse("Bob:41")
fn = f.name
fa = f[1]
part = f[:2]
same = e == f
index = f.index(41)
many = [Employee(n) for n in "ab"]
oldest = max(many, key=lambda m: m.age)
by_name = {m.name: m for m in many}
found = by_name["a"]

# case: heaps and bisection
# file: main.py
import bisect
import heapq
heap = []
heapq.heappush(heap, (3, "c"))
heapq.heappush(heap, (1, "a"))
small = heapq.heappop(heap)
rank, name = small
largest = heapq.nlargest(1, heap)
merged = list(heapq.merge([1, 3], [2]))
numbers = [3, 1, 2]
heapq.heapify(numbers)
swapped = heapq.heapreplace(numbers, 9)
place = bisect.bisect_left([1, 2, 3], 2)
bisect.insort(numbers, 4)
shortest = heapq.nsmallest(1, ["aaa", "b"], key=len)

# case: arrays, queues and frozen sets
# file: main.py
from array import array
from queue import Queue, PriorityQueue, Empty
nums = array("i", [1, 2])
one = nums[0]
listed = nums.tolist()
q = Queue()
q.put("job")
job = q.get()
try:
    q.get_nowait()
except Empty as e:
    err = e
pq = PriorityQueue()
pq.put((1, "x"))
size = pq.qsize()
f = frozenset([1, 2]) | {3}
g = {3} | frozenset([1])
h = f & g
m = f.union(["x"])
inter = {1, 2}.intersection([2])
sub = f <= g

# case: user containers
# file: main.py
from collections import UserDict, UserList, UserString
class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)
d = Lower()
d["A"] = 1
data = d.data
keys = list(d)
class Stack(UserList):
    def top(self):
        return self.data[-1]
s = Stack(["x"])
s.append("y")
t = s.top()
n = len(s)
class Title(UserString):
    pass
w = Title("hello")
up = w.upper()
c = w.data

# case: abstract containers
# file: main.py
from collections.abc import Iterator, Mapping, MutableMapping, Sequence, Set
class Squares(Sequence):
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i * i
s = Squares(4)
third = s[2]
for item in s:
    last = item
where = s.index(4)
has = 9 in s
back = [x for x in reversed(s)]
class Env(Mapping):
    def __init__(self, data):
        self._data = data
    def __getitem__(self, key):
        return self._data[key]
    def __iter__(self):
        return iter(self._data)
    def __len__(self):
        return len(self._data)
env = Env({"HOME": "/root"})
home = env["HOME"]
path = env.get("PATH")
names = list(env.keys())
values = [v for v in env.values()]
pairs = list(env.items())
class Count(Iterator):
    def __init__(self):
        self.i = 0
    def __next__(self):
        self.i += 1
        if self.i > 3:
            raise StopIteration
        return str(self.i)
c = Count()
one = next(c)
rest = list(c)
is_map = isinstance(env, Mapping)

# case: linked structures by hand
# file: main.py
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
class Linked:
    def __init__(self, *values):
        self.head = None
        for v in reversed(values):
            self.head = Node(v, self.head)
    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next
    def __contains__(self, item):
        return any(item == v for v in self)
l = Linked("a", "b")
vals = list(l)
there = "a" in l
head = l.head
first = head.value
joined = "-".join(l)
a, b = l
unpacked = [*l]
top = max(l)
numbered = list(enumerate(l))
