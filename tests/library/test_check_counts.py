"""The number of checks that need a look is kept with the submission, and follows what changes it."""

import pytest

from accounts.models import User
from library import actions, checks, reading
from library.kinds import Check
from library.models import Edition, File, Submission, Visibility
from tests import factories

pytestmark = pytest.mark.django_db
PHONE = "090-1234-{:04}"


def found(edition: Edition, reader: User) -> list[Check]:
    return checks.automatic(Edition.objects.get(pk=edition.pk), reader=reader)


def kept(edition: Edition) -> int | None:
    return Submission.objects.filter(edition=edition).latest("number").to_check


def shown(edition: Edition, desk: User) -> int:
    return sum(1 for check in found(edition, desk) if not check.is_ok)


def test_the_number_is_kept_when_it_is_handed_in(tochigi, secretariat):
    edition = factories.make_submitted(tochigi, summary=PHONE.format(1), visibility=Visibility.PUBLIC)
    assert kept(edition) == shown(edition, secretariat) == 3, "personal data, the wish to be public, missing facts"


def test_it_is_counted_again_when_a_reading_ends_and_when_it_is_retried(tochigi, secretariat):
    draft = factories.make_draft(tochigi)
    file = draft.files.get()
    file.pages.all().delete()
    File.objects.filter(pk=file.pk).update(reading="waiting", pages_read=0)
    edition = actions.submit(draft, by=tochigi, declared=True)
    waiting = kept(edition)
    while reading.take_turn(file.pk):
        pass
    assert kept(edition) == waiting - 1 == shown(edition, secretariat)
    File.objects.filter(pk=file.pk).update(reading="failed", reading_problem="壊れている")
    checks.recount(edition)
    assert kept(edition) == waiting + 1, "it failed, and could not be searched"
    actions.retry_reading(File.objects.get(pk=file.pk), by=tochigi)
    assert kept(edition) == waiting == shown(edition, secretariat)


def test_a_second_submission_with_the_same_bytes_counts_for_both_and_a_recalled_one_for_none(
    tochigi, kagawa, secretariat
):
    first = factories.make_submitted(tochigi)
    alone = kept(first)
    second = factories.make_submitted(kagawa)
    assert kept(first) == alone + 1 == shown(first, secretariat)
    assert kept(second) == alone + 1
    actions.recall(second, by=kagawa)
    assert kept(first) == alone == shown(first, secretariat)


def test_the_queue_tells_clean_and_problem_submissions_apart(client, tochigi, secretariat):
    press = factories.make_type("press", "報道発表", has_facts=False)
    factories.make_submitted(tochigi, title="よい資料", types=[press])
    factories.make_submitted(
        tochigi,
        title="番号のある資料",
        types=[press],
        summary=PHONE.format(1),
        files=[],
        link_url="https://www.example.jp/",
    )
    client.force_login(secretariat)
    rows = client.get("/review/").content.decode().split("<tbody>")[1].split("<tr>")
    assert ["要確認 1件" in row for row in rows if 'scope="row"' in row] == [False, True]


def test_the_review_page_counts_what_it_shows(client, tochigi, secretariat):
    edition = factories.make_submitted(tochigi, summary=PHONE.format(1), visibility=Visibility.PUBLIC)
    client.force_login(secretariat)
    page = client.get(f"/review/{edition.pk}/").content.decode()
    assert "7項目のうち3項目が要確認" in page
    assert page.count("checks__item--warn") == 3
