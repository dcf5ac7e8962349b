"""People and bodies are addressed with an @: who can be, how it is said before, what is kept and shown of it."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from accounts.models import User
from discussion import actions
from discussion.models import Comment, Mention
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.discussion.talking import Talker, plain
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目")


def post(person: Talker, live, text: str, **fields):
    return person.post(f"/comments/on/{live.pk}/", text=text, once=person.fresh(live), **fields)


def choices(page: str) -> dict[str, str]:
    """What can be ticked → what stands beside it."""
    found = re.findall(r'name="to" value="(\w+)"[^>]*>\s*<label[^>]*>([^<]*)</label>', page)
    return {label: value for value, label in found}


def choose(person: Talker, live, text: str = "", **fields) -> dict[str, str]:
    answer = person.post(f"/comments/on/{live.pk}/", text=text, choose="1", **fields)
    assert answer.status_code == 200
    return choices(answer.content.decode())


def addressed(comment: Comment) -> list[str]:
    return sorted(comment.mentions.values_list("name", flat=True))


def leave(person: User, admin: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False, suspended_at=clock.now(), suspended_by=admin)


def test_a_body_is_called_after_it_was_said_how_many_hear(live, tochigi, tochigi2, kagawa):
    person, text = Talker(kagawa), "@栃木県 どう使っていますか"
    asked = post(person, live, text, is_question="on")
    page = asked.content.decode()
    assert asked.status_code == 400
    assert "栃木県に呼びかけています。宛先の2人にお知らせが届きます" in page
    assert text in page
    assert not Comment.objects.exists()
    said = person.say(live, text, tells_2="on")
    assert addressed(said) == ["栃木県"]
    assert said.mentions.get().body == tochigi.organization
    read = Talker(tochigi).read(live)
    assert '<a class="mention" href="/prefectures/09/">@栃木県</a> どう使っていますか' in read.panel
    assert "宛先の2人に知らせます" in plain(person.follow(f"/comments/{said.pk}/").text)


def test_another_number_is_asked_about_again(live, tochigi, tochigi2, kagawa):
    assert post(Talker(kagawa), live, "@栃木県 どうですか", tells_1="on").status_code == 400
    assert not Comment.objects.exists()


def test_somebody_is_chosen_from_the_list_without_a_script(live, tochigi, tochigi2, secretariat, kagawa):
    person = Talker(kagawa)
    answer = person.post(f"/comments/on/{live.pk}/", text="書きかけの文", is_question="on", choose="1")
    page = answer.content.decode()
    assert "書きかけの文" in page
    assert "エラー" not in page
    assert re.search(r'name="is_question"[^>]*checked', page)
    found = choices(page)
    assert list(found) == ["栃木県の全員（2人）", "見本 一郎", "見本 花子", "事務局の全員（1人）", "見本 太郎"]
    said = person.say(live, "書きかけの文", to=found["見本 花子"])
    assert said.text == "@栃木県 見本 花子\n書きかけの文"
    assert said.mentions.get().person == tochigi
    assert '<b class="mention">@栃木県 見本 花子</b><br>書きかけの文' in Talker(tochigi).read(live).panel


def test_what_was_chosen_stands_in_the_text_when_the_form_comes_back(live, tochigi, secretariat, kagawa):
    person = Talker(kagawa)
    found = choose(person, live)
    chosen = [found["栃木県の全員（1人）"], found["事務局の全員（1人）"]]
    page = post(person, live, "@事務局 お願いします", to=chosen).content.decode()
    assert "@栃木県\n@事務局 お願いします</textarea>" in page
    assert not re.search(r'name="to"[^>]*checked', page)
    assert 'name="tells_2"' in page
    said = person.say(live, "@栃木県\n@事務局 お願いします", tells_2="on")
    assert addressed(said) == ["事務局", "栃木県"]


def test_in_an_answer_too(live, tochigi, kagawa, observer):
    live.visibility = Visibility.OBSERVERS
    live.save()
    said = Talker(kagawa).say(live, "はじまりの話題")
    page = Talker(observer).press(said, "reply", text="続き", choose="1").content.decode()
    to = choices(page)["見本 花子"]
    answer = Talker(observer).answer(said, "観察者から", to=to)
    assert answer.mentions.get().person == tochigi


def test_more_than_may_be_told_are_refused_and_the_words_stay(live, tochigi, kagawa, secretariat, settings):
    settings.LIMITS = replace(settings.LIMITS, mentioned_people=3)
    for number in range(2):
        factories.make_user(f"t{number}@example.jp", body=tochigi.organization, name=f"見本 {number}")
    text = "@栃木県 @事務局 みなさんへ"
    answer = post(Talker(kagawa), live, text, tells_4="on")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "宛先は合わせて3人までです（いまは4人）" in page
    assert text in page
    with pytest.raises(Refused, match="3人まで"):
        actions.open_thread(live, by=kagawa, text=text)
    assert not Comment.objects.exists()
    assert Talker(kagawa).say(live, "@栃木県 みなさんへ", tells_3="on").mentions.count() == 1


def test_who_may_not_read_cannot_be_told_and_is_answered_like_who_is_not_there(live, tochigi, kagawa, observer, admin):
    gone = factories.make_user("gone@example.jp", body=tochigi.organization, name="見本 去人")
    leave(gone, admin)
    person = Talker(kagawa)
    offered = choose(person, live)
    assert list(offered) == ["栃木県の全員（1人）", "見本 花子"]
    forged = [f"p{observer.pk}", f"b{observer.organization_id}", f"p{gone.pk}", f"p{admin.pk}", f"p{kagawa.pk}"]
    answers = {post(person, live, "偽の宛先", to=value).content for value in [*forged, "p999999", "b999999", "x"]}
    said = {re.sub(r'value="(\w{20,}|[bpx]\d*)"', "", each.decode()) for each in answers}
    assert len(said) == 1
    assert "宛先に選べないものがありました" in said.pop()
    assert not Comment.objects.exists()


def test_an_address_that_reaches_nobody_is_said_to_do_so(live, tochigi, kagawa, observer):
    """The same of whom there is not and of who may not read here."""
    person = Talker(tochigi)
    for name in ("火星県", observer.organization.name):
        answer = post(person, live, f"@{name}、@{kagawa.organization.name} {kagawa.name} 見てください")
        page = plain(person.client.get(answer.headers["location"], follow=True).content.decode())
        assert f"宛先の1人に知らせます。「@{name}」に当たる宛先はここにはないため、お知らせは届きません。" in page
    answer = post(person, live, "利用者@ツールのことではありません")
    page = plain(person.client.get(answer.headers["location"], follow=True).content.decode())
    assert "「@ツールのことではありません」に当たる宛先" in page


@pytest.mark.parametrize(
    "text",
    [
        "@日本マイクロソフト株式会社 読めません", "@沖縄県 まだいません", "a@栃木県", "https://example.jp/@栃木県",
        "@ 栃木県", "栃木県の話",
    ],
)  # fmt: skip
def test_what_addresses_nobody_is_a_text_like_any_other(live, tochigi, kagawa, observer, text):
    said = Talker(kagawa).say(live, text)
    assert said.text == text
    assert not Mention.objects.exists()
    assert "mention" not in Talker(tochigi).read(live).panel


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("＠栃木県さん、どうですか", ["栃木県"], 2),
        ("（@事務局）@栃木県と@栃木県", ["事務局", "栃木県"], 3),
        ("@栃木県 見本 一郎さんへ", ["栃木県 見本 一郎"], 0),
        ("@栃木県 見本 一郎さん、@栃木県", ["栃木県", "栃木県 見本 一郎"], 2),
    ],
)
def test_names_are_understood_as_people_write_them(live, tochigi, tochigi2, kagawa, secretariat, text, names, told):
    said = Talker(kagawa).say(live, text, **({f"tells_{told}": "on"} if told else {}))
    assert addressed(said) == names


def test_two_of_one_name_are_both_meant(live, tochigi, kagawa):
    factories.make_user("second@example.jp", body=tochigi.organization, name=tochigi.name)
    assert Talker(kagawa).say(live, "@栃木県 見本 花子さん").mentions.count() == 2


def test_a_quotation_calls_nobody(live, tochigi, kagawa, observer):
    said = Talker(kagawa).say(live, "@栃木県 どうですか", tells_1="on")
    answer = Talker(tochigi).answer(said, "こうです", quote=said.pk)
    assert not answer.mentions.exists()
    assert "@栃木県どうですか" in Talker(kagawa).follow(f"/comments/{answer.pk}/").plain


def test_an_edit_asks_about_who_is_new_and_keeps_the_others(live, tochigi, tochigi2, kagawa, secretariat, admin):
    person = Talker(kagawa)
    said = person.say(live, "@栃木県 見本 花子さん、どうですか")
    before = said.mentions.get()
    leave(tochigi, admin)
    assert person.press(said, "edit", text="@栃木県 見本 花子さん、いかがですか").status_code == 302
    assert list(said.mentions.all()) == [before], "who left is the same person still, and not the whole body"
    asked = person.press(said, "edit", text="@栃木県 見本 花子さん、@事務局も、いかがですか")
    assert "事務局に呼びかけています。宛先の1人に" in asked.content.decode()
    person.press(said, "edit", text="@栃木県 見本 花子さん、@事務局も、いかがですか", tells_1="on")
    assert addressed(said) == ["事務局", "栃木県 見本 花子"]
    person.press(said, "edit", text="@事務局、いかがですか")
    assert addressed(said) == ["事務局"]
    assert "@事務局、いかがですか" in person.page(f"/comments/{said.pk}/edit/")


def test_what_is_deleted_or_blackened_names_nobody(live, tochigi, kagawa, secretariat):
    first, second = (Talker(kagawa).say(live, "@栃木県 見本 花子さんへ") for _ in range(2))
    actions.blacken(first, by=secretariat, words=["花子"], reason="名前があるため")
    actions.delete(second, by=kagawa)
    assert not Mention.objects.exists()
    assert "花子" not in Talker(secretariat).read(live).panel


def test_the_list_costs_the_same_for_many_and_so_does_the_page(live, tochigi, kagawa):
    person, costs = Talker(kagawa), set()
    for number in (1, 3, 15):
        while Comment.objects.count() < number:
            factories.make_user(f"u{Comment.objects.count()}@example.jp", body=tochigi.organization)
            actions.open_thread(live, by=kagawa, text="@栃木県 と @栃木県 見本 花子")
        choose(person, live)
        person.read(live)
        with CaptureQueriesContext(connection) as chosen:
            choose(person, live)
        with CaptureQueriesContext(connection) as read:
            person.read(live)
        costs.add((len(chosen), len(read)))
    assert len(costs) == 1, costs
