"""Files on their way in: their names as they were sent, and no part of a name on our disk."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from japanese.filenames import shown_name

_LONGEST = 255


class NamesAsSent(MultiPartParser):
    """Takes off what could harm, and no more.

    Django's own parser also drops wide blanks and 外字, reads `&amp;` as HTML, and loses a file named by dots only.
    """

    def sanitize_file_name(self, file_name: str) -> str:
        return shown_name(file_name, limit=_LONGEST)


class UnnamedTemporaryFile(TemporaryFileUploadHandler):
    """The sent extension is no part of the temporary file's name: a very long one cannot be written by any system."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, "upload", *args, **kwargs)
        self.file_name = self.file.name = file_name
