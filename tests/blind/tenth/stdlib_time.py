# case: dates
# file: main.py
from datetime import date, datetime, timedelta, timezone, time
import datetime as dt
today = date.today()
year = today.year
later = today + timedelta(days=3)
gap = later - today
days = gap.days
secs = gap.total_seconds()
now = datetime.now()
d = now.date()
t = now.time()
stamp = now.timestamp()
diff = now - datetime(2020, 1, 1)
moved = now - timedelta(hours=1)
twice = gap * 2
half = gap / 2
ratio = gap / timedelta(days=1)
whole = gap // timedelta(days=1)
neg = -gap
text = now.isoformat()
back = datetime.fromisoformat("2020-01-01")
parsed = datetime.strptime("2020", "%Y")
fmt = now.strftime("%Y")
zone = timezone.utc
aware = now.replace(tzinfo=zone)
tz = aware.tzinfo
off = aware.utcoffset()
cal = today.isocalendar()
week = cal.week
cal_year, cal_week, cal_day = cal
comb = datetime.combine(today, time(1, 2))
before = today < later
lo = min(today, later)
ordn = dt.date(2020, 1, 1).toordinal()
total = sum([gap, gap], timedelta())
weekday = today.weekday()

# case: numbers
# file: main.py
import math
import random
import statistics
from decimal import Decimal, ROUND_UP
from fractions import Fraction
root = math.sqrt(2)
fl = math.floor(2.5)
ce = math.ceil(2.5)
g = math.gcd(4, 6)
fact = math.factorial(5)
mant, expo = math.frexp(8)
inf = math.inf
ok = math.isclose(1, 1.0)
frac, ip = math.modf(2.5)
pr = math.prod([1, 2, 3])
d = Decimal("1.5") + 1
q = d.quantize(Decimal("1"), rounding=ROUND_UP)
f = Fraction(1, 3) * 2
num = f.numerator
lim = f.limit_denominator()
ff = float(f)
r = random.random()
ri = random.randint(1, 6)
ch = random.choice(["a", "b"])
sm = random.sample([1, 2, 3], 2)
rng = random.Random(3)
rr = rng.uniform(1, 2)
me = statistics.mean([1.5, 2.5])
md = statistics.median([1.5, 2.5])
dm = divmod(7, 2)
dq, dr = divmod(7.5, 2)
rd = round(2.567, 1)
rn = round(2.5)
ab = abs(-3)
ac = abs(3 + 4j)
re = (1 + 2j).real
cj = (1 + 2j).conjugate()
pw = pow(2, 3)
pn = pow(2, -1)
pm = pow(2, 3, 5)
bl = (5).bit_length()
ir = (2.0).is_integer()
nd = (0.5).as_integer_ratio()
hx = hex(255)
x = int("3") + float("2")
fd = 7 // 2
fdf = 7.0 // 2
td = 6 / 3
mod = 7 % 2.0
sh = 1 << 3
tr = True + True
bo = True & False
inv = ~True
cm = 1 + 2j * 3

# case: time, uuid, calendar
# file: main.py
import calendar
import time
import uuid
now = time.time()
mono = time.monotonic()
loc = time.localtime()
yr = loc.tm_year
txt = time.strftime("%Y")
st = time.gmtime(0)
first = st[0]
u = uuid.uuid4()
hx = u.hex
i = u.int
s = str(u)
leap = calendar.isleap(2020)
wd, nd = calendar.monthrange(2020, 2)
mn = calendar.month_name[1]
ns = time.perf_counter_ns()
weeks = calendar.monthcalendar(2020, 2)

# case: copy, pprint, types and inspect
# file: main.py
import copy
import inspect
import pprint
import types
class Box:
    def __init__(self, items):
        self.items = items
b = Box([1])
c = copy.copy(b)
d = copy.deepcopy(b)
items = d.items
l = copy.deepcopy([1, "a"])
text = pprint.pformat({"a": 1})
ns = types.SimpleNamespace(a=1, b="x")
na = ns.a
nb = ns.b
def f(a, b=2): return a
sig = inspect.signature(f)
params = sig.parameters
pa = sig.parameters["a"]
pname = pa.name
isf = inspect.isfunction(f)
src = inspect.getdoc(f)
mod = types.ModuleType("x")
mp = types.MappingProxyType({"a": 1})
mv = mp["a"]
ism = isinstance(f, types.FunctionType)
members = [n for n, v in inspect.getmembers(b) if n == "items"]

# case: threads and pools
# file: main.py
import queue
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
lock = threading.Lock()
with lock:
    held = lock.locked()
def work(n):
    return n * 2.0
t = threading.Thread(target=work, args=(1,))
t.start()
t.join()
alive = t.is_alive()
tn = t.name
with ThreadPoolExecutor(max_workers=2) as pool:
    fut = pool.submit(work, 3)
    res = fut.result()
    many = list(pool.map(work, [1, 2]))
    futs = [pool.submit(work, i) for i in range(2)]
    for done in as_completed(futs):
        value = done.result()
    names = {pool.submit(str, 1): "one"}
    for f in as_completed(names):
        nm = names[f]
ev = threading.Event()
ev.set()
was = ev.is_set()
cur = threading.current_thread()
loc = threading.local()
loc.value = 3
lv = loc.value

# case: weak references, enumerations of flags and contextvars
# file: main.py
import contextvars
import weakref
class Obj:
    def hi(self):
        return 1
o = Obj()
ref = weakref.ref(o)
back = ref()
if back is not None:
    n = back.hi()
wd = weakref.WeakValueDictionary()
wd["a"] = o
got = wd["a"]
var = contextvars.ContextVar("var", default=3)
v = var.get()
token = var.set(4)
ws = weakref.WeakSet([o])
for each in ws:
    one = each
