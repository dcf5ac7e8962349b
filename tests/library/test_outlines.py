"""The outline of a file is kept when all of it is read, and a file without one is read all the same."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from extraction import runner
from library import reading
from library.models import File, Reading
from tests import factories
from tests.library.test_reading import read_to_the_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(tochigi) -> File:
    made = docx.Document()
    for title, level in (("目的", 1), ("細目", 2), ("利用", 1), ("残り", 4)):
        made.add_heading(title, level)
        made.add_paragraph("本文")
    buffer = io.BytesIO()
    made.save(buffer)
    edition = factories.make_draft(tochigi, files=[SimpleUploadedFile("手引.docx", buffer.getvalue())])
    return File.objects.get(edition=edition)


def test_headings_are_kept_with_their_sections(document):
    read_to_the_end(document)
    assert document.outline == [[1, "目的", 1, 1], [2, "細目", 1, 2], [1, "利用", 2, 1]]


def test_a_file_whose_outline_cannot_be_had_is_read(document, monkeypatch):
    def fail(*_):
        raise runner.ChildFailed(runner.Reason.TIME)

    monkeypatch.setattr(runner, "outline", fail)
    read_to_the_end(document)
    assert (document.reading, document.outline) == (Reading.DONE, [])


def test_an_outline_is_bounded_and_leads_nowhere_outside(document, monkeypatch):
    found = [runner.Heading(1, f"題{n}", n) for n in (0, 99)] + [runner.Heading(1, "題", 2)] * 5000
    monkeypatch.setattr(runner, "outline", lambda *_: found)
    read_to_the_end(document)
    assert document.outline == [[1, "題", 2, 0]] * reading.MOST_HEADINGS


def test_a_text_of_one_section_is_outlined_too(tochigi):
    made = docx.Document()
    made.add_heading("手引", 1)
    made.add_heading("目的", 2)
    buffer = io.BytesIO()
    made.save(buffer)
    edition = factories.make_draft(tochigi, files=[SimpleUploadedFile("手引.docx", buffer.getvalue())])
    file = File.objects.get(edition=edition)
    read_to_the_end(file)
    assert (file.page_count, file.outline) == (1, [[1, "手引", 1, 1], [2, "目的", 1, 2]])


def test_a_page_alone_that_only_its_page_leads_to_has_none(tochigi, monkeypatch):
    monkeypatch.setattr(runner, "outline", lambda *_: [runner.Heading(1, "題", 1)])
    file = File.objects.get(edition=factories.make_draft(tochigi, files=[factories.text_upload()]))
    read_to_the_end(file)
    assert (file.page_count, file.outline) == (1, [])
