"""Who reads what is said in a place: a level of openness, and at the narrowest one the body that reads there, too."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Organization, Role, User
from accounts.models.user import UserQuerySet
from discussion.models import Thread
from library.models import File, Publication
from library.models.choices import Visibility


@dataclass(frozen=True)
class Audience:
    level: Visibility
    owner: Organization | None

    @property
    def words(self) -> str:
        """「構成都道府県と事務局が読めます」; who has not signed in reads no comments."""
        if self.level == Visibility.SECRETARIAT and self.owner is not None:
            return f"事務局と{self.owner.name}だけが読めます"
        return self.level.readers.replace("閲覧できます", "読めます")

    def people(self, day: date) -> UserQuerySet:
        """Who reads here, of those in good standing on that day: `Thread.objects.visible_to` seen from the place."""
        members = Q(role__in=[Role.OFFICER, Role.COORDINATOR])
        reads = Q(role=Role.SECRETARIAT)
        if self.level >= Visibility.MEMBERS:
            reads |= members
        elif self.owner is not None:
            reads |= members & Q(organization=self.owner)
        if self.level >= Visibility.OBSERVERS:
            reads |= Q(role=Role.OBSERVER)
        return User.objects.in_good_standing(day).filter(reads)

    def is_wider_than(self, other: "Audience") -> bool:
        """Whether somebody reads here who does not read there."""
        if self.level != other.level:
            return self.level > other.level
        return self.level == Visibility.SECRETARIAT and self.owner not in {None, other.owner}


def audience_of(publication: Publication, file: File | None) -> Audience:
    """As `Thread.objects.visible_to` has it; the owner reads at every level what it registered itself."""
    levels, owner = [publication.visibility, Visibility.OBSERVERS], True
    if publication.visibility == Visibility.SECRETARIAT:
        owner = not publication.is_proxy
    if file is not None and file.visibility is not None:
        levels.append(file.visibility)
        owner = owner and not (file.visibility == Visibility.SECRETARIAT and file.edition.is_proxy)
    is_desks = publication.owner.kind == Organization.Kind.SECRETARIAT
    return Audience(Visibility(min(levels)), publication.owner if owner and not is_desks else None)


def audience_of_thread(thread: Thread) -> Audience:
    if thread.publication is None:
        return confided_to(thread.body)
    return audience_of(thread.publication, thread.file)


def confided_to(body: Organization | None) -> Audience:
    """The narrowest there is: the secretariat, and this body."""
    return Audience(Visibility.SECRETARIAT, body)
