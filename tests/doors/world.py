"""One publication for each state and visibility, each with words that stand nowhere else, in every place for words."""

from dataclasses import dataclass, field

from accounts.models import Organization, User
from discussion import actions as talking
from discussion.models import Comment
from library import actions
from library.models import Edition, File, Publication, Visibility
from search.indexing import index
from tests import factories


@dataclass(frozen=True)
class Thing:
    """A publication (one edition of it) or a comment on one, under a name of the matrix, with its planted marker."""

    name: str
    marker: str
    publication: Publication
    edition: Edition
    file: File
    comment: Comment | None = None

    @property
    def secrets(self) -> list[str]:
        """What must not be told to somebody who may not see it."""
        return [self.marker] if self.comment else [self.marker, self.file.sha256[:16]]


@dataclass
class World:
    owner: Organization
    things: dict[str, Thing] = field(default_factory=dict)


def build(tochigi: User, secretariat: User, secretariat2: User) -> World:
    """Everything in the matrix that this portal has so far, owned by 栃木県."""
    world = World(owner=tochigi.organization)
    for name, visibility in {
        "live-public": Visibility.PUBLIC,
        "live-observers": Visibility.OBSERVERS,
        "live-members": Visibility.MEMBERS,
        "live-secretariat": Visibility.SECRETARIAT,
    }.items():
        edition = _draft(tochigi, name)
        actions.submit(edition, by=tochigi, declared=True)
        _keep(world, name, actions.publish(edition, by=secretariat, visibility=visibility))
    proxied = _draft(secretariat, "proxied-secretariat", owner=world.owner)
    actions.submit(proxied, by=secretariat, declared=True)
    _keep(world, "proxied-secretariat", actions.publish(proxied, by=secretariat2, visibility=Visibility.SECRETARIAT))
    _keep(world, "draft", _draft(tochigi, "draft"))
    submitted = _draft(tochigi, "submitted")
    _keep(world, "submitted", actions.submit(submitted, by=tochigi, declared=True))
    returned = _draft(tochigi, "returned")
    actions.submit(returned, by=tochigi, declared=True)
    _keep(world, "returned", actions.send_back(returned, by=secretariat, reason="出典を書いてください"))
    declined = _draft(tochigi, "declined")
    actions.submit(declined, by=tochigi, declared=True)
    _keep(world, "declined", actions.decline(declined, by=secretariat, reason="重複しています"))
    revision = _draft(tochigi, "revision", publication=world.things["live-members"].publication)
    _keep(world, "revision", actions.submit(revision, by=tochigi, declared=True))
    _closed(world, tochigi, secretariat)
    _keep(world, "binned", actions.discard(_draft(tochigi, "binned"), by=tochigi))
    _kept_closer(world, tochigi, secretariat)
    _kept_by_the_desk(world, secretariat)
    for thing in world.things.values():
        index.index(thing.publication.pk)
    _talked_about(world, tochigi, secretariat)
    return world


def _talked_about(world: World, tochigi: User, secretariat: User) -> None:
    """Comments follow their publication, but for readers without sign-in; and the page of a closer file."""
    _say(world, "comment-public", world.things["live-public"], by=tochigi)
    _say(world, "comment-members", world.things["live-members"], by=secretariat)
    narrowed = world.things["closer-file"]
    _say(world, "comment-closer-page", narrowed, by=tochigi, place=talking.Place(narrowed.file, 1))
    gone = _say(world, "comment-deleted", world.things["live-members"], by=tochigi)
    former = talking.reply(gone.thread, by=secretariat, text=marker_of("comment-members"))
    talking.edit(former, by=secretariat, text="言い直しました")
    talking.delete(gone, by=tochigi)
    _before_the_desk(world, world.things["live-members"], tochigi, secretariat)
    _confided(world, world.things["live-public"], tochigi, secretariat)
    _files_that_are_nobodys(world, world.things["live-members"], tochigi, secretariat)


def _before_the_desk(world: World, about: Thing, tochigi: User, secretariat: User) -> None:
    """What the desk hid, with its reason; what somebody said of a comment; and who that was."""
    hidden = _say(world, "comment-hidden", about, by=tochigi)
    talking.edit(hidden, by=tochigi, text=f"言い直した話題 {marker_of('comment-hidden')}")
    talking.resolve(hidden.thread, by=tochigi)  # folded, a thread is told by how it begins
    talking.hide(hidden, by=secretariat, reason=f"見本の理由 {marker_of('comment-hidden')}")
    said = talking.open_thread(about.publication, by=tochigi, text="見本の話題")
    reporter = factories.make_user("reporter@example.jp", body=factories.make_member("37"), name=marker_of("reporter"))
    talking.report(said, by=reporter, reason="other", words=f"見本の説明 {marker_of('report')}")
    # Else everybody may address them, which tells nothing of the report; without the event, which names them.
    stopped = {"is_active": False, "suspended_at": said.written_at, "suspended_by": secretariat}
    User.objects.filter(pk=reporter.pk).update(**stopped)
    for name in ("report", "reporter"):
        world.things[name] = Thing(name, marker_of(name), about.publication, about.edition, about.file, said)


def _confided(world: World, about: Thing, tochigi: User, secretariat: User) -> None:
    """By somebody of another body about what everybody sees; by the desk to the owner, in a wording of before."""
    name, body = marker_of("confidential"), factories.make_member("37")
    asks = factories.make_user("asks@example.jp", body=body, name=name)
    said = talking.confide(body, by=asks, text=f"見本の相談 {name}", about=about.publication)
    own = talking.confide(tochigi.organization, by=secretariat, text=f"見本の連絡 {marker_of('confidential-own')}")
    talking.edit(own, by=secretariat, text=f"言い直した連絡 {marker_of('confidential-own')}")
    for name, comment in (("confidential", said), ("confidential-own", own)):
        world.things[name] = Thing(name, marker_of(name), about.publication, about.edition, about.file, comment)


def _say(world: World, name: str, about: Thing, *, by: User, place: talking.Place | None = None) -> Comment:
    file = factories.sent_with_a_comment(by, f"{marker_of(name)}.txt", f"見本の添付 {marker_of(name)}")
    text = f"見本の話題 {marker_of(name)}"
    comment = talking.open_thread(about.publication, by=by, text=text, place=place, files=[file])
    world.things[name] = Thing(name, marker_of(name), about.publication, about.edition, about.file, comment)
    return comment


def _files_that_are_nobodys(world: World, about: Thing, tochigi: User, secretariat: User) -> None:
    """The comment is read; the file was taken away by the desk, or waits for a comment that is being written."""
    for name in ("file-blackened", "file-unposted"):
        file = factories.sent_with_a_comment(tochigi, f"{marker_of(name)}.txt", f"見本の添付 {marker_of(name)}")
        is_posted = name == "file-blackened"
        said = talking.open_thread(about.publication, by=tochigi, text="見本の話題", files=[file] if is_posted else [])
        if is_posted:
            talking.blacken_file(said.attachments.get(), by=secretariat, reason="見本の理由")
        world.things[name] = Thing(name, marker_of(name), about.publication, about.edition, about.file, said)


def _kept_by_the_desk(world: World, secretariat: User) -> None:
    """Written by the secretariat for the owner and meant for the secretariat alone: also in its states on the way."""
    for name in ("desk-draft", "desk-submitted", "desk-binned"):
        edition = _draft(secretariat, name, owner=world.owner, visibility=Visibility.SECRETARIAT)
        if name == "desk-submitted":
            actions.submit(edition, by=secretariat, declared=True)
        if name == "desk-binned":
            actions.discard(edition, by=secretariat)
        _keep(world, name, edition)


def _closed(world: World, tochigi: User, secretariat: User) -> None:
    for name in ("withdrawn", "narrowed", "superseded"):
        edition = _draft(tochigi, name)
        actions.submit(edition, by=tochigi, declared=True)
        actions.publish(edition, by=secretariat, visibility=Visibility.OBSERVERS)
        _keep(world, name, edition)
    actions.withdraw(world.things["withdrawn"].publication, by=tochigi, reason="新しい要綱に移りました")
    actions.narrow(
        world.things["narrowed"].publication, by=tochigi, visibility=Visibility.MEMBERS, reason="見直し中です"
    )
    publication = Publication.objects.get(pk=world.things["superseded"].publication.pk)
    successor = _draft(tochigi, "successor", publication=publication)
    actions.submit(successor, by=tochigi, declared=True)
    _keep(world, "successor", actions.publish(successor, by=secretariat, visibility=Visibility.OBSERVERS))


def _kept_closer(world: World, tochigi: User, secretariat: User) -> None:
    """Open to observers, but one of its files to members only."""
    edition = _draft(tochigi, "closer-file")
    actions.keep_file_closer(edition.files.get(), by=tochigi, visibility=Visibility.MEMBERS)
    actions.submit(edition, by=tochigi, declared=True)
    actions.publish(edition, by=secretariat, visibility=Visibility.OBSERVERS)
    _keep(world, "closer-file", edition)


def marker_of(name: str) -> str:
    """A word that stands nowhere else."""
    return f"目印{''.join(part.capitalize() for part in name.split('-'))}の語"


def _draft(by: User, name: str, **values) -> Edition:
    marker = marker_of(name)
    # A file that is kept closer than its publication carries the marker alone: the publication itself may be read.
    in_words = "" if name == "closer-file" else marker
    edition = factories.make_draft(
        by,
        title=f"見本の資料 {in_words}",
        summary=f"見本の概要 {in_words}",
        section=f"見本課 {in_words}",
        contact=f"見本係 {in_words}",
        files=[],
        **values,
    )
    file = factories.keep_file(edition, f"{marker}.txt", f"見本の本文 {marker}", by=by)
    # What the file says beside its text: remarks, outline, the bundle it came in, what a speaker noted.
    File.objects.filter(pk=file.pk).update(
        gate_remarks=[f"{marker}の名前"], outline=[[1, marker, 1]], bundle=f"{marker}.zip", keeps_notes=True
    )
    file.pages.update(notes=f"メモ {marker}")
    factories.draw_first_page(file, marker)
    factories.print_first_page(file, marker)
    return edition


def _keep(world: World, name: str, edition: Edition) -> None:
    edition = Edition.objects.select_related("publication").get(pk=edition.pk)
    world.things[name] = Thing(
        name=name,
        marker=marker_of(name),
        publication=edition.publication,
        edition=edition,
        file=edition.files.get(),
    )
