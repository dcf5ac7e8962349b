"""What is confided moves nothing that anybody else is shown: no page, no number, no badge, no line of the log."""

import pytest

import clock
from discussion import actions as talking
from notices.models import Kind, Notice
from tests import factories
from tests.doors.cast import Cast, client_of
from tests.doors.register import get
from tests.doors.test_counts import equal, everything_told
from tests.doors.world import Thing

WORDS, WHO = "珍獣の相談", "怪魚 花子"
OTHERS = ("anonymous", "observer", "elsewhere", "owner", "coordinator", "administrator")


def told(client, thing: Thing) -> dict[str, tuple[int, str]]:
    """Also beside the document."""
    beside = [f"{thing.publication.get_absolute_url()}?talk={talk}" for talk in ("all", "open")]
    answers = {address: get(client, address) for address in (*beside, "/me/confidential/")}
    return everything_told(client, thing) | {name: (status, equal(sent)) for name, (status, sent) in answers.items()}


def confide(people: Cast, about: Thing) -> None:
    """A body that is nobody's of the cast asks about a document that all see, is answered, and all are told of it."""
    asks = factories.make_user("asks16@example.jp", body=factories.make_member("16"), name=WHO)
    said = talking.confide(asks.organization, by=asks, text=WORDS, about=about.publication, is_question=True)
    answer = talking.reply(said.thread, by=people["desk"], text=WORDS, quoted=said)
    talking.edit(answer, by=people["desk"], text=f"{WORDS}と答え")
    talking.thank(answer, by=asks)
    talking.resolve(said.thread, by=asks)
    shown = {"kind": Kind.CONFIDED, "comment": said, "made_at": clock.now(), "is_shown": True, "mail": "daily"}
    receivers = [person for person in people.values() if person is not None]
    Notice.objects.bulk_create(Notice(event=said.pk, person=person, **shown) for person in receivers)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_is_shown_anything_else_than_before(people, world, settings, role):
    settings.RATE_LIMITS = False
    client, thing = client_of(people[role]), world.things["live-public"]
    factories.make_member("16")  # a body may be known
    before = told(client, thing)
    confide(people, thing)
    after = told(client, thing)
    assert [name for name in before if before[name] != after[name]] == []


def test_the_desk_is_shown_it(people, world, settings):
    settings.RATE_LIMITS = False
    found = told(client_of(people["secretariat"]), world.things["live-public"])
    confide(people, world.things["live-public"])
    after = told(client_of(people["secretariat"]), world.things["live-public"])
    changed = {name for name in found if found[name] != after[name]}
    assert "/me/confidential/" in changed
    assert WORDS in after["/me/confidential/"][1]
    assert not any(WORDS in text for name, (_, text) in after.items() if name != "/me/confidential/")


def test_the_log_tells_of_it_to_the_desk_alone(people, world):
    """Apart from the other pages: what is saved from those stands in the log."""
    admin, desk = client_of(people["administrator"]), client_of(people["secretariat"])
    addresses = ("/manage/audit/", "/manage/audit/?verb=comment")
    before = [equal(get(admin, address)[1]) for address in addresses]
    confide(people, world.things["live-public"])
    assert [equal(get(admin, address)[1]) for address in addresses] == before
    for address in (*addresses, "/manage/audit/export.csv"):
        assert WHO.encode() not in get(admin, address)[1]
        assert WHO.encode() in get(desk, address)[1]
