"""お知らせ: one event, told to one person once."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from discussion.models import Comment, Concern, Outcome, Report
from library.models import Edition, Publication, SavedView
from library.readers import Person
from mail.models import Letter
from notices.models.choices import Kind, Mailing
from notices.models.preference import LETTER_OF_ITS_OWN, Preference
from notices.openings import opens_to


def _is_refused() -> Q:
    """They want no mail of this kind, also where that was said while the notice was being made."""
    refused = Preference.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"), mail=Mailing.NONE)
    return Q(Exists(refused))


def _is_settled() -> Q:
    """What the desk was reminded of is decided since."""
    submitted = Edition.objects.awaiting_review().filter(pk=OuterRef("edition"))
    reported = Concern.objects.open().filter(comment=OuterRef("comment"))
    return Q(kind=Kind.DUE) & ~Exists(submitted) & ~Exists(reported)


def _is_open_again() -> Exists:
    """The desk took back what it had decided on a report, and looks once more."""
    reports = Report.objects.filter(reporter=OuterRef("person"), concern__comment=OuterRef("comment"))
    return Exists(reports.filter(concern__outcome=Outcome.OPEN))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person, kinds: Collection[str] = frozenset(Kind)) -> "NoticeQuerySet":
        """One's own of these kinds, of what opens to one now."""
        if not isinstance(person, User):
            return self.none()
        return self.filter(opens_to(person, kinds), person=person)

    def shown(self) -> "NoticeQuerySet":
        return self.filter(is_shown=True)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def still_wanted(self) -> "NoticeQuerySet":
        """By mail: not read since, nor settled, nor refused."""
        return self.unread().exclude(mail=Mailing.NONE).filter(~_is_settled(), ~_is_refused())

    def to_mail(self) -> "NoticeQuerySet":
        return self.still_wanted().filter(mailed_at=None).exclude(kind__in=LETTER_OF_ITS_OWN)

    def with_targets(self) -> "NoticeQuerySet":
        """All that its sentence says."""
        said_on = "comment__thread__publication__live_edition"
        given: dict[str, Any] = {"is_settled": _is_settled(), "is_open_again": _is_open_again()}
        return self.select_related(
            "edition__publication__owner",
            "publication__owner",
            "comment__writer",
            "comment__body",
            "comment__thread__body",
            "comment__thread__edition",
            "comment__thread__file",
            said_on,
            "view",
        ).annotate(**given)


class Notice(models.Model):
    """Holds no words: what it says is made of its target, as that is when it is shown."""

    event = models.PositiveBigIntegerField("できごとの通し番号", help_text="of the log")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="知らせる人"
    )
    kind = models.CharField("できごと", max_length=8, choices=Kind)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="版"
    )
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="資料"
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="コメント"
    )
    view = models.ForeignKey(
        SavedView, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="合った条件"
    )
    made_at = models.DateTimeField("知らせた時刻")
    is_shown = models.BooleanField("画面で知らせる")
    mail = models.CharField("メールで知らせる", max_length=7, choices=Mailing)
    read_at = models.DateTimeField("読んだ時刻", null=True, blank=True)
    mailed_at = models.DateTimeField("メールにした時刻", null=True, blank=True)
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="メール"
    )

    objects = NoticeQuerySet.as_manager()

    # Given by `with_targets`.
    is_settled: bool
    is_open_again: bool

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        constraints = [
            models.UniqueConstraint(name="notices_notice_once", fields=["event", "person"]),
            models.CheckConstraint(name="notices_notice_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="notices_notice_mail_known", condition=Q(mail__in=Mailing.values)),
            models.CheckConstraint(
                name="notices_notice_match_has_view",
                condition=Q(kind="match", edition__isnull=False, view__isnull=False)
                | (~Q(kind="match") & Q(view=None)),
            ),
            models.CheckConstraint(
                name="notices_notice_one_target",
                condition=Q(edition__isnull=False, publication=None, comment=None)
                | Q(edition=None, publication__isnull=False, comment=None)
                | Q(edition=None, publication=None, comment__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notices_notice_inbox"),
            models.Index(fields=["person"], name="notices_notice_unread", condition=Q(read_at=None)),
            models.Index(
                fields=["mail", "made_at"], name="notices_notice_to_mail", condition=Q(read_at=None, mailed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"

    def get_absolute_url(self) -> str:
        return reverse("notices:open", args=[self.pk])

    @property
    def gathered_by(self) -> tuple[str, int | None]:
        """What is mailed in one letter: all of a thread, or of a document."""
        if self.comment is not None:
            return "thread", self.comment.thread_id
        return "publication", self.edition.publication_id if self.edition is not None else self.publication_id
