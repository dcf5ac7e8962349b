"""確認: a comment that the desk is to look at, who reported it and why, and what the desk decided."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from discussion.models.thread import Thread
from library.readers import Person


class Reason(models.TextChoices):
    PRIVATE = "private", "個人情報・非公開情報"
    WRONG = "wrong", "誤り"
    UNFIT = "unfit", "不適切"
    OTHER = "other", "その他"


class Outcome(models.TextChoices):
    OPEN = "open", "確認中"  # report; or posted with something that the desk watches for
    LEFT = "left", "そのまま"  # leave
    HIDDEN = "hidden", "非表示"  # hide
    SUSPENDED = "suspended", "非表示と利用の停止"  # suspend: hidden, and its writer's account is stopped
    ASKED = "asked", "書いた人に直してもらう"  # ask
    BLACKENED = "blackened", "墨消し"  # blacken
    DELETED = "deleted", "書いた人が削除"  # delete, by the writer, before the desk decided

    @property
    def told(self) -> str:
        """What became of a reported comment, for who reported it."""
        return {
            Outcome.OPEN: "事務局が前の判断を取り消し、もう一度確認しています。",
            Outcome.LEFT: "事務局が確認し、そのままにしました。",
            Outcome.HIDDEN: "事務局が確認し、非表示にしました。",
            Outcome.SUSPENDED: "事務局が確認し、非表示にしました。",
            Outcome.ASKED: "事務局が確認し、書いた人に直すように頼みました。",
            Outcome.BLACKENED: "事務局が確認し、一部の言葉を見えなくしました。",
            Outcome.DELETED: "事務局が判断する前に、書いた人が削除しました。",
        }[self]


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, person: Person) -> "ConcernQuerySet":
        """The desk's alone, and only of threads that can be read now; of one's own comment another decides."""
        if not (isinstance(person, User) and person.is_secretariat):
            return self.none()
        found = self.filter(comment__thread__in=Thread.objects.visible_to(person))
        return found.exclude(comment__writer=person) if settings.LIMITS.four_eyes else found

    def open(self) -> "ConcernQuerySet":
        return self.filter(outcome=Outcome.OPEN)

    def decided(self) -> "ConcernQuerySet":
        return self.exclude(outcome=Outcome.OPEN)

    def in_order(self) -> "ConcernQuerySet":
        return self.order_by("opened_at", "pk")

    def last_round(self) -> "Concern | None":
        """Of one comment; the one that is open, where one is."""
        return self.order_by("-pk").first()

    def to_mend(self) -> "ConcernQuerySet":
        """What writers were asked to mend and did not yet."""
        return self.filter(outcome=Outcome.ASKED, mended_at=None)

    def asked_of(self, person: User) -> "ConcernQuerySet":
        """What this person was asked to mend and still can."""
        own = Q(comment__writer=person, comment__body=person.organization_id, comment__state="shown")
        return self.to_mend().filter(own, comment__thread__in=Thread.objects.visible_to(person))


class Concern(models.Model):
    """One round of it: opened by a report or by what was found, ended by a decision. One is open for each comment."""

    comment = models.ForeignKey(
        "discussion.Comment", on_delete=models.CASCADE, related_name="concerns", verbose_name="コメント"
    )
    opened_at = models.DateTimeField("届いた時刻")
    found = models.JSONField("見つかったもの", default=list, blank=True, help_text="without anybody's report")
    claimed_at = models.DateTimeField("担当した時刻", null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="担当した人",
    )
    reminded = models.PositiveSmallIntegerField(
        "期限を知らせた段階", default=0, help_text="0: not yet, 1: at half of the time, 2: at its end"
    )
    outcome = models.CharField("判断", max_length=9, choices=Outcome, default=Outcome.OPEN)
    said = models.TextField("書いた人への連絡", max_length=1000, blank=True)
    decided_at = models.DateTimeField("判断した時刻", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="判断した人",
    )
    mended_at = models.DateTimeField("頼んだことが済んだ時刻", null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "コメントの確認"
        indexes = [
            models.Index(fields=["opened_at"], name="discussion_concern_open", condition=Q(outcome="open")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="discussion_concern_one_open", fields=["comment"], condition=Q(outcome="open")
            ),
            models.CheckConstraint(name="discussion_concern_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="discussion_concern_claimed_pair",
                condition=Q(claimed_at=None, claimed_by=None) | Q(claimed_at__isnull=False, claimed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="discussion_concern_decided_pair",
                condition=Q(outcome="open", decided_at=None, decided_by=None)
                | (~Q(outcome="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="discussion_concern_mended_was_asked", condition=Q(mended_at=None) | Q(outcome="asked")
            ),
        ]

    def __str__(self) -> str:
        return f"コメント{self.comment_id}の確認{self.pk}"

    def holder(self, *, now: datetime) -> User | None:
        """Who looks at it now; a claim fades like that of a submission."""
        if self.claimed_at is None or self.claimed_at < now - timedelta(minutes=settings.LIMITS.claim_minutes):
            return None
        return self.claimed_by

    @property
    def grounds(self) -> list[str]:
        """Why the desk is to look, each once: what people reported, and what was found."""
        return list(dict.fromkeys([*(report.get_reason_display() for report in self.reports.all()), *self.found]))


class Report(models.Model):
    """通報: once for each person while the comment waits. Nobody but the desk learns who it was."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="reports", verbose_name="確認")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="通報した人"
    )
    body = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="通報した人のその日の所属"
    )
    reason = models.CharField("理由", max_length=7, choices=Reason)
    words = models.TextField("説明", max_length=1000, blank=True)
    reported_at = models.DateTimeField("通報した時刻")

    class Meta:
        verbose_name = verbose_name_plural = "通報"
        constraints = [
            models.UniqueConstraint(name="discussion_report_once", fields=["concern", "reporter"]),
            models.CheckConstraint(name="discussion_report_reason_known", condition=Q(reason__in=Reason.values)),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.reporter_id}"
