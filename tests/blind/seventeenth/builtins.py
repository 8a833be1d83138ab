# Builtins.

# case: map with a method of a class and with a class
# file: main.py
class Point:
    def __init__(self, x):
        self.x = x
    def shown(self):
        return str(self.x)
points = list(map(Point, [1, 2, 3]))
texts = list(map(Point.shown, points))
first = points[0].x
joined = "".join(texts)

# case: sorted, min and max by a named function
# file: main.py
def weight(word):
    return len(word)
words = ["pear", "fig", "banana"]
ordered = sorted(words, key=weight)
small = min(words, key=weight)
large = max(ordered, key=lambda w: (weight(w), w))
count = sum(map(weight, words))

# case: dictionaries by zip and enumerate
# file: main.py
names = ["one", "two"]
def up():
    return 1
def down():
    return -1.0
by_name = dict(zip(names, (up, down)))
numbered = dict(enumerate(names))
a = by_name["one"]()
b = numbered[0]
for index, (name, func) in enumerate(by_name.items()):
    result = func()

# case: getattr with a default, and callable
# file: main.py
class Tool:
    def cut(self):
        return "cut"
def nothing():
    return None
tool = Tool()
a = getattr(tool, "cut", nothing)()
b = getattr(tool, "weld", nothing)()
c = callable(tool.cut)
d = hasattr(tool, "weld")

# case: iter and next over an own iterator
# file: main.py
class Count:
    def __init__(self, end):
        self.at = 0
        self.end = end
    def __iter__(self):
        return self
    def __next__(self):
        if self.at >= self.end:
            raise StopIteration
        self.at += 1
        return self.at
it = iter(Count(4))
a = next(it)
b = list(it)
c = next(it, "done")

# case: filter, reversed and any of own predicates
# file: main.py
def is_even(n):
    return n % 2 == 0
numbers = range(6)
evens = list(filter(is_even, numbers))
back = list(reversed(evens))
some = any(is_even(n) for n in numbers)
pairs = list(zip(evens, reversed(back)))
kept = list(filter(None, ["", "x"]))
