# case: a strategy passed as a class
# file: main.py
class Fast:
    def «1:solve»(self): pass
class Slow:
    def «2:solve»(self): pass
def run(cls):
    return cls().«1:solve»()
run(Fast)
Slow().«2:solve»()

# case: yield and send
# file: main.py
class Msg:
    def __init__(self):
        self.«body» = ""
def worker():
    while True:
        msg = yield
        print(msg.«body»)
w = worker()
next(w)
w.send(Msg())

# case: a keyword passed through **kwargs
# file: main.py
def inner(«1:depth»=0):
    return «1:depth»
def outer(**kwargs):
    return inner(**kwargs)
def third(«2:depth»):
    return inner(«1:depth»=«2:depth»)
third(«2:depth»=3)

# case: objects in a tuple in a list
# file: main.py
class User:
    def __init__(self):
        self.«rank» = 1
pairs = [("a", User()), ("b", User())]
for name, user in pairs:
    print(user.«rank»)
print(pairs[0][1].«rank»)
by_name = dict(pairs)
print(by_name["a"].«rank»)
ranks = sorted(pairs, key=lambda p: p[1].«rank»)

# case: map and filter with methods
# file: main.py
class Line:
    def «strip_all»(self):
        return self
lines = [Line()]
out = list(map(lambda l: l.«strip_all»(), lines))
for l in filter(None, lines):
    l.«strip_all»()
def first(ls):
    return ls[0].«strip_all»()
first(lines)

# case: conditional narrowing by None
# file: main.py
class Conn:
    def «ping»(self): pass
def get(flag):
    return Conn() if flag else None
def use():
    c = get(True)
    if c is not None:
        c.«ping»()
    if not c:
        return
    c.«ping»()

# case: a class in a closure
# file: main.py
def make(«1:limit»):
    class Counter:
        def __init__(self):
            self.«2:n» = 0
        def up(self):
            if self.«2:n» < «1:limit»:
                self.«2:n» += 1
            return self.«2:n»
    return Counter
C = make(«1:limit»=3)
print(C().up(), C().«2:n»)

# case: default arguments hold a function
# file: main.py
def «1:ident»(x):
    return x
def apply(x, «2:fn»=«1:ident»):
    return «2:fn»(x)
apply(1)
apply(1, «2:fn»=«1:ident»)

# case: swapping
# file: main.py
class A:
    def «1:one»(self): pass
class B:
    def «2:two»(self): pass
a, b = A(), B()
a, b = b, a
a.«2:two»()
b.«1:one»()

# case: an attribute copied to a local and back
# file: main.py
class Pos:
    def __init__(self):
        self.«1:col» = 0
class Editor:
    def __init__(self):
        self.pos = Pos()
    def move(self):
        «2:pos» = self.pos
        «2:pos».«1:col» += 1
        col = «2:pos».«1:col»
        self.pos = «2:pos»
        return col

# case: recursion over a structure
# file: main.py
class Dir:
    def __init__(self, children):
        self.«1:children» = children
        self.«2:size» = 1
def total(d):
    return d.«2:size» + sum(total(c) for c in d.«1:children»)
total(Dir([Dir([]), Dir([])]))
class File:
    size = 1
