"""The log on screen and as CSV: in words, linked where the reader may go, and in the order of what happened."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts import actions as people
from accounts.models import Role, User
from audit import readings
from audit.actors import SYSTEM
from audit.models import Event
from audit.verbs import Verb
from library import actions
from library.models import Visibility
from tests import factories

pytestmark = pytest.mark.django_db
PATH = "/manage/audit/"


def shown(user: User, query: str = "") -> list[list[str]]:
    """The rows as text, cell by cell."""
    page = page_of(user, query).split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", page, flags=re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in rows
    ]


def page_of(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"{PATH}{query}").content.decode()


def saved(user: User, query: str = "") -> list[dict[str, str]]:
    client = Client()
    client.force_login(user)
    sent = b"".join(client.get(f"{PATH}export.csv{query}").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(sent)))


@pytest.fixture
def live(tochigi, secretariat):
    edition = factories.make_draft(tochigi)
    actions.submit(edition, by=tochigi, declared=True)
    return actions.publish(edition, by=secretariat, visibility=Visibility.MEMBERS).publication


def test_what_changed_is_told_in_words(live, secretariat, tochigi, admin):
    actions.narrow(live, by=secretariat, visibility=Visibility.SECRETARIAT, reason="見直し")
    people.change_role(tochigi, role=Role.COORDINATOR, by=admin)
    told = {row[2]: row[4] for row in shown(secretariat)}
    assert told["公開範囲を狭める"] == "公開範囲：構成団体→事務局限り"
    assert told["役割の変更"] == "役割：担当者→とりまとめ"
    assert told["公開"] == "第1版、公開範囲：構成団体"
    lines = {line["操作"]: line for line in saved(secretariat)}
    assert lines["公開範囲を狭める"]["内容"] == "公開範囲：構成団体→事務局限り"
    assert lines["役割の変更"]["役割"] == "システム管理者"
    assert lines["公開"]["役割"] == "事務局"


def test_a_row_leads_to_its_publication_where_the_reader_may_open_it(live, secretariat, admin):
    link = f'href="{live.get_absolute_url()}"'
    assert link in page_of(secretariat)
    assert link not in page_of(admin)
    assert [row[3] for row in shown(admin, "?verb=publish")] == [f"資料{live.pk} 第1版"]
    assert live.live_edition.title not in page_of(admin)


@pytest.mark.parametrize("typed", ["{}", "資料{}", "資料 {}"])
def test_it_narrows_to_one_publication_with_its_editions_and_files(live, tochigi, secretariat, typed):
    other = factories.make_draft(tochigi)
    readings.note(Verb.DOWNLOAD, by=tochigi, target=("file", 7, f"資料{live.pk} ファイル7"))
    readings.note(Verb.DOWNLOAD, by=tochigi, target=("file", 8, f"資料{live.pk}0 ファイル8"))
    readings.fold()
    rows = shown(secretariat, f"?target={typed.format(live.pk)}")
    assert {row[2] for row in rows} >= {"作成", "提出", "公開", "ダウンロード"}
    assert not any(f"資料{other.publication_id} " in row[3] or "ファイル8" in row[3] for row in rows)


def test_failed_sign_ins_and_asked_resets_name_the_account(tochigi, secretariat):
    client = Client(REMOTE_ADDR="203.0.113.5")
    for email in (tochigi.email, "nobody@example.jp"):
        for _ in range(5):
            client.post("/login/", {"login": email, "password": "falsch-und-lang-genug"})
        client.post("/password/reset/", {"email": email})
    for verb in ("sign_in_failed", "ask_reset"):
        rows = shown(secretariat, f"?verb={verb}")
        assert {row[1] for row in rows} == {"栃木県 見本 花子", "登録のないアドレス"}
        assert {row[5] for row in rows} == {"203.0.113.5"}
    told = [row[4] for row in shown(secretariat, "?verb=sign_in_failed&who=花子")]
    assert told == ["続けて違ったため、この場所からのログインを止めました", "－", "－", "－", "－"]
    line = saved(secretariat, "?verb=sign_in_failed&who=花子")[0]
    assert (line["氏名"], line["所属"], line["対象"]) == ("栃木県 見本 花子", "", "")


def test_a_look_at_what_is_not_there_shows_where_it_came_from(secretariat, tochigi):
    for client in (Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")):
        if client.defaults["REMOTE_ADDR"].endswith("8"):
            client.force_login(tochigi)
        assert client.get("/guidelines/999999/").status_code == 404
    readings.fold()
    rows = [(row[1], row[3], row[5]) for row in shown(secretariat, "?verb=not_found")]
    assert sorted(rows) == [
        ("ログインなし", "/guidelines/999999/", "203.0.113.7"),
        ("栃木県 見本 花子", "/guidelines/999999/", "203.0.113.8"),
    ]


def test_rows_stand_in_the_order_of_what_happened(secretariat, tochigi):
    began = datetime(2024, 7, 1, 0, 0, tzinfo=UTC)
    readings.note(Verb.VIEW, by=tochigi, target=("publication", 1, "資料1 第1版"), now=began)
    for minutes in (2, 1, 1):
        moment = began + timedelta(minutes=minutes)
        people.change_role(tochigi, role=_other(tochigi), by=secretariat, now=moment)
        tochigi.refresh_from_db()
    readings.fold()
    found = [(line["時刻"][14:16], int(line["番号"])) for line in saved(secretariat)[1:]]  # without the saving itself
    assert found == [("02", 1), ("01", 3), ("01", 2), ("00", 4)]
    assert [row[0][-4:] for row in shown(secretariat)][1:] == ["9:02", "9:01", "9:01", "9:00"]


def _other(person: User) -> str:
    return Role.OFFICER if person.role == Role.COORDINATOR else Role.COORDINATOR


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("?from=2024-02-31", "日付（から）の指定が正しくないため外しました"),
        ("?to=9999-12-31&from=xyz", "日付（から）の指定が正しくないため外しました"),
        ("?to=きのう", "日付（まで）の指定が正しくないため外しました"),
        ("?verb=nothing", "操作の指定が正しくないため外しました"),
        ("?target=資料", "資料の番号の指定が正しくないため外しました"),
        ("?target=99999999999999999999", "資料の番号の指定が正しくないため外しました"),
        ("?from=0001-01-01", "日付（から）の指定が正しくないため外しました"),
        ("?from=令和6年4月1日&verb=invite", ""),
    ],
)
def test_a_wrong_condition_is_left_out_and_said_so(client, secretariat, query, note):
    client.force_login(secretariat)
    response = client.get(f"{PATH}{query}")
    assert response.status_code == 200
    page = response.content.decode()
    assert (note in page) if note else ("外しました" not in page)
    assert client.get(f"{PATH}export.csv{query}").status_code == 200


def test_old_words_of_the_log_do_not_break_the_page(secretariat):
    """The log is older than any form or role: what it does not know is shown as it is."""
    from django.db import transaction

    from audit.record import record

    with transaction.atomic():
        record(Verb.EDIT_THEME, by=SYSTEM, target=("vocabulary", 1, "機密性"), data={"fields": ["name", "colour"]})
        record(Verb.CHANGE_ROLE, by=SYSTEM, target=("user", 1, "見本"), data={"before": "guest", "after": "officer"})
        record(Verb.NARROW, by=SYSTEM, target=("publication", 1, "資料1"), data={})
    told = {row[2]: row[4] for row in shown(secretariat)}
    assert told["テーマの変更"] == "変えた欄：名前・colour"
    assert told["役割の変更"] == "役割：guest→担当者"
    assert told["公開範囲を狭める"] == "－"
    assert Event.objects.count() >= 3


def test_the_filter_is_not_printed_and_its_labels_stand_behind_the_days(secretariat):
    page = page_of(secretariat)
    form = page.split('<form class="log-filter')[1].split("</form>")[0]
    assert form.startswith(" no-print")
    for name, label in (("from", "から"), ("to", "まで")):
        assert form.index(f'id="{name}"') < form.index(f'<label for="{name}">{label}</label>')
