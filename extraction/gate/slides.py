"""Rules about new presentations: how many slides, which of them are hidden."""

import re

from extraction.gate.package import Package
from extraction.gate.sheets import too_many

_SLIDE = re.compile(r"^ppt/slides/[^/]+\.xml$", re.IGNORECASE)
_HIDDEN = re.compile(rb"<(?:\w+:)?sld\b[^<>]*\sshow\s*=\s*[\"'](?:0|false)[\"']")
_HEAD = 64 * 1024


def few_slides(package: Package) -> None:
    slides = package.parts_of_type("presentationml.slide+xml") or [n for n in package.names if _SLIDE.match(n)]
    most = package.inspection.suspect.limits.slides
    if len(slides) > most:
        raise too_many(package.inspection.name, len(slides), "スライド", most)
    hidden = sum(bool(_HIDDEN.search(package.beginning(name, _HEAD))) for name in slides)
    if hidden:
        package.inspection.remark(f"非表示のスライドがあります（{hidden}枚）")
