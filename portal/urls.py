"""All addresses (ui.md 3.3); each app keeps its own."""

from django.urls import include, path

from notices.views import feeds
from portal import views
from portal.help import views as help_views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("help/", include("portal.help.urls")),
    path("terms/", help_views.terms, name="terms"),
    path("accessibility/", help_views.accessibility, name="accessibility"),
    path("contact/", help_views.contact, name="contact"),
    path("me/", include("portal.me.urls")),
    path("", include("accounts.urls")),
    path("guidelines/", include("guidelines.urls")),
    path("search/", include("search.urls")),
    path("comments/", include("discussion.urls")),
    path("notices/", include("notices.urls")),
    path("feeds/<str:token>.atom", feeds.atom, name="feed"),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
    path("files/", include("library.urls.files")),
    path("submit/", include("library.urls.submit")),
    path("publications/", include("library.urls.publications")),
    path("", include("profiles.urls")),
    path("review/", include("secretariat.urls.review")),
    path("manage/", include("secretariat.urls.manage")),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
