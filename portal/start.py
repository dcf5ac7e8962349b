"""What stands before the first request: database, static files, reference data, demo; done again it takes a moment."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from portal.environment import BASE_DIR


def prepare() -> None:
    """Bring database, static files and reference data up to date; load the demo where it is asked for."""
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static()
    call_command("load_reference")
    call_command("load_vocabulary")
    call_command("load_synonyms")
    if settings.DEMO and not User.objects.exists():
        call_command("load_demo")


def _collect_static() -> None:
    """Only when a source has changed since the last time."""
    mark = settings.STATIC_ROOT / ".sources"
    state = _state_of(BASE_DIR / "static")
    if mark.exists() and mark.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(state)


def _state_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
