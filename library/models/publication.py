"""資料: what is the same for every kind."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization
from library.models.choices import Kind, PublicationState, Visibility
from library.readers import Person, Reader, reader_of


def seen_by(reader: Reader, prefix: str = "") -> Q:
    """Which live publications this reader sees, over a relation named by `prefix` ("publication__")."""
    open_enough = Q(**{f"{prefix}visibility__gte": reader.level})
    if reader.body is None or reader.sees_desk:
        return open_enough
    return open_enough | Q(**{f"{prefix}owner": reader.body, f"{prefix}is_proxy": False})


def worked_on_by(reader: Reader, prefix: str = "") -> Q:
    """Whose unpublished, withdrawn and discarded material this reader handles: the own body's, or all at the desk.

    What the secretariat registered for a body and published for itself alone stays with the secretariat.
    """
    if reader.sees_desk:
        return Q(**{f"{prefix}pk__isnull": False})
    if reader.body is None:
        return Q(pk__in=[])
    kept_back = Q(**{f"{prefix}is_proxy": True, f"{prefix}visibility": Visibility.SECRETARIAT})
    begun = Q(**{f"{prefix}state": PublicationState.UNPUBLISHED})
    return Q(**{f"{prefix}owner": reader.body}) & (begun | ~kept_back)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> "PublicationQuerySet":
        return self.filter(state=PublicationState.LIVE)

    def visible_to(self, person: Person) -> "PublicationQuerySet":
        """The only door to content: live publications that this person may see."""
        return self.live().filter(seen_by(reader_of(person)))

    def readable_by(self, person: Person) -> "PublicationQuerySet":
        """What opens by its address: what is visible, and for the secretariat also what was withdrawn."""
        reader = reader_of(person)
        if not reader.sees_desk:
            return self.visible_to(person)
        return self.filter(state__in=[PublicationState.LIVE, PublicationState.WITHDRAWN], binned_at=None)

    def worked_on_by(self, person: Person) -> "PublicationQuerySet":
        """Publications of the own body in any state (all of them for the secretariat)."""
        return self.filter(worked_on_by(reader_of(person)))

    def closed_to(self, person: Person) -> "PublicationQuerySet":
        """Withdrawn or narrowed publications that this person could see before: they get 410 instead of 404."""
        reader = reader_of(person)
        was_seen = Q(seen_visibility__gte=reader.level)
        if reader.body is not None:
            was_seen |= Q(owner=reader.body, is_proxy=False, published_at__isnull=False)
        return self.filter(was_seen, binned_at=None).exclude(pk__in=self.model.objects.readable_by(person).values("pk"))

    def with_live_edition(self) -> "PublicationQuerySet":
        return self.select_related("live_edition", "owner__prefecture")


class Publication(models.Model):
    """The stable identity of a piece of material; what members read is its live edition."""

    kind = models.CharField("種別", max_length=12, choices=Kind)
    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="publications", verbose_name="提供した団体"
    )
    is_proxy = models.BooleanField("事務局が代わりに登録した", default=False)
    state = models.CharField("状態", max_length=12, choices=PublicationState, default=PublicationState.UNPUBLISHED)
    visibility = models.PositiveSmallIntegerField("公開範囲", choices=Visibility, default=Visibility.SECRETARIAT)
    seen_visibility = models.PositiveSmallIntegerField(
        "これまでで最も広い公開範囲", choices=Visibility, null=True, blank=True
    )
    live_edition = models.ForeignKey(
        "library.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公開中の版"
    )
    last_number = models.PositiveSmallIntegerField(
        "最後に使った版の番号", default=0, help_text="an address and the log name an edition by it: never given twice"
    )
    dated_on = models.DateField("公表・改定の日", null=True, blank=True, help_text="of the live edition, for sorting")
    published_at = models.DateTimeField("最初に公開した時刻", null=True, blank=True)
    updated_at = models.DateTimeField("最後に公開した時刻", null=True, blank=True)
    created_at = models.DateTimeField("作成した時刻")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="作成した人"
    )
    closed_reason = models.CharField("取下げ・縮小の理由", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた時刻", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="取り下げた人",
    )
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name="後継の資料"
    )
    binned_at = models.DateTimeField("ごみ箱に入れた時刻", null=True, blank=True, db_index=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ごみ箱に入れた人",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資料"
        indexes = [
            models.Index(fields=["-dated_on", "-id"], name="library_publication_dated"),
            models.Index(fields=["-updated_at", "-id"], name="library_publication_updated"),
            models.Index(fields=["owner", "state"], name="library_publication_owner"),
        ]
        constraints = [
            models.CheckConstraint(name="library_publication_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="library_publication_live_has_edition",
                condition=Q(state="unpublished", live_edition=None)
                | Q(
                    state__in=["live", "withdrawn"],
                    live_edition__isnull=False,
                    published_at__isnull=False,
                    updated_at__isnull=False,
                    seen_visibility__isnull=False,
                ),
                violation_error_message="公開する版がありません",
            ),
            models.CheckConstraint(
                name="library_publication_withdrawn_pair",
                condition=(~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None))
                | (Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(closed_reason="")),
                violation_error_message="取り下げるときは理由を書いてください",
            ),
            models.CheckConstraint(
                name="library_publication_binned_pair",
                condition=Q(binned_at=None, binned_by=None)
                | (Q(binned_at__isnull=False, binned_by__isnull=False) & ~Q(state="live")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}:detail", args=[self.pk])
