"""One stylesheet for the browser: joins the five files of `static/css` into `css/portal.css` whenever they change."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

PARTS = ("tokens", "base", "components", "pages", "print")
NAME = "css/portal.css"


def joined(folder: Path) -> str:
    """The five parts of `folder` in cascade order, without comments, indentation and empty lines."""
    text = "\n".join((folder / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


class StylesheetFinder(BaseFinder):
    """Gives `css/portal.css` to collectstatic, and to the development server and the tests, which ask on each request.

    The joined file lies in the data folder: the checkout is never written to at run time.
    """

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.sources = Path(settings.BASE_DIR) / "static" / "css"
        self.storage = FileSystemStorage(location=Path(settings.DATA_DIR) / "stylesheet")

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        missing = [f"{part}.css" for part in PARTS if not (self.sources / f"{part}.css").is_file()]
        return [Error(f"static/css にありません: {', '.join(missing)}", id="portal.E001")] if missing else []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        if path != NAME:
            return []
        built = str(self._build())
        return [built] if find_all else built

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002  Django's signature
        self._build()
        yield NAME, self.storage

    def _build(self) -> Path:
        """Write the joined file if its content changed; whole or not at all, as several processes may do it at once."""
        target, text = Path(self.storage.path(NAME)), joined(self.sources)
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
                file.write(text)
            Path(file.name).replace(target)
        return target
