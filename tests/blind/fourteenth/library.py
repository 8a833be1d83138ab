# Much used modules of the standard library.

# case: re
# file: main.py
import re
p = re.compile(r"(\w+)=(?P<v>\d+)")
m = p.match("a=1")
if m:
    a = m.group(1)
    b = m.groups()
    c = m.groupdict()
    d = m.span()
    e = m["v"]
    f = m.start()
found = re.findall(r"\d", "1 2")
parts = re.split(r"\s", "a b")
for it in re.finditer("a", "aa"):
    pos = it.end()
sub, count = re.subn("a", "b", "aa")
esc = re.escape(".")
bs = re.sub(rb"a", b"b", b"a")
flags = re.I | re.M
pat = p.pattern

# case: json and base64
# file: main.py
import base64
import json
class Enc(json.JSONEncoder):
    def default(self, o):
        return list(o)
text = json.dumps({"s": {1}}, cls=Enc)
data = json.loads(text)
def hook(d):
    return sorted(d)
h = json.loads('{"a": 1}', object_hook=hook)
raw = base64.b64encode(b"x")
back = base64.b64decode(raw)
word = raw.decode()
try:
    json.loads("{")
except json.JSONDecodeError as e:
    line = e.lineno
    msg = e.msg

# case: os and os.path
# file: main.py
import os
from os import path
home = os.environ.get("HOME")
v = os.getenv("NOPE", "x")
names = os.listdir(".")
here = path.dirname(path.abspath(__file__))
base, ext = path.splitext("a.txt")
head, tail = path.split("a/b")
size = path.getsize(__file__)
st = os.stat(__file__)
n = st.st_size
t = st.st_mtime
for folder, dirs, files in os.walk(here):
    f = files
    break
with os.scandir(here) as entries:
    for entry in entries:
        name = entry.name
        is_file = entry.is_file()
sep = os.sep
pid = os.getpid()
cpus = os.cpu_count()

# case: pathlib
# file: main.py
from pathlib import Path, PurePosixPath
here = Path(__file__)
p = here.parent / "x" / "y.tar.gz"
name = p.name
stem = p.stem
sx = p.suffixes
parts = p.parts
up = p.parents[0]
rel = p.relative_to(here.parent)
text = here.read_text(encoding="utf-8")
ok = here.exists()
for child in here.parent.iterdir():
    c = child
many = sorted(here.parent.glob("*.py"))
new = p.with_suffix(".txt")
cur = Path.cwd()
pure = PurePosixPath("a") / "b"
with here.open() as f:
    line = f.readline()
s = str(p)
q = "base" / Path("x")

# case: collections
# file: main.py
from collections import ChainMap, Counter, OrderedDict, UserDict, defaultdict, deque, namedtuple
c = Counter("aab")
top = c.most_common(1)
word, n = top[0]
k = c["a"]
e = list(c.elements())
d = defaultdict(list)
d["x"].append(1)
first = d["x"]
q = deque([1, "a"], maxlen=3)
q.appendleft(2.5)
l = q.popleft()
q.rotate(1)
P = namedtuple("P", "x y", defaults=[0])
p = P(1)
x, y = p
z = p._replace(x="s")
a = p._asdict()
f = P._fields
o = OrderedDict(a=1)
o.move_to_end("a")
last = o.popitem()
m = ChainMap({"a": 1}, {"b": "x"})
v = m["b"]
u = UserDict(a=1)
w = u["a"]
tot = c + Counter("b")

# case: itertools
# file: main.py
import itertools as it
a = list(it.chain([1], "x"))
b = list(it.chain.from_iterable([[1], ["y"]]))
c = next(it.count(1))
d = next(it.cycle("ab"))
e = list(it.repeat(2.5, 2))
f = list(it.accumulate([1, 2]))
g = list(it.accumulate(["a"], lambda x, y: x + y, initial=""))
h = list(it.combinations([1, 2], 2))
i = list(it.product("a", [1]))
j = [(k, list(v)) for k, v in it.groupby(["a", "b"], key=len)]
k = list(it.islice([1, 2], 1))
l = list(it.starmap(pow, [(2, 3)]))
m = list(it.takewhile(lambda x: x < 2, [1, 2]))
n = list(it.zip_longest([1], "ab", fillvalue=None))
o, p = it.tee([1, 2])
q = next(o)
r = list(it.pairwise("abc"))
s = list(it.permutations([1, 2]))
t = list(it.compress("ab", [1, 0]))
u = list(it.filterfalse(None, [0, 1]))

# case: functools and operator
# file: main.py
import functools
import operator
@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
a = fib(5)
info = fib.cache_info()
hits = info.hits
b = functools.reduce(operator.add, [1, 2], 0.5)
p = functools.partial(int, base=2)
c = p("11")
f = p.func
k = p.keywords
get = operator.itemgetter("a")
d = get({"a": "x"})
two = operator.itemgetter(0, 1)([1, 2])
at = operator.attrgetter("real")(2)
e = operator.methodcaller("upper")("a")
g = operator.mul("a", 2)
@functools.total_ordering
class V:
    def __init__(self, n):
        self.n = n
    def __lt__(self, o):
        return self.n < o.n
    def __eq__(self, o):
        return self.n == o.n
h = V(1) >= V(2)
i = sorted("ab", key=functools.cmp_to_key(lambda x, y: -1))

# case: datetime and time
# file: main.py
import time
from datetime import date, datetime, timedelta, timezone
now = datetime.now()
day = now.date()
ago = now - timedelta(days=1)
gap = now - ago
secs = gap.total_seconds()
half = gap / 2
ratio = gap / timedelta(hours=1)
text = now.isoformat()
back = datetime.fromisoformat(text)
s = now.strftime("%Y")
y = day.year
later = day + timedelta(1)
diff = later - day
days = diff.days
utc = datetime.now(timezone.utc)
r = now.replace(year=2000)
t = time.time()
st = time.localtime()
h = st.tm_hour
p = datetime.strptime("2020", "%Y")
w = date.today().weekday()
late = max(now, ago)

# case: csv and io
# file: main.py
import csv
import io
f = io.StringIO("a,b\n1,2\n")
rows = list(csv.reader(f))
cell = rows[0][0]
f.seek(0)
for rec in csv.DictReader(f):
    v = rec["a"]
out = io.StringIO()
w = csv.writer(out)
n = w.writerow([1, "x"])
dw = csv.DictWriter(out, fieldnames=["a"])
dw.writeheader()
text = out.getvalue()
b = io.BytesIO(b"xy")
one = b.read(1)
rest = b.getvalue()
lines = io.StringIO("a\nb").readlines()
names = dw.fieldnames

# case: logging and argparse
# file: main.py
import argparse
import logging
log = logging.getLogger(__name__)
class H(logging.Handler):
    def __init__(self):
        super().__init__()
        self.seen = []
    def emit(self, record):
        self.seen.append(record.getMessage())
h = H()
log.addHandler(h)
log.warning("x %s", 1)
first = h.seen[0]
level = log.level
def size(text):
    return len(text)
p = argparse.ArgumentParser()
sub = p.add_argument("--n", type=int, default=1)
p.add_argument("names", nargs="*", type=size)
g = p.add_mutually_exclusive_group()
g.add_argument("--q", action="store_true")
ns = p.parse_args(["--n", "2", "abc"])
space = vars(ns)
ns2, extra = p.parse_known_args([])
h2 = p.format_help()

# case: enum
# file: main.py
from enum import Enum, Flag, IntEnum, auto, unique
@unique
class Color(Enum):
    RED = "r"
    BLUE = "b"
    @property
    def title(self):
        return self.name.title()
    @classmethod
    def parse(cls, text):
        return cls(text)
class Level(IntEnum):
    LOW = 1
    HIGH = 2
class Perm(Flag):
    R = auto()
    W = auto()
a = Color.RED
b = a.value
c = Color("b")
d = Color["RED"]
e = [m.name for m in Color]
f = Color.parse("r").title
g = Level.LOW + 1
h = Level.LOW < Level.HIGH
i = Perm.R | Perm.W
j = Perm.R in i
k = Color.__members__
l = max(Level)
m = Level(2)
n = len(Color)
T = Enum("T", "X Y")
o = T.X

# case: dataclasses
# file: main.py
from dataclasses import asdict, astuple, dataclass, field, fields, replace
@dataclass(order=True, frozen=True)
class P:
    x: int
    y: float = 0.5
    tags: list = field(default_factory=list, compare=False)
@dataclass
class Q(P := P if False else object):
    n: int = 1
    total: str = field(init=False)
    def __post_init__(self):
        self.total = str(self.n)
q = Q(3)
t = q.total
q2 = replace(q, n=4)
d = asdict(q)
u = astuple(q)
fs = fields(q)
name = fs[0].name
e = q == q2

# case: typing's odds and ends
# file: main.py
import typing as t
UserId = t.NewType("UserId", int)
class Pt(t.NamedTuple):
    x: int
    y: str = "y"
    def both(self):
        return (self.x, self.y)
class Movie(t.TypedDict, total=False):
    name: str
    year: int
u = UserId(3)
p = Pt(1)
b = p.both()
m: Movie = {"name": "x"}
y = m.get("year")
c = t.cast("list[int]", [])
n = m["name"]
@t.runtime_checkable
class Sized(t.Protocol):
    def size(self) -> int: ...
class S:
    def size(self):
        return 3
ok = isinstance(S(), Sized)
hints = t.get_type_hints(Pt)
def f(x: "t.Union[int, str, None]" = None):
    return x
z = f(2)
args = t.get_args(t.Dict[str, int])

# case: numbers' modules
# file: main.py
import math
import random
import statistics
from decimal import Decimal, ROUND_HALF_UP
from fractions import Fraction
a = math.sqrt(2)
b = math.floor(2.5)
c = math.gcd(4, 6)
d = math.prod([1, 2])
e = math.isclose(1, 1)
f, g = math.modf(2.5)
h = math.comb(5, 2)
r = random.Random(1)
i = r.randint(1, 2)
j = r.choice(["a"])
k = r.sample([1, 2], 1)
l = random.random()
s = [1, 2]
m = random.shuffle(s)
n = Decimal("1.5")
o = n + 1
p = n.quantize(Decimal("1"), rounding=ROUND_HALF_UP)
q = Fraction(1, 3)
t = q + 1
u = q.numerator
v = statistics.mean([1, 2])
w = statistics.median([1.5, 2])
x = round(n, 1)
y = int(n)
z = q * 0.5

# case: text's modules
# file: main.py
import string
import struct
import textwrap
import difflib
a = string.ascii_letters
b = string.Template("$x").substitute(x=1)
c = textwrap.dedent("  a")
d = textwrap.wrap("a b")
e = textwrap.fill("a")
f = struct.pack("<H", 1)
g = struct.unpack("<H", f)
h, = g
i = struct.calcsize("I")
s = struct.Struct("B")
j = s.size
k = difflib.get_close_matches("a", ["ab"])
l = string.capwords("a b")
m = list(struct.iter_unpack("B", b"ab"))
n = difflib.SequenceMatcher(None, "a", "b").ratio()

# case: heaps, bisection, copies
# file: main.py
import bisect
import copy
import heapq
h = [3, 1]
heapq.heapify(h)
heapq.heappush(h, 2)
a = heapq.heappop(h)
b = heapq.nlargest(1, ["a", "b"], key=len)
c = list(heapq.merge([1], [2]))
i = bisect.bisect_left([1, 2], 2)
l = [1.5]
bisect.insort(l, 2.5)
d = copy.copy({"a": [1]})
e = copy.deepcopy([{"k": "v"}])
f = e[0]["k"]
class P:
    def __init__(self):
        self.n = [1]
p = copy.copy(P())
n = p.n
jobs = []
heapq.heappush(jobs, (1, "job"))
prio, job = heapq.heappop(jobs)

# case: files and folders
# file: main.py
import glob
import os
import shutil
import tempfile
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "a.txt")
    with open(path, "w") as f:
        n = f.write("x")
    to = shutil.copy(path, path + "2")
    names = glob.glob(folder + "/*")
    for name in glob.iglob("*"):
        pass
with tempfile.NamedTemporaryFile("w+") as t:
    t.write("a\nb\n")
    t.seek(0)
    lines = [line.rstrip() for line in t]
    tn = t.name
which = shutil.which("sh")
fd, made = tempfile.mkstemp()
os.close(fd)
os.unlink(made)
use = shutil.disk_usage("/")
free = use.free
d = tempfile.mkdtemp()
shutil.rmtree(d)

# case: urllib.parse, uuid, hashlib
# file: main.py
import hashlib
import hmac
import secrets
import uuid
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urljoin, urlparse, urlsplit
u = urlparse("http://a:1/b?c=d")
host = u.netloc
port = u.port
q = parse_qs(u.query)
v = q["c"]
pairs = parse_qsl(u.query)
text = urlencode({"a": 1})
j = urljoin("a", "b")
e = quote("x y")
s = urlsplit("x")
scheme, netloc, path, query, frag = s
back = u.geturl()
i = uuid.uuid4()
hexa = i.hex
st = str(i)
h = hashlib.sha256(b"x")
h.update(b"y")
dig = h.hexdigest()
raw = h.digest()
tok = secrets.token_hex(4)
mac = hmac.new(b"k", b"m", "sha1").hexdigest()
r = u._replace(path="/x")

# case: threading, queue and subprocess
# file: main.py
import queue
import subprocess
import sys
import threading
lock = threading.Lock()
with lock as got:
    x = got
q = queue.Queue()
q.put(1)
item = q.get()
empty = q.empty()
pq = queue.PriorityQueue()
pq.put((1, "a"))
pr, job = pq.get()
ev = threading.Event()
ev.set()
ok = ev.wait(1)
done = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True)
out = done.stdout
code = done.returncode
raw = subprocess.check_output([sys.executable, "-c", "print(1)"])
me = threading.current_thread()
name = me.name
loc = threading.local()
loc.v = [1]
v = loc.v
sem = threading.Semaphore(2)
with sem:
    pass

# case: inspect, types and importlib
# file: main.py
import importlib
import inspect
import types
def f(a, b=1):
    return a
sig = inspect.signature(f)
names = list(sig.parameters)
p = sig.parameters["b"]
d = p.default
m = importlib.import_module("math")
pi = m.pi
ns = types.SimpleNamespace(a=1, b="x")
a = ns.a
mod = types.ModuleType("made")
mod.x = 2.5
x = mod.x
is_f = inspect.isfunction(f)
doc = inspect.getdoc(f)
b = types.MethodType(f, "self")
r = b()
mem = inspect.getmembers(ns)
pr = types.MappingProxyType({"k": 1})
k = pr["k"]
fr = inspect.currentframe()
mname = inspect.getmodule(f).__name__

# case: weakref, contextlib and abc
# file: main.py
import abc
import contextlib
import weakref
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
    def show(self):
        return (self.area(), self.name)
class Sq(Shape):
    name = "sq"
    def area(self):
        return 1.5
s = Sq()
shown = s.show()
r = weakref.ref(s)
alive = r()
wd = weakref.WeakValueDictionary()
wd["a"] = s
got = wd["a"]
with contextlib.closing(open(__file__)) as f:
    line = f.readline()
class T(contextlib.ContextDecorator):
    def __enter__(self):
        return self
    def __exit__(self, *e):
        return False
@T()
def run(n):
    return [n]
x = run(1)
with contextlib.redirect_stdout(None) as z:
    pass

# case: asyncio
# file: main.py
import asyncio
async def work(n):
    await asyncio.sleep(0)
    return n * 2
async def main():
    a, b = await asyncio.gather(work(1), work("x"))
    t = asyncio.create_task(work(2.5))
    c = await t
    d = t.result()
    e = await asyncio.wait_for(work([1]), 1)
    q = asyncio.Queue()
    await q.put("item")
    f = await q.get()
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    fut.set_result(b"x")
    g = await fut
    done, pending = await asyncio.wait([asyncio.create_task(work(1))])
    for each in done:
        h = each.result()
    async with asyncio.Lock():
        pass
    for co in asyncio.as_completed([work(3)]):
        i = await co
    j = await asyncio.to_thread(len, "abc")
    return c
r = asyncio.run(main())

# case: mocks and configparser
# file: main.py
import configparser
from unittest import mock
class Api:
    def get(self, x):
        return x
m = mock.Mock(return_value=3)
a = m()
with mock.patch.object(Api, "get", return_value="patched") as p:
    b = Api().get(1)
c = Api().get(1)
n = m.call_count
cp = configparser.ConfigParser()
cp.read_string("[a]\nk = 1\n")
v = cp["a"]["k"]
i = cp.getint("a", "k")
secs = cp.sections()
f = cp.get("a", "z", fallback="none")
has = cp.has_option("a", "k")

# case: sqlite3, pickle and zlib
# file: main.py
import pickle
import sqlite3
import zlib
import array
db = sqlite3.connect(":memory:")
cur = db.execute("select 1, 'x'")
row = cur.fetchone()
rows = db.execute("select 1").fetchall()
with db:
    last = db.execute("create table t (a)").lastrowid
for r in db.execute("select 2"):
    one = r
z = zlib.compress(b"a")
n = zlib.crc32(b"x")
p = pickle.dumps([1])
back = pickle.loads(p)
a = array.array("i", [1])
x = a[0]
cnt = db.total_changes
db.row_factory = sqlite3.Row
