# case: nonlocal and a comprehension inside
# file: main.py
def outer(items):
    «1:seen» = set()
    def mark(x):
        nonlocal «1:seen»
        «1:seen» = «1:seen» | {x}
    [mark(«2:i») for «2:i» in items if «2:i» not in «1:seen»]
    return «1:seen»

# case: a parameter rebound in the body
# file: main.py
def clean(«text», strip=True):
    if strip:
        «text» = «text».strip()
    for ch in "ab":
        «text» = «text».replace(ch, "")
    return «text»
clean(«text»="x", strip=False)
clean("text")

# case: a default that reads a name of the class body
# file: main.py
class Page:
    «1:size» = 10
    def items(self, «2:size»=«1:size»):
        return «2:size»
    def all(self):
        return self.items(«2:size»=self.«1:size»)

# case: try, else and finally bind
# file: main.py
def load(path):
    try:
        «1:data» = open(path).read()
    except OSError as «2:error»:
        «1:data» = str(«2:error»)
    else:
        «1:data» += "!"
    finally:
        print("done")
    return «1:data»

# case: global statement in two functions, and a class that reads
# file: main.py
def start():
    global «1:engine»
    «1:engine» = object()
def stop():
    global «1:engine»
    del «1:engine»
class Car:
    «2:engine» = None
    def drive(self):
        return «1:engine», self.«2:engine»

# case: a class body reads a global of the name it binds
# file: main.py
«1:debug» = True
class Settings:
    «2:debug» = «1:debug»
    def get(self):
        return self.«2:debug» and «1:debug»

# case: lambdas within lambdas
# file: main.py
compose = lambda «1:f», «2:g»: lambda «3:x»: «1:f»(«2:g»(«3:x»))
compose(lambda x: x, lambda «4:f»: «4:f»)

# case: type parameters in a comment do not count, annotations do
# file: main.py
from typing import Optional, List
class «1:Item»: pass
def pick(items: List["«1:Item»"], «2:n»: "Optional[int]" = None) -> Optional[«1:Item»]:
    # Item and n
    return items[«2:n» or 0]
pick([«1:Item»()], «2:n»=1)

# case: for over a dict with tuple targets
# file: main.py
def invert(table):
    out = {}
    for «1:key», («2:a», «3:b») in table.items():
        out[«2:a»] = «1:key»
        out[«3:b»] = «1:key»
    return {«4:key»: 1 for «4:key» in out}

# case: conditional expression and chained comparison
# file: main.py
def clamp(«1:lo», «2:x», «3:hi»):
    return «2:x» if «1:lo» <= «2:x» <= «3:hi» else («1:lo» if «2:x» < «1:lo» else «3:hi»)
clamp(«3:hi»=3, «1:lo»=1, «2:x»=2)

# case: a method and a local function of its name
# file: main.py
class Runner:
    def «1:step»(self):
        def «2:step»():
            return 1
        return «2:step»()
    def go(self):
        «3:step» = self.«1:step»
        return «3:step»()
Runner().«1:step»()

# case: an exception class with arguments
# file: main.py
class Failure(Exception):
    def __init__(self, «1:code»):
        self.«2:code» = «1:code»
def run():
    try:
        raise Failure(«1:code»=3)
    except Failure as «3:f»:
        return «3:f».«2:code»

# case: with in a loop, several exits
# file: main.py
import contextlib
@contextlib.contextmanager
def «1:opened»(«2:name»):
    yield «2:name»
def use(names):
    for «3:name» in names:
        with «1:opened»(«2:name»=«3:name») as «4:handle»:
            print(«4:handle»)

# case: match on types and or-patterns
# file: main.py
def f(value):
    match value:
        case {"kind": "a", "v": «1:v»} | {"kind": "b", "v": «1:v»}:
            return «1:v»
        case str() as «2:s» if «2:s».isupper():
            return «2:s»
        case [str() as «3:first», (int(), «4:second»)]:
            return «3:first», «4:second»
        case «5:other»:
            return «5:other»
