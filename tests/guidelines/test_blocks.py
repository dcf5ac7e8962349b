"""Blocks of text as parts of a page: lists nested, headings in order, tables with their heads."""

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from guidelines.blocks import MOST_CELLS, ListPart, TablePart, TextPart, parts_of


def h(level: int, text: str = "見出し") -> dict:
    return {"t": "h", "level": level, "text": text}


def li(text: str, level: int = 0, *, ordered: bool = False) -> dict:
    return {"t": "li", "level": level, "ordered": ordered, "text": text}


def cell(text: str, **values) -> dict:
    return {"text": text, "colspan": 1, "rowspan": 1, "head": False, **values}


def outline(part: ListPart) -> list:
    return [(item.text, outline(item.below)) if item.below else item.text for item in part.items]


def html_of(blocks: list[dict]) -> str:
    return render_to_string("guidelines/blocks.html", {"parts": parts_of(blocks), "name": "シート1"})


def test_headings_stand_below_the_page_and_leave_no_level_out():
    tags = [part.t for part in parts_of([h(2), h(3), h(5), h(2), h(6)])]
    assert tags == ["h3", "h4", "h5", "h3", "h4"]
    assert [part.t for part in parts_of([h(1), h(2), h(3), h(4), h(5)])] == ["h3", "h4", "h5", "h6", "h6"]
    assert parts_of([h(4)])[0].t == "h3"


def test_points_become_lists_within_lists():
    (part,) = parts_of([li("a"), li("b", 1), li("c", 3), li("d", 1), li("e")])
    assert outline(part) == [("a", [("b", ["c"]), "d"]), "e"]


def test_points_keep_the_numbers_that_the_file_gives_them():
    html = html_of([li("目的", ordered=True) | {"label": "第1条"}, li("定義", ordered=True) | {"label": "第2条"}])
    assert '<ol class="labelled">' in html
    assert re.findall(r"第\d条 \w+", html) == ["第1条 目的", "第2条 定義"]
    assert 'class="labelled"' not in html_of([li("目的", ordered=True)])


def test_a_point_of_several_paragraphs_keeps_them():
    assert "一&lt;<br>中の段落" in html_of([li("一<\n中の段落")])


def test_a_paragraph_ends_a_list():
    parts = parts_of([li("a", ordered=True), {"t": "p", "text": "文"}, li("b", 2), li("c")])
    assert [part.t for part in parts] == ["list", "p", "list"]
    assert parts[0].ordered
    assert outline(parts[2]) == ["b", "c"]


def test_heads_say_what_they_head():
    block = {
        "t": "table",
        "rows": [[cell("県", head=True), cell("数", head=True)], [cell("栃木", head=True), cell("1")]],
    }
    (part,) = parts_of([block])
    assert [[c.scope for c in row] for row in part.rows] == [["col", "col"], ["row", ""]]
    assert part.lines.startswith('<thead><tr><th scope="col">県</th>')
    assert '<th scope="row">栃木</th><td class="num">1</td>' in part.lines


def test_merged_cells_stay_merged():
    block = {"t": "table", "rows": [[cell("広い", colspan=2)], [cell("高い", rowspan=3), cell("x")]]}
    lines = parts_of([block])[0].lines
    assert '<td colspan="2">広い</td>' in lines
    assert '<td rowspan="3">高い</td>' in lines


def test_a_table_stands_in_a_named_box_that_the_keyboard_reaches():
    html = html_of([{"t": "table", "rows": [[cell("a")]]}, {"t": "table", "rows": [[cell("b")]]}])
    assert re.findall(r'role="region" aria-label="([^"]*)" tabindex="0"', html) == ["シート1の表1", "シート1の表2"]


def test_a_sheet_that_is_too_long_says_what_is_left_out():
    rows = [[cell(str(n)) for n in range(100)] for _ in range(250)]
    (part,) = parts_of([{"t": "table", "rows": rows}])
    assert len(part.rows) == MOST_CELLS // 100
    assert part.left_out == 50
    assert "あと50行は" in html_of([{"t": "table", "rows": rows}])


NUMBERS = ["1", "１，２３４", "△1,234", "▲ 3.5%", "-5", "－", "2023-08-22", "12:30", "￥1,000", "(123)", "１／２"]
WORDS = ["", "第1号", "1円", "12 34", "a1", "…", "%", ".", "1\n2", "9" * 30, "1" * 50]


@pytest.mark.parametrize(("words", "is_number"), [*((n, True) for n in NUMBERS), *((w, False) for w in WORDS)])
def test_numbers_stand_in_line_and_are_not_broken(words, is_number):
    lines = parts_of([{"t": "table", "rows": [[cell("県", head=True)], [cell(words)]]}])[0].lines
    assert ('<td class="num">' in lines) == is_number
    assert "num" not in parts_of([{"t": "table", "rows": [[cell("1", head=True)], [cell("1", head=True)]]}])[0].lines


HIDDEN = {
    "both": ({"rows": "3–5、8", "columns": "C"}, "行（3–5、8）と列（C）を"),
    "rows": ({"rows": "2"}, "行（2）を"),
    "columns": ({"columns": "<b>"}, "列（&lt;b&gt;）を"),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_hidden_rows_and_columns_are_named_above_the_table(case):
    names, said = HIDDEN[case]
    html = html_of([{"t": "table", "rows": [[cell("値")]], "hidden": names}])
    assert f"元のファイルでは表示しない設定の{said}含みます。" in html
    assert html.index("表示しない設定") < html.index("<table")
    assert "表示しない設定" not in html_of([{"t": "table", "rows": [[cell("値")]]}])


def test_headings_can_be_led_to():
    html = html_of([h(1, "一"), {"t": "p", "text": "文"}, h(3, "二"), h(1, "三")])
    assert re.findall(r'<(h\d) id="(h\d)">(.)</', html) == [("h3", "h1", "一"), ("h4", "h2", "二"), ("h3", "h3", "三")]


def test_what_a_file_says_is_inert():
    evil = '<script>alert(1)</script>"'
    html = html_of(
        [
            h(1, evil),
            {"t": "p", "text": evil},
            li(evil),
            {"t": "pre", "text": evil},
            {"t": "table", "rows": [[cell(evil)]]},
        ]
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 5


BLOCKS = st.one_of(
    st.builds(lambda t, n: {"t": "h", "level": n, "text": t}, st.text(), st.integers(-1, 9)),
    st.builds(
        lambda t, n, o: {"t": "li", "level": n, "ordered": o, "text": t}, st.text(), st.integers(-1, 9), st.booleans()
    ),
    st.builds(lambda t, k: {"t": k, "text": t}, st.text(min_size=1), st.sampled_from(["p", "pre", "strange"])),
)


def texts(part) -> list[str]:
    if isinstance(part, ListPart):
        return [words for item in part.items for words in [item.text, *(texts(item.below) if item.below else [])]]
    return [part.text] if isinstance(part, TextPart) else []


@given(st.lists(BLOCKS, max_size=30))
def test_nothing_is_lost_and_the_order_stays(blocks):
    parts = parts_of(blocks)
    assert [words for part in parts for words in texts(part)] == [block["text"] for block in blocks]
    depth = 2
    for part in parts:
        if part.t in {"h3", "h4", "h5", "h6"}:
            assert int(part.t[1]) <= depth + 1
            depth = int(part.t[1])


@given(st.lists(st.lists(st.builds(cell, st.text(), head=st.booleans()), min_size=1, max_size=5), max_size=8))
def test_a_table_keeps_its_cells(rows):
    (part,) = parts_of([{"t": "table", "rows": rows}])
    assert isinstance(part, TablePart)
    assert [[c.text for c in row] for row in part.rows] == [[c["text"] for c in row] for row in rows]
    assert part.lines.count("<tr>") == len(rows)
