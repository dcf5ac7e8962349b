"""保存した条件: saved, renamed, shared, deleted, opened. What a body shares is logged; what is one's own is not."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

import clock
from accounts.models import Organization, User
from audit.record import record
from audit.verbs import Verb
from library.models import SavedView, SavedViewVisit
from library.models.saved_view import may_share
from library.rules import Refused

_ONE_VISIT = timedelta(hours=1)


@transaction.atomic
def save_view(*, name: str, page: str, query: str, is_shared: bool, by: User, now: datetime | None = None) -> SavedView:
    """`query`: the list's own parameters, as they stand in its address."""
    now = now or clock.now()
    _lock(by)
    most = settings.LIMITS.saved_views
    if SavedView.objects.kept_by(by).filter(owner=by).count() >= most:  # not those left to a former body
        raise Refused(f"保存できるのは{most}件までです。使わない条件を削除してから、もう一度保存してください")
    view = SavedView(owner=by, body=by.organization, name=name, page=page, query=query, is_shared=is_shared)
    view.created_at = now
    _check(view, by=by)
    view.save()
    SavedViewVisit.objects.create(view=view, person=by, seen_at=now, before=now)
    if is_shared:
        _log(Verb.SHARE_VIEW, view, by=by, now=now, before=False, after=True)
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, is_shared: bool, by: User, now: datetime | None = None) -> SavedView:
    """Another name, or other people. What is no longer shared is its maker's alone: only the maker takes it back."""
    now = now or clock.now()
    view = _locked(view, by=by)
    before = view.is_shared
    if before and not is_shared and view.owner_id != by.pk:
        raise Refused("共有をやめられるのは、保存した人だけです")
    view.name, view.is_shared = name, is_shared
    if is_shared and not before:
        view.body = by.organization
    _check(view, by=by)
    view.save(update_fields=["name", "is_shared", "body"])
    if is_shared != before:
        _log(Verb.SHARE_VIEW, view, by=by, now=now, before=before, after=is_shared)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: User, now: datetime | None = None) -> None:
    now = now or clock.now()
    view = _locked(view, by=by)
    if view.is_shared:
        _log(Verb.DELETE_VIEW, view, by=by, now=now)
    view.delete()


@transaction.atomic
def open_view(view: SavedView, *, by: User, now: datetime | None = None) -> None:
    """A read mark. Who opens it again soon still sees what was new the first time."""
    now = now or clock.now()
    visit, is_first = SavedViewVisit.objects.get_or_create(
        view=view, person=by, defaults={"seen_at": now, "before": view.created_at}
    )
    visits = SavedViewVisit.objects.filter(pk=visit.pk)
    if not is_first and not visits.filter(seen_at__lt=now - _ONE_VISIT).update(before=F("seen_at"), seen_at=now):
        visits.update(seen_at=now)


def _lock(by: User) -> None:
    """Names and numbers are looked at by one after the other within a body."""
    Organization.objects.select_for_update().get(pk=by.organization_id)


def _locked(view: SavedView, *, by: User) -> SavedView:
    _lock(by)
    found = SavedView.objects.kept_by(by).filter(pk=view.pk).first()
    if found is None:
        raise Refused("この条件は、もうありません")
    return found


def _check(view: SavedView, *, by: User) -> None:
    """Names are told apart where they stand side by side: among one's own, and among those that a body shares."""
    if view.is_shared and not may_share(by):
        raise Refused("共有できるのは、構成団体と事務局の人です")
    beside = Q(body=view.body, is_shared=True) if view.is_shared else Q(owner=view.owner, is_shared=False)
    if SavedView.objects.filter(beside, name=view.name).exclude(pk=view.pk).exists():
        raise Refused(f"「{view.name}」という名前の条件がすでにあります。別の名前にしてください")


def _log(verb: Verb, view: SavedView, *, by: User, now: datetime, **data: bool) -> None:
    """The log names it by number, never by its name."""
    record(verb, by=by, target=("saved_view", view.pk, f"保存した条件{view.pk}"), data=data, now=now)
