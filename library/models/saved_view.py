"""保存した条件: a list or a search under a name, for one person or for all of a body; and when each last looked."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Organization, Role, User

LONGEST_QUERY = 4000  # about as long as an address may be (`url_bytes`)
SHARE = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SECRETARIAT})
"""Roles of those who share within a member prefecture, and among the secretariat."""


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, person: User) -> "SavedViewQuerySet":
        """One's own, and those that are shared in the body one works for."""
        return self.filter(Q(owner=person, is_shared=False) | _shared_with(person))

    def kept_by(self, person: User) -> "SavedViewQuerySet":
        """Those that this person may rename, share and delete."""
        keeps_all = person.is_coordinator or person.is_secretariat
        shared = _shared_with(person) if keeps_all else _shared_with(person) & Q(owner=person)
        return self.filter(Q(owner=person, is_shared=False) | shared)

    def as_seen_by(self, person: User, *, today: date) -> "SavedViewQuerySet":
        """With when this person last looked, and whether who made it is still there."""
        visit = SavedViewVisit.objects.filter(view=OuterRef("pk"), person=person)
        maker = User.objects.in_good_standing(today).filter(pk=OuterRef("owner"), organization=OuterRef("body"))
        seen = {name: Subquery(visit.values(name)[:1]) for name in ("seen_at", "before")}
        return self.select_related("owner", "body").annotate(**seen | {"is_maker_here": Exists(maker)})


def _shared_with(person: User) -> Q:
    if not may_share(person):
        return Q(pk__in=[])
    return Q(is_shared=True, body=person.organization_id)


def may_share(person: User) -> bool:
    return person.role in SHARE


class SavedView(models.Model):
    """The address of a list or a search, of `library.saved_views.lists`. A shared one belongs to the body."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="保存した人"
    )
    body = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="団体")
    name = models.CharField("名前", max_length=60)
    page = models.CharField("画面", max_length=40, help_text="the name of its address")
    query = models.CharField(
        "条件", max_length=LONGEST_QUERY, blank=True, help_text="as it stands in the address, without “?”"
    )
    is_shared = models.BooleanField("団体の中で共有する", default=False)
    created_at = models.DateTimeField("保存した時刻")

    objects = SavedViewQuerySet.as_manager()

    # Given by `as_seen_by`.
    seen_at: datetime | None
    before: datetime | None
    is_maker_here: bool

    class Meta:
        verbose_name = verbose_name_plural = "保存した条件"
        indexes = [models.Index(fields=["body", "is_shared"], name="library_savedview_shared")]
        constraints = [
            models.UniqueConstraint(
                name="library_savedview_own_name", fields=["owner", "name"], condition=Q(is_shared=False)
            ),
            models.UniqueConstraint(
                name="library_savedview_shared_name", fields=["body", "name"], condition=Q(is_shared=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("me:view", args=[self.pk])

    @property
    def conditions(self) -> QueryDict:
        return QueryDict(self.query)


class SavedViewVisit(models.Model):
    """When one person opened a view: what was published after `before` is new to them there."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="visits", verbose_name="保存した条件")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="見た人"
    )
    seen_at = models.DateTimeField("最後に見た時刻")
    before = models.DateTimeField("その前に見た時刻")

    class Meta:
        verbose_name = verbose_name_plural = "保存した条件を見た時刻"
        constraints = [models.UniqueConstraint(name="library_savedviewvisit_once", fields=["view", "person"])]

    def __str__(self) -> str:
        return f"{self.view_id} {self.seen_at:%Y-%m-%d %H:%M}"
