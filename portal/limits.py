"""Sizes, periods and rates, with their defaults; administrators see them all on one page."""

from dataclasses import dataclass, field, fields

MB = 1024 * 1024


def _limit(default: int, label: str, unit: str) -> int:
    return field(default=default, metadata={"label": label, "unit": unit})


@dataclass(frozen=True)
class Limits:
    """Every limit of the portal. `promises.md`, part (g), says what each is for."""

    file_bytes: int = _limit(50 * MB, "1つのファイルの大きさ", "バイト")
    files_per_request: int = _limit(20, "一度に選べるファイル", "個")
    files_counted: int = _limit(200, "一度に届くファイルを数える上限", "個")
    request_bytes: int = _limit(1050 * MB, "一度に送れる大きさ", "バイト")
    drain_bytes: int = _limit(64 * MB, "大きすぎる送信を読み捨てる上限", "バイト")
    fields_bytes: int = _limit(2_500_000, "ファイル以外の入力の大きさ", "バイト")
    fields: int = _limit(2000, "入力欄の数", "個")
    url_bytes: int = _limit(4096, "アドレスの長さ", "バイト")
    free_disk_bytes: int = _limit(1024 * MB, "登録を受けるのに要る空き", "バイト")
    pdf_pages: int = _limit(2000, "PDFのページ", "ページ")
    archive_entries: int = _limit(5000, "Officeファイルの中の部品", "個")
    archive_bytes: int = _limit(500 * MB, "Officeファイルを展開した大きさ", "バイト")
    picture_bytes: int = _limit(150 * 1024, "ページの画像の大きさ", "バイト")
    child_cpu_seconds: int = _limit(120, "1回の読み取りの計算時間", "秒")
    child_wall_seconds: int = _limit(300, "1回の読み取りの時間", "秒")
    child_memory_bytes: int = _limit(1024 * MB, "読み取りが使うメモリ", "バイト")
    child_output_bytes: int = _limit(200 * MB, "読み取りが書き出す大きさ", "バイト")
    rows_per_page: int = _limit(10, "一覧の1ページの件数", "件")
    deepest_page: int = _limit(200, "一覧で開ける最後のページ", "ページ")
    export_rows: int = _limit(50_000, "CSV・Excelの行", "行")
    exports_per_hour: int = _limit(10, "CSV・Excelの保存（1人1時間）", "回")
    query_characters: int = _limit(200, "探す言葉の長さ", "文字")
    wrong_passwords: int = _limit(5, "続けて違えられるパスワード", "回")
    lock_minutes: int = _limit(15, "ログインできなくする時間", "分")
    failures_per_address: int = _limit(100, "同じ場所からのログイン失敗（10分）", "回")
    resets_per_hour: int = _limit(5, "パスワード再設定のメール（1宛先1時間）", "通")
    invitations_per_hour: int = _limit(100, "招待のメール（1人1時間）", "通")
    invitation_days: int = _limit(7, "招待の期限", "日")
    reset_hours: int = _limit(24, "パスワード再設定の期限", "時間")
    session_hours: int = _limit(12, "ログインしたままでいられる時間", "時間")
    once_days: int = _limit(7, "二重送信を見分ける期間", "日")
    claim_minutes: int = _limit(30, "審査の担当が外れるまで", "分")
    review_days: int = _limit(3, "審査の目安", "開庁日")
    bin_days: int = _limit(30, "ごみ箱に残る期間", "日")
    mail_days: int = _limit(3, "送れないメールをあきらめるまで", "日")
    orphan_days: int = _limit(7, "どこからも使われていないファイルを消すまで", "日")
    four_eyes: int = _limit(1, "自分が提出した資料を自分で審査しない（1=しない）", "")

    def rows(self) -> list[tuple[str, str, int, str]]:
        """(name, label, value, unit) of every limit, in the order above."""
        return [(f.name, f.metadata["label"], getattr(self, f.name), f.metadata["unit"]) for f in fields(self)]


LIMITS = Limits()
