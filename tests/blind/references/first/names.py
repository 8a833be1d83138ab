# case: a local variable and a global of the same name
# file: main.py
«1:total» = 10
def add(items):
    «2:total» = 0
    for item in items:
        «2:total» += item
    return «2:total»
print(add([1]), «1:total»)

# case: a closure reads, an inner function binds its own
# file: main.py
def outer():
    «1:x» = 1
    def reader():
        return «1:x» + 1
    def binder():
        «2:x» = 2
        return «2:x»
    return reader() + binder() + «1:x»

# case: nonlocal through two levels
# file: main.py
def counter():
    «1:n» = 0
    def step():
        def deep():
            nonlocal «1:n»
            «1:n» += 1
            return «1:n»
        return deep()
    return step, «1:n»
«2:n» = counter()
print(«2:n»)

# case: global declared in a function that binds first
# file: main.py
def setup():
    global «config»
    «config» = {"a": 1}
def use():
    return «config»["a"]
setup()
print(use(), «config»)
def other(config):
    return config

# case: global in a function within a function that has the name
# file: main.py
«1:v» = 0
def a():
    «2:v» = 1
    def b():
        global «1:v»
        «1:v» = 2
        return «1:v»
    return b() + «2:v»
print(«1:v»)

# case: a parameter and a keyword argument
# file: main.py
def area(«1:width», «2:height»):
    return «1:width» * «2:height»
area(«1:width»=1, «2:height»=2)
width = 5
area(width, «2:height»=width)
area(«1:width»=width, **{"x": 1})

# case: defaults are read outside
# file: main.py
«1:size» = 3
def pad(text, «2:size»=«1:size»):
    return text.ljust(«2:size»)
pad("a", «2:size»=«1:size»)

# case: keyword-only and positional-only parameters
# file: main.py
def f(«1:a», /, «2:b», *, «3:c»):
    return «1:a» + «2:b» + «3:c»
f(1, «2:b»=2, «3:c»=3)
f(1, 2, «3:c»=4)

# case: variadic parameters
# file: main.py
def call(fn, *«1:args», **«2:kwargs»):
    if «2:kwargs»:
        return fn(*«1:args», **«2:kwargs»)
    return fn(*«1:args»)
args = [1]
call(print, *args, sep="")

# case: comprehension variables
# file: main.py
«1:x» = [1, 2]
squares = [«2:x» * «2:x» for «2:x» in «1:x» if «2:x»]
pairs = {«3:x»: y for «3:x» in «1:x» for y in range(«3:x»)}
gen = (x2 for x2 in «1:x»)
print(«1:x»)

# case: nested comprehensions
# file: main.py
rows = [[1], [2]]
flat = [[«1:c» + 1 for «1:c» in «2:r»] for «2:r» in rows]
other = [[c for c in r] for r in rows]

# case: a comprehension in a class body
# file: main.py
class Table:
    «1:size» = 3
    cells = [«2:i» for «2:i» in range(«1:size»)]
    def get(self, i):
        return self.cells[i] + self.«1:size»
print(Table.«1:size», Table().«1:size»)

# case: lambda parameters
# file: main.py
«1:key» = "a"
first = lambda «2:key», other=«1:key»: «2:key» + other
second = lambda: «1:key»
sorted([1], key=lambda key: -key)

# case: a lambda keyword argument
# file: main.py
power = lambda base, «exp»=2: base ** «exp»
power(2)
power(2, «exp»=3)

# case: bound in both branches
# file: main.py
import sys
if sys.argv:
    «mode» = "cli"
else:
    «mode» = "lib"
def show():
    print(«mode»)

# case: a function defined in both branches
# file: main.py
try:
    import json
    def «load»(text):
        return json.loads(text)
except ImportError:
    def «load»(text):
        return eval(text)
«load»("1")

# case: loop variables, used after the loop
# file: main.py
def last(items):
    «1:item» = None
    for «2:i», «1:item» in enumerate(items):
        print(«2:i»)
    else:
        print(«1:item»)
    return «1:item», «2:i»

# case: with targets
# file: main.py
def read(path):
    with open(path) as «1:f», open(path) as «2:g»:
        data = «1:f».read()
        data += «2:g».read()
    with open(path) as «1:f»:
        return data + «1:f».read()

# case: except as, twice
# file: main.py
def risky(action):
    try:
        action()
    except ValueError as «err»:
        print(«err»)
        raise RuntimeError from «err»
    except KeyError as «err»:
        return «err»

# case: walrus in a condition and in a comprehension
# file: main.py
def scan(lines):
    while («1:line» := lines.pop()):
        print(«1:line»)
    if any((«2:hit» := l) == 3 for l in lines):
        return «2:hit», «1:line»

# case: match captures
# file: main.py
def area(shape):
    match shape:
        case ("circle", «1:r»):
            return 3 * «1:r» * «1:r»
        case {"w": «2:w», **«3:rest»} if «2:w» > 0:
            return «2:w», «3:rest»
        case [«4:head», *«5:tail»] as «6:whole»:
            return «4:head», «5:tail», «6:whole»

# case: match with a class pattern and a dotted constant
# file: main.py
class Point:
    «1:x» = 0
    def __init__(self, x):
        self.«1:x» = x
class Color:
    «2:RED» = 1
def f(p):
    match p:
        case Point(«1:x»=«3:px»):
            return «3:px»
        case Color.«2:RED»:
            return 0

# case: del and rebind
# file: main.py
def f():
    «1:tmp» = 1
    del «1:tmp»
    «1:tmp» = 2
    return «1:tmp»
tmp = 3
del tmp

# case: augmented assignment of a global
# file: main.py
«hits» = 0
def hit():
    global «hits»
    «hits» += 1
    return «hits»
hit()
«hits» -= 1

# case: a name shadowed by a parameter, a local and a class
# file: main.py
def «1:item»():
    pass
class Box:
    def «2:item»(self):
        return «1:item»()
def f(«3:item»):
    return «3:item»
def g():
    class «4:item»:
        pass
    return «4:item»()
Box().«2:item»()
«1:item»()

# case: builtins shadowed
# file: main.py
def «1:print»(text):
    return text
def f(«2:list»):
    return «2:list» + [1]
«1:print»("x")
f(list())

# case: a class body is no scope for methods
# file: main.py
«1:limit» = 5
class Queue:
    «2:limit» = 10
    def full(self, n):
        return n > «1:limit»
    def really(self, n):
        return n > self.«2:limit»
    half = «2:limit» // 2

# case: star unpacking
# file: main.py
def f(data):
    «1:a», *«2:rest», (b, «3:c») = data
    for «4:k», *_ in «2:rest»:
        print(«4:k»)
    return «1:a», «3:c»

# case: f-strings
# file: main.py
«1:name» = "x"
def greet(«2:name», «3:width»=3):
    return f"{«2:name»!r:>{«3:width»}} and {«2:name».upper()}"
print(f"{«1:name»}" f"{greet(«1:name», «3:width»=4)}")

# case: string annotations
# file: main.py
def build(x: "«1:Tree»") -> "list[«1:Tree»]":
    y: "«1:Tree» | None" = None
    return [x, y]
class «1:Tree»:
    left: "«1:Tree»"
note = "Tree"

# case: annotated without a value
# file: main.py
def f(flag):
    «x»: int
    if flag:
        «x» = 1
    else:
        «x» = 2
    return «x»

# case: generators
# file: main.py
def «1:numbers»(n):
    «2:i» = 0
    while «2:i» < n:
        «3:got» = yield «2:i»
        «2:i» += 1 if «3:got» is None else «3:got»
def all_numbers():
    yield from «1:numbers»(3)
for x in «1:numbers»(2):
    print(x)
print(list(«1:numbers»(n=2)))

# case: async
# file: main.py
import asyncio
async def «1:fetch»(«2:url»):
    return «2:url»
async def main():
    «3:a» = await «1:fetch»(«2:url»="x")
    return await asyncio.gather(«1:fetch»(«3:a»), «1:fetch»("y"))

# case: a recursive function
# file: main.py
def «fact»(n):
    return 1 if n < 2 else n * «fact»(n - 1)
fact2 = «fact»
print(«fact»(3), fact2(3))

# case: a function nested in a function of the same name
# file: main.py
def «1:run»():
    def «2:run»():
        return 1
    return «2:run»()
«1:run»()

# case: two functions with the same local
# file: main.py
def a():
    «1:result» = 1
    return «1:result»
def b():
    «2:result» = 2
    return lambda: «2:result»

# case: loops within comprehension conditions
# file: main.py
def f(words, «1:stop»):
    return [w for w in words if w not in «1:stop» and all(s != w for s in «1:stop»)]
f([], «1:stop»=["a"])
