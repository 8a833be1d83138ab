# case: callbacks with their own arguments
# file: main.py
def invoke(fn, *args, **kwargs):
    return fn(*args, **kwargs)
def pair(a, b):
    return (b, a)
def named(x, flag=False):
    if flag:
        return [x]
    return x
p = invoke(pair, 1, "b")
q = invoke(named, 2.5)   # wide: q
r, s = p
# case: reassigned before the call
# file: main.py
def base():
    return 0
def special():
    return "special"
def process(handler):
    chosen = handler
    result = chosen()
    return result
current = base
a = process(current)
current = special
b = process(current)
# case: a parameter called inside a nested function
# file: main.py
def run_later(fn):
    def later():
        return fn()
    return later
def give():
    return {"k": 1}
later = run_later(give)
d = later()
v = d["k"]
# case: a method given as a parameter to another class
# file: main.py
class Bus:
    def __init__(self):
        self.subs = []
    def on(self, fn):
        self.subs.append(fn)
    def fire(self, value):
        out = []
        for fn in self.subs:
            out.append(fn(value))
        return out
class Log:
    def write(self, value):
        return len(value)
bus = Bus()
log = Log()
bus.on(log.write)
bus.on(str.upper)
res = bus.fire("msg")
# case: argument evaluated from a conditional call
# file: main.py
def pick(n):
    return n if n > 1 else -n
def take(n, label):
    text = label * n
    return text
x = take(pick(2), "ab")
y = take(len("abc"), label=b"z")
# case: star in the middle and keyword after
# file: main.py
def f(a, *rest, key=None):
    return rest
r = f(1, *"ab", key=2)
s = f(*[1, 2], 3)
t = f(0, key=print)
# case: function list as starred arguments
# file: main.py
def a():
    return 1
def b():
    return "b"
def call_all(*fns):
    results = []
    for fn in fns:
        results.append(fn())
    return results
first = call_all(a, b)
fs = [a]
second = call_all(*fs)
