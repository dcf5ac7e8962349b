"""What the demo's people say beside its documents; every sentence is a sample."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from discussion import actions
from library.models import Publication

_ASKED = "見本の質問です。非公開情報の入力を条件つきで認めていますが、その条件は、だれが、いつ確かめていますか。"
_ANSWERED = "見本の回答です。所属の情報管理者が、使い始める前に確かめています。手順は2ページにまとめました。"
_OPEN = "見本の質問です。利用の申請は、職員ごとですか、所属ごとですか。"
_SAID = "見本の感想です。プロンプトのひな形の一覧が、本県の研修でも役に立ちました。"


def talk(people: dict[str, User], times: Iterator[datetime]) -> None:
    """A question that is settled, one that waits for its answer, and a remark that others thank for."""
    asked = actions.open_thread(
        _of("37", "生成AI利用ガイドライン"), by=people["fukui"], text=_ASKED, is_question=True, now=next(times)
    )
    answer = actions.reply(asked.thread, by=people["kagawa"], text=_ANSWERED, quoted=asked, now=next(times))
    actions.thank(answer, by=people["fukui"], now=next(times))
    actions.resolve(asked.thread, by=people["fukui"], now=next(times))
    actions.open_thread(
        _of("01", "生成AI利活用の手引き"), by=people["tochigi"], text=_OPEN, is_question=True, now=next(times)
    )
    said = actions.open_thread(_of("09", "栃木県における"), by=people["hokkaido"], text=_SAID, now=next(times))
    actions.thank(said, by=people["yamaguchi"], now=next(times))


def _of(prefecture: str, beginning: str) -> Publication:
    return Publication.objects.live().get(owner__prefecture=prefecture, live_edition__title__startswith=beginning)
