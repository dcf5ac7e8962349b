"""Proposals for the words of a draft: what its own files say of the fields that are empty, and where they say so."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Left

import clock
from japanese.eras import wareki, wareki_year
from japanese.prefectures import by_code
from japanese.proposals.marks import OPEN
from japanese.proposals.model import DATES, NAME, Field, Proposal, Sureness, day_of
from japanese.proposals.names import ONLY_KIND, read_name
from japanese.proposals.texts import read_pages
from japanese.widths import clean_line
from library.models import DocumentType, Edition, File, FileGate, Page, Reading, TextSource
from library.readers import Person
from library.told_apart import told_apart

FIRST_PAGES = 3
HEAD = 4000  # characters of a page that are looked at
MOST_FILES = 20
MOST_OFFERS = 4
MOST_SOURCES = 3  # that are named of one offer
_AHEAD = timedelta(days=366)
_QUOTED = 40

# Field of the form → what may be proposed for it. A date without a word beside it is that of the first or the last
# change, as the file's other words say.
_PLAIN = {
    "title": {Field.TITLE},
    "as_of_on": {Field.AS_OF},
    "review_by_on": {Field.REVIEW_BY},
    "section": {Field.SECTION},
    "contact": {Field.CONTACT},
}
_LIMITS = {"title": 100, "section": 80, "contact": 120}
PROPOSED = ("types", "title", "issued_on", "revised_on", "as_of_on", "review_by_on", "section", "contact")


@dataclass(frozen=True)
class Source:
    """The piece that says so, cleaned to be shown, and where it stands."""

    quote: str
    where: str


@dataclass(frozen=True)
class Offer:
    """`value`: what goes into the field, empty when it is not enough for one; `shown`: how a person reads it.

    `is_taken`: it stands in the field.
    """

    value: str
    shown: str
    sources: tuple[Source, ...]
    sureness: Sureness
    reason: str
    is_taken: bool = False

    @property
    def first_sources(self) -> tuple[Source, ...]:
        return self.sources[:MOST_SOURCES]

    @property
    def more_sources(self) -> int:
        return len(self.sources) - len(self.first_sources)

    @property
    def is_sure(self) -> bool:
        return self.sureness is Sureness.SURE


@dataclass(frozen=True)
class FieldOffers:
    """What is proposed for one field; `differ`: only one of them can be right."""

    offers: tuple[Offer, ...] = ()
    differ: bool = False

    @property
    def has_taken(self) -> bool:
        return any(offer.is_taken for offer in self.offers)

    def beside(self, written: Collection[str]) -> "FieldOffers":
        """With what stands in the field: all while it is empty; the others stay to choose from after one was taken.

        None beside words of the officer's own.
        """
        offers = tuple(replace(offer, is_taken=offer.value in written) for offer in self.offers)
        marked = replace(self, offers=offers)
        has_others = any(offer.value and not offer.is_taken for offer in offers)
        return marked if not written or (marked.has_taken and has_others) else FieldOffers()


@dataclass(frozen=True)
class Proposals:
    """`of`: by field of the form; `elsewhere` and `marks`: (what, where) to be looked at; `waits`: for text."""

    of: dict[str, FieldOffers]
    elsewhere: tuple[tuple[str, Source], ...]
    marks: tuple[tuple[str, Source], ...]
    waits: bool

    @property
    def has_any(self) -> bool:
        return any(found.offers for found in self.of.values())


@dataclass(frozen=True)
class _Said:
    """A proposal of one of the files."""

    file: File
    name: str  # of the file, told apart from the others
    proposal: Proposal
    is_change: bool  # the file calls itself a later version

    @property
    def field(self) -> Field:
        return self.proposal.field


def propose(edition: Edition, *, by: Person, written: Mapping[str, Collection[str]]) -> Proposals:
    """From the names and first pages of the draft's files that this person may see.

    `written`: what stands in each field that proposals are wanted for, nothing in an empty one. Three queries, however
    many files there are. Nothing of other drafts or bodies is looked at.
    """
    files = list(File.objects.visible_to(by).filter(edition=edition).exclude(gate=FileGate.REFUSED).in_order())
    files = files[:MOST_FILES]
    said = list(_said(files))
    types = {row.slug: row for row in DocumentType.objects.filter(is_in_use=True)}
    several = len(files) > 1
    found = {name: FieldOffers() for name in PROPOSED}
    for name in found.keys() & written.keys():
        fitting = [one for one in said if _fits(name, one, edition)]
        found[name] = _offers(name, fitting, types, several=several).beside(written[name])
    return Proposals(
        of=found,
        elsewhere=tuple(_elsewhere(edition, said, several=several)),
        marks=tuple(_marks(said, several=several)),
        waits=any(
            file.gate == FileGate.CHECKING or file.reading in {Reading.WAITING, Reading.WORKING} for file in files
        ),
    )


def _said(files: Sequence[File]) -> Iterator[_Said]:
    pages: dict[int, list[tuple[int, str]]] = {file.pk: [] for file in files}
    names = told_apart(files)
    first_or_last = Q(number__lte=FIRST_PAGES) | Q(number=F("file__page_count"))
    rows = Page.objects.filter(first_or_last, file__in=pages, is_hidden=False, source=TextSource.FILE)
    for file, number, head in rows.order_by("file", "number").values_list("file", "number", Left("text", HEAD)):
        pages[file].append((number, head))
    for file in files:
        proposals = [*read_name(file.sent_name).proposals, *read_pages(pages[file.pk])]
        is_change = any(_is_change(one) for one in proposals)
        for one in proposals:
            yield _Said(file, names[file.pk], one, is_change)


def _is_change(one: Proposal) -> bool:
    if one.field is Field.STAGE:
        return one.value.startswith("改定")
    return one.field is Field.VERSION and one.value.partition(".")[0] not in {"0", "1"}


def _fits(name: str, one: _Said, edition: Edition) -> bool:
    if name == "types":
        return one.field is Field.KIND
    if name in {"issued_on", "revised_on"} and one.field is Field.DATE:
        return (name == "revised_on") == (one.is_change or edition.number > 1)
    if name == "issued_on":
        return one.field is Field.ISSUED
    if name == "revised_on":
        return one.field is Field.REVISED
    return one.field in _PLAIN[name]


def _offers(name: str, said: Sequence[_Said], types: dict[str, DocumentType], *, several: bool) -> FieldOffers:
    """Equal values are one offer with several sources; the surest first, then what more places say."""
    grouped: dict[str, list[_Said]] = {}
    for one in said:
        if _may_stand(name, one.proposal, types):
            grouped.setdefault(one.proposal.value, []).append(one)
    offers = [_offer(name, group, types, several=several) for group in grouped.values()]
    offers.sort(key=lambda offer: (not offer.value, not offer.is_sure, -len(offer.sources)))
    differ = name != "types" and len(offers) > 1
    return FieldOffers(tuple(offers[:MOST_OFFERS]), differ)


def _may_stand(name: str, proposal: Proposal, types: dict[str, DocumentType]) -> bool:
    if name == "types":
        return proposal.value in types
    if proposal.reason == ONLY_KIND:  # 「ガイドライン」 is no name that tells it from others
        return False
    day = day_of(proposal.value) if proposal.field in DATES else None
    if name in {"issued_on", "revised_on"} and day is not None and day > clock.today() + _AHEAD:
        return False
    return len(proposal.value) <= _LIMITS.get(name, len(proposal.value))


def _offer(name: str, group: Sequence[_Said], types: dict[str, DocumentType], *, several: bool) -> Offer:
    best = min(group, key=lambda one: one.proposal.sureness is not Sureness.SURE).proposal
    value = shown = best.value
    if name == "types":
        value, shown = str(types[best.value].pk), types[best.value].name
    elif best.field in DATES:
        day = day_of(best.value)
        value, shown = (wareki(day), f"{wareki(day)}（{day.year}年）") if day else ("", _not_quite_a_day(best.value))
    sources = dict.fromkeys(_source(one, several=several) for one in group)
    return Offer(value, shown, tuple(sources), best.sureness, best.reason)


def _not_quite_a_day(value: str) -> str:
    """「令和5年8月」 of 2023-08; 「2023年」 of a year, whose era is not clear."""
    year, _, month = value.partition("-")
    first = day_of(f"{year}-{month}-01") if month else None
    return f"{wareki_year(first)}{first.month}月" if first else f"{year}年"


def _source(one: _Said, *, several: bool) -> Source:
    place, file = one.proposal.place, one.file
    quote = clean_line(place.quote)
    if place.page == NAME:
        where = "ファイル名"
    elif file.unit == "ページ":
        where = f"{place.page}ページ"
    else:
        where = f"{place.page}{file.unit}目"
    if several:
        where = f"『{_short(one.name)}』の{where}"
    return Source(_short(quote), where)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def _elsewhere(edition: Edition, said: Iterable[_Said], *, several: bool) -> Iterator[tuple[str, Source]]:
    """Prefectures that a file clearly names and that are not the owner; none of a file that names the owner, too."""
    prefecture = edition.publication.owner.prefecture
    if prefecture is None:
        return
    named: dict[int, list[_Said]] = {}
    for one in said:
        if one.field is Field.PREFECTURE and one.proposal.sureness is Sureness.SURE:
            named.setdefault(one.file.pk, []).append(one)
    for group in named.values():
        if prefecture.code not in {one.proposal.value for one in group}:
            for code in dict.fromkeys(one.proposal.value for one in group):
                first = next(one for one in group if one.proposal.value == code)
                yield by_code(code).name, _source(first, several=several)


def _marks(said: Iterable[_Said], *, several: bool) -> Iterator[tuple[str, Source]]:
    for one in said:
        if one.field is Field.SECRECY and one.proposal.value != OPEN:
            yield one.proposal.value, _source(one, several=several)
