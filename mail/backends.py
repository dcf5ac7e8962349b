"""Where mail goes when no server is named: into a folder, one file a letter, so that it can be opened and read."""

import email.policy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

import clock

# Letters as they are written, in UTF-8 and with whole lines: a link can be read with `cat` and copied.
_READABLE = email.policy.default.clone(utf8=True, max_line_length=998)


class FolderBackend(BaseEmailBackend):
    def __init__(self, *, folder: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = re.sub(r"[^\w@.+-]", "_", message.to[0] if message.to else "nobody")
            path = self.folder / f"{clock.now():%Y%m%d-%H%M%S-%f}-{name}.eml"
            path.write_bytes(message.message(policy=_READABLE).as_bytes())
        return len(email_messages)
