"""People who do whatever comes to their mind with threads: every verb, by anybody, in any order, sensible or not."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable

from accounts import actions as accounts
from accounts.models import User
from accounts.rules import NotAllowed
from discussion import actions
from discussion.audience import audience_of
from discussion.models import Comment, Concern, Reason, Thread
from library import actions as library
from library.models import Publication, Visibility
from library.rules import Refused

MOST_COMMENTS = 40
"""After that little new is said, so that old threads grow old."""


class Machine:
    """`words`: comment → every word that was ever said in it, each unlike all others; `black`: those blackened."""

    def __init__(self, chance: random.Random, people: list[User], publications: list[Publication]) -> None:
        self.chance, self.people, self.publications = chance, people, publications
        self.words: defaultdict[int, list[str]] = defaultdict(list)
        self.black: set[str] = set()
        self.done: Counter[str] = Counter()
        self.refused = 0

    def step(self) -> None:
        active = {person.pk: person for person in User.objects.filter(is_active=True)}
        by = active[self.chance.choice([person.pk for person in self.people if person.pk in active])]
        comments = list(Comment.objects.select_related("thread", "writer").order_by("pk"))
        publication = Publication.objects.get(pk=self.chance.choice(self.publications).pk)
        verbs = self._of_publications(by, publication) if self.chance.random() < 0.1 else {}
        if len(comments) < MOST_COMMENTS and (not comments or self.chance.random() < 0.1):
            verbs = {"open": lambda: self._open(by, publication)}
            if self.chance.random() < 0.2:
                verbs = {"confide": lambda: self._confide(by, publication)}
        elif not verbs and comments:
            comment = self.chance.choice(self._before(by, comments))
            of_everybody = self._of_everybody(by, comment, comments)
            of_the_desk = self._of_the_desk(by, comment)
            verbs = self.chance.choice([of_everybody, of_the_desk if by.is_secretariat else of_everybody])
            if self.chance.random() < 0.1:
                verbs = of_the_desk  # whoever it is
            if self.chance.random() < 0.1:
                verbs = self._of_places(by, comment, publication)
        name = self.chance.choice(sorted(verbs))
        try:
            verbs[name]()
        except (Refused, NotAllowed):
            self.refused += 1
        else:
            self.done[name] += 1

    def _before(self, by: User, comments: list[Comment]) -> list[Comment]:
        """The desk looks at what waits there half of the time."""
        waiting = set(Concern.objects.open().values_list("comment", flat=True))
        is_at_work = by.is_secretariat and self.chance.random() < 0.5
        return [comment for comment in comments if is_at_work and comment.pk in waiting] or comments

    def _new_word(self) -> str:
        return f"語{self.chance.randrange(10**12):012}"

    def _open(self, by: User, publication: Publication) -> None:
        word, is_question = self._new_word(), self.chance.random() < 0.5
        said = actions.open_thread(publication, by=by, text=f"話題 {word}", is_question=is_question)
        self.words[said.pk].append(word)

    def _confide(self, by: User, about: Publication) -> None:
        body, word = self.chance.choice(self.people).organization, self._new_word()
        said = actions.confide(body, by=by, text=f"相談 {word}", about=about)
        self.words[said.pk].append(word)

    def _call(self, by: User, comment: Comment) -> None:
        word = self._new_word()
        actions.edit(comment, by=by, text=f"@{self.chance.choice(self.people)} @栃木県 {word}")
        self.words[comment.pk].append(word)

    def _reply(self, by: User, comment: Comment, comments: list[Comment]) -> None:
        word, is_on_behalf = self._new_word(), self.chance.random() < 0.2
        quoted = self.chance.choice([None, *comments])
        thread = comment.thread
        said = actions.reply(thread, by=by, text=f"返信 {word}", quoted=quoted, is_on_behalf=is_on_behalf)
        self.words[said.pk].append(word)

    def _edit(self, by: User, comment: Comment) -> None:
        word = self._new_word()
        actions.edit(comment, by=by, text=f"直した {word}")
        self.words[comment.pk].append(word)

    def _blacken(self, by: User, comment: Comment) -> None:
        word = self.chance.choice(self.words[comment.pk])
        actions.blacken(comment, by=by, words=[word], reason="見本の理由")
        self.black.add(word)

    def _split(self, by: User, comment: Comment) -> None:
        """From one on, some of those after it; now and then also one of another thread."""
        after = comment.thread.comments.filter(number__gt=comment.number).values_list("pk", flat=True)
        chosen = {comment.pk, *(pk for pk in after if self.chance.random() < 0.5)}
        if self.chance.random() < 0.1:
            chosen.add(self.chance.choice(Comment.objects.values_list("pk", flat=True)))
        actions.split(comment.thread, by=by, answers=chosen, is_question=self.chance.random() < 0.5)

    def _merge(self, by: User, comment: Comment) -> None:
        """Mostly where it could be, now and then anywhere."""
        threads = Thread.objects.order_by("pk")
        if self.chance.random() < 0.8:
            threads = threads.filter(publication=comment.thread.publication)
        actions.merge(comment.thread, by=by, into=self.chance.choice(threads))

    def _of_everybody(self, by: User, comment: Comment, comments: list[Comment]) -> dict[str, Callable[[], object]]:
        thread, chance = comment.thread, self.chance
        return {
            "reply": lambda: self._reply(by, comment, comments),
            "edit": lambda: self._edit(chance.choice([by, comment.writer]), comment),
            "call": lambda: self._call(chance.choice([by, comment.writer]), comment),
            "delete": lambda: actions.delete(comment, by=by),
            "resolve": lambda: actions.resolve(thread, by=by),
            "reopen": lambda: actions.reopen(thread, by=by),
            "mark": lambda: actions.mark_question(thread, is_question=chance.random() < 0.5, by=by),
            "lock": lambda: actions.lock(thread, by=by),
            "unlock": lambda: actions.unlock(thread, by=by),
            "slow": lambda: actions.slow(thread, by=by),
            "unslow": lambda: actions.unslow(thread, by=by),
            "thank": lambda: actions.thank(comment, by=by),
            "unthank": lambda: actions.unthank(comment, by=by),
            "report": lambda: actions.report(comment, by=by, reason=chance.choice(Reason.values), words="見本"),
        }

    def _of_the_desk(self, by: User, comment: Comment) -> dict[str, Callable[[], object]]:
        return {
            "claim": lambda: actions.claim(comment, by=by),
            "release": lambda: actions.release(comment, by=by),
            "leave": lambda: actions.leave(comment, by=by),
            "hide": lambda: actions.hide(comment, by=by, reason="見本の理由"),
            "show": lambda: actions.show(comment, by=by),
            "ask": lambda: actions.ask(comment, by=by, message="直してください"),
            "suspend": lambda: actions.suspend(comment, by=by, reason="見本の理由"),
            "reinstate": lambda: accounts.reinstate(comment.writer, by=by),
            "take back": lambda: actions.take_back(comment, by=by),
            "blacken": lambda: self._blacken(by, comment),
        }

    def _of_places(self, by: User, comment: Comment, to: Publication) -> dict[str, Callable[[], object]]:
        agreed = self.chance.choice([None, audience_of(to, None)])
        return {
            "move": lambda: actions.move(comment.thread, by=by, to=to, agreed=agreed),
            "split": lambda: self._split(by, comment),
            "merge": lambda: self._merge(by, comment),
        }

    def _of_publications(self, by: User, publication: Publication) -> dict[str, Callable[[], object]]:
        level = self.chance.choice([Visibility.SECRETARIAT, Visibility.MEMBERS, Visibility.OBSERVERS])
        return {
            "narrow": lambda: library.narrow(publication, by=by, visibility=level, reason="見直します"),
            "widen": lambda: library.widen(publication, by=by, visibility=level, reason="見直しました"),
            "withdraw": lambda: library.withdraw(publication, by=by, reason="見直します"),
            "restore": lambda: library.restore(publication, by=by),
        }
