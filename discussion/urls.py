"""Addresses of comments (ui.md 3.3)."""

from django.urls import path

from discussion.views import (
    attachments,
    confidential,
    history,
    merging,
    moving,
    permalink,
    reporting,
    settling,
    splitting,
    writing,
)

app_name = "comments"

urlpatterns = [
    path("on/<int:pk>/", writing.open_thread, name="open"),
    path("confide/", writing.confide, name="confide"),
    path("confide/<int:pk>/", writing.confide, name="confide_about"),
    path("confidential/<int:pk>/", confidential.show, name="confidential"),
    path("<int:pk>/", permalink.show, name="comment"),
    path("<int:pk>/reply/", writing.reply, name="reply"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/delete/", writing.delete, name="delete"),
    path("<int:pk>/history/", history.show, name="history"),
    path("<int:pk>/resolve/", settling.resolve, name="resolve"),
    path("<int:pk>/reopen/", settling.reopen, name="reopen"),
    path("<int:pk>/question/", settling.question, name="question"),
    path("<int:pk>/lock/", settling.lock, name="lock"),
    path("<int:pk>/unlock/", settling.unlock, name="unlock"),
    path("<int:pk>/slow/", settling.slow, name="slow"),
    path("<int:pk>/unslow/", settling.unslow, name="unslow"),
    path("<int:pk>/move/", moving.move, name="move"),
    path("<int:pk>/split/", splitting.split, name="split"),
    path("<int:pk>/merge/", merging.merge, name="merge"),
    path("<int:pk>/report/", reporting.report, name="report"),
    path("<int:pk>/thank/", settling.thank, name="thank"),
    path("files/<int:pk>/", attachments.download, name="file"),
    path("files/<int:pk>/blacken/", attachments.blacken, name="blacken_file"),
]
