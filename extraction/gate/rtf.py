"""Rules about rich text: embedded objects, links that load, fields that run. Read as leniently as Word does."""

import re
import struct
from dataclasses import dataclass, field

from extraction.gate import codes, embedded, ole
from extraction.gate.fields import no_acting_field
from extraction.gate.inspection import Inspection, shown
from extraction.gate.leftovers import of_names
from extraction.gate.reach import Reach, reach
from extraction.gate.verdict import Refusal

_TOKEN = re.compile(
    rb"\\bin(?![a-zA-Z])(?P<raw>\d{0,9}) ?|\\'(?P<letter>[0-9a-fA-F]{2})|\\u(?P<wide>-?\d{1,6}) ?"
    rb"|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{0,10}) ?|\\(?P<sign>.)|(?P<group>[{}])|(?P<words>[^\\{}]+)",
    re.DOTALL,
)
_HEX = re.compile(rb"[^0-9a-fA-F]+")
_MOST_GROUPS = 10_000
_LOADS = {b"objautlink", b"objlink", b"objsub", b"objpub", b"objhtml", b"objocx"}
_KEPT = {
    b"objdata",
    b"fldinst",
    b"fldrslt",
    b"template",
    b"author",
    b"operator",
    b"objclass",
    b"annotation",
    b"datafield",
}
_DROPPED = {b"xe", b"tc", b"tcn", b"pict", b"footnote"}
_CHANGES = {b"revised", b"deleted"}
_LINK, _EMBEDDED = 1, 2
_MOST_NAME = 4096


@dataclass
class _Group:
    """`destination` is set in the group whose words are collected; the groups inside it add to the same `words`.

    `fallback` is how many letters stand in for one that is given by its number; `code` and `result` are of a field.
    """

    destination: bytes = b""
    words: list[bytes] | None = None
    fallback: int = 1
    is_ignorable: bool = False
    is_field: bool = False
    code: str = ""
    result: str = ""


@dataclass
class _Document:
    kept: list[tuple[bytes, bytes]] = field(default_factory=list)
    words: set[bytes] = field(default_factory=set)


def check(inspection: Inspection) -> None:
    """Raises Refusal; what should be looked at is remarked."""
    check_data(inspection, inspection.suspect.path.read_bytes())


def check_data(inspection: Inspection, data: bytes) -> None:
    """The same for one that is embedded in another document."""
    document = read(inspection, data)
    no_loading_objects(inspection, document)
    objects = 0
    for name, words in document.kept:
        if name == b"objdata":
            objects += 1
            no_object_is_a_file(inspection, words)
        elif name == b"fldinst":
            no_acting_field(inspection, words.decode("cp932", "replace"), "本文")
        elif name == b"template":
            _no_remote_template(inspection, words.decode("cp932", "replace").strip())
    _say(inspection, document, objects)


def read(inspection: Inspection, data: bytes) -> _Document:
    """The words of the destinations that matter, also where strewn over inner groups, and all control words."""
    document, groups, place, passed = _Document(), [_Group()], 0, 0
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:
            place += 1
            continue
        place = match.end()
        kind = match.lastgroup
        if passed and kind in {"letter", "words"}:
            place, passed = _pass_over(match, passed)
            continue
        passed = groups[-1].fallback if kind == "wide" else 0
        if kind == "group":
            _at_brace(inspection, document, groups, match["group"])
        elif match["raw"] is not None:
            place = _take_raw(groups[-1], data, place, match["raw"])
        else:
            _take(document, groups, match)
    while len(groups) > 1:
        _close(document, groups)
    _close(document, groups)
    return document


def _at_brace(inspection: Inspection, document: _Document, groups: list[_Group], brace: bytes) -> None:
    if brace == b"}":
        _close(document, groups)
    elif len(groups) > _MOST_GROUPS:
        raise inspection.broken()
    else:
        groups.append(_Group(words=groups[-1].words, fallback=groups[-1].fallback))


def _take(document: _Document, groups: list[_Group], match: re.Match[bytes]) -> None:
    if match["word"] is not None:
        _at_word(document, groups, match["word"].lower(), match["number"])
    elif match["sign"] == b"*":
        groups[-1].is_ignorable = True
    elif (words := groups[-1].words) is not None:
        words.append(_letters(match))


def _close(document: _Document, groups: list[_Group]) -> None:
    group = groups.pop() if len(groups) > 1 else groups[0]
    if group.destination and group.words is not None:
        words = b"".join(group.words)
        document.kept.append((group.destination, words))
        _to_field(groups, group.destination, words.decode("cp932", "replace"))
        group.destination, group.words = b"", None
    outer = groups[-1]
    if group.is_field and outer is not group and outer.words is not None:
        outer.words.append(codes.value(group.code, group.result).encode("cp932", "replace"))


def _to_field(groups: list[_Group], destination: bytes, words: str) -> None:
    """Code and result belong to the nearest field around them."""
    whose = next((group for group in reversed(groups) if group.is_field), None)
    if whose is not None and destination == b"fldinst":
        whose.code += words
    elif whose is not None and destination == b"fldrslt":
        whose.result += words


def _at_word(document: _Document, groups: list[_Group], word: bytes, number: bytes) -> None:
    group = groups[-1]
    document.words.add(word)
    if word in _KEPT:
        group.destination, group.words = word, []
    elif word == b"field":
        group.is_field = True
    elif word == b"uc" and number.isdigit():
        group.fallback = int(number)
    elif (group.is_ignorable or word in _DROPPED) and _is_in_code(groups):
        group.words = None
    group.is_ignorable = False


def _is_in_code(groups: list[_Group]) -> bool:
    return next((g.destination for g in reversed(groups) if g.destination), b"") in {b"fldinst", b"template"}


def _pass_over(match: re.Match[bytes], passed: int) -> tuple[int, int]:
    """Leaves out letters that stand in for one given by its number: where to read on, how many are still to pass."""
    if match["letter"] is not None:
        return match.end(), passed - 1
    place = match.start()
    while place < match.end() and passed:
        passed -= match.string[place : place + 1] not in {b"\r", b"\n"}
        place += 1
    return place, passed


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
    if match["sign"] is not None:
        return match["sign"] if match["sign"] in b"\\{}" else b""
    return match["words"] or b""


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
    embedded.check_bytes(inspection, content)


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
