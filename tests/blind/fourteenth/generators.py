# Generators, as somebody writes them.

# case: a pipeline over lines
# file: main.py
import io
def read(f):
    for number, line in enumerate(f, 1):
        yield number, line.rstrip("\n")
def useful(lines):
    for number, line in lines:
        line = line.split("#")[0].strip()
        if line:
            yield number, line
def parse(lines):
    for number, line in lines:
        key, eq, value = line.partition("=")
        if not eq:
            raise SyntaxError(f"line {number}")
        yield key.strip(), convert(value.strip())
def convert(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
text = "a = 1\n# c\nb = 2.5\nc = x\n"
config = dict(parse(useful(read(io.StringIO(text)))))
a = config["a"]
c = config.get("c", None)
try:
    list(parse([(3, "bad")]))
except SyntaxError as e:
    msg = e.msg

# case: walking trees
# file: main.py
class Dir:
    def __init__(self, name, *children):
        self.name = name
        self.children = children
class File:
    def __init__(self, name, size):
        self.name = name
        self.size = size
def walk(node, depth=0):
    yield depth, node
    for child in getattr(node, "children", ()):
        yield from walk(child, depth + 1)
def files(node):
    return (n for _, n in walk(node) if isinstance(n, File))
root = Dir("root", File("a", 1), Dir("sub", File("b", 2)))
names = [n.name for _, n in walk(root)]
total = sum(f.size for f in files(root))
depths = {n.name: d for d, n in walk(root)}
first = next(files(root))
largest = max(files(root), key=lambda f: f.size)
deep, node = max(walk(root), key=lambda p: p[0])

# case: coroutines by send
# file: main.py
def prime(f):
    def start(*args):
        g = f(*args)
        next(g)
        return g
    return start
@prime
def averager():
    total, count, average = 0.0, 0, None
    while True:
        value = yield average
        if value is None:
            break
        total += value
        count += 1
        average = total / count
    return count, average
def run(values):
    g = averager()
    shown = []
    for v in values:
        shown.append(g.send(v))
    try:
        g.send(None)
    except StopIteration as stop:
        return stop.value, shown
result, shown = run([1, 2])
count, average = result
