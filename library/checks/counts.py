"""How many checks of a submission need a look.

The number is kept with the submission: the queue shows it for every row, and to find it each time would cost some ten
queries a row and a search of the pages. It is found anew when something happens that changes it: a handing-in, the end
of a reading, a reading that is tried again, and what becomes of a submission with the same bytes.
"""

from django.db import transaction

from library.checks.every import automatic
from library.models import Edition, File, Submission
from library.readers import DESK

_MOST_TWINS = 20
_OPEN = Submission.Outcome.OPEN


@transaction.atomic
def recount(edition: Edition, *, skip_locked: bool = False) -> None:
    """As the desk sees it. The row is held first, so that of two counts at once the later one is kept."""
    rows = Submission.objects.select_for_update(of=("self",), skip_locked=skip_locked)
    submission = rows.filter(edition=edition, outcome=_OPEN).first()
    if submission is None:
        return
    submission.to_check = sum(1 for check in automatic(edition, reader=DESK) if not check.is_ok)
    submission.save(update_fields=["to_check"])


def recount_twins(edition: Edition) -> None:
    """Other submissions with the same bytes. One that is being written now is passed over: nobody waits in a circle."""
    hashes = edition.files.taken().values("sha256")
    others = Edition.objects.awaiting_review().exclude(publication=edition.publication_id)
    same = others.filter(pk__in=File.objects.taken().filter(sha256__in=hashes).values("edition"))
    for other in same.select_related("publication")[:_MOST_TWINS]:
        recount(other, skip_locked=True)
