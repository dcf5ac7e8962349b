"""The engine's benchmark cuts files as the site does."""

from bench import engine
from library import reading


def test_slices_are_those_of_the_site():
    assert (engine.TEXT_SLICE, engine.PICTURE_SLICE) == (reading.TEXT_SLICE, reading.PICTURE_SLICE)
