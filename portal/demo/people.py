"""The demo's accounts."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings

import clock
from accounts.models import Organization, Role, User


@dataclass(frozen=True)
class Person:
    """`body` is a JIS code, or the beginning of another body's name."""

    mailbox: str
    name: str
    body: str
    role: Role
    who: str

    @property
    def email(self) -> str:
        return f"{self.mailbox}@example.jp"


PEOPLE: tuple[Person, ...] = (
    Person("admin", "見本 管理", "事務局", Role.ADMINISTRATOR, "システム管理者"),
    Person("secretariat", "見本 太郎", "事務局", Role.SECRETARIAT, "事務局"),
    Person("secretariat2", "見本 次郎", "事務局", Role.SECRETARIAT, "事務局（2人目）"),
    Person("yamaguchi", "見本 良子", "35", Role.OFFICER, "山口県（リーダー）の担当者"),
    Person("tochigi", "見本 花子", "09", Role.OFFICER, "栃木県の担当者"),
    Person("tochigi2", "見本 一郎", "09", Role.COORDINATOR, "栃木県のとりまとめ"),
    Person("kagawa", "見本 さぬき", "37", Role.OFFICER, "香川県の担当者"),
    Person("fukui", "見本 越前", "18", Role.OFFICER, "福井県の担当者"),
    Person("hokkaido", "見本 みどり", "01", Role.OFFICER, "北海道（サブリーダー）の担当者"),
    Person("observer", "見本 オブザーバー", "日本マイクロソフト", Role.OBSERVER, "オブザーバー（日本マイクロソフト）"),
)


def body_of(word: str) -> Organization:
    if word.isdigit():
        return Organization.objects.get(prefecture=word)
    return Organization.objects.get(name__startswith=word)


def create_people() -> dict[str, User]:
    """Mailbox → account, all with the demo's password."""
    found = {}
    for person in PEOPLE:
        user = User.objects.create_user(
            person.email,
            name=person.name,
            organization=body_of(person.body),
            role=person.role,
            password=settings.DEMO_PASSWORD,
        )
        user.joined_at = clock.now()
        user.save(update_fields=["joined_at"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        found[person.mailbox] = user
    return found
