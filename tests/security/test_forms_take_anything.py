"""Whatever is typed into a form, it answers in Japanese: what is unfit is said, what cannot be seen is not kept."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.security.forms import FORMS, Form
from tests.security.inert import Page
from tests.security.site import Site, address
from tests.security.tables import frozen

TYPED = "application/x-www-form-urlencoded"
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
EASY = settings(
    max_examples=8, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

DAYS = [
    "令和元年5月1日", "平成31年5月1日", "令和6年2月30日", "2023-02-29", "昭和64年1月8日", "令和０年１月１日",
    "明治1年1月1日",
    "99999-01-01", "0000-00-00", "-2024-04-01", "2024-13-01", "２０２４年４月１日", "R6.4.31", "令和99年12月31日",
    "9" * 40,
    "2024-04-01T00:00:00Z", "1/2/3", "令和", "元年",
]  # fmt: skip
NUMBERS = [
    "-1", "0", "1.5", "1e9", "NaN", "∞", "٣", "²", "①", "１", "0x10", "9" * 10, "9" * 20, "9" * 400, "9" * 5000,
    "-" + "9" * 20, "32768", "2147483648", "9223372036854775808", "1_000", " 1 ", "true", "None",
]  # fmt: skip
WORDS = [
    "\x00", "a\x00b", "\ud800", "a\udfffb", "\ufffe\uffff", "\u202e\u2066\u200b", "\u200b", "\ufeff", " 　\t\r\n", "",
    "e" + "\u0301" * 600, "😀" * 300, "👨\u200d👩\u200d👧", "長" * 5000, "長い\n" * 500, "\r\n.\r\n", "<>\"'&" * 200,
    "\x1b[2J\x07",
    "𠮷野家", "ﷺ" * 100, "[]", "{}", "a@b", "a@b.jp" + "x" * 300, "http://[", "https://" + "x" * 5000,
    "http://１.２.３.４/",
    "https://例え.jp/", "https://a:b@c:99999999/", "//", "https://\x00/", "https://a\u202e/",
]  # fmt: skip
ODD = st.sampled_from(DAYS + NUMBERS + WORDS) | st.text(st.characters(), max_size=40)


UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
PLANTED = "見\u202e本\u200b\x07の\x00言\ufeff葉\u2066"
FREE = {
    "title", "summary", "section", "contact", "records", "change_note", "note", "reason", "message", "name",
    "description", "email", "words", "word",
}  # fmt: skip

CHOSEN = {("comments:report", "reason")}
"""A choice, which elsewhere is written."""


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def send(site: Site, form: Form, values: Mapping[str, object]) -> HttpResponse:
    """As a browser or a program would: also what no browser sends, half a surrogate pair."""
    body = urlencode(values, doseq=True, errors="surrogatepass")
    return site.client(form.role).post(address(site, form.name), body, content_type=TYPED)


def said(response: HttpResponse) -> list[str]:
    """The complaints at the fields and above them."""
    return re.findall(
        r"<p>エラー：(.*?)</p>|<li>\s*<a href=\"#[^\"]*\">(.*?)</a>", response.content.decode(), re.DOTALL
    )


@pytest.mark.parametrize("form", FORMS, ids=str)
@EASY
@given(data=st.data())
def test_anything_in_any_field(site: Site, form: Form, data):
    """No fault on either database, an honest page, and words of the complaint that an officer can read."""
    with taken_back():
        fit = form.values(site)
        odd = {name: data.draw(ODD, name) for name in fit if data.draw(st.booleans(), f"is {name} odd")}
        response = send(site, form, {**fit, **odd})
        assert response.status_code < 500
        if response.status_code in {302, 429}:
            return
        if response["Content-Type"].startswith("text/html"):
            assert Page(response.content.decode()).alive == []
            complaints = ["".join(pair) for pair in said(response)]
            assert [each for each in complaints if not JAPANESE.search(each)] == []
        else:
            assert JAPANESE.search(response.json().get("message", "か")), "the autosave's answer"


@pytest.mark.parametrize("place", range(len(FORMS)), ids=lambda place: str(FORMS[place]))
def test_all_fields_odd_at_once(site: Site, place: int):
    """Each field is looked at whatever the others hold; the forms take turns with the values."""
    form, values = FORMS[place], DAYS + NUMBERS + WORDS
    for start in range(place % 4, len(values), 4):
        with taken_back():
            fields = enumerate(form.values(site))
            odd = {name: values[(start + 7 * number) % len(values)] for number, name in fields}
            assert send(site, form, odd).status_code < 500, odd


@pytest.mark.parametrize("names", [("types", "themes", "services"), ("revision",), ("scope", "requested_visibility")])
def test_numbers_of_rows_that_cannot_be(site: Site, names):
    form = next(form for form in FORMS if form.name == "submit:details")
    for value in NUMBERS:
        with taken_back():
            odd = {name: [value, "1"] for name in names}
            assert send(site, form, {**form.values(site), **odd}).status_code in {302, 400, 409}, value


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_megabyte_in_a_field(site: Site, form: Form):
    names = list(form.values(site))
    for name in [name for name in names if name in FREE] or names[:1]:
        with taken_back():
            assert send(site, form, {**form.values(site), name: "長" * 350_000}).status_code < 500, name


@pytest.mark.parametrize("form", [form for form in FORMS if form.name != "account_login"], ids=str)
def test_what_cannot_be_seen_is_not_kept(site: Site, form: Form):
    with taken_back():
        fit = dict(form.values(site))
        marked = {
            name: f"\ufeff{fit[name]}\u200b" if name == "email" else PLANTED
            for name in fit
            if name in FREE and fit[name] and (form.name, name) not in CHOSEN
        }
        response = send(site, form, {**fit, **marked})
        assert response.status_code in {200, 302}, "cleaned, not refused"
        kept = frozen(without={"django_session"})
    found = [
        (table, column)
        for table, rows in kept.items()
        for row in rows
        for column, value in row.items()
        if UNSEEN.search(str(value)) or (isinstance(value, str) and "\\u202e" in value)
    ]
    assert found == []


LIMITS = [
    ("submit:details", "title", 100), ("submit:details", "summary", 120), ("submit:details", "section", 80),
    ("submit:details", "contact", 120), ("submit:details", "records", 120), ("submit:details", "link_url", 500),
    ("submit:details", "public_url", 500), ("submit:confirm", "note", 200),
    ("publications:withdraw", "reason", 400), ("publications:withdraw", "successor", 300),
    ("publications:visibility", "reason", 400), ("review:decide", "message", 2000), ("manage:invite", "name", 60),
    ("manage:new_theme", "name", 30), ("manage:new_theme", "slug", 30), ("manage:new_theme", "description", 200),
    ("manage:new_type", "name", 30), ("colleagues", "name", 60), ("invitation", "name", 60),
    ("colleagues", "email", 254),
    ("account_reset_password", "email", 254), ("invitation", "password", 128),
    ("account_change_password", "password1", 128), ("me:save_view", "name", 60), ("me:view_edit", "name", 60),
    ("comments:report", "words", 1000), ("review:comment", "message", 1000), ("review:blacken", "reason", 400),
    ("comments:move", "where", 300), ("manage:new_watched", "word", 40), ("manage:new_watched", "note", 120),
    ("manage:new_closed_day", "note", 60),
]  # fmt: skip


@pytest.mark.parametrize(("name", "field", "limit"), LIMITS, ids=str)
def test_a_limit_is_said_with_its_number(site: Site, name, field, limit):
    """One more than fits is refused with the number; exactly as much is not."""
    form = next(form for form in FORMS if form.name == name)
    for length in (limit, limit + 1):
        with taken_back():
            word = {"link_url": "https://example.jp/", "public_url": "https://example.jp/", "email": "a@"}.get(
                field, ""
            )
            value = word + "x" * (length - len(word))
            response = send(site, form, {**form.values(site), field: value})
        complaints = ["".join(pair) for pair in said(response)] if response.status_code != 302 else []
        numbers = {str(limit), f"{limit:,}"}
        told = [each for each in complaints if JAPANESE.search(each) and any(number in each for number in numbers)]
        assert bool(told) == (length > limit), complaints
