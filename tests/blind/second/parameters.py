# case: called from several places
# file: main.py
def show(v):
    w = v
    return w
a = show(1)
b = show("s")
c = show([1.0])
def inner():
    return show(None)
d = inner()
# case: parameters of methods
# file: main.py
class Acc:
    def __init__(self, owner):
        self.owner = owner
    def pay(self, amount, note=None):
        self.note = note
        return amount
a = Acc("o")
x = a.pay(1)
y = a.pay(2.5, note="n")
z = Acc(5).owner
# case: objects as parameters
# file: main.py
class Dog:
    def speak(self):
        return "w"
class Cat:
    def speak(self):
        return 1
def talk(animal):
    s = animal.speak()
    return s
a = talk(Dog())
b = talk(Cat())
# case: a parameter that is a function with parameters
# file: main.py
def on_item(item, index):
    return item
def walk(items, visit):
    r = None
    for i, it in enumerate(items):
        r = visit(it, i)
    return r
x = walk(["a"], on_item)   # wide: x
# case: defaults that change
# file: main.py
def collect(x, into=None):
    if into is None:
        into = []
    into.append(x)
    return into
a = collect(1)
b = collect("s", a)
def mut(x, acc=[]):
    acc.append(x)
    return acc
c = mut(1)
# case: a class as parameter
# file: main.py
class A:
    tag = 1
class B:
    tag = "b"
def tag_of(cls):
    inst = cls()
    return cls.tag
x = tag_of(A)
y = tag_of(B)
# case: tuples and dicts as parameters
# file: main.py
def first(pair):
    a, b = pair
    return b
def look(d, k):
    return d[k]
x = first((1, "s"))
y = first(["p", "q"])
z = look({"a": 2.0}, "a")
# case: recursion with changing parameter
# file: main.py
def down(n, acc=None):
    acc = acc or []
    if n == 0:
        return acc
    acc.append(n)
    return down(n - 1, acc)
r = down(3)
def deep(d):
    if isinstance(d, dict):
        return {k: deep(v) for k, v in d.items()}
    return str(d)
q = deep({"a": {"b": 1}})   # wide: q deep d
# case: stored for later
# file: main.py
subs = []
def subscribe(fn):
    subs.append(fn)
def emit(event):
    for fn in subs:
        fn(event)
def on_event(event):
    return event
subscribe(on_event)
subscribe(print)
emit("boom")
