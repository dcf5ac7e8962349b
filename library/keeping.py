"""What is sent goes into the vault before any row names it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File

from accounts.models import User
from japanese.filenames import kept_name, shown_name
from library.storage import vault


def keep(upload: "File[bytes]", *, by: User, now: datetime, is_refused: bool = False) -> dict[str, Any]:
    """The columns of the row that names it next, in quarantine.

    What is too large or empty is not kept, nor what was refused already: its row says why.
    """
    is_kept = not is_refused and 0 < (upload.size or 0) <= settings.LIMITS.file_bytes
    stored = vault().put(upload) if is_kept else None
    sent = upload.name or ""
    return {
        "sent_name": kept_name(sent, limit=400),
        "name": shown_name(sent),
        "kind": "unknown",
        "size": upload.size or 0,
        "sha256": stored.sha256 if stored else "",
        "key": stored.key if stored else "",
        "uploaded_at": now,
        "uploaded_by": by,
    }
