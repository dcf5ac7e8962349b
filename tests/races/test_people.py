"""Changes of people at the same moment: the portal keeps a keeper, and no account is made twice."""

from functools import partial
from itertools import pairwise

from accounts import actions
from accounts.models import Invitation, Organization, Role, User
from accounts.rules import NotAllowed
from audit.models import Event
from tests import factories
from tests.races.together import raised, together


def test_the_last_two_administrators_cannot_both_be_stopped(shared_rows):
    body = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
    keepers = [
        factories.make_user(f"admin{number}@example.jp", body=body, role=Role.ADMINISTRATOR) for number in range(2)
    ]
    for _ in range(4):
        one, other = keepers
        [problem] = raised(together([partial(actions.suspend, one, by=other), partial(actions.suspend, other, by=one)]))
        assert isinstance(problem, NotAllowed)
        stopped = User.objects.get(role=Role.ADMINISTRATOR, is_active=False)
        User.objects.filter(pk=stopped.pk).update(is_active=True, suspended_at=None, suspended_by=None)
    assert Event.objects.filter(verb="suspend").count() == 4


def test_two_roles_given_at_once_are_given_one_after_the_other(desks, officers):
    roles = [Role.COORDINATOR, Role.OFFICER] * 3
    outcomes = together(
        [
            partial(actions.change_role, officers[0], role=role, by=desks[number % 2])
            for number, role in enumerate(roles)
        ]
    )
    assert raised(outcomes) == []
    events = Event.objects.filter(verb="change_role").order_by("sequence")
    told = [(event.data["before"], event.data["after"]) for event in events]
    assert all(after == before for (_, after), (before, _) in pairwise(told))
    assert User.objects.get(pk=officers[0].pk).session_epoch == len(told)


def test_taken_back_and_accepted_at_once_is_one_of_the_two(desks, officers):
    for number in range(4):
        token = actions.invite(
            email=f"new{number}@example.jp",
            name="見本 新人",
            organization=officers[0].organization,
            role=Role.OFFICER,
            by=desks[0],
        )
        invitation = Invitation.objects.get(email=f"new{number}@example.jp")
        outcomes = together([
            partial(actions.revoke, invitation, by=desks[0]),
            partial(actions.accept, token, name="見本 新人", password="kaki-no-ha-sushi-47"),
        ])  # fmt: skip
        assert [type(problem) for problem in raised(outcomes)] == [NotAllowed]
        invitation.refresh_from_db()
        is_in = User.objects.filter(email=invitation.email).exists()
        assert (is_in, invitation.revoked_at is None) in [(True, True), (False, False)]
        assert (invitation.accepted_at is not None) == is_in
