"""What the browser gets: one stylesheet and one script, small, from our own host, with the colours as designed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from portal.staticfiles import NAME, PARTS, StylesheetFinder, joined

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
SCRIPT = ROOT / "static" / "js" / "portal.js"
VALUES = {
    "--color-neutral-solid-gray-800": "#333333",
    "--color-neutral-solid-gray-600": "#666666",
    "--color-neutral-solid-gray-420": "#949494",
    "--color-primitive-blue-900": "#0017c1",
    "--color-primitive-blue-1000": "#00118f",
    "--color-primitive-blue-1200": "#000060",
    "--color-primitive-red-800": "#ec0000",
    "--color-primitive-red-900": "#ce0000",
    "--color-primitive-green-800": "#197a4b",
    "--color-primitive-yellow-300": "#ffd43d",
    "--color-primitive-yellow-900": "#927200",
    "--color-primitive-light-blue-1000": "#00428c",
    "--color-primitive-magenta-900": "#8b008b",
}
# (ink, ground, least ratio): 4.5 for text, 3 for the edges of controls
PAIRS = [
    ("neutral-solid-gray-800", "neutral-white", 4.5),
    ("neutral-solid-gray-600", "neutral-white", 4.5),
    ("neutral-solid-gray-600", "neutral-solid-gray-50", 4.5),
    ("neutral-solid-gray-700", "neutral-solid-gray-50", 4.5),
    ("primitive-blue-1000", "neutral-white", 4.5),
    ("primitive-blue-1000", "primitive-blue-50", 4.5),
    ("primitive-blue-1000", "primitive-blue-200", 4.5),
    ("primitive-blue-1200", "primitive-blue-300", 4.5),
    ("primitive-blue-1000", "primitive-yellow-300", 4.5),
    ("neutral-white", "primitive-blue-900", 4.5),
    ("neutral-white", "primitive-green-800", 4.5),
    ("neutral-white", "primitive-light-blue-1000", 4.5),
    ("primitive-magenta-900", "neutral-white", 4.5),
    ("primitive-orange-800", "neutral-white", 4.5),
    ("primitive-red-900", "neutral-white", 4.5),
    ("primitive-red-1000", "primitive-red-50", 4.5),
    ("primitive-green-900", "primitive-green-50", 4.5),
    ("primitive-purple-800", "primitive-purple-50", 4.5),
    ("primitive-yellow-1100", "primitive-yellow-50", 4.5),
    ("primitive-orange-1000", "primitive-orange-50", 4.5),
    ("primitive-light-blue-1100", "primitive-light-blue-100", 4.5),
    ("neutral-solid-gray-420", "neutral-white", 3),
    ("primitive-red-800", "neutral-white", 3),
    ("primitive-yellow-900", "primitive-yellow-50", 3),
]


def tokens() -> dict[str, str]:
    return dict(re.findall(r"^\s*(--[\w-]+):\s*([^;]+);", (CSS / "tokens.css").read_text("utf-8"), re.MULTILINE))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_colours_have_the_values_of_the_design():
    found = tokens()
    assert {name: found[name] for name in VALUES} == VALUES


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_can_be_told_apart(ink, ground, least):
    found = tokens()
    assert contrast(found[f"--color-{ink}"], found[f"--color-{ground}"]) >= least


def test_every_token_is_defined_and_used():
    text = joined(CSS)
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - {"--c"} == set(tokens())  # --c is a banner's own colour, set on the banner


def test_no_text_is_smaller_than_14_pixels():
    sizes = re.findall(r"font-size:\s*([\d.]+)(px|rem|em)", joined(CSS))
    assert all(float(size) >= (14 if unit == "px" else 0.85) for size, unit in sizes)
    assert min(float(tokens()[name].removesuffix("rem")) for name in tokens() if name.startswith("--fs-")) == 0.875


def test_the_stylesheet_thinks_of_high_contrast_print_and_still_motion_and_keeps_the_focus_ring():
    text = joined(CSS)
    for query in ("@media print", "(forced-colors: active)", "(prefers-reduced-motion: reduce)"):
        assert query in text
    # main takes the focus from the skip link and is no control
    assert not re.search(r"outline:\s*(none|0)\s*[;}]", re.sub(r"main:focus-visible \{[^}]*\}", "", text))


def test_the_stylesheet_is_one_file_in_cascade_order_without_comments():
    text = joined(CSS)
    assert "/*" not in text
    assert text.startswith(":root {")
    marks = (":root {", "line-break: strict", ".skip:any-link", ".page-head--home", "@page")
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert text.count("{") == text.count("}")


def test_the_parts_are_all_there_is():
    assert {path.stem for path in CSS.iterdir()} == set(PARTS)


def test_nothing_is_asked_from_outside_or_by_data_address():
    for path in (*CSS.iterdir(), SCRIPT, ROOT / "static" / "icon.svg"):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "").replace('href^="http"', "")
        assert not re.search(r"https?:|url\(|@import|data:", text), path.name


def test_the_script_keeps_its_budget_and_needs_no_loosened_policy():
    text = SCRIPT.read_text("utf-8")
    assert len(SCRIPT.read_bytes()) <= 15_000
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
    assert not re.search(r"\.style\b|setAttribute\(\"(on|style)|\.on\w+ =", text)


def test_stylesheet_and_script_leave_room_for_the_page():
    wire = sum(len(gzip.compress(content, 9)) for content in (joined(CSS).encode(), SCRIPT.read_bytes()))
    assert wire <= 17_000  # of 25 KB for a first view


def test_the_finder_gives_the_joined_file(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    finder = StylesheetFinder()
    assert finder.check() == []
    path = Path(finder.find(NAME))
    assert path.is_relative_to(tmp_path)
    assert path.read_text("utf-8") == joined(CSS)
    assert finder.find(NAME, find_all=True) == [str(path)]
    assert finder.find("css/tokens.css") == []
    [(name, storage)] = finder.list([])
    with storage.open(name) as file:
        assert file.read().decode() == joined(CSS)


def test_the_finder_writes_only_what_changed(settings, tmp_path):
    settings.DATA_DIR, settings.BASE_DIR = tmp_path / "data", tmp_path
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for part in PARTS:
        (folder / f"{part}.css").write_text(f".{part} {{ color: red }} /* {part} */\n", "utf-8")
    finder = StylesheetFinder()
    path = Path(finder.find(NAME))
    first = path.stat()
    assert Path(finder.find(NAME)).stat().st_ino == first.st_ino
    (folder / "print.css").write_text(".new {}\n", "utf-8")
    assert ".new {}" in Path(finder.find(NAME)).read_text("utf-8")
    assert list(path.parent.iterdir()) == [path]
    (folder / "print.css").unlink()
    assert [problem.id for problem in finder.check()] == ["portal.E001"]


def test_the_site_finds_its_stylesheet():
    assert finders.find(NAME)
    assert finders.find("js/portal.js")
    assert finders.find("icon.svg")
