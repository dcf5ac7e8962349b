"""The second step: what is shown is what is there, and saving one thing costs no other."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

import clock
from library.models import DocumentType, Edition, Theme, Visibility
from posting.once import fresh_key
from tests import factories


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi) -> Edition:
    return factories.make_draft(tochigi)


def shown(client: Client, draft: Edition) -> dict[str, list[str]]:
    """What a browser would send of the page as it stands."""
    form = client.get(f"/submit/{draft.pk}/details/").context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value is not None:
            sent[field.name] = [str(item) for item in value] if isinstance(value, list) else str(value)
    offered = {str(key) for name in ("types", "themes") for key, _ in form.fields[name].choices}
    return {name: [v for v in value if v in offered] if name in {"types", "themes"} else value
            for name, value in sent.items()}  # fmt: skip


def autosave(client: Client, draft: Edition, **changed):
    answer = client.post(f"/submit/{draft.pk}/autosave/", shown(client, draft) | changed)
    draft.refresh_from_db()
    return answer


def test_what_is_retired_stays_where_it_is(officer, draft):
    Theme.objects.update(is_in_use=False)
    DocumentType.objects.update(is_in_use=False)
    page = officer.get(f"/submit/{draft.pk}/details/").content.decode()
    assert "機密性（使わなくなったテーマ）" in page
    assert "ガイドライン（使わなくなった種類）" in page
    assert autosave(officer, draft, title="題名だけを変えた").status_code == 200
    assert draft.title == "題名だけを変えた"
    assert (draft.themes.count(), draft.types.count()) == (1, 1)


def test_what_is_retired_is_not_offered_to_others(officer, draft):
    gone = Theme.objects.create(slug="gone", name="前のテーマ", is_in_use=False)
    assert "前のテーマ" not in officer.get(f"/submit/{draft.pk}/details/").content.decode()
    autosave(officer, draft, themes=[gone.pk])
    assert not draft.themes.filter(pk=gone.pk).exists()


def test_autosave_keeps_who_sees_a_single_file(officer, draft):
    [file] = draft.files.all()
    answer = autosave(officer, draft, **{f"file_{file.pk}": "0"})
    file.refresh_from_db()
    assert file.visibility == Visibility.SECRETARIAT
    assert answer.json() == {"fields": {"revision": str(draft.revision)}}
    autosave(officer, draft, **{f"file_{file.pk}": ""})
    file.refresh_from_db()
    assert file.visibility is None


@pytest.mark.parametrize("step", ["autosave", "details"])
def test_a_page_without_the_file_says_nothing_about_it(officer, draft, step):
    """It was drawn before the file came."""
    [file] = draft.files.all()
    autosave(officer, draft, **{f"file_{file.pk}": "1"})
    before = shown(officer, draft)
    del before[f"file_{file.pk}"]
    assert officer.post(f"/submit/{draft.pk}/{step}/", before).status_code in {200, 302}
    file.refresh_from_db()
    assert file.visibility == Visibility.MEMBERS


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"revised_on": "令和5年4月1日"}, "改定した日が、策定・公表した日（令和6年4月1日）より前になっています"),
        ({"issued_on": "2099-04-01"}, "策定・公表した日（令和81年4月1日）が1年より先の日になっています"),
        ({"revised_on": "2099-04-01"}, "改定した日（令和81年4月1日）が1年より先の日になっています"),
    ],
)
def test_days_that_cannot_be_are_said_at_their_field(officer, draft, days, words):
    answer = officer.post(f"/submit/{draft.pk}/details/", shown(officer, draft) | {"issued_on": "令和6年4月1日"} | days)
    page, [name] = answer.content.decode(), list(days)
    assert answer.status_code == 400
    assert f'<a href="#id_{name}">{words}' in " ".join(page.split())
    assert f"エラー：{words}" in page


def test_days_ahead_that_may_be_are_taken(officer, draft):
    soon = clock.today() + timedelta(days=300)
    days = {"issued_on": soon.isoformat(), "revised_on": soon.isoformat(), "as_of_on": "2099-04-01"}
    assert officer.post(f"/submit/{draft.pk}/details/", shown(officer, draft) | days).status_code == 302
    draft.refresh_from_db()
    assert (draft.issued_on, draft.revised_on, draft.as_of_on) == (soon, soon, date(2099, 4, 1))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_either_scheme_of_an_address_is_taken(officer, draft, scheme):
    sent = shown(officer, draft) | {"link_url": f"{scheme}://example.jp/"}
    answer = officer.post(f"/submit/{draft.pk}/details/", sent)
    assert answer.status_code == 302, answer.context["form"].errors


def test_another_scheme_is_told_both(officer, draft):
    answer = officer.post(f"/submit/{draft.pk}/details/", shown(officer, draft) | {"link_url": "ftp://example.jp/"})
    assert "http:// か https:// で始まるアドレスを入れてください" in answer.content.decode()


def empty(client: Client, draft: Edition) -> dict[str, object]:
    """The page with all that must be written taken out; `section` stays."""
    blank: dict[str, object] = dict.fromkeys(("title", "summary", "issued_on", "change_note"), "")
    return shown(client, draft) | blank | {"types": [], "themes": [], "section": "残る課"}


MISSING = {
    "id_types_0": "種類を1つ以上選んでください",
    "id_title": "資料の名前を入れてください",
    "id_summary": "概要を入れてください",
    "id_themes_0": "課題・テーマを1つ以上選んでください",
    "id_issued_on": "策定・公表した日を入れてください",
}
_LINK = re.compile(r'<li>\s*<a href="#([^"]+)">(.*?)</a>')


def test_the_next_step_asks_for_what_must_be_written_and_keeps_the_rest(officer, draft):
    answer = officer.post(f"/submit/{draft.pk}/details/", empty(officer, draft))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert dict(_LINK.findall(page)) == MISSING
    for target, words in MISSING.items():
        assert f'id="{target}"' in page
        assert f"エラー：{words}" in page
    draft.refresh_from_db()
    assert draft.section == "残る課"
    assert f'name="revision" value="{draft.revision}"' in page, "it can be sent again"
    again = shown(officer, draft) | {"title": "名前", "summary": "概要", "issued_on": "令和6年4月1日"}
    again |= {"types": [factories.make_type().pk], "themes": [factories.make_theme().pk]}
    assert officer.post(f"/submit/{draft.pk}/details/", again)["Location"] == f"/submit/{draft.pk}/confirm/"


def test_a_draft_may_lack_it_all(officer, draft):
    answer = officer.post(f"/submit/{draft.pk}/details/", empty(officer, draft) | {"save": "1"})
    assert answer["Location"] == f"/submit/{draft.pk}/details/"
    assert autosave(officer, draft, **{**empty(officer, draft), "revision": draft.revision + 1}).status_code == 200


def labels(page: str) -> dict[str, str]:
    """Label → what stands beside it."""
    return dict(re.findall(r'>\s*([^<>\s]+)\s*<span class="field__(?:req|opt)">※(..)</span>', page))


def test_what_must_be_written_says_so(officer, tochigi, secretariat, draft):
    page = labels(officer.get(f"/submit/{draft.pk}/details/").content.decode())
    must = {"種類", "資料の名前", "概要", "課題・テーマ", "策定・公表した日", "希望する公開範囲"}
    assert {label for label, mark in page.items() if mark == "必須"} == must
    assert page["改定した日"] == "任意"
    live = factories.make_live(tochigi, reviewer=secretariat)
    second = factories.make_draft(tochigi, publication=live)
    page = labels(officer.get(f"/submit/{second.pk}/details/").content.decode())
    assert {label for label, mark in page.items() if mark == "必須"} == must | {"変更の要点"}


def test_the_last_look_links_each_gap_to_the_control_that_mends_it(officer, draft):
    officer.post(f"/submit/{draft.pk}/details/", empty(officer, draft) | {"save": "1"})
    draft.files.all().delete()
    page = officer.get(f"/submit/{draft.pk}/confirm/").content.decode()
    links = re.findall(r'<a href="(/submit/[^"]+)#([^"]+)">', page)
    assert [target for _, target in links] == ["files", *MISSING]
    for address, target in links:
        assert f'id="{target}"' in officer.get(address).content.decode()


def test_the_last_look_speaks_of_an_error_only_once_something_was_sent(officer, draft):
    officer.post(f"/submit/{draft.pk}/details/", empty(officer, draft) | {"save": "1"})
    address = f"/submit/{draft.pk}/confirm/"
    first = officer.get(address).content.decode()
    assert "<title>確認して提出する" in first
    assert "提出する前に、5か所を直してください" in first
    sent = officer.post(address, {"once": fresh_key()})
    assert sent.status_code == 400
    assert "<title>エラー：確認して提出する" in sent.content.decode()
    assert "提出する前に、5か所を直してください" in sent.content.decode(), "also when the declaration is not ticked"


def test_the_last_look_says_that_files_are_still_being_read(officer, draft):
    address = f"/submit/{draft.pk}/confirm/"
    assert "最新の状態に更新" not in officer.get(address).content.decode()
    draft.files.update(reading="working")
    page = officer.get(address).content.decode()
    assert "読み取り中のファイルがあります。読み終わると、その文字も調べます" in page
    assert f'href="{address}"' in page


def test_the_receipt_links_where_the_answer_will_be(officer, tochigi):
    edition = factories.make_submitted(tochigi)
    page = officer.get(f"/submit/{edition.pk}/done/").content.decode()
    assert re.search(r'「<a\s+href="/me/drafts/"\s*>下書き・差し戻し</a>」', page)


def test_autosave_names_what_it_could_not_keep(officer, draft):
    before = draft.summary
    days = {"issued_on": "令和6年4月1日", "revised_on": "令和5年4月1日", "as_of_on": "令和6年4月31日"}
    answer = autosave(officer, draft, section="新しい課", summary="長" * 140, **days)
    assert answer.status_code == 200
    assert answer.json()["unsaved"] == [
        "概要は保存できていません：概要は120字までです",
        "内容の時点は保存できていません：4月は30日までです",
        "改定した日は保存できていません：改定した日が、策定・公表した日（令和6年4月1日）より前になっています",
    ]
    assert (draft.section, draft.summary, draft.revised_on) == ("新しい課", before, None)


def test_who_sees_a_single_file_is_folded_where_files_are_many_and_open_once_it_says_something(officer, tochigi, draft):
    address, fold = f"/submit/{draft.pk}/details/", "ファイルごとに見られる人を狭める（4個のファイル）"
    for number in range(2):
        factories.keep_file(draft, f"{number}.txt", str(number), by=tochigi)
    assert "<summary>ファイルごとに" not in officer.get(address).content.decode()
    last = factories.keep_file(draft, "三.txt", "三", by=tochigi)
    page = officer.get(address).content.decode()
    folded = page.split(f"<summary>{fold}</summary>")[1].split("</details>")[0]
    assert folded.count("<select") == 4
    assert autosave(officer, draft, **{f"file_{last.pk}": "0"}).status_code == 200
    last.refresh_from_db()
    assert last.visibility == Visibility.SECRETARIAT, "what is folded is sent all the same"
    assert fold not in officer.get(address).content.decode()
