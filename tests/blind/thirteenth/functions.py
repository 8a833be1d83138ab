# Functions: closures, recursion, functions as values.

# case: counters and accumulators that keep state
# file: main.py
def counter(start=0, step=1):
    value = start
    def up():
        nonlocal value
        value += step
        return value
    def down():
        nonlocal value
        value -= step
        return value
    def reset(to=None):
        nonlocal value
        old, value = value, start if to is None else to
        return old
    return up, down, reset
up, down, reset = counter()
a = up()
b = down()
c = reset()
fup, fdown, freset = counter(1.5, 0.5)
d = fup()
e = freset("word")
def average():
    seen = []
    def add(x):
        seen.append(x)
        return sum(seen) / len(seen)
    add.seen = seen
    return add
avg = average()
m = avg(1)
s = avg.seen

# case: a graph search that rebuilds its path
# file: main.py
from collections import deque
GRAPH = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
def bfs(graph, start, goal):
    parents = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if node == goal:
            return path(parents, node)
        for after in graph[node]:
            if after not in parents:
                parents[after] = node
                queue.append(after)
    return None
def path(parents, node):
    out = []
    while node is not None:
        out.append(node)
        node = parents[node]
    return out[::-1]
def topological(graph):
    order, marked = [], set()
    def visit(node):
        if node in marked:
            return
        marked.add(node)
        for after in graph[node]:
            visit(after)
        order.insert(0, node)
    for node in graph:
        visit(node)
    return order
found = bfs(GRAPH, "a", "d")
first = found[0] if found else None
none = bfs(GRAPH, "d", "a")
order = topological(GRAPH)

# case: memoised recursion by hand
# file: main.py
def memoize(function):
    table = {}
    def remembered(n):
        if n not in table:
            table[n] = function(n)
        return table[n]
    return remembered
@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def ways(amount, coins, table={}):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    key = (amount, len(coins))
    if key not in table:
        table[key] = ways(amount - coins[0], coins) + ways(amount, coins[1:])
    return table[key]
f = fib(20)
w = ways(10, (1, 5))
def hanoi(n, a="A", b="B", c="C"):
    if n == 0:
        return []
    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
moves = hanoi(2)
move = moves[0]

# case: a pipeline of small functions
# file: main.py
def pipe(value, *stages):
    for stage in stages:
        value = stage(value)
    return value
def mapper(f):
    return lambda items: [f(i) for i in items]
def keeper(test):
    return lambda items: [i for i in items if test(i)]
def reducer(f, start):
    def reduce(items):
        result = start
        for item in items:
            result = f(result, item)
        return result
    return reduce
lengths = pipe("a bb ccc", str.split, mapper(len))
big = pipe(lengths, keeper(lambda n: n > 1), reducer(lambda a, b: a + b, 0))
text = pipe([1, 2], mapper(str), ",".join)
folded = reducer(lambda acc, x: acc + [x], [])("ab")

# case: functions with attributes and docs
# file: main.py
def command(function):
    function.command = True
    function.usage = (function.__doc__ or "").strip()
    return function
@command
def build(target="all"):
    """Build a target."""
    build.runs += 1
    return f"built {target}"
build.runs = 0
def helper():
    return None
def commands(scope):
    return {n: f for n, f in scope.items() if getattr(f, "command", False)}
found = commands({"build": build, "helper": helper})
out = found["build"]()
runs = build.runs
usage = build.usage
name = build.__name__
defaults = build.__defaults__

# case: backtracking with functions inside
# file: main.py
def queens(n):
    solutions = []
    def safe(row, column, placed):
        return all(column != c and abs(column - c) != row - r for r, c in enumerate(placed))
    def place(placed):
        row = len(placed)
        if row == n:
            solutions.append(tuple(placed))
            return
        for column in range(n):
            if safe(row, column, placed):
                placed.append(column)
                place(placed)
                placed.pop()
    place([])
    return solutions
def permutations(items):
    if len(items) <= 1:
        return [items]
    out = []
    for i, item in enumerate(items):
        rest = items[:i] + items[i + 1:]
        for p in permutations(rest):
            out.append([item] + p)
    return out
q = queens(4)
one = q[0]
ps = permutations([1, 2, 3])
p = ps[0]

# case: a small interpreter of postfix code
# file: main.py
def make_machine():
    stack, words = [], {}
    def push(v):
        stack.append(v)
    def binary(f):
        def run():
            b, a = stack.pop(), stack.pop()
            push(f(a, b))
        return run
    words["+"] = binary(lambda a, b: a + b)
    words["*"] = binary(lambda a, b: a * b)
    words["dup"] = lambda: push(stack[-1])
    def run(source):
        for token in source.split():
            if token in words:
                words[token]()
            else:
                push(int(token))
        return stack[-1] if stack else None
    return run, stack
run, stack = make_machine()
nine = run("1 2 + dup *")
left = stack[0]
