"""Loads the synonyms of a new portal; idempotent."""

from django.core.management.base import BaseCommand

from search import reference


class Command(BaseCommand):
    help = "検索の同義語を読み込みます（1つもないときだけ）"

    def handle(self, *args: object, **options: object) -> None:
        reference.load()
