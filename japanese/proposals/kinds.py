"""Kinds of documents by the words of a name or title; the last says what it is (ガイドライン概要版 is a 概要)."""

import re
from collections.abc import Iterator

from japanese.proposals.model import Field, Found, Sureness

_SURE, _LIKELY = Sureness.SURE, Sureness.LIKELY

# Short name of the document type, words (regular expressions), how sure. Longer words stand before shorter ones.
_WORDS: tuple[tuple[str, Sureness, str], ...] = (
    ("meeting", _SURE, "議事(?:概要|要旨|録|次第)|会議(?:資料|録|次第)|(?<!目)次第(?!に)"),
    ("meeting", _SURE, "(?:出席者|委員|構成員)名簿|打合せ記録"),
    ("casebook", _SURE, "(?:活用)?事例集|活用事例|取組事例|ユースケース集"),
    ("prompts", _SURE, "プロンプト(?:(?:事例|文例|例文|例|テンプレート|ひな形|雛形)?集|テンプレート|例)"),
    (
        "press",
        _SURE,
        "報道(?:発表|資料|提供)(?:資料)?|記者(?:発表|会見|配布)(?:資料)?|プレスリリース|press[ _-]?release",
    ),
    ("training", _SURE, "研修(?:資料|会資料|テキスト|動画|会)?|講習会?(?:資料)?|講義資料|勉強会(?:資料)?"),
    ("training", _SURE, "セミナー(?:資料)?|eラーニング"),
    ("form", _SURE, "様式(?!美)|申請書|届出?書|申込書|承認書|チェックリスト|チェックシート|記[入載]例|調査票"),
    ("form", _SURE, "ひな形|雛形|(?<![a-z])checklist"),
    (
        "report",
        _SURE,
        "報告書|(?:結果|活動)報告|(?:実証|調査)結果|取りまとめ|とりまとめ|白書|(?<![a-z])report(?![a-z])",
    ),
    ("rule", _SURE, "要綱|要領|要項|規程|規則|規約|内規|取扱い?基準|情報セキュリティポリシー"),
    ("rule", _LIKELY, "基準|ポリシー|(?<![a-z])policy(?![a-z])"),
    ("outline", _SURE, "概要(?:版|資料|説明資料|書)?|概略|要約(?:版)?|サマリー?|ポイント(?:版)?|あらまし|ポンチ絵"),
    ("outline", _SURE, "リーフレット|チラシ|(?<![a-z])(?:overview|summary|outline)(?![a-z])"),
    ("guideline", _SURE, "ガイドライン|ガイドブック|ハンドブック|手引き?書?|マニュアル|指針"),
    ("guideline", _SURE, "(?<![a-z])guide(?:lines?|book)(?![a-z])"),
    ("guideline", _LIKELY, "(?:利用|活用|運用)の?(?:ガイド(?!ライン|ブック)|ルール)"),
)
_ALTERNATIVES = "|".join(f"(?P<k{index}>{words})" for index, (_, _, words) in enumerate(_WORDS))
_PATTERN = re.compile(_ALTERNATIVES, re.IGNORECASE)
_BLANK = re.compile(r"(?<=[ぁ-ゖァ-ヺー一-鿿])\s{1,2}(?=[ぁ-ゖァ-ヺー一-鿿])")
# Two kinds in one file (合冊), said side by side.
_AND = re.compile(r"\s?(?:・|及び|および|と|並びに|&|\+|、)\s?(?:[^\s_()]{0,12})")
_MATERIAL = re.compile(r"(?<![会料究修明])資料\s?(?:No\.?\s?|第)?\d{1,3}(?!\d)")
_CUT = re.compile(r"(?:…|\.{3,6})\s*$")
_WHOLE_WORDS = (
    ("ガイドライン", "guideline"),
    ("ガイドブック", "guideline"),
    ("活用事例集", "casebook"),
    ("報道発表", "press"),
    ("研修資料", "training"),
)


def find_kinds(text: str) -> Iterator[Found]:
    """What the last word says comes first and is sure; words before it that may say it too are only likely."""
    squeezed, places = _squeezed(text)
    matches = list(_PATTERN.finditer(squeezed))
    if not matches:
        yield from _weak(text)
        return
    last = matches[-1]
    for match in reversed(matches):
        slug, sureness, _ = _WORDS[int(str(match.lastgroup)[1:])]
        why = "種類を表すことば"
        if match is not last:
            if not _AND.fullmatch(squeezed, match.end(), last.start()):
                sureness, why = _LIKELY, "種類を表すことばですが、あとに別のことばがあります"
            else:
                why = "2つの種類が並んでいます"
        yield Found(Field.KIND, slug, places[match.start()], places[match.end() - 1] + 1, sureness, why)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Without blanks between Japanese characters (報 道 発 表), and where each character stood."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for blank in _BLANK.finditer(text):
        pieces.append(text[position : blank.start()])
        places += range(position, blank.start())
        position = blank.end()
    pieces.append(text[position:])
    places += range(position, len(text))
    return "".join(pieces), places


def _weak(text: str) -> Iterator[Found]:
    """A number of a meeting's paper, or a word that was cut off at the end."""
    if match := _MATERIAL.search(text):
        yield Found(Field.KIND, "meeting", *match.span(), _LIKELY, "資料番号があるので会議資料と読みました")
    cut = _CUT.search(text)
    if cut is None:
        return
    before = text[: cut.start()].rstrip()
    fits = [
        (length, slug)
        for word, slug in _WHOLE_WORDS
        for length in range(len(word) - 1, 1, -1)
        if before.endswith(word[:length])
    ]
    if fits:
        length, slug = max(fits)
        yield Found(Field.KIND, slug, len(before) - length, len(before), _LIKELY, "途中で切れたことばから")
