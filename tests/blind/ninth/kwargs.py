# case: functions by keyword
# file: main.py
def apply(*, func, value):
    return func(value)
def up(s):
    return s.upper()
a = apply(func=up, value="a")
b = apply(value=[1], func=len)

# case: a dictionary of keywords
# file: main.py
def make(name, size=1, **rest):
    return name, size, rest
opts = {"name": "n", "size": 2.0}
a = make(**opts)
b = make("m", color="red")
c = b[2]["color"]

# case: keywords forwarded
# file: main.py
def outer(**kwargs):
    return inner(**kwargs)
def inner(a=None, b=None):
    return a or b
x = outer(a=1)
y = outer(b="s")

# case: keywords filled in by setdefault and pop
# file: main.py
def call(**kw):
    kw.setdefault("mode", "r")
    n = kw.pop("n", 0)
    return n, kw["mode"]
a = call(n=2)
b = call(mode="w")

# case: a callback with a keyword of its own
# file: main.py
def on_done(result, *, log=None):
    return result
def run(callback, **extra):
    return callback(1, **extra)
a = run(on_done)
b = run(on_done, log="f")

# case: the constructor's keywords become attributes
# file: main.py
class Opts:
    def __init__(self, **kw):
        self.host = kw.get("host", "local")
        self.port = kw.get("port")
        self.rest = kw
o = Opts(host="h", port=80)
a = o.host
b = o.port
