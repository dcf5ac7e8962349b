"""What the gate found worth a look is said to the officer below the file, and to the desk among the checks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from extraction.gate import STORED, Verdict
from library import gate
from library.checks import automatic
from library.models import File, FileGate
from library.storage import vault
from posting.once import fresh_key
from tests import factories
from tests.hostile.office_files import document

pytestmark = pytest.mark.django_db
CORE = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>山田 太郎</dc:creator></cp:coreProperties>'
REMARK = "文書の情報に名前が残っています（作成者：山田 太郎）"


def sent(client: Client, name: str, data: bytes) -> File:
    step = client.post("/submit/", {"once": fresh_key()})["Location"]
    client.post(step, {"once": fresh_key(), "files": [SimpleUploadedFile(name, data)]})
    return File.objects.latest("id")


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


def test_a_remark_stands_below_the_file_and_among_the_checks(officer, tochigi):
    file = sent(officer, "資料.docx", document("docx", {"docProps/core.xml": CORE}))
    assert file.gate == "taken"
    assert file.gate_remarks == [REMARK]
    page = officer.get(f"/submit/{file.edition_id}/files/").content.decode()
    assert "公開前に確かめてください" in page
    assert REMARK in page
    [check] = [c for c in automatic(file.edition, reader=tochigi) if c.title.startswith("公開前に確かめてください")]
    assert not check.is_ok
    assert [place.text for place in check.places] == [REMARK]


def test_a_file_without_remarks_asks_for_nothing(officer, tochigi):
    file = sent(officer, "資料.txt", "本文".encode())
    page = officer.get(f"/submit/{file.edition_id}/files/").content.decode()
    assert "公開前に確かめてください" not in page
    assert not any("公開前" in check.title for check in automatic(file.edition, reader=tochigi))


def test_words_of_a_stranger_in_a_remark_are_words(officer):
    core = CORE.replace("山田 太郎", "&lt;script&gt;alert(1)&lt;/script&gt;")
    file = sent(officer, "資料.docx", document("docx", {"docProps/core.xml": core}))
    page = officer.get(f"/submit/{file.edition_id}/files/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_file_that_is_only_kept_says_so(officer, tochigi):
    file = sent(officer, "資料.txt", "本文".encode())
    File.objects.filter(pk=file.pk).update(gate="checking")
    file.refresh_from_db()
    words = "「資料.txt」は登録できますが、中身は検索できません"
    gate.settle(file, Verdict(STORED, "text", None, words), when_taken=lambda _: None)
    assert words in officer.get(f"/submit/{file.edition_id}/files/").content.decode()
    [check] = [c for c in automatic(file.edition, reader=tochigi) if "資料.txt" in c.title]
    assert check.detail == words


def test_the_form_names_and_accepts_every_kind(officer):
    file = sent(officer, "資料.txt", "本文".encode())
    page = officer.get(f"/submit/{file.edition_id}/files/").content.decode()
    assert "OpenDocument" in page
    for extension in (".doc", ".xls", ".ppt", ".odt", ".rtf", ".png", ".tiff", ".webp"):
        assert f"{extension}," in page or f'{extension}"' in page


def test_a_file_whose_bytes_are_gone_before_it_was_judged_is_asked_for_again(tochigi):
    """A disk that lost them: nobody is told of a fault, and the others of its request are judged."""
    edition = factories.make_draft(tochigi, files=[])
    lost, kept = (factories.keep_file(edition, f"{name}.txt", name, by=tochigi) for name in ("一", "二"))
    File.objects.update(gate=FileGate.CHECKING)
    vault().delete(lost.key)
    assert gate.judge(list(File.objects.all()), when_taken=lambda _: None) == []
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.gate, kept.gate) == (FileGate.REFUSED, FileGate.TAKEN)
    assert "もう一度選んで送ってください" in lost.gate_message
