"""The section that made a document, and whom to ask about it, in the lines of a page."""

import re
from collections.abc import Iterator

from japanese.personal import Kind, find_personal
from japanese.prefectures import PREFECTURES
from japanese.proposals.model import Field, Found, Sureness

_UNIT = r"(?:課|室|係|班|局|部|本部|センター|グループ|チーム|事務局)"
_NO_UNIT = r"(?<![全一内外上下幹学])(?<!会議)(?<!教)(?<!第.)"
_WORD = r"[一-鿿ぁ-ゖァ-ヺーA-Z・]"
_BODY = (
    rf"(?:{'|'.join(prefecture.name for prefecture in PREFECTURES)}|[一-鿿]{{2,8}}[省庁]|デジタル庁|内閣官房|内閣府)"
)
_CHAIN = re.compile(rf"{_BODY}庁?\s?(?:{_WORD}{{2,16}}{_UNIT}[\s・]?){{1,4}}")
_ALONE = re.compile(rf"\s*{_WORD}[一-鿿ぁ-ゖァ-ヺーA-Z・\s()]{{1,38}}{_NO_UNIT}{_UNIT}\s*")
_LABEL = re.compile(
    r"\s*[【\[(■●○・*|]?\s?(?:作成|担当|所管|発行|主管|編集)(?:部署|課|部局|所属|元)?[】\])]?\s?[:|\t]\s?(?P<value>[^\n。]{2,60})"
)
# Some readers give a whole block as one line.
_LABEL_WITHIN = re.compile(
    rf"(?:作成|担当|所管)(?:部署|課|部局)?\s?:\s?(?P<value>(?:{_WORD}{{2,16}}?{_UNIT}[\s・]?){{1,4}})"
)
_SENTENCE = re.compile(r"[。、,]|(?:して|する|ます|です|された|において|により)")
_ASK = re.compile(r"(?:お?問い?合わ?せ(?:先|窓口)?|(?:本件)?連絡先|照会先|本件担当|担当課?)(?=[\s:】\])|]|$)")
_WHY = "部署の名前らしい行"
_FARTHEST = 300  # characters after the label
_MOBILE = re.compile(r"0[789]0")
_LABELS = re.compile(r"^[\s:】\])|・■]*(?:(?:お?問い?合わ?せ先?|連絡先|担当|部署|所属)\s?[:】\]|]\s?)?")


def find_section(line: str) -> Iterator[Found]:
    """Of a folded line: what is labelled is sure, a line or its start that reads like an office is likely."""
    if len(line) > 90:
        return
    if match := _LABEL.match(line):
        value = match["value"].strip()
        if re.search(rf"{_UNIT}", value) and not re.search(r"\d{2}", value):
            start = match.start("value") + len(match["value"]) - len(match["value"].lstrip())
            yield Found(Field.SECTION, _tidy(value), start, start + len(value), Sureness.SURE, "作成や担当の部署として")
            return
    if match := _LABEL_WITHIN.search(line):
        value = match["value"].rstrip(" ・")
        start = match.start("value")
        yield Found(Field.SECTION, _tidy(value), start, start + len(value), Sureness.LIKELY, "作成や担当の部署として")
    elif match := _CHAIN.search(line):
        value = match[0].rstrip(" ・")
        yield Found(
            Field.SECTION,
            _tidy(value),
            match.start(),
            match.start() + len(value),
            Sureness.LIKELY,
            "部署の名前らしい行",
        )
    elif _ALONE.fullmatch(line) and not _SENTENCE.search(line):
        value = line.strip()
        start = len(line) - len(line.lstrip())
        yield Found(Field.SECTION, _tidy(value), start, start + len(value), Sureness.LIKELY, _WHY)


def find_contacts(text: str) -> Iterator[Found]:
    """Of a folded page: section, telephone, mail after 問い合わせ先; without people's names and mobile numbers."""
    end = 0
    for label in _ASK.finditer(text):
        if label.start() < end:
            continue
        end = min(len(text), label.end() + _FARTHEST)
        block = text[label.end() : end]
        sightings = [
            one
            for one in find_personal(block)
            if one.kind is Kind.EMAIL or (one.kind is Kind.PHONE and not _MOBILE.match(block, one.start))
        ]
        phone = next((one for one in sightings if one.kind is Kind.PHONE), None)
        mail = next((one for one in sightings if one.kind is Kind.EMAIL), None)
        reached = [one for one in (phone, mail) if one]
        if not reached:
            continue
        parts, first = [], min(one.start for one in reached)
        office = _office_before(block, first)
        if office:
            parts.append(office[0])
            first = office[1]
        if phone:
            parts.append(f"電話 {block[phone.start : phone.end]}")
        if mail:
            parts.append(f"メール {block[mail.start : mail.end]}")
        last = max(one.end for one in reached)
        end = label.end() + last
        value = " ".join(parts)
        sureness = Sureness.SURE if office else Sureness.LIKELY
        yield Found(Field.CONTACT, value, label.end() + first, end, sureness, "問い合わせ先として書かれています")


def _office_before(block: str, limit: int) -> tuple[str, int] | None:
    """(section, where it begins) among the lines before the telephone or mail."""
    position = 0
    for line in block[:limit].splitlines(keepends=True):
        skipped = _LABELS.match(line)
        inner = line[skipped.end() :] if skipped else line
        match = re.match(rf"\s*({_WORD}[一-鿿ぁ-ゖァ-ヺーA-Z・\s]{{1,38}}?{_NO_UNIT}{_UNIT})(?=[\s(:|]|$)", inner)
        if match:
            # The longest chain of units: 総合企画部 デジタル推進局 デジタル推進課
            while longer := re.match(rf"[\s・]?{_WORD}{{2,16}}{_UNIT}(?=[\s(:|]|$)", inner[match.end() :]):
                whole = inner[: match.end() + longer.end()]
                match = re.match(r"\s*(.+)$", whole, re.DOTALL)
                assert match is not None
            offset = position + (skipped.end() if skipped else 0) + match.start(1)
            return _tidy(match[1]), offset
        position += len(line)
    return None


def _tidy(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()
