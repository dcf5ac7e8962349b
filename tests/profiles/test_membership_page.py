"""Who belonged to the working team on a day, as any member can ask."""

import pytest
from django.core.management import call_command

from accounts.models import Organization
from tests import factories


@pytest.fixture
def page(client, db):
    call_command("load_reference", verbosity=0)
    client.force_login(factories.make_user("someone@example.jp", body=Organization.objects.get(prefecture="09")))
    return lambda on: client.get("/prefectures/", {"on": on} if on else {}).content.decode()


def test_the_report_s_two_numbers_explain_themselves(page):
    assert "令和6年7月31日（2024-07-31）" in page("R6.7.31")
    assert "構成団体は44都道府県です" in page("R6.7.31")
    earlier = page("令和6年4月30日")
    assert "構成団体は43都道府県です" in earlier
    assert "要確認" in earlier
    assert "どの団体かは報告書に記載がない" in earlier
    assert "記載がない" not in page("R6.7.31")


def test_without_a_day_it_is_today(page):
    assert "の時点で" not in page("")


@pytest.mark.parametrize("typed", ["きのう", "2024-13-01", "9" * 500, "\x00"])
def test_what_is_no_day_is_said_and_passed_over(page, typed):
    assert "日付の指定が正しくないため" in page(typed)
