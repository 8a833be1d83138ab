# case: endless ones
# file: main.py
from itertools import count, cycle, repeat, islice, takewhile
first = next(count(10))
half = next(count(0.5, 0.5))
colors = cycle(["red", "blue"])
red = next(colors)
ones = list(repeat(1, 3))
few = list(islice(count(), 5))
small = [n for n in takewhile(lambda n: n < 4, count())]
tagged = list(zip(count(1), "ab"))
cut = list(islice("abcdef", 1, 4, 2))

# case: joining and splitting
# file: main.py
from itertools import chain, groupby, tee, zip_longest, accumulate, pairwise
mixed = list(chain([1], "a", (2.5,)))
flat = list(chain.from_iterable([[1, 2], [3]]))
groups = [(k, list(g)) for k, g in groupby("aabbc")]
key, members = groups[0]
for length, words in groupby(["a", "bb", "cc"], key=len):
    some = list(words)
    size = length
a, b = tee([1, 2])
one = next(a)
longest = list(zip_longest([1, 2], "a", fillvalue=None))
sums = list(accumulate([1, 2, 3]))
prods = list(accumulate([1, 2], lambda x, y: x * y))
pairs = list(pairwise("abc"))
left, right = pairs[0]

# case: products
# file: main.py
from itertools import product, permutations, combinations, combinations_with_replacement
grid = list(product([1, 2], "ab"))
cell = grid[0]
n, s = cell
dice = list(product(range(6), repeat=2))
roll = dice[0]
perms = list(permutations([1, 2, 3], 2))
perm = perms[0]
combos = list(combinations("abc", 2))
c0 = combos[0]
x, y = c0
for i, j in combinations_with_replacement([1.5, 2.5], 2):
    diff = i - j

# case: filters and maps
# file: main.py
from itertools import starmap, filterfalse, dropwhile, compress
powers = list(starmap(pow, [(2, 3), (3, 2)]))
odd = list(filterfalse(lambda n: n % 2 == 0, range(5)))
late = list(dropwhile(str.islower, ["a", "B"]))
kept = list(compress("abc", [1, 0, 1]))
def label(n, s):
    return f"{n}{s}"
labels = list(starmap(label, zip([1, 2], "ab")))

# case: batches by hand
# file: main.py
from itertools import islice
def batched(iterable, n):
    it = iter(iterable)
    while batch := tuple(islice(it, n)):
        yield batch
parts = list(batched("abcdef", 4))
part = parts[0]
head = part[0]
def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item
flat = list(flatten([1, [2, [3]]]))
def window(seq, n=2):
    it = iter(seq)
    result = tuple(islice(it, n))
    if len(result) == n:
        yield result
    for elem in it:
        result = result[1:] + (elem,)
        yield result
w = list(window([1, 2, 3]))
