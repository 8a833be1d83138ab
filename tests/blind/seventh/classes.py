# case: a method that assigns a function attribute
# file: main.py
class A:
    def set(self, f):
        self.f = f
    def call(self):
        return self.f(1)
def inc(x):
    return x + 1
a = A()
a.set(inc)
r = a.call()

# case: a nested class used by the outer one
# file: main.py
class Outer:
    class Inner:
        def v(self):
            return "v"
    def __init__(self):
        self.i = self.Inner()
    def get(self):
        return self.i.v()
x = Outer().get()
y = Outer.Inner().v()

# case: a class attribute changed through the class
# file: main.py
def old():
    return 1
def new():
    return 2
class A:
    f = staticmethod(old)
x = A.f()
A.g = staticmethod(new)
y = A.g()

# case: self returned and chained over inheritance
# file: main.py
class Base:
    def start(self):
        return self
class Sub(Base):
    def end(self):
        return 1.5
x = Sub().start().end()

# case: __call__ through an attribute
# file: main.py
class F:
    def __call__(self, n):
        return [n]
class Holder:
    def __init__(self):
        self.call = F()
h = Holder()
x = h.call("a")

# case: __getattr__ delegates
# file: main.py
class Real:
    def hello(self):
        return "hi"
class Proxy:
    def __init__(self, real):
        self._real = real
    def __getattr__(self, name):
        return getattr(self._real, name)
p = Proxy(Real())
x = p.hello()

# case: class and instance attributes with one name
# file: main.py
class A:
    v = 1
    def change(self):
        self.v = "s"
        return self.v
a = A()
x = A.v
y = a.change()

# case: a class in a variable and in a list
# file: main.py
class A:
    def go(self):
        return 1
class B:
    def go(self):
        return "b"
K = A
x = K().go()
for cls in [A, B]:
    y = cls().go()
z = [A, B][1]().go()

# case: a context manager class
# file: main.py
class Open:
    def __init__(self, n):
        self.n = n
    def __enter__(self):
        return [self.n]
    def __exit__(self, *args):
        return False
with Open(1) as o:
    x = o[0]

# case: comparison and hash of own objects
# file: main.py
class V:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __lt__(self, other):
        return self.n < other.n
a = V(1) == V(2)
b = sorted([V(2), V(1)])
c = b[0].n
