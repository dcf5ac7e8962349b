"""The first step: every file that fits is kept, once; what does not fit is named, and costs no other."""

import pytest
from django.test import Client

from library.models import Edition, File
from posting.once import fresh_key
from tests import factories
from tests.factories import text_upload


@pytest.fixture
def officer(tochigi) -> Client:
    """As a browser sends: with the token of its form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi) -> Edition:
    return factories.make_draft(tochigi, files=[])


def uploads(count: int, *, start: int = 1):
    return [text_upload(f"資料{number:03d}.txt", f"{number}番の見本") for number in range(start, start + count)]


def send(client: Client, draft: Edition, files, *, key: str = "", **fields):
    address = f"/submit/{draft.pk}/files/"
    client.get(address)
    [token] = [cookie.value for name, cookie in client.cookies.items() if "csrf" in name]
    values = {"csrfmiddlewaretoken": token, "once": key or fresh_key(), "files": files, **fields}
    return client.post(address, values)


def names(draft: Edition) -> list[str]:
    return list(draft.files.in_order().values_list("name", flat=True))


def judged(draft: Edition) -> set[str]:
    return set(draft.files.values_list("gate", flat=True))


@pytest.mark.parametrize("count", [23, 30])
def test_of_too_many_the_first_twenty_are_kept_and_the_others_named(officer, draft, count):
    answer = send(officer, draft, uploads(count))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f"一度に選べるのは20個までです。今は{count}個です" in page
    named = page.partition("受け取らなかったファイル：")[2].partition("<")[0]
    assert named.split("、") == [f"資料{number:03d}.txt" for number in range(21, count + 1)]
    assert names(draft) == [f"資料{number:03d}.txt" for number in range(1, 21)]
    assert judged(draft) == {"taken"}
    assert page.count("登録できます</span>") == 20


def test_what_the_draft_has_no_room_for_is_named(officer, draft):
    assert send(officer, draft, uploads(18)).status_code == 302
    answer = send(officer, draft, uploads(4, start=19))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "1つの資料に登録できるファイルは20個までです。今は20個あります" in page
    assert "受け取らなかったファイル：資料021.txt、資料022.txt<" in page
    assert "一度に選べるのは" not in page
    assert len(names(draft)) == 20


def test_more_than_are_counted_get_a_page_that_says_so(officer, draft, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 22
    answer = send(officer, draft, uploads(23))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "一度に選べるのは20個までです。選んだファイルが多すぎるため" in page
    assert names(draft) == []


def test_the_same_form_sent_again_keeps_its_files_once(officer, draft):
    key = fresh_key()
    answers = {send(officer, draft, uploads(2), key=key)["Location"] for _ in range(3)}
    assert answers == {f"/submit/{draft.pk}/files/"}
    assert names(draft) == ["資料001.txt", "資料002.txt"]


def test_a_page_from_before_takes_other_files(officer, draft):
    """Going back in the browser shows a form whose key was used; what is chosen in it now must not be lost."""
    key = fresh_key()
    send(officer, draft, uploads(1), key=key)
    send(officer, draft, uploads(1, start=2), key=key)
    assert names(draft) == ["資料001.txt", "資料002.txt"]


def test_two_equal_files_of_one_form_are_two(officer, draft):
    send(officer, draft, [text_upload("a.txt", "同じ"), text_upload("b.txt", "同じ")])
    assert names(draft) == ["a.txt", "b.txt"]


def test_without_its_key_nothing_is_kept(officer, draft):
    answer = send(officer, draft, uploads(1), key="short")
    assert answer["Location"] == "/me/drafts/"
    assert not File.objects.exists()


def test_the_next_step_takes_what_is_chosen_along(officer, draft):
    assert send(officer, draft, uploads(2), next="1")["Location"] == f"/submit/{draft.pk}/details/"
    assert names(draft) == ["資料001.txt", "資料002.txt"]


@pytest.mark.parametrize("name", ["悪い.exe", "資料001.txt"])
def test_the_next_step_waits_while_something_is_to_be_said(officer, draft, name):
    """A refused file, or the same content twice."""
    send(officer, draft, uploads(1))
    answer = send(officer, draft, [text_upload(name, "1番の見本")], next="1")
    assert answer["Location"] == f"/submit/{draft.pk}/files/"
    assert len(names(draft)) == 2


def test_a_registration_by_link_alone_costs_no_chosen_file(officer, draft):
    assert send(officer, draft, [], link="1")["Location"] == f"/submit/{draft.pk}/details/"
    assert send(officer, draft, uploads(1), link="1")["Location"] == f"/submit/{draft.pk}/files/"
    assert names(draft) == ["資料001.txt"]


def test_one_button_goes_on_and_the_way_by_link_is_no_link_away_from_the_form(officer, draft):
    page = officer.get(f"/submit/{draft.pk}/files/").content.decode()
    form = page.partition("data-upload")[2].partition("</form>")[0]
    assert form.startswith(" data-guard")
    assert form.count("btn--primary") == 1
    assert f'href="/submit/{draft.pk}/details/"' not in page
    assert 'name="link"' in form
    send(officer, draft, uploads(1))
    assert 'name="link"' not in officer.get(f"/submit/{draft.pk}/files/").content.decode()


def test_what_was_refused_goes_with_one_press(officer, draft):
    send(officer, draft, [*uploads(1), text_upload("悪い.exe"), text_upload("空.txt", " ")])
    page = officer.get(f"/submit/{draft.pk}/files/").content.decode()
    assert "3個（登録できる1個、合計13バイト）" in page
    assert "登録できないファイルをまとめて外す" in page
    send(officer, draft, uploads(1, start=2), remove="refused")
    assert names(draft) == ["資料001.txt", "資料002.txt"], "what was chosen beside it came along"
    assert "まとめて外す" not in officer.get(f"/submit/{draft.pk}/files/").content.decode()


def test_the_result_stands_before_the_buttons(officer, draft):
    send(officer, draft, uploads(1))
    page = officer.get(f"/submit/{draft.pk}/files/").content.decode()
    places = [page.index(words) for words in ("data-result", "資料001.txt", 'id="files"', "選んだファイルを送る")]
    assert places == sorted(places)
