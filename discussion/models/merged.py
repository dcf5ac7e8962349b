"""まとめた話題: where the addresses of a thread lead that stands behind another now."""

from django.db import models

from discussion.models.thread import Thread


class MergedThread(models.Model):
    """Only a number. Who may see the thread that it leads to is asked there, with `Thread.objects.visible_to`."""

    number = models.PositiveBigIntegerField("前の番号", primary_key=True)
    into = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="merged", verbose_name="まとめた先の話題")

    class Meta:
        verbose_name = verbose_name_plural = "まとめた話題"

    def __str__(self) -> str:
        return f"話題{self.number}"


def number_now(number: int) -> int:
    """Of the thread that holds the comments now."""
    return MergedThread.objects.filter(number=number).values_list("into", flat=True).first() or number
