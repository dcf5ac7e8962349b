"""Background work about comments: files that take long to be judged, and those whose comment was never posted."""

from django.tasks import task

import clock
from discussion.models import Attachment
from library import gate, scanner
from library.leases import lease_quarantined


@task(priority=60)
def check_attachment(attachment_id: int) -> None:
    """Judge a file that the web process had no time for; its writer is still there, and asks again."""
    if scanner.is_configured() and not scanner.answers():
        return
    with lease_quarantined(Attachment, attachment_id, now=clock.now()) as file:
        if file is not None:
            gate.judge([file])


@task(priority=-20)
def forget_unposted() -> None:
    """The bytes go with the sweep of what no row names."""
    Attachment.objects.abandoned(now=clock.now()).delete()
