# Keyword arguments.

# case: a function is given by keyword
# file: main.py
def up(x):
    return x + 1
def shout(x):
    return x.upper()
def apply(value, *, func):
    return func(value)
a = apply(1, func=up)
b = apply("s", func=shout)
c = apply(func=up, value=2.5)

# case: keywords are collected and looked up
# file: main.py
def collect(**options):
    return options
def start(**options):
    action = options["action"]
    return action()
def go():
    return "gone"
a = collect(x=1, y="two")
b = a["x"]
c = a["y"]
d = start(action=go)

# case: keywords are handed on with one more
# file: main.py
def final(name, size=0, color="red"):
    return name, size, color
def forward(name, **rest):
    return final(name, color=None, **rest)
a = forward("n")
b = forward("n", size=2)
name, size, color = b

# case: keywords in another order
# file: main.py
def order(first, second, third=None):
    return second
a = order(second="s", first=1)
b = order(1, third="t", second=2.5)
options = {"third": 1, "second": b"x", "first": 0}
c = order(**options)

# case: a default function is overridden by keyword
# file: main.py
def plain(s):
    return s
def count(s):
    return len(s)
def show(s, how=plain):
    return how(s)
a = show("abc")
b = show("abc", how=count)
c = show(how=count, s=[1])
