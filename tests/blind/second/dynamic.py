# case: exec binds names
# file: main.py
exec("x = 1\ny = 'a'")
z = x
exec("def f():\n    return 2.5")
r = f()
# case: eval
# file: main.py
def g():
    return "g"
a = eval("g()")
b = eval("1 + 2")
n = 3
c = eval("n")
# case: globals
# file: main.py
def target():
    return 1
name = "target"
f = globals()["target"]
r = f()
globals()["made"] = "m"
v = made
s = globals()[name]()
# case: getattr of a module
# file: main.py
import helper
f = getattr(helper, "run")
r = f()
for n in ("run", "stop"):
    h = getattr(helper, n)
    q = h()
# file: helper.py
def run():
    return "r"
def stop():
    return 0
# case: importlib
# file: main.py
import importlib
m = importlib.import_module("plug")
r = m.load()
c = m.Plugin().name
# file: plug.py
def load():
    return [1]
class Plugin:
    name = "p"
# case: type with three arguments
# file: main.py
def hello(self):
    return "hello " + self.word
Dyn = type("Dyn", (object,), {"hello": hello, "word": "w"})
d = Dyn()
h = d.hello()
w = d.word
# case: setattr in a loop of constants
# file: main.py
class Opt:
    pass
o = Opt()
for k, v in [("a", 1), ("b", 2)]:
    setattr(o, k, v)
def add(cls):
    setattr(cls, "extra", lambda self: "e")
add(Opt)
e = o.extra()
# case: dunder dict and vars
# file: main.py
class S:
    def __init__(self):
        self.n = 1
s = S()
s.__dict__["m"] = "text"
d = s.__dict__
v = vars(s)
k = S.__dict__
# case: getattr with a built name
# file: main.py
class Cmd:
    def do_start(self):
        return "started"
    def do_stop(self):
        return 0
    def run(self, verb):
        fn = getattr(self, "do_" + verb)
        return fn()
    def run2(self, verb):
        return getattr(self, f"do_{verb}")()
c = Cmd()
a = c.run("start")
b = c.run2("stop")
# case: locals and compile
# file: main.py
def f():
    inner = 5
    env = locals()
    return env["inner"]
r = f()
code = compile("1", "x", "eval")
ns = {}
exec("val = 3", ns)
# case: monkeypatching a module
# file: main.py
import lib
def fake():
    return "fake"
a = lib.fetch()
lib.fetch = fake
b = lib.fetch()
# file: lib.py
def fetch():
    return 1
# case: methodcaller and attrgetter
# file: main.py
import operator
class A:
    x = 1
    def m(self):
        return "m"
g = operator.attrgetter("x")
i = operator.itemgetter(0)
a = operator.add(1, 2)
class B:
    def __getattr__(self, name):
        def dyn(*args):
            return len(args)
        return dyn
b = B().anything(1, 2)
