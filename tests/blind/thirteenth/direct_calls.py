# Direct calls: what is called on the spot.

# case: a parser that calls itself
# file: main.py
def parse(tokens):
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens[0] != ")":
            out.append(parse(tokens))
        tokens.pop(0)
        return out
    return atom(token)
def atom(token):
    try:
        return int(token)
    except ValueError:
        try:
            return float(token)
        except ValueError:
            return str(token)
def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").split()
tree = parse(tokenize("(add 1 (mul 2.5 3))"))
head = tree[0]
n = atom("1")
tokens = tokenize("x")

# case: chains of calls on results
# file: main.py
class Query:
    def __init__(self, rows, steps=()):
        self.rows = rows
        self.steps = steps
    def where(self, test):
        return Query(self.rows, (*self.steps, lambda rows: [r for r in rows if test(r)]))
    def select(self, *names):
        return Query(self.rows, (*self.steps, lambda rows: [tuple(r[n] for n in names) for r in rows]))
    def limit(self, n):
        return Query(self.rows, self.steps + (lambda rows: rows[:n],))
    def run(self):
        rows = self.rows
        for step in self.steps:
            rows = step(rows)
        return rows
data = [{"name": "a", "age": 1}, {"name": "b", "age": 2}]
found = Query(data).where(lambda r: r["age"] > 1).select("name").limit(1).run()
first = found[0]
every = Query(data).run()
one = every[0]

# case: functions in a list, called by place
# file: main.py
def make_handlers():
    def open_file(name):
        return "open " + name
    def close_file(name):
        return None
    return [open_file, close_file]
open_it, close_it = make_handlers()
a = open_it("x")
b = close_it("x")
c = make_handlers()[0]("y")
steps = [str.strip, str.upper, len]
value = " ab "
for step in steps:
    value = step(value)
d = (lambda x: x * 2)(4)
e = (str if d else int)("5")
f = {"a": make_handlers}["a"]()
g = [h("z") for h in f]

# case: methods taken off their classes
# file: main.py
class Stack:
    def __init__(self):
        self.items = []
    def push(self, item):
        self.items.append(item)
        return len(self.items)
    def pop(self):
        return self.items.pop()
    def peek(self):
        return self.items[-1] if self.items else None
s = Stack()
push, pop = s.push, s.pop
n = push("a")
Stack.push(s, "b")
x = pop()
y = Stack.peek(s)
m = getattr(s, "push")("c")
for method in (s.peek, s.pop, s.peek):
    last = method()
calls = {"push": s.push, "peek": s.peek}
k = calls["push"]("d")

# case: mutual recursion over json
# file: main.py
def render(value, depth=0):
    if isinstance(value, dict):
        return render_dict(value, depth)
    if isinstance(value, (list, tuple)):
        return render_list(value, depth)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)
def render_dict(value, depth):
    parts = [indent(depth + 1) + f"{k}: " + render(v, depth + 1) for k, v in value.items()]
    return "{" + ",".join(parts) + "}"
def render_list(value, depth):
    return "[" + ", ".join(render(v, depth) for v in value) + "]"
def indent(depth):
    return "\n" + "  " * depth
text = render({"a": [1, None, True], "b": {"c": "d"}})
short = render(3)

# case: a function that picks what to call
# file: main.py
def area_circle(r):
    return 3.14 * r * r
def area_square(a):
    return a * a
def pick(kind):
    if kind == "circle":
        return area_circle
    elif kind == "square":
        return area_square
    def unknown(_):
        raise KeyError(kind)
    return unknown
c = pick("circle")(2)
s = pick("square")(2)
try:
    pick("star")(1)
except KeyError as e:
    what = e.args[0]
def total(*pairs):
    return sum(pick(kind)(size) for kind, size in pairs)
t = total(("circle", 1), ("square", 2))
