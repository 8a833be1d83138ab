# Parameters, by what calls pass.

# case: the same function for many
# file: main.py
def identity(x):
    return x
def first(seq):
    for item in seq:
        return item
def both(a, b):
    return a, b
def pair_up(x, y=None):
    y = x if y is None else y
    return both(x, y)
i = identity(1)
s = identity("s")
f = first([2.5])
c = first("abc")
k = first({"k": 1})
none = first([])
p = pair_up(1)
q = pair_up("a", b"b")
left, right = q
nested = identity(identity([1]))
d = first(first([[{}]]))

# case: narrowing a parameter
# file: main.py
def describe(value):
    if value is None:
        text = "nothing"
    elif isinstance(value, bool):
        text = "flag"
    elif isinstance(value, (int, float)):
        size = value + 1
        text = f"{size}"
    elif isinstance(value, str):
        text = value.upper()
    elif callable(value):
        text = value()
    elif hasattr(value, "items"):
        keys = list(value.keys())
        text = keys[0]
    else:
        items = [describe(v) for v in value]
        text = items[-1]
    return text
a = describe(None)
b = describe(3)
c = describe("x")
d = describe([True, 2.5])
e = describe({"k": 1})
f = describe(lambda: "called")

# case: parameters that are reassigned
# file: main.py
def normalize(value, default=0):
    if isinstance(value, str):
        value = value.split(",")
    value = [int(v) for v in value]
    if not value:
        value = default
    return value
def path_of(*parts):
    parts = [str(p) for p in parts]
    parts = "/".join(parts)
    return parts
def clamp(n, low=0, high=10):
    n = max(low, n)
    n = min(n, high)
    low = str(n)
    return low
a = normalize("1,2")
b = normalize(["3"])
c = normalize([], None)
p = path_of("a", 1)
d = clamp(40)

# case: objects of several classes
# file: main.py
class Dog:
    sound = "woof"
    def speak(self, times):
        return self.sound * times
    def age(self):
        return 3
class Robot:
    sound = 440
    def speak(self, times):
        return [self.sound] * times
    def age(self):
        return 0.5
def talk(thing, times=1):
    words = thing.speak(times)
    return words
def older(a, b):
    return a if a.age() > b.age() else b
def make(kind, *args):
    return kind(*args)
dog, robot = make(Dog), make(Robot)
x = talk(dog)
y = talk(robot, 2)
z = [talk(t) for t in (dog, robot)]
old = older(dog, robot)
n = make(int, "3")
l = make(list, "ab")

# case: defaults that are evaluated early
# file: main.py
base = 1
def scaled(x, by=base, table={"a": 2.5}, name=__name__):
    return x * by, table["a"], name
base = "changed"
r = scaled(3)
t = scaled("ab", 2)
x, y, z = r
def timestamped(text, clock=lambda: 7):
    return f"{clock()}:{text}"
stamp = timestamped("a")
fixed = timestamped("b", lambda: 1.5)
class Sentinel:
    pass
MISSING = Sentinel()
def lookup(table, key, default=MISSING):
    try:
        return table[key]
    except KeyError:
        if default is MISSING:
            raise
        return default
one = lookup({"a": 1}, "a")
two = lookup({}, "b", "fallback")
three = lookup({}, "c", None)
