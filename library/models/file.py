"""ファイル: the original bytes, what the gate said of them, and how far they are read."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from library.models.choices import FileGate, Reading, Visibility
from library.models.edition import Edition, edition_seen_by
from library.models.kept import Kept
from library.readers import Person, reader_of


class FileQuerySet(models.QuerySet["File"]):
    def visible_to(self, person: Person) -> "FileQuerySet":
        """Files of visible editions. One may be kept closer than its publication; before the gate it is nobody's.

        What the secretariat registered for a body, it may keep from that body too.
        """
        reader = reader_of(person)
        files = self.filter(edition_seen_by(reader, "edition__"))
        if reader.sees_desk:
            return files
        open_enough = Q(visibility=None) | Q(visibility__gte=reader.level)
        if reader.body is None:
            return files.filter(open_enough, gate=FileGate.TAKEN)
        own = Q(edition__publication__owner=reader.body, edition__is_proxy=False)
        return files.filter(own | (open_enough & Q(gate=FileGate.TAKEN)))

    def named_to(self, person: Person) -> "FileQuerySet":
        """Of an edition in this person's work: also what waits or was refused, but not what the desk keeps close."""
        if reader_of(person).sees_desk:
            return self
        return self.exclude(edition__is_proxy=True, visibility=Visibility.SECRETARIAT)

    def closed_to(self, person: Person) -> "FileQuerySet":
        """Files of withdrawn or narrowed publications that this person could see before: they get 410."""
        reader = reader_of(person)
        files = self.taken().filter(edition__in=Edition.objects.closed_to(person).values("pk"))
        open_enough = Q(visibility=None) | Q(visibility__gte=reader.level)
        if reader.body is None:
            return files.filter(open_enough)
        return files.filter(open_enough | Q(edition__publication__owner=reader.body, edition__is_proxy=False))

    def taken(self) -> "FileQuerySet":
        return self.filter(gate=FileGate.TAKEN)

    def in_order(self) -> "FileQuerySet":
        return self.order_by("edition_id", "position", "id")

    def unread(self) -> "FileQuerySet":
        return self.taken().filter(reading__in=[Reading.WAITING, Reading.WORKING])

    def done_with(self) -> "FileQuerySet":
        """Whose reading has come to an end, well or not."""
        return self.taken().filter(reading__in=[Reading.DONE, Reading.PARTIAL, Reading.FAILED])


class File(Kept):
    """One file of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files", verbose_name="版")
    position = models.PositiveSmallIntegerField("並び順")
    visibility = models.PositiveSmallIntegerField(
        "公開範囲（このファイルだけ）", choices=Visibility, null=True, blank=True
    )
    bundle = models.CharField("入っていたZIP", max_length=160, blank=True, help_text="name of the bundle it came in")
    keeps_notes = models.BooleanField("発表者のメモも載せる", default=False, help_text="only if the officer agrees")
    # And behind the page, since reader 4: which of the page's headings it is, 0 for the page itself.
    outline = models.JSONField("目次", default=list, help_text="[level, title, page] of each heading")
    reader_version = models.PositiveSmallIntegerField(
        "読み取りの版", default=0, help_text="extraction.VERSION that read it; older ones are read again"
    )
    reading = models.CharField("読み取り", max_length=7, choices=Reading, default=Reading.WAITING)
    reading_problem = models.CharField("読み取りの問題", max_length=200, blank=True)
    reading_tries = models.PositiveSmallIntegerField("読み取りを試した回数", default=0)
    pages_read = models.PositiveIntegerField("文字を読んだページ", default=0)
    pages_recognised = models.PositiveIntegerField(
        "文字認識したページ", default=0, help_text="ever, also where they were read anew since: it only grows"
    )
    pages_drawn = models.PositiveIntegerField("画像にしたページ", default=0)

    objects = FileQuerySet.as_manager()
    TOLD_WITH = ("edition__publication__owner",)

    class Meta:
        verbose_name = verbose_name_plural = "ファイル"
        indexes = [
            models.Index(fields=["reading", "uploaded_at"], name="library_file_reading"),
            models.Index(fields=["key"], name="library_file_key"),
        ]
        constraints = [
            models.CheckConstraint(
                name="library_file_refused_has_message", condition=~Q(gate="refused") | ~Q(gate_message="")
            ),
            models.CheckConstraint(name="library_file_taken_is_kept", condition=~Q(gate="taken") | ~Q(key="")),
        ]

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.pk])

    @property
    def whereabouts(self) -> str:
        return f"資料{self.edition.publication_id} のファイル{self.pk}"

    @property
    def whose(self) -> str:
        return self.edition.publication.owner.name
