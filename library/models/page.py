"""ページ: what one page, sheet, slide or section says, and its picture."""

from django.db import models

from library.models.choices import TextSource
from library.models.file import File


class Page(models.Model):
    """A page is (edition, file, number); the text lives here and nowhere else, and lists never load it."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="pages", verbose_name="ファイル")
    number = models.PositiveIntegerField("ページ")
    label = models.CharField("見出し", max_length=200, blank=True, help_text="sheet, slide or section")
    raw = models.TextField("取り出した文字", blank=True, help_text="exactly as the reader gives it")
    text = models.TextField("読むための文字", blank=True, help_text="derived: joined and put in order")
    boxes = models.BinaryField("文字の位置", default=b"", help_text="extraction.boxes, one per character of raw")
    blocks = models.JSONField("組んだ文字", default=list, help_text="headings, paragraphs, lists, tables")
    width = models.FloatField("幅", default=0)
    height = models.FloatField("高さ", default=0)
    notes = models.TextField("発表者のメモ", blank=True, help_text="of a slide; kept only where the officer agrees")
    is_hidden = models.BooleanField("隠されている", default=False, help_text="a sheet or slide that the file hides")
    source = models.CharField("文字の出どころ", max_length=6, choices=TextSource, default=TextSource.FILE)
    is_ocr_tried = models.BooleanField("文字認識を試した", default=False, help_text="also where it found nothing")
    picture_key = models.CharField("画像", max_length=120, blank=True)
    thumbnail_key = models.CharField("小さい画像", max_length=120, blank=True)
    picture_width = models.PositiveSmallIntegerField("画像の幅", default=0)
    picture_height = models.PositiveSmallIntegerField("画像の高さ", default=0)

    personal = models.PositiveIntegerField(
        "個人情報らしい文字列の数", null=True, blank=True, help_text="counted when it is read; empty: not counted"
    )
    problem = models.CharField("読み取りの問題", max_length=200, blank=True, help_text="why text or picture is missing")

    class Meta:
        verbose_name = verbose_name_plural = "ページ"
        indexes = [  # the sweep asks which keys are named by some row
            models.Index(fields=["picture_key"], name="library_page_picture"),
            models.Index(fields=["thumbnail_key"], name="library_page_thumbnail"),
        ]
        constraints = [models.UniqueConstraint(name="library_page_number", fields=["file", "number"])]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"
