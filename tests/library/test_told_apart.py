"""Files that look alike by their names are shown with where they came from."""

import pytest

from library.models import File
from library.told_apart import told_apart


def made(*rows: tuple[str, str, str]) -> list[File]:
    """(name, sent_name, bundle) of each; nothing is stored."""
    return [File(pk=n, name=name, sent_name=sent, bundle=bundle) for n, (name, sent, bundle) in enumerate(rows, 1)]


CASES = {
    "different names stay short": (
        [("指針.pdf", "本編/指針.pdf", "束.zip"), ("別紙.pdf", "本編/別紙.pdf", "束.zip")],
        ["指針.pdf", "別紙.pdf"],
    ),
    "folders tell apart": (
        [("指針.pdf", "本編/指針.pdf", "束.zip"), ("指針.pdf", "資料/旧/指針.pdf", "束.zip"), ("他.txt", "他.txt", "")],
        ["本編/指針.pdf", "資料/旧/指針.pdf", "他.txt"],
    ),
    "one of them was sent alone": (
        [("指針.pdf", "指針.pdf", ""), ("指針.pdf", "旧\\指針.pdf", "束.zip")],
        ["指針.pdf", "旧/指針.pdf"],
    ),
    "the same folder of two bundles": (
        [("指針.pdf", "旧/指針.pdf", "一.zip"), ("指針.pdf", "旧/指針.pdf", "二.zip")],
        ["旧/指針.pdf（一.zip）", "旧/指針.pdf（二.zip）"],
    ),
    "nothing but their number": (
        [("指針.pdf", "指針.pdf", ""), ("指針.pdf", "指針.pdf", "")],
        ["指針.pdf（1つ目）", "指針.pdf（2つ目）"],
    ),
    "signs that mislead the eye": (
        [("指針.pdf", "\u202eいろは/./指針.pdf", "束.zip"), ("指針.pdf", "に\x00ほ/指針.pdf", "束.zip")],
        ["いろは/指針.pdf", "にほ/指針.pdf"],
    ),
    "a path that was cut when it was kept": (
        [("指針.pdf", "い" * 100 + "/" + "ろ" * 299, "束.zip"), ("指針.pdf", "は/指針.pdf", "束.zip")],
        ["い" * 100 + "/指針.pdf", "は/指針.pdf"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_names_that_are_equal_are_told_apart(case):
    rows, expected = CASES[case]
    assert list(told_apart(made(*rows)).values()) == expected
