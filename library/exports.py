"""Lists as CSV and Excel: for Japanese Excel, with nothing in them that a spreadsheet would run."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from accounts.guards import user_of
from audit.record import record
from audit.verbs import Verb
from library.attachment import content_disposition
from library.compression import sent_as_is
from posting import rates

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 500
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # also as Japanese keyboards give them
_HOUR = timedelta(hours=1)


def harmless(text: str) -> str:
    """A cell that stays text: an apostrophe stands before what would begin a formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with BOM, one line at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(head)
    yield b"\xef\xbb\xbf" + buffer.getvalue().encode()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue().encode()


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    """Streamed: memory does not grow with the list."""
    response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition(f"{name}.csv")
    return response


def as_xlsx(request: HttpRequest, name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    """Row by row into a temporary file on the data disk; every cell is a text, none a formula or a link."""
    import xlsxwriter  # noqa: PLC0415  heavy, and few requests need it

    folder = str(settings.FILE_UPLOAD_TEMP_DIR)
    options = {"constant_memory": True, "tmpdir": folder}
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  the response closes it
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("一覧")
        bold = book.add_format({"bold": True, "bg_color": "#f2f2f2"})
        wrapped = book.add_format({"text_wrap": True})
        sheet.set_column(0, len(head) - 1, 22)
        sheet.freeze_panes(1, 0)
        for column, cell in enumerate(head):
            sheet.write_string(0, column, cell, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, wrapped if "\n" in cell else None)
    file.seek(0)
    sent_as_is(request)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = content_disposition(f"{name}.xlsx")
    return response


def _limit() -> str:
    return f"一覧を保存できるのは、1時間に{settings.LIMITS.exports_per_hour}回までです（CSVとExcelを合わせて）。"


def too_many(request: HttpRequest) -> HttpResponse | None:
    """429 when this person has saved too many lists within the hour; else the saving is counted and logged."""
    user = user_of(request)
    if not rates.allow(f"export:{user.pk}", limit=settings.LIMITS.exports_per_hour, period=_HOUR):
        response = render(request, "errors/429.html", {"limit": _limit()}, status=429)
        response["Retry-After"] = str(int(_HOUR.total_seconds()))
        return response
    with transaction.atomic():
        record(Verb.EXPORT, by=user, target=("list", "", request.path[:200]))
    return None
