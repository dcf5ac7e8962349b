"""コメント: what one person said, as a fact of that day, with every wording that it had."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Organization, User
from discussion.models.concern import Concern, Outcome, Report
from discussion.models.mention import Mention
from discussion.models.thread import Thread
from library.readers import Person


class CommentState(models.TextChoices):
    SHOWN = "shown", "表示中"  # write
    DELETED = "deleted", "削除"  # delete, by its writer
    HIDDEN = "hidden", "非表示"  # hide, by the secretariat; show brings it back


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, person: Person) -> "CommentQuerySet":
        """Those of visible threads, also what was deleted or hidden: a stub stands there. Words: `words_open_to`."""
        return self.filter(thread__in=Thread.objects.visible_to(person))

    def words_open_to(self, person: Person) -> "CommentQuerySet":
        """Those whose words this person may read: not what was deleted, nor what was hidden, but one's own."""
        opened = Q(state=CommentState.SHOWN)
        if isinstance(person, User):
            opened |= (
                Q(state=CommentState.HIDDEN) if person.is_secretariat else Q(state=CommentState.HIDDEN, writer=person)
            )
        return self.visible_to(person).filter(opened)

    def as_read_by(self, person: User) -> "CommentQuerySet":
        """With writers, also of what they quote; with files; by how many bodies `thanked`; `is_thanked` by the own.

        With its mentions, for the marks in the text.
        `is_reported` by this person, and waits; `is_awaited` by the desk, said to the desk alone. What the desk has
        decided last of one's own comment (for the desk, of any): `outcome` and `desk_said`, else None.
        """
        thanks = Thanks.objects.filter(comment=OuterRef("pk"))
        counted = thanks.order_by().values("comment").annotate(number=Count("pk")).values("number")
        waiting = Concern.objects.open().filter(comment=OuterRef("pk")).exclude(comment__writer=person)
        reports = Report.objects.filter(concern__comment=OuterRef("pk"), concern__outcome=Outcome.OPEN, reporter=person)
        told = Concern.objects.decided().filter(comment=OuterRef("pk"), mended_at=None)
        if not person.is_secretariat:
            told = told.filter(comment__writer=person)
        last = told.order_by("-decided_at", "-pk")[:1]
        given: dict[str, Any] = {
            "thanked": Coalesce(Subquery(counted), Value(0)),
            "is_thanked": Exists(thanks.filter(body=person.organization_id)),
            "is_reported": Exists(reports),
            "is_awaited": Exists(waiting) if person.is_secretariat else Value(False),
            "outcome": Subquery(last.values("outcome")),
            "desk_said": Subquery(last.values("said")),
        }
        addressed = Prefetch("mentions", Mention.objects.select_related("body"))
        found = self.select_related("writer", "body", "quoted__writer", "quoted__body", "quoted__thread")
        return found.annotate(**given).prefetch_related(addressed, "attachments")

    def shown(self) -> "CommentQuerySet":
        return self.filter(state=CommentState.SHOWN)

    def in_order(self) -> "CommentQuerySet":
        return self.order_by("thread", "number")


class Comment(models.Model):
    """Number 1 opens its thread, the others answer it. The writer's body and section are those of that day."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments", verbose_name="話題")
    number = models.PositiveIntegerField("番号", help_text="in its thread, from 1")
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人"
    )
    body = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人のその日の所属"
    )
    section = models.CharField("書いた人のその日の課・係", max_length=80, blank=True)
    is_on_behalf = models.BooleanField("団体としての発言", default=False)
    text = models.TextField("本文", max_length=4000)
    quoted = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="引用したコメント"
    )
    written_at = models.DateTimeField("書いた時刻")
    edited_at = models.DateTimeField("直した時刻", null=True, blank=True)
    state = models.CharField("状態", max_length=8, choices=CommentState, default=CommentState.SHOWN)
    deleted_at = models.DateTimeField("削除した時刻", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    # Given by `as_read_by`.
    thanked: int
    is_thanked: bool
    is_reported: bool
    is_awaited: bool
    outcome: str | None
    desk_said: str | None

    class Meta:
        verbose_name = verbose_name_plural = "コメント"
        constraints = [
            models.UniqueConstraint(name="discussion_comment_number", fields=["thread", "number"]),
            models.CheckConstraint(name="discussion_comment_state_known", condition=Q(state__in=CommentState.values)),
            models.CheckConstraint(
                name="discussion_comment_deleted_is_empty",
                condition=Q(state="deleted", text="", deleted_at__isnull=False)
                | (~Q(state="deleted") & Q(deleted_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"コメント{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("comments:comment", args=[self.pk])


class Revision(models.Model):
    """A wording that a comment had before it was edited. Who may read the comment may read it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions", verbose_name="コメント")
    text = models.TextField("本文")
    written_at = models.DateTimeField("書いた時刻")

    class Meta:
        verbose_name = verbose_name_plural = "前の本文"
        indexes = [models.Index(fields=["comment", "written_at"], name="discussion_revision_order")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.written_at:%Y-%m-%d %H:%M}"


class Thanks(models.Model):
    """参考になった, once for each body."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="thanks", verbose_name="コメント")
    body = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="団体")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="人")
    at = models.DateTimeField("時刻")

    class Meta:
        verbose_name = verbose_name_plural = "参考になった"
        constraints = [models.UniqueConstraint(name="discussion_thanks_once", fields=["comment", "body"])]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.body_id}"
