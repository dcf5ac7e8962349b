"""`check` tells whether the index is right; `rebuild` builds it anew beside the one that is read."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from search.indexing import comments, freshness, index, inspection, rebuilding


class Command(BaseCommand):
    help = "検索の索引を確かめます（check）、作り直します（rebuild）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check", "rebuild"])

    def handle(self, *args: object, **options: str) -> None:
        if options["what"] == "rebuild":
            self._rebuild()
        found = inspection.keep()
        told = f"generation={index.generation().pk} rows={found.rows} behind={found.behind}"
        told = f"{told} stray={found.stray} drift={found.drift}"
        self.stdout.write(f"{told} comments_behind={found.comments_behind}")
        if not found.is_sound:
            sys.exit(1)

    def _rebuild(self) -> None:
        """Readers go on with the old one meanwhile."""
        grown = rebuilding.begun()
        while left := freshness.left(grown):
            for publication in left:
                index.index(publication)
        while comments.catch_up(grown):
            pass
        rebuilding.finish(grown)
