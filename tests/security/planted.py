"""A portal in which every text that a person can write is one of the payloads, written through the forms."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.test import Client

from accounts.actions import invite
from accounts.forms.fields import NameField
from accounts.models import Organization, Role, User
from guidelines.forms import GuidelineDetailsForm
from library import actions
from library.forms.availability import WithdrawForm
from library.forms.confirm import SubmitForm
from library.forms.saved_view import SavedViewForm
from library.models import DocumentType, Edition, Publication, Theme, Visibility
from mail.models import Letter
from secretariat.forms.review import DecisionForm
from secretariat.forms.vocabulary import ThemeForm, TypeForm
from tests import factories
from tests.security.payloads import PAYLOADS, SHORT, Payload

PUBLIC_URL = "https://example.jp/?a=1&b=%22%3E%3Cscript%3E"


@dataclass
class Planted:
    desk: User
    lead: User
    observer: User
    publications: dict[Payload, Publication] = field(default_factory=dict)
    people: dict[Payload, User] = field(default_factory=dict)
    tokens: dict[Payload, str] = field(default_factory=dict)


def build() -> Planted:
    desk = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
    tochigi = factories.make_member("09")
    observers = factories.make_body(Organization.Kind.OBSERVER, "見本のオブザーバー", order=92)
    keeper = factories.make_user("desk@example.jp", body=desk, role=Role.SECRETARIAT, name="見本 太郎")
    coordinator = factories.make_user("lead@example.jp", body=tochigi, role=Role.COORDINATOR, name="見本 一郎")
    world = Planted(
        desk=keeper,
        lead=coordinator,
        observer=factories.make_user("observer@example.jp", body=observers, role=Role.OBSERVER, name="見本 オブ"),
    )
    for number, payload in enumerate(PAYLOADS):
        name = NameField().to_python(payload.sent)  # also what is refused today: older rows may hold it
        world.people[payload] = factories.make_user(f"p{number}@example.jp", body=tochigi, name=name)
        _save_view(payload, by=world.people[payload])
        world.publications[payload] = _publication(payload, number, by=world.people[payload], desk=keeper)
        invited = {"email": f"i{number}@example.jp", "name": name, "organization": tochigi, "role": "officer"}
        world.tokens[payload] = invite(**invited, by=coordinator)
    assert Letter.objects.count() == len(PAYLOADS)
    return world


def _save_view(payload: Payload, *, by: User) -> None:
    """A shared search for the payload, under its name."""
    form = SavedViewForm({"name": payload.sent, "is_shared": "on"}, by=by)
    assert form.is_valid(), form.errors
    actions.save_view(page="search:results", query=urlencode({"q": payload.shown}), by=by, **form.values)


def _publication(payload: Payload, number: int, *, by: User, desk: User) -> Publication:
    """Live, with a second edition that waits for its review, or (every other one) was sent back."""
    words = {"types": [_type(payload, number)], "themes": [_theme(payload, number)]}
    first = _described(actions.start(owner=by.organization, by=by), payload, by=by, **words)
    actions.submit(first, by=by, declared=True, note=_cleaned_note(payload))
    said = _cleaned_message(payload)
    publication = actions.publish(first, by=desk, visibility=Visibility.PUBLIC, message=said).publication
    second = _described(actions.start_revision(publication, by=by), payload, by=by, **words)
    actions.submit(second, by=by, declared=True, note=_cleaned_note(payload))
    if number % 2:
        actions.send_back(second, by=desk, reason=said)
    return publication


def _described(edition: Edition, payload: Payload, *, by: User, **words: object) -> Edition:
    factories.keep_file(edition, payload.shown, payload.shown, by=by)
    texts = dict.fromkeys(("title", "summary", "section", "contact", "records", "change_note"), payload.sent)
    data = {
        **texts, **{name: [row.pk for row in rows] for name, rows in words.items()}, "revision": edition.revision,
        "issued_on": "令和6年4月1日", "requested_visibility": "3", "public_url": PUBLIC_URL, "link_url": PUBLIC_URL,
    }  # fmt: skip
    form = GuidelineDetailsForm(data, edition=edition, by=by)
    assert form.is_valid(), form.errors
    return actions.save_details(edition, by=by, revision=edition.revision, values=form.cleaned_data)


def _theme(payload: Payload, number: int) -> Theme:
    name = payload.sent if payload in SHORT else f"テーマ{number}"
    form = ThemeForm({"name": name, "slug": f"t{number}", "description": payload.sent, "order": 1, "is_in_use": "on"})
    assert form.is_valid(), form.errors
    return form.save()


def _type(payload: Payload, number: int) -> DocumentType:
    name = payload.sent if payload in SHORT else f"種類{number}"
    values = {"name": name, "slug": f"k{number}", "tone": "blue", "order": 1, "is_in_use": "on", "has_facts": "on"}
    form = TypeForm(values)
    assert form.is_valid(), form.errors
    return form.save()


def _cleaned_note(payload: Payload) -> str:
    form = SubmitForm({"no_secrets": "on", "rights": "on", "note": payload.sent})
    assert form.is_valid(), form.errors
    return form.cleaned_data["note"]


def _cleaned_message(payload: Payload) -> str:
    """Of several lines: what is shown keeps its line ends, so it is sent as one line here."""
    values = {"decision": "send_back", "visibility": "3", "message": payload.shown}
    form = DecisionForm(values, wished=Visibility.MEMBERS)
    assert form.is_valid(), form.errors
    return form.cleaned_data["message"]


def withdraw_all(world: Planted) -> None:
    for payload, known in world.publications.items():
        person, publication = world.people[payload], Publication.objects.get(pk=known.pk)
        form = WithdrawForm({"reason": payload.sent, "successor": ""}, user=person, publication=publication)
        assert form.is_valid(), form.errors
        actions.withdraw(publication, by=person, **form.cleaned_data)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
