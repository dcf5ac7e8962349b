"""Makes the sheets of an OpenDocument workbook as wide as their paper, where nobody said how they are to be printed."""

import re
import shutil
import zipfile
from pathlib import Path

from extraction.limits import Limits

_STYLES = "styles.xml"
_LAYOUT = re.compile(r"<style:page-layout-properties\b[^>]*>")
_SAID = re.compile(r'\sstyle:scale-to(?:-pages|-X|-Y)?="(?!100%")')


def fit_to_width(workbook: Path, target: Path, limits: Limits) -> Path:
    """A copy whose pages are one sheet wide. Whoever set a scale, or so many pages, looked at it: that stays."""
    with (
        zipfile.ZipFile(workbook) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fit,
    ):
        if sum(part.file_size for part in source.infolist()) > limits.archive_bytes:
            return workbook
        for part in source.infolist():
            with source.open(part) as read:
                if part.filename == _STYLES:
                    fit.writestr(part, _LAYOUT.sub(_fitted, read.read().decode()).encode())
                    continue
                with fit.open(part.filename, "w") as written:
                    shutil.copyfileobj(read, written)
    return target


def _fitted(layout: re.Match[str]) -> str:
    if _SAID.search(layout[0]):
        return layout[0]
    plain = re.sub(r'\sstyle:scale-to="100%"', "", layout[0])
    return plain.replace("-properties", '-properties style:scale-to-X="1" style:scale-to-Y="0"', 1)
