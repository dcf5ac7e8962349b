"""Comments are looked through; the worker puts those of before into the index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discussion", "0001_initial"), ("search", "0008_levels")]

    operations = [
        migrations.CreateModel(
            name="CommentRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="clean, without blanks, for phrases and pieces of words",
                        verbose_name="字の並び",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="discussion.comment",
                        verbose_name="コメント",
                    ),
                ),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.generation",
                        verbose_name="索引",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索のコメント",
                "verbose_name_plural": "検索のコメント",
                "constraints": [
                    models.UniqueConstraint(fields=("generation", "comment"), name="search_commentrow_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=200, verbose_name="語")),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="search.commentrow",
                        verbose_name="コメント",
                    ),
                ),
            ],
            options={
                "verbose_name": "コメントの語",
                "verbose_name_plural": "コメントの語",
                "constraints": [models.UniqueConstraint(fields=("word", "row"), name="search_commentword_once")],
            },
        ),
        migrations.AddField(
            model_name="inspection",
            name="comments_behind",
            field=models.PositiveIntegerField(default=0, verbose_name="まだ入っていないコメント"),
            preserve_default=False,
        ),
    ]
