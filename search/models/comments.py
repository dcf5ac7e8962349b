"""What is looked through of comments. It stands by itself: no count of words, and so no weight, knows of a comment."""

from django.db import models

from discussion.models import Comment, Thread
from library.readers import Person
from search.models.rows import Generation


class CommentRowQuerySet(models.QuerySet["CommentRow"]):
    def visible_to(self, person: Person) -> "CommentRowQuerySet":
        """Of comments that are shown, in threads that this person reads now beside what is live."""
        threads = Thread.objects.visible_to(person).of_live()
        return self.filter(comment__in=Comment.objects.words_open_to(person).shown().filter(thread__in=threads))


class CommentRow(models.Model):
    """The words of one comment that is shown, as it reads now; its former wordings have none."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="+", verbose_name="索引")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+", verbose_name="コメント")
    text = models.TextField("字の並び", blank=True, help_text="clean, without blanks, for phrases and pieces of words")

    objects = CommentRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検索のコメント"
        constraints = [models.UniqueConstraint(name="search_commentrow_once", fields=["generation", "comment"])]

    def __str__(self) -> str:
        return f"{self.generation_id}/{self.comment_id}"


class CommentWord(models.Model):
    """That a word stands in a comment. Plain rows, no engine's own table: what is deleted is gone from it at once."""

    row = models.ForeignKey(CommentRow, on_delete=models.CASCADE, related_name="words", verbose_name="コメント")
    word = models.CharField("語", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "コメントの語"
        constraints = [models.UniqueConstraint(name="search_commentword_once", fields=["word", "row"])]

    def __str__(self) -> str:
        return self.word
