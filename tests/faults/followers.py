"""The people of `make delivery`: who follows, what they say, what they read, and what they should have been told.

Runs within the site (`manage.py shell`); speaks to the run in JSON.
"""

import json
import random
import time

from django_tasks_db.models import DBTaskResult

import clock
from accounts.models import User
from audit.models import Event
from discussion import actions as talking
from discussion.models import Comment, Thread
from library import actions
from library.models import Publication, Visibility
from mail.models import Letter
from notices.actions import choose, mark_read
from notices.letters import is_due
from notices.models import Kind, Mailing, Notice, Way
from notices.tellings import TOLD
from tests import factories

WAYS = {
    "tochigi": Mailing.AT_ONCE,
    "kagawa": Mailing.AT_ONCE,
    "fukui": Mailing.AT_ONCE,
    "hokkaido": Mailing.DAILY,
    "yamaguchi": Mailing.DAILY,
    "observer": Mailing.WEEKLY,
}
OTHER_OWNER = "tochigi2"  # of the body that registered it: hears of it without following, and wants no mail
THREADS = 20


def people() -> dict[str, User]:
    found = User.objects.with_body().filter(email__in=[f"{name}@example.jp" for name in [*WAYS, OTHER_OWNER]])
    return {person.email.partition("@")[0]: person for person in found}


def begin() -> None:
    cast = people()
    desk = User.objects.get(email="secretariat@example.jp")
    live = factories.make_live(cast["tochigi"], reviewer=desk, visibility=Visibility.OBSERVERS)
    DBTaskResult.objects.all().delete()
    for name, person in cast.items():
        actions.follow("publication", live.pk, by=person, level="every", now=live.published_at)
        choose({kind: Way(True, WAYS.get(name, Mailing.NONE)) for kind in Kind}, by=person)


def say(first: int, number: int) -> None:
    """So many comments, one after the other; prints how long the slowest took to be posted."""
    live, cast, slowest = Publication.objects.get(), list(people().values()), 0.0
    threads = list(Thread.objects.order_by("pk"))
    for each in range(first, first + number):
        by, began = cast[each % len(cast)], time.monotonic()
        if each < THREADS:
            threads.append(talking.open_thread(live, by=by, text=f"{each}番の話題です").thread)
        else:
            talking.reply(threads[each % THREADS], by=by, text=f"{each}番の返信です")
        slowest = max(slowest, time.monotonic() - began)
    print(json.dumps(slowest))


def look_through(seed: int) -> None:
    """One opens the portal and reads something; somebody hides a comment, and shows it again the next time."""
    chance = random.Random(seed)
    unread = list(Notice.objects.unread().filter(person=chance.choice(list(people().values()))))
    mark_read(Notice.objects.filter(pk__in=[row.pk for row in unread if chance.random() < 0.1]))
    desk = User.objects.get(email="secretariat@example.jp")
    hidden = Comment.objects.filter(state="hidden").first()
    if hidden is not None:
        talking.show(hidden, by=desk)
    elif comment := Comment.objects.order_by("-pk").first():
        talking.hide(comment, by=desk, reason="見本の理由")


def left_to_do() -> None:
    """How much is to be told, written and sent; what is wanted daily or weekly only when its time has come."""
    tells = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"], task_path="notices.tasks.tell")
    due = [Notice.objects.visible_to(person).to_mail().filter(is_due(clock.now())) for person in people().values()]
    print(tells.count() + Letter.objects.waiting().count() + sum(each.count() for each in due))


def ledger() -> None:
    """What each comment should have told to whom, and what was told. What was hidden for a time need not be told."""
    numbers = {person.pk: name for name, person in people().items()}
    events = Event.objects.filter(verb__in=TOLD, target_kind="comment")
    hidden = {event.target_id for event in events if event.verb == "hide_comment"}
    exempt = {event.sequence for event in events if event.verb == "comment" and event.target_id in hidden}
    due = [
        [event.sequence, name]
        for event in events
        if event.verb == "comment" and event.sequence not in exempt
        for number, name in numbers.items()
        if number != event.actor_id
    ]
    rows = Notice.objects.filter(person__in=numbers).values_list("pk", "event", "person", "mail", "read_at", "comment")
    posts = {event.sequence for event in events if event.verb == "comment"}
    told = [
        {
            "pk": pk,
            "event": event,
            "person": numbers[person],
            "post": comment if event in posts else None,
            "is_to_be_mailed": mail != Mailing.NONE and read_at is None and event not in exempt,
        }
        for pk, event, person, mail, read_at, comment in rows
    ]
    unsent = Letter.objects.filter(sent_at=None).values_list("to", "tries", "last_problem", "subject")
    print(json.dumps({"events": len(events), "due": due, "told": told, "unsent": list(unsent)}))
