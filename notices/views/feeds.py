"""フィード: what is fetched without sign-in, by who holds the address; and one's own, made and revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts.guards import user_of
from library.rules import Refused
from notices.feeds import actions
from notices.feeds.deadlines import as_calendar
from notices.feeds.documents import as_atom, publications_of
from notices.forms import FeedForm
from notices.models import Feed, Subject
from posting import once


@login_not_required
@require_safe
def atom(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing by which a program could ask whether it changed: that would be answered after the right ended, too."""
    feed = _opened(request, token, [Subject.ALL, Subject.THEME, Subject.BODY])
    return HttpResponse(as_atom(feed, publications_of(feed)), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    feed = _opened(request, token, [Subject.CALENDAR])
    return HttpResponse(as_calendar(feed, now=clock.now()), content_type="text/calendar; charset=utf-8")


def _opened(request: HttpRequest, token: str, subjects: list[Subject]) -> Feed:
    """Whoever is signed in: what it holds is for the person who made it. 404 for whatever does not open (any more)."""
    now = clock.now()
    feeds = Feed.objects.open(now).for_token(token).filter(subject__in=subjects)
    feed = feeds.with_subject().select_related("person").first()
    if feed is None:
        raise Http404
    if request.method == "GET":
        actions.note_use(feed, now=now)
    return feed


def mine(request: HttpRequest) -> HttpResponse:
    """The address is shown in the answer to the button, once: nothing keeps it, so it cannot be led to."""
    user, now = user_of(request), clock.now()
    form = FeedForm(request.POST or None, initial={"subject": request.GET.get("subject", "")})
    made: list[tuple[Feed, str]] = []

    def make() -> str:
        made.append(actions.make(*form.chosen, by=user))
        return reverse("me:feeds")

    if request.method == "POST" and form.is_valid():
        try:
            back = once.perform(request, "make_feed", make)
        except Refused as reason:
            form.add_error(None, str(reason))
        except once.KeyMissing:
            form.add_error(None, "画面が古くなっていました。もう一度「作る」を押してください")
        else:
            if made:
                address = actions.address_of(*made[0])
                return render(request, "me/feed_made.html", {"feed": made[0][0], "address": address})
            messages.warning(request, "もう作ってあります。アドレスが分からないときは、取り消して作り直してください。")
            return redirect(back)
    own = Feed.objects.filter(person=user).with_subject().order_by("-made_at", "-pk")
    open_ones = set(Feed.objects.filter(person=user).open(now).values_list("pk", flat=True))
    context = {"form": form, "rows": [(feed, feed.pk in open_ones) for feed in own]}
    return render(request, "me/feeds.html", context, status=400 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    feed = get_object_or_404(Feed.objects.filter(person=user).with_subject(), pk=pk)
    actions.revoke(feed, by=user)
    messages.success(request, f"「{feed.name}」のフィードを取り消しました。そのアドレスは、もう開けません。")
    return redirect("me:feeds")
