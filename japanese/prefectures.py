"""The 47 prefectures: JIS code, name, reading, region, and the two characters of the tile map."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prefecture:
    """Facts that never change; membership in the working team is not among them."""

    code: str
    name: str
    kana: str
    romaji: str
    region: str

    @property
    def short(self) -> str:
        """「栃木」: without 都, 府, 県; 北海道 stays whole."""
        return self.name if self.name == "北海道" else self.name[:-1]

    @property
    def tile(self) -> str:
        """Two characters for the tile map."""
        return self.name[:2]


PREFECTURES: tuple[Prefecture, ...] = (
    Prefecture("01", "北海道", "ほっかいどう", "Hokkaido", "北海道"),
    Prefecture("02", "青森県", "あおもりけん", "Aomori", "東北"),
    Prefecture("03", "岩手県", "いわてけん", "Iwate", "東北"),
    Prefecture("04", "宮城県", "みやぎけん", "Miyagi", "東北"),
    Prefecture("05", "秋田県", "あきたけん", "Akita", "東北"),
    Prefecture("06", "山形県", "やまがたけん", "Yamagata", "東北"),
    Prefecture("07", "福島県", "ふくしまけん", "Fukushima", "東北"),
    Prefecture("08", "茨城県", "いばらきけん", "Ibaraki", "関東"),
    Prefecture("09", "栃木県", "とちぎけん", "Tochigi", "関東"),
    Prefecture("10", "群馬県", "ぐんまけん", "Gunma", "関東"),
    Prefecture("11", "埼玉県", "さいたまけん", "Saitama", "関東"),
    Prefecture("12", "千葉県", "ちばけん", "Chiba", "関東"),
    Prefecture("13", "東京都", "とうきょうと", "Tokyo", "関東"),
    Prefecture("14", "神奈川県", "かながわけん", "Kanagawa", "関東"),
    Prefecture("15", "新潟県", "にいがたけん", "Niigata", "中部"),
    Prefecture("16", "富山県", "とやまけん", "Toyama", "中部"),
    Prefecture("17", "石川県", "いしかわけん", "Ishikawa", "中部"),
    Prefecture("18", "福井県", "ふくいけん", "Fukui", "中部"),
    Prefecture("19", "山梨県", "やまなしけん", "Yamanashi", "中部"),
    Prefecture("20", "長野県", "ながのけん", "Nagano", "中部"),
    Prefecture("21", "岐阜県", "ぎふけん", "Gifu", "中部"),
    Prefecture("22", "静岡県", "しずおかけん", "Shizuoka", "中部"),
    Prefecture("23", "愛知県", "あいちけん", "Aichi", "中部"),
    Prefecture("24", "三重県", "みえけん", "Mie", "近畿"),
    Prefecture("25", "滋賀県", "しがけん", "Shiga", "近畿"),
    Prefecture("26", "京都府", "きょうとふ", "Kyoto", "近畿"),
    Prefecture("27", "大阪府", "おおさかふ", "Osaka", "近畿"),
    Prefecture("28", "兵庫県", "ひょうごけん", "Hyogo", "近畿"),
    Prefecture("29", "奈良県", "ならけん", "Nara", "近畿"),
    Prefecture("30", "和歌山県", "わかやまけん", "Wakayama", "近畿"),
    Prefecture("31", "鳥取県", "とっとりけん", "Tottori", "中国"),
    Prefecture("32", "島根県", "しまねけん", "Shimane", "中国"),
    Prefecture("33", "岡山県", "おかやまけん", "Okayama", "中国"),
    Prefecture("34", "広島県", "ひろしまけん", "Hiroshima", "中国"),
    Prefecture("35", "山口県", "やまぐちけん", "Yamaguchi", "中国"),
    Prefecture("36", "徳島県", "とくしまけん", "Tokushima", "四国"),
    Prefecture("37", "香川県", "かがわけん", "Kagawa", "四国"),
    Prefecture("38", "愛媛県", "えひめけん", "Ehime", "四国"),
    Prefecture("39", "高知県", "こうちけん", "Kochi", "四国"),
    Prefecture("40", "福岡県", "ふくおかけん", "Fukuoka", "九州・沖縄"),
    Prefecture("41", "佐賀県", "さがけん", "Saga", "九州・沖縄"),
    Prefecture("42", "長崎県", "ながさきけん", "Nagasaki", "九州・沖縄"),
    Prefecture("43", "熊本県", "くまもとけん", "Kumamoto", "九州・沖縄"),
    Prefecture("44", "大分県", "おおいたけん", "Oita", "九州・沖縄"),
    Prefecture("45", "宮崎県", "みやざきけん", "Miyazaki", "九州・沖縄"),
    Prefecture("46", "鹿児島県", "かごしまけん", "Kagoshima", "九州・沖縄"),
    Prefecture("47", "沖縄県", "おきなわけん", "Okinawa", "九州・沖縄"),
)

_BY_CODE = {prefecture.code: prefecture for prefecture in PREFECTURES}
_BY_NAME = {name: prefecture for prefecture in PREFECTURES for name in (prefecture.name, prefecture.short)}
REGIONS: tuple[str, ...] = tuple(dict.fromkeys(prefecture.region for prefecture in PREFECTURES))


def by_code(code: str) -> Prefecture:
    """The prefecture of a two-digit JIS code; KeyError when there is none."""
    return _BY_CODE[code]


def by_name(name: str) -> Prefecture:
    """The prefecture of 「栃木県」 or 「栃木」; KeyError when there is none."""
    return _BY_NAME[name]
