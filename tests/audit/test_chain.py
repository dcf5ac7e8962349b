"""The log is append-only in effect: whatever is changed in it is noticed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from audit import readings
from audit.actors import SYSTEM
from audit.chain import digest, faults
from audit.models import ChainHead, Event, Reading
from audit.record import record
from audit.sentences import sentence
from audit.verbs import Verb
from clock import JAPAN

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 1, 3, tzinfo=UTC)


def write(count: int = 5) -> None:
    for number in range(count):
        with transaction.atomic():
            record(Verb.EXPORT, by=SYSTEM, target=("list", number, "一覧"), data={"n": number})


def test_an_untouched_chain_has_no_faults():
    write()
    assert list(faults()) == []
    call_command("verify_audit")


def test_a_moment_told_in_another_zone_is_the_same_moment():
    with transaction.atomic():
        record(Verb.EXPORT, by=SYSTEM, target=("list", 1, "一覧"), now=NOW.astimezone(JAPAN))
    assert list(faults()) == []


def change(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(target_label="別の一覧")


def delete(event: Event) -> None:
    event.delete()


def swap(event: Event) -> None:
    other = Event.objects.get(sequence=event.sequence + 1)
    Event.objects.filter(pk=event.pk).update(data=other.data)
    Event.objects.filter(pk=other.pk).update(data=event.data)


def cut_tail(event: Event) -> None:
    Event.objects.filter(sequence__gt=event.sequence).delete()


def append_forged(event: Event) -> None:
    last = Event.objects.order_by("-sequence")[0]
    forged = Event.objects.get(pk=last.pk)
    forged.pk, forged.sequence, forged.previous_digest = None, last.sequence + 1, last.digest
    forged.digest = digest(forged)
    forged.save()


def rewrite_with_new_digest(event: Event) -> None:
    event.data = {"n": "別"}
    event.digest = digest(event)
    event.save()


@pytest.mark.parametrize("tamper", [change, delete, swap, cut_tail, append_forged, rewrite_with_new_digest])
def test_tampering_is_noticed(tamper):
    write()
    tamper(Event.objects.get(sequence=3))
    assert list(faults())
    with pytest.raises(CommandError, match="faults="):
        call_command("verify_audit")


def test_an_event_without_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError):
        record(Verb.EXPORT, by=SYSTEM, target=("list", 1, "一覧"))


def test_a_rolled_back_verb_leaves_no_event_and_no_gap():
    write(2)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Verb.EXPORT, by=SYSTEM, target=("list", 9, "一覧"))
        raise ZeroDivisionError
    write(1)
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert ChainHead.objects.get(pk=1).sequence == 3
    assert list(faults()) == []


def test_every_verb_has_a_sentence():
    for verb in Verb:
        assert sentence(Event(verb=verb)).endswith("した")


def test_a_read_is_kept_once_per_person_thing_and_hour():
    for minute in (0, 10, 50, 70):
        readings.note(Verb.VIEW, by=SYSTEM, target=("publication", 1, "見本"), now=NOW + timedelta(minutes=minute))
    readings.note(Verb.VIEW, by=SYSTEM, target=("publication", 2, "見本"), now=NOW)
    assert Reading.objects.count() == 3


def test_folding_moves_each_read_into_the_chain_once():
    for number in range(3):
        readings.note(Verb.DOWNLOAD, by=SYSTEM, target=("file", number, "見本"), now=NOW)
    assert readings.fold(now=NOW) == 3
    assert readings.fold(now=NOW) == 0
    assert list(Event.objects.order_by("sequence").values_list("verb", "at")) == [(Verb.DOWNLOAD, NOW)] * 3
    assert list(faults()) == []


def test_a_folded_read_does_not_come_back_within_its_period():
    readings.note(Verb.VIEW, by=SYSTEM, target=("publication", 1, "見本"), now=NOW)
    readings.fold(now=NOW)
    readings.note(Verb.VIEW, by=SYSTEM, target=("publication", 1, "見本"), now=NOW + timedelta(minutes=5))
    assert readings.fold(now=NOW) == 0
