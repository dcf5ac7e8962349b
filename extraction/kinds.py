"""The kinds of files that are taken: one line each."""

from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileKind:
    """`name` is for code, `label` for people, `unit` counts its pages.

    `family` is what `checkfile` calls it where several kinds have one word; `reader` the module of `formats` that reads
    several of them.
    """

    name: str
    label: str
    media_type: str
    extensions: tuple[str, ...]
    unit: str
    is_drawn: bool = False
    is_text: bool = False
    family: str = ""
    reader: str = ""

    @property
    def module(self) -> str:
        return f"extraction.formats.{self.reader or self.name}"

    @property
    def format(self) -> str:
        """Key of `FORMATS`."""
        return _FORMAT_OF.get(self.family or self.name, self.name)

    @property
    def extension(self) -> str:
        """The extension that a download gets."""
        return self.extensions[0]


_OPEN = "application/vnd.oasis.opendocument"


def _image(name: str, label: str, *extensions: str) -> FileKind:
    """Pictures are alike but for their bytes: each frame is a page."""
    return FileKind(
        name,
        f"画像（{label}）",
        f"image/{name}",
        extensions,
        "ページ",
        is_drawn=True,
        family="image",
        reader="images",
    )


KINDS: tuple[FileKind, ...] = (
    FileKind("pdf", "PDF", "application/pdf", (".pdf",), "ページ", is_drawn=True),
    FileKind("docx", "Word", f"{_OFFICE}.wordprocessingml.document", (".docx",), "節"),
    FileKind("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "シート"),
    FileKind("pptx", "PowerPoint", f"{_OFFICE}.presentationml.presentation", (".pptx",), "枚"),
    FileKind("doc", "Word（97-2003）", "application/msword", (".doc",), "節"),
    FileKind("xls", "Excel（97-2003）", "application/vnd.ms-excel", (".xls",), "シート"),
    FileKind("ppt", "PowerPoint（97-2003）", "application/vnd.ms-powerpoint", (".ppt",), "枚"),
    FileKind("odt", "OpenDocument文書", f"{_OPEN}.text", (".odt",), "節", family="odf"),
    FileKind("ods", "OpenDocument表計算", f"{_OPEN}.spreadsheet", (".ods",), "シート", family="odf"),
    FileKind("odp", "OpenDocumentスライド", f"{_OPEN}.presentation", (".odp",), "枚", family="odf"),
    FileKind("rtf", "リッチテキスト", "application/rtf", (".rtf",), "節"),
    FileKind("text", "テキスト", "text/plain", (".txt", ".text"), "ページ", is_text=True),
    FileKind("markdown", "Markdown", "text/markdown", (".md", ".markdown"), "ページ", is_text=True),
    FileKind("csv", "CSV", "text/csv", (".csv",), "ページ", is_text=True),
    _image("png", "PNG", ".png"),
    _image("jpeg", "JPEG", ".jpg", ".jpeg"),
    _image("tiff", "TIFF", ".tif", ".tiff"),
    _image("webp", "WebP", ".webp"),
)

BY_NAME = {kind.name: kind for kind in KINDS}
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}


WITH_NOTES = frozenset({"pptx", "ppt", "odp"})
"""Kinds whose pages may carry what a speaker wrote under them."""


FORMATS = {
    "pdf": "PDF",
    "word": "Word",
    "excel": "Excel",
    "powerpoint": "PowerPoint",
    "odf": "OpenDocument",
    "rtf": "リッチテキスト",
    "text": "テキスト",
    "markdown": "Markdown",
    "csv": "CSV",
    "image": "画像",
}
"""What people tell files apart by: one word for each program or sort."""

_FORMAT_OF = {
    "docx": "word",
    "doc": "word",
    "xlsx": "excel",
    "xls": "excel",
    "pptx": "powerpoint",
    "ppt": "powerpoint",
}
_SORTS = {"image": "画像（PNG、JPEG、TIFF、WebP）"}


def accepted() -> str:
    """All that is taken, in words for people."""
    return "、".join(_SORTS.get(name, label) for name, label in FORMATS.items())


def accepted_extensions() -> str:
    """As the `accept` attribute of a file field wants them; bundles are sent there, too."""
    return ", ".join([*BY_EXTENSION, ".zip"])
