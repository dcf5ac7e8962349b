"""The log in words: who is meant, what an event was about, and what it changed."""

import re
from collections.abc import Callable, Iterable

from django.db.models import Q

from accounts.models import Role, Tenure, User
from audit.models import Event
from audit.verbs import Verb
from discussion.models import Outcome
from library.models import Publication, Visibility
from secretariat.forms.announcements import AnnouncementForm
from secretariat.forms.search import PromotionForm, SynonymForm
from secretariat.forms.vocabulary import ThemeForm, TypeForm
from secretariat.forms.watched import WatchedWordForm

ABOUT_ACCOUNTS = frozenset({Verb.SIGN_IN_FAILED, Verb.ASK_RESET})
"""Nobody was signed in: the account that was named stands where else the person stands."""

ABOUT_PUBLICATIONS = ("publication", "edition", "file")
_OUTCOMES = dict(Outcome.choices)
_NUMBERED = re.compile(r"資料([0-9]{1,18})(?: |$)")


def person(event: Event) -> str:
    """「栃木県 見本 花子」, as they were on that day."""
    if event.verb in ABOUT_ACCOUNTS:
        return event.target_label or "登録のないアドレス"
    return f"{event.actor_body} {event.actor_name}".strip()


def target(event: Event) -> str:
    return "" if event.verb in ABOUT_ACCOUNTS else event.target_label


def role(name: str) -> str:
    """「担当者」 for "officer"."""
    return str({**dict(Tenure.Role.choices), **dict(Role.choices)}.get(name, name))


def _level(value: object) -> str:
    return str({level.value: level.label for level in Visibility}.get(value, value))  # type: ignore[call-overload]


def _day(value: object) -> str:
    return str(value) if value else "なし"


def _both(label: str, say: Callable[[object], str]) -> Callable[[Event], str]:
    return lambda event: f"{label}：{say(event.data['before'])}→{say(event.data['after'])}"


def _role_of(value: object) -> str:
    return role(str(value))


def _fields(names: object) -> str:
    """The columns of the secretariat's tables, as their forms call them."""
    forms = (AnnouncementForm, WatchedWordForm, SynonymForm, PromotionForm, TypeForm, ThemeForm)
    labels = {name: field for form in forms for name, field in form.base_fields.items()}
    said = [str(labels[name].label or name) if name in labels else str(name) for name in names or ()]  # type: ignore[attr-defined]
    return f"変えた欄：{'・'.join(said)}" if said else ""


_CHANGES: dict[str, Callable[[Event], str]] = {
    Verb.CHANGE_ROLE: _both("役割", _role_of),
    Verb.NARROW: _both("公開範囲", _level),
    Verb.WIDEN: _both("公開範囲", _level),
    Verb.KEEP_NOTES: _both("発表者のメモ", lambda value: "載せる" if value else "載せない"),
    Verb.SHARE_VIEW: _both("共有", lambda value: "する" if value else "しない"),
    Verb.KEEP_CLOSER: _both("公開範囲", lambda value: "資料と同じ" if value is None else _level(value)),
    Verb.END_TENURE: _both("在籍の終わり", _day),
    Verb.END_ACCESS: _both("利用の期限", _day),
}
_FACTS: dict[str, Callable[[object], str]] = {
    "edition": lambda value: f"第{value}版",
    "visibility": lambda value: f"公開範囲：{_level(value)}",
    "file": lambda value: f"ファイル{value}",
    "proxy": lambda value: "代わりに登録" if value else "",
    "body": lambda value: f"所属：{value}",
    "role": lambda value: f"役割：{_role_of(value)}",
    "starts_on": lambda value: f"{_day(value)}から",
    "ends_on": lambda value: f"{value}まで" if value else "",
    "places": lambda value: f"{value}か所から",
    "locked": lambda value: "続けて違ったため、この場所からのログインを止めました" if value else "",
    "stopped": lambda value: "パスワードは合っていましたが、停止中か期限切れです" if value else "",
    "blackened": lambda value: f"{value}か所",
    "taken_back": lambda value: f"取り消した判断：{_OUTCOMES.get(str(value), value)}",
    "suspended": lambda value: "書いた人の利用も停止" if value else "",
    "moved_from": lambda value: f"資料{value}から",
    "split_from": lambda value: f"話題{value}から",
    "merged": lambda value: f"話題{value}を",
    "answers": lambda value: f"返信{value}件",
    "fields": _fields,
}


def change(event: Event) -> str:
    """「役割：担当者→とりまとめ」, 「第2版、公開範囲：構成団体」; empty where the verb says it all."""
    said = [say(event.data[name]) for name, say in _FACTS.items() if name in event.data]
    if event.verb in _CHANGES and {"before", "after"} <= event.data.keys():
        said.append(_CHANGES[event.verb](event))
    return "、".join(text for text in said if text)


def publication_of(event: Event) -> int | None:
    """The number of the publication that an event is about: its label begins with it, for editions and files too."""
    named = _NUMBERED.match(event.target_label) if event.target_kind in ABOUT_PUBLICATIONS else None
    return int(named[1]) if named else None


def about(number: int) -> Q:
    """Events about a publication, its editions and its files."""
    return Q(target_kind="publication", target_id=str(number)) | Q(
        target_kind__in=ABOUT_PUBLICATIONS, target_label__startswith=f"資料{number} "
    )


def addresses(events: Iterable[Event], *, reader: User) -> dict[int, str]:
    """Where the reader can open the publications of these events: number → address. One query."""
    numbers = {number for event in events if (number := publication_of(event)) is not None}
    found = Publication.objects.readable_by(reader).with_live_edition().filter(pk__in=numbers)
    return {publication.pk: publication.get_absolute_url() for publication in found}
