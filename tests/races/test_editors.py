"""Two people, or eight, write in one draft at the same moment: one is saved, nobody's words are lost."""

from functools import partial
from html.parser import HTMLParser

from django.test import Client

from library.models import Edition
from tests import factories
from tests.races.together import together


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


class _Fields(HTMLParser):
    """What a browser without scripts would send of the page's last form."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._area, self._select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "form":
            self.sent = {}
        elif tag == "textarea":
            self._area = name
            self.sent[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in has:
            self.sent[self._select] = [value]
        elif tag == "input" and name and (has.get("type") not in {"radio", "checkbox"} or "checked" in has):
            self.sent.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def fields_of(answer) -> dict[str, list[str]]:
    fields = _Fields()
    fields.feed(answer.content.decode())
    return fields.sent


def form(edition: Edition, *, kind: int, theme: int, **words) -> dict[str, object]:
    return {
        "revision": edition.revision,
        "title": "見本の題名",
        "summary": "見本の概要",
        "types": [kind],
        "themes": [theme],
        "issued_on": "令和6年4月1日",
        "requested_visibility": "1",
        "secret_input": "forbidden",
        "save": "1",
    } | words


def saved_at_once(officers, count: int) -> tuple[Edition, list[str], list]:
    """A draft that `count` people save at once, each with a title of their own."""
    edition = factories.make_draft(officers[0], files=[], link_url="https://example.jp/")
    rows = {"kind": factories.make_type().pk, "theme": factories.make_theme().pk}
    titles = [f"{number}人目の題名" for number in range(count)]
    browsers = [browser_of(officers[number % 2]) for number in range(count)]
    address = f"/submit/{edition.pk}/details/"
    sends = [
        partial(browser.post, address, form(edition, title=title, **rows))
        for browser, title in zip(browsers, titles, strict=True)
    ]
    answers = together(sends)
    edition.refresh_from_db()
    return edition, titles, list(zip(browsers, answers, strict=True))


def test_one_of_eight_is_saved_and_each_other_sees_both_texts(officers):
    edition, titles, outcomes = saved_at_once(officers, 8)
    assert sorted(answer.status_code for _, answer in outcomes) == [302] + [409] * 7
    assert edition.revision == 2  # once by the factory, once by the quickest
    for title, (_, answer) in zip(titles, outcomes, strict=True):
        if answer.status_code == 409:
            page = answer.content.decode()
            assert f'name="title" value="{title}"' in page
            assert f"<p>{edition.title}</p>" in page
            assert edition.saved_by.name in page


def test_the_second_may_keep_the_own_text_with_one_press(officers):
    """The page carries everything that was typed; pressing its button saves all of it over the newest revision."""
    edition, titles, outcomes = saved_at_once(officers, 2)
    title, (browser, answer) = next(
        pair for pair in zip(titles, outcomes, strict=True) if pair[1][1].status_code == 409
    )
    assert browser.post(f"/submit/{edition.pk}/details/", {**fields_of(answer), "save": "1"}).status_code == 302
    edition.refresh_from_db()
    assert (edition.title, edition.summary) == (title, "見本の概要")
    assert edition.types.count() == edition.themes.count() == 1


def test_autosave_and_a_colleagues_save_do_not_overwrite_each_other(officers):
    for _ in range(3):
        edition = factories.make_draft(officers[0], files=[], link_url="https://example.jp/")
        rows = {"kind": factories.make_type().pk, "theme": factories.make_theme().pk}
        first, second = browser_of(officers[0]), browser_of(officers[1])
        answers = together([
            partial(first.post, f"/submit/{edition.pk}/autosave/", form(edition, title="自動保存の題名", **rows)),
            partial(second.post, f"/submit/{edition.pk}/details/", form(edition, title="同僚の題名", **rows)),
        ])  # fmt: skip
        statuses = [answer.status_code for answer in answers]
        edition.refresh_from_db()
        assert (statuses, edition.title) in [([200, 409], "自動保存の題名"), ([409, 302], "同僚の題名")]


def test_the_second_takes_some_of_each_and_writes_one_anew(officers):
    """A choice for each field that differs, the own text editable, and what did not differ stays."""
    one, two = factories.make_theme("one", "一つ目"), factories.make_theme("two", "二つ目")
    edition = factories.make_draft(officers[0], link_url="https://example.jp/", themes=[one])
    [file] = edition.files.all()
    rows = {"kind": factories.make_type().pk, f"file_{file.pk}": ""}
    first, second = browser_of(officers[0]), browser_of(officers[1])
    address = f"/submit/{edition.pk}/details/"
    theirs = {"title": "花子の題名", "summary": "花子の概要", "section": "花子の課", "issued_on": "令和6年5月1日"}
    mine = {"title": "一郎の題名", "summary": "一郎の概要", "section": "一郎の課", "issued_on": "令和6年6月1日"}
    first.post(address, form(edition, theme=one.pk, **rows, **theirs))
    answer = second.post(address, form(edition, theme=two.pk, **rows, **mine) | {f"file_{file.pk}": "0"})
    assert answer.status_code == 409
    sent = fields_of(answer)
    assert [sent[name] for name in mine] == [[text] for text in mine.values()]
    assert sent["themes"] == [str(two.pk)]
    sent |= {"keep_title": ["theirs"], "keep_issued_on": ["theirs"], "keep_themes": ["theirs"]}
    sent["summary"] = ["二人の概要"]
    assert second.post(address, sent).status_code == 302
    edition.refresh_from_db()
    file.refresh_from_db()
    assert (edition.title, edition.summary, edition.section) == ("花子の題名", "二人の概要", "一郎の課")
    assert edition.issued_on.isoformat() == "2024-05-01"
    assert (list(edition.themes.all()), file.visibility) == ([one], 0)
    assert edition.types.count() == 1


def test_a_third_who_saves_meanwhile_is_not_overwritten(officers):
    edition = factories.make_draft(officers[0], files=[], link_url="https://example.jp/")
    rows = {"kind": factories.make_type().pk, "theme": factories.make_theme().pk}
    browsers = [browser_of(officers[number % 2]) for number in range(3)]
    address = f"/submit/{edition.pk}/details/"
    browsers[0].post(address, form(edition, title="一人目", section="一人目の課", **rows))
    sent = fields_of(browsers[1].post(address, form(edition, title="二人目", **rows)))
    edition.refresh_from_db()
    browsers[2].post(address, form(edition, title="三人目", section="三人目の課", **rows))
    again = browsers[1].post(address, sent | {"keep_section": ["theirs"]})
    assert again.status_code == 409
    assert "三人目" in again.content.decode()
    assert fields_of(again)["title"] == ["二人目"]
    edition.refresh_from_db()
    assert (edition.title, edition.section) == ("三人目", "三人目の課")
