"""A text layer that cannot be read is told from one that can; an honest page is never taken for broken."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extraction import runner
from extraction.broken import is_broken
from extraction.limits import Limits
from tests.extraction.test_corpus import CORPUS

WORDS = (
    "生成AIを業務で使うときは、個人情報を入力しないでください。出力された文章は、必ず職員が内容を確かめてから使います。"
    "カタカナの言葉やひらがなも、数字の2024年4月1日も、ここにあります。栃木県・群馬県・埼玉県（計3県）。"
)


@pytest.mark.parametrize(
    ("written", "read"),
    [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "cp932"), ("cp932", "latin-1"), ("cp932", "cp1252"),
     ("euc_jp", "cp932"), ("euc_jp", "latin-1")],
)  # fmt: skip
def test_a_text_in_a_code_that_is_not_its_own_is_broken(written, read):
    assert is_broken(WORDS.encode(written).decode(read, "replace"))


@pytest.mark.parametrize("place", [0xE000, 0xF0000, 0x01, 0x80])
def test_numbers_of_glyphs_are_broken(place):
    """Codes that say nothing, as fonts without a table of their characters leave them."""
    assert is_broken("".join(chr(place + ord(word) % 30) for word in WORDS))
    assert is_broken("\ufffd" * 40 + WORDS[:40])
    assert is_broken("".join(chr(0x300 + ord(word) % 0x1500) for word in WORDS) + "." * 500)


OTHERS = [
    "Le développement à l’étranger a été réévalué : où est le nœud ? Ça dépend des élèves, naïve façon d’être.",
    "Das größte Übel wäre es, wenn schöne Mädchen über die Straße führen und Äpfel äßen; Öl für die Füße.",
    "Правила использования искусственного интеллекта в работе префектуры должны соблюдаться всеми сотрудниками.",
    "Οι κανόνες χρήσης της τεχνητής νοημοσύνης πρέπει να τηρούνται από όλους τους υπαλλήλους της περιφέρειας.",
    "กฎการใช้ปัญญาประดิษฐ์ในการทำงานของจังหวัดจะต้องได้รับการปฏิบัติตามโดยพนักงานทุกคน",
    "يجب على جميع الموظفين الالتزام بقواعد استخدام الذكاء الاصطناعي في عمل المحافظة والمدينة",
    "인공지능을 업무에 사용할 때에는 개인정보를 입력하지 마십시오. 출력된 문장은 반드시 확인하십시오.",
    "Tất cả nhân viên phải tuân thủ các quy tắc sử dụng trí tuệ nhân tạo trong công việc của tỉnh và thành phố.",
    'if (a[0] != "x" && b["y"] == {1: 2}) { return f(a, b); } // {"key": [1, 2, 3], "other": {"a": "b"}}',
    "第1章 はじめに ........................................................................................ 1",
    "12,345 (6.7%) 8,901 (2.3%) △1,234 ▲5.6% 7,890 (1.2%) 3,456 (7.8%) ※1 ※2 ①②③ ㈱ ㎡ ℃ № ½",
    "□はい ☑いいえ ■該当 ○△×◎ → ⇒ ★☆ ♪ ～ 〒 ㊞ " * 3,
    "ﾄﾁｷﾞｹﾝ ｳﾂﾉﾐﾔｼ ﾊﾅﾜﾀﾞ 1-1-20 ｶﾌﾞｼｷｶﾞｲｼｬ ｾｲｾｲｴｰｱｲ ﾀﾝﾄｳ ﾔﾏﾀﾞﾀﾛｳ" * 2,
    "\uf0b7項目の一つ目です。\n\uf0b7項目の二つ目です。\n\uf0fc三つ目の項目も読めます。外字\ue000もあります。",
]


@pytest.mark.parametrize("words", [WORDS, *OTHERS])
def test_honest_texts_of_the_world_are_not_broken(words):
    assert not is_broken(words)
    assert not is_broken(words * 5)


@given(st.text(st.sampled_from(WORDS + "abcxyz0189,.()\n 　ァヴヶ々〆髙﨑①Ⅳ㎡～－"), max_size=300))
def test_what_is_made_of_honest_characters_is_not_broken(words):
    assert not is_broken(words)


def unmapped(path: Path, words: str) -> Path:
    """A PDF whose font says nothing of its characters: the codes are numbers of glyphs."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(path))
    canvas.setFont("HeiseiKakuGo-W5", 8)
    canvas.drawString(40, 760, "x" * len(words))
    canvas.save()
    codes = b"".join((0x300 + ord(word) % 0x1500).to_bytes(2, "big") for word in words)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        [(name, font)] = [(n, f) for n, f in page.Resources.Font.items() if f.get("/Subtype") == "/Type0"]
        font.Encoding = pikepdf.Name("/Identity-H")
        font.DescendantFonts[0].CIDSystemInfo = pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        )
        page.Contents = pdf.make_stream(f"BT {name} 8 Tf 40 700 Td <{codes.hex()}> Tj ET".encode())
        pdf.save(path)
    return path


def test_a_page_that_cannot_be_read_says_so_and_gives_no_text(tmp_path):
    [page] = runner.read(unmapped(tmp_path / "壊れ.pdf", WORDS), "pdf", 1, 1, Limits())
    assert (page.source, page.text) == ("broken", "")
    assert page.raw


in_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus")


def texts_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.corpus
@in_corpus
def test_no_page_of_an_honest_document_is_broken():
    paths = [path for folder in ("government", "guidelines") for path in (CORPUS / folder).iterdir()]
    pages = [(path.name, text) for path in paths if path.suffix.lower() == ".pdf" for text in texts_of(path)]
    assert len(pages) > 400
    assert [name for name, text in pages if is_broken(text)] == []


@pytest.mark.corpus
@in_corpus
@pytest.mark.parametrize(
    "name", ["dp2020_01.pdf", "dp2021_04.pdf", "20210201.pdf", "厚労省_モデル就業規則_001018385.pdf"]
)
def test_real_documents_without_their_tables_of_characters_are_broken(tmp_path, name):
    path = tmp_path / "壊れ.pdf"
    with pikepdf.open(CORPUS / "government" / name) as pdf:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Dictionary) and "/ToUnicode" in entry:
                del entry["/ToUnicode"]
        pdf.save(path)
    found = [is_broken(text) for text in texts_of(path) if len(text) >= 100]
    assert sum(found) >= 0.9 * len(found)
