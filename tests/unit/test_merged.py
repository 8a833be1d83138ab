"""Dictionaries of known keys that are made one are the same one, however they are brought together."""

from itertools import permutations

from inferd.inference.operations.containers import merged
from inferd.inference.types import Record

A, B, C = (
    Record(tuple((f's"{key}"', (("none",),)) for key in keys)) for keys in (("z", "b"), ("b", "a", "z"), ("y", "b"))
)


def test_the_order_of_merging_does_not_show():
    one_by_one = {merged((*merged((x, y)), z)) for x, y, z in permutations((A, B, C))}
    at_once = {merged(three) for three in permutations((A, B, C))}
    assert one_by_one == at_once
    ((found,),) = at_once
    assert [key for key, _ in found.items] == ['s"a"', 's"b"', 's"y"', 's"z"']
    assert found.maybe == ('s"a"', 's"y"', 's"z"')


def test_an_order_that_all_have_is_kept():
    (found,) = merged((A, A._replace(items=tuple((k, (("unknown",),)) for k, _ in A.items))))
    assert [key for key, _ in found.items] == ['s"z"', 's"b"']
