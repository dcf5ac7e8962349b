"""What a reader may not see has no part in the order of what they see, nor in what is chosen to be put in order."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import QueryDict

from library import actions
from library.kinds import offered_facets
from library.models import File, Publication, Visibility
from search.answers import gaps
from search.answers.asked import read
from search.answers.results import Results
from search.indexing import index, inspection
from search.lookup import asking, finding, said_beside
from search.models import Indexed, Term
from search.tasks import catch_up
from tests.search.live import add_file, make_found

pytestmark = pytest.mark.django_db
ALL = "珊瑚 真珠 牡蠣 昆布 鮑 海老 鯨 椎茸 蜜柑 林檎 葡萄 茄子 胡瓜 南瓜 牛蒡 大根 人参"
WORDS = ALL.split()
TYPED = (
    "珊瑚 真珠",
    "真珠 珊瑚",
    " ".join(WORDS),
    "昆布",
    "昆布と海老",
    "蜜柑 -林檎",
    "「茄子」",
    "サンゴショウ",
    "こんぶ",
)
NOBODY = AnonymousUser()


@pytest.fixture
def sea(tochigi) -> None:
    """For everybody: each word on a page of its own, two on one, and others beside them."""
    for word in WORDS:
        make_found(tochigi, f"{word}の紙", f"{word}。図書の話です", visibility=Visibility.PUBLIC)
    for number in range(4):
        make_found(tochigi, f"埋草{number}", "予算と人員", f"昆布{number}と海老", visibility=Visibility.PUBLIC)


def told(person) -> list[tuple]:
    """For each search the pages in order with what they score, and all publications in order."""
    found = []
    for typed in TYPED:
        query = QueryDict(mutable=True)
        query["q"] = typed
        results = Results(person, read(query, offered_facets()), offered_facets())
        pages = [(hit.publication, hit.number, hit.score, hit.has_all) for hit in results.found.hits]
        found.append((pages, list(results.ids), results.total, results.found.missing))
    return found


@pytest.fixture(params=["all are put in order", "three are"])
def few_are_ranked(request, monkeypatch) -> None:
    """What is put in order is chosen by weight, where there is more than that."""
    if request.param == "three are":
        for module in (finding, asking):
            monkeypatch.setattr(module, "BEST", 3)
        monkeypatch.setattr(finding, "_MOST_RARE", 4)


@pytest.mark.usefixtures("few_are_ranked")
@pytest.mark.parametrize(
    ("reader", "level"),
    [
        ("nobody", Visibility.OBSERVERS),
        ("observer", Visibility.MEMBERS),
        ("tochigi", Visibility.SECRETARIAT),
    ],
)
def test_hidden_pages_change_nothing(sea, request, kagawa, tochigi, reader, level):
    person = NOBODY if reader == "nobody" else request.getfixturevalue(reader)
    before = told(person)
    for word in ("珊瑚", "蜜柑", "昆布", "海老"):
        make_found(kagawa, f"{word}の秘密", f"{word}、{word}、{word}", "長い" * 400, visibility=level)
    assert told(person) == before
    assert told(kagawa) != before


@pytest.mark.usefixtures("few_are_ranked")
def test_a_file_that_is_kept_closer_changes_nothing(sea, tochigi, observer, secretariat):
    before = told(observer)
    public = Publication.objects.get(live_edition__title="葡萄の紙")
    file = add_file(public, "密.txt", "昆布、昆布、珊瑚、蜜柑", by=tochigi)
    File.objects.filter(pk=file.pk).update(visibility=Visibility.MEMBERS)
    index.index(public.pk)
    assert told(observer) == before
    assert told(secretariat) != before


def test_what_is_narrowed_withdrawn_or_widened_counts_for_who_may_see_it(sea, kagawa, observer, secretariat):
    before = told(observer)
    other = make_found(kagawa, "昆布の本", "昆布と珊瑚", visibility=Visibility.OBSERVERS)
    seen = told(observer)
    assert seen != before
    actions.narrow(other, by=secretariat, visibility=Visibility.MEMBERS, reason="見本の理由")
    assert told(observer) == before
    assert told(kagawa) == told(secretariat)
    actions.widen(Publication.objects.get(pk=other.pk), by=secretariat, visibility=Visibility.OBSERVERS, reason="見本")
    assert told(observer) == seen
    actions.withdraw(Publication.objects.get(pk=other.pk), by=secretariat, reason="見本の理由")
    assert told(observer) == before
    assert told(secretariat) == before
    assert inspection.inspect().is_sound


def test_what_was_narrowed_while_it_was_looked_through_is_counted_as_narrowed(sea, kagawa, secretariat, monkeypatch):
    other = make_found(kagawa, "昆布の本", "昆布と珊瑚", visibility=Visibility.OBSERVERS)
    files_of = index.files_of

    def narrowed_meanwhile(edition):
        found = list(files_of(edition))
        Publication.objects.filter(pk=other.pk).update(visibility=Visibility.MEMBERS)
        return found

    monkeypatch.setattr(index, "files_of", narrowed_meanwhile)
    index.index(other.pk)
    assert inspection.inspect().is_sound
    assert set(Term.objects.filter(word="珊瑚").values_list("level", "rows")) == {(3, 1), (1, 1)}


def test_counts_of_another_level_are_found_and_mended(sea):
    Publication.objects.filter(live_edition__title="珊瑚の紙").update(visibility=Visibility.MEMBERS)
    assert not inspection.inspect().is_sound
    catch_up.func()
    assert inspection.inspect().is_sound
    assert set(Term.objects.filter(word="珊瑚").values_list("level", "rows")) == {(1, 1)}


def test_rows_without_a_note_of_their_level_go_and_are_right_again(sea, kagawa):
    """As little as the index itself may have forgotten."""
    Indexed.objects.filter(edition__title="珊瑚の紙").delete()
    index.index(Publication.objects.get(live_edition__title="珊瑚の紙").pk)
    assert not inspection.inspect().is_sound
    call_command("search_index", "rebuild", stdout=io.StringIO())
    assert inspection.inspect().is_sound


def test_words_of_own_pages_that_others_may_not_see_are_looked_for(sea, kagawa):
    own = make_found(kagawa, "内密", "蜃気楼の話", visibility=Visibility.SECRETARIAT)
    query = QueryDict(mutable=True)
    query["q"] = "蜃気楼 灯台守 珊瑚"
    results = Results(kagawa, read(query, offered_facets()), offered_facets())
    assert own.pk in results.ids


def test_a_hidden_file_that_is_read_does_not_bring_what_is_said_of_its_document_forward(tochigi, monkeypatch):
    monkeypatch.setattr(said_beside, "_MOST_SAID", 2)
    first = make_found(tochigi, "甲", "珊瑚の話", visibility=Visibility.PUBLIC)
    for number in range(3):
        make_found(tochigi, f"他{number}", "別の話", visibility=Visibility.PUBLIC)

    def order() -> tuple[list[int], bool]:
        query = QueryDict(mutable=True)
        query["q"] = "珊瑚 栃木県"
        found = Results(NOBODY, read(query, offered_facets()), offered_facets())
        return list(found.ids), found.found.is_partial

    before = order()
    file = add_file(first, "秘.txt", "密かな文", by=tochigi)
    File.objects.filter(pk=file.pk).update(visibility=Visibility.SECRETARIAT)
    index.index(first.pk)
    assert order() == before


@pytest.mark.parametrize("is_closer", [False, True])
def test_what_was_read_anew_is_told_to_those_alone_who_see_all(tochigi, kagawa, secretariat, is_closer):
    """Else who sees a part would learn from the silence that there is more."""
    live = make_found(tochigi, "甲", "珊瑚の話")
    file = add_file(live, "秘.txt" if is_closer else "表.txt", "文", by=tochigi)
    if is_closer:
        File.objects.filter(pk=file.pk).update(visibility=Visibility.SECRETARIAT)
    edition = Publication.objects.with_live_edition().get(pk=live.pk).live_edition
    told = [gaps.waits(person, edition, index.generation()) for person in (kagawa, NOBODY, tochigi, secretariat)]
    assert told == [False, False, True, True]


@pytest.mark.parametrize("part", ["all", "letters"])
def test_a_hidden_file_that_is_read_does_not_move_its_publication(tochigi, part):
    """Its rows are written anew then, behind those of others."""
    first, _ = (
        make_found(tochigi, f"{name}の珊瑚資料", "本文の消防法", visibility=Visibility.PUBLIC) for name in "甲乙"
    )

    def order() -> list[int]:
        query = QueryDict(mutable=True)
        query.update({"q": "防法" if part == "letters" else "消防法", "part": part})
        return list(Results(NOBODY, read(query, offered_facets()), offered_facets()).ids)

    before = order()
    assert len(before) == 2
    file = add_file(first, "秘.txt", "密かな文", by=tochigi)
    File.objects.filter(pk=file.pk).update(visibility=Visibility.SECRETARIAT)
    index.index(first.pk)
    assert order() == before


def test_what_was_made_live_meanwhile_keeps_its_rows(tochigi, secretariat, monkeypatch):
    """A worker that saw it withdrawn, and comes late."""
    live = make_found(tochigi, "見本の資料", "本文")
    late = index.remove_closed
    actions.withdraw(live, by=secretariat, reason="見本の理由")

    def restored_before(publication_id: int) -> None:
        monkeypatch.setattr(index, "remove_closed", late)
        actions.restore(Publication.objects.get(pk=publication_id), by=secretariat)
        late(publication_id)

    monkeypatch.setattr(index, "remove_closed", restored_before)
    index.index(live.pk)
    assert index.generation().searchrow_set.filter(publication=live).exists()
