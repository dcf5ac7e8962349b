from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "操作の記録"

    def ready(self) -> None:
        post_migrate.connect(_begin_chain, sender=self)


def _begin_chain(using: str, **_kwargs: Any) -> None:
    """An empty log begins at nothing; one that has events but no head was tampered with and stays shut."""
    from audit.models import ChainHead, Event  # noqa: PLC0415  models are not ready when this file is read

    if not Event.objects.using(using).exists():
        ChainHead.objects.using(using).get_or_create(pk=1, defaults={"sequence": 0, "digest": "0" * 64})
