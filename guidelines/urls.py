"""/guidelines/…"""

from django.urls import path

from guidelines.views import detail, listing

app_name = "guidelines"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("export.csv", listing.export_csv, name="export_csv"),
    path("export.xlsx", listing.export_xlsx, name="export_xlsx"),
    path("<int:pk>/", detail.read, name="detail"),
    path("<int:pk>/about/", detail.about, name="about"),
    path("<int:pk>/files/", detail.files, name="files"),
    path("<int:pk>/versions/", detail.versions, name="versions"),
    path("<int:pk>/v/<int:number>/", detail.edition, name="edition"),
    path("<int:pk>/v/<int:number>/about/", detail.edition_about, name="edition_about"),
]
