"""保存した条件: kept from a list or a search, one's own or shared within a body."""

import html
import re

import pytest

import clock
from accounts.models import User
from audit.models import Event
from library import actions
from library.models import SavedView
from library.rules import Refused
from posting.once import fresh_key
from tests import factories
from tests.library.saved_views import LIST, of, plain, save, send

# --- Saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/search/?q=要約&sort=new&page=1&evil=1", "q=%E8%A6%81%E7%B4%84&sort=new"),
        ("/search/?q=要約 県:栃木", "q=%E8%A6%81%E7%B4%84&pref=09"),
        ("/guidelines/?pref=09&q=AI&rows=50&page=3&view=1&sort=updated", "pref=09&q=AI&sort=updated"),
        ("/guidelines/", ""),
    ],
)  # fmt: skip
def test_the_button_keeps_the_conditions_of_the_page_and_nothing_else(tochigi, address, kept):
    client = of(tochigi)
    form = re.search(
        r'<form class="inline-form"[^>]*views/save/.*?</form>', client.get(address).content.decode(), re.DOTALL
    )[0]
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)"\s+value="([^"]*)"', form)}
    answer = client.post("/me/views/save/", fields | {"name": "見本"}, follow=True)
    assert "「見本」として保存しました" in plain(answer)
    view = SavedView.objects.get()
    assert (view.query, view.owner, view.is_shared) == (kept, tochigi, False)
    assert answer.redirect_chain == [(f"{address.partition('?')[0]}?{kept}", 302)]


def test_sent_twice_it_is_kept_once(tochigi):
    key = fresh_key()
    assert [send(tochigi, once=key).status_code for _ in range(2)] == [302, 302]
    assert SavedView.objects.count() == 1


def test_what_cannot_be_kept_is_said_with_what_was_typed(tochigi, tochigi2, settings):
    settings.LIMITS = type(settings.LIMITS)(saved_views=2)
    save(tochigi)
    save(tochigi2, name="県のもの", is_shared="on")
    for values, said in (
        ({"name": " "}, "名前を入れてください"),
        ({"name": "長" * 61}, "名前は60字までです。今は61字です"),
        ({}, "「要約の資料」という名前の条件がすでにあります。別の名前にしてください"),
        ({"name": "県のもの", "is_shared": "on"}, "「県のもの」という名前の条件がすでにあります"),
        ({"name": "別", "once": "x"}, "画面が古くなっていました"),
    ):
        answer = send(tochigi, **values)
        assert (answer.status_code, said in plain(answer)) == (400, True), said
        assert 'name="query" value="q=%E8%A6%81%E7%B4%84"' in answer.content.decode()
    save(tochigi, name="二つ目")
    assert "保存できるのは2件までです" in plain(send(tochigi, name="三つ目"))
    assert SavedView.objects.count() == 3


def test_only_lists_of_the_register_can_be_kept(tochigi):
    for page in ("home", "me:drafts", "//evil.example/", "", "account_logout"):
        assert send(tochigi, page=page).status_code == 404
    assert not SavedView.objects.exists()


def test_without_sign_in_there_is_no_button(client, db):
    assert "この条件を保存する" not in client.get("/guidelines/").content.decode()
    assert client.post("/me/views/save/", {"page": LIST, "query": "", "name": "a"})["Location"].startswith("/login/")


# --- Whose it is -----------------------------------------------------------------------------------------------------


def test_an_own_view_is_there_for_nobody_else(tochigi, tochigi2, kagawa, secretariat):
    view = save(tochigi, name="ひみつの名前")
    for other in (tochigi2, kagawa, secretariat):
        client = of(other)
        assert client.get(f"/me/views/{view.pk}/").status_code == 404
        assert client.get(f"/me/views/{view.pk}/edit/").status_code == 404
        assert client.post(f"/me/views/{view.pk}/delete/").status_code == 404
        for address in ("/", "/me/views/", f"/search/?q=要約&view={view.pk}"):
            assert "ひみつの名前" not in client.get(address).content.decode()
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_shared_one_is_there_for_the_own_prefecture_with_its_maker(tochigi, tochigi2, kagawa, observer, admin):
    view = save(tochigi, name="県で見るもの", is_shared="on")
    for address in ("/", "/me/views/"):
        assert "県で見るもの" in plain(of(tochigi2).get(address))
        assert "検索・栃木県見本花子" in plain(of(tochigi2).get(address)).replace("・「要約」", "")
    for other in (kagawa, observer, admin):
        assert of(other).get(f"/me/views/{view.pk}/").status_code == 404
        assert "県で見るもの" not in of(other).get("/me/views/").content.decode()


def test_observers_and_administrators_keep_their_own_and_share_with_nobody(observer, admin):
    for person in (observer, admin):
        assert 'name="is_shared"' not in of(person).get("/guidelines/").content.decode()
        view = save(person, is_shared="on", page=LIST, query="kind=guideline")
        assert not view.is_shared
        assert "要約の資料" in plain(of(person).get("/me/views/"))


@pytest.mark.parametrize(("who", "may"), [("maker", True), ("colleague", False), ("coordinator", True)])
def test_a_shared_one_is_changed_by_its_maker_and_the_coordinator(tochigi, tochigi2, who, may):
    view = save(tochigi, is_shared="on")
    colleague = factories.make_user("tochigi3@example.jp", body=tochigi.organization)
    client = of({"maker": tochigi, "colleague": colleague, "coordinator": tochigi2}[who])
    page = plain(client.get("/me/views/"))
    assert ("変える" in page, "削除する" in page) == (may, may)
    changed = client.post(f"/me/views/{view.pk}/edit/", {"name": "新しい名前"})
    assert changed.status_code == (302 if may else 404)
    view.refresh_from_db()
    assert (view.name, view.is_shared) == (("新しい名前", who != "maker") if may else ("要約の資料", True))
    SavedView.objects.update(is_shared=True)
    assert client.get(f"/me/views/{view.pk}/delete/").status_code == (200 if may else 404)
    assert SavedView.objects.exists()
    client.post(f"/me/views/{view.pk}/delete/")
    assert SavedView.objects.exists() != may


def test_a_coordinator_takes_nothing_back_and_learns_no_name_of_anothers_own(tochigi, tochigi2):
    own, view = save(tochigi, name="ひみつの名前"), save(tochigi, is_shared="on")
    address = f"/me/views/{view.pk}/edit/"
    assert 'name="is_shared"' not in of(tochigi2).get(address).content.decode()
    assert 'name="is_shared"' in of(tochigi).get(address).content.decode()
    assert of(tochigi2).post(address, {"name": own.name}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("ひみつの名前", True)
    with pytest.raises(Refused, match="保存した人だけ"):
        actions.change_view(view, name="別の名前", is_shared=False, by=tochigi2)


def test_what_was_left_to_a_former_body_is_not_counted(tochigi, kagawa, settings):
    settings.LIMITS = type(settings.LIMITS)(saved_views=1)
    save(tochigi, is_shared="on")
    User.objects.filter(pk=tochigi.pk).update(organization=kagawa.organization)
    save(User.objects.get(pk=tochigi.pk))
    assert "保存できるのは1件までです" in plain(send(User.objects.get(pk=tochigi.pk), name="二つ目"))


def test_the_name_of_another_is_not_taken_by_changing(tochigi):
    first, second = save(tochigi, name="一つ目"), save(tochigi, name="二つ目")
    answer = of(tochigi).post(f"/me/views/{second.pk}/edit/", {"name": first.name})
    assert (answer.status_code, "「一つ目」という名前の条件がすでにあります" in plain(answer)) == (400, True)
    assert of(tochigi).post(f"/me/views/{second.pk}/edit/", {"name": "二つ目", "is_shared": "on"}).status_code == 302


def test_who_left_leaves_what_was_shared_to_the_body(tochigi, tochigi2, kagawa, admin):
    save(tochigi, name="県のもの", is_shared="on")
    own = save(tochigi, name="自分のもの")
    User.objects.filter(pk=tochigi.pk).update(organization=kagawa.organization)
    page = plain(of(tochigi2).get("/me/views/"))
    assert "栃木県担当者（異動）" in page
    assert "見本花子" not in page
    moved = plain(of(User.objects.get(pk=tochigi.pk)).get("/me/views/"))
    assert ("自分のもの" in moved, "県のもの" in moved) == (True, False)
    stopped = {"is_active": False, "suspended_at": clock.now(), "suspended_by": admin}
    User.objects.filter(pk=tochigi.pk).update(organization=tochigi2.organization, **stopped)
    page = plain(of(tochigi2).get("/me/views/"))
    assert ("栃木県担当者（異動）" in page, "自分のもの" in page) == (True, False)
    assert of(tochigi2).get(f"/me/views/{own.pk}/").status_code == 404


def test_what_a_body_shares_is_logged_by_number(tochigi, tochigi2):
    save(tochigi, name="自分のもの")
    view = save(tochigi, name="ひみつの名前", is_shared="on")
    of(tochigi2).post(f"/me/views/{view.pk}/edit/", {"name": "改めた名前", "is_shared": "on"})
    of(tochigi2).post(f"/me/views/{view.pk}/delete/")
    told = list(Event.objects.filter(target_kind="saved_view").values_list("verb", "actor_id", "target_label", "data"))
    assert told == [
        ("share_view", tochigi.pk, f"保存した条件{view.pk}", {"before": False, "after": True}),
        ("delete_view", tochigi2.pk, f"保存した条件{view.pk}", {}),
    ]
