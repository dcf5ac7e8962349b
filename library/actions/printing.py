"""The printed pages of an Office file, asked for again after they failed."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from library.actions.locking import lock_edition, log
from library.models import Edition, File, Paper, PaperState
from library.rules import Refused
from library.tasks import print_file


@transaction.atomic
def retry_printing(file: File, *, by: User, now: datetime | None = None) -> File:
    """Print a file again that could not be printed, or only in part; the pages that are there stay until then."""
    now = now or clock.now()
    edition = lock_edition(file.edition)
    if not Edition.objects.worked_on_by(by).filter(pk=edition.pk).exists():
        raise Refused("印刷イメージを作り直せるのは、提供した団体と事務局です")
    fresh = edition.files.select_for_update().filter(pk=file.pk).first()
    if fresh is None:
        raise Refused("このファイルは、もうありません")
    failed = Paper.objects.filter(file=fresh, state=PaperState.FAILED)
    if not failed.update(state=PaperState.WAITING, problem="", tries=0, leased_until=None):
        raise Refused("印刷イメージは、失敗したときだけ作り直せます")
    print_file.enqueue(fresh.pk)
    log(Verb.RETRY_READING, edition, by=by, now=now, data={"file": fresh.pk, "what": "paper"})
    return fresh
