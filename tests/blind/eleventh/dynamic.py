# Dynamic code.

# case: handlers found by name
# file: main.py
import json
class Handler:
    def handle(self, event):
        method = getattr(self, "on_" + event["type"], self.fallback)
        return method(event)
    def on_open(self, event):
        return event["path"].upper()
    def on_close(self, event):
        return 0
    def fallback(self, event):
        return None
h = Handler()
opened = h.handle({"type": "open", "path": "a.txt"})
closed = h.handle({"type": "close"})
unknown = h.handle({"type": "resize"})
names = [n for n in dir(Handler) if n.startswith("on_")]
bound = getattr(h, "on_close")
zero = bound({})

# case: code in strings
# file: main.py
x = 3
y = eval("x * 2.5")
scope = {"base": 10}
exec("def plus(n):\n    return base + n\nname = 'made'", scope)
plus = scope["plus"]
made = scope["name"]
total = plus(5)
code = compile("[c for c in 'ab']", "<s>", "eval")
letters = eval(code)
exec("later = {'k': x}")
f = eval("lambda a, b=2: (a, b)")
pair = f("p")
names = eval("len", {})("four")

# case: classes made at run time
# file: main.py
def make_record(name, fields):
    def __init__(self, *values):
        for field, value in zip(fields, values):
            setattr(self, field, value)
    def as_dict(self):
        return {f: getattr(self, f) for f in fields}
    return type(name, (object,), {"__init__": __init__, "as_dict": as_dict, "fields": tuple(fields)})
User = make_record("User", ["name", "age"])
ann = User("Ann", 30)
data = ann.as_dict()
fields = User.fields
Base = type("Base", (), {"greet": lambda self: "hi", "level": 1})
class Child(Base):
    level = "two"
c = Child()
hi = c.greet()
level = c.level
base_level = Base.level
Mixed = type("Mixed", (Child, dict), {})
m = Mixed(a=1)
one = m["a"]
said = m.greet()

# case: attributes set by name
# file: main.py
class Config:
    debug = False
    def __init__(self, **options):
        for key, value in options.items():
            setattr(self, key, value)
    def __getitem__(self, key):
        return getattr(self, key)
class Namespace:
    def __init__(self, mapping):
        self.__dict__.update(mapping)
class Lazy:
    def __getattr__(self, name):
        value = name.encode()
        setattr(self, name, value)
        return value
conf = Config(host="h", port=80)
host = conf.host
port = conf["port"]
debug = conf["debug"]
ns = Namespace({"a": 1, "b": "two"})
a = ns.a
b = ns.b
lazy = Lazy()
raw = lazy.anything
stored = vars(lazy)
setattr(conf, "timeout", 2.5)
timeout = conf.timeout
delattr(conf, "timeout")
gone = getattr(conf, "timeout", None)

# case: modules by name
# file: main.py
import importlib
import sys
PLUGINS = ["plug_a", "plug_b"]
def load(name):
    module = importlib.import_module("plugins." + name)
    return module
loaded = {name: load(name) for name in PLUGINS}
results = [module.run() for module in loaded.values()]
a = loaded["plug_a"]
direct = importlib.import_module("plugins.plug_b").run()
this = sys.modules[__name__]
known = this.PLUGINS
names = globals()["PLUGINS"]
globals()["created"] = 5
maths = __import__("math")
root = maths.sqrt(4)
cls = getattr(a, "Plugin")
obj = cls()
kind = obj.kind
# file: plugins/__init__.py
# file: plugins/plug_a.py
class Plugin:
    kind = "a"
def run():
    return "a ran"
# file: plugins/plug_b.py
def run():
    return 2
