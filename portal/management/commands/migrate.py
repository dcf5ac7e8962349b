"""Migrates as usual, into a data folder that it makes first: reading the settings alone makes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from portal.environment import make_folders


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Before the system checks, which open the database."""
        make_folders(settings.DATA_DIR, settings.FILE_UPLOAD_TEMP_DIR)
        return super().execute(*args, **options)
