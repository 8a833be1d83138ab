# case: options with defaults merged
# file: main.py
DEFAULTS = {"size": 1, "name": "n"}
def make(**opts):
    conf = {**DEFAULTS, **opts}
    return conf
c = make(size=2.5)
s = c["size"]
n = c["name"]
# case: decorator passing keywords
# file: main.py
def log(fn):
    def w(*args, **kw):
        keys = list(kw)
        return fn(*args, **kw)
    return w
@log
def f(a, *, b=None):
    return b
x = f(1, b="s")
y = f(2)
# case: functions as keywords in a class
# file: main.py
class Button:
    def __init__(self, text, *, on_click=None, color="red"):
        self.text = text
        self.on_click = on_click
        self.color = color
    def click(self):
        if self.on_click is not None:
            return self.on_click(self)
        return None
def handler(button):
    return button.text
b = Button("ok", on_click=handler)
r = b.click()   # wide: r click
c = b.color
# case: keywords through two classes
# file: main.py
class Base:
    def __init__(self, name, level=0):
        self.name = name
        self.level = level
class Child(Base):
    def __init__(self, *args, extra=None, **kw):
        super().__init__(*args, **kw)
        self.extra = extra
c = Child("n", level=2, extra=[1])
a = c.level
e = c.extra
n = c.name
# case: dict built then starred
# file: main.py
def draw(x, y, color="k"):
    return x, y, color
opts = {}
opts["x"] = 1
opts["y"] = 2.5
r = draw(**opts)
opts.update(color="r")
s = draw(**opts)
a, b, c = s
# case: get with default from keywords
# file: main.py
def conn(**kw):
    host = kw.get("host", "local")
    port = kw.get("port", 80)
    cb = kw.pop("cb", None)
    if cb:
        return cb(host)
    return port
def up(h):
    return h.upper()
a = conn(cb=up)
b = conn(port=1, host="h")
