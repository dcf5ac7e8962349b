"""What killed processes left in the folders of passing files: uploads half received, the work of children."""

import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from extraction import another_user

_AFTER = timedelta(days=1)  # far longer than a request or a reading may take


def sweep(*, now: datetime) -> list[str]:
    """Delete what nobody wrote to for a day; returns the names. `now` is the machine's own time, as files have it."""
    limit = (now - _AFTER).timestamp()
    gone = []
    for path in (*sorted(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()), *another_user.left_behind()):
        with suppress(FileNotFoundError):  # its own process tidied it meanwhile
            if path.lstat().st_mtime < limit:
                _delete(path)
                gone.append(path.name)
    return gone


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
