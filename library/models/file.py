"""ファイル: the original bytes, what the gate said of them, and how far they are read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from extraction.kinds import BY_NAME
from library.models.choices import FileGate, Reading, Visibility
from library.models.edition import Edition, edition_seen_by
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


class File(models.Model):
    """One file of an edition. Its bytes lie in the vault under a random key and are never changed."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files", verbose_name="版")
    position = models.PositiveSmallIntegerField("並び順")
    sent_name = models.CharField("送られた名前", max_length=400, help_text="as sent, for search and provenance")
    name = models.CharField("名前", max_length=160)
    kind = models.CharField("形式", max_length=10, help_text="extraction.kinds; unknown when refused by type")
    size = models.PositiveBigIntegerField("大きさ")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    key = models.CharField("保管の鍵", max_length=80, blank=True, help_text="empty when nothing is kept")
    visibility = models.PositiveSmallIntegerField(
        "公開範囲（このファイルだけ）", choices=Visibility, null=True, blank=True
    )
    gate = models.CharField("検査", max_length=8, choices=FileGate, default=FileGate.CHECKING)
    gate_message = models.CharField("検査の結果", max_length=400, blank=True)
    gate_remarks = models.JSONField("公開前に確かめること", default=list, help_text="sentences of the gate")
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
    leased_until = models.DateTimeField("読み取り中の期限", null=True, blank=True)
    page_count = models.PositiveIntegerField("ページ数", null=True, blank=True)
    pages_read = models.PositiveIntegerField("文字を読んだページ", default=0)
    pages_recognised = models.PositiveIntegerField(
        "文字認識したページ", default=0, help_text="ever, also where they were read anew since: it only grows"
    )
    pages_drawn = models.PositiveIntegerField("画像にしたページ", default=0)
    uploaded_at = models.DateTimeField("受け取った時刻")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="送った人"
    )

    objects = FileQuerySet.as_manager()

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

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.pk])

    @property
    def kind_label(self) -> str:
        return BY_NAME[self.kind].label if self.kind in BY_NAME else "ファイル"

    @property
    def unit(self) -> str:
        """What its pages are called: ページ, シート, 枚, 節."""
        return BY_NAME[self.kind].unit if self.kind in BY_NAME else "ページ"
