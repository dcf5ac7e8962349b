"""What a list shows and counts for each reader, held against a naive recomputation over all publications."""

import random
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from guidelines import vocabulary
from guidelines.facets import document_facets
from guidelines.filters import DocumentFilter
from guidelines.models import Guideline, Service
from library import actions, facets, listing
from library.listing import Listing
from library.models import File, Publication, PublicationState, Visibility
from tests import factories
from tests.library.states import edition_row, publication_row

TYPES = [("guideline", "ガイドライン"), ("press", "報道発表"), ("training", "研修資料")]
ROUNDS = 60


@pytest.fixture
def people(tochigi, kagawa, observer, secretariat, admin):
    return [tochigi, kagawa, observer, secretariat, admin, AnonymousUser()]


@pytest.fixture
def world(people) -> list[Publication]:
    """Sixty publications of every visibility and state, their facet rows as the follower writes them."""
    chance = random.Random(3)
    tochigi, kagawa, _, secretariat, *_ = people
    types = [factories.make_type(slug, name, has_facts=slug == "guideline") for slug, name in TYPES]
    top = [factories.make_theme(f"top{n}", f"上{n}") for n in range(3)]
    themes = top + [factories.make_theme(f"low{n}", f"下{n}", parent=top[n % 3]) for n in range(4)]
    services = [Service.objects.create(slug=f"svc{n}", name=f"サービス{n}", order=n) for n in range(3)]
    for number in range(60):
        writer = chance.choice([tochigi, kagawa])
        state = chance.choice([PublicationState.LIVE] * 5 + [PublicationState.WITHDRAWN, PublicationState.UNPUBLISHED])
        publication = publication_row(
            writer.organization,
            secretariat if (is_proxy := chance.random() < 0.2) else writer,
            state,
            visibility=chance.choice(list(Visibility)),
            is_proxy=is_proxy,
        )
        edition = publication.live_edition or edition_row(publication, writer, "draft")
        edition.title = f"資料{number} {chance.choice(['ＡＩ利用', 'AI活用', 'ﾁｬｯﾄ', '会議'])}"
        edition.save()
        edition.types.set(chance.sample(types, chance.choice([1, 1, 2])))
        edition.themes.set(chance.sample(themes, chance.randrange(3)))
        fact = Guideline.objects.create(
            edition=edition,
            secret_input=chance.choice(["", "allowed", "forbidden"]),
            scope=chance.choice(["", "everyone", "other"]),
            training=chance.choice(["", "off"]),
        )
        fact.services.set(chance.sample(services, chance.randrange(3)))
        publication.dated_on = date(2022 + chance.randrange(4), chance.randrange(1, 13), 5)
        publication.save()
        facets.refresh([publication.pk])
    return list(Publication.objects.select_related("live_edition", "owner__prefecture"))


def sees(person, publication: Publication) -> bool:
    """The matrix in its plainest words."""
    if publication.state != PublicationState.LIVE:
        return False
    level = {"secretariat": 0, "officer": 1, "coordinator": 1, "observer": 2}.get(getattr(person, "role", ""), 3)
    own = getattr(person, "is_member", False) and publication.owner_id == person.organization_id
    return publication.visibility >= level or (own and not publication.is_proxy)


def values_of(publication: Publication) -> set[tuple[str, str]]:
    publication.live_edition.publication = publication
    return set(facets.values_of(publication.live_edition))


def listing_of(person, **query: list[str]) -> Listing:
    words = QueryDict(mutable=True)
    for name, values in query.items():
        words.setlist(name, values)
    return Listing(person, words, document_facets(vocabulary.load()), DocumentFilter)


def fits(
    publication: Publication, values: set[tuple[str, str]], chosen: dict[str, list[str]], since: date | None
) -> bool:
    return all(any((name, value) in values for value in wanted) for name, wanted in chosen.items()) and (
        since is None or publication.dated_on >= since
    )


def random_choice(chance: random.Random, every: list[tuple[str, str]]) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for name, value in chance.sample(every, chance.choice([0, 1, 1, 2, 2, 3, 4])):
        chosen.setdefault(name, []).append(value)
    return chosen


@pytest.mark.parametrize("few", [listing.FEW, 0], ids=["by ids", "by conditions"])
def test_rows_and_numbers_are_those_of_a_naive_count(world, people, few, monkeypatch):
    monkeypatch.setattr(listing, "FEW", few)
    chance = random.Random(8)
    live = [row for row in world if row.live_edition is not None]
    values = {row.pk: values_of(row) for row in live}
    every = sorted(set().union(*values.values()))
    with_rows = 0
    for number in range(ROUNDS):
        person, chosen = people[number % len(people)], random_choice(chance, every)
        since = chance.choice([None, None, date(2024, 1, 1)])
        found = listing_of(person, **chosen, **({"from": [since.isoformat()]} if since else {}))
        visible = [row for row in live if sees(person, row)]
        right = [row for row in visible if fits(row, values[row.pk], chosen, since)]
        assert {row.pk for row in found.publications} == {row.pk for row in right}
        assert found.total == len(right), (person, chosen, since)
        for facet in found.facets:
            others = {name: values for name, values in chosen.items() if name != facet.name}
            rows = [row for row in visible if fits(row, values[row.pk], others, since)]
            numbers = Counter(value for row in rows for value in values[row.pk])
            expected = {value: numbers[facet.name, value] for value in facet.options}
            counts = found.counts.get(facet.name, {})
            assert {value: counts.get(value, 0) for value in facet.options} == expected, (person, chosen, facet.name)
        with_rows += bool(right)
    assert with_rows > ROUNDS // 3, "conditions that nothing fits prove little"


def test_numbers_tell_nothing_of_what_is_hidden(world, observer, tochigi, secretariat):
    """Hidden rows are added: every number, option and year of the reader stays as it was."""

    def shown() -> list[object]:
        return [
            [(g.name, [(o.value, o.count) for o in g.options]) for g in listing_of(observer, **query).groups]
            for query in ({}, {"kind": ["guideline"]}, {"from": ["2020-01-01"]}, {"fy": ["1999"]})
        ]

    before = shown()
    for _ in range(3):
        publication = publication_row(tochigi.organization, tochigi, PublicationState.LIVE)
        publication.live_edition.types.set([factories.make_type()])
        Publication.objects.filter(pk=publication.pk).update(dated_on=date(1999, 5, 1))
        facets.refresh([publication.pk])
    assert shown() == before
    assert listing_of(observer, fy=["1999"]).conditions.chosen == {"fy": ["1999"]}
    assert listing_of(secretariat, fy=["1999"]).total == 3


def test_queries_do_not_grow_with_rows_or_values(world, people):
    for person in people:
        counts = {}
        for name, query in {
            "none": {},
            "one": {"kind": ["guideline"]},
            "one with two values": {"kind": ["guideline", "press"]},
            "two": {"kind": ["guideline"], "theme": ["top0", "top1"]},
            "three": {"kind": ["guideline"], "theme": ["top0"], "region": ["関東"]},
            "words": {"q": ["資料"]},
        }.items():
            found = listing_of(person, **query)
            with CaptureQueriesContext(connection) as queries:
                list(found.page)
                list(found.groups)
                list(found.pills)
            counts[name] = len(queries)
        assert len({counts[name] for name in ("none", "one", "one with two values", "two", "three")}) == 1, counts
        assert max(counts.values()) <= 8, counts


def test_a_child_theme_counts_for_its_parent(tochigi, secretariat):
    top = factories.make_theme("top", "上")
    low = factories.make_theme("low", "下", parent=top)
    live = factories.make_live(tochigi, reviewer=secretariat, themes=[low])
    for slug in ("top", "low"):
        assert list(listing_of(tochigi, theme=[slug]).publications) == [live]
    theme = next(group for group in listing_of(tochigi).groups if group.name == "theme")
    assert [(option.label, option.count) for option in theme.options] == [("上", 1), ("　下", 1)]


@pytest.mark.parametrize(
    "typed",
    ["ＡＩ", "AI", "ai", "ａｉ", "チャット", "ﾁｬｯﾄ", "栃木県", "令和", "職員　ＡＩ", "手引き", "見本の", "%", "_"],
)
def test_words_find_titles_summaries_bodies_and_file_names(tochigi, kagawa, secretariat, typed):
    where = {
        "ＡＩ": {"wide", "plain"}, "AI": {"wide", "plain"}, "ai": {"wide", "plain"}, "ａｉ": {"wide", "plain"},
        "チャット": {"plain"}, "ﾁｬｯﾄ": {"plain"}, "栃木県": {"wide"}, "令和": {"file"}, "職員　ＡＩ": {"wide"},
        "手引き": {"file"}, "見本の": set(), "%": set(), "_": {"file"},
    }[typed]  # fmt: skip
    made = {
        "wide": factories.make_live(
            tochigi,
            reviewer=secretariat,
            title="ＡＩの決まり",
            summary="職員のための",
            files=[factories.text_upload("a.txt")],
        ),
        "plain": factories.make_live(
            kagawa,
            reviewer=secretariat,
            title="AIの要点",
            summary="チャット",
            files=[factories.text_upload("b.txt", "い")],
        ),
        "file": factories.make_live(
            kagawa,
            reviewer=secretariat,
            title="別の話",
            summary="別",
            files=[factories.text_upload("令和6_手引き.txt", "う")],
        ),
    }
    found = {row.pk for row in listing_of(kagawa, q=[typed]).publications}
    assert found == {made[name].pk for name in where}


def test_the_name_of_a_file_that_is_kept_closer_is_not_found(tochigi, observer, secretariat):
    edition = factories.make_draft(tochigi, files=[factories.text_upload("秘密の名前.txt")])
    actions.keep_file_closer(edition.files.get(), by=tochigi, visibility=Visibility.MEMBERS)
    actions.submit(edition, by=tochigi, declared=True)
    actions.publish(edition, by=secretariat, visibility=Visibility.OBSERVERS)
    assert listing_of(observer).total == 1
    assert listing_of(observer, q=["秘密の名前"]).total == 0


def test_the_folders_that_a_file_came_from_are_not_found(tochigi, kagawa, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat)
    names = {"課内限り/検討（案）.txt": "課内限り", "課内限り\\R6\\ＡＩ（案）.txt": "R6"}
    for sent, folder in names.items():
        File.objects.filter(edition=live.live_edition).update(name="検討.txt", sent_name=sent)
        assert listing_of(kagawa, q=[folder]).total == 0
        assert listing_of(kagawa, q=["（案）.txt"]).total == 1
    assert listing_of(kagawa, q=["ai（案"]).total == 1


def test_what_does_not_fit_is_left_out_and_said(tochigi):
    found = listing_of(
        tochigi,
        fy=["来年", "2023"],
        pref=["99"],
        **{"from": ["2024-02-30"], "to": ["いつか"]},
        sort=["名前"],
        rows=["7"],
        page=["-3"],
        q=["あ" * 300],
        unknown=["1"],
    ).conditions
    assert found.chosen == {"fy": ["2023"]}
    assert (found.since, found.until, found.sort, found.rows, found.page) == (None, None, "dated", 10, 1)
    assert len(found.words) == 200
    assert found.notes == [
        "都道府県の指定が正しくないため外しました",
        "公表した年度の指定が正しくないため外しました",
        "探す言葉は200字までです。はじめの200字で探しました",
        "日付（から）の指定が正しくないため外しました",
        "日付（まで）の指定が正しくないため外しました",
    ]


def test_days_are_read_as_offices_write_them(tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, issued_on=date(2024, 4, 30))
    for query, fit in (
        ({"from": ["令和6年4月30日"]}, True),
        ({"from": ["R6.5.1"]}, False),
        ({"to": ["2024/4/30"]}, True),
        ({"to": ["20240429"]}, False),
        ({"from": ["2024-04-01"], "to": ["2024-04-30"]}, True),
    ):
        assert list(listing_of(tochigi, **query).publications) == ([live] if fit else []), query
    assert listing_of(tochigi, **{"from": ["2024-05-01"], "to": ["2024-04-01"]}).conditions.notes


def test_too_many_words_are_cut(tochigi):
    found = listing_of(tochigi, q=[" ".join("いろはにほへとちりぬるを")]).conditions
    assert found.words == "い ろ は に ほ へ と ち り ぬ"
    assert found.notes == ["探す言葉は10個までです。はじめの10個で探しました"]


def test_every_facet_that_is_offered_narrows_a_long_list(db):
    assert {facet.name for facet in document_facets(vocabulary.load())} <= set(DocumentFilter.base_filters)
