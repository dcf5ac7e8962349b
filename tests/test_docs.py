"""The documents say what the code does."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

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


def test_every_help_article_has_its_page_and_every_page_its_article():
    from portal.help.articles import ARTICLES

    pages = {path.stem for path in (ROOT / "templates" / "help").glob("*.html")}
    assert {article.slug for article in ARTICLES} == pages - {"index", "base", "terms", "accessibility", "contact"}
