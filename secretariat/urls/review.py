"""/review/…: the desk's queue and decision."""

from django.urls import path

from secretariat.views import review

app_name = "review"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("<int:pk>/", review.decide, name="decide"),
    path("<int:pk>/claim/", review.claim, name="claim"),
    path("<int:pk>/release/", review.release, name="release"),
]
