"""The kinds of files that are taken: one line each."""

from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileKind:
    """`name` is for code and `checkfile`, `label` for people, `unit` counts its pages."""

    name: str
    label: str
    media_type: str
    extensions: tuple[str, ...]
    unit: str
    is_drawn: bool = False
    is_text: bool = False

    @property
    def extension(self) -> str:
        """The extension that a download gets."""
        return self.extensions[0]


KINDS: tuple[FileKind, ...] = (
    FileKind("pdf", "PDF", "application/pdf", (".pdf",), "ページ", is_drawn=True),
    FileKind("docx", "Word", f"{_OFFICE}.wordprocessingml.document", (".docx",), "節"),
    FileKind("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "シート"),
    FileKind("pptx", "PowerPoint", f"{_OFFICE}.presentationml.presentation", (".pptx",), "枚"),
    FileKind("text", "テキスト", "text/plain", (".txt", ".text"), "ページ", is_text=True),
    FileKind("markdown", "Markdown", "text/markdown", (".md", ".markdown"), "ページ", is_text=True),
    FileKind("csv", "CSV", "text/csv", (".csv",), "ページ", is_text=True),
)

BY_NAME = {kind.name: kind for kind in KINDS}
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
