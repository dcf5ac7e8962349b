"""Tasks that the tests of the worker enqueue."""

from django.tasks import task

from posting.models import RateCounter


@task
def count_up(name: str) -> None:
    import clock

    RateCounter.objects.get_or_create(digest=name, defaults={"window_began_at": clock.now(), "count": 0})
    row = RateCounter.objects.get(digest=name)
    row.count += 1
    row.save()


@task
def always_fails() -> None:
    raise ValueError("見本の失敗")
