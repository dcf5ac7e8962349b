"""Rules about what a new Office document fetches from elsewhere when it is opened."""

import re
from urllib.parse import unquote

from extraction.gate.inspection import shown
from extraction.gate.package import Binding, Package
from extraction.gate.reach import Reach, reach, runs
from extraction.gate.verdict import Refusal
from extraction.gate.words import CLICK_RUNS, DETACH_TEMPLATE, NORMAL_LETTER

_WORKBOOK = re.compile(
    r"^(?:https?:|file:|[\\/])(?!.*mhtml:).*\.(?:xls[xmb]?|ods)(?:[?#!]|$)", re.IGNORECASE | re.DOTALL
)
_CHART = re.compile(r"drawingml\.chart\+xml$|ms-office\.chartex\+xml$", re.IGNORECASE)
_OWN_PARTS = (  # what no honest document keeps elsewhere
    "officeDocument", "styles", "settings", "webSettings", "theme", "fontTable", "font", "numbering", "header",
    "footer", "footnotes", "endnotes", "comments", "glossaryDocument", "customXml", "transform", "worksheet",
    "chartsheet", "dialogsheet", "sharedStrings", "xmlMaps", "table", "queryTable", "pivotTable",
    "pivotCacheDefinition", "pivotCacheRecords", "connections", "slide", "slideMaster", "slideLayout", "notesSlide",
    "notesMaster", "handoutMaster", "chart", "chartUserShapes", "diagramData", "diagramLayout", "diagramQuickStyle",
    "diagramColors", "drawing", "vmlDrawing", "attachedToolbars", "keyMapCustomizations",
)  # fmt: skip
_CUT = "「ファイル」→「情報」→「ファイルへのリンクの編集」でリンクを解除して保存し直してください"


def no_remote_template(package: Package) -> None:
    for binding in _outside(package, "attachedTemplate"):
        if reach(binding.target) is Reach.FAR:
            raise Refusal(
                f"「{package.inspection.name}」は開くと外部のテンプレート（{shown(binding.target)}）を読み込みます。"
                f"{DETACH_TEMPLATE}"
            )


def no_foreign_body(package: Package) -> None:
    """Frames and sub-documents: what is read there would not be what was reviewed here."""
    for binding in _outside(package, "frame", "subDocument", "aFChunk"):
        raise Refusal(
            f"「{package.inspection.name}」は本文の一部を別のファイル（{shown(binding.target)}）から読み込みます。"
            "1つの文書にまとめて保存し直してください"
        )


def no_unmerged_body(package: Package) -> None:
    """Text kept as another format until Word saves it anew: nobody but Word can read it."""
    if any(binding.kind == "aFChunk" for binding in package.bindings):
        raise Refusal(
            f"「{package.inspection.name}」には別の形式のまま取り込まれた部分があります。"
            "Wordで開いて保存し直すと登録できます"
        )


def no_loading_objects(package: Package) -> None:
    """An object, a picture or a part of its own that is fetched from another computer.

    The workbook of a chart stays where it is.
    """
    for binding in _outside(package, "oleObject", "package", "image", "control", *_OWN_PARTS):
        if _is_chart_data(package, binding) and _WORKBOOK.search(unquote(binding.target)):
            continue
        if reach(binding.target) is Reach.FAR:
            what = "画像" if binding.kind == "image" else "データ"
            raise Refusal(
                f"「{package.inspection.name}」は開くと外部から{what}（{shown(binding.target)}）を読み込みます。{_CUT}"
            )


def _is_chart_data(package: Package, binding: Binding) -> bool:
    """By the declared type of the part, whatever its name and folder."""
    declared = package.types.get(binding.source.lower(), "")
    return binding.kind in {"package", "oleObject"} and bool(_CHART.search(declared))


def no_running_addresses(package: Package) -> None:
    """A web address is honest; one that is a command or names a program runs it where it is clicked."""
    for binding in _outside(package, "hyperlink"):
        if runs(binding.target):
            raise Refusal(f"「{package.inspection.name}」には、{CLICK_RUNS.format(shown(binding.target))}")


def no_merge_source(package: Package) -> None:
    """Word asks the source anew whenever the letter is opened."""
    for binding in _outside(package, "mailMergeSource", "mailMergeHeaderSource", "recipientData"):
        raise Refusal(
            f"「{package.inspection.name}」は差し込み印刷の宛先（{shown(binding.target)}）につながっています。"
            f"{NORMAL_LETTER}"
        )


def say_links(package: Package) -> None:
    """What points outside and is not followed by itself."""
    say = package.inspection.remark
    books = [b.target for b in _outside(package, "externalLinkPath", "xlPathMissing", "xlExternalLinkPath")]
    charts = [b.target for b in _outside(package, "oleObject", "package")]
    pictures = [b.target for b in _outside(package, "image", "video", "audio", "media")]
    for what, targets in (
        ("ほかのブック", books),
        ("グラフや表の元のファイル", charts),
        ("外部の画像や動画", pictures),
    ):
        if targets:
            say(f"{what}へのリンクが残っています（{_ends(targets)}）")
    templates = [b.target for b in _outside(package, "attachedTemplate")]
    if templates:
        say(f"元のテンプレートの保存場所が残っています（{_ends(templates)}）")
    if any(binding.kind.startswith("webextension") for binding in package.bindings):
        say("Officeアドインの部品が入っています")


def _ends(targets: list[str], most: int = 3) -> str:
    names = [shown(re.split(r"[\\/]", unquote(target).rstrip("\\/"))[-1]) for target in targets]
    unique = list(dict.fromkeys(names))
    return "、".join(unique[:most]) + (f"など{len(unique)}件" if len(unique) > most else "")


def _outside(package: Package, *kinds: str) -> list[Binding]:
    return [binding for binding in package.bindings if binding.is_external and binding.kind in kinds]
