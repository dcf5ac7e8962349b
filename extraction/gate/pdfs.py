"""Rules about PDFs, on the parsed objects: a search over bytes refuses honest files and misses hidden ones."""

import io
import re
from collections.abc import Iterator
from typing import Any

from extraction.gate.verdict import Refusal, Suspect

_ACTIVE = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
    "/Rendition",
}
_ACTIVE_ANNOTATIONS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_DEPTH = 40
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE_WORDS = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|XFA|RichMedia\w*|EmbeddedFiles?|EF|FileAttachment)(?![\w])"
)


def not_locked(suspect: Suspect) -> int:
    """Opens without a password (owner restrictions are none); gives the number of pages. Refused when broken."""
    import pypdfium2  # noqa: PLC0415  only where a PDF is judged
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    try:
        with pypdfium2.PdfDocument(suspect.path) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise Refusal(f"「{suspect.name}」はパスワードがかかっています。外してから選び直してください") from problem
        raise _broken(suspect) from problem
    if pages == 0:
        raise _broken(suspect)
    if pages > suspect.limits.pdf_pages:
        raise Refusal(
            f"「{suspect.name}」は{pages:,}ページあります。{suspect.limits.pdf_pages:,}ページまでに分けてください"
        )
    return pages


def _broken(suspect: Suspect) -> Refusal:
    return Refusal(f"「{suspect.name}」は壊れていて開けません。元のファイルを確かめてください")


def nothing_active(suspect: Suspect) -> None:
    """No action that runs something, no attached file. What neither reader can lay open is refused as broken."""
    import pikepdf  # noqa: PLC0415

    try:
        with pikepdf.open(suspect.path) as document:
            _nothing_active(suspect, document)
    except pikepdf.PasswordError as problem:
        raise Refusal(f"「{suspect.name}」はパスワードがかかっています。外してから選び直してください") from problem
    except (pikepdf.PikepdfError, RecursionError):
        _nothing_active_when_mended(suspect)


def _nothing_active_when_mended(suspect: Suspect) -> None:
    """For what the checker cannot parse but PDFium can: its own copy is walked.

    Another program may find in the damaged bytes what PDFium passed over, so their words count as well.
    """
    import pikepdf  # noqa: PLC0415
    import pypdfium2  # noqa: PLC0415

    mended = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(suspect.path) as document:
            document.save(mended)
        with pikepdf.open(mended) as copy:
            _nothing_active(suspect, copy)
    except (pypdfium2.PdfiumError, pikepdf.PikepdfError, RecursionError) as problem:
        raise _broken(suspect) from problem
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), suspect.path.read_bytes())
    if _ACTIVE_WORDS.search(plain):
        raise _broken(suspect)


def _nothing_active(suspect: Suspect, document: Any) -> None:
    for dictionary in _dictionaries(document):
        _refuse_active(suspect, dictionary)
        _refuse_attached(suspect, dictionary)


def _dictionaries(document: Any) -> Iterator[Any]:
    """Every dictionary, also those that stand inside others; streams by their dictionaries."""
    import pikepdf  # noqa: PLC0415

    waiting = [(thing, 0) for thing in document.objects] + [(document.trailer, 0)]
    while waiting:
        thing, depth = waiting.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            children = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            children = list(thing)
        else:
            continue
        if depth < _DEPTH:
            waiting += [(c, depth + 1) for c in children if isinstance(c, pikepdf.Object) and not c.is_indirect]


def _refuse_active(suspect: Suspect, dictionary: Any) -> None:
    if (
        str(dictionary.get("/S", "")) in _ACTIVE
        or str(dictionary.get("/Subtype", "")) in _ACTIVE_ANNOTATIONS
        or "/JS" in dictionary
        or "/XFA" in dictionary
    ):
        raise Refusal(
            f"「{suspect.name}」には自動で動く仕掛け（スクリプト）があります。「印刷」から PDF に作り直してください"
        )


def _refuse_attached(suspect: Suspect, dictionary: Any) -> None:
    if "/EF" in dictionary or str(dictionary.get("/Subtype", "")) == "/FileAttachment":
        raise Refusal(f"「{suspect.name}」の中に別のファイルが付いています。取り外して、別々に登録してください")
