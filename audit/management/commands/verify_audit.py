"""Verifies the chain of events; one line of key=value at the end, non-zero on any finding."""

from django.core.management.base import BaseCommand, CommandError

from audit.chain import faults
from audit.models import Event


class Command(BaseCommand):
    help = "操作の記録がつながっているか確かめます"

    def handle(self, *args: object, **options: object) -> None:
        found = list(faults())
        for fault in found:
            self.stdout.write(f"{fault.sequence}: {fault.what}")
        line = f"events={Event.objects.count()} faults={len(found)}"
        if found:
            raise CommandError(line)
        self.stdout.write(line)
