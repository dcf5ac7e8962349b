"""What the automatic checks say is true: all clear only of what was searched, each sighting with its place."""

import pytest

from accounts.models import User
from library import actions, checks, reading
from library.kinds import Check
from library.models import Edition, File, Page, TextSource, Visibility
from tests import factories

pytestmark = pytest.mark.django_db
PHONE = "090-1234-{:04}"


@pytest.fixture
def submitted(tochigi: User) -> Edition:
    return factories.make_submitted(tochigi)


def found(edition: Edition, reader: User) -> list[Check]:
    return checks.automatic(Edition.objects.get(pk=edition.pk), reader=reader)


def personal(edition: Edition, reader: User) -> Check:
    [check] = [check for check in found(edition, reader) if check.title.startswith("個人情報らしい文字列")]
    return check


def said(check: Check) -> list[str]:
    return [f"{place.label}：{place.text}" if place.label else place.text for place in check.places]


# How the file is → what is said instead of all clear.
UNSEARCHED = {
    "waits": ({"reading": "waiting"}, False, "まだ調べていません（1個のファイルを読み取り中）"),
    "is being read": ({"reading": "working"}, True, "まだ調べていません（1個のファイルを読み取り中）"),
    "is in quarantine": ({"gate": "checking"}, False, "まだ調べていません（1個のファイルを読み取り中）"),
    "failed": ({"reading": "failed"}, False, "文字が読めないため調べられません：メモ.txt"),
    "has pictures alone": ({}, False, "文字が読めないため調べられません：メモ.txt"),
    "was read in part": ({"reading": "partial"}, True, "一部の文字が読めないため、すべては調べられません：メモ.txt"),
}


@pytest.mark.parametrize("name", UNSEARCHED)
def test_what_could_not_be_searched_gets_no_all_clear(submitted, secretariat, name):
    values, has_text, words = UNSEARCHED[name]
    File.objects.filter(edition=submitted).update(**values)
    if not has_text:
        Page.objects.filter(file__edition=submitted).update(text="")
    check = personal(submitted, secretariat)
    assert (check.is_ok, said(check)) == (False, [words])


def test_all_clear_is_said_when_everything_was_read(submitted, secretariat):
    check = personal(submitted, secretariat)
    assert (check.is_ok, check.detail) == (True, "見つかりませんでした")


def test_pages_without_text_are_counted_beside_the_all_clear(submitted, secretariat):
    Page.objects.create(file=submitted.files.get(), number=2)
    check = personal(submitted, secretariat)
    assert (check.is_ok, check.detail) == (True, "見つかりませんでした（文字のない1ページは調べられません）")


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("title", "資料の名前"),
        ("summary", "概要"),
        ("section", "作成した部署"),
        ("contact", "問い合わせ先"),
        ("change_note", "変更の要点"),
        ("records", "記録の保存"),
    ],
)
def test_all_that_was_typed_is_searched(tochigi, secretariat, field, label):
    edition = factories.make_draft(tochigi, **{field: f"見本 {PHONE.format(1)}"})
    assert said(personal(edition, secretariat)) == [f"入力した内容（{label}）：電話番号の形をした「090-****-****」"]


def test_the_word_to_the_desk_is_searched_too(tochigi, secretariat):
    draft = factories.make_draft(tochigi)
    edition = actions.submit(draft, by=tochigi, declared=True, note=f"携帯は{PHONE.format(1)}です")
    assert said(personal(edition, secretariat))[0].startswith("入力した内容（提出のときのひとこと）：")


def test_what_was_found_is_told_by_file_and_page_with_links(tochigi, secretariat):
    edition = factories.make_draft(tochigi, files=[], summary=f"見本 {PHONE.format(0)}")
    for name, numbers in (("一.txt", range(2)), ("二.txt", range(4))):
        words = "、".join(PHONE.format(number) for number in numbers)
        factories.keep_file(edition, name, words, by=tochigi)
    check = personal(edition, secretariat)
    first, second = edition.files.in_order()
    where = edition.get_absolute_url()
    assert check.title == "個人情報らしい文字列が7か所あります"
    assert [(place.label, place.text, place.address) for place in check.places] == [
        ("入力した内容（概要）", "電話番号の形をした「090-****-****」", ""),
        ("一.txt", "1ページ（電話番号2件）", f"{where}?file={first.pk}&page=1"),
        ("二.txt", "1ページ（電話番号4件）", f"{where}?file={second.pk}&page=1"),
    ]
    [line] = check.places[1].more
    assert (line.label, line.address) == ("1ページ", f"{where}?file={first.pk}&page=1")
    assert line.text == "電話番号の形をした「090-****-****」が2件", "what looks alike is said once"
    assert not check.places[1].folds
    assert not any(PHONE.format(number) in line for number in range(4) for line in said(check))


def test_every_page_of_many_is_named_and_the_long_list_folds(client, tochigi):
    """Nobody shall think that the first five are all."""
    edition = factories.make_draft(tochigi)
    file = edition.files.get()
    words = {
        3: f"{PHONE.format(1)} と someone@example.jp",
        5: "〒320-8501",
        **dict.fromkeys(range(7, 11), PHONE.format(2)),
    }
    Page.objects.bulk_create(Page(file=file, number=number, text=text) for number, text in words.items())
    [place] = personal(edition, tochigi).places
    assert place.text == "3、5、7、8、9、10ページ（電話番号5件、メールアドレス1件、郵便番号と住所1件）"
    assert [line.label for line in place.more] == [f"{number}ページ" for number in words]
    assert place.folds
    client.force_login(tochigi)
    page = client.get(f"/submit/{edition.pk}/confirm/").content.decode()
    folded = page.split('<details class="fold">')[1].split("</details>")[0]
    assert folded.count("<li>") == len(words)
    assert "someone@example.jp" not in page
    assert "som****@*******.**" in folded


def test_a_document_full_of_it_is_counted_and_not_listed_without_end(tochigi):
    edition = factories.make_draft(tochigi)
    file = edition.files.get()
    words = "、".join(f"{'a' * length}@example.jp" for length in range(4, 12))
    rows = [Page(file=file, number=n, text=words, personal=8) for n in range(2, 152)]
    Page.objects.bulk_create(rows)
    check = personal(edition, tochigi)
    [place] = check.places
    assert check.title == "個人情報らしい文字列が1,200か所あります"
    assert place.text == "2、3、4、5、6、7、8、9、10、11ページ、ほか140ページ（1,200件）"
    assert place.more[0].text.count("メールアドレスの形をした") == 5
    assert place.more[0].text.endswith("、ほか3件")
    assert place.more[-2].text == "8件", "pages beyond the first twenty are not looked into"
    assert place.more[-1].text == "ほか50ページ"


def test_personal_data_stands_before_the_other_problems(tochigi, secretariat):
    edition = factories.make_draft(tochigi, summary=PHONE.format(1), visibility=Visibility.PUBLIC)
    pictures = factories.keep_file(edition, "絵.txt", "絵", by=tochigi)
    pictures.pages.update(text="")
    titles = [check.title for check in found(edition, secretariat) if not check.is_ok]
    assert titles[0].startswith("個人情報")
    assert titles[-1] == "ファイル形式：絵.txt", "that a file has pictures alone is the least of them"


def test_pages_know_their_number_and_are_not_searched_again(tochigi, secretariat, monkeypatch):
    """What is shown in full is looked up on at most twenty pages, however long the document is."""
    edition = factories.make_draft(tochigi)
    file = edition.files.get()
    texts = [PHONE.format(number) for number in range(30)] + ["見本"] * 40
    rows = [Page(file=file, number=n, text=text, personal=int(n < 32)) for n, text in enumerate(texts, start=2)]
    Page.objects.bulk_create(rows)
    Page.objects.filter(file=file, number=1).update(personal=0)
    searched = []
    search = checks.sightings.find_personal
    monkeypatch.setattr(checks.sightings, "find_personal", lambda text: searched.append(text) or search(text))
    check = personal(edition, secretariat)
    assert check.title == "個人情報らしい文字列が30か所あります"
    [place] = check.places
    assert [line.label for line in place.more] == [f"{n}ページ" for n in range(2, 32)]
    assert len([text for text in searched if text in texts]) == 20


def test_reading_counts_what_each_page_has(tochigi):
    edition = factories.make_draft(tochigi, files=[factories.text_upload(text=f"携帯は{PHONE.format(1)}です")])
    while reading.take_turn(edition.files.get().pk):
        pass
    assert list(Page.objects.filter(file__edition=edition).values_list("personal", flat=True)) == [1]


def test_a_page_with_broken_words_is_never_all_clear(submitted, tochigi):
    """They are there, and say nothing: a telephone number among them would not be found."""
    Page.objects.update(text="\ufffd\ufffd", source=TextSource.BROKEN)
    check = personal(submitted, tochigi)
    assert (check.is_ok, said(check)) == (False, ["文字の情報が壊れているページがあり、調べられません：メモ.txt"])
    [form] = [check for check in found(submitted, tochigi) if check.title.startswith("ファイル形式")]
    assert not form.is_ok
    assert "文字の情報が壊れているページがあります" in form.detail


def test_recognised_words_are_searched_and_said_to_be_no_more_than_that(submitted, tochigi):
    Page.objects.update(text="見本", source=TextSource.OCR)
    told = "文字認識の文字を調べました（見落としがありえます）"
    check = personal(submitted, tochigi)
    assert (check.is_ok, check.detail) == (True, f"見つかりませんでした。{told}")
    Page.objects.update(text=PHONE.format(1), personal=None)
    check = personal(submitted, tochigi)
    assert not check.is_ok
    assert check.detail.endswith(told)
