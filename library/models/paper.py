"""印刷イメージ: an Office file as LibreOffice prints it, with page numbers of its own."""

from django.db import models
from django.db.models import Q

from library.models.choices import PaperState
from library.models.file import File


class Paper(models.Model):
    """How far the printing of a file is; without a row nobody has begun. Nothing of the file depends on it."""

    file = models.OneToOneField(
        File, on_delete=models.CASCADE, primary_key=True, related_name="paper", verbose_name="ファイル"
    )
    state = models.CharField("状態", max_length=7, choices=PaperState, default=PaperState.WAITING)
    problem = models.CharField("問題", max_length=200, blank=True)  # why it failed, or `remark`
    tries = models.PositiveSmallIntegerField("試した回数", default=0)
    leased_until = models.DateTimeField("作業中の期限", null=True, blank=True)
    page_count = models.PositiveIntegerField("ページ数", null=True, blank=True)
    pages_drawn = models.PositiveIntegerField("画像にしたページ", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "印刷イメージ"
        constraints = [
            models.CheckConstraint(
                name="library_paper_failed_has_problem", condition=~Q(state="failed") | ~Q(problem="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.get_state_display()}"

    @property
    def remark(self) -> str:
        """What is to be known of a print that was made."""
        return self.problem if self.state == PaperState.DONE else ""


class PaperPage(models.Model):
    """One printed page: its picture and thumbnail."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="pages", verbose_name="印刷イメージ")
    number = models.PositiveIntegerField("ページ")
    picture_key = models.CharField("画像", max_length=120)
    thumbnail_key = models.CharField("小さい画像", max_length=120)
    picture_width = models.PositiveSmallIntegerField("画像の幅")
    picture_height = models.PositiveSmallIntegerField("画像の高さ")

    class Meta:
        verbose_name = verbose_name_plural = "印刷イメージのページ"
        indexes = [  # the sweep asks which keys are named by some row
            models.Index(fields=["picture_key"], name="library_paper_picture"),
            models.Index(fields=["thumbnail_key"], name="library_paper_thumbnail"),
        ]
        constraints = [models.UniqueConstraint(name="library_paper_page_number", fields=["paper", "number"])]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.number}"
