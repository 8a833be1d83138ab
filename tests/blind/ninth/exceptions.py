# case: raised and caught
# file: main.py
class AppError(Exception):
    def __init__(self, code):
        super().__init__("app")
        self.code = code
    def describe(self):
        return f"code {self.code}"
def work(n):
    if n > 1:
        raise AppError(n)
    return n
try:
    a = work(1)
    b = work(2)
except AppError as e:
    c = e.code
    d = e.describe()

# case: each clause of try
# file: main.py
def load(text):
    try:
        value = int(text)
    except ValueError as err:
        value = str(err)
    else:
        value = float(value)
    finally:
        closed = True
    return value, closed
a = load("1")
b = load("x")

# case: a tuple of exceptions
# file: main.py
def risky(n):
    if n == 0:
        return {}["k"]
    if n == 1:
        return [][0]
    return n
def safe(n):
    try:
        return risky(n)
    except (KeyError, IndexError) as e:
        caught = e
        return None
r = [safe(0), safe(1), safe(2)]

# case: chained causes and a re-raise
# file: main.py
class Low(Exception):
    pass
class High(Exception):
    pass
def low():
    raise Low("low")
def high():
    try:
        low()
    except Low as e:
        raise High("high") from e
try:
    high()
except High as h:
    cause = h.__cause__
    args = h.args

# case: a handler function given the exception
# file: main.py
def on_value(e):
    return "value"
def on_type(e):
    return 2
handlers = {ValueError: on_value, TypeError: on_type}
def run(action):
    try:
        return action()
    except (ValueError, TypeError) as e:
        return handlers[type(e)](e)
def bad_value():
    raise ValueError("v")
def bad_type():
    raise TypeError("t")
a = run(bad_value)
b = run(bad_type)

# case: a context manager
# file: main.py
class Ctx:
    def __enter__(self):
        return "entered"
    def __exit__(self, kind, value, tb):
        return True
with Ctx() as c:
    a = c
with Ctx():
    raise ValueError("x")

# case: exceptions below one base
# file: main.py
class Base(Exception):
    level = 0
    def tell(self):
        return "base"
class One(Base):
    level = 1
class Two(Base):
    def tell(self):
        return 2
def fail(kind):
    raise kind()
def guard(kind):
    try:
        fail(kind)
    except Base as e:
        return e.tell()
a = guard(One)
b = guard(Two)
