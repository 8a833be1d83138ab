# case: walrus in a comprehension of a function and of the module
# file: main.py
def longest(words):
    sizes = [«1:n» for w in words if («1:n» := len(w)) > 1]
    return sizes, «1:n»
print([«2:last» := x for x in range(3)], «2:last»)
def other():
    n = 3
    return n, «2:last»

# case: the first iterable of a comprehension is outside of it
# file: main.py
class Grid:
    «1:rows» = 3
    width = 4
    cells = [(«2:r», c) for «2:r» in range(«1:rows») for c in range(2)]
    def get(self, rows):
        return self.«1:rows», rows
«3:x» = [[1], [2]]
y = [«4:x» for «4:x» in «3:x»]
z = [«5:x» for row in «3:x» for «5:x» in row]
print(Grid.«1:rows», «3:x»)

# case: nonlocal through two functions
# file: main.py
«1:count» = 0
def outer():
    «2:count» = 0
    def middle():
        def inner():
            nonlocal «2:count»
            «2:count» += 1
            return «2:count»
        return inner
    def reset():
        global «1:count»
        «1:count» = 0
        return «1:count»
    return middle()(), reset(), «2:count»
print(outer(), «1:count»)

# case: except as deletes, the global below is another place of the same name
# file: main.py
def guard(action):
    «1:e» = None
    try:
        action()
    except ValueError as «1:e»:
        print(«1:e»)
    except (KeyError, TypeError) as «1:e»:
        raise RuntimeError(str(«1:e»)) from «1:e»
    return [«2:e» for «2:e» in range(3)]
e = 1
print(e)

# case: del of names, items and attributes
# file: main.py
class Box:
    def __init__(self):
        self.«1:lid» = 1
        self.«2:items» = {}
def strip(«3:box», «4:key»):
    del «3:box».«2:items»[«4:key»], «3:box».«1:lid»
    del «3:box»
    «3:box» = Box()
    return «3:box».«1:lid»
b = Box()
b.«2:items»["a"] = 1
strip(b, «4:key»="a")

# case: type variables of functions and classes
# file: main.py
from typing import Generic, TypeVar
«1:T» = TypeVar("T")
«2:U» = TypeVar("U", bound="«3:Stack»")
«4:Pairs» = list[tuple[«1:T», «1:T»]]
def first(items: list[«1:T»], default: "«1:T»") -> «1:T»:
    x: «1:T» = default
    return items[0] if items else x
class «3:Stack»(Generic[«1:T»]):
    def push(self: «2:U», item: «1:T») -> «2:U»:
        return self
    def map(self, item: "«1:T» | None") -> "«4:Pairs»[int]":
        return [(1, 1)]
«3:Stack»().push(1).map(1)

# case: class scope is skipped by methods, lambdas and nested classes
# file: main.py
«1:unit» = "cm"
class Ruler:
    «2:unit» = "mm"
    label = lambda self: «1:unit» + self.«2:unit»
    class Mark:
        shown = «1:unit»
        def show(self):
            return «1:unit»
    «3:copy» = «2:unit»
    def parts(self):
        return [«1:unit» for _ in self.«3:copy»]
print(Ruler.«2:unit», Ruler().label())

# case: with-as of tuples, attributes and several managers
# file: main.py
import contextlib
@contextlib.contextmanager
def pair():
    yield 1, 2
class Holder:
    def fill(self):
        with pair() as («1:a», «2:b»), pair() as self.«3:both»:
            self.total = «1:a» + «2:b»
            return self.«3:both»
a = 3
print(Holder().fill(), Holder().«3:both», a)

# case: augmented assignments of names, attributes and items
# file: main.py
class Meter:
    «1:step» = 1
    def __init__(self):
        self.«2:value» = 0
    def up(self, «3:step»=None):
        «3:step» = «3:step» or self.«1:step»
        «3:step» *= 2
        self.«2:value» += «3:step»
        self.«1:step» += 1
        return self.«2:value»
m = Meter()
m.«2:value» -= m.up(«3:step»=2)
step = 1
step += 1

# case: match captures, guards, star and rest
# file: main.py
def run(command, «1:env»):
    match command:
        case [«2:verb»]:
            return «2:verb»
        case [«2:verb», *«3:rest»] if «2:verb» in «1:env» and all(«4:r» for «4:r» in «3:rest»):
            return «2:verb», «3:rest»
        case {"name": str() as «5:name», **«3:rest»} | [[«5:name», «3:rest»]]:
            return «5:name», «3:rest»
        case «2:verb»:
            return «2:verb»
verb = "x"
run([verb], «1:env»={})
