"""The newest documents of a feed as Atom: what its person may see at this moment, and nothing that is kept."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from japanese.widths import clean_line
from library.models import FacetValue, Publication
from notices.models import Feed

MOST = 50
SITE = "生成AI知見共有ポータル"


def publications_of(feed: Feed) -> QuerySet[Publication]:
    """Newest first; of a theme with those below it. As many queries for fifty as for one."""
    found = Publication.objects.visible_to(feed.person)
    if feed.theme is not None:
        filed = FacetValue.objects.filter(facet="theme", value=feed.theme.slug)
        found = found.filter(pk__in=filed.values("publication"))
    elif feed.body_id is not None:
        found = found.filter(owner=feed.body_id)
    return found.with_live_edition().order_by("-updated_at", "-id")[:MOST]


def as_atom(feed: Feed, publications: Iterable[Publication]) -> str:
    """Its own address does not stand in it (rel="self"): that is the key, and programs pass on what they read."""
    atom = Atom1Feed(
        title=clean_line(f"{feed.name}｜{SITE}"),
        link=f"{settings.BASE_URL}{_page_of(feed)}",
        description="",
        language="ja",
        author_name=SITE,
        feed_guid=_tag("feed", feed.pk),
    )
    for publication in publications:
        edition = publication.live_edition
        assert edition is not None
        atom.add_item(
            title=clean_line(str(edition)),
            link=f"{settings.BASE_URL}{publication.get_absolute_url()}",
            description=escape(_sentence(publication)),  # Atom1Feed says that it is HTML
            unique_id=_tag("edition", edition.pk),
            author_name=clean_line(publication.owner.name),
            pubdate=publication.published_at,
            updateddate=publication.updated_at,
        )
    return atom.writeString("utf-8")


def _page_of(feed: Feed) -> str:
    if feed.theme is not None:
        return feed.theme.get_absolute_url()
    if feed.body is not None:
        return reverse("profiles:prefecture", args=[feed.body.prefecture_id])
    return reverse("guidelines:list")


def _sentence(publication: Publication) -> str:
    """Which edition it is and of whom, with the first sentence of what it is about."""
    edition = publication.live_edition
    assert edition is not None
    first, end, _ = clean_line(edition.summary).partition("。")
    which = f"{publication.owner.name}、{edition.name}"
    return f"{which}：{first}{end}" if first else which


def _tag(what: str, number: int) -> str:
    """RFC 4151: the same however the addresses of pages may change. A new edition is something new to read."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2024:{what}/{number}"
