"""Makes what tests need, through the actions wherever there is one, so that it looks as the site would make it."""

import io
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

import clock
import extraction
from accounts.models import Organization, Prefecture, Role, Tenure, User
from discussion.models import Attachment
from japanese import prefectures
from library import actions, uploads
from library.models import DocumentType, Edition, File, Page, Paper, PaperPage, Publication, Theme, Visibility
from library.storage import vault

PASSWORD = "kaki-no-ha-sushi-47"
_SINCE = date(2023, 9, 5)


def make_prefecture(code: str) -> Prefecture:
    known = prefectures.by_code(code)
    row, _ = Prefecture.objects.get_or_create(
        code=code, defaults={"name": known.name, "kana": known.kana, "name_en": known.romaji, "region": known.region}
    )
    return row


def make_member(code: str, *, role: str = Tenure.Role.MEMBER, ends_on: date | None = None) -> Organization:
    """A member prefecture by its JIS code."""
    prefecture = make_prefecture(code)
    body, is_new = Organization.objects.get_or_create(
        prefecture=prefecture,
        defaults={"kind": Organization.Kind.PREFECTURE, "name": prefecture.name, "order": int(code)},
    )
    if is_new:
        Tenure.objects.create(organization=body, role=role, starts_on=_SINCE, ends_on=ends_on)
    return body


def make_body(kind: Organization.Kind, name: str, *, order: int = 90, ends_on: date | None = None) -> Organization:
    """The secretariat or an observer."""
    body, is_new = Organization.objects.get_or_create(kind=kind, name=name, defaults={"order": order})
    if is_new:
        Tenure.objects.create(organization=body, role=Tenure.Role(kind.value), starts_on=_SINCE, ends_on=ends_on)
    return body


def make_user(email: str, *, body: Organization, role: Role = Role.OFFICER, name: str = "見本 花子", **fields) -> User:
    user = User.objects.create_user(email, name=name, organization=body, role=role, password=PASSWORD)
    for key, value in fields.items():
        setattr(user, key, value)
    if fields:
        user.save()
    return user


def make_type(slug: str = "guideline", name: str = "ガイドライン", *, has_facts: bool = True) -> DocumentType:
    row, _ = DocumentType.objects.get_or_create(slug=slug, defaults={"name": name, "has_facts": has_facts})
    return row


def make_theme(slug: str = "secrecy", name: str = "機密性", *, parent: Theme | None = None) -> Theme:
    row, _ = Theme.objects.get_or_create(slug=slug, defaults={"name": name, "parent": parent})
    return row


def text_upload(name: str = "メモ.txt", text: str = "生成AIの利用についての見本の文章です。\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def pdf_upload(name: str = "見本.pdf", pages: tuple[str, ...] = ("見本の1ページ目",)) -> SimpleUploadedFile:
    """A PDF with one line of Japanese text on each page."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for text in pages:
        canvas.setFont("HeiseiKakuGo-W5", 14)
        canvas.drawString(72, 760, text)
        canvas.showPage()
    canvas.save()
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/pdf")


def make_draft(
    by: User,
    *,
    owner: Organization | None = None,
    title: str = "生成AI利活用ガイドライン（見本）",
    summary: str = "職員向けの利用の決まりです（見本）",
    types: list[DocumentType] | None = None,
    themes: list[Theme] | None = None,
    issued_on: date = date(2024, 4, 1),
    visibility: Visibility = Visibility.MEMBERS,
    files: list[SimpleUploadedFile] | None = None,
    publication: Publication | None = None,
    **values,
) -> Edition:
    """A draft that could be submitted. With `publication` it is that publication's next edition."""
    if publication is None:
        edition = actions.start(owner=owner or by.organization, by=by)
    else:
        edition = actions.start_revision(publication, by=by)
        values.setdefault("change_note", "見本の改定")
    edition = actions.save_details(
        edition,
        by=by,
        revision=edition.revision,
        values={
            "title": title,
            "summary": summary,
            "types": [make_type()] if types is None else types,
            "themes": [make_theme()] if themes is None else themes,
            "issued_on": issued_on,
            "requested_visibility": visibility,
            **values,
        },
    )
    if files is None:
        keep_file(edition, "メモ.txt", "生成AIの利用についての見本の文章です。\n", by=by)
    else:
        uploads.receive(edition, files, by=by)
    return edition


def make_submitted(by: User, **draft) -> Edition:
    return actions.submit(make_draft(by, **draft), by=by, declared=True)


def make_live(by: User, *, reviewer: User, visibility: Visibility = Visibility.MEMBERS, **draft) -> Publication:
    """A live publication, registered by `by` and published by `reviewer`."""
    edition = make_submitted(by, visibility=visibility, **draft)
    return actions.publish(edition, by=reviewer, visibility=visibility).publication


def first_file(publication: Publication) -> File:
    return File.objects.filter(edition__publication=publication).in_order()[0]


def keep_file(edition: Edition, name: str, words: str, *, by: User, kind: str = "text") -> File:
    """A file that passed the gate and is read, without a child process: for tests that need many."""
    stored = vault().put(ContentFile(words.encode()))
    file = File.objects.create(
        edition=edition,
        position=edition.files.count() + 1,
        sent_name=name,
        name=name,
        kind=kind,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        gate="taken",
        reading="done",
        reader_version=extraction.VERSION,
        page_count=1,
        pages_read=1,
        uploaded_at=edition.created_at,
        uploaded_by=by,
    )
    Page.objects.create(file=file, number=1, raw=words, text=words, blocks=[{"t": "p", "text": words}])
    return file


def sent_with_a_comment(by: User, name: str, words: str) -> Attachment:
    """A text that passed the gate and waits for its comment, without a child process."""
    stored = vault().put(ContentFile(words.encode()))
    return Attachment.objects.create(
        sent_name=name,
        name=name,
        kind="text",
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        gate="taken",
        page_count=1,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )


def draw_first_page(file: File, words: str = "見本") -> None:
    """Give its first page a picture and a thumbnail that carry the words, without a child process."""
    large, small = (vault().put(ContentFile(f"RIFF {size} {words}".encode())).key for size in ("large", "small"))
    Page.objects.filter(file=file, number=1).update(
        picture_key=large, thumbnail_key=small, picture_width=10, picture_height=14
    )


def print_first_page(file: File, words: str = "見本") -> None:
    """Give it one printed page, whose picture and thumbnail carry the words, without LibreOffice."""
    large, small = (vault().put(ContentFile(f"RIFF {size} {words}".encode())).key for size in ("large", "small"))
    paper = Paper.objects.create(file=file, state="done", page_count=1, pages_drawn=1)
    PaperPage.objects.create(
        paper=paper, number=1, picture_key=large, thumbnail_key=small, picture_width=10, picture_height=14
    )
