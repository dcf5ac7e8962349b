"""Not only files of documents are kept and walked over: a finding says what it was found of."""

from django.db import migrations, models


def say_of_what(apps, _editor):
    for walk in apps.get_model("library", "Verification").objects.exclude(findings=[]):
        walk.findings = [["File", pk, finding] for pk, finding in walk.findings]
        walk.save(update_fields=["findings"])


def say_only_which(apps, _editor):
    """What was found of other than files is not said then: nobody walked over it before."""
    for walk in apps.get_model("library", "Verification").objects.exclude(findings=[]):
        walk.findings = [[pk, finding] for sort, pk, finding in walk.findings if sort == "File"]
        walk.save(update_fields=["findings"])


class Migration(migrations.Migration):
    dependencies = [("library", "0017_follow")]

    operations = [
        migrations.AddField(
            model_name="verification",
            name="sort",
            field=models.CharField(
                blank=True,
                help_text="name of the model it is at, of `kept_models`",
                max_length=30,
                verbose_name="何の",
                default="",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(say_of_what, say_only_which),
    ]
