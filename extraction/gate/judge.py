"""Judges one file: the rules in order, the first that is broken decides."""

from importlib import import_module
from pathlib import Path

from extraction.gate import types
from extraction.gate.inspection import Inspection
from extraction.gate.verdict import READABLE, REFUSED, STORED, Refusal, Suspect, Verdict
from extraction.kinds import BY_NAME, WITH_NOTES
from extraction.limits import Limits

_RULES = {
    "pdf": "pdfs",
    **dict.fromkeys(("docx", "xlsx", "pptx"), "office"),
    **dict.fromkeys(("doc", "xls", "ppt"), "old.document"),
    **dict.fromkeys(("odt", "ods", "odp"), "odf"),
    "rtf": "rtf",
    **dict.fromkeys(("text", "markdown", "csv"), "texts"),
    **dict.fromkeys(("png", "jpeg", "tiff", "webp"), "images"),
}
_ONLY_STORED = (
    "「{}」は登録できますが、中身は検索できません（本文を読み取れない形式です）。"
    "PDFも一緒に登録すると、本文を読んだり検索したりできます"
)


def judge(path: Path, name: str, limits: Limits) -> Verdict:
    """What an upload of this file would get. `name` is shown in the message."""
    kind = "unknown"
    try:
        types.not_empty(path, name)
        types.not_too_large(path.stat().st_size, name, limits)
        kind = types.kind_of(path, name)
        inspection = Inspection(Suspect(path, name, kind, limits))
        inspect(inspection)
        pages = count(inspection)
    except Refusal as refusal:
        return Verdict(REFUSED, kind, None, str(refusal))
    remark_notes(inspection, pages)
    remarks = tuple(inspection.remarks)
    if pages == 0:
        return Verdict(STORED, kind, None, _ONLY_STORED.format(name), remarks)
    return Verdict(READABLE, kind, pages, remarks=remarks)


def verdict_by_size(name: str, size: int, limits: Limits) -> Verdict:
    """For a file whose bytes were not kept: it was empty or too large."""
    try:
        types.not_too_large(size, name, limits)
    except Refusal as refusal:
        return Verdict(REFUSED, "unknown", None, str(refusal))
    return Verdict(REFUSED, "unknown", None, f"「{name}」は中身がありません。ファイルを確かめてください")


def inspect(inspection: Inspection) -> None:
    """All rules of the file's kind. Raises Refusal."""
    rules = import_module(f"extraction.gate.{_RULES[inspection.suspect.kind]}")  # each job loads only what it needs
    try:
        rules.check(inspection)
    except (Refusal, MemoryError):
        raise
    except Exception as problem:
        raise inspection.broken() from problem  # whatever a rule stumbles over, the file is the cause


def remark_notes(inspection: Inspection, slides: int) -> None:
    """What speakers wrote under their slides goes out with the file, whether it is shown here or not."""
    suspect = inspection.suspect
    if suspect.kind not in WITH_NOTES or not slides:
        return
    reader = import_module(BY_NAME[suspect.kind].module)
    noted = sum(1 for page in reader.read(suspect.path, 1, slides) if page.notes.strip())
    if noted:
        inspection.remark(f"発表者のメモがあります（{noted}枚）。ダウンロードするファイルにも入っています")


def count(inspection: Inspection) -> int:
    """Pages by the reader of its kind; 0 where the file is kept but not read. Raises Refusal."""
    try:
        return int(import_module(BY_NAME[inspection.suspect.kind].module).count(inspection.suspect.path))
    except MemoryError:
        raise
    except Exception as problem:
        raise inspection.broken() from problem
