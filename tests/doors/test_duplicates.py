"""The warning about content that is here already links to what its reader may see, and says nothing of the rest."""

import pytest
from django.urls import reverse

from tests import factories
from tests.doors.cast import client_of
from tests.doors.test_matrix import MAY_SEE

NOT_READ = {"draft", "submitted", "returned", "declined", "revision", "withdrawn", "binned"}  # on their way, or ended


@pytest.mark.parametrize("role", ["owner", "coordinator", "elsewhere", "secretariat"])
def test_the_same_bytes_are_named_only_where_they_may_be_seen(people, world, role):
    """A draft that holds a copy of every file there is, looked at before it is handed in."""
    user = people[role]
    draft = factories.make_draft(user, title="写しを集めた下書き", files=[])
    for thing in world.things.values():
        factories.keep_file(draft, f"写し-{thing.name}.txt", f"見本の本文 {thing.marker}", by=user)
    pages = [
        client_of(user).get(reverse(step, args=[draft.pk])).content.decode()
        for step in ("submit:files", "submit:confirm")
    ]
    for thing in world.things.values():
        told = [thing.marker in page for page in pages]
        if role not in MAY_SEE[thing.name]:
            assert told == [False, False], thing.name
            assert f"「写し-{thing.name}.txt」と同じ内容" not in pages[0], thing.name
        elif thing.name not in NOT_READ:
            assert f"「写し-{thing.name}.txt」と同じ内容" in pages[0], thing.name
            assert f'href="{thing.publication.get_absolute_url()}"' in pages[0], thing.name
