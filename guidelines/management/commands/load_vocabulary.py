"""Loads types, themes and services; idempotent."""

from django.core.management.base import BaseCommand
from django.db import transaction

from guidelines import reference as services
from library import reference as vocabulary


class Command(BaseCommand):
    help = "資料の種類、テーマ、サービスを読み込みます（ないものだけを加えます）"

    def handle(self, *args: object, **options: object) -> None:
        with transaction.atomic():
            vocabulary.load()
            services.load()
