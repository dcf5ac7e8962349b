"""What the control words of RTF mean for reading, and in which codes its bytes are."""

import re

SINGLE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHARSETS = {
    77: "mac_roman", 78: "cp932", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES = {
    932: "cp932", 936: "gbk", 949: "cp949", 950: "cp950", 10000: "mac_roman", 10001: "cp932", 65001: "utf-8",
    437: "cp437", 850: "cp850", 874: "cp874", **{page: f"cp{page}" for page in range(1250, 1259)},
}  # fmt: skip
_EAST_ASIAN = {"cp932", "cp949", "gbk", "cp950"}

# Groups that say nothing on the page. Any other that begins with `\*` is passed over, too, but for those of ENTERED.
SKIPPED = {
    "colortbl", "info", "pict", "objdata", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "fldinst", "shprslt", "nonshppict", "sp", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn",
    "atnid", "atnauthor", "annotation", "tc", "tcn", "xe", "rxe", "filetbl", "revtbl", "private", "mmath",
    "nonesttables",
}  # fmt: skip
ENTERED = {"shpinst", "shptxt", "do", "dptxbxtext", "fldrslt", "ud", "footnote"}
SAID = {
    "tab": "\t", "line": "\n", "page": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "nestcell": "\t",
    "nestrow": "\n",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)


def code_of_charset(number: int) -> str:
    """Empty for the code of the document."""
    return _CHARSETS.get(number, "")


def code_of_page(number: int) -> str:
    return _PAGES.get(number, "")


def decoded(data: bytes, of_font: str, of_document: str) -> str:
    """Fonts that name no code are written in that of the document, where it fits."""
    if data.isascii():
        return data.decode("ascii")
    if of_font:
        return data.decode(of_font, "replace")
    if of_document in _EAST_ASIAN:
        try:
            return data.decode(of_document)
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")
    return data.decode(of_document, "replace")
