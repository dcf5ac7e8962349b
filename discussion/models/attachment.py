"""添付ファイル: what somebody sent with a comment. Who reads the comment's words reads it, and it is no document."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from discussion.models.comment import Comment
from library.models import FileGate, Kept
from library.readers import Person

KEPT_UNPOSTED = timedelta(days=1)
"""How long a file waits for its comment to be posted."""


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> "AttachmentQuerySet":
        """Where the words can be read; nobody's before it is posted, nor once it is taken off."""
        return self.present().filter(comment__in=Comment.objects.words_open_to(person), gate=FileGate.TAKEN)

    def unposted_by(self, person: User) -> "AttachmentQuerySet":
        """What this person sent with a comment that is still being written."""
        return self.filter(comment=None, uploaded_by=person)

    def abandoned(self, *, now: datetime) -> "AttachmentQuerySet":
        return self.filter(comment=None, uploaded_at__lt=now - KEPT_UNPOSTED)

    def present(self) -> "AttachmentQuerySet":
        return self.filter(removed_at=None)

    def in_order(self) -> "AttachmentQuerySet":
        return self.order_by("pk")


class Attachment(Kept):
    """Sent first and judged, then posted with its comment. Taken off again, its row stays without name and bytes."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name="コメント"
    )
    removed_at = models.DateTimeField("外した時刻", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="外した人",
    )

    objects = AttachmentQuerySet.as_manager()
    TOLD_WITH = ("uploaded_by__organization",)

    class Meta:
        verbose_name = verbose_name_plural = "添付ファイル"
        indexes = [
            models.Index(fields=["key"], name="discussion_attachment_key"),
            models.Index(
                fields=["uploaded_at"], name="discussion_attachment_unposted", condition=Q(comment__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="discussion_attachment_posted_is_taken", condition=Q(comment=None) | Q(gate="taken")
            ),
            models.CheckConstraint(
                name="discussion_attachment_refused_has_message", condition=~Q(gate="refused") | ~Q(gate_message="")
            ),
            models.CheckConstraint(
                name="discussion_attachment_removed_is_empty",
                condition=Q(removed_at=None, removed_by=None) & (~Q(gate="taken") | ~Q(key=""))
                | Q(removed_at__isnull=False, removed_by__isnull=False, comment__isnull=False, key="", name=""),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("comments:file", args=[self.pk])

    @property
    def stub(self) -> str:
        """What stands in the place of one that was taken off."""
        if self.removed_at is None or self.comment is None:
            return ""
        by_writer = self.removed_by_id == self.comment.writer_id
        return "添付ファイルを、書いた人が外しました" if by_writer else "添付ファイルを、事務局が墨消ししました"

    @property
    def whereabouts(self) -> str:
        at = f"コメント{self.comment_id} の" if self.comment_id else "投稿前の"
        return f"{at}添付ファイル{self.pk}"

    @property
    def whose(self) -> str:
        return self.uploaded_by.organization.name
