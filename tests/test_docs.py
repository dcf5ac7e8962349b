"""The documents say what the code does."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from extraction.kinds import KINDS
from library.management.commands.workflow_diagram import document

ROOT = settings.BASE_DIR


def test_the_workflow_page_is_drawn_from_the_table():
    assert (ROOT / "docs" / "workflow.md").read_text() == document()


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_every_command_of_the_readme_exists():
    text = (ROOT / "README.md").read_text()
    known = set(get_commands())
    for command in re.findall(r"`manage\.py (\w+)", text):
        assert command in known, command


def test_the_readme_names_every_setting_of_the_environment():
    text = (ROOT / "README.md").read_text()
    source = "".join(path.read_text() for path in [*ROOT.glob("portal/*.py"), *ROOT.glob("clock/*.py")])
    for name in set(re.findall(r'"(PORTAL_[A-Z_0-9]+)"', source)) - {"PORTAL_NOW_BEGAN"}:
        short = name.replace("PORTAL_S3", "")
        assert name in text or short in text, name


def test_operators_are_told_of_every_program_that_can_be_switched_on():
    text = (ROOT / "docs" / "operating.md").read_text()
    for name in (
        "PORTAL_CLAMD",
        "PORTAL_OFFICE",
        "PORTAL_OCR",
        *(f"libreoffice-{p}" for p in ("writer", "calc", "impress")),
    ):
        assert name in text, name


def test_the_readme_names_every_sort_of_file():
    text = (ROOT / "README.md").read_text().partition("## Two commands")[0]
    english = {"odf": "OpenDocument", "text": "text", "rtf": "RTF"}
    for kind in KINDS:
        label = re.sub(r"画像（|（.*|）", "", kind.label)
        assert english.get(kind.family or kind.name, label) in text, kind.name
    assert "ZIP" in text


def test_every_help_article_has_its_page_and_every_page_its_article():
    from portal.help.articles import ARTICLES

    pages = {path.stem for path in (ROOT / "templates" / "help").glob("*.html")}
    assert {article.slug for article in ARTICLES} == pages - {"index", "base", "terms", "accessibility", "contact"}
