"""A ZIP as a bundle: its files are taken out, to be judged one by one like any that was sent alone."""

import errno
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from extraction.gate.archives import is_bomb
from extraction.gate.verdict import Refusal
from extraction.limits import Limits
from extraction.sniff import sniff

_MB = _CHUNK = 1024 * 1024
_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_ARCHIVES = (*_ZIPS, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08")
_OFFICE = {"[content_types].xml", "mimetype", "_rels/.rels"}
_LEFT_BEHIND = {".ds_store", "thumbs.db", "desktop.ini"}  # by the system that packed it
_BROKEN = "「{}」は壊れていて開けません。元のファイルを確かめてください"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_SPACE = "「{}」を取り出す場所の空きが足りませんでした。少し待って、もう一度送ってください"
_NOT_ONE = "「{}」は中身がZIPではありません。元のファイルを、そのままの種類で送ってください"
_OFFICE_INSIDE = "「{}」は中身がOfficeなどの1つの文書です。名前の最後を元の種類（.docx など）に戻して送ってください"
_EMPTY = "「{}」は中身がありません。ファイルを確かめてください"
_TOO_MANY = "「{}」には{:,}個のファイルが入っています。{:,}個までに分けてください"
_TOO_MUCH = "「{}」は展開すると大きくなりすぎるため登録できません。中のファイルを分けて登録してください"
_OUTSIDE = "「{}」は外のフォルダーを指す名前を含むため登録できません。ZIPを作り直してください"
_LOCKED = "「{}」はパスワードがかかっています。外してから選び直してください"
_NESTED = "「{}」はZIPなどの書庫です。書庫の中の書庫は登録できません。取り出して、別々に登録してください"
_LINK = "「{}」は別のファイルへのリンクです。元のファイルを入れてください"
_TOO_LARGE = "「{}」は{}MBを超えています。{}MB以下にしてください。画像を小さくするか、2つに分けると登録できます"


class TooMuch(Refusal):
    """It takes more time, or is larger when it is unpacked, than it was given; with more it might be taken."""


@dataclass(frozen=True)
class Part:
    """One file of a bundle: its name there, the file in the folder that has its bytes, or why it has none."""

    name: str
    file: str = ""
    refusal: str = ""


def unpack(path: Path, name: str, folder: Path, limits: Limits) -> Iterator[Part]:
    """The parts in the bundle's order, as files of `folder`. Raises Refusal when the bundle as a whole is none to take.

    A part that is locked, a link, too large or itself an archive is refused alone.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _entries(archive, name, limits)
            yield from _Unpacking(archive, name, folder, limits).parts(entries)
    except OSError as problem:
        told = _NO_SPACE if problem.errno in _FULL else _BROKEN if _begins(path, _ZIPS) else _NOT_ONE
        raise Refusal(told.format(name)) from problem
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as problem:
        raise Refusal((_BROKEN if _begins(path, _ZIPS) else _NOT_ONE).format(name)) from problem


def _entries(archive: zipfile.ZipFile, name: str, limits: Limits) -> list[tuple[str, zipfile.ZipInfo]]:
    """Names and entries of what is a file, in order; refuses by the list alone what need not be opened for it."""
    if len(archive.filelist) > limits.archive_entries:
        raise Refusal(_TOO_MUCH.format(name))
    entries = [(name_of(entry), entry) for entry in archive.infolist()]
    if _OFFICE & {shown.lower() for shown, _ in entries}:
        raise Refusal(_OFFICE_INSIDE.format(name))
    if any(_leads_outside(shown) for shown, _ in entries):
        raise Refusal(_OUTSIDE.format(name))
    files = [(shown, entry) for shown, entry in entries if not shown.endswith("/") and not _is_left_behind(shown)]
    if not files:
        raise Refusal(_EMPTY.format(name))
    if len(files) > limits.bundle_files:
        raise Refusal(_TOO_MANY.format(name, len(files), limits.bundle_files))
    return files


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name with `/` between folders: UTF-8 where it says so or looks so, else CP932 as Japanese Windows has it."""
    words = entry.filename
    if not entry.flag_bits & _IS_UTF8:
        try:
            raw = entry.orig_filename.encode("cp437")
        except UnicodeEncodeError:  # a second name in UTF-8 came with it
            raw = b""
        words = _decoded(raw) or words
    return unicodedata.normalize("NFC", words.replace("\\", "/"))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or re.match(r"[A-Za-z]:", name) is not None or ".." in name.split("/")


def _is_left_behind(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.lower() in _LEFT_BEHIND or path.name.startswith("~$")


class _Unpacking:
    """Counts what comes out, because the sizes that an archive claims can lie."""

    def __init__(self, archive: zipfile.ZipFile, name: str, folder: Path, limits: Limits) -> None:
        self.archive, self.name, self.folder, self.limits = archive, name, folder, limits
        self.total = 0

    def parts(self, entries: list[tuple[str, zipfile.ZipInfo]]) -> Iterator[Part]:
        for number, (name, entry) in enumerate(entries, start=1):
            shown = PurePosixPath(name).name
            if entry.flag_bits & _IS_ENCRYPTED:
                yield Part(name, refusal=_LOCKED.format(shown))
            elif stat.S_ISLNK(entry.external_attr >> 16):
                yield Part(name, refusal=_LINK.format(shown))
            else:
                yield self._part(name, entry, f"{number:05}")

    def _part(self, name: str, entry: zipfile.ZipInfo, file: str) -> Part:
        shown, most = PurePosixPath(name).name, self.limits.file_bytes
        size, target = 0, self.folder / file
        with self.archive.open(entry) as source, target.open("xb") as kept:
            while chunk := self._chunk(source):
                size += len(chunk)
                self.total += len(chunk)
                if is_bomb(size, entry):
                    raise Refusal(_TOO_MUCH.format(self.name))
                if self.total > self.limits.archive_bytes:
                    raise TooMuch(_TOO_MUCH.format(self.name))
                if size > most:
                    break
                kept.write(chunk)
        if size > most:
            return _without(target, Part(name, refusal=_TOO_LARGE.format(shown, most // _MB, most // _MB)))
        if _begins(target, _ARCHIVES) and not sniff(target).kind:
            return _without(target, Part(name, refusal=_NESTED.format(shown)))
        return Part(name, file=file)

    def _chunk(self, source: IO[bytes]) -> bytes:
        try:
            return source.read(_CHUNK)
        except Exception as problem:
            if type(problem).__module__ in {"zlib", "lzma", "_lzma"}:
                raise Refusal(_BROKEN.format(self.name)) from problem
            raise


def _without(target: Path, part: Part) -> Part:
    target.unlink()
    return part


def _begins(path: Path, heads: tuple[bytes, ...]) -> bool:
    with path.open("rb") as file:
        return file.read(8).startswith(heads)
