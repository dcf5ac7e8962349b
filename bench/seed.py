"""Fills a database with N live publications by bulk rows: `python -m bench.seed --total N`."""

import argparse
import hashlib
import io
import itertools
import os
import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import extraction

PAGES = 3
BATCH = 1000
LEVELS = (1, 1, 1, 1, 2, 2, 3, 0)  # visibility, as often as each stands here
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def texts() -> list[str]:
    """Pages of real text from the corpus where it is present, else sentences made here."""
    found = []
    for path in sorted(SHARED.glob("corpus/guidelines/*.md")):
        words = path.read_text()
        found += [words[start : start + 900] for start in range(0, len(words) - 900, 900)]
    return found or [f"生成AIの利用についての{number}番目の段落です。" * 40 for number in range(200)]


def fill(total: int, *, seed: int = 47, pages: Iterable[str] = ()) -> None:
    """A database from nothing: reference rows, the demo's people, `total` publications."""
    import django

    django.setup()
    from django.core.management import call_command

    from portal.demo.people import create_people

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)
    call_command("load_vocabulary", verbosity=0)
    people = create_people()
    add(total, by=people["tochigi"], seed=seed, pages=pages)


def add(total: int, *, by, seed: int = 47, pages: Iterable[str] = ()) -> None:
    """`total` publications more, each with edition, file, three pages, themes, facts and facet values.

    `pages`: their texts in order, else those of the corpus again and again.
    """
    from django.db import connection, transaction

    from accounts.models import Organization
    from library import facets

    bodies = list(Organization.objects.filter(kind="prefecture").select_related("prefecture").order_by("order"))
    chance, text = random.Random(seed), iter(pages or itertools.cycle(texts()))
    picture = _picture()
    for start in range(0, total, BATCH):
        with transaction.atomic():
            _batch(range(start, min(start + BATCH, total)), bodies, by, chance, text, picture=picture)
    facets.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _picture() -> str:
    """One page picture of usual size in the vault, which all pages show."""
    from django.core.files.base import ContentFile
    from PIL import Image

    from library.storage import vault

    buffer = io.BytesIO()
    Image.effect_noise((1100, 1556), 20).convert("RGB").save(buffer, "WEBP", quality=20, method=0)
    return vault().put(ContentFile(buffer.getvalue())).key


def _batch(numbers: range, bodies: list, person, chance: random.Random, pages: Iterator[str], *, picture: str) -> None:
    from django.db.models import OuterRef, Subquery
    from django.utils import timezone

    from guidelines.models import Guideline, Service
    from library.models import DocumentType, Edition, File, Page, Publication, Theme

    now = timezone.now()
    types = list(DocumentType.objects.order_by("id"))
    themes = list(Theme.objects.select_related("parent").order_by("id"))
    services = list(Service.objects.order_by("id"))
    days = [date(2023, 9, 1) + timedelta(days=chance.randrange(700)) for _ in numbers]
    publications = Publication.objects.bulk_create(
        _publication(chance.choice(bodies), day, person, now, chance) for day in days
    )
    editions = Edition.objects.bulk_create(
        _edition(publication, number, day, person, now)
        for publication, number, day in zip(publications, numbers, days, strict=True)
    )
    edition = Edition.objects.filter(publication=OuterRef("pk")).values("pk")[:1]
    Publication.objects.filter(pk__gte=publications[0].pk).update(state="live", live_edition=Subquery(edition))
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
            _page(file, number, text, picture)
            for file in files
            for number, text in ((n, next(pages)) for n in range(1, PAGES + 1))
        ),
        batch_size=500,
    )
    _facet_rows(publications, chosen_types, chosen_themes, facts, chosen_services)


def _publication(body, day: date, person, now: datetime, chance: random.Random):
    from library.models import Publication

    published_at, level = now - timedelta(minutes=chance.randrange(500_000)), chance.choice(LEVELS)
    return Publication(
        kind="guidelines",
        owner=body,
        dated_on=day,
        visibility=level,
        seen_visibility=level,
        published_at=published_at,
        updated_at=published_at,
        created_at=now,
        created_by=person,
    )


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
        reader_version=extraction.VERSION,
        page_count=PAGES,
        pages_read=PAGES,
        pages_drawn=PAGES,
        uploaded_at=now,
        uploaded_by=person,
    )


def _page(file, number: int, text: str, picture: str):
    from library.models import Page

    shown = {"picture_key": picture, "picture_width": 1100, "picture_height": 1556}
    return Page(file=file, number=number, raw=text, text=text, width=595, height=842, **shown)


def _facet_rows(publications, types, themes, facts, services) -> None:
    """The values that `library.facets.values_of` gives, without one query each; a test holds the two against each other."""
    from japanese.fiscal import fiscal_year
    from library.facets import readers_of
    from library.models import FacetValue

    rows = []
    for publication, kinds, topics, fact, service in zip(publications, types, themes, facts, services, strict=True):
        values = {("format", "pdf")} | {("kind", row.slug) for row in kinds} | set(readers_of(publication))
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
