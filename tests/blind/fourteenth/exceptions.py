# Exceptions, as somebody writes them.

# case: a hierarchy and a translator
# file: errors.py
class ApiError(Exception):
    status = 500
    def __init__(self, detail=None, **extra):
        self.detail = detail or self.default()
        self.extra = extra
        super().__init__(self.detail)
    def default(self):
        return type(self).__name__
    def to_dict(self):
        return {"status": self.status, "detail": self.detail, **self.extra}
class NotFound(ApiError):
    status = 404
class Invalid(ApiError):
    status = 400
    def __init__(self, field, detail):
        super().__init__(detail, field=field)
        self.field = field
# file: main.py
from errors import ApiError, Invalid, NotFound
store = {1: "one"}
def get(key):
    if not isinstance(key, int):
        raise Invalid("key", "must be int")
    try:
        return store[key]
    except KeyError as exc:
        raise NotFound(id=key) from exc
def respond(key):
    try:
        body = get(key)
    except ApiError as e:
        return e.status, e.to_dict()
    else:
        return 200, body
a = respond(1)
code, problem = respond(2)
status, other = respond("x")
try:
    get("q")
except (NotFound, Invalid) as e:
    caught = e
    f = e.field
try:
    get(9)
except NotFound as e:
    cause = e.__cause__
    detail = e.detail

# case: cleaning up in order
# file: main.py
from contextlib import ExitStack, contextmanager
log = []
class Resource:
    def __init__(self, name, broken=False):
        self.name = name
        self.broken = broken
    def __enter__(self):
        if self.broken:
            raise RuntimeError(self.name)
        log.append("open " + self.name)
        return self
    def __exit__(self, kind, value, tb):
        log.append("close " + self.name)
        return kind is ZeroDivisionError
@contextmanager
def transaction(db):
    snapshot = dict(db)
    try:
        yield db
    except ValueError as e:
        db.clear()
        db.update(snapshot)
        failed = e
        log.append(failed)
    finally:
        log.append(len(db))
db = {"a": 1}
with transaction(db) as t:
    t["b"] = 2
    raise ValueError("no")
with ExitStack() as stack:
    opened = [stack.enter_context(Resource(n)) for n in ("x", "y")]
    first = opened[0].name
    1 / 0
try:
    with Resource("z", broken=True) as z:
        pass
except RuntimeError as e:
    why = e.args[0]
