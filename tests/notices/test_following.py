"""フォローする and 通知の設定, through the pages that people see."""

import re

import pytest
from django.test import Client

from discussion import actions as talking
from library import actions
from library.models import Follow, Visibility
from library.models.follow import Level
from library.rules import Refused
from notices.models import Kind, Mailing, Notice, Preference
from tests import factories
from tests.discussion.talking import plain
from tests.notices.worker import forget, heard, tell

pytestmark = pytest.mark.django_db
_FORM = re.compile(r'<form[^>]*action="/notices/follow/".*?</form>', re.DOTALL)


@pytest.fixture
def live(tochigi, secretariat):
    publication = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    forget()
    return publication


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def buttons(client: Client, address: str) -> list[tuple[str, dict[str, str]]]:
    """(what is on it, what it sends) of each button that follows."""
    text = client.get(address).content.decode()
    return [
        (plain(form), dict(re.findall(r'name="(what|number|level)" value="(\w*)"', form)))
        for form in _FORM.findall(text)
    ]


def press(client: Client, address: str, words: str) -> None:
    """The page's own button, not that of a thread on it."""
    [sent] = [sent for said, sent in buttons(client, address) if words in said and sent["what"] != "thread"]
    assert client.post("/notices/follow/", sent).status_code == 302


def test_each_page_has_its_button_and_the_second_press_ends_it(live, kagawa):
    client = client_of(kagawa)
    pages = {live.get_absolute_url(): "every", "/prefectures/09/": "important", "/themes/secrecy/": "important"}
    for number, (address, level) in enumerate(pages.items(), start=1):
        press(client, address, "フォローする")
        assert Follow.objects.filter(person=kagawa).count() == number
        assert Follow.objects.latest("pk").level == level
    for number, address in enumerate(pages, start=1):
        press(client, address, "フォローをやめる")
        assert Follow.objects.filter(person=kagawa).count() == len(pages) - number


def test_a_thread_is_followed_where_it_is_read(live, kagawa, tochigi, observer):
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    address = f"{live.get_absolute_url()}?thread={said.thread_id}"
    client = client_of(observer)
    [sent] = [sent for _, sent in buttons(client, address) if sent["what"] == "thread"]
    client.post("/notices/follow/", sent)
    talking.reply(said.thread, by=tochigi, text="このように使っています")
    tell()
    assert heard(observer) == [Kind.ANSWER]


def test_ones_own_is_followed_without_a_row_and_can_be_muted(live, tochigi, kagawa):
    client, address = client_of(tochigi), live.get_absolute_url()
    press(client, address, "フォローをやめる")
    assert Follow.objects.get(person=tochigi).level == Level.MUTED
    talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    tell()
    assert heard(tochigi) == []
    press(client, address, "フォローする")
    assert not Follow.objects.filter(person=tochigi).exists()


def test_what_one_does_not_see_cannot_be_followed(live, observer, kagawa, tochigi, secretariat):
    hidden = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.MEMBERS)
    said = talking.open_thread(hidden, by=kagawa, text="構成団体だけの話題です")
    client = client_of(observer)
    wanted = [("publication", hidden.pk), ("thread", said.thread_id), ("publication", 999_999), ("view", 1), ("x", 1)]
    wanted += [("publication", "x"), ("publication", "9" * 30), ("body", observer.organization_id)]
    for what, number in wanted:
        sent = {"what": what, "number": number, "level": "every"}
        assert client.post("/notices/follow/", sent).status_code == 404, (what, number)
    sent = {"what": "publication", "number": live.pk, "level": "loud"}
    assert client.post("/notices/follow/", sent).status_code == 404
    assert not Follow.objects.exists()


def test_the_list_of_follows_names_what_is_seen_and_nothing_else(live, observer, tochigi):
    client = client_of(observer)
    actions.follow("publication", live.pk, by=observer, level=Level.EVERY)
    actions.follow("theme", factories.make_theme().pk, by=observer, level=Level.EVERY)
    title = str(live.live_edition)
    assert title in client.get("/me/notices/").content.decode()
    actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直します")
    text = client.get("/me/notices/").content.decode()
    assert title not in text
    assert "いまは見られないもの" in text
    gone = {"what": "publication", "number": live.pk, "level": "", "back": "settings"}
    assert client.post("/notices/follow/", gone).headers["location"] == "/me/notices/"
    assert [row.target[0] for row in Follow.objects.filter(person=observer)] == ["theme"]


def test_the_level_is_changed_in_the_settings(live, kagawa):
    actions.follow("publication", live.pk, by=kagawa, level=Level.EVERY)
    client = client_of(kagawa)
    client.post("/notices/follow/", {"what": "publication", "number": live.pk, "level": "muted", "back": "settings"})
    assert Follow.objects.get(person=kagawa).level == Level.MUTED


def test_there_is_an_end_to_following(live, kagawa, settings):
    settings.LIMITS = type(settings.LIMITS)(follows=1)
    actions.follow("publication", live.pk, by=kagawa, level=Level.EVERY)
    with pytest.raises(Refused):
        actions.follow("body", kagawa.organization_id, by=kagawa, level=Level.EVERY)
    actions.follow("publication", live.pk, by=kagawa, level=Level.MUTED)
    assert (
        client_of(kagawa)
        .post("/notices/follow/", {"what": "body", "number": kagawa.organization_id, "level": "every"})
        .status_code
        == 302
    )
    assert Follow.objects.count() == 1


def sent_settings(**changed: str) -> dict[str, str]:
    """The form as it stands for who chose nothing."""
    mail = {"new": "weekly", "edition": "weekly", "closed": "daily", "comment": "daily", "answer": "at_once"}
    mail |= {"match": "daily", "mention": "at_once", "confided": "at_once", "resolved": "daily"}
    mail |= {"decision": "at_once", "desk": "at_once", "moved": "at_once", "due": "at_once", "report": "at_once"}
    shown = {f"{kind}_shown": "on" for kind in Kind.values}
    return {**shown, **{f"{kind}_mail": value for kind, value in mail.items()}, **changed}


def test_settings_decide_what_is_made(live, tochigi, kagawa):
    client = client_of(tochigi)
    values = sent_settings(comment_mail="none")
    del values["comment_shown"]
    assert client.post("/me/notices/", values).status_code == 302
    talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    tell()
    assert heard(tochigi) == []
    client.post("/me/notices/", sent_settings(comment_mail="weekly"))
    talking.open_thread(live, by=kagawa, text="もう一つ")
    tell()
    notice = Notice.objects.get(person=tochigi)
    assert (notice.is_shown, notice.mail) == (True, Mailing.WEEKLY)


def test_settings_that_are_wrong_are_not_kept(tochigi):
    answer = client_of(tochigi).post("/me/notices/", sent_settings(comment_mail="hourly"))
    assert answer.status_code == 400
    assert not Preference.objects.exists()


def test_settings_say_what_is_chosen(tochigi):
    client = client_of(tochigi)
    client.post("/me/notices/", sent_settings(answer_mail="none"))
    text = client.get("/me/notices/").content.decode()
    [select] = re.findall(r'<select[^>]*name="answer_mail".*?</select>', text, re.DOTALL)
    assert re.search(r'value="none"\s+selected', select)
    [select] = re.findall(r'<select[^>]*name="report_mail".*?</select>', text, re.DOTALL)
    assert re.findall(r'value="(\w+)"', select) == ["at_once", "none"], "it has a letter of its own"
