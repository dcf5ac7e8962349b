"""The secretariat's synonyms: what changes is shown before it is saved, and then it is found."""

import re

import pytest
from django.test import Client

from audit.models import Event
from library.models import Visibility
from posting.once import fresh_key
from search.desk import preview
from search.lookup.time_limit import time_limit
from search.models import Synonym
from tests.search.answers import search
from tests.search.live import make_found
from tests.search.test_time_limit import count_for_minutes

pytestmark = pytest.mark.django_db
LIST = "/manage/search/synonyms/"


@pytest.fixture
def desk(secretariat) -> Client:
    client = Client()
    client.force_login(secretariat)
    return client


def sent(desk: Client, path: str = f"{LIST}new/", **fields):
    return desk.post(path, {"once": fresh_key(), "word": "写し", "others": "コピー", "is_both_ways": "on"} | fields)


def numbers(answer) -> dict[str, tuple[int, int]]:
    """Word → publications now and then, as the page shows them."""
    rows = re.findall(
        r'<th scope="row">([^<]*)</th>\s*' + r'<td class="num">(\d+)件</td>\s*' * 2, answer.content.decode()
    )
    return {word: (int(now), int(then)) for word, now, then in rows}


def test_first_it_is_shown_then_it_is_saved_then_it_is_found(desk, tochigi, kagawa):
    make_found(tochigi, "甲", "コピーの決まり")
    make_found(tochigi, "乙", "写しの決まり", visibility=Visibility.SECRETARIAT)
    first = sent(desk)
    assert numbers(first) == {"写し": (1, 2), "コピー": (1, 2)}
    assert "まだ保存していません" in first.content.decode()
    assert not Synonym.objects.exists()
    (shown,) = re.findall(r'name="shown" value="([^"]*)"', first.content.decode())
    saved = sent(desk, shown=shown)
    assert (saved.status_code, saved["Location"]) == (302, LIST)
    row = Synonym.objects.get()
    assert row.row == ("写し", ["コピー"], True)
    client = Client()
    client.force_login(kagawa)
    assert search(client, "写し").titles == ["甲"]
    event = Event.objects.get(verb="edit_synonym")
    assert (event.target_kind, event.target_label) == ("synonym", "写し = コピー")


def test_what_was_changed_after_it_was_shown_is_shown_again(desk):
    answer = sent(desk, shown="写し = コピー", others="複写")
    assert answer.status_code == 200
    assert set(numbers(answer)) == {"写し", "複写"}
    assert not Synonym.objects.exists()


def test_what_takes_too_long_is_not_counted_and_can_be_saved(desk, tochigi, monkeypatch):
    make_found(tochigi, "甲", "コピーの決まり")
    monkeypatch.setattr("search.lookup.finding._searches", count_for_minutes)
    monkeypatch.setattr(preview, "time_limit", lambda: time_limit(0.3))
    answer = sent(desk)
    assert answer.content.decode().count('<td class="num">—</td>') == 4
    assert sent(desk, shown="写し = コピー").status_code == 302


def test_a_change_shows_what_is_lost_too_and_one_direction(desk, tochigi):
    row = Synonym.objects.create(word="写し", others="コピー")
    make_found(tochigi, "甲", "コピーの決まり")
    make_found(tochigi, "乙", "写しの決まり")
    make_found(tochigi, "丙", "複写の決まり")
    answer = sent(desk, f"{LIST}{row.pk}/", others="複写", is_both_ways="")
    assert numbers(answer) == {"写し": (2, 2), "コピー": (2, 1), "複写": (1, 1)}
    sent(desk, f"{LIST}{row.pk}/", others="複写", is_both_ways="", shown="写し → 複写")
    assert Synonym.objects.get().row == ("写し", ["複写"], False)
    gone = desk.get(f"{LIST}{row.pk}/delete/")
    assert numbers(gone) == {"写し": (2, 1), "複写": (1, 1)}
    assert Synonym.objects.exists()
    for _ in range(2):
        assert desk.post(f"{LIST}{row.pk}/delete/").status_code == 302
    assert not Synonym.objects.exists()
    assert Event.objects.filter(verb="delete_synonym").count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"word": ""}, "言葉を入れてください"),
        ({"others": ""}, "同じ意味の言葉を入れてください"),
        ({"others": "、 、"}, "同じ意味の言葉を入れてください"),
        ({"others": "サーバ、サーバー"}, "「サーバ」と「サーバー」は、検索では同じ言葉です"),
        ({"others": "コピー、写し"}, "「写し」と「写し」は、検索では同じ言葉です"),
        ({"word": "！？"}, "「！？」には、検索できる文字がありません"),
        ({"others": "「写し」"}, "かぎ括弧、引用符、コロンは使えません"),
        ({"word": "-写し"}, "初めの「-」も使えません"),
        ({"others": "あ" * 61}, "1つの言葉は60字までです"),
        ({"word": "い" * 61}, "言葉は60字までです"),
        ({"others": "甲、乙、丙、丁、戊、己、庚、辛、壬"}, "8つまでです。今は9個です"),
        ({"word": "議事録作成支援システム更新計画"}, "語までの言葉にしてください"),
        ({"once": "", "shown": "写し = コピー"}, "画面が古くなっていました"),
    ],
)
def test_what_is_not_fit_is_told_and_not_saved(desk, fields, says):
    answer = sent(desk, **({"shown": "写し = コピー"} | fields))
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not Synonym.objects.exists()


def test_a_word_of_another_group_is_told(desk):
    Synonym.objects.create(word="複写", others="コピー")
    answer = sent(desk).content.decode()
    assert "「コピー」は、「複写 = コピー」にもあります" in answer
    assert sent(desk, shown="写し = コピー").status_code == 302


def test_the_list_shows_the_direction_and_the_report_leads_to_a_new_one(desk):
    Synonym.objects.create(word="写し", others="コピー", is_both_ways=False)
    assert "左の言葉からだけ" in desk.get(LIST).content.decode()
    assert 'value="珍獣&quot;"' in desk.get(f"{LIST}new/", {"word": '珍獣"'}).content.decode()
