"""What a guideline says, as facts that lists, facets and comparison use."""

from django.db import models
from django.db.models import Q

from library.models import Edition


class Service(models.Model):
    """A generative AI service that bodies use; the names are those of the survey."""

    slug = models.SlugField("短い名前", max_length=30, unique=True)
    name = models.CharField("名前", max_length=40, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "サービス"

    def __str__(self) -> str:
        return self.name


class Guideline(models.Model):
    """The facts of one edition of a guideline. They hang on the edition because they are reviewed with it."""

    class SecretInput(models.TextChoices):
        ALLOWED = "allowed", "認めている"
        CONDITIONAL = "conditional", "条件つきで認めている"
        FORBIDDEN = "forbidden", "認めていない"

    class Scope(models.TextChoices):
        EVERYONE = "everyone", "全職員"
        VOLUNTEERS = "volunteers", "希望者"
        ONE_EACH = "one-each", "各所属1アカウント"
        OTHER = "other", "その他"

    class Training(models.TextChoices):
        OFF = "off", "学習させない設定にしている"
        ON = "on", "設定していない"
        UNKNOWN = "unknown", "サービスによる"

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="guideline", verbose_name="版"
    )
    secret_input = models.CharField("非公開情報の入力", max_length=11, choices=SecretInput, blank=True)
    scope = models.CharField("導入範囲", max_length=10, choices=Scope, blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="guidelines", verbose_name="対象サービス")
    training = models.CharField("学習させない設定", max_length=7, choices=Training, blank=True)
    records = models.CharField("記録の保存", max_length=120, blank=True)
    public_url = models.URLField("公開URL", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ガイドラインの属性"
        constraints = [
            models.CheckConstraint(
                name="guidelines_guideline_secret_known",
                condition=Q(secret_input="") | Q(secret_input__in=["allowed", "conditional", "forbidden"]),
            ),
            models.CheckConstraint(
                name="guidelines_guideline_scope_known",
                condition=Q(scope="") | Q(scope__in=["everyone", "volunteers", "one-each", "other"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}"
