"""Rules about OpenDocument files: password, macros, links that load or run, objects, what is left in them."""

import base64
import binascii
import re
import zipfile

from extraction.gate import archives, embedded, leftovers, ole, sheets
from extraction.gate.fields import no_acting_field
from extraction.gate.formulas import no_calling_formula
from extraction.gate.inspection import Inspection, listed, shown
from extraction.gate.odf_macros import bodies, local, no_macros, no_macros_behind_keys
from extraction.gate.package import Package, attribute, values
from extraction.gate.reach import Reach, plain, reach, runs
from extraction.gate.verdict import Refusal
from extraction.gate.words import CLICK_RUNS

_MANIFEST = "META-INF/manifest.xml"
_DDE = ("dde-connection-decl", "dde-source", "dde-connection")
_FRAMES = ("applet", "plugin", "floating-frame")
_BY_CLICK = {
    "a",
    "annotation",
    "event-listener",
    "form",
    "button",
    "image-map",
    "area-rectangle",
    "area-circle",
    "area-polygon",
    "script",
}
_CALLS_PROGRAM = re.compile(r"(?:^|[^\w.])DDE\s*\(", re.IGNORECASE)
_PROPERTIES = re.compile(r"(?:^|/)meta\.xml$", re.IGNORECASE)
_FORMULAS = ("formula", "expression", "condition")


def check(inspection: Inspection) -> None:
    """An odt, ods or odp file. Raises Refusal; what should be looked at is remarked."""
    with archives.opens(inspection) as archive:
        check_archive(inspection, archive, inspection.suspect.kind)


def check_archive(inspection: Inspection, archive: zipfile.ZipFile, kind: str) -> None:
    """`kind` is empty for a document that is embedded. Raises Refusal."""
    archives.not_a_bomb(inspection, archive)
    archives.no_doubles(inspection, archive)
    archives.no_entities(inspection, archive)
    package = Package(inspection, archive, kind)
    for rule in _RULES:
        rule(package)
    embedded.no_hidden_files(package, _objects(package))
    if inspection.depth == 0:
        say_leftovers(package)
        leftovers.say_photos(package)


def _objects(package: Package) -> set[str]:
    """Parts that the text shows as objects, in small letters."""
    found = (attribute(e, "href") for body in bodies(package) for e in package.elements(body, "object", "object-ole"))
    return {plain(target).removeprefix("./").lower() for target in found}


def not_locked(package: Package) -> None:
    if _MANIFEST in package.names and any(True for _ in package.elements(_MANIFEST, "encryption-data")):
        raise package.inspection.locked()


def no_far_properties(package: Package) -> None:
    """A template that is asked for news at opening, and another document that comes in this one's place by itself."""
    for name in (name for name in package.names if _PROPERTIES.search(name)):
        for element in package.elements(name, "template", "auto-reload"):
            for target in values(element, "href"):
                if reach(target) is Reach.FAR:
                    raise Refusal(
                        f"「{package.inspection.name}」は開くと外部のテンプレートや文書（{shown(target)}）を読み込みます。"
                        "新しい文書に内容を写して保存し直してください"
                    )


def no_hidden_bytes(package: Package) -> None:
    """A file may stand among the words as well, in letters."""
    for name in package.parts_with("binary-data"):
        for element in package.elements(name, "binary-data"):
            try:
                data = base64.b64decode("".join(element.itertext()), validate=False)
            except binascii.Error:
                continue  # nobody gets a file out of these
            package.inspection.unpack(len(data))
            embedded.check_bytes(package.inspection, data)


def no_running_links(package: Package) -> None:
    """Links of cells to programs, frames and plug-ins, and fields of Word that are kept for the way back to Word."""
    for name in bodies(package):
        for element in package.elements(name, *_DDE):
            program = attribute(element, "dde-application")
            if program.lower() not in {"soffice", ""}:
                raise _starts(package, program)
            if reach(attribute(element, "dde-topic")) is Reach.FAR:
                raise _fetches(package, attribute(element, "dde-topic"))
        for element in package.elements(name, "param"):
            for code in values(element, "value"):
                no_acting_field(package.inspection, code, "本文")
        for element in package.elements(name, *_FRAMES):
            raise ole.embedded(package.inspection, f"埋め込みの枠やプラグイン {shown(attribute(element, 'href'))}")


def no_running_words(package: Package) -> None:
    """Formulas that start a program or fetch, and addresses that are a command, in any element."""
    for name in bodies(package):
        for element in package.elements(name, "*"):
            for formula in (value for word in _FORMULAS for value in values(element, word)):
                if _CALLS_PROGRAM.search(_without_words(formula)):
                    raise _starts(package, formula)
                no_calling_formula(package.inspection, formula)
            for address in filter(runs, values(element, "href")):
                raise Refusal(f"「{package.inspection.name}」には、{CLICK_RUNS.format(shown(address))}")


def no_loading_links(package: Package) -> None:
    """What is fetched from another computer at opening is refused, what lies beside the document is remarked."""
    near = []
    for name in bodies(package):
        for element in package.elements(name, "*"):
            by_click = local(element) in _BY_CLICK
            for target in (*(() if by_click else values(element, "href")), *values(element, "image-data")):
                if reach(target) is Reach.FAR:
                    raise _fetches(package, target)
                if target.startswith("../") or "://" in target:
                    near.append(target)
    if near:
        package.inspection.remark(f"ほかのファイルへのリンクが残っています（{shown(near[0])}）")


def _starts(package: Package, what: str) -> Refusal:
    return Refusal(
        f"「{package.inspection.name}」には、ほかのプログラムを動かすリンク（DDE、{shown(what)}）があります。"
        "「編集」→「外部ファイルへのリンク」でリンクを解除して保存し直してください"
    )


def _fetches(package: Package, target: str) -> Refusal:
    return Refusal(
        f"「{package.inspection.name}」は開くと外部からデータ（{shown(target)}）を読み込みます。"
        "「編集」→「外部ファイルへのリンク」でリンクを解除して保存し直してください"
    )


def _without_words(formula: str) -> str:
    """Words in quotation marks are shown and not run."""
    return re.sub(r'"[^"]*"', '""', formula)


def few_pages(package: Package) -> None:
    """Sheets, cells and slides; a cell that is repeated is there once."""
    if "content.xml" not in package.names or package.kind == "odt":
        return
    limits, inspection = package.inspection.suspect.limits, package.inspection
    number = {"table": 0, "page": 0, "table-cell": 0}
    for element in package.elements("content.xml", *number):
        number[str(element.tag).rpartition("}")[2]] += 1
        element.clear(keep_tail=True)
    if package.kind == "ods" and number["table"] > limits.sheets:
        raise sheets.too_many(inspection.name, number["table"], "シート", limits.sheets)
    if package.kind == "odp" and number["page"] > limits.slides:
        raise sheets.too_many(inspection.name, number["page"], "スライド", limits.slides)
    if number["table-cell"] > limits.cells:
        raise sheets.too_many(inspection.name, number["table-cell"], "セル", limits.cells)


def say_leftovers(package: Package) -> None:
    say = package.inspection.remark
    comments = changes = 0
    for name in bodies(package):
        comments += sum(1 for _ in package.elements(name, "annotation"))
        changes += sum(1 for _ in package.elements(name, "changed-region", "cell-content-change"))
    if comments:
        say(f"コメントが残っています（{comments}件）")
    if changes:
        say(f"変更履歴が残っています（{changes}か所）")
    if hidden := _hidden(package):
        say(hidden)
    if "meta.xml" in package.names:
        names = {
            str(e.tag).rpartition("}")[2]: e.text or ""
            for e in package.elements("meta.xml", "initial-creator", "creator")
        }
        if sentence := leftovers.of_names(names.get("initial-creator", ""), names.get("creator", "")):
            say(sentence)


def _hidden(package: Package) -> str:
    """Sheets and slides whose style says that they are not shown."""
    if "content.xml" not in package.names:
        return ""
    styles = set()
    for style in package.elements("content.xml", "style"):
        for properties in style:
            display, visibility = attribute(properties, "display"), attribute(properties, "visibility")
            if (attribute(style, "family") == "table" and display == "false") or visibility == "hidden":
                styles.add(attribute(style, "name"))
    if not styles:
        return ""
    found = [
        attribute(e, "name")
        for e in package.elements("content.xml", "table", "page")
        if attribute(e, "style-name") in styles
    ]
    return f"非表示のシートやスライドがあります（{listed(found, '枚')}）" if found else ""


_RULES = (
    not_locked,
    no_macros,
    no_macros_behind_keys,
    no_far_properties,
    no_hidden_bytes,
    no_running_links,
    no_running_words,
    no_loading_links,
    few_pages,
)
