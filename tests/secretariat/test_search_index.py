"""/manage/search/: what the index stands on, how far it is, what the last look found; rebuilding it by hand."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import clock
from audit.models import Event
from library import actions
from library.models import File, Publication, Reading
from search import checks
from search.indexing import index
from search.models import Generation, Indexed, Inspection, SearchRow, Term
from search.tasks import catch_up, index_publication, inspect_index
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/manage/search/"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def told(person, path: str = PAGE) -> str:
    answer = client_of(person).get(path)
    assert answer.status_code == 200
    return "".join(answer.content.decode().split())


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    publication = factories.make_live(tochigi, reviewer=secretariat, title="秘密の題名")
    index.index(publication.pk)
    return publication


@pytest.mark.parametrize("who", ["secretariat", "admin"])
def test_it_says_what_the_index_holds(request, live, who):
    page = told(request.getfixturevalue(who))
    read = Generation.objects.get()
    assert f"第{read.tokens_version}版・{read.dictionary_version}" in page
    assert "資料1件、1ページ（" in page
    assert "公開中の資料1件のすべてが入っています" in page
    assert "秘密の題名" not in page


@pytest.mark.parametrize("who", ["tochigi", "tochigi2", "observer"])
def test_it_is_for_managers_only(request, live, who):
    client = client_of(request.getfixturevalue(who))
    for path in ("", "check/", "rebuild/", "synonyms/", "promotions/", "words/", "words/export.csv"):
        assert client.get(f"{PAGE}{path}").status_code == 403
        assert client.post(f"{PAGE}{path}").status_code == 403


def test_administrators_keep_the_index_but_not_the_words(admin):
    for path in ("synonyms/", "synonyms/new/", "promotions/", "promotions/new/", "words/", "words/export.csv"):
        assert client_of(admin).get(f"{PAGE}{path}").status_code == 403


def test_what_is_behind_is_said_with_since_when(live, tochigi, secretariat):
    published = clock.now() - timedelta(hours=2)
    late = factories.make_live(tochigi, reviewer=secretariat)
    Publication.objects.filter(pk=late.pk).update(updated_at=published)
    page = told(secretariat)
    assert "公開中の資料2件のうち、1件を待っています" in page
    assert f"{published.astimezone(clock.JAPAN):%H:%M}" in page
    assert "公開から30分たっても検索できない資料があります" in page
    assert "公開から30分たっても" in told(secretariat, "/manage/status/")
    index.index(late.pk)
    assert "のすべてが入っています" in told(secretariat)
    assert "すべて入っています" in told(secretariat, "/manage/status/")


def test_the_system_check_warns_and_never_refuses(live, tochigi, secretariat):
    assert checks.index_and_content(None) == []
    late = factories.make_live(tochigi, reviewer=secretariat)
    assert checks.index_and_content(None) == [], "a few minutes are usual"
    Publication.objects.filter(pk=late.pk).update(updated_at=clock.now() - timedelta(hours=2))
    Generation.objects.update(tokens_version=0)
    told = checks.index_and_content(None)
    assert [(message.id, message.is_serious()) for message in told] == [("search.W001", False)] * 2
    assert "前のもので検索します" in told[0].msg
    assert "30分たっても" in told[1].msg
    Generation.objects.all().delete()
    (told,) = checks.index_and_content(None)
    assert "検索の索引がありません" in told.msg
    assert not Generation.objects.exists(), "asking makes none"


def test_a_portal_without_documents_lacks_nothing(db):
    assert checks.index_and_content(None) == []
    assert not Generation.objects.exists()


def test_what_failed_and_what_cannot_be_read_is_named_by_number_to_administrators(live, admin, secretariat):
    file = factories.first_file(live)
    File.objects.filter(pk=file.pk).update(reading=Reading.FAILED)
    Indexed.objects.all().delete()
    index_publication.enqueue(live.pk)
    DBTaskResult.objects.filter(task_path=index_publication.module_path).update(
        status="FAILED", finished_at=timezone.now(), exception_class_path="builtins.ValueError", traceback="秘密の行"
    )
    for person, link in ((admin, False), (secretariat, True)):
        page = told(person)
        assert "ValueError" in page
        assert "文字を読み取れませんでした" in page
        assert (f'href="/guidelines/{live.pk}/"' in page) == link
        assert "秘密の" not in page
        assert file.name not in page
    index.index(live.pk)
    assert "ValueError" not in told(secretariat)


def test_it_is_rebuilt_beside_the_one_that_is_read(live, secretariat):
    client, before = client_of(secretariat), index.generation()
    assert "索引を作り直しますか" in client.get(f"{PAGE}rebuild/").content.decode()
    assert not Event.objects.filter(verb="rebuild_index").exists()
    answer = client.post(f"{PAGE}rebuild/", follow=True)
    assert "作り直し始めました" in answer.content.decode()
    assert "0/1件" in told(secretariat)
    assert index.generation() == before
    again = client.post(f"{PAGE}rebuild/", follow=True)
    assert "いま作り直しているところです" in again.content.decode()
    assert Generation.objects.count() == 2
    assert Event.objects.filter(verb="rebuild_index").count() == 1
    catch_up.func()
    index_publication.func(live.pk)
    catch_up.func()
    assert index.generation().pk > before.pk
    assert SearchRow.objects.filter(publication=live).exists()


def test_a_look_is_the_workers_and_its_findings_stay(live, secretariat):
    assert "まだ点検していません" in told(secretariat)
    client_of(secretariat).post(f"{PAGE}check/")
    client_of(secretariat).post(f"{PAGE}check/")
    assert DBTaskResult.objects.filter(task_path=inspect_index.module_path).count() == 1
    assert "点検を始めるのを待っています" in told(secretariat)
    Term.objects.filter(word="見本").update(rows=9)
    inspect_index.func()
    assert "合わないものがあります" in told(secretariat)
    call_command("search_index", "rebuild", stdout=io.StringIO())
    assert "合っています" in told(secretariat)
    assert Inspection.objects.get().is_sound


def test_what_was_withdrawn_and_restored_waits_until_it_is_looked_through(live, tochigi, secretariat):
    """Its pages went with the withdrawal, so it is behind even where nobody asks for it again."""
    actions.withdraw(live, by=secretariat, reason="見本の理由")
    actions.restore(Publication.objects.get(pk=live.pk), by=secretariat)
    DBTaskResult.objects.all().delete()
    assert "1件を待っています" in told(secretariat)
    catch_up.func()
    assert DBTaskResult.objects.filter(task_path=index_publication.module_path).count() == 1
