"""Puts editions and publications into any state by rows, for tests that need every state, also the unreachable ones."""

from datetime import UTC, datetime

from accounts.models import Organization, User
from library.models import Edition, EditionState, Publication, PublicationState, Visibility

NOW = datetime(2024, 7, 1, 9, tzinfo=UTC)


def publication_row(
    owner: Organization,
    creator: User,
    state: PublicationState = PublicationState.UNPUBLISHED,
    *,
    visibility: Visibility = Visibility.MEMBERS,
    is_proxy: bool = False,
    binned: bool = False,
) -> Publication:
    publication = Publication.objects.create(
        kind="guidelines", owner=owner, is_proxy=is_proxy, created_at=NOW, created_by=creator
    )
    if state == PublicationState.UNPUBLISHED:
        return publication
    live = edition_row(publication, creator, EditionState.PUBLISHED, is_proxy=is_proxy)
    publication.state = state
    publication.live_edition = live
    publication.visibility = publication.seen_visibility = visibility
    publication.published_at = publication.updated_at = NOW
    publication.dated_on = NOW.date()
    if state == PublicationState.WITHDRAWN:
        publication.withdrawn_at, publication.withdrawn_by, publication.closed_reason = NOW, creator, "見本の理由"
    if binned:
        publication.binned_at, publication.binned_by = NOW, creator
    publication.save()
    return publication


def edition_row(
    publication: Publication,
    creator: User,
    state: EditionState,
    *,
    is_proxy: bool = False,
    submitter: User | None = None,
    binned: bool = False,
    **fields,
) -> Edition:
    submitted = state != EditionState.DRAFT
    decided = state not in {EditionState.DRAFT, EditionState.SUBMITTED}
    fields = {"title": "見本", "summary": "見本", "issued_on": NOW.date(), **fields}
    return Edition.objects.create(
        publication=publication,
        number=publication.editions.count() + 1,
        state=state,
        is_proxy=is_proxy,
        created_at=NOW,
        created_by=creator,
        saved_at=NOW,
        saved_by=creator,
        submitted_at=NOW if submitted else None,
        submitted_by=(submitter or creator) if submitted else None,
        decided_at=NOW if decided else None,
        decided_by=creator if decided else None,
        decision_reason="見本の理由" if decided else "",
        binned_at=NOW if binned else None,
        binned_by=creator if binned else None,
        **fields,
    )
