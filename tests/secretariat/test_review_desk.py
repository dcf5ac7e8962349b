"""The review desk as the secretariat works at it: the queue walked through, what is said of each submission."""

import itertools
from datetime import timedelta

import pytest

import clock
from library import actions
from library.models import Edition, File, Visibility
from tests import factories


@pytest.fixture
def desk(client, secretariat):
    client.force_login(secretariat)
    return client


def page(desk, edition: Edition) -> str:
    return desk.get(f"/review/{edition.pk}/").content.decode()


def test_the_queue_can_be_walked_to_its_end(desk, tochigi):
    waiting = [factories.make_submitted(tochigi, title=f"資料その{number}（見本）") for number in range(3)]
    for edition, following in itertools.pairwise(waiting):
        assert f'href="/review/{following.pk}/"' in page(desk, edition)
    assert "次の資料" not in page(desk, waiting[-1])


def test_a_claim_that_faded_is_nobodys(desk, tochigi, secretariat, secretariat2):
    edition = factories.make_submitted(tochigi)
    actions.claim(edition, by=secretariat2)
    assert secretariat2.name in desk.get("/review/").content.decode()
    Edition.objects.filter(pk=edition.pk).update(claimed_at=clock.now() - timedelta(minutes=40))
    assert secretariat2.name not in desk.get("/review/").content.decode()


def test_nobody_is_offered_to_take_on_what_they_may_not_decide(desk, secretariat, tochigi):
    edition = factories.make_submitted(secretariat, owner=tochigi.organization)
    said = page(desk, edition)
    assert "自分が提出した資料は" in said
    assert f"/review/{edition.pk}/claim/" not in said
    assert "事務局による代理登録" in said


def test_the_facts_of_guidelines_stand_only_beside_guidelines(desk, tochigi):
    press = factories.make_type("press", "報道発表", has_facts=False)
    edition = factories.make_submitted(tochigi, types=[press], secret_input="forbidden")
    assert "学習させない設定" not in page(desk, edition)
    assert "学習させない設定" in page(desk, factories.make_submitted(tochigi, secret_input="forbidden"))


def test_the_address_of_a_link_only_entry_can_be_opened(desk, tochigi):
    address = "https://www.example.jp/annai?a=1&b=2"
    edition = factories.make_draft(tochigi, link_url=address, files=[])
    actions.submit(edition, by=tochigi, declared=True)
    said = " ".join(page(desk, edition).split())
    assert 'href="https://www.example.jp/annai?a=1&amp;b=2" rel="external noopener noreferrer"' in said


def test_a_revision_is_compared_with_what_is_live_now(desk, tochigi, secretariat2):
    """The desk had opened it further than was asked for: the officer is not said to have changed that."""
    first = factories.make_submitted(tochigi, visibility=Visibility.MEMBERS)
    publication = actions.publish(first, by=secretariat2, visibility=Visibility.OBSERVERS).publication
    second = factories.make_submitted(
        tochigi, publication=publication, title="改めた名前（見本）", visibility=Visibility.OBSERVERS
    )
    said = page(desk, second)
    assert "公開中の第1版からの変更" in said
    assert "第2版（改定）" in said
    assert "<ins>改めた名前（見本）</ins>" in said
    assert f"<ins>{Visibility.OBSERVERS.label}</ins>" not in said


def test_opening_further_than_asked_needs_a_word_that_reaches_the_owner(desk, client, tochigi):
    edition = factories.make_submitted(tochigi, visibility=Visibility.MEMBERS)
    form = {
        "once": "k" * 32, "checked": ["secrets", "rights", "fitting"], "visibility": "3", "decision": "publish",
        "message": "", "submission": "1",
    }  # fmt: skip
    refused = desk.post(f"/review/{edition.pk}/", form)
    assert refused.status_code == 400
    assert "希望は「構成団体」です" in refused.content.decode()
    done = desk.post(f"/review/{edition.pk}/", {**form, "message": "県のサイトに出ているため公開にします（見本）"})
    assert done.status_code == 302
    client.force_login(tochigi)
    assert "県のサイトに出ているため公開にします（見本）" in client.get("/me/drafts/").content.decode()


def test_a_file_that_failed_is_linked_and_can_be_read_again(desk, tochigi):
    edition = factories.make_submitted(tochigi)
    file = edition.files.get()
    assert f"/files/{file.pk}/retry/" not in page(desk, edition)
    File.objects.filter(pk=file.pk).update(reading="failed", reading_problem="1ページ目：壊れている")
    said = page(desk, edition)
    address = f"/files/{file.pk}/retry/"
    assert f'href="{edition.get_absolute_url()}?file={file.pk}"' in said[: said.index("登録の内容")]
    form = said[said.index(f'action="{address}"') :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]
    assert desk.post(address).status_code == 302
    file.refresh_from_db()
    assert file.reading == "waiting"


def test_what_is_printed_says_from_where_and_when_and_has_its_first_page(desk, tochigi):
    edition = factories.make_submitted(tochigi)
    edition.files.get().pages.update(picture_key="a/b.webp", picture_width=10, picture_height=10)
    said = page(desk, edition)
    line = said[said.index('class="print-only"') :]
    assert f"/review/{edition.pk}/" in line[: line.index("</p>")]
    assert "印刷した日時" in line
    picture = said[said.index("viewer__page") :]
    assert 'loading="lazy"' not in picture[: picture.index("</figure>")], "a lazy picture is missing on paper"


def test_the_hint_of_a_decision_stands_below_its_name(desk, tochigi):
    said = page(desk, factories.make_submitted(tochigi))
    assert '<b>差し戻す</b><span class="decision__hint">提出した団体が直して出し直せます</span>' in said


def test_a_file_that_is_being_read_is_said_to_be_looked_at_later(desk, tochigi):
    edition = factories.make_submitted(tochigi)
    assert "最新の状態に更新" not in page(desk, edition)
    edition.files.update(reading="working")
    assert "最新の状態に更新" in page(desk, edition)
