# Exceptions.

# case: a hierarchy with a handler for the base
# file: main.py
class AppError(Exception):
    def code(self):
        return 1
class NotFound(AppError):
    def code(self):
        return "404"
def load(name):
    raise NotFound(name)
try:
    load("x")
except AppError as error:
    caught = error
    code = error.code()

# case: raise from keeps the cause
# file: main.py
class ParseError(Exception):
    pass
def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise ParseError(text) from e
try:
    parse("a")
except ParseError as err:
    cause = err.__cause__
    kept = err
good = parse("3")

# case: else and finally around a return
# file: main.py
log = []
def close():
    log.append("closed")
def step(n):
    try:
        value = 10 / n
    except ZeroDivisionError:
        return None
    else:
        return value
    finally:
        close()
a = step(2)
b = step(0)

# case: an exception carries a function
# file: main.py
class Retry(Exception):
    def __init__(self, action):
        super().__init__("retry")
        self.action = action
def again():
    return "again"
def work():
    raise Retry(again)
try:
    result = work()
except Retry as r:
    result = r.action()

# case: a bare raise goes to the outer handler
# file: main.py
class Inner(Exception):
    value = 3
def fail():
    raise Inner
def guard():
    try:
        fail()
    except Inner:
        raise
    return "never"
try:
    guard()
except Inner as e:
    seen = e.value

# case: handlers in a loop, until one call succeeds
# file: main.py
def bad():
    raise KeyError("k")
def worse():
    raise TypeError
def good():
    return "ok"
errors = []
answer = None
for attempt in (bad, worse, good):
    try:
        answer = attempt()
        break
    except (KeyError, TypeError) as e:
        errors.append(e)
first = errors[0]

# case: a context manager that swallows
# file: main.py
class Ignore:
    def __init__(self, *kinds):
        self.kinds = kinds
        self.seen = None
    def __enter__(self):
        return self
    def __exit__(self, kind, value, trace):
        self.seen = value
        return kind is not None and issubclass(kind, self.kinds)
with Ignore(KeyError) as guard:
    {}["missing"]
after = guard.seen
