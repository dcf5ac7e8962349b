"""版: the reviewed thing; numbered, and not changed any more once it is submitted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from library.models.choices import EditionState, PublicationState, Visibility
from library.models.publication import Publication, seen_by, worked_on_by
from library.models.vocabulary import DocumentType, Theme
from library.readers import Person, Reader, reader_of


def edition_handled_by(reader: Reader, prefix: str = "") -> Q:
    """Editions that this reader works on, also those in the bin; prefix: "edition__".

    What the secretariat writes for a body and means to keep to itself stays with the secretariat from the first draft.
    """
    mine = worked_on_by(reader, f"{prefix}publication__")
    if reader.sees_desk:
        return mine
    return mine & ~Q(**{f"{prefix}is_proxy": True, f"{prefix}requested_visibility": Visibility.SECRETARIAT})


def edition_seen_by(reader: Reader, prefix: str = "") -> Q:
    """Published and old editions of readable publications, and the own body's on their way; prefix: "edition__".

    Conditions on the joined row, not a subquery: a page of the list asks this for its ten rows, not for all editions.
    """
    at_hand = Q(**{f"{prefix}state__in": EditionState.PUBLIC})
    public = at_hand & Q(**{f"{prefix}publication__state": PublicationState.LIVE})
    public &= seen_by(reader, f"{prefix}publication__")
    if reader.sees_desk:
        ended = {"state": PublicationState.WITHDRAWN, "binned_at": None}
        public |= at_hand & Q(**{f"{prefix}publication__{name}": value for name, value in ended.items()})
    if reader.body is None and not reader.sees_desk:
        return public
    on_its_way = ~at_hand & edition_handled_by(reader, prefix)
    return (public | on_its_way) & Q(**{f"{prefix}binned_at": None})


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, person: Person) -> "EditionQuerySet":
        """The only door to editions; see `edition_seen_by`."""
        return self.filter(edition_seen_by(reader_of(person)))

    def worked_on_by(self, person: Person) -> "EditionQuerySet":
        return self.visible_to(person).filter(worked_on_by(reader_of(person), "publication__"))

    def handled_by(self, person: Person) -> "EditionQuerySet":
        """What this person may do something with, also what lies in the bin."""
        return self.filter(edition_handled_by(reader_of(person)))

    def closed_to(self, person: Person) -> "EditionQuerySet":
        """Published and old editions of closed publications that this person could see before: they get 410."""
        reader = reader_of(person)
        closed = Publication.objects.closed_to(person).values("pk")
        was_seen = Q(seen_visibility__gte=reader.level)
        if reader.body is not None:
            was_seen |= Q(publication__owner=reader.body, publication__is_proxy=False)
        return self.filter(was_seen, state__in=EditionState.PUBLIC, publication__in=closed)

    def editable_by(self, person: Person) -> "EditionQuerySet":
        """Drafts and returned editions that this person may change: the owner's, or a proxy's by the secretariat."""
        reader = reader_of(person)
        if reader.body is None:
            return self.none()
        mine = Q(publication__owner=reader.body)
        if reader.sees_desk:
            mine |= Q(is_proxy=True)
        return self.visible_to(person).filter(mine, state__in=EditionState.EDITABLE)

    def awaiting_review(self) -> "EditionQuerySet":
        """The queue, oldest first."""
        return self.filter(state=EditionState.SUBMITTED, binned_at=None).order_by("submitted_at", "id")

    def open(self) -> "EditionQuerySet":
        return self.filter(state__in=EditionState.OPEN, binned_at=None)


class Edition(models.Model):
    """One version of a publication with everything that is reviewed together: words, dates, themes, files, facts."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions", verbose_name="資料")
    number = models.PositiveSmallIntegerField("版")
    state = models.CharField("状態", max_length=10, choices=EditionState, default=EditionState.DRAFT)
    revision = models.PositiveIntegerField("保存の回数", default=0, help_text="tells two editors apart")
    is_proxy = models.BooleanField("事務局が代わりに登録した", default=False)

    title = models.CharField("資料の名前", max_length=100, blank=True)
    summary = models.CharField("概要", max_length=120, blank=True)
    types = models.ManyToManyField(DocumentType, blank=True, related_name="editions", verbose_name="種類")
    themes = models.ManyToManyField(Theme, blank=True, related_name="editions", verbose_name="課題・テーマ")
    issued_on = models.DateField("策定・公表した日", null=True, blank=True)
    revised_on = models.DateField("改定した日", null=True, blank=True)
    as_of_on = models.DateField("内容の時点", null=True, blank=True)
    review_by_on = models.DateField("見直しの予定", null=True, blank=True)
    section = models.CharField("作成した部署", max_length=80, blank=True)
    contact = models.CharField("問い合わせ先", max_length=120, blank=True)
    link_url = models.URLField("公開しているページのアドレス", max_length=500, blank=True)
    change_note = models.CharField("変更の要点", max_length=200, blank=True)
    requested_visibility = models.PositiveSmallIntegerField(
        "希望する公開範囲", choices=Visibility, default=Visibility.MEMBERS
    )

    created_at = models.DateTimeField("作成した時刻")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="作成した人"
    )
    saved_at = models.DateTimeField("保存した時刻")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="保存した人"
    )
    submitted_at = models.DateTimeField("提出した時刻", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出した人",
    )
    claimed_at = models.DateTimeField("担当になった時刻", null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="審査の担当",
    )
    decided_at = models.DateTimeField("判断した時刻", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="判断した人",
    )
    seen_visibility = models.PositiveSmallIntegerField(
        "これまでで最も広い公開範囲", choices=Visibility, null=True, blank=True, help_text="of this edition"
    )
    decision_reason = models.TextField("判断の理由", blank=True)
    binned_at = models.DateTimeField("ごみ箱に入れた時刻", null=True, blank=True, db_index=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ごみ箱に入れた人",
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版"
        indexes = [models.Index(fields=["state", "submitted_at"], name="library_edition_queue")]
        constraints = [
            models.UniqueConstraint(name="library_edition_number", fields=["publication", "number"]),
            models.UniqueConstraint(
                name="library_edition_one_open",
                fields=["publication"],
                condition=Q(state__in=["draft", "submitted", "returned"], binned_at=None),
                violation_error_message="この資料には作成中の版があります。続きから進めてください",
            ),
            models.CheckConstraint(name="library_edition_state_known", condition=Q(state__in=EditionState.values)),
            models.CheckConstraint(
                name="library_edition_submitted_pair",
                condition=Q(submitted_at=None, submitted_by=None, state__in=["draft"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="library_edition_claimed_pair",
                condition=Q(claimed_at=None, claimed_by=None)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False, state="submitted"),
            ),
            models.CheckConstraint(
                name="library_edition_decided_pair",
                condition=Q(decided_at=None, decided_by=None, state__in=["draft", "submitted"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="library_edition_refusal_has_reason",
                condition=~Q(state__in=["returned", "declined"]) | ~Q(decision_reason=""),
                violation_error_message="理由を書いてください",
            ),
            models.CheckConstraint(
                name="library_edition_binned_pair",
                condition=Q(binned_at=None, binned_by=None)
                | Q(binned_at__isnull=False, binned_by__isnull=False, state__in=["draft", "returned", "declined"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title or "名前のない資料"

    def get_absolute_url(self) -> str:
        return reverse(f"{self.publication.kind}:edition", args=[self.publication_id, self.number])

    @property
    def name(self) -> str:
        """「第2版」."""
        return f"第{self.number}版"

    @property
    def is_open(self) -> bool:
        return self.state in EditionState.OPEN and self.binned_at is None

    @property
    def is_editable(self) -> bool:
        return self.state in EditionState.EDITABLE and self.binned_at is None
