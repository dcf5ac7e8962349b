"""Who hears: what lies nearest decides, and muted is muted."""

import itertools

import pytest

from library.models.follow import Level
from notices.models import Kind
from notices.rules import IMPORTANT, Nearness, Tie, hearers, hears, levels

THREAD, PUBLICATION, GROUP = Nearness.THREAD, Nearness.PUBLICATION, Nearness.GROUP
EVERY, SOME, QUOTED, MUTED = Level.EVERY, Level.IMPORTANT, Level.MENTIONS, Level.MUTED


@pytest.mark.parametrize(
    ("ties", "wanted"),
    [
        ([(GROUP, EVERY)], EVERY),
        ([(GROUP, EVERY), (GROUP, SOME)], EVERY),
        ([(GROUP, EVERY), (GROUP, MUTED)], MUTED),
        ([(GROUP, MUTED), (PUBLICATION, SOME)], SOME),
        ([(PUBLICATION, MUTED), (GROUP, EVERY)], MUTED),
        ([(PUBLICATION, MUTED), (THREAD, EVERY)], EVERY),
        ([(THREAD, MUTED), (PUBLICATION, EVERY), (GROUP, EVERY)], MUTED),
        ([(GROUP, QUOTED), (GROUP, SOME)], SOME),
    ],
)
def test_what_lies_nearest_decides_in_whatever_order_it_comes(ties, wanted):
    for order in itertools.permutations(ties):
        assert levels(Tie(1, nearness, level) for nearness, level in order) == {1: wanted}


@pytest.mark.parametrize("kind", Kind)
def test_each_level_of_each_kind(kind):
    assert hears(kind, EVERY)
    assert hears(kind, SOME) == (kind in IMPORTANT)
    assert not hears(kind, QUOTED)
    assert hears(kind, QUOTED, is_addressed=True)
    assert not hears(kind, MUTED, is_addressed=True)


def test_of_many_people_each_is_asked_by_themselves():
    wanted = {1: EVERY, 2: SOME, 3: QUOTED, 4: MUTED}
    assert hearers(Kind.COMMENT, {1, 2, 3, 4, 5}, wanted) == {1, 5}
    assert hearers(Kind.COMMENT, {1, 2, 3, 4, 5}, wanted, addressed={2, 3, 4}) == {1, 2, 3, 5}
    assert hearers(Kind.EDITION, {1, 2, 3, 4, 5}, wanted) == {1, 2, 5}
