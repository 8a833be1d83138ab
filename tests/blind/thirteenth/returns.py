# Returns: several ways out, several kinds of results.

# case: a result type of two classes
# file: main.py
class Ok:
    def __init__(self, value):
        self.value = value
    def then(self, function):
        return function(self.value)
    def unwrap_or(self, default):
        return self.value
class Err:
    def __init__(self, error):
        self.error = error
    def then(self, function):
        return self
    def unwrap_or(self, default):
        return default
def parse(text):
    if text.isdigit():
        return Ok(int(text))
    return Err(f"not a number: {text}")
def invert(n):
    if n == 0:
        return Err("zero")
    return Ok(1 / n)
r = parse("4").then(invert)
v = r.unwrap_or(None)
bad = parse("x").then(invert)
w = bad.unwrap_or("none")
direct = Ok(1).unwrap_or(2)

# case: early returns in a lookup
# file: main.py
class Directory:
    def __init__(self, parent=None):
        self.parent = parent
        self.names = {}
    def find(self, name):
        if name in self.names:
            return self.names[name]
        if self.parent:
            return self.parent.find(name)
        return None
    def resolve(self, path):
        here = self
        for part in path.split("/"):
            if not part:
                continue
            if part == "..":
                here = here.parent or here
                continue
            here = here.names.get(part)
            if here is None:
                return None, part
            if not isinstance(here, Directory):
                break
        return here, ""
    def mkdir(self, name):
        made = self.names[name] = Directory(self)
        return made
root = Directory()
usr = root.mkdir("usr")
usr.names["f"] = "text"
t = usr.find("f")
up = usr.find("usr")
no = usr.find("x")
here, rest = root.resolve("usr/..")
missing, part = root.resolve("usr/zzz")
file, _ = root.resolve("/usr/f")

# case: functions that return classes and functions
# file: main.py
def shape_class(sides):
    class Shape:
        count = sides
        def __init__(self, length):
            self.length = length
        def perimeter(self):
            return self.count * self.length
    Shape.__name__ = f"Shape{sides}"
    return Shape
def choose(flag):
    if flag:
        return str.upper
    return lambda s: s.encode()
def nothing():
    return
def both():
    try:
        return "try"
    finally:
        done.append(1)
done = []
Triangle = shape_class(3)
t = Triangle(2.5)
p = t.perimeter()
c = Triangle.count
u = choose(True)("a")
n = nothing()
b = both()
d = done[0]

# case: a reader that returns tuples of varying shape
# file: main.py
def read(line):
    if not line:
        return None
    if line.startswith("#"):
        return ("comment", line[1:])
    if "=" in line:
        key, value = line.split("=", 1)
        return ("pair", key, int(value) if value.isdigit() else value)
    return ("word", line, len(line), line[::-1])
rows = [read(l) for l in ["", "#c", "a=1", "b=x", "word"]]
pairs = {}
words = []
for row in rows:
    if row is None:
        continue
    kind = row[0]
    if kind == "pair":
        _, key, value = row
        pairs[key] = value
    elif kind == "word":
        words.append(row[1:])
a = pairs["a"]
w = words[0]
kinds = [r[0] if r else None for r in rows]

# case: fluent setters that return self
# file: main.py
class Request:
    method = "GET"
    def __init__(self, url):
        self.url = url
        self.headers = {}
        self.body = None
    def header(self, name, value):
        self.headers[name] = value
        return self
    def json(self, data):
        self.body = data
        return self.header("Content-Type", "json").using("POST")
    def using(self, method):
        self.method = method
        return self
    def send(self):
        if self.method == "GET":
            return Response(200)
        return Response(201, self.body)
class Response:
    def __init__(self, status, data=None):
        self.status, self.data = status, data
    def __bool__(self):
        return self.status < 400
    def or_else(self, default):
        return self.data if self.data is not None else default
r = Request("/x").header("A", 1).json({"k": [1]})
method = r.method
s = r.send()
data = s.data
plain = Request("/").send()
d = plain.or_else("nothing")
h = r.headers

# case: async functions and what awaiting them gives
# file: main.py
import asyncio
class Client:
    def __init__(self, delay=0):
        self.delay = delay
        self.open = False
    async def __aenter__(self):
        self.open = True
        return self
    async def __aexit__(self, *error):
        self.open = False
    async def get(self, path):
        await asyncio.sleep(self.delay)
        return {"path": path}
    async def pages(self, n):
        for i in range(n):
            yield await self.get(f"/{i}")
async def fetch_all(paths):
    async with Client() as client:
        results = await asyncio.gather(*(client.get(p) for p in paths))
        first = results[0]
        seen = []
        async for page in client.pages(2):
            seen.append(page["path"])
        names = [p["path"] async for p in client.pages(1)]
    return first, seen, names, client.open
async def limited(coroutine, seconds):
    try:
        return await asyncio.wait_for(coroutine, seconds)
    except asyncio.TimeoutError:
        return None
first, seen, names, is_open = asyncio.run(fetch_all(["/a", "/b"]))
path = first["path"]
slow = asyncio.run(limited(asyncio.sleep(1, "late"), 0.01))
async def main():
    task = asyncio.create_task(Client().get("/t"))
    done = await task
    return done["path"]
t = asyncio.run(main())
