"""Buttons beneath a thread and a comment."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import user_of
from accounts.models import User
from discussion import actions
from discussion.models import Comment
from discussion.views.doors import back_to, open_comment, said_of, told, wait_of
from library.rules import Refused


def _button(act: Callable[[Comment, User, HttpRequest], str]) -> Callable[..., HttpResponseBase]:
    """What `act` says is shown where the comment stands."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        said = act(open_comment(request, pk), user_of(request), request)
        return back_to(request, reverse("comments:comment", args=[pk]), said)

    return require_POST(told(view))


def _resolve(comment: Comment, by: User, _: HttpRequest) -> str:
    _refuse_flood(by)
    actions.resolve(comment.thread, by=by)
    return "解決済みにしました。"


def _reopen(comment: Comment, by: User, _: HttpRequest) -> str:
    _refuse_flood(by)
    actions.reopen(comment.thread, by=by)
    return "未解決に戻しました。"


def _refuse_flood(by: User) -> None:
    """Others hear of each."""
    if wait := wait_of(by):
        raise Refused(f"続けて操作できる数を超えました。{said_of(wait)}ほど待ってから、もう一度押してください")


def _question(comment: Comment, by: User, request: HttpRequest) -> str:
    is_question = request.POST.get("is_question") == "1"
    actions.mark_question(comment.thread, is_question=is_question, by=by)
    return "質問にしました。" if is_question else "質問ではないものにしました。"


def _lock(comment: Comment, by: User, _: HttpRequest) -> str:
    actions.lock(comment.thread, by=by)
    return "この話題を閉じました。返信できるのは事務局だけです。"


def _unlock(comment: Comment, by: User, _: HttpRequest) -> str:
    actions.unlock(comment.thread, by=by)
    return "この話題をもう一度開きました。"


def _slow(comment: Comment, by: User, _: HttpRequest) -> str:
    actions.slow(comment.thread, by=by)
    return f"この話題をゆっくりにしました。1人{settings.LIMITS.slow_minutes}分に1回まで書けます。"


def _unslow(comment: Comment, by: User, _: HttpRequest) -> str:
    actions.unslow(comment.thread, by=by)
    return "この話題のゆっくりをやめました。"


def _thank(comment: Comment, by: User, request: HttpRequest) -> str:
    if request.POST.get("thank") == "1":
        actions.thank(comment, by=by)
        return "「参考になった」を付けました。"
    actions.unthank(comment, by=by)
    return "「参考になった」を外しました。"


resolve, reopen, question = _button(_resolve), _button(_reopen), _button(_question)
lock, unlock, thank = _button(_lock), _button(_unlock), _button(_thank)
slow, unslow = _button(_slow), _button(_unslow)
