"""Whoever runs the portal is told whether Office files are printed, and how safely."""

from io import StringIO

import pytest

from extraction import office
from extraction.bounded import Isolation
from library import paper
from portal.management.commands.run import Command

STANDINGS = [
    ("soffice", Isolation.PLAIN, True, "ネットワークから切り離して動かします"),
    ("soffice", Isolation.AS_USER, True, "ネットワークから切り離して動かします"),
    ("soffice", Isolation.NONE, True, "切り離せていません（unshare が使えません）"),
    (None, Isolation.PLAIN, True, "見つかりません。Officeファイルは文字だけを表示します"),
    ("soffice", Isolation.PLAIN, False, "使いません（PORTAL_OFFICE=off）"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("program", "isolation", "is_wanted", "words"), STANDINGS)
def test_the_page_of_settings_and_the_start_say_it(
    client, admin, settings, monkeypatch, program, isolation, is_wanted, words
):
    settings.OFFICE = is_wanted
    monkeypatch.setattr(office, "path", lambda: program)
    monkeypatch.setattr(paper, "isolation", lambda: isolation)
    client.force_login(admin)
    assert words in client.get("/manage/settings/").content.decode()
    out = StringIO()
    Command(stdout=out).welcome()
    assert "LibreOffice（印刷イメージ）：" in out.getvalue()
    assert words in out.getvalue()
