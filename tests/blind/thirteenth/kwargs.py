# Keyword arguments: by name, gathered, handed on.

# case: an HTML builder
# file: main.py
def tag(name, *children, **attributes):
    inner = "".join(str(c) for c in children)
    written = "".join(f' {k.rstrip("_")}="{v}"' for k, v in sorted(attributes.items()))
    return f"<{name}{written}>{inner}</{name}>"
class Builder:
    def __init__(self, **defaults):
        self.defaults = defaults
    def __getattr__(self, name):
        def build(*children, **attributes):
            return tag(name, *children, **{**self.defaults, **attributes})
        return build
a = tag("p", "text", class_="x")
b = Builder(lang="en")
d = b.div(b.span("s", id="i"), 5)
lang = b.defaults["lang"]

# case: options that cascade through a class hierarchy
# file: main.py
class Widget:
    def __init__(self, *, name=None, visible=True, **rest):
        if rest:
            raise TypeError(f"unknown: {sorted(rest)}")
        self.name = name or type(self).__name__
        self.visible = visible
class Sized(Widget):
    def __init__(self, *, width=1, height=None, **rest):
        super().__init__(**rest)
        self.width = width
        self.height = height
class Colored(Widget):
    def __init__(self, *, color="red", **rest):
        super().__init__(**rest)
        self.color = color
class Box(Sized, Colored):
    def __init__(self, title, **options):
        super().__init__(**options)
        self.title = title
b = Box("t", width=2.5, color=(1, 2, 3), name="n")
w, h, c, n = b.width, b.height, b.color, b.name
v = b.visible
d = Box("d")
dn = d.name
try:
    Box("x", colour=1)
except TypeError as e:
    m = str(e)

# case: a job that remembers how it is called
# file: main.py
class Job:
    def __init__(self, function, *args, **kwargs):
        self.function, self.args, self.kwargs = function, args, kwargs
    def run(self, **extra):
        return self.function(*self.args, **{**self.kwargs, **extra})
    def with_(self, **changes):
        return Job(self.function, *self.args, **dict(self.kwargs, **changes))
def send(to, subject="none", cc=None, retries=1):
    return {"to": to, "subject": subject, "cc": cc or [], "retries": retries}
j = Job(send, "ann", subject="hi")
r = j.run()
s = j.with_(cc=["bob"]).run(retries=2.5)
cc = s["cc"]
k = j.kwargs["subject"]
to = r["to"]
n = s["retries"]

# case: a formatter that takes names
# file: main.py
def report(template, /, **values):
    return template.format(**values)
def named(**kwargs):
    return list(kwargs.items())
def swap(*, left, right):
    return dict(left=right, right=left)
class Style:
    bold = False
    color = None
    def __init__(self, **options):
        self.__dict__.update(options)
    def but(self, **options):
        return Style(**{**self.__dict__, **options})
t = report("{a} and {b}", a=1, b="x")
items = named(x=1, y="s")
first = items[0]
s = swap(left=1, right="r")
l = s["left"]
st = Style(bold=True)
st2 = st.but(color="red")
bold = st2.bold
color = st2.color
plain = st.color

# case: an interface of filters with lookups
# file: main.py
LOOKUPS = {
    "eq": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "has": lambda a, b: b in a,
}
class Table:
    def __init__(self, *rows):
        self.rows = list(rows)
    def filter(self, **conditions):
        rows = self.rows
        for key, wanted in conditions.items():
            field, _, lookup = key.partition("__")
            test = LOOKUPS[lookup or "eq"]
            rows = [r for r in rows if test(r[field], wanted)]
        return Table(*rows)
    def first(self, default=None):
        return self.rows[0] if self.rows else default
t = Table(dict(n=1, name="a"), dict(n=2, name="bc"))
row = t.filter(n__gt=1).first()
none = t.filter(name="z").first()
name = t.filter(name__has="b").first()["name"]
