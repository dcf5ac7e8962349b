"""A small portal with one thing of everything, and every address in it: what the tests of this folder walk over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import clock
from accounts.actions import invite
from accounts.models import Invitation, Organization, Role, User
from audit.readings import fold
from discussion import actions as talking
from discussion.models import Attachment, Comment, WatchedWord
from japanese.holidays import office_days_after
from library import actions
from library.models import ClosedDay, Edition, Publication, SavedView, Visibility
from mail.models import Letter
from notices import stopping
from notices.feeds import actions as feeds
from notices.models import Announcement, Feed, Notice, Subject
from search.desk.promotions import key_of_word
from search.models import Promotion, Synonym
from tests import factories

DESK = {"comment", "claim_comment", "release_comment", "show_comment", "take_back", "blacken"}
ROLES = ("anonymous", "observer", "officer", "secretariat", "administrator")


@dataclass
class Site:
    """`people` by role; `colleague` is the officer's coordinator, `outsider` an officer of another prefecture."""

    people: dict[str, User | None]
    coordinator: User
    outsider: User
    live: Publication
    draft: Edition
    submitted: Edition
    withdrawn: Publication
    invitation: Invitation
    token: str
    reset_key: str
    view: SavedView
    synonym: Synonym
    promotion: Promotion
    comment: Comment
    answer: Comment  # the officer's own, to the comment
    settled: Comment  # of a thread that is resolved, locked and slow
    reported: Comment  # by another prefecture; it waits for the desk
    hidden: Comment
    confided: Comment  # by the officer, to the secretariat alone
    left: Comment  # reported, and left as it is
    closed_day: ClosedDay
    attached: Attachment  # to the comment
    watched: WatchedWord
    notice: Notice  # the officer's, of what was withdrawn
    feed: tuple[Feed, str]  # the officer's, with its token
    calendar: tuple[Feed, str]
    announcement: Announcement

    def client(self, role: str, **options: object) -> Client:
        """A browser in which this person is signed in."""
        client = Client(**options)
        if person := self.person(role):
            client.force_login(person)
        return client

    def person(self, role: str) -> User | None:
        return {"coordinator": self.coordinator, "outsider": self.outsider}.get(role) or self.people[role]

    @property
    def file(self) -> int:
        return factories.first_file(self.live).pk


def build() -> Site:
    desk = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
    observers = factories.make_body(Organization.Kind.OBSERVER, "見本のオブザーバー", order=92)
    tochigi, kagawa = factories.make_member("09"), factories.make_member("37")

    def person(mailbox: str, body: Organization, role: Role) -> User:
        return factories.make_user(f"{mailbox}@example.jp", body=body, role=role, name=f"見本 {mailbox}")

    officer, coordinator = person("officer", tochigi, Role.OFFICER), person("coordinator", tochigi, Role.COORDINATOR)
    secretariat, second = person("secretariat", desk, Role.SECRETARIAT), person("second", desk, Role.SECRETARIAT)
    people = {
        "anonymous": None,
        "observer": person("observer", observers, Role.OBSERVER),
        "officer": officer,
        "secretariat": secretariat,
        "administrator": person("administrator", desk, Role.ADMINISTRATOR),
    }
    live = factories.make_live(officer, reviewer=second, visibility=Visibility.PUBLIC, title="公開中の見本")
    attached = factories.sent_with_a_comment(officer, "見本の添付.txt", "見本の添付の言葉です")
    factories.draw_first_page(factories.first_file(live))
    gone = factories.make_live(officer, reviewer=second, visibility=Visibility.PUBLIC, title="取り下げた見本")
    withdrawn = actions.withdraw(gone, by=officer, reason="新しいものに替わりました（見本）")
    token = invite(email="new@example.jp", name="見本 新人", organization=tochigi, role="officer", by=coordinator)
    reset_key = EmailAwarePasswordResetTokenGenerator().make_token(officer)
    comment = talking.open_thread(live, by=officer, text="見本の話題です", files=[attached])
    site = Site(
        people=people,
        coordinator=coordinator,
        outsider=person("outsider", kagawa, Role.OFFICER),
        live=live,
        draft=factories.make_draft(officer, title="下書きの見本"),
        submitted=factories.make_submitted(officer, title="審査待ちの見本"),
        withdrawn=withdrawn,
        invitation=Invitation.objects.get(),
        token=token,
        reset_key=f"{user_pk_to_url_str(officer)}-{reset_key}",
        view=actions.save_view(name="見本の条件", page="guidelines:list", query="pref=09", is_shared=True, by=officer),
        synonym=Synonym.objects.create(word="議事録", others="会議録"),
        promotion=Promotion.objects.create(word="見本", key=key_of_word("見本"), publication=live, reason="見本です"),
        comment=comment,
        answer=talking.reply(comment.thread, by=officer, text="見本の返信です"),
        attached=attached,
        settled=talking.open_thread(live, by=officer, text="済んだ話題です"),
        reported=talking.open_thread(live, by=officer, text="通報された見本の言葉です"),
        hidden=talking.open_thread(live, by=officer, text="見えない話題です"),
        confided=talking.confide(tochigi, by=officer, text="見本の相談です"),
        left=talking.open_thread(live, by=officer, text="そのままの話題です"),
        closed_day=ClosedDay.objects.create(day=office_days_after(clock.today(), 5)),
        watched=WatchedWord.objects.create(word="見守る語"),
        notice=Notice.objects.create(
            event=0,
            person=officer,
            kind="closed",
            publication=withdrawn,
            made_at=clock.now(),
            is_shown=True,
            mail="daily",
        ),
        feed=feeds.make(Subject.ALL, by=officer),
        calendar=feeds.make(Subject.CALENDAR, by=officer),
        announcement=Announcement.objects.create(
            title="見本の知らせ", audience="everyone", starts_at=clock.now(), ends_at=clock.now() + timedelta(days=9)
        ),
    )
    talking.resolve(site.settled.thread, by=officer)
    talking.lock(site.settled.thread, by=secretariat)
    talking.slow(site.settled.thread, by=secretariat)
    for said in (site.reported, site.left):
        talking.report(said, by=site.outsider, reason="unfit", words="見本の通報")
    talking.leave(site.left, by=secretariat)
    talking.hide(site.hidden, by=secretariat, reason="見本の理由")
    Letter.objects.update(sent_at=clock.now(), body="")
    fold(now=clock.now() + timedelta(hours=1))
    return site


def body(response: HttpResponseBase) -> bytes:
    """All of it; reading a stream to its end also closes its file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    """(name, its arguments) of every URL pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", list(pattern.pattern.regex.groupindex)


@cache
def _wanted() -> dict[str, list[str]]:
    return dict(names())


def address(site: Site, name: str) -> str:
    """One of them, for who sends to it many times."""
    return reverse(name, kwargs=_arguments(site, name, _wanted()[name]))


def addresses(site: Site) -> dict[str, str]:
    """URL name → address, with arguments that exist; an address that is not known here fails with its name."""
    return {name: reverse(name, kwargs=_arguments(site, name, wanted)) for name, wanted in names()}


def _talked_about(site: Site, action: str) -> int:
    if action in {"file", "blacken_file"}:
        return site.attached.pk
    talked = {"open": site.live, "confide_about": site.live, "confidential": site.confided.thread}
    talked |= {"reopen": site.settled, "unlock": site.settled, "unslow": site.settled, "split": site.answer}
    return talked.get(action, site.comment).pk


def _arguments(site: Site, name: str, wanted: list[str]) -> dict[str, object]:
    if not wanted:
        return {}
    area, _, action = name.partition(":")
    if area == "publications":
        own = {"restore": site.withdrawn, "discard": site.withdrawn, "recover": site.withdrawn}.get(action, site.live)
        is_edition = action in {"recall", "discard_edition", "recover_edition"}
        return {"pk": (site.submitted if action == "recall" else site.draft).pk if is_edition else own.pk}
    if area == "review" and action in DESK:
        return {"pk": {"show_comment": site.hidden, "take_back": site.left}.get(action, site.reported).pk}
    found = {
        "guidelines": {"pk": site.live.pk, "number": 1},
        "files": {"pk": site.file, "number": 1},
        "comments": {"pk": _talked_about(site, action)},
        "submit": {"pk": (site.submitted if action == "done" else site.draft).pk},
        "review": {"pk": site.submitted.pk},
        "profiles": {"code": "09", "slug": "secrecy"},
        "help": {"slug": "register"},
        "me": {"pk": (site.feed[0] if action == "feed_revoke" else site.view).pk},
        "feed": {"token": site.feed[1]},
        "calendar": {"token": site.calendar[1]},
        "notices": {
            "pk": (site.announcement if action == "put_away" else site.notice).pk,
            "token": stopping.token(site.people["officer"]),
        },
        "invitation": {"token": site.token},
        "account_reset_password_from_key": dict(zip(("uidb36", "key"), site.reset_key.split("-", 1), strict=True)),
        "colleague": {"pk": site.people["officer"].pk},
        "colleague_suspend": {"pk": site.people["officer"].pk},
        "colleague_reinstate": {"pk": site.people["officer"].pk},
        "colleague_revoke": {"pk": site.invitation.pk},
        "colleague_lock": {"pk": site.people["officer"].pk},
        "invitation_resend": {"pk": site.invitation.pk},
        "manage": {"pk": site.people["officer"].pk},
    }[area]
    if area == "manage":
        rows = {"revoke_invitation": site.invitation, "theme": factories.make_theme(), "type": factories.make_type()}
        rows |= {"member_body": site.outsider.organization, "member_tenure": site.outsider.organization.tenures.get()}
        rows |= dict.fromkeys(("synonym", "delete_synonym"), site.synonym)
        rows |= dict.fromkeys(("promotion", "delete_promotion"), site.promotion)
        rows |= {"watched_word": site.watched, "delete_closed_day": site.closed_day}
        rows |= dict.fromkeys(("announcement", "end_announcement"), site.announcement)
        found = {"pk": rows[action].pk} if action in rows else found
    return {key: found[key] for key in wanted}
