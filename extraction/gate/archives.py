"""Rules about Office files, which are archives: bombs, macros, entities."""

import html
import re
import zipfile
from collections.abc import Iterator

from extraction.gate.verdict import Refusal, Suspect

_RATIO, _RATIO_FROM = 100, 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_MACRO_PARTS = re.compile(r"(?:^|/)vbaProject\.bin$|(?:^|/)macrosheets/", re.IGNORECASE)
_MACRO_TYPES = re.compile(r"vbaProject|macroEnabled|macrosheet", re.IGNORECASE)
_TYPES = re.compile(r"""\b(?:Content)?Type\s*=\s*("[^"]*"|'[^']*')""")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16_DOCTYPE = re.compile(rb"<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E|\x00<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E")


def opens(suspect: Suspect) -> zipfile.ZipFile:
    """The archive; refused when it is cut off or not one at all."""
    try:
        return zipfile.ZipFile(suspect.path)
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise broken(suspect) from problem


def broken(suspect: Suspect) -> Refusal:
    return Refusal(f"「{suspect.name}」は壊れていて開けません。元のファイルを確かめてください")


def not_a_bomb(suspect: Suspect, archive: zipfile.ZipFile) -> None:
    """Counted while inflating, because the sizes that an archive claims can lie."""
    too_much = Refusal(
        f"「{suspect.name}」は展開すると大きくなりすぎるため登録できません。不要な画像やシートを除いて保存し直してください"
    )
    entries = archive.infolist()
    if len(entries) > suspect.limits.archive_entries:
        raise too_much
    total = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refusal(f"「{suspect.name}」はパスワードがかかっています。外してから選び直してください")
        size = 0
        for chunk in _inflate(suspect, archive, entry):
            size += len(chunk)
            total += len(chunk)
            if total > suspect.limits.archive_bytes:
                raise too_much
            if size > _RATIO_FROM and size > _RATIO * max(entry.compress_size, 1):
                raise too_much


def _inflate(suspect: Suspect, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as problem:
        raise broken(suspect) from problem
    except Exception as problem:
        if type(problem).__module__ == "zlib":
            raise broken(suspect) from problem
        raise


def no_macros(suspect: Suspect, archive: zipfile.ZipFile) -> None:
    """Also when file or part was renamed: the declared types tell, and Office goes by them alone."""
    parts = archive.infolist()
    if any(_MACRO_PARTS.search(part.filename) or _declares_macros(archive, part) for part in parts):
        extension = {"docx": ".docx", "xlsx": ".xlsx", "pptx": ".pptx"}[suspect.kind]
        raise Refusal(
            f"「{suspect.name}」にはマクロが入っています。マクロなしの形式（{extension} など）で保存し直してください"
        )


def _declares_macros(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """By the types in the list of parts and in what binds them together; an address that has such a word is honest."""
    name = part.filename.lower()
    if name != "[content_types].xml" and not name.endswith(".rels"):
        return False
    data = archive.read(part)
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    words = data.decode("utf-16" if is_wide else "utf-8", errors="replace")
    return any(_MACRO_TYPES.search(html.unescape(declared)) for declared in _TYPES.findall(words))


def no_entities(suspect: Suspect, archive: zipfile.ZipFile) -> None:
    """XML parts only: a printer's settings inside an honest file may carry such words."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            part = archive.read(name)
            if _DOCTYPE.search(part) or _UTF16_DOCTYPE.search(part):
                raise Refusal(
                    f"「{suspect.name}」には登録できない書き方（文書型の宣言）が入っています。Officeで開いて保存し直してください"
                )
