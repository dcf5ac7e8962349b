"""/search/…"""

from django.urls import path

from search.views import comments, export, page, words

app_name = "search"
urlpatterns = [
    path("", page.results, name="results"),
    path("comments/", comments.results, name="comments"),
    path("words/", words.words, name="words"),
    path("export.csv", export.export_csv, name="export_csv"),
    path("export.xlsx", export.export_xlsx, name="export_xlsx"),
]
