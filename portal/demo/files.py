"""The demo's files, drawn by code: none is kept in the project."""

import io
import textwrap
from collections.abc import Sequence

import docx
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml.ns import qn
from pptx import Presentation
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

type Chapter = tuple[str, Sequence[str]]

_FONT, _LINE, _CHARACTERS = "HeiseiKakuGo-W5", 20, 40


def pdf(name: str, title: str, chapters: Sequence[Chapter]) -> SimpleUploadedFile:
    """One page a chapter; the font is not embedded, as in many older office papers."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setTitle(title)
    for number, (heading, paragraphs) in enumerate(chapters, start=1):
        y = 790.0
        canvas.setFont(_FONT, 9)
        canvas.drawRightString(540, 815, title)
        canvas.setFont(_FONT, 16)
        canvas.drawString(56, y, heading)
        canvas.setFont(_FONT, 11)
        y -= 36
        for paragraph in paragraphs:
            for line in textwrap.wrap(paragraph, _CHARACTERS) or [""]:
                canvas.drawString(56, y, line)
                y -= _LINE
            y -= 8
        canvas.setFont(_FONT, 9)
        canvas.drawCentredString(297, 30, str(number))
        canvas.showPage()
    canvas.save()
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/pdf")


def word(name: str, chapters: Sequence[Chapter]) -> SimpleUploadedFile:
    document = docx.Document()
    for style in ("Normal", "Heading 1"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "游ゴシック")
    for heading, paragraphs in chapters:
        document.add_heading(heading, level=1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def excel(name: str, sheets: Sequence[tuple[str, Sequence[Sequence[str | int]]]]) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for label, rows in sheets:
            sheet = book.add_worksheet(label)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return SimpleUploadedFile(name, buffer.getvalue())


def slides(name: str, chapters: Sequence[Chapter]) -> SimpleUploadedFile:
    presentation = Presentation()
    for heading, paragraphs in chapters:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join(paragraphs)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def text(name: str, words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())
