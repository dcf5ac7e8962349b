"""/prefectures/… and /themes/…"""

from django.urls import path

from profiles.views import prefectures, themes

app_name = "profiles"
urlpatterns = [
    path("prefectures/", prefectures.listing, name="prefectures"),
    path("prefectures/<str:code>/", prefectures.detail, name="prefecture"),
    path("themes/", themes.listing, name="themes"),
    path("themes/<slug:slug>/", themes.detail, name="theme"),
]
