"""Every form of the portal as it is sent when it is used as meant: by whom, where, with what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import clock
from discussion.actions import as_seen
from japanese.holidays import office_days_after
from library.models import Edition, Visibility
from notices.models import Kind
from tests import factories
from tests.security.site import Site

KEY = "k" * 32
NEW = "b@example.jp"
MAILED = [f"{kind}_mail" for kind in Kind.values if kind != Kind.DUE]  # of the desk alone
PASSWORD = "nagai-aikotoba-no-mihon"


@dataclass(frozen=True)
class Form:
    """One of them; several may go to one address."""

    name: str
    role: str
    values: Callable[[Site], Mapping[str, object]]

    def __str__(self) -> str:
        return f"{self.name} {self.role}"


def details(site: Site) -> dict[str, object]:
    theme, kind = factories.make_theme(), factories.make_type()
    return {
        "revision": Edition.objects.get(pk=site.draft.pk).revision, "title": "新しい名前", "summary": "新しい概要",
        "types": [kind.pk], "themes": [theme.pk], "issued_on": "令和6年5月1日", "section": "課", "contact": "係",
        "requested_visibility": "1", "secret_input": "allowed", "records": "1年", "save": "1",
        **dict.fromkeys(("revised_on", "as_of_on", "review_by_on", "link_url", "scope", "training", "public_url"), ""),
        "services": [],
    }  # fmt: skip


def plain(**values: object) -> Callable[[Site], Mapping[str, object]]:
    return lambda _site: values


def theme(site: Site) -> dict[str, object]:
    return {
        "once": KEY, "name": "新しいテーマ", "slug": "new-theme", "description": "", "parent": "", "order": 5,
        "is_in_use": "on",
    }  # fmt: skip


def promotion(site: Site) -> dict[str, object]:
    return {
        "once": KEY, "word": "要約", "publication": site.live.pk, "reason": "はじめに読む資料です", "order": 1,
        "starts_on": "", "ends_on": "令和9年3月31日",
    }  # fmt: skip


def announcement(_site: Site) -> dict[str, object]:
    return {
        "once": KEY, "title": "点検のお知らせ", "text": "止まります", "audience": "members", "starts_on": "",
        "ends_on": "2099-01-01",
    }  # fmt: skip


def decision(site: Site, what: str) -> dict[str, object]:
    return {"once": KEY, "decision": what, "message": "見本の連絡", "seen": as_seen(site.reported)}


def move(site: Site) -> dict[str, object]:
    """To the page beside which it is not."""
    level = min(site.live.visibility, Visibility.OBSERVERS)
    agreed = f"{site.live.pk}.{site.file}-1.{level}.{site.live.owner_id}"
    return {"where": f"/guidelines/{site.live.pk}/?file={site.file}&page=1", "agreed": agreed}


def closed_day(_site: Site) -> dict[str, object]:
    return {"once": KEY, "day": office_days_after(clock.today(), 20).isoformat(), "note": "見本"}


FORMS = [
    Form("submit:start", "officer", plain(once=KEY)),
    Form("submit:start", "secretariat", lambda site: {"once": KEY, "owner": site.outsider.organization_id}),
    Form("submit:details", "officer", details),
    Form("submit:autosave", "officer", details),
    Form("submit:confirm", "officer", plain(once=KEY, no_secrets="on", rights="on", note="よろしく")),
    Form("publications:recall", "officer", plain()),
    Form("publications:discard_edition", "officer", plain()),
    Form("publications:revise", "officer", plain(once=KEY)),
    Form("publications:withdraw", "officer", plain(reason="古くなりました", successor="")),
    Form("publications:restore", "officer", plain()),
    Form("publications:visibility", "officer", plain(visibility="1", reason="見直し")),
    Form("publications:discard", "officer", plain()),
    Form(
        "me:save_view", "officer",
        plain(once=KEY, page="search:results", query="q=見本&kind=guideline", name="新しい条件", is_shared="on"),
    ),
    Form("me:view_edit", "officer", plain(name="改めた条件", is_shared="on")),
    Form("me:view_delete", "coordinator", plain()),
    Form("me:notices", "officer", plain(new_shown="on", **dict.fromkeys(MAILED, "none"))),
    Form("me:feeds", "officer", plain(once=KEY, subject="all")),
    Form("me:feed_revoke", "officer", plain()),
    Form("notices:put_away", "observer", plain()),
    Form("notices:follow", "observer", lambda site: {"what": "publication", "number": site.live.pk, "level": "every"}),
    Form("notices:read_all", "officer", plain()),
    Form("notices:stop", "anonymous", plain()),
    Form("comments:open", "officer", plain(once=KEY, text="ほかの県は？", to=[], is_question="on", file="", page="")),
    Form("comments:confide", "officer", plain(once=KEY, text="事務局にだけ", is_question="on")),
    Form(
        "comments:confide", "secretariat",
        lambda site: {"once": KEY, "text": "この県にだけ", "is_question": "on", "body": site.outsider.organization_id},
    ),
    Form(
        "comments:confide_about", "coordinator",
        plain(once=KEY, text="この資料のこと", is_question="on", is_on_behalf="on"),
    ),
    Form("comments:reply", "observer", plain(once=KEY, text="こちらでは使っています", to=[], quote="")),
    Form("comments:edit", "officer", plain(text="言い直します", to=[])),
    Form("comments:delete", "officer", plain()),
    Form("comments:resolve", "coordinator", plain()),
    Form("comments:reopen", "secretariat", plain()),
    Form("comments:question", "officer", plain(is_question="1")),
    Form("comments:lock", "secretariat", plain()),
    Form("comments:unlock", "secretariat", plain()),
    Form("comments:slow", "secretariat", plain()),
    Form("comments:unslow", "secretariat", plain()),
    Form("comments:thank", "observer", plain(thank="1")),
    Form("comments:report", "observer", plain(once=KEY, reason="wrong", words="数が違います")),
    Form("comments:move", "secretariat", move),
    Form("comments:split", "secretariat", lambda site: {"once": KEY, "answers": [site.answer.pk], "is_question": "on"}),
    Form("comments:merge", "secretariat", lambda site: {"once": KEY, "into": site.reported.thread.pk}),
    Form("comments:blacken_file", "secretariat", lambda site: {"reason": "見本", "seen": as_seen(site.comment)}),
    Form("review:claim", "secretariat", plain()),
    Form(
        "review:decide", "secretariat",
        plain(
            once=KEY, checked=["secrets", "rights", "fitting"], visibility="1", decision="publish", message="よい",
            submission="1",
        ),
    ),
    Form(
        "review:decide", "secretariat",
        plain(once=KEY, visibility="1", decision="send_back", message="直す", submission="1"),
    ),
    Form("review:claim_comment", "secretariat", plain()),
    Form("review:show_comment", "secretariat", plain()),
    Form("review:comment", "secretariat", lambda site: decision(site, "hide")),
    Form("review:comment", "secretariat", lambda site: decision(site, "ask")),
    Form("review:comment", "secretariat", lambda site: decision(site, "leave")),
    Form("review:comment", "secretariat", lambda site: decision(site, "suspend")),
    Form("review:take_back", "secretariat", plain()),
    Form(
        "review:blacken", "secretariat",
        lambda site: {
            "once": KEY, "pieces": "通報", "reason": "名前があるため", "shown": "通報", "seen": as_seen(site.reported),
        },
    ),
    Form("manage:new_watched", "secretariat", plain(once=KEY, word="新しい語", note="見本の理由", is_in_use="on")),
    Form("manage:watched_word", "secretariat", plain(once=KEY, word="改めた語", note="見本の理由", is_in_use="on")),
    Form("manage:new_announcement", "secretariat", announcement),
    Form("manage:announcement", "administrator", announcement),
    Form("manage:end_announcement", "secretariat", plain()),
    Form("manage:new_closed_day", "secretariat", closed_day),
    Form("manage:delete_closed_day", "secretariat", plain()),
    Form("manage:invite", "secretariat", lambda site: {
        "once": KEY, "organization": site.outsider.organization_id, "role": "officer", "name": "見本", "email": NEW,
    }),
    Form("manage:member", "secretariat", plain(role="coordinator")),
    Form("manage:member_access", "secretariat", plain(once=KEY, ends_on="令和9年3月31日")),
    Form("manage:member_body", "secretariat", plain(once=KEY, role="leader", starts_on="令和6年4月1日", ends_on="")),
    Form("manage:member_tenure", "secretariat", plain(once=KEY, ends_on="令和9年3月31日")),
    Form("manage:suspend", "secretariat", plain()),
    Form("manage:revoke_invitation", "secretariat", plain()),
    Form("manage:new_theme", "secretariat", theme),
    Form("manage:theme", "secretariat", theme),
    Form(
        "manage:new_type", "secretariat",
        plain(once=KEY, name="新しい種類", slug="new-type", tone="blue", order=5, is_in_use="on", has_facts="on"),
    ),
    Form("manage:index_check", "secretariat", plain()),
    Form("manage:index_rebuild", "administrator", plain()),
    Form(
        "manage:new_synonym", "secretariat",
        plain(once=KEY, word="写し", others="コピー、複写", is_both_ways="on", shown="写し = コピー、複写"),
    ),
    Form(
        "manage:synonym", "secretariat",
        plain(
            once=KEY, word="議事録", others="会議録、議事要旨", is_both_ways="on", shown="議事録 = 会議録、議事要旨",
        ),
    ),
    Form("manage:delete_synonym", "secretariat", plain()),
    Form("manage:new_promotion", "secretariat", promotion),
    Form("manage:promotion", "secretariat", promotion),
    Form("manage:delete_promotion", "secretariat", plain()),
    Form("colleagues", "coordinator", plain(once=KEY, role="officer", name="見本", email=NEW)),
    Form("colleague", "coordinator", plain(role="coordinator")),
    Form("colleague_suspend", "coordinator", plain()),
    Form("invitation_resend", "coordinator", plain(once=KEY)),
    Form("invitation", "anonymous", plain(name="見本 新人", password=PASSWORD, again=PASSWORD)),
    Form("account_login", "anonymous", plain(login="officer@example.jp", password=factories.PASSWORD)),
    Form("account_reset_password", "anonymous", plain(email="officer@example.jp")),
    Form(
        "account_change_password", "officer",
        plain(oldpassword=factories.PASSWORD, password1=PASSWORD, password2=PASSWORD),
    ),
]  # fmt: skip
