# Generators.

# case: a generator that delegates
# file: main.py
def letters():
    yield "a"
    yield "b"
def numbers():
    yield 1
def both():
    yield from letters()
    yield from numbers()
items = list(both())
first = next(letters())
for item in numbers():
    kept = item

# case: the result of a delegated generator
# file: main.py
def inner():
    yield 1
    return "done"
def outer():
    result = yield from inner()
    yield result
values = [v for v in outer()]

# case: what is sent is yielded back
# file: main.py
def echo():
    got = None
    while True:
        got = yield got
e = echo()
a = next(e)
b = e.send("text")
c = e.send(1.5)

# case: a generator of functions that are called
# file: main.py
def ping():
    return "ping"
def pong():
    return 2
def actions():
    yield ping
    yield pong
out = [act() for act in actions()]
gen = actions()
first = next(gen)()

# case: a generator method and a class that is iterated
# file: main.py
class Library:
    def __init__(self, *titles):
        self.titles = titles
    def __iter__(self):
        for t in self.titles:
            yield t
    def numbered(self):
        n = 0
        for t in self:
            yield n, t
            n += 1
lib = Library("x", "y")
all_titles = [t for t in lib]
pairs = list(lib.numbered())
index, title = pairs[0]

# case: a pipeline of generators
# file: main.py
def read():
    for line in ["1", "2", "x"]:
        yield line
def parse(lines):
    for line in lines:
        if line.isdigit():
            yield int(line)
def scale(numbers, factor):
    for n in numbers:
        yield n * factor
result = list(scale(parse(read()), 0.5))
total = sum(result)
