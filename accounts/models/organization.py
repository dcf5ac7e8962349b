"""Bodies: member prefectures, the secretariat, observers."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models.prefecture import Prefecture
from accounts.models.tenure import Tenure


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def in_list_order(self) -> "OrganizationQuerySet":
        """JIS code first, then the secretariat and the observers."""
        return self.order_by("order", "id")

    def with_tenure_on(self, day: date) -> "OrganizationQuerySet":
        """Bodies that belong to the working team on that day, in whatever role."""
        return self.filter(Exists(Tenure.objects.on(day).filter(organization=OuterRef("pk"))))

    def members_on(self, day: date) -> "OrganizationQuerySet":
        """Member prefectures on that day."""
        return self.filter(Exists(Tenure.objects.on(day).of_members().filter(organization=OuterRef("pk"))))

    def that_may_own(self, day: date) -> "OrganizationQuerySet":
        """Bodies for which material can be registered: members and the secretariat."""
        return self.with_tenure_on(day).exclude(kind=Organization.Kind.OBSERVER)


class Organization(models.Model):
    """A body that owns material and to which people belong."""

    class Kind(models.TextChoices):
        PREFECTURE = "prefecture", "都道府県"
        SECRETARIAT = "secretariat", "事務局"
        OBSERVER = "observer", "オブザーバー"

    kind = models.CharField("区分", max_length=12, choices=Kind)
    name = models.CharField("名前", max_length=60, unique=True)
    prefecture = models.OneToOneField(
        Prefecture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organization",
        verbose_name="都道府県",
    )
    section = models.CharField("担当課", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("並び順", help_text="JIS code; 90 and up for the others")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体"
        constraints = [
            models.CheckConstraint(
                name="accounts_organization_prefecture_by_kind",
                condition=Q(kind="prefecture", prefecture__isnull=False)
                | (~Q(kind="prefecture") & Q(prefecture__isnull=True)),
                violation_error_message="都道府県の団体には都道府県を1つ選んでください",
            ),
        ]

    def __str__(self) -> str:
        return self.name
