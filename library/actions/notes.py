"""What speakers noted under their slides: kept only while the officer agrees."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from extraction.kinds import WITH_NOTES
from library import checks
from library.actions.files import lock_editable
from library.actions.locking import log
from library.contents import count_personal
from library.models import Edition, File, FileGate, Page, Reading
from library.tasks import read_next

_CHANGED = [
    "keeps_notes",
    "reading",
    "reading_tries",
    "reading_problem",
    "pages_read",
    "pages_drawn",
    "outline",
    "leased_until",
]


@transaction.atomic
def keep_notes(
    edition: Edition,
    *,
    by: User,
    keeps: bool,
    among: Collection[int] | None = None,
    now: datetime | None = None,
) -> list[File]:
    """Show the notes of all slides of a draft (or of those `among` the ids), or none; the files that this changed.

    Notes are not read before somebody agrees, so the slides are read again; without consent they are gone at once.
    """
    now = now or clock.now()
    edition = lock_editable(edition, by=by)
    slides = edition.files.select_for_update().filter(gate=FileGate.TAKEN, kind__in=WITH_NOTES)
    if among is not None:
        slides = slides.filter(pk__in=among)
    changed = list(slides.exclude(keeps_notes=keeps).order_by("pk"))
    for file in changed:
        file.keeps_notes = keeps
        if keeps:
            file.pages.all().delete()
            file.reading, file.reading_tries, file.reading_problem = Reading.WAITING, 0, ""
            file.pages_read, file.pages_drawn, file.outline, file.leased_until = 0, 0, [], None
        else:
            _forget_notes(file)
        file.save(update_fields=_CHANGED)
        if keeps:
            read_next(file.pk)
        log(Verb.KEEP_NOTES, edition, by=by, now=now, data={"file": file.pk, "before": not keeps, "after": keeps})
    if changed:
        checks.recount(edition)
    return changed


def _forget_notes(file: File) -> None:
    """With what they added to the count of what looks like personal data."""
    noted = list(file.pages.exclude(notes="").only("text"))
    for page in noted:
        page.notes, page.personal = "", count_personal(page.text, "")
    Page.objects.bulk_update(noted, ["notes", "personal"], batch_size=100)
