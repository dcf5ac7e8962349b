"""Notices of what fits a saved condition, and what waits to be held against them."""

import django.db.models.deletion
from django.db import migrations, models

_KINDS = [
    ("new", "新しい資料の公開"),
    ("edition", "資料の改定"),
    ("match", "保存した条件に合う資料の公開"),
    ("closed", "資料の取下げ・公開範囲の縮小"),
    ("comment", "資料へのコメント"),
    ("answer", "話題への返信"),
    ("resolved", "話題の解決"),
    ("decision", "提出した資料の審査の結果"),
    ("desk", "自分のコメントへの事務局の判断"),
    ("report", "通報の結果"),
]


def _known(model: str) -> list[migrations.operations.base.Operation]:
    name = f"notices_{model}_kind_known"
    kinds = [kind for kind, _ in _KINDS]
    return [
        migrations.AlterField(
            model_name=model,
            name="kind",
            field=models.CharField(choices=_KINDS, max_length=8, verbose_name="できごと"),
        ),
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", kinds)), name=name),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("library", "0017_follow"), ("notices", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.PositiveBigIntegerField(
                        help_text="of the log", unique=True, verbose_name="できごとの通し番号"
                    ),
                ),
                ("arrived_at", models.DateTimeField(verbose_name="公開した時刻")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="library.edition",
                        verbose_name="版",
                    ),
                ),
            ],
            options={"verbose_name": "届いた版", "verbose_name_plural": "届いた版"},
        ),
        migrations.AddField(
            model_name="notice",
            name="view",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="library.savedview",
                verbose_name="合った条件",
            ),
        ),
        *_known("notice"),
        *_known("preference"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition__isnull", False), ("kind", "match"), ("view__isnull", False)),
                    models.Q(models.Q(("kind", "match"), _negated=True), ("view", None)),
                    _connector="OR",
                ),
                name="notices_notice_match_has_view",
            ),
        ),
    ]
