"""The print of an Office file on its reading page: a second view with page numbers of its own; slides are one view."""

import re

import pytest
from django.test import Client

from extraction import office
from library.models import File, Page, Paper, PaperPage, PaperState, Publication, Reading
from library.prints import CUT
from library.storage import vault
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(tochigi, reviewer=secretariat)


@pytest.fixture
def reader(client, kagawa) -> Client:
    client.force_login(kagawa)
    return client


def as_kind(live: Publication, kind: str, pages: int) -> File:
    """Its file as one of another kind, of so many pages with text."""
    file = factories.first_file(live)
    fields = {"kind": kind, "name": f"見本.{kind}", "page_count": pages, "pages_read": pages, "reading": Reading.DONE}
    File.objects.filter(pk=file.pk).update(**fields)
    Page.objects.filter(file=file).delete()
    for number in range(1, pages + 1):
        words = f"{number}番目の本文"
        Page.objects.create(file=file, number=number, raw=words, text=words, blocks=[{"t": "p", "text": words}])
    return File.objects.get(pk=file.pk)


def printed(file: File, pages: int, **fields) -> None:
    factories.print_first_page(file)
    paper = Paper.objects.get(file=file)
    first = paper.pages.get()
    for number in range(2, pages + 1):
        PaperPage.objects.create(
            paper=paper, number=number, picture_key=first.picture_key, thumbnail_key=first.thumbnail_key,
            picture_width=1000, picture_height=1414,
        )  # fmt: skip
    Paper.objects.filter(pk=paper.pk).update(**{"page_count": pages, "pages_drawn": pages, **fields})


def shown(client: Client, live: Publication, query: str = "") -> str:
    return client.get(f"{live.get_absolute_url()}{query}").content.decode()


def test_the_text_comes_first_with_a_way_to_the_print(reader, live):
    file = as_kind(live, "docx", 2)
    printed(file, 5)
    html = shown(reader, live)
    assert "1番目の本文" in html
    assert "<img" not in html.partition('id="viewer"')[2].partition("</section>")[0]
    assert f'href="?file={file.pk}&amp;view=paper#viewer"' in html
    assert "印刷イメージで見る（5ページ）" in html


@pytest.mark.parametrize("query", ["", "?view=paper"])
def test_that_only_the_first_pages_were_printed_is_said(reader, live, query):
    file = as_kind(live, "docx", 2)
    printed(file, 5, state=PaperState.DONE)
    words = "印刷イメージは、最初の300ページだけです。残りは、ファイルをダウンロードするか"
    assert words not in shown(reader, live, query)
    Paper.objects.update(problem=CUT)
    assert words in shown(reader, live, query)


def test_the_print_has_page_numbers_of_its_own(reader, live):
    file = as_kind(live, "docx", 2)
    printed(file, 5)
    html = shown(reader, live, f"?file={file.pk}&view=paper&page=3")
    assert f'src="/files/{file.pk}/paper/3.webp"' in html
    assert "番目の本文" not in html
    assert "/ 5</span>" in html
    for rel, number in (("prev", 2), ("next", 4)):
        (link,) = re.findall(rf'rel="{rel}"\s+href="([^"]+)"', html)
        assert link == f"?file={file.pk}&amp;page={number}&amp;view=paper#viewer"
    assert '<input type="hidden" name="view" value="paper">' in html
    assert 'alt="印刷イメージの3ページ。' in html
    assert f'href="?file={file.pk}#viewer">文字で見る' in html
    assert "このファイルは5ページまでです" in shown(reader, live, f"?file={file.pk}&view=paper&page=9")


def test_the_files_own_numbers_stay_what_they_are(reader, live):
    """With LibreOffice or without: page 2 is the second section."""
    file = as_kind(live, "docx", 2)
    before = shown(reader, live, f"?file={file.pk}&page=2")
    printed(file, 5)
    after = shown(reader, live, f"?file={file.pk}&page=2")
    assert "2番目の本文" in before
    assert "2番目の本文" in after
    assert "/ 2</span>" in after


def test_a_slide_is_shown_with_its_picture_and_its_text(reader, live):
    file = as_kind(live, "pptx", 3)
    printed(file, 3)
    html = shown(reader, live, f"?file={file.pk}&page=2")
    assert f'src="/files/{file.pk}/paper/2.webp"' in html
    assert "2番目の本文" in html
    assert "印刷イメージで見る" not in html
    assert 'alt="2枚目の画像。文字は下で読めます。"' in html
    assert shown(reader, live, f"?file={file.pk}&view=paper&page=2").count("番目の本文") >= 1


def test_slides_whose_number_is_another_have_a_view_of_their_own(reader, live):
    file = as_kind(live, "pptx", 3)
    printed(file, 4)
    html = shown(reader, live)
    assert "/paper/1.webp" not in html
    assert "印刷イメージで見る（4ページ）" in html


def test_without_libreoffice_the_text_stands_alone_and_says_so(reader, live, settings, monkeypatch):
    settings.OFFICE = True
    as_kind(live, "xlsx", 1)
    monkeypatch.setattr(office, "path", lambda: None)
    html = shown(reader, live)
    assert "文字だけを表示しています（LibreOfficeを使っていないため" in html
    assert "1番目の本文" in html
    monkeypatch.setattr(office, "path", lambda: "soffice")
    assert "LibreOffice" not in shown(reader, live)


def test_a_view_that_is_not_there_is_the_text(reader, live):
    file = as_kind(live, "docx", 2)
    assert "2番目の本文" in shown(reader, live, f"?file={file.pk}&view=paper&page=2")
    assert "1番目の本文" in shown(reader, live, f"?file={file.pk}&view=nonsense")


def test_how_far_it_is_is_said(reader, live):
    file = as_kind(live, "docx", 1)
    printed(file, 4, page_count=9, state=PaperState.WORKING)
    html = shown(reader, live)
    assert "印刷イメージを作っています" in html
    assert "4 / 9ページ" in html
    missing = shown(reader, live, f"?file={file.pk}&view=paper&page=8")
    assert "まだないか、作れませんでした" in missing


def test_a_failure_is_said_and_those_who_work_on_it_can_ask_again(client, live, kagawa, tochigi):
    file = as_kind(live, "docx", 1)
    Paper.objects.create(file=file, state=PaperState.FAILED, problem="時間がかかりすぎたため、途中で止めました")
    client.force_login(kagawa)
    html = shown(client, live)
    assert "印刷イメージを作れませんでした。文字はそのまま読めます" in html
    assert "時間がかかりすぎた" not in html
    client.force_login(tochigi)
    html = shown(client, live)
    assert "時間がかかりすぎた" in html
    assert 'name="what" value="paper"' in html


def test_its_pictures_are_cached_as_those_of_pages(reader, live):
    file = as_kind(live, "docx", 1)
    printed(file, 1)
    key = PaperPage.objects.get().picture_key
    first = reader.get(f"/files/{file.pk}/paper/1.webp")
    assert first.content == b"".join(vault().read(key))
    assert (first["Content-Type"], first["Cache-Control"]) == ("image/webp", "private, no-cache")
    again = reader.get(f"/files/{file.pk}/paper/1.webp", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.get(f"/files/{file.pk}/paper/2.webp").status_code == 404


def test_what_is_printed_on_paper_names_the_view(reader, live):
    file = as_kind(live, "docx", 2)
    printed(file, 5)
    assert f"?file={file.pk}&amp;view=paper&amp;page=3" in shown(reader, live, f"?file={file.pk}&view=paper&page=3")
