"""The working team of the report: who belonged to it, since when, and that loading twice changes nothing."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts import reference
from accounts.models import Organization, Prefecture, Tenure
from audit.models import ChainHead, Event

pytestmark = pytest.mark.django_db
FACTS = Path(settings.BASE_DIR).parent / "shared" / "facts" / "prefectures.csv"


def everything() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Prefecture, Organization, Tenure)]


@pytest.fixture
def loaded() -> None:
    call_command("load_reference")


def test_loading_again_changes_nothing_and_keeps_what_was_edited(loaded):
    Tenure.objects.filter(organization__prefecture="01").update(ends_on=date(2030, 3, 31))
    Organization.objects.filter(prefecture="09").update(section="デジタル戦略課（見本）")
    before = everything()
    call_command("load_reference")
    assert everything() == before


def test_the_chain_of_events_has_its_beginning(loaded):
    head = ChainHead.objects.get()
    assert (head.pk, head.sequence, head.digest) == (1, 0, "0" * 64)
    assert not Event.objects.exists()


def test_47_prefectures_of_which_44_belong(loaded):
    assert Prefecture.objects.count() == 47
    outside = Prefecture.objects.filter(organization=None).order_by("code").values_list("name", flat=True)
    assert list(outside) == ["茨城県", "三重県", "島根県"]


def test_lists_run_by_jis_code_then_secretariat_and_observers(loaded):
    bodies = list(Organization.objects.in_list_order())
    assert [body.order for body in bodies[:44]] == sorted(int(body.prefecture_id) for body in bodies[:44])
    assert [(body.order, body.name) for body in bodies[44:]] == [
        (90, "事務局"), (91, "西日本電信電話株式会社（NTT西日本）"), (92, "日本マイクロソフト株式会社"),
    ]  # fmt: skip


DAYS = [
    # day, members, joiner not yet there, to be confirmed
    ("2023-09-04", 0, False, False),  # nobody before the team was set up
    ("2023-09-05", 43, True, False),
    ("2024-04-30", 43, True, False),
    ("2024-05-01", 44, False, True),
    ("2024-07-30", 44, False, True),
    ("2024-07-31", 44, False, False),
    ("2025-01-01", 44, False, False),
]


@pytest.mark.parametrize(("day", "total", "joiner_later", "unconfirmed"), DAYS)
def test_membership_on_a_day(loaded, day, total, joiner_later, unconfirmed):
    found = Tenure.objects.membership_on(date.fromisoformat(day))
    assert (found.total, bool(found.unnamed_joiners), found.is_unconfirmed) == (total, joiner_later, unconfirmed)
    assert ("要確認" in found.note) == (joiner_later or unconfirmed)


def test_an_ended_membership_is_no_longer_counted(loaded):
    Tenure.objects.filter(organization__prefecture="47").update(ends_on=date(2024, 12, 31))
    assert Tenure.objects.membership_on(date(2024, 12, 31)).total == 44
    assert Tenure.objects.membership_on(date(2025, 1, 1)).total == 43


def test_roles_beside_membership(loaded):
    rows = Tenure.objects.exclude(role=Tenure.Role.MEMBER).order_by("organization__order", "role")
    assert [(row.organization.order, row.role, str(row.starts_on)) for row in rows] == [
        (1, "sub_leader", "2023-09-05"), (12, "sub_leader", "2023-09-05"), (35, "leader", "2023-09-05"),
        (90, "secretariat", "2023-09-05"), (91, "adviser", "2023-11-16"), (91, "observer", "2023-11-16"),
        (92, "observer", "2024-01-31"),
    ]  # fmt: skip


def test_observers_are_no_members_and_own_nothing(loaded):
    day = date(2024, 7, 31)
    assert Organization.objects.members_on(day).count() == 44
    assert Organization.objects.with_tenure_on(day).count() == 47
    assert Organization.objects.that_may_own(day).count() == 45


@pytest.mark.skipif(not FACTS.exists(), reason="missing: the table of facts beside this checkout")
def test_it_is_what_the_table_of_facts_says(loaded):
    with FACTS.open(encoding="utf-8") as file:
        facts = {row["code"]: row for row in csv.DictReader(file)}
    for prefecture in Prefecture.objects.all():
        fact = facts.pop(prefecture.code)
        assert (prefecture.name, prefecture.kana, prefecture.name_en, prefecture.region) == (
            fact["name"], fact["kana"], fact["name_en"], fact["region"],
        )  # fmt: skip
        assert (prefecture.code in reference.NOT_MEMBERS) == (fact["is_member"] == "0")
        role = reference.LEADERS.get(prefecture.code)
        assert (role.value if role else "") == fact["role"]
    assert facts == {}


def test_createadmin_refuses_what_is_no_address(db):
    for word in ("x", "a@b", "a b@example.jp"):
        with pytest.raises(CommandError, match="形を確かめて"):
            call_command("createadmin", word)
    with pytest.raises(CommandError, match="入れてください"):
        call_command("createadmin", "")
