"""How the secretariat is reached: on the pages and in the letters that send people there."""

import pytest

from mail import outbox
from portal import environment, errors

pytestmark = pytest.mark.django_db
CONTACT = "事務局 電話 03-0000-0000、portal@example.jp <平日>"
SHOWN = "事務局の連絡先：事務局 電話 03-0000-0000、portal@example.jp &lt;平日&gt;"


@pytest.mark.parametrize("address", ["/contact/", "/login/", "/no-such-page/", "/manage/"])
def test_it_stands_where_people_are_sent_to_it(client, settings, tochigi, address):
    if address == "/manage/":
        client.force_login(tochigi)
    assert "事務局の連絡先" not in client.get(address).content.decode()
    settings.CONTACT = CONTACT
    assert SHOWN in client.get(address).content.decode()


def test_a_fault_shows_it_without_database(settings, rf):
    settings.CONTACT = CONTACT
    assert SHOWN in errors.server_error(rf.get("/")).content.decode()


def test_without_it_the_page_invents_nothing(client, settings):
    assert "まだこのサイトに載せていません" in client.get("/contact/").content.decode()
    settings.CONTACT = CONTACT
    assert "まだこのサイトに載せていません" not in client.get("/contact/").content.decode()


@pytest.mark.parametrize("kind", ["damaged_files", "password_reset_key", "report", "report_outcome", "unknown_account"])
def test_letters_end_with_it_as_it_is_written(settings, kind):
    context = {"password_reset_url": "https://portal.example.jp/x", "hours": 24, "comment": 1}
    assert "連絡先" not in outbox.write(kind, to="a@example.jp", context=context).body
    settings.CONTACT = CONTACT
    assert outbox.write(kind, to="a@example.jp", context=context).body.endswith(f"連絡先：{CONTACT}\n")


@pytest.mark.parametrize(("given", "kept"), [("", ""), ("  電話 03 ", "電話 03"), ("一\n二", None), ("長" * 201, None)])
def test_one_line_of_text(monkeypatch, given, kept):
    monkeypatch.setenv("PORTAL_CONTACT", given)
    if kept is None:
        with pytest.raises(environment.EnvironmentProblem, match="PORTAL_CONTACT は1行"):
            environment.contact()
    else:
        assert environment.contact() == kept
