"""Sizes, periods and rates, with their defaults and bounds; `limits.toml` changes them, one page shows them all."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import cast

from portal.environment import EnvironmentProblem

MB = 1024 * 1024
FILE = "limits.toml"


def _limit(default: int, label: str, unit: str, low: int, high: int) -> int:
    """Between `low` and `high`, so that a slip of the pen never switches a guard off."""
    return field(default=default, metadata={"label": label, "unit": unit, "low": low, "high": high})


@dataclass(frozen=True)
class Row:
    """One limit for the page that shows them."""

    name: str
    label: str
    unit: str
    value: int
    default: int
    low: int
    high: int

    @property
    def is_changed(self) -> bool:
        return self.value != self.default


@dataclass(frozen=True)
class Limits:
    """Every limit of the portal. `promises.md`, part (g), says what each is for."""

    file_bytes: int = _limit(50 * MB, "1つのファイルの大きさ", "バイト", MB, 1024 * MB)
    files_per_request: int = _limit(20, "一度に選べるファイル", "個", 1, 100)
    files_counted: int = _limit(200, "一度に届くファイルを数える上限", "個", 20, 2000)
    request_bytes: int = _limit(1050 * MB, "一度に送れる大きさ", "バイト", MB, 20 * 1024 * MB)
    drain_bytes: int = _limit(64 * MB, "大きすぎる送信を読み捨てる上限", "バイト", 0, 1024 * MB)
    fields_bytes: int = _limit(2_500_000, "ファイル以外の入力の大きさ", "バイト", 100_000, 50_000_000)
    fields: int = _limit(2000, "入力欄の数", "個", 200, 20_000)
    url_bytes: int = _limit(4096, "アドレスの長さ", "バイト", 1024, 8000)
    free_disk_bytes: int = _limit(1024 * MB, "登録を受けるのに要る空き", "バイト", 100 * MB, 1024 * 1024 * MB)
    pdf_pages: int = _limit(2000, "PDFのページ", "ページ", 10, 10_000)
    sheets: int = _limit(2000, "表計算のシート", "枚", 10, 10_000)
    cells: int = _limit(5_000_000, "表計算のセル", "個", 100_000, 50_000_000)
    slides: int = _limit(2000, "スライド", "枚", 10, 10_000)
    pixels: int = _limit(40_000_000, "画像の画素（1ページ）", "画素", 1_000_000, 400_000_000)
    archive_entries: int = _limit(5000, "Officeファイルの中の部品", "個", 100, 50_000)
    archive_bytes: int = _limit(500 * MB, "Officeや1回に送るZIPを展開した大きさ", "バイト", 10 * MB, 4096 * MB)
    picture_bytes: int = _limit(150 * 1024, "ページの画像の大きさ", "バイト", 20 * 1024, 1024 * 1024)
    child_cpu_seconds: int = _limit(120, "1回の読み取りの計算時間", "秒", 5, 1800)
    child_wall_seconds: int = _limit(300, "1回の読み取りの時間", "秒", 10, 3600)
    child_memory_bytes: int = _limit(1024 * MB, "読み取りが使うメモリ", "バイト", 256 * MB, 8192 * MB)
    judging_seconds: int = _limit(8, "送ったファイルの検査を画面で待つ時間（1回の送信）", "秒", 1, 60)
    unpacking_seconds: int = _limit(20, "ZIPを展開する時間（1回の送信）", "秒", 5, 300)
    child_output_bytes: int = _limit(200 * MB, "読み取りが書き出す大きさ", "バイト", 10 * MB, 2048 * MB)
    rows_per_page: int = _limit(10, "一覧の1ページの件数", "件", 1, 100)
    deepest_page: int = _limit(200, "一覧で開ける最後のページ", "ページ", 10, 10_000)
    export_rows: int = _limit(50_000, "CSV・Excelの行", "行", 100, 1_000_000)
    exports_per_hour: int = _limit(10, "CSV・Excelの保存（1人1時間）", "回", 1, 1000)
    saved_views: int = _limit(50, "保存した条件（1人）", "件", 5, 500)
    follows: int = _limit(500, "フォロー（1人）", "件", 20, 5000)
    notice_mails_per_day: int = _limit(30, "すぐに送るお知らせのメール（1人1日）", "通", 1, 1000)
    feeds: int = _limit(20, "フィード（1人）", "件", 1, 200)
    feed_days: int = _limit(366, "フィードのアドレスの期限", "日", 30, 1830)
    comments_per_minute: int = _limit(10, "コメントの投稿（1人1分）", "件", 1, 1000)
    comments_per_hour: int = _limit(100, "コメントの投稿（1人1時間）", "件", 5, 10_000)
    files_per_comment: int = _limit(3, "1つのコメントに付けるファイル", "個", 1, 20)
    comment_files_per_hour: int = _limit(60, "コメントに付けるファイル（1人1時間）", "個", 5, 10_000)
    comments_per_thread: int = _limit(10_000, "1つの話題のコメント", "件", 100, 100_000)
    slow_minutes: int = _limit(10, "ゆっくりにした話題に、次に書けるまで（1人）", "分", 1, 1440)
    mentioned_people: int = _limit(20, "1つのコメントで呼びかける人", "人", 1, 500)
    search_seconds: int = _limit(3, "検索にかける時間", "秒", 1, 60)
    deepest_found: int = _limit(100, "検索結果で開ける最後のページ", "ページ", 10, 10_000)
    query_characters: int = _limit(200, "探す言葉の長さ", "文字", 20, 1000)
    wrong_passwords: int = _limit(5, "続けて違えられるパスワード", "回", 3, 10)
    lock_minutes: int = _limit(15, "ログインできなくする時間", "分", 5, 1440)
    failures_per_address: int = _limit(100, "同じ場所からのログイン失敗（10分）", "回", 20, 2000)
    resets_per_hour: int = _limit(5, "パスワード再設定のメール（1宛先1時間）", "通", 1, 60)
    invitations_per_hour: int = _limit(100, "招待のメール（1人1時間）", "通", 1, 1000)
    invitation_days: int = _limit(7, "招待の期限", "日", 1, 30)
    reset_hours: int = _limit(24, "パスワード再設定の期限", "時間", 1, 72)
    session_hours: int = _limit(12, "ログインしたままでいられる時間", "時間", 1, 24)
    once_days: int = _limit(7, "二重送信を見分ける期間", "日", 1, 60)
    claim_minutes: int = _limit(30, "審査の担当が外れるまで", "分", 5, 1440)
    review_days: int = _limit(3, "審査とコメントの確認の期限", "開庁日", 1, 60)
    answer_days: int = _limit(5, "返信のない質問が事務局に届くまで", "開庁日", 1, 60)
    bin_days: int = _limit(30, "ごみ箱に残る期間", "日", 7, 3650)
    mail_days: int = _limit(3, "送れないメールをあきらめるまで", "日", 1, 30)
    returned_days: int = _limit(30, "届かなかったメールのことを画面に出しておく期間", "日", 1, 366)
    orphan_days: int = _limit(7, "どこからも使われていないファイルを消すまで", "日", 2, 365)
    search_log_days: int = _limit(90, "検索された言葉の記録を消すまで", "日", 7, 366)
    four_eyes: int = _limit(1, "自分が提出した資料を自分で審査しない（1=しない）", "", 0, 1)

    def rows(self) -> list[Row]:
        """Every limit in the order above."""
        return [
            Row(f.name, value=getattr(self, f.name), default=cast("int", f.default), **f.metadata) for f in fields(self)
        ]


LIMITS = Limits()
"""As they are where nobody changed them."""

_NEVER_MORE = (("file_bytes", "request_bytes"), ("child_cpu_seconds", "child_wall_seconds"))


def read(folder: Path) -> Limits:
    """The limits in force: those of `limits.toml` in the data folder, the defaults for all that it does not name.

    Raises EnvironmentProblem with every mistake of the file, so that none of them is found at the next start only.
    """
    path = folder / FILE
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return LIMITS
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise EnvironmentProblem(
            f"{path} を読めません。1行に1つ「名前 = 数」と書いてください（{problem}）"
        ) from problem
    except OSError as problem:
        raise EnvironmentProblem(f"{path} を開けません（{problem.strerror}）") from problem
    rows = {row.name: row for row in LIMITS.rows()}
    mistakes = [found for name, value in given.items() if (found := _mistake(rows.get(name), name, value))]
    if mistakes:
        raise EnvironmentProblem(f"{path}: {'。'.join(mistakes)}")
    limits = Limits(**given)
    for less, more in _NEVER_MORE:
        if getattr(limits, less) > getattr(limits, more):
            raise EnvironmentProblem(f"{path}: {less} は {more}（{getattr(limits, more)}）以下にしてください")
    return limits


def _mistake(row: Row | None, name: str, value: object) -> str:
    if row is None:
        return f"{name} という設定はありません"
    if not isinstance(value, int) or isinstance(value, bool):
        return f"{name} は整数で書いてください（いまは {value!r}）"
    if not row.low <= value <= row.high:
        return f"{name} は {row.low} から {row.high} までの数にしてください（いまは {value}）"
    return ""
