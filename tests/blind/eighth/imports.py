# case: a package that re-exports
# file: main.py
from shop import Cart, total as add_up
import shop.prices
c = Cart()
x = add_up(c)
y = shop.prices.PRICE
# file: shop/__init__.py
from .cart import Cart
from .prices import total
# file: shop/cart.py
class Cart:
    items = [1, 2]
# file: shop/prices.py
PRICE = 1.5
def total(cart):
    return len(cart.items) * PRICE

# case: a circular import of modules
# file: main.py
import a
x = a.first()
# file: a.py
import b
def first():
    return b.second()
def third():
    return "third"
# file: b.py
import a
def second():
    return a.third()

# case: import in a function and in a try
# file: main.py
try:
    import nothing_of_that_name as fast
except ImportError:
    fast = None
def load():
    from lib import tool
    return tool.make()
x = load()
y = fast
# file: lib/__init__.py
# file: lib/tool.py
def make():
    return {"made": True}

# case: a star import with all
# file: main.py
from names import *
x = shown()
y = LIMIT
# file: names.py
__all__ = ["shown", "LIMIT"]
LIMIT = 3
def shown():
    return _hidden()
def _hidden():
    return "h"

# case: a module as an argument
# file: main.py
import low
import high
def call(module):
    return module.value()
a = call(low)
b = call(high)
# file: low.py
def value():
    return 1
# file: high.py
def value():
    return "top"

# case: a module variable that another module changes
# file: main.py
import state
import change
before = state.current
change.turn()
after = state.current
# file: state.py
current = None
# file: change.py
import state
def turn():
    state.current = [1]
