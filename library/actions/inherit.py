"""The files of the live edition taken over into the next one, which begins without any."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

import clock
from accounts.models import User
from audit.verbs import Verb
from library.actions.files import lock_editable
from library.actions.locking import log
from library.models import Edition, File, FileGate
from library.rules import Refused
from library.tasks import check_later


@transaction.atomic
def inherit_files(edition: Edition, *, by: User, now: datetime | None = None) -> list[File]:
    """New rows that name the same bytes, kept as close as before; they are judged and read anew, by today's rules.

    What the draft has already, by its content, is not taken twice. Bytes go only when no row names them any more.
    """
    now = now or clock.now()
    edition = lock_editable(edition, by=by)  # and with it the publication: nobody erases its files meanwhile
    live = edition.publication.live_edition
    if live is None:
        raise Refused("引き継ぐ版がありません。ファイルを選んでください")
    have = set(edition.files.values_list("sha256", flat=True))
    wanted = File.objects.visible_to(by).taken().filter(edition=live).exclude(sha256__in=have)
    sources = list(wanted.in_order())
    if edition.files.exclude(gate=FileGate.REFUSED).count() + len(sources) > settings.LIMITS.files_per_request:
        raise Refused(f"1つの資料に登録できるファイルは{settings.LIMITS.files_per_request}個までです")
    last = edition.files.aggregate(last=Max("position"))["last"] or 0
    return [_copy(source, edition, last + place, by=by, now=now) for place, source in enumerate(sources, start=1)]


def _copy(source: File, edition: Edition, position: int, *, by: User, now: datetime) -> File:
    file = File.objects.create(
        edition=edition,
        position=position,
        sent_name=source.sent_name,
        name=source.name,
        kind="unknown",
        size=source.size,
        sha256=source.sha256,
        key=source.key,
        visibility=source.visibility,
        bundle=source.bundle,
        keeps_notes=source.keeps_notes,
        uploaded_at=now,
        uploaded_by=by,
    )
    check_later(file.pk)
    log(Verb.ADD_FILE, edition, by=by, now=now, data={"file": file.pk, "sha256": file.sha256, "from": source.pk})
    return file
