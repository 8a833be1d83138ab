# case: argument is the result of a method of an argument
# file: main.py
class Src:
    def read(self):
        return "data"
class Sink:
    def write(self, data):
        self.last = data
        return len(data)
def copy(src, sink):
    return sink.write(src.read())
n = copy(Src(), Sink())
sk = Sink()
copy(Src(), sk)
l = sk.last
# case: function and its arguments in a tuple
# file: main.py
def add(a, b):
    return a + b
def neg(a):
    return -a
jobs = [(add, (1, 2)), (neg, (3.5,))]
for fn, args in jobs:
    r = fn(*args)
def run(job):
    f, a = job
    return f(*a)
x = run((add, ("a", "b")))
y = run((neg, (1,)))
# case: callable default evaluated
# file: main.py
def now():
    return 1.5
def stamp(msg, clock=now, sep=":"):
    return msg + sep + str(clock())
a = stamp("x")
b = stamp("y", clock=lambda: 3)
# case: nested unpack of an argument
# file: main.py
def area(box):
    (x1, y1), (x2, y2) = box
    w = x2 - x1
    h = y2 - y1
    return w * h
a = area(((0, 0), (2, 3)))
b = area(((0.5, 0), (2, 3)))   # wide: b
# case: class method and static method given
# file: main.py
class M:
    @staticmethod
    def s(x):
        return [x]
    @classmethod
    def c(cls, x):
        return cls, x
def use(f):
    return f("v")
a = use(M.s)
b = use(M.c)
k = use(M().c)
cl, v = k
