"""Runs a background worker until it is told to stop."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from jobs.worker import Worker


class Command(BaseCommand):
    help = "裏で動く仕事（読み取り、画像、メールなど）を進めます"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="待っている仕事がなくなったら終わる")

    def handle(self, *, once: bool, **options: object) -> None:
        for folder in (settings.DATA_DIR, settings.FILE_UPLOAD_TEMP_DIR):  # a worker may be alone on its machine
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        worker = Worker(
            queue_names=["*"],
            interval=1.0,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(16),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
