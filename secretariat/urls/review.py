"""/review/…: the desk's queue and decision."""

from django.urls import path

from secretariat.views import comments, review

app_name = "review"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("<int:pk>/", review.decide, name="decide"),
    path("<int:pk>/claim/", review.claim, name="claim"),
    path("<int:pk>/release/", review.release, name="release"),
    path("reports/<int:pk>/", comments.decide, name="comment"),
    path("reports/<int:pk>/claim/", comments.claim, name="claim_comment"),
    path("reports/<int:pk>/release/", comments.release, name="release_comment"),
    path("reports/<int:pk>/show/", comments.show, name="show_comment"),
    path("reports/<int:pk>/take-back/", comments.take_back, name="take_back"),
    path("reports/<int:pk>/blacken/", comments.blacken, name="blacken"),
]
