"""All limits, and what the portal stands on; no secret is ever shown."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import for_managers
from japanese.numbers import filesize, grouped
from library import ocr, paper


def _shown(value: int, unit: str) -> str:
    return filesize(value) if unit == "バイト" else f"{grouped(value)}{unit}"


def _rows() -> list[dict[str, object]]:
    """Each limit: the value in force, the usual one, between which values it may lie."""
    return [
        {
            "name": row.name,
            "label": row.label,
            "value": _shown(row.value, row.unit),
            "default": _shown(row.default, row.unit),
            "range": f"{_shown(row.low, row.unit)}〜{_shown(row.high, row.unit)}",
            "is_changed": row.is_changed,
        }
        for row in settings.LIMITS.rows()
    ]


@for_managers
def show(request: HttpRequest) -> HttpResponse:
    postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    ground = [
        ("アドレス", settings.BASE_URL),
        ("事務局の連絡先", settings.CONTACT or "書かれていません（PORTAL_CONTACT）"),
        ("データベース", "PostgreSQL" if postgresql else "SQLite（データの置き場所の中）"),
        ("ファイルの保管", "S3互換の保管場所" if settings.BUCKET else "データの置き場所の中のフォルダー"),
        ("メール", f"{settings.SMTP.host} から送る" if settings.SMTP else "送らずにフォルダーへ書き出す"),
        ("LibreOffice（印刷イメージ）", paper.standing()),
        ("文字認識（Tesseract）", ocr.standing()),
        ("ウイルス検査", "ClamAVで検査する" if settings.CLAMD else "設定されていません（PORTAL_CLAMD）"),
        ("回数の制限", "働いています" if settings.RATE_LIMITS else "切ってあります"),
        ("自分が提出した資料の審査", "できません" if settings.LIMITS.four_eyes else "できます（four_eyes = 0）"),
        ("見本", "見本を読み込む設定です" if settings.DEMO else "読み込みません"),
    ]
    return render(request, "secretariat/settings.html", {"rows": _rows(), "ground": ground})
