"""What the task library lacks: who is alive, and what is due when."""

from django.db import models


class Heartbeat(models.Model):
    """A worker that lives says so; the tasks of one that stopped saying it are taken up by another."""

    worker_id = models.CharField("ワーカー", max_length=64, unique=True)
    host = models.CharField("計算機", max_length=100)
    process = models.PositiveIntegerField("プロセス")
    seen_at = models.DateTimeField("最後の合図", db_index=True)

    class Meta:
        verbose_name = "ワーカー"

    def __str__(self) -> str:
        return self.worker_id


class Due(models.Model):
    """When a repeated task is due next; taking it is one conditional UPDATE, so two workers never both take it."""

    name = models.CharField("仕事", max_length=60, unique=True)
    next_at = models.DateTimeField("次の時刻")

    class Meta:
        verbose_name = "定期の仕事"

    def __str__(self) -> str:
        return self.name
