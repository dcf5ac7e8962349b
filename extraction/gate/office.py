"""New Office documents, also those that are embedded: all rules in their order."""

import zipfile

from extraction.gate import (
    active,
    archives,
    connections,
    embedded,
    fields,
    formulas,
    leftovers,
    links,
    macros,
    pictures,
    sheets,
    slides,
)
from extraction.gate.inspection import Inspection
from extraction.gate.package import Package
from extraction.gate.reach import plain

_OBJECTS = {"oleObject", "package", "attachment"}

_RULES = (
    macros.no_macros,
    active.no_controls,
    active.no_own_ribbon,
    active.no_program_by_click,
    links.no_remote_template,
    links.no_foreign_body,
    links.no_unmerged_body,
    links.no_loading_objects,
    links.no_merge_source,
    links.no_running_addresses,
    pictures.no_pictures_by_address,
    pictures.no_pictures_by_borrowed_links,
    fields.no_acting_fields,
    sheets.no_dde_links,
    connections.no_loading_connections,
    connections.no_loading_queries,
    formulas.no_calling_formulas,
    sheets.few_sheets,
    sheets.few_cells,
    slides.few_slides,
)
_SAYINGS = (
    links.say_links,
    leftovers.say_comments,
    leftovers.say_changes,
    leftovers.say_merge,
    leftovers.say_names,
    leftovers.say_photos,
)


def check(inspection: Inspection) -> None:
    """A docx, xlsx or pptx file. Raises Refusal; what should be looked at is remarked."""
    with archives.opens(inspection) as archive:
        embedded.check_archive(inspection, archive, inspection.suspect.kind)


def check_archive(inspection: Inspection, archive: zipfile.ZipFile, kind: str) -> None:
    """`kind` is empty for a document that is embedded. Raises Refusal."""
    archives.not_a_bomb(inspection, archive)
    archives.no_doubles(inspection, archive)
    archives.no_entities(inspection, archive)
    package = Package(inspection, archive, kind)
    for rule in _RULES:
        rule(package)
    embedded.no_hidden_files(package, _objects(package))
    active.no_object_of_a_file(package)  # last, because the object itself knows the name of its file
    for say in _SAYINGS if inspection.depth == 0 else ():
        say(package)


def _objects(package: Package) -> set[str]:
    """Parts that are bound or declared as objects, wherever they lie; names of parts know no large letters."""
    bound = {plain(b.target).lower() for b in package.bindings if b.kind in _OBJECTS and not b.is_external}
    return bound | {name for name, declared in package.types.items() if "oleobject" in declared.lower()}
