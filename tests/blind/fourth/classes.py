# case: observer
# file: main.py
class Subject:
    def __init__(self):
        self._obs = {}
        self.count = 0
    def attach(self, name, obs):
        self._obs[name] = obs
    def notify(self, value):
        for name, obs in self._obs.items():
            obs.update(self, value)
            self.count += 1
        return self.count
class Printer:
    def update(self, subject, value):
        self.seen = value
class Saver:
    def __init__(self):
        self.all = []
    def update(self, subject, value):
        self.all.append(value)
s = Subject()
p = Printer()
v = Saver()
s.attach("p", p)
s.attach("v", v)
n = s.notify("x")
a = p.seen
b = v.all[0]
# case: class constants and computed
# file: main.py
class Unit:
    FACTOR = 10
    NAMES = ("a", "b")
    TABLE = {n: len(n) for n in NAMES}
    @classmethod
    def scale(cls, v):
        return v * cls.FACTOR
class Half(Unit):
    FACTOR = 0.5
a = Unit.scale(2)
b = Half.scale(2)
c = Unit.TABLE["a"]
d = Half.NAMES[0]
# case: delegation by getattr
# file: main.py
class Inner:
    x = 1
    def hi(self):
        return "hi"
class Outer:
    def __init__(self):
        self.inner = Inner()
    def __getattr__(self, name):
        return getattr(self.inner, name)
o = Outer()
a = o.x
b = o.hi()
# case: pool of instances
# file: main.py
class Conn:
    def __init__(self, n):
        self.n = n
    def use(self):
        return self.n
class Pool:
    def __init__(self, size):
        self.free = [Conn(i) for i in range(size)]
        self.busy = set()
    def take(self):
        c = self.free.pop()
        self.busy.add(c)
        return c
    def give(self, c):
        self.busy.remove(c)
        self.free.append(c)
p = Pool(2)
c = p.take()
u = c.use()
p.give(c)
ns = [x.n for x in p.free]
# case: method assigned from a function with self
# file: main.py
def shout(self, extra="!"):
    return self.word.upper() + extra
class Word:
    def __init__(self, word):
        self.word = word
    loud = shout
class Other:
    loud = Word.loud
    word = "o"
a = Word("x").loud()
b = Other().loud("?")
f = Word.loud
c = f(Word("z"))
# case: comparable and hashable in a dict
# file: main.py
class Key:
    def __init__(self, a):
        self.a = a
    def __eq__(self, o):
        return isinstance(o, Key) and self.a == o.a
    def __hash__(self):
        return hash(self.a)
d = {Key(1): "one"}
x = d[Key(1)]
e = Key(1) == Key(2)
ks = list(d)
k = ks[0].a
# case: context manager and iterator in one
# file: main.py
class Reader:
    def __init__(self, lines):
        self.lines = lines
        self.pos = 0
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.lines = []
    def __iter__(self):
        return self
    def __next__(self):
        if self.pos >= len(self.lines):
            raise StopIteration
        line = self.lines[self.pos]
        self.pos += 1
        return line
with Reader(["a", "b"]) as r:
    for line in r:
        last = line
pos = r.pos
