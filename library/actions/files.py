"""Files of a draft: added, taken off, kept closer, read again."""

from datetime import datetime

from django.conf import settings
from django.core.files import File as DjangoFile
from django.db import transaction
from django.db.models import Max

import clock
from accounts.models import User
from audit.verbs import Verb
from library import checks
from library.actions.locking import lock_edition, log
from library.keeping import keep
from library.models import Edition, File, FileGate, Reading, Visibility
from library.reading import forget_problems
from library.rules import Refused
from library.tasks import check_later, read_next

_MOST_ROWS = 3  # times the files of an edition, with those that were refused


def lock_editable(edition: Edition, *, by: User) -> Edition:
    """The draft as it is now, its publication locked; Refused when this person may not change it any more."""
    edition = lock_edition(edition)
    if not Edition.objects.editable_by(by).filter(pk=edition.pk).exists():
        raise Refused("この版のファイルはもう変えられません。取り戻すか、新しい版を作ってください")
    return edition


def has_room(edition: Edition) -> bool:
    """What cannot be registered takes no place from what can, but is not gathered without end."""
    most = settings.LIMITS.files_per_request
    gates = list(edition.files.values_list("gate", flat=True))
    return sum(gate != FileGate.REFUSED for gate in gates) < most and len(gates) < _MOST_ROWS * most


def add_file(
    edition: Edition,
    upload: "DjangoFile[bytes]",
    *,
    by: User,
    bundle: str = "",
    refusal: str = "",
    now: datetime | None = None,
) -> File:
    """Keep the bytes, then the row that names them; the gate looks at it next (`library.gate.judge`).

    A file that is too large or empty is not kept: its row says why. `bundle` names the ZIP it came in; with `refusal`
    it was refused there, or is a ZIP that was refused whole. Raises Refused when the draft is full.
    """
    now = now or clock.now()
    if not Edition.objects.editable_by(by).filter(pk=edition.pk).exists():
        raise Refused("この版のファイルはもう変えられません。取り戻すか、新しい版を作ってください")
    columns = keep(upload, by=by, now=now, is_refused=bool(refusal))
    with transaction.atomic():
        edition = lock_editable(edition, by=by)
        if not has_room(edition):
            raise Refused(f"1つの資料に登録できるファイルは{settings.LIMITS.files_per_request}個までです")
        if refusal:
            columns |= {"gate": FileGate.REFUSED, "gate_message": refusal[:400], "reading": Reading.DONE}
        if refusal and not bundle:
            columns["kind"] = "zip"
        last = edition.files.aggregate(last=Max("position"))["last"] or 0
        file = File.objects.create(edition=edition, position=last + 1, bundle=bundle, **columns)
        if not refusal:
            check_later(file.pk)
        log(Verb.ADD_FILE, edition, by=by, now=now, data={"file": file.pk, "sha256": file.sha256})
    return file


@transaction.atomic
def remove_file(file: File, *, by: User, now: datetime | None = None) -> None:
    """Take a file off its draft; the bytes go with a later sweep. Done when a colleague took it off meanwhile."""
    now = now or clock.now()
    edition = lock_editable(file.edition, by=by)
    locked = File.objects.select_for_update().filter(pk=file.pk)  # a worker that keeps its pages ends first
    if locked.first() is None:
        return
    log(Verb.REMOVE_FILE, edition, by=by, now=now, data={"file": file.pk, "sha256": file.sha256})
    file.delete()


@transaction.atomic
def keep_file_closer(
    file: File, *, by: User, visibility: Visibility | None, now: datetime | None = None
) -> File | None:
    """Show one file to fewer than its publication (None: as the publication). None when the file is gone meanwhile."""
    now = now or clock.now()
    edition = lock_editable(file.edition, by=by)
    fresh = edition.files.select_for_update().filter(pk=file.pk).first()
    if fresh is None or fresh.visibility == visibility:
        return fresh
    log(
        Verb.KEEP_CLOSER,
        edition,
        by=by,
        now=now,
        data={"file": fresh.pk, "before": fresh.visibility, "after": visibility},
    )
    fresh.visibility = visibility
    fresh.save(update_fields=["visibility"])
    return fresh


@transaction.atomic
def retry_reading(file: File, *, by: User, now: datetime | None = None) -> File:
    """Read a file again that could not be read, or only in part."""
    now = now or clock.now()
    edition = lock_edition(file.edition)
    if not Edition.objects.worked_on_by(by).filter(pk=edition.pk).exists():
        raise Refused("読み取りをやり直せるのは、提供した団体と事務局です")
    fresh = edition.files.select_for_update().filter(pk=file.pk).first()
    if fresh is None:
        raise Refused("このファイルは、もうありません")
    file = fresh
    if file.gate != FileGate.TAKEN or file.reading not in {Reading.FAILED, Reading.PARTIAL}:
        raise Refused("読み取りは、失敗したときだけやり直せます")
    file.reading, file.reading_problem, file.reading_tries, file.leased_until = Reading.WAITING, "", 0, None
    file.save(update_fields=["reading", "reading_problem", "reading_tries", "leased_until"])
    forget_problems(file)
    checks.recount(edition)
    read_next(file.pk)
    log(Verb.RETRY_READING, edition, by=by, now=now, data={"file": file.pk})
    return file
