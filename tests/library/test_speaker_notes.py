"""What speakers noted under their slides is kept only while the officer agrees."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pptx import Presentation

import clock
from audit.models import Event
from audit.verbs import Verb
from extraction import runner
from library import actions, reading, renewal
from library.checks import automatic
from library.models import File, Reading
from library.rules import Refused
from posting.once import fresh_key
from tests import factories
from tests.library.test_reading import read_to_the_end

pytestmark = pytest.mark.django_db


def slides(name: str = "研修.pptx") -> SimpleUploadedFile:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "研修の進め方"
    slide.notes_slide.notes_text_frame.text = "連絡先 090-1234-5678"
    buffer = io.BytesIO()
    show.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


@pytest.fixture
def file(tochigi) -> File:
    file = factories.make_draft(tochigi, files=[slides()]).files.get()
    read_to_the_end(file)
    return file


def test_notes_come_with_consent_and_go_without(file, tochigi):
    assert file.pages.get().notes == ""
    actions.keep_notes(file.edition, by=tochigi, keeps=True)
    file.refresh_from_db()
    assert (file.reading, file.pages_read) == (Reading.WAITING, 0)
    read_to_the_end(file)
    page = file.pages.get()
    assert (page.text, page.notes, page.personal) == ("研修の進め方", "連絡先 090-1234-5678", 1)
    actions.keep_notes(file.edition, by=tochigi, keeps=False)
    page = file.pages.get()
    assert (page.notes, page.personal) == ("", 0)
    told = [(event.data["before"], event.data["after"]) for event in Event.objects.filter(verb=Verb.KEEP_NOTES)]
    assert sorted(told) == [(False, True), (True, False)]


def test_nothing_is_changed_twice_and_nothing_of_another_body(file, tochigi, kagawa):
    assert actions.keep_notes(file.edition, by=tochigi, keeps=False) == []
    with pytest.raises(Refused):
        actions.keep_notes(file.edition, by=kagawa, keeps=True)
    assert not Event.objects.filter(verb=Verb.KEEP_NOTES).exists()


def test_the_form_asks_only_where_there_are_slides(client, tochigi, file):
    client.force_login(tochigi)
    address = f"/submit/{file.edition_id}/files/"
    page = client.get(address).content.decode()
    assert "発表者のメモも載せる" in page
    client.post(address, {"kept_notes": "0", "keep_notes": "1", "next": "1"})
    file.refresh_from_db()
    assert file.keeps_notes
    assert (
        'aria-describedby="keep-notes-hint"\n                                checked'
        in client.get(address).content.decode()
    )
    client.post(address, {"kept_notes": "1", "next": "1"})
    file.refresh_from_db()
    assert not file.keeps_notes
    other = factories.make_draft(tochigi, files=[factories.text_upload()])
    assert "発表者のメモ" not in client.get(f"/submit/{other.pk}/files/").content.decode()


def test_the_check_finds_what_stands_in_the_notes_and_says_so(file, tochigi):
    actions.keep_notes(file.edition, by=tochigi, keeps=True)
    read_to_the_end(file)
    found = next(check for check in automatic(file.edition, reader=tochigi) if check.title.startswith("個人情報"))
    assert found.title == "個人情報らしい文字列が1か所あります"
    (place,) = found.places
    assert (place.label, place.text) == ("研修.pptx", "1枚目（電話番号1件）")
    [line] = place.more
    assert line.text == "発表者のメモに電話番号の形をした「090-****-****」"
    file.pages.update(personal=None, text="")
    again = next(check for check in automatic(file.edition, reader=tochigi) if check.title.startswith("個人情報"))
    assert again.places[0] == place


def test_notes_that_are_read_again_count_too_and_consent_is_what_it_is_by_then(file, tochigi, monkeypatch):
    actions.keep_notes(file.edition, by=tochigi, keeps=True)
    read_to_the_end(file)
    File.objects.update(reader_version=0)
    renewal.renew(file.pk)
    assert file.pages.get().personal == 1
    whole = runner.read

    def read(*args):
        actions.keep_notes(file.edition, by=tochigi, keeps=False)
        return whole(*args)

    monkeypatch.setattr(runner, "read", read)
    File.objects.update(reader_version=0)
    renewal.renew(file.pk)
    page = file.pages.get()
    assert (page.notes, page.personal) == ("", 0)


def shown(html: str) -> dict[str, str]:
    """What the browser sends of the box when nobody touches it."""
    (kept,) = re.findall(r'name="kept_notes" value="(.)"', html)
    return {"kept_notes": kept, **({"keep_notes": "1"} if re.search(r'id="keep-notes"[^>]*checked', html) else {})}


def test_slides_that_come_later_withdraw_nothing(client, tochigi, file):
    client.force_login(tochigi)
    actions.keep_notes(file.edition, by=tochigi, keeps=True)
    factories.keep_file(file.edition, "あと.pptx", "見本", by=tochigi, kind="pptx")
    address = f"/submit/{file.edition_id}/files/"
    left_alone = shown(client.get(address).content.decode())
    assert left_alone == {"kept_notes": "0"}
    client.post(address, {**left_alone, "next": "1"})
    assert list(file.edition.files.order_by("pk").values_list("keeps_notes", flat=True)) == [True, False]


def test_the_tick_holds_for_slides_that_come_with_it(client, tochigi, file):
    client.force_login(tochigi)
    address = f"/submit/{file.edition_id}/files/"
    client.post(address, {"kept_notes": "0", "keep_notes": "1", "once": fresh_key(), "files": slides("二.pptx")})
    left_alone = shown(client.get(address).content.decode())
    assert left_alone == {"kept_notes": "1", "keep_notes": "1"}
    client.post(address, {**left_alone, "once": fresh_key(), "files": slides("三.pptx")})
    assert list(file.edition.files.values_list("keeps_notes", flat=True)) == [True, True, True]


def test_consent_in_the_last_moment_of_a_reading_is_not_overwritten(file, tochigi, monkeypatch):
    """Somebody ticks the box when all is read, just before the reading says that it is done."""
    whole = reading.hold

    def hold(held: File) -> File:
        if held.pages.exists() and not File.objects.get(pk=held.pk).keeps_notes:
            actions.keep_notes(file.edition, by=tochigi, keeps=True)
        return whole(held)

    File.objects.update(reading=Reading.WAITING)
    monkeypatch.setattr(reading, "hold", hold)
    assert reading.take_turn(file.pk), "there is more to do"
    file.refresh_from_db()
    assert (file.keeps_notes, file.pages.count()) == (True, 0)
    assert file.reading in {Reading.WAITING, Reading.WORKING}


def test_a_file_that_is_read_anew_has_nothing_of_its_last_reading(file, tochigi):
    File.objects.update(outline=[[1, "旧", 1]], reading_problem="1枚目：読めません", leased_until=clock.now())
    actions.keep_notes(file.edition, by=tochigi, keeps=True)
    file.refresh_from_db()
    assert (file.outline, file.reading_problem, file.leased_until) == ([], "", None)
