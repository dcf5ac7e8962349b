"""Lets LibreOffice, where it is installed, print an Office file to PDF: without network, macros and our environment."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from extraction import another_user, office_profile, runner
from extraction.bounded import Isolation, TooLate, isolation, run
from extraction.limits import Limits

_WRITER, _CALC, _IMPRESS = "writer_pdf_Export", "calc_pdf_Export", "impress_pdf_Export"
PRINTERS = {
    **dict.fromkeys(("docx", "doc", "odt", "rtf"), _WRITER),
    **dict.fromkeys(("xlsx", "xls", "ods"), _CALC),
    **dict.fromkeys(("pptx", "ppt", "odp"), _IMPRESS),
}
"""The kinds of files that can be printed, and by which part of the program."""
MOST_PAGES = 300
"""So many are to be used; one more is printed, which tells that there are more."""
_SHEETS_ENLARGED = 1.4  # sheets are printed small, and whoever made them may have chosen to
_OPTIONS = (  # hidden slides are pages, too, so that pages and slides stay together; comments are not printed
    '{"PageRange":{"type":"string","value":"1-%d"},"ExportHiddenSlides":{"type":"boolean","value":"true"},'
    '"ExportNotes":{"type":"boolean","value":"false"},"ReduceImageResolution":{"type":"boolean","value":"true"},'
    '"MaxImageResolution":{"type":"long","value":"150"}}'
)


class OfficeFailed(Exception):
    """No PDF came of it; str() is for people."""


@dataclass(frozen=True)
class Office:
    """LibreOffice as it was found on this machine."""

    program: str
    isolation: Isolation


def find() -> Office | None:
    """Looked for each time, so that what is installed later is used without a new start."""
    program = path()
    return Office(program, isolation()) if program else None


def path() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def can_print(kind: str) -> bool:
    return kind in PRINTERS


def enlarged(kind: str) -> float:
    """How much larger than other pages the printed ones are drawn."""
    return _SHEETS_ENLARGED if PRINTERS[kind] == _CALC else 1.0


def to_pdf(office: Office, original: Path, kind: str, folder: Path, limits: Limits) -> Path:
    """The PDF, a file of `folder`: at most MOST_PAGES and one, sheets so that they can be read. Raises OfficeFailed."""
    with another_user.place(limits.workplace) as work:
        desk = _Desk(office, work, limits)
        document = another_user.lay(original, work, f"document.{kind}")
        if PRINTERS[kind] == _CALC:
            sheets = desk.convert(document, "ods", "ods:calc8", another_user.given(work, "sheets.ods"))
            document = another_user.readable(runner.fit(sheets, another_user.given(work, "fitted.ods"), limits))
        form = f"pdf:{PRINTERS[kind]}:{_OPTIONS % (MOST_PAGES + 1)}"
        printed = desk.convert(document, "pdf", form, folder / "printed.pdf")
        with printed.open("rb") as file:
            if file.read(5) != b"%PDF-":  # it says that all went well, whatever came of it
                raise OfficeFailed("印刷イメージを作れませんでした")
        return printed


class _Desk:
    """One file's own place: its profile, its temporary files, its results."""

    def __init__(self, office: Office, work: str, limits: Limits) -> None:
        self.office, self.work, self.limits = office, Path(work), limits
        self.profile = self.work / "profile"
        office_profile.write(self.profile)
        another_user.own(work)

    def convert(self, document: Path, extension: str, form: str, target: Path) -> Path:
        """The result, in a folder of ours. Raises OfficeFailed."""
        out = self.work / f"out-{extension}"
        program = [
            self.office.program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--convert-to", form, "--outdir", str(out), str(document),
        ]  # fmt: skip
        self._run(program, {**office_profile.environment(self.profile), "TMPDIR": str(self.work)})
        made = f"{document.stem}.{extension}"
        is_taken = another_user.take(out, made, target, most_bytes=self.limits.output_bytes)
        if not is_taken or target.stat().st_size == 0:
            raise OfficeFailed("印刷イメージを作れませんでした")
        return target

    def _run(self, program: list[str], environment: dict[str, str]) -> None:
        try:
            run(
                program,
                way=self.office.isolation,
                folder=self.work,
                environment=environment,
                seconds=self.limits.wall_seconds,
                output_bytes=self.limits.output_bytes,
            )
        except TooLate as late:
            raise OfficeFailed("印刷イメージを作るのに時間がかかりすぎたため、途中で止めました") from late
