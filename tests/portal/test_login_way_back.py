"""Who is not signed in is told that signing in may help, and comes back to where they were."""

import re

import pytest

from library.models import Visibility
from tests import factories

HINT = "ログインすると見られることがあります"


def ways_back(response) -> list[str]:
    return re.findall(r'href="/login/(?:\?next=)?([^"]*)"', response.content.decode())


def test_what_is_not_found_offers_sign_in_that_leads_back(client, tochigi, kagawa, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.MEMBERS)
    for number in (live.pk, 987_654):
        address = f"/guidelines/{number}/?file=3&page=12"
        found = client.get(address)
        assert found.status_code == 404
        assert HINT in found.content.decode()
        assert ways_back(found) == [f"/guidelines/{number}/%3Ffile%3D3%26page%3D12"] * 2
    login = client.get("/login/", {"next": f"/guidelines/{live.pk}/?page=2"}).content.decode()
    assert 'name="next"' in login
    client.force_login(kagawa)
    assert HINT not in client.get("/guidelines/987654/").content.decode()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/guidelines/?q=%E7%94%9F%E6%88%90&page=2", "/guidelines/%3Fq%3D%25E7%2594%259F%25E6%2588%2590%26page%3D2"),
        ("/help/", "/help/"),
        ("/login/", ""),
        ("/password/reset/", ""),
        ("/invite/unknown/", ""),
        ("//evil.example/", ""),
        ("/guidelines/?q=" + "a" * 2000, ""),
    ],
)
def test_the_link_in_the_header_leads_back_within_the_portal(client, db, address, expected):
    found = client.get("/", PATH_INFO=address) if address.startswith("//") else client.get(address)
    assert ways_back(found)[:1] == [expected]


def test_nothing_that_was_sent_is_led_back_to(client, db):
    assert set(ways_back(client.post("/guidelines/"))) <= {""}
