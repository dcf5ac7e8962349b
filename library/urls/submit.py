"""/submit/…: registering in three steps."""

from django.urls import path

from library.views.submit import confirm, details, files, start

app_name = "submit"
urlpatterns = [
    path("", start.start, name="start"),
    path("<int:pk>/files/", files.choose, name="files"),
    path("<int:pk>/details/", details.describe, name="details"),
    path("<int:pk>/autosave/", details.autosave, name="autosave"),
    path("<int:pk>/preview/", confirm.preview, name="preview"),
    path("<int:pk>/confirm/", confirm.confirm, name="confirm"),
    path("<int:pk>/done/", confirm.done, name="done"),
]
