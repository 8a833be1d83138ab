# Returns.

# case: a bound method is returned
# file: main.py
class Pen:
    def __init__(self, color):
        self.color = color
    def draw(self):
        return self.color
    def tool(self):
        return self.draw
    @classmethod
    def maker(cls):
        return cls
draw = Pen("blue").tool()
a = draw()
b = Pen.maker()("red").draw()

# case: several functions are returned in a tuple
# file: main.py
def accessors(value):
    def get():
        return value
    def put(new):
        nonlocal value
        value = new
        return new
    return get, put
get, put = accessors("start")
a = get()
b = put("next")
c = get()

# case: a function returns one of two by its argument
# file: main.py
def short():
    return "s"
def long():
    return 100
def choose(name):
    if name == "short":
        return short
    return long
a = choose("short")()
b = choose("long")()

# case: a function without a return, and one that returns early
# file: main.py
log = []
def note(text):
    log.append(text)
def check(n):
    if n < 0:
        return
    return n
a = note("x")
b = check(-1)
c = check(4)

# case: a dictionary is returned and taken apart
# file: main.py
def api():
    def ping():
        return "pong"
    def add(a, b):
        return a + b
    return {"ping": ping, "add": add}
service = api()
a = service["ping"]()
b = service["add"](1, 2)
c = api()["add"]("x", "y")
