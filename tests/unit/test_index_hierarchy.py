"""The class hierarchy against Python's own."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inferd.index.hierarchy import Class, Hierarchy, Opaque


class Facts:
    """Base classes from a dictionary: class -> its bases ('?' unknown, 'x:Y' outside)."""

    def __init__(self, bases: dict[str, list[str]]):
        self.bases = bases

    def bases_in(self, module):
        rows = []
        for name, bases in self.bases.items():
            for b in bases:
                if b == "?":
                    rows.append((name, "?", None, "unknown"))
                elif ":" in b:
                    rows.append((name, b, b, "outside"))
                else:
                    rows.append((name, b, f"m:{b}", "project"))
            if not bases:
                rows.append((name, "", None, "none"))
        return rows

    def subclasses_of(self, target):
        name = target.partition(":")[2]
        return sorted(("m", c) for c, bases in self.bases.items() if name in bases)

    def classes_below(self, target):
        out, queue = [], [target]
        for symbol in queue:
            for module, name in self.subclasses_of(symbol):
                if (module, name) not in out:
                    out.append((module, name))
                    queue.append(f"{module}:{name}")
        return sorted(out)

    def joins_below(self, target):
        return [(m, c) for m, c in self.classes_below(target) if len(self.bases[c]) > 1]


def mro(bases: dict[str, list[str]], name: str) -> list[str]:
    return [n.expression if isinstance(n, Opaque) else n.name for n in Hierarchy(Facts(bases)).mro(Class("m", name))]


@st.composite
def hierarchies(draw):
    """Classes whose bases come before them."""
    out: dict[str, list[str]] = {}
    for i in range(draw(st.integers(1, 9))):
        known = list(out)
        out[f"C{i}"] = draw(st.lists(st.sampled_from(known), unique=True, max_size=3)) if known else []
    return out


@settings(deadline=None, max_examples=100)
@given(hierarchies())
def test_the_mro_is_pythons(bases):
    made: dict[str, type] = {}
    for name, names in bases.items():
        try:
            made[name] = type(name, tuple(made[b] for b in names), {})
        except (TypeError, KeyError):
            assert set(mro(bases, name)) >= {name, *names}  # no consistent order: everything is in it all the same
            continue
        assert mro(bases, name) == [c.__name__ for c in made[name].__mro__[:-1]]


@settings(deadline=None, max_examples=100)
@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.sampled_from("ABCDE?"), unique=True, max_size=3), min_size=1)
)
def test_any_hierarchy_has_an_end(bases):
    bases = {name: [b for b in names if b in bases or b == "?"] for name, names in bases.items()}
    hierarchy = Hierarchy(Facts(bases))
    for name in bases:
        order = hierarchy.mro(Class("m", name))
        assert order[0] == Class("m", name)
        assert len(order) == len(set(order))
        hierarchy.descendants(Class("m", name))
        hierarchy.joins(Class("m", name))


@settings(deadline=None, max_examples=100)
@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.sampled_from("ABCDE"), unique=True, max_size=3), min_size=1),
    st.permutations("ABCDE"),
)
def test_the_order_of_questions_does_not_matter(bases, order):
    bases = {name: [b for b in names if b in bases] for name, names in bases.items()}
    one = Hierarchy(Facts(bases))
    for name in order:
        if name in bases:
            assert one.mro(Class("m", name)) == Hierarchy(Facts(bases)).mro(Class("m", name)), bases


def test_deep_and_tangled_hierarchies_take_no_time():
    """A chain deeper than any recursion limit, and classes that are all bases of each other."""
    names = [f"C{i}" for i in range(60)]
    tangled = {n: [m for m in names if m != n] for n in names}
    assert len(mro(tangled, "C0")) == 60
    grid = {f"C{i}": [f"C{j}" for j in range(i)][-3:] for i in range(60)}
    assert len(set(mro(grid, "C59"))) == 60
    deep = {f"C{i}": [f"C{i - 1}"] if i else [] for i in range(5000)}
    assert len(mro(deep, "C4999")) == 5000


def test_ancestors_and_descendants():
    bases = {"A": [], "B": ["A"], "C": ["A"], "D": ["B", "C"], "E": ["x:Y", "D"]}
    h = Hierarchy(Facts(bases))
    assert [c.name for c in h.ancestors(Class("m", "E"))] == ["D", "B", "C", "A"]
    assert [c.name for c in h.descendants(Class("m", "A"))] == ["B", "C", "D", "E"]
    assert [c.name for c in h.joins(Class("m", "A"))] == ["D", "E"]
    assert [c.name for c in h.subclasses(Class("m", "A"))] == ["B", "C"]


def test_what_is_known_of_outside_bases():
    assert Opaque("dict", "builtins:dict").has("keys")
    assert Opaque("dict", "builtins:dict").lacks("total")
    assert not Opaque("dict", "builtins:dict").lacks("keys")
    assert Opaque("ABC", "abc:ABC").lacks("anything")
    assert not Opaque("X", "lib:X").lacks("anything")
    assert not Opaque("X", "lib:X").has("anything")
    assert not Opaque("?", None).lacks("anything")
