"""What people write is only words also in error pages, saved lists, letters, headers and the log."""

import csv
import email
import email.policy
import io
import logging
import re
import zipfile
from itertools import batched
from urllib.parse import quote, unquote

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.module_loading import import_string
from python_calamine import CalamineWorkbook

from accounts.forms.fields import email_field
from library.models import Edition, File
from mail import outbox
from mail.models import Letter
from portal.logs import Line
from tests import factories
from tests.security.inert import Page
from tests.security.payloads import PAYLOADS, Payload
from tests.security.planted import Planted, signed_in
from tests.security.site import body

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def looked_at(response, payloads: tuple[Payload, ...]) -> None:
    """Nothing is alive, and what needed no cleaning is there as it was sent."""
    page = Page(response.content.decode())
    assert page.alive == []
    assert [each.sent for each in payloads if each.sent == each.shown and not page.shows(each.sent)] == []


# --- Said back at once ----------------------------------------------------------------------------------------------


def test_words_to_find(world: Planted):
    client = signed_in(world.people[PAYLOADS[0]])
    for payload in PAYLOADS:
        looked_at(client.get("/guidelines/", {"q": payload.sent, "pref": payload.sent}), (payload,))
    for payload in PAYLOADS[::6]:
        asked = dict.fromkeys(("from", "to", "kind", "sort", "rows", "page", payload.sent[:20]), payload.sent)
        looked_at(client.get("/guidelines/", asked), ())
        looked_at(signed_in(world.desk).get("/manage/audit/", asked | {"who": payload.sent, "verb": payload.sent}), ())


@pytest.mark.django_db
def test_the_ways_in():
    for payload in PAYLOADS:
        looked_at(Client().post("/login/", {"login": payload.sent, "password": "x", "next": payload.sent}), (payload,))


@pytest.mark.django_db
def test_addresses_that_are_not_there():
    for payload in PAYLOADS:
        response = Client().get(f"/{quote(payload.sent, safe='')}/")
        assert response.status_code == 404
        looked_at(response, ())


WORDS = ("title", "summary", "section", "contact", "records")
NOT_WORDS = ("link_url", "public_url", "issued_on", "types", "scope")


@pytest.mark.parametrize(("fields", "behind", "status"), [((*WORDS, *NOT_WORDS), 0, 400), (WORDS, 1, 409)])
def test_a_form_that_comes_back(world: Planted, fields, behind, status):
    """With mistakes, and from two people at once; each field says back other words."""
    person = world.people[PAYLOADS[0]]
    draft, client = factories.make_draft(person, files=[]), signed_in(person)
    for payloads in batched(PAYLOADS, len(fields)):
        values = {name: payload.sent for name, payload in zip(fields, payloads, strict=False)}
        values |= {"revision": draft.revision - behind, "requested_visibility": "1"}
        response = client.post(f"/submit/{draft.pk}/details/", values)
        assert response.status_code == status
        looked_at(response, payloads[: len(WORDS) + 3])


def test_other_forms_that_come_back(world: Planted):
    person, publication = world.people[PAYLOADS[0]], world.publications[PAYLOADS[0]]
    second = Edition.objects.get(publication=publication, number=2)
    for first, other in batched(PAYLOADS[:48:3], 2):
        forms = [
            (person, f"/publications/{publication.pk}/withdraw/", {"reason": first.sent, "successor": other.sent}),
            (person, f"/publications/{publication.pk}/visibility/", {"reason": first.sent, "visibility": other.sent}),
            (world.desk, f"/review/{second.pk}/", {"message": first.sent, "decision": other.sent}),
            (world.desk, "/manage/themes/new/", {"name": first.sent, "slug": other.sent, "description": other.sent}),
            (world.lead, "/me/colleagues/", {"name": first.sent, "email": other.sent}),
        ]
        for who, address, values in forms:
            response = signed_in(who).post(address, values)
            assert response.status_code == 400, address
            looked_at(response, (first,))


# --- Saved lists ----------------------------------------------------------------------------------------------------


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_cells_of_a_saved_list_stay_words(world: Planted):
    client = signed_in(world.people[PAYLOADS[0]])
    rows = rows_of(body(client.get("/guidelines/export.csv")))
    assert [cell for row in rows for cell in row.values() if cell.startswith(STARTS)] == []
    for column in ("資料の名前", "概要"):
        assert {row[column].removeprefix("'") for row in rows} >= {
            payload.shown.removeprefix("'") for payload in PAYLOADS
        }
    workbook = body(client.get("/guidelines/export.xlsx"))
    head, *cells = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert {row[head.index("資料の名前")] for row in cells} == {payload.shown for payload in PAYLOADS}
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, part in parts.items() if b"<f>" in part or b"<f " in part or b"<hyperlink" in part]
    assert not [name for name in parts if "externalLink" in name or "vba" in name.lower()]


def test_cells_of_the_saved_log_stay_words(world: Planted):
    rows = rows_of(body(signed_in(world.desk).get("/manage/audit/export.csv")))
    assert [cell for row in rows for cell in row.values() if cell.startswith(STARTS)] == []
    names = {row["氏名"].removeprefix("'") for row in rows}
    assert names >= {payload.shown.removeprefix("'") for payload in PAYLOADS}


# --- Letters --------------------------------------------------------------------------------------------------------

HEADERS = {
    "subject", "from", "to", "date", "message-id", "auto-submitted", "content-type", "mime-version",
    "content-transfer-encoding",
}  # fmt: skip


def test_letters_keep_their_headers_and_their_lines(world: Planted):
    for letter in Letter.objects.filter(kind="invitation").order_by("pk"):
        outbox.send(letter.pk)
    assert len(mail.outbox) == len(PAYLOADS)
    for payload, sent in zip(PAYLOADS, mail.outbox, strict=True):
        letter = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
        assert {name.lower() for name in letter} == HEADERS
        assert letter["Subject"] == "生成AI知見共有ポータルへの招待"
        assert letter["To"] == sent.to[0]
        assert letter.get_content_type() == "text/plain"
        lines = letter.get_content().splitlines()
        assert f"{payload.shown} 様（栃木県）" in lines
        assert len(lines) == len(mail.outbox[0].body.splitlines())
        assert [line for line in lines if re.search("https?:", line) and not line.startswith(settings.BASE_URL)] == []


def test_no_address_makes_another_receiver():
    """What the field of every form takes is one plain address, without anything that is not seen."""
    for payload in PAYLOADS:
        for typed in (
            payload.sent,
            f"a@example.jp{payload.sent}",
            f"{payload.sent}@example.jp",
            f"a@{payload.sent}.jp",
        ):
            try:
                taken = email_field(autocomplete="off").clean(typed)
            except ValidationError:
                continue
            assert re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+", taken), ascii(typed)


# --- Headers and the log --------------------------------------------------------------------------------------------


def test_no_name_of_a_file_makes_a_header(world: Planted):
    client, seen = Client(), set()
    for publication in world.publications.values():
        file = File.objects.get(edition=publication.live_edition_id)
        response = client.get(file.get_absolute_url())
        assert body(response) == file.name.encode()
        seen.add(tuple(sorted(response.headers)))
        named = re.fullmatch(
            r"attachment; filename=\"([A-Za-z0-9 ._()+-]+)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)",
            response["Content-Disposition"],
        )
        assert not re.search(r"[\x00-\x1f\x7f/\\\"<>|:*?]", unquote(named[2])), named[2]
        assert named[1].endswith(".txt")
        assert unquote(named[2]).endswith(".txt")
    assert len(seen) == 1


RECORD = re.compile(r"20\d\d-\d\d-\d\d [\d:,]+ (WARNING|ERROR) django\.[\w.]+ ([0-9a-f]{16}|-) ")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")


@pytest.fixture
def lines():
    """What the site's own handler writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    handler.setFormatter(Line(settings.LOGGING["formatters"]["line"]["fmt"]))
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().split("\n")[:-1]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_nothing_sent_begins_a_line_of_the_log(lines):
    for payload in PAYLOADS:
        sent = quote(payload.sent, safe="")
        Client().get(f"/nowhere/{sent}?{sent}")
        Client().get("/login/", headers={"Host": payload.sent.replace("\r", "").replace("\n", "")})
        Client().post("/login/", {"login": payload.sent, "password": "x"}, headers={"Referer": payload.shown})
        Client(enforce_csrf_checks=True).post("/login/", {"login": payload.sent}, headers={"Origin": payload.shown})
    found = lines()
    assert len([line for line in found if RECORD.match(line)]) == 3 * len(PAYLOADS)
    assert [line for line in found if not RECORD.match(line)] == []
    assert [line for line in found if UNSEEN.search(line)] == []


@pytest.mark.django_db
def test_a_refusal_is_one_line_without_what_was_sent(lines, tochigi):
    client = Client()
    client.force_login(tochigi)
    assert client.get("/manage/members/?q=pwned").status_code == 403
    assert client.post(f"/manage/members/{tochigi.pk}/suspend/", {"pwned": "pwned"}).status_code == 403
    assert client.get("/login/?pwned", headers={"Host": "pwned.example"}).status_code == 400
    found = lines()
    assert [RECORD.sub("", line) for line in found] == [
        "Refused: /manage/members/ is not for this person",
        "Refused: /manage/members/<int:pk>/suspend/ is not for this person",
        "Refused: a host's name that is not ours",
    ]


@pytest.mark.django_db
def test_a_fault_keeps_its_traceback(lines):
    try:
        raise ValueError("見本")
    except ValueError:
        logging.getLogger("django.request").exception("見本")
    assert len(lines()) > 3
    assert lines()[-1] == "ValueError: 見本"
