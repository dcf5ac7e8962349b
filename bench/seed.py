"""Fills a database with N live publications by bulk rows: `python -m bench.seed --total N`."""

import argparse
import hashlib
import itertools
import os
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

PAGES = 3
BATCH = 1000
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def texts() -> list[str]:
    """Pages of real text from the corpus where it is present, else sentences made here."""
    found = []
    for path in sorted(SHARED.glob("corpus/guidelines/*.md")):
        words = path.read_text()
        found += [words[start : start + 900] for start in range(0, len(words) - 900, 900)]
    return found or [f"生成AIの利用についての{number}番目の段落です。" * 40 for number in range(200)]


def fill(total: int, *, seed: int = 47) -> None:
    """Reference rows, people and `total` publications with edition, file, three pages, themes, facts and facet values."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from accounts.models import Organization
    from library import facets
    from portal.demo.people import create_people

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_vocabulary", verbosity=0)
    people = create_people()
    bodies = list(Organization.objects.filter(kind="prefecture").select_related("prefecture").order_by("order"))
    chance, pages = random.Random(seed), itertools.cycle(texts())
    for start in range(0, total, BATCH):
        with transaction.atomic():
            _batch(range(start, min(start + BATCH, total)), bodies, people[0], chance, pages)
    facets.rebuild()
    _analyze()


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batch(numbers: range, bodies: list, person, chance: random.Random, pages: Iterator[str]) -> None:
    from django.utils import timezone

    from guidelines.models import Guideline, Service
    from library.models import DocumentType, Edition, File, Page, Publication, Theme

    now = timezone.now()
    types, themes = list(DocumentType.objects.order_by("id")), list(Theme.objects.order_by("id"))
    services = list(Service.objects.order_by("id"))
    days = [date(2023, 9, 1) + timedelta(days=chance.randrange(700)) for _ in numbers]
    publications = Publication.objects.bulk_create(
        Publication(kind="guidelines", owner=chance.choice(bodies), created_at=now, created_by=person) for _ in numbers
    )
    editions = Edition.objects.bulk_create(
        _edition(publication, number, day, person, now)
        for publication, number, day in zip(publications, numbers, days, strict=True)
    )
    for publication, edition, day in zip(publications, editions, days, strict=True):
        publication.live_edition, publication.state, publication.dated_on = edition, "live", day
        publication.visibility = publication.seen_visibility = chance.choice([1, 1, 1, 1, 2, 2, 3, 0])
        publication.published_at = publication.updated_at = now - timedelta(minutes=chance.randrange(500_000))
    Publication.objects.bulk_update(
        publications,
        ["live_edition", "state", "dated_on", "visibility", "seen_visibility", "published_at", "updated_at"],
        batch_size=200,
    )
    chosen_types = [[chance.choice(types)] for _ in numbers]
    chosen_themes = [chance.sample(themes, 2) for _ in numbers]
    chosen_services = [chance.choice(services) for _ in numbers]
    Edition.types.through.objects.bulk_create(
        Edition.types.through(edition=edition, documenttype=row)
        for edition, rows in zip(editions, chosen_types, strict=True)
        for row in rows
    )
    Edition.themes.through.objects.bulk_create(
        Edition.themes.through(edition=edition, theme=row)
        for edition, rows in zip(editions, chosen_themes, strict=True)
        for row in rows
    )
    facts = Guideline.objects.bulk_create(
        Guideline(
            edition=edition,
            secret_input=chance.choice(["allowed", "conditional", "forbidden"]),
            scope=chance.choice(["everyone", "volunteers", "one-each", "other"]),
            training="off",
            records="1年",
        )
        for edition in editions
    )
    Guideline.services.through.objects.bulk_create(
        Guideline.services.through(guideline=fact, service=service)
        for fact, service in zip(facts, chosen_services, strict=True)
    )
    files = File.objects.bulk_create(_file(edition, person, now) for edition in editions)
    Page.objects.bulk_create(
        (
            Page(file=file, number=number, raw=text, text=text, width=595, height=842)
            for file in files
            for number, text in ((n, next(pages)) for n in range(1, PAGES + 1))
        ),
        batch_size=500,
    )
    _facet_rows(publications, chosen_types, chosen_themes, facts, chosen_services)


def _edition(publication, number: int, day: date, person, now: datetime):
    from library.models import Edition

    return Edition(
        publication=publication,
        number=1,
        state="published",
        title=f"生成AI利活用ガイドライン 第{number}号（見本）",
        summary="職員が生成AIを業務で使うときの決まりと、入力してはいけない情報の例です（見本）",
        issued_on=day,
        section="情報政策課（見本）",
        created_at=now,
        created_by=person,
        saved_at=now,
        saved_by=person,
        submitted_at=now,
        submitted_by=person,
        decided_at=now,
        decided_by=person,
    )


def _file(edition, person, now: datetime):
    from library.models import File

    name = f"{edition.publication_id:06d}_ガイドライン.pdf"
    return File(
        edition=edition,
        position=1,
        sent_name=name,
        name=name,
        kind="pdf",
        size=1_200_000,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        key=f"bench/{edition.pk}",
        gate="taken",
        reading="done",
        page_count=PAGES,
        pages_read=PAGES,
        pages_drawn=PAGES,
        uploaded_at=now,
        uploaded_by=person,
    )


def _facet_rows(publications, types, themes, facts, services) -> None:
    """The values that `library.facets.values_of` gives, without one query each; a test holds the two against each other."""
    from japanese.fiscal import fiscal_year
    from library.models import FacetValue

    rows = []
    for publication, kinds, topics, fact, service in zip(publications, types, themes, facts, services, strict=True):
        values = {("", "")}
        values |= {("kind", row.slug) for row in kinds}
        for topic in topics:
            values.add(("theme", topic.slug))
            if topic.parent_id:
                values.add(("theme", topic.parent.slug))
        prefecture = publication.owner.prefecture
        values |= {("pref", prefecture.code), ("region", prefecture.region)}
        values.add(("fy", str(fiscal_year(publication.dated_on))))
        if any(row.has_facts for row in kinds):
            values |= {("secret", fact.secret_input), ("scope", fact.scope), ("training", fact.training)}
            values.add(("svc", service.slug))
        rows += [FacetValue(publication=publication, facet=facet, value=value) for facet, value in sorted(values)]
    FacetValue.objects.bulk_create(rows, batch_size=2000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--total", type=int, default=200)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    fill(parser.parse_args().total)


if __name__ == "__main__":
    main()
