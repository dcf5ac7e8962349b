"""Rules about pictures and objects of a new Office document that are fetched by other ways than their own links."""

from extraction.gate.inspection import shown
from extraction.gate.package import Package, values
from extraction.gate.reach import Reach, plain, reach
from extraction.gate.verdict import Refusal
from extraction.gate.words import NEW_PICTURE

_OLD_PICTURES = ("imagedata", "fill", "stroke", "image")
_LOADING = ("blip", "svgBlip", "imagedata", "fill", "stroke", "OLEObject", "oleObj", "attachedTemplate", "subDoc",
            "altChunk", "sourceFileName", "control")  # fmt: skip
_LINKS = ("embed", "link", "id", "href", "pict", "relid")
_OF_A_MAIL = "cid:"


def no_pictures_by_address(package: Package) -> None:
    """An old drawing may name its picture in itself; the name of one in a mail leads nowhere."""
    for name in package.parts_with("src"):
        for element in package.elements(name, *_OLD_PICTURES):
            for address in values(element, "src"):
                if reach(address) is Reach.FAR and not plain(address).lower().startswith(_OF_A_MAIL):
                    raise _fetches(package, address)


def no_pictures_by_borrowed_links(package: Package) -> None:
    """A program looks a link up by its name and seldom asks of which kind it is: one of a web page fetches as well."""
    far: dict[str, dict[str, str]] = {}
    for binding in package.bindings:
        if binding.is_external and reach(binding.target) is Reach.FAR:
            far.setdefault(binding.source.lower(), {})[binding.id] = binding.target
    for name in package.names:
        targets = far.get(name.lower(), {})
        for element in package.elements(name, *_LOADING) if targets else ():
            used = {value for word in _LINKS for value in values(element, word)} & targets.keys()
            if used:
                raise _fetches(package, targets[used.pop()])


def _fetches(package: Package, address: str) -> Refusal:
    return Refusal(
        f"「{package.inspection.name}」は開くと外部から画像やデータ（{shown(address)}）を読み込みます。{NEW_PICTURE}"
    )
