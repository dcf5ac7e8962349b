"""Addresses that look like another's: one account at most, whoever invites; names that are no way out of a letter."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from accounts.forms.fields import AddressField, NameField, email_field
from accounts.models import Invitation
from mail.models import Letter
from posting.once import fresh_key

SAME = {
    "ſecretariat@example.jp": "secretariat@example.jp",
    "\u212aagawa@example.jp": "kagawa@example.jp",  # the sign of Kelvin
    "kagawa@ｅxample.jp": "kagawa@example.jp",
    "ＫＡＧＡＷＡ＠ＥＸＡＭＰＬＥ．ＪＰ": "kagawa@example.jp",
    "Kagawa@Example.JP": "kagawa@example.jp",
    "kagawa@xn--wgv71a119e.jp": "kagawa@xn--wgv71a119e.jp",
}
ADDRESSES = {"secretariat": "/manage/members/invite/", "tochigi2": "/me/colleagues/"}
REFUSED = (
    "tochigı@example.jp",
    "kagawa@exаmple.jp",  # Cyrillic
    "kаgawa@example.jp",  # Cyrillic
    "k\u0307agawa@example.jp",
    "\u0130da@example.jp",
    "香川@example.jp",
    "kagawa@日本語.jp",
)


def test_an_address_has_one_spelling():
    assert {typed: email_field(autocomplete="off").clean(typed) for typed in SAME} == SAME
    for typed in REFUSED:
        with pytest.raises(ValidationError, match="半角の英数字と記号ではない文字"):
            email_field(autocomplete="off").clean(typed)
        with pytest.raises(ValidationError):
            AddressField().clean(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["secretariat", "tochigi2"])
def test_nobody_invites_a_look_alike(request, client, tochigi, who):
    by = request.getfixturevalue(who)
    client.force_login(by)
    answer = {"organization": tochigi.organization_id, "role": "officer", "name": "見本 新人"}
    for typed in (*REFUSED, f"ｔochigi@{tochigi.email.partition('@')[2]}"):
        page = client.post(ADDRESSES[who], {**answer, "email": typed, "once": fresh_key()})
        assert page.status_code in {400, 409}, ascii(typed)
    assert not Invitation.objects.exists()
    client.post(ADDRESSES[who], {**answer, "email": "ｎew@example.jp", "once": fresh_key()})
    assert Invitation.objects.get().email == "new@example.jp"


@pytest.mark.django_db
def test_createadmin_takes_no_look_alike(capsys):
    for typed in REFUSED:
        with pytest.raises(CommandError, match="半角の英数字と記号ではない文字"):
            call_command("createadmin", typed)
    call_command("createadmin", "ſirst@example.jp")
    assert Invitation.objects.get().email == "sirst@example.jp"


LEADING = (
    "見にいく http://evil.jp",
    "見本 HTTPS：//evil.jp",
    "ＷＷＷ．evil.jp",
    "www\u200b.evil.jp",
    "x@evil.jp",
    "見本＠evil.jp",
)


def test_a_name_leads_nowhere():
    for typed in LEADING:
        with pytest.raises(ValidationError, match="URLやメールアドレス"):
            NameField().clean(typed)
    for typed in ("見本 太郎", "Ｊ．見本", "Marie-Claire O'Hara Jr.", "見本（旧姓：例）", "見本/太郎"):
        assert NameField().clean(typed) == typed


@pytest.mark.django_db
def test_no_letter_of_ours_carries_an_address_as_a_name(client, tochigi2):
    client.force_login(tochigi2)
    for typed in LEADING:
        answer = {"role": "officer", "name": typed, "email": "new@example.jp", "once": fresh_key()}
        page = client.post("/me/colleagues/", answer)
        assert page.status_code == 400, ascii(typed)
        assert "氏名にはURLやメールアドレスを入れないでください" in page.content.decode()
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()
