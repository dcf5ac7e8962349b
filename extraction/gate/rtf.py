"""Rules about rich text: embedded objects, links that load, fields that run. Read as leniently as Word does."""

import re
import struct
from dataclasses import dataclass, field

from extraction.gate import office, ole
from extraction.gate.fields import no_dde_field
from extraction.gate.inspection import Inspection, shown
from extraction.gate.leftovers import of_names
from extraction.gate.links import Reach, reach
from extraction.gate.verdict import Refusal

_TOKEN = re.compile(
    rb"\\bin(?![a-zA-Z])(?P<raw>\d{0,9}) ?|\\'(?P<letter>[0-9a-fA-F]{2})|\\u(?P<wide>-?\d{1,6}) ?\??"
    rb"|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{0,10}) ?|\\(?P<sign>.)|(?P<group>[{}])|(?P<words>[^\\{}]+)",
    re.DOTALL,
)
_HEX = re.compile(rb"[^0-9a-fA-F]+")
_MOST_GROUPS = 10_000
_LOADS = {b"objautlink", b"objlink", b"objsub", b"objpub", b"objhtml", b"objocx"}
_KEPT = {b"objdata", b"fldinst", b"template", b"author", b"operator", b"objclass", b"annotation", b"datafield"}
_CHANGES = {b"revised", b"deleted"}
_LINK, _EMBEDDED = 1, 2
_MOST_NAME = 4096


@dataclass
class _Group:
    """`destination` is set in the group whose words are collected; the groups inside it add to the same `words`."""

    destination: bytes = b""
    words: list[bytes] | None = None


@dataclass
class _Document:
    kept: list[tuple[bytes, bytes]] = field(default_factory=list)
    words: set[bytes] = field(default_factory=set)


def check(inspection: Inspection) -> None:
    """Raises Refusal; what should be looked at is remarked."""
    data = inspection.suspect.path.read_bytes()
    document = read(inspection, data)
    no_loading_objects(inspection, document)
    objects = 0
    for name, words in document.kept:
        if name == b"objdata":
            objects += 1
            no_object_is_a_file(inspection, words)
        elif name == b"fldinst":
            no_dde_field(inspection, words.decode("cp932", "replace"), "本文")
        elif name == b"template":
            _no_remote_template(inspection, words.decode("cp932", "replace").strip())
    _say(inspection, document, objects)


def read(inspection: Inspection, data: bytes) -> _Document:
    """The words of the destinations that matter, also where strewn over inner groups, and all control words."""
    document, groups, place = _Document(), [_Group()], 0
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:
            place += 1
            continue
        place = match.end()
        kind = match.lastgroup
        if kind == "group" and match["group"] == b"{":
            if len(groups) > _MOST_GROUPS:
                raise inspection.broken()
            groups.append(_Group(words=groups[-1].words))
        elif kind == "group":
            _close(document, groups)
        elif match["raw"] is not None:
            place = _take_raw(groups[-1], data, place, match["raw"])
        elif match["word"] is not None:
            _at_word(document, groups[-1], match["word"].lower())
        elif groups[-1].words is not None:
            groups[-1].words.append(_letters(match))
    while len(groups) > 1:
        _close(document, groups)
    _close(document, groups)
    return document


def _close(document: _Document, groups: list[_Group]) -> None:
    group = groups.pop() if len(groups) > 1 else groups[0]
    if group.destination and group.words is not None:
        document.kept.append((group.destination, b"".join(group.words)))
        group.destination, group.words = b"", None


def _at_word(document: _Document, group: _Group, word: bytes) -> None:
    document.words.add(word)
    if word in _KEPT:
        group.destination, group.words = word, []


def _take_raw(group: _Group, data: bytes, place: int, length: bytes) -> int:
    """Bytes that stand as they are; where an object's data is collected, they are part of it."""
    end = min(place + int(length or b"0"), len(data))
    if group.words is not None:
        group.words.append(data[place:end].hex().encode())
    return end


def _letters(match: re.Match[bytes]) -> bytes:
    if match["letter"] is not None:
        return bytes.fromhex(match["letter"].decode())
    if match["wide"] is not None:
        return chr(int(match["wide"]) & 0xFFFF).encode("cp932", "replace")
    return match["words"] if match["words"] is not None else b""


def no_loading_objects(inspection: Inspection, document: _Document) -> None:
    """Objects that are linked, are a web page or a control, and sub-documents."""
    if document.words & _LOADS:
        raise ole.loads(inspection)


def no_object_is_a_file(inspection: Inspection, digits: bytes) -> None:
    """`digits` in base sixteen: version, format, three names, length, data. What cannot be read is no honest object."""
    plain = _HEX.sub(b"", digits)
    data = bytes.fromhex(plain[: len(plain) & ~1].decode())
    inspection.unpack(len(data))
    if len(data) < 8:
        raise ole.embedded(inspection, "読み取れないオブジェクト")
    form, (name, _, _, place) = struct.unpack_from("<I", data, 4)[0], _names(data)
    if form == _LINK:
        raise ole.loads(inspection)
    if form != _EMBEDDED or place + 4 > len(data) or not name:
        raise ole.embedded(inspection, "読み取れないオブジェクト")
    content = data[place + 4 : place + 4 + struct.unpack_from("<I", data, place)[0]]
    if name.lower() in {"package", "htmlfile", "scriptletfile"}:
        raise ole.embedded(inspection, f"貼り付けたファイル「{shown(ole.package_label(content))}」")
    ole.no_native_file(inspection, b"\0\0\0\0" + content)
    if name.lower().startswith("equation") and ole.COMMAND.search(content):
        raise ole.embedded(inspection, "数式に見せかけた命令")
    office.check_bytes(inspection, content)


def _names(data: bytes) -> tuple[str, str, str, int]:
    """Class, topic and item of an object of Windows 3, each behind its length, and where they end."""
    place, names = 8, []
    for _ in range(3):
        if place + 4 > len(data):
            return "", "", "", len(data)
        (length,) = struct.unpack_from("<I", data, place)
        if length > _MOST_NAME:
            return "", "", "", len(data)
        names.append(data[place + 4 : place + 4 + length].rstrip(b"\0").decode("cp932", "replace"))
        place += 4 + length
    return names[0], names[1], names[2], place


def _no_remote_template(inspection: Inspection, target: str) -> None:
    if target and reach(target) is Reach.FAR:
        raise Refusal(
            f"「{inspection.name}」は開くと外部のテンプレート（{shown(target)}）を読み込みます。"
            "Wordの「開発」→「文書テンプレート」で標準（Normal）に戻して保存し直してください"
        )


def _say(inspection: Inspection, document: _Document, objects: int) -> None:
    kept = dict(document.kept)
    authors = [kept.get(name, b"").decode("cp932", "replace") for name in (b"author", b"operator")]
    comments = sum(name == b"annotation" for name, _ in document.kept)
    if objects:
        inspection.remark(f"埋め込まれた表や図があります（{objects}件）")
    if comments:
        inspection.remark(f"コメントが残っています（{comments}件）")
    if document.words & _CHANGES:
        inspection.remark("変更履歴が残っています")
    if sentence := of_names(*authors):
        inspection.remark(sentence)
