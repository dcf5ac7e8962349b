"""全体のお知らせ: all that are shown now, and the button by which one is put away."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts.guards import page_with_the_button, user_of
from notices import announcing
from notices.models import Announcement


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Also those that were put away."""
    rows = Announcement.objects.visible_to(request.user).current(clock.now()).newest_first()
    return render(request, "notices/announcements.html", {"rows": rows})


@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    current = Announcement.objects.visible_to(user).current(clock.now())
    announcing.put_away(get_object_or_404(current, pk=pk), by=user)
    return redirect(page_with_the_button(request))
