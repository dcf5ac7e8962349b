"""How the portal's own work stands: workers, quarantine, reading, search, mail, scanner, originals, room on disk."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

import clock
import extraction
from accounts.guards import for_managers
from extraction import another_user
from extraction.bounded import Isolation, isolation
from japanese.eras import wareki
from japanese.numbers import filesize, grouped
from jobs.models import Heartbeat
from library import ocr, paper, scanner, verification
from library.findings import named
from library.models import File, FileGate, Orphan, Reading, Verification
from mail.models import Letter
from search.indexing.standing import problems, standing

_ALIVE = timedelta(minutes=1)
_MAIL_IS_LATE = timedelta(minutes=15)
_MOST_FINDINGS = 20
_SHORT = 5  # times what is needed to take files at all


@dataclass(frozen=True)
class Line:
    """`tone` green where all is well, orange where somebody should look, red where something is broken."""

    label: str
    state: str
    tone: str
    detail: str


@for_managers
def show(request: HttpRequest) -> HttpResponse:
    counts = _counts()
    lines = [
        _workers(),
        _scanner(counts),
        _reading(counts),
        _searching(),
        _mail(clock.now()),
        _kept(Verification.objects.order_by("-began_at", "-pk").first()),
        _apart(),
        _printing(),
        _recognising(),
        _disk(),
    ]
    return render(request, "secretariat/status.html", {"lines": lines, "findings": list(_findings())})


def _counts() -> dict[str, int]:
    taken, ended = Q(gate=FileGate.TAKEN), ~Q(reading__in=[Reading.WAITING, Reading.WORKING])
    return File.objects.aggregate(
        quarantine=Count("pk", filter=Q(gate=FileGate.CHECKING)),
        waiting=Count("pk", filter=taken & Q(reading=Reading.WAITING)),
        working=Count("pk", filter=taken & Q(reading=Reading.WORKING)),
        failed=Count("pk", filter=taken & Q(reading__in=[Reading.FAILED, Reading.PARTIAL])),
        old=Count("pk", filter=taken & ended & Q(reader_version__lt=extraction.VERSION)),
    )


def _workers() -> Line:
    label = "裏の仕事（ワーカー）"
    alive = Heartbeat.objects.filter(seen_at__gt=timezone.now() - _ALIVE).count()
    if alive:
        return Line(label, "動いています", "green", f"{alive}個")
    return Line(label, "止まっています", "red", "読み取りもメールも進みません。運用の担当が起動してください")


def _scanner(counts: dict[str, int]) -> Line:
    waiting = f"検査を待つファイル {grouped(counts['quarantine'])}個"
    if not scanner.is_configured():
        detail = f"ウイルスは調べていません（PORTAL_CLAMD）。{waiting}"
        return Line("ウイルス検査", "設定されていません", "orange", detail)
    if scanner.answers():
        return Line("ウイルス検査", "動いています", "green", waiting)
    detail = f"登録されたファイルは検査が動き出すまで読めません。{waiting}"
    return Line("ウイルス検査", "応答がありません", "red", detail)


def _reading(counts: dict[str, int]) -> Line:
    detail = (
        f"待ち {grouped(counts['waiting'])}個、読み取り中 {grouped(counts['working'])}個、"
        f"読み取れなかったか一部だけ {grouped(counts['failed'])}個、前の読み取り方のまま {grouped(counts['old'])}個"
    )
    if counts["waiting"] + counts["working"]:
        return Line("文字と画像の読み取り", "進んでいます", "blue", detail)
    return Line("文字と画像の読み取り", "すべて終わりました", "green", detail)


def _searching() -> Line:
    label, found = "検索の索引", standing()
    told = list(problems(found, now=clock.now()))
    if told:
        return Line(label, "合っていません", "orange", "。".join(told))
    if found.behind or found.growing:
        return Line(label, "進んでいます", "blue", f"索引を待つ資料 {grouped(found.behind)}件")
    return Line(label, "すべて入っています", "green", f"公開中の資料 {grouped(found.live)}件")


def _mail(now: datetime) -> Line:
    """Waiting longer than the first tries take: the mail server does not answer, or refuses."""
    label, late = "メールの送信", now - _MAIL_IS_LATE
    of_late = now - timedelta(days=settings.LIMITS.returned_days)
    counts = Letter.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at=None, given_up_at=None)),
        oldest=Min("created_at", filter=Q(sent_at=None, given_up_at=None)),
        given_up=Count("pk", filter=Q(given_up_at__gte=of_late)),
        returned=Count("pk", filter=Q(returned_at__gte=of_late)),
    )
    detail = (
        f"待ち {grouped(counts['waiting'])}通。この{settings.LIMITS.returned_days}日に、"
        f"あきらめたもの {grouped(counts['given_up'])}通、届かずに返ってきたもの {grouped(counts['returned'])}通"
    )
    if counts["oldest"] is not None and counts["oldest"] < late:
        since = timezone.localtime(counts["oldest"])
        return Line(
            label,
            "滞っています",
            "red",
            f"{wareki(since.date())} {since:%H:%M}から送れていないものがあります。{detail}",
        )
    if counts["given_up"]:
        return Line(label, "送れなかったものがあります", "orange", detail)
    return Line(label, "動いています", "green", detail)


def _kept(walk: Verification | None) -> Line:
    label = "保管してあるファイルの確かめ"
    orphans = f"どこからも使われていないファイル {grouped(Orphan.objects.count())}個"
    if walk is None:
        return Line(label, "これから始まります", "blue", orphans)
    later = verification.later(walk)
    rest = f"そのあとに届いた{grouped(later)}個はまだです。" if later else ""
    at = timezone.localtime(walk.ended_at or walk.began_at)
    when = f"{wareki(at.date())} {at:%H:%M}"
    seen = f"{when}、{grouped(walk.files)}個、{filesize(walk.size)}。{rest}{orphans}"
    if walk.findings:
        return Line(label, f"{len(walk.findings)}個が元のままではありません", "red", seen)
    if walk.ended_at is None:
        return Line(label, "確かめています", "blue", seen)
    return Line(label, "すべて受け取ったときのままです", "green", seen)


def _apart() -> Line:
    is_off_line, is_another = isolation() is not Isolation.NONE, another_user.is_possible()
    is_open = is_another and bool(settings.DATA_DIR.stat().st_mode & stat.S_IRWXO)
    is_whole = is_off_line and not is_open and (is_another or not another_user.is_root())
    state, tone = ("働いています", "green") if is_whole else ("一部だけです", "orange")
    network = "切り離して動かします" if is_off_line else "切り離せていません（unshare が使えません）"
    user = "作業ごとに別の利用者として動かします" if is_another else _same_user()
    if is_open:
        user += "が、データの置き場所がだれにでも開いています（chmod 700 で閉じてください）"
    return Line(
        "ファイルを開く処理の隔離", state, tone, f"ネットワークから{network}。{user}。時間とメモリは限っています"
    )


def _same_user() -> str:
    if another_user.is_root():
        return "rootのままで、別の利用者では動いていません（setpriv がないか、プログラムをほかの利用者が読めません）"
    return "portalと同じ利用者で、別の利用者では動いていません（rootで始めたときだけできます）"


def _printing() -> Line:
    is_safe = paper.is_possible() and isolation() is not Isolation.NONE
    tone = "green" if is_safe else "orange" if paper.is_possible() else "blue"
    state = "動いています" if paper.is_possible() else "使っていません"
    return Line("印刷イメージ（LibreOffice）", state, tone, paper.standing())


def _recognising() -> Line:
    state, tone = ("動いています", "green") if ocr.is_possible() else ("使っていません", "blue")
    return Line("文字認識（Tesseract）", state, tone, ocr.standing())


def _free() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free


def _disk() -> Line:
    free = _free()
    least = settings.LIMITS.free_disk_bytes
    label, left = "置き場所の空き", f"空きは{filesize(free)}です"
    if free < least:
        return Line(label, "足りません", "red", f"{left}。{filesize(least)}より少ないため、登録を受け付けません")
    if free < least * _SHORT:
        return Line(label, "少なくなっています", "orange", left)
    return Line(label, "足りています", "green", left)


def _findings() -> Iterator[str]:
    """By number only: who looks after the machine need not read the documents."""
    walk = Verification.objects.order_by("-began_at", "-pk").first()
    for file, finding in named(walk.findings[:_MOST_FINDINGS] if walk else []):
        yield f"{file.whereabouts}：{finding.words}"
