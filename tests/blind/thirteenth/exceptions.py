# Exceptions: raised, caught, carried, chained.

# case: errors with codes in a hierarchy
# file: main.py
class AppError(Exception):
    code = 500
    def __init__(self, message, **details):
        super().__init__(message)
        self.message = message
        self.details = details
    def to_dict(self):
        return {"code": self.code, "message": self.message, **self.details}
class NotFound(AppError):
    code = 404
    def __init__(self, what, key):
        super().__init__(f"no {what}: {key}", what=what)
        self.key = key
class Denied(AppError):
    code = 403
def fetch(key):
    if key == 0:
        raise Denied("never", user=None)
    if key > 10:
        raise NotFound("row", key)
    return "row %d" % key
def handle(key):
    try:
        return fetch(key)
    except NotFound as e:
        return e.key
    except AppError as e:
        return e.to_dict()
a = handle(1)
b = handle(11)
c = handle(0)

# case: a transaction that rolls back
# file: main.py
class Rollback(Exception):
    pass
class Store:
    def __init__(self):
        self.data = {"a": 1}
        self.saved = None
        self.events = []
    def __enter__(self):
        self.saved = dict(self.data)
        return self.data
    def __exit__(self, kind, error, trace):
        if kind is None:
            self.events.append("commit")
        else:
            self.data = self.saved
            self.events.append(error)
        self.saved = None
        return kind is not None and issubclass(kind, Rollback)
store = Store()
with store as data:
    data["b"] = "two"
with store as data:
    data["c"] = 3.5
    raise Rollback("no")
b = store.data.get("b")
events = store.events
last = events[-1]
saved = store.saved

# case: cleaning up whatever happens
# file: main.py
log = []
def risky(kind):
    resource = None
    try:
        resource = {"kind": kind}
        if kind == "value":
            raise ValueError(kind)
        elif kind == "key":
            return {}[kind]
        result = len(kind)
    except ValueError as e:
        log.append(e)
        result = str(e)
    except KeyError:
        log.append("key")
        raise RuntimeError("bad") from None
    else:
        log.append(result)
    finally:
        log.append(resource)
    return result
a = risky("fine")
b = risky("value")
try:
    c = risky("key")
except RuntimeError as error:
    c = error.__cause__
    d = error.args[0]

# case: validation that collects errors
# file: main.py
class ValidationError(ValueError):
    def __init__(self, field, problem):
        self.field, self.problem = field, problem
class ErrorList(Exception):
    def __init__(self, errors):
        self.errors = errors
    def __iter__(self):
        return iter(self.errors)
def required(field, value):
    if not value:
        raise ValidationError(field, "missing")
    return value
def number(field, value):
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ValidationError(field, "no number") from error
RULES = {"name": required, "age": number}
def validate(form):
    errors, clean = [], {}
    for field, rule in RULES.items():
        try:
            clean[field] = rule(field, form.get(field))
        except ValidationError as e:
            errors.append(e)
    if errors:
        raise ErrorList(errors)
    return clean
good = validate({"name": "a", "age": "3"})
try:
    validate({"name": ""})
except ErrorList as group:
    problems = [e.problem for e in group]
    cause = group.errors[1].__cause__
    field = group.errors[0].field

# case: stopping a search by raising
# file: main.py
class Found(Exception):
    def __init__(self, path):
        self.path = path
def walk(tree, wanted, path=()):
    for name, child in tree.items():
        here = path + (name,)
        if name == wanted:
            raise Found(here)
        if isinstance(child, dict):
            walk(child, wanted, here)
def search(tree, wanted):
    try:
        walk(tree, wanted)
    except Found as found:
        return found.path
    return None
tree = {"usr": {"bin": {"python": 1}, "lib": 2}, "tmp": {}}
p = search(tree, "python")
n = search(tree, "nothing")
first = p[0]

# case: loops over attempts, with else and continue
# file: main.py
def first_number(texts):
    for text in texts:
        try:
            value = int(text)
        except ValueError:
            continue
        else:
            break
    else:
        value = None
    return value
def strict(texts):
    out = []
    for t in texts:
        try:
            out.append(int(t))
        except ValueError as e:
            raise LookupError(t) from e
    return out
a = first_number(["x", "3"])
b = first_number(["x"])
c = strict(["1"])
try:
    strict(["1", "y"])
except LookupError as e:
    original = e.__cause__
    arg = e.args
