"""Words are counted for each level of visibility, so that hidden pages do not weigh them for others.

What was counted stays counted, as for everybody, until its publication is looked through anew: the last step asks for
that. The new column is added by hand: SQLite's table would be written anew, and lose its triggers.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

_LEVELS = [(0, "事務局限り"), (1, "構成団体"), (2, "構成団体とオブザーバー"), (3, "公開")]
_PLACE = ["id", "generation", "publication", "edition", "file", "number"]


def engine(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE search_places USING fts5vocab(search_words, instance)")


def engine_back(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_places")


def forwards(apps, schema_editor):
    Extent = apps.get_model("search", "Extent")
    for of in apps.get_model("search", "Generation").objects.all():
        Extent.objects.create(
            generation=of, level=3, rows=of.rows, length=of.length, title_length=of.title_length
        )
    apps.get_model("search", "Indexed").objects.update(recognised=F("recognised") + 1)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_live_waits")]

    operations = [
        migrations.CreateModel(
            name="Extent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField(choices=_LEVELS, verbose_name="公開範囲")),
                (
                    "rows",
                    models.IntegerField(help_text="what has no pages counts as one", verbose_name="ページの数"),
                ),
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
                "constraints": [
                    models.UniqueConstraint(fields=("generation", "level"), name="search_extent_once")
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE search_searchrow ADD COLUMN level smallint DEFAULT 3 NOT NULL CHECK (level >= 0)",
                    "ALTER TABLE search_searchrow DROP COLUMN level",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="searchrow",
                    name="level",
                    field=models.PositiveSmallIntegerField(
                        choices=_LEVELS,
                        db_default=3,
                        help_text="for whom its words are counted; who may see it is asked of the publication and the file",
                        verbose_name="数えた公開範囲",
                    ),
                )
            ],
        ),
        migrations.RemoveIndex(model_name="searchrow", name="search_row_place"),
        migrations.AddIndex(
            model_name="searchrow", index=models.Index(fields=[*_PLACE, "length"], name="search_row_place")
        ),
        migrations.RemoveConstraint(model_name="term", name="search_term_once"),
        migrations.AddField(
            model_name="term",
            name="level",
            field=models.PositiveSmallIntegerField(choices=_LEVELS, db_default=3, verbose_name="公開範囲"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("generation", "word", "level"), name="search_term_once"),
        ),
        migrations.RunPython(engine, engine_back),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.RemoveField(model_name="generation", name="rows"),
        migrations.RemoveField(model_name="generation", name="length"),
        migrations.RemoveField(model_name="generation", name="title_length"),
    ]
