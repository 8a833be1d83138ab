# Exceptions.

# case: a hierarchy with data
# file: main.py
class AppError(Exception):
    status = 500
    def __init__(self, message, **details):
        super().__init__(message)
        self.message = message
        self.details = details
    def payload(self):
        return {"error": self.message, "status": self.status}
class NotFound(AppError):
    status = 404
class Denied(AppError):
    status = "403"
    def __init__(self, user):
        super().__init__(f"{user} denied", user=user)
        self.user = user
def find(key):
    if key == "x":
        raise NotFound("no x", key=key)
    if key == "y":
        raise Denied("ann")
    return len(key)
def safe(key):
    try:
        return find(key)
    except NotFound as exc:
        return exc.payload()
    except Denied as exc:
        status = exc.status
        return exc.user, status
a = safe("x")
b = safe("y")
c = safe("long")
try:
    find("x")
except AppError as err:
    kept = err
    details = err.details
    first = err.args[0]
key = kept.details["key"]

# case: finally decides
# file: main.py
events = []
def work(n):
    try:
        events.append(n)
        if n == 0:
            return "early"
        value = 10 / (n - 1)
    except ZeroDivisionError as exc:
        events.append(exc)
        value = None
    else:
        events.append("fine")
    finally:
        events.append(b"end")
    return value
def override():
    try:
        raise ValueError
    finally:
        return 1.5
def loop():
    for i in range(3):
        try:
            if i == 1:
                continue
            last = i
        finally:
            count = str(i)
    return last, count
zero = work(0)
one = work(1)
three = work(3)
over = override()
looped = loop()

# case: chains of causes
# file: main.py
class ParseError(ValueError):
    def __init__(self, line, text):
        super().__init__(line, text)
        self.line = line
def parse(line, text):
    try:
        return int(text)
    except ValueError as exc:
        raise ParseError(line, text) from exc
def parse_all(lines):
    good, bad = [], []
    for number, text in enumerate(lines, 1):
        try:
            good.append(parse(number, text))
        except ParseError as exc:
            exc.add_note("in parse_all")
            bad.append(exc)
    return good, bad
good, bad = parse_all(["1", "x", "3"])
error = bad[0]
cause = error.__cause__
line = error.line
notes = error.__notes__
number, text = error.args
try:
    {}["k"]
except LookupError as exc:
    name = type(exc).__name__
    args = exc.args
try:
    try:
        [][1]
    except IndexError:
        raise
except Exception as again:
    saved = again

# case: groups
# file: main.py
def check(values):
    problems = []
    for v in values:
        try:
            1 / v
        except (ZeroDivisionError, TypeError) as exc:
            problems.append(exc)
    if problems:
        raise ExceptionGroup("bad values", problems)
    return len(values)
fine = check([1, 2])
kinds = []
try:
    check([0, "x", 1])
except* ZeroDivisionError as group:
    zeros = group.exceptions
    kinds.append("zero")
except* TypeError as group:
    message = group.message
    kinds.append("type")
try:
    check([0])
except ExceptionGroup as eg:
    first = eg.exceptions[0]
    match, rest = eg.split(ZeroDivisionError)

# case: managers and errors
# file: main.py
import contextlib
class Transaction:
    def __init__(self, db):
        self.db = db
        self.error = None
    def __enter__(self):
        self.saved = dict(self.db)
        return self.db
    def __exit__(self, kind, value, trace):
        if kind is None:
            return False
        self.error = value
        self.db.clear()
        self.db.update(self.saved)
        return issubclass(kind, ValueError)
db = {"a": 1}
first = Transaction(db)
with first as view:
    view["b"] = 2
second = Transaction(db)
with second as view:
    view["c"] = 3
    raise ValueError("no")
error = second.error
clean = first.error
with contextlib.suppress(KeyError):
    value = db["c"]
with contextlib.ExitStack() as stack:
    inner = stack.enter_context(Transaction(db))
    stack.callback(print, end="")
keys = sorted(inner)

# case: asking forgiveness
# file: main.py
def number(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
try:
    import tomllib_that_is_not_there as toml
except ImportError as exc:
    toml = None
    name = exc.name
try:
    undefined
except NameError as exc:
    missing = exc.name
i = number("3")
f = number("2.5")
s = number("abc")
try:
    "a".nope
except AttributeError as exc:
    attr, obj = exc.name, exc.obj
try:
    open("/nonexistent/file")
except OSError as exc:
    code, where = exc.errno, exc.filename
    text = exc.strerror
def stop():
    raise StopIteration(7)
try:
    stop()
except StopIteration as exc:
    seven = exc.value
try:
    b"\xff".decode("ascii")
except UnicodeDecodeError as exc:
    start, reason = exc.start, exc.reason
