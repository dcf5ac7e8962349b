"""Questions that nobody answers: who asked waits for another body, and after some office days the desk sees them."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

import clock
from accounts.models import User
from discussion.models import Comment, CommentState, Thread
from library.office_days import OfficeDays


def waiting_for_the_desk(user: User, days: OfficeDays) -> QuerySet[Comment]:
    """What opens such threads, oldest first.

    An answer is what another body than the asker's says and what is shown. Settled and locked threads wait for none.
    """
    asked_before = days.passed_since(clock.today(), settings.LIMITS.answer_days)
    threads = Thread.objects.visible_to(user).of_live().open_questions()
    threads = threads.filter(locked_at=None, opened_at__lt=asked_before)
    answers = Comment.objects.shown().filter(thread=OuterRef("thread")).exclude(body=OuterRef("body"))
    asked = Comment.objects.filter(~Exists(answers), thread__in=threads, number=1, state=CommentState.SHOWN)
    return asked.order_by("written_at", "pk")
