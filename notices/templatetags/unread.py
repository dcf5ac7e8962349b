"""`{% is_unread "document" publication.pk as unread %}`: something that was told of it is not read yet."""

from django import template
from django.http import HttpRequest
from django.template import Context

from accounts.models import User
from notices.header import header_of

register = template.Library()


@register.simple_tag(takes_context=True)
def is_unread(context: Context, what: str, number: int) -> bool:
    """`what`: document or thread. A thread that is opened by this very request counts as unread still."""
    request: HttpRequest | None = getattr(context, "request", None)
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, User):
        return False
    told = header_of(request, person)
    return (what, number) in told.unread or (what == "thread" and number in told.just_read)
