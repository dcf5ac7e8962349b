"""The library's own tidying."""

from django.tasks import task
from django.utils import timezone

from jobs import retry


@task(priority=-50)
def prune() -> None:
    retry.prune(now=timezone.now())
