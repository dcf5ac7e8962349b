"""Whatever people do one after the other, who reads a comment's words reads its files, and nobody else."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser

from discussion import actions
from discussion.models import Attachment, Comment, CommentState
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


def step(chance: random.Random, people, publications) -> None:
    """One verb of one person, sensible or not."""
    by, comments = chance.choice(people), list(Comment.objects.select_related("thread"))
    files = [factories.sent_with_a_comment(by, f"{each}.txt", "見本") for each in range(chance.randint(0, 4))]
    if not comments or chance.random() < 0.2:
        actions.open_thread(chance.choice(publications), by=by, text="話題です", files=files)
        return
    comment, posted = chance.choice(comments), list(Attachment.objects.exclude(comment=None))
    some = [file.pk for file in posted if chance.random() < 0.3]
    verbs = [
        lambda: actions.reply(comment.thread, by=by, text="返信です", files=files),
        lambda: actions.reply(comment.thread, by=by, text="人のものを", files=posted[:1]),
        lambda: actions.edit(comment, by=by, text=comment.text or "直した文", files=files, removed=some),
        lambda: actions.delete(comment, by=by),
        lambda: actions.hide(comment, by=by, reason="見本の理由"),
        lambda: actions.show(comment, by=by),
        lambda: actions.blacken(comment, by=by, words=[".txt"], reason="見本の理由"),
        lambda: actions.blacken_file(chance.choice(posted), by=by, reason="見本の理由") if posted else None,
    ]
    chance.choice(verbs)()


def check(people, most: int) -> None:
    for file in Attachment.objects.exclude(comment=None).select_related("comment"):
        assert file.gate == "taken"
        assert file.comment.state != CommentState.DELETED
        assert (file.removed_at is None) == bool(file.key and file.name)
        assert file.removed_at is None or file.removed_by.is_secretariat or file.removed_by == file.comment.writer
    for comment in Comment.objects.all():
        assert comment.attachments.present().count() <= most
    present = set(Attachment.objects.present().exclude(comment=None).values_list("pk", "comment"))
    for person in [*people, AnonymousUser()]:
        words = set(Comment.objects.words_open_to(person).values_list("pk", flat=True))
        seen = set(Attachment.objects.visible_to(person).values_list("pk", "comment"))
        assert seen == {(file, comment) for file, comment in present if comment in words}


@pytest.mark.parametrize("seed", range(2))
def test_files_follow_the_words_in_every_order_of_verbs(
    seed, tochigi, kagawa, secretariat, secretariat2, observer, admin, settings
):
    chance, refused = random.Random(seed), 0
    publications = [
        make_found(owner, "見本", "一枚目", visibility=level)
        for owner, level in ((kagawa, Visibility.OBSERVERS), (tochigi, Visibility.MEMBERS))
    ]
    people = [tochigi, kagawa, secretariat, secretariat, secretariat2, observer, admin]
    for number in range(100):
        try:
            step(chance, people, publications)
        except Refused:
            refused += 1
        if number % 10 == 9:
            check(people, settings.LIMITS.files_per_comment)
    assert 0 < refused < 90
    assert Attachment.objects.present().exclude(comment=None).exists()
    assert Attachment.objects.exclude(removed_at=None).exists()
