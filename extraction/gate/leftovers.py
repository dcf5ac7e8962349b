"""What is left in a new Office document and seldom meant for others: comments, changes, hidden text, names, places."""

import io
import re

from extraction.gate import photos
from extraction.gate.inspection import shown
from extraction.gate.package import Package, attribute

_COMMENT_ELEMENTS = ("comment", "cm", "threadedComment")
_COMMENTS = re.compile(r"comments|/comment\d+\.xml", re.IGNORECASE)
_TEXTS = re.compile(r"wordprocessingml\.(?:document\.main|header|footer|footnotes|endnotes)\+xml$", re.IGNORECASE)
_CHANGES = {"ins", "del", "moveFrom", "moveTo"}
_PICTURE = re.compile(r"/media/[^/]+\.(?:jpe?g|tiff?|webp|png)$", re.IGNORECASE)
_MOST_PICTURES = 200
_OFF = {"0", "false", "off"}


def say_comments(package: Package) -> None:
    number = 0
    for name in package.parts_with(*_COMMENT_ELEMENTS):
        if _COMMENTS.search(name) or _COMMENTS.search(package.types.get(name.lower(), "")):
            number += sum(1 for _ in package.elements(name, *_COMMENT_ELEMENTS))
    if number:
        package.inspection.remark(f"コメントが残っています（{number}件）")


def say_changes(package: Package) -> None:
    """Tracked changes and hidden text of a Word document; the history of a shared workbook."""
    changes = hidden = 0
    for name in package.names:
        if not _TEXTS.search(package.types.get(name.lower(), "")):
            continue
        for element in package.elements(name, *_CHANGES, "vanish"):
            if str(element.tag).endswith("}vanish"):
                hidden += attribute(element, "val") not in _OFF
            else:
                changes += attribute(element, "author") != "" or attribute(element, "date") != ""
    if changes:
        package.inspection.remark(f"変更履歴が残っています（{changes}か所）")
    if hidden:
        package.inspection.remark(f"隠し文字があります（{hidden}か所）")
    if any(name.lower().startswith("xl/revisions/") for name in package.names):
        package.inspection.remark("変更履歴が残っています（ブックの共有の記録）")


def say_merge(package: Package) -> None:
    if any(True for name in package.parts_with("mailMerge") for _ in package.elements(name, "mailMerge")):
        package.inspection.remark("差し込み印刷の設定が残っています")


def say_names(package: Package) -> None:
    found = {}
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name in package.names:
            for element in package.elements(name, "creator", "lastModifiedBy", "Manager"):
                found[str(element.tag).rpartition("}")[2]] = (element.text or "").strip()
    sentence = of_names(found.get("creator", ""), found.get("lastModifiedBy", ""), found.get("Manager", ""))
    if sentence:
        package.inspection.remark(sentence)


def of_names(author: str, last: str = "", manager: str = "") -> str:
    """The sentence about names in a document's properties; nothing where there are none."""
    parts = [("作成者", author), ("最終更新者", last), ("管理者", manager)]
    words = "、".join(f"{what}：{shown(who)}" for what, who in parts if shown(who))
    return f"文書の情報に名前が残っています（{words}）" if words else ""


def say_photos(package: Package) -> None:
    """Where and by whom the pictures inside were taken."""
    for name in [name for name in package.names if _PICTURE.search(name)][:_MOST_PICTURES]:
        for sentence in photos.remarks(io.BytesIO(package.read(name))):
            package.inspection.remark(sentence)
