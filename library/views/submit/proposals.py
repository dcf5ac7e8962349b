"""Taking a proposal over: a button of step 2 puts what a file says into an empty field, as if typed."""

from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from japanese.eras import wareki
from library import proposals
from library.forms.details import EditionDetailsForm
from library.models import Edition
from library.proposals import PROPOSED, Proposals

USE = "use"  # the button's name; its value: field, blank, value
ONLY = "="  # before a value: instead of what is ticked, not beside it
FILLED = "filled"


def propose(request: HttpRequest, edition: Edition, form: EditionDetailsForm) -> Proposals:
    """For the fields of the page as it is shown: the empty ones, and those that hold a proposal that was taken."""
    written = {name: _written(form, name) for name in PROPOSED if name in form.fields}
    return proposals.propose(edition, by=request.user, written=written)


def _written(form: EditionDetailsForm, name: str) -> Collection[str]:
    """What stands in a field, as the proposals write it; nothing in an empty one."""
    value = form[name].value()
    if not value:
        return ()
    if name == "types":
        return {str(one) for one in value}
    try:
        value = form.fields[name].clean(value)
    except ValidationError:
        return {str(value)}
    return {wareki(value) if isinstance(value, date) else str(value)}


def with_taken(posted: QueryDict) -> QueryDict:
    """What was sent, with the chosen proposal in its field; what was not sent by such a button, as it is."""
    if USE not in posted:
        return posted
    data = posted.copy()
    name, value = taken(posted)
    del data[USE]
    if name == "types":
        ticked = [] if value.startswith(ONLY) else data.getlist(name)
        data.setlist(name, dict.fromkeys([*ticked, value.removeprefix(ONLY)]))
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
