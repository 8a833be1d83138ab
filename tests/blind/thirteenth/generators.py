# Generators: lazily made values, sent values, delegation.

# case: a tokenizer that yields, and a parser that peeks
# file: main.py
import re
TOKEN = re.compile(r"\s*(?:(\d+)|(.))")
def tokenize(text):
    for number, operator in TOKEN.findall(text):
        if number:
            yield "num", int(number)
        else:
            yield "op", operator
    yield "end", None
class Parser:
    def __init__(self, text):
        self.tokens = tokenize(text)
        self.kind, self.value = next(self.tokens)
    def advance(self):
        value = self.value
        self.kind, self.value = next(self.tokens, ("end", None))
        return value
    def expression(self):
        left = self.term()
        while self.kind == "op" and self.value in "+-":
            if self.advance() == "+":
                left += self.term()
            else:
                left -= self.term()
        return left
    def term(self):
        if self.kind == "num":
            return self.advance()
        raise SyntaxError(self.value)
p = Parser("1 + 2 - 3")
v = p.expression()
kind = p.kind

# case: walking a tree by yield from
# file: main.py
class Tree:
    def __init__(self, value, *children):
        self.value = value
        self.children = list(children)
    def __iter__(self):
        yield self
        for child in self.children:
            yield from child
    def leaves(self):
        if not self.children:
            yield self.value
        for child in self.children:
            yield from child.leaves()
    def paths(self, prefix=()):
        here = (*prefix, self.value)
        if self.children:
            for child in self.children:
                yield from child.paths(here)
        else:
            yield here
t = Tree("root", Tree("a", Tree(1)), Tree(2.5))
values = [n.value for n in t]
leaves = list(t.leaves())
longest = max(t.paths(), key=len)
first = next(iter(t)).value
def flatten(items):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item
flat = list(flatten([1, ["a", (2.5,)]]))

# case: a running average that is sent values
# file: main.py
def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            break
        total += value
        count += 1
        average = total / count
    return count, average
def collect(results, key):
    while True:
        results[key] = yield from averager()
a = averager()
none = next(a)
one = a.send(10)
two = a.send(20)
try:
    a.send(None)
except StopIteration as stop:
    count, average = stop.value
results = {}
group = collect(results, "x")
next(group)
group.send(1)
group.send(None)
r = results["x"]

# case: pipelines of generators over lines
# file: main.py
def lines(text):
    for number, line in enumerate(text.splitlines(), 1):
        yield number, line
def strip_comments(rows):
    for number, line in rows:
        line = line.partition("#")[0].strip()
        if line:
            yield number, line
def pairs(rows):
    for number, line in rows:
        key, _, value = line.partition("=")
        yield key.strip(), (number, value.strip() or None)
text = "a = 1 # one\n\n# nothing\nb ="
table = dict(pairs(strip_comments(lines(text))))
number, value = table["a"]
empty = table["b"][1]
stream = strip_comments(lines(text))
first = next(stream)
rest = list(stream)

# case: batches, windows and interleaving
# file: main.py
from itertools import islice, tee, chain
def batches(items, size):
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch
def windows(items):
    a, b = tee(items)
    next(b, None)
    return zip(a, b)
def interleave(*iterables):
    iterators = [iter(i) for i in iterables]
    while iterators:
        for it in list(iterators):
            try:
                yield next(it)
            except StopIteration:
                iterators.remove(it)
bs = list(batches("abcde", 2))
b = bs[0]
ws = list(windows([1, 2, 3]))
w = ws[0]
mixed = list(interleave([1, 2], "ab"))
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1
ps = list(islice(primes(), 5))
c = list(chain.from_iterable(bs))

# case: coroutines that run tasks in turns
# file: main.py
from collections import deque
class Task:
    ids = 0
    def __init__(self, routine):
        Task.ids += 1
        self.id = Task.ids
        self.routine = routine
        self.value = None
    def step(self):
        value, self.value = self.value, None
        return self.routine.send(value)
class Loop:
    def __init__(self):
        self.ready = deque()
        self.results = {}
    def spawn(self, routine):
        task = Task(routine)
        self.ready.append(task)
        return task.id
    def run(self):
        while self.ready:
            task = self.ready.popleft()
            try:
                asked = task.step()
            except StopIteration as stop:
                self.results[task.id] = stop.value
                continue
            if asked == "id":
                task.value = task.id
            self.ready.append(task)
        return self.results
def work(n):
    me = yield "id"
    for i in range(n):
        yield
    return [me, n]
loop = Loop()
first = loop.spawn(work(1))
second = loop.spawn(work(2))
results = loop.run()
r = results[first]

# case: a context that is a generator, and closing
# file: main.py
from contextlib import contextmanager, closing, ExitStack
events = []
@contextmanager
def opened(name):
    events.append(("open", name))
    handle = {"name": name, "data": []}
    try:
        yield handle
    except ValueError as error:
        events.append(("error", error))
    finally:
        events.append(("close", len(handle["data"])))
with opened("f") as h:
    h["data"].append(1)
    raise ValueError("x")
name = h["name"]
def ticks():
    try:
        yield 1
        yield "two"
    finally:
        events.append("closed")
with closing(ticks()) as t:
    one = next(t)
with ExitStack() as stack:
    hs = [stack.enter_context(opened(n)) for n in "ab"]
last = hs[-1]["name"]
kinds = [e[0] for e in events]
