"""Files on their way in: their names as they were sent, and no part of a name on our disk."""

import re
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from japanese.filenames import shown_name

_LONGEST = 255
_LONGEST_HEAD = 1024  # Django's own; a longer one is answered with 400
_END_OF_HEAD = b"\r\n\r\n"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_TAKEN_OFF = "\x7f"
"""Stands for a byte that is no text: as long as that byte, and no shown name keeps it."""


class ReadableHeads:
    """A request's body in which the head of every part is UTF-8; everything else passes as it is.

    Django's parser drops a part without a word when a byte of its head (of the file's name) is not UTF-8.
    """

    def __init__(self, source: IO[bytes], boundary: bytes) -> None:
        self._source, self._edge, self._waiting = source, b"--" + boundary, b""
        self._head = re.compile(re.escape(self._edge) + b"(?s:.{0,%d}?)" % _LONGEST_HEAD + re.escape(_END_OF_HEAD))

    def read(self, size: int = -1) -> bytes:
        """Nothing only at the end; what may be the beginning of a head waits for the rest of it."""
        while fresh := self._source.read(size):
            body = self._waiting + fresh
            cut = max(self._settled(body), 0)
            self._waiting = body[cut:]
            if cut:
                return self._head.sub(_readable, body[:cut])
        body, self._waiting = self._waiting, b""
        return self._head.sub(_readable, body)

    def _settled(self, body: bytes) -> int:
        """Up to where no byte to come can change what is a head."""
        begin = body.rfind(self._edge)
        end = body.find(_END_OF_HEAD, begin) if begin >= 0 else -1
        if begin >= 0 > end and len(body) - begin <= len(self._edge) + _LONGEST_HEAD:
            return begin
        after_head = end + len(_END_OF_HEAD) if end >= 0 else 0
        return max(after_head, len(body) - len(self._edge) + 1)


def _readable(head: re.Match[bytes]) -> bytes:
    return _NOT_UTF8.sub(_TAKEN_OFF, head[0].decode(errors="surrogateescape")).encode()


class NamesAsSent(MultiPartParser):
    """Takes off what could harm, and no more.

    Django's own parser also drops wide blanks and 外字, reads `&amp;` as HTML, and loses a file named by dots only.
    """

    def __init__(self, META: dict[str, Any], input_data: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        super().__init__(META, input_data, *args, **kwargs)
        parser: Any = self  # the stubs leave out what it keeps
        parser._input_data = ReadableHeads(input_data, parser._boundary)  # noqa: SLF001

    def parse(self) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]]:
        """Closes (and so deletes) what did not arrive whole too; Django leaves that to whenever it is collected."""
        parser: Any = self
        try:
            return super().parse()
        finally:
            arrived = getattr(parser, "_files", MultiValueDict[str, UploadedFile[Any]]())
            whole = {id(file) for _, files in arrived.lists() for file in files}
            for handler in parser._upload_handlers:  # noqa: SLF001
                file = getattr(handler, "file", None)
                if file is not None and id(file) not in whole:
                    file.close()

    def sanitize_file_name(self, file_name: str) -> str:
        return shown_name(file_name, limit=_LONGEST)


class UnnamedTemporaryFile(TemporaryFileUploadHandler):
    """The sent extension is no part of the temporary file's name: a very long one cannot be written by any system."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, "upload", *args, **kwargs)
        self.file_name = self.file.name = file_name
