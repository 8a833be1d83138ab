# Arguments: what is handed over, and how it arrives.

# case: a log line that takes what it is given
# file: main.py
def emit(level, template, *values, sep=" ", **extra):
    head = template.format(*values)
    tail = sep.join(f"{k}={v}" for k, v in extra.items())
    record = (level, head + sep + tail)
    sink.append(record)
    return record
sink = []
first = emit(10, "{} of {}", 1, 2, user="ann")
second = emit(20, "plain")
third = emit(30, "{}", [1, 2], sep="|", code=404, path="/")
levels = [r[0] for r in sink]
worst = max(sink)
worst_level, worst_text = worst

# case: forwarding everything
# file: main.py
def timed(func, *args, **kwargs):
    before = clock()
    value = func(*args, **kwargs)
    spent = clock() - before
    return value, spent
def clock():
    ticks[0] += 0.5
    return ticks[0]
ticks = [0.0]
def area(width, height=1, *, unit="cm"):
    return f"{width * height}{unit}"
def ratio(a, b):
    return a / b
shown, cost = timed(area, 3, height=4)
other, _ = timed(area, 2, unit="m")
part, again = timed(ratio, *(1, 4))
pair = timed(ratio, **{"a": 3, "b": 2})

# case: a default made once
# file: main.py
def remember(item, seen=[]):
    seen.append(item)
    return seen
def fresh(item, seen=None):
    if seen is None:
        seen = set()
    seen.add(item)
    return seen
one = remember("a")
two = remember("b")
same = one is two
a = fresh(1)
b = fresh(2, a)
count = len(one) + len(b)

# case: a spread matrix
# file: main.py
def dot(*pairs):
    total = 0
    for x, y in pairs:
        total += x * y
    return total
def transpose(*rows):
    return list(zip(*rows))
rows = [(1, 2), (3, 4)]
flipped = transpose(*rows)
left, right = flipped
score = dot(*rows)
floaty = dot((0.5, 2.0))
def head(first, *rest):
    return first, rest
h, t = head(*"xyz")
only, nothing = head(*[b"q"])
merged = dot(*rows, *flipped)

# case: callbacks as arguments of methods
# file: main.py
class Button:
    def __init__(self, label, on_click=None):
        self.label = label
        self.on_click = on_click
        self.presses = 0
    def press(self, *args):
        self.presses += 1
        if self.on_click is not None:
            return self.on_click(self, *args)
        return None
def greet(button, name):
    return f"{button.label}: {name}"
def count(button):
    return button.presses
ok = Button("ok", greet)
plain = Button("plain")
tally = Button("tally", on_click=count)
said = ok.press("ann")
nothing = plain.press()
number = tally.press()
