# The standard library.

# case: text tools
# file: main.py
import re
import string
import textwrap
import base64
import hashlib
pattern = re.compile(r"(?P<key>\w+)=(?P<value>\d+)")
m = pattern.search("size=12")
key = m.group("key")
both = m.groups()
named = m.groupdict()
start, end = m.span()
pairs = pattern.findall("a=1 b=2")
swapped = re.sub(r"\d+", lambda hit: str(int(hit.group()) * 2), "a1b2")
parts = re.split(r"[,;]", "a,b;c")
keys = [hit["key"] for hit in pattern.finditer("a=1 b=2")]
filled = string.Template("$who!").substitute(who="ann")
letters = string.ascii_letters
capital = string.capwords("a b")
wrapped = textwrap.wrap("one two three", 7)
dedented = textwrap.dedent("  x\n  y")
coded = base64.b64encode(b"abc")
decoded = base64.b64decode(coded).decode()
digest = hashlib.sha256(b"x").hexdigest()
raw = hashlib.md5(b"x").digest()

# case: numbers
# file: main.py
import math
import decimal
import fractions
import statistics
import random
import operator
floor = math.floor(2.5)
root = math.sqrt(16)
whole = math.isqrt(17)
fact = math.factorial(5)
near = math.isclose(0.1, 0.1)
frac, integral = math.modf(2.5)
price = decimal.Decimal("19.99")
doubled = price * 2
rounded = price.quantize(decimal.Decimal("0.1"))
third = fractions.Fraction(1, 3)
more = third + 1
num = more.numerator
floaty = third * 0.5
mean = statistics.mean([1, 2, 4])
median = statistics.median([1.5, 2.5])
mode = statistics.mode("aab")
rng = random.Random(4)
dice = rng.randint(1, 6)
pick = rng.choice(["a", "b"])
sample = rng.sample(range(10), 3)
part = rng.random()
deck = list("abc")
rng.shuffle(deck)
get = operator.itemgetter("b")
two = get({"b": 2})
both = operator.itemgetter(0, 2)("xyz")
added = operator.add(1, 2.5)
called = operator.methodcaller("upper")("low")

# case: dates and times
# file: main.py
import datetime as dt
import time
import calendar
day = dt.date(2024, 2, 28)
later = day + dt.timedelta(days=2)
gap = later - day
days = gap.days
seconds = gap.total_seconds()
moment = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
iso = moment.isoformat()
parsed = dt.datetime.strptime("2024-01-02", "%Y-%m-%d")
date = parsed.date()
clock = parsed.time()
hour = clock.hour
same = parsed < moment.replace(tzinfo=None)
text = f"{parsed:%d.%m}"
week = date.isocalendar()
year = week.year
stamp = time.time()
tup = time.gmtime(0)
tm_year = tup.tm_year
leap = calendar.isleap(2024)
first, length = calendar.monthrange(2024, 2)
half = gap / 2
ratio = gap / half
months = list(calendar.month_abbr)

# case: paths and files
# file: main.py
import os
import tempfile
import shutil
import glob
import zipfile
import csv
from pathlib import Path
with tempfile.TemporaryDirectory() as folder:
    base = Path(folder)
    target = base / "data" / "t.csv"
    target.parent.mkdir()
    written = target.write_text("a,b\n1,2\n")
    with target.open(newline="") as stream:
        rows = list(csv.reader(stream))
    with open(target) as stream:
        records = [r for r in csv.DictReader(stream)]
    record = records[0]
    cell = record["a"]
    suffix = target.suffix
    stem = target.stem
    names = [p.name for p in base.iterdir()]
    found = glob.glob(os.path.join(folder, "*", "*.csv"))
    copied = shutil.copy(target, base / "copy.csv")
    size = os.path.getsize(target)
    packed = base / "x.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(target, "t.csv")
    with zipfile.ZipFile(packed) as archive:
        inside = archive.namelist()
        data = archive.read("t.csv")
    for root, dirs, files in os.walk(folder):
        count = len(files)
head, tail = os.path.split("/a/b.txt")
plain, ext = os.path.splitext(tail)
home = os.environ.get("HOME_THAT_IS_NOT")
exists = os.path.exists(head)

# case: collections at work
# file: main.py
import collections
import heapq
import bisect
import itertools
import copy
import queue
counter = collections.Counter("mississippi")
common = counter.most_common(2)
letter, times = common[0]
tree = collections.defaultdict(list)
tree["a"].append(1)
ones = tree["a"]
window = collections.deque(maxlen=3)
for n in range(5):
    window.append(n)
left = window.popleft()
Point = collections.namedtuple("Point", "x y")
p = Point(1, y=2.5)
moved = p._replace(x=3)
as_dict = p._asdict()
px, py = moved
heap = [5, 1, 4]
heapq.heapify(heap)
small = heapq.heappop(heap)
largest = heapq.nlargest(1, ["a", "bb"], key=len)
where = bisect.bisect([1, 3, 5], 4)
pairs = list(itertools.product("ab", [1, 2]))
run = list(itertools.accumulate([1, 2, 3]))
grouped = {k: list(g) for k, g in itertools.groupby("aab")}
flat = list(itertools.chain.from_iterable([[1], [2.5]]))
few = list(itertools.islice(itertools.count(3), 2))
combos = [a + b for a, b in itertools.combinations("abc", 2)]
deep = copy.deepcopy({"k": [1]})
q = queue.Queue()
q.put(("job", 1))
job = q.get()
chain = collections.ChainMap({"a": 1}, {"a": "x", "b": "y"})
got = chain["b"]
ordered = collections.OrderedDict(a=1)
ordered.move_to_end("a")

# case: structured text
# file: main.py
import json
import configparser
import urllib.parse
import struct
import uuid
import sqlite3
import argparse
text = json.dumps({"a": [1, 2.5]})
ini = configparser.ConfigParser()
ini.read_string("[main]\nport = 80\nname = x\nflag = yes")
port = ini.getint("main", "port")
name = ini["main"]["name"]
flag = ini["main"].getboolean("flag")
sections = ini.sections()
url = urllib.parse.urlparse("http://h:1/p?q=1#f")
netloc = url.netloc
number = url.port
query = urllib.parse.parse_qs(url.query)
quoted = urllib.parse.quote("a b")
joined = urllib.parse.urljoin("http://h/", "p")
packed = struct.pack(">HI", 1, 2)
size = struct.calcsize(">HI")
ident = uuid.UUID(int=5)
hexed = ident.hex
db = sqlite3.connect(":memory:")
cursor = db.execute("select 1, 'a'")
cols = cursor.description
parser = argparse.ArgumentParser(prog="p")
parser.add_argument("--n", type=int, default=3)
options = parser.parse_args([])
usage = parser.format_usage()
db.close()

# case: the machinery of programs
# file: main.py
import logging
import threading
import weakref
import types
import inspect
import traceback
import subprocess
import sys
import contextlib
import io
log = logging.getLogger("blind")
level = log.level
handler = logging.NullHandler()
log.addHandler(handler)
results = []
def work(n, label="t"):
    results.append((n, label))
thread = threading.Thread(target=work, args=(1,), kwargs={"label": "x"})
thread.start()
thread.join()
alive = thread.is_alive()
lock = threading.Lock()
with lock:
    held = lock.locked()
class Thing:
    pass
thing = Thing()
ref = weakref.ref(thing)
same = ref()
space = types.SimpleNamespace(a=1, b="x")
a = space.a
signature = inspect.signature(work)
names = list(signature.parameters)
source_name = inspect.getmodule(work)
is_func = inspect.isfunction(work)
try:
    1 / 0
except ZeroDivisionError:
    shown = traceback.format_exc()
done = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True)
code = done.returncode
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("hid")
hidden = buffer.getvalue()
local = threading.local()
local.value = 3
v = local.value

# case: enumerations and data classes
# file: main.py
import enum
import dataclasses
from typing import NamedTuple
class Level(enum.IntEnum):
    LOW = 1
    HIGH = 9
    @property
    def label(self):
        return self.name.lower()
class Suit(enum.Enum):
    HEART = ("h", True)
    SPADE = ("s", False)
    def __init__(self, letter, red):
        self.letter = letter
        self.red = red
    @classmethod
    def of(cls, letter):
        return next(s for s in cls if s.letter == letter)
@dataclasses.dataclass(order=True)
class Card:
    rank: int
    suit: Suit = Suit.HEART
    tags: list = dataclasses.field(default_factory=list, compare=False)
    def __post_init__(self):
        self.short = f"{self.rank}{self.suit.letter}"
class Pos(NamedTuple):
    x: int
    y: int = 0
    def sum(self):
        return self.x + self.y
level = Level(9)
label = level.label
more = Level.LOW + 1
names = [l.name for l in Level]
spade = Suit.of("s")
red = Suit.HEART.red
value = spade.value
card = Card(7)
short = card.short
better = dataclasses.replace(card, rank=8)
bigger = max(card, better)
data = dataclasses.asdict(card)
fields = [f.name for f in dataclasses.fields(Card)]
pos = Pos(3)
total = pos.sum()
x, y = pos
by_name = Suit["SPADE"]
