"""Files of other kinds, known by their bytes, each with its name and the way out for the one who sent it."""

import re
from dataclasses import dataclass

_TO_PDF = "PDFにして登録してください"


@dataclass(frozen=True)
class Foreign:
    """`said` follows the file's name in a message. A document is called by its name whatever its extension claims.

    An archive's parts could be sent one by one; a program, a page of the web or the like is a wrong type.
    """

    said: str
    is_document: bool = False


def _document(label: str, way_out: str = _TO_PDF) -> Foreign:
    return Foreign(f"は{label}です。{way_out}", is_document=True)


def _other(label: str, way_out: str) -> Foreign:
    return Foreign(f"は登録できない種類です（{label}）。{way_out}")


_SAVE_AS = "{}で開いて {} で保存し直してください"
_ALONE = "中のファイルを取り出して、別々に登録してください"
_NEVER = "プログラムは登録できません。説明の文書があれば、その文書を登録してください"
_FROM_BROWSER = "ブラウザーで開き、「印刷」からPDFにして登録してください"

ICHITARO = _document("一太郎の文書")
DOCUWORKS = _document("DocuWorksの文書")
HEIC = _document("iPhoneなどの写真（HEIC）", "JPEGかPNGに変換して登録してください")
AVIF = _document("AVIFの画像", "JPEGかPNGに変換して登録してください")
WORD_BEFORE_6 = _document("Word 2.0以前の文書", _SAVE_AS.format("Word", ".docx か PDF"))
WORKS = _document("Works の文書", _SAVE_AS.format("Word", ".docx か PDF"))
WORDPERFECT = _document("WordPerfectの文書", _SAVE_AS.format("Word", ".docx か PDF"))
EXCEL_BEFORE_5 = _document("Excel 4.0以前のブック", _SAVE_AS.format("Excel", ".xlsx"))
POWERPOINT_BEFORE_97 = _document("PowerPoint 95以前のスライド", _SAVE_AS.format("PowerPoint", ".pptx"))
BINARY_WORKBOOK = _document("バイナリ形式のブック（.xlsb）", _SAVE_AS.format("Excel", ".xlsx"))
ADD_IN = _other("Officeのアドイン", "マクロのない文書やブックを登録してください")
TEMPLATE_OR_SHOW = _document(
    "Officeのテンプレートかスライドショー", "文書（.docx、.xlsx、.pptx）として保存し直してください"
)
PUBLISHER = _document("Publisherの文書")
VISIO = _document("Visioの図面")
OPEN_TEMPLATE = _document("OpenDocumentのテンプレートか図面", "文書（.odt、.ods、.odp）かPDFにして登録してください")
OPENOFFICE_1 = _document("OpenOffice.org 1.xの文書", "LibreOfficeで開いて .odt などかPDFで保存し直してください")
ONENOTE = _document("OneNoteのノート")
MAIL = _other("メール", "本文をPDFにし、添付ファイルは取り出して、別々に登録してください")
WORD_XML = _document("Word 2003のXML文書", _SAVE_AS.format("Word", ".docx"))
EXCEL_XML = _document("Excel 2003のXMLブック", _SAVE_AS.format("Excel", ".xlsx"))
HTML = _other("HTMLのページ", _FROM_BROWSER)
SVG = _other("SVGの画像", "PNGかPDFにして登録してください")
XML = _other("XML", "内容をPDFやExcelにして登録してください")
PICTURE = _other("画像の種類", "PNGかJPEGにして登録してください")
ARCHIVE = _other("圧縮ファイル", _ALONE)
DISC = _other("ディスクイメージ", _ALONE)
PROGRAM = _other("プログラム", _NEVER)
SHORTCUT = _other("ショートカット", "元のファイルを選び直してください")
SCRIPT = _other("スクリプト", _NEVER)
MEDIA = _other("音声・動画", "説明の文書をPDFなどにして登録してください")

_BEGINNINGS: tuple[tuple[bytes, Foreign], ...] = (
    (b"\xdb\xa5\x2d\x00", WORD_BEFORE_6),
    (b"\x9b\xa5\x21\x00", WORD_BEFORE_6),
    (b"1\xbe\x00\x00\x00\xab", WORD_BEFORE_6),  # Word 1 to 6 for DOS
    (b"\xffWPC", WORDPERFECT),
    (b"\x09\x00\x04\x00", EXCEL_BEFORE_5),
    (b"\x09\x02\x06\x00", EXCEL_BEFORE_5),
    (b"\x09\x04\x06\x00", EXCEL_BEFORE_5),
    (b"\xe4R\\{\x8c\xd8\xa7M\xae\xb1Sx\xd0)\x96\xd3", ONENOTE),
    (b"\xa1/\xff\x43\xd9\xefvL\x9e\xe2\x10\xeaW\x22vZ", ONENOTE),
    (b"DOC\x00", ICHITARO),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
    (b"(\xb5/\xfd", ARCHIVE),
    (b"MSCF\x00\x00\x00\x00", ARCHIVE),
    (b"!<arch>\n", ARCHIVE),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe\x00", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"\xfe\xed\xfa\xcf", PROGRAM),
    (b"dex\n03", PROGRAM),
    (b"\x00asm", PROGRAM),
    (b"ITSF\x03\x00", PROGRAM),  # compiled help, which runs scripts
    (b"#!/", SCRIPT),
    (b"L\x00\x00\x00\x01\x14\x02\x00", SHORTCUT),
    (b"[InternetShortcut]", SHORTCUT),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"\x00\x00\x01\x00", PICTURE),  # ICO
    (b"8BPS\x00", PICTURE),
    (b"\xff\x0a", PICTURE),
    (b"\x00\x00\x00\x0cJXL ", PICTURE),
    (b"\x00\x00\x00\x0cjP  ", PICTURE),
    (b"\xd7\xcd\xc6\x9a", PICTURE),  # WMF
    (b"OggS\x00", MEDIA),
    (b"\x1aE\xdf\xa3", MEDIA),
)
_PATTERNS = (  # where more than the first bytes counts: a text could begin so as well
    (re.compile(rb"MZ[^\x00]{0,62}\x00", re.DOTALL), PROGRAM),
    (re.compile(rb"[FCZ]WS[\x01-\x1f]"), PROGRAM),
    (re.compile(rb"BZh[1-9]1AY&SY"), ARCHIVE),
    (re.compile(rb"ID3[\x02-\x04]\x00"), MEDIA),
    (re.compile(rb"RIFF....(?:AVI |WAVE)", re.DOTALL), MEDIA),
    (re.compile(rb"BM....\x00\x00\x00\x00....\(\x00", re.DOTALL), PICTURE),
    (re.compile(rb"..-lh[0-9ds]-", re.DOTALL), ARCHIVE),
    (re.compile(rb".{257}ustar", re.DOTALL), ARCHIVE),
)
_BRANDS = {b"heic": HEIC, b"heix": HEIC, b"hevc": HEIC, b"heim": HEIC, b"heis": HEIC, b"hevm": HEIC, b"hevs": HEIC,
           b"mif1": HEIC, b"msf1": HEIC, b"avif": AVIF, b"avis": AVIF}  # fmt: skip
_LEADING_COMMENTS = rb"(?:\s*+(?:<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>))*+\s*+"
_ROOT = re.compile(_LEADING_COMMENTS + rb"<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL | re.IGNORECASE)
_DECLARED = re.compile(rb"\s*+(?:<!--.*?-->\s*+)*+<(?:\?xml\b|!DOCTYPE\b|!ENTITY\b)", re.DOTALL | re.IGNORECASE)
_HTML_ROOTS = {b"html", b"head", b"body", b"script", b"iframe", b"job"}


def by_bytes(head: bytes) -> Foreign | None:
    """What these first bytes of a file (64 KB are plenty) belong to, if it is none of the kinds that are taken."""
    for beginning, whose in _BEGINNINGS:
        if head.startswith(beginning):
            return whose
    for pattern, whose in _PATTERNS:
        if pattern.match(head):
            return whose
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if _is_docuworks(head):
        return DOCUWORKS
    return DISC if head[0x8001:0x8006] == b"CD001" else by_markup(head)


def _of_brands(head: bytes) -> Foreign:
    length = int.from_bytes(head[:4], "big")
    brands = [head[8:12]] + [head[place : place + 4] for place in range(16, min(length, 256), 4)]
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), MEDIA)


def _is_docuworks(head: bytes) -> bool:
    """An element 0x60 (header, with the generation in its field 0x82), followed by an element 0x61 (segment)."""
    if len(head) < 6 or head[0] != 0x60 or head[1] >= 0x80:
        return False
    end = 2 + head[1]
    return head[2:4] == b"\x82\x01" and head[end : end + 1] in {b"\x61", b""}


def by_markup(head: bytes) -> Foreign | None:
    """Markup at the beginning, also as UTF-16, after blanks and comments."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) & ~1].decode("utf-16", "replace").encode("utf-8", "replace")
    head = head.removeprefix(b"\xef\xbb\xbf")
    root = _ROOT.match(head)
    name = root[1].lower() if root else b""
    if name == b"svg":
        return SVG
    if name in _HTML_ROOTS or re.match(rb"\s*+(?:<!--.*?-->\s*+)*+<!doctype\s+html", head, re.IGNORECASE | re.DOTALL):
        return HTML
    if name == b"worddocument" or (name == b"package" and b"office/2006/xmlPackage" in head):
        return WORD_XML
    if name == b"workbook" and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return EXCEL_XML
    if _DECLARED.match(head):
        return XML
    return None


def by_extension(extension: str) -> Foreign | None:
    """For what the bytes do not give away: `extension` in small letters with its dot."""
    return _EXTENSIONS.get(extension)


_EXTENSIONS = {
    **dict.fromkeys((".jtd", ".jtt", ".jtdc", ".jttc", ".jfw", ".jaw", ".jbw", ".juw", ".jvw", ".jsw"), ICHITARO),
    **dict.fromkeys((".xdw", ".xbd", ".xct"), DOCUWORKS),
    **dict.fromkeys((".heic", ".heif", ".hif"), HEIC),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mht", ".mhtml"), HTML),
    **dict.fromkeys((".eml", ".msg", ".mail"), MAIL),
    **dict.fromkeys((".7z", ".rar", ".lzh", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab"), ARCHIVE),
    **dict.fromkeys((".lnk", ".url", ".website", ".webloc"), SHORTCUT),
    **dict.fromkeys((".gif", ".bmp", ".ico", ".psd", ".emf", ".wmf"), PICTURE),
    **dict.fromkeys((".iso", ".img", ".vhd", ".vhdx", ".dmg"), DISC),
    **dict.fromkeys((".dotx", ".dotm", ".xltx", ".xltm", ".potx", ".potm", ".ppsx", ".ppsm"), TEMPLATE_OR_SHOW),
    **dict.fromkeys((".dot", ".xlt", ".pot", ".pps"), TEMPLATE_OR_SHOW),
    **dict.fromkeys((".ott", ".ots", ".otp", ".odg", ".otg", ".odf", ".fodt", ".fods", ".fodp"), OPEN_TEMPLATE),
    ".avif": AVIF,
    ".svg": SVG,
    ".xml": XML,
    ".xlsb": BINARY_WORKBOOK,
    ".xlam": ADD_IN,
    ".ppam": ADD_IN,
    ".xla": ADD_IN,
    ".ppa": ADD_IN,
    ".one": ONENOTE,
    ".wps": WORKS,
    ".wpd": WORDPERFECT,
    ".vsd": VISIO,
    ".vsdx": VISIO,
}
