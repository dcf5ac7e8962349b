"""/me/…: what is one's own."""

from django.urls import path

from portal.me import views

app_name = "me"
urlpatterns = [
    path("", views.home, name="home"),
    path("tasks/", views.tasks, name="tasks"),
    path("drafts/", views.drafts, name="drafts"),
    path("bin/", views.bin_, name="bin"),
]
