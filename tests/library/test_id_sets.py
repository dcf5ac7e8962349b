"""Sets of ids as bits, held against Python's own sets."""

from hypothesis import given
from hypothesis import strategies as st

from library import id_sets

IDS = st.sets(st.integers(1, 3 * id_sets.SPAN))


@given(IDS, IDS)
def test_bits_behave_as_sets(left, right):
    a, b = id_sets.of(left), id_sets.of(right)
    assert id_sets.ids(a) == sorted(left)
    assert id_sets.ids(a & b) == sorted(left & right)
    assert id_sets.ids(a | b) == sorted(left | right)
    assert a.bit_count() == len(left)


@given(st.sets(st.integers(0, id_sets.SPAN - 1)), st.integers(0, 3))
def test_pieces_come_back_in_their_place(places, piece):
    stored = id_sets.packed(id_sets.of(places))
    assert len(stored) <= id_sets.SPAN // 8
    assert id_sets.ids(id_sets.unpacked(stored, piece)) == sorted(place + piece * id_sets.SPAN for place in places)
