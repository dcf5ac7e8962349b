"""What names and first pages say: a table that people can read, and what must hold of any text."""

import csv
import time
import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.proposals.model import DATES, NAME, Field, Proposal, Sureness, day_of
from japanese.proposals.names import NameReading, read_name
from japanese.proposals.texts import read_pages

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "corpus" / "MANIFEST.csv"
with (HERE / "names.csv").open(encoding="utf-8", newline="") as table:
    NAMES = list(csv.DictReader(table))
PAGES = tomllib.loads((HERE / "snippets.toml").read_text(encoding="utf-8"))["page"]


def as_row(reading: NameReading) -> dict[str, str]:
    """As the table has it: all values of a field, best first; a date with what it is said to be of."""
    row = {"name": reading.name}
    for column in NAMES[0]:
        if column == "date":
            found = [one for one in reading.proposals if one.field in DATES]
            row[column] = " + ".join(
                one.value if one.field is Field.DATE else f"{one.field}:{one.value}" for one in found
            )
        elif column in {*Field}:
            row[column] = " + ".join(one.value for one in reading.every(Field(column)))
    row["rest"] = " + ".join(rest.place.quote for rest in reading.rest)
    row["pattern"] = "yes" if reading.follows_pattern else ""
    return row


@pytest.mark.parametrize("expected", NAMES, ids=[row["name"] for row in NAMES])
def test_names_say_what_a_person_reads(expected):
    assert as_row(read_name(expected["name"])) == expected


def test_the_table_is_large_and_holds_every_name_of_the_corpus():
    assert len(NAMES) + len(PAGES) >= 150
    if not CORPUS.exists():
        pytest.skip("missing: the corpus ../shared/corpus")
    with CORPUS.open(encoding="utf-8", newline="") as manifest:
        names = {row["file"].rpartition("/")[2] for row in csv.DictReader(manifest)}
    assert names - {row["name"] for row in NAMES} == set()


@pytest.mark.parametrize("page", PAGES, ids=[page["name"] for page in PAGES])
def test_first_pages_say_what_a_person_reads(page):
    found: dict[str, list[str]] = {}
    for one in read_pages([(1, page["text"])]):
        found.setdefault(one.field.value, []).append(one.value)
    if "language" not in page:
        found.pop("language", None)
    assert found == {key: value for key, value in page.items() if key not in {"name", "text"}}


def test_the_three_names_of_the_report():
    first = read_name("35 山口県_1_対話式文章生成AI利活用ガイドライン.pdf")
    second = read_name("35 山口県_2_対話式文章生成AI利活用ガイ...")
    third = read_name("35 山口県 H P 報道発表 (R5.8.22) .pdf")
    fields = (Field.PREFECTURE, Field.KIND, Field.SEQUENCE)
    assert [first.value(field) for field in fields] == ["35", "guideline", "1"]
    assert [second.value(field) for field in fields] == ["35", "guideline", "2"]
    assert [third.value(field) for field in fields] == ["35", "press", None]
    assert third.date == "2023-08-22"
    assert [reading.needs_check for reading in (first, second, third)] == [False, False, True]
    assert [rest.place.quote for rest in third.rest] == ["H P"]
    assert first.best(Field.PREFECTURE).reason == "都道府県コードと県名が合っています"


@pytest.mark.parametrize(
    ("name", "piece", "reason"),
    [
        ("R6.2.30_要領.pdf", "R6.2.30", "2月は29日までです"),
        ("H31.5.1_規程.pdf", "H31.5.1", "その日は令和元年5月1日です。年号を確かめてください"),
        ("36 山口県_1_要領.pdf", "36", "36は徳島県の番号で、山口県と合いません"),
        ("240401_要領.pdf", "240401", "数字の意味が分かりません"),
    ],
)
def test_what_was_not_read_is_said_with_its_reason(name, piece, reason):
    reading = read_name(name)
    assert [(rest.place.quote, rest.reason) for rest in reading.rest] == [(piece, reason)]
    assert reading.date is None
    assert reading.needs_check


def test_a_name_without_its_suffix_is_only_likely():
    [short] = read_name("山口_ガイドライン.pdf").every(Field.PREFECTURE)
    [coded] = read_name("35 山口_ガイドライン.pdf").every(Field.PREFECTURE)
    assert (short.sureness, coded.sureness) == (Sureness.LIKELY, Sureness.SURE)
    assert "人や市の名前かもしれません" in short.reason


def test_versions_and_copies_of_one_document_are_one_family():
    names = [
        "要領.docx",
        "要領_案.docx",
        "要領_最終2.docx",
        "要領（第2版）R6.4.1.pdf",
        "要領 (1).docx",
        "要領 - コピー.docx",
    ]
    assert len({read_name(f"栃木県_生成AI利用{name}").family for name in names}) == 1
    assert read_name("栃木県_生成AI利用要綱.docx").family != read_name("栃木県_生成AI利用要領.docx").family


WORDS = [
    "35 山口県", "_1_", "ガイドライン", "（R5.8.22）", "令和6年度", "H31/R1", "案", "最終2", "第2版", "(1)", "機密性２",
    "資料３－２", ".pdf", "　", "H P", "\u200b", "か゛", "ﾊﾟ", "が", "\n", "20240231", "a@pref.yamaguchi.lg.jp",
    "問い合わせ先：デジタル課 電話083-933-0000", *"R元年月日版第『）（[]/.\\", "12",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=12).map("".join),
)
CIRCLED = dict.fromkeys(map(ord, "㊙①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"))  # a circle says what the letter alone does not


def values(found: Iterable[Proposal]) -> list[tuple[Field, str, Sureness]]:
    return [(one.field, one.value, one.sureness) for one in found]


@given(ANY_TEXT)
def test_places_quote_exactly_and_dates_are_dates(text):
    reading = read_name(text)
    pages = read_pages([(1, text), (2, text)])
    for one in (*reading.proposals, *reading.rest, *pages):
        assert one.place.quote == text[one.place.start : one.place.end] != ""
    assert {one.place.page for one in reading.proposals} <= {NAME}
    assert {one.place.page for one in pages} <= {1, 2}
    for one in (*reading.proposals, *pages):
        if one.field in DATES:
            day = day_of(one.value) or date.fromisoformat(f"{one.value}-01-01"[:10])
            assert 1868 <= day.year <= 2200
        assert one.reason


@given(ANY_TEXT)
def test_reading_is_the_same_twice_and_in_any_width(text):
    text = text.translate(CIRCLED)
    folded = unicodedata.normalize("NFKC", text)
    assert read_name(text) == read_name(text)
    assert values(read_name(text).proposals) == values(read_name(folded).proposals)
    assert values(read_pages([(1, text)])) == values(read_pages([(1, folded)]))


@given(st.dates(min_value=date(1989, 1, 8), max_value=date(2099, 12, 31)))
def test_every_day_is_found_in_a_name_however_it_is_written(day):
    era, year = ("R", day.year - 2018) if day >= date(2019, 5, 1) else ("H", day.year - 1988)
    word = {"R": "令和", "H": "平成"}[era]
    for written in (
        f"{era}{year}.{day.month}.{day.day}",
        f"{word}{year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日",
        day.strftime("%Y%m%d"),
        day.isoformat(),
    ):
        assert read_name(f"要領（{written}）.pdf").date == day.isoformat(), written


EVIL = [
    "あ",
    "1",
    "部",
    "省部部",
    "R5.",
    "（",
    "2024年",
    "\u0301\u0316",
    "か゛",
    " ",
    "_",
    "第一",
    "\n令和6年4月1日策定",
    "庁総務",
]


@pytest.mark.parametrize("piece", EVIL)
def test_time_grows_with_the_length(piece):
    """Eight times the text may take far more than eight times as long only when something doubles back."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        read_pages([(1, text)])
        read_name(text)
        return time.process_time() - began

    seconds(1_000)
    short, long = min(seconds(12_500) for _ in range(2)), seconds(100_000)
    assert long < 24 * max(short, 0.02)
