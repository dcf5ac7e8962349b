"""Two people, or eight, write in one draft at the same moment: one is saved, nobody's words are lost."""

import re
from functools import partial

from django.test import Client

from library.models import Edition
from tests import factories
from tests.races.together import together


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


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
            assert f"<td>{title}</td>" in page
            assert f"<td>{edition.title}</td>" in page
            assert edition.saved_by.name in page


def test_the_second_may_keep_the_own_text_with_one_press(officers):
    """The page carries everything that was typed; pressing its button saves all of it over the newest revision."""
    edition, titles, outcomes = saved_at_once(officers, 2)
    title, (browser, answer) = next(
        pair for pair in zip(titles, outcomes, strict=True) if pair[1][1].status_code == 409
    )
    hidden: dict[str, list[str]] = {}
    last_form = answer.content.decode().split("<form")[-1]
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', last_form):
        hidden.setdefault(name, []).append(value)
    assert browser.post(f"/submit/{edition.pk}/details/", {**hidden, "save": "1"}).status_code == 302
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
