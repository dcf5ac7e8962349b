"""What became of a comment, a page or a thread while somebody was writing: nothing is written over, nothing lost."""

import re

import pytest

from audit import readings
from discussion import actions
from discussion.models import Comment, Outcome, Thread
from discussion.views import writing
from library.models import File, Visibility
from posting.once import fresh_key
from tests import factories
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
NAME, TYPED = "見本山田太郎", "書きかけの長い文章です。消えては困ります。"


@pytest.fixture
def live(kagawa, secretariat):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目")


@pytest.fixture
def said(live, tochigi) -> Comment:
    return Talker(tochigi).say(live, f"担当の{NAME}さんに聞きました")


def opened(person: Talker, said: Comment) -> dict[str, str]:
    """The form of the edit, as a window that is left open has it."""
    page = person.client.get(f"/comments/{said.pk}/edit/").content.decode()
    return {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}


def test_a_window_that_was_left_open_does_not_undo_a_blackening(said, tochigi, secretariat):
    writer = Talker(tochigi)
    form = opened(writer, said)
    actions.blacken(said, by=secretariat, words=[NAME], reason="名前があるため", seen=actions.as_seen(said))
    answer = writer.post(f"/comments/{said.pk}/edit/", text=f"{NAME}さんに聞きました。{TYPED}", **form)
    assert answer.status_code == 400
    assert TYPED in answer.content.decode(), "what was typed is there still"
    assert "開いたあとに変わりました" in answer.content.decode()
    said.refresh_from_db()
    assert NAME not in said.text
    again = writer.post(f"/comments/{said.pk}/edit/", text=TYPED, **opened(writer, said))
    assert again.status_code == 302
    [concern] = said.concerns.open()
    assert concern.found == ["墨消しのあとに直したもの"], "the desk looks at what is said anew"
    assert said.concerns.filter(outcome=Outcome.BLACKENED).count() == 1


def test_two_windows_do_not_write_over_each_other(said, tochigi):
    one, other = Talker(tochigi), Talker(tochigi)
    forms = opened(one, said), opened(other, said)
    assert one.post(f"/comments/{said.pk}/edit/", text="一つめの窓です", **forms[0]).status_code == 302
    assert other.post(f"/comments/{said.pk}/edit/", text=TYPED, **forms[1]).status_code == 400
    said.refresh_from_db()
    assert said.text == "一つめの窓です"


@pytest.mark.parametrize("way", ["lock", "hide"])
def test_what_was_typed_comes_back_when_it_may_not_be_saved_any_more(said, tochigi, secretariat, way):
    writer = Talker(tochigi)
    form = opened(writer, said)
    if way == "lock":
        actions.lock(said.thread, by=secretariat)
    else:
        actions.hide(said, by=secretariat, reason="見本の理由")
    answer = writer.post(f"/comments/{said.pk}/edit/", text=TYPED, **form)
    assert answer.status_code == 400
    assert TYPED in answer.content.decode()
    assert Comment.objects.get(pk=said.pk).text != TYPED


@pytest.mark.parametrize("way", ["split", "merge"])
def test_an_answer_follows_what_it_answers_into_another_thread(live, said, tochigi, kagawa, secretariat, way):
    """The window was open when the desk put the threads in order."""
    answer = actions.reply(said.thread, by=tochigi, text="話が変わりますが")
    person = Talker(kagawa)
    key = person.fresh(live, thread=said.thread_id)
    if way == "split":
        into = actions.split(said.thread, by=secretariat, answers=[answer.pk]).thread
    else:
        into = actions.open_thread(live, by=kagawa, text="同じことの話題です").thread
        actions.merge(said.thread, by=secretariat, into=into)
    sent = person.post(f"/comments/{answer.pk}/reply/", text=TYPED, once=key)
    assert sent.status_code == 302
    last = Comment.objects.get(text=TYPED)
    assert last.thread == into
    assert person.follow(sent.headers["location"]).anchors[-1] == f"c{last.pk}"


def test_what_is_typed_comes_back_where_the_thread_goes_at_that_moment(live, said, kagawa, secretariat, monkeypatch):
    """Between opening the comment and locking its thread; sent once more it is taken."""
    into = actions.open_thread(live, by=kagawa, text="同じことの話題です").thread
    person, sent = Talker(kagawa), {"text": TYPED, "once": fresh_key()}
    with monkeypatch.context() as patch:
        patch.setattr(writing, "wait_of", lambda _: actions.merge(said.thread, by=secretariat, into=into) and None)
        answer = person.post(f"/comments/{said.pk}/reply/", **sent)
    assert answer.status_code == 400
    assert TYPED in answer.content.decode()
    assert "この話題は、もうありません。開き直してください" in answer.content.decode()
    assert person.post(f"/comments/{said.pk}/reply/", **sent).status_code == 302
    assert into.comments.get(text=TYPED).number == 3


@pytest.mark.parametrize("page", ["9", "-1", "x", "2"])
def test_a_page_that_is_not_there_does_not_become_the_whole_document(live, tochigi, kagawa, page):
    file = factories.first_file(live)
    if page == "2":
        File.objects.filter(pk=file.pk).update(visibility=Visibility.SECRETARIAT)  # kept closer meanwhile
    person = Talker(tochigi)
    sent = {"text": TYPED, "file": file.pk, "page": page, "once": fresh_key()}
    answer = person.post(f"/comments/on/{live.pk}/", **sent)
    assert answer.status_code == 400
    assert TYPED in answer.content.decode()
    assert "いまは見つかりません" in answer.content.decode()
    assert not Thread.objects.exists()
    assert person.post(f"/comments/on/{live.pk}/", **sent, is_whole="on").status_code == 302
    assert Thread.objects.get().page is None


def test_any_number_may_stand_for_a_quotation(said, kagawa):
    for quote in ("9" * 5000, "-1", "x", "１"):
        answer = Talker(kagawa).post(f"/comments/{said.pk}/reply/", text="返信です", quote=quote, once=fresh_key())
        assert answer.status_code == 302, quote[:10]


def test_settling_to_and_fro_is_no_way_to_flood_others(said, tochigi, settings):
    settings.RATE_LIMITS = True
    person = Talker(tochigi)
    for number in range(30):
        person.press(said, ("resolve", "reopen")[number % 2])
    page = person.follow(said.get_absolute_url()).text
    assert "続けて操作できる数を超えました" in page


def test_the_log_tells_nobody_but_the_desk_that_a_file_was_confided(tochigi, secretariat, admin):
    attached = factories.text_upload("相談.txt", "相談の資料")
    writer = Talker(tochigi)
    page = writer.client.get("/comments/confide/").content.decode()
    key = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = writer.client.post("/comments/confide/", {"text": "相談です", "once": key, "files": attached})
    assert sent.status_code == 302
    [file] = Comment.objects.get().attachments.all()
    assert Talker(secretariat).client.get(f"/comments/files/{file.pk}/").status_code == 200
    readings.fold()
    row = f"添付ファイル{file.pk}"
    assert row in Talker(secretariat).page("/manage/audit/")
    for address in ("/manage/audit/", "/manage/audit/export.csv"):
        assert row not in "".join(
            part.decode() if isinstance(part, bytes) else part for part in Talker(admin).client.get(address)
        )
