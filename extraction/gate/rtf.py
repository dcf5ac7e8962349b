"""Rules about rich text: embedded objects, links that load, fields that run."""

import re
import struct

from extraction.gate import embedded, ole
from extraction.gate.fields import no_acting_field
from extraction.gate.inspection import Inspection, shown
from extraction.gate.leftovers import of_names
from extraction.gate.reach import Reach, reach
from extraction.gate.rich_text import RichText, read
from extraction.gate.verdict import Refusal
from extraction.gate.words import DETACH_TEMPLATE, NEW_PICTURE, NORMAL_LETTER

_HEX = re.compile(rb"[^0-9a-fA-F]+")
_LOADS = {b"objautlink", b"objlink", b"objsub", b"objpub", b"objhtml", b"objocx"}
_SOURCES = {
    b"mmdatasource",
    b"mmheadersource",
    b"mmconnectstr",
    b"mmconnectstrdata",
    b"mmquery",
    b"mmodsosrc",
    b"mmodsoudl",
}
_PICTURE = re.compile(r"(pib|pibprint|fillblip|linefillblip)(?:name)?")
_IS_ELSEWHERE = 0x04 | 0x08  # not kept in the file, linked to one
_CHANGES = {b"revised", b"deleted"}
_LINK, _EMBEDDED = 1, 2
_MOST_NAME = 4096


def check(inspection: Inspection) -> None:
    """Raises Refusal; what should be looked at is remarked."""
    check_data(inspection, inspection.suspect.path.read_bytes())


def check_data(inspection: Inspection, data: bytes) -> None:
    """The same for one that is embedded in another document."""
    document = read(inspection, data)
    for rule in (no_loading_objects, no_merge_source, no_foreign_body, no_remote_template, no_remote_pictures):
        rule(inspection, document)
    for code in document.of(b"fldinst"):
        no_acting_field(inspection, code, "本文")
    for program in document.of(b"objclass"):
        if ole.is_of_a_file(program.encode("cp932", "replace").strip()):
            raise ole.embedded(inspection, f"貼り付けたファイル（{shown(program)}）")
    objects = [digits for name, digits in document.kept if name == b"objdata"]
    for digits in objects:
        no_object_is_a_file(inspection, digits)
    _say(inspection, document, len(objects))


def no_loading_objects(inspection: Inspection, document: RichText) -> None:
    """Objects that are linked, are a web page or a control."""
    if document.words & _LOADS:
        raise ole.loads(inspection)


def no_merge_source(inspection: Inspection, document: RichText) -> None:
    """Word asks the source anew whenever the letter is opened; what remains of one without a source is remarked."""
    if document.words & _SOURCES:
        raise Refusal(f"「{inspection.name}」は差し込み印刷の宛先のデータにつながっています。{NORMAL_LETTER}")
    if b"mailmerge" in document.words:
        inspection.remark("差し込み印刷の設定が残っています")


def no_foreign_body(inspection: Inspection, document: RichText) -> None:
    """Sub-documents, and files that are listed for them on another computer."""
    far = [path for path in document.of(b"file") if reach(path) is Reach.FAR]
    if b"subdocument" in document.words or b"fnetwork" in document.words or far:
        which = f"（{shown(far[0])}）" if far else ""
        raise Refusal(
            f"「{inspection.name}」は本文の一部を別のファイル{which}から読み込みます。"
            "1つの文書にまとめて保存し直してください"
        )


def no_remote_template(inspection: Inspection, document: RichText) -> None:
    for target in document.of(b"template"):
        if reach(target) is Reach.FAR:
            raise Refusal(
                f"「{inspection.name}」は開くと外部のテンプレート（{shown(target)}）を読み込みます。{DETACH_TEMPLATE}"
            )


def no_remote_pictures(inspection: Inspection, document: RichText) -> None:
    """A property of a shape may name its picture instead of holding it; one that is only its origin says so beside."""
    pairs = _properties(document)
    for number, (name, address) in enumerate(pairs):
        found = _PICTURE.fullmatch(name)
        if found and reach(address) is Reach.FAR:
            flags = dict([*pairs[max(number - 1, 0) : number + 2]]).get(f"{found[1].lower()}flags", "")
            if not flags.isdecimal() or int(flags[:4]) & _IS_ELSEWHERE:
                raise Refusal(
                    f"「{inspection.name}」は開くと外部から画像（{shown(address)}）を読み込みます。{NEW_PICTURE}"
                )


def _properties(document: RichText) -> list[tuple[str, str]]:
    """Of shapes, in their order: name in small letters, value."""
    name, pairs = "", list[tuple[str, str]]()
    for destination, words in document.kept:
        if destination == b"sn":
            name = words.decode("latin-1").strip().lower()
        elif destination == b"sv":
            pairs.append((name, words.decode("cp932", "replace").strip()))
    return pairs


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
    if ole.is_of_a_file(name.encode("cp932", "replace")):
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


def _say(inspection: Inspection, document: RichText, objects: int) -> None:
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
