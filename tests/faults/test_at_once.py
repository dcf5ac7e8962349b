"""Several people, or one with a nervous finger, do the same at the same moment: it is done once, and all are told."""

import json
import re
import threading
import urllib.parse
from pathlib import Path

import pytest

from tests.faults.site import Site, Visitor, hidden

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds its processes in /proc"),
]
FORM = "application/x-www-form-urlencoded"
DETAILS = {
    "summary": "見本です",
    "types": "1",
    "themes": "1",
    "issued_on": "令和6年4月1日",
    "requested_visibility": "1",
}


def together(sends) -> list[tuple[int, bytes, str]]:
    """All sends begin at the same moment; their answers in the order given."""
    answers, gate = [None] * len(sends), threading.Barrier(len(sends))

    def run(number: int) -> None:
        gate.wait()
        answers[number] = sends[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def sending(visitor: Visitor, path: str, fields: dict):
    body = urllib.parse.urlencode(fields, doseq=True).encode()
    return lambda: visitor.once(path, body, FORM)


def new_draft(officer: Visitor, title: str) -> int:
    step = officer.post("/submit/", hidden(officer.get("/submit/")))
    edition = int(re.search(r"/submit/(\d+)/", step)[1])
    assert officer.send_file(step, f"{title}.txt", f"{title}の本文".encode())
    address = f"/submit/{edition}/details/"
    assert officer.post(address, {**hidden(officer.get(address)), **DETAILS, "title": title})
    return edition


def number_of(site: Site, what: str) -> int:
    models = "from library.models import Edition, Submission; from audit.models import Event"
    return int(site.ask(f"{models}; print({what})"))


@pytest.mark.parametrize("round_", range(3))
def test_one_form_sent_eight_times_makes_one_draft(site, round_):
    officer = Visitor(site, "tochigi")
    form = hidden(officer.get("/submit/"))
    before = number_of(site, "Edition.objects.count()")
    answers = together([sending(officer, "/submit/", form)] * 8)
    assert {status for status, _, _ in answers} == {302}
    assert len({location for _, _, location in answers}) == 1, "all are shown the same result"
    assert number_of(site, "Edition.objects.count()") == before + 1


def test_one_submission_sent_eight_times_is_one_submission(site):
    officer = Visitor(site, "tochigi")
    edition = new_draft(officer, "八回提出")
    address = f"/submit/{edition}/confirm/"
    form = {**hidden(officer.get(address)), "no_secrets": "on", "rights": "on", "note": ""}
    events = "Event.objects.filter(verb='submit').count()"
    before = number_of(site, events)
    answers = together([sending(officer, address, form)] * 8)
    assert {(status, location) for status, _, location in answers} == {(302, f"/submit/{edition}/done/")}
    assert number_of(site, f"Submission.objects.filter(edition={edition}).count()") == 1
    assert number_of(site, events) == before + 1


def test_of_eight_decisions_one_counts_and_the_others_are_told(site):
    officer = Visitor(site, "kagawa")
    desks = [Visitor(site, name) for name in ("secretariat", "secretariat2")] * 4
    edition = new_draft(officer, "八つの判断")
    confirm = f"/submit/{edition}/confirm/"
    officer.post(confirm, {**hidden(officer.get(confirm)), "no_secrets": "on", "rights": "on", "note": ""})
    address, sends = f"/review/{edition}/", []
    for number, desk in enumerate(desks):
        choice = {"decision": "publish", "checked": ["secrets", "rights", "fitting"], "message": ""}
        if number % 2:
            choice = {"decision": "send_back", "message": "直してください"}
        sends.append(sending(desk, address, {**hidden(desk.get(address)), "visibility": "1", **choice}))
    events = "Event.objects.filter(verb__in=['publish', 'send_back', 'decline']).count()"
    before = number_of(site, events)
    answers = together(sends)
    statuses = sorted(status for status, _, _ in answers)
    assert statuses == [302] + [409] * 7
    assert number_of(site, events) == before + 1
    for status, body, _ in answers:
        assert status == 302 or "事務局 見本" in body.decode(), "who was quicker is named"


def test_two_in_one_draft_the_second_is_shown_both_texts(site):
    first, second = Visitor(site, "tochigi"), Visitor(site, "tochigi2")
    edition = new_draft(first, "二人で書く")
    address = f"/submit/{edition}/details/"
    forms = [
        {**hidden(person.get(address)), **DETAILS, "title": title}
        for person, title in ((first, "花子の題名"), (second, "一郎の題名"))
    ]
    answers = together([sending(first, address, forms[0]), sending(second, address, forms[1])])
    assert sorted(status for status, _, _ in answers) == [302, 409]
    late = next(body.decode() for status, body, _ in answers if status == 409)
    assert "花子の題名" in late
    assert "一郎の題名" in late
    kept = json.loads(
        site.ask(
            "import json; from library.models import Edition; "
            f"print(json.dumps(Edition.objects.get(pk={edition}).title))"
        )
    )
    winner = next(form["title"] for form, (status, _, _) in zip(forms, answers, strict=True) if status == 302)
    assert kept == winner
