# Arguments: how what is passed reaches the parameters.

# case: a command line parser that hands its options to handlers
# file: main.py
import argparse
def build():
    parser = argparse.ArgumentParser(prog="tool")
    commands = parser.add_subparsers(dest="command")
    add = commands.add_parser("add")
    add.add_argument("left", type=int)
    add.add_argument("right", type=int)
    add.set_defaults(run=do_add)
    say = commands.add_parser("say")
    say.add_argument("words", nargs="*")
    say.set_defaults(run=do_say)
    return parser
def do_add(options):
    return options.left + options.right
def do_say(options):
    return " ".join(options.words)
def main(argv):
    options = build().parse_args(argv)
    return options.run(options)
three = main(["add", "1", "2"])
words = main(["say", "a", "b"])

# case: a retry helper that hands arguments on
# file: main.py
import time
class GaveUp(Exception):
    def __init__(self, tries, last):
        super().__init__(f"gave up after {tries}")
        self.tries = tries
        self.last = last
def retry(function, *args, tries=3, wait=0.0, **kwargs):
    last = None
    for attempt in range(tries):
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            last = error
            time.sleep(wait)
    raise GaveUp(tries, last)
def parse(text, base=10):
    return int(text, base)
n = retry(parse, "12")
h = retry(parse, "ff", base=16)
try:
    bad = retry(parse, "zz", tries=2)
except GaveUp as gave:
    count = gave.tries
    why = gave.last
    message = str(gave)

# case: a shape drawn with defaults that are made anew
# file: main.py
class Canvas:
    def __init__(self, width, height=None, *, fill=" "):
        self.width = width
        self.height = width if height is None else height
        self.cells = [[fill] * self.width for _ in range(self.height)]
    def put(self, x, y, char="*"):
        self.cells[y][x] = char
        return self
    def line(self, start, end, **options):
        (x0, y0), (x1, y1) = start, end
        steps = max(abs(x1 - x0), abs(y1 - y0))
        for i in range(steps + 1):
            self.put(x0 + (x1 - x0) * i // steps, y0 + (y1 - y0) * i // steps, **options)
        return self
    def show(self):
        return "\n".join("".join(row) for row in self.cells)
c = Canvas(4, fill=".")
c.line((0, 0), (3, 3)).put(0, 3, "#")
c.line((0, 1), (3, 1), char="-")
text = c.show()
size = c.width, c.height
row = c.cells[0]

# case: functions that take a function and what belongs to it
# file: main.py
def compose(*functions):
    def composed(value):
        for function in reversed(functions):
            value = function(value)
        return value
    return composed
def curry(function, *first):
    def waiting(*rest):
        return function(*first, *rest)
    return waiting
def length(text):
    return len(text)
def double(n):
    return n * 2
def half(n):
    return n / 2
pipeline = compose(half, double, length)
result = pipeline("abc")
shorter = compose(str, double)
text = shorter(4)
add = curry(lambda a, b, c: a + b + c, 1)
total = add(2, 3)

# case: an event with positional and named payload
# file: main.py
class Bus:
    def __init__(self):
        self.handlers = {}
        self.log = []
    def on(self, name, handler=None):
        if handler is None:
            def decorator(function):
                self.on(name, function)
                return function
            return decorator
        self.handlers.setdefault(name, []).append(handler)
        return handler
    def emit(self, name, *args, **kwargs):
        results = []
        for handler in self.handlers.get(name, ()):
            results.append(handler(*args, **kwargs))
        self.log.append((name, len(results)))
        return results
bus = Bus()
@bus.on("start")
def started(who, when=0):
    return f"{who} at {when}"
def stopped(who):
    return len(who)
bus.on("stop", stopped)
hello = bus.emit("start", "me", when=1)
bye = bus.emit("stop", "you")
first = hello[0]
entry = bus.log[-1]
none = bus.emit("never")

# case: a builder of messages with keyword-only switches
# file: main.py
def message(subject, /, body="", *recipients, urgent=False, **headers):
    headers.setdefault("X-Mailer", "none")
    if urgent:
        headers["Priority"] = 1
    lines = [f"{k}: {v}" for k, v in headers.items()]
    return subject, body, recipients, headers, lines
subject, body, to, headers, lines = message("hi", "text", "a@b", "c@d", urgent=True)
plain = message("only")
first = to[0]
args = ("s", "b")
more = message(*args, *["x"], **{"Reply-To": "me"})
who = more[2]

# case: a sort with several keys
# file: main.py
class Person:
    def __init__(self, name, age, city=None):
        self.name = name
        self.age = age
        self.city = city
    def key(self, *fields):
        return tuple(getattr(self, f) for f in fields)
def by(*fields, reverse=False):
    def sorter(people):
        return sorted(people, key=lambda p: p.key(*fields), reverse=reverse)
    return sorter
people = [Person("Al", 30), Person("Bo", 25, "Rome"), Person("Cy", 25)]
young = by("age", "name")(people)
first = young[0]
name = first.name
old = by("age", reverse=True)(people)[0].age
cities = [p.city for p in people if p.city]
