"""What is looked through: a row for each page and for the words about a publication, and what is counted of words."""

from django.db import models
from django.db.models import F, Q, Sum

from library.models import Edition, File, Publication
from library.models.choices import PublicationState, Visibility
from library.models.publication import seen_by
from library.readers import Person, reader_of


class Generation(models.Model):
    """One build of the index. Another analyser makes another one beside it; readers use the latest that is finished."""

    tokens_version = models.PositiveSmallIntegerField("分け方の版")
    dictionary_version = models.CharField("辞書の版", max_length=20)
    started_at = models.DateTimeField("始めた時刻")
    finished_at = models.DateTimeField("できた時刻", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "索引"

    def __str__(self) -> str:
        return f"{self.tokens_version} {self.dictionary_version}"


ROW_PLACE = "search_row_place"


class SearchRowQuerySet(models.QuerySet["SearchRow"]):
    def visible_to(self, person: Person) -> "SearchRowQuerySet":
        """Rows of live editions that this person may see, without files that are kept closer."""
        reader = reader_of(person)
        live = Q(publication__state=PublicationState.LIVE, publication__live_edition=F("edition"))
        rows = self.filter(live, seen_by(reader, "publication__"))
        if reader.sees_desk:
            return rows
        open_enough = Q(file=None) | Q(file__visibility=None) | Q(file__visibility__gte=reader.level)
        if reader.body is None:
            return rows.filter(open_enough)
        own = Q(publication__owner=reader.body, edition__is_proxy=False)
        return rows.filter(own | open_enough)


class SearchRow(models.Model):
    """A page of a file; a file's name (number 0); or the words about a publication (no file)."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, verbose_name="索引")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+", verbose_name="資料")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", verbose_name="版")
    file = models.ForeignKey(
        File, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="ファイル"
    )
    number = models.PositiveIntegerField("ページ")
    title_words = models.TextField("題名の語", blank=True, help_text="separated by blanks, in order")
    body_words = models.TextField("本文の語", blank=True)
    strong_words = models.TextField("強い語", blank=True, help_text="each once: what the row is about")
    length = models.PositiveIntegerField("語の数", help_text="of title and body")
    text = models.TextField(
        "字の並び",
        blank=True,
        help_text="clean, without blanks, for phrases and pieces of words; its first line is the title",
    )

    objects = SearchRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検索の行"
        indexes = [
            models.Index(fields=["generation", "edition"], name="search_row_edition"),
            # What is asked of each hit, whether it is seen: SQLite would read all its words to get at it.
            models.Index(
                fields=["id", "generation", "publication", "edition", "file", "number", "length"], name=ROW_PLACE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.file_id}/{self.number}"


class Indexed(models.Model):
    """An edition of which something can be found: as far as its pages were read when they were looked through.

    `pages_read` is empty while only what is said about it can be found. Every live edition has its row in the index
    that is read, so that what waits is found without a look at all others. `level`: the visibility of its publication
    when its words were counted; those of a file that is kept closer count at the file's.
    """

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, verbose_name="索引")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", verbose_name="版")
    pages_read = models.PositiveIntegerField("読んだページ", null=True, blank=True)
    readers = models.PositiveIntegerField("読み取りの版の合計", default=0)
    recognised = models.PositiveIntegerField("文字認識したページ", default=0)
    level = models.PositiveSmallIntegerField("数えた公開範囲", choices=Visibility)

    class Meta:
        verbose_name = verbose_name_plural = "索引に入った版"
        constraints = [
            models.UniqueConstraint(name="search_indexed_once", fields=["generation", "edition"]),
            models.CheckConstraint(name="search_indexed_level_known", condition=Q(level__in=Visibility.values)),
        ]
        indexes = [models.Index(name="search_indexed_waiting", fields=["edition"], condition=Q(pages_read=None))]

    def __str__(self) -> str:
        return str(self.edition_id)


class Term(models.Model):
    """In how many pages of a level a word stands; where it only stands beside those of a publication, that is one."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, verbose_name="索引")
    word = models.CharField("語", max_length=200)
    level = models.PositiveSmallIntegerField("公開範囲", choices=Visibility)
    rows = models.IntegerField(
        "ページの数", help_text="changed by differences, so the database may not forbid one below zero"
    )

    class Meta:
        verbose_name = verbose_name_plural = "語"
        constraints = [
            models.UniqueConstraint(name="search_term_once", fields=["generation", "word", "level"]),
            models.CheckConstraint(name="search_term_level_known", condition=Q(level__in=Visibility.values)),
        ]

    def __str__(self) -> str:
        return self.word


class ExtentQuerySet(models.QuerySet["Extent"]):
    def sums(self) -> tuple[int, int, int]:
        """(pages, their words, the words of their titles)."""
        found = self.aggregate(*(Sum(name, default=0) for name in ("rows", "length", "title_length")))
        return found["rows__sum"], found["length__sum"], found["title_length__sum"]


class Extent(models.Model):
    """How much of a level there is in an index; changed by differences, as the counts of words are."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="extents", verbose_name="索引")
    level = models.PositiveSmallIntegerField("公開範囲", choices=Visibility)
    rows = models.IntegerField("ページの数", help_text="what has no pages counts as one")
    length = models.BigIntegerField("語の数", help_text="of all these pages")
    title_length = models.BigIntegerField("題名の語の数")

    objects = ExtentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "索引の大きさ"
        constraints = [
            models.UniqueConstraint(name="search_extent_once", fields=["generation", "level"]),
            models.CheckConstraint(name="search_extent_level_known", condition=Q(level__in=Visibility.values)),
        ]

    def __str__(self) -> str:
        return f"{self.generation_id}/{self.level}"


class Inspection(models.Model):
    """What the last long look at the index found; a look takes long, so it is the worker's, and pages show this."""

    generation = models.OneToOneField(Generation, on_delete=models.CASCADE, verbose_name="索引")
    inspected_at = models.DateTimeField("調べた時刻")
    rows = models.PositiveIntegerField("行の数")
    behind = models.PositiveIntegerField("まだ入っていない版")
    comments_behind = models.PositiveIntegerField("まだ入っていないコメント")
    stray = models.PositiveIntegerField("公開されていないものの行")
    drift = models.PositiveIntegerField("数の合わない語")

    class Meta:
        verbose_name = verbose_name_plural = "索引の点検"

    def __str__(self) -> str:
        return str(self.inspected_at)

    @property
    def is_sound(self) -> bool:
        return not (self.stray or self.drift)
