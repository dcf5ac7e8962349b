"""The working team as the activity report of July 2024 gives it: bodies, roles, dates."""

from datetime import date

from accounts.models import Organization, Prefecture, Tenure
from japanese.prefectures import PREFECTURES

SET_UP_ON = date(2023, 9, 5)
NOT_MEMBERS = {"08", "24", "32"}  # 茨城県, 三重県, 島根県
LEADERS = {"35": Tenure.Role.LEADER, "01": Tenure.Role.SUB_LEADER, "12": Tenure.Role.SUB_LEADER}
SECRETARIAT = "事務局"
_ADVISER, _OBSERVER = Tenure.Role.ADVISER, Tenure.Role.OBSERVER
OBSERVERS = (
    # Took part in the first meeting as adviser; thanked as observer at the end of the report.
    ("西日本電信電話株式会社（NTT西日本）", 91, (_ADVISER, _OBSERVER), date(2023, 11, 16)),
    # Thanked as observer; the report names it first at its seminar.
    ("日本マイクロソフト株式会社", 92, (_OBSERVER,), date(2024, 1, 31)),
)
SECTIONS = {"09": "経営管理部 行政改革ICT推進課", "37": "政策部 デジタル戦略総室 情報システム課"}
# 43 members at the end of April 2024, 44 in the report of July: who joined is not said.
JOINER = {"label": "加入団体（要確認）", "starts_on": date(2024, 5, 1), "confirmed_on": date(2024, 7, 31)}


def load() -> None:
    """Write the reference rows; run again, it changes nothing."""
    for known in PREFECTURES:
        prefecture, _ = Prefecture.objects.update_or_create(
            code=known.code,
            defaults={"name": known.name, "kana": known.kana, "name_en": known.romaji, "region": known.region},
        )
        if known.code not in NOT_MEMBERS:
            _member(prefecture)
    secretariat, _ = Organization.objects.get_or_create(
        kind=Organization.Kind.SECRETARIAT, defaults={"name": SECRETARIAT, "order": 90}
    )
    _tenure(secretariat, (Tenure.Role.SECRETARIAT,), SET_UP_ON)
    for name, order, roles, since in OBSERVERS:
        body, _ = Organization.objects.get_or_create(
            name=name, defaults={"kind": Organization.Kind.OBSERVER, "order": order}
        )
        _tenure(body, roles, since)
    Tenure.objects.get_or_create(organization=None, role=Tenure.Role.MEMBER, defaults=JOINER)


def _member(prefecture: Prefecture) -> None:
    body, _ = Organization.objects.get_or_create(
        prefecture=prefecture,
        defaults={
            "kind": Organization.Kind.PREFECTURE,
            "name": prefecture.name,
            "order": int(prefecture.code),
            "section": SECTIONS.get(prefecture.code, ""),
        },
    )
    _tenure(body, (LEADERS.get(prefecture.code, Tenure.Role.MEMBER),), SET_UP_ON)


def _tenure(body: Organization, roles: tuple[Tenure.Role, ...], since: date) -> None:
    """Only for a body that has none: what the secretariat changed later stays."""
    if not body.tenures.exists():
        for role in roles:
            Tenure.objects.create(organization=body, role=role, starts_on=since)
