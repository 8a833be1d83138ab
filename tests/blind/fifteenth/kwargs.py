# Keyword arguments.

# case: keywords forwarded, changed and taken out
# file: main.py
def area(w, h=1, unit="m"):
    return w * h, unit
def forward(**options):
    options.setdefault("h", 2.5)
    return area(**options)
def without(**options):
    unit = options.pop("unit", "none")
    return unit, options
a = forward(w=1)
b = forward(w=2, unit="cm")
c = without(unit="km", w=1)
left = c[1]
d = area(h=3, w=4)
conf = {"w": 1.5, "unit": None}
e = area(**conf)
f = area(**conf, h=2)

# case: functions by keyword, and keywords only
# file: main.py
def on_ok(v):
    return [v]
def on_fail(error, *, retry=False):
    return error, retry
def run(action, *, ok=on_ok, fail=on_fail, **extra):
    try:
        return ok(action(**extra))
    except ValueError as e:
        return fail(e)
def good(n=1):
    return n
def bad():
    raise ValueError
a = run(good)
b = run(good, n="x")
c = run(bad)
d = run(action=good, ok=str)
e = run(bad, fail=lambda err: None)

# case: constructors and classes below by keyword
# file: main.py
class Widget:
    def __init__(self, *, parent=None, **style):
        self.parent = parent
        self.style = style
class Button(Widget):
    def __init__(self, text="", on_click=None, **kw):
        super().__init__(**kw)
        self.text = text
        self.on_click = on_click
def clicked():
    return 1
top = Widget(color="red")
b = Button(text="ok", on_click=clicked, parent=top, size=2)
a = b.on_click()
c = b.parent
d = b.style
e = top.parent
f = d["size"]
g = Button("x").on_click

# case: what kwargs holds
# file: main.py
def names(**kw):
    return sorted(kw)
def values(**kw):
    return list(kw.values())
def first(**kw):
    for k, v in kw.items():
        return k, v
def fill(target, /, **target_values):
    for k in target_values:
        target[k] = target_values[k]
    return target
a = names(b=1, a=2)
b = values(x=1, y=1)
c = first(n="one")
d = fill({}, target=1.5)
e = d["target"]
f = names(**{"k": None})
g = dict(a=1, **dict(b="x"))["b"]

# case: keywords through partial, methods and stored calls
# file: main.py
from functools import partial
def send(to, body="", cc=None):
    return to, body, cc
class Task:
    def __init__(self, fn, *args, **kw):
        self.fn, self.args, self.kw = fn, args, kw
    def run(self, **more):
        return self.fn(*self.args, **{**self.kw, **more})
mail = partial(send, cc=["me"])
a = mail("you", body=1)
t = Task(send, "x", body=2.5)
b = t.run()
c = t.run(cc="late")
d = Task(mail, to=None).run()
kw = t.kw
e = Task(dict, a=1).run(b="z")
