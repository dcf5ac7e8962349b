"""The list of results as CSV and Excel: the same list, counted and logged."""

import csv
import io

import python_calamine

from audit.models import Event
from audit.verbs import Verb
from library.models import File, Visibility
from search.indexing import index
from search.views.export import HEAD
from tests.search.answers import Read, search
from tests.search.live import add_file, make_found


def rows_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_files_of_one_name_are_told_apart_by_what_the_reader_sees(client, tochigi, kagawa, observer):
    live = make_found(tochigi, "甲", "要約のこと", name="手引.txt", visibility=Visibility.PUBLIC)
    other = add_file(live, "手引.txt", "要約の別紙", by=tochigi)
    File.objects.filter(pk=other.pk).update(sent_name="<b>旧/手引.txt", bundle="束.zip", visibility=Visibility.MEMBERS)
    picture = add_file(live, "手引.txt", "", by=tochigi)
    File.objects.filter(pk=picture.pk).update(sent_name="絵/手引.txt", visibility=Visibility.MEMBERS)
    index.index(live.pk)
    client.force_login(kagawa)
    said = search(client, "要約").plain
    assert "要約の別紙<b>旧/手引.txt" in said
    assert "「絵/手引.txt」は画像だけで文字がないため" in said
    (_, row) = rows_of(client.get("/search/export.csv", {"q": "要約"}))
    assert sorted(row[HEAD.index("おもな該当ページ")].split("\n")) == ["<b>旧/手引.txt 1ページ", "手引.txt 1ページ"]
    client.force_login(observer)
    assert "旧" not in search(client, "要約").plain


def test_the_saved_list_is_the_list(client, tochigi, kagawa, settings):
    live = make_found(tochigi, "=1+1", "要約のこと", "別のこと", "要約の次", name="手引き.txt")
    make_found(tochigi, "乙", "要約のことは長い文の中に一度だけある")
    client.force_login(kagawa)
    head, *rows = rows_of(client.get("/search/export.csv", {"q": "要約"}))
    assert head == list(HEAD)
    assert [row[2].lstrip("'") for row in rows] == search(client, "要約").titles
    cells = dict(zip(head, next(row for row in rows if row[0] == str(live.pk)), strict=True))
    assert (cells["資料の名前"], cells["該当ページの数"]) == ("'=1+1", "2")
    assert sorted(cells["おもな該当ページ"].split("\n")) == ["手引き.txt 1ページ", "手引き.txt 3ページ"]
    assert sorted(cells["該当する文"].split("\n")) == ["要約のこと", "要約の次"]
    addresses = [address.removeprefix(settings.BASE_URL) for address in cells["該当ページのアドレス"].split("\n")]
    assert "要約の" in Read(client.get(addresses[0]).content.decode()).plain
    assert cells["アドレス"].endswith(f"/guidelines/{live.pk}/")
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(client.get("/search/export.xlsx", {"q": "要約"}).streaming_content))
    )
    sheet = book.get_sheet_by_index(0).to_python()
    assert [[str(cell) for cell in row] for row in sheet[1:]] == [[cell.lstrip("'") for cell in row] for row in rows]
    only = rows_of(client.get("/search/export.csv", {"q": "要約", "pref": "37"}))
    assert only == [list(HEAD)]


def test_everybody_saves_what_they_see(client, tochigi, kagawa, observer):
    make_found(tochigi, "甲", "要約", visibility=Visibility.PUBLIC)
    make_found(tochigi, "乙", "要約", visibility=Visibility.MEMBERS)
    for user, number in ((kagawa, 2), (observer, 1)):
        client.force_login(user)
        assert len(rows_of(client.get("/search/export.csv", {"q": "要約"}))) == number + 1
    client.logout()
    assert client.get("/search/export.csv", {"q": "要約"}).status_code == 302
    assert "export.csv" not in search(client, "要約").text


def test_saving_is_logged_and_bounded(client, tochigi, settings):
    settings.LIMITS = settings.LIMITS.__class__(exports_per_hour=1, export_rows=100)
    client.force_login(tochigi)
    assert rows_of(client.get("/search/export.csv", {"q": "秘密の言葉"})) == [list(HEAD)]
    assert client.get("/search/export.csv", {"q": "要約"}).status_code == 429
    (event,) = Event.objects.filter(verb=Verb.EXPORT)
    assert (event.actor_id, event.target_label) == (tochigi.pk, "/search/export.csv"), "without what was searched"


def test_each_document_of_a_long_list_has_its_pages(client, tochigi, kagawa):
    """Beyond three hundred pages, too."""
    for number in range(7):
        make_found(tochigi, f"資料{number}", *["要約のこと"] * 60)
    client.force_login(kagawa)
    _, *rows = rows_of(client.get("/search/export.csv", {"q": "要約"}))
    assert [len(row[HEAD.index("おもな該当ページ")].split("\n")) for row in rows] == [3] * 7
    assert "属性に、探した言葉" not in search(client, "要約").plain
