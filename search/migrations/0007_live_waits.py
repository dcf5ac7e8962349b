"""What was live before, and is not looked through yet, waits like what is published from now on."""

from django.db import migrations

_AT_ONCE = 1_000


def forwards(apps, schema_editor):
    Generation, Indexed = apps.get_model("search", "Generation"), apps.get_model("search", "Indexed")
    read = Generation.objects.exclude(finished_at=None).order_by("-pk").first()
    if read is None:
        return  # the first one that is made has them all
    known = Indexed.objects.filter(generation=read).values("edition")
    live = apps.get_model("library", "Publication").objects.filter(state="live").exclude(live_edition__in=known)
    waiting = [Indexed(generation=read, edition_id=edition) for edition in live.values_list("live_edition", flat=True)]
    Indexed.objects.bulk_create(waiting, batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("search", "0006_what_waits")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
