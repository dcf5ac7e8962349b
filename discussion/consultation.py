"""事務局との相談: one confidential thread on the page of its own."""

from functools import cached_property

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from discussion.audience import audience_of_thread
from discussion.models import Thread
from discussion.talk import Shown, Talk
from library.models import Publication


class Consultation(Talk):
    """The talk of two beside no document."""

    def __init__(self, person: User, thread: Thread, query: QueryDict) -> None:
        super().__init__(person, None, None, query)
        self.thread = self.one = thread

    @property
    def shown(self) -> Shown:
        return self.threads[0]

    @property
    def readers(self) -> str:
        return audience_of_thread(self.thread).words

    @cached_property
    def about(self) -> Publication | None:
        """The document that it is about, while this person reads it; nothing is told of one that is closed."""
        rows = Publication.objects.readable_by(self.person).with_live_edition()
        return rows.filter(pk__in=[self.thread.about_id]).first()

    @property
    def address_of_all(self) -> str:
        return reverse("me:confidential")

    def _turned(self, number: int) -> str:
        return f"?comments={number}#comments"
