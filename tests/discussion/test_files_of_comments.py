"""Who reads the words of a comment reads its files, and nobody else: whatever becomes of comment and document."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import clock
from audit.models import Reading
from discussion import actions
from discussion.audience import audience_of
from discussion.models import Attachment, Comment
from discussion.models.attachment import KEPT_UNPOSTED
from discussion.tasks import forget_unposted
from library import actions as documents
from library import orphans
from library.models import Orphan, Verification, Visibility
from library.rules import Refused
from library.storage import vault
from library.tasks import verify_files
from posting.once import fresh_key
from tests import factories
from tests.discussion.files import kept_in, only_file, program, status
from tests.discussion.talking import Talker, plain
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
NAME = "山田一郎"


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目")


@pytest.fixture
def said(live, tochigi) -> Comment:
    file = factories.sent_with_a_comment(tochigi, f"{NAME}の手順.txt", "手順の見本です")
    return actions.open_thread(live, by=tochigi, text="手順を付けます", files=[file])


@pytest.fixture
def file(said) -> Attachment:
    return only_file(said)


def readers(file: Attachment, *people) -> list[bool]:
    return [status(Talker(person), file) == 200 for person in people]


def test_who_may_not_read_the_words_finds_no_file(live, file, tochigi, kagawa, observer, admin, secretariat):
    assert readers(file, tochigi, kagawa, secretariat) == [True, True, True]
    assert [status(Talker(person), file) for person in (observer, admin, None)] == [404, 404, 302]
    absent = Talker(observer).client.get("/comments/files/987654/")
    shut = Talker(observer).client.get(f"/comments/files/{file.pk}/")
    assert (absent.status_code, sorted(absent.headers)) == (shut.status_code, sorted(shut.headers))


def test_a_hidden_comment_keeps_its_files_to_its_writer_and_the_desk(said, file, tochigi, kagawa, secretariat):
    actions.hide(said, by=secretariat, reason="見本")
    assert readers(file, tochigi, secretariat, kagawa) == [True, True, False]
    assert NAME not in Talker(kagawa).read(said.thread.publication).plain
    actions.show(said, by=secretariat)
    assert readers(file, kagawa) == [True]


def test_they_follow_a_thread_that_is_moved(said, file, kagawa, observer, secretariat):
    open_one = make_found(kagawa, "ひらいた手引き", "一枚目")
    type(open_one).objects.filter(pk=open_one.pk).update(visibility=Visibility.OBSERVERS)
    open_one.refresh_from_db()
    assert readers(file, observer) == [False]
    actions.move(said.thread, by=secretariat, to=open_one, agreed=audience_of(open_one, None))
    assert readers(file, observer) == [True]
    documents.withdraw(open_one, by=kagawa, reason="終わりました")
    assert readers(file, observer, kagawa, secretariat) == [False, False, True]
    documents.discard_publication(open_one, by=kagawa)
    assert readers(file, secretariat) == [False]


def test_what_is_deleted_is_gone_and_its_bytes_are_swept(said, file, tochigi, secretariat):
    page = Talker(tochigi).page(f"/comments/{said.pk}/delete/")
    assert f"{NAME}の手順.txt" in page
    Talker(tochigi).press(said, "delete")
    assert readers(file, tochigi, secretariat) == [False, False]
    assert not Attachment.objects.exists()
    later = timezone.now() + timedelta(hours=2)
    orphans.sweep(now=later)
    orphans.sweep(now=later + timedelta(days=8))
    with pytest.raises(FileNotFoundError):
        vault().size_of(file.key)


def test_what_is_posted_is_never_swept(file):
    later = timezone.now() + timedelta(hours=2)
    orphans.sweep(now=later)
    assert not Orphan.objects.filter(key=file.key).exists()


def test_what_was_never_posted_is_forgotten_after_a_day(said, file, tochigi, monkeypatch):
    left = factories.sent_with_a_comment(tochigi, "忘れもの.txt", "忘れもの")
    forget_unposted.call()
    assert Attachment.objects.count() == 2
    after = clock.now() + KEPT_UNPOSTED + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: after)
    forget_unposted.call()
    assert list(Attachment.objects.all()) == [file]
    orphans.sweep(now=timezone.now() + timedelta(hours=2))
    assert Orphan.objects.filter(key=left.key).exists()


def test_unposted_files_are_nobodys(tochigi, secretariat):
    file = factories.sent_with_a_comment(tochigi, "まだ.txt", "まだ")
    assert readers(file, tochigi, secretariat) == [False, False]


def test_the_walk_over_all_that_is_kept_finds_a_lost_file(file, capsys):
    verify_files.call()
    walk = Verification.objects.get()
    assert (walk.findings, walk.files) == ([], 2)
    vault().delete(file.key)
    with pytest.raises(SystemExit):
        call_command("verify_files")
    out = capsys.readouterr().out
    assert f"コメント{file.comment_id} の添付ファイル{file.pk} {file.key}: 中身がありません" in out
    assert NAME not in out


def blacken(person: Talker, file: Attachment, reason: str, **fields):
    return person.post(f"/comments/files/{file.pk}/blacken/", reason=reason, **fields)


def test_the_desk_takes_one_file_away_and_a_line_says_so(said, file, tochigi, kagawa, secretariat):
    desk = Talker(secretariat)
    assert f"/comments/files/{file.pk}/blacken/" in desk.client.get(f"/review/reports/{said.pk}/").content.decode()
    assert blacken(Talker(kagawa), file, "見本").status_code == 403
    assert blacken(desk, file, "", seen=actions.as_seen(said)).status_code == 400
    assert blacken(desk, file, "名前があります", seen="old").status_code == 400
    assert blacken(desk, file, "名前があります", seen=actions.as_seen(said)).status_code == 302
    assert readers(file, tochigi, kagawa, secretariat) == [False, False, False]
    read = Talker(kagawa).read(said.thread.publication).plain
    assert "添付ファイルを、事務局が墨消ししました" in read
    assert "手順を付けます" in read
    assert NAME not in read + desk.page(f"/review/reports/{said.pk}/")
    own = Talker(tochigi).read(said.thread.publication).plain
    assert "事務局が、このコメントの一部を墨消ししました名前があります" in own
    file.refresh_from_db()
    assert (file.name, file.sent_name, file.key, file.sha256) == ("", "", "", "")
    assert blacken(desk, file, "もう一度", seen="").status_code == 404
    with pytest.raises(Refused, match="すでに外されています"):
        actions.blacken_file(file, by=secretariat, reason="もう一度")


def test_blackened_words_are_blackened_in_names_too(said, file, kagawa, secretariat):
    sent = {"pieces": NAME, "reason": "名前のため", "once": fresh_key()}
    shown = Talker(secretariat).post(f"/review/reports/{said.pk}/blacken/", **sent)
    assert "添付ファイルの名前：■■■■の手順.txt" in plain(shown.content.decode())
    actions.blacken(said, by=secretariat, words=[NAME], reason="見本")
    assert "■■■■の手順.txt" in Talker(kagawa).read(said.thread.publication).plain
    file.refresh_from_db()
    assert NAME not in file.name + file.sent_name


def test_files_are_changed_with_the_words_and_what_was_there_leaves_a_line(said, file, tochigi, kagawa):
    person = Talker(tochigi)
    page = person.page(f"/comments/{said.pk}/edit/")
    assert f"{NAME}の手順.txt" in page
    bad = person.post(
        f"/comments/{said.pk}/edit/", text="直しました", remove=[file.pk], files=[factories.text_upload(), program()]
    )
    assert bad.status_code == 400
    assert f'value="{file.pk}" checked' in " ".join(bad.content.decode().split())
    assert readers(file, kagawa) == [True], "nothing is taken off before the words are right"
    kept = kept_in(bad)
    assert person.press(said, "edit", text="直しました", remove=[file.pk], attached=kept).status_code == 302
    assert readers(file, kagawa) == [False]
    read = Talker(kagawa).read(said.thread.publication).plain
    assert "添付ファイルを、書いた人が外しました" in read
    assert "メモ.txt" in read
    history = Talker(kagawa).page(f"/comments/{said.pk}/history/")
    assert "添付ファイルを、書いた人が外しました" in history
    assert "メモ.txt" in history


def test_a_change_of_files_alone_counts_as_mended(said, file, tochigi, secretariat):
    actions.ask(said, by=secretariat, message="ファイルを外してください")
    Talker(tochigi).press(said, "edit", text=said.text, remove=[file.pk])
    said.refresh_from_db()
    assert said.edited_at is not None
    assert not said.revisions.exists()
    assert said.concerns.open().get().found == ["頼まれて直したもの"]


def test_a_decision_is_about_the_files_that_were_shown(said, file, tochigi, secretariat):
    seen = actions.as_seen(said)
    actions.edit(said, by=tochigi, text=said.text, removed=[file.pk])
    with pytest.raises(Refused, match="変わりました"):
        actions.hide(said, by=secretariat, reason="見本", seen=seen)


def test_others_change_no_files(said, file, kagawa):
    Talker(kagawa).press(said, "edit", text="乗っ取り", remove=[file.pk])
    assert readers(file, kagawa) == [True]
    Talker(kagawa).say(said.thread.publication, "別の話題", remove=[file.pk])
    assert readers(file, kagawa) == [True]


def test_a_download_is_in_the_log_like_others(file, kagawa):
    def noted() -> list[list[str]]:
        return [row.values["target"] for row in Reading.objects.all() if row.values["verb"] == "download"]

    Talker(kagawa).client.head(f"/comments/files/{file.pk}/")
    assert noted() == []
    for _ in range(2):
        assert status(Talker(kagawa), file) == 200
    assert noted() == [["attachment", str(file.pk), f"コメント{file.comment_id} 添付ファイル{file.pk}"]]


def test_parts_of_it_and_its_old_state(file, kagawa):
    client, address = Talker(kagawa).client, f"/comments/files/{file.pk}/"
    part = client.get(address, headers={"Range": "bytes=0-2", "If-Range": f'"{file.sha256}"'})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, "手".encode())
    other = client.get(address, headers={"Range": "bytes=0-2", "If-Range": '"another"'})
    assert (other.status_code, b"".join(other.streaming_content)) == (200, "手順の見本です".encode())
    assert client.get(address, headers={"Range": "bytes=9999-"}).status_code == 416
    assert client.head(address)["Content-Length"] == str(file.size)


def test_a_page_costs_as_much_with_many_files(live, tochigi, kagawa):
    costs = []
    for number in (1, 3):
        files = [factories.sent_with_a_comment(tochigi, f"{each}.txt", f"{each}") for each in range(number)]
        actions.open_thread(live, by=tochigi, text=f"{number}個付けます", files=files)
        reader = Talker(kagawa)
        reader.read(live)  # what is kept for a while is kept now
        with CaptureQueriesContext(connection) as queries:
            reader.read(live)
        costs.append(len(queries))
    assert costs[0] == costs[1]
