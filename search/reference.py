"""The synonyms that a new portal begins with: office words; the secretariat changes them as it likes."""

from search.models import Synonym

# First word, others, both ways.
SYNONYMS = (
    ("議事録", "会議録", True),
    ("スマホ", "スマートフォン", True),
    ("パソコン", "パーソナルコンピュータ、PC", True),
    ("DX", "デジタルトランスフォーメーション", True),
    ("LLM", "大規模言語モデル", True),
    ("AI", "人工知能", True),
    ("RAG", "検索拡張生成", True),
    ("OCR", "文字認識", True),
    ("マイナ", "マイナンバー", False),
    ("プロンプト", "指示文", True),
    ("ハルシネーション", "幻覚", False),
    ("ガイドライン", "指針、手引", False),
    ("著作物", "著作権", False),
    ("ChatGPT", "チャットGPT", True),
    ("eラーニング", "オンライン学習", True),
    ("個人情報", "個人データ", False),
    ("機密性情報", "機密情報、非公開情報", True),
    ("自治体", "地方公共団体", True),
    ("職員", "公務員", False),
    ("県庁", "庁内", False),
    ("外注", "委託", True),
    ("FAQ", "よくある質問", True),
)


def load() -> None:
    """Only those that were never there: what the secretariat took out stays out."""
    if Synonym.objects.exists():
        return
    Synonym.objects.bulk_create(
        Synonym(word=word, others=others, is_both_ways=is_both_ways) for word, others, is_both_ways in SYNONYMS
    )
