# case: a generator in a loop
# file: main.py
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1
for x in numbers(2):
    last = x
all_of = list(numbers(3))
g = numbers(1)
first = next(g)

# case: send and its values
# file: main.py
def echo():
    got = None
    while True:
        got = yield got
e = echo()
a = next(e)
b = e.send("x")
c = e.send("y")

# case: yield from with a result
# file: main.py
def inner():
    yield 1
    yield 2
    return "done"
def outer():
    result = yield from inner()
    yield result
items = list(outer())

# case: a pipeline of generators
# file: main.py
def read():
    yield "1"
    yield "2"
def parse(lines):
    for line in lines:
        yield int(line)
def halve(numbers):
    for n in numbers:
        yield n / 2
out = list(halve(parse(read())))
total = sum(halve(parse(read())))

# case: an iterator class
# file: main.py
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
c = Countdown(2)
got = [n for n in c]
for n in Countdown(3):
    last = n

# case: generator expressions and functions in them
# file: main.py
def square(n):
    return n * n
gen = (square(n) for n in range(3))
a = next(gen)
b = max(square(n) for n in (1.5, 2.5))
c = {square(n): str(n) for n in range(2)}
d = {n for n in (1, "a")}

# case: a generator yields functions
# file: main.py
def hello():
    return "hello"
def five():
    return 5
def steps():
    yield hello
    yield five
out = [step() for step in steps()]
for s in steps():
    r = s()
