"""The rows of comments are whole in every index: the one that is read, one that grows, and one of before comments."""

import io

import pytest
from django.core.management import call_command

from discussion import actions as talking
from discussion.models import Comment
from search.indexing import comments, index, inspection, rebuilding
from search.models import CommentRow, CommentWord, Generation
from search.tasks import catch_up
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(kagawa, tochigi) -> Comment:
    live = make_found(kagawa, "見本の手引き", "一枚目")
    return talking.open_thread(live, by=tochigi, text="珍獣の話")


def words(to: Generation) -> set[str]:
    return set(CommentWord.objects.filter(row__generation=to).values_list("word", flat=True))


def test_what_is_missing_and_what_is_stray_is_put_right_by_the_worker(comment, tochigi):
    hidden = talking.reply(comment.thread, by=tochigi, text="怪魚の話")
    Comment.objects.filter(pk=hidden.pk).update(state="hidden")
    CommentRow.objects.filter(comment=comment).delete()
    found = inspection.inspect()
    assert (found.comments_behind, found.stray) == (1, 1)
    assert not found.is_sound
    catch_up.call()
    found = inspection.inspect()
    assert (found.comments_behind, found.stray) == (0, 0)
    assert "珍獣" in words(index.generation())
    assert "怪魚" not in words(index.generation())


def test_a_new_index_waits_for_the_comments_and_hears_what_happens_meanwhile(comment, tochigi):
    Generation.objects.update(tokens_version=0)
    growing = rebuilding.go_on()
    index.index(comment.thread.publication_id)
    assert rebuilding.go_on() == growing, "a comment is missing"
    catch_up.call()
    assert "珍獣" in words(growing)
    talking.edit(Comment.objects.get(), by=tochigi, text="怪魚の話")
    for to in Generation.objects.all():
        assert "怪魚" in words(to)
        assert "珍獣" not in words(to)
    rebuilding.go_on()
    assert index.generation() == growing


def test_the_command_builds_them_anew(comment):
    call_command("search_index", "rebuild", stdout=(out := io.StringIO()))
    assert "comments_behind=0" in out.getvalue()
    assert Generation.objects.count() == 2
    assert "珍獣" in words(index.generation())


def test_looked_through_twice_is_once(comment):
    for _ in range(2):
        comments.look_through(comment.pk)
    assert CommentRow.objects.count() == 1
