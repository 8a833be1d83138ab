# Every built-in function, what it gives and what it calls.

# case: a to c
# file: main.py
class A:
    def __abs__(self):
        return "abs"
    def __bool__(self):
        return True
    def __aiter__(self):
        return self
    async def __anext__(self):
        return 1
a = abs(-1)
b = abs(-1.5)
c = abs(3j)
d = abs(A())
e = all([A()])
f = any(x > 1 for x in (1, 2))
g = ascii("é")
h = bin(3)
i = bool(A())
j = bytearray(3)
k = bytes([1])
l = callable(A)
m = chr(65)
n = complex("1j")
o = compile("1", "x", "eval")
p = aiter(A())

# case: d to f
# file: main.py
class C:
    x = 1
c = C()
setattr(c, "y", 2.5)
a = getattr(c, "y")
delattr(c, "y")
b = dict(a=1)
d = dict([("k", "v")])
e = dict({"k": 1}, z=None)
f = dir(c)
g = list(enumerate("ab", 1))
h = eval("1")
i = [n for n in filter(None, [0, 1, "x"])]
j = list(filter(str.isdigit, ["1", "a"]))
k = float("1")
l = format(1.5, ".1f")
m = frozenset("ab")
for n, w in enumerate([b"x"]):
    pass

# case: g to i
# file: main.py
class C:
    @classmethod
    def m(cls):
        return cls
a = getattr(C, "m")()
b = getattr(C, "none", 3)
c = globals()
d = hasattr(C, "m")
e = hash("x")
f = hex(255)
g = id(C)
h = int("12")
i = int(1.5)
j = isinstance(C(), (int, C))
k = issubclass(C, object)
l = iter([1])
m = next(l)
n = iter(lambda: 1, 2)
o = next(n)
p = input
q = next(iter({}), "none")

# case: l to o
# file: main.py
def double(x, y=1):
    return (x, y)
a = len("x")
b = list("ab")
c = locals()
d = list(map(double, [1], ["a"]))
e = max(1, 2.5)
f = max([3], default=None)
g = max("a", "bb", key=len)
h = memoryview(b"ab")
i = min([], default="low")
j = min({"k": 1})
k = next(iter("ab"))
l = object()
m = oct(8)
n = ord("a")
o = open(__file__, "rb")
p = o.read()
o.close()
for q, r in map(double, (1.5,)):
    pass

# case: p to s
# file: main.py
class Temp:
    def __init__(self):
        self._c = 0
    def get(self):
        return self._c
    def put(self, v):
        self._c = v
    deg = property(get, put)
t = Temp()
t.deg = 2.5
a = t.deg
b = pow(2, 3)
c = pow(2.0, 3)
d = pow(2, 3, 5)
e = print("x")
f = range(1, 5)
g = f.step
h = repr(t)
i = list(reversed([1, "a"]))
j = round(2.5)
k = round(2.567, 1)
l = set([1, None])
m = sorted({"b": 1, "a": 2})
n = sorted([(1, "a")], key=lambda p: p[1], reverse=True)
o = str(b"x", "ascii")
p = sum([1, 2])
q = sum([1.5, 2])
r = sum([(1,), ("a",)], ())

# case: s to z
# file: main.py
class Base:
    @staticmethod
    def s(x):
        return [x]
    def m(self):
        return 1
class Sub(Base):
    def m(self):
        return super().m() + 0.5
    t = staticmethod(len)
a = Base.s("q")
b = Sub().m()
c = Sub.t("abc")
d = tuple([1, "x"])
e = type(1)
f = type(Sub())
g = type("New", (Base,), {"z": 3})
h = g().m()
i = g.z
j = vars(Sub())
k = list(zip([1], "a", (2.5,)))
l = dict(zip("ab", [1, 2]))
for m, n in zip([1], ["x"]):
    pass
o = f().m()
p = super(Sub, Sub()).m()
q = __import__("math").pi

# case: exec and eval with names
# file: main.py
space = {"n": 1}
exec("m = n + 1", space)
m = space["m"]
def f():
    return "f"
a = eval("f()")
b = eval("n * 2", {"n": 1.5})
c = eval("[x for x in 'ab']")
