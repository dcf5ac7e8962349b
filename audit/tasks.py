"""The minute's work of the log."""

from django.tasks import task

from audit import readings


@task
def fold_readings() -> None:
    while readings.fold() == 500:
        pass
