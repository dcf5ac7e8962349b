"""Rules about PDFs, on the parsed objects: a search over bytes refuses honest files and misses hidden ones."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.gate import images, ole
from extraction.gate.inspection import Inspection, shown
from extraction.gate.leftovers import of_names
from extraction.gate.reach import Reach, plain, reach, runs
from extraction.gate.verdict import Refusal

_ACTIVE = {
    "/JavaScript",
    "/SubmitForm",
    "/ImportData",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
    "/Rendition",
}
_ACTIVE_ANNOTATIONS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_NOTES = {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp"}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MARKUP = re.compile(
    rb"<(?:!doctype html|(?:html|script|svg|iframe|body|object|embed|hta:\w+)(?=\s*/?>|\s+[\w:-]+\s*=))|<\?php",
    re.IGNORECASE,
)
_PROGRAM = re.compile(rb"MZ[^\x20-\x7e\r\n\t]|PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF")
_ARCHIVE = re.compile(rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
_BEHIND = re.compile(rb"%%EOF(.*?)(?=\b\d{1,10}\s+\d{1,5}\s+obj\b|\bxref\b|%%EOF|\Z)", re.DOTALL)
_ACTIVE_WORDS = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|XFA|RichMedia\w*|EmbeddedFiles?|EF|FileAttachment)(?![\w])"
)


_BEFORE = 1024
_PLACES = ("/F", "/UF", "/DOS", "/Unix", "/Mac")
_SHORTCUT = re.compile(r"\s*file:.*\.lnk\s*", re.IGNORECASE | re.DOTALL)
_BLANKS = b"\x00 \r\n\t"


def check(inspection: Inspection) -> None:
    """A PDF file. Raises Refusal; its author and notes that are left in it are remarked."""
    nothing_else(inspection)
    not_locked(inspection)
    nothing_active(inspection)


def nothing_else(inspection: Inspection) -> None:
    """What another program would take for a page of the web, a program or an archive: before, behind, or throughout.

    Commands for a printer before the beginning are honest, and so are blanks behind the end.
    """
    path = inspection.suspect.path
    data = path.read_bytes()
    before = data[: _BEFORE + 5].partition(b"%PDF-")[0].lstrip(_BLANKS)
    where = ""
    if (
        ole.is_program(before)
        or before.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK"))
        or _PROGRAM.search(before)
        or _MARKUP.search(before)
    ):
        where = "はじまりの前"
    elif any(_is_foreign(behind) for behind in _BEHIND.findall(data)):
        where = "終わりのあと"
    elif images.is_archive(path):
        where = "全体がZIPとしても開けるよう"
    if where:
        raise Refusal(
            f"「{inspection.name}」は中身がPDFだけではありません（{where}に別の種類のデータがあります）。"
            "元のファイルを開いて保存し直してください"
        )


def _is_foreign(behind: bytes) -> bool:
    """What stands behind an end, up to the next revision of the document or its next end."""
    return bool(ole.is_program(behind.lstrip(_BLANKS)) or _ARCHIVE.search(behind) or _MARKUP.search(behind))


def not_locked(inspection: Inspection) -> int:
    """Opens without a password (owner restrictions are none); gives the number of pages. Refused when broken."""
    import pypdfium2  # noqa: PLC0415  only where a PDF is judged
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    try:
        with pypdfium2.PdfDocument(inspection.suspect.path) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise inspection.locked() from problem
        raise inspection.broken() from problem
    if pages == 0:
        raise inspection.broken()
    if pages > inspection.suspect.limits.pdf_pages:
        raise Refusal(
            f"「{inspection.name}」は{pages:,}ページあります。{inspection.suspect.limits.pdf_pages:,}ページまでに分けてください"
        )
    return pages


def nothing_active(inspection: Inspection) -> None:
    """No action that runs something, no attached file. What neither reader can lay open is refused as broken."""
    nothing_active_in(inspection, inspection.suspect.path)


def nothing_active_in(inspection: Inspection, source: Path | io.BytesIO) -> None:
    """The same for a PDF that is embedded in another document."""
    import pikepdf  # noqa: PLC0415

    try:
        with pikepdf.open(source) as document:
            _nothing_active(inspection, document)
            say_leftovers(inspection, document)
    except pikepdf.PasswordError as problem:
        raise inspection.locked() from problem
    except (pikepdf.PikepdfError, RecursionError):
        _nothing_active_when_mended(inspection, source)


def _nothing_active_when_mended(inspection: Inspection, source: Path | io.BytesIO) -> None:
    """For what the checker cannot parse but PDFium can: its own copy is walked.

    Another program may find in the damaged bytes what PDFium passed over, so their words count as well.
    """
    import pikepdf  # noqa: PLC0415
    import pypdfium2  # noqa: PLC0415

    data = source.read_bytes() if isinstance(source, Path) else _all_of(source)
    mended = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.save(mended)
        with pikepdf.open(mended) as copy:
            _nothing_active(inspection, copy)
    except (pypdfium2.PdfiumError, pikepdf.PikepdfError, RecursionError) as problem:
        raise inspection.broken() from problem
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)
    if _ACTIVE_WORDS.search(plain):
        raise inspection.broken()


def _all_of(source: io.BytesIO) -> bytes:
    source.seek(0)
    return source.read()


def _nothing_active(inspection: Inspection, document: Any) -> None:
    is_form = _is_form(document)
    for dictionary in _dictionaries(document):
        _refuse_active(inspection, dictionary, is_form=is_form)
        _refuse_launching(inspection, dictionary)
        _refuse_attached(inspection, dictionary)
        _refuse_far_file(inspection, dictionary)


def say_leftovers(inspection: Inspection, document: Any) -> None:
    """The author of the properties, and notes that were written onto the pages."""
    try:
        author = str(document.docinfo.get("/Author", "")) if "/Info" in document.trailer else ""
    except Exception:  # noqa: BLE001  properties that cannot be read have nothing to say
        author = ""
    if sentence := of_names(author):
        inspection.remark(sentence)
    notes = sum(_words(d, "/Subtype") in _NOTES and "/Rect" in d for d in _dictionaries(document))
    if notes:
        inspection.remark(f"注釈（コメント）が残っています（{notes}件）")


def _dictionaries(document: Any) -> Iterator[Any]:
    """Every dictionary, however deep inside others; streams by their dictionaries."""
    import pikepdf  # noqa: PLC0415

    waiting = [*document.objects, document.trailer]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            children = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            children = list(thing)
        else:
            continue
        waiting += [child for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect]


def _words(dictionary: Any, key: str) -> str:
    """A name or string; Japanese programs write names in Shift_JIS too, and none of the dangerous ones is such."""
    try:
        return str(dictionary.get(key, ""))
    except UnicodeDecodeError:
        return ""


def _is_form(document: Any) -> bool:
    """Whether there is something to fill in; of the kind made by LiveCycle the fields stand elsewhere."""
    form = document.Root.get("/AcroForm")
    return form is not None and ("/XFA" in form or len(form.get("/Fields", [])) > 0)


def _refuse_active(inspection: Inspection, dictionary: Any, *, is_form: bool) -> None:
    if (
        _words(dictionary, "/S") in _ACTIVE
        or _words(dictionary, "/Subtype") in _ACTIVE_ANNOTATIONS
        or "/JS" in dictionary
        or "/XFA" in dictionary
    ):
        raise Refusal(
            f"「{inspection.name}」には自動で動く仕掛け（スクリプト）があります。「印刷」から PDF に作り直してください"
            + (
                "。入力欄を残したい様式は、スクリプトのない PDF か、もとの Word や Excel を登録してください"
                if is_form
                else ""
            )
        )


def _refuse_launching(inspection: Inspection, dictionary: Any) -> None:
    """A link that opens a file or a program beside the document, which nobody else has there."""
    if _words(dictionary, "/S") == "/Launch":
        raise Refusal(
            f"「{inspection.name}」には、ほかのファイルやプログラムを開くリンクがあります。"
            "もとの文書でそのリンクを外してから PDF に作り直すか、「印刷」から PDF に作り直してください"
        )


def _refuse_attached(inspection: Inspection, dictionary: Any) -> None:
    if (
        "/EF" in dictionary
        or _words(dictionary, "/Subtype") == "/FileAttachment"
        or _words(dictionary, "/S") == "/GoToE"
    ):
        raise Refusal(f"「{inspection.name}」の中に別のファイルが付いています。取り外して、別々に登録してください")


def _refuse_far_file(inspection: Inspection, dictionary: Any) -> None:
    """A file on another computer, whichever of its names says so; the next volume beside the document is honest."""
    import pikepdf  # noqa: PLC0415

    targets = [_words(dictionary, key) for key in _PLACES if isinstance(dictionary.get(key), pikepdf.String)]
    far = [target for target in targets if reach(target) is Reach.FAR]
    if _words(dictionary, "/FS") == "/URL":
        far += targets
    address = _words(dictionary, "/URI") if _words(dictionary, "/S") == "/URI" else ""
    if runs(address) or _SHORTCUT.fullmatch(address) or (_is_of_a_file(address) and reach(address) is Reach.FAR):
        far.append(address)
    if far:
        raise Refusal(
            f"「{inspection.name}」には、ほかのコンピューターのファイル（{shown(far[0])}）を開く仕掛けがあります。"
            "「印刷」から PDF に作り直してください"
        )


def _is_of_a_file(address: str) -> bool:
    """Of one on a computer, not on the web; what begins with two strokes of the web is only an unfinished address."""
    return plain(address).lower().startswith(("file:", "\\", "/\\"))
