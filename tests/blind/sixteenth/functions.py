# Functions as values.

# case: closures over the variable of a loop
# file: main.py
def make_all():
    out = []
    for value in (1, "two", None):
        def show():
            return value
        def kept(v=value):
            return v
        out.append((show, kept))
    return out
pairs = make_all()
a = pairs[0][0]()
b = pairs[0][1]()
c = [f() for f, _ in pairs]
handlers = {}
for name in ["x", "y"]:
    handlers[name] = lambda n: (name, n)
d = handlers["x"](1)
adders = [lambda x, i=i: x + i for i in range(3)]
e = adders[1](2.5)

# case: functions that keep state in attributes, defaults and cells
# file: main.py
def count():
    count.n += 1
    return count.n
count.n = 0
def remember(x, seen=[]):
    seen.append(x)
    return seen
def toggler(a, b):
    def flip():
        nonlocal a, b
        a, b = b, a
        return a
    return flip
a = count()
b = remember(1)
c = remember("s")
t = toggler(1, "one")
d = t()
e = t()
f = remember.__defaults__
count.log = []
count.log.append(2.5)
g = count.log[0]

# case: functions out of tables of their own names
# file: main.py
def parse_int(s):
    return int(s)
def parse_text(s):
    return s
def parse_list(s):
    return s.split(",")
PARSERS = {f.__name__[6:]: f for f in (parse_int, parse_text, parse_list)}
def parse(kind, s):
    parser = PARSERS.get(kind)
    if parser is None:
        return None
    return parser(s)
a = parse("int", "1")
b = parse("list", "a,b")
c = parse("no", "x")
d = [p("3") for p in PARSERS.values()]
e = PARSERS["text"]("t")

# case: async functions driven by hand and by a loop
# file: main.py
import asyncio
async def inner(x):
    return x
async def outer(x):
    y = await inner(x)
    return [y]
class Ready:
    def __await__(self):
        got = yield "waiting"
        return got
async def wait():
    return await Ready()
def drive(coro):
    try:
        coro.send(None)
    except StopIteration as stop:
        return stop.value
    return None
a = drive(outer(1))
b = asyncio.run(outer("s"))
c = wait()
d = c.send(None)
try:
    c.send(2.5)
except StopIteration as e:
    f = e.value
async def both():
    return await asyncio.gather(inner(1), inner("b"))
x, y = asyncio.run(both())

# case: composed, curried, piped and counted
# file: main.py
def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run
def curry(f, *args):
    def more(*rest):
        return f(*args, *rest)
    return more
def pipe(x, *fs):
    return x if not fs else pipe(fs[0](x), *fs[1:])
def half(n):
    return n / 2
def text(n):
    return str(n)
a = compose(text, half)(3)
b = curry(pow, 2)(3)
c = curry(curry, max)(1, 2)()
d = pipe(4, half, text)
e = compose()(b"x")
f = curry(compose, len)(text)(12)
