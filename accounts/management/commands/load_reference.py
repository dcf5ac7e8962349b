"""Loads prefectures, bodies and tenures; idempotent."""

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts import reference


class Command(BaseCommand):
    help = "都道府県、団体、在籍を読み込みます（何度実行しても同じ結果になります）"

    def handle(self, *args: object, **options: object) -> None:
        with transaction.atomic():
            reference.load()
