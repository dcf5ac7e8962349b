from django.db import migrations, models

KINDS = [
    ("new", "新しい資料の公開"),
    ("edition", "資料の改定"),
    ("closed", "資料の取下げ・公開範囲の縮小"),
    ("comment", "資料へのコメント"),
    ("answer", "話題への返信"),
    ("resolved", "話題の解決"),
    ("confided", "事務局との相談"),
    ("decision", "提出した資料の審査の結果"),
    ("desk", "自分のコメントへの事務局の判断"),
    ("report", "通報の結果"),
]
KNOWN = models.Q(("kind__in", [value for value, _ in KINDS]))


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        operation
        for model in ("notice", "preference")
        for operation in (
            migrations.RemoveConstraint(model_name=model, name=f"notices_{model}_kind_known"),
            migrations.AlterField(
                model_name=model,
                name="kind",
                field=models.CharField(choices=KINDS, max_length=8, verbose_name="できごと"),
            ),
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(condition=KNOWN, name=f"notices_{model}_kind_known"),
            ),
        )
    ]
