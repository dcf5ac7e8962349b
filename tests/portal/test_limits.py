"""A limit is said as it is set: nothing on a page repeats its default."""

import re
from dataclasses import replace

import pytest

from accounts.forms.people import InviteForm
from accounts.models import Organization
from library import actions
from library.listing import Listing
from tests import factories

SET = {
    "bin_days": 31, "invitation_days": 8, "lock_minutes": 16, "wrong_passwords": 6, "claim_minutes": 32,
    "review_days": 4, "files_per_request": 21, "file_bytes": 51 * 1024 * 1024,
}  # fmt: skip


@pytest.fixture(autouse=True)
def changed(settings) -> None:
    settings.LIMITS = replace(settings.LIMITS, **SET)


def words(client, address: str) -> str:
    return "".join(re.sub(r"<[^>]+>", "", client.get(address).content.decode()).split())


PAGES = {
    "/me/bin/": ["入れてから31日で"],
    "/help/sign-in/": ["8日のあいだ、1回だけ", "6回続けて", "16分間"],
    "/help/review/": ["32分たつと"],
    "/help/withdraw/": ["31日のあいだ"],
    "/help/register/": ["1つ51MBまで、21個まで", "4開庁日"],
}


@pytest.mark.parametrize("address", PAGES)
def test_texts_follow_the_settings(client, secretariat, address):
    client.force_login(secretariat)
    page = words(client, address)
    assert [said for said in PAGES[address] if said not in page] == []


def test_the_steps_of_registering_follow_them(client, tochigi):
    client.force_login(tochigi)
    draft = factories.make_draft(tochigi)
    assert "1つ51MBまで、一度に21個まで" in words(client, f"/submit/{draft.pk}/files/")
    assert "4開庁日" in words(client, f"/submit/{draft.pk}/confirm/")
    discard = f"/publications/editions/{draft.pk}/discard/"
    assert "31日のあいだ" in words(client, discard)
    assert "31日のあいだは戻せます" in client.post(discard, follow=True).content.decode()


def test_an_invitation_says_its_days(secretariat):
    form = InviteForm(by=secretariat, bodies=Organization.objects.all())
    assert "8日のあいだ" in form.fields["email"].help_text


def test_a_page_of_the_list_has_as_many_rows_as_set(client, settings, tochigi, secretariat):
    settings.LIMITS = replace(settings.LIMITS, rows_per_page=2)
    for number in range(3):
        draft = factories.make_draft(tochigi, title=f"資料{number}", files=[], link_url="https://example.jp/")
        actions.publish(actions.submit(draft, by=tochigi, declared=True), by=secretariat, visibility=1)
    client.force_login(tochigi)
    page = client.get("/guidelines/")
    listing = page.context["listing"]
    assert isinstance(listing, Listing)
    assert (len(page.context["rows"]), listing.page.paginator.num_pages, listing.query) == (2, 2, "?")
    assert len(client.get("/guidelines/?rows=50").context["rows"]) == 3


def test_the_saved_log_ends_where_it_is_set_to_and_says_so(client, settings, secretariat, tochigi):
    factories.make_live(tochigi, reviewer=secretariat)
    client.force_login(secretariat)
    most = settings.LIMITS.export_rows
    assert "CSVで保存</a>" in client.get("/manage/audit/").content.decode()
    settings.LIMITS = replace(settings.LIMITS, export_rows=2)
    assert "CSVで保存（新しい2件）" in client.get("/manage/audit/").content.decode()
    head, *lines = b"".join(client.get("/manage/audit/export.csv").streaming_content).decode().splitlines()
    assert head.endswith("受付番号")
    assert len(lines) == 3
    assert lines[-1].startswith("新しい2件で切りました")
    settings.LIMITS = replace(settings.LIMITS, export_rows=most)
    whole = b"".join(client.get("/manage/audit/export.csv").streaming_content).decode()
    assert "切りました" not in whole
    assert len(whole.splitlines()) > 4
