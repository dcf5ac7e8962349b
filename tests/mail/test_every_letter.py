"""Every letter that the portal writes, as it arrives: plain text, links of ours only, little of any document (P54)."""

import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.test import Client

import clock
from accounts import actions as people
from discussion import actions as talking
from library import actions, findings
from library.models import Verification, Visibility
from mail import outbox
from mail.models import Letter
from notices import letters as notices
from tests import factories
from tests.notices.worker import tell

pytestmark = pytest.mark.django_db
EVIL = "手引き\r\nBcc: evil@example.com\r\n\r\nhttps://evil.example/x <img src=https://evil.example/y.png>"
TITLE = "手引き Bcc: evil@example.com"
SUMMARY, WORDS, REASON = "概要の目印", "コメントの目印", "理由の目印"
ALWAYS = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"}
ALWAYS |= {"Auto-Submitted"}
OF_NOTICES = {"notices", "report", "report_outcome"}  # the others are about the account
TO_STOP = {"List-Unsubscribe", "List-Unsubscribe-Post"}


@pytest.fixture
def arrived(tochigi, kagawa, observer, secretariat, settings) -> dict[str, list[EmailMessage]]:
    """Kind → the mails, all of one busy day."""
    settings.CONTACT = "事務局 03-0000-0000"
    live = factories.make_live(
        tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS, title=EVIL, summary=SUMMARY
    )
    for person in (kagawa, observer):
        actions.follow("publication", live.pk, by=person, level="every", now=live.published_at)
    said = talking.open_thread(live, by=kagawa, text=f"{WORDS} https://evil.example/z")
    answer = talking.reply(said.thread, by=observer, text=WORDS)
    talking.report(said, by=observer, reason="unfit", words=REASON)
    talking.report(answer, by=kagawa, reason="unfit", words=REASON)  # and waits when its letter leaves
    tell()
    talking.hide(said, by=secretariat, reason=REASON)
    submitted = factories.make_submitted(tochigi, title=EVIL, summary=SUMMARY)
    actions.send_back(submitted, by=secretariat, reason=REASON)
    tell()
    notices.write_due(now=clock.now() + notices.PAUSE * 2)
    people.invite(
        email="new@example.jp", name="見本 新人", organization=kagawa.organization, role="officer", by=secretariat
    )
    for address in (tochigi.email, "nobody@example.jp"):
        Client().post("/password/reset/", {"email": address}, headers={"host": "127.0.0.1"})
    file = factories.keep_file(factories.make_draft(tochigi, files=[]), "見本.txt", "見本", by=tochigi)
    walk = Verification.objects.create(
        began_at=clock.now(), ended_at=clock.now(), findings=[["File", file.pk, "missing"]]
    )
    findings.tell(walk)
    found: dict[str, list[EmailMessage]] = {}
    for letter in Letter.objects.order_by("pk"):
        django_mail.outbox.clear()
        outbox.send(letter.pk, now=letter.next_try_at)
        for sent in django_mail.outbox:
            raw = sent.message(policy=email.policy.SMTP).as_bytes()
            found.setdefault(letter.kind, []).append(email.message_from_bytes(raw, policy=email.policy.default))
    return found


def test_there_is_one_of_every_kind(arrived):
    assert set(arrived) == {path.stem for path in Path("templates/email").iterdir()}


def test_headers_are_ours_and_each_stands_once(arrived, settings):
    for kind, mails in arrived.items():
        for mail in mails:
            expected = ALWAYS | (TO_STOP if kind in OF_NOTICES else set())
            assert sorted(mail.keys(), key=str.lower) == sorted(expected, key=str.lower), kind
            assert mail["Auto-Submitted"] == "auto-generated"
            assert len(mail["To"].addresses) == 1
            assert mail["From"].addresses[0].addr_spec == "portal@127.0.0.1"
            assert TITLE not in mail["Subject"], "it may be withdrawn"


def test_letters_are_plain_text_with_links_to_our_host(arrived, settings):
    for kind, mails in arrived.items():
        for mail in mails:
            assert mail.get_content_type() == "text/plain", kind
            links = re.findall(r"\w+://\S*", mail.get_content())
            assert [link for link in links if not link.startswith(f"{settings.BASE_URL}/")] == [], kind
            if kind in OF_NOTICES:
                assert "/notices/stop/" in mail.get_content()
                assert mail["List-Unsubscribe"].startswith(f"<{settings.BASE_URL}/notices/stop/")
                assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_of_a_document_leaves_but_its_title_in_one_sentence(arrived):
    for kind, mails in arrived.items():
        for mail in mails:
            text = mail.get_content()
            for marker in (SUMMARY, WORDS, REASON):
                assert marker not in text, kind
            assert (TITLE in text) <= (kind == "notices")
            for line in text.splitlines():
                assert len(line) <= 200, (kind, line)
    rows = [row for mail in arrived["notices"] for row in mail.get_content().split("\n・")[1:]]
    assert any(TITLE in row for row in rows)
    for row in rows:
        sentence, address, *_ = row.splitlines()
        assert re.fullmatch(r"  http://\S+/notices/\d+/", address), "one line, then its link"
        assert sentence.endswith(("ました", "があります")), sentence
        assert "。" not in sentence
