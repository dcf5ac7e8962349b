"""話題: one comment that opens it, and the answers to it."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from library.models import Edition, File, Publication
from library.models.choices import PublicationState
from library.models.publication import seen_by
from library.readers import Person, Reader, reader_of


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, person: Person) -> "ThreadQuerySet":
        """Those of publications that this person sees, and those that are confided to the own body or to the desk.

        Who has not signed in, and who only looks after the machine, reads no comments.
        """
        reader = _talker(person)
        return self.none() if reader is None else self.filter(_shared_with(reader) | _confided_to(reader))

    def confidential(self) -> "ThreadQuerySet":
        return self.filter(body__isnull=False)

    def of_live(self) -> "ThreadQuerySet":
        """Beside what is live, and confidential ones, which stand beside nothing."""
        return self.filter(Q(publication__state=PublicationState.LIVE) | Q(publication=None))

    def open_questions(self) -> "ThreadQuerySet":
        return self.filter(is_question=True, resolved_at=None)

    def latest_first(self) -> "ThreadQuerySet":
        return self.order_by("-last_at", "-pk")


def _shared_with(reader: Reader) -> Q:
    """On live publications that this reader sees, without pages of files that are kept closer.

    At the desk also on what was withdrawn: what was reported there waits all the same.
    """
    if reader.sees_desk:
        return Q(
            publication__state__in=[PublicationState.LIVE, PublicationState.WITHDRAWN], publication__binned_at=None
        )
    found = Q(publication__state=PublicationState.LIVE) & seen_by(reader, "publication__")
    open_enough = Q(file=None) | Q(file__visibility=None) | Q(file__visibility__gte=reader.level)
    if reader.body is None:
        return found & open_enough
    return found & (open_enough | Q(publication__owner=reader.body, edition__is_proxy=False))


def _confided_to(reader: Reader) -> Q:
    """Whatever becomes of the document that they are about: what was said there belongs to those who said it."""
    if reader.sees_desk:
        return Q(body__isnull=False)
    return Q(pk__in=[]) if reader.body is None else Q(body=reader.body)


def _talker(person: Person) -> Reader | None:
    """As whom somebody reads comments; None for who reads none."""
    if isinstance(person, Reader):
        return person
    if not isinstance(person, User) or person.is_administrator:
        return None
    return reader_of(person)


class Thread(models.Model):
    """On a publication as a whole, or on one page of a file of one of its editions; or confidential.

    A confidential one belongs to a body instead, and is read by its people and the secretariat. It stands on no
    publication, so that nothing which is asked of a publication (counts, feeds, followers) ever comes to it.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, null=True, blank=True, related_name="threads", verbose_name="資料"
    )
    body = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="事務局とだけ話す団体",
    )
    about = models.ForeignKey(
        Publication,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="相談の資料",
        help_text="of a confidential one; shown only to who sees it",
    )
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
    split_off = models.PositiveIntegerField("分けた返信の数", default=0, help_text="their numbers stand empty")
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
    slowed_at = models.DateTimeField("ゆっくりにした時刻", null=True, blank=True)
    slowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ゆっくりにした人",
    )

    objects = ThreadQuerySet.as_manager()

    shown_from: int | None  # given by `Talk.page`: the first of the last numbers; None where there are fewer

    class Meta:
        verbose_name = verbose_name_plural = "話題"
        indexes = [
            models.Index(fields=["publication", "-last_at"], name="discussion_thread_latest"),
            models.Index(
                fields=["body", "-last_at"], name="discussion_thread_confided", condition=Q(body__isnull=False)
            ),
            models.Index(
                fields=["opened_at"],
                name="discussion_thread_questions",
                condition=Q(is_question=True, resolved_at=None, locked_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="discussion_thread_one_place",
                condition=Q(publication__isnull=False, body=None, about=None)
                | Q(publication=None, body__isnull=False, page=None),
            ),
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
            models.CheckConstraint(
                name="discussion_thread_slowed_pair",
                condition=Q(slowed_at=None, slowed_by=None) | Q(slowed_at__isnull=False, slowed_by__isnull=False),
            ),
            models.CheckConstraint(name="discussion_thread_times", condition=Q(last_at__gte=F("opened_at"))),
        ]

    def __str__(self) -> str:
        return f"話題{self.pk}"

    def get_absolute_url(self) -> str:
        return self.address() if self.is_confidential else f"{self.address()}#comments"

    def address(self, **query: object) -> str:
        """Where it is read: at its page of the document; a confidential one on a page of its own."""
        if self.publication is None:
            at = reverse("comments:confidential", args=[self.pk])
        else:
            is_live = self.edition_id in {None, self.publication.live_edition_id}
            at = self.publication.get_absolute_url() if is_live or not self.edition else self.edition.get_absolute_url()
            page = {"file": self.file_id, "page": self.page} if self.file_id else {}
            query = {"thread": self.pk, **page, **query}
        return f"{at}?{urlencode(query)}" if query else at

    @property
    def size(self) -> int:
        """How many comments stand in it."""
        return self.last_number - self.split_off

    def is_beside(self, other: "Thread") -> bool:
        """In the same place, where the same people read."""
        if self.publication_id is None:
            return self.pk == other.pk
        return (self.publication_id, self.file_id) == (other.publication_id, other.file_id)

    @property
    def is_confidential(self) -> bool:
        return self.body_id is not None
