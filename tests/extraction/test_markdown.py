"""Lists in Markdown: points under points, lines that go on, numbers, paragraphs inside a point."""

import time
from pathlib import Path

import pytest

from extraction.formats import markdown
from extraction.formats.markdown_points import DEEPEST

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "guidelines"


def points(tmp_path: Path, words: str) -> list[tuple[int, str]]:
    """(level, what is shown) of each point; other blocks as level -1."""
    path = tmp_path / "見本.md"
    path.write_text(words)
    [page] = markdown.read(path, 1, 1)
    return [
        (block["level"], f"{block.get('label', '')}{block['text']}") if block["t"] == "li" else (-1, block["text"])
        for block in page.blocks
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "- 一\n  - 下\n    続き\n    その続き\n  - 下二\n- 二",
            [(0, "一"), (1, "下続きその続き"), (1, "下二"), (0, "二")],
        ),
        ("- one\n  two\n- 三\n四", [(0, "one two"), (0, "三四")]),
        ("- 一\n\n  中の段落\n\n  - 下\n\n外の段落", [(0, "一\n中の段落"), (1, "下"), (-1, "外の段落")]),
        ("3. 三\n4. 四\n\n5) 五", [(0, "3.三"), (0, "4.四"), (0, "5)五")]),
        ("1. 一\n1. 二\n   - 下\n1. 三", [(0, "1.一"), (0, "2.二"), (1, "下"), (0, "3.三")]),
        ("1. 一\n\n説明\n\n2. 二", [(0, "1.一"), (-1, "説明"), (0, "2.二")]),
        ("- 一\n      - 深い\n  - 浅い\n- 二", [(0, "一"), (1, "深い"), (1, "浅い"), (0, "二")]),
        ("- 一\n\t- 下\n\t\t- 下の下", [(0, "一"), (1, "下"), (2, "下の下")]),
        ("- 一\n<!-- 覚え -->\n- 二", [(0, "一"), (0, "二")]),
        ("- 一\n# 見出し\n  - 二", [(0, "一"), (-1, "見出し"), (0, "二")]),
        ("- 一\n  ```\n  code\n  ```\n  - 下", [(0, "一"), (-1, "  code"), (1, "下")]),
        ("- **太字**: 文\n  の[続き](https://example.jp/)", [(0, "太字: 文の続き（https://example.jp/）")]),
    ],
)
def test_lists_keep_their_structure(tmp_path, words, expected):
    assert points(tmp_path, words) == expected


def test_no_list_is_deeper_than_a_page_can_show(tmp_path):
    deep = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(300))
    found = points(tmp_path, deep)
    assert [words for _, words in found] == [str(depth) for depth in range(300)]
    assert max(level for level, _ in found) == DEEPEST


@pytest.mark.parametrize("piece", ["- a\n", "- a\n  b\n", "- a\n\n  b\n", "1. a\nb\n", "  - a\n- b\n", " - ", "1. "])
def test_long_lists_cost_no_more_than_their_length(tmp_path, piece):
    path = tmp_path / "long.md"
    path.write_text(piece * (400_000 // len(piece)))
    began = time.process_time()
    for page in markdown.read(path, 1, 9):
        assert page.number
    assert time.process_time() - began < 4


def test_one_point_over_many_lines_costs_no_more_than_its_length(tmp_path):
    path = tmp_path / "long.md"
    path.write_text("- a\n" + "  あいう\n" * 60_000)
    began = time.process_time()
    for page in markdown.read(path, 1, 9):
        assert page.number
    assert time.process_time() - began < 4


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus")
def test_a_real_checklist_keeps_its_two_levels():
    [page] = markdown.read(CORPUS / "ch01-governance.md", 1, 1)
    listed = [block for block in page.blocks if block["t"] == "li"]
    assert {block["level"] for block in listed} == {0, 1}
    assert {block["t"] for block in page.blocks} == {"h", "li"}
    assert all(block["level"] == 0 for block in listed if block["text"][:3] in {"1.1", "1.2", "1.3"})
    assert sum(block["text"].startswith("定義例") for block in listed if block["level"] == 1) > 15
