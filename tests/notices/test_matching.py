"""Saved conditions that are followed: who hears of a new document that fits one, once its text can be searched."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from accounts.models import Role, User
from audit.models import Event
from library import actions
from library.models import File, Follow, Publication, SavedView, Visibility
from library.models.follow import Level
from mail.models import Letter
from notices import letters, matching, telling
from notices.actions import choose
from notices.models import Arrival, Kind, Mailing, Notice, Way
from search.indexing import index
from tests import factories
from tests.discussion.talking import Talker
from tests.library.saved_views import LIST, SEARCH, save, send
from tests.notices.worker import forget, heard, tell, write
from tests.notices.worker import send as post

pytestmark = pytest.mark.django_db


def follow(person: User, q: str, *, page: str = SEARCH, name: str = "", **more) -> SavedView:
    """Kept from the list, and the button pressed beside it."""
    shared = {"is_shared": "on"} if more.pop("is_shared", False) else {}
    view = save(person, page=page, query=urlencode({"q": q, **more}), name=name or f"{q}の資料", **shared)
    press(person, view)
    return view


def press(person: User, view: SavedView, level: str = "every", status: int = 302) -> None:
    client = Talker(person).client
    answer = client.post("/notices/follow/", {"what": "view", "number": view.pk, "level": level})
    assert answer.status_code == status
    Follow.objects.filter(view=view).update(followed_at=clock.now() - timedelta(days=1))


def publish(by: User, desk: User, words: str, *, visibility: Visibility = Visibility.MEMBERS, **draft) -> Publication:
    """As the worker leaves it: told, read, looked through, matched."""
    edition = factories.make_draft(by, title="見本の資料", summary="見本", **draft)
    file = edition.files.get()
    file.pages.update(raw=words, text=words)
    edition = actions.submit(edition, by=by, declared=True)
    publication = actions.publish(edition, by=desk, visibility=visibility).publication
    tell()
    index.index(publication.pk)
    return publication


def match(times: int = 1) -> None:
    for _ in range(times):
        matching.tell_arrived(now=clock.now())


def test_it_is_told_once_its_text_can_be_searched_and_only_once(tochigi, kagawa, secretariat):
    follow(kagawa, "珍獣", name="珍獣の条件")
    follow(kagawa, "珍獣 見本", name="あとの条件")
    edition = factories.make_submitted(tochigi)
    edition.files.get().pages.update(raw="珍獣の見本", text="珍獣の見本")
    publication = actions.publish(edition, by=secretariat, visibility=Visibility.MEMBERS).publication
    tell(times=2)
    match()
    assert heard(kagawa) == [], "its pages are still to be looked through"
    index.index(publication.pk)
    match(times=2)
    tell(times=2)
    telling.tell(Event.objects.get(verb="publish").sequence, now=clock.now())
    match(times=2)
    assert heard(kagawa) == [Kind.MATCH]
    assert not Arrival.objects.exists()
    talker = Talker(kagawa)
    inbox = talker.page("/notices/")
    assert "保存した条件「珍獣の条件」に合う栃木県の「生成AI利活用ガイドライン（見本）」が公開されました" in inbox
    opened = talker.client.get(f"/notices/{Notice.objects.get(person=kagawa).pk}/")
    assert opened.headers["location"] == publication.get_absolute_url()


def test_a_file_that_is_still_read_is_waited_for_but_not_for_ever(tochigi, kagawa, secretariat):
    follow(kagawa, "珍獣")
    publication = publish(tochigi, secretariat, "珍獣の話")
    File.objects.filter(edition__publication=publication).update(reading="waiting")
    match()
    assert heard(kagawa) == []
    matching.tell_arrived(now=clock.now() + timedelta(days=1, minutes=1))
    assert heard(kagawa) == [Kind.MATCH]


@pytest.mark.parametrize(
    ("page", "asked", "is_told"),
    [
        (SEARCH, {"q": "珍獣"}, True),
        (SEARCH, {"q": "珍獣", "pref": "09"}, True),
        (SEARCH, {"q": "珍獣", "pref": "37"}, False),
        (SEARCH, {"q": "珍獣 怪魚"}, False),
        (SEARCH, {"q": "獣の", "part": "letters"}, True),
        (SEARCH, {"q": "珍獣", "part": "title"}, False),
        (LIST, {"q": "見本", "pref": "09"}, True),
        (LIST, {"q": "見本", "pref": "37"}, False),
    ],
)
def test_the_condition_is_that_of_its_list(tochigi, kagawa, secretariat, page, asked, is_told):
    follow(kagawa, page=page, name="見本の条件", **asked)
    publish(tochigi, secretariat, "珍獣の話")
    match()
    assert heard(kagawa) == ([Kind.MATCH] if is_told else [])


def test_only_those_who_see_it_hear(tochigi, kagawa, observer, secretariat, admin):
    for person in (kagawa, observer, admin):
        follow(person, "珍獣")
    publish(tochigi, secretariat, "珍獣の話")
    match()
    assert (heard(kagawa), heard(observer), heard(admin)) == ([Kind.MATCH], [], [])


def test_words_of_a_file_that_is_kept_closer_are_told_to_those_who_read_it(tochigi, kagawa, observer, secretariat):
    for person in (kagawa, observer):
        follow(person, "珍獣")
    edition = factories.make_draft(tochigi)
    closer = factories.keep_file(edition, "内輪.txt", "珍獣の話", by=tochigi)
    actions.keep_file_closer(closer, by=tochigi, visibility=Visibility.MEMBERS)
    edition = actions.submit(edition, by=tochigi, declared=True)
    publication = actions.publish(edition, by=secretariat, visibility=Visibility.OBSERVERS).publication
    tell()
    index.index(publication.pk)
    match()
    assert (heard(kagawa), heard(observer)) == ([Kind.MATCH], [])


def test_what_is_heard_already_is_not_told_again(tochigi, kagawa, secretariat):
    """By the body that one follows, by one's own part in it, and by one's own act."""
    for person in (kagawa, tochigi, secretariat):
        follow(person, "珍獣")
    actions.follow("body", tochigi.organization_id, by=kagawa, level=Level.IMPORTANT, now=clock.now() - timedelta(1))
    publish(tochigi, secretariat, "珍獣の話")
    match()
    assert (heard(kagawa), heard(tochigi), heard(secretariat)) == ([Kind.NEW], [Kind.DECISION], [])


def test_who_wants_no_notice_of_new_documents_hears_of_those_that_fit(tochigi, kagawa, secretariat):
    follow(kagawa, "珍獣")
    actions.follow("body", tochigi.organization_id, by=kagawa, level=Level.IMPORTANT, now=clock.now() - timedelta(1))
    choose({Kind.NEW: Way(False, Mailing.NONE)}, by=kagawa)
    publish(tochigi, secretariat, "珍獣の話")
    match()
    assert heard(kagawa) == [Kind.MATCH]


def test_the_next_edition_is_told_by_its_name_unless_the_document_is_muted(tochigi, kagawa, observer, secretariat):
    publication = publish(tochigi, secretariat, "怪魚の話", visibility=Visibility.OBSERVERS)
    match()
    for person in (kagawa, observer):
        follow(person, "珍獣")
    actions.follow("publication", publication.pk, by=observer, level=Level.MUTED)
    publish(tochigi, secretariat, "珍獣の話", visibility=Visibility.OBSERVERS, publication=publication)
    match()
    assert (heard(kagawa), heard(observer)) == ([Kind.MATCH], [])
    assert "合う栃木県の「見本の資料」の第2版が公開されました" in Talker(kagawa).page("/notices/")


def test_it_is_filtered_again_when_it_is_shown_and_when_it_is_sent(tochigi, kagawa, observer, secretariat):
    for person in (kagawa, observer):
        follow(person, "珍獣", name=f"{person.name}の条件")
    publication = publish(tochigi, secretariat, "珍獣の話", visibility=Visibility.OBSERVERS)
    match()
    morning = letters.last_morning(clock.now()) + timedelta(days=1)
    written = {letter.to: letter for letter in write(morning)}
    assert "保存した条件「見本 オブの条件」に合う栃木県の「見本の資料」" in written[observer.email].body
    actions.narrow(publication, by=secretariat, visibility=Visibility.MEMBERS, reason="見直しのため")
    assert "の条件" not in Talker(observer).page("/notices/")
    assert "の条件" in Talker(kagawa).page("/notices/")
    for letter in written.values():
        post(letter)
    kept = set(Letter.objects.filter(kind=letters.KIND).values_list("to", flat=True))
    assert (kagawa.email in kept, observer.email in kept) == (True, False)


def test_narrowed_before_it_is_matched_it_is_told_to_nobody_who_lost_it(tochigi, kagawa, observer, secretariat):
    for person in (kagawa, observer):
        follow(person, "珍獣")
    publication = publish(tochigi, secretariat, "珍獣の話", visibility=Visibility.OBSERVERS)
    actions.narrow(publication, by=secretariat, visibility=Visibility.MEMBERS, reason="見直しのため")
    match()
    assert (heard(kagawa), heard(observer)) == ([Kind.MATCH], [])


def test_withdrawn_before_it_is_matched_it_is_told_to_nobody(tochigi, kagawa, secretariat):
    follow(kagawa, "珍獣")
    publication = publish(tochigi, secretariat, "珍獣の話")
    actions.withdraw(publication, by=secretariat, reason="古くなったため")
    match()
    assert heard(kagawa) == []
    assert not Arrival.objects.exists()


def test_a_shared_condition_tells_colleagues_as_long_as_it_is_shared(tochigi, tochigi2, kagawa, secretariat):
    view = follow(tochigi2, "珍獣", is_shared=True)
    press(tochigi, view)
    press(kagawa, view, status=404)
    publish(kagawa, secretariat, "珍獣の話")
    match()
    assert heard(tochigi) == heard(tochigi2) == [Kind.MATCH]
    actions.change_view(view, name=view.name, is_shared=False, by=tochigi2)
    assert not Notice.objects.visible_to(tochigi).exists()
    publish(kagawa, secretariat, "珍獣の話")
    match()
    assert (len(heard(tochigi)), len(heard(tochigi2))) == (1, 2)
    assert "珍獣の資料" not in Talker(tochigi).page("/me/notices/")
    actions.delete_view(view, by=tochigi2)
    assert not Notice.objects.exclude(view=None).exists()


def test_followers_are_asked_as_each_would_be(tochigi, tochigi2, kagawa, observer, secretariat, admin):
    """`of_views_in_sight` is `visible_to`, for all at once."""
    people = [tochigi, tochigi2, kagawa, observer, secretariat, admin]
    views = [SavedView.objects.create(
        owner=person, body=body, name=f"{number}", page=SEARCH, query="q=a", is_shared=is_shared, created_at=clock.now()
    ) for number, (person, body, is_shared) in enumerate(
        (person, body, is_shared)
        for person in people for body in {person.organization, kagawa.organization} for is_shared in (True, False)
    )]  # fmt: skip
    Follow.objects.bulk_create(
        Follow(person=person, view=view, level="every", followed_at=clock.now()) for person in people for view in views
    )
    found = set(Follow.objects.of_views_in_sight().values_list("person", "view"))
    assert found == {
        (person.pk, pk) for person in people for pk in SavedView.objects.visible_to(person).values_list("pk", flat=True)
    }


def test_the_button_is_beside_the_condition_and_the_list_of_what_is_followed_has_it(tochigi):
    view = save(tochigi, name="珍獣の条件")
    talker = Talker(tochigi)
    assert "新しい資料が出たら知らせる：珍獣の条件" in talker.page("/me/views/")
    answer = talker.client.post("/notices/follow/", {"what": "view", "number": view.pk, "level": "every"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/me/views/"
    assert "知らせるのをやめる：珍獣の条件" in talker.page("/me/views/")
    assert "知らせるのをやめる：珍獣の条件" in talker.page(f"/search/?q=要約&view={view.pk}")
    assert "珍獣の条件" in talker.page("/me/notices/")
    talker.client.post("/notices/follow/", {"what": "view", "number": view.pk, "level": ""})
    assert not Follow.objects.exists()
    assert "この条件" in talker.page("/search/?q=要約")
    assert send(tochigi, name="珍獣の条件").status_code == 400


def test_one_condition_is_asked_once_for_all_who_see_as_much(tochigi, kagawa, secretariat):
    """As many queries for thirty followers of ten bodies as for one of each; more only for other conditions."""
    bodies = [factories.make_member(f"{code:02}") for code in range(10, 20)]
    costs = []
    for number in (1, 3):
        for place, body in enumerate(bodies):
            for each in range(Follow.objects.filter(person__organization=body).count(), number):
                email = f"officer{place}.{each}@example.jp"
                person = factories.make_user(email, body=body, role=Role.OFFICER)
                view = SavedView.objects.create(
                    owner=person, body=body, name="条件", page=SEARCH, query="q=珍獣", created_at=clock.now()
                )
                Follow.objects.create(
                    person=person, view=view, level="every", followed_at=clock.now() - timedelta(days=1)
                )
        publish(tochigi, secretariat, "珍獣の話")
        with CaptureQueriesContext(connection) as queries:
            match()
        costs.append(len(queries))
        assert Notice.objects.filter(kind="match").count() == number * len(bodies)
        forget()
    assert costs[0] == costs[1]


def test_a_search_that_is_cut_off_is_made_again(tochigi, kagawa, secretariat, monkeypatch):
    follow(kagawa, "要約")
    publish(tochigi, secretariat, "要約の手順")
    whole = matching._Finds._has

    def cut_off(self, *given):
        self.is_cut_off = True
        return False

    monkeypatch.setattr(matching._Finds, "_has", cut_off)
    match()
    assert (heard(kagawa), Arrival.objects.count()) == ([], 1)
    monkeypatch.setattr(matching._Finds, "_has", whole)
    match(times=2)
    assert (heard(kagawa), Arrival.objects.count()) == ([Kind.MATCH], 0)


def test_an_edition_that_fails_costs_the_next_one_nothing(tochigi, kagawa, secretariat, monkeypatch):
    follow(kagawa, "要約")
    broken = publish(tochigi, secretariat, "要約の手順")
    publish(tochigi, secretariat, "要約の例")
    whole = matching._told

    def told(arrival, finds, now):
        if finds.publication == broken:
            raise LookupError("見本の不具合")
        return whole(arrival, finds, now)

    monkeypatch.setattr(matching, "_told", told)
    with pytest.raises(ExceptionGroup):
        match()
    assert (heard(kagawa), Arrival.objects.count()) == ([Kind.MATCH], 1)
