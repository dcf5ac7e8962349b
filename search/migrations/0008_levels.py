"""Words are counted for each level of visibility, so that hidden pages do not weigh them for others.

What was counted counts as for members first; the worker moves what is seen by others to its level within a minute. Files
that are kept closer than their publication cannot be told apart in what was counted: where there is one, the worker builds
the index anew beside the one that is read.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Sum

_LEVELS = [(0, "事務局限り"), (1, "構成団体"), (2, "構成団体とオブザーバー"), (3, "公開")]
_MEMBERS = 1
_PLACE = ["id", "generation", "publication", "edition", "file", "number"]
_SIZES = ("rows", "length", "title_length")


def forwards(apps, schema_editor):
    Extent = apps.get_model("search", "Extent")
    for of in apps.get_model("search", "Generation").objects.all():
        Extent.objects.create(generation=of, level=_MEMBERS, **{name: getattr(of, name) for name in _SIZES})
    if apps.get_model("search", "SearchRow").objects.filter(file__visibility__isnull=False).exists():
        apps.get_model("search", "Generation").objects.update(tokens_version=0)
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE search_places USING fts5vocab(search_words, instance)")


def backwards(apps, schema_editor):
    """All levels in one, as they were counted before."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_places")
    Term = apps.get_model("search", "Term")
    for of in apps.get_model("search", "Generation").objects.all():
        sums = of.extents.aggregate(**{name: Sum(name, default=0) for name in _SIZES})
        for name in _SIZES:
            setattr(of, name, sums[name])
        of.save()
        counts = list(Term.objects.filter(generation=of).values_list("word").annotate(Sum("rows")))
        Term.objects.filter(generation=of).delete()
        Term.objects.bulk_create(
            (Term(generation=of, word=word, rows=rows, level=_MEMBERS) for word, rows in counts), batch_size=1000
        )


def _level(name: str = "公開範囲", **options) -> models.Field:
    return models.PositiveSmallIntegerField(choices=_LEVELS, verbose_name=name, **options)


def _known(model: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=models.Q(("level__in", [0, 1, 2, 3])), name=f"search_{model}_level_known"
        ),
    )


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL changes no table in a transaction that has changed its rows

    dependencies = [("search", "0007_live_waits")]

    operations = [
        migrations.CreateModel(
            name="Extent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", _level()),
                ("rows", models.IntegerField(help_text="what has no pages counts as one", verbose_name="ページの数")),
                ("length", models.BigIntegerField(help_text="of all these pages", verbose_name="語の数")),
                ("title_length", models.BigIntegerField(verbose_name="題名の語の数")),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extents",
                        to="search.generation",
                        verbose_name="索引",
                    ),
                ),
            ],
            options={
                "verbose_name": "索引の大きさ",
                "verbose_name_plural": "索引の大きさ",
                "constraints": [models.UniqueConstraint(fields=("generation", "level"), name="search_extent_once")],
            },
        ),
        _known("extent"),
        migrations.RemoveConstraint(model_name="term", name="search_term_once"),
        migrations.AddField("term", "level", _level(default=_MEMBERS), preserve_default=False),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("generation", "word", "level"), name="search_term_once"),
        ),
        _known("term"),
        migrations.AddField("indexed", "level", _level("数えた公開範囲", default=_MEMBERS), preserve_default=False),
        _known("indexed"),
        migrations.AlterField(
            model_name="searchrow",
            name="text",
            field=models.TextField(
                blank=True,
                help_text="clean, without blanks, for phrases and pieces of words; its first line is the title",
                verbose_name="字の並び",
            ),
        ),
        migrations.RemoveIndex(model_name="searchrow", name="search_row_place"),
        migrations.AddIndex(
            model_name="searchrow", index=models.Index(fields=[*_PLACE, "length"], name="search_row_place")
        ),
        migrations.RunPython(forwards, backwards, atomic=True),
        *(migrations.RemoveField(model_name="generation", name=name) for name in _SIZES),
    ]
