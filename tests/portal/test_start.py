"""What stands before the first request, and the demo: as `make run` prepares them, twice."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization, User
from audit.chain import faults
from library.models import Edition, EditionState, File, Publication, PublicationState, Theme
from portal import start
from portal.demo.documents import SAMPLES
from portal.demo.people import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_portal(settings, tmp_path):
    settings.STATIC_ROOT, settings.DEMO = tmp_path / "static", False
    settings.STATIC_ROOT.mkdir()
    return settings


def test_the_first_start_prepares_and_the_second_finds_it_done(empty_portal):
    start.prepare()
    assert (empty_portal.STATIC_ROOT / "js" / "portal.js").exists()
    assert Organization.objects.filter(kind=Organization.Kind.PREFECTURE).exists()
    assert Theme.objects.exists()
    assert not User.objects.exists()
    collected = empty_portal.STATIC_ROOT / "js" / "portal.js"
    collected.unlink()
    before = Organization.objects.count(), Theme.objects.count()
    start.prepare()
    assert not collected.exists(), "nothing is collected again while no source has changed"
    assert (Organization.objects.count(), Theme.objects.count()) == before


def test_static_files_are_collected_again_when_a_source_has_changed(empty_portal):
    start.prepare()
    collected = empty_portal.STATIC_ROOT / "js" / "portal.js"
    collected.unlink()
    (empty_portal.STATIC_ROOT / ".sources").write_text("another state")
    start.prepare()
    assert collected.exists()


def test_the_demo_is_whole_passes_the_gate_and_is_loaded_once(empty_portal):
    empty_portal.DEMO = True
    start.prepare()
    assert set(User.objects.values_list("email", flat=True)) == {person.email for person in PEOPLE}
    assert Publication.objects.count() == len(SAMPLES)
    assert set(Publication.objects.values_list("state", flat=True)) == set(PublicationState.values)
    assert set(Edition.objects.values_list("state", flat=True)) >= {
        EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED, EditionState.PUBLISHED,
    }  # fmt: skip
    assert File.objects.exists()
    assert list(File.objects.exclude(gate="taken")) == [], "the demo's files pass the gate that everybody's pass"
    assert list(faults()) == []
    call_command("load_demo")
    assert Publication.objects.count() == len(SAMPLES)


def test_the_demo_is_for_a_portal_that_asks_for_it(empty_portal):
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_demo_never_comes_to_other_content(empty_portal, tochigi, capsys):
    empty_portal.DEMO = True
    call_command("load_demo")
    assert "読み込みませんでした" in capsys.readouterr().out
    assert User.objects.get() == tochigi
