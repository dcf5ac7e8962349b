"""A letter that came back is noted and shown; what is forged or unknown changes nothing, and stops no mail."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.test import Client

import clock
from mail import bounces, outbox
from mail.models import Letter
from notices.actions import ways_of
from notices.models import Mailing
from tests.mail import reports

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 10, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def letter(tochigi) -> Letter:
    """Sent."""
    return sent_to(tochigi.email)


def sent_to(address: str, *, now: datetime = NOW) -> Letter:
    letter = outbox.post("test", to=address, subject="見本", body="見本\n", now=now)
    outbox.send(letter.pk, now=now)
    return Letter.objects.get(pk=letter.pk)


def rows() -> list[tuple]:
    return list(Letter.objects.order_by("pk").values_list())


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global"])
def test_a_report_is_noted_on_its_letter(letter, kind):
    assert bounces.take(reports.report(letter.message_id, letter.to, returned_type=kind), now=NOW) == 1
    letter.refresh_from_db()
    assert letter.returned_at == NOW
    assert letter.returned_words == (
        "550 5.1.1 <tochigi@example.jp>: Recipient address rejected: User unknown in local recipient table"
    )


def test_the_least_that_a_report_can_say_is_enough(letter):
    assert bounces.take(reports.bare(letter.message_id, letter.to), now=NOW) == 1
    letter.refresh_from_db()
    assert letter.returned_words == "5.2.1"


def test_of_several_receivers_the_letters_own_counts(letter):
    given = reports.of_many(letter.message_id, "other@example.jp", letter.to, "third@example.jp")
    assert bounces.take(given, now=NOW) == 1


def test_a_letter_whose_answer_was_lost_can_come_back_too(tochigi):
    waiting = outbox.post("test", to=tochigi.email, subject="見本", body="見本\n", now=NOW)
    assert bounces.take(reports.report(waiting.message_id, waiting.to), now=NOW) == 1


def test_what_is_no_report_changes_nothing(letter):
    before = rows()
    for name, given in reports.not_reports(letter.message_id, letter.to).items():
        assert bounces.take(given, now=NOW) == 0, name
    assert rows() == before


def test_what_is_forged_changes_nothing(letter, kagawa, tochigi):
    other = sent_to(kagawa.email)
    before = rows()
    wrong = letter.message_id[1:-1]
    forged = [
        reports.report("", letter.to),
        reports.report("<guessed@127.0.0.1>", letter.to),
        reports.report(f"<{wrong[:-1]}>", letter.to),
        reports.report(f"<{wrong.swapcase()}>", letter.to),
        reports.report("%", letter.to),
        reports.report("<\x00@127.0.0.1>", f"\x00{letter.to}"),
        reports.report(other.message_id, letter.to),  # who got a mail knows its id, and no other's
        reports.report(letter.message_id, kagawa.email),
        reports.report(str(letter.pk), letter.to),
    ]
    for given in forged:
        assert bounces.take(given, now=NOW) == 0, given
    assert rows() == before


def test_a_message_id_cannot_be_guessed_and_none_is_like_another(tochigi):
    ids = {sent_to(tochigi.email).message_id for _ in range(20)}
    assert len({each.partition("@")[0] for each in ids}) == 20
    assert all(len(each.partition("@")[0]) == 1 + 24 for each in ids), "18 bytes of chance"


def test_said_twice_or_much_later_it_changes_nothing(letter):
    given = reports.report(letter.message_id, letter.to)
    bounces.take(given, now=NOW)
    assert bounces.take(given, now=NOW + timedelta(days=10)) == 0
    letter.refresh_from_db()
    assert letter.returned_at == NOW
    old = sent_to(letter.to)
    assert bounces.take(reports.report(old.message_id, old.to), now=NOW + timedelta(days=15)) == 0


def test_a_strangers_words_are_one_short_line(letter):
    words = "550 <script>alert(1)</script>\x1b[2J\u202eevil\n X-Header: y " + "長い" * 300
    bounces.take(reports.report(letter.message_id, letter.to, words=words), now=NOW)
    letter.refresh_from_db()
    assert len(letter.returned_words) <= 200
    assert letter.returned_words.isprintable()
    assert "\u202e" not in letter.returned_words


def test_mail_goes_on_however_much_comes_back(tochigi):
    wanted = ways_of(tochigi)
    for _ in range(30):
        each = sent_to(tochigi.email)
        bounces.take(reports.report(each.message_id, each.to), now=NOW)
    assert ways_of(tochigi) == wanted
    assert {way.mail for way in wanted.values()} != {Mailing.NONE}
    django_mail.outbox.clear()
    sent_to(tochigi.email)
    assert len(django_mail.outbox) == 1


# --- where it is seen ---


def text(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_shown_to_the_person_and_to_who_looks_after_members(
    letter, tochigi, tochigi2, kagawa, secretariat, admin
):
    says, name = "メールが届いていません", "見本 花子"
    pages = [
        (tochigi, "/me/notices/"),
        (tochigi2, "/me/colleagues/"),
        (tochigi2, f"/me/colleagues/{tochigi.pk}/"),
        (secretariat, "/manage/members/"),
        (admin, f"/manage/members/{tochigi.pk}/"),
    ]
    assert [says in text(*page) for page in pages] == [False] * 5
    bounces.take(reports.report(letter.message_id, letter.to, words="550 <b>no</b> {to}"), now=NOW)
    assert [text(*page).count(says) for page in pages] == [1] * 5
    shown = text(tochigi, "/me/notices/")
    assert tochigi.email in shown
    assert "550 &lt;b&gt;no&lt;/b&gt; tochigi@example.jp" in shown
    assert says not in text(kagawa, "/me/notices/")
    assert name in text(secretariat, "/manage/members/")


def test_it_is_no_longer_shown_when_nothing_came_back_for_a_while(letter, tochigi, settings, monkeypatch):
    bounces.take(reports.report(letter.message_id, letter.to), now=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=settings.LIMITS.returned_days, seconds=1))
    assert "メールが届いていません" not in text(tochigi, "/me/notices/")


# --- as the mail server hands it over ---


def taken(*arguments: str, given: bytes = b"", monkeypatch=None) -> str:
    out = io.StringIO()
    if monkeypatch is not None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    call_command("take_bounces", *arguments, stdout=out)
    return out.getvalue().strip()


def test_one_report_comes_through_the_standard_input(letter, monkeypatch):
    given = reports.report(letter.message_id, letter.to)
    assert taken(given=given, monkeypatch=monkeypatch) == "reports=1 noted=1"
    assert taken(given=b"\xff" * 100, monkeypatch=monkeypatch) == "reports=1 noted=0"


def test_what_is_new_in_a_maildir_is_read_once(letter, tmp_path: Path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mx").write_bytes(reports.report(letter.message_id, letter.to))
    (tmp_path / "new" / "2.mx").write_bytes(b"noise")
    assert taken(str(tmp_path)) == "reports=2 noted=1"
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1.mx:2,S", "2.mx:2,S"]
    assert taken(str(tmp_path)) == "reports=0 noted=0"


def test_a_folder_that_is_no_maildir_is_said_to_be_none(tmp_path: Path):
    with pytest.raises(CommandError):
        taken(str(tmp_path))
