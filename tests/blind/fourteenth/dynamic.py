# Dynamic code.

# case: commands found by their names
# file: main.py
class Shell:
    prompt = "> "
    def __init__(self):
        self.history = []
    def do_echo(self, *words):
        return " ".join(words)
    def do_add(self, *numbers):
        return sum(int(n) for n in numbers)
    def do_history(self):
        return list(self.history)
    def default(self, *words):
        return None
    def run(self, line):
        name, *args = line.split()
        self.history.append(name)
        handler = getattr(self, "do_" + name, self.default)
        return handler(*args)
    def names(self):
        return [n[3:] for n in dir(self) if n.startswith("do_")]
sh = Shell()
a = sh.run("echo a b")
b = sh.run("add 1 2")
c = sh.run("nope")
d = sh.names()
m = getattr(Shell, "prompt")

# case: visitors
# file: main.py
import ast
class Count(ast.NodeVisitor):
    def __init__(self):
        self.names = []
        self.calls = 0
    def visit_Name(self, node):
        self.names.append(node.id)
    def visit_Call(self, node):
        self.calls += 1
        self.generic_visit(node)
class Own:
    def visit(self, node):
        f = getattr(self, "visit_" + type(node).__name__, None)
        if f is None:
            return [self.visit(n) for n in ast.iter_child_nodes(node)]
        return f(node)
    def visit_Constant(self, node):
        return node.value
    def visit_BinOp(self, node):
        return (self.visit(node.left), self.visit(node.right))
c = Count()
c.visit(ast.parse("f(x, g(y))"))
n = c.calls
names = c.names
tree = ast.parse("1 + 2", mode="eval")
pair = Own().visit(tree.body)
text = ast.unparse(tree)

# case: classes made from a schema
# file: main.py
def make(name, fields):
    def __init__(self, **kw):
        for f, default in fields.items():
            setattr(self, f, kw.get(f, default))
    def __repr__(self):
        return name
    space = {"__init__": __init__, "__repr__": __repr__, "fields": tuple(fields)}
    for f in fields:
        space["get_" + f] = lambda self, f=f: getattr(self, f)
    return type(name, (), space)
Point = make("Point", {"x": 0, "y": 0.5})
p = Point(x=3)
x = p.x
y = p.y
g = p.get_y()
fs = Point.fields
r = repr(p)

# case: a proxy that records
# file: main.py
class Recorder:
    def __init__(self, target):
        self._target = target
        self._log = []
    def __getattr__(self, name):
        found = getattr(self._target, name)
        if not callable(found):
            return found
        def call(*args, **kwargs):
            self._log.append((name, args))
            return found(*args, **kwargs)
        return call
class Api:
    version = "1"
    def get(self, path, limit=1):
        return [path] * limit
    def post(self, path, body):
        return {"body": body}
api = Recorder(Api())
a = api.get("/x", limit=2)
b = api.post("/y", 2.5)
v = api.version
log = api._log
name, args = log[0]

# case: monkey patches
# file: clock.py
def now():
    return 1.5
class Clock:
    def read(self):
        return now()
# file: main.py
import clock
c = clock.Clock()
a = c.read()
def fake():
    return "fake"
real = clock.now
clock.now = fake
b = c.read()
clock.now = real
def slow(self):
    return [self]
clock.Clock.slow = slow
d = c.slow()
c.fast = lambda: None
e = c.fast()
clock.Clock.read = lambda self: {"t": 0}
f = c.read()
