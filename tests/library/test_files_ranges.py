"""Single ranges as RFC 9110 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.ranges import Unsatisfiable, parse_range

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-99", (0, 100)),
        ("bytes=900-", (900, 1000)),
        ("bytes=999-5000", (999, 1000)),
        ("bytes=-1", (999, 1000)),
        ("bytes=-5000", (0, 1000)),
        (" bytes=10-19 ", (10, 20)),
        # answered with the whole file
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=１-２", None),
        ("bytes=0x1-2", None),
        ("bytes=99999999999999999999-", None),
    ],
)
def test_ranges(header, expected):
    assert parse_range(header, SIZE) == expected


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_what_lies_outside_cannot_be_given(header):
    with pytest.raises(Unsatisfiable):
        parse_range(header, SIZE)


def test_an_empty_file_has_no_range():
    with pytest.raises(Unsatisfiable):
        parse_range("bytes=0-", 0)
    with pytest.raises(Unsatisfiable):
        parse_range("bytes=-5", 0)


@given(header=st.from_regex(r"bytes=\d{0,6}-\d{0,6}", fullmatch=True) | st.text(max_size=30), size=st.integers(0, 5000))
def test_a_range_is_never_outside_and_never_empty(header, size):
    try:
        found = parse_range(header, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found[0] < found[1] <= size


@given(st.data(), st.integers(1, 5000))
def test_parts_joined_are_the_whole(data, size):
    cut = data.draw(st.integers(0, size - 1))
    pieces = [parse_range(f"bytes={cut}-", size)]
    if cut:
        pieces.insert(0, parse_range(f"bytes=0-{cut - 1}", size))
    assert [n for start, end in pieces for n in range(start, end)] == list(range(size))
