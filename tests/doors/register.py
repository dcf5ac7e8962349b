"""The register of doors: every exit through which content, or anything derived from it, can leave the portal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from accounts.models import User
from library.models import Publication, SavedView, SavedViewVisit, Visibility
from search.desk import promotions
from search.indexing import index
from search.models import Promotion
from tests.doors import feeds
from tests.doors.asking import Answer, get, sent_by, variants
from tests.doors.attached import attached
from tests.doors.told import LONG_AGO, told
from tests.doors.world import Thing


@dataclass(frozen=True)
class Door:
    """`opens` yields what a reader gets when trying this door on a thing; `names` are the URL names that it covers.

    A `shared` door shows all things at once and is opened once per reader.
    """

    name: str
    names: tuple[str, ...]
    opens: Callable[[Client, Thing], Iterator[Answer]]
    shared: bool = False


def urls(*builders: Callable[[Thing], str]) -> Callable[[Client, Thing], Iterator[Answer]]:
    def opens(client: Client, thing: Thing) -> Iterator[Answer]:
        for build in builders:
            yield get(client, build(thing))

    return opens


def of(name: str, *attributes: str, query: str = "") -> Callable[[Thing], str]:
    """An address made of parts of the thing: "publication.pk", "edition.number", or a constant after "="."""

    def build(thing: Thing) -> str:
        args = []
        for attribute in attributes:
            if attribute.startswith("="):
                args.append(attribute[1:])
                continue
            value: object = thing
            for part in attribute.split("."):
                value = getattr(value, part)
            args.append(str(value))
        return reverse(name, args=args) + query.format(thing=thing)

    return build


TALK = ("history", "edit", "delete", "report", "move", "split", "merge")
TALKING = ("reply", "resolve", "reopen", "question", "lock", "unlock", "slow", "unslow", "thank")
CONFIDED = ("confide", "confide_about", "confidential")
DESK = ("comment", "blacken", "claim_comment", "release_comment", "show_comment", "take_back")
PUBLICATION, EDITION, FILE, NUMBER = "publication.pk", "edition.pk", "file.pk", "edition.number"


def _file_variants(client: Client, thing: Thing) -> Iterator[Answer]:
    yield from variants(client, reverse("files:download", args=[thing.file.pk]), thing.file.sha256)


def _list(query: str) -> Callable[[Client, Thing], Iterator[Answer]]:
    def opens(client: Client, thing: Thing) -> Iterator[Answer]:
        for page in range(1, 4):
            yield get(client, reverse("guidelines:list") + f"?{query}&page={page}")

    return opens


def _looked_through(*builders: Callable[[Thing], str]) -> Callable[[Client, Thing], Iterator[Answer]]:
    """After the worker has gone through it."""

    def opens(client: Client, thing: Thing) -> Iterator[Answer]:
        index.index(thing.publication.pk)
        yield from urls(*builders)(client, thing)

    return opens


def _talked(client: Client, thing: Thing) -> Iterator[Answer]:
    """The comment's pages, and the document with this thread, all threads, those that are open, beside its pages.

    Confidential or not, its thread is asked for at the address of those, too.
    """
    detail = reverse("guidelines:detail", args=[thing.publication.pk])
    for query in ("talk=all", "talk=open", f"talk=page&file={thing.file.pk}&page=1"):
        yield get(client, f"{detail}?{query}")
    if thing.comment is None:
        # The form with the list of whom to address: who is on it is asked in test_picker.
        yield sent_by(client.post(reverse("comments:open", args=[thing.publication.pk]), {"choose": "1"}))
        return
    pk, thread = thing.comment.pk, thing.comment.thread_id
    for address in (reverse("me:confidential"), reverse("comments:confide")):
        yield get(client, address)
    yield get(client, reverse("comments:confide_about", args=[thing.publication.pk]))
    yield get(client, reverse("comments:confidential", args=[thread]) + f"?quote={pk}")
    yield get(client, f"{detail}?thread={thread}&quote={pk}")
    yield sent_by(client.get(reverse("comments:comment", args=[pk]), follow=True))
    for name in TALK:
        yield get(client, reverse(f"comments:{name}", args=[pk]))
    for name in ("open", *TALKING):
        of_document = thing.publication.pk if name == "open" else pk
        yield get(client, reverse(f"comments:{name}", args=[of_document]))  # buttons: nothing is to be got from them


def _before_the_desk(client: Client, thing: Thing) -> Iterator[Answer]:
    if thing.comment is not None:
        for name in DESK:
            yield get(client, reverse(f"review:{name}", args=[thing.comment.pk]))


def _promoted(client: Client, thing: Thing) -> Iterator[Answer]:
    """Shown above the results of a word that finds nothing: only to those who may see it anyway."""
    key = promotions.key_of_word("無い言葉")
    promotion, _ = Promotion.objects.get_or_create(
        publication=thing.publication, defaults={"word": "無い言葉", "key": key, "reason": "見本の理由"}
    )
    yield get(client, reverse("search:results") + "?q=無い言葉")
    yield get(client, reverse("manage:promotions"))
    yield get(client, reverse("manage:promotion", args=[promotion.pk]))
    yield get(client, reverse("manage:delete_promotion", args=[promotion.pk]))
    promotion.delete()


def read_by_all() -> str:
    """The address of something public: what else is named in its query must not be told."""
    return Publication.objects.live().filter(visibility=Visibility.PUBLIC).order_by("pk")[0].get_absolute_url()


def _saved_views(client: Client, _thing: Thing) -> Iterator[Answer]:
    """A list and a search that were saved before anything was published: all that is found there is new."""
    if person := client.session.get("_auth_user_id"):
        for page in ("guidelines:list", "search:results"):
            kept = {"owner_id": person, "name": page, "page": page, "query": "q=見本", "is_shared": False}
            body = User.objects.get(pk=person).organization
            view, _ = SavedView.objects.get_or_create(**kept, body=body, defaults={"created_at": LONG_AGO})
            SavedViewVisit.objects.get_or_create(view=view, person_id=person, seen_at=LONG_AGO, before=LONG_AGO)
            yield get(client, reverse(page) + f"?q=見本&view={view.pk}")
            for name in ("me:view_edit", "me:view_delete"):
                yield get(client, reverse(name, args=[view.pk]))
    for name in ("home", "me:views"):
        yield get(client, reverse(name))


DOORS: tuple[Door, ...] = (
    Door(
        "a page of a file, asked for beside a document that everybody reads",
        ("guidelines:detail",),
        lambda client, thing: iter([get(client, f"{read_by_all()}?file={thing.file.pk}&page=1")]),
    ),
    Door("list", ("guidelines:list",), _list("sort=pref&rows=50"), shared=True),
    Door("list, by words", ("guidelines:list",), urls(of("guidelines:list", query="?q=見本&rows=50")), shared=True),
    Door(
        "search",
        ("search:results", "search:comments"),
        urls(
            *(of("search:comments", query=f"?q={typed}") for typed in ("見本", "見本&page=2", "の語&part=letters")),
            *(
                of("search:results", query=f"?q=見本{more}")
                for more in ("", "&page=2", "&part=title", "&part=letters", "&sort=pref")
            ),
            of("search:results", query="?q=無い言葉"),
            of("search:results", query="?q=見本 無い言葉&kind=guideline"),
        ),
        shared=True,
    ),
    Door(
        "what the secretariat shows above the results",
        ("search:results", "manage:promotions", "manage:promotion", "manage:delete_promotion"),
        _promoted,
    ),
    Door(
        "completions of what is typed",
        ("search:words",),
        urls(*(of("search:words", query=f"?q={typed}") for typed in ("見本", "目印", "見本 目印", "栃木"))),
        shared=True,
    ),
    Door("search results as CSV", ("search:export_csv",), urls(of("search:export_csv", query="?q=見本")), shared=True),
    Door(
        "search results as Excel", ("search:export_xlsx",), urls(of("search:export_xlsx", query="?q=見本")), shared=True
    ),
    Door("list as CSV", ("guidelines:export_csv",), urls(of("guidelines:export_csv")), shared=True),
    Door("list as Excel", ("guidelines:export_xlsx",), urls(of("guidelines:export_xlsx")), shared=True),
    Door(
        "detail and its tabs",
        ("guidelines:detail", "guidelines:about", "guidelines:files", "guidelines:versions"),
        urls(
            of("guidelines:detail", PUBLICATION),
            of("guidelines:detail", PUBLICATION, query="?file={thing.file.pk}&page=1"),
            of("guidelines:detail", PUBLICATION, query="?file={thing.file.pk}&view=paper&page=1"),
            of("guidelines:about", PUBLICATION),
            of("guidelines:files", PUBLICATION),
            of("guidelines:versions", PUBLICATION),
        ),
    ),
    Door(
        "looking within a document, and a page of it with marks",
        ("guidelines:detail", "guidelines:edition"),
        _looked_through(
            of("guidelines:detail", PUBLICATION, query="?in=本文"),
            of("guidelines:detail", PUBLICATION, query="?in=文の語"),
            of("guidelines:detail", PUBLICATION, query="?file={thing.file.pk}&page=1&q=本文 見本"),
            of("guidelines:edition", PUBLICATION, NUMBER, query="?in=本文"),
        ),
    ),
    Door(
        "edition by its permanent address",
        ("guidelines:edition", "guidelines:edition_about"),
        urls(of("guidelines:edition", PUBLICATION, NUMBER), of("guidelines:edition_about", PUBLICATION, NUMBER)),
    ),
    Door("file: GET, HEAD, Range, conditional", ("files:download",), _file_variants),
    Door(
        "page picture, thumbnail, text",
        ("files:picture", "files:thumbnail", "files:text"),
        urls(of("files:picture", FILE, "=1"), of("files:thumbnail", FILE, "=1"), of("files:text", FILE, "=1")),
    ),
    Door("all files in one ZIP", ("files:bundle",), urls(of("files:bundle", EDITION))),
    Door(
        "printed page of an Office file",
        ("files:paper", "files:paper_thumbnail"),
        urls(of("files:paper", FILE, "=1"), of("files:paper_thumbnail", FILE, "=1")),
    ),
    Door("reading again", ("files:retry",), urls(of("files:retry", FILE))),
    Door(
        "comments: beside the document, by their addresses, with every wording",
        (*(f"comments:{name}" for name in ("comment", "open", *CONFIDED, *TALK, *TALKING)), "me:confidential"),
        _talked,
    ),
    Door("files of comments: GET, HEAD, Range, conditional", ("comments:file", "comments:blacken_file"), attached),
    Door(
        "notices: inbox, letters, what is followed",
        ("notices:inbox", "notices:open", "notices:read_all", "notices:follow", "me:notices"),
        told,
    ),
    Door("feeds and calendar, by their addresses", feeds.NAMES, feeds.fetched, shared=True),
    # Before the home page, which shows what is saved here.
    Door(
        "saved views: what is new, and how many",
        ("me:views", "me:view", "me:view_edit", "me:view_delete", "me:save_view"),
        _saved_views,
        shared=True,
    ),
    Door("home", ("home",), urls(of("home")), shared=True),
    Door(
        "prefectures",
        ("profiles:prefectures", "profiles:prefecture"),
        urls(of("profiles:prefectures"), of("profiles:prefecture", "=09")),
        shared=True,
    ),
    Door(
        "themes",
        ("profiles:themes", "profiles:theme"),
        urls(of("profiles:themes"), of("profiles:theme", "=secrecy")),
        shared=True,
    ),
    Door(
        "own pages",
        ("me:home", "me:tasks", "me:drafts", "me:bin"),
        urls(of("me:home"), of("me:tasks"), of("me:drafts"), of("me:bin")),
        shared=True,
    ),
    Door("registering, its first page", ("submit:start",), urls(of("submit:start")), shared=True),
    Door(
        "registering",
        (
            "submit:files",
            "submit:details",
            "submit:autosave",
            "submit:preview",
            "submit:confirm",
            "submit:done",
        ),
        urls(
            *(of(f"submit:{step}", EDITION) for step in ("files", "details", "autosave", "preview", "confirm", "done")),
        ),
    ),
    Door(
        "what can be done with it",
        (
            "publications:revise",
            "publications:withdraw",
            "publications:restore",
            "publications:visibility",
            "publications:discard",
            "publications:recover",
            "publications:recall",
            "publications:discard_edition",
            "publications:recover_edition",
        ),
        urls(
            *(
                of(f"publications:{verb}", PUBLICATION)
                for verb in ("revise", "withdraw", "restore", "visibility", "discard", "recover")
            ),
            *(of(f"publications:{verb}", EDITION) for verb in ("recall", "discard_edition", "recover_edition")),
        ),
    ),
    Door("review queue", ("review:queue",), urls(of("review:queue")), shared=True),
    Door(
        "review",
        ("review:decide", "review:claim", "review:release"),
        urls(of("review:decide", EDITION), of("review:claim", EDITION), of("review:release", EDITION)),
    ),
    Door("a comment before the desk", tuple(f"review:{name}" for name in DESK), _before_the_desk),
    Door(
        "what was searched for",
        ("manage:search_words", "manage:search_words_csv"),
        urls(of("manage:search_words"), of("manage:search_words_csv")),
        shared=True,
    ),
    Door(
        "synonyms, with what they would change",
        ("manage:synonyms", "manage:new_synonym", "manage:synonym", "manage:delete_synonym", "manage:new_promotion"),
        urls(
            of("manage:synonyms"),
            of("manage:new_synonym"),
            of("manage:synonym", "=1"),
            of("manage:delete_synonym", "=1"),
            of("manage:new_promotion"),
        ),
        shared=True,
    ),
    Door(
        "the log", ("manage:audit", "manage:audit_csv"), urls(of("manage:audit"), of("manage:audit_csv")), shared=True
    ),
)

NOT_A_DOOR: dict[str, str] = {
    "healthz": "says only that the site answers",
    "robots": "a constant",
    "terms": "fixed text",
    "accessibility": "fixed text",
    "contact": "fixed text",
    "help:index": "fixed text",
    "help:article": "fixed text",
    "notices:announcements": "what the desk says to everybody, or to members: tests/notices/test_announcements.py",
    "notices:put_away": "a button",
}
