"""Completions of what is being typed, for whom, and how they are sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Visibility
from search.answers.completions import completions
from search.indexing import index
from tests import factories
from tests.search.live import make_found
from tests.search.test_time_limit import count_for_minutes


def asked(client, typed: str) -> list[str]:
    response = client.get("/search/words/", {"q": typed})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return response.json()["words"]


def test_titles_names_and_words_that_begin_so(client, tochigi, kagawa):
    live = make_found(tochigi, "プロンプトの書き方", "プロンプトとプロジェクトとプロのこと")
    live.live_edition.themes.set([factories.make_theme("pro", "プロンプトの工夫")])
    index.index(live.pk)
    client.force_login(kagawa)
    assert asked(client, "プロ") == ["プロンプトの書き方", "プロンプトの工夫", "プロンプト", "プロジェクト"]
    assert asked(client, "要約　ﾌﾟﾛﾝ") == ["要約　プロンプト"]
    assert asked(client, "栃木") == ["栃木県"]
    assert asked(client, "要約 プロンプトの") == ["要約 プロンプトの工夫"]
    assert asked(client, "PROMPT") == []


def test_hiragana_become_katakana_as_in_the_index(client, tochigi):
    make_found(tochigi, "資料", "マイナンバーのこと")
    client.force_login(tochigi)
    assert asked(client, "まいな") == asked(client, "マイナ") == ["マイナンバー"]


def test_forms_that_nobody_wrote_are_not_offered(client, tochigi, kagawa):
    """The index has 閉じる for 閉じた; offered it is where this reader sees it written so."""
    make_found(tochigi, "資料", "きのう閉じた窓口")
    client.force_login(tochigi)
    assert asked(client, "閉じ") == []
    make_found(kagawa, "別の資料", "窓口を閉じる", visibility=Visibility.SECRETARIAT)
    assert asked(client, "閉じ") == []
    make_found(tochigi, "三つ目の資料", "窓口を閉じる")
    assert asked(client, "閉じ") == ["閉じる"]


@pytest.mark.parametrize(
    "typed", ["", "プ", " ", "要約 プ", "-プロンプト", '"プロ', "題名:プロ", "プロ ", "\0\0", "プ" * 300, "%%", "__"]
)
def test_nothing_for_signs_and_for_what_is_short_or_long(client, tochigi, typed):
    make_found(tochigi, "プロンプト", "プロンプトのこと%")
    client.force_login(tochigi)
    assert asked(client, typed) == []


def test_only_what_this_reader_can_find(client, tochigi, kagawa, observer):
    """And however much begins so in what is hidden, by the same number of queries."""
    make_found(tochigi, "開いた題名", "プロンプトのこと", visibility=Visibility.PUBLIC)
    client.force_login(observer)
    told, costs = [], []
    for _ in range(2):
        for typed in ("プロ", "開い", "閉じ", "栃木", "秘密", "香川"):
            with CaptureQueriesContext(connection) as queries:
                told.append((typed, asked(client, typed)))
            costs.append(len(queries))
        hidden = make_found(
            kagawa, "閉じた題名", "プロ、プロペラ、プロト、プロム、プロル", *(f"プロ{n}" for n in "アイウエオカキク")
        )
        hidden.live_edition.themes.set([factories.make_theme("secret", "秘密のこと")])
        index.index(hidden.pk)
    assert told[:6] == told[6:12]
    assert len(set(costs)) == 1
    assert ("プロ", ["プロンプト"]) in told
    assert completions(tochigi, "閉じ") == ["閉じた題名"]
    assert completions(tochigi, "秘密") == ["秘密のこと"]


def test_what_takes_too_long_is_nothing(client, tochigi, monkeypatch):
    make_found(tochigi, "プロンプト", "プロンプトのこと")
    client.force_login(tochigi)
    monkeypatch.setattr("search.views.words._SECONDS", 0.3)
    monkeypatch.setattr("search.answers.completions._names", count_for_minutes)
    assert asked(client, "プロ") == []


def test_who_is_not_signed_in_gets_what_is_public(client, tochigi):
    make_found(tochigi, "開いた題名", "要約", visibility=Visibility.PUBLIC)
    make_found(tochigi, "閉じた題名", "画像")
    assert asked(client, "題名") == ["開いた題名"]


def test_the_boxes_say_where_to_ask(client, tochigi):
    client.force_login(tochigi)
    assert client.get("/").content.decode().count('data-words="/search/words/"') == 1
    assert client.get("/search/").content.decode().count('data-words="/search/words/"') == 1
