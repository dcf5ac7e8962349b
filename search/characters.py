"""Characters that are written in more than one way, one for one: what NFKC does not fold."""

JAPANESE = r"\u3041-\u3096\u30a1-\u30fa\u30fc\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff"

_RADICALS = "⺟母 ⺠民 ⻁虎 ⻄西 ⻆角 ⻑長 ⻒長 ⻘青 ⻝食 ⻣骨 ⻤鬼 ⻨麦 ⻩黄 ⻫斉 ⻭歯 ⻯竜 ⻲亀 ⻳亀"  # of PDF fonts
# Old letters and those of names. 斉 and 斎 are different names and stay so.
_OLD = (
    "齋斎 齊斉 邉辺 邊辺 髙高 﨑崎 嵜崎 濵浜 濱浜 澤沢 廣広 國国 學学 會会 縣県 區区 圖図 體体 "
    "關関 鐵鉄 總総 櫻桜 嶋島 嶌島 峯峰 冨富 德徳 惠恵 榮栄 瀨瀬 瀧滝 藏蔵 眞真 禮礼 壽寿 龍竜 "
    "號号 經経 濟済 檢検 權権 實実 數数 聲声 當当 發発 變変 豫予 與与 條条 來来 爲為 萬万 戰戦 "
    "團団 圓円 應応 價価 假仮 舊旧 舘館 埜野 槙槇 遙遥 祿禄 凛凜 靜静 曻昇 昻昂 㐂喜 𠮷吉"
)
SAME = {pair[0]: pair[1] for pair in f"{_RADICALS} {_OLD}".split()}

_NUMBERS = [str(number) for number in range(1, 13)]
ROMAN = dict(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ" + "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ", _NUMBERS * 2, strict=True))
SPELLED_ROMAN = dict(
    zip(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], _NUMBERS, strict=True)
)
