"""A ZIP sent on the first step becomes its files; it is never kept itself."""

import hashlib
import io
import json
import time
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from extraction import runner
from library.models import Edition, File
from library.storage import vault
from posting.once import fresh_key
from tests import factories
from tests.extraction.test_bundles import packed

pytestmark = pytest.mark.django_db
MIXED = (
    ("資料/指針.txt", "指針の見本".encode()),
    ("資料/悪い.exe", b"MZ" + bytes(90)),
    ("中.zip", packed(("a", b"1"))),
)


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi) -> Edition:
    return factories.make_draft(tochigi, files=[])


def send(client: Client, draft: Edition, *uploads, key: str = "") -> str:
    address = f"/submit/{draft.pk}/files/"
    answer = client.post(address, {"once": key or fresh_key(), "files": list(uploads)})
    return (answer if answer.status_code == 400 else client.get(address)).content.decode()


def bundle(*entries: tuple[str, bytes], name: str = "束.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, packed(*entries), content_type="application/zip")


def test_each_file_goes_its_own_way(officer, draft):
    page = send(officer, draft, bundle(*MIXED), factories.text_upload())
    rows = draft.files.in_order().values_list("name", "sent_name", "bundle", "gate")
    assert list(rows) == [
        ("指針.txt", "資料/指針.txt", "束.zip", "taken"),
        ("悪い.exe", "資料/悪い.exe", "束.zip", "refused"),
        ("中.zip", "中.zip", "束.zip", "refused"),
        ("メモ.txt", "メモ.txt", "", "taken"),
    ]
    assert "「悪い.exe」は登録できない種類です" in page
    assert "「中.zip」はZIPなどの書庫です。書庫の中の書庫は登録できません" in page
    assert page.count("「束.zip」の中のファイル") >= len(MIXED)


def test_the_bundle_itself_is_not_kept(officer, draft):
    sent = bundle(*MIXED)
    whole = hashlib.sha256(sent.read()).hexdigest()
    sent.seek(0)
    send(officer, draft, sent)
    kept = [file for file in File.objects.all() if file.key]
    assert [b"".join(vault().read(file.key, sha256=file.sha256)) for file in kept] == [MIXED[0][1]]
    assert not File.objects.filter(sha256=whole).exists()


def test_the_same_form_sent_again_adds_nothing(officer, draft):
    key, sent = fresh_key(), packed(*MIXED)
    for _ in range(3):
        send(officer, draft, SimpleUploadedFile("束.zip", sent), key=key)
    assert draft.files.count() == 3


@pytest.fixture
def unpackings(monkeypatch) -> list[str]:
    """The bundles that were taken apart."""
    seen: list[str] = []
    original = runner.unpack

    def unpack(path, name, *rest, **given):
        seen.append(name)
        return original(path, name, *rest, **given)

    monkeypatch.setattr(runner, "unpack", unpack)
    return seen


def test_the_same_form_sent_again_takes_nothing_apart(officer, draft, unpackings):
    key, sent = fresh_key(), packed(*MIXED)
    for _ in range(3):
        send(officer, draft, SimpleUploadedFile("束.zip", sent), key=key)
    assert unpackings == ["束.zip"]
    assert draft.files.count() == 3


def test_for_a_full_draft_nothing_is_taken_apart(officer, draft, unpackings):
    send(officer, draft, *(factories.text_upload(f"{number}.txt", str(number)) for number in range(20)))
    page = send(officer, draft, bundle(("一.txt", b"1")))
    assert "受け取らなかったファイル：束.zip<" in page
    assert unpackings == []


def test_a_bundle_that_is_none_says_so_and_costs_no_other(officer, draft):
    page = send(officer, draft, SimpleUploadedFile("束.zip", b"PK\x03\x04 broken"), factories.text_upload())
    assert "「束.zip」は壊れていて開けません" in page
    assert list(draft.files.in_order().values_list("name", "gate", "key")[:1]) == [("束.zip", "refused", "")]
    assert draft.files.get(name="メモ.txt").gate == "taken"


def test_what_the_draft_has_no_room_for_is_named(officer, draft):
    send(officer, draft, *(factories.text_upload(f"{number}.txt", str(number)) for number in range(18)))
    page = send(officer, draft, bundle(*((f"束の{number}.txt", b"x%d" % number) for number in range(4))))
    assert "受け取らなかったファイル：束の2.txt、束の3.txt<" in page
    assert draft.files.count() == 20


LATER = (
    "ZIPから一度に取り出せる量を超えました。受け取らなかったZIPは、1つずつ、もう一度選んで送ってください。"
    "受け取らなかったファイル：{}<"
)


def three() -> list[SimpleUploadedFile]:
    """Of which two take more than one request may; the third brings nothing but its name."""
    return [
        bundle(("一.txt", b"1" * 600), name="一.zip"),
        bundle(("二.txt", b"2" * 300), ("三.txt", b"3" * 300), name="二.zip"),
        bundle(("悪い.txt", b""), name="三.zip"),
    ]


def names(draft: Edition) -> list[str]:
    return list(draft.files.in_order().values_list("name", flat=True))


@pytest.fixture
def small(settings) -> None:
    settings.LIMITS = replace(settings.LIMITS, archive_bytes=1000)


def test_what_one_request_takes_out_of_bundles_is_bounded(officer, draft, small):
    page = send(officer, draft, *three())
    assert LATER.format("二.zip") in page
    assert names(draft) == ["一.txt", "悪い.txt"], "nothing of the second, and the third is smaller"
    send(officer, draft, three()[1])
    assert names(draft) == ["一.txt", "悪い.txt", "二.txt", "三.txt"]


def test_the_same_form_sent_again_takes_what_was_left(officer, draft, small, unpackings):
    key = fresh_key()
    send(officer, draft, *three(), key=key)
    assert "受け取らなかった" not in send(officer, draft, *three(), key=key)
    send(officer, draft, *three(), key=key)
    assert names(draft) == ["一.txt", "悪い.txt", "二.txt", "三.txt"]
    assert unpackings == ["一.zip", "二.zip", "三.zip", "二.zip"]


def test_what_is_too_much_behind_others_is_refused_when_it_comes_by_itself(officer, draft, small):
    entry, name = ("大.txt", b"4" * 1100), "大.zip"
    page = send(officer, draft, bundle(("一.txt", b"1")), bundle(entry, name=name), SimpleUploadedFile("壊.zip", b"x"))
    assert LATER.format(name) in page
    assert "「壊.zip」は中身がZIPではありません" in page, "what is nobody's measure is told as it is"
    assert names(draft) == ["一.txt", "壊.zip"]
    assert "「大.zip」は展開すると大きくなりすぎる" in send(officer, draft, bundle(entry, name=name))


def test_the_time_of_one_request_is_for_all_its_bundles(officer, draft, monkeypatch, settings):
    """The second has what the first left; what comes when nothing is left is not even begun."""
    settings.LIMITS = replace(settings.LIMITS, unpacking_seconds=20)
    given: list[float] = []
    original = runner.unpack

    def unpack(path, name, folder, limits, *, seconds):
        given.append(seconds)
        return original(path, name, folder, limits, seconds=seconds if len(given) < 2 else 0)

    monkeypatch.setattr(runner, "unpack", unpack)
    page = send(officer, draft, *three())
    assert LATER.format("二.zip、三.zip") in page
    assert names(draft) == ["一.txt"]
    assert given[0] == 20
    assert 0 < given[2] < given[1] < 20


def test_one_that_takes_all_the_time_by_itself_is_refused(officer, draft, settings, unpackings, monkeypatch):
    settings.LIMITS = replace(settings.LIMITS, unpacking_seconds=0.001)
    counted = runner.unpack

    def slow(*given, seconds):
        time.sleep(0.01)
        return counted(*given, seconds=0)

    monkeypatch.setattr(runner, "unpack", slow)
    page = send(officer, draft, *three())
    assert "「一.zip」は展開に時間がかかりすぎるため登録できません" in page
    assert LATER.format("二.zip、三.zip") in page
    assert names(draft) == unpackings == ["一.zip"], "for the others no child is started"


def test_an_empty_and_a_too_large_bundle(officer, draft, settings):
    page = send(officer, draft, SimpleUploadedFile("空.zip", b""), bundle(name="空の束.zip"))
    assert "「空.zip」は中身がありません" in page
    assert "「空の束.zip」は中身がありません" in page


def test_checkfile_has_a_line_for_each(tmp_path):
    (tmp_path / "束.zip").write_bytes(packed(*MIXED))
    out = io.StringIO()
    call_command("checkfile", "--json", str(tmp_path / "束.zip"), stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    names = [line["file"].removeprefix(f"{tmp_path}/") for line in lines]
    assert names == ["束.zip", "束.zip!資料/指針.txt", "束.zip!資料/悪い.exe", "束.zip!中.zip"]
    assert [(line["verdict"], line["kind"]) for line in lines] == [
        ("readable", "zip"),
        ("readable", "text"),
        ("refused", "unknown"),
        ("refused", "unknown"),
    ]
    assert not File.objects.exists()
