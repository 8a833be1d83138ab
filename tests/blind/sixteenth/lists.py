# Lists.

# case: slices of lists of functions
# file: main.py
def a():
    return 1
def b():
    return "b"
def c():
    return 2.5
fs = [a, b, c]
x = fs[1:][0]()
y = fs[:2][1]()
z = fs[::-1][0]()
w = fs[-1]()
v = [f() for f in fs[1:]]
fs[0:1] = [c, c]
u = fs[0]()
del fs[:2]
t = fs[0]()
fs[len(fs):] = [a]
s = fs[-1]()
copy = fs[:]
copy[0] = a
r = fs[0]()

# case: lists of tuples of names, functions and numbers
# file: main.py
def low(n):
    return n - 1
def high(n):
    return f"{n}"
rules = [(0, low), (10, high)]
def apply(n):
    for limit, rule in rules:
        if n <= limit:
            return rule(n)
    return None
a = apply(0)
b = apply(5)
c = apply(99)
d = [f(1) for _, f in rules]
names, funcs = zip(*rules)
e = funcs[0](2)
f = dict(rules)[10](3)
rules.append((99, len))
g = rules[-1][1]("abc")
h = sorted(rules, key=lambda r: -r[0])[0][0]

# case: nested lists that are built, turned and flattened
# file: main.py
grid = [[0] * 2 for _ in range(2)]
grid[0][1] = "x"
turned = [list(row) for row in zip(*grid)]
flat = [cell for row in grid for cell in row]
a = grid[1]
b = turned[1][0]
deep = [1, [2.5, ["s"]]]
def flatten(x):
    if not isinstance(x, list):
        return [x]
    out = []
    for item in x:
        out += flatten(item)
    return out
c = flatten(deep)
d = deep[1][1][0]
e = [[str(v) for v in row] for row in grid]
f = sum([[1], [2]], [])
g = [*deep[1], *"ab"]

# case: methods that change lists, and what they give
# file: main.py
class Job:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        return self.n < other.n
    def run(self):
        return self.n
jobs = [Job(3)]
jobs.append(Job(1))
jobs.insert(0, Job(2.5))
jobs.extend(Job(n) for n in (7, 8))
jobs += (Job(9),)
jobs.sort()
a = jobs.pop().run()
b = jobs.pop(0).n
c = jobs.index(jobs[0])
d = jobs.copy()[0].run()
e = jobs.reverse()
f = [j.run() for j in jobs if j.n > 3]
g = jobs.remove(jobs[0])
h = sorted(jobs)[0]
i = jobs.count(h)
jobs.clear()
k = jobs

# case: stacks, queues and lists that are shared
# file: main.py
stack = []
push, pop = stack.append, stack.pop
push(1)
push("two")
a = pop()
def visit(node, path=(), out=None):
    if out is None:
        out = []
    out.append(path + (node["name"],))
    for kid in node.get("kids", []):
        visit(kid, path + (node["name"],), out)
    return out
tree = {"name": "a", "kids": [{"name": "b"}]}
b = visit(tree)
todo = [tree]
seen = []
while todo:
    node = todo.pop()
    seen.append(node["name"])
    todo.extend(node.get("kids", ()))
c = seen
rows = [[]] * 2
rows[0].append(2.5)
d = rows[1][0]
e = [f for f in (push, pop)][0](None)
