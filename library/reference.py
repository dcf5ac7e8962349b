"""The types and themes that the portal begins with; the secretariat changes them afterwards without code."""

from library.models import DocumentType, Theme

# slug, name, tone, carries the facts of a guideline
TYPES = (
    ("guideline", "ガイドライン", "blue", True),
    ("casebook", "活用事例集", "green", False),
    ("outline", "概要", "gray", False),
    ("press", "報道発表", "gray", False),
    ("training", "研修資料", "purple", False),
    ("rule", "要綱", "gray", False),
    ("form", "様式", "gray", False),
    ("prompts", "プロンプト集", "green", False),
    ("report", "報告書", "purple", False),
    ("meeting", "会議資料", "gray", False),
)
# The four themes of the report's survey (現状課題), with what it says of them; below them, topics of the same pages.
THEMES = (
    ("accuracy", "正確性", "ハルシネーションや著作権、知的財産権侵害などのリスク。根拠や裏付けの確認に時間がかかる", (
        ("hallucination", "ハルシネーション"),
        ("copyright", "著作権・知的財産権"),
    )),
    ("secrecy", "機密性", "AIに学習されたくない情報の入力を防ぐ環境整備。入力データの漏えいへの備え", (
        ("input-rules", "入力してよい情報"),
        ("environment", "安全な利用環境"),
    )),
    ("use", "活用", "職員の利用促進、研修の手法、効果的なプロンプトを作る力", (
        ("training", "研修・スキル"),
        ("prompt", "プロンプト"),
        ("whole-office", "全庁導入"),
    )),
    ("management", "管理", "有償サービスの導入効果、トークン数とコスト、アカウント数の見通し", (
        ("cost", "費用と効果"),
        ("accounts", "アカウントの管理"),
    )),
)  # fmt: skip


def load() -> None:
    """Write what is not there; what the secretariat has changed stays."""
    for order, (slug, name, tone, has_facts) in enumerate(TYPES, start=1):
        DocumentType.objects.get_or_create(
            slug=slug, defaults={"name": name, "tone": tone, "has_facts": has_facts, "order": order * 10}
        )
    for order, (slug, name, description, children) in enumerate(THEMES, start=1):
        parent, _ = Theme.objects.get_or_create(
            slug=slug, defaults={"name": name, "description": description, "order": order * 100}
        )
        for place, (child, label) in enumerate(children, start=1):
            Theme.objects.get_or_create(
                slug=child, defaults={"name": label, "parent": parent, "order": order * 100 + place}
            )
