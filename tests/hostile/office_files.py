"""New Office documents made by code, with parts, links and objects that a test puts in."""

import io
import zipfile
from collections.abc import Mapping

import pptx

from tests.hostile import samples
from tests.hostile.ole_files import container

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def slides() -> bytes:
    buffer = io.BytesIO()
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[6])
    show.save(buffer)
    return buffer.getvalue()


_MAKERS = {"docx": samples.word, "xlsx": samples.excel, "pptx": slides}


def document(kind: str, parts: Mapping[str, bytes | str] | None = None, bound: str = "") -> bytes:
    """A file of this kind with these parts instead of its own; `bound` stands among the links of its main part."""
    given = {name: part.encode() if isinstance(part, str) else part for name, part in (parts or {}).items()}
    links = MAIN[kind].replace("/", "/_rels/") + ".rels"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_MAKERS[kind]())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in given:
                data = old.read(name)
                new.writestr(
                    name,
                    data.replace(b"</Relationships>", f"{bound}</Relationships>".encode()) if name == links else data,
                )
        for name, part in given.items():
            new.writestr(name, part)
    return buffer.getvalue()


def link(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{abs(hash((kind, target))) % 10**8}" Type="{_OFFICE}{kind}" Target="{target}"{mode}/>'


def links(*words: str) -> str:
    """The whole part that binds another part to its own."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(words)}</Relationships>"
    )


def text(body: str) -> str:
    """The main part of a Word document."""
    return f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>'


def runs(*codes: str) -> str:
    """One field whose code is split over runs."""
    middle = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{middle}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>結果</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def sheet(inside: str) -> str:
    return f"<worksheet {_X}>{inside}</worksheet>"


def external(inside: str) -> str:
    return f"<externalLink {_X}>{inside}</externalLink>"


def with_object(streams: dict[str, bytes], classes: dict[str, str] | None = None) -> bytes:
    """A Word document that embeds one OLE object."""
    return document("docx", {"word/embeddings/oleObject1.bin": container(streams, classes)})
