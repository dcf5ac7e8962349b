"""Files that people send with comments, and what the form shows of them."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from discussion.models import Attachment, Comment
from library.models import Publication
from posting.once import fresh_key
from tests.discussion.talking import Talker, written
from tests.hostile.office_files import document

PROGRAM = b"MZ\x90\x00" + b"\x00" * 200


def program(name: str = "道具.exe") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PROGRAM)


def with_a_name(name: str = "資料.docx") -> SimpleUploadedFile:
    """The gate takes it, and says what one has to know before it is published."""
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>山田 太郎</dc:creator></cp:coreProperties>'
    return SimpleUploadedFile(name, document("docx", {"docProps/core.xml": core}))


def send(person: Talker, publication: Publication, *files: SimpleUploadedFile, text: str = "資料を付けます", **fields):
    """The answer to the form beside a document."""
    return person.post(f"/comments/on/{publication.pk}/", text=text, once=fresh_key(), files=list(files), **fields)


def say_with(person: Talker, publication: Publication, *files: SimpleUploadedFile, **fields) -> Comment:
    return written(send(person, publication, *files, **fields))


def kept_in(answer) -> list[int]:
    """What the form that came back keeps: it need not be chosen again."""
    return [int(each) for each in re.findall(r'name="attached" value="(\d+)"', answer.content.decode())]


def only_file(comment: Comment) -> Attachment:
    return Attachment.objects.get(comment=comment)


def status(person: Talker, file: Attachment) -> int:
    answer = person.client.get(f"/comments/files/{file.pk}/")
    b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code
