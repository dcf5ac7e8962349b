"""/notices/…"""

from django.urls import path

from notices.views import announcements, following, inbox, stopping

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.read_all, name="read_all"),
    path("follow/", following.follow, name="follow"),
    path("announcements/", announcements.listing, name="announcements"),
    path("announcements/<int:pk>/put-away/", announcements.put_away, name="put_away"),
    path("<int:pk>/", inbox.open_one, name="open"),
    path("stop/<str:token>/", stopping.stop, name="stop"),
]
