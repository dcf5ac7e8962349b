"""/me/…: what is one's own."""

from django.urls import path

from notices.views import feeds
from notices.views.preferences import preferences
from portal.me import confidential, saved_views, views

app_name = "me"
urlpatterns = [
    path("", views.home, name="home"),
    path("tasks/", views.tasks, name="tasks"),
    path("drafts/", views.drafts, name="drafts"),
    path("bin/", views.bin_, name="bin"),
    path("notices/", preferences, name="notices"),
    path("confidential/", confidential.threads, name="confidential"),
    path("feeds/", feeds.mine, name="feeds"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="feed_revoke"),
    path("views/", saved_views.views, name="views"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<int:pk>/", saved_views.view, name="view"),
    path("views/<int:pk>/edit/", saved_views.view_edit, name="view_edit"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view_delete"),
]
