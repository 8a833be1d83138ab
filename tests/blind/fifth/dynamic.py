# case: eval in a function
# file: main.py
def calc(a, b):
    total = eval("a + b")
    return total
x = calc(1, 2)
y = calc("a", "b")
exec("z = calc(1.5, 2)")
w = z
