"""Files of one name out of two folders of a ZIP are told apart wherever registration and review name them."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library import actions, checks
from library.models import Edition, File, Page
from library.snapshot import snapshot
from posting.once import fresh_key
from tests import factories
from tests.extraction.test_bundles import packed
from tests.hostile.office_files import document

pytestmark = pytest.mark.django_db
FIRST, SECOND = "本編/指針.docx", "資料/旧/指針.docx"
CORE = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>山田 太郎</dc:creator></cp:coreProperties>'
REMARK = "文書の情報に名前が残っています（作成者：山田 太郎）"


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi, officer) -> Edition:
    """Twice the same document, and twice a program, out of two folders; and one that was sent alone."""
    draft = factories.make_draft(tochigi, files=[])
    words, program = document("docx", {"docProps/core.xml": CORE}), b"MZ" + bytes(90)
    bundle = packed((FIRST, words), (SECOND, words), ("甲/悪い.exe", program), ("乙/悪い.exe", program))
    sent = [SimpleUploadedFile("束.zip", bundle), factories.text_upload()]
    officer.post(f"/submit/{draft.pk}/files/", {"once": fresh_key(), "files": sent})
    assert draft.files.filter(name="指針.docx", gate="taken").count() == 2
    return draft


def words_of(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def only_taken(draft: Edition, tochigi) -> list[File]:
    for file in draft.files.filter(gate="refused"):
        actions.remove_file(file, by=tochigi)
    return list(draft.files.in_order())


def test_step_1_names_the_folders(officer, draft):
    page = words_of(officer, f"/submit/{draft.pk}/files/")
    for name in (FIRST, SECOND, "甲/悪い.exe", "乙/悪い.exe"):
        assert f"外す：{name}" in page
    assert f"「{SECOND}」は、この下書きの「{FIRST}」と同じ内容です" in page
    assert "甲/悪い.exe：「悪い.exe」は登録できない種類です" in page, "in the summary of what stands in the way"
    assert "メモ.txt" in page


def test_step_2_names_the_folders(officer, draft):
    page = words_of(officer, f"/submit/{draft.pk}/details/")
    assert f"「{FIRST}」を見られる人" in page
    assert f"「{SECOND}」を見られる人" in page
    assert "「メモ.txt」を見られる人" in page


def test_a_proposal_names_the_folder_of_its_file(officer, tochigi):
    draft = factories.make_draft(tochigi, files=[], issued_on=None)
    bundle = packed(("甲/要領.txt", "要領\n令和6年4月1日策定\n".encode()), ("乙/要領.txt", b"memo"))
    officer.post(f"/submit/{draft.pk}/files/", {"once": fresh_key(), "files": [SimpleUploadedFile("束.zip", bundle)]})
    Page.objects.create(file=draft.files.get(sent_name="甲/要領.txt"), number=1, text="要領\n令和6年4月1日策定")
    assert "『甲/要領.txt』の1" in words_of(officer, f"/submit/{draft.pk}/details/")


def test_confirm_names_the_folders_in_fields_and_checks(officer, draft, tochigi):
    only_taken(draft, tochigi)
    assert [text.partition("（")[0] for label, text in snapshot(draft) if label.startswith("ファイル")] == [
        FIRST, SECOND, "メモ.txt",
    ]  # fmt: skip
    page = words_of(officer, f"/submit/{draft.pk}/confirm/")
    for name in (FIRST, SECOND):
        assert f"ファイル形式：{name}" in page
        assert f"{name}：{REMARK.replace(' ', '')}" in page
    assert f"{SECOND}：この資料の「{FIRST}」と同じ内容です" in page


def test_personal_data_names_the_folders(draft, tochigi):
    for file in only_taken(draft, tochigi):
        Page.objects.create(file=file, number=1, text="090-1234-5678", source="file")
        File.objects.filter(pk=file.pk).update(reading="failed")
    [check] = [one for one in checks.automatic(draft, reader=tochigi) if one.title.startswith("個人情報")]
    assert [place.label for place in check.places if place.label] == [FIRST, SECOND, "メモ.txt"]
    assert any(f"{FIRST}、{SECOND}、メモ.txt" in place.text for place in check.places), "what was read in part"


def test_review_names_the_folders_in_checks_and_files(draft, tochigi, secretariat):
    only_taken(draft, tochigi)
    edition = actions.submit(Edition.objects.get(pk=draft.pk), by=tochigi, declared=True)
    desk = Client()
    desk.force_login(secretariat)
    page = words_of(desk, f"/review/{edition.pk}/")
    for name in (FIRST, SECOND):
        assert f"{name}：{REMARK.replace(' ', '')}" in page
        assert f"ダウンロード：{name}" in page


def test_remarks_are_counted_above_the_list_and_on_each_row(officer, draft):
    page = words_of(officer, f"/submit/{draft.pk}/files/")
    assert "5個（登録できる3個、要確認2個、" in page
    assert "公開前に確かめてください：2個のファイルに2件。" in page
    assert page.count("要確認1件") == 2
    assert page.index("公開前に確かめてください：2個のファイル") < page.index("要確認1件")


def test_a_remark_of_names_alone_is_said_of_each_file_by_itself(draft, tochigi):
    """One check, so that twenty files do not hide what is graver; one line with its link for each file."""
    [check] = [one for one in checks.automatic(draft, reader=tochigi) if one.title.startswith("公開前に")]
    assert check.title == "公開前に確かめてください（2個のファイルに2件）"
    assert [(place.label, place.text) for place in check.places] == [(FIRST, REMARK), (SECOND, REMARK)]
    taken = draft.files.filter(name="指針.docx").in_order()
    assert [place.address for place in check.places] == [f"{draft.get_absolute_url()}?file={f.pk}" for f in taken]


def test_without_remarks_nothing_asks_for_a_look(officer, tochigi):
    draft = factories.make_draft(tochigi)
    page = words_of(officer, f"/submit/{draft.pk}/files/")
    assert "要確認" not in page
    assert "公開前に確かめて" not in page
