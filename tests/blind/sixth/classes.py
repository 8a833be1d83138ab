# case: a method calls another
# file: main.py
class C:
    def a(self):
        return self.b()
    def b(self):
        return "b"
x = C().a()

# case: attributes of the instance set from parameters
# file: main.py
class P:
    def __init__(self, x, y="d"):
        self.x = x
        self.y = y
    def both(self):
        return (self.x, self.y)
p = P(1)
q = p.both()
a = p.x
b = p.y

# case: a function stored in an attribute
# file: main.py
def work():
    return 3
class Holder:
    def __init__(self, f):
        self.f = f
    def go(self):
        return self.f()
h = Holder(work)
r = h.go()
s = h.f()

# case: a class returned by a function
# file: main.py
def make():
    class Inner:
        def hi(self):
            return "hi"
    return Inner
K = make()
k = K()
z = k.hi()

# case: a class attribute that is a class
# file: main.py
class Item:
    def price(self):
        return 1.5
class Shop:
    item_class = Item
    def buy(self):
        it = self.item_class()
        return it.price()
cost = Shop().buy()

# case: a static method called in several ways
# file: main.py
class M:
    @staticmethod
    def sq(x):
        return x * x
    @classmethod
    def make(cls):
        return cls()
    def use(self):
        return self.sq(2)
a = M.sq(1.5)
b = M.make().use()
f = M.sq
c = f(3)

# case: properties
# file: main.py
class T:
    def __init__(self):
        self._v = 1
    @property
    def v(self):
        return self._v
    @v.setter
    def v(self, new):
        self._v = new
t = T()
t.v = 2
x = t.v

# case: an instance in an instance
# file: main.py
class Engine:
    def start(self):
        return True
class Car:
    def __init__(self):
        self.engine = Engine()
    def go(self):
        return self.engine.start()
ok = Car().go()
e = Car().engine

# case: instances call back
# file: main.py
class Server:
    def __init__(self):
        self.handlers = []
    def on(self, f):
        self.handlers.append(f)
    def fire(self):
        for h in self.handlers:
            r = h("ev")
        return r
def seen(ev):
    return len(ev)
s = Server()
s.on(seen)
out = s.fire()

# case: dunder methods
# file: main.py
class N:
    def __init__(self, v):
        self.v = v
    def __add__(self, o):
        return N(self.v + o.v)
    def __len__(self):
        return 3
    def __getitem__(self, i):
        return str(i)
    def __call__(self, k):
        return [k]
n = N(1) + N(2)
a = n.v
b = len(n)
c = n[0]
d = n("x")

# case: a class variable counted by all instances
# file: main.py
class Counter:
    total = 0
    def __init__(self):
        Counter.total += 1
        self.n = Counter.total
c = Counter()
a = c.n
b = Counter.total

# case: a method bound to a variable
# file: main.py
class A:
    def f(self, x):
        return [x]
m = A().f
x = m(1)
g = A.f
y = g(A(), "s")
