"""宛先: a person or a body that the words of a comment address, as it was called on that day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization


class Mention(models.Model):
    """What counts is the row: who reads the comment later sees it marked, and whoever it names was told."""

    comment = models.ForeignKey(
        "discussion.Comment", on_delete=models.CASCADE, related_name="mentions", verbose_name="コメント"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人"
    )
    body = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="団体"
    )
    name = models.CharField("名前", max_length=130, help_text="as it stands in the text, behind the @")
    at = models.DateTimeField("宛先にした時刻")

    class Meta:
        verbose_name = verbose_name_plural = "宛先"
        constraints = [
            models.UniqueConstraint(name="discussion_mention_person_once", fields=["comment", "person"]),
            models.UniqueConstraint(name="discussion_mention_body_once", fields=["comment", "body"]),
            models.CheckConstraint(
                name="discussion_mention_one_target",
                condition=Q(person__isnull=False, body=None) | Q(person=None, body__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.value}"

    @property
    def value(self) -> str:
        """As `Addressee.value`."""
        return f"p{self.person_id}" if self.body_id is None else f"b{self.body_id}"

    @property
    def address(self) -> str:
        """The page of a prefecture; nobody else has one."""
        code = None if self.body is None else self.body.prefecture_id
        return reverse("profiles:prefecture", args=[code]) if code else ""
