"""Taking a proposal over: a button of step 2 puts what a file says into an empty field, as if typed."""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from library import proposals
from library.forms.details import EditionDetailsForm
from library.models import Edition
from library.proposals import PROPOSED, Proposals

USE = "use"  # the button's name; its value: field, blank, value
FILLED = "filled"


def propose(request: HttpRequest, edition: Edition, form: EditionDetailsForm) -> Proposals:
    """For the fields that are empty on the page as it is shown."""
    empty = [name for name in PROPOSED if name in form.fields and not form[name].value()]
    return proposals.propose(edition, by=request.user, empty=empty)


def with_taken(posted: QueryDict) -> QueryDict:
    """What was sent, with the chosen proposal in its field; what was not sent by such a button, as it is."""
    if USE not in posted:
        return posted
    data = posted.copy()
    name, value = taken(posted)
    del data[USE]
    if name == "types":
        if value not in data.getlist(name):
            data.appendlist(name, value)
    elif name:
        data[name] = value
    return data


def taken(posted: QueryDict) -> tuple[str, str]:
    """(field, value) of the button; an empty field when the page does not know it."""
    name, _, value = posted.get(USE, "").partition(" ")
    return (name, value) if name in PROPOSED else ("", "")


def address_of(edition: Edition, name: str) -> str:
    """The form again, at the field that was just filled."""
    address = reverse("submit:details", args=[edition.pk])
    return f"{address}?{urlencode({FILLED: name})}#{FILLED}" if name else address
