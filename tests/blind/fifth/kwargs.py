# case: styled output
# file: main.py
def style(text, *, bold=False, color=None):
    if bold:
        text = text.upper()
    if color:
        text = color + text
    return text
def heading(text, **kw):
    kw["bold"] = True
    return style(text, **kw)
a = heading("t", color="red")
b = style("x")
# case: options object from keywords
# file: main.py
class Opts:
    def __init__(self, **kw):
        self.verbose = kw.get("verbose", False)
        self.level = kw.pop("level", 1)
        self.extra = kw
o = Opts(level=3, tag="t")
v = o.verbose
l = o.level
e = o.extra
