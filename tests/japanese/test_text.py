"""Cleaning, file names, numbers, personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.filenames import download_name, kept_name, shown_name
from japanese.numbers import filesize, grouped, percent
from japanese.personal import Kind, find_personal, mask
from japanese.prefectures import PREFECTURES, REGIONS, by_code, by_name
from japanese.widths import clean_line, clean_text, fold

ANYTHING = st.text(alphabet=st.characters(codec=None), max_size=200)


@given(ANYTHING)
def test_cleaning_is_done_once_and_fits_every_store(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    cleaned.encode()
    assert "\x00" not in cleaned
    line = clean_line(text)
    assert "\n" not in line
    assert clean_line(line) == line


def test_cleaning_keeps_what_people_write():
    assert clean_text("１行目\r\n２行目\tＡＢＣ①㈱髙﨑😀") == "１行目\n２行目\tＡＢＣ①㈱髙﨑😀"
    assert clean_line("\u202e逆\u200b さ\ufeff") == "逆 さ"
    assert clean_text("👩\u200d💻 ❤\ufe0f\u200d🔥 あ\u200dい") == "👩\u200d💻 ❤\ufe0f\u200d🔥 あい"
    assert fold("ＡＢＣ　ｱｲｳ") == "abc アイウ"


NAMES = [
    ("資料.pdf", "資料.pdf"),
    ("35 山口県_1_対話式文章生成AI利活用ガイドライン.pdf", "35 山口県_1_対話式文章生成AI利活用ガイドライン.pdf"),
    ("35 山口県 H P 報道発表 (R5.8.22) .pdf", "35 山口県 H P 報道発表 (R5.8.22) .pdf"),
    ("Ｒ５．８．２２　資料.pdf", "Ｒ５．８．２２　資料.pdf"),
    ("か\u3099いと\u3099.pdf", "がいど.pdf"),
    ("😀会議.txt", "😀会議.txt"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\x\\資料.docx", "資料.docx"),
    ("資料\x00.pdf", "資料.pdf"),
    ("\u202efdp.exe", "fdp.exe"),
    ("資料.pdf. . ", "資料.pdf"),
    ("資料\n一覧.csv", "資料 一覧.csv"),
    ("", "名前なし"),
    ("///", "名前なし"),
    ("...", "名前なし"),
]


@pytest.mark.parametrize(("sent", "shown"), NAMES)
def test_names_are_shown_as_sent_but_harmless(sent, shown):
    assert shown_name(sent) == shown


@given(ANYTHING)
def test_no_name_is_too_long_or_a_path(sent):
    name = shown_name(sent)
    assert 0 < len(name) <= 150
    assert not set(name) & {"/", "\\", "\x00", "\n"}
    name.encode()


AS_SENT = ["か\u3099.pdf", " 空白 .pdf ", "第1章\u3000概要.pdf", "\u202ecod.pdf", "末尾.", "😀.txt", "ﾊﾝｶｸ.csv"]


@pytest.mark.parametrize("sent", AS_SENT)
def test_the_name_as_sent_is_kept_to_the_letter(sent):
    assert kept_name(sent, limit=400) == sent


@given(ANYTHING)
def test_whatever_is_sent_can_be_stored(sent):
    kept = kept_name(sent, limit=50)
    kept.encode()
    assert len(kept) == min(len(sent), 50)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in kept)


def test_a_long_name_keeps_its_extension():
    assert shown_name("長" * 300 + ".pdf") == "長" * 146 + ".pdf"


@pytest.mark.parametrize(
    ("name", "extension", "download"),
    [
        ("資料.PDF", ".pdf", "資料.pdf"),
        ("資料", ".pdf", "資料.pdf"),
        ("CON.txt", ".txt", "_CON.txt"),
        ("a<b>:c.csv", ".csv", "a_b__c.csv"),
        ("第1.5版.docx", ".docx", "第1.5版.docx"),
        ("規程（R6.4.1）.pdf", ".pdf", "規程（R6.4.1）.pdf"),
    ],
)
def test_download_names_can_be_saved_anywhere(name, extension, download):
    assert download_name(name, extension) == download


PERSONAL = [
    ("電話は028-623-0000です", Kind.PHONE, "028-623-0000"),
    ("携帯090-1234-5678まで", Kind.PHONE, "090-1234-5678"),
    ("０２８－６２３－００００", Kind.PHONE, "０２８－６２３－００００"),
    ("(03)1234-5678", Kind.PHONE, "(03)1234-5678"),
    ("taro.mihon@pref.example.jp へ", Kind.EMAIL, "taro.mihon@pref.example.jp"),
    ("〒320-8501 宇都宮市", Kind.POSTAL, "〒320-8501"),
    ("生年月日：昭和50年1月2日", Kind.BIRTHDAY, "生年月日：昭和50年1月2"),
    ("番号は1234 5678 9018です", Kind.MY_NUMBER, "1234 5678 9018"),
]


@pytest.mark.parametrize(("text", "kind", "piece"), PERSONAL)
def test_personal_data_is_seen(text, kind, piece):
    [sighting] = find_personal(text)
    assert (sighting.kind, text[sighting.start : sighting.end]) == (kind, piece)
    masked = mask(text, sighting)
    assert masked[:3] == piece[:3]
    assert "*" in masked


HARMLESS = [
    "令和5年8月22日に公表した第1版",
    "2024-04-30時点、43都道府県",
    "予算額1,234,567千円",
    "文書番号 5-1234-56",
    "コード 09201-7",
    "1日平均10分、月平均1.3時間",
    "123456789012",
    "ISBN 978-4-00-000000-0",
    "R6.4.1～R7.3.31",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_office_text_is_not_taken_for_personal_data(text):
    assert find_personal(text) == []


@pytest.mark.parametrize("text", ["a" * 1_000_000, "0" * 1_000_000, "1-" * 500_000, "@" * 1_000_000, "a.a@" * 250_000])
def test_long_texts_take_no_long_time(text):
    """A pattern that backtracks would not come back within the life of the test run."""
    find_personal(text)


def test_numbers():
    sizes = (3, 1023, 874_496, 1_258_291, 52_428_800, 52_428_801, 1050 * 2**20, 20 * 2**30, 83_255_000_000)
    assert [filesize(size) for size in sizes] == [
        "3バイト", "1023バイト", "854KB", "1.2MB", "50MB", "50.0MB", "1,050MB", "20GB", "77.5GB",
    ]  # fmt: skip
    assert grouped(1234567) == "1,234,567"
    assert percent(24, 36) == "66.7%"


def test_prefectures():
    assert len(PREFECTURES) == 47
    assert [prefecture.code for prefecture in PREFECTURES] == [f"{n:02}" for n in range(1, 48)]
    assert by_name("栃木") == by_name("栃木県") == by_code("09")
    assert by_code("01").short == "北海道"
    assert [by_code(code).tile for code in ("01", "14", "30", "46")] == ["北海", "神奈", "和歌", "鹿児"]
    assert REGIONS[0] == "北海道"
    assert len(REGIONS) == 8
