"""話題: one comment that opens it, and the answers to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from library.models import Edition, File, Publication
from library.models.publication import seen_by
from library.readers import Person, Reader, reader_of


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, person: Person) -> "ThreadQuerySet":
        """Those of publications that this person sees, without pages of files that are kept closer.

        Who has not signed in, and who only looks after the machine, reads no comments.
        """
        reader = _talker(person)
        if reader is None:
            return self.none()
        live = Q(publication__state="live")
        found = self.filter(live, seen_by(reader, "publication__"))
        if reader.sees_desk:
            return found
        open_enough = Q(file=None) | Q(file__visibility=None) | Q(file__visibility__gte=reader.level)
        if reader.body is None:
            return found.filter(open_enough)
        own = Q(publication__owner=reader.body, edition__is_proxy=False)
        return found.filter(open_enough | own)

    def of_page(self, file: int, page: int) -> "ThreadQuerySet":
        return self.filter(file=file, page=page)

    def unresolved(self) -> "ThreadQuerySet":
        return self.filter(resolved_at=None)

    def latest_first(self) -> "ThreadQuerySet":
        return self.order_by("-last_at", "-pk")


def _talker(person: Person) -> Reader | None:
    """As whom somebody reads comments; None for who reads none."""
    if isinstance(person, Reader):
        return person
    if not isinstance(person, User) or person.is_administrator:
        return None
    return reader_of(person)


class Thread(models.Model):
    """On a publication as a whole, or on one page of a file of one of its editions."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="threads", verbose_name="資料")
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="版"
    )
    file = models.ForeignKey(
        File, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="ファイル"
    )
    page = models.PositiveIntegerField("ページ", null=True, blank=True)
    is_question = models.BooleanField("質問", default=False)
    opened_at = models.DateTimeField("始まった時刻")
    last_at = models.DateTimeField("最後に書かれた時刻")
    last_number = models.PositiveIntegerField("最後に使った番号", default=0, help_text="never given twice")
    resolved_at = models.DateTimeField("解決済みにした時刻", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="解決済みにした人",
    )
    locked_at = models.DateTimeField("閉じた時刻", null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="閉じた人",
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "話題"
        indexes = [
            models.Index(fields=["publication", "-last_at"], name="discussion_thread_latest"),
            models.Index(
                fields=["opened_at"],
                name="discussion_thread_questions",
                condition=Q(is_question=True, resolved_at=None, locked_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="discussion_thread_page_whole",
                condition=Q(edition=None, file=None, page=None)
                | Q(edition__isnull=False, file__isnull=False, page__gte=1),
            ),
            models.CheckConstraint(
                name="discussion_thread_resolved_pair",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="discussion_thread_locked_pair",
                condition=Q(locked_at=None, locked_by=None) | Q(locked_at__isnull=False, locked_by__isnull=False),
            ),
            models.CheckConstraint(name="discussion_thread_times", condition=Q(last_at__gte=F("opened_at"))),
        ]

    def __str__(self) -> str:
        return f"話題{self.pk}"
