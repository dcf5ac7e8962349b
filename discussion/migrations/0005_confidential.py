import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("discussion", "0003_watched_words"),
        ("library", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organization",
                verbose_name="事務局とだけ話す団体",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="about",
            field=models.ForeignKey(
                blank=True,
                help_text="of a confidential one; shown only to who sees it",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="library.publication",
                verbose_name="相談の資料",
            ),
        ),
        migrations.AlterField(
            model_name="thread",
            name="publication",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="threads",
                to="library.publication",
                verbose_name="資料",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("body__isnull", False)),
                fields=["body", "-last_at"],
                name="discussion_thread_confided",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", None), ("body", None), ("publication__isnull", False)),
                    models.Q(("body__isnull", False), ("page", None), ("publication", None)),
                    _connector="OR",
                ),
                name="discussion_thread_one_place",
            ),
        ),
    ]
