# Parameters: defaults, several kinds of values, containers that are changed.

# case: a logger with levels and sinks
# file: main.py
import sys
class Logger:
    LEVELS = ("debug", "info", "error")
    def __init__(self, name, level="info", sinks=None, parent=None):
        self.name = name
        self.level = level
        self.sinks = sinks if sinks is not None else []
        self.parent = parent
    def child(self, name, **options):
        return Logger(f"{self.name}.{name}", parent=self, **options)
    def log(self, level, message, *args):
        if self.LEVELS.index(level) < self.LEVELS.index(self.level):
            return 0
        text = message % args if args else message
        for sink in self.sinks:
            sink((level, self.name, text))
        sent = len(self.sinks)
        if self.parent is not None:
            sent += self.parent.log(level, text)
        return sent
    def info(self, message, *args):
        return self.log("info", message, *args)
records = []
root = Logger("root", sinks=[records.append])
lines = []
sub = root.child("sub", level="debug", sinks=[lambda r: lines.append(r[2])])
n = sub.info("%s is %d", "x", 1)
m = root.log("debug", "never")
level, name, text = records[0]
line = lines[0]
p = sub.parent

# case: functions that fill what they are given
# file: main.py
def fill(target, key, value):
    target[key] = value
    return target
def extend(into, *more):
    for items in more:
        into.extend(items)
    return len(into)
def mark(thing, label=None):
    thing.label = label
    return thing
class Thing:
    label = "plain"
d = {}
fill(d, "a", 1)
e = fill({}, 2, "b")
l = []
n = extend(l, [1], "ab")
first = l[0]
t = mark(Thing(), 3.5)
label = t.label
u = mark(Thing()).label
a = d["a"]
v = list(e.values())[0]

# case: a converter that takes nearly anything
# file: main.py
from datetime import date
def convert(value, to=str, default=None):
    if value is None:
        return default
    if isinstance(value, to):
        return value
    if isinstance(value, (list, tuple)):
        return [convert(v, to, default) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    try:
        return to(value)
    except (TypeError, ValueError):
        return default
a = convert("1", int)
b = convert(None, default="none")
c = convert([1, None], float)
d = convert(date(2024, 1, 1))
e = convert("x", int, 0)

# case: optional callbacks
# file: main.py
def download(urls, on_item=None, on_error=None, transform=None):
    done = []
    for url in urls:
        try:
            data = fetch(url)
        except OSError as error:
            if on_error:
                on_error(url, error)
            continue
        if transform is not None:
            data = transform(data)
        done.append(data)
        on_item and on_item(url, data)
    return done
def fetch(url):
    if url.startswith("bad"):
        raise OSError(url)
    return url.encode()
failed = {}
seen = []
def note(url, error):
    failed[url] = error
    return True
plain = download(["a", "bad"], on_error=note)
sizes = download(["abc"], lambda u, d: seen.append((u, d)), transform=len)
p = plain[0]
s = sizes[0]
f = failed["bad"]
u, d = seen[0]

# case: one function for three kinds of shapes
# file: main.py
from dataclasses import dataclass
@dataclass
class Circle:
    r: float
@dataclass
class Rect:
    w: int
    h: int
@dataclass
class Group:
    items: list
def area(shape):
    match shape:
        case Circle(r=r):
            return 3.14 * r * r
        case Rect(w, h):
            return w * h
        case Group(items=[]):
            return None
        case Group(items):
            return sum(area(i) or 0 for i in items)
        case [first, *rest]:
            return first, rest
        case {"kind": kind, **more}:
            return kind, more
        case str() | bytes() as text:
            return text
        case _:
            raise TypeError(shape)
a = area(Circle(2.0))
b = area(Rect(2, 3))
c = area(Group([Rect(1, 1)]))
n = area(Group([]))
l = area([1, "x"])
k = area({"kind": "dot", "x": 1})
t = area("txt")

# case: defaults that are evaluated once
# file: main.py
import itertools
ids = itertools.count(1)
def new_id(prefix="id", source=ids):
    return f"{prefix}{next(source)}"
def remember(value, seen=[]):
    seen.append(value)
    return seen
def stamp(at=len("abc"), *, names=("x",)):
    return at, names
class Repo:
    def __init__(self, make_id=new_id, rows=None):
        self.make_id = make_id
        self.rows = rows or {}
    def save(self, row, key=None):
        key = key or self.make_id()
        self.rows[key] = row
        return key
a = new_id()
r = remember(1)
s = remember("two")
first = s[0]
at, names = stamp()
repo = Repo()
k = repo.save([1])
k2 = repo.save("row", 7)
other = Repo(lambda: 99).save(None)
