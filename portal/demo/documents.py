"""The demo's material. What the report says is said as it says it; everything else is marked 見本."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from library.models import Visibility
from portal.demo import files
from portal.demo.report import REPORT, SAMPLE, SOURCE

_MEMBERS, _OBSERVERS, _PUBLIC = Visibility.MEMBERS, Visibility.OBSERVERS, Visibility.PUBLIC


@dataclass(frozen=True)
class Sample:
    """One publication: who registers it, its words, its files, how far it goes in the workflow."""

    by: str
    title: str
    summary: str
    types: tuple[str, ...]
    themes: tuple[str, ...]
    issued_on: date
    files: Callable[[], list[SimpleUploadedFile]] = list
    visibility: Visibility = _MEMBERS
    goes: str = "live"
    owner: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def guideline_pdf(name: str, title: str, *extra: tuple[str, Sequence[str]]) -> Callable[[], list[SimpleUploadedFile]]:
    chapters = [
        ("1 目的", [SAMPLE, "職員が業務で生成AIを安全に使うために守ることを定める（見本）。"]),
        (
            "2 入力する情報の取扱い",
            [SAMPLE, "個人情報や非公開情報は入力しない。迷うときは所属の情報管理者に相談する（見本）。"],
        ),
        (
            "3 出力された内容の確認",
            [SAMPLE, "出力には誤った情報（ハルシネーション）が含まれることがある。必ず一次資料で確かめる（見本）。"],
        ),
        *extra,
    ]
    return lambda: [files.pdf(name, title, chapters)]


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "secretariat", "生成AI利活用検討ワーキングチーム 活動状況報告書（抜粋）", "令和6年7月の報告書から、調査の結果とこれまでの取組を抜き出したもの",
        ("report",), ("use", "accuracy", "secrecy", "management"), date(2024, 7, 31),
        lambda: [files.pdf("活動状況報告書（抜粋）.pdf", "活動状況報告書（抜粋）", [(h, [*p, SOURCE]) for h, p in REPORT])],
        _PUBLIC,
    ),
    Sample(
        "yamaguchi", "対話式文章生成AI利活用ガイドライン", "資料名は報告書のとおり。本文は見本です",
        ("guideline",), ("secrecy", "input-rules"), date(2023, 8, 22),
        lambda: [
            *guideline_pdf("35 山口県_1_対話式文章生成AI利活用ガイドライン（見本）.pdf", "対話式文章生成AI利活用ガイドライン（見本）")(),
            *guideline_pdf("35 山口県_2_対話式文章生成AI利活用ガイドライン（見本）.pdf", "対話式文章生成AI利活用ガイドライン 2（見本）")(),
        ],
        _OBSERVERS,
    ),
    Sample(
        "yamaguchi", "ＨＰ報道発表（R5.8.22）", "ガイドラインの公表を知らせるもの。資料名と日付は報告書のとおり。本文は見本です",
        ("press",), ("use",), date(2023, 8, 22),
        lambda: [files.pdf("35 山口県 H P 報道発表 (R5.8.22) .pdf", "報道発表（見本）", [("報道発表", [SAMPLE])])],
        _PUBLIC,
    ),
    Sample(
        "tochigi", "栃木県における生成AIの導入について", "オンライン学習講座（約300名、3時間程度）とプロンプトテンプレート8種の取組",
        ("training", "meeting"), ("use", "training", "prompt"), date(2023, 11, 16),
        lambda: [
            files.slides("栃木県における生成AIの導入について.pptx", [
                ("栃木県における生成AIの導入について", ["令和5（2023）年11月16日", "栃木県 経営管理部 行政改革ICT推進課"]),
                ("R5.9 本格運用", ["オンライン学習講座や庁内向け通信により職員のスキル向上を図る", SOURCE]),
                ("取組① オンライン学習ツール", ["ChatGPTに関するオンライン学習講座の受講（約300名） ※学習3h程度", SOURCE]),
                ("取組③ プロンプトテンプレート", ["プロンプトテンプレート8種の作成", SOURCE]),
            ]),
        ],
        _OBSERVERS,
    ),
    Sample(
        "kagawa", "香川県での生成AI活用の取組", "職員が開発（内製）したシステム「CatBot」を使い、令和5年9月から生成AIの利用を開始",
        ("meeting",), ("use", "environment"), date(2023, 11, 16),
        lambda: [
            files.slides("香川県での生成AI活用の取組.pptx", [
                ("香川県での生成AI活用の取組", ["職員開発システム「CatBot Powered by GPT」の利用", "香川県政策部デジタル戦略総室情報システム課"]),
                ("R5.9 利用開始", ["職員が開発（内製）したシステム「CatBot」を使用し、生成AI利用開始", SOURCE]),
            ]),
        ],
        _OBSERVERS,
    ),
    Sample(
        "fukui", "生成AIを活用した地方公共団体業務効率化セミナー（第2回会議）", "日本マイクロソフト（株）と連携した業務効率化の取組（生成AI、Teams利活用）の講演",
        ("meeting", "training"), ("use", "whole-office"), date(2024, 3, 19),
        lambda: [
            files.word("業務効率化セミナーの記録.docx", [
                ("第2回会議での講演", ["福井県による、日本マイクロソフト(株)と連携した業務効率化の取組（生成AI、Teams利活用）について講演・意見交換を実施。", SOURCE]),
                ("全庁導入", ["行政DX、業務改善の取組、生成AIはR6.4月から全庁導入。", SOURCE]),
            ]),
        ],
    ),
    Sample(
        "hokkaido", "人工知能のミライ ChatGPTを超えて（担当者研修会）", "北海道ミライづくりフォーラムと連携した研修会。川村秀憲教授の講演、19都府県が聴講",
        ("training",), ("use", "training"), date(2023, 11, 2),
        lambda: [files.text("担当者研修会の記録.txt", f"北海道ミライづくりフォーラム（主催：北海道、NTT東日本）\n\n北海道大学大学院情報科学研究院\n川村秀憲教授 講演「人工知能のミライ ChatGPTを超えて」\n\nオンライン配信（19都府県聴講）\n※ R5.12.25～R6.3.31までアーカイブ配信\n\n{SOURCE}\n")],
        _PUBLIC,
    ),
    Sample(
        "tochigi", "生成AI利活用ガイドライン（見本）", "職員向けの利用の決まり。属性も本文も見本です",
        ("guideline",), ("secrecy", "accuracy"), date(2023, 9, 1),
        guideline_pdf("生成AI利活用ガイドライン（見本）.pdf", "生成AI利活用ガイドライン（見本）"),
        facts={"secret_input": "forbidden", "scope": "everyone", "training": "off", "records": "1年（見本）", "services": ("chatgpt35",)},
        goes="revised",
    ),
    Sample(
        "kagawa", "生成AI利用ガイドライン・活用事例集（合冊・見本）", "ガイドラインと活用事例を1つにまとめたもの。内容は見本です",
        ("guideline", "casebook"), ("secrecy", "use"), date(2023, 9, 1),
        guideline_pdf("ガイドライン・活用事例集（見本）.pdf", "生成AI利用ガイドライン・活用事例集（見本）", ("4 活用事例", [SAMPLE, "挨拶文の下書きを作る（見本）。"])),
        facts={"secret_input": "conditional", "scope": "everyone", "training": "off", "services": ("catbot",)},
    ),
    Sample(
        "hokkaido", "生成AI利活用の手引き（見本）", "利用の申請から出力の確認まで。内容は見本です",
        ("guideline", "outline"), ("accuracy",), date(2024, 3, 29),
        lambda: [files.word("生成AI利活用の手引き（見本）.docx", [("1 利用の申請", [SAMPLE]), ("2 出力の確認", [SAMPLE])])],
        facts={"secret_input": "forbidden", "scope": "volunteers"},
    ),
    Sample(
        "fukui", "業務別の使い方の例（見本）", "業務ごとに、使える場面と使ってはいけない場面をまとめた表。内容は見本です",
        ("casebook",), ("use",), date(2024, 4, 1),
        lambda: [files.excel("業務別の使い方の例（見本）.xlsx", [
            ("使える場面", [["業務", "使い方（見本）"], ["文書作成の補助", "挨拶文の下書き（見本）"], ["文書の要約", "会議録の要点（見本）"]]),
            ("使えない場面", [["業務", "理由（見本）"], ["相談の記録", "個人情報が入る（見本）"]]),
        ])],
    ),
    Sample(
        "yamaguchi", "県のサイトで公開している利用の案内（見本）", "リンクだけの登録の見本です",
        ("outline",), ("use",), date(2024, 5, 10), visibility=_OBSERVERS,
        more={"link_url": "https://www.example.jp/mihon/"},
    ),
    Sample(
        "secretariat", "審査の手順のメモ（見本）", "事務局の中だけで使うメモの見本です",
        ("rule",), ("management",), date(2024, 5, 1),
        lambda: [files.text("審査の手順（見本）.txt", f"{SAMPLE}\n1. 自動チェックを見る\n2. 本文を読む\n3. 判断する\n")],
        Visibility.SECRETARIAT,
    ),
    Sample(
        "secretariat", "生成AI利用の決まり（代理登録の見本）", "事務局が千葉県の代わりに登録したものの見本です",
        ("guideline",), ("secrecy",), date(2024, 2, 15),
        guideline_pdf("生成AI利用の決まり（見本）.pdf", "生成AI利用の決まり（見本）"),
        facts={"secret_input": "forbidden", "scope": "everyone", "services": ("copilot",)}, owner="12",
    ),
    Sample(
        "tochigi", "プロンプトテンプレート8種（見本）", "コピーして使えるひな形。題名は報告書の取組③によります。内容は見本です",
        ("prompts",), ("prompt",), date(2024, 7, 1),
        lambda: [files.text("プロンプトテンプレート（見本）.md", f"# プロンプトテンプレート（見本）\n\n{SAMPLE}\n\n1. 要約する\n2. 挨拶文を作る\n")],
        goes="returned",
    ),
    Sample(
        "fukui", "利用の実績のまとめ（見本）", "審査を待っている資料の見本です",
        ("report",), ("management", "cost"), date(2024, 6, 28),
        lambda: [files.excel("利用の実績（見本）.xlsx", [("まとめ", [["月", "利用者（見本）"], ["4月", 10], ["5月", 12]])])],
        goes="submitted",
    ),
    Sample(
        "kagawa", "CatBotの操作の手引き（見本）", "書きかけの見本です",
        ("training",), ("training",), date(2024, 7, 1), goes="draft",
    ),
    Sample(
        "hokkaido", "試行期間の利用の決まり（見本）", "新しい手引きに替わり、公開を終えた資料の見本です",
        ("rule",), ("secrecy",), date(2023, 10, 2),
        lambda: [files.text("試行期間の決まり（見本）.txt", f"{SAMPLE}\n")],
        goes="withdrawn",
    ),
)  # fmt: skip
