# case: validation collects errors
# file: main.py
class Invalid(ValueError):
    def __init__(self, field, why):
        super().__init__(why)
        self.field = field
        self.why = why
def check(d):
    errors = []
    for k, v in d.items():
        try:
            if v < 0:
                raise Invalid(k, "negative")
        except Invalid as e:
            errors.append(e)
    return errors
es = check({"a": -1, "b": 2})
f = es[0].field
w = es[0].why
