"""What the secretariat keeps of searching: synonyms, promoted publications, and what was searched for."""

from django.db import models
from django.db.models import F, Q

from library.models import Publication


class Synonym(models.Model):
    """Other words that are looked for where a word was typed, as the secretariat keeps them."""

    word = models.CharField("言葉", max_length=60)
    others = models.CharField("同じ意味の言葉", max_length=200, help_text="separated by 、")
    is_both_ways = models.BooleanField(
        "どの言葉からも", default=True, help_text="else only from the first to the others"
    )

    class Meta:
        verbose_name = verbose_name_plural = "同義語"

    def __str__(self) -> str:
        return f"{self.word} {'=' if self.is_both_ways else '→'} {self.others}"

    @property
    def row(self) -> tuple[str, list[str], bool]:
        return self.word, [other for other in self.others.split("、") if other], self.is_both_ways


class Promotion(models.Model):
    """A publication that is shown above the results of a word, with the secretariat's reason."""

    word = models.CharField("言葉", max_length=60)
    key = models.CharField(
        "言葉の語", max_length=400, db_index=True, help_text="its words when it was saved: each once, in one order"
    )
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="+", verbose_name="案内する資料"
    )
    reason = models.CharField("案内する理由", max_length=120)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    starts_on = models.DateField("始まりの日", null=True, blank=True)
    ends_on = models.DateField("終わりの日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "検索の案内"
        constraints = [
            models.UniqueConstraint(
                name="search_promoted_once",
                fields=["key", "publication"],
                violation_error_message="この言葉には、この資料をすでに案内しています",
            ),
            models.CheckConstraint(
                name="search_promotion_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="終わりの日は、始まりの日と同じか後の日にしてください",
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Searched(models.Model):
    """One search. Whose it was is not in it: the mark tells two bodies that asked the same apart, and nothing else."""

    day = models.DateField("日")
    words = models.CharField("言葉", max_length=200)
    body_mark = models.CharField("団体の印", max_length=32, blank=True, help_text="another one for each wording")
    is_found = models.BooleanField("すべての言葉を含む資料があった")

    class Meta:
        verbose_name = verbose_name_plural = "検索の記録"
        indexes = [models.Index(fields=["day", "body_mark"], name="search_searched_day")]

    def __str__(self) -> str:
        return self.words
