"""Whatever is typed, the page of results answers: never an error, on the page, in the file, within one publication."""

import random
from urllib.parse import quote

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PIECES = (
    '"', "「", "」", "“", "”", "'", "-", "－", "*", "NEAR(", ")", "AND", "OR", "NOT", ":", "題名:", "県：栃木",
    "年度:令和", "title:", "kind:", "body:", "{title}", "^", "+", "(", "|", "&", "!", "<->", "\\", "%", "_", "\x00",
    "\x1b", "\u202e", "\u200b", "\ufeff", "\n", "\t", "　", " ", "生成", "AI", "議事録", "令和元年", "㈱", "㍻",
    "99999年", "e\u0301", "ß", "İ", "ﷺ", "😀", "𠮷", "\U000e0100", "１，０００", "R6.4.1", "第III章", "の",
    "は何ですか",
)  # fmt: skip
LONE = ("%ED%A0%80", "%ED%BF%BF", "%FF%FE", "%C0%80", "%", "%zz")  # half a pair, and what is no text at all


def typed(chance: random.Random) -> str:
    """As it stands in an address."""
    match chance.randrange(20):
        case 0:
            return quote(chance.choice(PIECES) * 100_000)[:100_000]
        case 1:
            return chance.choice(LONE) * chance.randint(1, 30)
        case 2:
            return quote("".join(chr(chance.randrange(0x20, 0xD800)) for _ in range(chance.randint(1, 300))))
        case _:
            sign = chance.choice(["", "", " "])
            return quote(sign.join(chance.choices(PIECES, k=chance.randint(1, 12)))) + chance.choice(["", "", *LONE])


def check(publication: int, person, number: int, *, seed: int) -> None:
    chance, client = random.Random(seed), Client(raise_request_exception=False)
    client.force_login(person)
    places = [
        "/search/?", "/search/?", "/search/?part=title&", "/search/?part=letters&", "/search/words/?",
        "/search/export.csv?", f"/guidelines/{publication}/?",
    ]  # fmt: skip
    broken = []
    for _ in range(number):
        address = f"{chance.choice(places)}q={typed(chance)}"
        response = client.get(address)
        if response.status_code >= 500:
            broken.append(address[:300])
        if response.streaming:
            list(response.streaming_content)
    assert broken == []


@pytest.fixture
def publication(shelf) -> int:
    return shelf(["生成AIの議事録。", "第3章 令和元年度の東京都"], title="題名 ' \" %").pk


def test_nothing_typed_breaks_the_search(publication, kagawa):
    check(publication, kagawa, 150, seed=47)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_things_typed_break_nothing(publication, kagawa, seed):
    check(publication, kagawa, 1000, seed=seed)
